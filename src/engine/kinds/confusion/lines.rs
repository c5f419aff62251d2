//! Lines: the weights of the model once more, laid out to be found at one look.
//!
//! In the file a weight is three looks away from its key, each where the one before says. A run over many drafts asks for
//! millions; for it the weights are laid out in lines, each a quarter of what the processor fetches at once. What a line has
//! no room for, and what speaks for more than two words, stands in lines of its own.

use super::model::{MOST_WORDS, PARTS, Sums, part_of};
use crate::document::tagger::model::Table;

/// How many features have room in a line.
const ROOM: usize = 5;

/// How many of the upper bits of a feature may choose its line.
const MOST_BITS: u32 = 15;

/// The features that share their upper bits, in two numbers that are read at once.
#[derive(Copy, Clone, Debug, Default)]
#[repr(C, align(16))]
struct Line {
    /// The lower 16 bits of the first four.
    prints: u64,
    /// The lower bits of the fifth, then, a byte each, what the five say for the second of two words, then whether some had
    /// no room.
    rest: u64,
}

/// How many lines are read at once.
const AT_ONCE: usize = 8;

/// 1 in each of four numbers of 16 bits, and the highest bit of each.
const ONES: u64 = 0x0001_0001_0001_0001;
const HIGHEST: u64 = 0x8000_8000_8000_8000;

impl Line {
    /// Which of the features has these lower bits, the first if there are several.
    #[inline]
    fn find(&self, print: u16) -> Option<u32> {
        let differ = self.prints ^ u64::from(print).wrapping_mul(ONES);
        let zeros = differ.wrapping_sub(ONES) & !differ & HIGHEST;
        match zeros {
            0 => (self.rest as u16 == print).then_some(ROOM as u32 - 1),
            zeros => Some(zeros.trailing_zeros() / u16::BITS),
        }
    }

    fn weight(&self, own: u32) -> i8 {
        (self.rest >> (u16::BITS + u8::BITS * own)) as i8
    }

    fn put(&mut self, own: usize, print: u16, weight: u8) {
        match own {
            0..4 => self.prints |= u64::from(print) << (16 * own),
            _ => self.rest |= u64::from(print),
        }
        self.rest |= u64::from(weight) << (16 + 8 * own);
    }

    fn is_full(&self) -> bool {
        self.rest >> (u64::BITS - u8::BITS) != 0
    }

    fn fill(&mut self) {
        self.rest |= 1 << (u64::BITS - u8::BITS);
    }
}

/// How many features have room in a wide line.
const WIDE_ROOM: usize = 4;

/// How many wide lines there are, as a power of two.
const WIDE_BITS: u32 = 12;

/// Features with what they say for each word of a set.
#[derive(Copy, Clone, Debug, Default)]
#[repr(C, align(32))]
struct WideLine {
    /// The kept bits of each, plus 1; 0 is free.
    keys: [u32; WIDE_ROOM],
    weights: [[i8; MOST_WORDS]; WIDE_ROOM],
}

/// All lines.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Box<[Line]>,
    wide: Box<[WideLine]>,
    /// By how much a feature is shifted to get the upper bits that choose its line.
    shift: u32,
}

impl Lines {
    /// Lays out the weights of the tables. `None` where they do not share their form, or are too
    /// many.
    pub(super) fn new(parts: &[Table<'_>; PARTS]) -> Option<Self> {
        let shift = parts[0].shift();
        if shift < u64::BITS - MOST_BITS || parts.iter().any(|part| part.shift() != shift) {
            return None;
        }
        let mut lines = vec![Line::default(); PARTS << (u64::BITS - shift)];
        let mut taken = vec![0u8; lines.len()];
        let mut wide = vec![WideLine::default(); 1 << WIDE_BITS];
        for (part, table) in parts.iter().enumerate() {
            for (key, values) in table.entries() {
                let at = place(key, shift, part);
                let (line, taken) = (&mut lines[at], &mut taken[at]);
                let own = usize::from(*taken);
                // Of two that cannot be told apart the first counts, as in the file.
                let is_known = line.find(key as u16).is_some_and(|known| (known as usize) < own);
                if is_known || !is_new(&wide, at, key) {
                    continue;
                }
                if let ([weight], true) = (values, own < ROOM) {
                    *taken += 1;
                    line.put(own, key as u16, *weight);
                } else {
                    if values.len() == 1 {
                        line.fill();
                    }
                    put(&mut wide, at, key, weights(values))?;
                }
            }
        }
        Some(Self { lines: lines.into(), wide: wide.into(), shift })
    }

    /// Adds what features say for the words of a set.
    #[inline]
    pub(super) fn add(&self, mut features: impl Iterator<Item = u64>, sums: &mut Sums) {
        // All lines of a round are read before any is asked, so that the waits for memory are one.
        let mut round = [(0, Line::default()); AT_ONCE];
        loop {
            let mut read = 0;
            for (own, feature) in round.iter_mut().zip(&mut features) {
                *own = (feature, self.line(feature));
                read += 1;
            }
            round[..read].iter().for_each(|(feature, line)| self.add_of_line(*feature, *line, sums));
            if read < AT_ONCE {
                return;
            }
        }
    }

    #[inline]
    fn line(&self, feature: u64) -> Line {
        self.lines.get(place(feature, self.shift, part_of(feature))).copied().unwrap_or_default()
    }

    #[inline]
    fn add_of_line(&self, feature: u64, line: Line, sums: &mut Sums) {
        let weight = line.find(feature as u16).map_or(0, |own| line.weight(own));
        sums[1] += i32::from(weight);
        if weight == 0 && line.is_full() {
            self.add_wide(feature, sums);
        }
    }

    /// The same for a set of more than two words.
    #[inline]
    pub(super) fn add_wide(&self, feature: u64, sums: &mut Sums) {
        let at = place(feature, self.shift, part_of(feature));
        if let Some(weights) = find(&self.wide, at, feature) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(weight));
        }
    }
}

/// Which line a feature of a table has.
#[inline]
fn place(feature: u64, shift: u32, part: usize) -> usize {
    (feature >> shift) as usize * PARTS + part
}

/// The kept bits of a feature as one number, and its wide line.
#[inline]
fn wide_place(at: usize, feature: u64) -> (u32, usize) {
    let kept = (at as u32) << u16::BITS | u32::from(feature as u16);
    (kept.wrapping_add(1), (kept.wrapping_mul(0x9e37_79b1) >> (u32::BITS - WIDE_BITS)) as usize)
}

/// What a feature says for each word. A full line is followed by the next.
#[inline]
fn find(wide: &[WideLine], at: usize, feature: u64) -> Option<[i8; MOST_WORDS]> {
    let (key, first) = wide_place(at, feature);
    for number in first..first + wide.len() {
        let line = wide.get(number & (wide.len() - 1))?;
        if let Some(own) = line.keys.iter().position(|known| *known == key) {
            return line.weights.get(own).copied();
        }
        if line.keys.contains(&0) {
            return None;
        }
    }
    None
}

fn is_new(wide: &[WideLine], at: usize, feature: u64) -> bool {
    find(wide, at, feature).is_none()
}

/// Puts a feature into its wide line or the next with room; `None` where there is none.
fn put(wide: &mut [WideLine], at: usize, feature: u64, weights: [i8; MOST_WORDS]) -> Option<()> {
    let (key, first) = wide_place(at, feature);
    let mask = wide.len() - 1;
    let numbers = (first..first + wide.len()).map(|number| number & mask);
    for number in numbers {
        let line = &mut wide[number];
        if let Some(own) = line.keys.iter().position(|known| *known == 0) {
            line.keys[own] = key;
            line.weights[own] = weights;
            return Some(());
        }
    }
    None
}

/// What an entry of the file says for each word.
fn weights(values: &[u8]) -> [i8; MOST_WORDS] {
    let mut weights = [0i8; MOST_WORDS];
    if let [weight] = values {
        weights[1] = i8::from_le_bytes([*weight]);
        return weights;
    }
    for pair in values.chunks_exact(2) {
        if let Some(weight) = weights.get_mut(usize::from(pair[0])) {
            *weight = weight.wrapping_add(i8::from_le_bytes([pair[1]]));
        }
    }
    weights
}
