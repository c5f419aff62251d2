//! The formats for CI, each over drafts with LF, CRLF, a byte order mark, wide characters and a finding at the end.
//! `.ci/integrations` holds them against the programs that read them.

use super::{checked, ferry, finding, harbour, place, problems, report};
use copydesk::finding::{Checked, Severity};
use copydesk::report::Style;
use copydesk::source::Source;
use serde_json::{Value, json};

fn written(format: &str, files: &[Checked]) -> String {
    report(format, Style::default(), files, &problems())
}

fn parsed(format: &str, files: &[Checked]) -> Value {
    serde_json::from_str(&written(format, files)).unwrap()
}

/// Findings in the first line, behind a byte order mark and wide characters.
fn marked() -> Checked {
    let source = Source::new("drafts/ein Stück.txt", "\u{FEFF}新🦉 was was");
    let span = place(&source, "was was", 0);
    checked(source, vec![finding("typo/doubled-word", Severity::Warning, span, "100 %: a\r\n::error::b")])
}

#[test]
fn github_is_a_command_a_finding() {
    for line_end in ["\n", "\r\n"] {
        let expected = "\
::error title=typo/doubled-word,file=drafts/ferry.txt,line=3,endLine=3,col=17,endColumn=24::“the” stands twice%0Ahelp: write “the”
::notice title=style/boat,file=drafts/ferry.txt,line=3,endLine=3,col=27,endColumn=31::a ferry is a ship
::warning title=layout/blank,file=drafts/harbour.txt,line=1,endLine=5::three line ends too many
::warning title=layout/dateline,file=drafts/harbour.txt,line=5,endLine=5,col=1,endColumn=1::no dateline
::warning title=layout/end,file=drafts/harbour.txt,line=5,endLine=5,col=17,endColumn=17::no full stop
::warning title=typo/doubled-word,file=drafts/ein Stück.txt,line=1,endLine=1,col=4,endColumn=11::100 %25: a%0D%0A::error::b
::error title=copydesk,file=rules/house.toml,line=3,endLine=3,col=1,endColumn=7::unknown key `mesage`
::error title=copydesk,file=drafts/quay.jpg::this file is no text
";
        assert_eq!(written("github", &[ferry(line_end, ""), harbour(), marked()]), expected);
    }
}

#[test]
fn gitlab_is_a_list_with_a_fingerprint_each() {
    let report = parsed("gitlab", &[ferry("\n", ""), harbour()]);
    let list = report.as_array().unwrap();
    assert_eq!(list.len(), 7);
    assert_eq!((&list[0]["check_name"], &list[0]["severity"]), (&json!("typo/doubled-word"), &json!("major")));
    let place = json!({"path": "drafts/ferry.txt", "positions": {"begin": {"line": 3, "column": 17}, "end": {"line": 3, "column": 24}}});
    assert_eq!(list[0]["location"], place);
    assert_eq!((&list[5]["severity"], &list[5]["location"]["path"]), (&json!("blocker"), &json!("rules/house.toml")));
    let mut prints: Vec<&str> = list.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), 7, "no two are the same");
    let again = parsed("gitlab", &[ferry("\r\n", "\u{FEFF}")]);
    assert_eq!(again[0]["fingerprint"], list[0]["fingerprint"], "line ends do not matter");
}

#[test]
fn sarif_tells_places_fixes_and_rules() {
    let report = parsed("sarif", &[ferry("\n", ""), marked()]);
    let run = &report["runs"][0];
    assert_eq!((&report["version"], &run["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("typo/doubled-word"), &json!("error")));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({"uri": "drafts/ferry.txt", "uriBaseId": "%SRCROOT%"}));
    let region =
        json!({"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 24, "snippet": {"text": "the the"}});
    assert_eq!(place["region"], region);
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let deleted = json!({"startLine": 3, "startColumn": 20, "endLine": 3, "endColumn": 24});
    assert_eq!((&replacement["deletedRegion"], &replacement["insertedContent"]["text"]), (&deleted, &json!("")));
    assert_eq!(run["results"][1]["relatedLocations"][0]["message"]["text"], "called a ferry here");
    let marked = &run["results"][2]["locations"][0]["physicalLocation"];
    assert_eq!(marked["artifactLocation"]["uri"], "drafts/ein%20St%C3%BCck.txt");
    assert_eq!(marked["region"]["startColumn"], 4);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 2, "a rule is told once");
    assert_eq!(rules[run["results"][2]["ruleIndex"].as_u64().unwrap() as usize]["id"], "typo/doubled-word");
    assert_eq!((&rules[1]["name"], &rules[1]["properties"]["tags"]), (&json!("StyleBoat"), &json!(["style"])));
    let said = &run["invocations"][0];
    assert_eq!(said["executionSuccessful"], false);
    assert_eq!(said["toolExecutionNotifications"].as_array().unwrap().len(), 2);
}

#[test]
fn junit_has_a_case_a_finding_and_one_for_a_clean_draft() {
    let clean = checked(Source::new("a<b>.txt", "Fine.\n"), Vec::new());
    let report = written("junit", &[ferry("\n", ""), clean, marked()]);
    let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"copydesk\">
  <testsuite name=\"drafts/ferry.txt\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"0\">
    <testcase name=\"typo/doubled-word at 3:17\" classname=\"drafts/ferry.txt\" time=\"0\">
      <failure message=\"“the” stands twice\" type=\"error\">drafts/ferry.txt:3:17: “the” stands twice&#10;help: write “the”</failure>
    </testcase>
    <testcase name=\"style/boat at 3:27\" classname=\"drafts/ferry.txt\" time=\"0\">
      <system-out>drafts/ferry.txt:3:27: a ferry is a ship</system-out>
    </testcase>
  </testsuite>
  <testsuite name=\"a&lt;b&gt;.txt\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\">
    <testcase name=\"nothing found\" classname=\"a&lt;b&gt;.txt\" time=\"0\"/>
  </testsuite>
";
    assert!(report.starts_with(expected), "{report}");
    assert!(report.contains("message=\"100 %: a&#13;&#10;::error::b\""), "{report}");
    assert!(report.contains("<error message=\"this file is no text\" type=\"problem\"/>"), "{report}");
}

#[test]
fn checkstyle_is_an_error_a_finding() {
    let report = written("checkstyle", &[ferry("\n", "")]);
    let expected = "    <error line=\"3\" column=\"17\" severity=\"error\" message=\"“the” stands twice&#10;help: write “the”\" source=\"copydesk.typo/doubled-word\"/>\n";
    assert!(report.contains(expected), "{report}");
    assert!(report.contains("severity=\"info\" message=\"a ferry is a ship\""), "{report}");
    assert!(report.ends_with("</checkstyle>\n"));
}

#[test]
fn rdjson_counts_columns_in_bytes() {
    let report = parsed("rdjson", &[ferry("\n", ""), marked()]);
    let found = &report["diagnostics"];
    assert_eq!(
        found[0]["suggestions"][0],
        json!({"range": {"start": {"line": 3, "column": 20}, "end": {"line": 3, "column": 24}}, "text": ""})
    );
    let boat = json!({"start": {"line": 3, "column": 29}, "end": {"line": 3, "column": 33}});
    assert_eq!(
        (&found[1]["location"]["range"], &found[1]["code"]["url"]),
        (&boat, &json!("https://desk.example/ships"))
    );
    assert_eq!(found[1]["related_locations"][0]["message"], "called a ferry here");
    assert_eq!(found[2]["location"]["range"]["start"], json!({"line": 1, "column": 9}));
    assert_eq!(found[3]["severity"], "ERROR");
}
