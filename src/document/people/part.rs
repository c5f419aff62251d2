//! Part: the words that a name is made of.

use std::ops::{Deref, Range};

/// A word of a name, or several joined by hyphens.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is compared by: the hash of its letters, accents aside.
    pub(super) key: u64,
    /// Its tokens.
    pub(super) tokens: Range<u32>,
}

/// The parts of a name: most names that are written are one word.
pub(super) enum Parts {
    /// One.
    One([Part; 1]),
    /// Any number.
    Several(Vec<Part>),
}

impl Deref for Parts {
    type Target = [Part];
    fn deref(&self) -> &[Part] {
        match self {
            Self::One(part) => part,
            Self::Several(parts) => parts,
        }
    }
}

/// What a full name is looked up by: its first and last word.
pub(super) fn full_key(parts: &[Part]) -> u64 {
    match parts {
        [first, .., last] => first.key.rotate_left(17) ^ last.key,
        [only] => only.key,
        [] => 0,
    }
}
