//! `junit`: a suite a draft and a case a finding, for CI servers that show tests. Errors and warnings fail their case,
//! notes do not; a clean draft is one case that passes.

use super::places;
use super::xml::Xml;
use super::{Output, Style, Summary};
use crate::finding::{Checked, Finding, Severity};
use crate::problem::Problem;
use crate::source::Source;
use std::io::{self, Write};

struct Junit;

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Junit)
}

impl Output for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"copydesk\">\n")
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let path = places::relative(checked.source.path());
        let cases = checked.findings.len().max(1);
        let failures = checked.findings.iter().filter(|finding| fails(finding)).count();
        begin_suite(out, &path, (cases, failures, 0))?;
        if checked.findings.is_empty() {
            writeln!(out, "    <testcase name=\"nothing found\" classname=\"{}\" time=\"0\"/>", Xml(&path))?;
        }
        for finding in &checked.findings {
            write_case(out, &path, &checked.source, finding)?;
        }
        out.write_all(b"  </testsuite>\n")?;
        write_problems(out, &checked.problems)
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        write_problems(out, problems)?;
        out.write_all(b"</testsuites>\n")
    }
}

fn fails(finding: &Finding) -> bool {
    finding.severity > Severity::Note
}

/// Begins a suite of so many cases, failures and errors.
fn begin_suite(out: &mut dyn Write, name: &str, (cases, failures, errors): (usize, usize, usize)) -> io::Result<()> {
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"{errors}\" time=\"0\">",
        Xml(name)
    )
}

fn write_case(out: &mut dyn Write, path: &str, source: &Source, finding: &Finding) -> io::Result<()> {
    let place = source.position(finding.span.start);
    let (line, column) = (place.line, place.column);
    let name = format!("{} at {line}:{column}", finding.rule);
    writeln!(out, "    <testcase name=\"{}\" classname=\"{}\" time=\"0\">", Xml(&name), Xml(path))?;
    let told = places::told(finding);
    let (path, told) = (Xml(path), Xml(&told));
    if fails(finding) {
        let (message, severity) = (Xml(&finding.message), finding.severity.name());
        writeln!(
            out,
            "      <failure message=\"{message}\" type=\"{severity}\">{path}:{line}:{column}: {told}</failure>"
        )?;
    } else {
        writeln!(out, "      <system-out>{path}:{line}:{column}: {told}</system-out>")?;
    }
    out.write_all(b"    </testcase>\n")
}

fn write_problems(out: &mut dyn Write, problems: &[Problem]) -> io::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    begin_suite(out, "copydesk", (problems.len(), 0, problems.len()))?;
    for problem in problems {
        let path = places::relative(&problem.path);
        let name = if path.is_empty() { "copydesk" } else { &*path };
        let (name, message) = (Xml(name), Xml(&problem.message));
        writeln!(
            out,
            "    <testcase name=\"{message}\" classname=\"{name}\" time=\"0\">\n      <error message=\"{message}\" type=\"problem\"/>\n    </testcase>"
        )?;
    }
    out.write_all(b"  </testsuite>\n")
}
