//! Page: what stands around the copy: the head, the counts, where in the piece, the index of a run.

use super::cast;
use super::copy::Copy;
use super::escape::Escaped;
use super::notes::Notes;
use super::sheet::Sheet;
use super::verdict;
use crate::document::{Document, TokenKind};
use crate::finding::{Checked, Finding, Severity};
use crate::problem::Problem;
use crate::report::{Summary, places};
use std::collections::HashSet;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");

/// What may be loaded: nothing; and styles in the page itself hold.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A draft, drawn.
pub(super) struct Draft {
    /// Its path.
    pub(super) path: String,
    /// The name of its page in a folder.
    pub(super) page: String,
    /// What stands in its page.
    pub(super) html: String,
    /// How many findings of each severity: notes, warnings, errors.
    counts: [usize; 3],
    words: usize,
    /// The first of its gravest findings.
    worst: String,
}

/// Draws a draft: the `number`th of its page.
pub(super) fn draft(checked: &Checked, document: &Document, number: usize) -> Draft {
    let findings = &checked.findings;
    let mut counts = [0; 3];
    findings.iter().for_each(|finding| counts[finding.severity as usize] += 1);
    let prefix = if number == 1 { String::new() } else { format!("d{number}-") };
    let path = places::relative(checked.source.path()).into_owned();
    let words =
        document.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).count();
    let worst = findings.iter().rev().max_by_key(|finding| finding.severity);
    let mut html = String::new();
    let _ = write!(html, "<article id=\"{prefix}draft\"><h2>{}</h2>", Escaped(&path));
    draw_summary(&mut html, counts, checked, words);
    draw_strip(&mut html, document, findings);
    let sheet = Sheet::new(document, findings);
    draw_copy(&mut html, &sheet, &prefix);
    // Who is in the piece stands below the copy, beside notes that go on further; on wide screens beside both.
    cast::draw(&mut html, &sheet, &prefix);
    html.push_str("</div></article>");
    Draft {
        page: String::new(),
        html,
        counts,
        words,
        worst: worst.map_or(String::new(), |one| one.message.clone()),
        path,
    }
}

fn draw_summary(html: &mut String, counts: [usize; 3], checked: &Checked, words: usize) {
    let _ = write!(html, "<p class=\"said\">{}</p><p class=\"size\">", in_words(counts));
    html.push_str(&counted(words, "word"));
    if checked.suppressed > 0 {
        let _ = write!(html, " · {} silenced in the draft", checked.suppressed);
    }
    html.push_str("</p><dl class=\"counts\">");
    for (_, severity) in Severity::NAMES.into_iter().rev() {
        let (class, count) = (severity.name(), counts[severity as usize]);
        let _ = write!(html, "<div class=\"{class}\"><dt>{}</dt><dd>{count}</dd></div>", capital(verdict(severity)));
    }
    html.push_str("</dl>");
}

/// `Three must be fixed, one should be, and two are for the eye.`
fn in_words(counts: [usize; 3]) -> String {
    let [notes, warnings, errors] = counts;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(format!("{} must be fixed", spelled(errors)));
    }
    if warnings > 0 {
        parts.push(format!("{} should be fixed", spelled(warnings)));
    }
    if notes > 0 {
        parts.push(format!("{} {} for the eye", spelled(notes), if notes == 1 { "is" } else { "are" }));
    }
    match parts.pop() {
        None => "Nothing was found.".to_owned(),
        Some(last) if parts.is_empty() => format!("{}.", capital(&last)),
        Some(last) => format!("{} and {last}.", capital(&parts.join(", "))),
    }
}

/// A number as copy spells it.
fn spelled(number: usize) -> String {
    const SMALL: [&str; 10] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    SMALL.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A strip from the first word to the last with a stroke for each finding.
fn draw_strip(html: &mut String, document: &Document, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    let length = f64::from(document.source.len().max(1));
    let count = counted(findings.len(), "finding");
    let _ = write!(
        html,
        "<h3 class=\"where\">Where in the piece</h3><svg class=\"strip\" viewBox=\"0 0 1000 26\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{count} from the first word to the last; each is told in the notes\"><rect class=\"track\" x=\"0\" y=\"12\" width=\"1000\" height=\"2\"/>"
    );
    for finding in findings {
        let at = f64::from(finding.span.start) / length * 994.0;
        // Longer is graver, so that colour need not tell it alone.
        let reach = match finding.severity {
            Severity::Error => 13,
            Severity::Warning => 9,
            Severity::Note => 5,
        };
        let (class, top, height) = (finding.severity.name(), 13 - reach, reach * 2);
        let _ = write!(html, "<rect class=\"{class}\" x=\"{at:.1}\" y=\"{top}\" width=\"6\" height=\"{height}\"/>");
    }
    html.push_str("</svg>");
}

/// Opens the proof and draws the rows of the copy with their notes.
fn draw_copy(html: &mut String, sheet: &Sheet<'_>, prefix: &str) {
    let copy = Copy { sheet, prefix };
    let mut notes = Notes { sheet, prefix, told: HashSet::new() };
    let mut last = 0;
    html.push_str("<div class=\"proof\">");
    for row in &sheet.rows {
        let line = row.line;
        let has = if row.findings.is_empty() { "" } else { " has" };
        let _ = write!(html, "<div class=\"row{has}\"");
        // Of the rows that begin in one line the first goes by its name.
        if line > last {
            let _ = write!(html, " id=\"{prefix}l{line}\"");
            last = line;
        }
        html.push('>');
        notes.draw(html, row, line);
        let _ = write!(html, "<span class=\"line\" aria-hidden=\"true\">{line}</span>");
        copy.draw(html, row);
        html.push_str("</div>\n");
    }
}

/// A whole page.
fn page(title: &str, body: &str) -> String {
    let title = Escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
}

/// The page of a draft. In a folder it leads back to the index.
pub(super) fn of_draft(draft: &Draft, in_folder: bool) -> String {
    let back = if in_folder { "<nav><a href=\"index.html\">All drafts</a></nav>" } else { "" };
    let body = format!("<header>{back}<h1>Proof</h1></header>\n<main>{}</main>\n{}", draft.html, footer());
    page(&format!("Proof of {}", draft.path), &body)
}

/// One page for all drafts of a run.
pub(super) fn of_all(drafts: &[Draft], problems: &[Problem], summary: &Summary) -> String {
    let target =
        |number: usize, _: &Draft| if number == 0 { "#draft".to_owned() } else { format!("#d{}-draft", number + 1) };
    let list = table(drafts, target);
    let each: String = drafts.iter().map(|draft| &*draft.html).collect();
    let body = format!("{}\n<main>{list}{}{each}</main>\n{}", head(summary), problem_list(problems), footer());
    page(&format!("Proof of {}", counted(drafts.len(), "draft")), &body)
}

/// The index of a folder.
pub(super) fn index(drafts: &[Draft], problems: &[Problem], summary: &Summary) -> String {
    let list = table(drafts, |_, draft| draft.page.clone());
    let body = format!("{}\n<main>{list}{}</main>\n{}", head(summary), problem_list(problems), footer());
    page(&format!("Proofs of {}", counted(drafts.len(), "draft")), &body)
}

fn head(summary: &Summary) -> String {
    let counts = [summary.notes, summary.warnings, summary.errors].map(|count| count as usize);
    let files = counted(summary.files as usize, "draft");
    format!("<header><h1>Proof of {files}</h1><p class=\"said\">{}</p></header>", in_words(counts))
}

fn footer() -> String {
    format!(
        "<footer><p>Marked by copydesk {}. Struck out and written in is what it would do; the rest is for an editor.</p></footer>",
        env!("CARGO_PKG_VERSION")
    )
}

/// The drafts of a run, each leading to its proof.
fn table(drafts: &[Draft], target: impl Fn(usize, &Draft) -> String) -> String {
    let mut html = "<div class=\"wide\" role=\"region\" aria-label=\"Drafts\" tabindex=\"0\"><table class=\"index\"><thead><tr><th scope=\"col\">Draft</th><th scope=\"col\">Must fix</th><th scope=\"col\">Should fix</th><th scope=\"col\">For the eye</th><th scope=\"col\">Words</th><th scope=\"col\">Gravest</th></tr></thead><tbody>".to_owned();
    for (number, draft) in drafts.iter().enumerate() {
        let [notes, warnings, errors] = draft.counts;
        let (target, path) = (target(number, draft), Escaped(&draft.path));
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><a href=\"{}\">{path}</a></th><td>{errors}</td><td>{warnings}</td><td>{notes}</td><td>{}</td><td>{}</td></tr>",
            Escaped(&target),
            draft.words,
            Escaped(&draft.worst)
        );
    }
    html + "</tbody></table></div>"
}

fn problem_list(problems: &[Problem]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let mut html = "<section class=\"problems\"><h2>Problems</h2><ul>".to_owned();
    for problem in problems {
        let colon = if problem.path.is_empty() { "" } else { ": " };
        let _ = write!(html, "<li>{}{colon}{}</li>", Escaped(&problem.path), Escaped(&problem.message));
    }
    html + "</ul></section>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_in_words() {
        assert_eq!(in_words([0, 0, 0]), "Nothing was found.");
        assert_eq!(in_words([1, 0, 0]), "One is for the eye.");
        assert_eq!(in_words([2, 6, 3]), "Three must be fixed, six should be fixed and two are for the eye.");
        assert_eq!(in_words([0, 0, 12]), "12 must be fixed.");
    }
}
