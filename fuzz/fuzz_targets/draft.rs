//! Any bytes as a draft, read as each format: no panic, every span a text of the file, fixes that do not overlap.
#![no_main]

use copydesk::builtin::BUILTIN;
use copydesk::checker::Checker;
use copydesk::engine::kinds::Settings;
use copydesk::engine::ruleset::RuleSet;
use copydesk::input::INPUTS;
use copydesk::source::Source;
use copydesk::unpack;
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, OnceLock};

/// A checker with every rule on.
fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| {
        let mut rules = RuleSet::new(BUILTIN, Vec::new(), Vec::new());
        rules.rules_mut().iter_mut().for_each(|rule| rule.enabled = true);
        Checker::new(rules, Settings::default())
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    let input = INPUTS[usize::from(*which) % INPUTS.len()];
    let source = match unpack::open("draft", input.name(), rest) {
        Ok(source) => source,
        Err(_) => match Source::decode("draft", rest.to_vec()) {
            Ok(source) => source,
            Err(_) => return,
        },
    };
    let source = Arc::new(source);
    let checked = checker().check(Arc::clone(&source), input);
    for finding in &checked.findings {
        assert!(source.text().get(finding.span.range()).is_some(), "{finding:?}");
        for fix in &finding.fixes {
            let apart = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
            let whole = fix.edits.iter().all(|edit| source.text().get(edit.span.range()).is_some());
            assert!(apart && whole, "{finding:?}");
        }
    }
});
