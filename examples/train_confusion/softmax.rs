//! Softmax: a log-linear model of some classes over sparse features, learnt by AdaGrad, one example at a time, in an order
//! that a fixed seed decides.

use std::collections::HashMap;

/// The weights of each feature: a row of as many as there are classes.
pub(crate) struct Softmax {
    /// How many classes there are.
    pub classes: usize,
    /// The number of each feature's row.
    pub rows: HashMap<u64, u32>,
    /// The rows.
    pub weights: Vec<f32>,
    squares: Vec<f32>,
    /// The weight of what is known beforehand of each class.
    pub offset_weight: f32,
    offset_square: f32,
}

/// An example: its features by row, what is known beforehand of each class, its class, and how much it counts.
pub(crate) struct Example {
    /// The rows of its features.
    pub rows: Vec<u32>,
    /// The logarithm of what is known beforehand; empty for nothing.
    pub offsets: Vec<f32>,
    /// Its class.
    pub class: usize,
    /// How much it counts.
    pub weight: f32,
}

/// How the weights are learnt.
pub(crate) struct Steps {
    /// How often all examples are seen.
    pub epochs: usize,
    /// The length of a step.
    pub rate: f32,
    /// What pulls weights towards 0 whenever they are used, in proportion to their size.
    pub decay: f32,
    /// How small an error must be to be left alone: it keeps weights at 0 that would be of little use.
    pub slack: f32,
}

impl Softmax {
    /// Weights of 0 for the features that are met at least so often.
    pub(crate) fn new(classes: usize, features: impl Iterator<Item = u64>, least: u32) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for feature in features {
            *counts.entry(feature).or_default() += 1;
        }
        let mut kept: Vec<u64> = counts.into_iter().filter(|(_, count)| *count >= least).map(|(key, _)| key).collect();
        kept.sort_unstable();
        let size = kept.len() * classes;
        let rows = kept.into_iter().enumerate().map(|(row, key)| (key, row as u32)).collect();
        Self {
            classes,
            rows,
            weights: vec![0.0; size],
            squares: vec![1e-2; size],
            offset_weight: 1.0,
            offset_square: 1.0,
        }
    }

    /// The rows of features; those that were too rare have none.
    pub(crate) fn rows_of(&self, features: impl Iterator<Item = u64>) -> Vec<u32> {
        features.filter_map(|feature| self.rows.get(&feature).copied()).collect()
    }

    /// How likely each class is.
    pub(crate) fn shares(&self, rows: &[u32], offsets: &[f32]) -> Vec<f32> {
        let mut scores: Vec<f32> = vec![0.0; self.classes];
        for (score, offset) in scores.iter_mut().zip(offsets) {
            *score = self.offset_weight * offset;
        }
        for row in rows {
            let at = *row as usize * self.classes;
            for (score, weight) in scores.iter_mut().zip(&self.weights[at..at + self.classes]) {
                *score += weight;
            }
        }
        let highest = scores.iter().copied().fold(f32::MIN, f32::max);
        scores.iter_mut().for_each(|score| *score = (*score - highest).exp());
        let sum: f32 = scores.iter().sum();
        scores.iter_mut().for_each(|score| *score /= sum);
        scores
    }

    /// Learns from examples.
    pub(crate) fn learn(&mut self, examples: &[Example], steps: &Steps) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = 0x2545_f491_4f6c_dd1d;
        for _ in 0..steps.epochs {
            shuffle(&mut order, &mut random);
            for index in &order {
                self.learn_one(&examples[*index], steps);
            }
        }
    }

    fn learn_one(&mut self, example: &Example, steps: &Steps) {
        let mut errors = self.shares(&example.rows, &example.offsets);
        errors[example.class] -= 1.0;
        errors.iter_mut().for_each(|error| *error *= example.weight);
        for row in &example.rows {
            let at = *row as usize * self.classes;
            let weights = &mut self.weights[at..at + self.classes];
            let squares = &mut self.squares[at..at + self.classes];
            for ((weight, square), error) in weights.iter_mut().zip(squares).zip(&errors) {
                let slope = error + steps.decay * *weight;
                *square += slope * slope;
                let length = steps.rate / square.sqrt();
                let moved = *weight - length * slope;
                *weight = moved.signum() * (moved.abs() - length * steps.slack).max(0.0);
            }
        }
        if !example.offsets.is_empty() {
            let slope: f32 = errors.iter().zip(&example.offsets).map(|(error, offset)| error * offset).sum();
            self.offset_square += slope * slope;
            self.offset_weight = (self.offset_weight - 0.05 * slope / self.offset_square.sqrt()).clamp(0.1, 3.0);
        }
    }
}

/// Fisher and Yates, with numbers from an xorshift.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(last, (*random % (last as u64 + 1)) as usize);
    }
}
