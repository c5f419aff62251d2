//! Removal: the bytes that go when a block goes, so that what is left has one empty line between two blocks and one line
//! feed at its end, whichever of several blocks go.
//!
//! A block takes along the gap before it; before the first paragraph of the story, the gap after it. Where a gap has more
//! empty lines than it should, those are an edit of their own, the same one that a rule on empty lines makes, so that the
//! fixes of both can be applied together.

use crate::document::{Block, Document, TextSpan};
use crate::engine::kinds::{Hit, HitFix, Place, Scene};
use crate::finding::Safety;
use crate::source::{Source, Span};

/// How many blocks may stand before the first paragraph for them to be the head of the draft.
const HEAD: usize = 40;

/// A hit on a block, with the fix that deletes it and its empty lines.
pub(in crate::engine::kinds) fn removed(scene: &Scene<'_>, index: usize, safety: Safety) -> Hit {
    let document = scene.document;
    let block = &document.blocks[index];
    let removal = of_block(document, index);
    let text = document.slice(block.text);
    let start = block.text.start + (text.len() - text.trim_start().len()) as u32;
    let mut hit = Hit::new(TextSpan::new(start, start + text.trim().len() as u32));
    if let Some(whole) = removal.iter().copied().reduce(Span::join) {
        hit = hit.value("lines", lines(&document.source, whole, block.outer));
    }
    if let Some(end) = story_end(document, index) {
        hit = hit.label("end", Span::at(end));
    }
    let edits = removal.into_iter().map(|span| (Place::File(span), String::new())).collect();
    hit.fixes.push(HitFix { edits, safety });
    hit
}

/// The edits, all deletions, that take a block out.
pub(super) fn of_block(document: &Document, index: usize) -> Vec<Span> {
    let Some(block) = document.blocks.get(index) else { return Vec::new() };
    let text = document.source.text();
    let own = trimmed(text, block.outer);
    let before = gap_before(text, own.start);
    let after = gap_after(text, own.end);
    if before.start == 0 && after.end as usize == text.len() {
        return vec![Span::new(0, after.end)];
    }
    if after.end as usize == text.len() {
        // The last block: one line end stays, the first of the gap.
        let kept = first_line_end(text, before);
        return parts(text, before, Span::new(kept, before.end), &[own, after]);
    }
    if before.start == 0 || is_head(document, index) {
        return parts(text, after, after, &[own, Span::at(after.end)]);
    }
    parts(text, before, before, &[own])
}

/// A gap as its own edits, and the spans beside it.
fn parts(text: &str, gap: Span, taken: Span, others: &[Span]) -> Vec<Span> {
    let mut spans: Vec<Span> = match extra_lines(text, gap) {
        Some(extra) => vec![Span::new(taken.start, extra.start), extra, Span::new(extra.end, taken.end)],
        None => vec![taken],
    };
    spans.extend(others);
    spans.retain(|span| span.start < span.end);
    spans.sort();
    // Neighbours are one edit, but for the empty lines, which others delete too.
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    let extra = extra_lines(text, gap);
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.end == span.start && Some(*last) != extra && Some(span) != extra => last.end = span.end,
            _ => joined.push(span),
        }
    }
    joined
}

/// The bytes of a gap that are more than one empty line (or, at the end of the file, more than one line end).
pub(super) fn extra_lines(text: &str, gap: Span) -> Option<Span> {
    let bytes = text.get(gap.range())?.as_bytes();
    let ends: Vec<u32> = (0..).zip(bytes).filter(|(_, byte)| **byte == b'\n').map(|(at, _)| gap.start + at).collect();
    let (at_start, at_end) = (gap.start == 0, gap.end as usize == text.len());
    let last_line = |end: u32| if text.as_bytes().get(end as usize - 1) == Some(&b'\r') { end - 1 } else { end };
    let extra = match (ends.as_slice(), at_start, at_end) {
        ([], ..) => return None,
        (_, true, _) => gap,
        ([_], ..) => return None,
        ([first, ..], _, true) => Span::new(first + 1, gap.end),
        ([_, _], ..) => return None,
        ([first, .., last], ..) => Span::new(first + 1, last_line(*last)),
    };
    (extra.start < extra.end).then_some(extra)
}

/// Whether a block stands before the first paragraph of the story.
fn is_head(document: &Document, index: usize) -> bool {
    let is_paragraph = |block: &Block| super::place::is_paragraph(document, block);
    let head = document.blocks.get(..index).unwrap_or_default();
    let rest = document.blocks.get(index + 1..).unwrap_or_default();
    head.len() <= HEAD && !head.iter().any(is_paragraph) && rest.iter().take(HEAD).any(is_paragraph)
}

fn trimmed(text: &str, span: Span) -> Span {
    let Some(inside) = text.get(span.range()) else { return span };
    let start = span.start + (inside.len() - inside.trim_start().len()) as u32;
    Span::new(start, start + inside.trim().len() as u32)
}

fn gap_before(text: &str, at: u32) -> Span {
    let before = text.get(..at as usize).unwrap_or_default();
    Span::new(before.trim_end().len() as u32, at)
}

fn gap_after(text: &str, at: u32) -> Span {
    let after = text.get(at as usize..).unwrap_or_default();
    Span::new(at, at + (after.len() - after.trim_start().len()) as u32)
}

/// Where the first line of a gap ends; its start where it has no line end.
pub(super) fn first_line_end(text: &str, gap: Span) -> u32 {
    let line_end = text.get(gap.range()).and_then(|inside| inside.find('\n'));
    line_end.map_or(gap.start, |at| gap.start + at as u32 + 1)
}

/// “line 14” or “lines 10 to 14”: the lines that go, empty ones included. In the files of word processors a line is a
/// paragraph.
pub(super) fn lines(source: &Source, whole: Span, block: Span) -> String {
    // The end of the line before is part of the gap, that line is not.
    let before = source.text().get(..whole.start as usize).unwrap_or_default();
    let inside = !before.is_empty() && !before.ends_with('\n') && source.slice(whole).starts_with(['\n', '\r']);
    let skipped = u32::from(inside);
    let first = source.line_of(whole.start) + skipped;
    let last = source.line_of(whole.end.saturating_sub(1).max(block.start));
    let what = if source.outline().is_some() { "paragraph" } else { "line" };
    if first >= last { format!("{what} {last}") } else { format!("{what}s {first} to {last}") }
}

/// Where the story ends, when only lines like this one follow: the end of the paragraph before the block.
pub(super) fn story_end(document: &Document, index: usize) -> Option<u32> {
    let before = document.blocks.get(index.checked_sub(1)?)?;
    let is_paragraph = |block: &Block| super::place::is_paragraph(document, block);
    let last = index + 1 == document.blocks.len();
    (last && is_paragraph(before)).then_some(before.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(text: &str) -> Span {
        let start = text.find(char::is_whitespace).expect("a gap") as u32;
        gap_after(text, start)
    }

    #[test]
    fn more_than_one_empty_line_is_too_many() {
        assert_eq!(extra_lines("a\n\nb", gap("a\n\nb")), None);
        assert_eq!(extra_lines("a\n\n\n\nb", gap("a\n\n\n\nb")), Some(Span::new(2, 4)));
        assert_eq!(extra_lines("a\n \n\nb", gap("a\n \n\nb")), Some(Span::new(2, 4)));
        assert_eq!(extra_lines("a\r\n\r\n\r\nb", gap("a\r\n\r\n\r\nb")), Some(Span::new(3, 5)));
    }

    #[test]
    fn the_end_of_the_file_has_one_line_end() {
        assert_eq!(extra_lines("a\n", gap("a\n")), None);
        assert_eq!(extra_lines("a\n\n", gap("a\n\n")), Some(Span::new(2, 3)));
    }
}
