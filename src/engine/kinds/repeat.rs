//! `repeat`: a word written twice in a row, or a sentence or paragraph that stands in the draft twice.

use super::{Check, Data, Hit, Scene};
use crate::document::{Case, TextSpan, Token, TokenKind, tokens};
use crate::engine::reader::{Item, Reader};
use crate::list::{Form, Seq};
use std::collections::HashMap;

/// Keys of `kind = "repeat"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Repeat {
    /// `of`: `word` (the default), `sentence` or `paragraph`.
    pub of: RepeatUnit,
    /// `allow`: words that may stand twice.
    pub allow: Seq<Form>,
    /// `soft`: words that stand twice for a reason now and then: those hits are of the rule's milder form.
    pub doubtful: Seq<Form>,
    /// `words`: how many words a sentence or paragraph must have; 8 if not said.
    pub words: u32,
}

/// What is looked for twice.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum RepeatUnit {
    /// A word, twice in a row.
    #[default]
    Word,
    /// A sentence, anywhere in the draft.
    Sentence,
    /// A paragraph, anywhere in the draft.
    Paragraph,
}

impl RepeatUnit {
    const NAMES: [(&'static str, Self); 3] =
        [("word", Self::Word), ("sentence", Self::Sentence), ("paragraph", Self::Paragraph)];
}

impl std::fmt::Debug for RepeatUnit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Word => "Word",
            Self::Sentence => "Sentence",
            Self::Paragraph => "Paragraph",
        };
        write!(formatter, "RepeatUnit::{name}")
    }
}

impl Repeat {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let forms = |items: Vec<Item<'_, '_>>| -> Seq<Form> {
            items.iter().filter_map(|item| item.text()).map(|text| tokens::form(&text)).collect()
        };
        Data::Repeat(Self {
            of: reader.choice("of", &RepeatUnit::NAMES).unwrap_or_default(),
            allow: forms(reader.items("allow")),
            doubtful: forms(reader.items("doubtful")),
            words: reader.number("words", 1..=1000).unwrap_or(8) as u32,
        })
    }

    fn words(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        for block in &document.blocks {
            for number in block.tokens.clone().skip(1) {
                let (first, second) = (&document.tokens[number as usize - 1], &document.tokens[number as usize]);
                if is_doubled(first, second) && scene.in_scope(number) && !self.allows(scene, number) {
                    hits.push(self.doubled(scene, number));
                }
            }
        }
    }

    /// Whether a pair whose second word is `number` is right as it is.
    fn allows(&self, scene: &Scene<'_>, number: u32) -> bool {
        let document = scene.document;
        let token = |number: u32| document.tokens.get(number as usize);
        let word = token(number).map(|token| token.word);
        if self.allow.iter().any(|form| form.words.first().copied() == word) {
            return true;
        }
        // A part of a longer word (“tuk-tuk”, “d'd”), or a word that a hyphen or apostrophe goes on.
        let joined = |left: u32, right: Option<u32>| {
            let mark = right.and_then(token).is_some_and(|token| !token.space_before && is_joiner(document.word(left)));
            mark || matches!(token(left), Some(token) if !token.space_before && is_joiner(document.word(left)))
        };
        // Three in a row are meant (“no, very very very good”).
        let third = token(number + 1).map(|token| token.word) == word
            || number.checked_sub(2).and_then(token).map(|token| token.word) == word;
        third || joined(number + 1, None) || number.checked_sub(2).is_some_and(|left| joined(left, Some(number - 1)))
    }

    fn doubled(&self, scene: &Scene<'_>, number: u32) -> Hit {
        let document = scene.document;
        let (first, second) = (document.span_of(number - 1..number), document.span_of(number..number + 1));
        let word = document.tokens[number as usize].word;
        let mut hit = Hit::new(first.join(second)).value("word", document.slice(first));
        // What goes is the second word and the space before it.
        hit = hit.edit(TextSpan::new(first.end, second.end), "");
        hit.soft = self.doubtful.iter().any(|form| form.words.first().copied() == Some(word));
        hit
    }

    fn passages(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let passages: Vec<(TextSpan, std::ops::Range<u32>)> = if self.of == RepeatUnit::Sentence {
            document.sentences.iter().map(|sentence| (sentence.text, sentence.tokens.clone())).collect()
        } else {
            document.blocks.iter().map(|block| (block.text, block.tokens.clone())).collect()
        };
        let mut seen: HashMap<&str, TextSpan> = HashMap::new();
        for (span, range) in passages {
            let own = document.tokens.get(range.start as usize..range.end as usize).unwrap_or_default();
            let words = own.iter().filter(|token| token.kind == TokenKind::Word).count();
            if words < self.words as usize || !scene.in_scope(range.start) {
                continue;
            }
            let text = document.slice(span).trim();
            match seen.get(text) {
                Some(first) => hits.push(Hit::new(span).label("first", *first).value("words", words.to_string())),
                None => {
                    seen.insert(text, span);
                }
            }
        }
    }
}

/// Marks that make one word of their neighbours.
fn is_joiner(text: &str) -> bool {
    matches!(text, "-" | "‐" | "‑" | "'" | "’" | "/" | "–" | "@" | "." | "_")
}

/// Whether two neighbours are one word twice: names (“Boing Boing”), numbers and abbreviations aside.
fn is_doubled(first: &Token, second: &Token) -> bool {
    let words = first.kind == TokenKind::Word && second.kind == TokenKind::Word;
    let name = second.case != Case::Lower || first.case == Case::Mixed;
    words && first.word == second.word && second.space_before && !name && first.quoted == second.quoted
}

impl Check for Repeat {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        match self.of {
            RepeatUnit::Word => self.words(scene, hits),
            RepeatUnit::Sentence | RepeatUnit::Paragraph => self.passages(scene, hits),
        }
    }
}
