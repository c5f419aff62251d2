//! Adjectives and adverbs, all pairs as one set: places of adverbs, with the adjective written, and of adjectives. The text
//! is taken to be right: an adverb is where an adverb belongs.

use crate::places::Draft;
use crate::words::WordPlace;
use copydesk::builtin::BUILTIN;
use copydesk::document::{Case, Tag, Tagger};
use copydesk::engine::kinds::confusion::place::{Around, Place};
use copydesk::list::word_hash;
use std::collections::{BTreeMap, BTreeSet};

/// The adjective of each adverb, as far as the lists of the rules know.
pub(crate) fn listed() -> BTreeMap<String, String> {
    let entries = BUILTIN.lists.iter().flat_map(|list| list.entries.iter());
    entries.filter_map(|entry| Some((entry.text("adv")?.to_owned(), entry.name().to_owned()))).collect()
}

/// Those, and as many as both are often met in the text, where the lexicon of the tagger knows each for what it is.
fn pairs(drafts: &[Draft]) -> BTreeMap<String, String> {
    let mut words: BTreeMap<String, (u32, Tag)> = BTreeMap::new();
    let tagger = Tagger::embedded();
    for draft in drafts {
        for (index, token) in draft.tokens.iter().enumerate().filter(|(_, token)| token.case == Case::Lower) {
            let word = draft.word(index);
            let entry = words.entry(word).or_insert_with_key(|word| (0, tagger.class(word, token).top()));
            entry.0 += 1;
        }
    }
    let is = |word: &String, tag: Tag| words.get(word).is_some_and(|(count, top)| *count >= OFTEN && *top == tag);
    let adverbs = words.keys().filter(|word| word.len() > 5 && is(word, Tag::Adverb));
    let base =
        |adverb: &String| Some((adverb.clone(), bases(adverb).into_iter().find(|base| is(base, Tag::Adjective))?));
    let mut pairs: BTreeMap<String, String> = adverbs.filter_map(base).collect();
    pairs.extend(listed());
    pairs
}

/// How often a word must be met.
const OFTEN: u32 = 10;

/// What an adverb may be made of.
fn bases(adverb: &str) -> Vec<String> {
    let Some(stem) = adverb.strip_suffix("ly").filter(|stem| stem.len() > 3) else { return Vec::new() };
    let mut bases = vec![stem.to_owned()];
    bases.extend(stem.strip_suffix('i').map(|stem| format!("{stem}y")));
    bases.extend(stem.strip_suffix("al").map(str::to_owned));
    bases.extend(adverb.strip_suffix('y').map(|stem| format!("{stem}e")));
    bases
}

/// How many places are learnt from at most, of each of the two.
const MOST: usize = 60_000;

/// The places of both.
pub(crate) fn places(drafts: &[Draft]) -> Vec<WordPlace> {
    let pairs = pairs(drafts);
    eprintln!("{} pairs of an adjective and an adverb", pairs.len());
    let adjectives: BTreeSet<&str> = pairs.values().map(String::as_str).collect();
    let mut sites = [Vec::new(), Vec::new()];
    for draft in drafts {
        for index in 0..draft.tokens.len() {
            if draft.tokens[index].case != Case::Lower && index > 0 {
                continue;
            }
            let word = draft.word(index);
            if let Some(adjective) = pairs.get(&word) {
                sites[1].push((draft, index, adjective.clone()));
            } else if adjectives.contains(&*word) {
                sites[0].push((draft, index, word));
            }
        }
    }
    let mut places = Vec::new();
    for (class, sites) in sites.iter().enumerate() {
        let step = sites.len().div_ceil(MOST).max(1);
        places.extend(sites.iter().step_by(step).map(|(draft, index, word)| place(draft, *index, word, class)));
    }
    places
}

fn place(own: &Draft, index: usize, adjective: &str, class: usize) -> WordPlace {
    let (draft, next) = own.with(index, index + 1, adjective);
    let place = Place::new(Tagger::embedded(), &draft.text, &draft.tokens, index, next);
    let tags = draft.tags();
    let (mut early, mut features) = (Vec::new(), Vec::new());
    place.early(|feature| early.push(feature));
    place.own(word_hash(adjective), |feature| early.push(feature));
    place.words(|feature| features.push(feature));
    place.own(word_hash(adjective), |feature| features.push(feature));
    place.tagged(&Around::new(|index| tags.get(index).copied(), index, next), |feature| features.push(feature));
    WordPlace { early, features: vec![features], word: class, text: String::new() }
}
