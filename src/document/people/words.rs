//! The words that help to find people: the lists, looked up once a draft, and what the draft itself says of a word.

use super::scan::Run;
use crate::document::{Case, Document, Token, TokenKind};
use crate::list::{List, Lists};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = self.0.rotate_left(23) ^ value;
    }
}

/// A map by [`crate::list::word_hash`].
pub(super) type ByWord<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

/// An empty map with room for so many words.
pub(super) fn by_word<T>(words: usize) -> ByWord<T> {
    ByWord::with_capacity_and_hasher(words, BuildHasherDefault::default())
}

/// The lists.
pub(super) struct Words<'l> {
    pub titles: &'l List,
    pub jobs: &'l List,
    pub kin: &'l List,
    pub modifiers: &'l List,
    pub first_names: &'l List,
    pub places: &'l List,
    pub not_names: &'l List,
    pub never_names: &'l List,
    pub organizations: &'l List,
    pub particles: &'l List,
    pub suffixes: &'l List,
    pub verbs: &'l List,
    pub pronouns: &'l List,
    pub figures: &'l List,
    /// Whom the house lists, by full name.
    pub house: &'l List,
    pub relatives: &'l List,
    /// What is no surname at the end of a run: “University”, “Hospital”.
    pub institutions: &'l List,
    /// Family names that stand before the given name: “Li Wei”.
    pub families: &'l List,
    /// Nouns that stand for speakers, as a sentence may begin with: “Neighbors Ole Tarn and …”.
    pub sources: &'l List,
}

impl<'l> Words<'l> {
    pub(super) fn new(lists: &'l Lists) -> Self {
        Self {
            titles: lists.get("titles"),
            jobs: lists.get("job-descriptions"),
            kin: lists.get("kin"),
            modifiers: lists.get("title-modifiers"),
            first_names: lists.get("first-names"),
            places: lists.get("place-names"),
            not_names: lists.get("not-names"),
            never_names: lists.get("never-names"),
            organizations: lists.get("organization-nouns"),
            particles: lists.get("name-particles"),
            suffixes: lists.get("name-suffixes"),
            verbs: lists.get("person-verbs"),
            figures: lists.get("public-figures"),
            house: lists.get(super::LISTED),
            pronouns: lists.get("person-pronouns"),
            relatives: lists.get("person-relatives"),
            institutions: lists.get("institution-nouns"),
            families: lists.get("surnames-first"),
            sources: lists.get("source-nouns"),
        }
    }

    /// Whether a list has the word of a token as an entry of its own.
    pub(super) fn has(list: &List, token: &Token) -> bool {
        list.word(token.word).is_some()
    }

    /// The number of the title that the tokens begin with, and how many tokens it takes.
    pub(super) fn title_at(&self, tokens: &[Token]) -> Option<(u32, usize)> {
        let first = tokens.first()?;
        let mut openings = self.titles.index.get(first.word).iter();
        let opening = openings.find(|opening| self.titles.opened(**opening, tokens))?;
        Some((opening.entry, opening.length as usize))
    }
}

/// Whether a token is written as a name may be: a capital first, and not all capitals but for initials.
pub(super) fn is_capital(document: &Document, token: &Token) -> bool {
    match (token.kind, token.case) {
        (TokenKind::Word, Case::Capital) => true,
        (TokenKind::Word, Case::Mixed) => document.slice(token.span).starts_with(char::is_uppercase),
        (TokenKind::Word, Case::Upper) => is_initials(document.slice(token.span)),
        _ => false,
    }
}

/// Whether a word is initials: “J.”, “J.K.”, “D.J.”, “W”; “U.S.” is none of a person, but looks like them.
pub(super) fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    letters <= 3 && (letters == 1 || word.ends_with('.')) && word.chars().all(|c| c.is_uppercase() || c == '.')
}

/// How a word of some run is written elsewhere in the draft.
#[derive(Copy, Clone, Default)]
pub(super) struct Use {
    /// How often in small letters.
    pub lower: u32,
    /// How often with a capital where only a name has one.
    pub capital: u32,
}

/// How the words of the runs are written elsewhere in the draft.
pub(super) struct Seen {
    uses: ByWord<Use>,
}

impl Seen {
    pub(super) fn new(document: &Document, runs: &[Run]) -> Self {
        let mut uses: ByWord<Use> = by_word(runs.len());
        // A bit for each of the words: most words of a draft are in no name, and need not be looked up.
        let mut sieve = [0_u64; 64];
        let bit = |word: u64| ((word >> 6) as usize & 63, 1 << (word & 63));
        for run in runs {
            for (place, number) in run.tokens.clone().enumerate() {
                let word = document.tokens[number as usize].word;
                let capital = u32::from(!run.heading && (place > 0 || !run.start));
                uses.entry(word).or_default().capital += capital;
                let (place, bit) = bit(word);
                sieve[place] |= bit;
            }
        }
        if !uses.is_empty() {
            let may_be_used = |token: &&Token| {
                let (place, bit) = bit(token.word);
                token.case == Case::Lower && sieve[place] & bit != 0
            };
            for token in document.tokens.iter().filter(may_be_used) {
                if let Some(known) = uses.get_mut(&token.word) {
                    known.lower += 1;
                }
            }
        }
        Self { uses }
    }

    /// How a word is written elsewhere.
    pub(super) fn of(&self, word: u64) -> Use {
        self.uses.get(&word).copied().unwrap_or_default()
    }
}
