//! `misspelling`: words that are no words, by a table of misspellings that is packed when the program is built.
//!
//! Words in small letters are looked at, and long ones whose capital is that of a sentence's head: what else has a capital
//! may be a name. A word that the draft uses as a name elsewhere is left alone, and so are parts of words with a hyphen
//! and words that stand alone between quotation marks.

pub(super) mod place;
mod table;

use super::{Check, Data, Hit, Scene};
use crate::document::{Case, Document, TokenKind};
use crate::engine::reader::Reader;
use crate::engine::template::cased;
use crate::list::{Form, Seq};
use crate::packed::MISSPELLINGS;
use place::{forms, holds, is_meant, names};
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
        !holds(&self.allow, token) && !is_meant(document, number, &self.meant_so, &self.spoken)
    }
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
