//! Scores the data file on sentences that it was not trained on.

use crate::treebank::Sentence;
use copydesk::document::tagger::{Tag, Tagger};
use std::time::Instant;

/// How often the sentences are tagged to measure the speed.
const ROUNDS: u32 = 20;

/// Accuracies and speed.
pub(crate) fn score(bytes: &[u8], number: u64, sentences: &[Sentence]) -> String {
    let tagger = Tagger::new(bytes, number).expect("a data file");
    let mut counts = Counts::default();
    for sentence in sentences {
        let mut tokens = sentence.tokens.clone();
        tagger.tag(&sentence.text, &mut tokens);
        let tags: Vec<Tag> = tokens.iter().map(|token| token.tag).collect();
        counts.add(sentence, &tags, |word, tag| tagger.lemma(word, tag).to_lowercase());
    }
    let speed = speed(tagger, sentences);
    let Counts { tokens, fine, upos, words, lemmas } = counts;
    let share = |right: u32, all: u32| f64::from(right) * 100.0 / f64::from(all);
    format!(
        "fine {:.2} %, UPOS {:.2} %, lemmas {:.2} %, {speed:.1} M tokens/s",
        share(fine, tokens),
        share(upos, tokens),
        share(lemmas, words)
    )
}

#[derive(Default)]
struct Counts {
    tokens: u32,
    fine: u32,
    upos: u32,
    words: u32,
    lemmas: u32,
}

impl Counts {
    fn add(&mut self, sentence: &Sentence, tags: &[Tag], lemma: impl Fn(&str, Tag) -> String) {
        for (index, tag) in tags.iter().enumerate() {
            let upos = sentence.upos[index].as_str();
            self.tokens += 1;
            self.fine += u32::from(folded(*tag) == folded(sentence.gold[index]));
            self.upos += u32::from(tag.upos().name() == upos);
            if !matches!(upos, "PUNCT" | "SYM") {
                self.words += 1;
                self.lemmas += u32::from(lemma(sentence.word(index), *tag) == sentence.lemmas[index].to_lowercase());
            }
        }
    }
}

/// Millions of tokens in a second, on one core.
fn speed(tagger: Tagger<'_>, sentences: &[Sentence]) -> f64 {
    let mut all: Vec<_> = sentences.iter().map(|sentence| sentence.tokens.clone()).collect();
    let count: usize = all.iter().map(Vec::len).sum();
    let started = Instant::now();
    for _ in 0..ROUNDS {
        for (tokens, sentence) in all.iter_mut().zip(sentences) {
            tagger.tag(&sentence.text, tokens);
        }
    }
    count as f64 * f64::from(ROUNDS) / started.elapsed().as_secs_f64() / 1e6
}

/// The fine tag, signs folded.
fn folded(tag: Tag) -> &'static str {
    match tag {
        Tag::Symbol | Tag::ListMark => ":",
        other => other.name(),
    }
}
