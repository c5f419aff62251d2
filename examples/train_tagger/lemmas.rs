//! Finds the lemmas that do not follow the rules.

use crate::treebank::Sentence;
use copydesk::document::tagger::{Tag, lemma, model::Model};
use std::collections::BTreeMap;

/// The share of a word's lemmas that the commonest must have.
const CLEAR: f64 = 0.6;

/// The words of a key with their lemmas: how often, and a tag.
type Seen<'a> = BTreeMap<(String, &'a str), (u32, Tag)>;

/// The exceptions of the lemmas by key, for a data file that has none yet.
pub(crate) fn exceptions(sentences: &[Sentence], bytes: &[u8]) -> BTreeMap<u64, Vec<u8>> {
    let model = Model::new(bytes).expect("a data file");
    let mut seen: BTreeMap<u64, Seen<'_>> = BTreeMap::new();
    for sentence in sentences {
        for (index, (tag, lemma)) in sentence.gold.iter().zip(&sentence.lemmas).enumerate() {
            let word = sentence.word(index);
            // A lemma of “_” is that of a piece of a word.
            if matches!(sentence.upos[index].as_str(), "PUNCT" | "SYM" | "X") || lemma == "_" {
                continue;
            }
            let key = lemma::exception_key(word, *tag);
            seen.entry(key).or_default().entry((word.to_owned(), lemma)).or_insert((0, *tag)).0 += 1;
        }
    }
    let mut exceptions = BTreeMap::new();
    for (key, lemmas) in seen {
        let mut totals: BTreeMap<&str, u32> = BTreeMap::new();
        for ((_, lemma), (count, _)) in &lemmas {
            *totals.entry(lemma).or_default() += count;
        }
        let all: u32 = totals.values().sum();
        let (best, count) = totals.iter().max_by_key(|(_, count)| **count).expect("a lemma");
        // A slip of one writer is none of the language, unless an ending explains the lemma.
        let (((word, _), (_, tag)), clear) =
            (lemmas.iter().next().expect("a word"), f64::from(*count) / f64::from(all));
        let worth = all > 1 || is_inflected(*tag);
        let rule = lemma::by_rule(word, *tag, &model);
        if worth && clear >= CLEAR && rule.to_lowercase() != best.to_lowercase() {
            exceptions.insert(key, lemma::exception(word, best));
        }
    }
    exceptions
}

/// Whether words with a tag have an ending.
fn is_inflected(tag: Tag) -> bool {
    matches!(tag.name(), "NNS" | "VBD" | "VBN" | "VBG" | "VBZ" | "JJR" | "JJS" | "RBR" | "RBS")
}
