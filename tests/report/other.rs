//! Labels in another file than the finding's: each format says which file, and counts places there.

use super::{checked, finding, place, report};
use copydesk::finding::{Checked, Label, OtherFile, Severity};
use copydesk::report::Style;
use copydesk::source::Source;
use serde_json::Value;
use std::sync::Arc;

/// A name that another draft spells otherwise.
fn spelled() -> Checked {
    let other = Arc::new(Source::new("series/part-1.txt", "One\n\nThe light of Ilva Brandt is out.\n"));
    let source = Source::new("series/part-2.txt", "Two\n\nIlva Brand left.\n");
    let mut wrong = finding("name/across", Severity::Warning, place(&source, "Brand", 0), "“Brand” is “Brandt”");
    let span = place(&other, "Ilva Brandt", 0);
    wrong.labels.push(Label { span, message: "spelled so".into(), file: Some(OtherFile(other)) });
    checked(source, vec![wrong])
}

fn parsed(format: &str) -> Value {
    serde_json::from_str(&report(format, Style::default(), &[spelled()], &[])).unwrap()
}

#[test]
fn text_shows_the_line_of_the_other_file() {
    let text = report("text", Style::default(), &[spelled()], &[]);
    assert!(text.contains(" ::: series/part-1.txt:3:14\n"), "{text}");
    assert!(text.contains("spelled so"), "{text}");
    assert!(text.contains("--> series/part-2.txt:3:6"), "{text}");
}

#[test]
fn json_has_the_path_of_the_other_file_only() {
    let label = &parsed("json")["files"][0]["findings"][0]["labels"][0];
    assert_eq!(label["path"], "series/part-1.txt");
    assert_eq!((&label["span"]["start"]["line"], &label["span"]["start"]["column"]), (&3.into(), &14.into()));
}

#[test]
fn programs_of_others_are_led_to_the_other_file() {
    let related = &parsed("sarif")["runs"][0]["results"][0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "series/part-1.txt");
    assert_eq!(related["region"]["startLine"], 3);
    let related = &parsed("rdjson")["diagnostics"][0]["related_locations"][0]["location"];
    assert_eq!(related["path"], "series/part-1.txt");
    assert_eq!(related["range"]["start"]["line"], 3);
}

#[test]
fn the_proof_names_the_other_file() {
    let page = report("html", Style::default(), &[spelled()], &[]);
    assert!(page.contains("series/part-1.txt, line 3: <q>Ilva Brandt</q> spelled so"), "{page}");
}
