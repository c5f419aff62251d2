//! Place: what stands around a line, and what makes a line one.

use crate::document::{Block, Document};
use crate::input::Role;

/// How far the end of a draft may be from a block that is still at it, in blocks that are no paragraphs.
const END_REACH: usize = 40;
/// The most bytes a line has that is no paragraph though it does not end as a sentence.
const SHORT: u32 = 120;
/// The least tokens a paragraph of the story has.
const PARAGRAPH_TOKENS: u32 = 8;

/// A line without the marks that decorate it: arrows, bars, bullets, a colon, dots that run on, brackets around it.
pub(super) fn bare(text: &str) -> &str {
    // Most blocks are bare, by their first byte and their last two.
    if let ([first, ..], [.., before, last]) = (text.as_bytes(), text.as_bytes())
        && first.is_ascii_alphanumeric()
        && (last.is_ascii_alphanumeric() || *last == b'.' && before.is_ascii_alphanumeric())
    {
        return text;
    }
    let strip = |text| {
        let text: &str = str::trim_start_matches(text, decorates);
        let text = text.trim_end_matches(|sign: char| decorates(sign) || sign == ':' || sign == ',');
        if text.ends_with("...") { text.trim_end_matches('.') } else { text }
    };
    let line = strip(text);
    let inside = line.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    inside.filter(|inside| !inside.contains(['(', ')', '[', ']'])).map_or(line, strip)
}

/// Whether a character is of those that decorate a line. Most lines begin and end with a letter, which is told first.
fn decorates(sign: char) -> bool {
    !sign.is_ascii_alphanumeric() && (sign.is_whitespace() || "»›>→←«‹|•·*▶►▼▾▲▸◂◄#/\\–—-+✕×✓↓↑…~_=".contains(sign))
}

/// Whether a text ends as a sentence does, closing marks aside.
pub(in crate::engine::kinds) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', ' ', '\u{a0}']).ends_with(['.', '!', '?', '…'])
}

/// Whether a block reads as a paragraph of the story: a sentence of some length, or a longer text.
pub(super) fn is_paragraph(document: &Document, block: &Block) -> bool {
    let tokens = block.tokens.end - block.tokens.start;
    block.role != Role::Furniture
        && (block.text.len() > SHORT || tokens >= PARAGRAPH_TOKENS && ends_sentence(document.slice(block.text)))
}

/// Whether no paragraph of the story stands before the block, or none after it.
pub(in crate::engine::kinds) fn is_at_an_end(document: &Document, index: usize) -> bool {
    let is_paragraph = |block: &Block| is_paragraph(document, block);
    let after = document.blocks.get(index + 1..).unwrap_or_default();
    let before = document.blocks.get(..index).unwrap_or_default();
    let tail = after.len() <= END_REACH && !after.iter().any(is_paragraph);
    tail || before.len() <= END_REACH && !before.iter().any(is_paragraph)
}

/// Whether a run of empty lines touches the block.
pub(super) fn has_blank_run(document: &Document, block: &Block) -> bool {
    let runs = &document.draft.blank_runs;
    let next = runs.partition_point(|run| run.end < block.span.start);
    runs.get(next..)
        .unwrap_or_default()
        .iter()
        .take(2)
        .any(|run| run.end == block.span.start || run.start == block.span.end)
}

/// The nearest blocks that are lines and no sentences, up to two on each side with nothing else between.
pub(in crate::engine::kinds) fn company(document: &Document, index: usize) -> Vec<usize> {
    let is_line = |near: &usize| {
        document.blocks.get(*near).is_some_and(|block| {
            let story =
                matches!(block.role, Role::Headline | Role::Byline | Role::Dateline | Role::Caption | Role::Code);
            !story && block.text.len() <= SHORT / 2 && !ends_sentence(document.slice(block.text))
        })
    };
    let before = (index.saturating_sub(2)..index).rev().take_while(is_line);
    before.chain((index + 1..index + 3).take_while(is_line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_is_no_part_of_a_line() {
        assert_eq!(bare("» Read more »"), "Read more");
        assert_eq!(bare("Share this:"), "Share this");
        assert_eq!(bare("You may also like..."), "You may also like");
        assert_eq!(bare("[ 12 comments ]"), "12 comments");
        assert_eq!(bare("Comments (12)"), "Comments (12)");
        assert_eq!(bare("(a) and (b)"), "(a) and (b)");
        assert_eq!(bare("***"), "");
    }

    #[test]
    fn a_sentence_ends_inside_closing_marks_too() {
        assert!(ends_sentence("“Go.”"));
        assert!(!ends_sentence("Related stories"));
    }
}
