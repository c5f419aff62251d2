//! `repeat`: a word or phrase written twice in a row, or a sentence or paragraph that stands in the draft twice.

use super::{Check, Data, Hit, Scene};
use crate::document::{Case, Tag, TextSpan, Token, TokenKind, Upos, tokens};
use crate::engine::reader::{Item, Reader};
use crate::list::{Form, Seq, WordMap};
use std::collections::hash_map::Entry;

/// Keys of `kind = "repeat"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Repeat {
    /// `of`: `word` (the default), `phrase`, `sentence` or `paragraph`.
    pub of: RepeatUnit,
    /// `allow`: words that may stand twice.
    pub allow: Seq<Form>,
    /// `joints`: words that join a phrase to itself (“town to town to town”): a phrase that ends with one is left alone,
    /// and two words that begin with one.
    pub joints: Seq<Form>,
    /// `doubtful`: words that stand twice for a reason now and then: those hits are of the rule's milder form.
    pub doubtful: Seq<Form>,
    /// `openers`: words that open a clause which may end with the verb that the main clause begins with (“what there was
    /// was bread”).
    pub openers: Seq<Form>,
    /// `words`: how many words a sentence or paragraph must have; 8 if not said.
    pub words: u32,
}

/// What is looked for twice.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum RepeatUnit {
    /// A word, twice in a row.
    #[default]
    Word,
    /// Two to four words, twice in a row.
    Phrase,
    /// A sentence, anywhere in the draft.
    Sentence,
    /// A paragraph, anywhere in the draft.
    Paragraph,
}

impl RepeatUnit {
    const NAMES: [(&'static str, Self); 4] =
        [("word", Self::Word), ("phrase", Self::Phrase), ("sentence", Self::Sentence), ("paragraph", Self::Paragraph)];
}

impl std::fmt::Debug for RepeatUnit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Word => "Word",
            Self::Phrase => "Phrase",
            Self::Sentence => "Sentence",
            Self::Paragraph => "Paragraph",
        };
        write!(formatter, "RepeatUnit::{name}")
    }
}

/// How many tokens before a doubled verb the clause may open that ends with it.
const CLAUSE: u32 = 8;

impl Repeat {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let forms = |items: Vec<Item<'_, '_>>| -> Seq<Form> {
            items.iter().filter_map(|item| item.text()).map(|text| tokens::form(&text)).collect()
        };
        Data::Repeat(Self {
            of: reader.choice("of", &RepeatUnit::NAMES).unwrap_or_default(),
            allow: forms(reader.items("allow")),
            joints: forms(reader.items("joints")),
            doubtful: forms(reader.items("doubtful")),
            openers: forms(reader.items("openers")),
            words: reader.number("words", 1..=1000).unwrap_or(8) as u32,
        })
    }

    fn words(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        for block in &document.blocks {
            let own = document.tokens.get(block.tokens.start as usize..block.tokens.end as usize).unwrap_or_default();
            for (pair, number) in own.windows(2).zip(block.tokens.start + 1..) {
                let is_doubled = pair[0].word == pair[1].word && is_doubled(&pair[0], &pair[1]);
                let counts = is_doubled && scene.in_scope(number) && !is_command(document.slice(block.text));
                if counts && !self.allows(scene, number) {
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
        // A part of a longer word (“tuk-tuk”, “d'd”), or a word that a hyphen or apostrophe goes on. A full stop before or
        // behind the pair ends a sentence, unless no space stands on its other side either (“com.com”).
        let joiner = |at: u32| token(at).is_some_and(|mark| !mark.space_before && is_joiner(document.word(at)));
        let ends = |at: u32| document.word(at) == "." && token(at + 1).is_none_or(|next| next.space_before);
        let joined = |at: u32| joiner(at) && !ends(at);
        // Three in a row are meant (“no, very very very good”).
        let third = token(number + 1).map(|token| token.word) == word
            || number.checked_sub(2).and_then(token).map(|token| token.word) == word;
        third
            || self.meets(scene, number)
            || joined(number + 1)
            || number.checked_sub(2).is_some_and(|left| joined(left) || is_glued(scene, left))
    }

    /// Whether the pair is the verb of a clause that one of `openers` opened and that of the main clause after it.
    fn meets(&self, scene: &Scene<'_>, number: u32) -> bool {
        let document = scene.document;
        let sentence = document.sentences.get(document.sentence_of(number) as usize);
        let first = sentence.map_or(number, |sentence| sentence.tokens.start);
        let opened = (first.max(number.saturating_sub(CLAUSE))..number.saturating_sub(1)).any(|before| {
            let word = document.tokens.get(before as usize).map(|token| token.word);
            self.openers.iter().any(|form| form.words.first().copied() == word)
        });
        // “Been been” is no verb of a clause.
        let is_participle = |at: u32| matches!(document.tag(at), Tag::VerbParticiple | Tag::AuxiliaryParticiple);
        let is_verb = matches!(document.tag(number - 1).upos(), Upos::Verb | Upos::Aux);
        opened && is_verb && !(is_participle(number - 1) && is_participle(number))
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

    fn phrases(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        for block in &scene.document.blocks {
            let tokens = scene.document.tokens.get(block.tokens.start as usize..block.tokens.end as usize);
            let own = tokens.unwrap_or_default();
            let mut at = 0;
            while at + 2 < own.len() {
                if !returns_soon(&own[at..]) {
                    at += 1;
                    continue;
                }
                let returns = |length: u32| own.get(at + length as usize).is_some_and(|next| next.word == own[at].word);
                let start = block.tokens.start + at as u32;
                let is_doubled =
                    |length: &u32| returns(*length) && self.is_doubled_phrase(scene, start, *length, block.tokens.end);
                match LENGTHS.into_iter().find(is_doubled) {
                    Some(length) => {
                        hits.push(doubled_phrase(scene, start, length));
                        at += 2 * length as usize;
                    }
                    None => at += 1,
                }
            }
        }
    }

    /// Whether the tokens from `at` on are a phrase of this length twice, and not part of a longer run (“on and on and
    /// on”).
    fn is_doubled_phrase(&self, scene: &Scene<'_>, at: u32, length: u32, end: u32) -> bool {
        let document = scene.document;
        let token = |number: u32| document.tokens.get(number as usize);
        let word = |number: u32| token(number).map(|token| token.word);
        let fits = at + 2 * length <= end && (at..at + length).all(|number| word(number) == word(number + length));
        if !fits || !scene.in_scope(at) {
            return false;
        }
        let plain = |number: u32| {
            token(number).is_some_and(|token| {
                token.kind == TokenKind::Word && (token.space_before || number == at) && !is_name(token, number == at)
            })
        };
        let runs_on = word(at + 2 * length) == word(at) || (at > 0 && word(at - 1) == word(at + length - 1));
        let joint = |number: u32| self.joints.iter().any(|form| form.words.first().copied() == word(number));
        let joined = joint(at + length - 1) || (length == 2 && joint(at));
        let same = (at + 1..at + length).all(|number| word(number) == word(at));
        let allowed = self.allow.iter().any(|form| form.starts(document.tokens.get(at as usize..).unwrap_or_default()));
        (at..at + 2 * length).all(plain) && !runs_on && !joined && !same && !allowed
    }

    fn passages(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let passages: Vec<(TextSpan, std::ops::Range<u32>)> = if self.of == RepeatUnit::Sentence {
            document.sentences.iter().map(|sentence| (sentence.text, sentence.tokens.clone())).collect()
        } else {
            document.blocks.iter().map(|block| (block.text, block.tokens.clone())).collect()
        };
        let mut seen: WordMap<TextSpan> = WordMap::default();
        for (span, range) in passages {
            let own = document.tokens.get(range.start as usize..range.end as usize).unwrap_or_default();
            if own.len() < self.words as usize {
                continue;
            }
            let last = own.last().map_or("", |last| document.slice(last.span));
            // What ends with no mark is a heading or a row of a table.
            let is_ended = last.ends_with(['.', '!', '?', '…', ':', '”', '"', '’', ')']);
            if !is_ended {
                continue;
            }
            let (key, words) = own.iter().fold((0_u64, 0), |(key, words), token| {
                let key = (key.rotate_left(5) ^ token.word ^ token.case as u64).wrapping_mul(MIX);
                (key, words + u32::from(token.kind == TokenKind::Word))
            });
            if words < self.words {
                continue;
            }
            match seen.entry(key) {
                Entry::Occupied(first) => {
                    let first = *first.get();
                    let is_same = document.slice(first).trim() == document.slice(span).trim();
                    if is_same && scene.in_scope(range.start) {
                        hits.push(Hit::new(span).label("first", first).value("words", words.to_string()));
                    }
                }
                Entry::Vacant(place) if scene.in_scope(range.start) => {
                    place.insert(span);
                }
                Entry::Vacant(_) => {}
            }
        }
    }
}

/// An odd number whose bits are well spread: the words of a passage make one number with it.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// Whether a text is a line typed to a program: it has an option (“-it”, “--all”) and no mark at its end.
fn is_command(text: &str) -> bool {
    let is_option = |word: &str| {
        let name = word.trim_start_matches('-');
        name.len() < word.len() && name.starts_with(|sign: char| sign.is_ascii_alphabetic())
    };
    text.len() < LONGEST_COMMAND
        && !text.ends_with(['.', '!', '?', '”', '"', ':'])
        && text.split_whitespace().skip(1).any(is_option)
}

/// The most bytes of a line typed to a program.
const LONGEST_COMMAND: usize = 300;

/// The lengths of phrases that are looked for, in words.
const LENGTHS: [u32; 3] = [4, 3, 2];

/// Whether the first of some tokens stands again where the second half of a phrase would begin: most do not.
fn returns_soon(tokens: &[Token]) -> bool {
    match tokens {
        // All are compared, whichever it is: most of the time it is none.
        [first, _, second, third, fourth, ..] => {
            (second.word == first.word) | (third.word == first.word) | (fourth.word == first.word)
        }
        [first, _, next @ ..] => next.iter().any(|next| next.word == first.word),
        _ => false,
    }
}

fn is_name(token: &Token, first: bool) -> bool {
    !(token.case == Case::Lower || (first && token.case == Case::Capital))
}

fn doubled_phrase(scene: &Scene<'_>, at: u32, length: u32) -> Hit {
    let document = scene.document;
    let (first, second) = (document.span_of(at..at + length), document.span_of(at + length..at + 2 * length));
    let hit = Hit::new(first.join(second)).value("phrase", document.slice(first));
    hit.edit(TextSpan::new(first.end, second.end), "")
}

/// Marks that make one word of their neighbours.
fn is_joiner(text: &str) -> bool {
    matches!(text, "-" | "‐" | "‑" | "'" | "’" | "/" | "–" | "@" | "." | "_")
}

/// Whether a mark that makes one word of its neighbours has no space behind it.
fn is_glued(scene: &Scene<'_>, mark: u32) -> bool {
    let next = scene.document.tokens.get(mark as usize + 1);
    next.is_some_and(|next| !next.space_before && is_joiner(scene.document.word(mark)))
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
            RepeatUnit::Phrase => self.phrases(scene, hits),
            RepeatUnit::Sentence | RepeatUnit::Paragraph => self.passages(scene, hits),
        }
    }
}
