//! Input: from a Source to Blocks. One reader a format, each in its own file, each keeping the bytes of every piece.

pub use crate::role::Role;
use crate::source::outline::{Outline, Trace};
use crate::source::{Source, Span};

pub mod html;
pub mod markdown;
pub mod office;
pub mod text;

mod changes;
mod lines;
mod prose;
mod roles;

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
    /// What is noted in the draft, in order of place: tracked changes, comments and hidden text of a word processor, what
    /// HTML marks as written in and struck out.
    pub traces: Vec<Trace>,
}

/// A format of drafts.
pub trait Input: Sync {
    /// The name `--format` of a draft is written with and reported as.
    fn name(&self) -> &'static str;
    /// File extensions, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// Takes the text apart. Any text is a draft; nothing can fail.
    fn read(&self, text: &str) -> Draft;
    /// The same where the file says itself what its paragraphs are: the files of word processors.
    fn read_outlined(&self, text: &str, outline: &Outline) -> Draft {
        let _ = outline;
        self.read(text)
    }
    /// Whether marks that silence rules stand on lines of their own, since the format has no comments.
    fn marks_on_lines(&self) -> bool {
        false
    }
    /// The source of an example of a rule that is written in this format. `None` where it is none.
    fn example(&self, text: &str) -> Option<Source> {
        Some(Source::new("example", text))
    }
}

/// Takes a source apart. `text` is its text, or that with marks blanked out.
pub fn read(source: &Source, text: &str, input: &dyn Input) -> Draft {
    match source.outline() {
        Some(outline) => input.read_outlined(text, outline),
        None => input.read(text),
    }
}

/// Every format, the default one first.
pub const INPUTS: [&dyn Input; 5] =
    [&text::Text, &markdown::Markdown, &html::Html, &office::Office::DOCX, &office::Office::ODT];

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
