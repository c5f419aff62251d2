//! Decided: words whose tag is known before their neighbours are.

use super::lexicon::Class;
use super::tag::Tag;
use crate::document::tokens::{Token, TokenKind};

/// Whether a word leaves nothing to weigh.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Decided {
    /// The neighbours decide.
    No,
    /// The word decides.
    Tag(Tag),
    /// The spaces around it decide: a straight quotation mark.
    Quote,
}

impl Decided {
    /// What the word alone says.
    pub(super) fn of(text: &str, token: &Token, class: Class) -> Self {
        match text {
            "\"" => return Self::Quote,
            "‘" => return Self::Tag(Tag::OpenQuote),
            "'" | "’" => return Self::No,
            _ => {}
        }
        match token.kind {
            _ if class.sure => Self::Tag(class.top()),
            TokenKind::Word | TokenKind::Number => Self::No,
            _ if class.tags != 0 => Self::Tag(class.top()),
            TokenKind::Mark => Self::Tag(Tag::Colon),
            TokenKind::Symbol => Self::Tag(Tag::Symbol),
            TokenKind::Link => Self::Tag(Tag::Link),
        }
    }

    /// The tag of a token whose word decides.
    pub(super) fn tag(self, token: &Token) -> Option<Tag> {
        match self {
            Self::No => None,
            Self::Tag(tag) => Some(tag),
            Self::Quote => Some(if token.space_before { Tag::OpenQuote } else { Tag::CloseQuote }),
        }
    }
}

/// What is known of a word before its neighbours are: for the training program, which must see the same.
pub fn decided_alone(text: &str, token: &Token, class: Class) -> Option<Tag> {
    Decided::of(text, token, class).tag(token)
}
