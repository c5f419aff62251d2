//! Singles: which single marks of a block open and close quotations, and which are apostrophes.
//!
//! The double marks have been read. Single ones are walked from front to back over a stack of what is open, so that the two
//! kinds never cross. A mark that could be the apostrophe of “the boys’ room” or “dancin’” closes a quotation only when
//! nothing better comes.

use super::marks::{Glyph, Mark, closes_before, opens_after};
use crate::list::{List, word_hash};

/// The prose the marks stand in, and what tells their apostrophes.
pub(super) struct Prose<'d> {
    /// The prose of the draft.
    pub(super) text: &'d str,
    /// Words written with an apostrophe in front.
    pub(super) elided: &'d List,
}

impl Prose<'_> {
    /// Whether what follows a mark makes it stand for left-out letters or figures: ’90s, ’em, ’Twas.
    fn elides(&self, tail: &str) -> bool {
        let length = tail.chars().take(8).take_while(|sign| sign.is_alphanumeric()).map(char::len_utf8).sum();
        let (word, rest) = tail.split_at(length);
        let figures = word.trim_end_matches('s');
        let is_year = figures.len() == 2 && figures.bytes().all(|byte| byte.is_ascii_digit());
        // “‘Cause-and-effect’”: in a compound it is a word like any other.
        is_year || !rest.starts_with('-') && self.elided.word(word_hash(word)).is_some()
    }
}

/// A single quotation as indices of its marks; `None` where it does not close.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Single {
    /// The opening mark.
    pub(super) open: usize,
    /// The closing mark.
    pub(super) close: Option<usize>,
}

/// What the walk over all marks of a block meets.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Event {
    /// A double quotation opens.
    Enter,
    /// A double quotation closes.
    Leave,
    /// A single mark.
    Single,
    /// A mark that counts for nothing here.
    Nothing,
}

enum Frame {
    Double,
    Single { open: usize, weak: Option<usize> },
}

/// How surely a mark closes.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Force {
    No,
    /// It may as well be an apostrophe.
    Weak,
    Sure,
    /// It follows a mark of punctuation: it can be no apostrophe.
    Certain,
}

/// What came of the walk.
#[derive(Default)]
pub(super) struct Outcome {
    /// Quotations, closed or not.
    pub(super) quotations: Vec<Single>,
    /// Marks that close what never opened.
    pub(super) strays: Vec<usize>,
}

/// Pairs the single marks among `marks`. `events` says what each mark is.
pub(super) fn read(prose: &Prose<'_>, marks: &[Mark], events: &[Event]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut stack: Vec<Frame> = Vec::new();
    for (index, (mark, event)) in marks.iter().zip(events).enumerate() {
        match event {
            Event::Nothing => {}
            Event::Enter => stack.push(Frame::Double),
            Event::Leave => leave(&mut stack, marks, &mut outcome),
            Event::Single => single(prose, marks, index, mark, &mut stack, &mut outcome),
        }
    }
    while let Some(frame) = stack.pop() {
        give_up(frame, marks, &mut outcome);
    }
    outcome
}

/// A double quotation closes: what is open inside it ends with it.
fn leave(stack: &mut Vec<Frame>, marks: &[Mark], outcome: &mut Outcome) {
    while let Some(frame) = stack.pop() {
        if matches!(frame, Frame::Double) {
            return;
        }
        give_up(frame, marks, outcome);
    }
}

/// A quotation that found no sure closing mark takes the doubtful one, if there was any.
fn give_up(frame: Frame, marks: &[Mark], outcome: &mut Outcome) {
    let Frame::Single { open, weak } = frame else { return };
    // A straight mark that nothing closes was an apostrophe all along.
    if weak.is_some() || marks[open].glyph == Glyph::OpenSingle || marks[open].before.is_none() {
        outcome.quotations.push(Single { open, close: weak });
    }
}

fn single(prose: &Prose<'_>, marks: &[Mark], index: usize, mark: &Mark, stack: &mut Vec<Frame>, outcome: &mut Outcome) {
    if can_open(prose, mark) {
        if let Some(Frame::Single { weak: Some(_), .. }) = stack.last()
            && let Some(frame) = stack.pop()
        {
            give_up(frame, marks, outcome);
        }
        stack.push(Frame::Single { open: index, weak: None });
        return;
    }
    let force = closing_force(prose.text, mark);
    match stack.last_mut() {
        Some(Frame::Single { open, .. }) if force >= Force::Sure && is_match(&marks[*open], mark) => {
            outcome.quotations.push(Single { open: *open, close: Some(index) });
            stack.pop();
        }
        Some(Frame::Single { open, weak: weak @ None }) if force == Force::Weak && is_match(&marks[*open], mark) => {
            *weak = Some(index);
        }
        Some(Frame::Single { .. }) => {}
        _ if force == Force::Certain && mark.glyph == Glyph::CloseSingle => outcome.strays.push(index),
        _ => {}
    }
}

/// Whether two single marks may belong together: a curly apostrophe does not close what a straight mark opened.
fn is_match(open: &Mark, close: &Mark) -> bool {
    close.glyph.is_straight() == open.glyph.is_straight() && open.span.end < close.span.start
}

fn can_open(prose: &Prose<'_>, mark: &Mark) -> bool {
    let word = mark.after.is_some_and(|sign| {
        sign.is_alphanumeric()
            || matches!(sign, '“' | '"' | '…' | '[' | '(' | '$' | '£' | '€' | '.' | '¿' | '¡' | '#' | '@')
    });
    let room = opens_after(mark.before);
    let spaced = mark.glyph == Glyph::OpenSingle && mark.after.is_some_and(char::is_whitespace);
    let tail = prose.text.get(mark.span.end as usize..).unwrap_or_default();
    // “‘’Tis a small thing”: the apostrophe of the first word stands right behind.
    let elides = mark.glyph == Glyph::OpenSingle && tail.strip_prefix('’').is_some_and(|tail| prose.elides(tail));
    mark.glyph != Glyph::CloseSingle && (word || spaced || elides) && room && !prose.elides(tail)
}

fn closing_force(text: &str, mark: &Mark) -> Force {
    let Some(before) = mark.before.filter(|sign| !sign.is_whitespace()) else { return Force::No };
    if mark.glyph == Glyph::OpenSingle || !closes_before(mark.after) {
        return Force::No;
    }
    if matches!(before, '.' | ',' | '!' | '?' | '…' | ';' | ':' | '—' | '–' | '”' | ')' | ']') {
        return Force::Certain;
    }
    let head = text.get(..mark.span.start as usize).unwrap_or_default();
    let dropped = before == 'n' && head.ends_with("in");
    let plural = matches!(before, 's' | 'S' | 'z' | 'x');
    let ends = mark.after.is_none_or(|sign| matches!(sign, '.' | ',' | '!' | '?' | ';' | ':' | '”' | '"' | ')' | ']'));
    match (dropped || plural, ends) {
        (true, true) if plural => Force::Sure,
        (true, _) => Force::Weak,
        _ => Force::Sure,
    }
}
