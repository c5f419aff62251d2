//! The command line as its users meet it. Cases that need no more than files are data in `tests/cmd`; here are those that
//! need a changed file, a closed pipe or two runs to compare.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

mod fresh;
mod office;
mod review;
mod serve;

/// A pack with a fix that is safe, and one that makes room for another.
const PACK: &str = r#"
[[rule]]
id = "spelling"
kind = "swap"
severity = "error"
message = "write “{fix}”"
fix = "safe"
swap = { "teh" = "the", "adress" = "address" }
examples.hit = ["He saw [[teh]] fair. => He saw the fair."]
examples.miss = ["He saw the fair."]
"#;

fn copydesk(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    copydesk(folder).args(arguments).output().expect("copydesk runs")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("an exit status")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A folder with the pack and some drafts.
fn folder(drafts: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("house.toml"), PACK).expect("a pack");
    for (name, bytes) in drafts {
        fs::write(folder.path().join(name), bytes).expect("a draft");
    }
    folder
}

const HOUSE: [&str; 6] = ["check", "--no-config", "--rules", "house.toml", "--select", "house"];

fn check(folder: &Path, more: &[&str]) -> Output {
    run(folder, &[&HOUSE[..], more].concat())
}

#[test]
fn cases() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cmd/*.trycmd").case("tests/cmd/*.toml");
}

#[test]
fn fixing_keeps_encoding_line_ends_and_permissions_and_is_done_after_one_run() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("Fair\r\n\r\nSee teh fair.\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let folder = folder(&[
        ("a.txt", b"Fair\r\n\r\nHe saw teh fair at Teh adress.\r\n"),
        ("b.txt", b"Fair\n\nThe caf\xE9 by teh fair.\n"),
        ("c.txt", &utf16),
        ("d.txt", b"Fair\n\nNothing.\n"),
    ]);
    let read = |name: &str| fs::read(folder.path().join(name)).expect("a draft");
    let output = check(folder.path(), &["--fix"]);
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    assert_eq!(read("a.txt"), b"Fair\r\n\r\nHe saw the fair at The address.\r\n");
    assert_eq!(read("b.txt"), b"Fair\n\nThe caf\xE9 by the fair.\n");
    assert_eq!(
        read("c.txt"),
        String::from_utf16_lossy(&[])
            .into_bytes()
            .into_iter()
            .chain([0xFF, 0xFE])
            .chain("Fair\r\n\r\nSee the fair.\r\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect::<Vec<u8>>()
    );
    assert_eq!(read("d.txt"), b"Fair\n\nNothing.\n");
    assert!(text(&output.stderr).contains("mended 5 places in 3 files"));
    let again = check(folder.path(), &["--fix"]);
    assert!(again.stderr.is_empty());
    let names: Vec<String> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 5, "nothing is left behind: {names:?}");
}

#[cfg(unix)]
#[test]
fn fixing_follows_links_and_keeps_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("real.txt", b"Fair\n\nHe saw teh fair.\n"), ("locked.txt", b"Fair\n\nHe saw teh fair.\n")]);
    let path = |name: &str| folder.path().join(name);
    fs::set_permissions(path("real.txt"), fs::Permissions::from_mode(0o640)).expect("permissions");
    fs::set_permissions(path("locked.txt"), fs::Permissions::from_mode(0o444)).expect("permissions");
    symlink("real.txt", path("link.txt")).expect("a link");
    let output = check(folder.path(), &["--fix", "link.txt"]);
    assert_eq!(status(&output), 0);
    assert!(fs::symlink_metadata(path("link.txt")).expect("the link").is_symlink());
    assert_eq!(fs::read(path("real.txt")).expect("the draft"), b"Fair\n\nHe saw the fair.\n");
    assert_eq!(fs::metadata(path("real.txt")).expect("the draft").permissions().mode() & 0o777, 0o640);
    let output = check(folder.path(), &["--fix", "locked.txt"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("read-only"));
    assert_eq!(fs::read(path("locked.txt")).expect("the draft"), b"Fair\n\nHe saw teh fair.\n");
}

#[test]
fn a_mended_draft_from_standard_input_goes_to_standard_output() {
    use std::io::Write;
    let folder = folder(&[]);
    let mut child = copydesk(folder.path())
        .args(HOUSE)
        .args(["--fix", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("copydesk runs");
    child.stdin.take().expect("a pipe").write_all(b"Fair\n\nHe saw teh fair.\n").expect("a reader");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(text(&output.stdout), "Fair\n\nHe saw the fair.\n");
    assert_eq!(status(&output), 0);
}

/// A pack with a fix that wants an eye, beside one that does not.
const SUGGESTING: &str = r#"
[[rule]]
id = "worn"
kind = "swap"
message = "write “{fix}”"
swap = { "commence" = "begin" }
examples.hit = ["They [[commence]] now. => They begin now."]
examples.miss = ["They begin now."]
"#;

#[test]
fn suggested_fixes_are_applied_when_asked_for() {
    let folder = folder(&[("a.txt", b"Fair\n\nThey commence teh fair.\n")]);
    fs::write(folder.path().join("plain.toml"), SUGGESTING).expect("a pack");
    let read = || fs::read_to_string(folder.path().join("a.txt")).expect("a draft");
    let packs = ["--rules", "plain.toml", "--extend-select", "plain", "a.txt"];
    check(folder.path(), &[&["--fix"], &packs[..]].concat());
    assert_eq!(read(), "Fair\n\nThey commence the fair.\n");
    check(folder.path(), &[&["--fix=suggest"], &packs[..]].concat());
    assert_eq!(read(), "Fair\n\nThey begin the fair.\n");
}

#[test]
fn a_diff_changes_nothing_and_patch_can_apply_it() {
    let drafts: [(&str, &[u8]); 4] = [
        ("a.txt", b"Fair\r\n\r\nHe saw teh fair.\r\n"),
        ("b.txt", b"Fair\n\nThe caf\xE9 by teh fair."),
        ("c.txt", b"Fair\n\nNothing.\n"),
        ("d.md", "\u{FEFF}# Fair 漢字 “teh”\n\n🦉 saw teh fair.\n".as_bytes()),
    ];
    let folder = folder(&drafts);
    let read = |name: &str| fs::read(folder.path().join(name)).expect("a draft");
    let output = check(folder.path(), &["--diff"]);
    assert_eq!(status(&output), 1);
    assert!(output.stdout.starts_with(b"--- a.txt\n+++ a.txt\n@@ -1,3 +1,3 @@\n Fair\r\n \r\n-He saw teh fair.\r\n"));
    assert!(text(&output.stderr).contains("would mend 3 places in 3 files"), "{}", text(&output.stderr));
    drafts.iter().for_each(|(name, bytes)| assert_eq!(read(name), *bytes, "{name} is as it was"));
    fs::write(folder.path().join("fixes.diff"), &output.stdout).expect("the diff");
    let patched = Command::new("git").current_dir(&folder).args(["apply", "-p0", "fixes.diff"]).status();
    assert!(patched.expect("git runs").success());
    let patched: Vec<Vec<u8>> = drafts.iter().map(|(name, _)| read(name)).collect();
    drafts.iter().for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).expect("a draft"));
    check(folder.path(), &["--fix"]);
    drafts.iter().zip(patched).for_each(|((name, _), patched)| assert_eq!(read(name), patched, "{name}"));
    let output = check(folder.path(), &["--diff"]);
    assert_eq!((status(&output), &*output.stdout), (0, &b""[..]));
}

#[test]
fn several_reports_are_written_at_once() {
    let folder = folder(&[("a.txt", b"Fair\n\nHe saw teh fair.\n")]);
    let output = check(folder.path(), &["--format", "concise", "--format", "json=out.json", "a.txt"]);
    assert_eq!((status(&output), text(&output.stdout)), (1, "a.txt:3:8: error[house/spelling]: write “the”\n"));
    let written = fs::read(folder.path().join("out.json")).expect("a report");
    assert_eq!(written, check(folder.path(), &["--format", "json", "a.txt"]).stdout);
    let output = check(folder.path(), &["--format", "text", "--format", "json", "a.txt"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("want the same place"), "{}", text(&output.stderr));
    let output = check(folder.path(), &["--format", "jsno", "a.txt"]);
    assert!(text(&output.stderr).contains("did you mean `json`"), "{}", text(&output.stderr));
}

#[test]
fn the_report_is_the_same_with_any_number_of_threads() {
    let drafts: Vec<(String, Vec<u8>)> = (0..600)
        .map(|number| (format!("draft-{number}.md"), format!("# Fair\n\nHe saw teh fair, {number}.\n").into_bytes()))
        .collect();
    let drafts: Vec<(&str, &[u8])> = drafts.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let folder = folder(&drafts);
    for format in ["json", "jsonl", "text", "concise"] {
        let one = check(folder.path(), &["--format", format, "--threads", "1"]);
        let three = check(folder.path(), &["--format", format, "--threads", "3"]);
        assert_eq!(status(&one), 1);
        assert!(one.stdout == three.stdout && one.stderr == three.stderr, "{format} differs");
    }
    let names: Vec<&str> = drafts.iter().rev().map(|(name, _)| *name).collect();
    let backwards = check(folder.path(), &[&["--format", "json"], &names[..]].concat());
    assert!(backwards.stdout == check(folder.path(), &["--format", "json"]).stdout);
}

#[test]
fn drafts_are_compared_alike_in_any_order_on_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..40 {
        let name = if number % 7 == 3 { "Stefany" } else { "Steffany" };
        let title = if number % 11 == 5 { "Senator" } else { "Sen." };
        let text = format!("Part {number}\n\n{title} {name} Orlow, 44, spoke. Orlow left.\n");
        fs::write(folder.path().join(format!("part-{number:02}.txt")), text).expect("a draft");
    }
    let check = |threads: &str, paths: &[&str]| {
        let mut arguments = vec!["check", "--no-config", "--across", "--format", "json", "--threads", threads];
        arguments.extend(paths);
        run(folder.path(), &arguments).stdout
    };
    let one = check("1", &["."]);
    let found = text(&one).matches("\"name/across\"").count();
    assert_eq!(found, 6, "each part with the rarer spelling is told once");
    assert!(text(&one).contains("\"title/across\""));
    assert_eq!(one, check("3", &["."]));
    let names: Vec<String> = (0..40).rev().map(|number| format!("part-{number:02}.txt")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let turned = check("2", &names);
    assert_eq!(text(&one).replace("./part", "part"), text(&turned).replace("./part", "part"));
}

#[test]
fn a_closed_pipe_is_success() {
    let drafts: Vec<(String, Vec<u8>)> = (0..300)
        .map(|number| (format!("{number}.txt"), "Fair\n\nHe saw teh fair.\n".repeat(20).into_bytes()))
        .collect();
    let drafts: Vec<(&str, &[u8])> = drafts.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let folder = folder(&drafts);
    let mut child = copydesk(folder.path())
        .args(HOUSE)
        .arg("--show-all")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("copydesk runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!((status(&output), text(&output.stderr)), (0, ""));
}

#[test]
fn the_report_goes_to_a_file() {
    let folder = folder(&[("a.txt", b"Fair\n\nHe saw teh fair.\n")]);
    let output = check(folder.path(), &["--format", "concise", "--output-file", "report", "a.txt"]);
    assert_eq!((status(&output), text(&output.stdout)), (1, ""));
    let report = fs::read_to_string(folder.path().join("report")).expect("the report");
    assert_eq!(report, "a.txt:3:8: error[house/spelling]: write “the”\n");
    let output = check(folder.path(), &["--output-file", "nowhere/report", "a.txt"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("nowhere/report"));
}

#[test]
fn init_writes_settings_that_hold_and_never_writes_over() {
    let folder = folder(&[("a.txt", b"Fair\n\nNothing.\n")]);
    assert_eq!(status(&run(folder.path(), &["init"])), 0);
    let written = fs::read(folder.path().join("copydesk.toml")).expect("the settings");
    assert_eq!(status(&run(folder.path(), &["check"])), 0);
    let again = run(folder.path(), &["init"]);
    assert_eq!(status(&again), 2);
    assert!(text(&again.stderr).contains("copydesk.toml"));
    assert_eq!(fs::read(folder.path().join("copydesk.toml")).expect("the settings"), written);
}

#[test]
fn shells_and_man_know_every_subcommand() {
    let folder = folder(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(folder.path(), &["completions", shell]);
        let script = text(&output.stdout);
        assert!(status(&output) == 0 && script.contains("since") && script.contains("explain"), "{shell}");
    }
    assert_eq!(status(&run(folder.path(), &["man", "pages"])), 0);
    let page = |name: &str| fs::read_to_string(folder.path().join("pages").join(name)).expect("a page");
    assert!(page("copydesk.1").contains("news copy") && page("copydesk-check.1").contains("baseline"));
}

#[cfg(unix)]
#[test]
fn a_draft_that_may_not_be_read_is_a_problem_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.txt", b"Fair\n\nHe saw teh fair.\n"), ("b.txt", b"Fair\n\nHe saw teh fair.\n")]);
    let locked = folder.path().join("a.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&locked).is_ok() {
        // Nothing is locked for the superuser.
        return;
    }
    let output = check(folder.path(), &["--format", "concise"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("a.txt") && text(&output.stdout).starts_with("b.txt:3:8"));
}
