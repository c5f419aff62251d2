//! Session: walks through the drafts and their findings and asks; [`super::answers`] does what is answered.

use super::super::drafts::Draft;
use super::super::run::Done;
use super::super::{counted, streams};
use super::Review;
use super::open::{Change, Closed, Key, Open, key};
use super::talk::{Answer, Talk};
use crate::config::desks::Desks;
use crate::finding::Finding;
use crate::problem::Problem;
use crate::report::{text, visible};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;

/// A draft whose turn is to come, or is over.
pub(super) struct Waiting {
    pub(super) draft: Draft,
    /// How many findings of each rule.
    counts: BTreeMap<String, usize>,
    /// How many of them fail the run.
    failing: usize,
    pub(super) closed: Option<Closed>,
    /// Whether it could not be written.
    pub(super) refused: bool,
}

impl Waiting {
    /// A draft that has been checked; `None` where nothing was found.
    pub(super) fn new(draft: &Draft, done: &Done) -> Option<Self> {
        let mut counts = BTreeMap::new();
        for finding in &done.checked.findings {
            *counts.entry(finding.rule.clone()).or_default() += 1;
        }
        let failing = done.checked.findings.iter().filter(|finding| finding.severity >= done.fail_on).count();
        (!counts.is_empty()).then(|| Self { draft: draft.clone(), counts, failing, closed: None, refused: false })
    }
}

/// An answer that can be taken back.
pub(super) struct Step {
    /// The number of its draft.
    pub(super) draft: usize,
    pub(super) did: Did,
}

/// What an answer did.
pub(super) enum Did {
    Skipped(Key),
    Mended(Change),
    Silenced(Change),
    Listed(Listed),
    LeftOut(String),
}

/// Settings that were added to.
pub(super) struct Listed {
    pub(super) path: PathBuf,
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
}

/// How many answers did what.
#[derive(Copy, Clone, Default)]
pub(super) struct Tally {
    pub(super) mended: u32,
    pub(super) silenced: u32,
    pub(super) listed: u32,
    pub(super) skipped: u32,
}

impl Tally {
    /// The count of what was done.
    pub(super) fn of(&mut self, did: &Did) -> &mut u32 {
        match did {
            Did::Mended(_) => &mut self.mended,
            Did::Silenced(_) => &mut self.silenced,
            Did::Listed(_) => &mut self.listed,
            Did::Skipped(_) | Did::LeftOut(_) => &mut self.skipped,
        }
    }
}

/// A review as it goes.
pub(super) struct Session<'r> {
    pub(super) review: &'r Review,
    pub(super) desks: Desks,
    pub(super) talk: Talk,
    pub(super) drafts: Vec<Waiting>,
    /// The number of the draft whose turn it is.
    pub(super) at: usize,
    pub(super) open: Option<Open>,
    /// What can be taken back.
    pub(super) steps: Vec<Step>,
    pub(super) tally: Tally,
    /// How many findings have been answered.
    pub(super) answered: usize,
    /// Rules that are not asked about any more.
    pub(super) left_out: BTreeSet<String>,
    /// Rules whose reasons have been told.
    told: BTreeSet<String>,
    /// Whether something could not be done.
    failed: bool,
}

/// Whether the review goes on.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Then {
    /// With the finding that waits now.
    Next,
    /// With the same one: ask again.
    Again,
    /// Not at all.
    End,
}

const HELP: &str = "  a  apply: make the change, or the first of several; 2, 3 and so on make another
  s  skip: leave it and go on
  e  edit: write something else in its place
  i  ignore: write a mark into the draft that silences the rule there, with your reason
  l  list: tell the words to the list of the house in copydesk.toml, for all drafts
  r  rule: skip all that this rule finds, to the end of the review
  u  undo: take the last answer back
  q  quit: what was answered is written already";

impl<'r> Session<'r> {
    /// A review of drafts.
    pub(super) fn new(review: &'r Review, desks: Desks, drafts: Vec<Waiting>, talk: Talk) -> Self {
        Self {
            review,
            desks,
            talk,
            drafts,
            at: 0,
            open: None,
            steps: Vec::new(),
            tally: Tally::default(),
            answered: 0,
            left_out: BTreeSet::new(),
            told: BTreeSet::new(),
            failed: false,
        }
    }

    /// Whether there is nothing to review.
    pub(super) fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// Findings that are left and fail the run.
    pub(super) fn failing(&self) -> usize {
        self.drafts.iter().map(|waiting| waiting.failing).sum()
    }

    /// Whether something could not be done.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Says a line.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        self.talk.say(line)
    }

    /// Asks about one finding after the other until there are no more, or no more answers.
    pub(super) fn run(&mut self) -> io::Result<()> {
        loop {
            let then = match self.next() {
                Some(finding) => self.consider(&finding)?,
                None => self.part()?,
            };
            if then == Then::End {
                break;
            }
        }
        self.close();
        self.recount();
        let line = self.closing();
        self.say(&line)
    }

    /// The finding whose turn it is.
    fn next(&mut self) -> Option<Finding> {
        loop {
            if self.open.is_none() {
                self.open_next();
            }
            let open = self.open.as_ref()?;
            let left_out = &self.left_out;
            if let Some(finding) = open.waiting(|rule| !left_out.contains(rule)).next() {
                return Some(finding.clone());
            }
            self.close();
            self.at += 1;
        }
    }

    /// Opens the draft whose turn it is; what cannot be read any more is told and left out.
    pub(super) fn open_next(&mut self) {
        let most = self.review.max_file_size;
        while let Some(waiting) = self.drafts.get_mut(self.at) {
            if let Some(desk) = self.desks.desk(&waiting.draft.path) {
                let closed = waiting.closed.take();
                let again = closed.and_then(|closed| Open::again(&waiting.draft, desk.clone(), most, closed));
                match again.map_or_else(|| Open::read(&waiting.draft, desk, most), Ok) {
                    Ok(open) => {
                        self.open = Some(open);
                        return;
                    }
                    Err(problem) => self.complain(problem),
                }
            }
            self.at += 1;
        }
    }

    /// Puts the open draft away.
    pub(super) fn close(&mut self) {
        if let (Some(open), Some(waiting)) = (self.open.take(), self.drafts.get_mut(self.at)) {
            waiting.failing = open.failing();
            waiting.counts = BTreeMap::new();
            for finding in open.findings() {
                *waiting.counts.entry(finding.rule.clone()).or_default() += 1;
            }
            waiting.closed = Some(open.close());
        }
    }

    /// Tells of what could not be done.
    pub(super) fn complain(&mut self, problem: Problem) {
        self.failed = true;
        // Questions and complaints may share a terminal: what was said comes first.
        let _ = self.talk.out.flush();
        streams::complain_of(&[problem], self.review.coloring.color.error_style());
    }

    /// Shows a finding and does what is answered.
    fn consider(&mut self, finding: &Finding) -> io::Result<Then> {
        self.show(finding)?;
        loop {
            let question = self.question(finding);
            let Some(line) = self.talk.ask(&question)? else { return Ok(Then::End) };
            let then = match Answer::read(&line) {
                Answer::Apply(number) => self.apply(finding, number)?,
                Answer::Skip => {
                    let key = key(finding);
                    self.open.iter_mut().for_each(|open| open.pass(key.clone()));
                    self.step(Did::Skipped(key))
                }
                Answer::Edit => self.edit(finding)?,
                Answer::Ignore => self.ignore(finding)?,
                Answer::List => self.list(finding)?,
                Answer::Rule => {
                    self.left_out.insert(finding.rule.clone());
                    self.step(Did::LeftOut(finding.rule.clone()))
                }
                Answer::Undo => self.undo()?,
                Answer::Quit => Then::End,
                Answer::Help => self.again(HELP)?,
                Answer::Unknown => self.again("that is none of the answers; ? tells what they do")?,
            };
            if then != Then::Again {
                return Ok(then);
            }
        }
    }

    /// How far the review is, and the finding as reports show it.
    fn show(&mut self, finding: &Finding) -> io::Result<()> {
        let answered = self.answered;
        let left_out = &self.left_out;
        let wanted = |rule: &str| !left_out.contains(rule);
        let here = self.open.as_ref().map_or(0, |open| open.waiting(wanted).count());
        let later = self.drafts.iter().skip(self.at + 1).flat_map(|waiting| &waiting.counts);
        let later: usize = later.filter(|(rule, _)| wanted(rule)).map(|(_, count)| count).sum();
        let Some(open) = &self.open else { return Ok(()) };
        let (source, out) = (open.source(), &mut self.talk.out);
        let gap = if self.told.is_empty() { "" } else { "\n" };
        writeln!(out, "{gap}{} of {}\n", answered + 1, answered + here + later)?;
        let first = self.told.insert(finding.rule.clone());
        text::write_finding(out, source, finding, first, self.talk.style)?;
        if finding.fixes.len() > 1 && open.can_change() {
            for (number, fix) in finding.fixes.iter().enumerate() {
                let what = text::proposal(source, fix).unwrap_or_else(|| "mend it".to_owned());
                writeln!(out, "  {}  {}", number + 1, visible(&what))?;
            }
        }
        Ok(())
    }

    /// The answers that a finding allows.
    fn question(&mut self, finding: &Finding) -> String {
        let can_change = self.open.as_ref().is_some_and(Open::can_change);
        let mut answers = match finding.fixes.len() {
            _ if !can_change => Vec::new(),
            0 => Vec::new(),
            1 => vec!["a apply".to_owned()],
            count => vec![format!("1–{count} apply")],
        };
        answers.push("s skip".to_owned());
        answers.extend(["e edit", "i ignore"].into_iter().filter(|_| can_change).map(str::to_owned));
        answers.extend(self.house(finding).map(|_| "l list".to_owned()));
        answers.push("r rule".to_owned());
        answers.extend((!self.steps.is_empty()).then(|| "u undo".to_owned()));
        answers.extend(["q quit", "? help"].map(str::to_owned));
        format!("{} >", answers.join(", "))
    }

    /// When all has been asked, the last answer may still be taken back.
    fn part(&mut self) -> io::Result<Then> {
        if self.steps.is_empty() {
            return Ok(Then::End);
        }
        match self.talk.ask("that was the last one: u undo, Enter ends >")?.as_deref().map(Answer::read) {
            Some(Answer::Undo) => Ok(if self.undo()? == Then::End { Then::End } else { Then::Next }),
            _ => Ok(Then::End),
        }
    }

    /// Counts what is left in the drafts that were not reached, where settings changed meanwhile.
    fn recount(&mut self) {
        if self.tally.listed == 0 {
            return;
        }
        for at in self.at..self.drafts.len() {
            self.at = at;
            self.open_next();
            self.close();
        }
    }

    /// What the review came to.
    fn closing(&self) -> String {
        let Tally { mended, silenced, listed, skipped } = self.tally;
        let parts = [(mended, "mended"), (silenced, "silenced"), (listed, "told to the list"), (skipped, "skipped")];
        let done: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let left: usize = self.drafts.iter().flat_map(|waiting| waiting.counts.values()).sum();
        let files = self.drafts.iter().filter(|waiting| !waiting.counts.is_empty()).count() as u32;
        let done = if done.is_empty() { "nothing answered".to_owned() } else { done.join(", ") };
        match left {
            0 => format!("copydesk: {done}; nothing left"),
            _ => format!("copydesk: {done}; {} left in {}", counted(left as u32, "finding"), counted(files, "file")),
        }
    }
}
