//! `rdjson`: the Diagnostic Format of reviewdog, which posts findings as comments of a review. Its columns count bytes.

use super::json::write_value;
use super::places;
use super::{Output, Style, Summary};
use crate::finding::{Checked, Finding, Severity};
use crate::problem::Problem;
use crate::source::{Source, Span};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty", rename = "related_locations")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

/// Both from 1; the column in bytes of UTF-8.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

impl Range {
    fn new(source: &Source, span: Span) -> Self {
        let place = |offset| Place { line: source.position(offset).line, column: source.byte_column(offset) };
        Self { start: place(span.start), end: place(span.end.max(span.start)) }
    }
}

impl<'a> Diagnostic<'a> {
    fn finding(path: &'a str, source: &Source, finding: &'a Finding) -> Self {
        let at = |span| Location { path, range: Some(Range::new(source, span)) };
        // A suggestion is one range of the file; a fix of several edits cannot be told, nor one of a word processor's file.
        let fixes = source.outline().map_or(&*finding.fixes, |_| &[]);
        let single = fixes.iter().filter_map(|fix| match &*fix.edits {
            [edit] => Some(Suggestion { range: Range::new(source, edit.span), text: &edit.text }),
            _ => None,
        });
        let related = finding.labels.iter().map(|label| {
            let location = match &label.file {
                Some(file) => Location { path: file.0.path(), range: Some(Range::new(&file.0, label.span)) },
                None => at(label.span),
            };
            Related { message: &label.message, location }
        });
        Self {
            message: places::told(finding),
            location: at(finding.span),
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            },
            code: Some(Code { value: &finding.rule, url: finding.url.as_deref() }),
            suggestions: single.collect(),
            related: related.collect(),
        }
    }
}

#[derive(Default)]
struct Rdjson {
    diagnostics: usize,
}

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Rdjson::default())
}

impl Rdjson {
    fn write(&mut self, out: &mut dyn Write, diagnostic: &Diagnostic<'_>) -> io::Result<()> {
        out.write_all(if self.diagnostics == 0 { b"\n" } else { b",\n" })?;
        self.diagnostics += 1;
        write_value(out, diagnostic)
    }

    fn problem(&mut self, out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
        let path = places::relative(&problem.path);
        let range = problem.place.as_ref().map(|(source, span)| Range::new(source, *span));
        let diagnostic = Diagnostic {
            message: problem.message.clone(),
            location: Location { path: &path, range },
            severity: "ERROR",
            code: None,
            suggestions: Vec::new(),
            related: Vec::new(),
        };
        self.write(out, &diagnostic)
    }
}

impl Output for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"copydesk\"},\"diagnostics\":[")
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let path = places::relative(checked.source.path());
        for finding in &checked.findings {
            self.write(out, &Diagnostic::finding(&path, &checked.source, finding))?;
        }
        checked.problems.iter().try_for_each(|problem| self.problem(out, problem))
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        problems.iter().try_for_each(|problem| self.problem(out, problem))?;
        out.write_all(b"\n]}\n")
    }
}
