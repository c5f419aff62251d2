//! Table: misspellings by hash, as the build script packs them. Nothing is decoded when the program starts.
//!
//! All numbers are little-endian. The file begins with the lengths in bytes of its sections, three numbers of 32 bits:
//! a filter of [`FILTER_BITS`] bits, the buckets and the entries. The texts follow. A word has two bits of the filter, both
//! in one number of 64 bits, so that they are near each other in memory. A bucket is the number of the first
//! entry whose hash begins with its bits; one more ends the table. An entry is the low 32 bits of a word's hash and, in 24
//! bits, the place of its text: the spellings that may be meant, between commas, ended by a line feed.

use crate::list::word_hash;

/// The number of bits of the filter, as a power of two.
pub const FILTER_BITS: u32 = 21;

/// The number of buckets, as a power of two.
const BUCKET_BITS: u32 = 15;

const BUCKET_BYTES: usize = 4;
const ENTRY_BYTES: usize = 7;

/// The sections of a packed table.
#[derive(Copy, Clone, Debug, Default)]
pub struct MisspellingTable<'bytes> {
    filter: &'bytes [u8],
    buckets: &'bytes [u8],
    entries: &'bytes [u8],
    texts: &'bytes [u8],
}

impl<'bytes> MisspellingTable<'bytes> {
    /// Takes a packed table apart. `None` where it is none.
    pub fn new(bytes: &'bytes [u8]) -> Option<Self> {
        let (lengths, rest) = bytes.split_at_checked(12)?;
        let length = |at: usize| Some(u32::from_le_bytes(lengths.get(at..at + 4)?.try_into().ok()?) as usize);
        let (filter, rest) = rest.split_at_checked(length(0)?)?;
        let (buckets, rest) = rest.split_at_checked(length(4)?)?;
        let (entries, texts) = rest.split_at_checked(length(8)?)?;
        let fits = filter.len() == 1 << (FILTER_BITS - 3) && buckets.len() == ((1 << BUCKET_BITS) + 1) * BUCKET_BYTES;
        fits.then_some(Self { filter, buckets, entries, texts })
    }

    /// Whether a word with this hash may be in the table: it is not where this says no.
    #[inline]
    pub fn may_hold(&self, word: u64) -> bool {
        filter_bits(word).iter().all(|bit| self.filter.get(bit >> 3).is_some_and(|byte| byte >> (bit & 7) & 1 == 1))
    }

    /// The spellings that may be meant by a word with this hash, likeliest first; `None` where it is no misspelling.
    pub fn meant(&self, word: u64) -> Option<impl Iterator<Item = &'bytes str> + use<'bytes>> {
        self.text(word).map(|text| text.split(','))
    }

    fn text(&self, word: u64) -> Option<&'bytes str> {
        let bucket = (word >> (64 - BUCKET_BITS)) as usize;
        let first = |bucket: usize| {
            let at = bucket * BUCKET_BYTES;
            Some(u32::from_le_bytes(self.buckets.get(at..at + BUCKET_BYTES)?.try_into().ok()?) as usize)
        };
        let entries = self.entries.get(first(bucket)? * ENTRY_BYTES..first(bucket + 1)? * ENTRY_BYTES)?;
        let entry = entries.chunks_exact(ENTRY_BYTES).find(|entry| entry[..4] == (word as u32).to_le_bytes())?;
        let place = u32::from_le_bytes([entry[4], entry[5], entry[6], 0]) as usize;
        let line = self.texts.get(place..)?.split(|byte| *byte == b'\n').next()?;
        std::str::from_utf8(line).ok()
    }
}

/// The two bits of the filter that stand for a hash, in one number of 64 bits.
fn filter_bits(word: u64) -> [usize; 2] {
    let start = (word >> (64 - BUCKET_BITS - FILTER_BITS)) as usize & ((1 << FILTER_BITS) - 64);
    [start | (word >> 6) as usize & 63, start | word as usize & 63]
}

/// Packs a list of misspellings: a line for what is meant, `right: wrong wrong`, or, where it may be one of several,
/// `right,right: wrong`. Lines that begin with `#` are notes.
pub fn pack(list: &str) -> Vec<u8> {
    let mut texts = String::new();
    let mut entries: Vec<(u64, u32)> = Vec::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let Some((right, wrong)) = line.split_once(": ") else { continue };
        let place = texts.len() as u32;
        texts.push_str(right);
        texts.push('\n');
        entries.extend(wrong.split(' ').map(|word| (word_hash(word), place)));
    }
    entries.sort_unstable();
    entries.dedup_by_key(|(word, _)| *word);
    let mut filter = vec![0u8; 1 << (FILTER_BITS - 3)];
    let mut buckets = Vec::new();
    let mut packed = Vec::new();
    for (number, (word, place)) in entries.iter().enumerate() {
        filter_bits(*word).iter().for_each(|bit| filter[bit >> 3] |= 1 << (bit & 7));
        while buckets.len() <= (word >> (64 - BUCKET_BITS)) as usize {
            buckets.push(number as u32);
        }
        packed.extend((*word as u32).to_le_bytes());
        packed.extend(&place.to_le_bytes()[..3]);
    }
    buckets.resize((1 << BUCKET_BITS) + 1, entries.len() as u32);
    let buckets: Vec<u8> = buckets.into_iter().flat_map(u32::to_le_bytes).collect();
    let mut bytes: Vec<u8> = [filter.len(), buckets.len(), packed.len()]
        .into_iter()
        .flat_map(|length| (length as u32).to_le_bytes())
        .collect();
    bytes.extend(filter);
    bytes.extend(buckets);
    bytes.extend(packed);
    bytes.extend(texts.into_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_found_and_nothing_else() {
        let bytes = pack("# a note: none\nreceive: recieve receve\nquickly,quickie: quicky\n");
        let table = MisspellingTable::new(&bytes).expect("a table");
        let meant = |word: &str| table.meant(word_hash(word)).into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(meant("recieve"), ["receive"]);
        assert_eq!(meant("receve"), ["receive"]);
        assert_eq!(meant("quicky"), ["quickly", "quickie"]);
        assert!(meant("receive").is_empty() && meant("none").is_empty());
        assert!(table.may_hold(word_hash("receve")) && !table.may_hold(word_hash("ferry")));
    }

    #[test]
    fn other_bytes_are_no_table() {
        assert!(MisspellingTable::new(b"").is_none());
        assert!(MisspellingTable::new(&[255; 400]).is_none());
        assert!(MisspellingTable::default().meant(word_hash("recieve")).is_none());
    }
}
