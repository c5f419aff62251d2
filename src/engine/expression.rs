//! Expressions: regular expressions of rules, checked when a rule is compiled and built when first wanted.
//!
//! Building an expression costs more than scanning an article, so each names the words of which one must stand in its
//! match ([`Expression::words`]): it is built and run only where one of them occurs.

use crate::list::{Seq, Text, word_hash};
use regex_automata::meta::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::sync::OnceLock;

/// A regular expression of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expression {
    /// As it is built.
    pub pattern: Text,
    /// Hashes of words of which every match holds one as a whole token; empty where that cannot be told.
    pub words: Seq<u64>,
}

impl Expression {
    /// Checks an expression. Case is ignored unless it begins with `(?-i)`.
    ///
    /// # Errors
    /// When it is no regular expression, or one that cannot be run in linear time (look-around, back-references): what
    /// is wrong, and what to do.
    pub fn new(written: &str) -> Result<Self, (String, String)> {
        let pattern = format!("(?i:{written})");
        let hir = regex_syntax::parse(&pattern).map_err(|error| explain(&error))?;
        let words = required_words(&hir).unwrap_or_default();
        Ok(Self { pattern: pattern.into(), words: words.iter().map(|word| word_hash(word)).collect() })
    }
}

fn explain(error: &regex_syntax::Error) -> (String, String) {
    use regex_syntax::ast::ErrorKind;
    let kind = match error {
        regex_syntax::Error::Parse(error) => error.kind().clone(),
        other => return (format!("invalid expression: {}", last_line(other)), "mend the expression".to_owned()),
    };
    match kind {
        ErrorKind::UnsupportedLookAround => (
            "look-around is not supported: it cannot be run in linear time".to_owned(),
            "say what must stand around the match with `before`, `after` or `unless`".to_owned(),
        ),
        ErrorKind::UnsupportedBackreference => (
            "back-references are not supported: they cannot be run in linear time".to_owned(),
            "use kind = \"repeat\" to find what is written twice".to_owned(),
        ),
        other => (format!("invalid expression: {other}"), "mend the expression; `\\` makes a sign literal".to_owned()),
    }
}

fn last_line(error: &regex_syntax::Error) -> String {
    error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// The expressions of a rule, each built when first wanted.
#[derive(Debug, Default)]
pub struct Expressions {
    patterns: Vec<Text>,
    built: Box<[OnceLock<Option<Regex>>]>,
}

/// The size an expression may have when built, in bytes: enough for any list of words, too little to hang.
const SIZE_LIMIT: usize = 4 << 20;

impl Expressions {
    /// None of them built.
    pub fn new(expressions: &[&Expression]) -> Self {
        Self {
            patterns: expressions.iter().map(|expression| expression.pattern.clone()).collect(),
            built: expressions.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// An expression by its number; `None` where it is too large to be built.
    pub fn get(&self, index: usize) -> Option<&Regex> {
        let pattern = self.patterns.get(index)?;
        self.built.get(index)?.get_or_init(|| build(pattern)).as_ref()
    }
}

/// Builds an expression without the engines that are dear to set up and pay only on long texts.
pub fn build(pattern: &str) -> Option<Regex> {
    let config = Regex::config().dfa(false).onepass(false).nfa_size_limit(Some(SIZE_LIMIT));
    Regex::builder().configure(config).build(pattern).ok()
}

/// How many alternatives of a word are followed.
const MOST_WORDS: usize = 96;

/// Strings a part of an expression can match, where they are few.
#[derive(Clone, Debug)]
struct Strings(Vec<String>);

/// Words of which every match holds one as a whole token.
///
/// The expression is cut into stretches that can match few strings and stretches that can match anything. A word of a
/// stretch counts when it is bounded on both sides: by a sign inside the stretch, by `\b` or an anchor, or by a
/// neighbour that can match no letter or digit.
fn required_words(hir: &Hir) -> Option<Vec<String>> {
    if let HirKind::Alternation(branches) = unwrapped(hir).kind() {
        return union(branches.iter().map(required_words));
    }
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    let mut best: Option<Vec<String>> = None;
    let mut index = 0;
    while index < parts.len() {
        let mut end = index;
        let mut strings = Strings(vec![String::new()]);
        while let Some(next) = parts.get(end).and_then(|part| strings.then(part)) {
            strings = next;
            end += 1;
        }
        if end > index {
            let stretch = &parts[index..end];
            let left = stretch.first().is_some_and(|part| is_boundary(part))
                || index.checked_sub(1).is_some_and(|before| never_a_word_sign(parts[before]));
            let right = stretch.last().is_some_and(|part| is_boundary(part))
                || parts.get(end).is_some_and(|part| never_a_word_sign(part));
            best = better(best, strings.words(left, right));
        } else if let HirKind::Alternation(branches) = unwrapped(parts[index]).kind() {
            best = better(best, union(branches.iter().map(required_words)));
        } else if let HirKind::Repetition(repetition) = unwrapped(parts[index]).kind()
            && repetition.min > 0
        {
            best = better(best, required_words(&repetition.sub));
        }
        index = end.max(index + 1);
    }
    best
}

fn unwrapped(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) => unwrapped(&capture.sub),
        _ => hir,
    }
}

fn union(branches: impl Iterator<Item = Option<Vec<String>>>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for words in branches {
        all.extend(words?);
    }
    all.sort();
    all.dedup();
    (all.len() <= MOST_WORDS).then_some(all)
}

/// The set with the rarer words: longer ones, and fewer.
fn better(one: Option<Vec<String>>, other: Option<Vec<String>>) -> Option<Vec<String>> {
    let rank = |words: &Vec<String>| {
        let shortest = words.iter().map(String::len).min().unwrap_or(0).min(6);
        shortest as isize * 4 - words.len() as isize
    };
    match (one, other) {
        (Some(one), Some(other)) => Some(if rank(&other) > rank(&one) { other } else { one }),
        (one, other) => one.or(other),
    }
}

fn flatten<'h>(hir: &'h Hir, parts: &mut Vec<&'h Hir>) {
    match unwrapped(hir).kind() {
        HirKind::Concat(subs) => subs.iter().for_each(|sub| flatten(sub, parts)),
        _ => parts.push(hir),
    }
}

impl Strings {
    fn then(&self, part: &Hir) -> Option<Self> {
        let next = Self::of(part)?;
        (self.0.len() * next.0.len() <= MOST_WORDS).then(|| {
            Self(self.0.iter().flat_map(|head| next.0.iter().map(move |tail| format!("{head}{tail}"))).collect())
        })
    }

    fn of(hir: &Hir) -> Option<Self> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(Self(vec![String::new()])),
            HirKind::Literal(literal) => Some(Self(vec![std::str::from_utf8(&literal.0).ok()?.to_lowercase()])),
            HirKind::Class(Class::Unicode(class)) => {
                let size: u32 = class.ranges().iter().map(|range| range.end() as u32 - range.start() as u32 + 1).sum();
                (size <= 8).then(|| {
                    let all = class.ranges().iter().flat_map(|range| range.start()..=range.end());
                    let mut strings: Vec<String> = all.flat_map(char::to_lowercase).map(String::from).collect();
                    strings.sort();
                    strings.dedup();
                    Self(strings)
                })
            }
            HirKind::Class(Class::Bytes(_)) => None,
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) if repetition.max == Some(1) => {
                let mut strings = Self::of(&repetition.sub)?.0;
                if repetition.min == 0 {
                    strings.push(String::new());
                }
                Some(Self(strings))
            }
            HirKind::Repetition(_) => None,
            HirKind::Concat(subs) => subs.iter().try_fold(Self(vec![String::new()]), |all, sub| all.then(sub)),
            HirKind::Alternation(branches) => {
                let mut strings = Vec::new();
                for branch in branches {
                    strings.extend(Self::of(branch)?.0);
                }
                (strings.len() <= MOST_WORDS).then_some(Self(strings))
            }
        }
    }

    /// One bounded word of each string: the longest.
    fn words(&self, left: bool, right: bool) -> Option<Vec<String>> {
        union(self.0.iter().map(|string| longest_word(string, left, right).map(|word| vec![word.to_owned()])))
    }
}

/// The longest run of letters that a tokenizer is sure to make one token of.
fn longest_word(string: &str, left: bool, right: bool) -> Option<&str> {
    let mut best = None;
    let mut start = 0;
    let letter = |character: char| character.is_alphanumeric();
    for piece in string.split(|character: char| !letter(character)) {
        let end = start + piece.len();
        let bounded = (start > 0 || left) && (end < string.len() || right);
        // A word beside an apostrophe, period or other joiner may be cut or joined by the tokenizer in other ways.
        let beside = |at: Option<char>| {
            at.is_none_or(|sign| {
                matches!(sign, ' ' | ',' | ':' | ';' | '?' | '!' | '(' | ')' | '[' | ']' | '“' | '”' | '"')
            })
        };
        let alone = beside(string[..start].chars().next_back()) && beside(string[end..].chars().next());
        let plain = piece.chars().all(char::is_alphabetic) && !matches!(piece, "cannot" | "gonna" | "wanna" | "gotta");
        if bounded && alone && plain && piece.len() > best.map_or(1, str::len) {
            best = Some(piece);
        }
        start = end + string[end..].chars().next().map_or(0, char::len_utf8);
    }
    best
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

fn never_a_word_sign(part: &Hir) -> bool {
    match part.kind() {
        HirKind::Look(_) => is_boundary(part),
        HirKind::Class(Class::Unicode(class)) => {
            // A neighbour bounds a word only where a tokenizer, too, would break there.
            class.ranges().iter().all(|range| {
                let small = range.end() as u32 - (range.start() as u32) < 64;
                small
                    && (range.start()..=range.end()).all(|sign| {
                        !sign.is_alphanumeric() && !matches!(sign, '\'' | '’' | '.' | '-' | '_' | '@' | '/')
                    })
            })
        }
        HirKind::Capture(capture) => never_a_word_sign(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && never_a_word_sign(&repetition.sub),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pattern: &str) -> Vec<String> {
        required_words(&regex_syntax::parse(&format!("(?i:{pattern})")).expect("a good expression")).unwrap_or_default()
    }

    #[test]
    fn a_bounded_word_is_required() {
        assert_eq!(words(r"\bforward-looking statements?\b"), ["statement", "statements"]);
        assert_eq!(words(r"^all rights reserved\.?$"), ["reserved"]);
        assert_eq!(words(r"^\d+ comments?$"), ["comment", "comments"]);
    }

    #[test]
    fn an_unbounded_word_is_not() {
        assert!(words("comment").is_empty());
        assert!(words(r"\bpre\w+").is_empty());
        assert!(words(r".*").is_empty());
    }

    #[test]
    fn alternatives_need_a_word_each() {
        assert_eq!(words(r"\b(cookie policy|privacy settings)\b"), ["cookie", "settings"]);
        assert!(words(r"\b(cookies|\d+)\b").is_empty());
    }

    #[test]
    fn look_around_is_refused_with_the_reason() {
        let (message, _) = Expression::new("a(?=b)").expect_err("look-ahead");
        assert!(message.contains("linear time"), "{message}");
    }
}
