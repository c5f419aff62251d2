//! Quotations: marks paired once for the whole draft, and who speaks.

use super::{Document, TextSpan};
use crate::list::Lists;

mod across;
mod apposition;
mod attribute;
mod classify;
mod cues;
mod doubles;
mod labels;
mod link;
mod marks;
mod pair;
mod phrases;
#[cfg(test)]
mod reported_tests;
mod singles;
#[cfg(test)]
mod speaker_tests;
mod speakers;
#[cfg(test)]
mod tests;
mod words;

/// What a quotation is for.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum QuoteKind {
    /// A sentence of speech.
    Full,
    /// Part of the narrator's sentence.
    Fragment,
    /// The title of a work.
    Title,
    /// A word the narrator keeps at a distance, a nickname, a term.
    Scare,
}

/// The marks a quotation stands between.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Marks {
    /// “ ”
    CurlyDouble,
    /// " "
    StraightDouble,
    /// ‘ ’
    CurlySingle,
    /// ' '
    StraightSingle,
    /// « », „ “ and the like.
    Other,
}

/// How a quotation comes by its speaker.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum How {
    /// A speech verb or phrase in reach.
    Cue,
    /// The sentence runs on outside the marks.
    Construction,
    /// A colon before it.
    Colon,
    /// A label at the head of the block (“Q:”, “NAME:”).
    Label,
    /// A running quotation over paragraphs.
    Continued,
    /// A floating paragraph after one speaker.
    Carried,
    /// Not at all.
    None,
}

/// Who is given the words of a quotation.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Attribution {
    /// By what.
    pub how: How,
    /// The speaker's name, pronoun or noun phrase.
    pub speaker: Option<TextSpan>,
    /// The speech verb or phrase.
    pub cue: Option<TextSpan>,
    /// The person of the draft, as an index into [`Document::people`].
    pub person: Option<u32>,
}

/// A quotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quote {
    /// With its marks.
    pub span: TextSpan,
    /// Without them.
    pub content: TextSpan,
    /// What it is for.
    pub kind: QuoteKind,
    /// The marks it stands between.
    pub marks: Marks,
    /// How deep it lies in others: 0 is the outermost.
    pub depth: u8,
    /// The block it is in.
    pub block: u32,
    /// Whether it rightly has no closing mark, since the next paragraph goes on.
    pub open: bool,
    /// The quotation of an earlier paragraph that it goes on with.
    pub continues: Option<u32>,
    /// Who speaks. `how` is `None` until `attribute` has run.
    pub attribution: Attribution,
}

/// A quotation mark without a partner, or one that faces the wrong way.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Unpaired {
    /// The mark.
    pub span: TextSpan,
    /// Whether it opens a quotation that never closes; else it closes one that never opened.
    pub opens: bool,
    /// Whether it has a partner and is only turned the wrong way: a curly mark that opens where it should close, or the
    /// other way round.
    pub turned: bool,
    /// Where the quotation it opens or closes most likely reaches to or from: the end or start of the block.
    pub reach: TextSpan,
}

/// Sets [`super::Block::label`] of blocks that open with the name of a speaker and a colon.
pub(super) fn find_labels(document: &mut Document) {
    labels::find(document);
}

/// Pairs the marks of the draft: fills [`Document::quotes`], [`Document::unpaired`] and [`super::Token::quoted`].
pub(super) fn pair(document: &mut Document, lists: &Lists) {
    pair::pair(document, lists.get("elided-words"));
}

/// Finds who speaks in each quotation.
pub(super) fn attribute(document: &mut Document, lists: &Lists) {
    attribute::attribute(document, lists);
}

/// The surname of a speaker, or whatever name it ends with; none for pronouns and nouns.
pub fn surname<'d>(document: &'d Document, lists: &Lists, speaker: TextSpan) -> Option<&'d str> {
    across::surname(document, &words::Words::new(lists), speaker)
}
