//! Fixes: safe ones applied until none is left change nothing a second time, and never the words between quotation marks.

use crate::drafts::{PATHS, draft};
use crate::exactness::check;
use copydesk::finding::{Checked, Edit, Safety};
use proptest::prelude::*;

/// Applies the safe fixes of a draft, those that overlap an earlier one left for the next round.
fn mend(text: &str, checked: &Checked) -> String {
    let mut outcome = String::new();
    let mut at = 0;
    let fixes =
        checked.findings.iter().filter_map(|finding| finding.fixes.first()).filter(|fix| fix.safety == Safety::Safe);
    let mut edits: Vec<&Edit> = Vec::new();
    for fix in fixes {
        if fix.edits.iter().all(|edit| edits.iter().all(|other| !other.span.overlaps(edit.span))) {
            edits.extend(&fix.edits);
        }
    }
    edits.sort();
    for edit in edits {
        outcome.push_str(&text[at..edit.span.start as usize]);
        outcome.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    outcome.push_str(&text[at..]);
    outcome
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn safe_fixes_come_to_rest(text in draft()) {
        for path in PATHS {
            let mut now = text.clone();
            for _ in 0..20 {
                let next = mend(&now, &check(path, &now));
                if next == now {
                    break;
                }
                now = next;
            }
            prop_assert_eq!(&mend(&now, &check(path, &now)), &now, "{} never rests", path);
        }
    }

    #[test]
    fn safe_fixes_leave_the_speakers_words_alone(words in "[a-z]{2,8}( [a-z]{2,8}){2,8}") {
        let text = format!("The mayor spoke on Tuesday.\n\n“{words},” said Tom Reed. “{words}.”\n");
        let mended = mend(&text, &check("draft.txt", &text));
        prop_assert_eq!(mended.matches(&words).count(), 2, "{}", mended);
    }
}
