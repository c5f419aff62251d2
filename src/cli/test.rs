//! `copydesk test`: holds rules to their own examples.

use super::Status;
use super::streams::{self, Color};
use crate::builtin::BUILTIN;
use crate::config::desks::{Choice, Desks};
use crate::config::house::shown;
use crate::config::{Layer, packs};
use crate::engine::examples;
use crate::problem::Problem;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Hold rules to their own examples.
///
/// Exit status: 0 all hold, 1 some fail, 2 a pack cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk test house/          the packs of a folder
  copydesk test                 the packs that copydesk.toml names
  copydesk test --builtin       the default rules")]
pub(super) struct Test {
    /// Packs, or folders of packs; without any, those of the nearest copydesk.toml.
    #[arg(value_name = "PACK")]
    packs: Vec<PathBuf>,
    /// The default rules too.
    #[arg(long)]
    builtin: bool,
}

impl Test {
    /// Runs the examples.
    pub(super) fn run(&self) -> io::Result<Status> {
        let (found, mut problems) = if self.packs.is_empty() && !self.builtin {
            self.of_settings()
        } else {
            let found = self.packs.iter().map(|path| packs::find(&packs::from_command_line(path), Path::new("")));
            let (mut paths, mut problems) = (Vec::new(), Vec::new());
            found.for_each(|found| match found {
                Ok(more) => paths.extend(more),
                Err(problem) => problems.push(problem),
            });
            let (read, wrong) = packs::read(&paths, shown);
            problems.extend(wrong);
            (read, problems)
        };
        if problems.is_empty() && found.is_empty() && !self.builtin {
            problems.push(Problem::new("", "there is no pack to test").help("name one: copydesk test house/"));
        }
        if !problems.is_empty() {
            streams::complain_of(&problems, Color::Auto.error_style());
            return Ok(Status::Failed);
        }
        self.report(&found)
    }

    fn of_settings(&self) -> (Vec<packs::HousePack>, Vec<Problem>) {
        let mut desks = Desks::new(Choice::Nearest, Layer::default(), Vec::new()).without_examples();
        let packs = desks.house(Path::new("draft.txt")).map(|house| house.packs().to_vec());
        (packs.unwrap_or_default(), desks.take_problems())
    }

    fn report(&self, found: &[packs::HousePack]) -> io::Result<Status> {
        let set = packs::rule_set(found, &[]);
        let (mut problems, mut examples) = packs::failures(found, &set);
        let mut rules: usize = found.iter().map(|house| house.pack.rules.len()).sum();
        if self.builtin {
            rules += BUILTIN.rules.len();
            for (number, rule) in BUILTIN.rules.iter().enumerate() {
                examples += rule.examples.hit.len() + rule.examples.miss.len();
                let failures = examples::failures(&set, number);
                problems.extend(failures.into_iter().map(|failure| {
                    Problem::new("", format!("`{}` fails its own example: {}", rule.id, failure.what))
                        .help(failure.example)
                }));
            }
        }
        let mut out = streams::stdout();
        let style = Color::Auto.style(true);
        crate::report::text::write_problems(&mut out, &problems, style)?;
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let outcome = if problems.is_empty() { "all hold".to_owned() } else { format!("{} failed", problems.len()) };
        writeln!(out, "copydesk: {} of {}, {outcome}", counted(examples, "example"), counted(rules, "rule"))?;
        out.flush()?;
        Ok(if problems.is_empty() { Status::Clean } else { Status::Findings })
    }
}
