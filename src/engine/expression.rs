//! Expressions: regular expressions of rules, checked when a rule is compiled and built when first wanted.
//!
//! Building an expression costs more than scanning an article, so each names the words of which one must stand in its
//! match ([`Expression::words`]): it is built and run only where one of them occurs. What is built is not what was written
//! but the same in fewer parts (`lean`).

use crate::engine::kinds::Check;
use crate::list::{Seq, Text, Worded, word_hash};
use regex_automata::meta::Regex;
use regex_syntax::hir::{Hir, Look};
use std::ops::Range;
use std::sync::OnceLock;

mod lean;
mod required;
mod stored;

/// A regular expression of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expression {
    /// What is built, in its stored form.
    pub pattern: Text,
    /// Hashes of words of which every match holds one as a whole token; empty where that cannot be told.
    pub words: Seq<u64>,
    /// Further sets of words: every match holds one of each as a whole token.
    pub also: Seq<Seq<u64>>,
    /// Hashes of words of which every match has one as its first word, marks before it aside; empty where that cannot
    /// be told.
    pub opening: Seq<u64>,
    /// What every match begins with, marks aside, in small letters and in order; empty where [`Expression::opening`] says
    /// it, or where it cannot be told.
    pub heads: Seq<Text>,
    /// The first letters of the heads: a bit each from `a` on, and one for all that is no letter; 0 where there are none.
    pub letters: u32,
    /// Strings that are rare in prose and of which every match holds one, as they are spelled; empty where that cannot be
    /// told.
    pub signs: Seq<Text>,
    /// Whether a match is at the start of the text.
    pub at_start: bool,
    /// The most bytes a match can have; `u32::MAX` where there is no limit.
    pub longest: u32,
    /// The most characters a match can have; `u32::MAX` where there is no limit.
    pub most: u32,
    /// What matches wherever `pattern` does and is cheaper to build; empty where it would be the same.
    pub rough: Text,
}

impl Expression {
    /// Checks an expression. Case is ignored unless it begins with `(?-i)`.
    ///
    /// # Errors
    /// When it is no regular expression, or one that cannot be run in linear time (look-around, back-references): what
    /// is wrong, and what to do.
    pub fn new(written: &str) -> Result<Self, (String, String)> {
        Self::between("", written, "")
    }

    /// The same for one that must match a text from its start to its end.
    ///
    /// # Errors
    /// As [`Expression::new`].
    pub fn whole(written: &str) -> Result<Self, (String, String)> {
        Self::between(r"\A", written, r"\z")
    }

    /// The same for one that must match from the start of a text.
    ///
    /// # Errors
    /// As [`Expression::new`].
    pub fn start(written: &str) -> Result<Self, (String, String)> {
        Self::between(r"\A", written, "")
    }

    fn between(head: &str, written: &str, tail: &str) -> Result<Self, (String, String)> {
        // As written first: what is wrong is said of what the author wrote.
        regex_syntax::parse(written).map_err(|error| explain(&error))?;
        let hir = regex_syntax::parse(&format!("(?i:{head}(?:{written}){tail})")).map_err(|error| explain(&error))?;
        let hir = lean::classes(&hir);
        if weight(&hir) > MOST_WEIGHT && build(&hir).is_none() {
            return Err((
                "the expression is too large when it is built".to_owned(),
                "repeat less, or repeat `[^…]` in place of `\\w`".to_owned(),
            ));
        }
        let hashes = |words: Vec<String>| -> Seq<u64> { words.iter().map(|word| word_hash(word)).collect() };
        let (words, also) = required::words(&hir);
        let (opening, heads) = required::opening(&hir);
        let store = |hir: &Hir| stored::write(hir).ok_or_else(no_text);
        let (pattern, rough) = (store(&hir)?, store(&lean::stretches(&hir))?);
        Ok(Self {
            words: hashes(words),
            also: also.into_iter().map(hashes).collect(),
            opening: hashes(opening),
            letters: heads.iter().filter_map(|head| head.chars().next()).fold(0, |all, sign| all | letter(sign)),
            heads: heads.into_iter().map(Text::from).collect(),
            signs: required::signs(&hir).into_iter().map(Text::from).collect(),
            at_start: hir.properties().look_set_prefix().contains(Look::Start),
            longest: hir.properties().maximum_len().and_then(|most| u32::try_from(most).ok()).unwrap_or(u32::MAX),
            most: lean::most(&hir),
            rough: if rough == pattern { Text::default() } else { rough.into() },
            pattern: pattern.into(),
        })
    }

    /// Whether the tokens of a text hold all the words that a match needs besides [`Expression::words`].
    pub fn may_match<T: Worded>(&self, tokens: &[T]) -> bool {
        self.also.iter().all(|set| tokens.iter().any(|token| set.contains(&token.word())))
    }

    /// Where the signs stand in a text, as ranges of its bytes, in order.
    pub fn signs_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let (short, long): (Vec<&Text>, Vec<&Text>) = self.signs.iter().partition(|sign| sign.chars().count() == 1);
        let mut heads: Vec<u8> = short.iter().filter_map(|sign| sign.bytes().next()).collect();
        heads.sort_unstable();
        heads.dedup();
        for head in heads {
            let found = memchr::memchr_iter(head, text.as_bytes());
            places.extend(found.filter_map(|place| {
                let rest = text.get(place..)?;
                let sign = short.iter().find(|sign| rest.as_bytes().starts_with(sign.as_bytes()))?;
                Some(place..place + sign.len())
            }));
        }
        for sign in long {
            let found = memchr::memmem::find_iter(text.as_bytes(), sign.as_bytes());
            places.extend(found.map(|place| place..place + sign.len()));
        }
        if self.signs.len() > 1 {
            places.sort_unstable_by_key(|place| place.start);
        }
        places
    }

    /// Whether a text begins as a match does that begins there too.
    pub fn has_head(&self, text: &str) -> bool {
        if self.letters == 0 {
            return true;
        }
        let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        let Some(first) = text.chars().next().filter(|first| self.letters & letter(*first) != 0) else { return false };
        let starts = |head: &Text| text.get(..head.len()).is_some_and(|text| text.eq_ignore_ascii_case(head));
        let of_letter = |head: &&Text| head.as_bytes().first() == Some(&(first as u8).to_ascii_lowercase());
        first.is_ascii() && self.heads.iter().filter(of_letter).any(starts)
    }

    /// Whether a text is too long to be matched from end to end.
    pub fn is_too_long(&self, text: &str) -> bool {
        text.len() > self.longest as usize
            || text.len() > self.most as usize && text.chars().count() > self.most as usize
    }
}

/// What is wrong with an expression of bytes, and what to do.
fn no_text() -> (String, String) {
    ("the expression matches bytes that are no text".to_owned(), "write it without `(?-u)`".to_owned())
}

/// The bit of a first letter.
fn letter(sign: char) -> u32 {
    if sign.is_ascii_alphabetic() { 1 << (sign.to_ascii_lowercase() as u8 - b'a') } else { 1 << 26 }
}

/// From this weight on an expression may be too large.
const MOST_WEIGHT: usize = 4000;

/// A rough measure of how large an expression is when built: its ranges of characters, repetitions written out.
fn weight(hir: &regex_syntax::hir::Hir) -> usize {
    use regex_syntax::hir::{Class, HirKind};
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repetition) => {
            weight(&repetition.sub).saturating_mul(repetition.max.unwrap_or(repetition.min + 1).max(1) as usize)
        }
        HirKind::Capture(capture) => weight(&capture.sub),
        HirKind::Concat(subs) | HirKind::Alternation(subs) => {
            subs.iter().fold(0, |sum, sub| sum.saturating_add(weight(sub)))
        }
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

/// The expressions of a rule that have been built.
#[derive(Debug, Default)]
pub struct Built(OnceLock<Box<[BuiltOne]>>);

#[derive(Debug)]
struct BuiltOne {
    pattern: Text,
    regex: OnceLock<Option<Regex>>,
    rough: Text,
    rough_regex: OnceLock<Option<Regex>>,
}

impl BuiltOne {
    fn new(expression: &Expression) -> Self {
        Self {
            pattern: expression.pattern.clone(),
            regex: OnceLock::new(),
            rough: expression.rough.clone(),
            rough_regex: OnceLock::new(),
        }
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build_stored(&self.pattern)).as_ref()
    }
}

/// The expressions of a rule, each built when first wanted.
#[derive(Copy, Clone)]
pub struct Expressions<'a> {
    check: &'a dyn Check,
    built: &'a Built,
}

/// The size an expression may have when built, in bytes: enough for any list of words, too little to hang.
const SIZE_LIMIT: usize = 4 << 20;

impl<'a> Expressions<'a> {
    /// Those of a rule, with what is built of them.
    pub fn new(check: &'a dyn Check, built: &'a Built) -> Self {
        Self { check, built }
    }

    fn one(&self, index: usize) -> Option<&'a BuiltOne> {
        let all = self.built.0.get_or_init(|| self.check.expressions().into_iter().map(BuiltOne::new).collect());
        all.get(index)
    }

    /// An expression by its number; `None` where it is too large to be built.
    pub fn get(&self, index: usize) -> Option<&'a Regex> {
        self.one(index)?.regex()
    }

    /// Whether an expression matches a text. The dear form is built only where the cheap one matches.
    pub fn is_match(&self, index: usize, text: &str) -> bool {
        let Some(one) = self.one(index) else { return false };
        let rough = || one.rough_regex.get_or_init(|| build_stored(&one.rough)).as_ref();
        let is_rough_match = one.rough.is_empty() || rough().is_none_or(|regex| regex.is_match(text));
        is_rough_match && one.regex().is_some_and(|regex| regex.is_match(text))
    }
}

/// Builds an expression without the engines that are dear to set up and pay only on long texts: an expression is run
/// around a word or a sign.
pub fn build(hir: &Hir) -> Option<Regex> {
    let config =
        Regex::config().dfa(false).hybrid(false).onepass(false).auto_prefilter(false).nfa_size_limit(Some(SIZE_LIMIT));
    Regex::builder().configure(config).build_from_hir(hir).ok()
}

fn build_stored(pattern: &str) -> Option<Regex> {
    build(&stored::read(pattern)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_around_is_refused_with_the_reason() {
        let (message, _) = Expression::new("a(?=b)").expect_err("look-ahead");
        assert!(message.contains("linear time"), "{message}");
        let (message, _) = Expression::new(r"(a)\1").expect_err("back-reference");
        assert!(message.contains("linear time"), "{message}");
    }

    #[test]
    fn a_mistake_is_named_in_the_words_of_the_author() {
        let (message, _) = Expression::new("(a").expect_err("an open group");
        assert!(message.contains("unclosed group"), "{message}");
    }

    #[test]
    fn case_is_ignored_unless_told() {
        let finds = |written: &str, text: &str| {
            let expression = Expression::new(written).expect("a good expression");
            build_stored(&expression.pattern).expect("a small expression").is_match(text)
        };
        assert!(finds("tk", "TK"));
        assert!(!finds("(?-i)TK", "tk"));
        assert!(finds("(?-i)TK|URGENT", "URGENT"));
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let (message, _) = Expression::new(r"(\w{1,90} ?){1,90}").expect_err("a large expression");
        assert!(message.contains("too large"), "{message}");
    }

    #[test]
    fn whole_and_start_are_anchored() {
        let finds =
            |expression: Expression, text: &str| build_stored(&expression.pattern).is_some_and(|it| it.is_match(text));
        let whole = || Expression::whole("share|tweet").expect("a good expression");
        assert!(finds(whole(), "Share"));
        assert!(!finds(whole(), "Share this"));
        assert!(!finds(whole(), "A tweet"));
        assert!(finds(Expression::start("share").expect("a good expression"), "Share this"));
        assert_eq!(whole().longest, 5);
    }
}
