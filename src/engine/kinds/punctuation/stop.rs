//! A paragraph that ends without a stop: told from headings, lines of a page and lists by what stands around it.

use crate::document::{Block, Document, TokenKind};
use crate::engine::kinds::{Hit, Scene};
use crate::input::Role;

/// The fewest tokens of a paragraph of prose.
const LEAST: usize = 12;

/// The fewest paragraphs of a draft in which one without a stop stands out, itself left out.
const LEAST_PARAGRAPHS: usize = 3;

/// Finds the paragraphs that end in a word where the others end in a stop. One whose earlier sentences have theirs is
/// surely prose; one of a single sentence, between two paragraphs that end, probably: the rule's milder form.
pub(super) fn find(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let paragraphs = || document.blocks.iter().filter(|block| block.role == Role::Paragraph && is_long(block));
    let (ended, open) = (paragraphs().filter(|block| is_ended(document, block)).count(), paragraphs());
    let open: Vec<&Block> = open.filter(|block| ends_in_word(document, block)).collect();
    // Many of them are a style: captions, verse, a list without its marks.
    if ended < LEAST_PARAGRAPHS || open.len() * 5 > ended {
        return;
    }
    for block in open {
        let last = block.tokens.end - 1;
        let several = block.sentences.len() > 1;
        let next = document.blocks.partition_point(|other| other.text.start <= block.text.start);
        let between = next > 1 && is_prose(document, next.checked_sub(2)) && is_prose(document, Some(next));
        if scene.rule.scope.has_role(block.role) && scene.in_scope(last) && (several || between) {
            let place = document.span_of(last..last + 1);
            let mut hit = Hit::new(place).replace(format!("{}.", document.slice(place)));
            hit.soft = !several;
            hits.push(hit);
        }
    }
}

fn is_long(block: &Block) -> bool {
    block.tokens.len() >= LEAST
}

/// Whether the block of a number is a paragraph of prose that ends.
fn is_prose(document: &Document, number: Option<usize>) -> bool {
    let block = number.and_then(|number| document.blocks.get(number));
    block.is_some_and(|block| block.role == Role::Paragraph && is_long(block) && is_ended(document, block))
}

fn last<'d>(document: &'d Document, block: &Block) -> &'d str {
    block.tokens.end.checked_sub(1).map_or("", |last| document.word(last))
}

fn is_ended(document: &Document, block: &Block) -> bool {
    let end = last(document, block).trim_end_matches(['”', '’', '"', '\'', ')']);
    let before = block.tokens.end.checked_sub(2).map_or("", |token| document.word(token));
    let end = if end.is_empty() { before } else { end };
    end.ends_with(['.', '?', '!', '…'])
}

/// Whether a block ends in a word of small letters or a number, outside quotation marks: what a stop would follow.
fn ends_in_word(document: &Document, block: &Block) -> bool {
    let Some(token) = block.tokens.end.checked_sub(1).and_then(|last| document.tokens.get(last as usize)) else {
        return false;
    };
    let text = document.slice(token.span);
    let word = token.kind == TokenKind::Word && text.starts_with(char::is_alphanumeric) && !text.ends_with('.');
    word && !token.quoted && document.slice(block.text).starts_with(|sign: char| sign.is_uppercase() || sign == '“')
}
