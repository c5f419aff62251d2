//! `trace`: what a word processor notes in a draft: tracked changes, comments, hidden text.

use super::{Check, Data, Hit, Scene};
use crate::engine::reader::Reader;
use crate::source::Source;
use crate::source::outline::{self, TraceKind};

/// Keys of `kind = "trace"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    /// `of`: which traces are found, several in an array: `insertion`, `deletion`, `comment`, `hidden`. A bit each. What is
    /// struck out or hidden, or what a comment says, is a value by the name of the trace; `{by}` is whose it is.
    pub of: u8,
}

/// A kind's bit.
fn bit(kind: TraceKind) -> u8 {
    1 << kind as u8
}

impl Trace {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let items = reader.items("of");
        if items.is_empty() {
            reader.problem_here("`of` is missing", "write of = \"comment\", \"insertion\", \"deletion\" or \"hidden\"");
        }
        let kinds = items.iter().filter_map(|item| item.choice("of", &TraceKind::NAMES));
        Data::Trace(Self { of: kinds.fold(0, |of, kind| of | bit(kind)) })
    }
}

impl Check for Trace {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let source = &*scene.document.source;
        let all = &scene.document.draft.traces;
        let mut wanted = all.iter().filter(|trace| self.of & bit(trace.kind) != 0).peekable();
        while let Some(trace) = wanted.next() {
            let mut hit = told(Hit::new(trace.span), source, trace);
            if let Some(other) = wanted.next_if(|other| are_one(trace, other)) {
                hit = told(Hit { place: trace.span.join(other.span).into(), ..hit }, source, other);
            }
            if !trace.by.is_empty() {
                hit = hit.value("by", &*trace.by);
            }
            hits.push(hit);
        }
    }
}

/// The hit with what a trace tells.
fn told(hit: Hit, source: &Source, trace: &outline::Trace) -> Hit {
    let told = if trace.kind == TraceKind::Insertion { source.slice(trace.span) } else { &*trace.text };
    if told.trim().is_empty() { hit } else { hit.value(trace.kind.name(), told.trim()) }
}

/// Whether one hand has struck out and written in at one place: put one word for another.
fn are_one(trace: &outline::Trace, next: &outline::Trace) -> bool {
    let kinds = bit(trace.kind) | bit(next.kind);
    kinds == bit(TraceKind::Insertion) | bit(TraceKind::Deletion)
        && trace.span.end == next.span.start
        && trace.by == next.by
}
