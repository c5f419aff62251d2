//! Tokens: words, numbers and marks of a block, by the convention of the Universal Dependencies English treebanks.

use super::TextSpan;
use crate::list::{Form, Worded, word_hash};

mod abbreviations;
mod links;
mod marks;
mod numbers;
mod words;

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

/// Cuts a word or phrase of a rule or list as a draft is cut. A clitic alone (“'s”, “'ll”) is one token, as it is behind
/// its word.
pub fn form(text: &str) -> Form {
    let clitic =
        text.strip_prefix(['\'', '’']).is_some_and(|rest| !rest.is_empty() && rest.chars().all(char::is_alphabetic));
    if clitic {
        return Form { text: text.into(), words: vec![word_hash(text)].into() };
    }
    let mut tokens = Vec::new();
    tokenize(text, TextSpan::new(0, text.len() as u32), &mut tokens);
    Form { text: text.into(), words: tokens.iter().map(|token| token.word).collect() }
}

/// Appends the tokens of `span` of `text`. Every character that is no white space belongs to exactly one.
pub fn tokenize(text: &str, span: TextSpan, tokens: &mut Vec<Token>) {
    let text = text.get(..span.end as usize).unwrap_or(text);
    let at = span.start as usize;
    Cutter { text, bytes: text.as_bytes(), previous_end: usize::MAX, at, own: tokens.len(), tokens }.run();
}

/// Cuts one block, from front to back.
struct Cutter<'text, 'tokens> {
    /// The text up to the end of the block.
    text: &'text str,
    /// Its bytes.
    bytes: &'text [u8],
    /// Where the token before ends; beyond all offsets before the first.
    previous_end: usize,
    /// Where the next token begins, or the white space before it.
    at: usize,
    /// How many tokens others own.
    own: usize,
    tokens: &'tokens mut Vec<Token>,
}

/// The last byte of marks beyond ASCII that are tokens by themselves: U+201A to U+2022.
const PLAIN_MARKS: std::ops::RangeInclusive<u8> = 0x9a..=0xa2;

impl Cutter<'_, '_> {
    fn run(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            // Words and single spaces are most of a text: two tests that are mostly foreseen beat a jump that is not.
            if byte.is_ascii_alphabetic() {
                self.word();
                self.at += usize::from(self.byte(self.at) == Some(b' '));
                continue;
            }
            match byte {
                b' ' | 9..=13 => self.at += 1,
                b'0'..=b'9' => self.number(self.at),
                128.. => self.wide(),
                _ => self.mark(byte),
            }
        }
    }

    /// A character beyond ASCII: white space, a letter or a mark.
    fn wide(&mut self) {
        if let Some(&[0xe2, 0x80, last]) = self.bytes.get(self.at..self.at + 3)
            && PLAIN_MARKS.contains(&last)
        {
            return self.plain_mark();
        }
        let Some(character) = self.character(self.at) else {
            self.at += 1;
            return;
        };
        if character.is_whitespace() {
            self.at += character.len_utf8();
        } else if character.is_alphanumeric() {
            self.long_word(self.at, self.at);
        } else {
            self.wide_mark(character);
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The byte that ends the token before, white space left out.
    fn byte_before(&self, start: usize) -> Option<u8> {
        let end = self.previous_end.min(start);
        end.checked_sub(1).and_then(|last| self.byte(last))
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn is_letter(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(byte) if byte < 128 => byte.is_ascii_alphabetic(),
            Some(_) => self.character(at).is_some_and(char::is_alphabetic),
            None => false,
        }
    }

    fn is_digit(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| byte.is_ascii_digit())
    }

    /// Whether a letter or a digit stands at an offset.
    fn is_word(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(byte) if byte < 128 => byte.is_ascii_alphanumeric(),
            Some(_) => self.character(at).is_some_and(char::is_alphanumeric),
            None => false,
        }
    }

    /// Length in bytes of an apostrophe at an offset, or 0.
    fn apostrophe(&self, at: usize) -> usize {
        match self.bytes.get(at..) {
            Some([b'\'', ..]) => 1,
            Some([0xe2, 0x80, 0x98 | 0x99, ..]) => 3,
            Some([0xca, 0xbc, ..]) => 2,
            _ => 0,
        }
    }

    /// Whether a token ends where another is to begin.
    fn touches(&self, start: usize) -> bool {
        self.previous_end == start
    }

    /// The token before, where nothing stands between.
    fn touching(&self, start: usize) -> Option<&Token> {
        self.last().filter(|_| self.touches(start))
    }

    /// The token before, in the same block.
    fn last(&self) -> Option<&Token> {
        self.tokens.get(self.own..).and_then(<[Token]>::last)
    }

    /// Adds the token that begins at `start` and goes on behind it.
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        let text = self.slice(start, end);
        let (word, case) = (word_hash(text), case_of(text));
        self.push_known(start, end, kind, word, case);
    }

    /// Adds a token whose word and case are known.
    #[inline]
    fn push_known(&mut self, start: usize, end: usize, kind: TokenKind, word: u64, case: Case) {
        let space_before = !self.touches(start);
        let span = TextSpan::new(start as u32, end as u32);
        self.tokens.push(Token { span, word, kind, case, space_before, quoted: false });
        self.at = end;
        self.previous_end = end;
    }
}

/// How the letters of a text are cased.
fn case_of(text: &str) -> Case {
    let (mut first_is_capital, mut capitals, mut small) = (false, 0, 0);
    for character in text.chars() {
        if character.is_uppercase() {
            first_is_capital |= capitals + small == 0;
            capitals += 1;
        } else if character.is_alphabetic() {
            small += 1;
        }
    }
    case_from(first_is_capital, capitals, small)
}

fn case_from(first_is_capital: bool, capitals: usize, small: usize) -> Case {
    match (capitals, small) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, _) if first_is_capital => Case::Capital,
        (_, 0) => Case::Upper,
        _ => Case::Mixed,
    }
}
