//! Place: what stands around a word and shows that its spelling is meant: marks that join, quotation marks, “sic”, speech
//! that is spelled as it sounds, the same word as a name elsewhere.

use crate::document::{Case, Document, Token, tokens};
use crate::engine::reader::Reader;
use crate::list::{Form, Seq};
use std::collections::HashSet;

/// How many tokens on each side of a word are searched for signs of spoken words.
const REACH: u32 = 40;

/// The words of a key.
pub(in crate::engine::kinds) fn forms(reader: &mut Reader<'_, '_>, key: &str) -> Seq<Form> {
    reader.texts(key).iter().map(|text| tokens::form(text)).collect()
}

/// Whether a token is one of some words.
pub(in crate::engine::kinds) fn holds(forms: &Seq<Form>, token: &Token) -> bool {
    forms.iter().any(|form| form.words.first() == Some(&token.word))
}

/// Whether what stands around a word shows that its spelling is meant: it is part of a longer word, it is shown, words of
/// `meant_so` follow it, or it is quoted among words of `spoken`.
pub(in crate::engine::kinds) fn is_meant(
    document: &Document,
    number: u32,
    meant_so: &Seq<Form>,
    spoken: &Seq<Form>,
) -> bool {
    let quoted = document.tokens.get(number as usize).is_some_and(|token| token.quoted);
    is_part(document, number)
        || is_shown(document, number)
        || is_meant_so(meant_so, document, number)
        || quoted && is_spoken(spoken, document, number)
}

/// Whether the two tokens behind say that the spelling is meant.
fn is_meant_so(words: &Seq<Form>, document: &Document, number: u32) -> bool {
    (number + 1..number + 3).filter_map(|next| document.tokens.get(next as usize)).any(|next| holds(words, next))
}

/// Whether the words around a token are speech that is spelled as it sounds.
fn is_spoken(words: &Seq<Form>, document: &Document, number: u32) -> bool {
    let sentence = document.sentences.get(document.sentence_of(number) as usize);
    let bounds = sentence.map_or(0..0, |sentence| sentence.tokens.clone());
    let range = bounds.start.max(number.saturating_sub(REACH)) as usize..bounds.end.min(number + REACH) as usize;
    document.tokens.get(range).unwrap_or_default().iter().any(|token| holds(words, token))
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

/// The words that the draft writes with a capital inside a sentence.
pub(in crate::engine::kinds) fn names(document: &Document) -> HashSet<u64> {
    let insides = document.sentences.iter().flat_map(|sentence| sentence.tokens.clone().skip(1));
    let tokens = insides.filter_map(|number| document.tokens.get(number as usize));
    tokens.filter(|token| !matches!(token.case, Case::Lower | Case::None)).map(|token| token.word).collect()
}
