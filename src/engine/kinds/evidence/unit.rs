//! Unit: what is weighed as one: a whole block, its last sentences, or what stands in brackets.

use crate::document::{Block, Document, TextSpan};
use std::ops::Range;

/// The longest block that is weighed as a whole, in bytes.
const WHOLE: u32 = 320;
/// How many sentences at the end of a block may be furniture where the block is none.
const LAST: u32 = 3;
/// The longest bracket, in bytes.
const BRACKET: usize = 300;

/// What is weighed.
pub(super) struct Unit {
    /// The index of its block.
    pub block: usize,
    /// Its prose.
    pub text: TextSpan,
    /// What goes with it when it is cut, white space included.
    pub cut: TextSpan,
    /// Its tokens.
    pub tokens: Range<u32>,
    /// Whether it is the whole block.
    pub whole: bool,
    /// Whether brackets stand around it.
    pub bracket: bool,
}

/// The units around a token, the widest first.
pub(super) fn around(document: &Document, index: usize, block: &Block, token: u32, frames: bool) -> Vec<Unit> {
    let mut units = Vec::new();
    if frames {
        units.extend(bracket(document, index, block, token));
    }
    if !units.is_empty() {
        return units;
    }
    if block.text.len() <= WHOLE {
        units.push(Unit {
            block: index,
            text: block.text,
            cut: block.text,
            tokens: block.tokens.clone(),
            whole: true,
            bracket: false,
        });
    }
    units.extend(tails(document, index, block, token));
    units
}

/// The last sentences of a block, from each of them on that stands before the token, the most first.
fn tails(document: &Document, index: usize, block: &Block, token: u32) -> Vec<Unit> {
    let own = document.sentence_of(token);
    let first = block.sentences.end.saturating_sub(LAST).max(block.sentences.start + 1);
    let tail = |number: u32| {
        let sentence = document.sentences.get(number as usize)?;
        let text = TextSpan::new(sentence.text.start, block.text.end);
        let before = document.slice(TextSpan::new(block.text.start, sentence.text.start));
        let cut = TextSpan::new(block.text.start + before.trim_end().len() as u32, block.text.end);
        let tokens = sentence.tokens.start..block.tokens.end;
        Some(Unit { block: index, text, cut, tokens, whole: false, bracket: false })
    };
    (first..=own).filter_map(tail).collect()
}

/// What stands in brackets around a token.
fn bracket(document: &Document, index: usize, block: &Block, token: u32) -> Option<Unit> {
    let text = document.slice(block.text);
    let at = (document.tokens.get(token as usize)?.span.start - block.text.start) as usize;
    let open = text.get(..at)?.rfind(['[', '(', ']', ')'])?;
    let closes = match text.as_bytes().get(open)? {
        b'[' => ']',
        b'(' => ')',
        _ => return None,
    };
    let end = at + text.get(at..)?.find(closes)? + 1;
    if end - open > BRACKET {
        return None;
    }
    let start = block.text.start;
    let span = TextSpan::new(start + open as u32, start + end as u32);
    let first = document.token_at(span.start);
    let tokens = first..document.token_at(span.end).max(first).min(block.tokens.end);
    let whole = text.trim().len() == end - open;
    let after = text.get(end..).unwrap_or_default();
    let space = (after.len() - after.trim_start().len()) as u32;
    let cut = TextSpan::new(span.start, span.end + space);
    Some(Unit { block: index, text: span, cut, tokens, whole, bracket: true })
}
