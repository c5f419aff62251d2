//! Numbers: digits with what holds them together, and the units they are cut from.

use super::{Cutter, TokenKind};

/// Units written to the number that are tokens of their own. Of `k`, `m`, `b` in capitals see [`Cutter::is_unit`].
const UNITS: [&str; 40] = [
    "am", "b", "bn", "cc", "cm", "ft", "g", "gb", "ghz", "ha", "hr", "hrs", "in", "k", "kb", "kg", "km", "kmh", "kph",
    "kw", "kwh", "lb", "lbs", "m", "mb", "mg", "mhz", "ml", "mm", "mph", "mw", "mwh", "oz", "p", "pm", "sq", "tb",
    "tn", "trn", "yrs",
];

impl Cutter<'_, '_> {
    /// A number whose first digit stands at `digit`; it begins where the cutter is.
    pub(super) fn number(&mut self, digit: usize) {
        let start = self.at;
        let mut end = self.digits_end(digit);
        if let Some(end) = self.telephone_end(start, end) {
            return self.push(start, end, TokenKind::Number);
        }
        while let Some(next) = self.next_digits(end) {
            end = self.digits_end(next);
        }
        if self.byte(end) == Some(b'@') || self.byte(end) == Some(b'_') {
            return self.long_word(start, end);
        }
        if !self.is_letter(end) {
            let end = self.decade_end(start, end);
            return self.push(start, end, TokenKind::Number);
        }
        let letters = self.ascii_letters_end(end);
        let whole = !self.is_word(letters);
        if whole && self.is_ending(end, letters) {
            return self.push(start, letters, TokenKind::Number);
        }
        if (whole && self.is_unit(start, end, letters)) || self.is_time_of_day(end) {
            return self.push(start, end, TokenKind::Number);
        }
        self.long_word(start, end);
    }

    fn digits_end(&self, mut at: usize) -> usize {
        while self.is_digit(at) {
            at += 1;
        }
        at
    }

    fn ascii_letters_end(&self, mut at: usize) -> usize {
        while self.byte(at).is_some_and(|byte| byte.is_ascii_alphabetic()) && self.bytes.len() > at {
            at += 1;
        }
        at
    }

    /// Where the digits go on behind the sign at `end`: “1,100”, “4.2”, “4:30”, “9/11”.
    fn next_digits(&self, end: usize) -> Option<usize> {
        let digits = self.bytes.get(end + 1..)?.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let holds = match self.byte(end)? {
            b',' => digits == 3 || (digits == 2 && self.byte(end + 3) == Some(b',')),
            b'.' | b':' | b'/' => digits > 0,
            _ => false,
        };
        holds.then_some(end + 1)
    }

    /// Where a telephone number ends: groups of three and four digits, hyphens between.
    fn telephone_end(&self, start: usize, end: usize) -> Option<usize> {
        let mut ends = end;
        let mut groups = 1;
        while self.byte(ends) == Some(b'-') && groups < 5 {
            let next = self.digits_end(ends + 1).min(ends + 6);
            if !matches!(next - ends - 1, 3 | 4) {
                break;
            }
            ends = next;
            groups += 1;
        }
        let shape = matches!(end - start, 1 | 3) && groups > 1 && ends - start >= 8;
        (shape && !self.is_word(ends) && self.byte(ends) != Some(b'-')).then_some(ends)
    }

    /// Where the number ends, the ending of “the 1980’s” counted in.
    fn decade_end(&self, start: usize, end: usize) -> usize {
        let length = self.apostrophe(end);
        let decade = length > 0
            && matches!(end - start, 2 | 4)
            && self.byte(end - 1) == Some(b'0')
            && self.byte(end + length) == Some(b's')
            && !self.is_word(end + length + 1);
        if decade { end + length + 1 } else { end }
    }

    /// Whether letters behind a number are its ending: “89th”, “1990s”.
    fn is_ending(&self, end: usize, letters: usize) -> bool {
        let ending = self.slice(end, letters);
        ["s", "st", "nd", "rd", "th"].iter().any(|known| known.eq_ignore_ascii_case(ending))
    }

    /// Whether letters behind a number are a unit. “4K”, “3B” are names unless they are money or a broken number.
    fn is_unit(&self, start: usize, end: usize, letters: usize) -> bool {
        let unit = self.slice(end, letters);
        if matches!(unit, "B" | "K" | "M" | "T" | "G" | "P") {
            let money = self.touching(start).is_some_and(|token| token.kind == TokenKind::Symbol);
            return money || self.slice(start, end).contains(['.', ',']);
        }
        UNITS.iter().any(|known| known.eq_ignore_ascii_case(unit))
    }

    /// Whether “a.m.” or “p.m.” follows.
    fn is_time_of_day(&self, end: usize) -> bool {
        matches!(self.bytes.get(end..end + 3), Some([b'a' | b'p' | b'A' | b'P', b'.', b'm' | b'M']))
    }
}
