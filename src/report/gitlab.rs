//! `gitlab`: a list of code quality findings, which GitLab shows in merge requests. A finding is known by its
//! fingerprint, which does not change when its line does.

use super::fingerprint::{Fingerprints, hash};
use super::json::write_value;
use super::places::{self, Range};
use super::{Output, Style, Summary};
use crate::finding::{Checked, Severity};
use crate::problem::Problem;
use crate::source::Position;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Entry<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

impl From<Position> for Place {
    fn from(place: Position) -> Self {
        Self { line: place.line, column: place.column }
    }
}

impl From<Range> for Positions {
    fn from(range: Range) -> Self {
        Self { begin: range.start.into(), end: range.end.into() }
    }
}

#[derive(Default)]
struct Gitlab {
    entries: usize,
}

/// A writer of the format.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Gitlab::default())
}

impl Gitlab {
    fn write(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        out.write_all(if self.entries == 0 { b"\n" } else { b",\n" })?;
        self.entries += 1;
        write_value(out, entry)
    }

    /// A problem that is in a file.
    fn problem(&mut self, out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
        if problem.path.is_empty() {
            return Ok(());
        }
        let first = || Place { line: 1, column: 1 };
        let positions = match &problem.place {
            Some((source, span)) => Range::new(source, *span).into(),
            None => Positions { begin: first(), end: first() },
        };
        let path = places::relative(&problem.path);
        let entry = Entry {
            description: &problem.message,
            check_name: "copydesk",
            fingerprint: format!("{:032x}", hash([&*path, &problem.message])),
            severity: "blocker",
            location: Location { path: &path, positions },
        };
        self.write(out, &entry)
    }
}

impl Output for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let path = places::relative(checked.source.path());
        let mut fingerprints = Fingerprints::default();
        for finding in &checked.findings {
            let told = places::told(finding).replace("\nhelp: ", "; ");
            let entry = Entry {
                description: &told,
                check_name: &finding.rule,
                fingerprint: fingerprints.next(&checked.source, finding),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                location: Location { path: &path, positions: Range::new(&checked.source, finding.span).into() },
            };
            self.write(out, &entry)?;
        }
        checked.problems.iter().try_for_each(|problem| self.problem(out, problem))
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], _: &Summary) -> io::Result<()> {
        problems.iter().try_for_each(|problem| self.problem(out, problem))?;
        out.write_all(b"\n]\n")
    }
}
