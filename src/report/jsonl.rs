//! `jsonl`: one object a line as each file is done, and a last one with the totals and problems of the run.

use super::json::{WireFile, WireProblem, WireSummary, write_value};
use super::{Output, Style, Summary};
use crate::finding::Checked;
use crate::problem::Problem;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct WireEnd<'a> {
    summary: WireSummary,
    problems: Vec<WireProblem<'a>>,
}

#[derive(Default)]
struct JsonLines {
    problems: Vec<Problem>,
}

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(JsonLines::default())
}

impl Output for JsonLines {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        self.problems.extend_from_slice(&checked.problems);
        write_value(out, &WireFile::new(checked))?;
        out.write_all(b"\n")
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], summary: &Summary) -> io::Result<()> {
        let problems = self.problems.iter().chain(problems).map(WireProblem::from).collect();
        write_value(out, &WireEnd { summary: summary.into(), problems })?;
        out.write_all(b"\n")
    }
}
