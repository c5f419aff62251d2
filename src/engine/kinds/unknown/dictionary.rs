//! Dictionary: the words of a language by hash, as the build script packs them. Nothing is decoded when the program starts.
//!
//! A filter tells which words are known: a word has five bits in one number of 64. What it does not know is no word of the
//! list; of what is no word it takes about one in a hundred for one. The words that are often used stand in a table besides, so
//! that of letters put together it can be said whether they are such a word: buckets by the highest bits of the hash, each the
//! number of its first entry in 32 bits, then entries of 24 bits, of which 23 are bits of the hash and the last is set for the
//! commonest words. All numbers are little-endian.

use crate::list::word_hash;

/// The number of bits of the filter, as a power of two.
const FILTER_BITS: u32 = 22;

/// The number of buckets, as a power of two.
const BUCKET_BITS: u32 = 14;

const FILTER_BYTES: usize = 1 << (FILTER_BITS - 3);
const BUCKET_BYTES: usize = ((1 << BUCKET_BITS) + 1) * 4;
const ENTRY_BYTES: usize = 3;

/// The sections of a packed dictionary.
#[derive(Copy, Clone, Debug)]
pub struct Dictionary<'bytes> {
    filter: &'bytes [u8],
    buckets: &'bytes [u8],
    entries: &'bytes [u8],
}

/// How often a word is used.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Use {
    /// Every reader knows it.
    Common,
    /// It is in small dictionaries.
    Usual,
}

impl<'bytes> Dictionary<'bytes> {
    /// Takes a packed dictionary apart. `None` where it is none.
    pub fn new(bytes: &'bytes [u8]) -> Option<Self> {
        let (filter, rest) = bytes.split_at_checked(FILTER_BYTES)?;
        let (buckets, entries) = rest.split_at_checked(BUCKET_BYTES)?;
        Some(Self { filter, buckets, entries })
    }

    /// Whether a word with this hash is known.
    #[inline]
    pub fn knows(&self, word: u64) -> bool {
        let (block, bits) = filter_bits(word);
        let bytes = self.filter.get(block * 8..block * 8 + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.is_some_and(|bytes| u64::from_le_bytes(bytes) & bits == bits)
    }

    /// How often a word with this hash is used; `None` where it is seldom used or no word.
    pub fn usage(&self, word: u64) -> Option<Use> {
        let bucket = (word >> (64 - BUCKET_BITS)) as usize;
        let first = |bucket: usize| {
            let bytes = self.buckets.get(bucket * 4..bucket * 4 + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize * ENTRY_BYTES)
        };
        let entries = self.entries.get(first(bucket)?..first(bucket + 1)?)?;
        let found = entries.chunks_exact(ENTRY_BYTES).find(|entry| {
            entry_of(word, false)[..2] == entry[..2] && (entry_of(word, false)[2] ^ entry[2]) & 0x7f == 0
        })?;
        Some(if found[2] & 0x80 == 0 { Use::Usual } else { Use::Common })
    }
}

/// The number of the filter in which a word has its bits, and these bits.
fn filter_bits(word: u64) -> (usize, u64) {
    let block = (word >> (64 - (FILTER_BITS - 6))) as usize;
    (block, (0..5).fold(0, |bits, number| bits | 1 << (word >> (6 * number) & 63)))
}

/// The entry of a word that is among the commonest or not.
fn entry_of(word: u64, common: bool) -> [u8; 3] {
    let bits = (word >> 20) as u32;
    [bits as u8, (bits >> 8) as u8, (bits >> 16) as u8 & 0x7f | u8::from(common) << 7]
}

/// Packs a list of words: sections that begin with `== common`, `== usual` or `== rare`, in which a line is a word, or a stem and
/// its endings, `-` for none. Lines that begin with `#` are notes.
pub fn pack(list: &str) -> Vec<u8> {
    let mut filter = vec![0u64; 1 << (FILTER_BITS - 6)];
    let mut used: Vec<(u64, bool)> = Vec::new();
    let mut section = "";
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            section = name;
            continue;
        }
        for word in words_of(line) {
            let word = word_hash(&word);
            let (block, bits) = filter_bits(word);
            filter[block] |= bits;
            if section != "rare" {
                used.push((word, section == "common"));
            }
        }
    }
    used.sort_unstable_by_key(|(word, _)| *word);
    let bucket = |word: u64| (word >> (64 - BUCKET_BITS)) as usize;
    let buckets = (0..=1 << BUCKET_BITS).map(|number| used.partition_point(|(word, _)| bucket(*word) < number) as u32);
    let mut bytes: Vec<u8> = filter.into_iter().flat_map(u64::to_le_bytes).collect();
    bytes.extend(buckets.flat_map(u32::to_le_bytes));
    bytes.extend(used.iter().flat_map(|(word, common)| entry_of(*word, *common)));
    bytes
}

/// The words of a line: a word, or a stem and endings.
fn words_of(line: &str) -> Vec<String> {
    match line.split_once(' ') {
        None => vec![line.to_owned()],
        Some((stem, endings)) => endings
            .split(' ')
            .map(|ending| if ending == "-" { stem.to_owned() } else { format!("{stem}{ending}") })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_and_common_ones_told_apart() {
        let bytes = pack("# a note\n== common\nferry\nabandon - ed ing\n== usual\naardvark\n== rare\nabaci\n");
        let dictionary = Dictionary::new(&bytes).expect("a dictionary");
        for word in ["ferry", "abandon", "abandoned", "abandoning", "aardvark", "abaci"] {
            assert!(dictionary.knows(word_hash(word)), "{word}");
        }
        for word in ["fery", "abandonin", "note", "", "-"] {
            assert!(!dictionary.knows(word_hash(word)), "{word}");
        }
        let usage = |word: &str| dictionary.usage(word_hash(word));
        assert_eq!(usage("abandoned"), Some(Use::Common));
        assert_eq!(usage("aardvark"), Some(Use::Usual));
        assert_eq!((usage("abaci"), usage("fery")), (None, None));
    }

    #[test]
    fn other_bytes_are_no_dictionary() {
        assert!(Dictionary::new(b"").is_none());
        assert!(Dictionary::new(&[255; 400]).is_none());
    }
}
