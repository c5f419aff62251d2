//! Expressions: regular expressions of rules, checked and compiled when a rule is read, set up when first wanted.
//!
//! An expression is written in fewer parts (`lean`), kept as the states of its machine (`stored`), walked as it stands
//! (`walk`), and run by `matcher` where that is not enough.
//! Running all of them over a draft would cost more than all else, so each says what its matches must hold (`required`):
//! words, a first word, a head, signs. The scan leads to it where one of those stands ([`Expression::found_by`]).

use crate::engine::kinds::Check;
use crate::list::{Seq, Text, Worded, word_hash};
use matcher::Matcher;
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Hir, Look};
use std::sync::OnceLock;

mod lean;
mod matcher;
mod required;
mod stored;
mod walk;

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
    /// enough, or where it cannot be told.
    pub heads: Seq<Text>,
    /// Strings that are rare in prose and of which every match holds one; empty where that cannot be told.
    pub signs: Seq<Text>,
    /// Whether the signs are in small letters and stand in the draft in any case.
    pub folds: bool,
    /// Whether every match begins with one of the signs.
    pub leads: bool,
    /// Whether a match is at the start of the text.
    pub at_start: bool,
    /// Signs of which every match from the start of a text has one among its first characters; empty where that cannot be
    /// told.
    pub soon: Seq<char>,
    /// How many characters these are.
    pub within: u32,
    /// The most bytes a match can have; `u32::MAX` where there is no limit.
    pub longest: u32,
    /// The most characters a match can have; `u32::MAX` where there is no limit.
    pub most: u32,
    /// What matches wherever `pattern` does and is cheaper to set up, which halves the work on a short article; empty where
    /// it would be the same.
    pub rough: Text,
}

/// What leads the scan to the matches of an expression.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum FoundBy {
    /// [`Expression::words`], anywhere.
    Words,
    /// [`Expression::opening`], at the head of a block.
    Opening,
    /// [`Expression::signs`], anywhere.
    Signs,
    /// [`Expression::heads`], at the head of a block.
    Heads,
    /// Nothing: it is held to every block.
    Nothing,
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
        let hashes = |words: Vec<String>| -> Seq<u64> { words.iter().map(|word| word_hash(word)).collect() };
        let (words, also) = required::words(&hir);
        let (opening, heads) = required::opening(&hir);
        let (signs, folds) = required::signs(&hir);
        let leads = required::leads(&hir, &signs);
        let at_start = hir.properties().look_set_prefix().contains(Look::Start);
        let (soon, within) = required::soon(&hir).filter(|_| at_start).unwrap_or_default();
        // Only what is looked for anywhere has groups that are asked for.
        let captures = if head.is_empty() { WhichCaptures::All } else { WhichCaptures::None };
        let store = |hir: &Hir| compile(hir, captures).map(|nfa| stored::write(&nfa)).ok_or_else(too_large);
        let (pattern, rough) = (store(&hir)?, store(&lean::stretches(&hir))?);
        Ok(Self {
            words: hashes(words),
            also: also.into_iter().map(hashes).collect(),
            opening: hashes(opening),
            heads: heads.into_iter().map(Text::from).collect(),
            signs: signs.into_iter().map(Text::from).collect(),
            folds,
            leads,
            at_start,
            soon: soon.into(),
            within,
            longest: hir.properties().maximum_len().and_then(|most| u32::try_from(most).ok()).unwrap_or(u32::MAX),
            most: lean::most(&hir),
            rough: if rough == pattern { Text::default() } else { rough.into() },
            pattern: pattern.into(),
        })
    }

    /// How the scan finds the places of its matches.
    pub fn found_by(&self) -> FoundBy {
        let at_head = self.at_start && !self.opening.is_empty();
        match self {
            _ if !self.words.is_empty() => FoundBy::Words,
            _ if at_head => FoundBy::Opening,
            _ if self.at_start && !self.heads.is_empty() => FoundBy::Heads,
            _ if !self.signs.is_empty() => FoundBy::Signs,
            _ => FoundBy::Nothing,
        }
    }

    /// Whether every match holds a row of capitals: prose has few of them, whatever its words are.
    pub fn has_capitals(&self) -> bool {
        let is_row = |sign: &Text| sign.bytes().filter(u8::is_ascii_uppercase).count() > 1;
        !self.folds && !self.signs.is_empty() && self.signs.iter().all(is_row)
    }

    /// Whether the tokens of a text hold all the words that a match needs.
    pub fn may_match<T: Worded>(&self, tokens: &[T]) -> bool {
        let words = std::iter::once(&self.words).filter(|words| !words.is_empty());
        words.chain(&self.also).all(|set| holds_one(set, tokens))
    }

    /// Whether a text begins as a match does that begins there too.
    pub fn has_head(&self, text: &str) -> bool {
        if self.heads.is_empty() {
            return true;
        }
        let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        let Some(first) = text.as_bytes().first().map(u8::to_ascii_lowercase) else { return false };
        let starts = |head: &Text| text.get(..head.len()).is_some_and(|text| text.eq_ignore_ascii_case(head));
        let same = self.heads.partition_point(|head| head.as_bytes().first() < Some(&first));
        self.heads[same..].iter().take_while(|head| head.as_bytes().first() == Some(&first)).any(starts)
    }

    /// Whether a text has among its first characters what a match from its start has there.
    pub fn may_begin(&self, text: &str) -> bool {
        if self.soon.is_empty() {
            return true;
        }
        // Most texts begin with plain characters, a byte each.
        let first = &text.as_bytes()[..text.len().min(self.within as usize)];
        let mut plain = first.iter().take_while(|byte| byte.is_ascii());
        let is_soon = |byte: u8| !byte.is_ascii_alphanumeric() && self.soon.contains(&char::from(byte));
        if plain.by_ref().any(|byte| is_soon(*byte)) {
            return true;
        }
        !first.is_ascii() && text.chars().take(self.within as usize).any(|sign| self.soon.contains(&sign))
    }

    /// Whether a text is too long to be matched from end to end.
    pub fn is_too_long(&self, text: &str) -> bool {
        text.len() > self.longest as usize
            || text.len() > self.most as usize && text.chars().count() > self.most as usize
    }
}

/// Whether one of some words is among tokens. Most tokens are told apart from all words by a few bits.
fn holds_one<T: Worded>(words: &[u64], tokens: &[T]) -> bool {
    let bit = |word: u64| 1_u64 << (word & 63);
    let bits = words.iter().fold(0, |bits, word| bits | bit(*word));
    tokens.iter().any(|token| bits & bit(token.word()) != 0 && words.contains(&token.word()))
}

/// What is wrong with an expression that does not compile, and what to do.
fn too_large() -> (String, String) {
    let help = "repeat less, or repeat `[^…]` in place of `\\w`".to_owned();
    ("the expression is too large when it is built".to_owned(), help)
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

/// The expressions of a rule, set up when first wanted: each has a place, and most stay empty.
#[derive(Debug, Default)]
pub struct Built(OnceLock<Box<[Slot]>>);

type Slot = OnceLock<Box<BuiltOne>>;

#[derive(Debug)]
struct BuiltOne {
    exact: Matcher,
    rough: Option<Matcher>,
}

impl BuiltOne {
    fn new(expression: &Expression) -> Self {
        let rough = (!expression.rough.is_empty()).then(|| Matcher::new(expression.rough.clone()));
        Self { exact: Matcher::new(expression.pattern.clone()), rough }
    }

    /// Whether a match is ruled out, at the least cost: by the cheap form, where there is one.
    fn is_ruled_out(&self, input: &Input<'_>) -> bool {
        self.rough.as_ref().unwrap_or(&self.exact).is_ruled_out(input)
    }
}

/// The expressions of a rule, each set up when first wanted.
#[derive(Copy, Clone)]
pub struct Expressions<'a> {
    check: &'a dyn Check,
    built: &'a Built,
}

impl<'a> Expressions<'a> {
    /// Those of a rule, with what is set up of them.
    pub fn new(check: &'a dyn Check, built: &'a Built) -> Self {
        Self { check, built }
    }

    /// The kind of the rule.
    pub fn check(&self) -> &'a dyn Check {
        self.check
    }

    fn one(&self, index: usize) -> Option<&'a BuiltOne> {
        let slots = self.built.0.get_or_init(|| self.check.expressions().iter().map(|_| Slot::new()).collect());
        let slot = slots.get(index)?;
        match slot.get() {
            Some(one) => Some(one),
            None => {
                let expression = self.check.expression(index)?;
                Some(slot.get_or_init(|| Box::new(BuiltOne::new(expression))))
            }
        }
    }

    /// The matches of an expression, by its number, in a part of a text. The dear form is set up only where the cheap one
    /// matches.
    pub fn captures(&self, index: usize, input: Input<'_>) -> Vec<Captures> {
        let one = self.one(index).filter(|one| !one.is_ruled_out(&input));
        one.map(|one| one.exact.captures(input)).unwrap_or_default()
    }

    /// The match of an expression, by its number, that begins where a part of a text does; set up as by
    /// [`Expressions::captures`].
    pub fn match_at(&self, index: usize, input: Input<'_>) -> Option<Captures> {
        let input = input.anchored(Anchored::Yes);
        self.one(index).filter(|one| !one.is_ruled_out(&input))?.exact.first(&input)
    }

    /// Whether an expression, by its number, matches a text; set up as by [`Expressions::captures`].
    pub fn is_match(&self, index: usize, text: &str) -> bool {
        self.one(index).is_some_and(|one| !one.is_ruled_out(&Input::new(text)) && one.exact.is_match(text))
    }
}

/// The size an expression may have when compiled, in bytes: enough for any list of words, too little to hang.
const SIZE_LIMIT: usize = 4 << 20;

/// The machine of an expression; `None` where it is too large.
fn compile(hir: &Hir, captures: WhichCaptures) -> Option<NFA> {
    let config = NFA::config().nfa_size_limit(Some(SIZE_LIMIT)).which_captures(captures);
    NFA::compiler().configure(config).build_from_hir(hir).ok()
}

/// Whether an expression matches a text.
#[cfg(test)]
fn finds(hir: &Hir, text: &str) -> bool {
    let machine = compile(hir, WhichCaptures::None).map(|nfa| stored::write(&nfa));
    machine.is_some_and(|stored| Matcher::new(stored.into()).is_match(text))
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
            Matcher::new(expression.pattern).is_match(text)
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
        let finds = |expression: Expression, text: &str| Matcher::new(expression.pattern).is_match(text);
        let whole = || Expression::whole("share|tweet").expect("a good expression");
        assert!(finds(whole(), "Share"));
        assert!(!finds(whole(), "Share this"));
        assert!(!finds(whole(), "A tweet"));
        assert!(finds(Expression::start("share").expect("a good expression"), "Share this"));
        assert_eq!(whole().longest, 5);
    }
}
