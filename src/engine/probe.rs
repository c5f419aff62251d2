//! Probe: what may stand at a place among the tokens. Guards and sequences are made of probes.
//!
//! Written as text: a word or phrase (`of course`), a list (`@titles`), or a shape in angle brackets (`<capital>`,
//! `<lower>`, `<upper>`, `<mixed>`, `<number>`, `<word>`, `<mark>`, `<any>`, `<start>` and `<end>` of the sentence, `<open>` and `<close>`
//! quotation mark, `<-ed>` a word with that ending, `<un->` one with that beginning). A quotation that begins with a capital begins a sentence.

use crate::document::{Case, Document, Token, TokenKind, tokens};
use crate::list::{Entry, Form, ListName, Lists, Seq, Text};
use std::ops::Range;

/// The look of a token, or a place that is none.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Any word.
    Word,
    /// A word with a capital.
    Capital,
    /// A word in small letters.
    Lower,
    /// A word all in capitals, two or more.
    Upper,
    /// A word with capitals inside.
    Mixed,
    /// A number.
    Number,
    /// A mark.
    Mark,
    /// Any token.
    Any,
    /// A quotation mark that opens.
    Open,
    /// A quotation mark that closes.
    Close,
    /// The start of the sentence; takes no token.
    Start,
    /// The end of the sentence; takes no token.
    End,
}

impl Shape {
    /// Every shape by the name it is written with.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("word", Self::Word),
        ("capital", Self::Capital),
        ("lower", Self::Lower),
        ("upper", Self::Upper),
        ("mixed", Self::Mixed),
        ("number", Self::Number),
        ("mark", Self::Mark),
        ("any", Self::Any),
        ("open", Self::Open),
        ("close", Self::Close),
        ("start", Self::Start),
        ("end", Self::End),
    ];

    /// Whether a token has the shape.
    pub fn fits(self, token: &Token, text: &str) -> bool {
        match self {
            Self::Word => token.kind == TokenKind::Word,
            Self::Capital => token.kind == TokenKind::Word && !matches!(token.case, Case::Lower | Case::None),
            Self::Lower => token.kind == TokenKind::Word && token.case == Case::Lower,
            Self::Upper => token.kind == TokenKind::Word && token.case == Case::Upper,
            Self::Mixed => token.kind == TokenKind::Word && token.case == Case::Mixed,
            Self::Number => token.kind == TokenKind::Number,
            Self::Mark => token.kind == TokenKind::Mark,
            Self::Any => true,
            Self::Open => matches!(text, "“" | "‘" | "«" | "„") || (text == "\"" && token.space_before),
            Self::Close => matches!(text, "”" | "’" | "»") || (text == "\"" && !token.space_before),
            Self::Start | Self::End => false,
        }
    }
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Word => "Word",
            Self::Capital => "Capital",
            Self::Lower => "Lower",
            Self::Upper => "Upper",
            Self::Mixed => "Mixed",
            Self::Number => "Number",
            Self::Mark => "Mark",
            Self::Any => "Any",
            Self::Open => "Open",
            Self::Close => "Close",
            Self::Start => "Start",
            Self::End => "End",
        };
        write!(formatter, "Shape::{name}")
    }
}

/// What may stand at a place.
#[derive(Clone, PartialEq, Eq)]
pub enum Probe {
    /// A word or phrase, case aside.
    Phrase(Form),
    /// One of several words. Only sequences have it: a step may name hundreds.
    Words(ProbeWords),
    /// An entry of a list.
    List(ListName),
    /// A shape.
    Shape(Shape),
    /// A word with this ending.
    Ending(Text),
    /// A word or number with this beginning.
    Beginning(Text),
}

/// Several words, of which one is to stand at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProbeWords {
    /// As written, between bars.
    pub text: Text,
    /// Their hashes ([`crate::list::word_hash`]), in order.
    pub hashes: Seq<u64>,
}

impl ProbeWords {
    /// Of words that are one token each.
    pub fn new(forms: &[&Form]) -> Self {
        let text = forms.iter().map(|form| &*form.text).collect::<Vec<_>>().join("|");
        let mut hashes: Vec<u64> = forms.iter().flat_map(|form| form.words.iter().copied()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { text: text.into(), hashes: hashes.into() }
    }

    /// Whether a word is one of them.
    pub fn has(&self, word: u64) -> bool {
        self.hashes.binary_search(&word).is_ok()
    }

    /// Each of them, to be compared with tokens.
    pub fn forms(&self) -> impl Iterator<Item = Form> + '_ {
        self.text.split('|').map(tokens::form)
    }
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Phrase(form) => write!(formatter, "Probe::Phrase({form:?})"),
            Self::Words(words) => write!(formatter, "Probe::Words({words:?})"),
            Self::List(name) => write!(formatter, "Probe::List({name:?})"),
            Self::Shape(shape) => write!(formatter, "Probe::Shape({shape:?})"),
            Self::Ending(ending) => write!(formatter, "Probe::Ending({ending:?})"),
            Self::Beginning(beginning) => write!(formatter, "Probe::Beginning({beginning:?})"),
        }
    }
}

/// Where a probe fits: the tokens it takes, and the entry of a list it found.
pub struct Fit<'l> {
    /// The tokens; empty for `<start>` and `<end>`.
    pub tokens: Range<u32>,
    /// The entry, for a list.
    pub entry: Option<&'l Entry>,
}

/// The longest phrase that is tried backwards, in tokens.
const LONGEST: usize = 8;

impl Probe {
    /// Reads the text form. An unknown shape is the error, with the nearest known one where there is one.
    ///
    /// # Errors
    /// When the shape between angle brackets is unknown.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(list) = text.strip_prefix('@').filter(|name| !name.is_empty()) {
            return Ok(Self::List(list.into()));
        }
        if let Some(name) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            if let Some(ending) = name.strip_prefix('-').filter(|ending| !ending.is_empty()) {
                return Ok(Self::Ending(ending.into()));
            }
            if let Some(beginning) = name.strip_suffix('-').filter(|beginning| !beginning.is_empty()) {
                return Ok(Self::Beginning(beginning.into()));
            }
            let known = Shape::NAMES.iter().find(|(known, _)| *known == name);
            return known.map(|(_, shape)| Self::Shape(*shape)).ok_or_else(|| format!("unknown shape `<{name}>`"));
        }
        Ok(Self::Phrase(tokens::form(text)))
    }

    /// Whether it fits the tokens that begin at `at`, within `bounds` (the tokens of a sentence).
    pub fn forward<'l>(&self, document: &Document, lists: &'l Lists, at: u32, bounds: &Range<u32>) -> Option<Fit<'l>> {
        let rest = document.tokens.get(at as usize..bounds.end.max(at) as usize).unwrap_or_default();
        let fit = |length: usize, entry| Some(Fit { tokens: at..at + length as u32, entry });
        match self {
            Self::Phrase(form) if form.starts(rest) => fit(form.words.len(), None),
            Self::Words(words) => rest.first().filter(|token| words.has(token.word)).and_then(|_| fit(1, None)),
            Self::List(name) => lists.named(name).starts(rest).and_then(|(entry, length)| fit(length, Some(entry))),
            Self::Shape(Shape::Start) if is_start(document, at, bounds) => fit(0, None),
            Self::Shape(Shape::End) if at >= bounds.end => fit(0, None),
            Self::Shape(shape) => {
                // The text is asked only where the shape hangs on it.
                let is_mark = matches!(shape, Shape::Open | Shape::Close);
                let text = if is_mark { document.word(at) } else { "" };
                rest.first().filter(|token| shape.fits(token, text)).and_then(|_| fit(1, None))
            }
            Self::Ending(ending) => {
                rest.first().filter(|token| has_ending(token, document.word(at), ending)).and_then(|_| fit(1, None))
            }
            Self::Beginning(beginning) => {
                rest.first().filter(|_| has_beginning(document.word(at), beginning)).and_then(|_| fit(1, None))
            }
            Self::Phrase(_) => None,
        }
    }

    /// Whether it fits the tokens that end before `at`, within `bounds`.
    pub fn backward<'l>(&self, document: &Document, lists: &'l Lists, at: u32, bounds: &Range<u32>) -> Option<Fit<'l>> {
        if let Self::Shape(shape) = self {
            return match shape {
                Shape::Start => is_start(document, at, bounds).then_some(Fit { tokens: at..at, entry: None }),
                Shape::End => None,
                _ if at > bounds.start => self.forward(document, lists, at - 1, &(bounds.start..at)),
                _ => None,
            };
        }
        if let Self::Phrase(form) = self {
            let start = at.checked_sub(form.words.len() as u32).filter(|start| *start >= bounds.start)?;
            let tokens = document.tokens.get(start as usize..at as usize)?;
            return form.starts(tokens).then_some(Fit { tokens: start..at, entry: None });
        }
        let longest = match self {
            Self::List(name) => lists.named(name).longest,
            _ => 1,
        };
        (1..=longest.min(LONGEST)).rev().find_map(|length| {
            let start = at.checked_sub(length as u32).filter(|start| *start >= bounds.start)?;
            self.forward(document, lists, start, &(bounds.start..at)).filter(|fit| fit.tokens.end == at)
        })
    }

    /// Whether it fits anywhere in `window`, a part of the sentence `bounds`.
    pub fn within(&self, document: &Document, lists: &Lists, window: &Range<u32>, bounds: &Range<u32>) -> bool {
        window.clone().any(|at| self.forward(document, lists, at, bounds).is_some())
    }
}

/// Whether a sentence begins at a token: where the sentence itself begins, behind the marks that open it, or behind a
/// quotation mark inside it where a capital follows.
fn is_start(document: &Document, at: u32, bounds: &Range<u32>) -> bool {
    let opens = |token: u32| match document.tokens.get(token as usize) {
        Some(token) => Shape::Open.fits(token, document.slice(token.span)),
        None => false,
    };
    let mut first = at;
    while first > bounds.start && first + 3 > at && (opens(first - 1) || document.word(first - 1) == "(") {
        first -= 1;
    }
    let capital = document.tokens.get(at as usize).is_some_and(|token| !matches!(token.case, Case::Lower | Case::None));
    first <= bounds.start || (capital && at > bounds.start && opens(at - 1))
}

fn has_ending(token: &Token, text: &str, ending: &str) -> bool {
    let head = text.len().checked_sub(ending.len()).filter(|head| *head > 1);
    let tail = head.and_then(|head| text.get(head..));
    token.kind == TokenKind::Word && tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
}

fn has_beginning(text: &str, beginning: &str) -> bool {
    let head = text.get(..beginning.len()).filter(|_| text.len() > beginning.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}
