//! Writes the data file.

use crate::data_file::{self, table};
use crate::softmax::Softmax;
use crate::words::Learnt;
use copydesk::engine::kinds::confusion::early_set;
use copydesk::engine::kinds::confusion::model::{MAGIC, PARTS, SCALE, of_set, part_of};
use std::collections::BTreeMap;

/// Below what size a weight is left out.
const PRUNE: f32 = 0.06;

/// The bytes of the data file.
pub(crate) fn pack(sets: &BTreeMap<u64, Learnt>) -> Vec<u8> {
    let mut parts = vec![BTreeMap::new(); PARTS];
    let mut heads = BTreeMap::new();
    for (set, learnt) in sets {
        for (set, softmax) in [(*set, &learnt.softmax), (early_set(*set), &learnt.early)] {
            for (feature, values) in rows(softmax) {
                let feature = of_set(set, feature);
                parts[part_of(feature)].insert(feature, values);
            }
        }
        let limit = |limit: &f32| ((limit * SCALE).floor().clamp(-32_000.0, 32_000.0) as i16).to_le_bytes();
        heads.insert(*set, learnt.limits.iter().flat_map(limit).collect());
    }
    eprintln!("{:?} features", parts.iter().map(BTreeMap::len).collect::<Vec<_>>());
    let sections: Vec<Vec<u8>> = std::iter::once(&heads).chain(&parts).flat_map(table).collect();
    data_file::file(MAGIC, &sections)
}

/// The weights that are kept of each feature: of two words by how much it favours the second, of more words pairs of a
/// word's number and its weight.
fn rows(softmax: &Softmax) -> BTreeMap<u64, Vec<u8>> {
    let mut rows = BTreeMap::new();
    let byte = |weight: f32| (weight * SCALE).round().clamp(-127.0, 127.0) as i8 as u8;
    for (feature, row) in &softmax.rows {
        let weights = softmax.row(*row);
        let values = if let [first, second] = weights {
            Some(second - first).filter(|weight| weight.abs() >= PRUNE).map(byte).into_iter().collect()
        } else {
            let kept = weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= PRUNE);
            kept.flat_map(|(class, weight)| [class as u8, byte(*weight)]).collect::<Vec<u8>>()
        };
        if !values.is_empty() {
            rows.insert(*feature, values);
        }
    }
    rows
}
