//! Changes: what is written in (`<ins>`) and struck out (`<del>`) in HTML and in the HTML of Markdown.
//!
//! The copy is read as with every change accepted, as in the files of word processors: what is struck out is no copy.

use super::prose::is_white;
use crate::source::outline::{Trace, TraceKind};
use crate::source::{Span, floor};

/// How much is kept of what is struck out, hidden or said in a comment, in bytes: enough to know it by.
pub(super) const LONGEST_NOTE: usize = 400;

/// Attributes that tell whose a change is.
const AUTHORS: [&str; 3] = ["data-author", "data-user-name", "data-username"];

/// Puts more of a note behind what there is, as far as it is kept.
pub(super) fn add_note(note: &mut String, more: &str) {
    let room = LONGEST_NOTE.saturating_sub(note.len());
    note.push_str(&more[..floor(more, room)]);
}

/// What an element is that notes a change, by its name in small letters.
pub(super) fn change(name: &[u8]) -> Option<TraceKind> {
    match name {
        b"ins" => Some(TraceKind::Insertion),
        b"del" => Some(TraceKind::Deletion),
        _ => None,
    }
}

/// Whether an attribute tells whose a change is.
pub(super) fn is_author(attribute: &[u8]) -> bool {
    AUTHORS.iter().any(|author| author.as_bytes() == attribute)
}

/// A change that is open.
#[derive(Debug)]
struct Open {
    kind: TraceKind,
    by: Box<str>,
    /// How many elements were open around it.
    depth: usize,
    /// From its first word to its last.
    words: Option<Span>,
    /// What is struck out.
    gone: String,
}

/// The changes of a draft as they are read.
#[derive(Debug, Default)]
pub(super) struct Changes {
    open: Vec<Open>,
    /// How many of them write in, and how many strike out.
    insertions: usize,
    deletions: usize,
    traces: Vec<Trace>,
}

impl Changes {
    /// A change begins inside of `depth` elements.
    pub(super) fn open(&mut self, kind: TraceKind, by: &str, depth: usize) {
        *self.count(kind) += 1;
        self.open.push(Open { kind, by: by.into(), depth, words: None, gone: String::new() });
    }

    /// The innermost change of a kind ends, and what is open in it.
    pub(super) fn close(&mut self, kind: TraceKind) {
        if *self.count(kind) == 0 {
            return;
        }
        while let Some(closed) = self.close_last() {
            if closed == kind {
                break;
            }
        }
    }

    /// Ends the changes that began inside of more than `depth` elements.
    pub(super) fn close_beyond(&mut self, depth: usize) {
        while self.open.last().is_some_and(|open| open.depth > depth) {
            self.close_last();
        }
    }

    /// Takes in text of the draft. Whether it is copy: not struck out.
    pub(super) fn take(&mut self, text: &str, span: Span) -> bool {
        let Some(open) = self.open.last_mut() else { return true };
        let slice = text.get(span.range()).unwrap_or_default();
        let words = slice.trim_matches(|one: char| u8::try_from(one).is_ok_and(is_white));
        if !words.is_empty() {
            let start = span.start + (words.as_ptr() as usize - slice.as_ptr() as usize) as u32;
            let own = Span::new(start, start + words.len() as u32);
            open.words = Some(open.words.map_or(own, |before| before.join(own)));
        }
        if open.kind == TraceKind::Deletion {
            add_note(&mut open.gone, slice);
        }
        self.deletions == 0
    }

    /// What was noted, in order of place.
    pub(super) fn finish(mut self, text: &str) -> Vec<Trace> {
        while self.close_last().is_some() {}
        self.traces.sort_by_key(|trace| trace.span);
        let mut last = 0;
        for at in 1..self.traces.len() {
            let [before, after] = [last, at].map(|index| &self.traces[index]);
            if replaces(text, before, after) {
                let (end, start) = (before.span.end, after.span.start);
                // What is struck out takes in what lies between, so that the two are next to each other.
                match after.kind {
                    TraceKind::Deletion => self.traces[at].span.start = end,
                    _ => self.traces[last].span.end = start,
                }
            }
            last = at;
        }
        self.traces
    }

    fn count(&mut self, kind: TraceKind) -> &mut usize {
        if kind == TraceKind::Deletion { &mut self.deletions } else { &mut self.insertions }
    }

    /// Ends the innermost change; what is in it is also in the one around it.
    fn close_last(&mut self) -> Option<TraceKind> {
        let closed = self.open.pop()?;
        *self.count(closed.kind) -= 1;
        let Some(words) = closed.words else { return Some(closed.kind) };
        if let Some(outer) = self.open.last_mut() {
            outer.words = Some(outer.words.map_or(words, |before| before.join(words)));
        }
        let text = closed.gone.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        self.traces.push(Trace { kind: closed.kind, span: words, text: text.into(), by: closed.by });
        Some(closed.kind)
    }
}

/// Whether one hand has put one of two neighbours for the other: there is nothing but a tag's end and start between them.
fn replaces(text: &str, before: &Trace, after: &Trace) -> bool {
    let Some(between) = text.get(before.span.end as usize..after.span.start as usize) else { return false };
    let mut parts = between.split(['<', '>']);
    let blank = |part: Option<&str>| part.is_some_and(|part| part.trim_ascii().is_empty());
    let tags = blank(parts.next())
        && parts.next().is_some_and(|tag| tag.starts_with('/'))
        && blank(parts.next())
        && parts.next().is_some()
        && blank(parts.next())
        && parts.next().is_none();
    tags && before.kind != after.kind && before.by == after.by
}
