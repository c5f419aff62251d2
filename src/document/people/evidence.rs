//! Evidence: which runs are people.

use super::scan::Run;
use super::words::{Seen, Words, is_initials};
use crate::document::{Case, Document, Token, TokenKind};
use std::ops::Range;

/// How sure it is that a run of two words or more names a person.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Strength {
    /// It does.
    Strong,
    /// It does if the draft also uses the surname alone.
    Weak,
    /// It does not.
    None,
}

/// What stands around a run.
struct Around {
    /// A verb of speech or feeling, before or after.
    verb: bool,
    /// An age between commas.
    age: bool,
    /// “who”.
    who: bool,
}

/// Judges runs.
pub(super) struct Judge<'a> {
    pub document: &'a Document,
    pub words: &'a Words<'a>,
    pub seen: &'a Seen,
}

impl<'a> Judge<'a> {
    pub(super) fn new(document: &'a Document, words: &'a Words<'a>, seen: &'a Seen) -> Self {
        Self { document, words, seen }
    }

    fn get(&self, at: u32) -> Option<&Token> {
        self.document.tokens.get(at as usize)
    }

    fn is_mark(&self, at: u32, mark: &str) -> bool {
        self.get(at).is_some_and(|token| self.document.slice(token.span) == mark)
    }

    /// What stands around the tokens of a name.
    fn around(&self, tokens: &Range<u32>) -> Around {
        Around { verb: self.has_verb(tokens), age: self.has_age(tokens), who: self.has_relative(tokens) }
    }

    /// Whether anything around the tokens of a name says that it is a person's.
    pub(super) fn is_evident(&self, tokens: &Range<u32>) -> bool {
        self.has_relative(tokens) || self.has_age(tokens) || self.has_verb(tokens)
    }

    fn has_verb(&self, tokens: &Range<u32>) -> bool {
        let verb = |token: &Token| token.case == Case::Lower && Words::has(self.words.verbs, token);
        self.get(tokens.end).is_some_and(verb)
            || tokens.start.checked_sub(1).and_then(|at| self.get(at)).is_some_and(verb)
            || self.is_citation(tokens.end)
            || self.is_described_after(tokens.end)
    }

    fn has_age(&self, tokens: &Range<u32>) -> bool {
        let end = tokens.end;
        let number = self.get(end + 1).filter(|token| token.kind == TokenKind::Number && self.is_mark(end, ","));
        number.is_some_and(|token| {
            let years = self.document.slice(token.span);
            years.len() <= 3 && years.bytes().all(|byte| byte.is_ascii_digit()) && !self.is_year_list(end + 1)
        })
    }

    fn has_relative(&self, tokens: &Range<u32>) -> bool {
        let comma = u32::from(self.is_mark(tokens.end, ","));
        self.get(tokens.end + comma).is_some_and(|token| Words::has(self.words.relatives, token))
    }

    /// Whether the year of a publication stands in brackets (“Carrano (2006)”).
    fn is_citation(&self, at: u32) -> bool {
        let year = self.get(at + 1).filter(|token| token.kind == TokenKind::Number);
        self.is_mark(at, "(") && year.is_some_and(|token| self.document.slice(token.span).len() == 4)
    }

    /// Whether a description of work follows between commas (“, a retired teacher,”).
    fn is_described_after(&self, at: u32) -> bool {
        const REACH: u32 = 6;
        if !self.is_mark(at, ",") {
            return false;
        }
        let words = (at + 1..at + REACH).map_while(|at| self.get(at).filter(|token| token.kind != TokenKind::Mark));
        words.enumerate().any(|(far, token)| {
            let rest = self.document.tokens.get(at as usize + 1 + far..).unwrap_or_default();
            token.case == Case::Lower && self.words.jobs.starts(rest).is_some()
        })
    }

    /// Whether a description of work stands before a comma right before a name (“the team’s coach, Ilva Brandt”).
    fn is_described_before(&self, at: u32) -> bool {
        const LONGEST: usize = 3;
        let Some(comma) = at.checked_sub(1).filter(|comma| self.is_mark(*comma, ",")) else { return false };
        let head = self.document.tokens.get(comma.saturating_sub(LONGEST as u32) as usize..comma as usize);
        let small = head.and_then(<[Token]>::last).is_some_and(|last| last.case == Case::Lower);
        small
            && head.is_some_and(|head| {
                self.words.jobs.ends(head, LONGEST).is_some() || self.words.kin.ends(head, LONGEST).is_some()
            })
    }

    /// Whether “he”, “her” or the like follows a name soon, in the same sentence.
    pub(super) fn has_pronoun(&self, tokens: &Range<u32>) -> bool {
        const REACH: u32 = 18;
        let sentence = self.document.sentences.get(self.document.sentence_of(tokens.start) as usize);
        let end = sentence.map_or(tokens.end, |sentence| sentence.tokens.end.min(tokens.end + REACH));
        (tokens.end..end).any(|at| self.get(at).is_some_and(|token| Words::has(self.words.pronouns, token)))
    }

    /// Whether the number at a token is no age: a count (“Cairo, 12 people”), a date.
    fn is_year_list(&self, at: u32) -> bool {
        let mark = [",", ".", ";", ")", "—", "–"].iter().any(|mark| self.is_mark(at + 1, mark));
        let word = self.get(at + 1).is_some_and(|token| Words::has(self.words.verbs, token));
        !mark && !word
    }

    /// The words of a name: its tokens but for hyphens.
    pub(super) fn name_words(&self, tokens: &Range<u32>) -> Vec<u32> {
        let suffix = |at: u32| self.get(at).is_some_and(|token| Words::has(self.words.suffixes, token));
        tokens
            .clone()
            .filter(|at| self.get(*at).is_some_and(|token| token.kind != TokenKind::Mark))
            .filter(|at| !suffix(*at) || *at == tokens.start)
            .collect()
    }

    /// How sure it is that a run of two words or more names a person.
    pub(super) fn strength(&self, run: &Run, words: &[u32]) -> Strength {
        let (Some(first), Some(last)) =
            (words.first().and_then(|at| self.get(*at)), words.last().and_then(|at| self.get(*at)))
        else {
            return Strength::None;
        };
        let name = self.document.tokens.get(run.tokens.start as usize..run.tokens.end as usize).unwrap_or_default();
        if !self.words.house.entries.is_empty() && self.words.house.starts(name).is_some() {
            return Strength::Strong;
        }
        let titled = !run.titles.is_empty();
        let known = Words::has(self.words.first_names, first) && !Words::has(self.words.places, first);
        let around = self.around(&run.tokens);
        let organization = Words::has(self.words.organizations, last);
        let initials =
            words.len() >= 3 && words[1..words.len() - 1].iter().any(|at| is_initials(self.document.word(*at)));
        let initialled =
            words.len() == 2 && is_initials(self.document.word(words[0])) && self.document.word(words[0]).contains('.');
        let the = run.the && !titled && !run.described;
        let given =
            words.len() >= 2 && Words::has(self.words.families, first) && self.is_given(words[1], run.tokens.end);
        if given && !the {
            return Strength::Strong;
        }
        if Words::has(self.words.institutions, last)
            || words.len() > 5
            || (the && !known)
            || (run.attached && !known)
            || self.is_ordinary(run, first)
        {
            return Strength::None;
        }
        if the {
            return if organization { Strength::None } else { Strength::Weak };
        }
        if organization {
            let person =
                known && words.len() <= 3 && (titled || run.described || around.age || around.who || around.verb);
            return if person {
                Strength::Strong
            } else if known && words.len() == 2 {
                Strength::Weak
            } else {
                Strength::None
            };
        }
        let described = || run.described || words.len() <= 3 && self.is_described_before(run.tokens.start);
        if titled || known || initials || around.age || (!run.the && described()) {
            return Strength::Strong;
        }
        if words.iter().filter_map(|at| self.get(*at)).any(|token| Words::has(self.words.organizations, token)) {
            return Strength::None;
        }
        if initialled || around.who || (around.verb && words.len() == 2) { Strength::Strong } else { Strength::Weak }
    }

    /// Whether a given name of two syllables stands at a token: “Ji-hye” of “Yoon Ji-hye”.
    fn is_given(&self, at: u32, end: u32) -> bool {
        at + 3 == end && self.is_mark(at + 1, "-") && self.get(at + 2).is_some_and(|token| token.case == Case::Lower)
    }

    /// Whether the first word of a run opens the sentence and is an ordinary word.
    fn is_ordinary(&self, run: &Run, first: &Token) -> bool {
        run.start
            && run.before.is_empty()
            && self.seen.of(first.word).lower > 0
            && !Words::has(self.words.first_names, first)
    }
}
