//! Writes marks: what goes where in a draft so that a rule is silent at a finding.

use crate::document::Document;
use crate::finding::Edit;
use crate::input::INPUTS;
use crate::source::{Source, Span};

/// The mark that silences `rule` at a place of a draft, with a reason: before the place's block, or in plain text, which
/// has no comments, at the head, where it holds for the whole draft ([`whole_draft`]).
pub fn silencing(source: &Source, document: &Document, rule: &str, place: Span, reason: &str) -> Edit {
    let end = line_end(source.text());
    let reason = plain(reason);
    if whole_draft(document.format) {
        let head = if source.text().starts_with('\u{FEFF}') { 3 } else { 0 };
        return Edit { span: Span::at(head), text: format!("copydesk: ignore {rule}: {reason}{end}") };
    }
    if let Some(at) = front_matter(source.text()).filter(|end| place.start < *end) {
        // In there no comment can stand.
        return Edit { span: Span::at(at), text: format!("<!-- copydesk: ignore-file {rule}: {reason} -->{end}") };
    }
    let block = document.blocks.iter().find(|block| block.outer.join(block.span).end > place.start);
    let at = block.map_or(place.start, |block| block.outer.start.min(block.span.start));
    let before = source.slice(Span::new(0, at));
    let own_line = before.trim_start_matches('\u{FEFF}').is_empty() || before.ends_with(['\n', '\r']);
    let end = if own_line { end } else { " " };
    Edit { span: Span::at(at), text: format!("<!-- copydesk: ignore {rule}: {reason} -->{end}") }
}

/// Whether a mark in drafts of a format holds for the whole of them.
pub fn whole_draft(format: &str) -> bool {
    INPUTS.into_iter().any(|input| input.name() == format && input.marks_on_lines())
}

/// Where the front matter of a text ends; `None` where it has none.
fn front_matter(text: &str) -> Option<u32> {
    let mut lines = text.split_inclusive('\n');
    let fence = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"))?;
    let mut end = text.find('\n')? + 1;
    for line in lines {
        end += line.len();
        if line.trim_end() == fence {
            return line.ends_with('\n').then_some(end as u32);
        }
    }
    None
}

/// How the lines of a text end.
fn line_end(text: &str) -> &'static str {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// A reason on one line that does not end the comment it stands in.
fn plain(reason: &str) -> String {
    let words: Vec<&str> = reason.split(|sign: char| sign.is_whitespace() || sign.is_control()).collect();
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words.replace("--", "—")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checker::Checker;
    use crate::input::input_for;
    use std::sync::Arc;

    fn marked(path: &str, text: &str, at: &str, reason: &str) -> String {
        let source = Arc::new(Source::new(path, text));
        let document = Checker::with_defaults().parse(Arc::clone(&source), input_for(path));
        let start = text.find(at).expect("the place") as u32;
        let place = Span::new(start, start + at.len() as u32);
        let edit = silencing(&source, &document, "typo/doubled-word", place, reason);
        assert!(edit.span.is_empty(), "a mark takes nothing away");
        let mut text = text.to_owned();
        text.insert_str(edit.span.start as usize, &edit.text);
        text
    }

    #[test]
    fn a_mark_stands_before_the_block_and_in_plain_text_at_the_head() {
        let mark = "<!-- copydesk: ignore typo/doubled-word: a name -->";
        let text = "# Fair\n\nThe the fair.\n";
        assert_eq!(marked("a.md", text, "The the", "a name"), format!("# Fair\n\n{mark}\nThe the fair.\n"));
        assert_eq!(
            marked("a.txt", "\u{FEFF}Fair\r\n\r\nThe the fair.\r\n", "The the", "a name"),
            "\u{FEFF}copydesk: ignore typo/doubled-word: a name\r\nFair\r\n\r\nThe the fair.\r\n"
        );
        assert_eq!(
            marked("a.html", "<p>The the fair.</p>", "The the", "a name"),
            format!("{mark}\n<p>The the fair.</p>")
        );
    }

    #[test]
    fn a_mark_for_front_matter_stands_behind_it() {
        let text = "---\ntitle: The the fair\n---\n\nIt closed.\n";
        let mark = "<!-- copydesk: ignore-file typo/doubled-word: a name -->\n";
        assert_eq!(marked("a.md", text, "The the", "a name"), text.replace("\n---\n", &format!("\n---\n{mark}")));
    }

    #[test]
    fn a_reason_stays_on_its_line_and_in_its_comment() {
        let text = marked("a.md", "The the fair.\n", "The the", " so -->\n\u{1b}[2J it ---> is ");
        assert_eq!(text, "<!-- copydesk: ignore typo/doubled-word: so —> [2J it —-> is -->\nThe the fair.\n");
    }
}
