//! `misspelling`: words that are no words, by a table of misspellings that is packed when the program is built.
//!
//! Words in small letters are looked at, and long ones whose capital is that of a sentence's head: what else has a capital
//! may be a name. A word that the draft uses as a name elsewhere is left alone, and so are parts of words with a hyphen
//! and words that stand alone between quotation marks.

mod table;

use super::{Check, Data, Hit, Scene};
use crate::document::{Case, Document, Token, TokenKind, tokens};
use crate::engine::reader::Reader;
use crate::engine::template::cased;
use crate::list::{Form, Seq};
use crate::packed::MISSPELLINGS;
use std::collections::HashSet;
pub use table::{FILTER_BITS, MisspellingTable, pack};

/// Keys of `kind = "misspelling"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Misspelling {
    /// `allow`: words that are right here.
    pub allow: Seq<Form>,
    /// `spoken`: words of speech that is spelled as it sounds. A quotation with one of them in the sentence is left alone.
    pub spoken: Seq<Form>,
    /// `namesakes`: misspellings that are surnames too. With a capital they are left alone.
    pub namesakes: Seq<Form>,
    /// `meant-so`: words behind a spelling that say that it is meant so (“sic”).
    pub meant_so: Seq<Form>,
}

impl Misspelling {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        Data::Misspelling(Self {
            allow: forms(reader, "allow"),
            spoken: forms(reader, "spoken"),
            namesakes: forms(reader, "namesakes"),
            meant_so: forms(reader, "meant-so"),
        })
    }

    /// Whether a misspelling at a token is one to speak of.
    fn counts(&self, document: &Document, number: u32) -> bool {
        let Some(token) = document.tokens.get(number as usize) else { return false };
        let is_meant = holds(&self.allow, token)
            || is_part(document, number)
            || is_shown(document, number)
            || self.is_meant_so(document, number)
            || token.quoted && self.is_spoken(document, number);
        !is_meant
    }

    /// Whether the two tokens behind say that the spelling is meant.
    fn is_meant_so(&self, document: &Document, number: u32) -> bool {
        (number + 1..number + 3)
            .filter_map(|next| document.tokens.get(next as usize))
            .any(|next| holds(&self.meant_so, next))
    }

    fn is_spoken(&self, document: &Document, number: u32) -> bool {
        let sentence = document.sentences.get(document.sentence_of(number) as usize);
        let bounds = sentence.map_or(0..0, |sentence| sentence.tokens.clone());
        let range = bounds.start.max(number.saturating_sub(REACH)) as usize..bounds.end.min(number + REACH) as usize;
        document.tokens.get(range).unwrap_or_default().iter().any(|token| holds(&self.spoken, token))
    }
}

/// How many tokens on each side of a word are searched for signs of spoken words.
const REACH: u32 = 40;

fn forms(reader: &mut Reader<'_, '_>, key: &str) -> Seq<Form> {
    reader.texts(key).iter().map(|text| tokens::form(text)).collect()
}

fn holds(forms: &Seq<Form>, token: &Token) -> bool {
    forms.iter().any(|form| form.words.first() == Some(&token.word))
}

/// Whether a token is part of a longer word or of an address: a mark touches it that joins.
fn is_part(document: &Document, number: u32) -> bool {
    let joins = |number: u32| {
        matches!(document.word(number), "-" | "‐" | "‑" | "/" | "_" | "." | "@" | "#" | "'" | "’" | "&" | "*" | "=")
    };
    let touches = |number: u32| document.tokens.get(number as usize).is_some_and(|token| !token.space_before);
    let before = touches(number) && number > 0 && document.word(number - 1) != "." && joins(number - 1);
    // A period behind it ends the sentence.
    let after = touches(number + 1) && document.word(number + 1) != "." && joins(number + 1);
    // “[a]dverse” is a word that somebody mended.
    let mended = touches(number) && number > 0 && document.word(number - 1) == "]"
        || touches(number + 1) && document.word(number + 1) == "[";
    let dotted = touches(number) && number > 0 && document.word(number - 1) == ".";
    before || after || dotted || mended
}

/// Whether a word stands alone between quotation marks: it is shown, not used.
fn is_shown(document: &Document, number: u32) -> bool {
    let mark = |number: u32| matches!(document.word(number), "“" | "”" | "\"" | "‘" | "’" | "'" | "«" | "»" | "`");
    number > 0 && mark(number - 1) && mark(number + 1)
}

/// From how many bytes on a word with a capital at the head of a sentence is judged: shorter ones may well be names.
const LONG: u32 = 7;

/// Whether a word has its capital from the head of a sentence: what follows has none, so that it is no name of two words.
fn opens_sentence(document: &Document, number: u32) -> bool {
    let Some(token) = document.tokens.get(number as usize) else { return false };
    let first = document.sentences.get(document.sentence_of(number) as usize).map(|sentence| sentence.tokens.start);
    let next = document.tokens.get(number as usize + 1);
    let long = token.span.end - token.span.start >= LONG;
    long && token.case == Case::Capital && first == Some(number) && next.is_some_and(|next| next.case == Case::Lower)
}

/// The words that the draft writes with a capital inside a sentence.
fn names(document: &Document) -> HashSet<u64> {
    let insides = document.sentences.iter().flat_map(|sentence| sentence.tokens.clone().skip(1));
    let tokens = insides.filter_map(|number| document.tokens.get(number as usize));
    tokens.filter(|token| !matches!(token.case, Case::Lower | Case::None)).map(|token| token.word).collect()
}

/// How many words that are right are remembered, each at a place of its own.
const SEEN: usize = 512;

impl Check for Misspelling {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let Some(table) = MisspellingTable::new(MISSPELLINGS) else { return };
        let document = scene.document;
        let mut names_here = None;
        // The filter is larger than the near memory, and half of the words of an article were seen in it a moment before.
        let mut right = [0; SEEN];
        for (number, token) in document.tokens.iter().enumerate() {
            let seen = &mut right[(token.word >> 32) as usize % SEEN];
            if token.kind != TokenKind::Word || *seen == token.word {
                continue;
            }
            if !table.may_hold(token.word) {
                *seen = token.word;
                continue;
            }
            let number = number as u32;
            if token.case != Case::Lower && (!opens_sentence(document, number) || holds(&self.namesakes, token)) {
                continue;
            }
            let Some(meant) = table.meant(token.word) else { continue };
            if !scene.in_scope(number) || !self.counts(document, number) {
                continue;
            }
            if names_here.get_or_insert_with(|| names(document)).contains(&token.word) {
                continue;
            }
            let mut hit = Hit::new(token.span);
            for right in meant {
                hit = hit.replace(cased(document.slice(token.span), right));
            }
            hits.push(hit);
        }
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        let added = forms(reader, "allow");
        self.allow = self.allow.iter().chain(&added).cloned().collect();
    }
}
