//! `trace`: what a word processor notes in a draft: tracked changes, comments, hidden text.

use super::{Check, Data, Hit, Scene};
use crate::engine::reader::Reader;
use crate::source::outline::TraceKind;

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
        let wanted = scene.document.draft.traces.iter().filter(|trace| self.of & bit(trace.kind) != 0);
        hits.extend(wanted.map(|trace| {
            let mut hit = Hit::new(trace.span);
            let told = if trace.kind == TraceKind::Insertion { scene.document.source.slice(trace.span) } else { &*trace.text };
            if !told.trim().is_empty() {
                hit = hit.value(trace.kind.name(), told.trim());
            }
            if !trace.by.is_empty() {
                hit = hit.value("by", &*trace.by);
            }
            hit
        }));
    }
}
