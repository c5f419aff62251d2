//! `checkstyle`: the XML that most CI servers can read.

use super::places;
use super::xml::Xml;
use super::{Output, Style, Summary};
use crate::finding::{Checked, Severity};
use crate::problem::Problem;
use std::io::{self, Write};

struct Checkstyle;

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Checkstyle)
}

impl Output for Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        writeln!(out, "  <file name=\"{}\">", Xml(&places::relative(checked.source.path())))?;
        for finding in &checked.findings {
            let place = checked.source.position(finding.span.start);
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            let (told, rule) = (places::told(finding), &finding.rule);
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"copydesk.{}\"/>",
                place.line,
                place.column,
                Xml(&told),
                Xml(rule)
            )?;
        }
        out.write_all(b"  </file>\n")?;
        checked.problems.iter().try_for_each(|problem| write_problem(out, problem))
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        problems.iter().try_for_each(|problem| write_problem(out, problem))?;
        out.write_all(b"</checkstyle>\n")
    }
}

fn write_problem(out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
    let place = problem.place.as_ref().map(|(source, span)| source.position(span.start));
    let (line, column) = place.map_or((1, 1), |place| (place.line, place.column));
    writeln!(out, "  <file name=\"{}\">", Xml(&places::relative(&problem.path)))?;
    let message = Xml(&problem.message);
    writeln!(
        out,
        "    <error line=\"{line}\" column=\"{column}\" severity=\"error\" message=\"{message}\" source=\"copydesk\"/>"
    )?;
    out.write_all(b"  </file>\n")
}
