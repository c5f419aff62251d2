//! `json`: one object for the run, version 1 of the contract for programs, written file by file.
//!
//! The wire structs stand here, apart from the inner types, and `jsonl` shares them: a change of a Finding does not
//! change what is written.

use super::{Output, Style, Summary};
use crate::finding::{Checked, Finding, Fix, Label};
use crate::problem::Problem;
use crate::source::{Position, Source, Span};
use serde::Serialize;
use std::io::{self, Write};

/// The version of the contract. Fields may be added within it; none changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct WirePosition {
    byte: u32,
    line: u32,
    column: u32,
    utf16: u32,
    /// In files of word processors: the paragraph, from 1, empty ones and those of tables counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<u32>,
    /// The character in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    character: Option<u32>,
}

impl WirePosition {
    fn new(source: &Source, offset: u32) -> Self {
        let Position { byte, line, column, utf16 } = source.position(offset);
        let outlined = source.outline().is_some();
        Self { byte, line, column, utf16, paragraph: outlined.then_some(line), character: outlined.then_some(column) }
    }
}

#[derive(Serialize)]
struct WireSpan {
    start: WirePosition,
    end: WirePosition,
}

impl WireSpan {
    fn new(source: &Source, span: Span) -> Self {
        Self { start: WirePosition::new(source, span.start), end: WirePosition::new(source, span.end.max(span.start)) }
    }
}

#[derive(Serialize)]
struct WireLabel<'a> {
    /// The file, where that is not the finding's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    span: WireSpan,
    message: &'a str,
}

impl<'a> WireLabel<'a> {
    fn new(own: &'a Source, label: &'a Label) -> Self {
        let other = label.file.as_ref().map(|file| &*file.0);
        let span = WireSpan::new(other.unwrap_or(own), label.span);
        Self { path: other.map(Source::path), span, message: &label.message }
    }
}

#[derive(Serialize)]
struct WireEdit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct WireFix<'a> {
    safety: &'static str,
    message: &'a str,
    edits: Vec<WireEdit<'a>>,
}

impl<'a> WireFix<'a> {
    fn new(source: &Source, fix: &'a Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| WireEdit {
            start: source.file_offset(edit.span.start),
            end: source.file_offset(edit.span.end),
            text: &edit.text,
        });
        Self { safety: fix.safety.name(), message: &fix.message, edits: edits.collect() }
    }
}

#[derive(Serialize)]
struct WireFinding<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    span: WireSpan,
    text: &'a str,
    labels: Vec<WireLabel<'a>>,
    notes: &'a [String],
    help: &'a [String],
    url: Option<&'a str>,
    fixes: Vec<WireFix<'a>>,
}

impl<'a> WireFinding<'a> {
    fn new(source: &'a Source, finding: &'a Finding) -> Self {
        let labels = finding.labels.iter().map(|label| WireLabel::new(source, label));
        let start = source.snap(finding.span.start);
        Self {
            rule: &finding.rule,
            severity: finding.severity.name(),
            message: &finding.message,
            span: WireSpan::new(source, finding.span),
            text: source.slice(Span::new(start, source.snap(finding.span.end).max(start))),
            labels: labels.collect(),
            notes: &finding.notes,
            help: &finding.help,
            url: finding.url.as_deref(),
            fixes: finding.fixes.iter().map(|fix| WireFix::new(source, fix)).collect(),
        }
    }
}

/// A file and its findings.
#[derive(Serialize)]
pub(super) struct WireFile<'a> {
    path: &'a str,
    format: &'static str,
    findings: Vec<WireFinding<'a>>,
}

impl<'a> WireFile<'a> {
    pub(super) fn new(checked: &'a Checked) -> Self {
        let findings = checked.findings.iter().map(|finding| WireFinding::new(&checked.source, finding));
        Self { path: checked.source.path(), format: checked.format, findings: findings.collect() }
    }
}

/// A problem; `span` is null where there is no place to show.
#[derive(Serialize)]
pub(super) struct WireProblem<'a> {
    path: &'a str,
    message: &'a str,
    span: Option<WireSpan>,
    help: &'a [String],
}

impl<'a> From<&'a Problem> for WireProblem<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self {
            path: &problem.path,
            message: &problem.message,
            span: problem.place.as_ref().map(|(source, span)| WireSpan::new(source, *span)),
            help: &problem.help,
        }
    }
}

/// The totals of a run.
#[derive(Serialize)]
pub(super) struct WireSummary {
    files: u32,
    errors: u32,
    warnings: u32,
    notes: u32,
    suppressed: u32,
    #[serde(skip_serializing_if = "is_zero")]
    known: u32,
}

/// What has no baseline does not speak of one.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl From<&Summary> for WireSummary {
    fn from(summary: &Summary) -> Self {
        Self {
            files: summary.files,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            suppressed: summary.suppressed,
            known: summary.known,
        }
    }
}

#[derive(Serialize)]
struct WireTool {
    name: &'static str,
    version: &'static str,
}

/// Writes a value in one go, for writers that are not buffered.
pub(super) fn write_value(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    out.write_all(&serde_json::to_vec(value)?)
}

#[derive(Default)]
struct Json {
    files: usize,
    problems: Vec<Problem>,
}

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Json::default())
}

impl Output for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":{VERSION},\"tool\":")?;
        write_value(out, &WireTool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") })?;
        out.write_all(b",\"files\":[")
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        out.write_all(if self.files == 0 { b"\n" } else { b",\n" })?;
        self.files += 1;
        self.problems.extend_from_slice(&checked.problems);
        write_value(out, &WireFile::new(checked))
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], summary: &Summary) -> io::Result<()> {
        let problems: Vec<WireProblem<'_>> = self.problems.iter().chain(problems).map(WireProblem::from).collect();
        out.write_all(b"\n],\"problems\":")?;
        write_value(out, &problems)?;
        out.write_all(b",\"summary\":")?;
        write_value(out, &WireSummary::from(summary))?;
        out.write_all(b"}\n")
    }
}
