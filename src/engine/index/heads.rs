//! Heads: rules by what a block begins with, marks before it aside. Each block is looked up once for all rules.

use crate::list::{Seq, Text};
use std::cmp::Reverse;

/// What a block must begin with for a rule to look at it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// In small letters.
    pub text: Text,
    /// Its first eight bytes as a number, zeros behind a shorter one.
    pub start: u64,
    /// How many characters the block may have at most, decoration at its ends left out.
    pub reach: u16,
    /// The number of the rule.
    pub rule: u32,
    /// The item of its kind.
    pub item: u32,
}

impl Head {
    /// A head of a rule's item.
    pub fn new(text: Text, reach: u16, rule: u32, item: u32) -> Self {
        Self { start: start_of(&text), text, reach, rule, item }
    }

    /// Whether a text begins with it. `start` is the text's own.
    fn begins(&self, text: &str, start: u64) -> bool {
        let length = self.text.len().min(8);
        let same = (start ^ self.start) >> (64 - 8 * length) == 0;
        same && (self.text.len() <= 8
            || text.get(..self.text.len()).is_some_and(|text| text.eq_ignore_ascii_case(&self.text)))
    }
}

/// How many rows the heads of a first byte have.
const SECONDS: usize = 8;

/// The row of the heads that begin with two bytes.
fn row(first: u8, second: u8) -> usize {
    usize::from(first) * SECONDS + usize::from(second) % SECONDS
}

/// The first eight bytes of a text as a number, capitals as small letters.
fn start_of(text: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(text.bytes()).for_each(|(own, byte)| *own = byte.to_ascii_lowercase());
    u64::from_be_bytes(bytes)
}

/// The heads of all rules.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heads {
    /// The heads, by their first byte and a few bits of their second, and of each such row those with the longest reach first:
    /// a paragraph is past all but a few at once. A head of one byte is in each of the rows of that byte.
    pub heads: Seq<Head>,
    /// Where each row begins; one more at the end.
    pub starts: Seq<u16>,
}

impl Heads {
    /// Puts heads in order. Those beyond what the table can number are not expected, and left out.
    pub fn new(heads: Vec<Head>) -> Self {
        let mut rows: Vec<(usize, Head)> = Vec::new();
        for head in heads {
            match *head.text.as_bytes() {
                [] => {}
                [first] => rows.extend((0..SECONDS as u8).map(|second| (row(first, second), head.clone()))),
                [first, second, ..] => rows.push((row(first, second), head)),
            }
        }
        let key =
            |(row, head): &(usize, Head)| (*row, Reverse(head.reach), head.text.to_string(), head.rule, head.item);
        rows.sort_by_cached_key(key);
        rows.truncate(u16::MAX as usize);
        if rows.is_empty() {
            return Self::default();
        }
        let start = |row: usize| rows.partition_point(|(own, _)| *own < row) as u16;
        let starts = (0..=256 * SECONDS).map(start).collect();
        Self { heads: rows.into_iter().map(|(_, head)| head).collect(), starts }
    }

    /// The rules and items of a block, by its text, decoration at its ends left out, and the number of its characters.
    pub fn of<'t>(&'t self, text: &'t str, length: usize) -> impl Iterator<Item = &'t Head> {
        let mut bytes = text.bytes().map(|byte| byte.to_ascii_lowercase());
        let row = row(bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default());
        let range = match self.starts.get(row..row + 2) {
            Some([start, end]) => usize::from(*start)..usize::from(*end),
            _ => 0..0,
        };
        let start = start_of(text);
        let heads = self.heads.get(range).unwrap_or_default().iter();
        heads.take_while(move |head| length <= usize::from(head.reach)).filter(move |head| head.begins(text, start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_found_by_what_it_begins_with() {
        let head = |text: &str, item| Head::new(text.into(), 20, 0, item);
        let heads =
            Heads::new(vec![head("share", 1), head("sh", 2), head("1 c", 3), head("copy", 4), head("copyrighted", 5)]);
        let items = |text: &str| heads.of(text, text.len()).map(|head| head.item).collect::<Vec<_>>();
        assert_eq!(items("Share this"), [2, 1]);
        assert!(items("Share this with all of them").is_empty());
        assert_eq!(items("1 Comment"), [3]);
        assert_eq!(items("Copyrights"), [4]);
        assert_eq!(items("COPYRIGHTED work"), [4, 5]);
        assert!(items("Éclair").is_empty());
        assert!(items("").is_empty());
        assert!(Heads::default().of("Share", 5).next().is_none());
    }
}
