//! Report: the findings and problems of a run, written as each file is done, in order of path.
//!
//! One format a file. What programs read has wire structs of its own, apart from the inner types.

use crate::finding::{Checked, Safety, Severity};
use crate::problem::Problem;
use std::io::{self, Write};

pub mod checkstyle;
pub mod concise;
pub(crate) mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
mod places;
pub mod rdjson;
pub mod sarif;
pub mod text;
mod xml;

pub use text::visible::visible;

/// The totals of a run.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Files checked.
    pub files: u32,
    /// Findings that are errors.
    pub errors: u32,
    /// Findings that are warnings.
    pub warnings: u32,
    /// Findings that are notes.
    pub notes: u32,
    /// Findings that marks in drafts silenced.
    pub suppressed: u32,
    /// Findings that a baseline knows, which are left out.
    pub known: u32,
    /// Findings with a fix that may be applied unseen.
    pub fixable: u32,
    /// Problems, those of drafts included.
    pub problems: u32,
}

impl Summary {
    /// Counts a file in.
    pub fn add(&mut self, checked: &Checked) {
        self.files += 1;
        self.suppressed += checked.suppressed;
        for finding in &checked.findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
            let may = checked.source.outline().is_none();
            self.fixable += u32::from(may && finding.fixes.first().is_some_and(|fix| fix.safety == Safety::Safe));
        }
        self.problems += checked.problems.len() as u32;
    }

    /// How many findings are at least this grave.
    pub fn at_least(&self, severity: Severity) -> u32 {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Note => self.errors + self.warnings + self.notes,
        }
    }
}

/// How a report for people looks.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Every finding, also where one rule has many in a file.
    pub show_all: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100, show_all: false }
    }
}

/// A way to write a report. Problems of a draft come with its [`Checked`], all others at the end.
pub trait Output {
    /// Before the first file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// A file, in order of path.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()>;
    /// After the last file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], summary: &Summary) -> io::Result<()>;
}

/// A format of reports by name.
#[derive(Debug)]
pub struct Format {
    /// What `--format` says.
    pub name: &'static str,
    /// Who it is for, in one line.
    pub about: &'static str,
    /// Makes a writer.
    pub output: fn(Style) -> Box<dyn Output>,
}

/// Every format, the default one first.
pub const FORMATS: [Format; 11] = [
    Format { name: "text", about: "for people: the place shown, what is wrong, what to write", output: text::new },
    Format {
        name: "concise",
        about: "a line a finding: path:line:column: severity[rule]: message",
        output: concise::new,
    },
    Format { name: "json", about: "one object for the run, by the contract", output: json::new },
    Format { name: "jsonl", about: "one object a file as each is done, and one for the run", output: jsonl::new },
    Format { name: "github", about: "workflow commands for GitHub Actions", output: github::new },
    Format { name: "gitlab", about: "a code quality report for GitLab", output: gitlab::new },
    Format { name: "sarif", about: "SARIF 2.1.0, for code scanning", output: sarif::new },
    Format { name: "junit", about: "test cases for CI servers", output: junit::new },
    Format { name: "checkstyle", about: "Checkstyle's XML for CI servers", output: checkstyle::new },
    Format { name: "rdjson", about: "diagnostics for reviewdog", output: rdjson::new },
    Format { name: "html", about: "the proof: the copy as a copy editor marks it", output: html::new },
];
