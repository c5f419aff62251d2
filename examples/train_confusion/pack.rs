//! Writes the data file.

use crate::data_file::{self, table};
use crate::groups::Groups;
use crate::softmax::Softmax;
use crate::words::Learnt;
use copydesk::engine::kinds::confusion::model::{MAGIC, SCALE};
use std::collections::BTreeMap;

/// Below what size a weight of the lower and of the upper layer is left out.
const PRUNE: [f32; 2] = [0.30, 0.10];

/// The bytes of the data file.
pub(crate) fn pack(groups: &Groups, sets: &BTreeMap<u64, Learnt>) -> Vec<u8> {
    let mut words = BTreeMap::new();
    let mut heads = BTreeMap::new();
    for (set, learnt) in sets {
        words.extend(rows(&learnt.softmax, PRUNE[1]));
        let mut head = vec![(learnt.softmax.offset_weight * SCALE).round() as u8];
        for groups in &learnt.groups {
            head.push(groups.len() as u8);
            for (group, share) in groups {
                head.extend([*group as u8, (-share.ln() * 8.0).round().clamp(0.0, 255.0) as u8]);
            }
        }
        heads.insert(*set, head);
    }
    let lower = heaviest(rows(&groups.softmax, PRUNE[0]));
    let weights = |rows: &BTreeMap<u64, Vec<u8>>| rows.values().map(Vec::len).sum::<usize>() / 2;
    eprintln!(
        "lower: {} features, {} weights; upper: {}, {}",
        lower.len(),
        weights(&lower),
        words.len(),
        weights(&words)
    );
    let sections: Vec<Vec<u8>> = [lower, words, heads].iter().flat_map(table).collect();
    data_file::file(MAGIC, &sections)
}

/// The weights that are kept of each feature: the number of the class and the weight.
fn rows(softmax: &Softmax, prune: f32) -> BTreeMap<u64, Vec<u8>> {
    let mut rows = BTreeMap::new();
    for (feature, row) in &softmax.rows {
        let at = *row as usize * softmax.classes;
        let mut values = Vec::new();
        for (class, weight) in softmax.weights[at..at + softmax.classes].iter().enumerate() {
            if weight.abs() >= prune {
                values.extend([class as u8, (weight * SCALE).round().clamp(-127.0, 127.0) as i8 as u8]);
            }
        }
        if !values.is_empty() {
            rows.insert(*feature, values);
        }
    }
    rows
}

/// How many features of the lower layer are kept: those with the heaviest weights.
const KEPT: usize = 64_000;

fn heaviest(rows: BTreeMap<u64, Vec<u8>>) -> BTreeMap<u64, Vec<u8>> {
    let size = |values: &[u8]| values.chunks_exact(2).map(|pair| i32::from(pair[1] as i8).pow(2)).sum::<i32>();
    let mut sizes: Vec<i32> = rows.values().map(|values| size(values)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let least = sizes.get(KEPT).copied().unwrap_or_default();
    rows.into_iter().filter(|(_, values)| size(values) > least).collect()
}
