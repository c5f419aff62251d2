//! Only what is new: since a revision of git, as it is staged, and against a baseline.

use super::{check, copydesk, folder, run, status, text};
use std::fs;
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=Desk", "-c", "user.email=desk@example.org"]).args(arguments);
    let done = command.output().expect("git runs");
    assert!(done.status.success(), "git {arguments:?}: {}", text(&done.stderr));
}

fn write(folder: &Path, name: &str, words: &str) {
    fs::write(folder.join(name), words).expect("a draft");
}

/// The places of the findings, as `path:line:column`.
fn places(folder: &Path, more: &[&str]) -> Vec<String> {
    let output = check(folder, &[&["--format", "concise"], more].concat());
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    let place = |line: &str| line.split(": ").next().unwrap_or_default().to_owned();
    text(&output.stdout).lines().map(place).collect()
}

const OLD: &str = "Fair\n\nHe saw teh fair.\n\nNothing here.\n\nAnd more of it, line by line.\n";

#[test]
fn only_lines_that_are_new_since_a_revision_count() {
    let folder = folder(&[("a.txt", OLD.as_bytes()), ("b.txt", OLD.as_bytes()), ("c.txt", OLD.as_bytes())]);
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch", "main"]);
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "--message", "old"]);
    git(at, &["checkout", "--quiet", "-b", "work"]);
    // One draft has a new line, one is renamed and has one, one is as it was, one is not known to git.
    write(at, "a.txt", &OLD.replace("Nothing here", "At teh adress"));
    git(at, &["mv", "b.txt", "renamed.txt"]);
    write(at, "renamed.txt", &format!("{}\nSee teh end.\n", OLD.replace("Fair\n", "Fair of teh year\n")));
    write(at, "new.txt", "Fair\n\nAll teh lines.\n");
    let expected = ["a.txt:5:4", "a.txt:5:8", "new.txt:3:5", "renamed.txt:1:9", "renamed.txt:9:5"];
    assert_eq!(places(at, &["--since", "main"]), expected);
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "--message", "new"]);
    assert_eq!(places(at, &["--since", "main"]), expected);
    assert_eq!(places(at, &["--since", "HEAD"]), [""; 0], "that is no missing draft");
    // What the other branch did meanwhile is not news of this one.
    git(at, &["checkout", "--quiet", "main"]);
    write(at, "a.txt", "Fair\n\nHe saw the fair.\n");
    git(at, &["commit", "--quiet", "--all", "--message", "meanwhile"]);
    git(at, &["checkout", "--quiet", "work"]);
    assert_eq!(places(at, &["--since", "main"]), expected);
    // Line ends are no news.
    write(at, "c.txt", &OLD.replace('\n', "\r\n"));
    assert_eq!(places(at, &["--since", "HEAD"]), [""; 0]);
    // Only new lines are mended.
    check(at, &["--since", "main", "--fix", "a.txt"]);
    assert_eq!(fs::read_to_string(at.join("a.txt")).expect("a draft"), OLD.replace("Nothing here", "At the address"));
    let output = check(at, &["--since", "nowhere"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("no revision `nowhere`"), "{}", text(&output.stderr));
}

#[test]
fn only_what_is_staged_counts() {
    let folder = folder(&[("a.txt", OLD.as_bytes()), ("b.txt", OLD.as_bytes())]);
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch", "main"]);
    git(at, &["add", "a.txt"]);
    assert_eq!(places(at, &["--staged"]), ["a.txt:3:8"], "before the first commit all that is staged is new");
    git(at, &["commit", "--quiet", "--message", "old"]);
    write(at, "a.txt", &OLD.replace("Nothing", "At teh end nothing"));
    git(at, &["add", "a.txt"]);
    write(at, "a.txt", &format!("Teh head\n\n{OLD}"));
    assert_eq!(places(at, &["--staged"]), ["a.txt:5:4"], "what is not staged is not looked at");
}

#[test]
fn what_is_not_in_a_repository_has_no_revisions() {
    let folder = folder(&[("a.txt", OLD.as_bytes())]);
    let mut command = copydesk(folder.path());
    let output = command.args(["check", "--since", "HEAD"]).env("GIT_CEILING_DIRECTORIES", "/").output();
    let output = output.expect("copydesk runs");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("cannot"), "{}", text(&output.stderr));
}

#[test]
fn a_baseline_knows_findings_by_rule_and_words() {
    let folder = folder(&[("a.txt", OLD.as_bytes()), ("b.txt", OLD.as_bytes())]);
    let at = folder.path();
    let known = ["--baseline", "known.json"];
    let output = check(at, &known);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("--write-baseline"), "{}", text(&output.stderr));
    let output = check(at, &[&known[..], &["--write-baseline"]].concat());
    assert_eq!((status(&output), text(&output.stderr)), (0, "copydesk: 2 findings written to known.json\n"));
    assert_eq!(places(at, &known), [""; 0]);
    // Moved lines are known, a second slip of the kind is not, nor is one in another draft.
    write(at, "a.txt", &format!("A new head\n\nAnd teh new line.\n\n{OLD}"));
    write(at, "c.txt", OLD);
    assert_eq!(places(at, &known), ["a.txt:7:8", "c.txt:3:8"]);
    // What is mended is told, and taken out when asked; nothing new comes in.
    write(at, "b.txt", "Fair\n\nHe saw the fair.\n");
    let output = check(at, &known);
    assert!(text(&output.stderr).contains("1 of the findings in known.json are gone"), "{}", text(&output.stderr));
    let output = check(at, &[&known[..], &["--shrink-baseline"]].concat());
    assert_eq!(status(&output), 1);
    assert!(text(&output.stderr).contains("1 taken out of known.json, 1 finding left"), "{}", text(&output.stderr));
    let file = fs::read_to_string(at.join("known.json")).expect("the baseline");
    assert!(file.contains("a.txt") && !file.contains("b.txt") && !file.contains("c.txt"), "{file}");
    // It holds wherever the program is run from, and for one draft as for all.
    let inner = at.join("inner");
    fs::create_dir(&inner).expect("a folder");
    let arguments = ["check", "--no-config", "--rules", "../house.toml", "--select", "house", "../a.txt"];
    let output = run(&inner, &[&arguments[..], &["--baseline", "../known.json", "--format", "concise"]].concat());
    assert_eq!(text(&output.stdout), "../a.txt:7:8: error[house/spelling]: write “the”\n");
}

#[test]
fn marks_must_give_reasons_where_that_is_asked_for() {
    let folder = folder(&[]);
    let at = folder.path();
    let draft = "# Fair\n\n<!-- copydesk: ignore house -->\nHe saw teh fair.\n\n<!-- copydesk: ignore house: so called -->\nTeh fair.\n";
    write(at, "a.md", draft);
    assert_eq!(places(at, &["a.md"]), [""; 0]);
    assert_eq!(places(at, &["a.md", "--extend-select", "copydesk/missing-reason"]), ["a.md:3:1"]);
}
