//! Word documents: the XML of WordprocessingML to paragraphs.
//!
//! Text is what a reader would see with every change accepted and no comment shown: what is struck out or hidden is left
//! out and noted, what is written in is copy and noted. Footnotes and endnotes are in other parts of the file; they stand
//! behind the story. Headers and footers are no copy.

use super::sheet::{LINE_BREAK, Named, Sheet};
use super::styles::{Style, Styles};
use super::xml::{Tag, Visitor, XmlError, walk};
use crate::input::changes::add_note;
use crate::role::Role;
use crate::source::Source;
use crate::source::outline::TraceKind;
use std::collections::HashSet;

/// The parts of a file that tell of the draft. Those that are not there are empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// `word/document.xml`: the paragraphs.
    pub document: String,
    /// `word/styles.xml`: what its styles are made of.
    pub styles: String,
    /// `word/footnotes.xml`.
    pub footnotes: String,
    /// `word/endnotes.xml`.
    pub endnotes: String,
    /// `word/comments.xml`: what the comments say.
    pub comments: String,
    /// `word/commentsExtended.xml`: which of them are done with.
    pub done: String,
}

/// The draft that is in the parts of a file.
///
/// # Errors
/// When a part is not sound.
pub fn read(parts: &Parts) -> Result<Source, XmlError> {
    let mut styles = StyleReader::default();
    let mut done = DoneReader::default();
    let mut comments = CommentReader::default();
    for (xml, root, visitor) in [
        (&parts.styles, "w:styles", &mut styles as &mut dyn Visitor),
        (&parts.done, "w15:commentsEx", &mut done),
        (&parts.comments, "w:comments", &mut comments),
    ] {
        if !xml.is_empty() {
            walk(xml, root, visitor)?;
        }
    }
    let mut body = BodyReader { styles: styles.styles, ..BodyReader::default() };
    walk(&parts.document, "w:document", &mut body)?;
    for (xml, root) in [(&parts.footnotes, "w:footnotes"), (&parts.endnotes, "w:endnotes")] {
        body.sheet.end_part();
        if !xml.is_empty() {
            walk(xml, root, &mut body)?;
        }
    }
    let open = comments.comments.into_iter().filter(|(paragraph, _)| !done.0.contains(paragraph));
    Ok(body.sheet.finish(open.map(|(_, comment)| comment).collect()))
}

/// The name of the part with the paragraphs, by `_rels/.rels`; `None` where that tells of none.
///
/// # Errors
/// When it is not sound.
pub fn main_part(relations: &str) -> Result<Option<String>, XmlError> {
    let mut reader = RelationReader::default();
    if !relations.is_empty() {
        walk(relations, "Relationships", &mut reader)?;
    }
    Ok(reader.0)
}

/// Reads `_rels/.rels`.
#[derive(Default)]
struct RelationReader(Option<String>);

impl Visitor for RelationReader {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        if tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
            self.0 = tag.attribute("Target").map(|target| target.trim_start_matches('/').to_owned());
        }
        true
    }

    fn close(&mut self) {}

    fn text(&mut self, _: &str) {}
}

/// Reads `styles.xml`.
#[derive(Default)]
struct StyleReader {
    styles: Styles,
    key: String,
    style: Style,
    depth: usize,
}

impl Visitor for StyleReader {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        self.depth += 1;
        let value = || tag.attribute("w:val").unwrap_or_default();
        match tag.name() {
            "w:style" => {
                self.key = tag.attribute("w:styleId").unwrap_or_default();
                self.style = Style::default();
            }
            "w:name" => self.style.name = value(),
            "w:basedOn" => self.style.parent = Some(value()),
            "w:outlineLvl" => self.style.level = tag.number("w:val").map(|level| level.saturating_add(1)),
            "w:numId" => self.style.listed = value() != "0",
            "w:b" | "w:i" => self.style.emphasis = Some(!tag.denies("w:val")),
            "w:vanish" => self.style.hidden = !tag.denies("w:val"),
            _ => {}
        }
        true
    }

    fn close(&mut self) {
        self.depth -= 1;
        // Styles lie right inside the outermost element.
        if self.depth == 1 && !self.key.is_empty() {
            self.styles.add(std::mem::take(&mut self.key), std::mem::take(&mut self.style));
        }
    }

    fn text(&mut self, _: &str) {}
}

/// Reads `commentsExtended.xml`: the paragraphs that end comments which are done with.
#[derive(Default)]
struct DoneReader(HashSet<String>);

impl Visitor for DoneReader {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        if tag.attribute("w15:done").is_some_and(|done| done == "1" || done == "true") {
            self.0.extend(tag.attribute("w15:paraId"));
        }
        true
    }

    fn close(&mut self) {}

    fn text(&mut self, _: &str) {}
}

/// Reads `comments.xml`: each comment with the name of its last paragraph.
#[derive(Default)]
struct CommentReader {
    comments: Vec<(String, Named)>,
    /// Whether text that comes is that of a comment.
    in_text: bool,
}

impl Visitor for CommentReader {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        self.in_text = tag.name() == "w:t";
        match (tag.name(), self.comments.last_mut()) {
            ("w:comment", _) => {
                let name = tag.attribute("w:id").unwrap_or_default();
                let by = tag.attribute("w:author").unwrap_or_default();
                self.comments.push((String::new(), Named { name, kind: TraceKind::Comment, text: String::new(), by }));
            }
            ("w:p", Some((paragraph, comment))) => {
                *paragraph = tag.attribute("w14:paraId").unwrap_or_default();
                if !comment.text.is_empty() {
                    add_note(&mut comment.text, " ");
                }
            }
            _ => {}
        }
        true
    }

    fn close(&mut self) {
        self.in_text = false;
    }

    fn text(&mut self, text: &str) {
        if let Some((_, comment)) = self.comments.last_mut().filter(|_| self.in_text) {
            add_note(&mut comment.text, text);
        }
    }
}

/// What an element of the body is to its reader.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Element {
    Paragraph,
    ParagraphProperties,
    /// Properties of the mark that ends a paragraph.
    MarkProperties,
    Run,
    RunProperties,
    Text,
    /// Struck out, by whom.
    Deleted(String),
    /// Written in, by whom, and from where in its paragraph.
    Inserted(String, u32),
    Table,
    Other,
}

/// What the properties of a paragraph say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Properties {
    style: String,
    level: Option<u8>,
    list: Option<u8>,
    /// Who struck out its end.
    end_deleted: Option<String>,
    /// Who wrote in its end.
    end_inserted: Option<String>,
}

/// What the properties of a run say.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
struct RunStyle {
    emphasis: bool,
    hidden: bool,
}

/// Reads `document.xml`.
#[derive(Default)]
struct BodyReader {
    styles: Styles,
    sheet: Sheet,
    stack: Vec<Element>,
    /// Of the paragraphs that are open, outermost first.
    properties: Vec<Properties>,
    run: RunStyle,
    /// How many elements that strike out are open, and what is in them.
    deletions: u32,
    gone: String,
    tables: u32,
}

/// Elements that are passed over with all that is in them: what changes of form have replaced, codes of fields, how
/// characters are read aloud, what is there twice for old programs, and the size of the paper.
const PASSED: [&str; 15] = [
    "w:rPrChange",
    "w:pPrChange",
    "w:tblPrChange",
    "w:tblGridChange",
    "w:tcPrChange",
    "w:trPrChange",
    "w:sectPrChange",
    "w:sectPr",
    "w:sdtPr",
    "w:instrText",
    "w:delInstrText",
    "w:rt",
    "w:tabs",
    "mc:Fallback",
    "w:background",
];

impl BodyReader {
    fn element(&mut self, tag: &Tag<'_>) -> Element {
        let parent = self.stack.last().unwrap_or(&Element::Other);
        match (tag.name(), parent) {
            ("w:p", _) => {
                self.sheet.open();
                self.properties.push(Properties::default());
                Element::Paragraph
            }
            ("w:pPr", Element::Paragraph) => Element::ParagraphProperties,
            ("w:rPr", Element::ParagraphProperties) => Element::MarkProperties,
            ("w:rPr", Element::Run) => Element::RunProperties,
            ("w:r", _) => {
                self.run = RunStyle::default();
                Element::Run
            }
            ("w:t" | "w:delText", Element::Run) => Element::Text,
            ("w:tbl", _) => {
                self.tables += 1;
                Element::Table
            }
            (name, Element::ParagraphProperties) => {
                self.property(name, tag);
                // The list that it is in stands one deeper.
                if name == "w:numPr" { Element::ParagraphProperties } else { Element::Other }
            }
            (name, Element::MarkProperties) => {
                self.end(name, tag);
                Element::Other
            }
            (name, Element::RunProperties) => {
                self.style_run(name, tag);
                Element::Other
            }
            (name, Element::Run) => {
                self.character(name, tag);
                Element::Other
            }
            (name, _) => self.stretch(name, tag),
        }
    }

    fn property(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(properties) = self.properties.last_mut() else { return };
        match name {
            "w:pStyle" => properties.style = tag.attribute("w:val").unwrap_or_default(),
            "w:outlineLvl" => properties.level = tag.number("w:val"),
            "w:ilvl" => properties.list = Some(tag.number("w:val").unwrap_or_default()),
            // That number takes the paragraph out of its style's list.
            "w:numId" if tag.number("w:val") == Some(0) => properties.list = None,
            "w:numId" => properties.list = properties.list.or(Some(0)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, tag: &Tag<'_>) {
        let Some(properties) = self.properties.last_mut() else { return };
        let by = || Some(tag.attribute("w:author").unwrap_or_default());
        match name {
            "w:del" | "w:moveFrom" => properties.end_deleted = by(),
            "w:ins" | "w:moveTo" => properties.end_inserted = by(),
            _ => {}
        }
    }

    fn style_run(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "w:rStyle" => {
                let meaning = self.styles.meaning(&tag.attribute("w:val").unwrap_or_default());
                self.run = RunStyle { emphasis: meaning.emphasis, hidden: meaning.hidden };
            }
            "w:b" | "w:i" => self.run.emphasis |= !tag.denies("w:val"),
            "w:vanish" => self.run.hidden = !tag.denies("w:val"),
            _ => {}
        }
    }

    /// Characters that are elements of their own.
    fn character(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "w:tab" | "w:ptab" => self.put("\t"),
            "w:br" if tag.attribute("w:type").is_none_or(|kind| kind == "textWrapping") => self.line_break(),
            "w:cr" => self.line_break(),
            // One that may not end a line reads as any other; where a word may be broken, nothing stands.
            "w:noBreakHyphen" => self.put("-"),
            // A sign of a font of signs.
            "w:sym" => self.put("\u{FFFC}"),
            "w:commentReference" => self.mark(tag),
            _ => {}
        }
    }

    fn stretch(&mut self, name: &str, tag: &Tag<'_>) -> Element {
        let by = || tag.attribute("w:author").unwrap_or_default();
        match name {
            "w:del" | "w:moveFrom" => {
                self.deletions += 1;
                Element::Deleted(by())
            }
            "w:ins" | "w:moveTo" if self.sheet.is_open() => Element::Inserted(by(), self.sheet.here()),
            "w:commentRangeStart" | "w:commentRangeEnd" | "w:commentReference" => {
                self.mark(tag);
                Element::Other
            }
            _ => Element::Other,
        }
    }

    fn mark(&mut self, tag: &Tag<'_>) {
        if let Some(name) = tag.attribute("w:id") {
            self.sheet.mark(&name);
        }
    }

    fn line_break(&mut self) {
        self.put(LINE_BREAK.encode_utf8(&mut [0; 4]));
    }

    fn put(&mut self, text: &str) {
        if self.deletions > 0 {
            add_note(&mut self.gone, text);
        } else if self.run.hidden {
            self.sheet.note(TraceKind::Hidden, self.sheet.here(), text, "");
        } else {
            self.sheet.push(text, self.run.emphasis);
        }
    }

    fn place(&mut self) {
        let Some(properties) = self.properties.last() else { return };
        let style = self.styles.meaning(&properties.style);
        let heading = properties.level.filter(|level| *level < 9).map(|level| level + 1);
        let list = properties.list.map(|depth| depth.saturating_add(1));
        let (role, level) = match (style.role, heading, list) {
            (Some(Role::Heading), _, _) => (Role::Heading, heading.unwrap_or(style.level)),
            (Some(Role::ListItem), _, depth) => (Role::ListItem, depth.unwrap_or(style.level)),
            (Some(role), _, _) => (role, style.level),
            (None, Some(level), _) => (Role::Heading, level),
            (None, None, Some(depth)) => (Role::ListItem, depth),
            (None, None, None) if style.listed => (Role::ListItem, 1),
            (None, None, None) => (Role::Paragraph, 0),
        };
        let in_cell = self.tables > 0 && !matches!(role, Role::Headline | Role::Heading | Role::Byline);
        self.sheet.set_role(if in_cell { Role::TableCell } else { role }, if in_cell { 0 } else { level });
    }

    fn close_paragraph(&mut self) {
        self.place();
        let properties = self.properties.pop().unwrap_or_default();
        let here = self.sheet.here();
        if let Some(by) = &properties.end_inserted {
            self.sheet.note(TraceKind::Insertion, here, "", by);
        }
        if let Some(by) = &properties.end_deleted {
            self.sheet.note(TraceKind::Deletion, here, "¶", by);
        }
        self.sheet.close(properties.end_deleted.is_some());
    }
}

/// Whether an element is the line over the notes of a page, which files keep among them.
fn is_rule(tag: &Tag<'_>) -> bool {
    matches!(tag.name(), "w:footnote" | "w:endnote") && tag.attribute("w:type").is_some_and(|kind| kind != "normal")
}

impl Visitor for BodyReader {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        if PASSED.contains(&tag.name()) || is_rule(tag) {
            return false;
        }
        let element = self.element(tag);
        self.stack.push(element);
        true
    }

    fn close(&mut self) {
        match self.stack.pop() {
            Some(Element::Paragraph) => self.close_paragraph(),
            Some(Element::Table) => self.tables = self.tables.saturating_sub(1),
            Some(Element::Inserted(by, start)) if self.sheet.here() > start => {
                self.sheet.note(TraceKind::Insertion, start, "", &by);
            }
            Some(Element::Deleted(by)) => {
                self.deletions = self.deletions.saturating_sub(1);
                if self.deletions == 0 && !self.gone.is_empty() {
                    let gone = std::mem::take(&mut self.gone);
                    self.sheet.note(TraceKind::Deletion, self.sheet.here(), &gone, &by);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.stack.last() == Some(&Element::Text) {
            self.put(text);
        }
    }
}
