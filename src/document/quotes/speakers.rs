//! Speakers: the name, pronoun or noun phrase beside a verb of speech.

use super::words::{Words, ends_with, is_capital};
use crate::document::{Case, Document, Token, TokenKind};
use std::ops::Range;

/// How far behind a noun phrase the comma before a name may stand, in tokens.
const WHERE: u32 = 6;
/// How many tokens before a participle a name of the register may begin.
const NAME: u32 = 3;
/// How far a subject is sought from its verb, in tokens.
pub(super) const REACH: u32 = 60;

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

/// The tokens at which people of the register are named, a bit for each token.
pub(super) struct Named(Vec<u64>);

impl Named {
    pub(super) fn new(document: &Document) -> Self {
        let mut bits = vec![0; document.tokens.len() / 64 + 1];
        for mention in document.people.iter().flat_map(|person| &person.mentions) {
            if let Some(bits) = bits.get_mut(mention.tokens.start as usize / 64) {
                *bits |= 1 << (mention.tokens.start % 64);
            }
        }
        Self(bits)
    }

    /// Whether somebody is named at a token.
    pub(super) fn contains(&self, token: u32) -> bool {
        self.0.get(token as usize / 64).is_some_and(|bits| bits >> (token % 64) & 1 == 1)
    }
}

/// Looks for speakers in the narration of a draft.
pub(super) struct Finder<'d, 'l> {
    pub(super) document: &'d Document,
    pub(super) words: &'d Words<'l>,
    /// The tokens at which people of the register are named, title left out.
    pub(super) named: &'d Named,
}

impl Finder<'_, '_> {
    pub(super) fn token(&self, at: u32) -> Option<&Token> {
        self.document.tokens.get(at as usize)
    }

    /// The subject of the verb at `verb`, in a piece that begins at `start`.
    pub(super) fn subject(&self, start: u32, verb: u32) -> Option<Speaker> {
        let start = start.max(verb.saturating_sub(REACH));
        let helped = self.before_helpers(start, verb);
        let at = self.before_time(start, helped);
        let at = if at < helped { self.before_helpers(start, at) } else { at };
        let oneself = at.checked_sub(1).filter(|at| *at > start).and_then(|at| self.token(at));
        let oneself = oneself.is_some_and(|token| self.words.reflexives.word(token.word).is_some());
        let last = at.checked_sub(1).filter(|last| *last >= start).and_then(|last| self.token(last))?;
        let relative = self.words.before_verbs.word(last.word).is_some();
        if let Some(found) = self.described_by(start, at - 1, verb) {
            return Some(found);
        }
        // “promising …” belongs to the subject of its clause, “is promising” to what stands before.
        let known = || is_capital(last) && (start.max(at.saturating_sub(NAME))..at).any(|at| self.named.contains(at));
        let participle = at == verb && ends_with(self.document, verb, &["ing"]) && (oneself || !known());
        if last.kind == TokenKind::Mark || relative || participle {
            let pronoun = relative && self.words.is_pronoun(last);
            let alone = || pronoun.then(|| Speaker { tokens: at - 1..at, sort: self.pronoun_sort(last) });
            return self.clause_subject(start, at - 1).or_else(alone);
        }
        if self.words.is_pronoun(last) {
            return Some(Speaker { tokens: at - 1..at, sort: self.pronoun_sort(last) });
        }
        let found = self.backward(start, at)?;
        Some(self.named_before(start, &found).or_else(|| self.joined(start, &found)).unwrap_or(found))
    }

    /// Two who speak together, the second one no name: “Ilva Brandt and her team”.
    fn joined(&self, start: u32, found: &Speaker) -> Option<Speaker> {
        let first = self.token(found.tokens.start)?;
        let and = found.tokens.start.checked_sub(1).filter(|and| *and > start && self.document.word(*and) == "and")?;
        let name = self.token(and - 1).filter(|last| is_capital(last)).and_then(|_| self.backward(start, and))?;
        let opens = name.tokens.start == start && self.words.is_determiner(first);
        let theirs = opens || self.words.possessives.word(first.word).is_some();
        (theirs && name.sort == Sort::Name)
            .then_some(Speaker { tokens: name.tokens.start..found.tokens.end, sort: Sort::Name })
    }

    /// Where the helpers of a verb and its adverbs begin.
    fn before_helpers(&self, start: u32, verb: u32) -> u32 {
        (start..verb).rev().take_while(|at| self.is_between(*at)).last().unwrap_or(verb)
    }

    /// Where a time begins that ends before the verb: “on Sunday”, “late Friday night”, “last week”.
    fn before_time(&self, start: u32, verb: u32) -> u32 {
        let token = |at: u32| at.checked_sub(1).filter(|at| *at > start).and_then(|at| self.token(at));
        let mut at = verb;
        let part = token(at).is_some_and(|token| self.words.is_day_part(token));
        at -= u32::from(part);
        let day = token(at).is_some_and(|token| self.words.is_time(token));
        at -= u32::from(day);
        let named = at;
        while token(at).is_some_and(|token| self.words.opens_time(token)) {
            at -= 1;
        }
        if day || part && at < named { at } else { verb }
    }

    /// Whom or what a relative clause that opens at `at` is about: “a note that read”, “met Ole Tarn, who said”.
    fn described_by(&self, start: u32, at: u32, verb: u32) -> Option<Speaker> {
        let comma = at.checked_sub(1).filter(|comma| *comma > start)?;
        let end = match self.document.word(at) {
            "who" | "which" if self.document.word(comma) == "," => comma,
            "who" | "which" | "that" if self.token(comma)?.kind == TokenKind::Word => at,
            _ => return None,
        };
        let touches = matches!(self.document.word(verb + 1), ":" | "," | "“" | "\"");
        let thing = end == at && touches && self.document.word(at) != "who";
        let found = self.backward(start, end).filter(|found| {
            found.sort > Sort::Pronoun || found.sort == Sort::Source || thing && found.sort == Sort::Thing
        })?;
        let found = if self.document.word(at) == "which" { self.nearest(found) } else { found };
        let comma =
            found.tokens.start.checked_sub(1).filter(|comma| *comma > start && self.document.word(*comma) == ",");
        let name = comma.and_then(|comma| self.backward(start, comma)).filter(|name| {
            let small = self.token(found.tokens.start).is_some_and(|first| self.words.is_determiner(first));
            small && name.sort == Sort::Name
        });
        name.or(Some(found))
    }

    /// The last noun phrase of several that are tied together, where the one before it is nobody: “Orlo” of “condemnation from
    /// Orlo”.
    fn nearest(&self, found: Speaker) -> Speaker {
        let tie = (found.tokens.start + 1..found.tokens.end - 1).rev().find(|at| {
            let source =
                self.token(at - 1).is_some_and(|noun| self.words.sources.word(noun.word).is_some() || is_capital(noun));
            self.token(*at).is_some_and(|token| self.words.is_tie(token)) && !source
        });
        match tie {
            Some(tie) => Speaker { tokens: tie + 1..found.tokens.end, sort: found.sort },
            None => found,
        }
    }

    /// The name before a noun phrase that says who it is: “Orla Venn, editor at the Ledger said”.
    fn named_before(&self, start: u32, found: &Speaker) -> Option<Speaker> {
        let first = self.token(found.tokens.start)?;
        let comma =
            found.tokens.start.checked_sub(1).filter(|comma| *comma > start && self.document.word(*comma) == ",")?;
        if first.case != Case::Lower {
            return None;
        }
        // “In Orlo, a spokesman said” names nobody before the comma.
        let known = || (start.max(comma.saturating_sub(NAME))..comma).any(|at| self.named.contains(at));
        if self.words.is_determiner(first) && !(matches!(self.document.word(found.tokens.start), "a" | "an") && known())
        {
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
                || self.is_adverb(at)
                || self.words.is_place_adverb(token) && at > 0
                || self.words.is_shared(token) && at > 0 && self.token(at - 1).is_some_and(is_capital)
        })
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
            let time = |token: &Token| {
                let part =
                    self.token(at + 1).is_some_and(|next| self.words.is_day_part(next) || self.words.is_time(next));
                self.words.is_time(token) || self.words.opens_time(token) && part
            };
            let opens = self.token(at).is_some_and(|token| self.words.is_opener(token) || time(token))
                || self.is_participle_phrase(at, end);
            let Some(comma) = (at..end).find(|comma| self.document.word(*comma) == ",").filter(|_| opens) else {
                break;
            };
            at = comma + 1;
        }
        if self.begins_with_verb(at, end) {
            return None;
        }
        let found = self.forward(at, end).or_else(|| self.name_in(start, end))?;
        let next = Some(found.tokens.end).filter(|next| *next < end && found.sort == Sort::Thing);
        let one = found.tokens.len() == 1 && self.token(at).is_some_and(|token| token.case == Case::Lower);
        // “but unsurprising the council”: what stands before the article is no noun.
        if let Some(next) =
            next.filter(|next| one && self.token(*next).is_some_and(|token| self.words.is_determiner(token)))
        {
            let behind = self.forward(next, end).unwrap_or(found);
            return Some(self.named_after(&behind, end).unwrap_or(behind));
        }
        // “The following month they wrote”
        if let Some(next) = next.filter(|next| self.token(*next).is_some_and(|token| self.words.is_subject(token))) {
            return Some(Speaker { tokens: next..next + 1, sort: Sort::Pronoun });
        }
        Some(self.named_after(&found, end).unwrap_or(found))
    }

    /// Whether a clause goes on with a verb and has its subject elsewhere: “and recorded himself”.
    fn begins_with_verb(&self, at: u32, end: u32) -> bool {
        let object = || {
            self.token(at + 1)
                .filter(|_| at + 1 < end)
                .is_some_and(|next| self.words.is_determiner(next) || self.words.reflexives.word(next.word).is_some())
        };
        ends_with(self.document, at, &["ed"]) && object()
    }

    /// The name behind a noun phrase that says who it is: “The mayor, Orla Venn, said”, “Fellow rower Orla Venn”.
    pub(super) fn named_after(&self, found: &Speaker, end: u32) -> Option<Speaker> {
        let comma = (found.tokens.end..end.min(found.tokens.end + WHERE)).find(|at| self.document.word(*at) == ",")?;
        let between = super::words::slice(self.document, &(found.tokens.end..comma));
        let verb = between.iter().any(|token| {
            self.words.is_auxiliary(token)
                || self.words.is_pronoun(token)
                || self.words.verbs.word(token.word).is_some()
        });
        let whole = super::words::slice(self.document, &found.tokens);
        let known = self.named.contains(comma + 1) && !self.named.contains(found.tokens.end - 1);
        let small = whole.last().is_some_and(|head| !is_capital(head));
        let described = known || small && whole.iter().skip(1).all(|token| !is_capital(token));
        let alone = found.sort == Sort::Pronoun && found.tokens.len() == 1;
        let first = self.token(comma + 1).filter(|_| described && !verb && !alone)?;
        let name = self.forward(comma + 1, end).filter(|name| name.sort == Sort::Name)?;
        let capitals =
            super::words::slice(self.document, &name.tokens).iter().filter(|token| is_capital(token)).count();
        let closed =
            name.tokens.end == end || matches!(self.document.word(name.tokens.end), "," | "." | ";" | "(" | "—");
        // “Her mother, Ilva,”
        let kin = || {
            small
                && matches!(self.document.word(name.tokens.end), "," | ".")
                && whole.last().is_some_and(|head| self.words.sources.word(head.word).is_some())
        };
        ((capitals >= 2 || kin()) && closed && !self.words.is_determiner(first)).then_some(name)
    }

    /// Whether a phrase like “Standing on the bridge” begins here.
    fn is_participle_phrase(&self, at: u32, end: u32) -> bool {
        let Some(token) = self.token(at).filter(|token| token.kind == TokenKind::Word) else { return false };
        if token.case == Case::Lower && !self.words.is_determiner(token) {
            // “held at the request of Orlo”
            let tied = self.token(at + 1).is_some_and(|next| at + 1 < end && self.words.is_link(next));
            let noun = self.words.sources.word(token.word).is_some() || self.document.word(at).ends_with('s');
            if tied && !noun && self.words.is_nominal(token) {
                return true;
            }
        }
        let next_is_small = self.token(at + 1).is_some_and(|next| at + 1 < end && next.case == Case::Lower);
        let endings: &[&str] = if token.case == Case::Lower { &["ing", "ed", "ly"] } else { &["ing", "ly"] };
        next_is_small && ends_with(self.document, at, endings)
    }

    /// Whether “, and” goes on saying who somebody is: “Ilva Brandt, an organizer, and a resident of Saltby”.
    fn goes_on_naming(&self, start: u32, comma: u32) -> bool {
        let article = |at: u32| matches!(self.document.word(at), "a" | "an" | "the");
        let first = (start..comma).find(|at| self.document.word(*at) == ",");
        self.document.word(comma + 1) == "and"
            && (article(comma + 2) || self.is_one(comma + 2))
            && first.is_some_and(|first| {
                let name = super::words::slice(self.document, &(start..first));
                article(first + 1)
                    && !name.is_empty()
                    && name.iter().filter(|token| token.kind == TokenKind::Word).all(is_capital)
            })
    }

    /// Whether a noun in small letters stands at `at` that is no plural.
    fn is_one(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| {
            token.case == Case::Lower
                && self.words.is_nominal(token)
                && !self.words.is_plural(token)
                && !self.document.word(at).ends_with('s')
        })
    }

    /// Where the clause begins that goes on at `end`: after the last dash, semicolon or “, and”.
    pub(super) fn clause_start(&self, start: u32, end: u32) -> u32 {
        (start..end)
            .rev()
            .find(|at| {
                let text = self.document.word(*at);
                let clause = text == ","
                    && self.token(at + 1).is_some_and(|next| {
                        self.words.clause_breaks.word(next.word).is_some() && next.kind == TokenKind::Word
                    });
                (clause && *at + 2 < end && !self.goes_on_naming(start, *at)) || matches!(text, ";" | ":")
            })
            .map_or(start, |at| at + 1)
    }
}
