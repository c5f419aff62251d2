//! Which word of a set belongs at a place, learnt from the places of the set's own words, each also with the others
//! written, since the tags of the neighbours are read from a sentence that may be wrong.

use crate::places::{Draft, found};
use crate::softmax::{Example, Softmax, Steps};
use copydesk::document::{Case, Tagger};
use copydesk::engine::kinds::confusion::Confusion;
use copydesk::engine::kinds::confusion::place::{Around, Place};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A place of a set's word.
pub(crate) struct WordPlace {
    /// The features of its nearest neighbours.
    pub early: Vec<u64>,
    /// All features, for each word that may be written.
    pub features: Vec<Vec<u64>>,
    /// The number of the word that belongs there.
    pub word: usize,
    /// What is there.
    pub text: String,
}

/// What is learnt of a set.
pub(crate) struct Learnt {
    /// The weights.
    pub softmax: Softmax,
    /// Those of the early features.
    pub early: Softmax,
    /// What another word must lead by, by the early features, for each word that may be written.
    pub limits: Vec<f32>,
}

/// How much is learnt of a set.
#[derive(Copy, Clone)]
pub(crate) struct Size {
    /// How many places of a word are learnt from at most.
    pub places: usize,
    /// How many features are kept: those that say most; then how many early ones.
    pub kept: [usize; 2],
    /// What share of the substitutions may be dismissed early, of those at which another word is written.
    pub dismissed: f32,
    /// The odds at which it is asked what is dismissed, where the rule asks for less.
    pub odds: u64,
}

/// A set that is a rule of its own.
pub(crate) const FEW: Size = Size { places: 40_000, kept: [3_700, 1_200], dismissed: 0.01, odds: 0 };

/// One of many sets.
pub(crate) const MANY: Size = Size { places: 7_000, kept: [330, 95], dismissed: 0.015, odds: 200 };

/// A set of small words. What is dismissed does not hang on the odds of the rule.
pub(crate) const SMALL: Size = Size { places: 36_000, kept: [1_550, 650], dismissed: 0.08, odds: 1_000_000 };

/// The places of a set's words.
pub(crate) fn places(set: &Confusion, most: usize, drafts: &[Draft]) -> Vec<WordPlace> {
    let lemmas = lemmas(set, drafts);
    let mut sites: Vec<Vec<(&Draft, usize, usize)>> = vec![Vec::new(); set.words.len()];
    for draft in drafts {
        for (word, start, end) in found(set, &draft.tokens) {
            // A slip that the annotators saw through: it has the lemma of another word of the set.
            let slip = draft.lemmas.get(start).is_some_and(|own| Some(own) != lemmas.get(word) && lemmas.contains(own));
            let name = draft.tokens[start].case != Case::Lower && start > 0;
            if !slip && !name {
                sites[word].push((draft, start, end));
            }
        }
    }
    let mut places = Vec::new();
    for (word, sites) in sites.iter().enumerate() {
        let step = sites.len().div_ceil(most).max(1);
        places.extend(sites.iter().step_by(step).map(|site| place(set, *site, word)));
    }
    places
}

/// The lemma that each word of a set has most often.
fn lemmas(set: &Confusion, drafts: &[Draft]) -> Vec<String> {
    let mut counts = vec![BTreeMap::<&str, u32>::new(); set.words.len()];
    for draft in drafts.iter().filter(|draft| !draft.lemmas.is_empty()) {
        for (word, start, _) in found(set, &draft.tokens) {
            *counts[word].entry(&draft.lemmas[start]).or_default() += 1;
        }
    }
    let best = |counts: &BTreeMap<&str, u32>| {
        counts.iter().max_by_key(|(_, count)| **count).map(|(lemma, _)| (*lemma).to_owned())
    };
    counts.iter().map(|counts| best(counts).unwrap_or_default()).collect()
}

fn place(set: &Confusion, (own, start, end): (&Draft, usize, usize), word: usize) -> WordPlace {
    let place = Place::new(Tagger::embedded(), &own.text, &own.tokens, start, end);
    let written = set.words.iter().map(|written| {
        let (draft, next) = own.with(start, end, &written.text);
        let tags = draft.tags();
        let mut features = Vec::new();
        place.words(|feature| features.push(feature));
        if set.is_one_of_many {
            let sentence = (&*own.text, &*own.tokens);
            place.company(Tagger::embedded(), sentence, (start, end), |feature| features.push(feature));
        }
        place.tagged(&Around::new(|index| tags.get(index).copied(), start, next), |feature| features.push(feature));
        features
    });
    let mut early = Vec::new();
    place.early(|feature| early.push(feature));
    let text = own.around(start, end).replace(['\n', '\t'], " ");
    WordPlace { features: written.collect(), early, word, text }
}

/// How often a place with a feature must be met.
const LEAST: u32 = 4;

/// How often all places are seen: by all features, then by those that are kept.
const EPOCHS: [usize; 2] = [4, 12];

/// Learns a set.
pub(crate) fn learn(name: &str, words: usize, size: Size, odds: impl Fn(usize) -> u64, places: &[WordPlace]) -> Learnt {
    let softmax = learn_all(words, size.kept[0], &places.iter().collect::<Vec<_>>());
    let weights = weights(words, places.iter());
    let (seen, unseen): (Vec<_>, Vec<_>) = places.iter().enumerate().partition(|(index, _)| index % 8 != 0);
    let nearest: Vec<(&[u64], usize, f32)> =
        seen.iter().map(|(_, place)| (&*place.early, place.word, weights[place.word])).collect();
    let early = twice(words, size.kept[1], 1, &nearest);
    let both = [&early, &softmax];
    let limits = (0..words)
        .map(|written| limit(both, written, (odds(written).max(2) as f32).ln(), size.dismissed, &unseen))
        .collect();
    let counts: Vec<usize> = (0..words).map(|word| places.iter().filter(|place| place.word == word).count()).collect();
    eprintln!("{name}: {counts:?} places, {} features, {} early, {limits:?}", softmax.rows.len(), early.rows.len());
    Learnt { softmax, early, limits }
}

/// The leads of words over the one that is written, at each place by what the other half of the places teaches: a line for
/// each, with the name of the set, the word that is written, whether it is right there, the lead and what is there.
pub(crate) fn leads(set: &Confusion, kept: usize, places: &[WordPlace]) -> String {
    let mut lines = String::new();
    let count = set.words.len();
    let name = set.words.iter().map(|form| &*form.text).collect::<Vec<_>>().join("/");
    for half in 0..2 {
        // Neighbours in the texts stay together.
        let (other, own): (Vec<_>, Vec<_>) = places.iter().enumerate().partition(|(index, _)| index / 25 % 2 == half);
        let all: Vec<&WordPlace> = other.iter().map(|(_, place)| *place).collect();
        let softmax = learn_all(count, kept, &all);
        for (_, place) in own {
            for (written, features) in place.features.iter().enumerate() {
                let scores = softmax.scores(&softmax.rows_of(features.iter().copied()));
                let others = (0..count).filter(|word| *word != written);
                let best = others.fold(None, |best: Option<usize>, word| {
                    if best.is_some_and(|best| scores[best] >= scores[word]) { best } else { Some(word) }
                });
                let Some(best) = best else { continue };
                let lead =
                    if written == place.word || best == place.word { scores[best] - scores[written] } else { -99.0 };
                let kind = if written == place.word { "right" } else { "wrong" };
                if kind == "wrong" || lead > 1.0 {
                    let _ = writeln!(lines, "{name}\t{}\t{kind}\t{lead:.2}\t{}", &*set.words[written].text, place.text);
                }
            }
        }
    }
    lines
}

fn learn_all(words: usize, kept: usize, places: &[&WordPlace]) -> Softmax {
    let weights = weights(words, places.iter().copied());
    let variants: Vec<(&[u64], usize, f32)> = places
        .iter()
        .flat_map(|place| {
            let share = weights[place.word] / place.features.len() as f32;
            place.features.iter().map(move |features| (&**features, place.word, share))
        })
        .collect();
    twice(words, kept, places.first().map_or(1, |place| place.features.len()) as u32, &variants)
}

/// What a place of each word counts: those of rare words more.
fn weights<'p>(words: usize, places: impl Iterator<Item = &'p WordPlace>) -> Vec<f32> {
    let mut counts = vec![0; words];
    places.for_each(|place| counts[place.word] += 1);
    let count = |word: usize| counts[word].max(1) as f32;
    let most = (0..words).map(count).fold(1.0, f32::max);
    (0..words).map(|word| (most / count(word)).powf(0.3).min(6.0)).collect()
}

/// Learns from all features, keeps those that say most, and learns from these again.
fn twice(words: usize, kept: usize, variants: u32, all: &[(&[u64], usize, f32)]) -> Softmax {
    let mut softmax =
        Softmax::new(words, all.iter().flat_map(|(features, ..)| features.iter().copied()), LEAST * variants);
    for epochs in EPOCHS {
        let example = |(features, class, weight): &(&[u64], usize, f32)| Example {
            rows: softmax.rows_of(features.iter().copied()),
            class: *class,
            weight: *weight,
        };
        let examples: Vec<Example> = all.iter().map(example).collect();
        softmax.learn(&examples, &Steps { epochs, rate: 0.1, decay: 2e-4, drop: 0.6 });
        if epochs == EPOCHS[0] {
            softmax = softmax.strongest(kept);
        }
    }
    softmax
}

/// What another word must lead by in the early features where one is written, so that hardly a substitution is dismissed
/// that would be found.
fn limit(
    [early, all]: [&Softmax; 2],
    written: usize,
    least: f32,
    dismissed: f32,
    places: &[(usize, &WordPlace)],
) -> f32 {
    let lead = |scores: &[f32]| {
        let others = scores.iter().enumerate().filter(|(word, _)| *word != written);
        others.map(|(_, score)| *score).fold(f32::MIN, f32::max) - scores[written]
    };
    let found = |place: &WordPlace| {
        let features = place.features.get(written).or(place.features.first()).into_iter().flatten();
        lead(&all.scores(&all.rows_of(features.copied()))) >= least
    };
    let wrong = places.iter().map(|(_, place)| *place).filter(|place| place.word != written && found(place));
    let mut leads: Vec<f32> =
        wrong.map(|place| lead(&early.scores(&early.rows_of(place.early.iter().copied())))).collect();
    leads.sort_by(f32::total_cmp);
    leads.get((leads.len() as f32 * dismissed) as usize).map_or(f32::MIN, |lead| lead - 0.3)
}
