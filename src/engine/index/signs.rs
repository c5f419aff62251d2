//! Signs: rules by strings that are rare in prose. One pass over the text finds all of them.

use crate::list::{Seq, Text};

/// A string that leads to a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sign {
    /// The string; in small letters where case is of no matter.
    pub text: Text,
    /// Whether case is of no matter.
    pub folds: bool,
    /// The offset of its rarest two bytes, which the pass looks for.
    pub rare: u8,
    /// The second of the two, as a small letter, where it has one.
    pub second: Option<u8>,
    /// The number of the rule.
    pub rule: u32,
    /// The item of its kind.
    pub item: u32,
}

/// The signs of all rules.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signs {
    /// The signs, by the first of their rarest two bytes, as a small letter.
    pub signs: Seq<Sign>,
    /// For each byte the range of the signs whose rarest two begin with it, in either case.
    pub by_byte: Seq<(u16, u16)>,
    /// For each two bytes a bit: whether a sign has them.
    pub pairs: Seq<u64>,
}

/// A sign found: its number in the table, and where it begins and ends, in bytes. Several that touch are found as one.
pub type Found = (u16, u32, u32);

/// The small letters of English from the most frequent to the rarest; the rest is rarer than any.
const BY_FREQUENCY: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";

/// How many words of bits hold one for each two bytes.
const PAIRS: usize = 65536 / 64;

/// How rare a byte is in prose, in either case; greater is rarer.
fn rarity(byte: u8) -> usize {
    match BY_FREQUENCY.iter().position(|known| *known == byte.to_ascii_lowercase()) {
        Some(place) => place,
        // The bytes of marks beyond ASCII share their first ones.
        None if matches!(byte, 0xe2 | 0x80) => 8,
        None if matches!(byte, b',' | b'.' | b'"' | b'-' | b'\'' | b'(' | b')') => 20,
        None => 40,
    }
}

impl Sign {
    /// A sign of a rule's item.
    pub fn new(text: Text, folds: bool, rule: u32, item: u32) -> Self {
        let pairs = text.as_bytes().windows(2).take(254).enumerate();
        let rare = pairs.max_by_key(|(_, pair)| rarity(pair[0]) + rarity(pair[1])).map_or(0, |(at, _)| at as u8);
        let text = if folds { text.to_ascii_lowercase().into() } else { text };
        let second = text.as_bytes().get(usize::from(rare) + 1).map(u8::to_ascii_lowercase);
        Self { text, folds, rare, second, rule, item }
    }

    /// The first of its rarest bytes, as a small letter.
    fn first(&self) -> u8 {
        self.text.as_bytes().get(usize::from(self.rare)).map_or(0, u8::to_ascii_lowercase)
    }

    /// The two bytes that lead to it, in every case that it may have.
    fn pairs(&self) -> Vec<(u8, u8)> {
        let cases = |byte: u8| {
            if self.folds { vec![byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] } else { vec![byte] }
        };
        let byte = |at: u8| self.text.as_bytes().get(usize::from(at)).copied();
        let first = byte(self.rare).unwrap_or_default();
        let seconds = byte(self.rare + 1).map_or((0..=255).collect(), cases);
        cases(first).into_iter().flat_map(|first| seconds.iter().map(move |second| (first, *second))).collect()
    }

    fn stands_at(&self, text: &[u8], start: usize) -> bool {
        text.get(start..start + self.text.len()).is_some_and(|text| {
            if self.folds { text.eq_ignore_ascii_case(self.text.as_bytes()) } else { text == self.text.as_bytes() }
        })
    }
}

impl Signs {
    /// Puts signs in order. Those beyond what the table can number are not expected, and left out.
    pub fn new(mut signs: Vec<Sign>) -> Self {
        signs.retain(|sign| !sign.text.is_empty());
        let key = |sign: &Sign| (sign.first(), sign.text.to_string(), sign.rule, sign.item);
        signs.sort_by_cached_key(key);
        signs.truncate(u16::MAX as usize);
        if signs.is_empty() {
            return Self::default();
        }
        let range = |byte: u8| {
            let first = signs.partition_point(|sign| sign.first() < byte.to_ascii_lowercase());
            let last = signs.partition_point(|sign| sign.first() <= byte.to_ascii_lowercase());
            (first as u16, last as u16)
        };
        let by_byte = (0..=255).map(range).collect();
        let mut pairs = vec![0_u64; PAIRS];
        for (first, second) in signs.iter().flat_map(Sign::pairs) {
            let (word, bit) = place(first, second);
            pairs[word] |= bit;
        }
        Self { signs: signs.into(), by_byte, pairs: pairs.into() }
    }

    /// Every place of every sign in a text, in order of the signs and then of place.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let Ok(pairs) = <&[u64; PAIRS]>::try_from(&*self.pairs) else { return Vec::new() };
        let text = text.as_bytes();
        let mut finds = Finds { found: Vec::new(), last: vec![usize::MAX; self.signs.len()] };
        let mut at = 0;
        while let Some(next) = text.get(at..at + STRIDE + 1) {
            if may_have_any(pairs, next) {
                (at..at + STRIDE).for_each(|at| self.look(text, at, pairs, &mut finds));
            }
            at += STRIDE;
        }
        (at..text.len().saturating_sub(1)).for_each(|at| self.look(text, at, pairs, &mut finds));
        // The last byte has no second.
        if let Some(last) = text.len().checked_sub(1) {
            self.compare(text, last, &mut finds);
        }
        finds.found.sort_unstable();
        finds.found
    }

    /// Adds the signs whose rarest bytes are the two at an offset, if there are any.
    fn look(&self, text: &[u8], at: usize, pairs: &[u64; PAIRS], finds: &mut Finds) {
        let (word, bit) = place(text[at], text[at + 1]);
        if pairs[word] & bit != 0 {
            self.compare(text, at, finds);
        }
    }

    /// Adds the signs whose rarest bytes are those at an offset.
    fn compare(&self, text: &[u8], at: usize, finds: &mut Finds) {
        let (first, last) = self.by_byte.get(usize::from(text[at])).copied().unwrap_or_default();
        let second = text.get(at + 1).map(u8::to_ascii_lowercase);
        let signs = self.signs.get(usize::from(first)..usize::from(last)).unwrap_or_default();
        for (number, sign) in (first..).zip(signs) {
            if sign.second.is_some() && sign.second != second {
                continue;
            }
            if let Some(start) = at.checked_sub(usize::from(sign.rare))
                && sign.stands_at(text, start)
            {
                finds.add(number, start as u32, (start + sign.text.len()) as u32);
            }
        }
    }
}

/// How many pairs of bytes are looked at in one go.
const STRIDE: usize = 8;

/// Whether some of the pairs of a few bytes are of signs. All are looked at, and the outcome is asked once: few are.
#[inline]
fn may_have_any(pairs: &[u64; PAIRS], bytes: &[u8]) -> bool {
    let Ok(bytes) = <&[u8; STRIDE + 1]>::try_from(bytes) else { return true };
    let mut found = 0;
    for at in 0..STRIDE {
        let pair = usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        found |= pairs[pair / 64] >> (pair % 64);
    }
    found & 1 != 0
}

/// What is found, with the number of the last find of each sign.
struct Finds {
    found: Vec<Found>,
    last: Vec<usize>,
}

impl Finds {
    /// Adds a find, or makes the last one of its sign longer where both touch: a megabyte of brackets is one place.
    fn add(&mut self, number: u16, start: u32, end: u32) {
        let Some(last) = self.last.get_mut(usize::from(number)) else { return };
        match self.found.get_mut(*last) {
            Some(before) if before.2 >= start => before.2 = before.2.max(end),
            _ => {
                *last = self.found.len();
                self.found.push((number, start, end));
            }
        }
    }
}

/// Which bit of which word of the table two bytes have. They are one number as they stand in memory: most of the time of
/// a pass goes into this.
#[inline]
fn place(first: u8, second: u8) -> (usize, u64) {
    let pair = usize::from(u16::from_le_bytes([first, second]));
    (pair / 64, 1 << (pair % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_finds_every_sign() {
        let signs = Signs::new(vec![
            Sign::new("TK".into(), false, 0, 0),
            Sign::new("Comm".into(), true, 0, 1),
            Sign::new("://".into(), false, 1, 0),
            Sign::new("—".into(), false, 2, 7),
            Sign::new("[[".into(), false, 3, 0),
        ]);
        let text = "A TK, no tk; COMMENT and comma: http://x [[ — “a” comm";
        let mut found: Vec<(&str, usize)> = Vec::new();
        for (number, start, _) in signs.find(text) {
            found.push((&signs.signs[usize::from(number)].text, start as usize));
        }
        let mut wanted: Vec<(&str, usize)> = Vec::new();
        for (sign, folds) in [("TK", false), ("comm", true), ("://", false), ("—", false), ("[[", false)] {
            let text = if folds { text.to_ascii_lowercase() } else { text.to_owned() };
            let starts = (0..text.len()).filter(|at| text.is_char_boundary(*at) && text[*at..].starts_with(sign));
            wanted.extend(starts.map(|start| (sign, start)));
        }
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
        assert!(Signs::default().find(text).is_empty());
        let places: Vec<(u32, u32)> = signs.find("[[[[ TKTK TK").iter().map(|found| (found.1, found.2)).collect();
        assert_eq!(places, [(0, 4), (5, 9), (10, 12)]);
    }
}
