//! Words: where a run of letters ends, and which of its parts are tokens of their own.

use super::{Case, Cutter, PLAIN_MARKS, TokenKind, abbreviations, case_from, links};
use crate::list::{WordHasher, folded_hash};

/// Whether a byte after ASCII letters ends the word whatever follows.
const ENDS: [bool; 256] = {
    let mut table = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = !matches!(
            byte as u8,
            b'0'..=b'9' | b'\'' | b'-' | b'.' | b'&' | b'/' | b'@' | b'_' | b':' | b'$' | b'+' | b'%' | 128..
        );
        byte += 1;
    }
    table
};

/// What the convention cuts though nothing shows it: the word and the length of its parts.
const JOINED: [(&str, &[usize]); 27] = [
    ("aint", &[2, 2]),
    ("arent", &[3, 2]),
    ("cannot", &[3, 3]),
    ("cant", &[2, 2]),
    ("couldnt", &[5, 2]),
    ("didnt", &[3, 2]),
    ("doesnt", &[4, 2]),
    ("dont", &[2, 2]),
    ("dunno", &[2, 1, 2]),
    ("gimme", &[3, 2]),
    ("gonna", &[3, 2]),
    ("gotta", &[3, 2]),
    ("hadnt", &[3, 2]),
    ("hasnt", &[3, 2]),
    ("havent", &[4, 2]),
    ("isnt", &[2, 2]),
    ("lemme", &[3, 2]),
    ("mustnt", &[4, 2]),
    ("neednt", &[4, 2]),
    ("outta", &[3, 2]),
    ("shouldnt", &[6, 2]),
    ("wanna", &[3, 2]),
    ("wasnt", &[3, 2]),
    ("werent", &[4, 2]),
    ("whatcha", &[4, 3]),
    ("wont", &[2, 2]),
    ("wouldnt", &[5, 2]),
];

/// The words of [`JOINED`].
const JOINED_WORDS: Sieve = {
    let mut sieve = Sieve::new();
    let mut index = 0;
    while index < JOINED.len() {
        sieve.add(JOINED[index].0);
        index += 1;
    }
    sieve
};

/// What stays with the word behind its hyphen.
const PREFIXES: [&str; 45] = [
    "a", "agro", "ante", "anti", "arch", "be", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "eco", "ex",
    "extra", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "mis", "multi", "neo", "non", "over", "para",
    "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "socio", "sub", "super", "tri", "ultra", "un",
    "uni",
];

/// The endings that are tokens of their own, apostrophe left out.
const CLITICS: [&str; 6] = ["s", "re", "ve", "d", "ll", "m"];

impl Cutter<'_, '_> {
    /// A word that begins with an ASCII letter. Most are nothing but such letters: these are hashed as they are read.
    #[inline]
    pub(super) fn word(&mut self) {
        let start = self.at;
        let mut hash = WordHasher::new();
        let (mut end, mut small) = (start, 0);
        let mut stop = 0;
        for &byte in &self.bytes[start..] {
            if !byte.is_ascii_alphabetic() {
                stop = byte;
                break;
            }
            hash.push(byte | 0x20);
            small += usize::from(byte >> 5 & 1);
            end += 1;
        }
        let word = hash.finish();
        if !ENDS[usize::from(stop)] && !self.ends_plainly(end, end - start, word) {
            return self.long_word(start, end);
        }
        if JOINED_WORDS.may_hold(word) && self.joined_word(start, end) {
            return;
        }
        let case = letters_case(self.bytes[start], end - start, small);
        self.push_known(start, end, TokenKind::Word, word, case);
    }

    /// Whether a word of ASCII letters is done though a sign stands behind it that may hold words together: a period
    /// that ends the sentence, a closing apostrophe, a clitic, a mark beyond ASCII.
    #[inline]
    fn ends_plainly(&self, end: usize, length: usize, word: u64) -> bool {
        let next = |offset: usize| self.byte(end + offset).unwrap_or(b' ');
        match next(0) {
            b'.' => {
                matches!(next(1), b' ' | b'"' | b'\n' | 0xe2)
                    && length > 1
                    && !abbreviations::KNOWN_WORDS.may_hold(word)
            }
            b'\'' => !next(1).is_ascii_alphanumeric() && next(1) < 128,
            0xe2 if next(1) == 0x80 => match next(2) {
                0x99 => next(3) == b's' && !next(4).is_ascii_alphanumeric() && next(4) < 128,
                last => PLAIN_MARKS.contains(&last) || matches!(last, 0x93 | 0x94),
            },
            _ => false,
        }
    }

    /// A word that goes on, or may go on, behind its first letters. `known` is where what is known of it ends.
    pub(super) fn long_word(&mut self, start: usize, known: usize) {
        let mut end = self.letters_end(known);
        if let Some(end) = links::link_end(self.text, self.bytes, start, end) {
            return self.push(start, end, TokenKind::Link);
        }
        if self.byte(end) == Some(b'$') && self.is_currency(start, end) {
            return self.push(start, end + 1, TokenKind::Symbol);
        }
        let mut part = start;
        while let Some(next) = self.next_part(start, part, end) {
            part = next;
            end = self.letters_end(next);
        }
        if self.negation(start, end) {
            return;
        }
        end = self.period_end(start, part, end);
        if end == known && self.joined_word(start, end) {
            return;
        }
        self.push(start, end, TokenKind::Word);
    }

    /// Where a run of letters, digits, underscores and what combines with them ends.
    fn letters_end(&self, mut at: usize) -> usize {
        while let Some(byte) = self.byte(at) {
            if byte < 128 {
                if !byte.is_ascii_alphanumeric() && byte != b'_' {
                    break;
                }
                at += 1;
            } else {
                match self.character(at) {
                    Some(character) if character.is_alphanumeric() || is_extender(character) => {
                        at += character.len_utf8();
                    }
                    _ => break,
                }
            }
        }
        at
    }

    /// Where the next part of a word begins whose last part is `part..end`, if the sign behind it holds them together.
    fn next_part(&self, start: usize, part: usize, end: usize) -> Option<usize> {
        let next = match self.byte(end)? {
            b'-' => self.is_letter(end + 1) && is_prefix(&self.bytes[part..end]),
            b'&' => self.is_capital(end.wrapping_sub(1)) && self.is_capital(end + 1),
            b'.' => self.holds_period(part, end),
            b'/' => self.holds_slash(start, end),
            _ => {
                let length = self.apostrophe(end);
                let inner = length > 0 && self.is_word(end + length) && !self.is_clitic(end + length);
                return (inner && !self.is_negation(end, length)).then_some(end + length);
            }
        };
        next.then_some(end + 1)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| byte.is_ascii_uppercase())
    }

    /// Whether a period inside a word is part of it: “U.S”, “a.m”, “Ph.D”, “v2.0”.
    fn holds_period(&self, part: usize, end: usize) -> bool {
        if self.is_digit(end.wrapping_sub(1)) && self.is_digit(end + 1) {
            return true;
        }
        let letters = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let before = letters(&self.bytes[part..end]);
        let after = letters(self.bytes.get(end + 1..).unwrap_or_default());
        let whole = !self.is_word(end + 1 + after);
        before == end - part && whole && matches!((before, after), (1, 1 | 2) | (2, 1))
    }

    /// Whether a slash is part of a word: “w/”, “w/o”, “b/c”, “s/he”.
    fn holds_slash(&self, start: usize, end: usize) -> bool {
        let rest = self.bytes.get(end + 1..).unwrap_or_default();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        match (&self.bytes[start..end], &rest[..letters]) {
            (b"w" | b"W", b"" | b"o") => !self.is_word(end + 1 + letters),
            (b"b" | b"B", b"c") | (b"s" | b"S", b"he") => !self.is_word(end + 1 + letters),
            _ => false,
        }
    }

    /// Whether letters before a dollar sign are part of it: “US$”.
    fn is_currency(&self, start: usize, end: usize) -> bool {
        end - start <= 3 && (start..end).all(|at| self.is_capital(at)) && self.is_digit(end + 1)
    }

    /// Whether a clitic without its apostrophe stands at an offset, and nothing more.
    pub(super) fn is_clitic(&self, at: usize) -> bool {
        let length =
            self.bytes[at.min(self.bytes.len())..].iter().take(3).take_while(|byte| byte.is_ascii_alphabetic());
        let end = at + length.count();
        !self.is_word(end) && CLITICS.iter().any(|clitic| clitic.eq_ignore_ascii_case(self.slice(at, end)))
    }

    /// Whether the apostrophe at an offset is that of “n’t”.
    fn is_negation(&self, at: usize, length: usize) -> bool {
        matches!(self.byte(at.wrapping_sub(1)), Some(b'n' | b'N'))
            && matches!(self.byte(at + length), Some(b't' | b'T'))
            && !self.is_word(at + length + 1)
    }

    /// Adds a word and its “n’t”, if that is what comes.
    fn negation(&mut self, start: usize, end: usize) -> bool {
        let length = self.apostrophe(end);
        if length == 0 || !self.is_negation(end, length) {
            return false;
        }
        if end - 1 > start {
            self.push(start, end - 1, TokenKind::Word);
        }
        self.push(end - 1, end + length + 1, TokenKind::Word);
        true
    }

    /// Where the word ends, its period counted in if it has one of its own.
    fn period_end(&self, start: usize, part: usize, end: usize) -> usize {
        if self.byte(end) != Some(b'.') || self.byte(end + 1) == Some(b'.') {
            return end;
        }
        let inner = part > start && self.byte(part - 1) == Some(b'.');
        let own = inner || abbreviations::takes_period(self, start, end);
        if own { end + 1 } else { end }
    }

    /// Adds the parts of “cannot”, “gonna”, “dont”.
    fn joined_word(&mut self, start: usize, end: usize) -> bool {
        let word = self.slice(start, end);
        let Some((_, parts)) = JOINED.iter().find(|(joined, _)| joined.eq_ignore_ascii_case(word)) else {
            return false;
        };
        let mut at = start;
        for length in *parts {
            self.push(at, at + length, TokenKind::Word);
            at += length;
        }
        true
    }
}

/// The case of a word of ASCII letters.
#[inline]
fn letters_case(first: u8, length: usize, small: usize) -> Case {
    if small == length { Case::Lower } else { case_from(first & 0x20 == 0, length - small, small) }
}

fn is_prefix(letters: &[u8]) -> bool {
    PREFIXES.iter().any(|prefix| prefix.as_bytes().eq_ignore_ascii_case(letters))
}

/// A coarse test for a few words by their hash: it holds all of them, and few others.
pub(super) struct Sieve([u64; 64]);

impl Sieve {
    pub(super) const fn new() -> Self {
        Self([0; 64])
    }

    /// Adds a word of small ASCII letters.
    pub(super) const fn add(&mut self, word: &str) {
        let hash = folded_hash(word.as_bytes());
        self.0[(hash >> 6 & 63) as usize] |= 1 << (hash & 63);
    }

    /// Whether it holds a word, or one that looks like it.
    #[inline]
    pub(super) const fn may_hold(&self, hash: u64) -> bool {
        self.0[(hash >> 6 & 63) as usize] >> (hash & 63) & 1 != 0
    }
}

/// Whether a character belongs to the one before it: combining marks, joiners, variation selectors, skin tones.
pub(super) fn is_extender(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{64b}'..='\u{65f}'
            | '\u{93c}'
            | '\u{94d}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{200c}'..='\u{200d}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{3099}'..='\u{309a}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0020}'..='\u{e007f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}
