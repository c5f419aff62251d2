//! The proof: what is marked where, and that a draft writes nothing into the page but text.

use super::{checked, ferry, finding, harbour, place, problems, report};
use copydesk::finding::{Checked, Edit, Fix, Safety, Severity};
use copydesk::report::{FORMATS, Style, Summary};
use copydesk::source::{Source, Span};
use proptest::prelude::*;

fn proof(files: &[Checked]) -> String {
    report("html", Style::default(), files, &[])
}

/// A finding whose fix puts other words in the place of its own.
fn mending(source: &Source, words: &str, new: &str) -> copydesk::finding::Finding {
    let span = place(source, words, 0);
    let mut finding = finding("typo/slip", Severity::Error, span, "a slip");
    let edits = vec![Edit { span, text: new.into() }];
    finding.fixes.push(Fix { safety: Safety::Safe, message: String::new(), edits });
    finding
}

#[test]
fn what_goes_is_struck_out_and_what_comes_written_in() {
    let source = Source::new("a.txt", "Fair\n\nIn Oslo, Norway on Monday teh owl saw the the fair later.\n");
    let fixes = [("Norway", "Norway,"), ("teh", "the"), ("the the", "the"), ("later", "earlier")];
    let findings = fixes.map(|(words, new)| mending(&source, words, new)).to_vec();
    let page = proof(&[checked(source, findings)]);
    for shown in [
        "Norway</span><ins class=\"error\">,</ins><a class=\"n error\" id=\"m1\" href=\"#n1\" aria-label=\"note 1\">1</a>",
        "<span class=\"f error\"><del>teh</del></span><ins class=\"error\">the</ins>",
        "<span class=\"f error\">the</span><span class=\"f error\"><del> the</del></span>",
        "<del>later</del></span><ins class=\"error\">earlier</ins>",
        "Four must be fixed.",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
}

#[test]
fn places_between_blocks_have_rows_and_every_number_a_note() {
    let page = proof(&[harbour(), ferry("\r\n", "\u{FEFF}")]);
    assert!(page.contains("copy gap"), "{page}");
    for number in 1..=3 {
        assert_eq!(page.matches(&format!("id=\"m{number}\"")).count(), 1, "{page}");
        assert_eq!(page.matches(&format!("id=\"n{number}\"")).count(), 1, "{page}");
    }
    assert!(page.contains("id=\"d2-m2\"") && page.contains("href=\"#d2-draft\""), "{page}");
    let page = report("html", Style::default(), &[harbour()], &problems());
    assert!(page.contains("<h2>Problems</h2>") && page.contains("this file is no text"), "{page}");
}

#[test]
fn notes_of_one_rule_beside_one_row_are_folded() {
    let source = Source::new("a.txt", "the the owl ".repeat(9));
    let found = |nth| finding("typo/doubled-word", Severity::Error, place(&source, "the the", nth), "twice");
    let page = proof(&[checked(source.clone(), (0..9).map(found).collect())]);
    assert!(page.contains("<summary>7 more of typo/doubled-word</summary>"), "{page}");
}

#[test]
fn a_folder_has_a_page_for_each_draft_and_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let mut output = copydesk::report::html::in_folder(folder.path());
    let clean = checked(Source::new("drafts/ferry_txt", "Fine.\n"), Vec::new());
    let (mut out, mut summary) = (Vec::new(), Summary::default());
    output.begin(&mut out).unwrap();
    for file in [ferry("\n", ""), harbour(), clean] {
        summary.add(&file);
        output.file(&mut out, &file).unwrap();
    }
    output.end(&mut out, &[], &summary).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let index = read("index.html");
    for page in ["drafts-ferry-txt.html", "drafts-harbour-txt.html", "drafts-ferry-txt-2.html"] {
        assert!(index.contains(&format!("href=\"{page}\"")), "{index}");
        assert!(read(page).contains("<main><article"));
    }
    assert!(read("drafts-ferry-txt-2.html").contains("Nothing was found."));
    assert!(out.is_empty() && FORMATS.iter().any(|format| format.name == "html"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Elements are only those of the page itself, well nested, whatever stands in the draft, its path and its findings.
    #[test]
    fn a_draft_is_text_and_nothing_else(
        text in "[a-z <>&\"'/=\u{0}-\u{1F}é漢\u{202E}\n-]{0,200}",
        places in prop::collection::vec((any::<u16>(), any::<u16>(), 0_u8..3, "[<>&\"a]{0,3}"), 0..12),
        name in "[<>\"a-z/]{1,9}\\.(txt|md|html)",
    ) {
        let source = Source::new(name, text);
        let mut findings: Vec<_> = places.into_iter().map(|(start, length, severity, new)| {
            let start = source.snap(u32::from(start) % (source.len() + 1));
            let end = source.snap((start + u32::from(length) % 40).min(source.len()));
            let span = Span::new(start, end.max(start));
            let severity = Severity::NAMES[usize::from(severity)].1;
            let mut finding = finding("a/<b>", severity, span, "<script>");
            finding.notes.push("<i>".into());
            finding.help.push("</li>".into());
            finding.fixes.push(Fix { safety: Safety::Suggest, message: String::new(), edits: vec![Edit { span, text: new }] });
            finding
        }).collect();
        findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
        let format = ["text", "markdown", "html"].into_iter().find(|name| name.starts_with(match source.path().rsplit('.').next() {
            Some("md") => "markdown",
            Some("html") => "html",
            _ => "text",
        })).unwrap();
        let page = proof(&[Checked { format, ..checked(source, findings) }]);
        let mut open: Vec<String> = Vec::new();
        for tag in page.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').unwrap();
            let name: String = tag.trim_start_matches('/').chars().take_while(|sign| sign.is_alphanumeric()).collect();
            if tag.starts_with('/') {
                prop_assert_eq!(open.pop(), Some(name), "{}", page);
            } else if !matches!(&*name, "" | "DOCTYPE" | "meta" | "rect") {
                prop_assert!(!matches!(&*name, "script" | "i" | "img"), "{}", tag);
                open.push(name);
            }
        }
        prop_assert!(open.is_empty(), "{:?}", open);
    }
}
