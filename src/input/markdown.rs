//! Markdown: blocks and prose as pulldown-cmark finds them. Marks lie between the pieces, entities keep their own bytes,
//! raw HTML is read by the HTML reader. Editors' marks (`{++a++}`, `{>>note<<}`) stay in the prose as they are.

mod front_matter;

use super::changes::{Changes, change};
use super::html::{self, OBJECT};
use super::lines::{blank_runs, conflict_marks, mark_length, whole_lines_after};
use super::prose::{Finished, Prose};
use super::{Draft, Field, Input, RawBlock, Role, roles};
use crate::source::Span;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// How many blocks may stand before a heading that is taken for the headline.
const HEADLINE_REACH: usize = 4;

/// The longest heading that is one by the rule under it, in bytes.
const LONGEST_UNDERLINED: u32 = 240;
/// The fewest signs that end a press release.
const END_MARK: usize = 3;

/// Markdown drafts.
pub struct Markdown;

impl Input for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, text: &str) -> Draft {
        let mut reader = Reader::new(text);
        let mut start = mark_length(text) as u32;
        for mark in conflict_marks(text) {
            reader.read(Span::new(start, mark.start));
            reader.add_conflict_mark(mark);
            start = mark.end;
        }
        reader.read(Span::new(start, text.len() as u32));
        reader.finish()
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

/// What prose can stand in.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Container {
    Item,
    Quote,
    Footnote,
}

/// An open container: its bytes, and how many blocks there were before it.
#[derive(Copy, Clone, Debug)]
struct Open {
    container: Container,
    span: Span,
    first_block: usize,
}

struct Reader<'a> {
    text: &'a str,
    draft: Draft,
    prose: Prose<'a>,
    /// The block that prose goes into, where markup names one; text of a tight list item has none.
    leaf: Option<(Role, u8, Span)>,
    open: Vec<Open>,
    lists: usize,
    quotes: usize,
    emphasis: u32,
    changes: Changes,
    /// The text of the picture that is open, and of those of this block.
    images: u32,
    caption: Prose<'a>,
    captions: Vec<(Finished, Span)>,
    /// Raw HTML that is open, line by line.
    raw: Vec<Span>,
    /// Whether the text is that of a front matter, read elsewhere.
    front: bool,
    /// The bytes of code and front matter, where blank lines mean nothing.
    closed: Vec<Span>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            draft: Draft::default(),
            prose: Prose::new(text),
            leaf: None,
            open: Vec::new(),
            lists: 0,
            quotes: 0,
            emphasis: 0,
            changes: Changes::default(),
            images: 0,
            caption: Prose::new(text),
            captions: Vec::new(),
            raw: Vec::new(),
            front: false,
            closed: Vec::new(),
        }
    }

    fn read(&mut self, part: Span) {
        let Some(slice) = self.text.get(part.range()) else { return };
        for (event, range) in Parser::new_ext(slice, options()).into_offset_iter() {
            self.event(event, Span::new(part.start + range.start as u32, part.start + range.end as u32));
        }
    }

    /// A mark of version control is a line of its own, whatever it means in Markdown.
    fn add_conflict_mark(&mut self, line: Span) {
        self.leaf = Some((Role::Paragraph, 0, line));
        self.prose.verbatim(line);
        self.flush();
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(value) => self.add_text(&value, span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.target().standing_for(span, OBJECT),
            Event::SoftBreak | Event::HardBreak => self.add_break(span),
            Event::Html(_) => self.raw.push(span),
            Event::InlineHtml(value) => self.add_inline_html(&value, span),
            Event::Rule => self.flush(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn target(&mut self) -> &mut Prose<'a> {
        if self.images > 0 { &mut self.caption } else { &mut self.prose }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.open_leaf(None, span),
            Tag::Heading { level, .. } => self.open_heading(*level as u8, span),
            Tag::TableCell => self.open_leaf(Some((Role::TableCell, 0)), span),
            Tag::CodeBlock(_) => {
                self.open_leaf(Some((Role::Code, 0)), span);
                self.closed.push(span);
            }
            Tag::BlockQuote(_) => self.open_container(Container::Quote, span),
            Tag::Item => self.open_container(Container::Item, span),
            Tag::FootnoteDefinition(_) => self.open_container(Container::Footnote, span),
            Tag::List(_) => {
                self.flush();
                self.lists += 1;
            }
            Tag::Emphasis | Tag::Strong => self.set_emphasis(self.emphasis + 1),
            Tag::Strikethrough => self.add_critic_mark(span, span.start),
            Tag::Image { .. } => self.images += 1,
            Tag::MetadataBlock(_) => self.read_front_matter(span),
            Tag::HtmlBlock | Tag::Table(_) => self.flush(),
            _ => {}
        }
    }

    /// Opens a heading. One of signs alone has no words: it is the mark that ends a press release.
    fn open_heading(&mut self, level: u8, span: Span) {
        let written = self.text.get(span.range()).unwrap_or_default();
        let signs = written.trim();
        if signs.len() < END_MARK || !signs.bytes().all(|byte| byte == b'#') {
            return self.open_leaf(self.heading(level, span), span);
        }
        let start = span.start + (written.len() - written.trim_start().len()) as u32;
        self.open_leaf(None, span);
        self.add_text(signs, Span::new(start, start + signs.len() as u32));
    }

    /// A heading; but a long paragraph with a rule right under it was not meant to be one.
    fn heading(&self, level: u8, span: Span) -> Option<(Role, u8)> {
        let underlined = !self.text.get(span.range()).is_some_and(|heading| heading.trim_start().starts_with('#'));
        if underlined && span.len() > LONGEST_UNDERLINED { None } else { Some((Role::Heading, level)) }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::CodeBlock => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.close_container(),
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong => self.set_emphasis(self.emphasis.saturating_sub(1)),
            TagEnd::Strikethrough => self.add_critic_mark(span, span.end),
            TagEnd::Image => self.close_image(span),
            TagEnd::MetadataBlock(_) => self.front = false,
            TagEnd::HtmlBlock => self.read_html(),
            _ => {}
        }
    }

    fn set_emphasis(&mut self, emphasis: u32) {
        self.emphasis = emphasis;
        self.target().set_emphasis(emphasis > 0);
    }

    fn add_text(&mut self, value: &str, span: Span) {
        // What is left of a tab that indents code stands for no bytes of its own.
        if self.front || span.is_empty() {
            return;
        }
        if !self.changes.take(self.text, span) {
            return;
        }
        let verbatim = self.text.get(span.range()) == Some(value);
        let target = self.target();
        if verbatim { target.verbatim(span) } else { target.standing_for(span, value) }
    }

    /// A line break is a space; it takes in the indentation and the quotation prefix of the next line.
    fn add_break(&mut self, span: Span) {
        let quoted = self.quotes > 0;
        let prefix = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\n' | b'\r') || (quoted && **byte == b'>');
        let rest = &self.text.as_bytes()[span.end as usize..];
        let length = rest.iter().take_while(prefix).count() as u32;
        self.target().line_break(Span::new(span.start, span.end + length));
    }

    /// The marks of `{~~old~>new~~}` are no markup.
    fn add_critic_mark(&mut self, span: Span, at: u32) {
        let inside = self.text.get(span.range()).unwrap_or_default();
        let length = if inside.starts_with("~~") { 2 } else { 1 };
        if self.text.get(..span.start as usize).is_some_and(|before| before.ends_with('{')) {
            let start = if at == span.start { at } else { at - length };
            self.target().verbatim(Span::new(start, start + length));
        }
    }

    fn add_inline_html(&mut self, value: &str, span: Span) {
        if value.starts_with("<!--") {
            self.draft.comments.push(span);
        } else if value.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("<br")) {
            self.target().space(span);
        } else {
            self.add_change(value);
        }
    }

    /// A tag that notes a change; it reaches no further than its paragraph.
    fn add_change(&mut self, tag: &str) {
        let inside = tag.trim_start_matches('<').trim_start_matches('/');
        let name = inside.split(|one: char| !one.is_ascii_alphanumeric()).next().unwrap_or_default();
        let Some(kind) = change(name.to_ascii_lowercase().as_bytes()) else { return };
        if tag.starts_with("</") { self.changes.close(kind) } else { self.changes.open(kind, "", 1) }
    }

    fn open_leaf(&mut self, role: Option<(Role, u8)>, span: Span) {
        self.flush();
        let (role, level) = role.unwrap_or_else(|| self.place());
        self.leaf = Some((role, level, span));
    }

    /// Role and level of prose by what it stands in.
    fn place(&self) -> (Role, u8) {
        let level = |count: usize| u8::try_from(count.max(1)).unwrap_or(u8::MAX);
        match self.open.last().map(|open| open.container) {
            Some(Container::Item) => (Role::ListItem, level(self.lists)),
            Some(Container::Quote) => (Role::BlockQuote, level(self.quotes)),
            Some(Container::Footnote) | None => (Role::Paragraph, 0),
        }
    }

    fn open_container(&mut self, container: Container, span: Span) {
        self.flush();
        self.quotes += usize::from(container == Container::Quote);
        self.open.push(Open { container, span, first_block: self.draft.blocks.len() });
    }

    /// Closes a container; the only block of a list item takes the whole item with it.
    fn close_container(&mut self) {
        self.flush();
        let Some(open) = self.open.pop() else { return };
        self.quotes -= usize::from(open.container == Container::Quote);
        let only = self.draft.blocks.len() == open.first_block + 1;
        if let (true, Container::Item, Some(block)) = (only, open.container, self.draft.blocks.last()) {
            let outer = self.lines_of(open.span).join(block.outer);
            if let Some(block) = self.draft.blocks.last_mut() {
                block.outer = outer;
            }
        }
    }

    /// The whole lines of a block, the prefix of a quotation included; empty lines after it left out.
    fn lines_of(&self, span: Span) -> Span {
        let kept = self.text.get(span.range()).unwrap_or_default().trim_end().len() as u32;
        whole_lines_after(self.text, Span::new(span.start, span.start + kept), self.quotes > 0)
    }

    fn close_image(&mut self, span: Span) {
        self.images = self.images.saturating_sub(1);
        if self.images > 0 {
            return;
        }
        if let Some(finished) = self.caption.finish() {
            self.captions.push((finished, span));
        }
        self.prose.space(span);
    }

    /// Ends the block that prose has gone into, if any.
    fn flush(&mut self) {
        let leaf = self.leaf.take();
        let captions = std::mem::take(&mut self.captions);
        self.changes.close_beyond(0);
        self.set_emphasis(0);
        let Some(finished) = self.prose.finish() else {
            return self.push_captions(captions, leaf.map(|(_, _, span)| span));
        };
        let own = own_bytes(&finished);
        let (role, level, outer) = match leaf {
            Some((Role::TableCell, _, _)) => (Role::TableCell, 0, own),
            Some((role, level, span)) => (role, level, self.lines_of(span).join(own)),
            None => {
                let (role, level) = self.place();
                (role, level, own)
            }
        };
        let labelled = matches!(role, Role::Paragraph | Role::ListItem | Role::BlockQuote);
        let emphasized = if labelled { finished.label } else { 0 };
        self.draft.blocks.push(RawBlock { role, outer, pieces: finished.pieces, level, emphasized });
    }

    /// The texts of pictures that stand alone.
    fn push_captions(&mut self, captions: Vec<(Finished, Span)>, leaf: Option<Span>) {
        let alone = captions.len() == 1;
        for (finished, span) in captions {
            let outer = leaf.filter(|_| alone).map_or(span, |leaf| self.lines_of(leaf)).join(own_bytes(&finished));
            self.draft.blocks.push(RawBlock {
                role: Role::Caption,
                outer,
                pieces: finished.pieces,
                level: 0,
                emphasized: 0,
            });
        }
    }

    fn read_html(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let whole = raw.first().zip(raw.last()).map(|(first, last)| first.join(*last));
        let spans = if self.quotes > 0 { raw } else { Vec::from_iter(whole) };
        for span in spans {
            let page = html::read_span(self.text, span);
            self.draft.blocks.extend(page.blocks);
            self.draft.comments.extend(page.comments);
            self.draft.traces.extend(page.traces);
        }
    }

    fn read_front_matter(&mut self, span: Span) {
        self.front = true;
        self.closed.push(span);
        let toml = self.text.get(span.range()).is_some_and(|block| block.starts_with("+++"));
        for (field, line) in front_matter::fields(self.text, span, toml) {
            let Field { name, span: value } = field;
            let role = match name {
                "headline" => Some(Role::Headline),
                "byline" => Some(Role::Byline),
                _ => None,
            };
            if let Some(role) = role {
                let mut prose = Prose::new(self.text);
                front_matter::read_value(self.text, value, &mut prose);
                if let Some(finished) = prose.finish() {
                    let pieces = finished.pieces;
                    self.draft.blocks.push(RawBlock { role, outer: line, pieces, level: 0, emphasized: 0 });
                }
            }
            self.draft.fields.push(field);
        }
    }

    fn finish(mut self) -> Draft {
        self.flush();
        let mut draft = self.draft;
        draft.traces.extend(self.changes.finish(self.text));
        draft.traces.sort_by_key(|trace| trace.span);
        choose_headline(&mut draft.blocks);
        roles::assign(self.text, &mut draft.blocks, true);
        draft.blank_runs = blank_runs(self.text);
        let mut closed = self.closed.into_iter().peekable();
        draft.blank_runs.retain(|run| {
            while closed.next_if(|code| code.end <= run.start).is_some() {}
            !closed.peek().is_some_and(|code| code.start < run.start && run.end < code.end)
        });
        draft
    }
}

fn own_bytes(finished: &Finished) -> Span {
    let (first, last) = (finished.pieces.first(), finished.pieces.last());
    first.zip(last).map_or(Span::default(), |(first, last)| first.span.join(last.span))
}

/// The first heading of level 1 is the headline; where neither it nor the front matter gives one, the first heading near
/// the head.
fn choose_headline(blocks: &mut [RawBlock]) {
    let named = blocks.iter().any(|block| block.role == Role::Headline);
    let first = blocks.iter().position(|block| block.role == Role::Heading && block.level == 1);
    let near = || blocks.iter().take(HEADLINE_REACH).position(|block| block.role == Role::Heading);
    if let Some(index) = first.or_else(|| if named { None } else { near() }) {
        blocks[index].role = Role::Headline;
    }
}
