//! Place: what stands around a place, as numbers of features. The word at the place is not looked at, so that what is
//! expected there does not depend on what is written. The training program and the kind share this file.

pub use super::around::Around;
use super::around::{is_finite, is_other_verb};
use super::classes;
use crate::document::tagger::lexicon::Class;
use crate::document::{Case, Tag, Tagger, Token, TokenKind};
use crate::list::word_hash;
use std::cell::{Cell, RefCell};

/// How many tokens on each side are looked at one by one.
pub const REACH: usize = 4;

/// How many tokens on each side may say what is spoken of.
const FAR: usize = 12;

/// How many tokens on each side a verb or noun is looked for.
const HEAD: usize = 7;

/// What is read of a neighbour.
#[derive(Copy, Clone, Debug)]
struct Neighbour {
    word: u64,
    /// Its class in the lexicon, or something like it of a word that is not there.
    class: u64,
    /// The tag it has most often, or something like it.
    top: u64,
    suffix: u64,
    /// The class of words that stand in like company (see [`classes`]).
    company: u64,
    /// Whether it is a verb, a noun or neither, by the tag it has most often.
    part: Part,
}

/// What a word may be the head of.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Part {
    Verb,
    Noun,
    /// An adjective or adverb.
    Other,
    /// A word of which there are few, or a mark.
    Small,
}

/// What a thread keeps of the words it has read, each at a place of its own: most words of a text are a few hundred.
struct Kept {
    words: Vec<(u64, Neighbour)>,
    /// How many words were read since it has grown.
    read: usize,
}

/// How many words are kept at first: those of an article.
const KEPT: usize = 1 << 10;

/// How many are kept at most. As often as so many were read as are kept, there is room for more.
const MOST_KEPT: usize = 1 << 12;

/// How many early features a place has.
pub const EARLY: usize = 7;

thread_local! {
    static KEPT_HERE: RefCell<Kept> = const { RefCell::new(Kept { words: Vec::new(), read: 0 }) };
    /// The early features of the last place: a small word is asked for by many sets, one after the other.
    static LAST: Cell<Option<([u64; 2], [u64; EARLY])>> = const { Cell::new(None) };
}

impl Kept {
    /// What is read of a token of a sentence, by its number; the edge where there is none.
    fn at(&mut self, tagger: &Tagger<'_>, text: &str, sentence: &[Token], number: Option<usize>) -> Neighbour {
        let token = number.and_then(|number| sentence.get(number));
        token.map_or(EDGE, |token| self.get(tagger, text, token))
    }

    /// What is read of a token, its ending included.
    #[inline]
    fn get(&mut self, tagger: &Tagger<'_>, text: &str, token: &Token) -> Neighbour {
        let key = kept_key(tagger, token);
        let place = |words: &[_]| (key >> 40) as usize & words.len().wrapping_sub(1);
        match self.words.get(place(&self.words)) {
            Some((known, near)) if *known == key => *near,
            _ => {
                self.make_room();
                let near = Neighbour::new(tagger, text, token);
                let own = place(&self.words);
                self.words[own] = (key, near);
                near
            }
        }
    }

    fn make_room(&mut self) {
        self.read += 1;
        let size = self.words.len();
        if size == 0 || self.read > size && size < MOST_KEPT {
            self.words = vec![(0, EDGE); (size * 2).max(KEPT)];
            self.read = 0;
        }
    }
}

/// What all that is read of a token follows from: the word, its case and its kind.
#[inline]
fn kept_key(tagger: &Tagger<'_>, token: &Token) -> u64 {
    let form = (token.case as u64 * 8 + token.kind as u64) * 64 + tagger.number();
    token.word ^ form.wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// Beyond the first and the last token of a sentence.
const EDGE: Neighbour = Neighbour { word: 1, class: 1, top: 201, suffix: 1, company: 300, part: Part::Small };

/// The nearest neighbours of a place: enough to dismiss most.
#[derive(Copy, Clone, Debug)]
pub struct Close {
    before: Neighbour,
    after: Neighbour,
}

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

/// What tells the features of the company that words keep from the others.
const COMPANY: u64 = 0x7c15_d1b5_4a32_d192;

/// Two values as one.
const fn both(one: u64, other: u64) -> u64 {
    one.rotate_left(23).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ other
}

impl Neighbour {
    /// Reads a neighbour.
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
            let lower = token.kind == TokenKind::Word && token.case == Case::Lower;
            let guess = if lower { both(ending(2), 7) } else { form };
            let word = if lower { token.word } else { 2 };
            let (class, top) = (both(guess, 5), both(guess, 300));
            let (company, part) = if lower { (classes::of(word), Part::Other) } else { (301, Part::Small) };
            return Self { word, class, top, suffix, company, part };
        }
        // A name is a name, whichever it is.
        let word = if class.top() == Tag::Name { 4 } else { token.word };
        let word = if token.kind == TokenKind::Number { 5 } else { word };
        let company = if matches!(word, 4 | 5) { 300 + word } else { classes::of(token.word) };
        let part = if token.kind == TokenKind::Word { Part::of(class.top()) } else { Part::Small };
        Self { word, class: class.key(), top: u64::from(class.top), suffix, company, part }
    }
}

impl Part {
    fn of(tag: Tag) -> Self {
        match tag {
            Tag::Noun | Tag::Nouns => Self::Noun,
            Tag::Adjective | Tag::Comparative | Tag::Superlative | Tag::Adverb => Self::Other,
            _ if tag != Tag::Modal && (is_finite(tag) || is_other_verb(tag)) => Self::Verb,
            _ => Self::Small,
        }
    }
}

fn visit_all(first: u64, values: &[u64], mut visit: impl FnMut(u64)) {
    for (template, value) in values.iter().enumerate() {
        visit(key(template as u64 + first, *value));
    }
}

impl Close {
    /// The nearest neighbours of some tokens of a sentence, which lie in `text`.
    pub fn new(tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) -> Self {
        KEPT_HERE.with_borrow_mut(|kept| Self {
            before: kept.at(tagger, text, sentence, start.checked_sub(1)),
            after: kept.at(tagger, text, sentence, Some(end)),
        })
    }

    /// The features by which most places are dismissed. They have weights of their own.
    pub fn early(&self, visit: impl FnMut(u64)) {
        self.early_features().into_iter().for_each(visit);
    }

    fn early_features(&self) -> [u64; EARLY] {
        let (b, a) = (&self.before, &self.after);
        let mut features =
            [0, b.word, a.word, both(b.class, a.class), both(b.word, a.top), both(b.top, a.word), both(b.word, a.word)];
        features.iter_mut().zip(112..).for_each(|(feature, template)| *feature = key(template, *feature));
        features
    }

    /// The same of the place of some tokens of a sentence, which lie in `text`.
    #[inline]
    pub fn early_at(tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) -> [u64; EARLY] {
        let of = |token: Option<&Token>| token.map_or(0, |token| kept_key(tagger, token));
        let own = [of(start.checked_sub(1).and_then(|before| sentence.get(before))), of(sentence.get(end))];
        match LAST.get() {
            Some((known, features)) if known == own => features,
            _ => {
                let features = Self::new(tagger, text, sentence, start, end).early_features();
                LAST.set(Some((own, features)));
                features
            }
        }
    }

    /// The features of the word itself, for pairs that are learnt together: what each pair is inclined to.
    pub fn own(&self, word: u64) -> [u64; 4] {
        let (before, after) = (&self.before, &self.after);
        [
            key(100, word),
            key(101, both(word, after.top)),
            key(102, both(word, before.top)),
            key(103, both(word, after.word)),
        ]
    }
}

/// Visits the features of all words of weight near a place, and tells the nearest verb and noun before it and after it, each
/// as its word and company; zeros where there is none.
fn spoken_of(
    tagger: &Tagger<'_>,
    (text, sentence): (&str, &[Token]),
    (start, end): (usize, usize),
    mut visit: impl FnMut(u64),
) -> [[(u64, u64); 2]; 2] {
    let mut heads = [[(0, 0); 2]; 2];
    let (from, to) = (start.saturating_sub(FAR), (end + FAR).min(sentence.len()));
    KEPT_HERE.with_borrow_mut(|kept| {
        for index in (from..start).rev().chain(end..to) {
            let (near, side) = (kept.get(tagger, text, &sentence[index]), usize::from(index >= end));
            let away = if side == 0 { start - index } else { index + 1 - end };
            if matches!(near.part, Part::Verb | Part::Noun) && away <= HEAD {
                let head = &mut heads[side][usize::from(near.part == Part::Noun)];
                if *head == (0, 0) {
                    *head = (near.word, near.company);
                }
            }
            if near.part != Part::Small {
                visit(key(2, near.word) ^ COMPANY);
                visit(key(3, near.company) ^ COMPANY);
            }
        }
    });
    heads
}

impl Place {
    /// The place of some tokens of a sentence, which lie in `text`.
    pub fn new(tagger: &Tagger<'_>, text: &str, sentence: &[Token], start: usize, end: usize) -> Self {
        let mut place = Self { before: [EDGE; REACH], after: [EDGE; REACH] };
        KEPT_HERE.with_borrow_mut(|kept| {
            for offset in 0..REACH {
                place.before[offset] = kept.at(tagger, text, sentence, start.checked_sub(offset + 1));
                place.after[offset] = kept.at(tagger, text, sentence, Some(end + offset));
            }
        });
        place
    }

    /// Its nearest neighbours.
    pub fn close(&self) -> Close {
        Close { before: self.before[0], after: self.after[0] }
    }

    /// [`Close::early`].
    pub fn early(&self, visit: impl FnMut(u64)) {
        self.close().early(visit);
    }

    /// [`Close::own`].
    pub fn own(&self, word: u64, visit: impl FnMut(u64)) {
        self.close().own(word).into_iter().for_each(visit);
    }

    /// The features that need no tags.
    pub fn words(&self, mut visit: impl FnMut(u64)) {
        let ([b1, b2, b3, b4], [a1, a2, a3, a4]) = (&self.before, &self.after);
        let values = [
            0,
            b1.word,
            a1.word,
            b1.class,
            a1.class,
            both(b1.class, a1.class),
            b2.word,
            a2.word,
            b3.word,
            a3.word,
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
            both(b2.word, a1.word),
            both(b1.word, a2.word),
            both(both(b1.word, a1.word), a2.word),
            both(both(b2.word, b1.word), a1.word),
            both(both(b2.word, b1.word), a1.top),
        ];
        visit_all(0, &values, &mut visit);
        for (side, words) in [[b1, b2, b3, b4], [a1, a2, a3, a4]].into_iter().enumerate() {
            words.iter().for_each(|near| visit(key(60 + side as u64, near.word)));
        }
    }

    /// The features of the company that words keep, for the sets that are many: classes of the neighbours, the nearest
    /// verbs and nouns, and what else is spoken of near the place.
    pub fn company(
        &self,
        tagger: &Tagger<'_>,
        (text, sentence): (&str, &[Token]),
        (start, end): (usize, usize),
        mut visit: impl FnMut(u64),
    ) {
        let ([b1, b2, b3, b4], [a1, a2, a3, a4]) = (&self.before, &self.after);
        let values = [
            b1.company,
            a1.company,
            b2.company,
            a2.company,
            both(b1.company, a1.company),
            both(b2.company, b1.company),
            both(a1.company, a2.company),
            both(b1.word, a1.company),
            both(b1.company, a1.word),
            both(b1.word, a2.company),
            both(b2.company, a1.word),
            both(b2.company, b1.word),
            both(a1.word, a2.company),
            both(b1.company, a1.top),
            both(b1.top, a1.company),
        ];
        visit_all(20, &values, |feature| visit(feature ^ COMPANY));
        for (side, words) in [[b1, b2, b3, b4], [a1, a2, a3, a4]].into_iter().enumerate() {
            words.iter().for_each(|near| visit(key(side as u64, near.company) ^ COMPANY));
        }
        let [[verb, noun], [next_verb, next_noun]] = spoken_of(tagger, (text, sentence), (start, end), &mut visit);
        let values = [
            verb.0,
            noun.0,
            next_verb.0,
            next_noun.0,
            verb.1,
            noun.1,
            next_verb.1,
            next_noun.1,
            both(b1.word, next_noun.0),
            both(b1.word, next_noun.1),
            both(verb.1, next_noun.1),
            both(verb.0, b1.word),
            both(a1.word, verb.0),
            both(a1.word, next_noun.1),
            both(a1.word, noun.1),
        ];
        visit_all(40, &values, |feature| visit(feature ^ COMPANY));
    }

    /// The features that hold the tags around the place.
    pub fn tagged(&self, around: &Around, visit: impl FnMut(u64)) {
        let [b1, b2, b3, b4, a1, a2, a3, a4] = around.tags.map(|tag| tag.index() as u64 + 1);
        let (before, after) = (&self.before[0], &self.after[0]);
        let (left, right) = (&around.left, &around.right);
        let verbs = both(left.finite, right.finite);
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
            both(both(both(b2, b1), a1), a2),
            both(both(both(a1, a2), a3), a4),
            both(both(both(b4, b3), b2), b1),
            verbs,
            both(verbs, left.edge),
            both(verbs, a1),
            both(verbs, b1),
            both(both(verbs, b1), a1),
            both(verbs, before.word),
            both(verbs, after.word),
            right.verb,
            both(right.verb, left.finite),
            both(right.verb, a1),
            both(left.noun, a1),
            both(verbs, left.noun),
            both(left.edge, left.finite),
            left.verb,
            both(left.verb, right.verb),
            both(right.edge, right.finite),
            both(left.noun, right.verb),
            both(b1, right.verb),
        ];
        visit_all(64, &values, visit);
    }
}
