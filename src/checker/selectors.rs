//! Selectors: the words by which settings, arguments and marks name rules: `all`, a category, a pack, the id of a rule.

use super::own::OWN_RULES;
use crate::engine::rule::Rule;
use crate::engine::ruleset::RuleSet;
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
