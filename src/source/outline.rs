//! Outline: what a word processor's file says of the paragraphs of a draft, and what it notes in them.

use super::Span;
use crate::role::Role;

/// What the file of a word processor says of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outline {
    /// The paragraphs in order of place. Each is a line of the text, empty ones too.
    pub paragraphs: Vec<Paragraph>,
    /// What is noted in the draft, in order of place.
    pub traces: Vec<Trace>,
}

/// A paragraph as the word processor knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paragraph {
    /// Its line.
    pub span: Span,
    /// What it is for by its style, list or table.
    pub role: Role,
    /// Level of a heading, depth of a list item; else 0.
    pub level: u8,
    /// What of it is set in bold or italics, in order of place.
    pub emphasis: Vec<Span>,
}

/// What a trace is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TraceKind {
    /// Text that is written in, not yet accepted. It is copy.
    Insertion,
    /// Text that is struck out, not yet gone. It is no copy.
    Deletion,
    /// A comment in the margin.
    Comment,
    /// Text that is hidden. It is no copy.
    Hidden,
}

impl TraceKind {
    /// Every kind by the name it is written with.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("insertion", Self::Insertion),
        ("deletion", Self::Deletion),
        ("comment", Self::Comment),
        ("hidden", Self::Hidden),
    ];

    /// The name it is written with.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// What is noted at a place of the draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// What it is.
    pub kind: TraceKind,
    /// Where: what is written in or commented on; what is struck out or hidden, empty where the text does not hold it.
    pub span: Span,
    /// What is struck out or hidden, or what the comment says.
    pub text: Box<str>,
    /// Who did it, where that is told.
    pub by: Box<str>,
}
