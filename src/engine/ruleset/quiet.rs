//! Quiet: places at which some rules find nothing, told by rules that report nothing themselves.
//!
//! A language column writes “teh” to speak of it, and whoever quotes dialect means it: no rule on words can know, but a rule
//! that knows such places can tell the others.

use super::RuleSet;
use super::words::Words;
use crate::document::Document;
use crate::engine::kinds::{Hit, Place};
use crate::engine::rule::Rule;
use crate::source::Span;
use std::collections::BTreeMap;

/// The places of a draft.
pub(super) struct Quiet<'a> {
    set: &'a RuleSet,
    /// By the number of the rule that tells them; those of each in order and apart from each other.
    places: BTreeMap<u32, Vec<Span>>,
}

impl<'a> Quiet<'a> {
    /// Takes the hits of rules that quiet others out of all hits.
    pub(super) fn take(set: &'a RuleSet, document: &Document, hits: &mut Vec<(u32, Hit)>) -> Self {
        let rule_of = |number: u32| set.active[number as usize].rule();
        let mut places: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
        for (number, hit) in hits.extract_if(.., |(number, _)| !rule_of(*number).quiets.is_empty()) {
            let rule = rule_of(number);
            let paragraph = match hit.place {
                Place::Text(span) if rule.quiets_paragraph => document.block_at(span.start),
                _ => None,
            };
            let paragraph = paragraph.map(|block| document.to_source(block.text));
            let words = Words { document, lists: &set.lists, rule, severity: rule.severity };
            if let Some(finding) = words.put(hit) {
                places.entry(number).or_default().push(paragraph.unwrap_or(finding.span));
            }
        }
        places.values_mut().for_each(|places| *places = apart(std::mem::take(places)));
        Self { set, places }
    }

    /// Whether a finding of a rule is at such a place.
    pub(super) fn spares(&self, number: u32, span: Span) -> bool {
        let rule_of = |number: u32| self.set.active[number as usize].rule();
        let quiets = |by: &Rule| by.quiets.iter().any(|selector| rule_of(number).matches(selector));
        self.places.iter().any(|(by, places)| {
            let next = places.partition_point(|place| place.end <= span.start);
            places.get(next).is_some_and(|place| place.overlaps(span)) && quiets(rule_of(*by))
        })
    }
}

/// Places in order, those that touch as one.
fn apart(mut places: Vec<Span>) -> Vec<Span> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut apart: Vec<Span> = Vec::with_capacity(places.len());
    for place in places {
        match apart.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
    }
    apart
}
