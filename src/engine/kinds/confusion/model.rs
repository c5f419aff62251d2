//! Model: what is likely at a place, by weights that `cargo run --example train_confusion` writes; see `model/README.md`.
//!
//! It is log-linear: what stands around a place adds to the score of each word of a set. A few features of the nearest
//! neighbours have weights of their own, by which most places are dismissed before anything else is read.

use super::lines::Lines;
use crate::document::tagger::model::{Table, sections};
use crate::list::word_hash;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How the file begins.
pub const MAGIC: [u8; 4] = *b"cdC2";

/// Over how many tables the features are spread.
pub const PARTS: usize = 2;

/// How many sections there are: three for the sets, and for each table of features.
pub const SECTIONS: usize = 3 + 3 * PARTS;

/// By what weights are multiplied before they are rounded to a byte.
pub const SCALE: f32 = 16.0;

/// The most words of a set.
pub const MOST_WORDS: usize = 4;

/// What is added up for each word of a set, in parts of [`SCALE`].
pub type Sums = [i32; MOST_WORDS];

/// After how many places the weights are laid out anew: an article has a few hundred, and ends before it would be worth it.
const MANY: u32 = 2000;

/// The data file.
#[derive(Debug)]
pub struct ConfusionModel<'model> {
    sets: Table<'model>,
    parts: [Table<'model>; PARTS],
    /// How many places were looked at, until the lines are laid out.
    seen: AtomicU32,
    lines: OnceLock<Option<Lines>>,
}

/// The number of a set: of its words, in their order.
pub fn set_key<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    words.fold(7, |key, word| (key.rotate_left(19) ^ word_hash(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The number of a feature for the words of a set.
pub fn of_set(set: u64, feature: u64) -> u64 {
    (feature ^ set.rotate_left(31)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// Which table holds a feature. The upper bits choose a place in it.
pub fn part_of(feature: u64) -> usize {
    (feature >> 20) as usize % PARTS
}

impl<'model> ConfusionModel<'model> {
    /// Takes the file apart. `None` where it is not such a file.
    pub fn new(bytes: &'model [u8]) -> Option<Self> {
        let sections = sections::<SECTIONS>(bytes, MAGIC)?;
        let table = |number: usize| Table::new(sections[number], sections[number + 1], sections[number + 2]);
        let sets = table(0)?;
        let mut parts = [sets; PARTS];
        for (number, part) in parts.iter_mut().enumerate() {
            *part = table(3 + 3 * number)?;
        }
        Some(Self { sets, parts, seen: AtomicU32::new(0), lines: OnceLock::new() })
    }

    /// Counts a place that is looked at. Once there were many, the weights are laid out to be found faster.
    pub fn count(&self) {
        if self.lines.get().is_none() && self.seen.fetch_add(1, Ordering::Relaxed) == MANY {
            self.lines.get_or_init(|| Lines::new(&self.parts));
        }
    }

    /// Whether the model has learnt a set.
    pub fn knows(&self, set: u64) -> bool {
        self.sets.get(set).is_some()
    }

    /// What another word must lead by, in parts of [`SCALE`] and by the early features alone, to be looked at further: the
    /// entry of a set has a number of 16 bits for each word that may be written.
    pub fn early_limit(&self, set: u64, written: usize) -> i32 {
        let limits = self.sets.get(set).unwrap_or_default();
        limits.chunks_exact(2).nth(written).map_or(i32::MIN, |limit| i16::from_le_bytes([limit[0], limit[1]]).into())
    }

    /// Adds what some features say for the words of a set, of which there are `words`. An entry of one byte speaks for the
    /// second of two words; others are pairs of a word's number and its weight.
    #[inline]
    pub fn add(&self, set: u64, words: usize, features: &[u64], sums: &mut Sums) {
        let own = features.iter().map(|feature| of_set(set, *feature));
        match self.lines.get() {
            Some(Some(lines)) if words > 2 => own.for_each(|feature| lines.add_wide(feature, sums)),
            Some(Some(lines)) => lines.add(own, sums),
            _ => own.for_each(|feature| self.add_of_file(feature, sums)),
        }
    }

    fn add_of_file(&self, feature: u64, sums: &mut Sums) {
        let Some(values) = self.parts[part_of(feature)].get(feature) else { return };
        if let [weight] = values {
            sums[1] += i32::from(i8::from_le_bytes([*weight]));
            return;
        }
        for pair in values.chunks_exact(2) {
            if let Some(sum) = sums.get_mut(usize::from(pair[0])) {
                *sum += i32::from(i8::from_le_bytes([pair[1]]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laid_out_weights_are_those_of_the_file() {
        let file = ConfusionModel::new(include_bytes!("../../../../model/confusion.bin")).expect("the data file");
        let laid = ConfusionModel::new(include_bytes!("../../../../model/confusion.bin")).expect("the data file");
        (0..=MANY).for_each(|_| laid.count());
        assert!(laid.lines.get().is_some() && file.lines.get().is_none());
        // Back to a feature of the set 0: the bits between are free but for the one that chooses the table.
        let known = file
            .parts
            .iter()
            .enumerate()
            .flat_map(|(part, table)| table.entries().map(move |(key, _)| key | (part as u64) << 20));
        let unknown = (0..50_000u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let inverse = (0..6).fold(1u64, |inverse, _| {
            inverse.wrapping_mul(2u64.wrapping_sub(0xd6e8_feb8_6659_fd93u64.wrapping_mul(inverse)))
        });
        let mut differ = 0;
        for key in known.chain(unknown) {
            // What has one byte speaks for sets of two words.
            let words = file.parts[part_of(key)].get(key).map_or(2, |values| if values.len() == 1 { 2 } else { 3 });
            let feature = key.wrapping_mul(inverse);
            let (mut one, mut other) = ([0; MOST_WORDS], [0; MOST_WORDS]);
            file.add(0, words, &[feature], &mut one);
            laid.add(0, words, &[feature], &mut other);
            assert_eq!(one, other);
            differ += u32::from(one != [0; MOST_WORDS]);
        }
        assert!(differ > 90_000, "{differ}");
    }
}
