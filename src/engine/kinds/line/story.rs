//! Story: signs that a line or a mark belongs to the story and is not left over from a page.

use super::place;
use crate::engine::kinds::Scene;
use std::ops::Range;

/// How often the story must speak of a thing to be about it.
const TOPIC_MENTIONS: usize = 3;
/// How far into the draft its topic is looked for, in tokens.
const TOPIC_REACH: usize = 1500;
/// The least words of a line that is a sentence when it ends with a full stop.
const STOPPED_WORDS: usize = 6;

/// Whether the story itself is about the thing that the words stand for: it speaks of it, outside one block, several
/// times.
pub(in crate::engine::kinds) fn is_about(scene: &Scene<'_>, topic: &[u64], own: &Range<u32>) -> bool {
    if topic.is_empty() {
        return false;
    }
    let document = scene.document;
    let mentions = document.tokens.iter().take(TOPIC_REACH).zip(0_u32..).filter(|(token, number)| {
        topic.contains(&token.word) && !own.contains(number) && {
            let block = document.blocks.get(document.block_of(*number) as usize);
            block.is_some_and(|block| place::is_paragraph(document, block))
        }
    });
    mentions.take(TOPIC_MENTIONS).count() == TOPIC_MENTIONS
}

/// Whether a line of some words ends with a full stop.
pub(super) fn is_stopped(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with('.') && !text.ends_with("...") && text.split_whitespace().count() >= STOPPED_WORDS
}
