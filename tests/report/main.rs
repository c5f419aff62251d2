//! Reports: every format over one set of findings in drafts of every spelling, and random findings in random text.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use copydesk::finding::{Checked, Edit, Finding, Fix, Label, Safety, Severity};
use copydesk::problem::Problem;
use copydesk::report::{FORMATS, Style, Summary};
use copydesk::source::{Encoding, Source, Span};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use unicode_width::UnicodeWidthChar;

mod ci;
mod other;
mod proof;

/// The span of the `nth` place, from 0, where the text stands in the draft.
fn place(source: &Source, text: &str, nth: usize) -> Span {
    let (at, _) = source.text().match_indices(text).nth(nth).unwrap();
    Span::new(at as u32, (at + text.len()) as u32)
}

fn finding(rule: &str, severity: Severity, span: Span, message: &str) -> Finding {
    Finding {
        rule: rule.into(),
        severity,
        message: message.into(),
        span,
        label: String::new(),
        labels: Vec::new(),
        notes: Vec::new(),
        help: Vec::new(),
        url: None,
        fixes: Vec::new(),
    }
}

fn checked(source: Source, findings: Vec<Finding>) -> Checked {
    Checked { source: Arc::new(source), format: "text", findings, suppressed: 0, problems: Vec::new() }
}

/// A doubled word with a fix, in a draft of two paragraphs.
fn ferry(line_end: &str, mark: &str) -> Checked {
    let text = format!("{mark}Ferry late again{line_end}{line_end}Ole Vinter said the the 新 boat was late.{line_end}");
    let source = Source::new("drafts/ferry.txt", text);
    let span = place(&source, "the the", 0);
    let mut doubled = finding("typo/doubled-word", Severity::Error, span, "“the” stands twice");
    doubled.label = "twice".into();
    doubled.help.push("write “the”".into());
    doubled.notes.push("A doubled word is a slip of the hand.".into());
    doubled.fixes.push(Fix {
        safety: Safety::Safe,
        message: "write it once".into(),
        edits: vec![Edit { span: Span::new(span.start + 3, span.end), text: String::new() }],
    });
    let mut short = finding("style/boat", Severity::Note, place(&source, "boat", 0), "a ferry is a ship");
    short.labels.push(Label { span: place(&source, "Ferry", 0), message: "called a ferry here".into(), file: None });
    short.url = Some("https://desk.example/ships".into());
    checked(source, vec![doubled, short])
}

/// A finding at the end of a draft that has no last line end, an empty one, and one over blank lines.
fn harbour() -> Checked {
    let source = Source::new("drafts/harbour.txt", "Quay closed\n\n\n\nNobody knows why");
    let blank = finding("layout/blank", Severity::Warning, Span::new(11, 15), "three line ends too many");
    let empty = finding("layout/dateline", Severity::Warning, Span::at(15), "no dateline");
    let end = finding("layout/end", Severity::Warning, Span::at(source.len()), "no full stop");
    checked(source, vec![blank, empty, end])
}

fn problems() -> Vec<Problem> {
    let source = Arc::new(Source::new("rules/house.toml", "[[rule]]\nid = \"quay\"\nmesage = \"closed\"\n"));
    let span = place(&source, "mesage", 0);
    vec![
        Problem::at(&source, span, "unknown key `mesage`").label("no key of a rule").help("write `message`"),
        Problem::new("drafts/quay.jpg", "this file is no text"),
    ]
}

fn report(format: &str, style: Style, files: &[Checked], problems: &[Problem]) -> String {
    let mut output = (FORMATS.iter().find(|known| known.name == format).unwrap().output)(style);
    let (mut out, mut summary) = (Vec::new(), Summary { problems: problems.len() as u32, ..Summary::default() });
    output.begin(&mut out).unwrap();
    for file in files {
        summary.add(file);
        output.file(&mut out, file).unwrap();
    }
    output.end(&mut out, problems, &summary).unwrap();
    String::from_utf8(out).unwrap()
}

fn text_of(files: &[Checked], width: usize) -> String {
    report("text", Style { width, ..Style::default() }, files, &[])
}

#[test]
fn text_shows_place_help_and_reason() {
    let expected = "\
error[typo/doubled-word]: “the” stands twice
 --> drafts/ferry.txt:3:17
  |
3 | Ole Vinter said the the 新 boat was late.
  |                 ^^^^^^^ twice
  |
  = help: write “the”
  = note: A doubled word is a slip of the hand.

note[style/boat]: a ferry is a ship
 --> drafts/ferry.txt:3:27
  |
1 | Ferry late again
  | ----- called a ferry here
2 |
3 | Ole Vinter said the the 新 boat was late.
  |                            ^^^^
  |
  = note: see https://desk.example/ships

error: unknown key `mesage`
 --> rules/house.toml:3:1
  |
3 | mesage = \"closed\"
  | ^^^^^^ no key of a rule
  |
  = help: write `message`

error: this file is no text
 --> drafts/quay.jpg

copydesk: 1 error, 1 note in 1 file; 2 problems; 1 can be mended with --fix
";
    for line_end in ["\n", "\r\n"] {
        assert_eq!(report("text", Style::default(), &[ferry(line_end, "")], &problems()), expected);
    }
}

#[test]
fn text_shows_blank_lines_empty_places_and_the_end() {
    let expected = "\
warning[layout/blank]: three line ends too many
 --> drafts/harbour.txt:1:12
  |
1 | Quay closed
  |            ^

warning[layout/dateline]: no dateline
 --> drafts/harbour.txt:5:1
  |
5 | Nobody knows why
  | ^

warning[layout/end]: no full stop
 --> drafts/harbour.txt:5:17
  |
5 | Nobody knows why
  |                 ^

copydesk: 3 warnings in 1 file
";
    assert_eq!(text_of(&[harbour()], 80), expected);
}

#[test]
fn text_shows_the_words_around_a_place_in_a_long_line() {
    let before = "The council of Vesterhavn met late on Monday. ".repeat(40);
    let after = " Nobody objected when the chair closed the meeting.".repeat(40);
    let source = Source::new("long.txt", format!("{before}It was was cold.{after}\n"));
    let span = place(&source, "was was", 0);
    let mut doubled = finding("typo/doubled-word", Severity::Error, span, "doubled");
    doubled.label = "twice".into();
    for width in [60, 80, 100, 140] {
        let shown = text_of(&[checked(source.clone(), vec![doubled.clone()])], width);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1], format!(" --> long.txt:1:{}", before.len() + 4));
        assert!(lines[3].starts_with("1 | …") && lines[3].ends_with('…'), "{shown}");
        assert!(columns(lines[3]) <= width && columns(lines[3]) > width - 24, "{shown}");
        assert_eq!(under_carets(&shown).unwrap(), "was was");
    }
}

#[test]
fn text_shows_two_places_far_apart_in_one_row() {
    let middle = "and the harbour master wrote to the paper twice that spring ".repeat(8);
    let source = Source::new("far.txt", format!("Mayor Ilse Brand spoke, {middle}until Mayor Brand left.\n"));
    let mut later = finding("title/later", Severity::Warning, place(&source, "Mayor Brand", 0), "title again");
    later.label = "again".into();
    later.labels.push(Label { span: place(&source, "Mayor Ilse Brand", 0), message: "first".into(), file: None });
    let shown = text_of(&[checked(source, vec![later])], 80);
    let row = shown.lines().nth(3).unwrap();
    assert!(row.starts_with("1 | Mayor Ilse Brand spoke") && row.contains(" … ") && columns(row) <= 80, "{shown}");
    assert_eq!(under_carets(&shown).unwrap(), "Mayor Brand");
    assert!(shown.contains("----------------"), "{shown}");
}

#[test]
fn text_shows_spans_of_many_lines_by_their_ends() {
    let source = Source::new("list.txt", "Story\n\nRelated:\none\ntwo\nthree\nfour\nfive\nEnd\n");
    let span = Span::new(7, place(&source, "End", 0).start);
    let mut related = finding("boilerplate/related", Severity::Error, span, "left in");
    related.label = "no part of the story".into();
    let expected = "\
error[boilerplate/related]: left in
 --> list.txt:3:1
  |
3 | / Related:
... |
8 | | five
  | |____^ no part of the story

copydesk: 1 error in 1 file
";
    assert_eq!(text_of(&[checked(source, vec![related])], 80), expected);
}

#[test]
fn text_is_harmless_for_a_terminal() {
    let source =
        Source::new("evil\u{1B}.txt", "A \u{1B}[31mred\u{1B}[0m\tand \u{202E}turned\u{202C} word word\u{9B}2J.\n");
    let span = place(&source, "word word", 0);
    let mut evil = finding("typo/doubled-word", Severity::Error, span, "“\u{1B}[2J” doubled");
    evil.label = "\u{202E}label\u{7}".into();
    evil.help.push("write \u{1B}]8;;x".into());
    evil.notes.push("note\u{1B}c".into());
    evil.labels.push(Label { span: place(&source, "red", 0), message: "\u{1B}[5m".into(), file: None });
    for format in ["text", "concise"] {
        let shown = report(format, Style::default(), &[checked(source.clone(), vec![evil.clone()])], &[]);
        assert!(shown.chars().all(|character| character == '\n' || !harms(character)), "{shown:?}");
    }
    let shown = text_of(&[checked(source, vec![evil])], 100);
    assert!(shown.contains("1 | A ␛[31mred␛[0m→and \u{FFFD}turned\u{FFFD} word word\u{FFFD}2J."), "{shown}");
    assert_eq!(under_carets(&shown).unwrap(), "word word");
}

#[test]
fn text_counts_what_it_folds() {
    let source = Source::new("many.txt", "very very old\n".repeat(30));
    let all = |count: usize| {
        let spans = (0..count).map(|nth| place(&source, "very very", nth));
        let findings = spans.map(|span| finding("typo/doubled-word", Severity::Error, span, "doubled"));
        checked(source.clone(), findings.collect())
    };
    let shown = text_of(&[all(22)], 100);
    assert_eq!(shown.matches("error[typo/doubled-word]").count(), 5);
    assert!(shown.contains("\n… and 17 more of typo/doubled-word in this file (--show-all)\n"));
    assert!(shown.ends_with("\ncopydesk: 22 errors in 1 file\n"));
    assert_eq!(text_of(&[all(6)], 100).matches("error[typo/doubled-word]").count(), 6);
    let style = Style { show_all: true, ..Style::default() };
    assert_eq!(report("text", style, &[all(22)], &[]).matches("error[typo/doubled-word]").count(), 22);
}

#[test]
fn text_says_in_one_line_that_nothing_was_found() {
    let clean = || checked(Source::new("clean.txt", "Fine.\n"), Vec::new());
    assert_eq!(text_of(&[clean(), clean(), clean()], 80), "copydesk: 3 files checked, nothing found\n");
    assert_eq!(text_of(&[clean()], 80), "copydesk: 1 file checked, nothing found\n");
}

#[test]
fn colour_is_used_only_when_asked_for() {
    let style = Style { color: true, ..Style::default() };
    assert!(report("text", style, &[ferry("\n", "")], &problems()).contains("\u{1B}["));
    assert!(!report("text", Style::default(), &[ferry("\n", "")], &problems()).contains('\u{1B}'));
}

#[test]
fn concise_is_a_line_a_finding() {
    let expected = "\
drafts/ferry.txt:3:17: error[typo/doubled-word]: “the” stands twice
drafts/ferry.txt:3:27: note[style/boat]: a ferry is a ship
drafts/harbour.txt:1:12: warning[layout/blank]: three line ends too many
drafts/harbour.txt:5:1: warning[layout/dateline]: no dateline
drafts/harbour.txt:5:17: warning[layout/end]: no full stop
rules/house.toml:3:1: error: unknown key `mesage`
drafts/quay.jpg: error: this file is no text
";
    assert_eq!(report("concise", Style::default(), &[ferry("\r\n", ""), harbour()], &problems()), expected);
}

#[test]
fn json_is_as_the_contract_says() {
    let json: Value =
        serde_json::from_str(&report("json", Style::default(), &[ferry("\n", ""), harbour()], &problems())).unwrap();
    let expected: Value = serde_json::json!({
        "rule": "typo/doubled-word",
        "severity": "error",
        "message": "“the” stands twice",
        "span": {"start": {"byte": 34, "line": 3, "column": 17, "utf16": 16},
                 "end": {"byte": 41, "line": 3, "column": 24, "utf16": 23}},
        "text": "the the",
        "labels": [],
        "notes": ["A doubled word is a slip of the hand."],
        "help": ["write “the”"],
        "url": null,
        "fixes": [{"safety": "safe", "message": "write it once", "edits": [{"start": 37, "end": 41, "text": ""}]}]
    });
    assert_eq!(json["version"], 1);
    assert_eq!(json["tool"], serde_json::json!({"name": "copydesk", "version": env!("CARGO_PKG_VERSION")}));
    assert_eq!(json["files"][0]["path"], "drafts/ferry.txt");
    assert_eq!(json["files"][0]["format"], "text");
    assert_eq!(json["files"][0]["findings"][0], expected);
    assert_eq!(
        json["files"][0]["findings"][1]["labels"],
        serde_json::json!([{"span": {"start": {"byte": 0, "line": 1, "column": 1, "utf16": 0},
                                     "end": {"byte": 5, "line": 1, "column": 6, "utf16": 5}},
                            "message": "called a ferry here"}])
    );
    assert_eq!(json["files"][0]["findings"][1]["url"], "https://desk.example/ships");
    assert_eq!(json["files"][1]["findings"][2]["text"], "");
    assert_eq!(json["problems"][0]["path"], "rules/house.toml");
    assert_eq!(json["problems"][0]["span"]["start"]["line"], 3);
    assert_eq!(json["problems"][0]["help"], serde_json::json!(["write `message`"]));
    assert_eq!(json["problems"][1]["span"], Value::Null);
    assert_eq!(
        json["summary"],
        serde_json::json!({"files": 2, "errors": 1, "warnings": 3, "notes": 1, "suppressed": 0})
    );
    let empty: Value = serde_json::from_str(&report("json", Style::default(), &[], &[])).unwrap();
    assert_eq!((&empty["files"], &empty["problems"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn json_lines_tell_the_same_as_json() {
    let files = [ferry("\n", ""), harbour()];
    let whole: Value = serde_json::from_str(&report("json", Style::default(), &files, &problems())).unwrap();
    let lines = report("jsonl", Style::default(), &files, &problems());
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], whole["files"][0]);
    assert_eq!(lines[1], whole["files"][1]);
    assert_eq!(lines[2], serde_json::json!({"summary": whole["summary"], "problems": whole["problems"]}));
    assert_eq!(lines.len(), 3);
}

#[test]
fn problems_of_a_draft_are_among_the_problems_of_the_run() {
    let mut file = ferry("\n", "");
    file.problems.push(Problem::at(&file.source, Span::new(0, 5), "a mark without a rule"));
    let json: Value = serde_json::from_str(&report("json", Style::default(), &[file.clone()], &problems())).unwrap();
    assert_eq!(json["problems"][0]["message"], "a mark without a rule");
    assert_eq!(json["problems"].as_array().unwrap().len(), 3);
    assert!(text_of(&[file], 80).contains("error: a mark without a rule\n --> drafts/ferry.txt:1:1\n"));
}

/// The same draft in every spelling: the bytes of the file at a span are its text in that spelling.
#[test]
fn json_counts_the_bytes_of_the_file() {
    let text = "Café late\n\n“Ærlig talt” said said Bo.\n";
    let utf16 =
        |order: fn(u16) -> [u8; 2]| std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(order).collect();
    let cases: [(Encoding, Vec<u8>); 5] = [
        (Encoding::Utf8, text.into()),
        (Encoding::Utf8, format!("\u{FEFF}{text}").into()),
        (Encoding::Utf16Le, utf16(u16::to_le_bytes)),
        (Encoding::Utf16Be, utf16(u16::to_be_bytes)),
        (Encoding::Windows1252, b"Caf\xE9 late\n\n\x93\xC6rlig talt\x94 said said Bo.\n".into()),
    ];
    for (encoding, bytes) in cases {
        let source = Source::decode("draft", bytes.clone()).unwrap();
        assert_eq!(source.encoding(), encoding);
        let span = place(&source, "said said", 0);
        let mut doubled = finding("typo/doubled-word", Severity::Error, span, "doubled");
        doubled.fixes.push(Fix {
            safety: Safety::Safe,
            message: String::new(),
            edits: vec![Edit { span, text: "said".into() }],
        });
        let json: Value =
            serde_json::from_str(&report("json", Style::default(), &[checked(source, vec![doubled])], &[])).unwrap();
        let found = &json["files"][0]["findings"][0];
        let (start, end) = (&found["span"]["start"], &found["span"]["end"]);
        let range = start["byte"].as_u64().unwrap() as usize..end["byte"].as_u64().unwrap() as usize;
        let spelled: Vec<u8> = match encoding {
            Encoding::Utf16Le => "said said".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => "said said".encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Utf8 | Encoding::Windows1252 => "said said".into(),
        };
        assert_eq!(bytes[range], spelled, "{encoding:?}");
        assert_eq!((&start["line"], &start["column"], &start["utf16"]), (&3.into(), &14.into(), &13.into()));
        assert_eq!(found["fixes"][0]["edits"][0]["start"], start["byte"]);
        assert_eq!(found["fixes"][0]["edits"][0]["end"], end["byte"]);
    }
}

fn harms(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn columns(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap()).sum()
}

/// What stands above the first carets of a report, without what takes no column.
fn under_carets(shown: &str) -> Option<String> {
    let lines: Vec<&str> = shown.lines().collect();
    let index = lines.iter().position(|line| line.contains('^') && line.trim_start().starts_with('|'))?;
    let (before, _) = lines[index].split_once('^')?;
    let from = columns(before);
    let to = from + lines[index][before.len()..].chars().take_while(|character| *character == '^').count();
    let mut at = 0;
    let mut above = String::new();
    for character in lines[index - 1].chars() {
        let width = character.width().unwrap();
        if width > 0 && (from..to).contains(&at) {
            above.push(character);
        }
        at += width;
    }
    Some(above)
}

/// Line, column and UTF-16 place, counted from the start of the draft.
fn counted(text: &str, offset: usize) -> (u64, u64, u64) {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let line = text[..offset].rsplit(end).next().unwrap();
    // A byte order mark takes no column.
    let line = if line.len() == offset { line.strip_prefix('\u{FEFF}').unwrap_or(line) } else { line };
    let number = text[..offset].matches(end).count() + 1;
    (number as u64, line.chars().count() as u64 + 1, line.encode_utf16().count() as u64)
}

fn random_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z]{1,9}",
        6 => Just(" ".to_owned()),
        1 => "[“”—é新聞\t\u{301}\u{200D}\u{1F469}\u{1B}\u{202E}\u{FEFF}\0\u{AD}\u{7F}\u{9B}]{1,3}",
        1 => prop_oneof![Just("\n".to_owned()), Just("\r\n".to_owned()), Just("\r".to_owned()), Just("\n\n\n".to_owned())],
        1 => "[ 新é\u{301}]{0,80}",
    ];
    proptest::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// A span of the text from two random numbers.
fn span_of(text: &str, (one, other): (u16, u16), short: bool) -> Span {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let first = one as usize % borders.len();
    let reach = if short { 12 } else { borders.len() };
    let second = (first + other as usize % reach).min(borders.len() - 1);
    Span::new(borders[first] as u32, borders[second] as u32)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn random_findings_are_told_truly(
        text in random_text(),
        numbers in proptest::collection::vec((any::<(u16, u16)>(), any::<bool>()), 1..6),
        width in 1_usize..180,
        words in "[a-z\u{1B}新\n]{0,30}",
    ) {
        let source = Source::new("draft.txt", text.clone());
        let spans: Vec<Span> = numbers.iter().map(|(pair, short)| span_of(&text, *pair, *short)).collect();
        let mut found = finding("some/rule", Severity::Error, spans[0], &words);
        found.label = words.clone();
        found.labels = spans[1..].iter().map(|span| Label { span: *span, message: words.clone(), file: None }).collect();
        let file = checked(source, vec![found]);

        let shown = text_of(std::slice::from_ref(&file), width);
        let (line, column, _) = counted(&text, spans[0].start as usize);
        prop_assert_eq!(shown.lines().nth(1).unwrap(), format!("{:1$}--> draft.txt:{line}:{column}", "", digits(&shown)));
        prop_assert!(shown.chars().all(|character| character == '\n' || !harms(character)), "{:?}", shown);
        for row in shown.lines().skip(2).filter(|row| row.contains('|')) {
            prop_assert!(columns(row) <= width.max(34), "{} columns of {}:\n{}", columns(row), width, shown);
        }

        let json: Value = serde_json::from_str(&report("json", Style::default(), &[file], &[])).unwrap();
        let told = &json["files"][0]["findings"][0];
        prop_assert_eq!(told["text"].as_str().unwrap(), &text[spans[0].range()]);
        for (index, span) in spans.iter().enumerate() {
            let wire = if index == 0 { &told["span"] } else { &told["labels"][index - 1]["span"] };
            for (end, offset) in [("start", span.start), ("end", span.end)] {
                let (line, column, utf16) = counted(&text, offset as usize);
                let expected = serde_json::json!({"byte": offset, "line": line, "column": column, "utf16": utf16});
                prop_assert_eq!(&wire[end], &expected);
            }
        }
    }

    #[test]
    fn carets_stand_under_their_words(text in random_text(), pair in any::<(u16, u16)>(), width in 60_usize..180) {
        let span = span_of(&text, pair, true);
        let slice = &text[span.range()];
        let signs = |character: char| harms(character) || "\u{AD}\u{FEFF}".contains(character);
        prop_assume!(!slice.contains(signs) && slice.trim() == slice);
        let slice: String = slice.chars().filter(|character| character.width().unwrap() > 0).collect();
        prop_assume!(!slice.is_empty());
        let found = finding("some/rule", Severity::Error, span, "message");
        let shown = text_of(&[checked(Source::new("draft.txt", text.clone()), vec![found])], width);
        prop_assert_eq!(under_carets(&shown), Some(slice), "{}", shown);
    }
}

/// Digits of the highest line number of a report.
fn digits(shown: &str) -> usize {
    shown.lines().nth(2).unwrap().find('|').unwrap() - 1
}
