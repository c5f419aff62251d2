//! The form of a data file: a magic number, the lengths of its sections, the sections. Both training programs write it.

use std::collections::BTreeMap;

/// The bytes of a file of some sections.
pub(crate) fn file(magic: [u8; 4], sections: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    for section in sections {
        bytes.extend((section.len() as u32).to_le_bytes());
    }
    bytes.extend(sections.concat());
    bytes
}

/// A table in three sections: see `copydesk::document::tagger::model::Table`.
pub(crate) fn table(entries: &BTreeMap<u64, Vec<u8>>) -> [Vec<u8>; 3] {
    let count = (entries.len() / 4).next_power_of_two().max(2);
    let shift = 64 - count.trailing_zeros();
    let (mut buckets, mut prints, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut bucket = |first: usize, at: usize| {
        buckets.extend(u16::try_from(first).expect("at most 65,535 entries").to_le_bytes());
        buckets.extend((at as u32).to_le_bytes());
    };
    let mut next = 0;
    for (index, (key, value)) in entries.iter().enumerate() {
        while next <= key >> shift {
            bucket(index, values.len());
            next += 1;
        }
        prints.extend(&key.to_le_bytes()[..2]);
        prints.push(value.len() as u8);
        values.extend(value);
    }
    while next <= count as u64 {
        bucket(entries.len(), values.len());
        next += 1;
    }
    [buckets, prints, values]
}

/// The hash by which a test knows the data file.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
