//! People: which mentions are the same person, with which title.
//!
//! Names are found in the draft itself, not in a dictionary of the world. [`scan`] cuts the runs of capitalised words out of
//! the sentences, with the titles before them; [`evidence`] judges which of them are people; [`register`] keeps one entry a
//! person and gives every later mention to the one it means.

use super::{Document, TextSpan};
use crate::list::Lists;
use std::ops::Range;

mod evidence;
mod register;
mod scan;
mod spelling;
mod words;

pub use spelling::{Near, folded, near};

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

/// A title of the list `titles` before a name.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Title {
    /// Its words, without what modifies it (“U.S.”, “then-”).
    pub span: TextSpan,
    /// Its entry of the list.
    pub entry: u32,
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
    /// The titles that make up `title`, in order; empty where it is a description only (“founder”).
    pub titles: Vec<Title>,
    /// The tokens of the name.
    pub tokens: Range<u32>,
    /// Whether ’s or ’ follows.
    pub possessive: bool,
    /// Whether something besides the name says that a person is meant: a speech verb, an age, “who”, a title.
    pub evident: bool,
    /// Whether it is part of the name of something else (“the Andy Warhol Foundation”).
    pub nested: bool,
}

/// A person of the draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The fullest form of the name.
    pub name: String,
    /// The first name; empty where the draft never gives it.
    pub first: String,
    /// The surname.
    pub surname: String,
    /// Where the person is named, in order of place.
    pub mentions: Vec<Mention>,
}

/// Fills [`Document::people`] and [`Document::strangers`].
pub(super) fn find(document: &mut Document, lists: &Lists) {
    let words = words::Words::new(lists);
    let runs = scan::runs(document, &words);
    let seen = words::Seen::new(document, &runs);
    let (people, strangers) = register::Register::new(document, &words, &seen).fill(runs);
    document.people = people;
    document.strangers = strangers;
}
