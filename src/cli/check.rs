//! `copydesk check`: drafts in, findings out.

use super::Status;
use super::baseline::{Baseline, Use};
use super::drafts::{self, Draft};
use super::progress::Progress;
use super::report::{Report, Wanted};
use super::run::{Mend, Run};
use super::settings::{Selection, Settings};
use super::since::Since;
use super::streams::{self, Coloring};
use crate::config::desks::Desks;
use crate::finding::{Safety, Severity};
use crate::input::INPUTS;
use crate::problem::Problem;
use clap::Args;
use std::io;
use std::path::PathBuf;
use std::time::Instant;

/// Check drafts and report what is wrong with them.
///
/// Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not run.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk check                              every draft below this folder
  copydesk check story.md wire/               a draft and a folder
  copydesk check story.docx                   a draft of a word processor
  copydesk check --across series/             the parts of a series against each other too
  copydesk check --fix story.md               apply the safe fixes
  copydesk check --diff story.md              show what --fix would do
  copydesk check --profile uk --fail-on warning desk/
  copydesk check --since origin/main          only what this branch wrote
  copydesk check --format text --format sarif=out.sarif
  pbpaste | copydesk check - --stdin-filename story.txt")]
pub(super) struct Check {
    /// Drafts and folders of drafts; `-` is standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    outcome: Outcome,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    fresh: Fresh,
}

/// What becomes of the findings.
#[derive(Args, Debug)]
#[command(next_help_heading = "Outcome")]
pub(super) struct Outcome {
    /// How to report: text, concise, json, jsonl, github, gitlab, sarif, junit, checkstyle, rdjson, html. May be repeated;
    /// with =FILE the report goes into a file, with html=FOLDER a page for each draft into a folder.
    #[arg(long, default_value = "text", value_name = "FORMAT[=FILE]", hide_default_value = true,
          value_parser = Wanted::parse)]
    pub(super) format: Vec<Wanted>,
    /// Write the report to a file.
    #[arg(long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
    /// Apply the fixes that are safe (=suggest: the suggested ones too), then report what is left. With `-` the mended
    /// draft goes to standard output.
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe",
          value_parser = ["safe", "suggest"], hide_possible_values = true)]
    fix: Option<String>,
    /// Change no draft; write to standard output, as a unified diff, what --fix would do. Status 1 if anything.
    #[arg(long)]
    pub(super) diff: bool,
    /// From which severity on findings make the status 1: error, warning, note.
    #[arg(long, value_name = "SEVERITY", value_parser = Severity::NAMES.map(|(name, _)| name), hide_possible_values = true)]
    fail_on: Option<String>,
    /// More warnings than this make the status 1.
    #[arg(long, value_name = "N")]
    pub(super) max_warnings: Option<u32>,
    /// Show every finding, also where one rule has many in a draft.
    #[arg(long)]
    pub(super) show_all: bool,
    #[command(flatten)]
    pub(super) coloring: Coloring,
    /// Tell on standard error how long it took.
    #[arg(long)]
    stats: bool,
}

/// Which drafts, and how.
#[derive(Args, Debug)]
#[command(next_help_heading = "Drafts")]
struct Which {
    /// What standard input is called; its extension tells the format, its folder the settings.
    #[arg(long, value_name = "NAME", default_value = "stdin.txt", hide_default_value = true)]
    stdin_filename: PathBuf,
    /// Check the drafts against each other too: a person spelled or titled in two ways in different drafts.
    #[arg(long)]
    across: bool,
    /// Leave out named drafts too where ignore files or the settings exclude them.
    #[arg(long)]
    force_exclude: bool,
    /// It is well when there is no draft.
    #[arg(long)]
    allow_empty: bool,
    /// The largest draft that is read: 500KiB, 16MiB.
    #[arg(long, value_name = "SIZE", default_value = "16MiB", value_parser = parse_size)]
    max_file_size: u64,
    /// How many threads; 0 is one a core.
    #[arg(long, default_value_t = 0, value_name = "N", hide_default_value = true)]
    threads: usize,
}

/// Only what is new.
#[derive(Args, Debug)]
#[command(next_help_heading = "Only what is new")]
struct Fresh {
    /// Only findings on lines that are new since this revision of git: main, HEAD~1, v1.0.
    #[arg(long, value_name = "REVISION", conflicts_with = "staged")]
    since: Option<String>,
    /// Only findings on lines that are staged for the next commit, in the drafts as they are staged.
    #[arg(long, conflicts_with = "fix")]
    staged: bool,
    /// Leave out the findings that this file knows.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all that is found into the baseline.
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "diff", "since", "staged"])]
    write_baseline: bool,
    /// Take out of the baseline what is no longer found.
    #[arg(long, requires = "baseline", conflicts_with_all = ["write_baseline", "diff", "since", "staged"])]
    shrink_baseline: bool,
}

impl Fresh {
    fn open(&self) -> Result<(Option<Since>, Option<Baseline>), Problem> {
        let since = match &self.since {
            Some(revision) => Some(Since::new(Some(revision))?),
            None if self.staged => Some(Since::new(None)?),
            None => None,
        };
        let what = match (self.write_baseline, self.shrink_baseline) {
            (true, _) => Use::Write,
            (_, true) => Use::Shrink,
            _ => Use::Check,
        };
        let baseline = self.baseline.as_ref().map(|path| Baseline::open(path, what)).transpose()?;
        Ok((since, baseline))
    }
}

/// Reads a number of bytes as people write it.
pub(super) fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.len() - text.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return Err("write a size as 500KiB, 16MiB or 1GiB".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "write a size as 500KiB, 16MiB or 1GiB".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "that is too large".to_owned())
}

impl Check {
    /// Checks and reports.
    pub(super) fn run(&self) -> io::Result<Status> {
        let start = Instant::now();
        let failed = |problem| {
            streams::complain_of(&[problem], self.outcome.coloring.color.error_style());
            Ok(Status::Failed)
        };
        let (since, baseline) = match self.fresh.open() {
            Ok(fresh) => fresh,
            Err(problem) => return failed(problem),
        };
        let mut desks = self.settings.desks(self.layer());
        let (mut drafts, problems) = self.drafts(&mut desks);
        let none = drafts.is_empty();
        if let Some(since) = &since {
            drafts.retain(|draft| since.has(draft));
        }
        let mut run = Run {
            mend: self.outcome.mend(),
            max_size: self.which.max_file_size,
            threads: self.which.threads,
            progress: Progress::new(drafts.len()),
            since,
            baseline,
            keeps_text: self.outcome.format.iter().any(Wanted::shows_all),
            census: None,
        };
        if self.which.across {
            run.take_census(&drafts, &mut desks);
        }
        let stdin_mended = run.mend.is_some_and(|mend| !mend.diff) && drafts.iter().any(|draft| draft.stdin);
        let mut report = match Report::new(&self.outcome, stdin_mended) {
            Ok(report) => report,
            Err(problem) => return failed(problem),
        };
        report.begin(problems)?;
        run.all(&drafts, &mut desks, &mut |done| report.add(done))?;
        report.problems.extend(desks.take_problems());
        if none && report.problems.is_empty() && !self.which.allow_empty {
            report.problems.push(nothing_found().help("with --allow-empty that is well"));
        }
        let threads = run.threads();
        if let Some(baseline) = run.baseline {
            report.close_baseline(baseline);
        }
        let status = report.end(&self.outcome)?;
        if self.outcome.stats {
            streams::complain(&report.stats(start, threads));
        }
        // The program ends here, and its memory with it: nobody need take the rules apart.
        std::mem::forget(desks);
        Ok(status)
    }

    fn layer(&self) -> crate::config::Layer {
        self.selection.layer(self.outcome.fail_on.as_deref().and_then(Severity::from_name))
    }

    fn drafts(&self, desks: &mut Desks) -> (Vec<Draft>, Vec<Problem>) {
        let (mut drafts, problems) = drafts::find(&self.paths, &self.which.stdin_filename);
        drafts.retain(|draft| match (draft.named, self.which.force_exclude) {
            (true, false) => true,
            (true, true) => !desks.excludes(&draft.path) && !drafts::is_ignored(&draft.path),
            (false, _) => !desks.excludes(&draft.path),
        });
        (drafts, problems)
    }
}

impl Outcome {
    fn mend(&self) -> Option<Mend> {
        let least = match self.fix.as_deref() {
            Some("suggest") => Safety::Suggest,
            Some(_) => Safety::Safe,
            None if self.diff => Safety::Safe,
            None => return None,
        };
        Some(Mend { least, diff: self.diff })
    }
}

/// What is said where no draft is.
pub(super) fn nothing_found() -> Problem {
    let extensions: Vec<String> =
        INPUTS.iter().flat_map(|input| input.extensions()).map(|name| format!(".{name}")).collect();
    Problem::new("", "no draft was found").help(format!(
        "in folders these are looked at: {}; a draft that is named is always checked",
        extensions.join(", ")
    ))
}
