//! Features: what the tagger looks at, as numbers. The training program and the tagger share this file, so that a weight is
//! read as it was learnt.
//!
//! Most features depend on one word, seen from a place up to two tokens away: they are summed up once for a word and kept.
//! The others hold a tag of the tokens before and are asked for at each token.

use super::lexicon::{Class, Lexicon};
use super::tag::Tag;
use crate::document::tokens::{Token, TokenKind};
use crate::list::WordHasher;

/// How many places a word is seen from: two tokens before it to two tokens after it.
pub const PLACES: usize = 5;

/// The place of the word itself.
const HERE: usize = 2;

/// How many features hold the tags before and something of the words at hand.
pub const CONTEXTS: usize = 7;

/// What the features read of a word at hand, case and spelling worked off.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Traits {
    /// The word; digits are all the same.
    pub word: u64,
    /// Its class in the lexicon, as a number for features.
    pub class: u64,
    /// Its last two characters.
    pub suffix2: u64,
    /// Its last three characters.
    pub suffix3: u64,
    /// How it is cased.
    pub case: u64,
}

/// The words before the first and after the last token of a sentence.
pub const EDGE: Traits = Traits { word: 1, class: 1, suffix2: 1, suffix3: 1, case: 9 };

/// A word with all that its features read.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// What is kept of it.
    pub traits: Traits,
    /// Its class in the lexicon.
    pub class: Class,
    /// Hashes of its first one to three and last one to four characters; 0 where it is shorter.
    affixes: [u64; 7],
    shape: u64,
}

/// The number of a feature: a template and a value.
fn key(template: u64, value: u64) -> u64 {
    let mixed = (value ^ (template << 57)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32) ^ template).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// Two values as one.
const fn both(one: u64, other: u64) -> u64 {
    one.rotate_left(23).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ other
}

/// What a word is called in the lexicon: its hash, or that of its shape where it has digits.
pub fn lexical(text: &str, token: &Token) -> u64 {
    if token.kind != TokenKind::Number {
        return token.word;
    }
    let mut hash = WordHasher::new();
    let mut digits = false;
    for character in folded(text) {
        let is_digit = character.is_ascii_digit();
        if !(is_digit && digits) {
            push(&mut hash, if is_digit { '0' } else { character });
        }
        digits = is_digit;
    }
    hash.finish()
}

impl Spelling {
    /// Reads a token off its text.
    pub fn new(text: &str, token: &Token, lexicon: &impl Lexicon) -> Self {
        let word = lexical(text, token);
        let class = lexicon.class(word, token.case);
        let affixes = affixes(text);
        let class_key = match class {
            Class::UNSEEN => both(token.case as u64, token.kind as u64) | 2,
            known => known.key(),
        };
        let traits =
            Traits { word, class: class_key, suffix2: affixes[4], suffix3: affixes[5], case: token.case as u64 };
        Self { traits, class, affixes, shape: shape(text, token) }
    }

    /// The features of this word for the token at a place of [`PLACES`]: 0 is two tokens before the word. At the first
    /// and the last place they depend on the class alone.
    pub fn local(&self, place: usize, mut visit: impl FnMut(u64)) {
        let base = place as u64 * 20;
        let Traits { word, class, suffix3, case, .. } = self.traits;
        visit(key(base + 1, class));
        if place.abs_diff(HERE) < 2 {
            visit(key(base, word));
        }
        if place == HERE {
            visit(key(base + 2, both(word, case)));
            visit(key(base + 3, both(class, case)));
            visit(key(base + 4, self.shape));
            visit(key(base + 5, both(suffix3, case)));
            visit(key(base + 6, case));
            for (index, affix) in self.affixes.iter().enumerate().filter(|(_, affix)| **affix != 0) {
                visit(key(base + 7 + index as u64, *affix));
            }
        } else if place.abs_diff(HERE) == 1 {
            visit(key(base + 2, suffix3));
            visit(key(base + 3, self.shape));
            visit(key(base + 4, self.traits.suffix2));
            visit(key(base + 5, both(class, case)));
        }
    }
}

/// The features of an edge of the sentence for the token at a place.
pub fn edge(place: usize, mut visit: impl FnMut(u64)) {
    let base = place as u64 * 20;
    visit(key(base, EDGE.word));
    visit(key(base + 1, EDGE.class));
}

/// The features of the two tags before a token, the nearer one first.
pub fn tags_before(nearer: Tag, farther: Tag) -> [u64; 3] {
    let (nearer, farther) = (nearer.index() as u64, farther.index() as u64);
    [key(100, nearer), key(101, farther), key(102, nearer * 64 + farther)]
}

/// The features of a token's neighbourhood that hold the tags before it, the nearer one first. `words` are the traits of
/// the token before, the token, and the one after it.
pub fn context(nearer: Tag, farther: Tag, words: [&Traits; 3]) -> [u64; CONTEXTS] {
    let [before, here, next] = words;
    let (nearer, farther) = (nearer.index() as u64 + 1, farther.index() as u64 + 1);
    [
        key(103, both(nearer, here.word)),
        key(104, both(nearer, here.suffix3)),
        key(105, both(nearer, next.class)),
        key(106, both(nearer * 64 + farther, here.suffix2)),
        key(107, both(nearer, both(here.class, here.case))),
        key(108, both(here.class, next.class)),
        key(109, both(here.class, before.word)),
    ]
}

/// The characters of a word, case and the shape of apostrophes aside, as [`crate::list::word_hash`] folds them: the
/// features must not tell apart what the hash does not.
pub(super) fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).map(|character| match character {
        '’' | '‘' | 'ʼ' => '\'',
        other => other,
    })
}

/// Hashes of the first one to three and the last one to four characters of a word, digits being all the same; 0 where it
/// is shorter.
fn affixes(text: &str) -> [u64; 7] {
    let mut hashes = [0; 7];
    let (prefixes, suffixes) = hashes.split_at_mut(3);
    fill(prefixes, folded(text));
    fill(suffixes, folded(text).rev());
    hashes
}

fn fill(hashes: &mut [u64], characters: impl Iterator<Item = char>) {
    let mut hash = WordHasher::new();
    for (place, character) in hashes.iter_mut().zip(characters) {
        push(&mut hash, if character.is_ascii_digit() { '0' } else { character });
        *place = hash.finish();
    }
}

fn push(hash: &mut WordHasher, character: char) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        hash.push(byte);
    }
}

/// What kind of characters a word has, and whether it is long.
fn shape(text: &str, token: &Token) -> u64 {
    let (mut flags, mut length) = (0, 0);
    for character in folded(text) {
        length += 1;
        flags |= match character {
            '0'..='9' => 1,
            '-' => 2,
            '.' => 4,
            'a'..='z' => 0,
            '\u{80}'.. => 8,
            _ => 16,
        };
    }
    let length = match length {
        short @ 0..=3 => short,
        4..=6 => 4,
        _ => 5,
    };
    (flags << 16) | (length << 8) | ((token.kind as u64) << 4) | token.case as u64
}
