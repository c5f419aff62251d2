//! What each HTML tag is for.

use crate::input::changes::change;
use crate::source::outline::TraceKind;

/// What an element that breaks the flow of text holds.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading, with its level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A list.
    List,
    /// A quotation set off.
    Quote,
    /// The words under a picture or over a table.
    Caption,
    /// A cell of a table.
    Cell,
    /// A row or a group of rows.
    Row,
    /// A table.
    Table,
    /// Page text that is not the story.
    Furniture,
    /// The foot of an article, or of a quotation.
    Footer,
    /// The head of a page.
    Header,
    /// Who wrote it.
    Byline,
    /// Preformatted text.
    Code,
    /// The title of the page.
    Title,
    /// No text for readers.
    Skipped,
    /// Drawings and formulas: skipped, but text tags end them.
    Drawing,
    /// Any other block.
    Section,
    /// The page and its main parts.
    Page,
    /// A form around the story.
    Form,
    /// The story.
    Story,
}

impl Kind {
    /// How many kinds there are, all headings being one.
    pub(super) const COUNT: usize = 21;

    /// A number for each kind, below [`Kind::COUNT`].
    pub(super) fn index(self) -> usize {
        match self {
            Self::Paragraph => 0,
            Self::Heading(_) => 1,
            Self::Item => 2,
            Self::List => 3,
            Self::Quote => 4,
            Self::Caption => 5,
            Self::Cell => 6,
            Self::Row => 7,
            Self::Table => 8,
            Self::Furniture => 9,
            Self::Footer => 10,
            Self::Header => 11,
            Self::Byline => 12,
            Self::Code => 13,
            Self::Title => 14,
            Self::Skipped => 15,
            Self::Drawing => 16,
            Self::Section => 17,
            Self::Page => 18,
            Self::Form => 19,
            Self::Story => 20,
        }
    }
}

/// What a tag does.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Tag {
    /// It opens or closes a block: its number, below [`BLOCKS`]' length, and its kind.
    Block(u8, Kind),
    /// Bold or italics.
    Emphasis,
    /// Code inside a line.
    Code,
    /// It notes a change.
    Change(TraceKind),
    /// A line break.
    Break,
    /// A rule between blocks.
    Rule,
    /// A picture and the like; nothing closes it.
    Media,
    /// Nothing to readers, and nothing closes it.
    Void,
    /// Any other: it stands inside a line.
    Inline,
}

/// What a tag does, by its name in small letters.
pub(super) fn tag(name: &[u8]) -> Tag {
    if let Ok(index) = BLOCKS.binary_search_by(|(known, _)| known.as_bytes().cmp(name)) {
        return Tag::Block(index as u8, BLOCKS[index].1);
    }
    if let Some(kind) = change(name) {
        return Tag::Change(kind);
    }
    match name {
        b"b" | b"strong" | b"em" | b"i" => Tag::Emphasis,
        b"code" | b"kbd" | b"samp" | b"tt" => Tag::Code,
        b"br" => Tag::Break,
        b"hr" => Tag::Rule,
        b"img" | b"embed" => Tag::Media,
        b"wbr" | b"input" | b"source" | b"track" | b"area" | b"col" | b"param" | b"link" | b"meta" | b"base" => {
            Tag::Void
        }
        _ => Tag::Inline,
    }
}

/// The elements that break the flow of text, by name.
pub(super) const BLOCKS: [(&str, Kind); 69] = [
    ("address", Kind::Byline),
    ("article", Kind::Story),
    ("aside", Kind::Furniture),
    ("audio", Kind::Skipped),
    ("blockquote", Kind::Quote),
    ("body", Kind::Page),
    ("button", Kind::Furniture),
    ("canvas", Kind::Skipped),
    ("caption", Kind::Caption),
    ("center", Kind::Section),
    ("colgroup", Kind::Row),
    ("datalist", Kind::Skipped),
    ("dd", Kind::Item),
    ("details", Kind::Section),
    ("dialog", Kind::Furniture),
    ("dir", Kind::List),
    ("div", Kind::Section),
    ("dl", Kind::List),
    ("dt", Kind::Item),
    ("fieldset", Kind::Section),
    ("figcaption", Kind::Caption),
    ("figure", Kind::Section),
    ("footer", Kind::Footer),
    ("form", Kind::Furniture),
    ("h1", Kind::Heading(1)),
    ("h2", Kind::Heading(2)),
    ("h3", Kind::Heading(3)),
    ("h4", Kind::Heading(4)),
    ("h5", Kind::Heading(5)),
    ("h6", Kind::Heading(6)),
    ("head", Kind::Page),
    ("header", Kind::Header),
    ("hgroup", Kind::Section),
    ("html", Kind::Page),
    ("iframe", Kind::Skipped),
    ("legend", Kind::Section),
    ("li", Kind::Item),
    ("listing", Kind::Code),
    ("main", Kind::Story),
    ("math", Kind::Drawing),
    ("menu", Kind::List),
    ("nav", Kind::Furniture),
    ("noembed", Kind::Skipped),
    ("noframes", Kind::Skipped),
    ("noscript", Kind::Skipped),
    ("object", Kind::Skipped),
    ("ol", Kind::List),
    ("optgroup", Kind::Skipped),
    ("option", Kind::Skipped),
    ("p", Kind::Paragraph),
    ("pre", Kind::Code),
    ("script", Kind::Skipped),
    ("search", Kind::Furniture),
    ("section", Kind::Section),
    ("select", Kind::Skipped),
    ("style", Kind::Skipped),
    ("summary", Kind::Section),
    ("svg", Kind::Drawing),
    ("table", Kind::Table),
    ("tbody", Kind::Row),
    ("td", Kind::Cell),
    ("template", Kind::Skipped),
    ("textarea", Kind::Skipped),
    ("th", Kind::Cell),
    ("thead", Kind::Row),
    ("title", Kind::Title),
    ("tr", Kind::Row),
    ("ul", Kind::List),
    ("video", Kind::Skipped),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_sorted_and_found() {
        assert!(BLOCKS.is_sorted_by(|left, right| left.0 < right.0));
        for (index, (name, kind)) in BLOCKS.iter().enumerate() {
            assert_eq!(tag(name.as_bytes()), Tag::Block(index as u8, *kind));
            assert!(kind.index() < Kind::COUNT);
        }
    }
}
