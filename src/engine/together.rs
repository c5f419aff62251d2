//! Together: many findings of one rule in one draft, told once.
//!
//! A page pasted whole has twenty links to share it, a program adds a space before every comma: that is one slip, and
//! twenty findings would hide the others. The first place stands for all, some others are shown, and one fix mends all.

use crate::finding::{Edit, Finding, Fix, Label, Safety};
use std::collections::BTreeMap;

/// How many of the other places a finding shows.
const SHOWN: usize = 3;

/// Gathers the findings of each rule that has more than its limit. `limit` says how many a rule may have; 0 is no limit.
pub(super) fn gather(found: Vec<Finding>, limit: impl Fn(&str) -> usize) -> Vec<Finding> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, finding) in found.iter().enumerate() {
        places.entry(&finding.rule).or_default().push(index);
    }
    let many = |(rule, own): (&str, Vec<usize>)| {
        let limit = if own.len() > 1 { limit(rule) } else { 0 };
        (limit > 0 && own.len() > limit).then_some(own)
    };
    let groups: Vec<Vec<usize>> = places.into_iter().filter_map(many).collect();
    let mut found: Vec<Option<Finding>> = found.into_iter().map(Some).collect();
    for group in groups {
        let own: Vec<Finding> = group.iter().filter_map(|index| found[*index].take()).collect();
        found[group[0]] = one_for_all(own);
    }
    found.into_iter().flatten().collect()
}

/// The first finding, with the fixes of all.
fn one_for_all(own: Vec<Finding>) -> Option<Finding> {
    let count = own.len();
    let safe = fix_of(&own, count, |fix| fix.safety == Safety::Safe);
    let all = fix_of(&own, count, |_| true);
    let shown: Vec<Label> = own
        .iter()
        .skip(1)
        .take(SHOWN)
        .map(|other| Label { span: other.span, message: "here too".into(), file: None })
        .collect();
    let severity = own.iter().map(|finding| finding.severity).max()?;
    let mut first = own.into_iter().next()?;
    first.severity = severity;
    first.labels.extend(shown);
    first.help.insert(0, format!("there are {count} of these in the draft"));
    let more = all.filter(|all| safe.as_ref().is_none_or(|safe| safe.edits != all.edits));
    first.fixes = safe.into_iter().chain(more).collect();
    Some(first)
}

/// One fix of the first fixes of all findings, those of a kind; `None` where there is none, or where two of them meet in
/// one place and write there.
fn fix_of(own: &[Finding], count: usize, wanted: impl Fn(&Fix) -> bool) -> Option<Fix> {
    let fixes: Vec<&Fix> = own.iter().filter_map(|finding| finding.fixes.first()).filter(|fix| wanted(fix)).collect();
    let safety = fixes.iter().map(|fix| fix.safety).max()?;
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort();
    let mut apart: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match apart.last_mut() {
            Some(last) if edit.span.start < last.span.end => {
                if *last == edit {
                    continue;
                }
                if !(last.text.is_empty() && edit.text.is_empty()) {
                    return None;
                }
                last.span.end = last.span.end.max(edit.span.end);
            }
            _ => apart.push(edit),
        }
    }
    let mended = fixes.len();
    let message = if mended == count { format!("mend all {count}") } else { format!("mend {mended} of the {count}") };
    Some(Fix { safety, message, edits: apart })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::source::Span;

    fn finding(rule: &str, start: u32, end: u32) -> Finding {
        let edits = vec![Edit { span: Span::new(start, end), text: String::new() }];
        Finding {
            rule: rule.into(),
            severity: Severity::Warning,
            message: String::new(),
            span: Span::new(start, end),
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: vec!["delete it".into()],
            url: None,
            fixes: vec![Fix { safety: Safety::Safe, message: String::new(), edits }],
        }
    }

    #[test]
    fn more_than_the_limit_become_one() {
        let found = vec![finding("a/b", 0, 2), finding("a/c", 3, 4), finding("a/b", 5, 6), finding("a/b", 8, 9)];
        let gathered = gather(found, |rule| if rule == "a/b" { 2 } else { 0 });
        assert_eq!(gathered.iter().map(|finding| finding.span.start).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(gathered[0].labels.len(), 2);
        assert_eq!(gathered[0].fixes[0].edits.len(), 3);
    }

    #[test]
    fn as_many_as_the_limit_stay() {
        let found = vec![finding("a/b", 0, 2), finding("a/b", 5, 6)];
        assert_eq!(gather(found.clone(), |_| 2), found);
    }

    #[test]
    fn deletions_that_meet_are_joined() {
        let found = vec![finding("a/b", 0, 4), finding("a/b", 3, 6), finding("a/b", 8, 9)];
        let gathered = gather(found, |_| 1);
        let spans: Vec<Span> = gathered[0].fixes[0].edits.iter().map(|edit| edit.span).collect();
        assert_eq!(spans, [Span::new(0, 6), Span::new(8, 9)]);
    }
}
