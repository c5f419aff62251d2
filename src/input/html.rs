//! HTML: blocks by their tags, white space by the rules of HTML, entities decoded one by one.
//!
//! The tokenizer of html5gum says where tags and comments are; all between them is text. `reader` turns it
//! into blocks, `stack` knows what is open, `tags` what each tag is for, `entities` decodes character references.

mod entities;
mod reader;
mod stack;
mod tags;

use super::{Draft, Input, Role, roles};
use crate::source::Span;

pub(super) use reader::{OBJECT, Page, read_span};

/// How many blocks may stand before a heading that is taken for the headline.
const HEADLINE_REACH: usize = 4;

/// HTML drafts.
pub struct Html;

impl Input for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn read(&self, text: &str) -> Draft {
        let start = super::lines::mark_length(text) as u32;
        let mut page = read_span(text, Span::new(start, text.len() as u32));
        choose_headline(&mut page);
        roles::assign(text, &mut page.blocks, false);
        Draft { blocks: page.blocks, comments: page.comments, traces: page.traces, ..Draft::default() }
    }
}

/// The headline is the first `h1`, else the title of the page, else the first heading near the head.
fn choose_headline(page: &mut Page) {
    let first = page.blocks.iter().position(|block| block.role == Role::Heading && block.level == 1);
    let title = page.title.filter(|title| page.blocks.get(*title).is_some_and(|block| block.role == Role::Headline));
    match (first, title) {
        (Some(first), _) => page.blocks[first].role = Role::Headline,
        (None, Some(_)) => return,
        (None, None) => {
            let mut story = page.blocks.iter_mut().filter(|block| block.role != Role::Furniture).take(HEADLINE_REACH);
            if let Some(heading) = story.find(|block| block.role == Role::Heading) {
                heading.role = Role::Headline;
            }
        }
    }
    if let Some(title) = title {
        page.blocks.remove(title);
    }
}
