//! Writes the data file.

use crate::Settings;
use crate::learn::Learnt;
use copydesk::document::tagger::lexicon::Class;
use copydesk::document::tagger::model::MAGIC;
use std::collections::BTreeMap;

/// The bytes of the data file.
pub(crate) fn pack(learnt: &Learnt, lemmas: &BTreeMap<u64, Vec<u8>>, settings: &Settings) -> Vec<u8> {
    let mut sizes: Vec<f32> = learnt.weights.values().flatten().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_unstable_by(|a, b| b.total_cmp(a));
    let prune = sizes[(settings.get("weights") as usize).min(sizes.len() - 1)].max(0.3);
    let scale = settings.get("scale") as f32;
    eprintln!("{} weights not 0, highest {}, 100th {}, pruned below {prune}", sizes.len(), sizes[0], sizes[100]);
    let mut features = BTreeMap::new();
    let mut count = 0;
    for (feature, weights) in &learnt.weights {
        let mut values = Vec::new();
        for (tag, weight) in weights.iter().enumerate().filter(|(_, weight)| weight.abs() > prune) {
            values.extend([tag as u8, (weight * scale).round().clamp(-127.0, 127.0) as i8 as u8]);
        }
        count += values.len() / 2;
        if !values.is_empty() {
            features.insert(*feature, values);
        }
    }
    let mut sections = Vec::new();
    sections.extend(table(&features));
    sections.extend(table(&learnt.words.entries));
    sections.push(learnt.words.classes.iter().flat_map(class_bytes).collect());
    sections.extend(table(lemmas));
    eprintln!(
        "{} features, {count} weights, {} words, {} lemmas",
        features.len(),
        learnt.words.entries.len(),
        lemmas.len()
    );
    eprintln!("sections {:?}", sections.iter().map(Vec::len).collect::<Vec<_>>());
    let mut bytes = MAGIC.to_vec();
    for section in &sections {
        bytes.extend((section.len() as u32).to_le_bytes());
    }
    bytes.extend(sections.concat());
    bytes
}

fn class_bytes(class: &Class) -> Vec<u8> {
    [&class.tags.to_le_bytes()[..], &[class.top, u8::from(class.sure)]].concat()
}

/// A table in three sections: see `copydesk::document::tagger::model::Table`.
fn table(entries: &BTreeMap<u64, Vec<u8>>) -> [Vec<u8>; 3] {
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
