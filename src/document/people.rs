//! People: which mentions are the same person, with which title.

use super::{Document, TextSpan};
use crate::list::Lists;

/// Which part of a name a mention gives.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Form {
    /// First name and surname, or more.
    Full,
    /// The surname alone.
    Surname,
    /// The first name alone.
    First,
}

/// A place where a person is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// The name, title and possessive left out.
    pub span: TextSpan,
    /// The title right before the name (“U.S. President”), or none.
    pub title: Option<TextSpan>,
    /// Which part of the name it gives.
    pub form: Form,
    /// The block it is in.
    pub block: u32,
    /// Whether it lies between quotation marks.
    pub quoted: bool,
}

/// A person of the draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The fullest form of the name.
    pub name: String,
    /// The surname.
    pub surname: String,
    /// Where the person is named, in order of place.
    pub mentions: Vec<Mention>,
}

/// Fills [`Document::people`].
pub(super) fn find(document: &mut Document, lists: &Lists) {
    let _ = (document, lists);
}
