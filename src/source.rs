//! Source: one draft as it is on disk, and the only place that turns bytes into lines, columns and UTF-16.
//!
//! Everything inside the program speaks of bytes. For UTF-8 drafts an offset into [`Source::text`] *is* an offset into
//! the file. Drafts in UTF-16 or Windows-1252 are decoded once; [`Source::file_offset`] leads back to the file's own
//! bytes, so that what is printed is always true of the file. The file of a word processor is a packed archive, in whose
//! bytes nobody can find a place; its text is its paragraphs, a line each, and bytes and lines are counted in that.

use outline::Outline;
use std::fmt;
use std::sync::{Arc, OnceLock};

pub mod outline;

/// A half-open range of bytes of the draft's text ([`Source::text`]).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether both spans share a byte; an empty span also meets what it stands inside of.
    pub const fn overlaps(self, other: Self) -> bool {
        if self.is_empty() || other.is_empty() {
            return self.start <= other.end && other.start <= self.end;
        }
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span around both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.start, self.end)
    }
}

/// How the bytes of a draft spell its text.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, low byte first, with a byte order mark.
    Utf16Le,
    /// UTF-16, high byte first, with a byte order mark.
    Utf16Be,
    /// Windows-1252, the old Western encoding of word processors.
    Windows1252,
}

/// Why the bytes of a file are no draft.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// The file holds NUL bytes or other control codes: it is no text.
    Binary,
    /// The file is neither UTF-8, UTF-16 with a byte order mark, nor plausible Windows-1252. The offset is that of the
    /// first byte that is not UTF-8.
    UnknownEncoding(u32),
    /// The file is longer than offsets can count (4 GiB).
    TooLong,
}

/// A place in the file as people and editors count.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Position {
    /// Offset in the file's own bytes.
    pub byte: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
    /// UTF-16 code units before the place in its line, from 0 (what language servers use).
    pub utf16: u32,
}

/// One draft: its path, its text and the way back to its bytes.
#[derive(Debug, Clone)]
pub struct Source {
    path: String,
    text: String,
    encoding: Encoding,
    outline: Option<Arc<Outline>>,
    lines: OnceLock<Vec<u32>>,
    counts: OnceLock<Vec<Count>>,
}

/// How many characters and UTF-16 code units begin before a place in the text.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
struct Count {
    characters: u32,
    utf16: u32,
}

impl Count {
    /// Counts on by the bytes that begin a character, so a slice may end inside one.
    fn over(self, bytes: &[u8]) -> Self {
        let characters = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
        let pairs = bytes.iter().filter(|byte| **byte >= 0xF0).count() as u32;
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + pairs }
    }
}

/// Counts are kept for every this many bytes, so that a place is found in the same short time in any line.
const COUNT_EVERY: usize = 1024;

impl Source {
    /// A draft whose text is at hand, in UTF-8. `path` is what reports call it.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            outline: None,
            lines: OnceLock::new(),
            counts: OnceLock::new(),
        }
    }

    /// A draft from the bytes of its file.
    ///
    /// # Errors
    /// When the bytes are no text or are longer than 4 GiB.
    pub fn decode(path: impl Into<String>, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(DecodeError::TooLong);
        }
        let (text, encoding) = decode_text(bytes)?;
        let mut source = Self::new(path, text);
        source.encoding = encoding;
        Ok(source)
    }

    /// The same draft as one from a word processor, whose file says this of its paragraphs.
    #[must_use]
    pub fn outlined(mut self, outline: Outline) -> Self {
        self.outline = Some(Arc::new(outline));
        self
    }

    /// The same draft under another name.
    #[must_use]
    pub fn named(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// What a word processor's file says of its paragraphs, each a line of the text; `None` for other drafts.
    pub fn outline(&self) -> Option<&Outline> {
        self.outline.as_deref()
    }

    /// What reports call the draft.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, byte order mark included where the file has one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the file spells its text.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Length of the text in bytes.
    pub fn len(&self) -> u32 {
        self.text.len() as u32
    }

    /// Whether the draft is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text of a span; empty where the span does not lie on character borders.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Offsets of the first byte of every line. A line ends at a line feed; in a file without any, at a carriage return.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let end = if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' };
            let starts = memchr::memchr_iter(end, bytes).map(|at| at as u32 + 1);
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// The line (from 1) that holds the offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines().partition_point(|start| *start <= offset) as u32
    }

    /// The span of a line (from 1), its line end left out.
    pub fn line_span(&self, line: u32) -> Span {
        let lines = self.lines();
        let index = (line.max(1) as usize - 1).min(lines.len() - 1);
        let start = lines[index];
        let end = lines.get(index + 1).copied().unwrap_or(self.len());
        let trimmed = self.slice(Span::new(start, end)).trim_end_matches(['\n', '\r']);
        Span::new(start, start + trimmed.len() as u32)
    }

    /// Line, column and UTF-16 place of an offset into the text, in short time wherever it is. Offsets inside a
    /// character count as its start, those past the end as the end. A byte order mark takes no column: editors do not
    /// count it.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.snap(offset);
        let line = self.line_of(offset);
        let column = self.between(self.column_start(line, offset), offset);
        Position { byte: self.file_offset(offset), line, column: column.characters + 1, utf16: column.utf16 }
    }

    /// The column of an offset into the text, from 1, counted in bytes of UTF-8; moved as by [`Source::position`].
    pub fn byte_column(&self, offset: u32) -> u32 {
        let offset = self.snap(offset);
        offset - self.column_start(self.line_of(offset), offset) + 1
    }

    /// Where the columns of an offset's line begin.
    fn column_start(&self, line: u32, offset: u32) -> u32 {
        let mark = if line == 1 && self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() as u32 } else { 0 };
        self.lines()[line as usize - 1] + mark.min(offset)
    }

    /// The offset in the file's own bytes of an offset into the text, which is moved as by [`Source::position`].
    pub fn file_offset(&self, offset: u32) -> u32 {
        let offset = self.snap(offset);
        match self.encoding {
            Encoding::Utf8 => offset,
            Encoding::Utf16Le | Encoding::Utf16Be => 2 + 2 * self.count(offset).utf16,
            Encoding::Windows1252 => self.count(offset).characters,
        }
    }

    /// The offset itself, or the nearest one before it that is in the text and on a character's border.
    pub fn snap(&self, offset: u32) -> u32 {
        floor(&self.text, offset as usize) as u32
    }

    /// What begins between two offsets that are on characters' borders. Few lines are so long that counting the whole text
    /// once, for all places of it, would pay.
    fn between(&self, start: u32, end: u32) -> Count {
        if (end - start) as usize <= COUNT_EVERY {
            return Count::default().over(&self.text.as_bytes()[start as usize..end as usize]);
        }
        let (start, end) = (self.count(start), self.count(end));
        Count { characters: end.characters - start.characters, utf16: end.utf16 - start.utf16 }
    }

    /// What begins before an offset that is on a character's border.
    fn count(&self, offset: u32) -> Count {
        let bytes = self.text.as_bytes();
        let counts = self.counts.get_or_init(|| {
            let mut counts = vec![Count::default()];
            counts.extend(bytes.chunks_exact(COUNT_EVERY).scan(Count::default(), |count, chunk| {
                *count = count.over(chunk);
                Some(*count)
            }));
            counts
        });
        let mark = offset as usize / COUNT_EVERY;
        counts[mark].over(&bytes[mark * COUNT_EVERY..offset as usize])
    }

    /// The bytes of this draft's file with another text; `None` where the encoding lacks a character of it, and for the
    /// files of word processors, which are never written.
    pub fn rewritten(&self, text: &str) -> Option<Vec<u8>> {
        if self.outline.is_some() { None } else { self.encode(text) }
    }

    /// `text` spelled as this draft's file spells its own, byte order mark and all; `None` when the encoding lacks a
    /// character of it.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        match self.encoding {
            Encoding::Utf8 => Some(text.as_bytes().to_vec()),
            Encoding::Utf16Le => {
                Some([0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect())
            }
            Encoding::Utf16Be => {
                Some([0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect())
            }
            Encoding::Windows1252 => {
                let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }
}

/// The offset itself, or the nearest one before it that is in a text and on a character's border.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Whether a byte is a control code that no text holds: all but white space and the escape of coloured text. Written
/// without branches, so that many bytes are looked at at once.
const fn is_control(byte: u8) -> bool {
    (byte < 32) & !((byte >= 9) & (byte <= 13)) & (byte != 27)
}

fn decode_text(bytes: Vec<u8>) -> Result<(String, Encoding), DecodeError> {
    for (mark, encoding, codec) in [
        ([0xFF, 0xFE], Encoding::Utf16Le, encoding_rs::UTF_16LE),
        ([0xFE, 0xFF], Encoding::Utf16Be, encoding_rs::UTF_16BE),
    ] {
        if bytes.starts_with(&mark) {
            let text = codec.decode_without_bom_handling_and_without_replacement(&bytes[2..]);
            return Ok((text.ok_or(DecodeError::UnknownEncoding(2))?.into_owned(), encoding));
        }
    }
    if bytes.iter().fold(false, |found, byte| found | is_control(*byte)) {
        return Err(DecodeError::Binary);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, Encoding::Utf8)),
        Err(error) => decode_windows_1252(&error.utf8_error(), error.as_bytes()),
    }
}

/// Windows-1252 is accepted where the bytes that are not UTF-8 look like the accents, quotation marks and dashes that
/// Western copy uses it for, and are few.
fn decode_windows_1252(error: &std::str::Utf8Error, bytes: &[u8]) -> Result<(String, Encoding), DecodeError> {
    let high = bytes.iter().filter(|byte| **byte >= 0x80);
    let odd = high.clone().filter(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)).count();
    if odd > 0 || high.count() * 4 > bytes.len() {
        return Err(DecodeError::UnknownEncoding(error.valid_up_to() as u32));
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok((text.into_owned(), Encoding::Windows1252))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place by counting from the start, as a reader would.
    fn counted(text: &str, offset: usize) -> (u32, u32, u32) {
        let before = &text[..offset];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let lines = before.matches('\n').count() as u32 + 1;
        (lines, line.chars().count() as u32 + 1, line.encode_utf16().count() as u32)
    }

    #[test]
    fn places_are_counted_over_long_lines() {
        let text = "Ünter 🦉 den 新 Linden, ".repeat(300) + "\nend\n" + &"é".repeat(2000);
        let source = Source::new("draft", text.clone());
        for (offset, _) in text.char_indices().step_by(7) {
            let place = source.position(offset as u32);
            assert_eq!((place.line, place.column, place.utf16), counted(&text, offset));
            assert_eq!(place.byte as usize, offset);
        }
    }

    #[test]
    fn places_inside_characters_and_past_the_end_are_moved_back() {
        let source = Source::new("draft", "é\nü");
        assert_eq!(source.position(1), source.position(0));
        assert_eq!(source.position(99), Position { byte: 5, line: 2, column: 2, utf16: 1 });
        assert_eq!(Source::new("draft", "").position(3), Position { byte: 0, line: 1, column: 1, utf16: 0 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = Source::new("draft", "\u{FEFF}éa\nb");
        assert_eq!(source.position(5), Position { byte: 5, line: 1, column: 2, utf16: 1 });
        assert_eq!(source.position(0), Position { byte: 0, line: 1, column: 1, utf16: 0 });
        assert_eq!((source.byte_column(5), source.byte_column(0), source.byte_column(7)), (3, 1, 1));
    }

    #[test]
    fn places_lead_back_to_the_bytes_of_the_file() {
        let bytes = [0xFF, 0xFE].into_iter().chain("a🦉b".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let source = Source::decode("draft", bytes).expect("UTF-16");
        assert_eq!(source.position(5), Position { byte: 8, line: 1, column: 3, utf16: 3 });
        let source = Source::decode("draft", b"caf\xE9 x, and more of it".to_vec()).expect("Windows-1252");
        assert_eq!(source.slice(Span::new(6, 7)), "x");
        assert_eq!(source.position(6), Position { byte: 5, line: 1, column: 6, utf16: 5 });
    }
}
