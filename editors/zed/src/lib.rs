//! The extension for Zed: starts the language server, which it takes from the path.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Copydesk;

impl zed::Extension for Copydesk {
    fn new() -> Self {
        Self
    }

    /// `copydesk lsp`, with what the settings of Zed say: `lsp.copydesk.binary` with `path` and `arguments`.
    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, more) = settings.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path
            .or_else(|| worktree.which("copydesk"))
            .ok_or("copydesk is not on the path: install it, or set lsp.copydesk.binary.path")?;
        let mut args = vec!["lsp".to_owned()];
        args.extend(more.unwrap_or_default());
        Ok(Command { command, args, env: worktree.shell_env() })
    }
}

zed::register_extension!(Copydesk);
