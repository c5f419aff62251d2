//! Tests of what counts as evidence.

use super::unit;
use crate::document::{Document, Needs};
use crate::input::{Input, text};
use crate::list::Lists;
use crate::source::Source;
use std::sync::Arc;

fn document(draft: &str) -> Document {
    let source = Arc::new(Source::new("draft.txt", draft));
    let blocks = text::Text.read(source.text());
    Document::new(source, blocks, "text", &Lists::default(), Needs::default())
}

/// The prose of the units around the word `here`, and what is cut with them.
fn units(draft: &str, frames: bool) -> Vec<(String, String)> {
    let document = document(draft);
    let token = document.token_at(document.text.find("here").expect("a word") as u32);
    let index = document.block_of(token) as usize;
    let units = unit::around(&document, index, &document.blocks[index], token, frames);
    units.iter().map(|unit| (document.slice(unit.text).to_owned(), document.slice(unit.cut).to_owned())).collect()
}

fn pair(text: &str, cut: &str) -> (String, String) {
    (text.to_owned(), cut.to_owned())
}

#[test]
fn a_block_is_weighed_as_a_whole_and_then_by_its_last_sentences() {
    let draft = "The dam held. Sign up here.";
    assert_eq!(units(draft, false), [pair(draft, draft), pair("Sign up here.", " Sign up here.")]);
}

#[test]
fn a_sentence_that_others_follow_goes_with_them() {
    let draft = "It held. The dam is here. It is old. It is high.";
    assert_eq!(units(draft, false)[1].0, "The dam is here. It is old. It is high.");
}

#[test]
fn brackets_are_weighed_with_the_space_behind_them() {
    let draft = "The dam [is it here?] held on Sunday.";
    assert_eq!(units(draft, true), [pair("[is it here?]", "[is it here?] ")]);
}

#[test]
fn a_bracket_that_is_closed_is_none_around_what_follows() {
    let draft = "The dam (of 1931) is here.";
    assert_eq!(units(draft, true), [pair(draft, draft)]);
}
