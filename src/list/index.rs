//! Index: what stands at a word, found by its hash.

use super::Seq;

/// Which values stand at a word hash: a table with open addressing, built at build time for what is in the binary.
///
/// Most words that are looked up stand in no table. A byte of bits for each slot, a bit for each word, says so: the bits
/// of all tables fit into near memory, their slots do not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WordIndex<T: 'static> {
    /// A bit for each of the words, by bits of their hashes that the slots do not use. The length is a power of two, or 0.
    pub known: Seq<u64>,
    /// Hash (0 is free), then the range in `values`. The length is a power of two, or 0.
    pub slots: Seq<(u64, u32, u32)>,
    /// The values, grouped by word.
    pub values: Seq<T>,
}

impl<T: Clone> WordIndex<T> {
    /// Builds the table. Values of one word keep their order.
    pub fn new(mut pairs: Vec<(u64, T)>) -> Self {
        pairs.sort_by_key(|(word, _)| *word);
        let words = pairs.chunk_by(|one, next| one.0 == next.0).count();
        let size = (words * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, 0, 0); size];
        let mut known = vec![0; (size / 8).max(1)];
        let mut start = 0;
        while start < pairs.len() {
            let word = pairs[start].0;
            let len = pairs[start..].iter().take_while(|(other, _)| *other == word).count();
            let mut slot = word as usize & (size - 1);
            while slots[slot].2 != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = (word, start as u32, (start + len) as u32);
            let (place, bit) = known_at(word, known.len());
            known[place] |= bit;
            start += len;
        }
        Self { known: known.into(), slots: slots.into(), values: pairs.into_iter().map(|(_, value)| value).collect() }
    }

    /// The values of a word.
    #[inline]
    pub fn get(&self, word: u64) -> &[T] {
        if self.may_hold(word) { self.find(word) } else { &[] }
    }

    /// Whether a word may have values: it has none where this says no.
    #[inline]
    fn may_hold(&self, word: u64) -> bool {
        let (place, bit) = known_at(word, self.known.len());
        self.known.get(place).is_some_and(|bits| bits & bit != 0)
    }

    /// The values of a word, by the slots.
    fn find(&self, word: u64) -> &[T] {
        let slots = &*self.slots;
        if slots.is_empty() {
            return &[];
        }
        let mask = slots.len() - 1;
        let mut slot = word as usize & mask;
        loop {
            let (found, start, end) = slots[slot];
            if end == 0 {
                return &[];
            }
            if found == word {
                return self.values.get(start as usize..end as usize).unwrap_or_default();
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// Which bit of which of some numbers is a word's.
#[inline]
fn known_at(word: u64, numbers: usize) -> (usize, u64) {
    ((word >> 32) as usize & numbers.wrapping_sub(1), 1 << (word >> 58))
}
