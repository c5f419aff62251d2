//! OpenDocument text: the XML of its content to paragraphs, read as Word's is.

use super::sheet::{LINE_BREAK, Named, Sheet};
use super::styles::{Style, Styles};
use super::xml::{Tag, Visitor, XmlError, walk};
use crate::input::changes::add_note;
use crate::role::Role;
use crate::source::Source;
use crate::source::outline::TraceKind;

/// The most blanks that one element may stand for.
const MOST_BLANKS: u8 = 100;

/// The parts of a file that tell of the draft. Those that are not there are empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// `content.xml`: the paragraphs, and the styles of this draft alone.
    pub content: String,
    /// `styles.xml`: the styles that have names.
    pub styles: String,
}

/// The draft that is in the parts of a file.
///
/// # Errors
/// When a part is not sound.
pub fn read(parts: &Parts) -> Result<Source, XmlError> {
    let mut reader = Content::default();
    if !parts.styles.is_empty() {
        let mut named = StylesOnly::default();
        walk(&parts.styles, "office:document-styles", &mut named)?;
        reader.styles = named.0;
    }
    walk(&parts.content, "office:document-content", &mut reader)?;
    Ok(reader.sheet.finish(reader.named))
}

/// Reads the elements of styles, wherever they stand.
#[derive(Default)]
struct StyleReader {
    styles: Styles,
    key: String,
    style: Style,
}

impl StyleReader {
    /// Takes an element; whether it was one of a style.
    fn take(&mut self, tag: &Tag<'_>) -> bool {
        match tag.name() {
            "style:style" => {
                self.finish();
                let of = |name: &str| tag.attribute(name).unwrap_or_default();
                let (family, name) = (of("style:family"), of("style:name"));
                self.style = Style {
                    parent: tag.attribute("style:parent-style-name").map(|parent| key(&family, &parent)),
                    level: tag.number("style:default-outline-level"),
                    listed: tag.attribute("style:list-style-name").is_some_and(|list| !list.is_empty()),
                    name: tag.attribute("style:display-name").unwrap_or_else(|| name.clone()),
                    ..Style::default()
                };
                self.key = key(&family, &name);
            }
            "style:text-properties" => {
                let weight = tag.attribute("fo:font-weight").map(|weight| weight != "normal");
                let slant = tag.attribute("fo:font-style").map(|slant| slant != "normal");
                if weight.is_some() || slant.is_some() {
                    self.style.emphasis = Some(weight == Some(true) || slant == Some(true));
                }
                self.style.hidden |= tag.denies("text:display");
            }
            "text:list-style" | "text:outline-style" | "style:default-style" | "style:page-layout" => {
                self.finish();
                return false;
            }
            _ => return false,
        }
        true
    }

    /// The last style is done.
    fn finish(&mut self) {
        if !self.key.is_empty() {
            self.styles.add(std::mem::take(&mut self.key), std::mem::take(&mut self.style));
        }
    }
}

/// Styles of paragraphs and of text may have the same name.
fn key(family: &str, name: &str) -> String {
    format!("{family} {name}")
}

/// Reads `styles.xml`.
#[derive(Default)]
struct StylesOnly(StyleReader);

impl Visitor for StylesOnly {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        self.0.take(tag);
        true
    }

    fn close(&mut self) {}

    fn text(&mut self, _: &str) {}
}

/// What an element is to the reader.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Element {
    Paragraph,
    Span,
    List,
    Table,
    /// A list of contents or an index.
    Index,
    /// What a footnote or an endnote says.
    Note,
    Annotation,
    /// A change, told of at the head.
    Region,
    /// What a change has struck out.
    Gone,
    /// Whose comment or change it is.
    Creator,
    Other,
}

/// How a run is set.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
struct RunStyle {
    emphasis: bool,
    hidden: bool,
}

/// Reads `content.xml`.
#[derive(Default)]
struct Content {
    styles: StyleReader,
    sheet: Sheet,
    stack: Vec<Element>,
    /// How text is set, by the spans that are open.
    runs: Vec<RunStyle>,
    named: Vec<Named>,
    /// How many of each are open.
    lists: u8,
    tables: u32,
    indexes: u32,
    in_note: bool,
    /// The changes and comments that are open, by their place in `named`. A `None` is one that is done with.
    asides: Vec<Option<usize>>,
}

/// Elements that are passed over with all that is in them: numbers of footnotes, forms, how characters are read aloud, what pictures
/// are called, when comments were made, what is hidden, and how lists of contents are made.
const PASSED: [&str; 23] = [
    "text:note-citation",
    "dc:date",
    "meta:date-string",
    "meta:creator-initials",
    "office:forms",
    "text:ruby-text",
    "svg:title",
    "svg:desc",
    "office:binary-data",
    "office:event-listeners",
    "text:hidden-text",
    "text:hidden-paragraph",
    "text:sequence-decls",
    "text:variable-decls",
    "text:user-field-decls",
    "text:table-of-content-source",
    "text:alphabetical-index-source",
    "text:illustration-index-source",
    "text:table-index-source",
    "text:object-index-source",
    "text:user-index-source",
    "text:bibliography-source",
    "math:math",
];

impl Content {
    fn element(&mut self, tag: &Tag<'_>) -> Element {
        match tag.name() {
            "text:p" | "text:h" => return self.paragraph(tag),
            "text:span" => {
                let meaning =
                    self.styles.styles.meaning(&key("text", &tag.attribute("text:style-name").unwrap_or_default()));
                let outer = self.runs.last().copied().unwrap_or_default();
                self.runs.push(RunStyle {
                    emphasis: outer.emphasis || meaning.emphasis,
                    hidden: outer.hidden || meaning.hidden,
                });
                return Element::Span;
            }
            "text:list" => {
                self.lists = self.lists.saturating_add(1);
                return Element::List;
            }
            "table:table" => {
                self.tables += 1;
                return Element::Table;
            }
            "text:table-of-content"
            | "text:alphabetical-index"
            | "text:illustration-index"
            | "text:table-index"
            | "text:object-index"
            | "text:user-index"
            | "text:bibliography" => {
                self.indexes += 1;
                return Element::Index;
            }
            "text:note-body" => {
                self.set_in_note(true);
                return Element::Note;
            }
            "text:s" => {
                let count = tag.number("text:c").unwrap_or(1).min(MOST_BLANKS);
                self.put(&" ".repeat(usize::from(count)));
            }
            "text:tab" => self.put("\t"),
            "text:line-break" => self.put(LINE_BREAK.encode_utf8(&mut [0; 4])),
            name => return self.noted(name, tag),
        }
        Element::Other
    }

    /// Elements of changes and comments.
    fn noted(&mut self, name: &str, tag: &Tag<'_>) -> Element {
        let change = || tag.attribute("text:change-id").map(|id| format!("change {id}"));
        match name {
            "text:change-start" | "text:change-end" | "text:change" => {
                if let Some(name) = change() {
                    self.sheet.mark(&name);
                }
            }
            "office:annotation-end" => {
                if let Some(name) = tag.attribute("office:name") {
                    self.sheet.mark(&format!("comment {name}"));
                }
            }
            "office:annotation" => {
                let name = tag.attribute("office:name").unwrap_or_else(|| format!("unnamed {}", self.named.len()));
                let done = tag.attribute("loext:resolved").is_some_and(|done| done == "true");
                let name = format!("comment {name}");
                if !done {
                    self.sheet.mark(&name);
                }
                self.aside(name, TraceKind::Comment, done);
                return Element::Annotation;
            }
            "text:changed-region" => {
                let id = tag.attribute("text:id").or_else(|| tag.attribute("xml:id")).unwrap_or_default();
                // What sort of change it is tells the element in it; one of the form alone is none of ours.
                self.aside(format!("change {id}"), TraceKind::Insertion, false);
                return Element::Region;
            }
            "text:format-change" => self.asides.last_mut().into_iter().for_each(|aside| {
                if aside.take().is_some() {
                    self.named.pop();
                }
            }),
            "text:deletion" => {
                if let Some(named) = self.aside_mut() {
                    named.kind = TraceKind::Deletion;
                }
                return Element::Gone;
            }
            "dc:creator" => return Element::Creator,
            _ => {}
        }
        Element::Other
    }

    fn set_in_note(&mut self, in_note: bool) {
        self.in_note = in_note;
        self.sheet.set_in_note(in_note);
    }

    fn aside(&mut self, name: String, kind: TraceKind, done: bool) {
        if !done {
            self.named.push(Named { name, kind, text: String::new(), by: String::new() });
        }
        self.asides.push((!done).then(|| self.named.len() - 1));
    }

    fn aside_mut(&mut self) -> Option<&mut Named> {
        let index = (*self.asides.last()?)?;
        self.named.get_mut(index)
    }

    fn paragraph(&mut self, tag: &Tag<'_>) -> Element {
        if !self.asides.is_empty() {
            // A paragraph of a comment or of what is struck out.
            if let Some(named) = self.aside_mut().filter(|named| !named.text.is_empty()) {
                add_note(&mut named.text, " ");
            }
            return Element::Other;
        }
        self.sheet.open();
        self.runs.push(RunStyle::default());
        let style =
            self.styles.styles.meaning(&key("paragraph", &tag.attribute("text:style-name").unwrap_or_default()));
        let heading = (tag.name() == "text:h").then(|| tag.number("text:outline-level").unwrap_or(1));
        let (role, level) = match (style.role, heading) {
            (Some(Role::Headline), _) => (Role::Headline, 0),
            (_, Some(level)) => (Role::Heading, level),
            (Some(role), None) if role != Role::ListItem => (role, style.level),
            // A note is none of what it is noted in.
            (None, None) if self.in_note => (Role::Paragraph, 0),
            _ if self.indexes > 0 => (Role::Furniture, 0),
            _ if self.lists > 0 => (Role::ListItem, self.lists),
            (Some(role), _) => (role, style.level),
            (None, None) if style.listed => (Role::ListItem, 1),
            (None, None) => (Role::Paragraph, 0),
        };
        let in_cell =
            self.tables > 0 && !self.in_note && !matches!(role, Role::Headline | Role::Heading | Role::Byline);
        self.sheet.set_role(if in_cell { Role::TableCell } else { role }, if in_cell { 0 } else { level });
        Element::Paragraph
    }

    fn put(&mut self, text: &str) {
        if !self.asides.is_empty() {
            if let Some(named) = self.aside_mut() {
                add_note(&mut named.text, text);
            }
            return;
        }
        let run = self.runs.last().copied().unwrap_or_default();
        if run.hidden {
            self.sheet.note(TraceKind::Hidden, self.sheet.here(), text, "");
        } else {
            self.sheet.push(text, run.emphasis);
        }
    }
}

impl Visitor for Content {
    fn open(&mut self, tag: &Tag<'_>) -> bool {
        if self.styles.take(tag) {
            self.stack.push(Element::Other);
            return true;
        }
        if PASSED.contains(&tag.name()) {
            return false;
        }
        if tag.name() == "office:body" {
            self.styles.finish();
        }
        let element = self.element(tag);
        self.stack.push(element);
        true
    }

    fn close(&mut self) {
        match self.stack.pop() {
            Some(Element::Paragraph) => {
                self.runs.pop();
                self.sheet.close(false);
            }
            Some(Element::Span) => {
                self.runs.pop();
            }
            Some(Element::List) => self.lists = self.lists.saturating_sub(1),
            Some(Element::Table) => self.tables = self.tables.saturating_sub(1),
            Some(Element::Note) => self.set_in_note(false),
            Some(Element::Index) => self.indexes = self.indexes.saturating_sub(1),
            Some(Element::Annotation | Element::Region) => {
                self.asides.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.stack.last() == Some(&Element::Creator) {
            if let Some(named) = self.aside_mut() {
                add_note(&mut named.by, text);
            }
            return;
        }
        if !self.asides.is_empty() {
            // Between the elements of a comment files may break lines.
            if !text.trim().is_empty() || !text.contains('\n') {
                self.put(text);
            }
            return;
        }
        if !self.sheet.is_open() {
            return;
        }
        // A run of white space is one blank, and none at the head of a paragraph.
        let mut words = String::with_capacity(text.len());
        let mut blank = self.sheet.ends_blank();
        for one in text.chars() {
            let is_blank = matches!(one, ' ' | '\t' | '\n' | '\r');
            if !is_blank || !blank {
                words.push(if is_blank { ' ' } else { one });
            }
            blank = is_blank;
        }
        self.put(&words);
    }
}
