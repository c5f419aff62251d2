//! Visible: text of a draft as a terminal may be shown it, harmless and with every character's width known.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// How a terminal is shown a character of a draft.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Shown {
    /// By this character: itself or a sign for it.
    As(char),
    /// Not at all: it only joins or varies its neighbours.
    Nothing,
}

impl Shown {
    /// How to show a character of a draft in its place.
    pub(super) fn new(character: char) -> Self {
        Self::As(match character {
            ' '..='~' => character,
            '\t' => '→',
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            '\0'..='\u{1F}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'),
            '\u{7F}' => '␡',
            '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => return Self::Nothing,
            _ if is_unseen(character) => '\u{FFFD}',
            _ => character,
        })
    }

    /// Columns it takes.
    pub(super) fn width(self) -> usize {
        match self {
            Self::As(character) => character.width().unwrap_or(1),
            Self::Nothing => 0,
        }
    }
}

/// Stands behind a wide character where columns are counted by characters; never shown, nor let in from a draft.
pub(super) const FILLER: char = '\u{FFFF}';

/// The text with a [`FILLER`] behind each wide character.
pub(super) fn filled(text: &str) -> String {
    let mut filled = String::with_capacity(text.len());
    for character in text.chars() {
        filled.push(character);
        filled.extend((1..Shown::new(character).width()).map(|_| FILLER));
    }
    filled
}

/// Codes, marks that turn the direction of writing, and others that a reader cannot see but should know of.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{FFFE}'
            | FILLER
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// Text that may come from a draft, made harmless for a terminal: codes, marks that turn the direction of writing and
/// all else that is unseen become visible signs; line ends and tabs become spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character != '\t' && Shown::new(character) == Shown::As(character)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter_map(|character| match Shown::new(character) {
        Shown::As(_) if character == '\t' => Some(' '),
        Shown::As(sign) => Some(sign),
        Shown::Nothing => None,
    });
    Cow::Owned(shown.collect())
}

/// Columns a text takes on a terminal, once it is made visible.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| Shown::new(character).width()).sum()
}

/// The text broken between words into lines of at most `width` columns; a longer word has a line of its own.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split_whitespace() {
        let needed = columns(word);
        if used > 0 {
            let fits = used + 1 + needed <= width;
            wrapped.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        wrapped.push_str(word);
        used += needed;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_harms_a_terminal_becomes_a_sign() {
        assert_eq!(visible("\u{1B}[31mred\u{7}\0"), "␛[31mred␇␀");
        assert_eq!(visible("left\u{202E}right\u{9B}2J"), "left\u{FFFD}right\u{FFFD}2J");
        assert_eq!(visible("the\r\nthe\tthe"), "the  the the");
        assert!(matches!(visible("“plain” — café 新聞"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("incomprehensibilities of it", 5), "incomprehensibilities\nof it");
        assert_eq!(wrap("新聞 新聞", 5), "新聞\n新聞");
        assert_eq!(wrap("", 5), "");
    }
}
