//! Sheet: where the findings of a draft stand in its blocks, and which of their fixes are written into the copy.

use crate::document::{Block, Document, TextSpan};
use crate::finding::{Edit, Finding, Safety};
use crate::fix;
use crate::source::{Source, Span};
use std::collections::HashSet;
use std::ops::Range;

/// A row of the proof: a block of the draft, or a place between blocks.
pub(super) struct Row {
    /// The block; `None` between blocks.
    pub(super) block: Option<usize>,
    /// The findings whose notes stand beside it, as indices.
    pub(super) findings: Vec<usize>,
    /// The line of the draft where it begins, from 1.
    pub(super) line: u32,
}

/// A draft with its findings laid out.
pub(super) struct Sheet<'a> {
    pub(super) document: &'a Document,
    pub(super) findings: &'a [Finding],
    /// The rows in order of place.
    pub(super) rows: Vec<Row>,
    /// What is written into the copy, in order of place.
    pub(super) edits: Vec<Correction>,
}

/// What a fix changes at one place.
pub(super) struct Correction {
    /// The finding it is of.
    pub(super) finding: usize,
    /// What is struck out, in bytes of the file.
    pub(super) span: Span,
    /// What is written in behind it.
    pub(super) text: String,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(document: &'a Document, findings: &'a [Finding]) -> Self {
        let edits = edits(document, findings);
        let mut rows = rows(document, findings);
        for row in &mut rows {
            let block = row.block.and_then(|block| document.blocks.get(block)).map(|block| block.span.start);
            let start = block.or_else(|| row.findings.first().map(|index| findings[*index].span.start));
            row.line = document.source.line_of(start.unwrap_or_default());
        }
        Self { rows, document, findings, edits }
    }

    /// The line of the row that a line of the draft is in: the last that begins no later.
    pub(super) fn row_line(&self, line: u32) -> Option<u32> {
        let behind = self.rows.partition_point(|row| row.line <= line);
        self.rows.get(behind.checked_sub(1)?).map(|row| row.line)
    }
}

/// The first fix of each finding. Of two that meet in one place the later one writes nothing in, but what both strike out
/// is struck out.
fn edits(document: &Document, findings: &[Finding]) -> Vec<Correction> {
    let source = &document.source;
    let (chosen, _) = fix::chosen(source, findings, Safety::Suggest);
    let chosen: HashSet<*const Edit> = chosen.into_iter().map(std::ptr::from_ref).collect();
    let first = findings.iter().enumerate().filter_map(|(number, finding)| Some((number, finding.fixes.first()?)));
    let every = first.flat_map(|(number, fix)| fix.edits.iter().map(move |edit| (number, edit)));
    let kept = every.filter(|(_, edit)| edit.text.is_empty() || chosen.contains(&std::ptr::from_ref(*edit)));
    let mut edits: Vec<Correction> = kept.map(|(number, edit)| correction(source, number, edit)).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// An edit as it is marked: only what is new is written in, only what goes is struck out, where the one holds the other.
fn correction(source: &Source, finding: usize, edit: &Edit) -> Correction {
    let old = source.slice(edit.span);
    let Span { start, end } = edit.span;
    let cut = |from: u32, to: u32, text: &str| Correction { finding, span: Span::new(from, to), text: text.to_owned() };
    let (old_len, new_len) = (old.len() as u32, edit.text.len() as u32);
    if old.is_empty() || edit.text.is_empty() {
        return cut(start, end, &edit.text);
    }
    if let Some(more) = edit.text.strip_prefix(old) {
        return cut(end, end, more);
    }
    if let Some(more) = edit.text.strip_suffix(old) {
        return cut(start, start, more);
    }
    if old.starts_with(&*edit.text) {
        return cut(start + new_len, end, "");
    }
    if old.ends_with(&*edit.text) {
        return cut(start, start + old_len - new_len, "");
    }
    cut(start, end, &edit.text)
}

fn rows(document: &Document, findings: &[Finding]) -> Vec<Row> {
    let blocks = &document.blocks;
    let mut rows: Vec<Row> = Vec::with_capacity(blocks.len());
    let mut next = 0;
    for (number, finding) in findings.iter().enumerate() {
        // Findings come in order of place, and so do blocks.
        while blocks.get(next).is_some_and(|block| is_before(block, finding)) {
            push_block(&mut rows, next);
            next += 1;
        }
        let inside = blocks.get(next).is_some_and(|block| touches(block, finding.span));
        if inside {
            push_block(&mut rows, next);
        } else if rows.last().is_none_or(|row| row.block.is_some()) {
            rows.push(Row { block: None, findings: Vec::new(), line: 0 });
        }
        if let Some(row) = rows.last_mut() {
            row.findings.push(number);
        }
    }
    (next..blocks.len()).for_each(|block| push_block(&mut rows, block));
    // A cell that holds nothing is no row.
    let is_blank = |block: usize| document.slice(blocks[block].text).trim().is_empty();
    rows.retain(|row| !row.findings.is_empty() || row.block.is_none_or(|block| !is_blank(block)));
    rows
}

/// Adds the row of a block, unless it is the last one already.
fn push_block(rows: &mut Vec<Row>, block: usize) {
    if rows.last().is_none_or(|row| row.block != Some(block)) {
        rows.push(Row { block: Some(block), findings: Vec::new(), line: 0 });
    }
}

/// Whether a block ends before a finding begins.
fn is_before(block: &Block, finding: &Finding) -> bool {
    block.span.end <= finding.span.start && !(finding.span.is_empty() && block.span.end == finding.span.start)
}

/// Whether a place lies in the prose of a block, or at its ends.
pub(super) fn touches(block: &Block, span: Span) -> bool {
    if span.is_empty() {
        return block.span.start <= span.start && span.start <= block.span.end;
    }
    block.span.overlaps(span)
}

/// From bytes of the file to bytes of a block's prose.
pub(super) struct Map {
    /// For each character its offset in the prose and its bytes in the file.
    characters: Vec<(usize, Span)>,
    len: usize,
}

impl Map {
    pub(super) fn new(document: &Document, block: &Block) -> Self {
        let prose = document.slice(block.text);
        let place = |(at, character): (usize, char)| {
            let start = block.text.start + at as u32;
            (at, document.to_source(TextSpan::new(start, start + character.len_utf8() as u32)))
        };
        Self { characters: prose.char_indices().map(place).collect(), len: prose.len() }
    }

    /// The bytes of the prose that a span of the file stands for.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let at = |index: usize| self.characters.get(index).map_or(self.len, |(at, _)| *at);
        if span.is_empty() {
            let at = at(self.characters.partition_point(|(_, bytes)| bytes.start < span.start));
            return at..at;
        }
        let start = self.characters.partition_point(|(_, bytes)| bytes.end <= span.start);
        let end = self.characters.partition_point(|(_, bytes)| bytes.start < span.end);
        at(start)..at(end.max(start))
    }
}
