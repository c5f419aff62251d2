//! Quiet: places at which some rules find nothing, told by rules that report nothing themselves.
//!
//! A language column writes “teh” to speak of it, and whoever quotes dialect means it: no rule on words can know, but a rule
//! that knows such places can tell the others.

use super::RuleSet;
use super::words::Words;
use crate::document::{Document, TextSpan};
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
            let whole = match hit.place {
                Place::Text(span) if rule.quiets_speech => speech(document, span.start),
                _ => None,
            };
            let whole = whole.map(|text| document.to_source(text));
            let words = Words { document, lists: &set.lists, rule, severity: rule.severity };
            if let Some(finding) = words.put(hit) {
                places.entry(number).or_default().push(whole.unwrap_or(finding.span));
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

/// How many quotations before a place are looked at for the one around it: those may lie inside each other.
const NESTED: usize = 16;

/// What whoever speaks at a place says: the quotation around it, or the paragraph where the narrator does.
fn speech(document: &Document, offset: u32) -> Option<TextSpan> {
    let begun = document.quotes.partition_point(|quote| quote.span.start <= offset);
    let near = &document.quotes[begun.saturating_sub(NESTED)..begun];
    let around = near.iter().find(|quote| offset < quote.span.end);
    around.map(|quote| quote.span).or_else(|| document.block_at(offset).map(|block| block.text))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::BUILTIN;
    use crate::document::Needs;
    use crate::engine::kinds::Settings;
    use crate::input::{Input, text};
    use crate::source::Source;
    use std::sync::Arc;

    /// The words of a draft that are found to be none.
    fn misspelled(draft: &str) -> Vec<String> {
        let set = RuleSet::new(BUILTIN, Vec::new(), Vec::new());
        let source = Arc::new(Source::new("draft.txt", draft));
        let blocks = text::Text.read(source.text());
        let document = Document::new(Arc::clone(&source), blocks, "text", set.lists(), Needs::ALL);
        let found = set.check(&document, &Settings::default()).into_iter();
        let own = found.filter(|finding| finding.rule == "spelling/misspelling");
        own.map(|finding| source.slice(finding.span).to_owned()).collect()
    }

    #[test]
    fn a_word_that_is_spoken_of_is_left_alone_and_one_that_is_used_is_not() {
        let draft = "Her “recieve,” not “receive,” was seen by the clerk, who left definatly late.";
        assert_eq!(misspelled(draft), ["definatly"]);
    }

    #[test]
    fn dialect_is_left_alone_as_far_as_it_goes() {
        let draft = "“I couldnae recieve it,” Odo Pell said definatly.\n\nHe recieved it, the clerk said.";
        assert_eq!(misspelled(draft), ["definatly", "recieved"]);
        assert!(misspelled("I couldnae recieve it. He definatly couldna.").is_empty());
    }

    #[test]
    fn places_that_touch_are_one() {
        let places = vec![Span::new(9, 12), Span::new(0, 3), Span::new(3, 5), Span::new(10, 11)];
        assert_eq!(apart(places), [Span::new(0, 5), Span::new(9, 12)]);
    }
}
