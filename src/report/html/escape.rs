//! Escape: text of drafts as a page may hold it. A draft is not to be trusted.

use std::fmt::{self, Display, Formatter, Write};

/// Text as content or as a value between double quotation marks: markup as entities, codes as signs for them, and marks
/// that turn the direction of writing as a sign that they are there.
#[derive(Copy, Clone)]
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '<' => formatter.write_str("&lt;"),
            '>' => formatter.write_str("&gt;"),
            '&' => formatter.write_str("&amp;"),
            '"' => formatter.write_str("&quot;"),
            '\'' => formatter.write_str("&#39;"),
            '\n' | '\t' => formatter.write_char(character),
            '\r' => Ok(()),
            '\0'..='\u{1F}' => formatter.write_char(char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}')),
            '\u{7F}'..='\u{9F}'
            | '\u{61C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FFFE}'
            | '\u{FFFF}' => formatter.write_char('\u{FFFD}'),
            '\u{FEFF}' => Ok(()),
            _ => formatter.write_char(character),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn a_draft_writes_no_markup() {
        let hostile = "<script>alert(\"1\")</script>&'\u{202E}\u{1B}x";
        let shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\u{FFFD}\u{241B}x";
        assert_eq!(Escaped(hostile).to_string(), shown);
    }
}
