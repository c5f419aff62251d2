//! `unknown`: words that are in no dictionary and one slip away from a word that is often used.
//!
//! ```toml
//! [[rule]]
//! kind = "unknown"
//! shortest = 5
//! keyboard = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
//! alike = ["aeiou", "csz"]
//! ```
//!
//! The dictionary is packed when the program is built, from `rules/lists/words.txt`. A string of letters that it does not
//! know may still be a word: with a beginning or an ending that words take freely, of two words written as one, of
//! another language, new. So nothing is said where the draft has it twice, where no common word is near, where a word
//! beside it is foreign too, and where its sentence has several such words. Words with a capital are names.

mod dictionary;
mod near;

use super::misspelling::place;
use super::{Check, Data, Hit, Scene};
use crate::document::{Case, Document, TokenKind};
use crate::engine::reader::Reader;
use crate::list::{Form, Seq, Text, word_hash};
use crate::packed::WORDS;
pub use dictionary::{Dictionary, Use, pack};
use std::collections::HashMap;

/// Keys of `kind = "unknown"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unknown {
    /// `allow`: words that are right here.
    pub allow: Seq<Form>,
    /// `shortest`: how many letters a word has at least.
    pub shortest: u32,
    /// `beginnings`: what may stand before any word: “re”, “anti”.
    pub beginnings: Seq<Text>,
    /// `endings`: what may stand behind any word: “like”, “less”.
    pub endings: Seq<Text>,
    /// `no-parts`: words that are no part of one written together, since they are endings that are often misspelled: “full”.
    pub no_parts: Seq<Text>,
    /// `foreign`: endings of words of other languages. A word with one of them is a slip only of a word with the same.
    pub foreign: Seq<Text>,
    /// `keyboard`: the rows of the keyboard, one letter above the other.
    pub keyboard: Seq<Text>,
    /// `alike`: letters that sound alike, and stand for each other.
    pub alike: Seq<Text>,
    /// `spoken`: words of speech that is spelled as it sounds. A quotation with one of them in the sentence is left alone.
    pub spoken: Seq<Form>,
    /// `meant-so`: words behind a spelling that say that it is meant so (“sic”).
    pub meant_so: Seq<Form>,
}

/// The fewest letters of a word that stands behind a beginning or before an ending, and of one half of a word of two.
const PART: usize = 4;

/// The fewest letters of the other half.
const SHORT_PART: usize = 3;

/// How many words that nobody knows a sentence has at most where one of them is spoken of.
const STRANGE: usize = 2;

impl Unknown {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        Data::Unknown(Self {
            allow: place::forms(reader, "allow"),
            shortest: reader.number("shortest", 3..=30).unwrap_or(5) as u32,
            beginnings: reader.texts("beginnings"),
            endings: reader.texts("endings"),
            no_parts: reader.texts("no-parts"),
            foreign: reader.texts("foreign"),
            keyboard: reader.texts("keyboard"),
            alike: reader.texts("alike"),
            spoken: place::forms(reader, "spoken"),
            meant_so: place::forms(reader, "meant-so"),
        })
    }

    /// Whether a letter stands for another: it lies beside it on the keyboard, or sounds like it.
    fn is_alike(&self, one: u8, other: u8) -> bool {
        let sounds =
            self.alike.iter().any(|group| group.as_bytes().contains(&one) && group.as_bytes().contains(&other));
        let key = |letter: u8| {
            let mut rows = self.keyboard.iter().enumerate();
            rows.find_map(|(row, keys)| Some((row, keys.bytes().position(|key| key == letter)?)))
        };
        let beside = || match (key(one), key(other)) {
            (Some((row, column)), Some((other_row, other_column))) if row == other_row => {
                column.abs_diff(other_column) == 1
            }
            // A row lies half a key to the right of the one above it.
            (Some(one), Some(other)) => {
                let (upper, lower) = if one.0 < other.0 { (one, other) } else { (other, one) };
                lower.0 - upper.0 == 1 && (upper.1 == lower.1 || upper.1 == lower.1 + 1)
            }
            _ => false,
        };
        sounds || beside()
    }

    /// Whether a string of letters is a word: one of the list, or one made of such.
    fn is_word(&self, word: &str, dictionary: &Dictionary<'_>) -> bool {
        let knows = |part: &str| part.len() >= PART && dictionary.knows(word_hash(part));
        let common = |part: &str| {
            let is_part = part.len() >= SHORT_PART && !self.no_parts.iter().any(|other| &**other == part);
            is_part && dictionary.usage(word_hash(part)).is_some()
        };
        self.beginnings.iter().any(|beginning| word.strip_prefix(&**beginning).is_some_and(knows))
            || self.endings.iter().any(|ending| word.strip_suffix(&**ending).is_some_and(knows))
            || is_plural(word) && knows(&word[..word.len() - 1])
            || (SHORT_PART..word.len())
                .any(|at| at.max(word.len() - at) >= PART && common(&word[..at]) && common(&word[at..]))
    }

    /// The words that a string of letters may be a slip of.
    fn near(&self, word: &str, dictionary: &Dictionary<'_>) -> Vec<String> {
        let mut near = near::near(word, self, dictionary);
        if let Some(ending) = self.foreign.iter().find(|ending| word.ends_with(&***ending)) {
            near.retain(|near| near.ends_with(&**ending));
        }
        near
    }
}

/// Whether a word ends as a plural does to which nothing but “s” was added.
fn is_plural(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or_default().as_bytes();
    let last = stem.last().copied().unwrap_or(b's');
    let consonant = stem.len() > 1 && !b"aeiou".contains(&stem[stem.len() - 2]);
    !(b"sxzo".contains(&last) || stem.ends_with(b"ch") || stem.ends_with(b"sh") || last == b'y' && consonant)
}

/// A word that is in no dictionary.
struct Strange {
    /// Its token.
    token: u32,
    /// Its hash.
    hash: u64,
    /// Whether it is plain letters, so that common words may be near it.
    letters: bool,
}

/// More words that nobody knows than any draft in this language has.
const MOST: usize = 2000;

/// The words of a draft that the dictionary does not know, in order; none where there are too many.
fn strange(kind: &Unknown, document: &Document, dictionary: &Dictionary<'_>) -> Vec<Strange> {
    let mut found = Vec::new();
    // The filter is larger than the near memory, and half of the words of an article were seen in it a moment before.
    let mut known = [0; SEEN];
    for (number, token) in (0..).zip(&document.tokens) {
        let seen = &mut known[(token.word >> 32) as usize % SEEN];
        if token.kind != TokenKind::Word || *seen == token.word {
            continue;
        }
        if dictionary.knows(token.word) {
            *seen = token.word;
            continue;
        }
        let word = document.slice(token.span);
        if token.case != Case::Lower || word.len() < kind.shortest as usize || place::holds(&kind.allow, token) {
            continue;
        }
        let letters = word.bytes().all(|letter| letter.is_ascii_lowercase());
        if letters && kind.is_word(word, dictionary) {
            continue;
        }
        found.push(Strange { token: number, hash: token.word, letters });
        if found.len() > MOST {
            return Vec::new();
        }
    }
    found
}

/// How many words that are known are remembered, each at a place of its own.
const SEEN: usize = 512;

/// The strange words of a draft, and how many of them are in one place.
struct Company {
    words: Vec<Strange>,
    /// How often a word comes.
    often: HashMap<u64, usize>,
    /// How many are in a sentence.
    sentences: HashMap<u32, usize>,
    /// How many are quoted in a block.
    quoted: HashMap<u32, usize>,
}

impl Company {
    fn new(words: Vec<Strange>, document: &Document) -> Self {
        let mut company = Self { words, often: HashMap::new(), sentences: HashMap::new(), quoted: HashMap::new() };
        for word in &company.words {
            *company.often.entry(word.hash).or_default() += 1;
            *company.sentences.entry(document.sentence_of(word.token)).or_default() += 1;
            if document.is_quoted(word.token) {
                *company.quoted.entry(document.block_of(word.token)).or_default() += 1;
            }
        }
        company
    }

    /// Whether what stands around one of the words shows that it is meant: it comes twice, its sentence is full of such
    /// words. Letters and speech of old are quoted as they are spelled.
    fn is_meant(&self, index: usize, document: &Document) -> bool {
        let word = &self.words[index];
        let count = |counts: &HashMap<u32, usize>, place: u32| counts.get(&place).copied().unwrap_or_default();
        let twice = self.often.get(&word.hash).is_some_and(|count| *count > 1);
        let many = count(&self.sentences, document.sentence_of(word.token)) > STRANGE;
        let of_old = document.is_quoted(word.token) && count(&self.quoted, document.block_of(word.token)) > 1;
        twice || many || of_old
    }

    /// The strange words right before and behind one.
    fn beside(&self, index: usize) -> impl Iterator<Item = &Strange> {
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
        let beside = beside.filter_map(|index| self.words.get(index));
        beside.filter(move |other| other.token.abs_diff(self.words[index].token) == 1)
    }
}

impl Check for Unknown {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let Some(dictionary) = Dictionary::new(WORDS) else { return };
        let document = scene.document;
        let words = strange(self, document, &dictionary);
        if !words.iter().any(|word| word.letters) {
            return;
        }
        let names = place::names(document);
        let company = Company::new(words, document);
        let near = |word: &Strange| match word.letters {
            true => self.near(document.word(word.token), &dictionary),
            false => Vec::new(),
        };
        for (index, word) in company.words.iter().enumerate().filter(|(_, word)| word.letters) {
            let Some(token) = document.tokens.get(word.token as usize) else { continue };
            let meant = place::is_meant(document, word.token, &self.meant_so, &self.spoken);
            let counts = scene.in_scope(word.token) && !meant && !names.contains(&word.hash);
            if !counts || company.is_meant(index, document) {
                continue;
            }
            let near_it = near(word);
            // What is like nothing is of another language, and so is what stands beside it.
            if !near_it.is_empty() && company.beside(index).all(|other| !near(other).is_empty()) {
                hits.push(near_it.iter().fold(Hit::new(token.span), |hit, near| hit.replace(near.as_str())));
            }
        }
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        let added = place::forms(reader, "allow");
        self.allow = self.allow.iter().chain(&added).cloned().collect();
    }
}
