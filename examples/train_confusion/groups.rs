//! The lower layer: which group of tags belongs at a place, learnt from all words.

use crate::places::is_leant;
use crate::softmax::{Example, Softmax, Steps};
use crate::treebank::Sentence;
use copydesk::document::{Tagger, TokenKind};
use copydesk::engine::kinds::confusion::place::{GROUPS, Place, group};

/// What is learnt.
pub(crate) struct Groups {
    /// The weights.
    pub softmax: Softmax,
}

/// How often a feature must be met.
const LEAST: u32 = 80;

/// What is read of the words of sentences.
fn read<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> Vec<(Vec<u64>, usize)> {
    let mut all: Vec<(Vec<u64>, usize)> = Vec::new();
    let tagger = Tagger::embedded();
    for sentence in sentences {
        let mut index = 0;
        while index < sentence.tokens.len() {
            let leant = is_leant(&sentence.text, &sentence.tokens, &sentence.gold, index);
            let end = index + 1 + usize::from(leant);
            if sentence.tokens[index].kind == TokenKind::Word {
                let place = Place::new(&tagger, &sentence.text, &sentence.tokens, index, end);
                let mut features = Vec::new();
                place.words(|feature| features.push(feature));
                all.push((features, group(sentence.gold[index], leant)));
            }
            index = end;
        }
    }
    all
}

/// Learns from sentences. `unseen` are not learnt from: they show how well it goes.
pub(crate) fn learn<'s>(
    sentences: impl Iterator<Item = &'s Sentence>,
    unseen: impl Iterator<Item = &'s Sentence>,
) -> Groups {
    let all = read(sentences);
    let mut softmax = Softmax::new(GROUPS, all.iter().flat_map(|(features, _)| features.iter().copied()), LEAST);
    let prepare = |all: Vec<(Vec<u64>, usize)>, softmax: &Softmax| -> Vec<Example> {
        let example = |(features, class): (Vec<u64>, usize)| {
            let rows = softmax.rows_of(features.into_iter());
            Example { rows, offsets: Vec::new(), class, weight: 1.0 }
        };
        all.into_iter().map(example).collect()
    };
    let examples = prepare(all, &softmax);
    softmax.learn(&examples, &Steps { epochs: 3, rate: 0.15, decay: 3e-4, slack: 0.0 });
    for examples in [examples, prepare(read(unseen), &softmax)] {
        let (mut right, mut loss) = (0, 0.0);
        for example in &examples {
            let shares = softmax.shares(&example.rows, &[]);
            let best = (0..GROUPS).fold(0, |best, group| if shares[group] > shares[best] { group } else { best });
            right += usize::from(best == example.class);
            loss -= shares[example.class].max(1e-9).ln();
        }
        let count = examples.len().max(1) as f32;
        eprint!("{count} places, {:.1} % right, loss {:.3}; ", right as f32 * 100.0 / count, loss / count);
    }
    eprintln!(
        "{} features, {} weights",
        softmax.rows.len(),
        softmax.weights.iter().filter(|weight| **weight != 0.0).count()
    );
    Groups { softmax }
}

impl Groups {
    /// How likely each group is at a place.
    pub(crate) fn shares(&self, place: &Place) -> Vec<f32> {
        let mut features = Vec::new();
        place.words(|feature| features.push(feature));
        self.softmax.shares(&self.softmax.rows_of(features.into_iter()), &[])
    }
}
