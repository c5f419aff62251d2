//! Marks and signs, and the tokens that begin with one: clitics, “’90s”, “.5”, handles, hashtags.

use super::words::is_extender;
use super::{Case, Cutter, TokenKind, links};
use crate::list::folded_hash;

/// Words written with an apostrophe in front.
const ELIDED: [&str; 8] = ["em", "til", "tis", "twas", "cause", "n", "bout", "cuz"];

/// What stands alone whatever is around it, with its hash.
const ALONE: [Option<u64>; 128] = {
    let mut table = [None; 128];
    let mut index = 0;
    let marks = b",\"()[]{}/";
    while index < marks.len() {
        table[marks[index] as usize] = Some(folded_hash(&[marks[index]]));
        index += 1;
    }
    table
};

const PERIOD: u64 = folded_hash(b".");
const HYPHEN: u64 = folded_hash(b"-");

impl Cutter<'_, '_> {
    /// A token that begins with an ASCII mark.
    #[inline]
    pub(super) fn mark(&mut self, byte: u8) {
        let start = self.at;
        let next = self.byte(start + 1).unwrap_or(b' ');
        let known = match byte {
            b'.' if next != b'.' && !next.is_ascii_alphanumeric() => Some(PERIOD),
            b'-' if next != b'-' => Some(HYPHEN),
            _ => ALONE.get(usize::from(byte)).copied().flatten(),
        };
        match known {
            Some(word) => self.push_known(start, start + 1, TokenKind::Mark, word, Case::None),
            None => self.long_mark(byte),
        }
    }

    /// A mark beyond ASCII of three bytes that nothing combines with but itself.
    pub(super) fn plain_mark(&mut self) {
        let start = self.at;
        let mark = &self.bytes[start..start + 3];
        if self.bytes.get(start + 3).is_some_and(|byte| *byte >= 128) {
            return self.wide_mark(self.character(start).unwrap_or('…'));
        }
        let word = folded_hash(mark);
        self.push_known(start, start + 3, TokenKind::Mark, word, Case::None);
    }

    /// A token that begins with an ASCII mark that may go on.
    fn long_mark(&mut self, byte: u8) {
        let start = self.at;
        let end = match byte {
            b'\'' => return self.apostrophe_token(1),
            b'`' if self.touches(start) && self.is_clitic(start + 1) => return self.apostrophe_token(1),
            b'.' if self.is_digit(start + 1)
                && self.touching(start).is_none_or(|token| token.kind != TokenKind::Word) =>
            {
                return self.number(start + 1);
            }
            b'+' if self.is_digit(start + 1) && self.touching(start).is_none() => return self.number(start + 1),
            b'@' | b'#' if self.touching(start).is_none_or(|token| token.kind == TokenKind::Mark) => {
                if let Some(end) = links::handle_end(self.text, self.bytes, start) {
                    return self.push(start, end, TokenKind::Link);
                }
                self.run_end(start, byte)
            }
            b'!' | b'?' => self.stops_end(start),
            b':' | b';' | b'=' if self.emoticon_end(start).is_some() => {
                let end = self.emoticon_end(start).unwrap_or(start + 1);
                return self.push(start, end, TokenKind::Symbol);
            }
            b'.' | b'-' | b'*' | b'=' | b'_' | b'~' | b'$' | b'<' | b'>' | b'`' | b'+' | b'^' => {
                self.run_end(start, byte)
            }
            _ => start + 1,
        };
        let symbol = matches!(
            byte,
            b'$' | b'%' | b'+' | b'<' | b'=' | b'>' | b'^' | b'|' | b'~' | b'#' | b'&' | b'@' | b'*' | b'_' | b'\\' | 0
                ..=31 | 127
        );
        self.push(start, end, if symbol { TokenKind::Symbol } else { TokenKind::Mark });
    }

    fn run_end(&self, start: usize, byte: u8) -> usize {
        start + self.bytes[start..].iter().take_while(|other| **other == byte).count()
    }

    fn stops_end(&self, start: usize) -> usize {
        start + self.bytes[start..].iter().take_while(|byte| matches!(byte, b'!' | b'?')).count()
    }

    fn emoticon_end(&self, start: usize) -> Option<usize> {
        let nose = usize::from(self.byte(start + 1) == Some(b'-'));
        let mouth = start + 1 + nose;
        let face = matches!(self.byte(mouth)?, b')' | b'(' | b'D' | b'P') && self.touching(start).is_none();
        (face && !self.is_word(mouth + 1)).then_some(mouth + 1)
    }

    /// A token that begins with an apostrophe or single quotation mark of `length` bytes.
    fn apostrophe_token(&mut self, length: usize) {
        let start = self.at;
        let behind = start + length;
        let touching = self.touching(start).is_some();
        if touching && self.is_clitic(behind) {
            let end = behind + self.bytes[behind..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            return self.push(start, end, TokenKind::Word);
        }
        let twin = self.apostrophe(behind);
        if twin == length {
            return self.push(start, behind + twin, TokenKind::Mark);
        }
        if let Some((end, kind)) = self.elided_end(behind).filter(|_| self.opens(start)) {
            return self.push(start, end, kind);
        }
        self.push(start, behind, TokenKind::Mark);
    }

    /// Whether a token that opens something may begin here: behind white space, an opening bracket, a hyphen.
    fn opens(&self, start: usize) -> bool {
        self.touching(start).is_none_or(|token| token.kind == TokenKind::Mark)
    }

    /// Where “’90s”, “’72” or “’em” ends, apostrophe left out.
    fn elided_end(&self, behind: usize) -> Option<(usize, TokenKind)> {
        let run = |from: usize, test: fn(&u8) -> bool| {
            self.bytes[from..].iter().take(8).take_while(|byte| test(byte)).count()
        };
        let digits = run(behind, u8::is_ascii_digit);
        let letters = run(behind + digits, u8::is_ascii_alphabetic);
        let end = behind + digits + letters;
        if self.is_word(end) {
            return None;
        }
        let ending = self.slice(behind + digits, end);
        match digits {
            2 if ending == "s" || (ending.is_empty() && self.apostrophe(end) == 0) => Some((end, TokenKind::Number)),
            0 if ELIDED.iter().any(|word| word.eq_ignore_ascii_case(ending)) => Some((end, TokenKind::Word)),
            _ => None,
        }
    }

    /// A token that begins with a character beyond ASCII which is no letter.
    pub(super) fn wide_mark(&mut self, character: char) {
        let start = self.at;
        if matches!(character, '‘' | '’' | 'ʼ') {
            return self.apostrophe_token(character.len_utf8());
        }
        let mut end = start + character.len_utf8();
        let mut previous = character;
        while let Some(next) = self.character(end) {
            let repeats = next == character && matches!(character, '—' | '–' | '…');
            if !(repeats || is_extender(next) || (previous == '\u{200d}' && !next.is_whitespace())) {
                break;
            }
            end += next.len_utf8();
            previous = next;
        }
        self.push(start, end, if is_punctuation(character) { TokenKind::Mark } else { TokenKind::Symbol });
    }
}

/// Whether a character beyond ASCII is a mark rather than a sign.
fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        '¡' | '¿' | '«' | '»' | '·' | '§' | '¶'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{2038}'
            | '\u{2039}'..='\u{203e}'
            | '\u{2041}'..='\u{2043}'
            | '\u{2045}'..='\u{205e}'
            | '\u{2e00}'..='\u{2e7f}'
            | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}'
            | '\u{fe10}'..='\u{fe19}'
            | '\u{fe30}'..='\u{fe52}'
            | '\u{ff01}'..='\u{ff03}'
            | '\u{ff05}'..='\u{ff0a}'
            | '\u{ff0c}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff1b}'
            | '\u{ff1f}'..='\u{ff20}'
            | '\u{ff3b}'..='\u{ff3d}'
    )
}
