//! Fix: the fixes of a draft applied, round after round, until none is left.

use crate::finding::{Checked, Edit, Finding, Safety};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rounds after which a draft is given up on: fixes that make room for others need two or three.
const ROUNDS: usize = 10;

/// What fixing made of a draft.
#[derive(Debug)]
pub struct Fixed {
    /// What is left to say of the draft as it is now.
    pub checked: Checked,
    /// The bytes of the mended draft; `None` where nothing changed.
    pub bytes: Option<Vec<u8>>,
    /// How many fixes were applied.
    pub applied: u32,
    /// Rules whose fixes undo each other; nothing was changed.
    pub circle: Vec<String>,
}

/// Checks a draft and applies the fixes that are at least as safe as `least`, until there are none.
pub fn mend(source: Arc<Source>, least: Safety, check: impl Fn(Arc<Source>) -> Checked) -> Fixed {
    let first = check(Arc::clone(&source));
    let mut current = first.clone();
    let (mut bytes, mut applied) = (None, 0);
    for _ in 0..ROUNDS {
        let (text, count) = apply_fixes(&current.source, &current.findings, least);
        if count == 0 {
            return Fixed { checked: current, bytes, applied, circle: Vec::new() };
        }
        let Some(round) = source.rewritten(&text) else { break };
        let Ok(mended) = Source::decode(source.path(), round.clone()) else { break };
        (bytes, applied) = (Some(round), applied + count);
        current = check(Arc::new(mended));
    }
    let mending = current.findings.iter().filter(|finding| edits_of(finding, least).is_some());
    let rules: BTreeSet<&str> = mending.map(|finding| &*finding.rule).collect();
    Fixed { circle: rules.into_iter().map(str::to_owned).collect(), checked: first, bytes: None, applied: 0 }
}

/// The edits of a finding's first fix, where it is safe enough.
fn edits_of(finding: &Finding, least: Safety) -> Option<&[Edit]> {
    let fix = finding.fixes.first().filter(|fix| fix.safety <= least)?;
    Some(&fix.edits)
}

/// The text with the first fix of each finding applied where it is at least as safe as `least`, and how many there were.
/// Of fixes that overlap the first is taken; a fix that changes nothing, or that the draft's encoding cannot spell, is
/// left.
pub fn apply_fixes(source: &Source, findings: &[Finding], least: Safety) -> (String, u32) {
    let (edits, count) = chosen(source, findings, least);
    (apply(source.text(), edits.into_iter()), count)
}

/// The edits that [`apply_fixes`] makes, in order of place, and of how many fixes they are.
pub fn chosen<'f>(source: &Source, findings: &'f [Finding], least: Safety) -> (Vec<&'f Edit>, u32) {
    let mut taken: BTreeMap<Span, &Edit> = BTreeMap::new();
    let mut count = 0;
    for edits in findings.iter().filter_map(|finding| edits_of(finding, least)) {
        if can_be_made(source, edits) && edits.iter().all(|edit| is_free(&taken, edit.span)) {
            taken.extend(edits.iter().map(|edit| (edit.span, edit)));
            count += 1;
        }
    }
    (taken.into_values().collect(), count)
}

/// Whether edits change a draft, at places that it has, to what its encoding can spell.
fn can_be_made(source: &Source, edits: &[Edit]) -> bool {
    edits.iter().any(|edit| source.slice(edit.span) != edit.text)
        && edits.iter().all(|edit| source.encode(&edit.text).is_some())
        && edits.iter().all(|edit| source.text().get(edit.span.range()).is_some())
}

/// The text with edits made, which come in order of place; `None` where they overlap or cannot be made.
pub fn edited(source: &Source, edits: &[Edit]) -> Option<String> {
    let apart = edits.is_sorted_by(|one, other| one.span.end <= other.span.start);
    (apart && can_be_made(source, edits)).then(|| apply(source.text(), edits.iter()))
}

/// Whether no edit that was taken shares a place with a span. Taken edits do not overlap, so its neighbours tell.
fn is_free(taken: &BTreeMap<Span, &Edit>, span: Span) -> bool {
    let before = taken.range(..=span).next_back();
    let after = taken.range(span..).next();
    before.into_iter().chain(after).all(|(other, _)| !other.overlaps(span))
}

/// The text with edits applied that stand in order of place and do not overlap.
fn apply<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut outcome = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        outcome.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        outcome.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    outcome.push_str(text.get(at..).unwrap_or_default());
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Fix, Severity};

    fn finding(rule: &str, edits: &[(u32, u32, &str)], safety: Safety) -> Finding {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(start, end, text)| Edit { span: Span::new(*start, *end), text: (*text).into() })
            .collect();
        Finding {
            rule: rule.into(),
            severity: Severity::Error,
            message: String::new(),
            span: edits[0].span,
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            url: None,
            fixes: vec![Fix { safety, message: String::new(), edits }],
        }
    }

    #[test]
    fn of_two_fixes_at_one_place_the_first_is_taken_whole() {
        let source = Source::new("a.txt", "the the cat sat");
        let findings = [
            finding("a", &[(0, 4, ""), (8, 11, "dog")], Safety::Safe),
            finding("b", &[(2, 5, "x")], Safety::Safe),
            finding("c", &[(12, 15, "lay")], Safety::Safe),
            finding("d", &[(12, 12, "x")], Safety::Suggest),
        ];
        assert_eq!(apply_fixes(&source, &findings, Safety::Safe), ("the dog lay".into(), 2));
        assert_eq!(apply_fixes(&source, &findings[3..], Safety::Suggest), ("the the cat xsat".into(), 1));
    }

    #[test]
    fn what_the_encoding_cannot_spell_is_left() {
        let source = Source::decode("a.txt", b"caf\xE9 and cafe and tea".to_vec()).expect("Windows-1252");
        let findings = [finding("a", &[(0, 5, "☕")], Safety::Safe), finding("b", &[(0, 5, "Café")], Safety::Safe)];
        assert_eq!(apply_fixes(&source, &findings, Safety::Safe), ("Café and cafe and tea".into(), 1));
    }

    fn checked(source: Arc<Source>, findings: Vec<Finding>) -> Checked {
        Checked { source, format: "text", findings, suppressed: 0, problems: Vec::new() }
    }

    #[test]
    fn fixes_that_make_room_for_others_are_followed_to_the_end() {
        let check = |source: Arc<Source>| {
            let doubled = source.text().starts_with("aa");
            let findings = if doubled { vec![finding("a", &[(0, 1, "")], Safety::Safe)] } else { Vec::new() };
            checked(source, findings)
        };
        let fixed = mend(Arc::new(Source::new("a.txt", "aaaa")), Safety::Safe, check);
        assert_eq!((fixed.bytes.as_deref(), fixed.applied), (Some(&b"a"[..]), 3));
    }

    #[test]
    fn rules_that_undo_each_other_change_nothing() {
        let check = |source: Arc<Source>| {
            let (rule, new) = if source.text() == "a" { ("one", "b") } else { ("other", "a") };
            checked(source, vec![finding(rule, &[(0, 1, new)], Safety::Safe)])
        };
        let fixed = mend(Arc::new(Source::new("a.txt", "a")), Safety::Safe, check);
        assert!(fixed.bytes.is_none() && fixed.applied == 0);
        assert_eq!(fixed.circle, ["one"]);
    }
}
