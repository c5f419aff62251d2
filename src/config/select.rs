//! Which rules run, and how grave their hits are, by the layers of settings.
//!
//! A selector is `all`, a category, a pack or the id of a rule. A layer's `select` replaces what earlier layers chose;
//! `extend-select` adds, `ignore` takes away. Within a layer the narrower selector decides: `ignore = ["typo"]` with
//! `extend-select = ["typo/doubled-word"]` leaves that one rule.

use super::{Layer, Said};
use crate::checker::selectors::{known, message, narrowness, with_help};
use crate::engine::rule::Rule;
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
        let stays = active.enabled && !active.rule().quiets.is_empty() && !is_turned_off(active.rule(), layers);
        (active.enabled, active.severity) = (choice.enabled || stays, choice.severity);
    }
}

/// Whether a layer ignores a rule. One that quiets others stays on whichever of those are selected, until it is ignored.
fn is_turned_off(rule: &Rule, layers: &[&Layer]) -> bool {
    let names = |one: &Said<String>| narrowness(rule, &one.value).is_some();
    layers.iter().any(|layer| {
        let off = layer.severity.iter().filter(|(_, severity)| severity.is_none());
        layer.ignore.iter().chain(off.map(|(one, _)| one)).any(names)
    })
}

/// The selectors of some layers that name nothing, but for those of a category whose pack is `broken`.
pub fn problems(set: &RuleSet, layers: &[&Layer], broken: impl Fn(&str) -> bool) -> Vec<Problem> {
    let known = known(set);
    let category = |selector: &str| selector.split_once('/').map_or(selector.to_owned(), |(name, _)| name.to_owned());
    let every = layers.iter().flat_map(|layer| layer.selectors());
    let unknown = every.filter(|one| known.binary_search(&&*one.value).is_err() && !broken(&category(&one.value)));
    unknown.map(|one| with_help(one.origin.problem(message(&one.value)), &one.value, &known)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checker::selectors::narrowness_of_id;
    use crate::config::Origin;

    fn said(selectors: &[&str]) -> Vec<Said<String>> {
        selectors.iter().map(|one| Said { value: (*one).to_owned(), origin: Origin::CommandLine }).collect()
    }

    fn layer(select: Option<&[&str]>, extend: &[&str], ignore: &[&str]) -> Layer {
        Layer { select: select.map(said), extend_select: said(extend), ignore: said(ignore), ..Layer::default() }
    }

    /// Whether `typo/doubled-word`, on by default, runs.
    fn runs(layers: &[Layer]) -> bool {
        let layers: Vec<&Layer> = layers.iter().collect();
        let start = Choice { enabled: true, severity: Severity::Error };
        start.under(&layers, |selector| narrowness_of_id("typo/doubled-word", selector)).enabled
    }

    #[test]
    fn in_a_layer_the_narrower_selector_decides_and_a_draw_is_silence() {
        assert!(runs(&[layer(None, &["typo/doubled-word"], &["typo"])]));
        assert!(!runs(&[layer(None, &["typo"], &["typo/doubled-word"])]));
        assert!(!runs(&[layer(None, &["typo"], &["typo"])]));
        assert!(runs(&[layer(Some(&["typo"]), &[], &["all"])]));
    }

    #[test]
    fn a_rule_that_quiets_others_stays_until_it_is_ignored() {
        let stays = |layer: &Layer| {
            let mut set = RuleSet::new(crate::builtin::BUILTIN, Vec::new(), Vec::new());
            apply(&mut set, &[layer]);
            set.rules().iter().any(|active| active.enabled && &*active.rule().id == "quiet/dialect")
        };
        assert!(stays(&layer(Some(&["spelling"]), &[], &[])));
        assert!(!stays(&layer(Some(&["spelling"]), &[], &["quiet"])));
        assert!(!stays(&layer(None, &[], &["quiet/dialect"])));
    }

    #[test]
    fn a_later_layer_has_the_last_word() {
        let off = layer(None, &[], &["typo/doubled-word"]);
        assert!(!runs(&[off.clone(), layer(None, &[], &[])]));
        assert!(runs(&[off.clone(), layer(None, &["all"], &[])]));
        assert!(runs(&[off, layer(Some(&["typo"]), &[], &[])]));
        assert!(!runs(&[layer(None, &["typo"], &[]), layer(Some(&["quote"]), &[], &[])]));
    }

    #[test]
    fn the_narrowest_severity_holds() {
        let severity = |selector: &str, severity| (said(&[selector]).remove(0), severity);
        let severity = vec![
            severity("typo/doubled-word", Some(Severity::Note)),
            severity("typo", Some(Severity::Warning)),
            severity("all", None),
        ];
        let layer = Layer { severity, ..Layer::default() };
        let start = Choice { enabled: true, severity: Severity::Error };
        let choice = start.under(&[&layer], |selector| narrowness_of_id("typo/doubled-word", selector));
        assert_eq!(choice, Choice { enabled: true, severity: Severity::Note });
    }
}
