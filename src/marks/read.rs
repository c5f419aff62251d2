//! Finds the marks of a draft.

use super::{Mark, Reach, Selector};
use crate::problem::{Problem, nearest};
use crate::source::{Source, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// What every mark begins with.
const PREFIX: &str = "copydesk:";

/// The marks in comments, in order of place, and what is wrong with them.
pub fn in_comments(source: &Arc<Source>, comments: &[Span]) -> (Vec<Mark>, Vec<Problem>) {
    let mut comments = comments.to_vec();
    comments.sort_unstable();
    let (mut marks, mut problems) = (Vec::new(), Vec::new());
    for comment in comments {
        let whole = source.slice(comment);
        let inner = whole.strip_prefix("<!--").unwrap_or(whole);
        let inner = inner.strip_suffix("-->").unwrap_or(inner);
        let start = comment.start + whole.len().min(4) as u32;
        if let Some(words) = after_prefix(inner, start) {
            read_mark(source, comment, words, &mut marks, &mut problems);
        }
    }
    (marks, problems)
}

/// The marks on lines of plain text, in order of place, and what is wrong with them.
pub fn on_lines(source: &Arc<Source>) -> (Vec<Mark>, Vec<Problem>) {
    let (mut marks, mut problems) = (Vec::new(), Vec::new());
    let lines = mark_lines(source.text());
    let prose = if lines.is_empty() { Span::default() } else { prose(source.text()) };
    for line in lines {
        let Some(words) = after_prefix(source.slice(line), line.start) else { continue };
        if prose.contains(line) {
            let problem = Problem::at(source, line, "a mark amid plain text has no effect");
            problems.push(problem.help("put it on the first or the last line: there it holds for the whole draft"));
            continue;
        }
        read_mark(source, line, words, &mut marks, &mut problems);
    }
    // A line at the head or foot holds for the draft, however it says so.
    for mark in &mut marks {
        mark.reach = Reach::File;
    }
    (marks, problems)
}

/// The text with its mark lines made blank, so that no reader takes them for prose; offsets stay.
pub fn without_lines(text: &str) -> Cow<'_, str> {
    let lines = mark_lines(text);
    if lines.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blank = String::with_capacity(text.len());
    for line in lines {
        blank.push_str(text.get(blank.len()..line.start as usize).unwrap_or_default());
        blank.extend(std::iter::repeat_n(' ', line.len() as usize));
    }
    blank.push_str(text.get(blank.len()..).unwrap_or_default());
    Cow::Owned(blank)
}

/// The lines of a text, each with its place, line ends left out.
fn lines(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut start = 0;
    text.split(['\n', '\r']).map(move |line| {
        let span = Span::new(start, start + line.len() as u32);
        start = span.end + 1;
        (span, line.trim_matches(['\u{FEFF}', ' ', '\t']))
    })
}

fn is_mark(line: &str) -> bool {
    line.strip_prefix(PREFIX).is_some_and(|rest| rest.trim_start().starts_with("ignore"))
}

/// The lines that are marks, line ends and a byte order mark left out.
fn mark_lines(text: &str) -> Vec<Span> {
    if !text.contains(PREFIX) {
        return Vec::new();
    }
    let bare = |span: Span| if text[span.range()].starts_with('\u{FEFF}') { 3 } else { 0 };
    let marks = lines(text).filter(|(_, line)| is_mark(line));
    marks.map(|(span, _)| Span::new(span.start + bare(span), span.end)).collect()
}

/// From the first to the last line that is neither blank nor a mark.
fn prose(text: &str) -> Span {
    let mut lines = lines(text).filter(|(_, line)| !line.is_empty() && !is_mark(line)).map(|(span, _)| span);
    let first = lines.next().unwrap_or_default();
    lines.last().map_or(first, |last| first.join(last))
}

/// Words of the draft and where they begin.
type Words<'a> = (&'a str, u32);

fn after_prefix(text: &str, start: u32) -> Option<Words<'_>> {
    let rest = text.trim_start().strip_prefix(PREFIX)?;
    Some((rest, start + (text.len() - rest.len()) as u32))
}

fn read_mark(
    source: &Arc<Source>,
    span: Span,
    (words, start): Words<'_>,
    marks: &mut Vec<Mark>,
    problems: &mut Vec<Problem>,
) {
    let at = |part: &str| start + (part.as_ptr() as usize - words.as_ptr() as usize) as u32;
    let trimmed = words.trim_start();
    let length = trimmed.find(|sign: char| sign.is_whitespace() || sign == ':').unwrap_or(trimmed.len());
    let (verb, rest) = trimmed.split_at(length);
    let verb_span = Span::new(at(trimmed), at(trimmed) + verb.len() as u32);
    let Some((_, reach)) = Reach::NAMES.into_iter().find(|(name, _)| *name == verb) else {
        let near = nearest(verb, Reach::NAMES.map(|(name, _)| name));
        let help = near.map_or("write `ignore RULE: reason`".to_owned(), |near| format!("write `{near}`"));
        problems.push(Problem::at(source, verb_span, format!("unknown mark `{verb}`")).help(help));
        return;
    };
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let selectors: Vec<Selector> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Selector { text: name.to_owned(), span: Span::new(at(name), at(name) + name.len() as u32) })
        .collect();
    if selectors.is_empty() && matches!(reach, Reach::Next | Reach::Start) {
        let problem = Problem::at(source, verb_span, "the mark names no rule");
        problems.push(problem.help("name a rule or a category; `all` stands for every rule"));
        return;
    }
    marks.push(Mark { span, reach, selectors, reasoned: !reason.trim().is_empty() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(text: &str) -> (Vec<Mark>, Vec<String>) {
        let source = Arc::new(Source::new("a.md", text));
        let spans: Vec<Span> = text
            .match_indices("<!--")
            .map(|(at, _)| Span::new(at as u32, (at + text[at..].find("-->").expect("an end") + 3) as u32))
            .collect();
        let (marks, problems) = in_comments(&source, &spans);
        (marks, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn names_end_at_the_colon() {
        let text = "<!-- copydesk: ignore typo/doubled-word, quote: he says “so: there” -->";
        let (marks, problems) = comments(text);
        assert!(problems.is_empty());
        let names: Vec<&str> = marks[0].selectors.iter().map(|one| &text[one.span.range()]).collect();
        assert_eq!((marks[0].reach, names), (Reach::Next, vec!["typo/doubled-word", "quote"]));
    }

    #[test]
    fn other_comments_are_none_of_ours() {
        assert_eq!(comments("<!-- copydesk is a linter --><!-- a --><!---->"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_mark_must_be_known_and_name_a_rule() {
        let (marks, problems) =
            comments("<!-- copydesk: ingore typo --><!--copydesk:ignore--><!--copydesk: ignore-file-->");
        assert_eq!(problems, ["unknown mark `ingore`", "the mark names no rule"]);
        assert_eq!(marks.iter().map(|mark| mark.reach).collect::<Vec<_>>(), [Reach::File]);
    }

    #[test]
    fn lines_count_at_the_head_and_foot_only() {
        let text = "\u{FEFF}copydesk: ignore typo\n\nHead\n\nIt read copydesk: ignore me.\ncopydesk: ignore quote\nEnd.\n\ncopydesk: ignore name\n";
        let source = Arc::new(Source::new("a.txt", text));
        let (marks, problems) = on_lines(&source);
        let names: Vec<&str> = marks.iter().map(|mark| &*mark.selectors[0].text).collect();
        assert_eq!((names, problems.len()), (vec!["typo", "name"], 1));
        let blank = without_lines(text);
        assert_eq!(blank.len(), text.len());
        assert_eq!(
            blank.split_whitespace().collect::<Vec<_>>().join(" "),
            "\u{FEFF} Head It read copydesk: ignore me. End."
        );
    }
}
