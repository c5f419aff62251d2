//! `copydesk review`: one finding after the other, and what shall become of it.
//!
//! Questions and answers are lines, so that plain terminals, screen readers and pipes will do. What is answered is
//! written at once; the end of the answers ends the review, and nothing is lost. [`session`] walks through the drafts and
//! asks by way of [`talk`], [`answers`] does what is answered, [`open`] is a draft being changed.

use super::check::{nothing_found, parse_size};
use super::drafts::{self, Draft};
use super::progress::Progress;
use super::run::Run;
use super::settings::{Selection, Settings};
use super::streams::{self, Coloring};
use super::{Status, counted};
use crate::config::desks::Desks;
use crate::finding::Severity;
use crate::problem::Problem;
use clap::Args;
use session::{Session, Waiting};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use talk::Talk;

mod answers;
mod open;
mod session;
mod talk;

/// Go through the findings one by one: mend, skip, silence with a reason, add to the house's list.
///
/// What is answered is written at once; `q` or the end of input ends the review. Exit status as that of check, for what is
/// left: 0 nothing at or above --fail-on, 1 findings, 2 could not run.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk review story.md                    one finding after the other
  copydesk review --select typo,name desk/    only some rules")]
pub(super) struct Review {
    /// Drafts and folders of drafts.
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    selection: Selection,
    /// From which severity on findings that are left make the status 1: error, warning, note.
    #[arg(long, value_name = "SEVERITY", value_parser = Severity::NAMES.map(|(name, _)| name), hide_possible_values = true)]
    fail_on: Option<String>,
    #[command(flatten)]
    coloring: Coloring,
    /// The largest draft that is read: 500KiB, 16MiB.
    #[arg(long, value_name = "SIZE", default_value = "16MiB", value_parser = parse_size)]
    max_file_size: u64,
}

impl Review {
    /// Reviews, and says how it ended.
    pub(super) fn run(&self) -> io::Result<Status> {
        let mut desks = self.desks();
        let (drafts, mut problems) = self.drafts(&mut desks);
        if drafts.is_empty() && problems.is_empty() {
            problems.push(nothing_found());
        }
        let waiting = self.survey(&drafts, &mut desks, &mut problems)?;
        problems.extend(desks.take_problems());
        streams::complain_of(&problems, self.coloring.color.error_style());
        let files = drafts.len() as u32;
        let mut session = Session::new(self, desks, waiting, Talk::new(self.coloring.color.style(true)));
        let failing = if session.is_empty() {
            if problems.is_empty() {
                session.say(&format!("copydesk: {} checked, nothing found", counted(files, "file")))?;
            }
            0
        } else {
            session.run()?;
            session.failing()
        };
        Ok(match failing {
            _ if !problems.is_empty() || session.has_failed() => Status::Failed,
            0 => Status::Clean,
            _ => Status::Findings,
        })
    }

    /// The settings as they are now.
    fn desks(&self) -> Desks {
        self.settings.desks(self.selection.layer(self.fail_on.as_deref().and_then(Severity::from_name)))
    }

    fn drafts(&self, desks: &mut Desks) -> (Vec<Draft>, Vec<Problem>) {
        let (mut drafts, mut problems) = drafts::find(&self.paths, Path::new("-"));
        if drafts.iter().any(|draft| draft.stdin) {
            let problem = Problem::new("", "standard input is where the answers come from");
            problems.push(problem.help("name a file; `copydesk check --fix -` mends what is piped in"));
        }
        drafts.retain(|draft| !draft.stdin && (draft.named || !desks.excludes(&draft.path)));
        (drafts, problems)
    }

    /// Checks all drafts once: those with findings, and how many there are of each rule.
    fn survey(&self, drafts: &[Draft], desks: &mut Desks, problems: &mut Vec<Problem>) -> io::Result<Vec<Waiting>> {
        let run = Run {
            mend: None,
            max_size: self.max_file_size,
            threads: 0,
            progress: Progress::new(drafts.len()),
            since: None,
            baseline: None,
            keeps_text: false,
            census: None,
        };
        let by_name: HashMap<String, &Draft> = drafts.iter().map(|draft| (draft.name(), draft)).collect();
        let mut waiting = Vec::new();
        run.all(drafts, desks, &mut |done| {
            match done {
                Ok(mut done) => {
                    problems.append(&mut done.checked.problems);
                    let draft = by_name.get(done.checked.source.path());
                    waiting.extend(draft.and_then(|draft| Waiting::new(draft, &done)));
                }
                Err(problem) => problems.push(problem),
            }
            Ok(())
        })?;
        Ok(waiting)
    }
}
