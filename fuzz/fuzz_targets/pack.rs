//! Any text as a pack of rules: rules, or problems with their places; and what is read runs over a draft.
#![no_main]

use copydesk::checker::Checker;
use copydesk::engine::kinds::Settings;
use copydesk::engine::pack;
use copydesk::engine::ruleset::RuleSet;
use copydesk::input::INPUTS;
use copydesk::source::Source;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

const DRAFT: &str = "Pier to close\n\nPORT LYLE — “We knew,” Mayor Ada Pell said on Tuesday, but the the pier stayed open.\n\n0 Comments\n";

fuzz_target!(|text: &str| {
    let source = Arc::new(Source::new("pack.toml", text));
    let (pack, problems) = pack::read(&source);
    for (source, span) in problems.iter().filter_map(|problem| problem.place.as_ref()) {
        assert!(source.text().get(span.range()).is_some(), "{span:?}");
    }
    let builtin = copydesk::builtin::BUILTIN;
    let rules = RuleSet::new(builtin, pack.rules, pack.lists);
    Checker::new(rules, Settings::default()).check(Arc::new(Source::new("draft.txt", DRAFT)), INPUTS[0]);
});
