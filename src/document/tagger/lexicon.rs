//! Lexicon: which tags a word had in the training data, as a class that many words share.

use super::tag::Tag;
use crate::document::tokens::Case;

/// Which tags a word can have.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Class {
    /// The set of tags: bit n for the tag with index n.
    pub tags: u64,
    /// The index of the tag it has most often.
    pub top: u8,
    /// Whether it hardly ever has another, so that there is nothing to weigh.
    pub sure: bool,
    /// Whether the word was seen in this case. If not, the class is that of the word in other cases.
    pub same_case: bool,
}

impl Class {
    /// The class of a word that was never seen.
    pub const UNSEEN: Self = Self { tags: 0, top: 0, sure: false, same_case: false };

    /// A number for features.
    pub fn key(self) -> u64 {
        let flags = u64::from(self.top) * 4 + u64::from(self.sure) * 2 + u64::from(self.same_case);
        (self.tags ^ (flags << 50)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) | 4
    }

    /// The tag it has most often.
    pub fn top(self) -> Tag {
        Tag::from_index(usize::from(self.top))
    }

    /// Whether the word can have a tag.
    pub fn has(self, tag: Tag) -> bool {
        self.tags >> tag.index() & 1 == 1
    }
}

/// Knows the classes of words.
pub trait Lexicon {
    /// The class of a word (see [`super::features::lexical`]) in a case; [`Class::UNSEEN`] when it is not known.
    fn class(&self, word: u64, case: Case) -> Class;
}

/// The class of a word in a case, from its entry: pairs of a case and a class that it has there, then, if there are
/// several, its class in all cases together. `class` reads a class by its number.
pub fn class_of_entry(entry: &[u8], case: Case, class: impl Fn(u8) -> Option<Class>) -> Option<Class> {
    let mut pairs = entry.chunks_exact(2);
    if let Some(pair) = pairs.find(|pair| pair[0] == case as u8) {
        return class(pair[1]).map(|class| Class { same_case: true, ..class });
    }
    class(*entry.last()?).map(|class| Class { sure: false, same_case: false, ..class })
}
