//! `copydesk check`: drafts in, findings out.

use super::drafts::{self, Draft};
use super::run::{Done, Run};
use super::settings::{Selection, Settings};
use super::streams::{self, Color};
use super::write;
use super::{Status, progress::Progress};
use crate::config::desks::Desks;
use crate::finding::Severity;
use crate::input::INPUTS;
use crate::problem::Problem;
use crate::report::{FORMATS, Format, Output, Summary};
use clap::Args;
use std::fs::File;
use std::io::{self, BufWriter, Write};
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
  copydesk check --across series/             the parts of a series against each other too
  copydesk check --fix story.md               apply the safe fixes
  copydesk check --profile uk --fail-on warning desk/
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
}

/// What becomes of the findings.
#[derive(Args, Debug)]
#[command(next_help_heading = "Outcome")]
struct Outcome {
    /// How to report: text, concise, json, jsonl.
    #[arg(long, default_value = "text", value_name = "FORMAT", hide_default_value = true,
          value_parser = FORMATS.map(|format| format.name), hide_possible_values = true)]
    format: String,
    /// Write the report to a file.
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Apply the fixes that are safe, then report what is left. With `-` the mended draft goes to standard output.
    #[arg(long)]
    fix: bool,
    /// From which severity on findings make the status 1: error, warning, note.
    #[arg(long, value_name = "SEVERITY", value_parser = Severity::NAMES.map(|(name, _)| name), hide_possible_values = true)]
    fail_on: Option<String>,
    /// More warnings than this make the status 1.
    #[arg(long, value_name = "N")]
    max_warnings: Option<u32>,
    /// Show every finding, also where one rule has many in a draft.
    #[arg(long)]
    show_all: bool,
    /// When to colour: auto, always, never.
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    color: Color,
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

fn parse_size(text: &str) -> Result<u64, String> {
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
        let mut desks = self.settings.desks(self.layer());
        let (drafts, problems) = self.drafts(&mut desks);
        let mut report = match self.report(problems) {
            Ok(report) => report,
            Err(problem) => {
                streams::complain_of(&[problem], self.outcome.color.error_style());
                return Ok(Status::Failed);
            }
        };
        report.output.begin(&mut report.out)?;
        let mut run = Run {
            fix: self.outcome.fix,
            max_size: self.which.max_file_size,
            threads: self.which.threads,
            progress: Progress::new(drafts.len()),
            census: None,
        };
        if self.which.across {
            run.take_census(&drafts, &mut desks);
        }
        run.all(&drafts, &mut desks, &mut |done| report.add(done))?;
        report.problems.extend(desks.take_problems());
        if drafts.is_empty() && report.problems.is_empty() && !self.which.allow_empty {
            report.problems.push(nothing_found());
        }
        let threads = run.threads();
        let status = report.end(self)?;
        if self.outcome.stats {
            streams::complain(&report.stats(start, threads));
        }
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

    fn report(&self, problems: Vec<Problem>) -> Result<Report, Problem> {
        let format = FORMATS.iter().find(|format| format.name == self.outcome.format).unwrap_or(&FORMATS[0]);
        let mut style = self.outcome.color.style(self.outcome.show_all);
        let mends_stdin = self.outcome.fix && self.paths.iter().any(|path| path.as_os_str() == "-");
        let out: Box<dyn Write> = match &self.outcome.output_file {
            Some(path) => {
                style.color &= self.outcome.color == Color::Always;
                let file = File::create(path).map_err(|error| {
                    Problem::new(path.to_string_lossy(), format!("cannot write the report: {error}"))
                })?;
                Box::new(BufWriter::new(file))
            }
            None if mends_stdin => Box::new(BufWriter::new(io::stderr())),
            None => Box::new(streams::stdout()),
        };
        let output = (format.output)(style);
        Ok(Report { output, format, out, problems, summary: Summary::default(), failing: 0, mended: (0, 0), bytes: 0 })
    }
}

fn nothing_found() -> Problem {
    let extensions: Vec<String> =
        INPUTS.iter().flat_map(|input| input.extensions()).map(|name| format!(".{name}")).collect();
    Problem::new("", "no draft was found")
        .help(format!(
            "in folders these are looked at: {}; a draft that is named is always checked",
            extensions.join(", ")
        ))
        .help("with --allow-empty that is well")
}

/// The report as it is written.
struct Report {
    output: Box<dyn Output>,
    format: &'static Format,
    out: Box<dyn Write>,
    problems: Vec<Problem>,
    summary: Summary,
    /// Findings that fail the run.
    failing: usize,
    /// Fixes applied, and drafts they were in.
    mended: (u32, u32),
    bytes: u64,
}

impl Report {
    /// A draft is done.
    fn add(&mut self, done: Result<Done, Problem>) -> io::Result<()> {
        let mut done = match done {
            Ok(done) => done,
            Err(problem) => {
                self.problems.push(problem);
                return Ok(());
            }
        };
        self.problems.append(&mut done.checked.problems);
        self.summary.add(&done.checked);
        self.bytes += done.size;
        self.failing += done.checked.findings.iter().filter(|finding| finding.severity >= done.fail_on).count();
        if done.applied > 0 {
            self.mended = (self.mended.0 + done.applied, self.mended.1 + 1);
        }
        if let Some(text) = done.mended_stdin {
            write::to_stdout(&text)?;
        }
        self.output.file(&mut self.out, &done.checked)
    }

    /// Ends the report and says how the run ended.
    fn end(&mut self, check: &Check) -> io::Result<Status> {
        self.summary.problems = self.problems.len() as u32;
        let style = check.outcome.color.error_style();
        match self.format.name {
            // What people read goes to standard error, so that standard output holds findings alone.
            "text" | "concise" => {
                self.out.flush()?;
                streams::complain_of(&self.problems, style);
                self.output.end(&mut self.out, &[], &self.summary)?;
            }
            _ => self.output.end(&mut self.out, &self.problems, &self.summary)?,
        }
        self.out.flush()?;
        if self.mended.0 > 0 {
            let (fixes, drafts) = self.mended;
            streams::complain(&format!("copydesk: mended {} in {}", counted(fixes, "place"), counted(drafts, "file")));
        }
        let too_many = check.outcome.max_warnings.is_some_and(|most| self.summary.warnings > most);
        if too_many {
            streams::complain(&format!(
                "copydesk: more warnings than --max-warnings {}",
                check.outcome.max_warnings.unwrap_or_default()
            ));
        }
        Ok(match () {
            () if self.summary.problems > 0 => Status::Failed,
            () if self.failing > 0 || too_many => Status::Findings,
            () => Status::Clean,
        })
    }

    fn stats(&self, start: Instant, threads: usize) -> String {
        let seconds = start.elapsed().as_secs_f64();
        let megabytes = self.bytes as f64 / 1e6;
        let found = self.summary.at_least(Severity::Note);
        format!(
            "copydesk: {} and {megabytes:.2} MB in {seconds:.3} s, {:.1} MB/s, {}; {}",
            counted(self.summary.files, "file"),
            megabytes / seconds.max(1e-9),
            counted(threads as u32, "thread"),
            counted(found, "finding"),
        )
    }
}

fn counted(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
