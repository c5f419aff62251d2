//! Reviews: answers in, drafts changed, whatever happens in between.

use super::{copydesk, folder, status, text};
use proptest::prelude::*;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Output, Stdio};

const REVIEW: [&str; 6] = ["review", "--no-config", "--rules", "house.toml", "--select", "house"];

/// A review with all its answers at hand.
fn review(folder: &Path, arguments: &[&str], answers: &str) -> Output {
    let mut child = copydesk(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("copydesk runs");
    // A review that has ended reads no more of them.
    let _ = child.stdin.take().expect("a pipe").write_all(answers.as_bytes());
    child.wait_with_output().expect("an end")
}

/// What an answer leaves of a slip and its cure.
#[derive(Clone, Debug)]
enum Wanted {
    Mended,
    Skipped,
    Written(&'static str),
    /// Mended, taken back, skipped.
    Regretted,
}

impl Wanted {
    fn lines(&self) -> String {
        match self {
            Self::Mended => "a\n".to_owned(),
            Self::Skipped => "s\n".to_owned(),
            Self::Written(words) => format!("e\n{words}\n"),
            Self::Regretted => "a\nu\ns\n".to_owned(),
        }
    }

    fn outcome(&self, slip: &str) -> String {
        match self {
            Self::Mended => slip.replace("teh", "the").replace("adress", "address"),
            Self::Skipped | Self::Regretted => slip.to_owned(),
            Self::Written(words) => (*words).to_owned(),
        }
    }
}

fn is_slip(word: &str) -> bool {
    matches!(word, "teh" | "adress")
}

/// Words of a draft, and what is answered to each that is a slip.
fn words() -> impl Strategy<Value = Vec<(&'static str, Wanted)>> {
    let word = prop::sample::select(vec!["teh", "adress", "fair", "“owl”", "🦉", "was,\r\n\r\nSo", "\u{a0}quay"]);
    let wanted = prop_oneof![
        Just(Wanted::Mended),
        Just(Wanted::Skipped),
        Just(Wanted::Regretted),
        prop::sample::select(vec!["it", "“a very long word” 🦉", "é"]).prop_map(Wanted::Written),
    ];
    prop::collection::vec((word, wanted), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each answer changes its own place and nothing else, and what was answered before the end stays.
    #[test]
    fn every_place_is_as_it_was_answered(words in words(), most in 0_usize..12) {
        let (mut draft, mut answers) = (String::from("Fair\r\n\r\nSo"), String::new());
        let mut expected = draft.clone();
        let mut slips = 0;
        for (word, wanted) in &words {
            let is_slip = is_slip(word);
            draft.extend([" ", word]);
            expected.push(' ');
            if is_slip && slips < most {
                expected += &wanted.outcome(word);
                answers += &wanted.lines();
            } else {
                expected += word;
            }
            slips += usize::from(is_slip);
        }
        let folder = folder(&[("a.txt", draft.as_bytes())]);
        let output = review(folder.path(), &[&REVIEW[..], &["a.txt"]].concat(), &answers);
        let after = fs::read_to_string(folder.path().join("a.txt")).expect("the draft");
        prop_assert_eq!(after, expected, "{}", text(&output.stdout));
        prop_assert_eq!(text(&output.stderr), "");
        prop_assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2, "nothing is left behind");
    }

    /// All that was answered can be taken back, through all drafts.
    #[test]
    fn everything_can_be_taken_back(one in words(), other in words()) {
        let draft = |words: &[(&str, Wanted)]| {
            words.iter().fold(String::from("Fair\n\nSo"), |draft, (word, _)| draft + " " + word)
        };
        let drafts = [draft(&one), draft(&other)];
        let slips: Vec<_> = one.iter().chain(&other).filter(|(word, _)| is_slip(word)).collect();
        let answer = |wanted: &Wanted| if matches!(wanted, Wanted::Skipped) { "s\n" } else { "a\n" };
        let answers: String = slips.iter().map(|(_, wanted)| answer(wanted)).collect();
        let answers = answers + &"u\n".repeat(slips.len()) + "q\n";
        let folder = folder(&[("a.txt", drafts[0].as_bytes()), ("b.txt", drafts[1].as_bytes())]);
        let output = review(folder.path(), &[&REVIEW[..], &["a.txt", "b.txt"]].concat(), &answers);
        for (name, draft) in ["a.txt", "b.txt"].iter().zip(&drafts) {
            let after = fs::read_to_string(folder.path().join(name)).expect("the draft");
            prop_assert_eq!(&after, draft, "{}", text(&output.stdout));
        }
        prop_assert_eq!(status(&output), i32::from(!slips.is_empty()));
    }
}

#[test]
fn encodings_and_permissions_stay() {
    let folder = folder(&[("a.txt", b"Fair\n\nThe caf\xE9 by teh fair and teh quay.\n")]);
    let output = review(folder.path(), &[&REVIEW[..], &["a.txt"]].concat(), "e\n☕\na\ne\ncaf\u{e9}\n");
    assert!(text(&output.stdout).contains("its encoding lacks a character"), "{}", text(&output.stdout));
    let after = fs::read(folder.path().join("a.txt")).expect("the draft");
    assert_eq!(after, b"Fair\n\nThe caf\xE9 by the fair and caf\xE9 quay.\n");
    assert_eq!(status(&output), 0, "nothing is left");
}

#[test]
fn a_draft_that_somebody_else_saves_is_read_anew() {
    let folder = folder(&[("a.txt", b"Fair\n\nHe saw teh fair.\n")]);
    let path = folder.path().join("a.txt");
    let mut child = copydesk(folder.path())
        .args(REVIEW)
        .arg("a.txt")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("copydesk runs");
    let mut answers = child.stdin.take().expect("a pipe");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut until = |end: &[u8]| {
        let mut heard = Vec::new();
        while !heard.ends_with(end) {
            assert_ne!(said.read_until(end[end.len() - 1], &mut heard).expect("words"), 0, "it goes on");
        }
    };
    until(b"? help >");
    fs::write(&path, "Fair\n\nNobody at all saw teh fair.\n").expect("an editor saves");
    answers.write_all(b"a\n").expect("an answer");
    until(b"? help >");
    assert_eq!(fs::read(&path).expect("the draft"), b"Fair\n\nNobody at all saw teh fair.\n");
    answers.write_all(b"a\n").expect("an answer");
    drop(answers);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(fs::read(&path).expect("the draft"), b"Fair\n\nNobody at all saw the fair.\n");
    assert!(
        text(&output.stderr).contains("a.txt: it changed meanwhile")
            || text(&output.stderr).contains("changed meanwhile")
    );
    assert_eq!(status(&output), 2);
}

#[cfg(unix)]
#[test]
fn a_draft_that_cannot_be_written_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.txt", b"Fair\n\nHe saw teh fair.\n"), ("b.txt", b"Fair\n\nHe saw teh quay.\n")]);
    fs::set_permissions(folder.path().join("a.txt"), fs::Permissions::from_mode(0o444)).expect("permissions");
    let output = review(folder.path(), &[&REVIEW[..], &["a.txt", "b.txt"]].concat(), "a\na\na\n");
    assert_eq!(text(&output.stderr).matches("read-only").count(), 2, "{}", text(&output.stdout));
    assert_eq!(fs::read(folder.path().join("b.txt")).expect("the draft"), b"Fair\n\nHe saw the quay.\n");
    assert_eq!(status(&output), 2);
}

const SETTINGS: &str = "# Ours.\nextend-select = [\"attribution\"] # a comment\n\n[lists] # of the house\nknown-acronyms = [\n  \"BBQ\", # smoked\n]\n";

#[test]
fn words_are_told_to_the_list_of_the_house_and_its_comments_stay() {
    let folder = folder(&[("a.txt", b"Fair\n\nThe QXLT met on Monday. The QXLT will meet again.\n")]);
    let settings = folder.path().join("copydesk.toml");
    fs::write(&settings, SETTINGS).expect("settings");
    let arguments = ["review", "--select", "acronym", "a.txt"];
    let output = review(folder.path(), &arguments, "l\n");
    assert!(text(&output.stdout).contains("l list"), "{}", text(&output.stdout));
    let after = fs::read_to_string(&settings).expect("settings");
    assert_eq!(after, SETTINGS.replace("[\n", "[\"QXLT\", \n"), "{}", text(&output.stdout));
    assert_eq!(status(&output), 0);
    fs::write(&settings, SETTINGS).expect("settings");
    let output = review(folder.path(), &arguments, "l\nu\nq\n");
    assert_eq!(fs::read_to_string(&settings).expect("settings"), SETTINGS, "{}", text(&output.stdout));
}

#[test]
fn plain_text_is_silenced_at_its_head_and_only_with_a_reason() {
    let folder = folder(&[("a.txt", "\u{FEFF}Fair\r\n\r\nHe saw teh fair, teh quay.\r\n".as_bytes())]);
    let output = review(folder.path(), &[&REVIEW[..], &["a.txt"]].concat(), "i\n\ni\na name\n");
    assert!(text(&output.stdout).contains("wrong in this whole draft?"));
    let after = fs::read_to_string(folder.path().join("a.txt")).expect("the draft");
    let mark = "copydesk: ignore house/spelling: a name\r\n";
    assert_eq!(after, format!("\u{FEFF}{mark}Fair\r\n\r\nHe saw teh fair, teh quay.\r\n"));
    assert_eq!(status(&output), 0, "both places are silent");
}

#[test]
fn the_files_of_word_processors_are_gone_through_and_never_written() {
    let bytes = super::office::docx(&["Fair", "", "He saw teh fair."]);
    let folder = folder(&[("a.docx", &bytes)]);
    let output = review(folder.path(), &[&REVIEW[..], &["a.docx"]].concat(), "a\ne\nthe\ni\na name\ns\n");
    assert_eq!(text(&output.stdout).matches("a word processor's file is left as it is").count(), 3);
    assert!(text(&output.stdout).contains("\ns skip, r rule"), "{}", text(&output.stdout));
    assert_eq!(fs::read(folder.path().join("a.docx")).expect("the draft"), bytes);
    assert_eq!(status(&output), 1);
}

#[test]
fn what_cannot_be_reviewed_is_said() {
    let folder = folder(&[("a.txt", b"Fair\n\nNothing.\n")]);
    let output = review(folder.path(), &[&REVIEW[..], &["-"]].concat(), "Fair\n");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("standard input is where the answers come from"));
    let output = review(folder.path(), &[&REVIEW[..], &["a.txt"]].concat(), "");
    assert_eq!((status(&output), text(&output.stdout)), (0, "copydesk: 1 file checked, nothing found\n"));
    fs::remove_file(folder.path().join("a.txt")).expect("the draft");
    let output = review(folder.path(), &REVIEW, "");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("no draft was found"));
}
