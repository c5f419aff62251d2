//! The reports of a run: one for each `--format`, all written as the drafts are done.

use super::baseline::{Baseline, Sifted, Use};
use super::check::Outcome;
use super::run::Done;
use super::streams::{self, Color};
use super::{Status, counted, write};
use crate::finding::Severity;
use crate::problem::{Problem, nearest};
use crate::report::{FORMATS, Format, Output, Summary, html};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A report that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    format: &'static Format,
    /// Where it goes; standard output where nothing is said.
    file: Option<PathBuf>,
}

impl Wanted {
    /// Reads `FORMAT` or `FORMAT=FILE`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let names = FORMATS.iter().map(|format| format.name);
        let Some(format) = FORMATS.iter().find(|format| format.name == name) else {
            let known = names.clone().collect::<Vec<_>>().join(", ");
            let near = nearest(name, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(format!("the formats are {known}{near}"));
        };
        match file {
            Some("") => Err(format!("name a file: {name}=FILE")),
            file => Ok(Self { format, file: file.map(PathBuf::from) }),
        }
    }
}

impl Wanted {
    /// Whether the report shows drafts without findings too.
    pub(super) fn shows_all(&self) -> bool {
        self.format.name == "html"
    }
}

/// A report as it is written.
struct Sink {
    output: Box<dyn Output>,
    out: Box<dyn Write>,
    /// Whether problems go to standard error rather than into it, so that what it holds is findings alone.
    for_people: bool,
    /// Whether it goes to a file.
    in_file: bool,
}

/// What a run comes to.
pub(super) struct Report {
    sinks: Vec<Sink>,
    pub(super) problems: Vec<Problem>,
    summary: Summary,
    /// Findings that fail the run.
    failing: usize,
    /// Fixes applied, and drafts they were in.
    mended: (u32, u32),
    /// Where diffs go, when they are wanted, and how many drafts have one.
    diffs: Option<u32>,
    bytes: u64,
    /// What the baseline makes of the drafts.
    sifted: Vec<Sifted>,
}

impl Report {
    /// Opens the reports that are asked for. `stdin_mended`: standard output is taken by the mended draft.
    ///
    /// # Errors
    /// When a file cannot be written, or two reports want standard output.
    pub(super) fn new(outcome: &Outcome, stdin_mended: bool) -> Result<Self, Problem> {
        let mut sinks = Vec::new();
        let mut taken: Option<&str> = None;
        for wanted in &outcome.format {
            // The one file of `--output-file` is for the report that names none.
            let file = wanted.file.as_ref().or(outcome.output_file.as_ref());
            if file.is_none() && outcome.diff {
                continue;
            }
            if let Some(other) = taken.filter(|_| wanted.file.is_none()) {
                let name = wanted.format.name;
                return Err(Problem::new("", format!("the reports {other} and {name} want the same place"))
                    .help(format!("name a file for one of them: --format {name}=FILE")));
            }
            if wanted.file.is_none() {
                taken = Some(wanted.format.name);
            }
            sinks.push(open(wanted.format, file, outcome, stdin_mended)?);
        }
        Ok(Self {
            sinks,
            problems: Vec::new(),
            summary: Summary::default(),
            failing: 0,
            mended: (0, 0),
            diffs: outcome.diff.then_some(0),
            bytes: 0,
            sifted: Vec::new(),
        })
    }

    /// Before the first draft.
    pub(super) fn begin(&mut self, problems: Vec<Problem>) -> io::Result<()> {
        self.problems = problems;
        self.sinks.iter_mut().try_for_each(|sink| sink.output.begin(&mut sink.out))
    }

    /// A draft is done.
    pub(super) fn add(&mut self, done: Result<Done, Problem>) -> io::Result<()> {
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
        if let Some(sifted) = done.sifted {
            self.summary.known += sifted.known;
            self.sifted.push(sifted);
        }
        self.failing += done.checked.findings.iter().filter(|finding| finding.severity >= done.fail_on).count();
        if done.applied > 0 {
            self.mended = (self.mended.0 + done.applied, self.mended.1 + 1);
        }
        if let Some(bytes) = done.to_stdout {
            write::to_stdout(&bytes)?;
            self.diffs = self.diffs.map(|count| count + 1);
        }
        self.sinks.iter_mut().try_for_each(|sink| sink.output.file(&mut sink.out, &done.checked))
    }

    /// Ends the reports and says how the run ended.
    pub(super) fn end(&mut self, outcome: &Outcome) -> io::Result<Status> {
        self.summary.problems = self.problems.len() as u32;
        if self.sinks.iter().all(|sink| sink.for_people || sink.in_file) {
            for sink in &mut self.sinks {
                sink.out.flush()?;
            }
            streams::complain_of(&self.problems, outcome.coloring.color.error_style());
        }
        for sink in &mut self.sinks {
            let problems = if sink.for_people { &[] } else { &*self.problems };
            sink.output.end(&mut sink.out, problems, &self.summary)?;
            sink.out.flush()?;
        }
        self.tell_mended();
        let too_many = outcome.max_warnings.is_some_and(|most| self.summary.warnings > most);
        if too_many {
            let most = outcome.max_warnings.unwrap_or_default();
            streams::complain(&format!("copydesk: more warnings than --max-warnings {most}"));
        }
        Ok(match self.diffs {
            _ if self.summary.problems > 0 => Status::Failed,
            Some(0) => Status::Clean,
            Some(_) => Status::Findings,
            None if self.failing > 0 || too_many => Status::Findings,
            None => Status::Clean,
        })
    }

    /// Brings the baseline up to date, where that is asked for, and says what became of it.
    pub(super) fn close_baseline(&mut self, mut baseline: Baseline) {
        let (what, name) = (baseline.what(), baseline.path().to_string_lossy().into_owned());
        let gone: u32 = self.sifted.iter().map(|sifted| sifted.gone).sum();
        self.sifted.drain(..).for_each(|sifted| baseline.take(sifted));
        if let Err(problem) = baseline.close() {
            self.problems.push(problem);
            return;
        }
        let known = counted(self.summary.known, "finding");
        match what {
            Use::Write => streams::complain(&format!("copydesk: {known} written to {name}")),
            Use::Shrink => streams::complain(&format!("copydesk: {gone} taken out of {name}, {known} left")),
            Use::Check if gone > 0 => streams::complain(&format!(
                "copydesk: {gone} of the findings in {name} are gone; --shrink-baseline takes them out"
            )),
            Use::Check => {}
        }
    }

    fn tell_mended(&self) {
        let (fixes, drafts) = self.mended;
        if fixes > 0 {
            let done = if self.diffs.is_some() { "would mend" } else { "mended" };
            let (places, files) = (counted(fixes, "place"), counted(drafts, "file"));
            streams::complain(&format!("copydesk: {done} {places} in {files}"));
        }
    }

    /// How long it took, in a line.
    pub(super) fn stats(&self, start: Instant, threads: usize) -> String {
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

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    Problem::new(path.to_string_lossy(), format!("cannot write the report: {error}"))
}

fn open(
    format: &'static Format,
    file: Option<&PathBuf>,
    outcome: &Outcome,
    stdin_mended: bool,
) -> Result<Sink, Problem> {
    let mut style = outcome.coloring.color.style(outcome.show_all);
    if let Some(folder) = file.filter(|path| format.name == "html" && html::names_folder(path)) {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let out = Box::new(io::sink());
        return Ok(Sink { output: html::in_folder(folder), out, for_people: false, in_file: true });
    }
    let out: Box<dyn Write> = match file {
        Some(path) => {
            style.color &= outcome.coloring.color == Color::Always;
            let file = File::create(path)
                .map_err(|error| Problem::new(path.to_string_lossy(), format!("cannot write the report: {error}")))?;
            Box::new(BufWriter::new(file))
        }
        None if stdin_mended => Box::new(BufWriter::new(io::stderr())),
        None => Box::new(streams::stdout()),
    };
    let for_people = matches!(format.name, "text" | "concise");
    Ok(Sink { output: (format.output)(style), out, for_people, in_file: file.is_some() })
}
