//! Near: the common words that are one slip of the hand or of spelling away from a string of letters, likeliest first.
//!
//! A slip is two letters in the wrong order, one left out, one too many, or one for another (F. Damerau, “A technique for
//! computer detection and correction of spelling errors”, 1964: four in five misspellings are one of these). The first
//! letter is seldom wrong; a letter stands for another that lies beside it on the keyboard or sounds like it. What is less
//! likely than that is a slip in long words only.

use super::Unknown;
use super::dictionary::{Dictionary, Use};
use crate::list::folded_hash;

/// A slip is no more costly than this in any word.
const LIKELY: u32 = 2;

/// From how many letters on a slip at the last letter, or of a seldom used word, is one.
const LONG: usize = 7;

/// From how many letters on any letter may stand for any other.
const VERY_LONG: usize = 9;

/// The most words that are offered.
const OFFERED: usize = 3;

/// The words of which `word`, ASCII and small, may be a slip.
pub(super) fn near(word: &str, kind: &Unknown, dictionary: &Dictionary<'_>) -> Vec<String> {
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut try_out = |letters: &[u8], cost: u32| {
        let Some(usage) = dictionary.usage(folded_hash(letters)) else { return };
        let cost = cost + u32::from(usage == Use::Usual);
        if cost <= LIKELY || word.len() >= LONG {
            found.push((cost, String::from_utf8_lossy(letters).into_owned()));
        }
    };
    let letters = word.as_bytes();
    for at in 0..letters.len() {
        swapped(letters, at, &mut try_out);
        left_out(letters, at + 1, &mut try_out);
        if at > 0 {
            too_many(letters, at, &mut try_out);
            replaced(letters, at, kind, &mut try_out);
        }
    }
    found.sort();
    found.dedup_by(|one, other| one.1 == other.1);
    let best = found.first().map_or(0, |(cost, _)| *cost);
    found.into_iter().filter(|(cost, _)| *cost <= best + 1).map(|(_, text)| text).take(OFFERED).collect()
}

/// Two letters that changed places.
fn swapped(letters: &[u8], at: usize, try_out: &mut impl FnMut(&[u8], u32)) {
    if at + 1 < letters.len() && letters[at] != letters[at + 1] {
        let mut other = letters.to_vec();
        other.swap(at, at + 1);
        try_out(&other, 1 + u32::from(at == 0));
    }
}

/// A letter that was left out before `at`.
fn left_out(letters: &[u8], at: usize, try_out: &mut impl FnMut(&[u8], u32)) {
    let last = at == letters.len();
    if last && letters.len() < LONG {
        return;
    }
    let mut other = letters.to_vec();
    other.insert(at, b'a');
    for letter in b'a'..=b'z' {
        let doubled = letters[at - 1] == letter || letters.get(at) == Some(&letter);
        other[at] = letter;
        try_out(&other, if doubled { 1 } else { 2 + u32::from(last) });
    }
}

/// A letter too many at `at`.
fn too_many(letters: &[u8], at: usize, try_out: &mut impl FnMut(&[u8], u32)) {
    let last = at + 1 == letters.len();
    let doubled = letters[at - 1] == letters[at];
    if !last || doubled || letters.len() >= LONG {
        let mut other = letters.to_vec();
        other.remove(at);
        try_out(&other, if doubled { 1 } else { 2 + u32::from(last) });
    }
}

/// A letter for another at `at`.
fn replaced(letters: &[u8], at: usize, kind: &Unknown, try_out: &mut impl FnMut(&[u8], u32)) {
    let mut other = letters.to_vec();
    for letter in (b'a'..=b'z').filter(|letter| *letter != letters[at]) {
        let alike = kind.is_alike(letters[at], letter);
        if alike || letters.len() >= VERY_LONG {
            other[at] = letter;
            try_out(&other, 2 + u32::from(!alike));
        }
    }
}
