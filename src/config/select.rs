//! Which rules run, and how grave their hits are, by the layers of settings.
//!
//! A selector is `all`, a category, a pack or the id of a rule. A layer's `select` replaces what earlier layers chose;
//! `extend-select` adds, `ignore` takes away. Within a layer the narrower selector decides: `ignore = ["typo"]` with
//! `extend-select = ["typo/doubled-word"]` leaves that one rule.

use super::{Layer, Said};
use crate::checker::selectors::{known, message, narrowness, with_help};
use crate::engine::ruleset::RuleSet;
use crate::finding::Severity;
use crate::problem::Problem;

/// Whether a rule runs, and how grave its hits are.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Whether it runs.
    pub enabled: bool,
    /// How grave its hits are.
    pub severity: Severity,
}

impl Choice {
    /// The choice that the layers make for a rule which `narrow` tells how narrowly a selector names.
    #[must_use]
    pub fn under(mut self, layers: &[&Layer], narrow: impl Fn(&str) -> Option<u8>) -> Self {
        for layer in layers {
            self.apply(layer, &narrow);
        }
        self
    }

    fn apply(&mut self, layer: &Layer, narrow: &impl Fn(&str) -> Option<u8>) {
        let narrowest = |selectors: &[Said<String>]| selectors.iter().filter_map(|one| narrow(&one.value)).max();
        let chosen = layer.select.as_deref().and_then(narrowest).max(narrowest(&layer.extend_select));
        self.enabled = chosen.is_some() || (self.enabled && layer.select.is_none());
        let ignored = narrowest(&layer.ignore);
        if ignored.is_some() && ignored >= chosen {
            self.enabled = false;
        }
        let graded = layer.severity.iter().filter_map(|(one, severity)| Some((narrow(&one.value)?, severity)));
        match graded.max_by_key(|(narrow, _)| *narrow) {
            Some((_, Some(severity))) => self.severity = *severity,
            Some((_, None)) => self.enabled = false,
            None => {}
        }
    }
}

/// Enables and grades the rules of a set.
pub fn apply(set: &mut RuleSet, layers: &[&Layer]) {
    for active in set.rules_mut() {
        let start = Choice { enabled: active.enabled, severity: active.severity };
        let choice = start.under(layers, |selector| narrowness(active.rule(), selector));
        (active.enabled, active.severity) = (choice.enabled, choice.severity);
    }
}

/// The selectors of some layers that name nothing, but for those of a category whose pack is `broken`.
pub fn problems(set: &RuleSet, layers: &[&Layer], broken: impl Fn(&str) -> bool) -> Vec<Problem> {
    let known = known(set);
    let category = |selector: &str| selector.split_once('/').map_or(selector.to_owned(), |(name, _)| name.to_owned());
    let every = layers.iter().flat_map(|layer| layer.selectors());
    let unknown = every.filter(|one| known.binary_search(&&*one.value).is_err() && !broken(&category(&one.value)));
    unknown.map(|one| with_help(one.origin.problem(message(&one.value)), &one.value, &known)).collect()
}
