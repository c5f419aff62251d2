//! A paragraph that ends without a stop: told from headings, lines of a page and lists by what stands around it.

use crate::document::{Block, Case, Document, TokenKind};
use crate::engine::kinds::{Hit, Scene};
use crate::input::Role;

/// The fewest tokens of a paragraph of prose.
const LEAST: usize = 12;

/// The fewest paragraphs of a draft in which one without a stop stands out, itself left out.
const LEAST_PARAGRAPHS: usize = 3;

/// The fewest tokens of a last sentence that a stop would follow: shorter ones are credits and links.
const LEAST_SENTENCE: usize = 5;

/// Finds the paragraphs that end in a word where the others end in a stop. Only one whose earlier sentences have theirs
/// is surely prose.
pub(super) fn find(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let paragraphs = || document.blocks.iter().filter(|block| block.role == Role::Paragraph && is_long(block));
    let ended = paragraphs().filter(|block| is_ended(document, block)).count();
    let open: Vec<&Block> = paragraphs().filter(|block| ends_in_word(document, block)).collect();
    // Many of them are a style: captions, verse, a list without its marks.
    if ended < LEAST_PARAGRAPHS || open.len() * LEAST_PARAGRAPHS > ended {
        return;
    }
    for block in open.into_iter().filter(|block| scene.rule.scope.has_role(block.role)) {
        let last = block.tokens.end - 1;
        if is_prose(document, block) && !leads_to_list(document, block) && scene.in_scope(last) {
            let place = document.span_of(last..last + 1);
            hits.push(Hit::new(place).replace(format!("{}.", document.slice(place))));
        }
    }
}

/// Whether a block has several sentences, the last of some length, and no marks of programs.
fn is_prose(document: &Document, block: &Block) -> bool {
    let last = block.sentences.end.checked_sub(1).and_then(|last| document.sentences.get(last as usize));
    block.sentences.len() > 1
        && last.is_some_and(|last| last.tokens.len() >= LEAST_SENTENCE)
        && !document.slice(block.text).contains(['{', '}', '<', '|', '#'])
}

/// Whether an item of a list, or a block that begins with a number, follows.
fn leads_to_list(document: &Document, block: &Block) -> bool {
    let next = document.blocks.partition_point(|other| other.text.start <= block.text.start);
    document.blocks.get(next).is_some_and(|next| {
        let first = document.tokens.get(next.tokens.start as usize);
        next.role != Role::Paragraph || first.is_some_and(|first| first.kind != TokenKind::Word)
    })
}

fn is_long(block: &Block) -> bool {
    block.tokens.len() >= LEAST
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

/// Whether a block ends in a word of small letters, outside quotation marks: what a stop would follow.
fn ends_in_word(document: &Document, block: &Block) -> bool {
    let Some(token) = block.tokens.end.checked_sub(1).and_then(|last| document.tokens.get(last as usize)) else {
        return false;
    };
    let text = document.slice(token.span);
    let word = token.kind == TokenKind::Word && token.case == Case::Lower && text.starts_with(char::is_alphabetic);
    word && !text.ends_with('.')
        && !token.quoted
        && document.slice(block.text).starts_with(|sign: char| sign.is_uppercase() || sign == '“')
}
