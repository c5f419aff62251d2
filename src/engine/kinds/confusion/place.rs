//! Place: what stands around a place, as numbers of features. The word at the place is not looked at, so that what is
//! expected there does not depend on what is written. The training program and the kind share this file.

use crate::document::tagger::lexicon::Class;
use crate::document::{Case, Tag, Tagger, Token, TokenKind};
use crate::list::word_hash;

/// How many tokens on each side are looked at.
pub const REACH: usize = 3;

/// What is read of a neighbour.
#[derive(Copy, Clone, Debug)]
struct Neighbour {
    word: u64,
    /// Its class in the lexicon, or something like it of a word that is not there.
    class: u64,
    /// The tag it has most often, or something like it.
    top: u64,
    suffix: u64,
}

/// Beyond the first and the last token of a sentence.
const EDGE: Neighbour = Neighbour { word: 1, class: 1, top: 201, suffix: 1 };

/// The neighbours of a place: those before it, nearest first, then those after it, nearest first.
#[derive(Copy, Clone, Debug)]
pub struct Place {
    before: [Neighbour; REACH],
    after: [Neighbour; REACH],
}

/// The number of a feature: a template and a value.
pub fn key(template: u64, value: u64) -> u64 {
    let mixed = (value ^ (template << 57)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32) ^ template).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// Two values as one.
const fn both(one: u64, other: u64) -> u64 {
    one.rotate_left(23).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ other
}

impl Neighbour {
    fn new(tagger: &Tagger<'_>, text: &str, token: &Token) -> Self {
        let written = text.get(token.span.range()).unwrap_or_default();
        let class = tagger.class(written, token);
        let ending = |count: usize| match written.char_indices().rev().nth(count - 1) {
            Some((at, _)) => word_hash(&written[at..]),
            None => 3,
        };
        let suffix = if token.kind == TokenKind::Word { ending(3) } else { 2 };
        let form = both(token.case as u64, token.kind as u64);
        if class == Class::UNSEEN {
            let guess = match (token.kind, token.case) {
                (TokenKind::Word, Case::Lower) => both(ending(2), 7),
                _ => form,
            };
            return Self { word: 2, class: both(guess, 5), top: both(guess, 300), suffix };
        }
        // A name is a name, whichever it is.
        let word = if class.top() == Tag::Name { 4 } else { token.word };
        let word = if token.kind == TokenKind::Number { 5 } else { word };
        Self { word, class: class.key(), top: u64::from(class.top), suffix }
    }
}

impl Place {
    /// The place of some tokens of a sentence, which lie in `text`.
    pub fn new(tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) -> Self {
        Self::near(tagger, text, sentence, start, end).whole(tagger, text, sentence, start, end)
    }

    /// The same with the nearest neighbours only: enough for [`Place::nearest`].
    pub fn near(tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) -> Self {
        let mut place = Self { before: [EDGE; REACH], after: [EDGE; REACH] };
        place.read(0, tagger, text, sentence, start, end);
        place
    }

    /// A place of which the nearest neighbours are read, with the others.
    #[must_use]
    pub fn whole(mut self, tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) -> Self {
        for offset in 1..REACH {
            self.read(offset, tagger, text, sentence, start, end);
        }
        self
    }

    fn read(&mut self, offset: usize, tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) {
        let neighbour = |index: Option<usize>| {
            index.and_then(|index| sentence.get(index)).map_or(EDGE, |token| Neighbour::new(tagger, text, token))
        };
        self.before[offset] = neighbour(start.checked_sub(offset + 1));
        self.after[offset] = neighbour(Some(end + offset));
    }

    /// The first few of [`Place::words`]: those of the nearest neighbours.
    pub fn nearest(&self, mut visit: impl FnMut(u64)) {
        let values = self.nearest_values();
        for (template, value) in values.into_iter().enumerate() {
            visit(key(template as u64, value));
        }
    }

    fn nearest_values(&self) -> [u64; 6] {
        let (before, after) = (&self.before[0], &self.after[0]);
        [0, before.word, after.word, before.class, after.class, both(before.class, after.class)]
    }

    /// The features of the word itself, for pairs that are learnt together: what each pair is inclined to.
    pub fn own(&self, word: u64, mut visit: impl FnMut(u64)) {
        visit(key(100, word));
        visit(key(101, both(word, self.after[0].top)));
        visit(key(102, both(word, self.before[0].top)));
    }

    /// The features that need no tags.
    pub fn words(&self, mut visit: impl FnMut(u64)) {
        self.nearest(&mut visit);
        let ([b1, b2, b3], [a1, a2, a3]) = (&self.before, &self.after);
        let values = [
            b2.word,
            a2.word,
            b2.class,
            a2.class,
            both(a1.top, a2.top),
            both(b2.top, b1.top),
            both(b1.top, a1.top),
            both(both(a1.top, a2.top), a3.top),
            both(b1.word, a1.word),
            both(b1.word, a1.top),
            both(b1.top, a1.word),
            both(a1.word, a2.top),
            both(b2.word, b1.word),
            both(a1.word, a2.word),
            b1.suffix,
            a1.suffix,
            both(both(b2.top, b1.top), a1.top),
            both(both(b1.top, a1.top), a2.top),
            both(both(b3.top, b2.top), b1.top),
            both(b2.top, b1.word),
            both(b1.suffix, a1.suffix),
            both(both(b1.word, a1.top), a2.top),
            both(both(b1.top, a1.word), a2.top),
            both(b1.suffix, a1.top),
            both(b1.top, a1.suffix),
            both(a1.suffix, a2.top),
            a3.top,
            b3.top,
        ];
        for (template, value) in values.into_iter().enumerate() {
            visit(key(template as u64 + 6, value));
        }
    }

    /// The features that hold the tags of the neighbours, given in the order of [`tags_around`].
    pub fn tagged(&self, tags: [Tag; 2 * REACH], mut visit: impl FnMut(u64)) {
        let [b1, b2, b3, a1, a2, a3] = tags.map(|tag| tag.index() as u64 + 1);
        let (before, after) = (&self.before[0], &self.after[0]);
        let values = [
            b1,
            a1,
            b2,
            a2,
            both(b1, a1),
            both(a1, a2),
            both(b2, b1),
            both(both(a1, a2), a3),
            both(both(b3, b2), b1),
            both(before.word, a1),
            both(b1, after.word),
            both(after.word, a2),
            both(both(b2, b1), a1),
            both(both(b1, a1), a2),
            both(b2, before.word),
            both(both(before.word, a1), a2),
        ];
        for (template, value) in values.into_iter().enumerate() {
            visit(key(template as u64 + 64, value));
        }
    }
}

/// The tags around a place: those before it, nearest first, then those after it, nearest first.
pub fn tags_around(tag: impl Fn(usize) -> Option<Tag>, start: usize, end: usize) -> [Tag; 2 * REACH] {
    let mut tags = [Tag::Unknown; 2 * REACH];
    for (index, place) in tags.iter_mut().enumerate() {
        let number = if index < REACH { start.checked_sub(index + 1) } else { Some(end + index - REACH) };
        *place = number.and_then(&tag).unwrap_or_default();
    }
    tags
}

/// What may stand at a place, as far as all sets know: groups of tags, and words with a verb leant on them (“it’s”).
pub const GROUPS: usize = 36;

/// The group of a word’s tag. `leant`: whether a verb leans on it.
pub fn group(tag: Tag, leant: bool) -> usize {
    use Tag::{
        Adjective, Adverb, AdverbComparative, AdverbSuperlative, Auxiliary, AuxiliaryGerund, AuxiliaryParticiple,
        AuxiliaryPast, AuxiliaryPresent, AuxiliaryThird, Cardinal, Comparative, Coordination, Demonstrative,
        Determiner, Existential, Foreign, IndefinitePronoun, Infinitive, Interjection, InterrogativeAdverb,
        InterrogativeDeterminer, InterrogativePossessive, InterrogativePronoun, Modal, Name, NameAdjective, NameVerb,
        Names, Negation, Noun, Nouns, Particle, PersonalPronoun, Possessive, PossessivePronoun, Predeterminer,
        Preposition, Relative, Subordinator, Superlative, Verb, VerbGerund, VerbParticiple, VerbPast, VerbPresent,
        VerbThird,
    };
    match (tag, leant) {
        (PersonalPronoun, true) => 30,
        (InterrogativePronoun | Relative | InterrogativeAdverb, true) => 31,
        (Existential, true) => 32,
        (_, true) => 33,
        (Coordination, _) => 0,
        (Cardinal, _) => 1,
        (Determiner | Predeterminer | InterrogativeDeterminer, _) => 2,
        (Demonstrative, _) => 3,
        (Existential, _) => 4,
        (Preposition, _) => 5,
        (Subordinator, _) => 6,
        (Adjective, _) => 7,
        (Comparative | AdverbComparative, _) => 8,
        (Superlative | AdverbSuperlative, _) => 9,
        (Modal, _) => 10,
        (Noun | IndefinitePronoun, _) => 11,
        (Nouns, _) => 12,
        (Name | Names | NameAdjective | NameVerb | Foreign, _) => 13,
        (PersonalPronoun, _) => 14,
        (PossessivePronoun, _) => 15,
        (Adverb, _) => 16,
        (Negation, _) => 17,
        (Particle, _) => 18,
        (Infinitive, _) => 19,
        (Interjection, _) => 20,
        (Verb, _) => 21,
        (VerbPast, _) => 22,
        (VerbGerund | AuxiliaryGerund, _) => 23,
        (VerbParticiple | AuxiliaryParticiple, _) => 24,
        (VerbPresent, _) => 25,
        (VerbThird, _) => 26,
        (Auxiliary | AuxiliaryPresent, _) => 27,
        (AuxiliaryPast | AuxiliaryThird, _) => 28,
        (InterrogativeAdverb, _) => 29,
        (Relative | InterrogativePronoun, _) => 34,
        (InterrogativePossessive, _) => 35,
        (Possessive, _) => 33,
        _ => 20,
    }
}
