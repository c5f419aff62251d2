//! Writes the data file.

use crate::Settings;
use crate::data_file::{self, table};
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
    data_file::file(MAGIC, &sections)
}

fn class_bytes(class: &Class) -> Vec<u8> {
    [&class.tags.to_le_bytes()[..], &[class.top, u8::from(class.sure)]].concat()
}
