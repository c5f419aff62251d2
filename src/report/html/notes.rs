//! Notes: what stands in the margin beside a row.

use super::cast::linked;
use super::escape::Escaped;
use super::sheet::{Row, Sheet};
use super::verdict;
use crate::finding::Finding;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

/// Notes of one rule beside one row before the rest is folded.
const SHOWN: usize = 2;

/// Notes beside one row that paper has room for; more go below it.
const BESIDE: usize = 4;

/// Characters of another place that are shown.
const QUOTED: usize = 40;

/// The margin of a draft.
pub(super) struct Notes<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) prefix: &'a str,
    /// Rules that have been named, with their reasons; their further notes are shorter.
    pub(super) told: HashSet<&'a str>,
}

impl<'a> Notes<'a> {
    /// Draws the notes beside a row; nothing where there are none. Those of a rule that has many are folded.
    pub(super) fn draw(&mut self, html: &mut String, row: &Row, line: u32) {
        if row.findings.is_empty() {
            return;
        }
        let many = if row.findings.len() > BESIDE { " many" } else { "" };
        let _ = write!(
            html,
            "<div class=\"notes{many}\" role=\"group\" aria-label=\"Notes on line {line}, whose copy follows\"><ol>"
        );
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut folded: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in &row.findings {
            let rule = &*self.sheet.findings[*index].rule;
            let count = seen.entry(rule).or_default();
            *count += 1;
            if *count > SHOWN {
                folded.entry(rule).or_default().push(*index);
            } else {
                self.draw_note(html, *index);
            }
        }
        html.push_str("</ol>");
        for (rule, indices) in folded {
            let _ = write!(html, "<details><summary>{} more of {}</summary><ol>", indices.len(), Escaped(rule));
            indices.into_iter().for_each(|index| self.draw_note(html, index));
            html.push_str("</ol></details>");
        }
        html.push_str("</div>");
    }

    fn draw_note(&mut self, html: &mut String, index: usize) {
        let finding = &self.sheet.findings[index];
        let (prefix, number, class) = (self.prefix, index + 1, finding.severity.name());
        let _ = write!(html, "<li class=\"{class}\" id=\"{prefix}n{number}\"><p>");
        let _ = write!(
            html,
            "<a class=\"n {class}\" href=\"#{prefix}m{number}\" aria-label=\"to mark {number}\">{number}</a> "
        );
        let _ = write!(html, "<b class=\"verdict\">{}</b> {}", verdict(finding.severity), Escaped(&finding.message));
        for (nth, help) in finding.help.iter().enumerate() {
            let before = if nth == 0 { " — " } else { "; " };
            let _ = write!(html, "{before}<b class=\"help\">{}</b>", Escaped(help));
        }
        let rule = Escaped(&finding.rule);
        let first = self.told.insert(&finding.rule);
        if first {
            html.push_str("</p>");
        } else {
            let _ = write!(html, " <code class=\"rule\">{rule}</code></p>");
        }
        self.draw_labels(html, finding);
        if first && !finding.notes.is_empty() {
            let why = finding.notes.join(" ");
            let why = Escaped(&why);
            let _ = write!(
                html,
                "<details class=\"rule\"><summary><code>{rule}</code><span class=\"why\"> why</span></summary><p>{why}</p></details>"
            );
        } else if first {
            let _ = write!(html, "<p class=\"rule\"><code>{rule}</code></p>");
        }
        html.push_str("</li>");
    }

    /// The other places that explain a finding.
    fn draw_labels(&self, html: &mut String, finding: &Finding) {
        for label in finding.labels.iter().filter(|label| !label.message.is_empty()) {
            let source = label.file.as_ref().map_or(&self.sheet.document.source, |file| &file.0);
            let other = label.file.as_ref().map_or(String::new(), |file| format!("{}, ", Escaped(file.0.path())));
            let words = source.slice(label.span).split_whitespace().collect::<Vec<_>>().join(" ");
            // They are quoted here; marks of their own would double ours.
            let words = words.trim_matches(['“', '”', '"']).to_owned();
            let words = match words.char_indices().nth(QUOTED) {
                Some((end, _)) => format!("{}…", &words[..end]),
                None => words,
            };
            let words = if words.is_empty() { words } else { format!("<q>{}</q> ", Escaped(&words)) };
            let line = source.line_of(label.span.start);
            let place = match &label.file {
                Some(_) => format!("line {line}"),
                None => linked(self.sheet, self.prefix, line, "line "),
            };
            let _ = write!(html, "<p class=\"see\">{other}{place}: {words}{}</p>", Escaped(&label.message));
        }
    }
}
