//! Speakers: the name, pronoun or noun phrase beside a verb of speech.

use super::words::{Words, ends_with, is_capital};
use crate::document::{Case, Document, Token, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// How far a subject is sought from its verb, in tokens.
const REACH: u32 = 60;
/// The longest noun phrase, in tokens.
const LONGEST: u32 = 24;

/// What a speaker is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sort {
    /// A thing, or a noun that no list knows.
    Thing,
    /// A noun that stands for people or for something written.
    Source,
    /// He, she, they, I, we, you.
    Pronoun,
    /// A name.
    Name,
}

/// A speaker in a piece of narration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Speaker {
    /// Its tokens.
    pub(super) tokens: Range<u32>,
    /// What it is.
    pub(super) sort: Sort,
}

/// Looks for speakers in the narration of a draft.
pub(super) struct Finder<'d, 'l> {
    pub(super) document: &'d Document,
    pub(super) words: &'d Words<'l>,
    /// The tokens at which people of the register are named, title left out.
    pub(super) named: &'d HashSet<u32>,
}

impl Finder<'_, '_> {
    pub(super) fn token(&self, at: u32) -> Option<&Token> {
        self.document.tokens.get(at as usize)
    }

    fn text(&self, at: u32) -> &str {
        self.document.word(at)
    }

    /// The speaker whose noun phrase begins at `at`, at latest at `end`.
    pub(super) fn forward(&self, at: u32, end: u32) -> Option<Speaker> {
        let end = end.min(at + LONGEST);
        let first = self.token(at).filter(|_| at < end)?;
        if self.words.is_person_pronoun(first) && !self.heads_noun(at, end) {
            return Some(Speaker { tokens: at..at + 1, sort: Sort::Pronoun });
        }
        let mut next = at;
        while next < end && self.token(next).is_some_and(|token| self.words.is_determiner(token)) {
            next += 1;
        }
        let body = next;
        while next < end && self.continues(next, body, end) {
            next += 1;
        }
        (next > body).then(|| self.speaker(at..next))
    }

    /// Whether a word like “one” or “some” stands before a noun and is no pronoun here.
    fn heads_noun(&self, at: u32, end: u32) -> bool {
        let determiner = self.token(at).is_some_and(|token| self.words.is_determiner(token));
        determiner
            && at + 1 < end
            && self.token(at + 1).is_some_and(|token| self.words.is_nominal(token) && !self.is_verb(at + 1))
    }

    /// Whether the token goes on with a noun phrase that began at `body`.
    fn continues(&self, at: u32, body: u32, end: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        let text = self.text(at);
        if token.kind == TokenKind::Mark {
            // Hyphens inside a word, and the stop of an initial.
            return at > body
                && !token.space_before
                && matches!(text, "-" | "." | "’" | "'" | "/")
                && self.token(at + 1).is_some_and(|next| at + 1 < end && (text == "." || !next.space_before));
        }
        if matches!(text, "&" | "’s" | "'s" | "’" | "'") {
            return at > body;
        }
        if text == "and" {
            let next = self.token(at + 1).filter(|_| at + 1 < end);
            let before = at.checked_sub(1).and_then(|before| self.token(before));
            return at > body
                && next.is_some_and(is_capital)
                && before.is_some_and(is_capital)
                && !self.words.is_time(token);
        }
        let new_phrase = !token.space_before && at > body && token.kind == TokenKind::Word;
        new_phrase || (self.words.is_nominal(token) && !(at > body && self.is_verb(at)))
    }

    /// Whether a word in small letters is a verb of speech, or looks like a past tense or an adverb.
    fn is_verb(&self, at: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        token.case == Case::Lower
            && (self.words.verbs.word(token.word).is_some() && !self.is_source(token)
                || ends_with(self.document, at, &["ed", "ing", "ly"]))
    }

    fn is_source(&self, token: &Token) -> bool {
        self.words.sources.word(token.word).is_some()
    }

    /// A range as a speaker, with what it is.
    fn speaker(&self, tokens: Range<u32>) -> Speaker {
        let slice = super::words::slice(self.document, &tokens);
        let named = slice
            .iter()
            .any(|token| is_capital(token) && !self.words.is_time(token) && !self.words.is_determiner(token));
        let sort = if slice.len() == 1 && slice.iter().any(|token| self.words.is_person_pronoun(token)) {
            Sort::Pronoun
        } else if named {
            Sort::Name
        } else if slice.iter().any(|token| self.is_source(token)) {
            Sort::Source
        } else {
            Sort::Thing
        };
        Speaker { tokens, sort }
    }

    /// The subject of the verb at `verb`, in a piece that begins at `start`.
    pub(super) fn subject(&self, start: u32, verb: u32) -> Option<Speaker> {
        let start = start.max(verb.saturating_sub(REACH));
        let mut at = verb;
        while at > start && self.is_between(at - 1) {
            at -= 1;
        }
        let last = at.checked_sub(1).filter(|last| *last >= start).and_then(|last| self.token(last))?;
        let relative = matches!(self.text(at - 1), "who" | "which" | "that" | "and" | "but" | "then");
        // “promising …” belongs to the subject of its clause, “is promising” to what stands before.
        let participle = at == verb && !is_capital(last) && ends_with(self.document, verb, &["ing"]);
        if last.kind == TokenKind::Mark || relative || participle {
            let pronoun = relative && self.words.is_pronoun(last);
            let alone = || pronoun.then(|| Speaker { tokens: at - 1..at, sort: self.pronoun_sort(last) });
            return self.clause_subject(start, at - 1).or_else(alone);
        }
        if self.words.is_pronoun(last) {
            return Some(Speaker { tokens: at - 1..at, sort: self.pronoun_sort(last) });
        }
        let found = self.backward(start, at)?;
        Some(self.named_before(start, &found).unwrap_or(found))
    }

    /// The name before a noun phrase that says who it is: “Orla Venn, editor at the Ledger said”.
    fn named_before(&self, start: u32, found: &Speaker) -> Option<Speaker> {
        let first = self.token(found.tokens.start)?;
        let comma = found.tokens.start.checked_sub(1).filter(|comma| *comma > start && self.text(*comma) == ",")?;
        if first.case != Case::Lower || self.words.is_determiner(first) {
            return None;
        }
        self.token(comma - 1)
            .filter(|token| is_capital(token))
            .and_then(|_| self.backward(start, comma))
            .filter(|name| name.sort == Sort::Name)
    }

    fn pronoun_sort(&self, token: &Token) -> Sort {
        if self.words.is_person_pronoun(token) { Sort::Pronoun } else { Sort::Thing }
    }

    /// Whether a token stands between a subject and its verb and belongs to neither.
    fn is_between(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| {
            (self.words.is_auxiliary(token) && token.case != Case::Upper)
                || (token.case == Case::Lower && ends_with(self.document, at, &["ly"]))
        })
    }

    /// The noun phrase that ends before `end`.
    fn backward(&self, start: u32, end: u32) -> Option<Speaker> {
        let floor = start.max(end.saturating_sub(LONGEST));
        let mut at = end;
        let mut capitals = end;
        while at > floor {
            let token = self.token(at - 1)?;
            let joined = self.token(at).is_some_and(|next| !next.space_before) && at < end;
            let mark = token.kind == TokenKind::Mark;
            if mark
                && !(matches!(self.text(at - 1), "-" | "." | "’" | "'")
                    && (joined || self.text(at - 1) == ".")
                    && at < end)
            {
                break;
            }
            if self.words.is_determiner(token) {
                at -= 1;
                break;
            }
            let linked = self.links_names(at - 1, floor, end);
            let noun = self.words.is_nominal(token) && !(token.case == Case::Lower && self.is_participle(at - 1));
            let clitic = matches!(self.text(at - 1), "’s" | "'s");
            if !(mark || linked || noun || clitic) {
                break;
            }
            at -= 1;
            if capitals == at + 1 && (is_capital(token) || mark || clitic) {
                capitals = at;
            }
        }
        (at < end).then(|| self.trim(floor, at..end, capitals))
    }

    fn is_participle(&self, at: u32) -> bool {
        ends_with(self.document, at, &["ed", "ly"])
    }

    /// Whether a small word ties two halves of one noun phrase: “a spokesman for the company”, “Orla Venn and Ole Tarn”.
    fn links_names(&self, at: u32, floor: u32, end: u32) -> bool {
        let text = self.text(at);
        let (Some(before), Some(after)) = (
            at.checked_sub(1).filter(|before| *before >= floor).and_then(|before| self.token(before)),
            self.token(at + 1),
        ) else {
            return false;
        };
        if at + 1 >= end {
            return false;
        }
        match text {
            "and" | "&" => is_capital(before) && is_capital(after),
            "of" | "for" | "at" | "from" | "in" | "with" | "to" | "on" | "near" => {
                self.words.is_nominal(before) && before.kind == TokenKind::Word
            }
            _ => false,
        }
    }

    /// Leaves a phrase like “In the end” before the subject out.
    fn trim(&self, floor: u32, tokens: Range<u32>, capitals: u32) -> Speaker {
        let before =
            tokens.start.checked_sub(1).filter(|before| *before >= floor).and_then(|before| self.token(before));
        let opened = before.is_some_and(|token| self.words.is_opener(token) || self.words.is_link(token));
        if opened && capitals < tokens.end && capitals > tokens.start {
            return self.speaker(capitals..tokens.end);
        }
        self.speaker(tokens)
    }

    /// The subject of the clause whose apposition or relative clause ends before `end`.
    fn clause_subject(&self, start: u32, end: u32) -> Option<Speaker> {
        let mut at = self.clause_start(start, end);
        for _ in 0..4 {
            while at < end
                && self.token(at).is_some_and(|token| token.kind == TokenKind::Mark || self.words.opens_clause(token))
            {
                at += 1;
            }
            let opens =
                self.token(at).is_some_and(|token| self.words.is_opener(token)) || self.is_participle_phrase(at, end);
            let Some(comma) = (at..end).find(|comma| self.text(*comma) == ",").filter(|_| opens) else { break };
            at = comma + 1;
        }
        let found = self.forward(at, end).or_else(|| self.name_in(start, end))?;
        Some(self.named_after(&found, end).unwrap_or(found))
    }

    /// The name behind a noun phrase that says who it is: “The mayor, Orla Venn, said”, “Fellow rower Orla Venn”.
    fn named_after(&self, found: &Speaker, end: u32) -> Option<Speaker> {
        let comma = Some(found.tokens.end).filter(|comma| *comma < end && self.text(*comma) == ",")?;
        let described =
            super::words::slice(self.document, &found.tokens).iter().skip(1).all(|token| !is_capital(token));
        let first = self.token(comma + 1).filter(|_| described && found.sort != Sort::Pronoun)?;
        let name = self.forward(comma + 1, end).filter(|name| name.sort == Sort::Name)?;
        let capitals =
            super::words::slice(self.document, &name.tokens).iter().filter(|token| is_capital(token)).count();
        let closed = name.tokens.end == end || self.text(name.tokens.end) == ",";
        (capitals >= 2 && closed && !self.words.is_determiner(first)).then_some(name)
    }

    /// Whether a phrase like “Standing on the bridge” begins here.
    fn is_participle_phrase(&self, at: u32, end: u32) -> bool {
        let Some(token) = self.token(at).filter(|token| token.kind == TokenKind::Word) else { return false };
        let next_is_small = self.token(at + 1).is_some_and(|next| at + 1 < end && next.case == Case::Lower);
        let endings: &[&str] = if token.case == Case::Lower { &["ing", "ed", "ly"] } else { &["ing", "ly"] };
        next_is_small && ends_with(self.document, at, endings)
    }

    /// Where the clause begins that goes on at `end`: after the last dash, semicolon or “, and”.
    fn clause_start(&self, start: u32, end: u32) -> u32 {
        (start..end)
            .rev()
            .find(|at| {
                let text = self.text(*at);
                let clause = text == ","
                    && self.token(at + 1).is_some_and(|next| {
                        matches!(self.text(at + 1), "and" | "but" | "while" | "as") && next.kind == TokenKind::Word
                    });
                (clause && *at + 2 < end) || matches!(text, ";" | ":")
            })
            .map_or(start, |at| at + 1)
    }

    /// The first name of a stretch.
    pub(super) fn name_in(&self, start: u32, end: u32) -> Option<Speaker> {
        let end = end.min(start + REACH);
        let is_name = |at: &u32| {
            self.token(*at).is_some_and(|token| {
                is_capital(token) && self.words.is_nominal(token) && !(*at == start && self.words.is_opener(token))
            })
        };
        let first = (start..end).find(is_name)?;
        self.forward(first, end)
    }
}
