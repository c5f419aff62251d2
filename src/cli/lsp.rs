//! `copydesk lsp`: the language server.

use super::Status;
use super::settings::{Selection, Settings};
use super::streams;
use crate::lsp;
use clap::Args;
use std::io;

/// Serve an editor: the language server, on standard input and output.
#[derive(Args, Debug)]
#[command(after_help = "docs/editors.md tells how editors are told of it.")]
pub(super) struct Lsp {
    /// Standard input and output, which is the only way there is; editors may say so.
    #[arg(long, hide = true)]
    stdio: bool,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    selection: Selection,
}

impl Lsp {
    /// Serves until the client says goodbye.
    pub(super) fn run(self) -> io::Result<Status> {
        let desks = move || self.settings.desks(self.selection.layer(None));
        match lsp::serve(Box::new(desks)) {
            Ok(()) => Ok(Status::Clean),
            Err(error) => {
                streams::complain(&format!("copydesk lsp: {error}"));
                Ok(Status::Failed)
            }
        }
    }
}
