//! `concise`: a line a finding, `path:line:column: severity[rule]: message`, as compilers and editors know it.

use super::text::visible::visible;
use super::{Output, Style, Summary};
use crate::finding::Checked;
use crate::problem::Problem;
use std::io::{self, Write};

struct Concise;

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Concise)
}

impl Output for Concise {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let path = visible(checked.source.path());
        for finding in &checked.findings {
            let place = checked.source.position(finding.span.start);
            let (severity, message) = (finding.severity.name(), visible(&finding.message));
            writeln!(out, "{path}:{}:{}: {severity}[{}]: {message}", place.line, place.column, finding.rule)?;
        }
        checked.problems.iter().try_for_each(|problem| write_problem(out, problem))
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        problems.iter().try_for_each(|problem| write_problem(out, problem))
    }
}

fn write_problem(out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
    let (path, message) = (visible(&problem.path), visible(&problem.message));
    match &problem.place {
        Some((source, span)) => {
            let place = source.position(span.start);
            writeln!(out, "{path}:{}:{}: error: {message}", place.line, place.column)
        }
        None if path.is_empty() => writeln!(out, "error: {message}"),
        None => writeln!(out, "{path}: error: {message}"),
    }
}
