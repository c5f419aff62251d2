//! Texts: documents as the client has them, and the two ways in which clients count columns.

use crate::source::Span;
use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

/// What a client's columns count.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Unit {
    /// Code units of UTF-16, unless both sides agree otherwise.
    #[default]
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
}

impl Unit {
    fn of(self, text: &str) -> u32 {
        match self {
            Self::Utf8 => text.len() as u32,
            Self::Utf16 => text.chars().map(|character| character.len_utf16() as u32).sum(),
        }
    }
}

/// A text and where its lines begin. A line ends at a line feed, a carriage return, or both.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    text: String,
    starts: Vec<u32>,
}

impl Text {
    /// A text with its lines found.
    pub fn new(text: String) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect();
        Self { text, starts }
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of an offset, which counts as the start of its character.
    pub fn position(&self, offset: u32, unit: Unit) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset) - 1;
        let before = self.text.get(self.starts[line] as usize..offset).unwrap_or_default();
        Position::new(line as u32, unit.of(before))
    }

    /// The range of a span.
    pub fn range(&self, span: Span, unit: Unit) -> Range {
        Range::new(self.position(span.start, unit), self.position(span.end.max(span.start), unit))
    }

    /// The offset of a place. One past the end of its line counts as that end, one inside a character as its start.
    pub fn offset(&self, place: Position, unit: Unit) -> u32 {
        let Some(start) = self.starts.get(place.line as usize) else { return self.text.len() as u32 };
        let end = self.starts.get(place.line as usize + 1).map_or(self.text.len(), |end| *end as usize);
        let line = self.text.get(*start as usize..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut left = place.character;
        let mut offset = *start;
        for character in line.chars() {
            let length = match unit {
                Unit::Utf8 => character.len_utf8(),
                Unit::Utf16 => character.len_utf16(),
            } as u32;
            if left < length {
                break;
            }
            left -= length;
            offset += character.len_utf8() as u32;
        }
        offset
    }

    /// The span of a range.
    pub fn span(&self, range: Range, unit: Unit) -> Span {
        let start = self.offset(range.start, unit);
        Span::new(start, self.offset(range.end, unit).max(start))
    }

    /// Makes a change that the client made.
    pub fn change(&mut self, change: TextDocumentContentChangeEvent, unit: Unit) {
        let text = match change.range {
            None => change.text,
            Some(range) => {
                let span = self.span(range, unit).range();
                let mut text = std::mem::take(&mut self.text);
                text.replace_range(span, &change.text);
                text
            }
        };
        *self = Self::new(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back_in_both_units() {
        let text = Text::new("“é” 🦉 x\r\nb\rc\n\nd".to_owned());
        for unit in [Unit::Utf8, Unit::Utf16] {
            for (offset, _) in text.text().char_indices() {
                let place = text.position(offset as u32, unit);
                // The line feed of a pair stands behind the end of its line.
                if text.text()[offset..].starts_with('\n') && text.text()[..offset].ends_with('\r') {
                    continue;
                }
                assert_eq!(text.offset(place, unit), offset as u32, "{unit:?} {place:?}");
            }
        }
        let owl = text.text().find('x').expect("an x") as u32;
        assert_eq!(text.position(owl, Unit::Utf16), Position::new(0, 7));
        assert_eq!(text.position(owl, Unit::Utf8), Position::new(0, 14));
        let last = text.text().len() as u32;
        assert_eq!(text.position(last, Unit::Utf16), Position::new(4, 1));
    }

    #[test]
    fn places_out_of_the_text_are_moved_in() {
        let text = Text::new("ab\r\n🦉".to_owned());
        assert_eq!(text.offset(Position::new(0, 99), Unit::Utf16), 2);
        assert_eq!(text.offset(Position::new(9, 0), Unit::Utf16), 8);
        assert_eq!(text.offset(Position::new(1, 1), Unit::Utf16), 4, "inside the owl");
    }

    #[test]
    fn changes_are_made_in_place() {
        let mut text = Text::new("He saw 🦉 teh fair.\n".to_owned());
        let range = Range::new(Position::new(0, 10), Position::new(0, 13));
        let change =
            |range, new: &str| TextDocumentContentChangeEvent { range, range_length: None, text: new.to_owned() };
        text.change(change(Some(range), "the"), Unit::Utf16);
        assert_eq!(text.text(), "He saw 🦉 the fair.\n");
        text.change(change(None, "new"), Unit::Utf16);
        assert_eq!(text, Text::new("new".to_owned()));
    }
}
