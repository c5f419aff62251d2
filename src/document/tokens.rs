//! Tokens: words, numbers and marks of a block, by the convention of the Universal Dependencies English treebanks.

use super::TextSpan;
use crate::list::{Form, Worded};

/// What a token is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TokenKind {
    /// Letters, or letters and digits: “council”, “’s”, “n’t”, “U.S.”, “G7”.
    Word,
    /// Digits, with their commas, points and ordinal endings: “4.2”, “1,100”, “89th”.
    Number,
    /// One mark: “,”, “—”, ““”. An ellipsis or a run of hyphens is one mark.
    Mark,
    /// A sign that is no mark: “$”, “%”, “+”.
    Symbol,
    /// A web or mail address, a handle or a hashtag.
    Link,
}

/// How the letters of a token are cased.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Case {
    /// It has no letters.
    None,
    /// All small: “council”.
    Lower,
    /// A capital, then small letters: “Council”; also a single capital.
    Capital,
    /// All capitals, two letters or more: “FBI”, “U.S.”.
    Upper,
    /// Anything else: “McDonald”, “iPhone”.
    Mixed,
}

/// A word, number or mark.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its prose.
    pub span: TextSpan,
    /// Hash of the word, case and shape of apostrophes aside: [`crate::list::word_hash`].
    pub word: u64,
    /// What it is.
    pub kind: TokenKind,
    /// How it is cased.
    pub case: Case,
    /// Whether white space (or the start of the block) stands before it.
    pub space_before: bool,
    /// Whether it lies between quotation marks; the marks themselves do.
    pub quoted: bool,
}

impl Worded for Token {
    fn word(&self) -> u64 {
        self.word
    }
}

/// Cuts a word or phrase of a rule or list as a draft is cut.
pub fn form(text: &str) -> Form {
    let mut tokens = Vec::new();
    tokenize(text, TextSpan::new(0, text.len() as u32), &mut tokens);
    Form { text: text.into(), words: tokens.iter().map(|token| token.word).collect() }
}

/// Appends the tokens of `span` of `text`.
pub fn tokenize(text: &str, span: TextSpan, tokens: &mut Vec<Token>) {
    let _ = (text, span, tokens);
}
