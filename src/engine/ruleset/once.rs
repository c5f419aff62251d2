//! Once: rules of which a draft has at most one finding, with the fixes of all.

use crate::engine::rule::Rule;
use crate::finding::{Finding, Fix, Label};

/// How many further places of a draft are shown.
const SHOWN: usize = 3;

/// What is left of the findings of a draft, in order of place, when those of each `once` rule are one: the first. The
/// others are labels of it (as the rule's `labels.more` words them), their edits part of its fix.
pub(super) fn fold<'r>(found: Vec<(u32, Finding)>, rule: impl Fn(u32) -> &'r Rule) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::with_capacity(found.len());
    let mut firsts: Vec<(u32, usize, usize)> = Vec::new();
    for (number, finding) in found {
        let own = rule(number);
        match firsts.iter_mut().find(|(known, ..)| *known == number) {
            Some((_, index, count)) => {
                let shown = *count < SHOWN;
                *count += 1;
                take(&mut kept[*index], finding, own, shown);
            }
            None => {
                if own.once {
                    firsts.push((number, kept.len(), 0));
                }
                kept.push(finding);
            }
        }
    }
    for (_, index, count) in firsts.into_iter().filter(|(.., count)| *count > 0) {
        let places = if count == 1 { "place" } else { "places" };
        kept[index].message.push_str(&format!(" (and {count} more {places})"));
    }
    kept
}

fn take(first: &mut Finding, other: Finding, rule: &Rule, shown: bool) {
    let words = rule.labels.iter().find(|(name, _)| &**name == "more");
    if let Some((_, words)) = words.filter(|_| shown) {
        first.labels.push(Label { span: other.span, message: words.to_string() });
    }
    first.severity = first.severity.max(other.severity);
    let (Some(fix), Some(more)) = (first.fixes.first_mut(), other.fixes.into_iter().next()) else { return };
    add_edits(fix, more);
}

/// Adds the edits of a later fix, where they stand apart from those that are there.
fn add_edits(fix: &mut Fix, more: Fix) {
    let end = fix.edits.last().map_or(0, |edit| edit.span.end);
    if more.edits.first().is_some_and(|edit| edit.span.start >= end) {
        fix.edits.extend(more.edits);
        fix.safety = fix.safety.max(more.safety);
    }
}
