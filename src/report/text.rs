//! `text`: for people, in the manner of a good compiler: the headline, the place shown, what to write, why.

use super::{Output, Style, Summary};
use crate::finding::{Checked, Finding};
use crate::problem::Problem;
use crate::source::Source;
use snippet::Telling;
pub use snippet::proposal;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

mod snippet;
mod view;
pub mod visible;
mod window;

/// Findings of one rule shown in a file before the rest is only counted.
const SHOWN: usize = 5;

struct Text {
    style: Style,
}

/// A writer of the format.
pub fn new(style: Style) -> Box<dyn Output> {
    Box::new(Text { style })
}

impl Output for Text {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let mut reasons = BTreeSet::new();
        let (shown, folded) = fold(&checked.findings, self.style.show_all);
        for finding in shown {
            let with_notes = reasons.insert((&finding.rule, &finding.notes, &finding.url));
            let telling = Telling::finding(&checked.source, finding, with_notes);
            writeln!(out, "{}\n", telling.draw(self.style))?;
        }
        for (rule, count) in &folded {
            writeln!(out, "… and {count} more of {rule} in this file (--show-all)")?;
        }
        if !folded.is_empty() {
            writeln!(out)?;
        }
        write_problems(out, &checked.problems, self.style)
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], summary: &Summary) -> io::Result<()> {
        write_problems(out, problems, self.style)?;
        writeln!(out, "{}", closing(summary))
    }
}

/// Writes a finding alone, with why it matters where that is wanted.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_finding(
    out: &mut dyn Write,
    source: &Source,
    finding: &Finding,
    with_notes: bool,
    style: Style,
) -> io::Result<()> {
    writeln!(out, "{}\n", Telling::finding(source, finding, with_notes).draw(style))
}

/// Writes problems alone.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_problems(out: &mut dyn Write, problems: &[Problem], style: Style) -> io::Result<()> {
    problems.iter().try_for_each(|problem| writeln!(out, "{}\n", Telling::problem(problem).draw(style)))
}

/// The findings to show, and of each rule that has too many how many are left out. One finding more than usual is
/// shown rather than counted.
fn fold(findings: &[Finding], show_all: bool) -> (Vec<&Finding>, BTreeMap<&str, usize>) {
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *totals.entry(&finding.rule).or_default() += 1;
    }
    let most = |rule: &str| if show_all || totals[rule] == SHOWN + 1 { totals[rule] } else { SHOWN };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for finding in findings {
        let seen = seen.entry(&finding.rule).or_default();
        *seen += 1;
        if *seen <= most(&finding.rule) {
            shown.push(finding);
        }
    }
    let folded = seen.into_iter().map(|(rule, count)| (rule, count.saturating_sub(most(rule))));
    (shown, folded.filter(|(_, count)| *count > 0).collect())
}

/// The last line: what was found, and what can be done about it.
fn closing(summary: &Summary) -> String {
    let found: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(count, what))
        .collect();
    let files = counted(summary.files, "file");
    let mut line = match (found.is_empty(), summary.files) {
        (false, _) => format!("copydesk: {} in {files}", found.join(", ")),
        (true, 0) => "copydesk: nothing checked".to_owned(),
        (true, _) => format!("copydesk: {files} checked, nothing found"),
    };
    if summary.problems > 0 {
        line += &format!("; {}", counted(summary.problems, "problem"));
    }
    if summary.suppressed > 0 {
        line += &format!("; {} silenced in the drafts", summary.suppressed);
    }
    if summary.known > 0 {
        line += &format!("; {} known to the baseline", summary.known);
    }
    if summary.fixable > 0 {
        line += &format!("; {} can be mended with --fix", summary.fixable);
    }
    line
}

fn counted(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
