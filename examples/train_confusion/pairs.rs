//! Adjectives and adverbs, all pairs as one set: places of adverbs, with the adjective written, and of adjectives.

use crate::groups::Groups;
use crate::places::Draft;
use crate::treebank::Sentence;
use crate::words::WordPlace;
use copydesk::builtin::BUILTIN;
use copydesk::document::{Tag, Tagger};
use copydesk::engine::kinds::confusion::PAIRS;
use copydesk::engine::kinds::confusion::model::{of_set, set_key};
use copydesk::engine::kinds::confusion::place::{Place, group, tags_around};
use copydesk::list::word_hash;
use std::collections::{BTreeMap, BTreeSet};

/// The adjective of each adverb, as far as the lists of the rules and the treebank know.
pub(crate) fn pairs(sentences: &[Sentence]) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    let mut adjectives = BTreeSet::new();
    for sentence in sentences {
        for index in (0..sentence.tokens.len()).filter(|index| sentence.gold[*index] == Tag::Adjective) {
            adjectives.insert(sentence.word(index).to_lowercase());
        }
    }
    for sentence in sentences {
        for index in (0..sentence.tokens.len()).filter(|index| sentence.gold[*index] == Tag::Adverb) {
            let adverb = sentence.word(index).to_lowercase();
            if let Some(adjective) = bases(&adverb).into_iter().find(|base| adjectives.contains(base)) {
                pairs.insert(adverb, adjective);
            }
        }
    }
    for list in BUILTIN.lists {
        for entry in list.entries.iter() {
            if let Some(adverb) = entry.text("adv") {
                pairs.insert(adverb.to_owned(), entry.name().to_owned());
            }
        }
    }
    pairs
}

/// What an adverb may be made of.
fn bases(adverb: &str) -> Vec<String> {
    let Some(stem) = adverb.strip_suffix("ly").filter(|stem| stem.len() > 2) else { return Vec::new() };
    let mut bases = vec![stem.to_owned()];
    bases.extend(stem.strip_suffix('i').map(|stem| format!("{stem}y")));
    bases.extend(stem.strip_suffix("al").map(str::to_owned));
    bases.extend(adverb.strip_suffix('y').map(|stem| format!("{stem}e")));
    bases
}

/// The places of both.
pub(crate) fn places<'g>(sentences: &[Sentence], lower: impl Fn(&Sentence) -> &'g Groups) -> Vec<WordPlace> {
    let pairs = pairs(sentences);
    let adjectives: BTreeSet<&str> = pairs.values().map(String::as_str).collect();
    let mut places = Vec::new();
    for sentence in sentences {
        for index in 0..sentence.tokens.len() {
            let word = sentence.word(index).to_lowercase();
            match sentence.gold[index] {
                Tag::Adverb => {
                    if let Some(adjective) = pairs.get(&word) {
                        places.push(place(sentence, index, adjective, 1, lower(sentence)));
                    }
                }
                Tag::Adjective if adjectives.contains(&*word) => {
                    places.push(place(sentence, index, &word, 0, lower(sentence)));
                }
                _ => {}
            }
        }
    }
    places
}

fn place(sentence: &Sentence, index: usize, adjective: &str, class: usize, lower: &Groups) -> WordPlace {
    let set = set_key(PAIRS.into_iter());
    let (draft, next) = Draft::of(sentence).with(index, index + 1, adjective);
    let place = Place::new(&Tagger::embedded(), &draft.text, &draft.tokens, index, next);
    let shares = lower.shares(&place);
    let tags = draft.tags();
    let mut features = Vec::new();
    place.words(|feature| features.push(of_set(set, feature)));
    place.own(word_hash(adjective), |feature| features.push(of_set(set, feature)));
    let around = tags_around(|index| tags.get(index).copied(), index, next);
    place.tagged(around, |feature| features.push(of_set(set, feature)));
    WordPlace { features, shares, word: class, group: group(sentence.gold[index], false), weight: 1.0 }
}
