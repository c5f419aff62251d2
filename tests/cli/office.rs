//! Word processors' files on the command line: found, reported by paragraph and character, never written.

use super::{run, status, text};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A Word document of paragraphs.
pub(crate) fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    let body: String = paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    write!(zip, "<w:document><w:body>{body}</w:body></w:document>").expect("its text");
    zip.finish().expect("an archive").into_inner()
}

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let bytes = docx(&["Ferry pier shut", "", "The “Bréda 😀” saw that the the pier was old."]);
    fs::write(folder.path().join("pier.docx"), bytes).expect("a draft");
    folder
}

fn check(folder: &Path, more: &[&str]) -> std::process::Output {
    run(folder, &[&["check", "--no-config", "--select", "typo/doubled-word"], more].concat())
}

#[test]
fn places_are_paragraphs_and_characters_in_every_format() {
    let folder = folder();
    let output = check(folder.path(), &["--format", "concise"]);
    assert_eq!(
        text(&output.stdout).lines().next(),
        Some("pier.docx:3:24: error[typo/doubled-word]: “the” is written twice")
    );
    assert_eq!(status(&output), 1);
    let json: serde_json::Value =
        serde_json::from_slice(&check(folder.path(), &["--format", "json"]).stdout).expect("JSON");
    let start = &json["files"][0]["findings"][0]["span"]["start"];
    assert_eq!(
        (&json["files"][0]["format"], &start["paragraph"], &start["character"]),
        (&"docx".into(), &3.into(), &24.into())
    );
    assert_eq!((&start["line"], &start["column"], &start["utf16"]), (&3.into(), &24.into(), &24.into()));
    // The bytes are those of the text that `parse` gives.
    let parsed = run(folder.path(), &["parse", "--no-config", "--format", "json", "pier.docx"]);
    let parsed: serde_json::Value = serde_json::from_slice(&parsed.stdout).expect("JSON");
    let whole = parsed["text"].as_str().expect("a text");
    let byte = start["byte"].as_u64().expect("a number") as usize;
    assert!(whole[byte..].starts_with("the the pier"));
    let sarif: serde_json::Value =
        serde_json::from_slice(&check(folder.path(), &["--format", "sarif"]).stdout).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    let location = &result["locations"][0];
    assert_eq!(location["logicalLocations"][0]["name"], "paragraph 3");
    assert_eq!(location["physicalLocation"]["region"]["startColumn"], 24);
    assert!(result.get("fixes").is_none(), "a fix replaces text of a file, and there is none");
    for format in ["text", "jsonl", "github", "gitlab", "junit", "checkstyle", "rdjson", "html"] {
        let output = check(folder.path(), &["--format", format]);
        assert_eq!(status(&output), 1, "{format}");
        assert!(text(&output.stdout).contains("pier.docx"), "{format}");
    }
}

#[test]
fn fixes_are_refused_and_the_file_is_left_alone() {
    let folder = folder();
    let before = fs::read(folder.path().join("pier.docx")).expect("the draft");
    for mend in ["--fix", "--fix=suggest", "--diff"] {
        let output = check(folder.path(), &[mend]);
        assert_eq!(status(&output), 2, "{mend}");
        let said = text(&output.stderr);
        assert!(said.contains("1 fix is not applied: it is a word processor's file"), "{said}");
    }
    assert_eq!(fs::read(folder.path().join("pier.docx")).expect("the draft"), before);
    let plain = check(folder.path(), &[]);
    assert!(!text(&plain.stdout).contains("can be mended"), "{}", text(&plain.stdout));
}

#[test]
fn standard_input_may_be_such_a_file() {
    let folder = TempDir::new().expect("a folder");
    let mut command = super::copydesk(folder.path());
    command.args(["check", "-", "--no-config", "--stdin-filename", "pier.docx", "--format", "concise"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("copydesk runs");
    let bytes = docx(&["Ferry pier shut", "He saw that the the pier was old."]);
    child.stdin.take().expect("its input").write_all(&bytes).expect("the draft");
    let output = child.wait_with_output().expect("its output");
    assert!(text(&output.stdout).starts_with("pier.docx:2:13: error[typo/doubled-word]"), "{}", text(&output.stdout));
}

#[test]
fn a_broken_file_is_a_problem_and_the_others_are_checked() {
    let folder = folder();
    fs::write(folder.path().join("a.docx"), b"PK\x03\x04 and no more").expect("a file");
    fs::write(folder.path().join("b.odt"), b"plain words").expect("a file");
    fs::write(folder.path().join("c.txt"), docx(&["Shut"])).expect("a file");
    let output = check(folder.path(), &["--format", "concise"]);
    assert_eq!(status(&output), 2);
    let said = text(&output.stderr);
    for wanted in ["its archive is broken", "it is no ODT file", "its name ends in .docx or .odt"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(text(&output.stdout).contains("pier.docx:3:24"));
}
