//! Expressions: regular expressions of rules, checked when a rule is compiled and built when first wanted.
//!
//! Building an expression costs more than scanning an article, so each names the words of which one must stand in its
//! match ([`Expression::words`]): it is built and run only where one of them occurs.

use crate::list::{Seq, Text, word_hash};
use regex_automata::meta::Regex;
use std::sync::OnceLock;

mod required;

/// A regular expression of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expression {
    /// As it is built.
    pub pattern: Text,
    /// Hashes of words of which every match holds one as a whole token; empty where that cannot be told.
    pub words: Seq<u64>,
    /// Hashes of words of which every match has one as its first word, marks before it aside; empty where that cannot
    /// be told.
    pub opening: Seq<u64>,
    /// Signs, no letters or digits, of which every match holds one; empty where that cannot be told.
    pub signs: Text,
    /// The most bytes a match can have; `u32::MAX` where there is no limit.
    pub longest: u32,
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
        let pattern = format!("(?i:{head}(?:{written}){tail})");
        let hir = regex_syntax::parse(&pattern).map_err(|error| explain(&error))?;
        if weight(&hir) > MOST_WEIGHT && build(&pattern).is_none() {
            return Err((
                "the expression is too large when it is built".to_owned(),
                "repeat less, or repeat `[^…]` in place of `\\w`".to_owned(),
            ));
        }
        let hashes =
            |words: Option<Vec<String>>| words.unwrap_or_default().iter().map(|word| word_hash(word)).collect();
        Ok(Self {
            words: hashes(required::words(&hir)),
            opening: hashes(required::opening(&hir)),
            signs: required::signs(&hir).unwrap_or_default().into(),
            longest: hir.properties().maximum_len().and_then(|most| u32::try_from(most).ok()).unwrap_or(u32::MAX),
            pattern: pattern.into(),
        })
    }
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
            build(&expression.pattern).expect("a small expression").is_match(text)
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
        let finds = |expression: Expression, text: &str| build(&expression.pattern).is_some_and(|it| it.is_match(text));
        let whole = || Expression::whole("share|tweet").expect("a good expression");
        assert!(finds(whole(), "Share"));
        assert!(!finds(whole(), "Share this"));
        assert!(!finds(whole(), "A tweet"));
        assert!(finds(Expression::start("share").expect("a good expression"), "Share this"));
        assert_eq!(whole().longest, 6);
    }
}
