//! Marks: every quotation mark of a block, with what stands on both sides of it. Apostrophes inside words are none.

use crate::document::TextSpan;

/// The shape of a mark.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Glyph {
    /// “
    OpenDouble,
    /// ”
    CloseDouble,
    /// "
    StraightDouble,
    /// „
    LowDouble,
    /// «
    LeftAngle,
    /// »
    RightAngle,
    /// ‘
    OpenSingle,
    /// ’
    CloseSingle,
    /// '
    StraightSingle,
}

impl Glyph {
    /// Whether it is a mark of the single kind, which an apostrophe looks like.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Self::OpenSingle | Self::CloseSingle | Self::StraightSingle)
    }

    /// Whether it has no direction of its own.
    pub(super) fn is_straight(self) -> bool {
        matches!(self, Self::StraightDouble | Self::StraightSingle)
    }

    /// Whether it is one of the angle marks.
    pub(super) fn is_angle(self) -> bool {
        matches!(self, Self::LeftAngle | Self::RightAngle)
    }
}

/// A mark and its neighbours. `None` is the edge of the block.
#[derive(Copy, Clone, Debug)]
pub(super) struct Mark {
    /// Where it stands.
    pub(super) span: TextSpan,
    /// Its shape.
    pub(super) glyph: Glyph,
    /// The character before it.
    pub(super) before: Option<char>,
    /// The character after it.
    pub(super) after: Option<char>,
}

/// Appends the marks of a block.
pub(super) fn find(text: &str, block: TextSpan, marks: &mut Vec<Mark>) {
    let prose = text.get(block.range()).unwrap_or_default();
    let bytes = prose.as_bytes();
    let mut at = 0;
    // Angle marks are rare; without them the bytes that may begin a mark are three.
    let angles = memchr::memchr(0xc2, bytes).is_some();
    let next = |rest: &[u8]| match angles {
        true => rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | 0xe2 | 0xc2)),
        false => memchr::memchr3(b'"', b'\'', 0xe2, rest),
    };
    while let Some(step) = next(&bytes[at..]) {
        at += step;
        let Some((glyph, length)) = glyph_at(&bytes[at..]) else {
            at += 1;
            continue;
        };
        let before = prose.get(..at).and_then(|head| head.chars().next_back());
        let after = prose.get(at + length..).and_then(|tail| tail.chars().next());
        let start = block.start + at as u32;
        at += length;
        if is_mark(glyph, before, after) {
            let span = TextSpan::new(start, start + length as u32);
            marks.push(Mark { span, glyph, before, after });
        }
    }
}

fn glyph_at(bytes: &[u8]) -> Option<(Glyph, usize)> {
    Some(match bytes {
        [b'"', ..] => (Glyph::StraightDouble, 1),
        // Two single marks side by side are a double one: typists' and typesetters' habit.
        [b'\'', b'\'', next, ..] if !matches!(next, b'"' | b'\'') => (Glyph::StraightDouble, 2),
        [0xe2, 0x80, 0x98, 0xe2, 0x80, 0x98, ..] => (Glyph::OpenDouble, 6),
        [0xe2, 0x80, 0x99, 0xe2, 0x80, 0x99, ..] => (Glyph::CloseDouble, 6),
        [b'\'', ..] => (Glyph::StraightSingle, 1),
        [0xe2, 0x80, last, ..] => match last {
            0x98 => (Glyph::OpenSingle, 3),
            0x99 => (Glyph::CloseSingle, 3),
            0x9c => (Glyph::OpenDouble, 3),
            0x9d => (Glyph::CloseDouble, 3),
            0x9e => (Glyph::LowDouble, 3),
            _ => return None,
        },
        [0xc2, 0xab, ..] => (Glyph::LeftAngle, 2),
        [0xc2, 0xbb, ..] => (Glyph::RightAngle, 2),
        _ => return None,
    })
}

/// Whether a glyph may be a quotation mark here: no apostrophe between letters, and no piece of mangled text, in which
/// a mark follows “â€” (the bytes of a dash read in the wrong encoding).
fn is_mark(glyph: Glyph, before: Option<char>, after: Option<char>) -> bool {
    if matches!(before, Some('€' | 'â' | 'Ã' | 'Â')) && !glyph.is_straight() {
        return false;
    }
    let in_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    !(glyph.is_single() && in_word)
}

/// Whether what stands before a mark leaves room for an opening one.
pub(super) fn opens_after(before: Option<char>) -> bool {
    match before {
        None => true,
        Some(sign) => {
            sign.is_whitespace()
                || matches!(
                    sign,
                    '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '"' | '\'' | '«' | '„' | '…' | '*' | '_'
                )
        }
    }
}

/// Whether what stands after a mark leaves room for a closing one.
pub(super) fn closes_before(after: Option<char>) -> bool {
    match after {
        None => true,
        Some(sign) => {
            !sign.is_alphanumeric() && !matches!(sign, '(' | '[' | '{' | '$' | '£' | '€' | '#' | '@' | '“' | '‘')
        }
    }
}

/// Whether a character is there and is no white space.
pub(super) fn is_solid(sign: Option<char>) -> bool {
    sign.is_some_and(|sign| !sign.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let mut marks = Vec::new();
        find(text, TextSpan::new(0, text.len() as u32), &mut marks);
        marks.len()
    }

    #[test]
    fn apostrophes_in_words_and_mangled_text_are_no_marks() {
        assert_eq!(count("It’s the mayor's “plan”"), 2);
        assert_eq!(count("Orlaâ€”s plan â€“ so"), 0);
        assert_eq!(count("« Oui » and „so“"), 4);
    }
}
