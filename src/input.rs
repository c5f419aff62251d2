//! Input: from a Source to Blocks. One reader a format, each in its own file, each keeping the bytes of every piece.

use crate::source::Span;

pub mod html;
pub mod markdown;
pub mod text;

mod lines;
mod prose;
mod roles;

/// What a piece of a draft is for.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// The headline.
    Headline,
    /// Who wrote it.
    Byline,
    /// Where it was filed: “MARLOW CITY (Wire) — ”.
    Dateline,
    /// A heading inside the story.
    Heading,
    /// A paragraph of the story.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set off as a block.
    BlockQuote,
    /// The words under a picture.
    Caption,
    /// A cell of a table.
    TableCell,
    /// Page text that is not the story.
    Furniture,
    /// Code: never checked.
    Code,
}

impl Role {
    /// Every role by the name it is written with.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("headline", Self::Headline),
        ("byline", Self::Byline),
        ("dateline", Self::Dateline),
        ("heading", Self::Heading),
        ("paragraph", Self::Paragraph),
        ("list-item", Self::ListItem),
        ("block-quote", Self::BlockQuote),
        ("caption", Self::Caption),
        ("table-cell", Self::TableCell),
        ("furniture", Self::Furniture),
        ("code", Self::Code),
    ];

    /// The name it is written with.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The role of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }
}

/// A run of a block's text and the bytes it stands for.
///
/// Between the pieces of a block lie bytes that are no text: tags, emphasis marks, quotation prefixes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The bytes of the file.
    pub span: Span,
    /// What they stand for where that is not the bytes themselves: the character of an entity, the space of a line
    /// break inside a paragraph.
    pub text: Option<Box<str>>,
}

impl Piece {
    /// A piece that stands for itself.
    pub fn verbatim(span: Span) -> Self {
        Self { span, text: None }
    }

    /// A piece that stands for other text.
    pub fn standing_for(span: Span, text: impl Into<Box<str>>) -> Self {
        Self { span, text: Some(text.into()) }
    }
}

/// A block as a reader finds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawBlock {
    /// What it is for.
    pub role: Role,
    /// Everything that would go with it: its tags or markers and its line. Deleting these bytes deletes the block and
    /// leaves valid markup. A block that shares its line or element with others has only its own bytes.
    pub outer: Span,
    /// Its text, in order of place. Never empty.
    pub pieces: Vec<Piece>,
    /// Level of a heading (1 is the highest), depth of a list item or block quote (1 is the outermost); else 0.
    pub level: u8,
    /// How many pieces at its head are a speaker label (“**Agnes Fell:**”), colon included, where the format marks one;
    /// else 0.
    pub emphasized: u8,
}

/// What front matter or a page's head says of the draft, with the place of the value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The name, lower case: `headline`, `byline`, `dateline`, `date`, `language`, `profile`.
    pub name: &'static str,
    /// The value, quotation marks of the notation left out.
    pub span: Span,
}

/// A draft taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// The blocks in order of place.
    pub blocks: Vec<RawBlock>,
    /// Fields of the front matter in order of place.
    pub fields: Vec<Field>,
    /// Comments of the markup (`<!-- … -->`), in order of place: the whole comment, marks included.
    pub comments: Vec<Span>,
    /// Runs of empty lines between, before or after blocks: the bytes from the end of the last line of text to the
    /// start of the next, where at least three line ends lie between (two at the end of the draft).
    pub blank_runs: Vec<Span>,
}

/// A format of drafts.
pub trait Input: Sync {
    /// The name `--format` of a draft is written with and reported as.
    fn name(&self) -> &'static str;
    /// File extensions, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// Takes the text apart. Any text is a draft; nothing can fail.
    fn read(&self, text: &str) -> Draft;
}

/// Every format, the default one first.
pub const INPUTS: [&dyn Input; 3] = [&text::Text, &markdown::Markdown, &html::Html];

/// The format of a path by its extension; plain text where the extension is unknown.
pub fn input_for(path: &str) -> &'static dyn Input {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    INPUTS.into_iter().find(|input| input.extensions().contains(&extension.as_str())).unwrap_or(INPUTS[0])
}

/// Whether a path has the extension of a draft.
pub fn is_draft(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    INPUTS.into_iter().any(|input| input.extensions().contains(&extension.as_str()))
}
