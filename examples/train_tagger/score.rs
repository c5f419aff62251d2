//! Scores the data file on sentences that it was not trained on.

use crate::treebank::Sentence;
use copydesk::document::tagger::{Tag, Tagger};
use std::time::Instant;

/// Accuracies and speed.
pub fn score(bytes: &[u8], number: u64, sentences: &[Sentence]) -> String {
    let tagger = Tagger::new(bytes, number).expect("a data file");
    let (mut fine, mut upos, mut count) = (0, 0, 0);
    let (mut lemmas, mut words) = (0, 0);
    let started = Instant::now();
    for sentence in sentences {
        let mut tokens = sentence.tokens.clone();
        tagger.tag(&sentence.text, &mut tokens);
        for (index, (token, lemma)) in tokens.iter().zip(&sentence.lemmas).enumerate() {
            if matches!(sentence.upos[index].as_str(), "PUNCT" | "SYM") {
                continue;
            }
            words += 1;
            let ours = tagger.lemma(sentence.word(index), token.tag);
            let right = ours.to_lowercase() == lemma.to_lowercase();
            if !right && std::env::var("SHOW").is_ok() { println!("{} {} {} gold {} {}", sentence.word(index), token.tag, ours, lemma, sentence.gold[index]); }
            lemmas += u32::from(right);
        }
        for (index, token) in tokens.iter().enumerate() {
            count += 1;
            fine += u32::from(folded(token.tag) == folded(sentence.gold[index]));
            upos += u32::from(token.tag.upos().name() == sentence.upos[index]);
        }
    }
    let speed = f64::from(count) / started.elapsed().as_secs_f64() / 1e6;
    let share = |right: u32| f64::from(right) * 100.0 / f64::from(count);
    format!("fine {:.2} %, UPOS {:.2} %, lemmas {:.2} %", share(fine), share(upos), f64::from(lemmas) * 100.0 / f64::from(words))
}

/// The fine tag, signs folded.
fn folded(tag: Tag) -> &'static str {
    match tag {
        Tag::Symbol | Tag::ListMark => ":",
        other => other.name(),
    }
}
