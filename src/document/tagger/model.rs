//! Model: the weights, the lexicon and the exceptions of the lemmas as they lie in the data file. Nothing is copied or
//! decoded when it is loaded: every read goes to the bytes.
//!
//! All numbers are little-endian. The file begins with [`MAGIC`] and the lengths in bytes of its sections, [`SECTIONS`]
//! numbers of 32 bits; the sections follow. A section that maps keys to values is a [`Table`].

use super::lexicon::{Class, Lexicon, class_of_entry};
use super::tag::SCORED;
use crate::document::tokens::Case;

/// How the file begins.
pub const MAGIC: [u8; 4] = *b"cdT1";

/// How many sections there are: three for the features, three for the lexicon and its classes, four for lemmas.
pub const SECTIONS: usize = 10;

/// How many bytes a class takes: its set of tags, its first tag, its flags.
pub const CLASS_BYTES: usize = 10;

/// The weights of the tags for one token, in the order of the tags.
pub type Scores = [i16; SCORED];

/// A map from 64-bit keys to values of a few bytes each.
///
/// `buckets` holds, for each value of the upper bits of a key, the number of the first entry (16 bits) and where its
/// values begin (32 bits); one more of them ends the table. `prints` holds the lower 16 bits of each entry's key and the
/// length of its values, a byte.
#[derive(Copy, Clone, Debug)]
pub struct Table<'model> {
    buckets: &'model [u8],
    prints: &'model [u8],
    values: &'model [u8],
    shift: u32,
}

/// Entries that share the upper bits of their keys.
#[derive(Copy, Clone, Default)]
struct Bucket<'model> {
    prints: &'model [u8],
    /// Where the values of the first one begin.
    start: usize,
}

/// How many of the lowest bits of a key a sieve looks at.
const SIEVE_BITS: u32 = 5;

/// How many bytes a bucket takes.
pub const BUCKET_BYTES: usize = 6;

/// How many bytes an entry takes beside its values.
pub const PRINT_BYTES: usize = 3;

impl<'model> Table<'model> {
    /// A table in three sections. `None` where their lengths do not fit.
    pub fn new(buckets: &'model [u8], prints: &'model [u8], values: &'model [u8]) -> Option<Self> {
        let count = (buckets.len() / BUCKET_BYTES).checked_sub(1)?;
        let fits = count.is_power_of_two() && count > 1 && buckets.len().is_multiple_of(BUCKET_BYTES);
        fits.then(|| Self { buckets, prints, values, shift: 64 - count.trailing_zeros() })
    }

    /// By how much a key is shifted to get the upper bits that choose its bucket.
    pub fn shift(&self) -> u32 {
        self.shift
    }

    /// Every entry: the upper and lower bits of its key that are kept, the others being 0, with its values.
    pub fn entries(&self) -> impl Iterator<Item = (u64, &'model [u8])> {
        let (buckets, prints, values, shift) = (self.buckets, self.prints, self.values, self.shift);
        let bucket = move |number: usize| {
            let at = number * BUCKET_BYTES;
            let &[a, b, c, d, e, f] = buckets.get(at..at + BUCKET_BYTES)? else { return None };
            Some((usize::from(u16::from_le_bytes([a, b])), u32::from_le_bytes([c, d, e, f]) as usize))
        };
        (0..buckets.len() / BUCKET_BYTES - 1).flat_map(move |number| {
            let (first, mut start) = bucket(number).unwrap_or_default();
            let (last, _) = bucket(number + 1).unwrap_or_default();
            let own = prints.get(first * PRINT_BYTES..last * PRINT_BYTES).unwrap_or_default();
            own.chunks_exact(PRINT_BYTES).map(move |print| {
                let end = start + usize::from(print[2]);
                let found = values.get(start..end).unwrap_or_default();
                start = end;
                ((number as u64) << shift | u64::from(u16::from_le_bytes([print[0], print[1]])), found)
            })
        })
    }

    /// A bit for each of so many keys that share their upper and lowest bits: those without it have no values.
    fn sieve(&self) -> Vec<u64> {
        let mut sieve = vec![0; ((1 << (u64::BITS - self.shift)) << SIEVE_BITS) / 64];
        for (key, _) in self.entries() {
            let (place, bit) = self.sieve_at(key);
            sieve[place] |= bit;
        }
        sieve
    }

    #[inline]
    fn sieve_at(&self, key: u64) -> (usize, u64) {
        let kept = key >> self.shift << SIEVE_BITS | key & ((1 << SIEVE_BITS) - 1);
        ((kept / 64) as usize, 1 << (kept % 64))
    }

    /// The values of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<&'model [u8]> {
        self.in_bucket(self.bucket(key)?, key)
    }

    /// The entries that a key may be among, and where their values begin.
    #[inline]
    fn bucket(&self, key: u64) -> Option<Bucket<'model>> {
        let at = (key >> self.shift) as usize * BUCKET_BYTES;
        let &[a, b, c, d, e, f, next_a, next_b] = self.buckets.get(at..at + 8)? else { return None };
        let first = usize::from(u16::from_le_bytes([a, b]));
        let last = usize::from(u16::from_le_bytes([next_a, next_b]));
        let prints = self.prints.get(first * PRINT_BYTES..last * PRINT_BYTES)?;
        Some(Bucket { prints, start: u32::from_le_bytes([c, d, e, f]) as usize })
    }

    /// The values of a key in its bucket.
    #[inline]
    fn in_bucket(&self, bucket: Bucket<'model>, key: u64) -> Option<&'model [u8]> {
        let mut start = bucket.start;
        let [low, high, ..] = key.to_le_bytes();
        for print in bucket.prints.chunks_exact(PRINT_BYTES) {
            let length = usize::from(print[2]);
            if print[0] == low && print[1] == high {
                return self.values.get(start..start + length);
            }
            start += length;
        }
        None
    }
}

/// The sections of a data file. `None` where it does not begin as such a file, or is longer or shorter than it says.
pub fn sections<const N: usize>(bytes: &[u8], magic: [u8; 4]) -> Option<[&[u8]; N]> {
    let (lengths, mut rest) = bytes.strip_prefix(&magic)?.split_at_checked(N * 4)?;
    let mut sections: [&[u8]; N] = [&[]; N];
    for (section, length) in sections.iter_mut().zip(lengths.chunks_exact(4)) {
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        (*section, rest) = rest.split_at_checked(length)?;
    }
    rest.is_empty().then_some(sections)
}

/// The data file.
#[derive(Copy, Clone, Debug)]
pub struct Model<'model> {
    features: Table<'model>,
    words: Table<'model>,
    classes: &'model [u8],
    /// Exceptions of the lemmas: key to the number of characters to cut and what to add.
    pub lemmas: Table<'model>,
}

impl<'model> Model<'model> {
    /// Takes the file apart. `None` where it is not such a file.
    pub fn new(bytes: &'model [u8]) -> Option<Self> {
        let [
            feature_buckets,
            feature_prints,
            weights,
            word_buckets,
            word_prints,
            words,
            classes,
            lemma_buckets,
            lemma_prints,
            lemmas,
        ] = sections::<SECTIONS>(bytes, MAGIC)?;
        Some(Self {
            features: Table::new(feature_buckets, feature_prints, weights)?,
            words: Table::new(word_buckets, word_prints, words)?,
            classes,
            lemmas: Table::new(lemma_buckets, lemma_prints, lemmas)?,
        })
    }

    /// Adds the weights of a feature to the scores.
    #[inline]
    pub fn add(&self, feature: u64, scores: &mut Scores) {
        add_weights(self.features.get(feature).unwrap_or_default(), scores);
    }

    /// Adds the weights of several features to the scores, those that a sieve lets through; an empty sieve lets all
    /// through. Each step of the look-up is done for all features before the next one: none waits for another.
    pub fn add_all<const N: usize>(&self, features: [u64; N], sieve: &[u64], scores: &mut Scores) {
        let (mut through, mut count) = ([0; N], 0);
        for feature in features {
            if let Some(place) = through.get_mut(count) {
                *place = feature;
            }
            count += usize::from(self.may_weigh(sieve, feature));
        }
        let through = &through[..count];
        let mut buckets = [Bucket::default(); N];
        for (bucket, feature) in buckets.iter_mut().zip(through) {
            *bucket = self.features.bucket(*feature).unwrap_or_default();
        }
        let mut weights: [&[u8]; N] = [&[]; N];
        for ((weights, bucket), feature) in weights.iter_mut().zip(buckets).zip(through) {
            *weights = self.features.in_bucket(bucket, *feature).unwrap_or_default();
        }
        for weights in weights.into_iter().take(count) {
            add_weights(weights, scores);
        }
    }

    /// Which features may have weights, a bit for some that look alike: a small table in the place of a large one for most
    /// of those that have none.
    pub fn sieve(&self) -> Vec<u64> {
        self.features.sieve()
    }

    /// Whether a feature may have weights, by the sieve; an empty sieve lets all through.
    #[inline]
    fn may_weigh(&self, sieve: &[u64], feature: u64) -> bool {
        let (place, bit) = self.features.sieve_at(feature);
        sieve.get(place).is_none_or(|bits| bits & bit != 0)
    }

    fn class_number(&self, number: u8) -> Option<Class> {
        let at = usize::from(number) * CLASS_BYTES;
        let (tags, rest) = self.classes.get(at..at + CLASS_BYTES)?.split_first_chunk()?;
        let &[top, sure] = rest else { return None };
        Some(Class { tags: u64::from_le_bytes(*tags), top, sure: sure == 1, same_case: true })
    }
}

/// Adds weights, each with its tag before it.
#[inline]
fn add_weights(weights: &[u8], scores: &mut Scores) {
    for pair in weights.chunks_exact(2) {
        if let Some(score) = scores.get_mut(usize::from(pair[0])) {
            *score = score.wrapping_add(i16::from(i8::from_le_bytes([pair[1]])));
        }
    }
}

impl Lexicon for Model<'_> {
    fn class(&self, word: u64, case: Case) -> Class {
        let entry = self.words.get(word);
        entry.and_then(|entry| class_of_entry(entry, case, |number| self.class_number(number))).unwrap_or(Class::UNSEEN)
    }
}
