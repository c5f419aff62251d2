//! The project is in order: every rule has its words, every file its first paragraph, the README tells the truth.

use copydesk::builtin::BUILTIN;
use copydesk::engine::pack;
use copydesk::engine::rule::Rule;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_rule_file_is_in_the_binary() {
    let mut categories: Vec<String> = files(&root().join("rules"), "toml")
        .iter()
        .filter(|path| path.parent().is_some_and(|folder| folder.ends_with("rules")))
        .map(|path| pack::category_of(&path.to_string_lossy()))
        .collect();
    let mut known: Vec<String> = BUILTIN.rules.iter().map(|rule| rule.category().to_owned()).collect();
    known.dedup();
    categories.sort();
    known.sort();
    known.dedup();
    assert_eq!(categories, known);
}

#[test]
fn ids_are_unique_and_state_the_fault() {
    let mut ids: Vec<&str> = BUILTIN.rules.iter().map(|rule| &*rule.id).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is used twice");
    let commands = ["avoid-", "do-not-", "dont-", "use-", "prefer-", "rewrite-", "no-"];
    for id in ids {
        let name = id.split_once('/').map_or(id, |(_, name)| name);
        assert!(!commands.iter().any(|command| name.starts_with(command)), "{id} gives an order: name the fault");
    }
}

#[test]
fn messages_say_what_is_wrong() {
    let texts = |rule: &'static Rule| {
        std::iter::once(&rule.message)
            .chain(&rule.help)
            .chain(rule.soft.iter().map(|soft| &soft.message))
            .filter(|text| !text.is_empty())
    };
    for rule in BUILTIN.rules {
        for text in texts(rule) {
            assert!(!text.ends_with('.'), "{}: no full stop at the end of “{text}”", rule.id);
            assert!(!text.ends_with('?'), "{}: statements, not questions: “{text}”", rule.id);
        }
        assert!(
            !rule.message.starts_with(char::is_uppercase) || rule.message.starts_with("US "),
            "{}: a small letter first: “{}”",
            rule.id,
            rule.message
        );
        if rule.default {
            assert!(!rule.reason.is_empty(), "{} does not say why", rule.id);
            assert!(!rule.help.is_empty(), "{} does not say what to do", rule.id);
            assert!(rule.examples.hit.len() >= 2 && rule.examples.miss.len() >= 2, "{} wants more examples", rule.id);
        }
    }
}

#[test]
fn files_open_with_what_they_are() {
    for folder in ["src", "tests", "benches"] {
        for path in files(&root().join(folder), "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            assert!(text.starts_with("//! "), "{} has no first paragraph", path.display());
        }
    }
    for path in files(&root().join("rules"), "toml") {
        let text = std::fs::read_to_string(&path).expect("a rule file");
        assert!(text.starts_with("# "), "{} does not say what it holds", path.display());
    }
}
