//! Sheet: where the findings of a draft stand in its blocks, and which of their fixes are written into the copy.

use crate::document::{Block, Document, TextSpan};
use crate::finding::{Edit, Finding, Safety};
use crate::fix;
use crate::source::Span;
use std::collections::HashSet;
use std::ops::Range;

/// A row of the proof: a block of the draft, or a place between blocks.
pub(super) struct Row {
    /// The block; `None` between blocks.
    pub(super) block: Option<usize>,
    /// The findings whose notes stand beside it, as indices.
    pub(super) findings: Vec<usize>,
}

/// A draft with its findings laid out.
pub(super) struct Sheet<'a> {
    pub(super) document: &'a Document,
    pub(super) findings: &'a [Finding],
    /// The rows in order of place.
    pub(super) rows: Vec<Row>,
    /// Edits that are written into the copy, in order of place, each with the finding it is of.
    pub(super) edits: Vec<(usize, &'a Edit)>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(document: &'a Document, findings: &'a [Finding]) -> Self {
        let edits = edits(document, findings);
        Self { rows: rows(document, findings), document, findings, edits }
    }
}

/// The first fix of each finding, but for those that meet another in one place.
fn edits<'a>(document: &Document, findings: &'a [Finding]) -> Vec<(usize, &'a Edit)> {
    let (chosen, _) = fix::chosen(&document.source, findings, Safety::Suggest);
    let chosen: HashSet<*const Edit> = chosen.into_iter().map(std::ptr::from_ref).collect();
    let first = findings.iter().enumerate().filter_map(|(number, finding)| Some((number, finding.fixes.first()?)));
    let every = first.flat_map(|(number, fix)| fix.edits.iter().map(move |edit| (number, edit)));
    let mut edits: Vec<_> = every.filter(|(_, edit)| chosen.contains(&std::ptr::from_ref(*edit))).collect();
    edits.sort_by_key(|(_, edit)| edit.span);
    edits
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
            rows.push(Row { block: None, findings: Vec::new() });
        }
        if let Some(row) = rows.last_mut() {
            row.findings.push(number);
        }
    }
    (next..blocks.len()).for_each(|block| push_block(&mut rows, block));
    rows
}

/// Adds the row of a block, unless it is the last one already.
fn push_block(rows: &mut Vec<Row>, block: usize) {
    if rows.last().is_none_or(|row| row.block != Some(block)) {
        rows.push(Row { block: Some(block), findings: Vec::new() });
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
