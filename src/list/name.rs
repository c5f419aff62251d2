//! Name: what lists are called, and what they are looked up by.

use super::{Text, mixed, word_hash};
use std::ops::Deref;

/// The name of a list, ready to be looked up at every token.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListName {
    /// As written.
    pub name: Text,
    /// What the lists of a run are looked up by.
    pub key: u64,
}

impl ListName {
    /// The name of a list of the binary, which is written in ASCII: nothing is left to be hashed at run time.
    pub const fn fixed(name: &'static str) -> Self {
        Self { name: Text::Fixed(name), key: ascii_key(name) }
    }
}

impl From<&str> for ListName {
    fn from(name: &str) -> Self {
        Self { name: name.into(), key: key(name) }
    }
}

impl Deref for ListName {
    type Target = str;
    fn deref(&self) -> &str {
        &self.name
    }
}

/// What a list is looked up by: a hash of its name, case aside.
pub(super) fn key(name: &str) -> u64 {
    if name.is_ascii() { ascii_key(name) } else { word_hash(name) }
}

/// [`key`] of a name in ASCII, eight bytes at a time: lists are looked up by name at many places of a draft.
const fn ascii_key(name: &str) -> u64 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut rest = name.as_bytes();
    let mut hash = rest.len() as u64;
    while let Some((eight, behind)) = rest.split_first_chunk() {
        hash = mixed(hash ^ (u64::from_le_bytes(*eight) | SMALL));
        rest = behind;
    }
    let mut last = 0;
    while let Some((byte, behind)) = rest.split_first() {
        last = last << 8 | byte.to_ascii_lowercase() as u64;
        rest = behind;
    }
    mixed(hash ^ last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_any_case_and_however_it_is_written() {
        assert_eq!(key("first-names"), key("First-Names"));
        assert_eq!(ListName::fixed("name-particles").key, ListName::from("name-particles").key);
        assert_eq!(key("île"), key("Île"));
        assert_ne!(key("titles"), key("title"));
        assert_ne!(key("first-names"), key("first-games"));
    }
}
