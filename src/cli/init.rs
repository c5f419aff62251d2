//! `copydesk init`: a copydesk.toml to begin with.

use super::Status;
use super::streams::{self, Color};
use crate::config::FILE_NAME;
use crate::problem::Problem;
use clap::Args;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Write a copydesk.toml to begin with.
#[derive(Args, Debug)]
pub(super) struct Init {
    /// The folder; it is made where it is missing.
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
}

/// What is written.
const BEGINNING: &str = include_str!("init.toml");

impl Init {
    /// Writes the file, where there is none.
    pub(super) fn run(&self) -> io::Result<Status> {
        let path = self.folder.join(FILE_NAME);
        let path = path.strip_prefix(".").unwrap_or(&path);
        match self.write(path) {
            Ok(()) => {
                let mut out = streams::stdout();
                writeln!(out, "copydesk: wrote {}", path.display())?;
                out.flush()?;
                Ok(Status::Clean)
            }
            Err(problem) => {
                streams::complain_of(&[problem], Color::Auto.error_style());
                Ok(Status::Failed)
            }
        }
    }

    fn write(&self, path: &Path) -> Result<(), Problem> {
        let failed = |error: io::Error| match error.kind() {
            ErrorKind::AlreadyExists => {
                Problem::new(path.to_string_lossy(), "it is there already and was left as it is")
                    .help("`copydesk config` shows what holds here")
            }
            _ => Problem::new(path.to_string_lossy(), format!("cannot write it: {error}")),
        };
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
        file.write_all(BEGINNING.as_bytes()).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::BEGINNING;
    use crate::config::read;
    use crate::source::Source;
    use std::sync::Arc;

    /// The file with its examples in force: lines of comment that are TOML.
    fn in_force() -> String {
        let uncommented = |line: &str| match line.strip_prefix("#: ") {
            Some(setting) => setting.to_owned(),
            None => line.to_owned(),
        };
        BEGINNING.lines().map(uncommented).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_beginning_and_every_example_in_it_are_sound() {
        for text in [BEGINNING.to_owned(), in_force()] {
            let (_, problems) = read::read(&Arc::new(Source::new("copydesk.toml", text)));
            assert!(problems.is_empty(), "{problems:?}");
        }
    }
}
