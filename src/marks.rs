//! Marks: what a draft itself says of the rules that are silent in it.
//!
//! ```text
//! <!-- copydesk: ignore typo/doubled-word, quote: the band is called so -->     the next block
//! <!-- copydesk: ignore-start title --> … <!-- copydesk: ignore-end -->         all between
//! <!-- copydesk: ignore-file -->                                                the draft
//! ```
//!
//! Plain text has no comments; there a line `copydesk: ignore …` at the head or foot holds for the draft. What follows a
//! colon is the reason. A mark that silences nothing is reported, and one that names no rule is a Problem. [`read`] finds
//! the marks, [`silence`] holds the findings against them, [`write`](mod@write) makes new ones.

use crate::source::Span;

pub mod read;
pub mod silence;
pub mod write;

/// What a mark reaches.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The next block.
    Next,
    /// From here on.
    Start,
    /// Up to here.
    End,
    /// The whole draft.
    File,
}

impl Reach {
    /// Every reach by the word a mark is written with.
    pub const NAMES: [(&'static str, Self); 4] =
        [("ignore", Self::Next), ("ignore-start", Self::Start), ("ignore-end", Self::End), ("ignore-file", Self::File)];
}

/// A mark in a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The whole of it: the comment, or the line.
    pub span: Span,
    /// What it reaches.
    pub reach: Reach,
    /// The rules, categories and packs it names, with their places. None named: all, where that may be left out.
    pub selectors: Vec<Selector>,
    /// Whether it says why.
    pub reasoned: bool,
}

/// What a mark names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selector {
    /// A rule's id, a category, a pack, `all`.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}
