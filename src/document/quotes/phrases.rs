//! Phrases: the name or noun phrase that begins or ends at a place.
//!
//! A noun phrase is read without grammar: everything that is no verb of speech, preposition or other small word belongs to
//! it, and what ties two of them together: “a spokesman for the ministry”, “the man who owns the mill”.

use super::speakers::{Finder, REACH, Sort, Speaker};
use super::words::{ends_with, is_capital};
use crate::document::{Case, Token, TokenKind};
use std::ops::Range;

/// The longest noun phrase, in tokens.
const LONGEST: u32 = 24;
/// The longest relative clause inside one, in tokens.
const RELATIVE: u32 = 12;
/// How many noun phrases may hang on each other.
const DEPTH: u8 = 3;

/// How a noun phrase stands to the one before it.
enum Hung {
    /// It hangs on the one that begins here: “a spokesman for the ministry”.
    On(u32),
    /// It only says where or how: “the ministry in a statement”.
    Beside(Range<u32>),
    /// There is none.
    None,
}

impl Finder<'_, '_> {
    /// The speaker whose noun phrase begins at `at`, at latest at `end`.
    pub(super) fn forward(&self, at: u32, end: u32) -> Option<Speaker> {
        let end = end.min(at + LONGEST);
        let first = self.token(at).filter(|_| at < end)?;
        if self.words.is_person_pronoun(first) && !self.heads_noun(at, end) {
            let of = self.complement(at, at + 1, end);
            return Some(Speaker { tokens: at..of.unwrap_or(at + 1), sort: Sort::Pronoun });
        }
        let next = self.simple(at, end)?;
        let whole = self.complement(at, next, end).unwrap_or(next);
        Some(self.speaker(at..self.described(at, whole, end).unwrap_or(whole)))
    }

    /// Where a noun phrase ends with the clause behind it, no comma between: “a neighbor who gave no name”, “a letter sent to
    /// the council”.
    fn described(&self, start: u32, next: u32, end: u32) -> Option<u32> {
        let head = self
            .token(next.checked_sub(1)?)
            .filter(|head| !is_capital(head) || head.span == self.token(start).map_or(head.span, |first| first.span))?;
        let behind = self.token(next).filter(|_| next + 1 < end && (self.is_source(head) || start + 1 < next))?;
        if self.document.word(next) == "who" {
            let clause = next + 1..end.min(next + RELATIVE);
            let over = |at: &u32| {
                self.token(*at).is_none_or(|token| {
                    token.kind == TokenKind::Mark && token.space_before
                        || matches!(self.document.word(*at), "," | "." | ";" | ":" | ")" | "”" | "\"")
                })
            };
            return Some(clause.clone().find(over).unwrap_or(clause.end));
        }
        let done =
            self.is_source(head) && (self.words.is_participle(behind) || ends_with(self.document, next, &["ed"]));
        let rest = super::words::slice(self.document, &(next + 1..end));
        let (_, length) = done.then(|| self.words.ties.starts(rest)).flatten()?;
        self.simple(next + 1 + length as u32, end)
    }

    /// Where the noun phrase that begins at `at` ends, what hangs on it left out.
    fn simple(&self, at: u32, end: u32) -> Option<u32> {
        let mut next = at;
        while next < end && self.token(next).is_some_and(|token| self.words.is_determiner(token)) {
            next += 1;
        }
        let body = next;
        while next < end && self.continues(next, body, end) {
            next += 1;
        }
        let owner = matches!(self.document.word(next.saturating_sub(1)), "’s" | "'s") && next > body;
        next -= u32::from(owner);
        (next > body).then_some(next)
    }

    /// Where a noun phrase that is over at `next` ends with what hangs on it: “a spokesman for the ministry”, “people
    /// familiar with the matter”, “one of the drivers”. A name has nothing hang on it but what makes it one: “the Department of
    /// Roads”.
    fn complement(&self, start: u32, next: u32, end: u32) -> Option<u32> {
        let (first, head) = (self.token(start)?, self.token(next.checked_sub(1)?)?);
        // “Supporters of the plan”: the capital is that of the sentence.
        let opens = head.span == first.span && (self.is_source(head) || self.words.is_person_pronoun(head));
        let capital = is_capital(head) && !opens;
        let rest = super::words::slice(self.document, &(next..end));
        // “two people familiar with the matter”: the adjective was taken for part of the noun.
        let small = next - 1 > start && head.case == Case::Lower;
        let inside = if small { super::words::slice(self.document, &(next - 1..end)) } else { &[] };
        let late = self.words.ties.starts(inside);
        let (entry, object) = match (late, self.words.ties.starts(rest)) {
            (Some((entry, length)), _) => (entry, next - 1 + length as u32),
            (None, Some((entry, length))) => (entry, next + length as u32),
            (None, None) => return None,
        };
        let fresh = self.words.phrases.starts(rest).is_none();
        let noun = self.token(object).filter(|_| object < end && fresh)?;
        let named = is_capital(noun) || self.words.is_determiner(noun) || entry.flag("open");
        let whose = self.words.is_determiner(first);
        let joined = if capital && head.span != first.span || self.named.contains(next - 1) {
            capital && whose && is_capital(noun) && entry.flag("name")
        } else if capital {
            is_capital(noun) && entry.flag("name") && self.document.word(next) == "of"
        } else if entry.flag("always") {
            true
        } else {
            let definite = self.document.word(start).eq_ignore_ascii_case("the");
            self.is_source(head) && named && (!definite || entry.flag("name"))
        };
        if !joined {
            return None;
        }
        let far = self.simple(object, end)?;
        Some(self.complement(object, far, end).unwrap_or(far))
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
        let text = self.document.word(at);
        if token.kind == TokenKind::Mark {
            // Hyphens inside a word, and the stop of an initial.
            let next = self.token(at + 1).filter(|_| at + 1 < end && at > body && !token.space_before);
            let owner = matches!(text, "’" | "'")
                && at.checked_sub(1).is_some_and(|before| self.document.word(before).ends_with('s'));
            return matches!(text, "-" | "." | "’" | "'" | "/")
                && next.is_some_and(|next| {
                    let owned = owner && self.words.is_nominal(next) && !self.is_verb(at + 1);
                    text == "." || !next.space_before || owned
                });
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
        // “Brandt gave his players a talk”: what follows a name and has an object is a verb.
        let verb = at > body && token.case == Case::Lower && is_capital(self.token(at - 1).unwrap_or(token));
        let object = || {
            let next = self.token(at + 1).filter(|_| at + 1 < end);
            next.is_none_or(|next| !is_capital(next) || self.words.is_determiner(next) || self.words.is_pronoun(next))
        };
        if verb && object() && self.named.contains(body) && !self.is_source(token) {
            return false;
        }
        let new_phrase = !token.space_before && at > body && token.kind == TokenKind::Word;
        new_phrase || (self.words.is_nominal(token) && !(at > body && self.is_verb(at))) || self.is_named(at)
    }

    /// Whether a word in small letters is a verb of speech, or looks like a past tense or an adverb.
    fn is_verb(&self, at: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        token.case == Case::Lower
            && (self.words.verbs.word(token.word).is_some() && !self.is_source(token)
                || ends_with(self.document, at, &["ed", "ing"])
                || self.is_adverb(at))
    }

    /// Whether a word in small letters is an adverb.
    pub(super) fn is_adverb(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| {
            token.case == Case::Lower && ends_with(self.document, at, &["ly"]) && !self.words.is_no_adverb(token)
        })
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

    /// The noun phrase that ends before `end`.
    pub(super) fn backward(&self, start: u32, end: u32) -> Option<Speaker> {
        let floor = start.max(end.saturating_sub(LONGEST));
        let (at, capitals) = self.back(floor, end)?;
        let whole = self.hung_on(floor, at, end, DEPTH).unwrap_or(Hung::None);
        match whole {
            Hung::On(head) => Some(self.speaker(head..end)),
            Hung::Beside(head) => Some(self.speaker(head)),
            Hung::None => Some(self.trim(floor, at..end, capitals)),
        }
    }

    /// Where the noun phrase that ends before `end` begins, what it hangs on left out, and where its last words with a
    /// capital do.
    fn back(&self, floor: u32, end: u32) -> Option<(u32, u32)> {
        let mut at = end;
        let mut capitals = end;
        while at > floor {
            let token = self.token(at - 1)?;
            let joined = self.token(at).is_some_and(|next| !next.space_before) && at < end;
            let mark = token.kind == TokenKind::Mark;
            if mark && !self.is_inner_mark(at - 1, joined, end) {
                break;
            }
            // “A No 10 spokesman”
            let number = token.case == Case::Capital
                && at < end
                && self.token(at).is_some_and(|next| next.kind == TokenKind::Number);
            let compound = !mark && (number || self.is_compound(at - 1, floor, end));
            if self.words.is_determiner(token) && !compound {
                at -= 1;
                break;
            }
            let linked = self.links_names(at - 1, floor, end);
            let verb = token.case == Case::Lower
                && (self.is_participle(at - 1) || self.is_saying(token) || self.shows(at - 1, end));
            // “a retired teacher”
            let adjective = || at < end && at > floor + 1 && self.is_headed(at - 2) && !self.is_saying(token);
            let noun = self.words.is_nominal(token) && (!verb || adjective()) || self.is_named(at - 1);
            let clitic = matches!(self.document.word(at - 1), "’s" | "'s")
                || self.document.word(at - 1) == "+" && !token.space_before;
            if !(mark || linked || noun || clitic || compound) {
                break;
            }
            at -= 1;
            if capitals == at + 1 && (is_capital(token) || mark || clitic || compound) {
                capitals = at;
            }
        }
        (at < end).then_some((at, capitals))
    }

    /// Whether a word is a name although it is an ordinary small word as well: “Will Brandt”.
    fn is_named(&self, at: u32) -> bool {
        let first = || {
            let next = self.token(at + 1).is_some_and(|next| is_capital(next) && next.case == Case::Capital);
            next && self.token(at).is_some_and(|token| token.case == Case::Capital && self.words.is_first_name(token))
        };
        let capital = self.token(at).is_some_and(|token| token.case != Case::Lower);
        capital && (self.named.contains(at) || first())
    }

    fn is_headed(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| self.words.is_determiner(token))
    }

    /// Whether a mark stands inside a noun phrase that ends before `end`: a hyphen, an apostrophe, the stop of an initial.
    fn is_inner_mark(&self, at: u32, joined: bool, end: u32) -> bool {
        let text = self.document.word(at);
        let owner = || {
            let before = at.checked_sub(1).map_or("", |before| self.document.word(before));
            matches!(text, "’" | "'") && before.ends_with('s') && self.token(at).is_some_and(|mark| !mark.space_before)
        };
        at + 1 < end && matches!(text, "-" | "." | "’" | "'") && (joined || text == "." || owner())
    }

    /// Whether a word is part of one with hyphens: “based” of “Orlo-based”, “in” of “editor-in-chief”.
    pub(super) fn is_compound(&self, at: u32, floor: u32, end: u32) -> bool {
        let hyphen =
            |place: u32| self.document.word(place) == "-" && self.token(place).is_some_and(|token| !token.space_before);
        let before = at > floor && hyphen(at - 1) && self.token(at).is_some_and(|token| !token.space_before);
        before || (at + 2 < end && hyphen(at + 1) && self.token(at + 2).is_some_and(|token| !token.space_before))
    }

    /// What the noun phrase `at..end` hangs on: “a spokesman for” before “the ministry”, “the man who owns” before “the mill”.
    fn hung_on(&self, floor: u32, at: u32, end: u32, depth: u8) -> Option<Hung> {
        let tie = at.checked_sub(1).filter(|tie| *tie > floor && depth > 0)?;
        if let Some(head) = self.antecedent(floor, at) {
            // “An official at the embassy who was at the talks”
            return match self.hung_on(floor, head, end, depth - 1) {
                Some(Hung::On(outer)) => Some(Hung::On(outer)),
                _ => Some(Hung::On(head)),
            };
        }
        let (length, entry) = (1..=2).rev().find_map(|length| {
            let from = at.checked_sub(length).filter(|from| *from > floor)?;
            let words = super::words::slice(self.document, &(from..at));
            let (entry, taken) = self.words.ties.starts(words)?;
            (taken == length as usize).then_some((length, entry))
        })?;
        let from = tie + 1 - length;
        let (head, _) = self.back(floor, from)?;
        let last = self.token(from - 1)?;
        let told = super::words::slice(self.document, &(from..end));
        if self.words.phrases.starts(told).is_some_and(|(_, taken)| taken == told.len()) {
            return Some(Hung::Beside(head..from));
        }
        // “a letter seen by the Ledger”
        let earlier = from.checked_sub(2).filter(|at| *at >= head).and_then(|at| self.token(at));
        let done = self.document.word(tie) == "by" && earlier.is_some_and(|noun| self.is_source(noun));
        // “Ole Tarn with the county police”
        let full = is_capital(last) && from >= head + 2 && self.token(from - 2).is_some_and(is_capital);
        // “Ole Tarn in a briefing in Saltby”
        let place = matches!(self.document.word(tie), "in" | "at" | "on");
        if full && place && self.is_headed(at) {
            return Some(Hung::Beside(head..from));
        }
        let name = full || is_capital(last) && entry.flag("name");
        let source = name || self.is_source(last) || entry.flag("always") || done;
        let outer = self.hung_on(floor, head, end, depth - 1);
        if let Some(Hung::On(_) | Hung::Beside(_)) = outer {
            return outer;
        }
        let before = head.checked_sub(1).filter(|before| *before >= floor).and_then(|before| self.token(before));
        let opened = before.is_some_and(|token| self.words.is_opener(token) || self.words.is_link(token));
        (source && last.kind == TokenKind::Word && !opened).then_some(Hung::On(head))
    }

    /// Where the noun begins whose relative clause ends with the phrase at `at`, no comma between: “the man who owns”.
    fn antecedent(&self, floor: u32, at: u32) -> Option<u32> {
        let clause = floor.max(at.saturating_sub(RELATIVE))..at;
        let mut back = clause.rev();
        let who = back.find(|place| {
            let mark = self.token(*place).is_none_or(|token| token.kind == TokenKind::Mark && token.space_before);
            mark || matches!(self.document.word(*place), "who" | "," | ";" | ":" | "—" | "–" | "(" | ")")
        })?;
        // “people who know Venn”: the verb was taken for part of the noun.
        let verb = || {
            self.token(at).is_some_and(|token| {
                token.case == Case::Lower && !self.is_source(token) && !self.words.is_determiner(token)
            })
        };
        if self.document.word(who) != "who" || who + 1 > at || who + 1 == at && !verb() {
            return None;
        }
        let noun = who.checked_sub(1).filter(|noun| *noun >= floor).and_then(|noun| self.token(noun))?;
        (noun.kind == TokenKind::Word).then(|| self.back(floor, who)).flatten().map(|(head, _)| head)
    }

    /// Whether a word is a verb of speech and nothing else.
    fn is_saying(&self, token: &Token) -> bool {
        let entry = self.words.verbs.word(token.word);
        entry.is_some_and(|entry| entry.text("strength") == Some("strong") && !entry.flag("noun"))
            && !self.is_source(token)
    }

    /// Whether a word that is a noun as well is the verb of a plural before it: “papers show Venn”.
    fn shows(&self, at: u32, end: u32) -> bool {
        let verb = || {
            self.token(at).is_some_and(|token| self.words.verbs.word(token.word).is_some() && !self.is_source(token))
        };
        let plural = || {
            at.checked_sub(1).is_some_and(|before| {
                let word = self.document.word(before);
                word.ends_with('s') && !word.ends_with("ss") && word.starts_with(char::is_lowercase)
            })
        };
        at + 1 < end && self.token(at + 1).is_some_and(is_capital) && plural() && verb()
    }

    fn is_participle(&self, at: u32) -> bool {
        ends_with(self.document, at, &["ed"]) || self.is_adverb(at)
    }

    /// Whether a small word ties two halves of one noun phrase: “a spokesman for the company”, “Orla Venn and Ole Tarn”.
    fn links_names(&self, at: u32, floor: u32, end: u32) -> bool {
        let text = self.document.word(at);
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
            _ => {
                self.words.ties.word(self.token(at).map_or(0, |token| token.word)).is_some()
                    && self.words.is_nominal(before)
                    && before.kind == TokenKind::Word
            }
        }
    }

    /// Leaves a phrase like “In the end” before the subject out.
    fn trim(&self, floor: u32, tokens: Range<u32>, capitals: u32) -> Speaker {
        let before =
            tokens.start.checked_sub(1).filter(|before| *before >= floor).and_then(|before| self.token(before));
        let opened = before.is_some_and(|token| {
            !self.words.opens_only_clause(token) && (self.words.is_opener(token) || self.words.is_link(token))
        });
        if opened && capitals < tokens.end && capitals > tokens.start {
            let article = u32::from(capitals > tokens.start && self.is_headed(capitals - 1));
            return self.speaker(capitals - article..tokens.end);
        }
        self.speaker(tokens)
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
