//! `sarif`: SARIF 2.1.0, which code scanning reads: the findings with their places, fixes and fingerprints, and what
//! there is to know of each rule that was hit.

use super::fingerprint::Fingerprints;
use super::json::write_value;
use super::places::{self, Range};
use super::{Output, Style, Summary};
use crate::builtin::BUILTIN;
use crate::checker::own::OWN_RULES;
use crate::finding::{Checked, Edit, Finding, Fix, Label, Severity};
use crate::problem::Problem;
use crate::source::{Source, Span};
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What relative paths are relative to.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Prints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<WireFix<'a>>,
}

#[derive(Serialize)]
struct Prints {
    #[serde(rename = "copydeskFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

/// A place that is no place in a file's text: a paragraph of a word processor's.
#[derive(Serialize)]
struct Logical {
    name: String,
    kind: &'static str,
}

impl Logical {
    /// The paragraph of a place; none where lines are what the file has.
    fn of(source: &Source, span: Span) -> Vec<Self> {
        let line = source.outline().map(|_| source.line_of(span.start));
        line.map(|line| Self { name: format!("paragraph {line}"), kind: "paragraph" }).into_iter().collect()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
}

#[derive(Copy, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

impl<'a> Artifact<'a> {
    fn new(uri: &'a str) -> Self {
        Self { uri, uri_base_id: (!uri.starts_with("file:")).then_some(ROOT) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<'a>>,
}

impl<'a> Region<'a> {
    fn new(source: &Source, span: Span) -> Self {
        let Range { start, end } = Range::new(source, span);
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            snippet: None,
        }
    }

    fn with_snippet(source: &'a Source, span: Span) -> Self {
        Self { snippet: Some(Text { text: places::text(source, span) }), ..Self::new(source, span) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireFix<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text<'a>>,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region<'a>,
    inserted_content: Text<'a>,
}

impl<'a> Replacement<'a> {
    fn new(source: &Source, edit: &'a Edit) -> Self {
        Self { deleted_region: Region::new(source, edit.span), inserted_content: Text { text: &edit.text } }
    }
}

impl<'a> WireFix<'a> {
    fn new(source: &Source, place: Artifact<'a>, fix: &'a Fix) -> Self {
        let replacements = fix.edits.iter().map(|edit| Replacement::new(source, edit)).collect();
        Self {
            description: (!fix.message.is_empty()).then_some(Text { text: &fix.message }),
            artifact_changes: [Change { artifact_location: place, replacements }],
        }
    }
}

/// What there is to know of a rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    name: String,
    short_description: Owned,
    full_description: Owned,
    help: Owned,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Owned {
    text: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [String; 1],
}

impl Descriptor {
    /// Of a default rule, of a rule of the program itself, or else of what a finding of it says.
    fn new(finding: &Finding) -> Self {
        let id = &finding.rule;
        let own = OWN_RULES.iter().find(|rule| rule.id == id);
        let builtin = BUILTIN.rules.iter().find(|rule| *rule.id == **id);
        let (message, reason, help, severity) = match (builtin, own) {
            (Some(rule), _) => {
                let help = rule.help.iter().map(|help| plain(help)).collect();
                (plain(&rule.message), rule.reason.to_string(), help, rule.severity)
            }
            (None, Some(rule)) => (rule.message.to_owned(), rule.reason.to_owned(), Vec::new(), rule.severity),
            (None, None) => (finding.message.clone(), finding.notes.join("\n"), finding.help.clone(), finding.severity),
        };
        let reason = if reason.is_empty() { message.clone() } else { reason };
        let help = if help.is_empty() { reason.clone() } else { help.join("\n") };
        Self {
            name: pascal(id),
            short_description: Owned { text: sentence(&message) },
            full_description: Owned { text: sentence(&reason) },
            help: Owned { text: sentence(&help) },
            help_uri: finding.url.clone(),
            default_configuration: Configuration { level: level(severity) },
            properties: Properties { tags: [id.split_once('/').map_or("", |(category, _)| category).to_owned()] },
            id: id.clone(),
        }
    }
}

/// A template with what it asks for left open.
fn plain(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, (_, after))) =
        rest.split_once('{').and_then(|(before, inside)| Some((before, inside.split_once('}')?)))
    {
        text.extend([before, "…"]);
        rest = after;
    }
    text + rest
}

/// `typo/doubled-word` as `TypoDoubledWord`.
fn pascal(id: &str) -> String {
    let capital = |word: &str| {
        let mut characters = word.chars();
        let first = characters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(characters).collect::<String>()
    };
    id.split(['/', '-']).map(capital).collect()
}

/// Text with a capital at its head and a period at its end.
fn sentence(text: &str) -> String {
    let mut characters = text.trim_end().chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    let mut text: String = first.chain(characters).collect();
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification<'a> {
    level: &'static str,
    message: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
}

#[derive(Default)]
struct Sarif {
    results: usize,
    rules: Vec<Descriptor>,
    numbers: HashMap<String, usize>,
    problems: Vec<Problem>,
}

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Sarif::default())
}

impl Sarif {
    /// The number of a finding's rule among those of the report.
    fn rule(&mut self, finding: &Finding) -> usize {
        if let Some(number) = self.numbers.get(&finding.rule) {
            return *number;
        }
        self.rules.push(Descriptor::new(finding));
        self.numbers.insert(finding.rule.clone(), self.rules.len() - 1);
        self.rules.len() - 1
    }

    fn write_problems(&self, out: &mut dyn Write, problems: &[Problem]) -> io::Result<()> {
        let mut first = true;
        for problem in self.problems.iter().chain(problems) {
            let uri = places::uri(&problem.path);
            let region = problem.place.as_ref().map(|(source, span)| Region::new(source, *span));
            let location = (!problem.path.is_empty()).then(|| Location {
                id: None,
                physical_location: Physical { artifact_location: Artifact::new(&uri), region },
                logical_locations: Vec::new(),
                message: None,
            });
            let message = sentence(&problem.message);
            let notification = Notification {
                level: "error",
                message: Text { text: &message },
                locations: location.into_iter().collect(),
            };
            out.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            write_value(out, &notification)?;
        }
        Ok(())
    }
}

fn related<'a>(source: &'a Source, place: Artifact<'a>, number: usize, label: &'a Label) -> Location<'a> {
    let region = Some(Region::with_snippet(source, label.span));
    Location {
        id: Some(number),
        physical_location: Physical { artifact_location: place, region },
        logical_locations: Logical::of(source, label.span),
        message: Some(Text { text: &label.message }),
    }
}

impl Output for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"results\":[")
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        self.problems.extend_from_slice(&checked.problems);
        let source = &*checked.source;
        let uri = places::uri(source.path());
        let place = Artifact::new(&uri);
        let mut fingerprints = Fingerprints::default();
        for finding in &checked.findings {
            let rule_index = self.rule(finding);
            let region = Some(Region::with_snippet(source, finding.span));
            let fixes = source.outline().map_or(&*finding.fixes, |_| &[]);
            let told = places::told(finding);
            let other = |label: &Label| label.file.as_ref().map(|file| places::uri(file.0.path()));
            let others: Vec<Option<String>> = finding.labels.iter().map(other).collect();
            let result = WireResult {
                rule_id: &finding.rule,
                rule_index,
                level: level(finding.severity),
                message: Text { text: &told },
                locations: [Location {
                    id: None,
                    physical_location: Physical { artifact_location: place, region },
                    logical_locations: Logical::of(source, finding.span),
                    message: None,
                }],
                related_locations: (1..)
                    .zip(finding.labels.iter().zip(&others))
                    .map(|(number, (label, other))| {
                        let place = other.as_deref().map_or(place, Artifact::new);
                        related(label.file.as_ref().map_or(source, |file| &*file.0), place, number, label)
                    })
                    .collect(),
                partial_fingerprints: Prints { finding: fingerprints.next(source, finding) },
                // A fix replaces bytes of the file, where a word processor's has no text.
                fixes: fixes.iter().map(|fix| WireFix::new(source, place, fix)).collect(),
            };
            out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
            self.results += 1;
            write_value(out, &result)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        let done = self.problems.is_empty() && problems.is_empty();
        write!(out, "\n],\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{{\"{ROOT}\":")?;
        write!(out, "{{\"description\":{{\"text\":\"The folder in which the drafts were checked.\"}}}}}},")?;
        write!(out, "\"invocations\":[{{\"executionSuccessful\":{done},\"toolExecutionNotifications\":[")?;
        self.write_problems(out, problems)?;
        let version = env!("CARGO_PKG_VERSION");
        write!(out, "]}}],\"tool\":{{\"driver\":{{\"name\":\"copydesk\",\"version\":\"{version}\",")?;
        write!(out, "\"semanticVersion\":\"{version}\",\"rules\":")?;
        write_value(out, &self.rules)?;
        out.write_all(b"}}}]}\n")
    }
}
