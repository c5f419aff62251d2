//! Run: drafts checked on all cores, handed on in order of path, a bounded number of them at a time.

use super::baseline::{Baseline, Sifted};
use super::drafts::{self, Draft};
use super::progress::Progress;
use super::since::Since;
use super::write;
use crate::config::desks::{Desk, Desks};
use crate::diff::write_unified;
use crate::engine::census::{Census, Roll};
use crate::engine::kinds::people;
use crate::finding::{Checked, Safety, Severity};
use crate::fix;
use crate::input::input_for;
use crate::problem::Problem;
use crate::report::visible;
use crate::source::{Encoding, Source};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// How many drafts are read ahead of the report.
const AHEAD: usize = 256;
/// The same where one thread works, which need not wait for others: what it has just used is used again.
const AHEAD_ALONE: usize = 64;
/// How many bytes of drafts are read ahead of the report, but for a single draft that is larger.
const AHEAD_BYTES: u64 = 32 << 20;

/// What becomes of fixes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Mend {
    /// How safe they must be.
    pub(super) least: Safety,
    /// Whether they are only shown.
    pub(super) diff: bool,
}

/// How drafts are checked.
pub(super) struct Run {
    /// What becomes of fixes; `None` where nothing does.
    pub(super) mend: Option<Mend>,
    /// The largest draft that is read, in bytes.
    pub(super) max_size: u64,
    /// How many threads; 0 is one a core.
    pub(super) threads: usize,
    /// How far the run is.
    pub(super) progress: Progress,
    /// The lines that count; `None` where all do.
    pub(super) since: Option<Since>,
    /// What is known already.
    pub(super) baseline: Option<Baseline>,
    /// Whether a report shows drafts without findings too.
    pub(super) keeps_text: bool,
    /// What the drafts write in two ways, where they are checked across each other.
    pub(super) census: Option<Arc<Census>>,
}

/// A draft that is done.
pub(super) struct Done {
    /// What came of it.
    pub(super) checked: Checked,
    /// From which severity on a finding of it fails the run.
    pub(super) fail_on: Severity,
    /// Its size in bytes.
    pub(super) size: u64,
    /// How many fixes were applied.
    pub(super) applied: u32,
    /// What the baseline makes of it.
    pub(super) sifted: Option<Sifted>,
    /// What goes to standard output: a mended draft that came from standard input, or a diff.
    pub(super) to_stdout: Option<Vec<u8>>,
}

/// A draft with its desk.
type Job<'d> = (&'d Draft, Arc<Desk>);

impl Run {
    /// How many threads work.
    pub(super) fn threads(&self) -> usize {
        if self.threads == 0 { rayon::current_num_threads() } else { self.threads }
    }

    /// Checks the drafts and hands each on, in order.
    pub(super) fn all(
        &self,
        drafts: &[Draft],
        desks: &mut Desks,
        take: &mut dyn FnMut(Result<Done, Problem>) -> io::Result<()>,
    ) -> io::Result<()> {
        let pool = self.pool(drafts.len());
        let ahead = if pool.is_some() { AHEAD } else { AHEAD_ALONE };
        let mut rest = drafts;
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(chunk_length(&rest[..rest.len().min(ahead)]));
            rest = after;
            // Drafts whose settings are broken have no desk; the settings' problems are reported.
            let jobs: Vec<Job<'_>> = chunk.iter().filter_map(|draft| Some((draft, desks.desk(&draft.path)?))).collect();
            let done: Vec<Result<Done, Problem>> = match &pool {
                Some(pool) => pool.install(|| jobs.par_iter().map(|job| self.one(job)).collect()),
                None => jobs.iter().map(|job| self.one(job)).collect(),
            };
            self.progress.clear();
            done.into_iter().try_for_each(&mut *take)?;
        }
        Ok(())
    }

    /// Checks a draft. A fault of the program costs that draft alone.
    fn one(&self, (draft, desk): &Job<'_>) -> Result<Done, Problem> {
        let done = catch_unwind(AssertUnwindSafe(|| self.check(draft, desk)));
        self.progress.step();
        done.unwrap_or_else(|_| {
            Err(Problem::new(draft.name(), "copydesk failed on this draft; that is a fault in copydesk")
                .help("please report it with the draft, or a part of it that shows the same"))
        })
    }

    fn check(&self, draft: &Draft, desk: &Desk) -> Result<Done, Problem> {
        let name = draft.name();
        let staged = self.since.as_ref().and_then(|since| since.staged(draft));
        let bytes = staged.unwrap_or_else(|| drafts::read(draft, self.max_size))?;
        let size = bytes.len() as u64;
        let kept = if self.mend.is_some() { bytes.clone() } else { Vec::new() };
        let source = Arc::new(drafts::decode(&name, bytes)?);
        let input = input_for(&name);
        let mut done = Done {
            checked: Checked {
                source: Arc::clone(&source),
                format: input.name(),
                findings: Vec::new(),
                suppressed: 0,
                problems: Vec::new(),
            },
            fail_on: desk.fail_on,
            size,
            applied: 0,
            sifted: None,
            to_stdout: None,
        };
        match self.mend {
            Some(mend) => self.mend(draft, desk, mend, &kept, source, &mut done),
            None => self.look(draft, desk, source, &mut done),
        }
        if done.checked.findings.is_empty() && done.checked.problems.is_empty() && !self.keeps_text {
            // Nothing more will be asked of its text.
            done.checked.source = Arc::new(Source::new(name, ""));
        }
        Ok(done)
    }

    /// Reads all drafts once for the comparison of each with the others. What cannot be read is told when it is checked.
    pub(super) fn take_census(&mut self, drafts: &[Draft], desks: &mut Desks) {
        let mut rolls = Vec::with_capacity(drafts.len());
        let mut lists = None;
        let pool = self.pool(drafts.len());
        let files: Vec<&Draft> = drafts.iter().filter(|draft| !draft.stdin).collect();
        for chunk in files.chunks(AHEAD) {
            let jobs: Vec<Job<'_>> =
                chunk.iter().filter_map(|draft| Some((*draft, desks.desk(&draft.path)?))).collect();
            lists = lists.or_else(|| jobs.first().map(|(_, desk)| Arc::clone(desk)));
            let enroll = |job: &Job<'_>| catch_unwind(AssertUnwindSafe(|| self.enroll(job))).ok().flatten();
            let found: Vec<Option<(String, Roll)>> = match &pool {
                Some(pool) => pool.install(|| jobs.par_iter().map(enroll).collect()),
                None => jobs.iter().map(enroll).collect(),
            };
            rolls.extend(found.into_iter().flatten());
        }
        let Some(desk) = lists else { return };
        let mut census = people::census(rolls, desk.checker.rules().lists());
        let shown: Vec<String> = census.shown().into_iter().map(str::to_owned).collect();
        let mut by_name: HashMap<String, &Draft> = files.into_iter().map(|draft| (draft.name(), draft)).collect();
        for draft in shown.iter().filter_map(|name| by_name.remove(name)) {
            if let Some(source) = self.source(draft) {
                census.show(source);
            }
        }
        self.census = Some(Arc::new(census));
    }

    fn enroll(&self, (draft, desk): &Job<'_>) -> Option<(String, Roll)> {
        let name = draft.name();
        let roll = desk.checker.enroll(self.source(draft)?, input_for(&name));
        Some((name, roll))
    }

    fn source(&self, draft: &Draft) -> Option<Arc<Source>> {
        let bytes = drafts::read(draft, self.max_size).ok()?;
        drafts::decode(&draft.name(), bytes).ok().map(Arc::new)
    }

    fn pool(&self, drafts: usize) -> Option<rayon::ThreadPool> {
        match self.threads {
            _ if drafts < 2 => None,
            1 => None,
            threads => rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok(),
        }
    }

    fn mend(&self, draft: &Draft, desk: &Desk, mend: Mend, before: &[u8], source: Arc<Source>, done: &mut Done) {
        if source.outline().is_some() {
            return self.leave(draft, desk, mend, before, source, done);
        }
        let look = |source| self.examine(draft, desk, source).0;
        let mended = fix::mend(Arc::clone(&source), mend.least, look);
        if !mended.circle.is_empty() {
            let message = format!("fixes undo each other: {}", mended.circle.join(", "));
            let problem =
                Problem::new(draft.name(), message).help("the draft was left as it is; leave one of the rules out");
            done.checked.problems.push(problem);
        }
        if mend.diff {
            done.applied = mended.applied;
            done.to_stdout = mended.bytes.is_some().then(|| unified(&source, &mended.checked.source));
            self.look(draft, desk, source, done);
            return;
        }
        self.look(draft, desk, Arc::clone(&mended.checked.source), done);
        if draft.stdin {
            done.applied = mended.applied;
            done.to_stdout = Some(mended.bytes.unwrap_or_else(|| before.to_vec()));
            return;
        }
        let Some(after) = mended.bytes else { return };
        match write::replace(&draft.path, before, &after) {
            Ok(()) => done.applied = mended.applied,
            Err(problem) => {
                done.checked.problems.push(problem);
                self.look(draft, desk, source, done);
            }
        }
    }

    /// Reports on the file of a word processor, which is left as it is; says so where there is something to mend.
    fn leave(&self, draft: &Draft, desk: &Desk, mend: Mend, before: &[u8], source: Arc<Source>, done: &mut Done) {
        self.look(draft, desk, Arc::clone(&source), done);
        let (_, fixes) = fix::chosen(&source, &done.checked.findings, mend.least);
        if fixes > 0 {
            let message =
                format!("{} not applied: it is a word processor's file", counted(fixes, "fix is", "fixes are"));
            let help = "make the changes in the word processor; the report gives paragraph and character";
            done.checked.problems.push(Problem::new(draft.name(), message).help(help));
        }
        if draft.stdin && !mend.diff {
            done.to_stdout = Some(before.to_vec());
        }
    }

    /// Checks a draft and takes out what does not count.
    fn examine(&self, draft: &Draft, desk: &Desk, source: Arc<Source>) -> (Checked, Option<Sifted>) {
        let mut checked = desk.checker.check_among(source, input_for(&draft.name()), self.census.as_ref());
        let sifted = self.baseline.as_ref().map(|baseline| baseline.sift(draft, &mut checked));
        if let Some(since) = &self.since {
            since.sift(draft, &mut checked);
        }
        (checked, sifted)
    }

    /// Examines a draft for the report; problems that are known already stay.
    fn look(&self, draft: &Draft, desk: &Desk, source: Arc<Source>, done: &mut Done) {
        let (checked, sifted) = self.examine(draft, desk, source);
        let known = std::mem::replace(&mut done.checked, checked).problems;
        done.checked.problems.extend(known);
        done.sifted = sifted;
    }
}

/// A number of things, whose words change with it.
fn counted(count: u32, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// What leads from a draft to the mended one, spelled as the draft is, so that `patch` can apply it. UTF-16, which is no
/// text to `patch`, is told in UTF-8.
fn unified(before: &Source, after: &Source) -> Vec<u8> {
    let for_eyes = io::stdout().is_terminal();
    let spell = |line: &str| match before.encoding() {
        _ if for_eyes => visible(line).into_owned().into_bytes(),
        Encoding::Windows1252 => before.encode(line).unwrap_or_else(|| line.as_bytes().to_vec()),
        _ => line.as_bytes().to_vec(),
    };
    let mut out = Vec::new();
    // Nothing can go wrong where it is written to memory.
    let _ = write_unified(&mut out, &visible(before.path()), (before.text(), after.text()), spell);
    out
}

/// How many of the drafts, the first of those that are left, are read before any of them is reported.
fn chunk_length(drafts: &[Draft]) -> usize {
    let mut bytes = 0;
    for (index, draft) in drafts.iter().enumerate() {
        bytes += fs::metadata(&draft.path).map_or(0, |metadata| metadata.len());
        if bytes > AHEAD_BYTES {
            return index.max(1);
        }
    }
    drafts.len()
}
