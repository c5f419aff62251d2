//! From tags and text to blocks. One pass with a stack of open elements; every element is pushed and popped once, so that
//! the time is linear in the page however it is nested.

use super::entities;
use super::stack::{Open, Stack, name};
use super::tags::{BLOCKS, Kind, Tag, tag};
use crate::input::changes::{Changes, is_author};
use crate::input::lines::whole_lines;
use crate::input::prose::{Prose, is_white};
use crate::input::{RawBlock, Role};
use crate::source::Span;
use crate::source::outline::Trace;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use std::convert::Infallible;

/// What stands for a piece of code inside a line.
pub(in crate::input) const OBJECT: &str = "\u{FFFC}";

/// A page, or a piece of one, taken apart.
#[derive(Debug, Default)]
pub(in crate::input) struct Page {
    /// The blocks in order of place; the first `h1` is still a heading.
    pub(in crate::input) blocks: Vec<RawBlock>,
    /// The comments in order of place.
    pub(in crate::input) comments: Vec<Span>,
    /// What is written in and struck out, in order of place.
    pub(in crate::input) traces: Vec<Trace>,
    /// The index of the block that is the page's title.
    pub(in crate::input) title: Option<usize>,
}

/// Takes the HTML of a span of the draft apart.
pub(in crate::input) fn read_span(text: &str, span: Span) -> Page {
    let Some(slice) = text.get(span.range()) else { return Page::default() };
    let mut reader = Reader::new(text, span);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, place: html5gum::Span<usize>| {
        reader.event(&event, place);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(slice, emitter).finish();
    reader.finish()
}

/// A start tag, while its attributes are read.
#[derive(Clone, Debug)]
struct Pending {
    tag: Tag,
    start: u32,
    attribute: Attribute,
    byline: bool,
    menu: bool,
    /// Whose change it is.
    by: String,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Attribute {
    Class,
    Role,
    Author,
    Other,
}

struct Reader<'a> {
    text: &'a str,
    base: u32,
    end: u32,
    /// Where the last tag or comment ended.
    at: u32,
    /// Whether text has come since, and where it ends by the tokenizer's count.
    pending_text: Option<u32>,
    pending: Option<Pending>,
    stack: Stack,
    emphasis: u32,
    code: u32,
    changes: Changes,
    prose: Prose<'a>,
    /// Where the run of text and inline tags began.
    segment: u32,
    /// Inline elements opened less those closed in the segment, and whether more closed than opened.
    depth: i32,
    torn: bool,
    /// The last line break that no text followed yet.
    line_break: Option<u32>,
    /// Whether the last block's outer is that of an element.
    wrapped: bool,
    page: Page,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, span: Span) -> Self {
        Self {
            text,
            base: span.start,
            end: span.end,
            at: span.start,
            pending_text: None,
            pending: None,
            stack: Stack::new(),
            emphasis: 0,
            code: 0,
            changes: Changes::default(),
            prose: Prose::new(text),
            segment: span.start,
            depth: 0,
            torn: false,
            line_break: None,
            wrapped: false,
            page: Page::default(),
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>, place: html5gum::Span<usize>) {
        let start = self.clamp(place.start);
        let end = self.clamp(place.end).max(start);
        match event {
            CallbackEvent::String { .. } => self.pending_text = Some(end),
            CallbackEvent::OpenStartTag { name } => self.begin_tag(name, start),
            CallbackEvent::AttributeName { name } => self.name_attribute(name),
            CallbackEvent::AttributeValue { value } => self.read_attribute(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start_tag(end, *self_closing),
            CallbackEvent::EndTag { name } => {
                self.text_until(start);
                self.end_tag(tag(name), start, end);
                self.at = end;
            }
            CallbackEvent::Comment { .. } => self.comment(start, end),
            CallbackEvent::Doctype { .. } => {
                self.text_until(start);
                self.at = end;
            }
            CallbackEvent::Error(_) => {}
        }
    }

    /// An offset of the tokenizer as one of the draft: never back, never past the end, never inside a character.
    fn clamp(&self, offset: usize) -> u32 {
        let mut offset = self.base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)).clamp(self.at, self.end);
        while !self.text.is_char_boundary(offset as usize) {
            offset += 1;
        }
        offset
    }

    fn begin_tag(&mut self, name: &[u8], start: u32) {
        self.text_until(start);
        self.pending = Some(Pending {
            tag: tag(name),
            start,
            attribute: Attribute::Other,
            byline: false,
            menu: false,
            by: String::new(),
        });
    }

    fn name_attribute(&mut self, name: &[u8]) {
        if let Some(pending) = &mut self.pending {
            pending.attribute = match name {
                b"class" => Attribute::Class,
                b"role" => Attribute::Role,
                name if is_author(name) => Attribute::Author,
                _ => Attribute::Other,
            };
        }
    }

    fn read_attribute(&mut self, value: &[u8]) {
        let Some(pending) = &mut self.pending else { return };
        let words = || value.split(|byte| is_white(*byte));
        match pending.attribute {
            Attribute::Class => {
                pending.byline |= words()
                    .any(|word| matches!(word, b"author" | b"authors" | b"by-line") || word.ends_with(b"byline"));
                pending.menu |= words().any(|word| matches!(word, b"menu" | b"nav" | b"navbar" | b"navigation"));
            }
            Attribute::Role => pending.menu |= matches!(value, b"navigation" | b"search"),
            Attribute::Author => pending.by = String::from_utf8_lossy(value).trim().to_owned(),
            Attribute::Other => {}
        }
    }

    fn start_tag(&mut self, end: u32, self_closing: bool) {
        let Some(pending) = self.pending.take() else { return };
        self.at = end;
        if self.stack.is_skipping() && !self.ends_drawing(&pending) {
            return self.open_skipped(&pending, self_closing);
        }
        match pending.tag {
            Tag::Block(number, kind) => self.open_block(&pending, number, kind, self_closing),
            Tag::Emphasis => {
                self.emphasis += 1;
                self.prose.set_emphasis(true);
                self.depth += 1;
            }
            Tag::Code => {
                self.code += 1;
                self.depth += 1;
            }
            Tag::Change(kind) => {
                self.changes.open(kind, &pending.by, self.stack.len());
                self.depth += 1;
            }
            Tag::Break => self.break_line(pending.start, end),
            Tag::Rule => self.break_block(pending.start, end),
            Tag::Media => self.mark_media(),
            Tag::Void => {}
            Tag::Inline => self.depth += i32::from(!self_closing),
        }
    }

    fn open_skipped(&mut self, pending: &Pending, self_closing: bool) {
        match pending.tag {
            Tag::Block(number, Kind::Skipped) => self.push(number, Kind::Skipped, pending.start),
            Tag::Block(number, Kind::Drawing) if !self_closing => self.push(number, Kind::Drawing, pending.start),
            _ => {}
        }
    }

    fn mark_media(&mut self) {
        self.torn = true;
        self.stack.mark_media();
    }

    fn open_block(&mut self, pending: &Pending, number: u8, kind: Kind, self_closing: bool) {
        if matches!(kind, Kind::Skipped | Kind::Drawing) {
            self.mark_media();
            return self.open_skipped(pending, self_closing);
        }
        self.break_block(pending.start, self.at);
        self.close_implied(kind, pending.start);
        if matches!(kind, Kind::Heading(1) | Kind::Story) {
            self.stack.open_form();
        }
        let quoted = self.stack.of_kind(Kind::Quote).is_some();
        let kind = match kind {
            Kind::Footer if quoted => Kind::Section,
            Kind::Footer => Kind::Furniture,
            Kind::Header if self.stack.of_kind(Kind::Story).is_some() => Kind::Section,
            Kind::Section | Kind::List if pending.menu => Kind::Furniture,
            Kind::Section | Kind::Paragraph | Kind::Item if pending.byline => Kind::Byline,
            kind => kind,
        };
        self.push(number, kind, pending.start);
    }

    /// Ends the elements that the start of another ends.
    fn close_implied(&mut self, kind: Kind, at: u32) {
        if self.stack.ends_at_block() {
            self.pop(at, false);
        }
        if let Some(place) = self.stack.ended_by(kind) {
            self.pop_to(place, at);
        }
    }

    fn push(&mut self, tag: u8, kind: Kind, start: u32) {
        self.stack.push(tag, kind, start, self.page.blocks.len());
    }

    fn end_tag(&mut self, tag: Tag, start: u32, end: u32) {
        match tag {
            Tag::Block(number, _) => self.end_block(number, start, end),
            _ if self.stack.is_skipping() => {}
            Tag::Emphasis => {
                self.emphasis = self.emphasis.saturating_sub(1);
                self.prose.set_emphasis(self.emphasis > 0);
                self.close_inline();
            }
            Tag::Code => {
                self.code = self.code.saturating_sub(1);
                self.close_inline();
            }
            Tag::Change(kind) => {
                self.changes.close(kind);
                self.close_inline();
            }
            Tag::Inline => self.close_inline(),
            Tag::Break => self.break_line(start, end),
            Tag::Rule | Tag::Media | Tag::Void => {}
        }
    }

    /// An end tag of a paragraph that was not open stands for an empty one; other stray end tags are nothing.
    fn end_block(&mut self, number: u8, start: u32, end: u32) {
        let skipping = self.stack.is_skipping();
        let open = self.stack.of_tag(number);
        if !skipping && (open.is_some() || name(number) == "p") {
            self.break_block(start, end);
        }
        if let Some(place) = open {
            self.pop_to(place + 1, start);
            self.pop(end, true);
        }
        if skipping
            && !self.stack.is_skipping()
            && !matches!(BLOCKS[usize::from(number)].1, Kind::Skipped | Kind::Drawing)
        {
            self.break_block(start, end);
        }
    }

    fn close_inline(&mut self) {
        self.depth -= 1;
        self.torn |= self.depth < 0;
    }

    /// Closes the elements from a place of the stack on, none of which has an end tag; they end at `at`.
    fn pop_to(&mut self, place: usize, at: u32) {
        while self.stack.len() > place {
            self.pop(at, false);
        }
    }

    /// Closes the innermost element. Without its end tag only a paragraph or an item is whole.
    fn pop(&mut self, at: u32, ended: bool) {
        let Some(open) = self.stack.pop() else { return };
        self.changes.close_beyond(self.stack.len());
        if ended || matches!(name(open.tag), "p" | "li" | "dt" | "dd") {
            self.wrap(&open, at);
        }
    }

    /// Gives the only block of an element the element as its outer.
    fn wrap(&mut self, open: &Open, end: u32) {
        let only = self.page.blocks.len() == open.first_block + 1;
        let fits = match open.kind {
            Kind::Item | Kind::Quote => true,
            Kind::Cell | Kind::Row | Kind::Table | Kind::Page | Kind::Form | Kind::Story => false,
            _ => !self.wrapped,
        };
        if let (true, Some(block)) = (only && fits && !open.media, self.page.blocks.last_mut()) {
            block.outer = Span::new(open.start, end);
            self.wrapped = true;
        }
    }

    /// Whether a tag of the story ends the drawing it stands in; then the drawing is closed.
    fn ends_drawing(&mut self, pending: &Pending) -> bool {
        let Tag::Block(_, kind) = pending.tag else { return false };
        let story = matches!(
            kind,
            Kind::Paragraph | Kind::Heading(_) | Kind::List | Kind::Item | Kind::Section | Kind::Quote | Kind::Table
        );
        let Some(drawing) = self.stack.drawing().filter(|_| story) else { return false };
        self.pop_to(drawing, pending.start);
        true
    }

    fn comment(&mut self, start: u32, end: u32) {
        self.text_until(start);
        self.at = end;
        if self.text.get(start as usize..).is_some_and(|rest| rest.starts_with("<!--")) {
            self.page.comments.push(Span::new(start, end));
        }
    }

    /// A line break is a space; two in a row part blocks.
    fn break_line(&mut self, start: u32, end: u32) {
        if self.prose.is_empty() || self.is_code() {
            return;
        }
        match self.line_break {
            Some(first) => {
                self.flush(first);
                self.begin_segment(end);
            }
            None => {
                self.prose.space(Span::new(start, end));
                self.line_break = Some(start);
            }
        }
    }

    fn break_block(&mut self, start: u32, end: u32) {
        self.flush(start);
        self.begin_segment(end);
        self.emphasis = 0;
        self.code = 0;
        self.prose.set_emphasis(false);
    }

    fn begin_segment(&mut self, at: u32) {
        (self.segment, self.depth, self.torn, self.line_break) = (at, 0, false, None);
    }

    fn is_code(&self) -> bool {
        self.stack.of_kind(Kind::Code).is_some()
    }

    /// Takes in the text up to the start of a tag.
    fn text_until(&mut self, end: u32) {
        if self.pending_text.take().is_some() && !self.stack.is_skipping() && end > self.at {
            self.read_text(Span::new(self.at, end));
        }
        self.at = end.max(self.at);
    }

    fn read_text(&mut self, span: Span) {
        let Some(slice) = self.text.get(span.range()) else { return };
        if !self.changes.take(self.text, span) {
            return;
        }
        if !slice.bytes().all(is_white) {
            self.line_break = None;
        }
        if self.is_code() {
            self.prose.verbatim(span);
            return;
        }
        if self.code > 0 {
            if !slice.bytes().all(is_white) {
                self.prose.standing_for(span, OBJECT);
            }
            return;
        }
        self.read_prose(slice, span.start);
    }

    fn read_prose(&mut self, slice: &str, base: u32) {
        let mut at = 0;
        let mut searched = 0;
        while let Some(found) = slice[searched..].find('&').map(|found| searched + found) {
            let Some((length, stands)) = entities::decode(&slice[found..]) else {
                searched = found + 1;
                continue;
            };
            self.prose.collapse(Span::new(base + at as u32, base + found as u32));
            let reference = Span::new(base + found as u32, base + (found + length) as u32);
            if stands.bytes().all(is_white) {
                self.prose.space(reference);
            } else {
                self.prose.standing_for(reference, &stands);
            }
            at = found + length;
            searched = at;
        }
        self.prose.collapse(Span::new(base + at as u32, base + slice.len() as u32));
    }

    /// Ends the block that text has gone into, if any.
    fn flush(&mut self, at: u32) {
        let Some(finished) = self.prose.finish() else { return };
        let Some(own) =
            finished.pieces.first().zip(finished.pieces.last()).map(|(first, last)| first.span.join(last.span))
        else {
            return;
        };
        let outer =
            if self.torn || self.depth != 0 { own } else { self.trimmed(Span::new(self.segment, at)).join(own) };
        let (role, level) = self.stack.role(own.len());
        if role == Role::Headline {
            self.page.title.get_or_insert(self.page.blocks.len());
        }
        let labelled = matches!(role, Role::Paragraph | Role::ListItem | Role::BlockQuote);
        let emphasized = if labelled { finished.label } else { 0 };
        self.page.blocks.push(RawBlock { role, outer, pieces: finished.pieces, level, emphasized });
        self.wrapped = false;
    }

    fn trimmed(&self, span: Span) -> Span {
        let slice = self.text.get(span.range()).unwrap_or_default();
        let kept = slice.trim_end();
        let start = span.start + (kept.len() - kept.trim_start().len()) as u32;
        Span::new(start, span.start + kept.len() as u32)
    }

    fn finish(mut self) -> Page {
        let end = self.pending_text.map_or(self.end, |end| end.max(self.at));
        self.text_until(end);
        self.flush(end);
        self.pop_to(0, self.end);
        for block in &mut self.page.blocks {
            block.outer = whole_lines(self.text, block.outer);
        }
        self.page.traces = self.changes.finish(self.text);
        self.page
    }
}
