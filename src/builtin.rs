//! The rules and lists that are part of the binary: static tables, written by `src/build.rs` from the packs in `rules/`.

use crate::engine::ruleset::Builtin;

/// The rules of the binary.
pub const BUILTIN: Builtin =
    Builtin { rules: tables::RULES, lists: tables::LISTS, index: tables::INDEX, others: tables::OTHERS };

#[allow(unused_imports, clippy::all, clippy::pedantic)]
mod tables {
    use crate::engine::expression::*;
    use crate::engine::index::*;
    use crate::engine::kinds::acronym::*;
    use crate::engine::kinds::agreement::*;
    use crate::engine::kinds::balance::*;
    use crate::engine::kinds::chain::*;
    use crate::engine::kinds::collocation::*;
    use crate::engine::kinds::confusion::*;
    use crate::engine::kinds::consistent::*;
    use crate::engine::kinds::count::*;
    use crate::engine::kinds::evidence::*;
    use crate::engine::kinds::line::*;
    use crate::engine::kinds::misspelling::*;
    use crate::engine::kinds::pattern::*;
    use crate::engine::kinds::people::*;
    use crate::engine::kinds::phrase::*;
    use crate::engine::kinds::punctuation::*;
    use crate::engine::kinds::quote::*;
    use crate::engine::kinds::repeat::*;
    use crate::engine::kinds::sequence::*;
    use crate::engine::kinds::structure::*;
    use crate::engine::kinds::sum::*;
    use crate::engine::kinds::swap::*;
    use crate::engine::kinds::time::*;
    use crate::engine::kinds::trace::*;
    use crate::engine::kinds::unknown::*;
    use crate::engine::kinds::*;
    use crate::engine::probe::*;
    use crate::engine::roster::*;
    use crate::engine::rule::*;
    use crate::engine::ruleset::*;
    use crate::finding::Safety::*;
    use crate::finding::Severity::*;
    use crate::finding::*;
    use crate::list::*;

    /// A part of a text that many constants share.
    const fn part(text: &'static str, start: usize, end: usize) -> &'static str {
        text.split_at(end).0.split_at(start).1
    }

    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

#[cfg(test)]
mod tests {
    use super::BUILTIN;
    use crate::engine::{examples, ruleset::RuleSet};

    #[test]
    fn every_rule_keeps_its_examples() {
        let set = RuleSet::new(BUILTIN, Vec::new(), Vec::new());
        let mut report = String::new();
        for number in 0..set.rules().len() {
            for failure in examples::failures(&set, number) {
                report.push_str(&format!(
                    "{}: {}\n    {}\n",
                    set.rules()[number].rule().id,
                    failure.example,
                    failure.what
                ));
            }
        }
        assert!(report.is_empty(), "rules that fail their own examples:\n{report}");
    }
}
