//! The project is in order: every rule has its words, every file its first paragraph, the README tells the truth.

use copydesk::builtin::BUILTIN;
use copydesk::engine::pack;
use copydesk::engine::rule::Rule;
use copydesk::source::Source;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

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
    let known: Vec<&str> = BUILTIN.rules.iter().map(|rule| &*rule.id).collect();
    for path in files(&root().join("rules"), "toml") {
        let text = std::fs::read_to_string(&path).expect("a rule file");
        let (pack, problems) = pack::read(&Arc::new(Source::new(path.to_string_lossy(), text)));
        assert!(problems.is_empty(), "{}: {}", path.display(), problems[0].message);
        for rule in &pack.rules {
            assert!(known.contains(&&*rule.id), "{} is not in the binary", rule.id);
        }
        assert!(!pack.rules.is_empty() || !pack.lists.is_empty(), "{} holds nothing", path.display());
    }
}

/// Lists of one name are one list, which is meant for a house that adds to ours; of ours none may grow by accident.
#[test]
fn a_list_stands_in_one_file() {
    let mut known: Vec<(String, PathBuf)> = Vec::new();
    for path in files(&root().join("rules"), "toml") {
        let text = std::fs::read_to_string(&path).expect("a rule file");
        let (pack, _) = pack::read(&Arc::new(Source::new(path.to_string_lossy(), text)));
        for (name, _) in pack.lists {
            if let Some((_, other)) = known.iter().find(|(known, _)| *known == *name) {
                panic!("`{name}` stands in {} and in {}", path.display(), other.display());
            }
            known.push((name.to_string(), path.clone()));
        }
    }
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

/// Of two rules that yield to each other neither would report.
#[test]
fn no_two_rules_yield_to_each_other() {
    let yields = |one: &Rule, other: &Rule| one.yields.iter().any(|selector| other.matches(selector));
    for (number, one) in BUILTIN.rules.iter().enumerate() {
        for other in &BUILTIN.rules[number + 1..] {
            assert!(!(yields(one, other) && yields(other, one)), "{} and {}", one.id, other.id);
        }
    }
}

/// A selector that names nothing would leave the others to speak, and nobody would notice.
#[test]
fn rules_that_yield_or_quiet_name_rules_that_are_there() {
    for rule in BUILTIN.rules {
        for selector in rule.yields.iter().chain(&*rule.quiets) {
            assert!(BUILTIN.rules.iter().any(|other| other.matches(selector)), "{}: {selector}", rule.id);
        }
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
            assert!(!rule.reason.is_empty() || !rule.label.is_empty(), "{} does not say why", rule.id);
            assert!(!rule.help.is_empty(), "{} does not say what to do", rule.id);
            assert!(!rule.examples.hit.is_empty() && !rule.examples.miss.is_empty(), "{} wants more examples", rule.id);
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

/// The report in the README, between its marks.
const REPORT: (&str, &str) =
    ("<!-- report of: copydesk check examples/harbor-slips.txt -->\n```text\n", "```\n<!-- end of report -->");

#[test]
fn the_report_in_the_readme_is_what_the_program_says() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README");
    let (before, rest) = readme.split_once(REPORT.0).expect("the report's first mark");
    let (report, after) = rest.split_once(REPORT.1).expect("the report's last mark");
    let arguments = ["check", "--no-config", "--color", "never", "examples/harbor-slips.txt"];
    let run =
        Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(root()).env_remove("COLUMNS").output();
    let said = String::from_utf8(run.expect("the program").stdout).expect("a report in UTF-8");
    if std::env::var_os("WRITE_README").is_some() {
        let text = [before, REPORT.0, &said, REPORT.1, after].concat();
        std::fs::write(&path, text).expect("the README can be written");
    } else {
        assert_eq!(report, said, "WRITE_README=1 cargo test writes it anew");
    }
}

#[test]
fn the_clean_draft_is_clean() {
    let arguments = ["check", "--no-config", "--fail-on", "note", "examples/orchard-clean.txt"];
    let run =
        Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(root()).output().expect("the program");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn the_commands_of_the_readme_exist() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let shell = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let commands = shell.flat_map(str::lines).filter_map(|line| line.strip_prefix("copydesk "));
    for command in commands.filter_map(|rest| rest.split_whitespace().next()) {
        let run = Command::new(env!("CARGO_BIN_EXE_copydesk")).args([command, "--help"]).output().expect("the program");
        assert!(run.status.success(), "`copydesk {command}` is no command");
    }
}
