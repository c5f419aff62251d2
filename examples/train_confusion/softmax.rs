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
    counts: Vec<u32>,
}

/// An example: its features by row, its class, and how much it counts.
pub(crate) struct Example {
    /// The rows of its features.
    pub rows: Vec<u32>,
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
    /// What share of an example's features is left out, others each time, so that no few of them decide alone.
    pub drop: f32,
}

impl Softmax {
    /// Weights of 0 for the features that are met at least so often.
    pub(crate) fn new(classes: usize, features: impl Iterator<Item = u64>, least: u32) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for feature in features {
            *counts.entry(feature).or_default() += 1;
        }
        let mut kept: Vec<(u64, u32)> = counts.into_iter().filter(|(_, count)| *count >= least).collect();
        kept.sort_unstable();
        Self::of(classes, kept)
    }

    fn of(classes: usize, kept: Vec<(u64, u32)>) -> Self {
        let size = kept.len() * classes;
        let counts = kept.iter().map(|(_, count)| *count).collect();
        let rows = kept.into_iter().enumerate().map(|(row, (key, _))| (key, row as u32)).collect();
        Self { classes, rows, weights: vec![0.0; size], squares: vec![1e-2; size], counts }
    }

    /// The weights of a row.
    pub(crate) fn row(&self, row: u32) -> &[f32] {
        let at = row as usize * self.classes;
        &self.weights[at..at + self.classes]
    }

    /// Weights of 0 again, for some of the features only: those with the heaviest weights, where a feature that is met
    /// often counts for more.
    pub(crate) fn strongest(&self, count: usize) -> Self {
        let strength = |row: u32| {
            let (low, high) = self.row(row).iter().fold((f32::MAX, f32::MIN), |(low, high), weight| (low.min(*weight), high.max(*weight)));
            (high - low) * (self.counts[row as usize] as f32).powf(0.3)
        };
        let mut all: Vec<(f32, u64, u32)> =
            self.rows.iter().map(|(key, row)| (strength(*row), *key, self.counts[*row as usize])).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut kept: Vec<(u64, u32)> = all.into_iter().take(count).map(|(_, key, count)| (key, count)).collect();
        kept.sort_unstable();
        Self::of(self.classes, kept)
    }

    /// The rows of features; those that were too rare have none.
    pub(crate) fn rows_of(&self, features: impl Iterator<Item = u64>) -> Vec<u32> {
        features.filter_map(|feature| self.rows.get(&feature).copied()).collect()
    }

    /// The sum of the weights of each class.
    pub(crate) fn scores(&self, rows: &[u32]) -> Vec<f32> {
        let mut scores: Vec<f32> = vec![0.0; self.classes];
        for row in rows {
            for (score, weight) in scores.iter_mut().zip(self.row(*row)) {
                *score += weight;
            }
        }
        scores
    }

    /// How likely each class is.
    fn shares(&self, rows: &[u32]) -> Vec<f32> {
        let mut scores = self.scores(rows);
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
        let mut rows = Vec::new();
        for _ in 0..steps.epochs {
            shuffle(&mut order, &mut random);
            for index in &order {
                let example = &examples[*index];
                let kept = example.rows.iter().copied().filter(|_| fraction(&mut random) >= steps.drop);
                rows.clear();
                rows.extend(kept);
                self.learn_one(&rows, example, steps);
            }
        }
    }

    fn learn_one(&mut self, rows: &[u32], example: &Example, steps: &Steps) {
        let mut errors = self.shares(rows);
        errors[example.class] -= 1.0;
        errors.iter_mut().for_each(|error| *error *= example.weight);
        for row in rows {
            let at = *row as usize * self.classes;
            let weights = &mut self.weights[at..at + self.classes];
            let squares = &mut self.squares[at..at + self.classes];
            for ((weight, square), error) in weights.iter_mut().zip(squares).zip(&errors) {
                let slope = error + steps.decay * *weight;
                *square += slope * slope;
                let length = steps.rate / square.sqrt();
                *weight -= length * slope;
            }
        }
    }
}

/// The next number of an xorshift.
fn next(random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    *random
}

/// A number from 0 up to 1.
fn fraction(random: &mut u64) -> f32 {
    (next(random) >> 40) as f32 / (1 << 24) as f32
}

/// Fisher and Yates.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        order.swap(last, (next(random) % (last as u64 + 1)) as usize);
    }
}
