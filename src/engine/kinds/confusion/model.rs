//! Model: what is likely at a place, by weights that `cargo run --example train_confusion` writes; see `model/README.md`.
//!
//! It is log-linear, in two layers. The lower one is learnt from all words of the treebanks: which group of tags belongs
//! at a place, by the words around it. The upper one is learnt from the places of a set's own words: it adds what words
//! and tags around say for each of them to the logarithm of what the lower one expects of it.

use super::place::{GROUPS, Place};
use crate::document::tagger::model::{Table, sections};
use crate::list::word_hash;

/// How the file begins.
pub const MAGIC: [u8; 4] = *b"cdC1";

/// How many sections there are: three for each of the groups, the words of sets, and the sets.
pub const SECTIONS: usize = 9;

/// By what weights are multiplied before they are rounded to a byte.
pub const SCALE: f32 = 16.0;

/// The most words of a set.
pub const MOST_WORDS: usize = 4;

/// The data file.
#[derive(Copy, Clone, Debug)]
pub struct ConfusionModel<'model> {
    groups: Table<'model>,
    words: Table<'model>,
    sets: Table<'model>,
}

/// The number of a set: of its words, in their order.
pub fn set_key<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    words.fold(7, |key, word| (key.rotate_left(19) ^ word_hash(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The number of a feature for the words of a set.
pub fn of_set(set: u64, feature: u64) -> u64 {
    (feature ^ set.rotate_left(31)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

impl<'model> ConfusionModel<'model> {
    /// Takes the file apart. `None` where it is not such a file.
    pub fn new(bytes: &'model [u8]) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, i] = sections::<SECTIONS>(bytes, MAGIC)?;
        Some(Self { groups: Table::new(a, b, c)?, words: Table::new(d, e, f)?, sets: Table::new(g, h, i)? })
    }

    /// Whether the model has learnt a set.
    pub fn knows(&self, set: u64) -> bool {
        self.sets.get(set).is_some()
    }

    /// How likely each group is at a place.
    pub fn expected(&self, place: &Place) -> [f32; GROUPS] {
        let mut sums = [0i32; GROUPS];
        place.words(|feature| add(&self.groups, feature, &mut sums));
        softmax(sums.map(|sum| sum as f32 / SCALE))
    }

    /// What the lower layer says for each word of a set: the weighed logarithm of how likely it is. The entry of a set is a
    /// weight in sixteenths for the whole, then for each word a count of groups, and each group with the logarithm of the
    /// word’s share of it, in negative eighths.
    pub fn lower(&self, set: u64, expected: &[f32; GROUPS]) -> [f32; MOST_WORDS] {
        let mut scores = [0.0; MOST_WORDS];
        let Some((weight, mut rest)) = self.sets.get(set).and_then(<[u8]>::split_first) else { return scores };
        for score in &mut scores {
            let Some((count, pairs)) = rest.split_first() else { break };
            let Some((pairs, next)) = pairs.split_at_checked(usize::from(*count) * 2) else { break };
            rest = next;
            let share = |pair: &[u8]| {
                let likely = expected.get(usize::from(pair[0])).copied().unwrap_or_default();
                likely * (-f32::from(pair[1]) / 8.0).exp()
            };
            let likely: f32 = pairs.chunks_exact(2).map(share).sum();
            *score = f32::from(*weight) / SCALE * (likely + FLOOR).ln();
        }
        scores
    }

    /// Adds what a feature says for the words of a set.
    pub fn add_word(&self, set: u64, feature: u64, sums: &mut [i32; MOST_WORDS]) {
        add(&self.words, of_set(set, feature), sums);
    }
}

/// What is added to how likely something is, so that nothing is impossible.
pub const FLOOR: f32 = 1e-3;

fn add<const N: usize>(table: &Table<'_>, feature: u64, sums: &mut [i32; N]) {
    for pair in table.get(feature).unwrap_or_default().chunks_exact(2) {
        if let Some(sum) = sums.get_mut(usize::from(pair[0])) {
            *sum += i32::from(i8::from_le_bytes([pair[1]]));
        }
    }
}

/// Turns scores into shares of 1.
pub fn softmax<const N: usize>(mut scores: [f32; N]) -> [f32; N] {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - highest).exp());
    let sum: f32 = scores.iter().sum();
    scores.map(|score| score / sum)
}
