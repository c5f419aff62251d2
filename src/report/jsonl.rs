//! `jsonl`: to come.

use super::{Output, Style, Summary};
use crate::finding::Checked;
use crate::problem::Problem;
use std::io::{self, Write};

struct Report;

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Report)
}

impl Output for Report {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, _: &mut dyn Write, _: &Checked) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write, _: &[Problem], _: &Summary) -> io::Result<()> {
        Ok(())
    }
}
