//! The open elements of a page. Every question is answered from the places of the innermost ones, never by walking the
//! stack, so that nesting costs nothing.

use super::tags::{BLOCKS, Kind};
use crate::input::Role;

/// The longest byline, in bytes.
const LONGEST_BYLINE: u32 = 200;

/// An open element.
#[derive(Debug)]
pub(super) struct Open {
    /// The number of its tag.
    pub(super) tag: u8,
    /// What it holds.
    pub(super) kind: Kind,
    /// Where its start tag begins.
    pub(super) start: u32,
    /// How many blocks there were before it.
    pub(super) first_block: usize,
    /// Whether it holds a picture.
    pub(super) media: bool,
}

/// The name of a tag by its number.
pub(super) fn name(tag: u8) -> &'static str {
    BLOCKS[usize::from(tag)].0
}

/// The stack of open elements.
#[derive(Debug)]
pub(super) struct Stack {
    open: Vec<Open>,
    /// Places in the stack of the open elements of each tag and of each kind.
    by_tag: [Vec<u32>; BLOCKS.len()],
    by_kind: [Vec<u32>; Kind::COUNT],
}

impl Stack {
    /// Nothing open.
    pub(super) fn new() -> Self {
        Self {
            open: Vec::new(),
            by_tag: std::array::from_fn(|_| Vec::new()),
            by_kind: std::array::from_fn(|_| Vec::new()),
        }
    }

    /// How many elements are open.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Opens an element; `blocks` is how many blocks there were before it.
    pub(super) fn push(&mut self, tag: u8, kind: Kind, start: u32, blocks: usize) {
        let place = self.open.len() as u32;
        self.by_tag[usize::from(tag)].push(place);
        self.by_kind[kind.index()].push(place);
        self.open.push(Open { tag, kind, start, first_block: blocks, media: false });
    }

    /// Closes the innermost element.
    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.by_tag[usize::from(open.tag)].pop();
        self.by_kind[open.kind.index()].pop();
        if open.media {
            self.mark_media();
        }
        Some(open)
    }

    /// Notes that the innermost element holds a picture.
    pub(super) fn mark_media(&mut self) {
        if let Some(top) = self.open.last_mut() {
            top.media = true;
        }
    }

    /// The place of the innermost open element of a tag.
    pub(super) fn of_tag(&self, tag: u8) -> Option<usize> {
        self.by_tag[usize::from(tag)].last().map(|place| *place as usize)
    }

    /// The place of the innermost open element of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> Option<usize> {
        self.by_kind[kind.index()].last().map(|place| *place as usize)
    }

    /// Whether the page is inside of something that is no text for readers.
    pub(super) fn is_skipping(&self) -> bool {
        self.of_kind(Kind::Skipped).is_some() || self.of_kind(Kind::Drawing).is_some()
    }

    /// The place of the drawing that a tag of the story would end.
    pub(super) fn drawing(&self) -> Option<usize> {
        let first = self.by_kind[Kind::Drawing.index()].first().map(|place| *place as usize);
        first.filter(|_| self.of_kind(Kind::Skipped).is_none())
    }

    /// Whether the innermost element can hold no block.
    pub(super) fn ends_at_block(&self) -> bool {
        self.open.last().is_some_and(|top| name(top.tag) == "p" || matches!(top.kind, Kind::Heading(_)))
    }

    /// The place of the element that the start of another ends: an item by the next item, a cell by the next cell or row.
    pub(super) fn ended_by(&self, kind: Kind) -> Option<usize> {
        let (inner, outer) = match kind {
            Kind::Item => (Kind::Item, Kind::List),
            Kind::Cell | Kind::Row => (Kind::Cell, Kind::Table),
            _ => return None,
        };
        self.of_kind(inner).filter(|place| self.of_kind(outer).is_none_or(|outer| outer < *place))
    }

    /// A form around the story is no furniture.
    pub(super) fn open_form(&mut self) {
        let Some(place) = self.of_kind(Kind::Furniture) else { return };
        let Some(open) = self.open.get_mut(place).filter(|open| name(open.tag) == "form") else { return };
        open.kind = Kind::Form;
        self.by_kind[Kind::Furniture.index()].pop();
        self.by_kind[Kind::Form.index()].push(place as u32);
    }

    /// Role and level of a block of some length, by the elements it stands in.
    pub(super) fn role(&self, length: u32) -> (Role, u8) {
        let depth = |kind: Kind| u8::try_from(self.by_kind[kind.index()].len().max(1)).unwrap_or(u8::MAX);
        let header = self.of_kind(Kind::Header);
        if self.of_kind(Kind::Code).is_some() {
            return (Role::Code, 0);
        }
        let worded = [Kind::Paragraph, Kind::Heading(0), Kind::Byline].iter().any(|kind| self.of_kind(*kind) > header);
        if self.of_kind(Kind::Furniture).is_some() || (header.is_some() && !worded) {
            return (Role::Furniture, 0);
        }
        let kinds = [Kind::Heading(0), Kind::Item, Kind::Quote, Kind::Caption, Kind::Cell, Kind::Byline, Kind::Title];
        let innermost = kinds.into_iter().filter_map(|kind| self.of_kind(kind)).max();
        match innermost.and_then(|place| self.open.get(place)).map(|open| open.kind) {
            Some(Kind::Heading(level)) => (Role::Heading, level),
            Some(Kind::Item) => (Role::ListItem, depth(Kind::List)),
            Some(Kind::Quote) => (Role::BlockQuote, depth(Kind::Quote)),
            Some(Kind::Caption) => (Role::Caption, 0),
            Some(Kind::Cell) => (Role::TableCell, 0),
            Some(Kind::Byline) if length <= LONGEST_BYLINE => (Role::Byline, 0),
            Some(Kind::Title) => (Role::Headline, 0),
            _ => (Role::Paragraph, 0),
        }
    }
}
