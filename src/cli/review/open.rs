//! Open: a draft under review, as it is on disk, with what is found in it and what was passed over.

use super::super::drafts::{self, Draft};
use super::super::write;
use crate::config::desks::Desk;
use crate::finding::{Checked, Edit, Finding};
use crate::fix;
use crate::input::input_for;
use crate::marks::write::silencing;
use crate::problem::Problem;
use crate::source::{Source, Span};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

/// A finding as it is known again: its rule and its place.
pub(super) type Key = (String, Span);

/// The key of a finding.
pub(super) fn key(finding: &Finding) -> Key {
    (finding.rule.clone(), finding.span)
}

/// A draft under review.
pub(super) struct Open {
    path: PathBuf,
    /// What is on disk.
    bytes: Vec<u8>,
    desk: Arc<Desk>,
    checked: Checked,
    /// Findings that are not asked about again.
    passed: HashSet<Key>,
}

/// What a change did, and what takes it back.
pub(super) struct Change {
    /// Leads back to the draft as it was.
    pub(super) back: Vec<Edit>,
    /// What was passed over at the places that went.
    pub(super) dropped: Vec<Key>,
    /// The first place that changed, as it is now.
    pub(super) place: Span,
}

/// A draft that is no longer under review, kept to come back to.
pub(super) struct Closed {
    passed: HashSet<Key>,
    /// Of the bytes that were left.
    hash: u64,
}

/// Why a change was not made.
pub(super) enum Refusal {
    /// It cannot be made; the words say why.
    Useless(&'static str),
    /// The draft could not be written.
    Problem(Problem),
}

impl Open {
    /// Reads a draft.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(draft: &Draft, desk: Arc<Desk>, max_size: u64) -> Result<Self, Problem> {
        let bytes = drafts::read(draft, max_size)?;
        let source = Arc::new(drafts::decode(&draft.name(), bytes.clone())?);
        let checked = check(&desk, source);
        Ok(Self { path: draft.path.clone(), bytes, desk, checked, passed: HashSet::new() })
    }

    /// Reads a draft that was closed; `None` where it has changed since.
    pub(super) fn again(draft: &Draft, desk: Arc<Desk>, max_size: u64, closed: Closed) -> Option<Self> {
        let open = Self::read(draft, desk, max_size).ok()?;
        (hash(&open.bytes) == closed.hash).then(|| Self { passed: closed.passed, ..open })
    }

    /// Puts it away.
    pub(super) fn close(self) -> Closed {
        Closed { hash: hash(&self.bytes), passed: self.passed }
    }

    /// Its text.
    pub(super) fn source(&self) -> &Source {
        &self.checked.source
    }

    /// The name of its format.
    pub(super) fn format(&self) -> &'static str {
        self.checked.format
    }

    /// How many findings fail the run.
    pub(super) fn failing(&self) -> usize {
        self.checked.findings.iter().filter(|finding| finding.severity >= self.desk.fail_on).count()
    }

    /// All findings, whatever was said of them.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.checked.findings
    }

    /// The findings that are still to be asked about, where `wanted` says so of their rule.
    pub(super) fn waiting(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = &Finding> {
        let waits = move |finding: &&Finding| wanted(&finding.rule) && !self.passed.contains(&key(finding));
        self.checked.findings.iter().filter(waits)
    }

    /// Passes a finding over.
    pub(super) fn pass(&mut self, key: Key) {
        self.passed.insert(key);
    }

    /// Asks about a finding again.
    pub(super) fn unpass(&mut self, key: &Key) {
        self.passed.remove(key);
    }

    /// Makes edits and writes the draft.
    pub(super) fn change(&mut self, edits: &[Edit]) -> Result<Change, Refusal> {
        let (bytes, checked) = self.tried(edits)?;
        self.take(edits, bytes, checked)
    }

    /// Writes the mark that silences a finding, and the draft, where that does silence it.
    pub(super) fn silence(&mut self, finding: &Finding, reason: &str) -> Result<Change, Refusal> {
        let document = self.desk.checker.parse(Arc::clone(&self.checked.source), input_for(self.source().path()));
        let mark = [silencing(self.source(), &document, &finding.rule, finding.span, reason)];
        let (bytes, checked) = self.tried(&mark)?;
        let there = moved(finding.span, &mark);
        let speaks = |other: &Finding| other.rule == finding.rule && Some(other.span) == there;
        if checked.findings.iter().any(speaks) || checked.problems.len() > self.checked.problems.len() {
            return Err(Refusal::Useless("a mark has no effect at this place"));
        }
        self.take(&mark, bytes, checked)
    }

    /// Takes a change back and writes the draft.
    pub(super) fn undo(&mut self, change: Change) -> Result<(), Refusal> {
        self.change(&change.back)?;
        self.passed.extend(change.dropped);
        Ok(())
    }

    /// Checks it under other settings.
    pub(super) fn resettle(&mut self, desk: Arc<Desk>) {
        self.checked = check(&desk, Arc::clone(&self.checked.source));
        self.desk = desk;
    }

    /// Whether the draft can be changed: the text of a word processor's file is not what is on disk.
    pub(super) fn can_change(&self) -> bool {
        self.source().outline().is_none()
    }

    /// What edits make of the draft, and what is found in that.
    fn tried(&self, edits: &[Edit]) -> Result<(Vec<u8>, Checked), Refusal> {
        if !self.can_change() {
            return Err(Refusal::Useless("a word processor's file is left as it is; make the change there"));
        }
        let cannot = Refusal::Useless("the draft cannot be changed so, or its encoding lacks a character");
        if self.source().outline().is_some() {
            return Err(Refusal::Useless("the file of a word processor is not written: make the change there"));
        }
        let text = fix::edited(self.source(), edits);
        let Some(bytes) = text.and_then(|text| self.source().rewritten(&text)) else { return Err(cannot) };
        let Ok(source) = Source::decode(self.source().path(), bytes.clone()) else { return Err(cannot) };
        Ok((bytes, check(&self.desk, Arc::new(source))))
    }

    fn take(&mut self, edits: &[Edit], bytes: Vec<u8>, checked: Checked) -> Result<Change, Refusal> {
        write::replace(&self.path, &self.bytes, &bytes).map_err(Refusal::Problem)?;
        let back = inverse(self.source(), edits);
        let mut dropped = Vec::new();
        let mut passed = HashSet::with_capacity(self.passed.len());
        for (rule, span) in self.passed.drain() {
            match moved(span, edits) {
                Some(span) => {
                    passed.insert((rule, span));
                }
                None => dropped.push((rule, span)),
            }
        }
        (self.bytes, self.checked, self.passed) = (bytes, checked, passed);
        let place = back.first().map_or(Span::default(), |edit| edit.span);
        Ok(Change { back, dropped, place })
    }
}

fn check(desk: &Desk, source: Arc<Source>) -> Checked {
    let input = input_for(source.path());
    desk.checker.check(source, input)
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The edits that lead back from what edits, in order of place, make of a text.
fn inverse(source: &Source, edits: &[Edit]) -> Vec<Edit> {
    let mut shift = 0_i64;
    let back = |edit: &Edit| {
        let start = (i64::from(edit.span.start) + shift) as u32;
        shift += edit.text.len() as i64 - i64::from(edit.span.len());
        Edit { span: Span::new(start, start + edit.text.len() as u32), text: source.slice(edit.span).to_owned() }
    };
    edits.iter().map(back).collect()
}

/// Where a span is after edits, which come in order of place; `None` where one of them touched it.
fn moved(span: Span, edits: &[Edit]) -> Option<Span> {
    let mut shift = 0_i64;
    for edit in edits.iter().take_while(|edit| edit.span.start < span.end.max(span.start + 1)) {
        if edit.span.end > span.start {
            return None;
        }
        shift += edit.text.len() as i64 - i64::from(edit.span.len());
    }
    let place = |offset: u32| (i64::from(offset) + shift) as u32;
    Some(Span::new(place(span.start), place(span.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_taken_back_by_their_inverse() {
        let source = Source::new("a.txt", "“the the” cat sat");
        let edits = [edit(3, 7, ""), edit(14, 14, "fat "), edit(17, 21, "🦉 slept")];
        let after = Source::new("a.txt", fix::edited(&source, &edits).expect("a change"));
        assert_eq!(fix::edited(&after, &inverse(&source, &edits)).as_deref(), Some(source.text()));
    }

    #[test]
    fn places_move_with_the_text_before_them() {
        let edits = [edit(4, 8, "a"), edit(10, 10, "bcd")];
        let after = |start, end| moved(Span::new(start, end), &edits);
        assert_eq!(after(0, 4), Some(Span::new(0, 4)));
        assert_eq!(after(8, 10), Some(Span::new(5, 7)));
        assert_eq!(after(10, 12), Some(Span::new(10, 12)), "what is written in before it moves it on");
        assert_eq!((after(9, 11), after(6, 7), after(7, 9)), (None, None, None));
    }
}
