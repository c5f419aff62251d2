//! Fixes: safe ones applied until none is left change nothing a second time, and never the words between quotation marks.

use crate::drafts::{PATHS, draft};
use crate::exactness::check;
use copydesk::builtin::BUILTIN;
use copydesk::checker::Checker;
use copydesk::engine::kinds::Settings;
use copydesk::engine::ruleset::RuleSet;
use copydesk::finding::{Checked, Edit, Safety};
use copydesk::input::input_for;
use copydesk::source::{Source, Span};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

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

    #[test]
    fn between_quotation_marks_safe_fixes_change_marks_and_typography_only(
        said in prop::collection::vec(0..SAID.len(), 1..6),
        around in prop::collection::vec(0..SAID.len(), 2..5),
        curly in any::<bool>(),
    ) {
        let speech = said.iter().map(|index| SAID[*index]).collect::<Vec<_>>().join(" ");
        let (open, close) = if curly { ('“', '”') } else { ('"', '"') };
        let narration = around.iter().map(|index| SAID[*index]).collect::<Vec<_>>().join(" ");
        let text = format!("The mayor spoke.\n\n{open}{speech},{close} said Tom Reed. {narration}.\n\nIt “{speech}” was.\n");
        for path in PATHS {
            let source = Arc::new(Source::new(path, &*text));
            let document = ALL.parse(Arc::clone(&source), input_for(path));
            let quoted: Vec<Span> = document.quotes.iter().map(|quote| document.to_source(quote.content)).collect();
            for finding in ALL.check(Arc::clone(&source), input_for(path)).findings {
                // Characters read in the wrong encoding are put right, not changed.
                if finding.rule == "residue/mojibake" {
                    continue;
                }
                let safe = finding.fixes.iter().filter(|fix| fix.safety == Safety::Safe);
                for edit in safe.flat_map(|fix| &fix.edits) {
                    if !quoted.iter().any(|quote| quote.overlaps(edit.span) && quote.contains(edit.span)) {
                        continue;
                    }
                    let old = source.slice(edit.span);
                    prop_assert_eq!(letters(old), letters(&edit.text), "{} in {}", finding.rule, text);
                }
            }
        }
    }
}

/// What people say, slips and all; each is a slip to some rule where the narrator says it.
const SAID: [&str; 24] = [
    "the the pier",
    "we could of won",
    "but unsurprising the ferry is late",
    "it's own end",
    "wait -- no",
    "a  double  space",
    "he said . then",
    "3 p.m. in the afternoon",
    "in Oslo, Norway on Monday",
    "dont",
    "the year 2019-2020",
    "colour and color",
    "10 percent, 10 %",
    "4 million dollars",
    "and... so",
    "the governments plan",
    "alot of people",
    "an historic day",
    "recieve it",
    "U.S. and US",
    "TK",
    "Rao\u{e2}\u{20ac}\u{2122}s",
    "less people",
    "per cent",
];

/// Every rule, those off by default too.
static ALL: LazyLock<Checker> = LazyLock::new(|| {
    let mut rules = RuleSet::new(BUILTIN, Vec::new(), Vec::new());
    rules.rules_mut().iter_mut().for_each(|active| active.enabled = true);
    Checker::new(rules, Settings::default())
});

/// The letters and digits of a text: what it says, marks and spaces left out.
fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}
