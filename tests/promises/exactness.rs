//! Spans: bytes of the draft, on borders of characters, in order; nothing panics.

use crate::drafts::{PATHS, draft};
use copydesk::builtin::BUILTIN;
use copydesk::checker::Checker;
use copydesk::engine::kinds::Settings;
use copydesk::engine::ruleset::RuleSet;
use copydesk::finding::Checked;
use copydesk::input::input_for;
use copydesk::source::{Source, Span};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

/// Every rule of every pack.
pub(crate) static EVERYTHING: LazyLock<Checker> = LazyLock::new(|| {
    let mut rules = RuleSet::new(BUILTIN, Vec::new(), Vec::new());
    rules.rules_mut().iter_mut().for_each(|active| active.enabled = true);
    Checker::new(rules, Settings::default())
});

pub(crate) fn check(path: &str, text: &str) -> Checked {
    EVERYTHING.check(Arc::new(Source::new(path, text)), input_for(path))
}

fn is_exact(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_lies_on_characters_of_the_draft(text in draft()) {
        for path in PATHS {
            let checked = check(path, &text);
            for finding in &checked.findings {
                prop_assert!(is_exact(&text, finding.span), "{finding:?}");
                prop_assert!(finding.labels.iter().all(|label| is_exact(&text, label.span)), "{finding:?}");
                for fix in &finding.fixes {
                    prop_assert!(fix.edits.iter().all(|edit| is_exact(&text, edit.span)), "{fix:?}");
                    let apart = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
                    prop_assert!(apart, "{fix:?}");
                }
            }
            let order: Vec<_> = checked.findings.iter().map(|finding| (finding.span, &finding.rule)).collect();
            prop_assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{order:?}");
        }
    }

    #[test]
    fn the_layers_speak_of_the_bytes_of_the_draft(text in draft()) {
        for path in PATHS {
            let document = EVERYTHING.parse(Arc::new(Source::new(path, text.as_str())), input_for(path));
            for token in &document.tokens {
                let span = document.to_source(token.span);
                prop_assert!(is_exact(&text, span));
                // Bytes that stand for themselves read the same in the file and in the document.
                if document.is_plain(token.span) {
                    prop_assert_eq!(document.slice(token.span), &text[span.range()]);
                }
            }
            let ends: Vec<u32> = document.tokens.iter().map(|token| document.to_source(token.span).start).collect();
            prop_assert!(ends.is_sorted());
            for quote in &document.quotes {
                prop_assert!(quote.span.contains(quote.content));
                prop_assert!(is_exact(&text, document.to_source(quote.span)));
            }
            for mention in document.people.iter().flat_map(|person| &person.mentions) {
                prop_assert!(is_exact(&text, document.to_source(mention.span)));
            }
        }
    }

    #[test]
    fn any_bytes_are_a_draft_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = Source::decode("draft.txt", bytes) {
            let source = Arc::new(source);
            for path in PATHS {
                let checked = EVERYTHING.check(Arc::clone(&source), input_for(path));
                for finding in &checked.findings {
                    prop_assert!(is_exact(source.text(), finding.span));
                }
            }
        }
    }
}

#[test]
fn hostile_drafts_take_linear_time() {
    // Ten times the draft may take about ten times as long; a hundred times would be quadratic. The bound is wide because
    // machines are noisy.
    for (path, unit) in [
        ("draft.txt", "“ "),
        ("draft.txt", "a "),
        ("draft.txt", "President Ada Vale "),
        ("draft.txt", "(["),
        ("draft.txt", "the the "),
        ("draft.md", "> "),
        ("draft.md", "*_["),
        ("draft.html", "<blockquote>"),
        ("draft.html", "&amp;"),
        ("draft.txt", "0 Comments\n\n"),
        ("draft.txt", "“It was ours.”\n\n"),
    ] {
        let time = |count: usize| {
            let text = unit.repeat(count);
            let start = std::time::Instant::now();
            check(path, &text);
            start.elapsed()
        };
        let (small, large) = (time(2_000), time(20_000));
        assert!(
            large < small * 60 + std::time::Duration::from_millis(500),
            "{path} {unit:?}: {small:?}, then {large:?}"
        );
    }
}
