//! A small letter behind a full stop: where a sentence begins, told from abbreviations, names and style.

use super::Punctuation;
use crate::document::{Block, Case, Document, TokenKind, Upos};
use crate::engine::kinds::{Hit, Scene};
use crate::input::Role;

/// A draft with more than one small opening in this many sentences is written so on purpose: verse, notes, a style.
const STYLE: usize = 6;

/// From how many small openings on a draft can be written so on purpose.
const STYLE_LEAST: usize = 3;

/// Finds the sentences that begin with a small letter.
pub(super) fn find(rule: &Punctuation, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let mut found = Vec::new();
    let mut before: Option<&Block> = None;
    for block in &document.blocks {
        if scene.rule.scope.has_role(block.role) {
            let carried = before.is_some_and(|before| before.role == Role::Paragraph && is_ended(document, before));
            found.extend(openings(document, block, carried).filter(|token| is_slip(rule, scene, *token)));
        }
        before = Some(block);
    }
    if found.len() >= STYLE_LEAST && found.len() * STYLE > document.sentences.len() {
        return;
    }
    hits.extend(found.into_iter().map(|token| {
        let place = document.span_of(token..token + 1);
        let mut hit = Hit::new(place).replace(capitalized(document.slice(place)));
        hit.soft = !opens(rule, scene, token) && !is_mass(rule, scene, token);
        hit
    }));
}

/// The first tokens of the sentences of a block that follow a full stop. The block's own first counts where the block
/// before it ended, and this one does.
fn openings<'d>(document: &'d Document, block: &'d Block, carried: bool) -> impl Iterator<Item = u32> + 'd {
    let sentences = document.sentences.get(block.sentences.start as usize..block.sentences.end as usize);
    let whole = carried && is_ended(document, block);
    sentences
        .unwrap_or_default()
        .iter()
        .map(|sentence| sentence.tokens.start)
        .filter(move |token| if *token == block.tokens.start { whole } else { document.word(*token - 1) == "." })
}

/// Whether a block of several words ends in a full stop.
fn is_ended(document: &Document, block: &Block) -> bool {
    let tokens = document.tokens.get(block.tokens.start as usize..block.tokens.end as usize).unwrap_or_default();
    let last = tokens.iter().rev().map(|token| document.slice(token.span)).find(|text| !matches!(*text, "”" | "\""));
    tokens.len() > 6 && last == Some(".")
}

/// Whether the small letter at the head of a sentence is none of a name, an address or an abbreviation before it.
fn is_slip(rule: &Punctuation, scene: &Scene<'_>, token: u32) -> bool {
    let (document, lists) = (scene.document, scene.lists);
    let Some(own) = document.tokens.get(token as usize) else { return false };
    let text = document.slice(own.span);
    let plain = own.kind == TokenKind::Word && own.case == Case::Lower && text.chars().all(char::is_alphabetic);
    let tokens = document.tokens.get(token as usize..).unwrap_or_default();
    let joined = tokens
        .get(1)
        .is_some_and(|next| !next.space_before && matches!(document.slice(next.span), "." | "-" | "/" | ":" | "@"));
    if !plain || joined || !scene.in_scope(token) || lists.get(&rule.names).starts(tokens).is_some() {
        return false;
    }
    // A one-letter word that is no word opens a list or a name (“k.d.”, “b) …”).
    if text.len() == 1 && text != "a" {
        return false;
    }
    let block = &document.blocks[document.block_of(token) as usize];
    let word = opens(rule, scene, token)
        || token != block.tokens.start && (may_open(document, token) || is_mass(rule, scene, token));
    word && (token == block.tokens.start || is_stop(rule, scene, token - 1, block))
}

/// Whether a small word of no list may open a sentence: a plural, a participle or an adverb, with a word behind it. A noun
/// in the singular has an article before it, or is the name of a thing.
fn may_open(document: &Document, token: u32) -> bool {
    let next = document.tokens.get(token as usize + 1);
    let word = document.word(token);
    next.is_some_and(|next| next.kind == TokenKind::Word && next.space_before)
        && ["s", "ing", "ly", "ed"].iter().any(|ending| word.ends_with(ending))
}

/// Whether a noun that needs no article has a verb behind it.
fn is_mass(rule: &Punctuation, scene: &Scene<'_>, token: u32) -> bool {
    let own = scene.document.tokens.get(token as usize);
    own.is_some_and(|own| scene.lists.get(&rule.mass_nouns).word(own.word).is_some())
        && matches!(scene.document.tag(token + 1).upos(), Upos::Verb | Upos::Aux)
}

/// Whether a word is one that opens sentences and no name of a thing.
fn opens(rule: &Punctuation, scene: &Scene<'_>, token: u32) -> bool {
    let own = scene.document.tokens.get(token as usize);
    own.is_some_and(|own| scene.lists.get(&rule.openers).word(own.word).is_some())
}

/// Whether the period at `stop` ends a sentence and no abbreviation.
fn is_stop(rule: &Punctuation, scene: &Scene<'_>, stop: u32, block: &Block) -> bool {
    let document = scene.document;
    let Some(before) = stop.checked_sub(1).filter(|before| *before >= block.tokens.start) else { return false };
    let (token, text) = (&document.tokens[before as usize], document.word(before));
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Mark => matches!(text, ")" | "”" | "\""),
        TokenKind::Word if text.chars().count() < 4 => scene.lists.get(&rule.short_words).word(token.word).is_some(),
        kind => kind == TokenKind::Word,
    }
}

/// A word with a capital at its head.
fn capitalized(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::capitalized;

    #[test]
    fn the_first_letter_is_raised() {
        assert_eq!(capitalized("état"), "État");
        assert_eq!(capitalized(""), "");
    }
}
