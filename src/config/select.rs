//! Which rules run, and how grave their hits are, by the layers of settings.
//!
//! A selector is `all`, a category, a pack or the id of a rule. A layer's `select` replaces what earlier layers chose;
//! `extend-select` adds, `ignore` takes away. Within a layer the narrower selector decides: `ignore = ["typo"]` with
//! `extend-select = ["typo/doubled-word"]` leaves that one rule.

use super::{Layer, Said};
use crate::checker::OWN_RULES;
use crate::engine::rule::Rule;
use crate::engine::ruleset::RuleSet;
use crate::finding::Severity;
use crate::problem::{Problem, nearest};

/// How narrowly a selector names a rule; `None` where it does not.
pub fn narrowness(rule: &Rule, selector: &str) -> Option<u8> {
    if *rule.id == *selector {
        return Some(3);
    }
    if selector == "all" {
        return Some(1);
    }
    rule.matches(selector).then_some(2)
}

/// How narrowly a selector names a rule of the program's own, by its id.
pub fn narrowness_of_id(id: &str, selector: &str) -> Option<u8> {
    let category = id.split_once('/').map_or(id, |(category, _)| category);
    [id, category, "all"].into_iter().zip([3, 2, 1]).find(|(name, _)| *name == selector).map(|(_, narrow)| narrow)
}

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

/// Every selector that names something.
pub fn known(set: &RuleSet) -> Vec<&str> {
    let mut known = vec!["all"];
    for active in set.rules() {
        let rule = active.rule();
        known.extend([&*rule.id, rule.category()]);
        known.extend(rule.packs.iter().map(|pack| &**pack));
    }
    known.push("copydesk");
    known.extend(OWN_RULES.iter().map(|rule| rule.id));
    known.sort_unstable();
    known.dedup();
    known
}

/// The selectors of some layers that name nothing.
pub fn problems<'l>(set: &RuleSet, layers: impl Iterator<Item = &'l Layer>) -> Vec<Problem> {
    let known = known(set);
    let unknown = layers.flat_map(Layer::selectors).filter(|selector| known.binary_search(&&*selector.value).is_err());
    unknown.map(|selector| with_help(selector.origin.problem(message(&selector.value)), &selector.value, &known)).collect()
}

/// What is said of a selector that names nothing.
pub fn message(selector: &str) -> String {
    let what = if selector.contains('/') { "rule" } else { "rule, category or pack" };
    format!("unknown {what} `{selector}`")
}

/// The problem with what was likely meant.
pub fn with_help(problem: Problem, selector: &str, known: &[&str]) -> Problem {
    // Often the category alone is forgotten.
    let named = known.iter().copied().find(|id| id.split_once('/').is_some_and(|(_, name)| name == selector));
    match named.or_else(|| nearest(selector, known.iter().copied())) {
        Some(near) => problem.help(format!("write `{near}`")),
        None => problem.help("`copydesk rules --all` lists every rule"),
    }
}
