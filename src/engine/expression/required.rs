//! What every match of an expression must hold: words, a first word, signs. Told from its parts, without running it.
//!
//! A wrong answer would lose matches, so that whatever is in doubt gives no answer, and the expression is then run
//! everywhere.

use super::lean::most;
use crate::document::tokens;
use crate::engine::frequency;
use crate::list::word_hash;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

mod opening;
mod signs;
#[cfg(test)]
mod tests;

pub(super) use opening::opening;
pub(super) use signs::{leads, signs};

/// How many alternatives of a stretch are followed.
const MOST_STRINGS: usize = 256;

/// The size of a class of signs that is followed sign by sign.
const MOST_SIGNS: u32 = 12;

/// How often the repetition of a part is followed.
const MOST_TIMES: u32 = 4;

/// Strings a part of an expression can match, where they are few.
struct Strings(Vec<String>);

/// Words of which every match holds one as a whole token, empty where that cannot be told, and further such sets.
///
/// The expression is cut into stretches that can match few strings and stretches that can match anything. A word of a
/// stretch counts when it is bounded on both sides: by a sign inside the stretch, by `\b` or an anchor, or by a
/// neighbour that can match no letter or digit.
pub(super) fn words(hir: &Hir) -> (Vec<String>, Vec<Vec<String>>) {
    let mut all = sets(hir);
    all.sort_by_cached_key(|set| cost(set));
    let mut all = all.into_iter();
    let best = all.next().unwrap_or_default();
    let mut also: Vec<Vec<String>> = all.filter(|set| set.len() <= MOST_ALSO && *set != best).collect();
    also.dedup();
    also.truncate(MOST_SETS);
    (best, also)
}

/// A set of words with more of them is not looked for besides the best one.
const MOST_ALSO: usize = 24;

/// How many sets are looked for besides the best one.
const MOST_SETS: usize = 3;

/// The sets of words of which every match holds one each.
fn sets(hir: &Hir) -> Vec<Vec<String>> {
    if let HirKind::Alternation(branches) = unwrapped(hir).kind() {
        return union(branches.iter().map(best)).into_iter().collect();
    }
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    let (mut all, mut index) = (Vec::new(), 0);
    while index < parts.len() {
        let (strings, end) = stretch(&parts, index);
        if end > index {
            let (left, right) = bounds(&parts, index, end);
            all.extend(union(strings.0.iter().map(|string| rarest_word(string, left, right))));
        } else {
            all.extend(words_of_part(parts[index]));
        }
        index = end.max(index + 1);
    }
    all
}

/// The set with the rarest words.
fn best(hir: &Hir) -> Option<Vec<String>> {
    sets(hir).into_iter().min_by_key(|set| cost(set))
}

/// How often the words of a set lead to the expression.
fn cost(words: &[String]) -> u32 {
    frequency::of_any(words.iter().map(String::as_str))
}

fn words_of_part(part: &Hir) -> Option<Vec<String>> {
    match unwrapped(part).kind() {
        HirKind::Alternation(branches) => union(branches.iter().map(best)),
        HirKind::Repetition(repetition) if repetition.min > 0 => best(&repetition.sub),
        _ => None,
    }
}

/// The strings of the parts from `start` on, and where they become too many or can be anything.
fn stretch(parts: &[&Hir], start: usize) -> (Strings, usize) {
    let (mut strings, mut end) = (Strings(vec![String::new()]), start);
    while let Some(next) = parts.get(end).and_then(|part| strings.then(part)) {
        strings = next;
        end += 1;
    }
    (strings, end)
}

/// Whether a stretch is bounded on its left and on its right.
fn bounds(parts: &[&Hir], start: usize, end: usize) -> (bool, bool) {
    let left = parts.get(start).is_some_and(|part| is_boundary(part))
        || is_bounded(parts[..start].iter().rev().copied(), false);
    let right =
        parts.get(end - 1).is_some_and(|part| is_boundary(part)) || is_bounded(parts[end..].iter().copied(), true);
    (left, right)
}

/// Whether whatever the parts on one side of a stretch match, nearest first, a word of the stretch ends there.
fn is_bounded<'h>(parts: impl Iterator<Item = &'h Hir>, ahead: bool) -> bool {
    for part in parts {
        match unwrapped(part).kind() {
            // A part that may be missing: both it and what comes after it must bound.
            HirKind::Repetition(repetition) if repetition.min == 0 => {
                if !parts_a_word(&repetition.sub, ahead) {
                    return false;
                }
            }
            _ => return parts_a_word(part, ahead),
        }
    }
    false
}

/// How far the first sign is looked for, in characters.
const SOON: u32 = 40;

/// Signs, no letters, figures or spaces, of which every match has one among so many of its first characters.
pub(super) fn soon(hir: &Hir) -> Option<(Vec<char>, u32)> {
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    let mut before = 0;
    for part in parts {
        if let Some(signs) = first_signs(part) {
            return Some((signs, before + 1));
        }
        before = most(part).saturating_add(before);
        if before > SOON {
            return None;
        }
    }
    None
}

/// The signs that a part begins with, where it must be there and begins with nothing else.
fn first_signs(part: &Hir) -> Option<Vec<char>> {
    let signs: Vec<char> = match unwrapped(part).kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let signs = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            signs.take(MOST_SIGNS as usize + 1).collect()
        }
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok()?.chars().take(1).collect(),
        HirKind::Repetition(repetition) if repetition.min > 0 => return first_signs(&repetition.sub),
        _ => return None,
    };
    let is_plain = |sign: &char| sign.is_alphanumeric() || sign.is_whitespace();
    (!signs.is_empty() && signs.len() <= MOST_SIGNS as usize && !signs.iter().any(is_plain)).then_some(signs)
}

fn unwrapped(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) => unwrapped(&capture.sub),
        _ => hir,
    }
}

fn flatten<'h>(hir: &'h Hir, parts: &mut Vec<&'h Hir>) {
    match unwrapped(hir).kind() {
        HirKind::Concat(subs) => subs.iter().for_each(|sub| flatten(sub, parts)),
        _ => parts.push(hir),
    }
}

fn union(branches: impl Iterator<Item = Option<Vec<String>>>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for words in branches {
        all.extend(words?);
    }
    all.sort();
    all.dedup();
    (!all.is_empty() && all.len() <= MOST_STRINGS).then_some(all)
}

impl Strings {
    fn then(&self, part: &Hir) -> Option<Self> {
        let next = Self::of(part)?;
        (self.0.len() * next.0.len() <= MOST_STRINGS).then(|| {
            let mut all: Vec<String> =
                self.0.iter().flat_map(|head| next.0.iter().map(move |tail| format!("{head}{tail}"))).collect();
            all.sort();
            all.dedup();
            Self(all)
        })
    }

    fn of(hir: &Hir) -> Option<Self> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(Self(vec![String::new()])),
            HirKind::Literal(literal) => Some(Self(vec![std::str::from_utf8(&literal.0).ok()?.to_lowercase()])),
            HirKind::Class(Class::Unicode(class)) => Self::of_class(class),
            HirKind::Class(Class::Bytes(_)) => None,
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) => Self::of_repetition(repetition),
            HirKind::Concat(subs) => subs.iter().try_fold(Self(vec![String::new()]), |all, sub| all.then(sub)),
            HirKind::Alternation(branches) => {
                let mut strings = Vec::new();
                for branch in branches {
                    strings.extend(Self::of(branch)?.0);
                }
                (strings.len() <= MOST_STRINGS).then_some(Self(strings))
            }
        }
    }

    fn of_class(class: &regex_syntax::hir::ClassUnicode) -> Option<Self> {
        let size: u32 = class.ranges().iter().map(|range| range.end() as u32 - range.start() as u32 + 1).sum();
        (size <= MOST_SIGNS).then(|| {
            let all = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            let mut strings: Vec<String> = all.flat_map(char::to_lowercase).map(String::from).collect();
            strings.sort();
            strings.dedup();
            // A long s, which case folding brings in, is in no draft.
            if strings.iter().any(|sign| sign == "s") {
                strings.retain(|sign| sign != "ſ");
            }
            Self(strings)
        })
    }

    fn of_repetition(repetition: &Repetition) -> Option<Self> {
        let most = repetition.max.filter(|most| *most <= MOST_TIMES)?;
        let mut times = Self(vec![String::new()]);
        let mut all = if repetition.min == 0 { vec![String::new()] } else { Vec::new() };
        for time in 1..=most {
            times = times.then(&repetition.sub)?;
            if time >= repetition.min {
                all.extend(times.0.iter().cloned());
            }
        }
        (all.len() <= MOST_STRINGS).then_some(Self(all))
    }
}

/// The rarest run of two letters or more that the tokenizer is sure to make one token of.
fn rarest_word(string: &str, left: bool, right: bool) -> Option<Vec<String>> {
    let is_whole = |(start, piece): &(usize, &str)| {
        let end = start + piece.len();
        let bounded = (*start > 0 || left) && (end < string.len() || right);
        bounded && piece.len() > 1 && is_token(string, *start, piece)
    };
    let whole = pieces(string).filter(is_whole).map(|(_, piece)| piece);
    let rarest = whole.min_by_key(|piece| (frequency::of_any([*piece]), std::cmp::Reverse(piece.len())));
    rarest.map(|word| vec![word.to_owned()])
}

/// The runs of letters and digits of a string, with where they begin.
fn pieces(string: &str) -> impl Iterator<Item = (usize, &str)> {
    let pieces = string.split(|character: char| !character.is_alphanumeric());
    pieces.map(|piece| (piece.as_ptr() as usize - string.as_ptr() as usize, piece))
}

/// Whether a run of letters is sure to be a token of its own: signs beside it at which the tokenizer breaks, and no
/// word that it cuts in two, alone or before “n’t”.
fn is_token(string: &str, start: usize, piece: &str) -> bool {
    let mut after = string[start + piece.len()..].chars();
    let before_breaks = string[..start].chars().next_back().is_none_or(|sign| breaks(sign) || sign == ':');
    let after_breaks = match (after.next(), after.next()) {
        (None, _) => true,
        (Some(':'), next) => next != Some('/'),
        (Some('.'), next) => next.is_none_or(breaks) && whole(&format!("{piece}."), piece),
        (Some(sign), _) => breaks(sign),
    };
    before_breaks && after_breaks && piece.chars().all(char::is_alphabetic) && whole(piece, piece) && !shrinks(piece)
}

/// Whether `word` is one of the tokens of `text`.
fn whole(text: &str, word: &str) -> bool {
    tokens::form(text).words.contains(&word_hash(word))
}

/// Whether a word can lose its last letter to a following “n’t”, or is cut from one.
fn shrinks(word: &str) -> bool {
    matches!(word, "can" | "don" | "won" | "isn" | "wasn" | "didn" | "doesn" | "aren" | "weren" | "hasn" | "haven")
}

fn breaks(sign: char) -> bool {
    sign.is_whitespace() || ",;?!()[]“”\"|>‹›«»·•→".contains(sign)
}

fn is_boundary(part: &Hir) -> bool {
    matches!(
        part.kind(),
        HirKind::Look(
            Look::Start
                | Look::End
                | Look::StartLF
                | Look::EndLF
                | Look::StartCRLF
                | Look::EndCRLF
                | Look::WordUnicode
                | Look::WordAscii
        )
    )
}

/// Whether what a part matches ends a word before it (`ahead`) or lets a word begin after it.
fn parts_a_word(part: &Hir, ahead: bool) -> bool {
    match part.kind() {
        HirKind::Look(_) => is_boundary(part),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            let sign = if ahead { text.chars().next() } else { text.chars().next_back() };
            sign.is_some_and(breaks)
        }
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().all(|range| {
            let small = range.end() as u32 - (range.start() as u32) < 64;
            small && (range.start()..=range.end()).all(breaks)
        }),
        HirKind::Capture(capture) => parts_a_word(&capture.sub, ahead),
        HirKind::Repetition(repetition) => repetition.min > 0 && parts_a_word(&repetition.sub, ahead),
        HirKind::Alternation(branches) => branches.iter().all(|branch| parts_a_word(branch, ahead)),
        HirKind::Concat(subs) if ahead => is_bounded(subs.iter(), true),
        HirKind::Concat(subs) => is_bounded(subs.iter().rev(), false),
        _ => false,
    }
}
