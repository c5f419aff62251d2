//! Sheet: the text of a draft as it grows, paragraph by paragraph, with what is noted in it.
//!
//! A paragraph can hold others, those of a text box; these come first, each a line of its own.

use crate::input::changes::{LONGEST_NOTE, add_note};
use crate::role::Role;
use crate::source::outline::{Outline, Paragraph, Trace, TraceKind};
use crate::source::{Source, Span};
use std::collections::HashMap;

/// What stands for a line break inside a paragraph: no line end, since a line is a paragraph.
pub(super) const LINE_BREAK: char = '\u{2028}';

/// How many notes back a new one looks for the one that it goes on with.
const NEAR: usize = 4;

/// A paragraph in the making. Places in it are bytes of its own text.
#[derive(Debug, Default)]
struct Frame {
    text: String,
    emphasis: Vec<Span>,
    traces: Vec<Trace>,
    /// Where something that is known by a name begins or ends.
    marks: Vec<(String, u32)>,
    role: Option<Role>,
    level: u8,
}

/// What is told of a stretch by its name, apart from the place.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The name under which [`Sheet::mark`] was told of its ends.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: TraceKind,
    /// What is struck out, or what the comment says.
    pub(super) text: String,
    /// Who did it.
    pub(super) by: String,
}

/// The text in the making.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
    outline: Outline,
    /// The paragraphs that are open, outermost first.
    frames: Vec<Frame>,
    /// A paragraph whose end is struck out: the next one goes on with it.
    carried: Option<Frame>,
    /// Whether paragraphs are those of a footnote or an endnote, and the ones that were.
    in_note: bool,
    notes: Vec<Frame>,
    marks: HashMap<String, Span>,
}

impl Sheet {
    /// Whether a paragraph is open.
    pub(super) fn is_open(&self) -> bool {
        !self.frames.is_empty()
    }

    /// A paragraph begins.
    pub(super) fn open(&mut self) {
        let frame = Frame { role: None, level: 0, ..self.carried.take().unwrap_or_default() };
        self.frames.push(frame);
    }

    /// What the innermost paragraph is for.
    pub(super) fn set_role(&mut self, role: Role, level: u8) {
        if let Some(frame) = self.frames.last_mut() {
            (frame.role, frame.level) = (Some(role), level);
        }
    }

    /// Whether the paragraphs that come are those of a note. They stand behind all others, since readers come to them last.
    pub(super) fn set_in_note(&mut self, in_note: bool) {
        self.in_note = in_note;
    }

    /// Ends what is open: what comes is of another part of the file.
    pub(super) fn end_part(&mut self) {
        while self.is_open() {
            self.close(false);
        }
        if let Some(frame) = self.carried.take() {
            self.settle(frame);
        }
    }

    /// The innermost paragraph ends. With `runs_on` its end is struck out.
    pub(super) fn close(&mut self, runs_on: bool) {
        match self.frames.pop() {
            Some(frame) if self.in_note => self.notes.push(frame),
            Some(frame) if runs_on => self.carried = Some(frame),
            Some(frame) => self.settle(frame),
            None => {}
        }
    }

    /// Adds text. Line ends and control codes are blanks, as word processors show them.
    pub(super) fn push(&mut self, text: &str, emphasis: bool) {
        let Some(frame) = self.frames.last_mut() else { return };
        let start = frame.text.len() as u32;
        frame.text.extend(text.chars().map(|one| if one.is_control() && one != '\t' { ' ' } else { one }));
        let span = Span::new(start, frame.text.len() as u32);
        if !emphasis || span.is_empty() {
            return;
        }
        match frame.emphasis.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => frame.emphasis.push(span),
        }
    }

    /// Whether the innermost paragraph is empty or ends in a blank.
    pub(super) fn ends_blank(&self) -> bool {
        self.frames.last().is_none_or(|frame| frame.text.is_empty() || frame.text.ends_with([' ', '\t', LINE_BREAK]))
    }

    /// The place in the innermost paragraph.
    pub(super) fn here(&self) -> u32 {
        self.frames.last().map_or(0, |frame| frame.text.len() as u32)
    }

    /// Notes something from `start` in the innermost paragraph up to here. What goes on with the last note of its kind and
    /// hand is one with it: word processors split what was one act.
    pub(super) fn note(&mut self, kind: TraceKind, start: u32, text: &str, by: &str) {
        let Some(frame) = self.frames.last_mut() else { return };
        let span = Span::new(start, frame.text.len() as u32);
        if let Some(last) = frame.traces.iter_mut().rev().take(NEAR).find(|trace| trace.kind == kind)
            && last.span.end == start
            && *last.by == *by
        {
            last.span.end = span.end;
            if !text.is_empty() && last.text.len() < LONGEST_NOTE {
                let mut note = std::mem::take(&mut last.text).into_string();
                add_note(&mut note, text);
                last.text = note.into();
            }
            return;
        }
        frame.traces.push(Trace { kind, span, text: text.into(), by: by.into() });
    }

    /// Something that is known by a name begins or ends here.
    pub(super) fn mark(&mut self, name: &str) {
        if let Some(frame) = self.frames.last_mut() {
            frame.marks.push((name.to_owned(), frame.text.len() as u32));
        } else {
            let here = self.text.len() as u32;
            self.reach(name.to_owned(), here);
        }
    }

    fn reach(&mut self, name: String, at: u32) {
        self.marks.entry(name).and_modify(|span| span.end = span.end.max(at)).or_insert(Span::at(at));
    }

    /// Puts a finished paragraph behind the others.
    fn settle(&mut self, frame: Frame) {
        if !self.outline.paragraphs.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len() as u32;
        let moved = |span: Span| Span::new(span.start + start, span.end + start);
        self.text.push_str(&frame.text);
        self.outline.paragraphs.push(Paragraph {
            span: Span::new(start, self.text.len() as u32),
            role: frame.role.unwrap_or(Role::Paragraph),
            level: frame.level,
            emphasis: frame.emphasis.into_iter().map(moved).collect(),
        });
        let traces = frame.traces.into_iter().map(|trace| Trace { span: moved(trace.span), ..trace });
        self.outline.traces.extend(traces);
        for (name, at) in frame.marks {
            self.reach(name, at + start);
        }
    }

    /// The draft, with what is told by name of places in it.
    pub(super) fn finish(mut self, named: Vec<Named>) -> Source {
        self.in_note = false;
        self.end_part();
        for frame in std::mem::take(&mut self.notes) {
            self.settle(frame);
        }
        let mut traces = std::mem::take(&mut self.outline.traces);
        traces.extend(named.into_iter().filter_map(|Named { name, kind, text, by }| {
            let span = *self.marks.get(&name)?;
            let end = if kind == TraceKind::Deletion { span.start } else { span.end };
            Some(Trace { kind, span: Span::new(span.start, end), text: text.into(), by: by.into() })
        }));
        traces.sort_by_key(|trace| (trace.span, trace.kind));
        for trace in traces {
            match self.outline.traces.last_mut() {
                // An answer to a comment stands where the comment does.
                Some(last) if (last.span, last.kind) == (trace.span, trace.kind) => {
                    let mut note = std::mem::take(&mut last.text).into_string();
                    add_note(&mut note, " / ");
                    add_note(&mut note, &trace.text);
                    last.text = note.into();
                }
                _ => self.outline.traces.push(trace),
            }
        }
        Source::new("", self.text).outlined(self.outline)
    }
}
