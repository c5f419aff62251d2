//! The upper layer: which word of a set belongs at a place, learnt from the places of the set's own words, each also with
//! the others written, since the tags of the neighbours are read from a sentence that may be wrong.

use crate::groups::Groups;
use crate::places::{Draft, found, group_of, is_leant};
use crate::softmax::{Example, Softmax, Steps};
use crate::treebank::Sentence;
use copydesk::document::{Tag, Tagger};
use copydesk::engine::kinds::confusion::Confusion;
use copydesk::engine::kinds::confusion::model::{FLOOR, of_set};
use copydesk::engine::kinds::confusion::place::{Place, tags_around};
use std::collections::BTreeMap;

/// A place of a set's word.
pub(crate) struct WordPlace {
    /// Its features.
    pub features: Vec<u64>,
    /// How likely each group is, as the lower layer says that has not seen the document.
    pub shares: Vec<f32>,
    /// The number of the word that belongs there.
    pub word: usize,
    /// The group of the word here.
    pub group: usize,
    /// How much it counts.
    pub weight: f32,
}

/// What is learnt of a set.
pub(crate) struct Learnt {
    /// The weights.
    pub softmax: Softmax,
    /// For each word its groups, with its share of each.
    pub groups: Vec<BTreeMap<usize, f32>>,
}

/// What all places of other words that belong where a word of the set belongs count, against those of the word, and what
/// one counts at most.
const BORROWED: (f32, f32) = (3.0, 0.4);

/// The places of a set's words, and of others that belong where they do: “his” where “its” does, “she’s” where “it’s” does.
pub(crate) fn places<'g>(
    set: &Confusion,
    sentences: &[Sentence],
    lower: impl Fn(&Sentence) -> &'g Groups,
) -> Vec<WordPlace> {
    let mut places = Vec::new();
    let lemmas = lemmas(set, sentences);
    for sentence in sentences {
        for (word, start, end) in found(set, &sentence.tokens) {
            // A slip that the annotators saw through: it has the lemma of another word of the set.
            let lemma = &sentence.lemmas[start];
            let slip = lemmas.get(word) != Some(lemma) && lemmas.contains(lemma);
            if !slip {
                add(set, sentence, lower(sentence), (word, start, end), 1.0, &mut places);
            }
        }
        for (word, start, end) in borrowed(set, sentence) {
            add(set, sentence, lower(sentence), (word, start, end), 0.0, &mut places);
        }
    }
    weigh(set, &mut places);
    places.retain(|place| place.weight > 0.0);
    places
}

/// How many places of each word are enough for a set to borrow none.
const ENOUGH: usize = 200;

/// Weighs the borrowed places.
fn weigh(set: &Confusion, places: &mut [WordPlace]) {
    for word in 0..set.words.len() {
        let enough = (0..set.words.len()).all(|word| {
            places.iter().filter(|place| place.word == word && place.weight == 1.0).count() >= ENOUGH * set.words.len()
        });
        if enough {
            return;
        }
        let count =
            |own: bool| places.iter().filter(|place| place.word == word && (place.weight > 0.0) == own).count() as f32;
        let weight = (BORROWED.0 * count(true) / count(false).max(1.0)).min(BORROWED.1);
        for place in places.iter_mut().filter(|place| place.word == word && place.weight == 0.0) {
            place.weight = weight;
        }
    }
}

/// The lemma that each word of a set has most often.
fn lemmas(set: &Confusion, sentences: &[Sentence]) -> Vec<String> {
    let mut counts = vec![BTreeMap::<&str, u32>::new(); set.words.len()];
    for sentence in sentences {
        for (word, start, _) in found(set, &sentence.tokens) {
            *counts[word].entry(&sentence.lemmas[start]).or_default() += 1;
        }
    }
    let best = |counts: &BTreeMap<&str, u32>| {
        counts.iter().max_by_key(|(_, count)| **count).map(|(lemma, _)| (*lemma).to_owned())
    };
    counts.iter().map(|counts| best(counts).unwrap_or_default()).collect()
}

/// The places of other words for a set of a possessive and of a pronoun with a verb.
fn borrowed(set: &Confusion, sentence: &Sentence) -> Vec<(usize, usize, usize)> {
    let leant = set.words.iter().position(|form| form.words.len() > 1 && !form.text.starts_with("who"));
    let Some(leant) = leant else { return Vec::new() };
    let own: Vec<usize> = found(set, &sentence.tokens).iter().map(|(_, start, _)| *start).collect();
    let mut places = Vec::new();
    for index in (0..sentence.tokens.len()).filter(|index| !own.contains(index)) {
        let next = (index + 1 < sentence.tokens.len()).then(|| sentence.word(index + 1).replace('’', "'"));
        if sentence.gold[index] == Tag::PossessivePronoun {
            places.push((0, index, index + 1));
        } else if sentence.gold[index] == Tag::PersonalPronoun
            && is_leant(&sentence.text, &sentence.tokens, &sentence.gold, index)
            && matches!(next.as_deref(), Some("'s" | "'re" | "'m"))
        {
            places.push((leant, index, index + 2));
        }
    }
    places
}

fn add(
    set: &Confusion,
    sentence: &Sentence,
    lower: &Groups,
    (word, start, end): (usize, usize, usize),
    weight: f32,
    places: &mut Vec<WordPlace>,
) {
    let own = Draft::of(sentence);
    let place = Place::new(&Tagger::embedded(), &own.text, &own.tokens, start, end);
    let shares = lower.shares(&place);
    for written in &set.words {
        let (draft, next) = own.with(start, end, &written.text);
        let tags = draft.tags();
        let mut features = Vec::new();
        place.words(|feature| features.push(of_set(set.set, feature)));
        let around = tags_around(|index| tags.get(index).copied(), start, next);
        place.tagged(around, |feature| features.push(of_set(set.set, feature)));
        let group = group_of(sentence.gold[start], end - start);
        places.push(WordPlace { features, shares: shares.clone(), word, group, weight });
    }
}

/// Learns a set.
pub(crate) fn learn(name: &str, words: usize, variants: usize, places: &[WordPlace]) -> Learnt {
    let mut counts = vec![BTreeMap::<usize, f32>::new(); words];
    for place in places.iter().filter(|place| place.weight == 1.0) {
        *counts[place.word].entry(place.group).or_default() += 1.0;
    }
    let groups: Vec<BTreeMap<usize, f32>> = counts
        .iter()
        .map(|counts| {
            let total: f32 = counts.values().sum();
            let often = counts.iter().filter(|(_, count)| **count / total >= 0.02);
            often.map(|(group, count)| (*group, count / total)).collect()
        })
        .collect();
    let mut softmax =
        Softmax::new(words, places.iter().flat_map(|place| place.features.iter().copied()), 2 * variants as u32);
    let weight = 1.0 / variants as f32;
    let examples: Vec<Example> = places
        .iter()
        .map(|place| Example {
            rows: softmax.rows_of(place.features.iter().copied()),
            offsets: offsets(&groups, &place.shares),
            class: place.word,
            weight: weight * place.weight,
        })
        .collect();
    softmax.learn(&examples, &Steps { epochs: 12, rate: 0.1, decay: 2e-4, slack: 0.0 });
    eprintln!(
        "{}: {} places, {} features, lower layer {:.2}",
        name,
        places.len() / variants,
        softmax.rows.len(),
        softmax.offset_weight
    );
    Learnt { softmax, groups }
}

/// The logarithm of how likely each word is, as far as groups say.
fn offsets(groups: &[BTreeMap<usize, f32>], shares: &[f32]) -> Vec<f32> {
    let likely =
        |groups: &BTreeMap<usize, f32>| groups.iter().map(|(group, share)| shares[*group] * share).sum::<f32>();
    groups.iter().map(|groups| (likely(groups) + FLOOR).ln()).collect()
}
