//! `github`: a workflow command a finding, which GitHub Actions shows at the line of the draft.

use super::places::{self, Range};
use super::{Output, Style, Summary};
use crate::finding::{Checked, Finding, Severity};
use crate::problem::Problem;
use crate::source::Source;
use std::borrow::Cow;
use std::io::{self, Write};

struct Github;

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Github)
}

impl Output for Github {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        checked.findings.iter().try_for_each(|finding| write_finding(out, &checked.source, finding))?;
        checked.problems.iter().try_for_each(|problem| write_problem(out, problem))
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        problems.iter().try_for_each(|problem| write_problem(out, problem))
    }
}

fn write_finding(out: &mut dyn Write, source: &Source, finding: &Finding) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let range = Range::new(source, finding.span);
    write!(out, "::{command} title={},", property(&finding.rule))?;
    write_place(out, source.path(), range)?;
    writeln!(out, "::{}", data(&places::told(finding)))
}

/// Writes where: columns only where the place lies in one line, as GitHub wants it.
fn write_place(out: &mut dyn Write, path: &str, range: Range) -> io::Result<()> {
    let Range { start, end } = range;
    write!(out, "file={},line={},endLine={}", property(&places::relative(path)), start.line, end.line)?;
    if range.in_one_line() {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    Ok(())
}

fn write_problem(out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
    write!(out, "::error title=copydesk")?;
    match &problem.place {
        Some((source, span)) => {
            write!(out, ",")?;
            write_place(out, &problem.path, Range::new(source, *span))?;
        }
        None if problem.path.is_empty() => {}
        None => write!(out, ",file={}", property(&places::relative(&problem.path)))?,
    }
    writeln!(out, "::{}", data(&problem.message))
}

/// Text after the `::`. A line feed would begin the next command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> Cow<'_, str> {
    if text.contains(['%', '\r', '\n', ':', ',']) {
        return Cow::Owned(data(text).replace(':', "%3A").replace(',', "%2C"));
    }
    Cow::Borrowed(text)
}
