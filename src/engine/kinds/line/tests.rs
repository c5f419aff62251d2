//! Tests of what goes with a line.

use crate::builtin::BUILTIN;
use crate::document::{Document, Needs};
use crate::engine::examples::apply;
use crate::engine::kinds::Settings;
use crate::engine::ruleset::RuleSet;
use crate::input::{Input, text};
use crate::source::Source;
use std::sync::Arc;

/// The draft with the first fix of every finding of page furniture applied.
fn mended(draft: &str) -> String {
    let set = RuleSet::new(BUILTIN, Vec::new(), Vec::new());
    let source = Arc::new(Source::new("draft.txt", draft));
    let blocks = text::Text.read(source.text());
    let document = Document::new(source, blocks, "text", set.lists(), Needs::default());
    let findings = set.check(&document, &Settings::default());
    let own = findings.iter().filter(|finding| finding.rule.starts_with("boilerplate/"));
    apply(draft, own.filter_map(|finding| finding.fixes.first()).flat_map(|fix| fix.edits.clone()).collect())
}

#[test]
fn lines_at_the_end_go_with_their_empty_lines() {
    let draft = "The dam held, the state said on Sunday.\n\n\n\n\n0 Comments\n\nShare on Facebook\n\nADVERTISEMENT";
    assert_eq!(mended(draft), "The dam held, the state said on Sunday.\n");
}

#[test]
fn lines_at_the_head_go_with_their_empty_lines() {
    let draft = "Skip to content\n\nShare this:\n\nThe dam held, the state said late on Sunday.\n";
    assert_eq!(mended(draft), "The dam held, the state said late on Sunday.\n");
}

#[test]
fn lines_inside_leave_one_empty_line() {
    let draft = "The dam held, the state said late on Sunday.\n\n\nADVERTISEMENT\n\nContinue reading below\n\n\n\nIt was built in 1931, and it was mended twice.\n";
    let wanted = "The dam held, the state said late on Sunday.\n\nIt was built in 1931, and it was mended twice.\n";
    assert_eq!(mended(draft), wanted);
}
