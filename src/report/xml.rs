//! XML: text of drafts as a document of XML may hold it, shared by the formats that are XML.

use std::fmt::{self, Display, Formatter, Write};

/// Text for content and for values of attributes in double quotation marks: signs of markup as entities, line ends kept,
/// and what XML cannot say at all as U+FFFD.
pub(super) struct Xml<'t>(pub(super) &'t str);

impl Display for Xml<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '<' => formatter.write_str("&lt;"),
            '>' => formatter.write_str("&gt;"),
            '&' => formatter.write_str("&amp;"),
            '"' => formatter.write_str("&quot;"),
            '\n' => formatter.write_str("&#10;"),
            '\r' => formatter.write_str("&#13;"),
            '\t' => formatter.write_str("&#9;"),
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => formatter.write_char('\u{FFFD}'),
            _ => formatter.write_char(character),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn what_a_draft_says_is_no_markup() {
        let hostile = "<a b=\"c\">&\u{1B}\u{FFFF}]]>\n新";
        assert_eq!(Xml(hostile).to_string(), "&lt;a b=&quot;c&quot;&gt;&amp;\u{FFFD}\u{FFFD}]]&gt;&#10;新");
    }
}
