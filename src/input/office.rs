//! Files of word processors: Word's `.docx` and OpenDocument's `.odt`.
//!
//! ```text
//! archive ─(crate::unpack)▶ parts of XML ─(docx, odt)▶ Source: a line a paragraph, with its Outline ─▶ Draft
//! ```
//!
//! The text of such a draft is its paragraphs, a line each, so that a line is a paragraph and a column a character, as the
//! word processor counts them. `xml` walks over a part, `styles` knows what styles are for, `sheet` gathers the text.

use super::lines::blank_runs;
use super::prose::Prose;
use super::{Draft, Input, RawBlock, Role, roles, text};
use crate::source::outline::{Outline, Paragraph};
use crate::source::{Source, Span};
use sheet::LINE_BREAK;
pub use xml::XmlError;

pub mod docx;
pub mod odt;

mod sheet;
mod styles;
mod xml;

/// How many blocks may stand before a heading that is taken for the headline.
const HEADLINE_REACH: usize = 4;

/// A format of word processors.
#[derive(Copy, Clone, Debug)]
pub struct Office {
    name: &'static str,
    extensions: &'static [&'static str],
    example: fn(&str) -> Result<Source, XmlError>,
}

impl Office {
    /// Word documents.
    pub const DOCX: Self = Self { name: "docx", extensions: &["docx", "docm"], example: docx_example };
    /// OpenDocument texts.
    pub const ODT: Self = Self { name: "odt", extensions: &["odt"], example: odt_example };

    /// The word processor's format of a name of a format.
    pub fn named(name: &str) -> Option<Self> {
        [Self::DOCX, Self::ODT].into_iter().find(|office| office.name == name)
    }
}

/// A document of paragraphs that are written as in `word/document.xml`. What stands in an element `w:comments` is what
/// comments say.
fn docx_example(text: &str) -> Result<Source, XmlError> {
    let (body, comments) = text.split_once("<w:comments>").unwrap_or((text, ""));
    let comments = if comments.is_empty() { String::new() } else { format!("<w:comments>{comments}") };
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    docx::read(&docx::Parts { document, comments, ..docx::Parts::default() })
}

/// A text of paragraphs that are written as in `content.xml`.
fn odt_example(text: &str) -> Result<Source, XmlError> {
    let content = format!(
        "<office:document-content><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    odt::read(&odt::Parts { content, ..odt::Parts::default() })
}

impl Input for Office {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    /// Text under the name of such a file, as an editor may hold it.
    fn read(&self, text: &str) -> Draft {
        text::Text.read(text)
    }

    fn read_outlined(&self, text: &str, outline: &Outline) -> Draft {
        let mut blocks: Vec<RawBlock> =
            outline.paragraphs.iter().filter_map(|paragraph| block(text, paragraph)).collect();
        choose_headline(&mut blocks);
        roles::assign(text, &mut blocks, true);
        Draft {
            blocks,
            blank_runs: blank_runs(text).into_iter().filter(|run| !touches_table(outline, *run)).collect(),
            traces: outline.traces.clone(),
            ..Draft::default()
        }
    }

    fn marks_on_lines(&self) -> bool {
        true
    }

    fn example(&self, text: &str) -> Option<Source> {
        (self.example)(text).ok().map(|source| source.named("example"))
    }
}

/// The block of a paragraph; `None` where there is nothing but blanks in it.
fn block(text: &str, paragraph: &Paragraph) -> Option<RawBlock> {
    let mut prose = Prose::new(text);
    let mut emphasis = paragraph.emphasis.iter().copied().peekable();
    let mut at = paragraph.span.start;
    while at < paragraph.span.end {
        while emphasis.next_if(|span| span.end <= at).is_some() {}
        let (emphasized, end) = match emphasis.peek() {
            Some(span) if span.start <= at => (true, span.end),
            Some(span) => (false, span.start),
            None => (false, paragraph.span.end),
        };
        prose.set_emphasis(emphasized);
        put(&mut prose, text, Span::new(at, end.min(paragraph.span.end)));
        at = end;
    }
    let finished = prose.finish()?;
    let line_end = u32::from(text.as_bytes().get(paragraph.span.end as usize) == Some(&b'\n'));
    Some(RawBlock {
        role: paragraph.role,
        outer: Span::new(paragraph.span.start, paragraph.span.end + line_end),
        pieces: finished.pieces,
        level: paragraph.level,
        emphasized: finished.label,
    })
}

/// Adds a stretch of one setting; tabs and line breaks are blanks.
fn put(prose: &mut Prose<'_>, text: &str, span: Span) {
    let mut start = span.start;
    for (at, sign) in text.get(span.range()).unwrap_or_default().match_indices(['\t', LINE_BREAK]) {
        let at = span.start + at as u32;
        let after = at + sign.len() as u32;
        prose.verbatim(Span::new(start, at));
        prose.line_break(Span::new(at, after));
        start = after;
    }
    prose.verbatim(Span::new(start, span.end));
}

/// The headline is the first title, else the first heading of the first level near the head.
fn choose_headline(blocks: &mut [RawBlock]) {
    let mut titles = blocks.iter_mut().filter(|block| block.role == Role::Headline);
    if titles.next().is_some() {
        titles.for_each(|block| (block.role, block.level) = (Role::Heading, 1));
        return;
    }
    let mut story = blocks.iter_mut().filter(|block| block.role != Role::Furniture).take(HEADLINE_REACH);
    if let Some(heading) = story.find(|block| block.role == Role::Heading && block.level == 1) {
        heading.role = Role::Headline;
    }
}

/// Whether a run of empty lines is one of empty cells.
fn touches_table(outline: &Outline, run: Span) -> bool {
    let first = outline.paragraphs.partition_point(|paragraph| paragraph.span.end < run.start);
    let touched = outline.paragraphs[first..].iter().take_while(|paragraph| paragraph.span.start <= run.end);
    touched.into_iter().any(|paragraph| paragraph.role == Role::TableCell)
}
