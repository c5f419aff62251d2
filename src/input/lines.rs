//! Lines of a draft: where each begins and ends, and the runs of empty ones.

use crate::source::Span;

/// A line and what ends it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    /// Offset of the first byte.
    pub(super) start: u32,
    /// Offset of the line end, or of the end of the text.
    pub(super) end: u32,
    /// Offset of the next line.
    pub(super) next: u32,
}

/// The lines of a text. A line feed, a carriage return with a line feed and a lone carriage return end one.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    feed: usize,
    carriage: usize,
}

/// The lines from an offset on, which must be a border of characters.
pub(super) fn lines(text: &str, from: usize) -> Lines<'_> {
    Lines { text, at: from, feed: find(text, from, b'\n'), carriage: find(text, from, b'\r') }
}

/// Length of a byte order mark at the head.
pub(super) fn mark_length(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

fn find(text: &str, from: usize, wanted: u8) -> usize {
    text.get(from..).and_then(|rest| memchr::memchr(wanted, rest.as_bytes())).map_or(text.len(), |at| from + at)
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        if self.feed < start {
            self.feed = find(self.text, start, b'\n');
        }
        if self.carriage < start {
            self.carriage = find(self.text, start, b'\r');
        }
        let end = self.feed.min(self.carriage);
        let rest = &self.text.as_bytes()[end..];
        let length = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r', b'\r', b'\n', ..] => 3,
            _ => rest.len().min(1),
        };
        self.at = end + length;
        Some(Line { start: start as u32, end: end as u32, next: self.at as u32 })
    }
}

/// Grows a span over the white space around it to whole lines, where nothing else stands on them.
pub(super) fn whole_lines(text: &str, span: Span) -> Span {
    whole_lines_after(text, span, false)
}

/// The same where the marks of a quotation (“> ”) may stand before the span.
pub(super) fn whole_lines_after(text: &str, span: Span, quoted: bool) -> Span {
    let bytes = text.as_bytes();
    let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t');
    let prefix = |byte: &&u8| blank(byte) || (quoted && **byte == b'>');
    let before = &bytes[..span.start as usize];
    let start = before.len() - before.iter().rev().take_while(prefix).count();
    let opens = start == 0 || start == mark_length(text) || ends_line(bytes, start);
    if !opens {
        return span;
    }
    if !span.is_empty() && ends_line(bytes, span.end as usize) {
        return Span::new(start as u32, span.end);
    }
    let after = &bytes[span.end as usize..];
    let tail = after.iter().take_while(blank).count();
    let end = match &after[tail..] {
        [b'\r', b'\n', ..] => tail + 2,
        [b'\n' | b'\r', ..] => tail + 1,
        [] => tail,
        _ => return span,
    };
    Span::new(start as u32, span.end + end as u32)
}

/// Whether a line end stands right before an offset.
fn ends_line(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(|last| matches!(last, b'\n' | b'\r'))
}

/// The runs of empty lines of a draft, as [`super::Draft::blank_runs`] wants them.
pub(super) fn blank_runs(text: &str) -> Vec<Span> {
    let mut runs = Vec::new();
    let mark = mark_length(text);
    let (mut start, mut ends) = (mark as u32, 0);
    for line in lines(text, mark) {
        if !is_blank(text, line) {
            if ends >= 3 {
                runs.push(Span::new(start, line.start));
            }
            (start, ends) = (line.end, 0);
        }
        ends += u32::from(line.next > line.end);
    }
    if ends >= 2 {
        runs.push(Span::new(start, text.len() as u32));
    }
    runs
}

fn is_blank(text: &str, line: Line) -> bool {
    text.get(line.start as usize..line.end as usize).is_none_or(|slice| slice.trim_start().is_empty())
}

/// Whether a line is a mark that version control leaves where two drafts disagree.
pub(super) fn is_conflict_mark(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| {
        line.strip_prefix(mark)
            .is_some_and(|rest| rest.trim().is_empty() || (rest.starts_with(' ') && !mark.starts_with('=')))
    })
}

/// The lines of a draft that are marks of a conflict; none unless there is one that opens or closes it.
pub(super) fn conflict_marks(text: &str) -> Vec<Span> {
    if !text.contains("<<<<<<< ") && !text.contains(">>>>>>> ") {
        return Vec::new();
    }
    let marked = |line: &Line| text.get(line.start as usize..line.end as usize).is_some_and(is_conflict_mark);
    lines(text, mark_length(text)).filter(marked).map(|line| Span::new(line.start, line.next)).collect()
}
