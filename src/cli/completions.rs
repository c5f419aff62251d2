//! `copydesk completions` and `copydesk man`: what shells and `man` know of the program, made from its own arguments.

use super::{Status, streams};
use clap::{Args, Command};
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::PathBuf;

/// Write what a shell needs to complete arguments.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk completions bash > ~/.local/share/bash-completion/completions/copydesk
  copydesk completions fish > ~/.config/fish/completions/copydesk.fish")]
pub(super) struct Completions {
    /// Which shell: bash, elvish, fish, powershell, zsh.
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    /// Writes the script.
    pub(super) fn run(&self, mut command: Command) -> io::Result<Status> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
        let mut out = streams::stdout();
        out.write_all(&script)?;
        out.flush()?;
        Ok(Status::Clean)
    }
}

/// Write the manual pages into a folder.
#[derive(Args, Debug)]
#[command(hide = true)]
pub(super) struct Man {
    /// The folder; it is made where it is missing.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl Man {
    /// Writes a page for the program and one for each subcommand.
    pub(super) fn run(&self, command: Command) -> io::Result<Status> {
        std::fs::create_dir_all(&self.folder)?;
        clap_mangen::generate_to(command, &self.folder)?;
        Ok(Status::Clean)
    }
}
