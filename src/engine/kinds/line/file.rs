//! File: what a `line` rule finds in the file besides its blocks: comments, empty lines, a last line that does not end.

use super::removal;
use crate::engine::kinds::{Hit, Scene};
use crate::list::word_hash;
use crate::source::Span;

/// The comments of the markup, with the white space before each; where a list is named, those that begin with a word of
/// it.
pub(super) fn hidden(scene: &Scene<'_>, words: &str, hits: &mut Vec<Hit>) {
    let words = (!words.is_empty()).then(|| scene.lists.get(words));
    let source = &scene.document.source;
    for comment in &scene.document.draft.comments {
        let inside = source.slice(*comment).trim_start_matches("<!--").trim_start();
        if inside.starts_with(env!("CARGO_PKG_NAME")) {
            continue;
        }
        let first = inside.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
        if words.is_some_and(|words| words.word(word_hash(first)).is_none()) {
            continue;
        }
        let before = source.text().get(..comment.start as usize).unwrap_or_default();
        let span = Span::new(before.trim_end_matches([' ', '\t']).len() as u32, comment.end);
        hits.push(Hit::new(span).edit(span, ""));
    }
}

/// The end of a draft whose last line does not end.
pub(super) fn unfinished(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let source = &scene.document.source;
    if !source.text().is_empty() && !source.text().ends_with('\n') {
        let end = Span::at(source.text().len() as u32);
        hits.push(Hit::new(end).edit(end, "\n"));
    }
}

/// The runs of empty lines of the draft.
pub(super) fn empty_lines(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let source = &scene.document.source;
    for run in &scene.document.draft.blank_runs {
        let count = source.slice(*run).matches('\n').count().saturating_sub(1);
        // The end of the last line of text is no empty line.
        let first = if run.start == 0 { run.start } else { removal::first_line_end(source.text(), *run) };
        let mut hit = Hit::new(Span::new(first, run.end)).value("count", count.to_string());
        if let Some(extra) = removal::extra_lines(source.text(), *run) {
            hit = hit.edit(extra, "");
        }
        hits.push(hit);
    }
}
