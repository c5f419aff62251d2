//! Signs: rules by strings that are rare in prose. One pass over the text finds all of them.

use crate::list::{Seq, Text};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A string that leads to a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sign {
    /// The string; in small letters where case is of no matter.
    pub text: Text,
    /// Whether case is of no matter.
    pub folds: bool,
    /// The number of the rule.
    pub rule: u32,
    /// The item of its kind.
    pub item: u32,
}

/// What two bytes lead to. Each sign has two such pairs, one behind the other, so that the pass need only look at every
/// second place.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct SignPlace {
    /// The number of the sign.
    pub sign: u16,
    /// How far behind the start of the sign the two bytes stand; -1 where it begins at the second of them.
    pub offset: i16,
    /// The byte behind the two, as a small letter, where the sign goes on so far.
    pub third: Option<u8>,
}

/// The signs of all rules.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signs {
    /// The signs.
    pub signs: Seq<Sign>,
    /// What pairs of bytes lead to; of those of a sign the one that is further on first.
    pub places: Seq<SignPlace>,
    /// For each known pair, in order, the range of what it leads to.
    pub ranges: Seq<(u32, u32)>,
    /// For each number of `known`, how many pairs are known before it.
    pub ranks: Seq<u16>,
    /// For each two bytes a bit: whether a sign is found by them.
    pub known: Seq<u64>,
}

/// A sign found: its number in the table, and where it begins and ends, in bytes. Several that touch are found as one.
pub type Found = (u16, u32, u32);

/// The small letters of English from the most frequent to the rarest; the rest is rarer than any.
const BY_FREQUENCY: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";

/// How many words of bits hold one for each two bytes.
const PAIRS: usize = 65536 / 64;

/// How rare the marks are that any prose holds.
const MARK: usize = 20;

/// How rare a byte is in prose, in either case; greater is rarer.
fn rarity(byte: u8) -> usize {
    match BY_FREQUENCY.iter().position(|known| *known == byte.to_ascii_lowercase()) {
        Some(place) => place,
        // The bytes of marks beyond ASCII share their first ones.
        None if matches!(byte, 0xe2 | 0x80) => 8,
        None if matches!(byte, b',' | b'.' | b'"' | b'-' | b'\'' | b'(' | b')') => MARK,
        None => 40,
    }
}

impl Sign {
    /// A sign of a rule's item.
    pub fn new(text: Text, folds: bool, rule: u32, item: u32) -> Self {
        let text = if folds { text.to_ascii_lowercase().into() } else { text };
        Self { text, folds, rule, item }
    }

    /// Whether it is found by its first byte alone: it has no more, or one more that is in every line.
    fn is_one_byte(&self) -> bool {
        match *self.text.as_bytes() {
            [] | [_] => true,
            [first, second] => rarity(first) >= MARK && rarity(second) < MARK,
            _ => false,
        }
    }

    /// The offsets of the pairs by which it is found: its rarest two bytes, and one of the pairs beside them. A sign of one
    /// byte has one, and is looked for at every place.
    fn offsets(&self) -> Vec<u8> {
        let pairs = self.text.as_bytes().windows(2).take(254).zip(0..);
        let rarest = pairs.max_by_key(|(pair, _)| rarity(pair[0]) + rarity(pair[1])).map_or(0, |(_, at)| at);
        match rarest {
            _ if self.is_one_byte() => vec![0],
            0 => vec![1, 0],
            rarest => vec![rarest, rarest - 1],
        }
    }

    /// The two bytes that lead to it at an offset, in every case that they may have, with that offset; and, where it is found
    /// by one byte, those of which it is the second.
    fn pairs(&self, offset: u8) -> Vec<((u8, u8), i16)> {
        let any = || (0..=255).collect();
        let cases = |at: usize| match self.text.as_bytes().get(at) {
            Some(byte) if self.folds => vec![byte.to_ascii_lowercase(), byte.to_ascii_uppercase()],
            Some(byte) => vec![*byte],
            None => any(),
        };
        let is_one_byte = self.is_one_byte();
        let first = cases(usize::from(offset));
        let second = if is_one_byte { any() } else { cases(usize::from(offset) + 1) };
        let both = |firsts: &[u8], seconds: &[u8], offset: i16| {
            let pairs = firsts.iter().flat_map(|first| seconds.iter().map(move |second| (*first, *second)));
            pairs.map(|pair| (pair, offset)).collect::<Vec<_>>()
        };
        let mut all = both(&first, &second, i16::from(offset));
        if is_one_byte {
            all.extend(both(&any(), &first, -1));
        }
        // Where two bytes lead to it twice, to the earlier place first.
        all.sort_unstable_by_key(|(pair, offset)| (*pair, Reverse(*offset)));
        all.dedup();
        all
    }

    /// What stands behind two bytes that lead to it, as a small letter.
    fn third(&self, offset: i16) -> Option<u8> {
        let third = usize::try_from(offset + 2).ok().and_then(|at| self.text.as_bytes().get(at));
        third.map(u8::to_ascii_lowercase)
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
        signs.sort_by_cached_key(|sign| (sign.text.to_string(), sign.rule, sign.item));
        signs.truncate(u16::MAX as usize / 2);
        if signs.is_empty() {
            return Self::default();
        }
        let mut led: BTreeMap<u16, Vec<SignPlace>> = BTreeMap::new();
        for (sign, number) in signs.iter().zip(0..) {
            for offset in sign.offsets() {
                for ((first, second), offset) in sign.pairs(offset) {
                    let place = SignPlace { sign: number, offset, third: sign.third(offset) };
                    led.entry(u16::from_le_bytes([first, second])).or_default().push(place);
                }
            }
        }
        let (mut places, mut ranges, mut starts) = (Vec::new(), Vec::new(), HashMap::new());
        let (mut known, mut ranks) = (vec![0_u64; PAIRS], vec![0_u16; PAIRS]);
        for (pair, own) in led {
            let length = own.len();
            let start = *starts.entry(own).or_insert_with_key(|own| {
                places.extend_from_slice(own);
                places.len() - own.len()
            });
            ranges.push((start as u32, (start + length) as u32));
            known[usize::from(pair / 64)] |= 1 << (pair % 64);
        }
        let mut before = 0;
        for (rank, bits) in ranks.iter_mut().zip(&known) {
            *rank = before;
            before = before.wrapping_add(bits.count_ones() as u16);
        }
        let (places, ranges) = (places.into(), ranges.into());
        Self { signs: signs.into(), places, ranges, ranks: ranks.into(), known: known.into() }
    }

    /// Every place of every sign in a text, in order of the signs and then of place.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let Ok(known) = <&[u64; PAIRS]>::try_from(&*self.known) else { return Vec::new() };
        let text = text.as_bytes();
        let mut finds = Finds { found: Vec::new(), last: vec![usize::MAX; self.signs.len()] };
        let (strides, rest) = text.as_chunks::<STRIDE>();
        for (stride, start) in strides.iter().zip((0..).step_by(STRIDE)) {
            if may_have_any(known, stride) {
                self.compare_all(text, start..start + STRIDE, known, &mut finds);
            }
        }
        self.compare_all(text, text.len() - rest.len()..text.len(), known, &mut finds);
        finds.found.sort_unstable();
        finds.found
    }

    /// Adds the signs that are found by every second pair of a stretch.
    fn compare_all(&self, text: &[u8], stretch: Range<usize>, known: &[u64; PAIRS], finds: &mut Finds) {
        for at in stretch.step_by(2) {
            // Behind the end, nothing stands that is part of a sign.
            let second = text.get(at + 1).copied().unwrap_or_default();
            for place in self.led(known, text[at], second) {
                let next = || text.get(at + 2).map(u8::to_ascii_lowercase);
                if place.third.is_none() || place.third == next() {
                    self.add(text, *place, at, finds);
                }
            }
        }
    }

    /// What two bytes lead to.
    #[inline]
    fn led(&self, known: &[u64; PAIRS], first: u8, second: u8) -> &[SignPlace] {
        let (word, bit) = place(first, second);
        if known[word] & bit == 0 {
            return &[];
        }
        let before = self.ranks.get(word).map_or(0, |rank| usize::from(*rank));
        let rank = before + (known[word] & (bit - 1)).count_ones() as usize;
        let (start, end) = self.ranges.get(rank).copied().unwrap_or_default();
        self.places.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Adds the sign of a place if it stands there. `at` is where the two bytes stand that lead to it.
    fn add(&self, text: &[u8], place: SignPlace, at: usize, finds: &mut Finds) {
        if let Some(start) = at.checked_add_signed(-isize::from(place.offset))
            && let Some(sign) = self.signs.get(usize::from(place.sign))
            && sign.stands_at(text, start)
        {
            finds.add(place.sign, start as u32, (start + sign.text.len()) as u32);
        }
    }
}

/// How many bytes are looked at in one go.
const STRIDE: usize = 8;

/// Whether some of the pairs of a few bytes are known. All are looked at, and the outcome is asked once: few are.
#[inline]
fn may_have_any(known: &[u64; PAIRS], bytes: &[u8; STRIDE]) -> bool {
    let bytes = u64::from_le_bytes(*bytes);
    let mut found = 0;
    for at in 0..STRIDE / 2 {
        let pair = usize::from((bytes >> (16 * at)) as u16);
        found |= known[pair / 64] >> (pair % 64);
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
            Sign::new(";".into(), false, 3, 1),
            Sign::new("- ".into(), false, 3, 2),
        ]);
        // Once more with every sign at the other of even and odd places.
        for text in [
            "A TK- no tk; COMMENT and comma: http://x - [[ — “a” comm-",
            " A TK- no tk; COMMENT, http://x - [[ — “a” com-; ",
        ] {
            finds_all(&signs, text);
        }
        assert!(Signs::default().find("A TK").is_empty());
        let places: Vec<(u32, u32)> = signs.find("[[[[ TKTK TK").iter().map(|found| (found.1, found.2)).collect();
        assert_eq!(places, [(5, 9), (10, 12), (0, 4)]);
    }

    fn finds_all(signs: &Signs, text: &str) {
        let mut found: Vec<(&str, usize)> = Vec::new();
        for (number, start, _) in signs.find(text) {
            found.push((&signs.signs[usize::from(number)].text, start as usize));
        }
        let mut wanted: Vec<(&str, usize)> = Vec::new();
        let signs =
            [("TK", false), ("comm", true), ("://", false), ("—", false), ("[[", false), (";", false), ("- ", false)];
        for (sign, folds) in signs {
            let text = if folds { text.to_ascii_lowercase() } else { text.to_owned() };
            let starts = (0..text.len()).filter(|at| text.is_char_boundary(*at) && text[*at..].starts_with(sign));
            wanted.extend(starts.map(|start| (sign, start)));
        }
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
    }
}
