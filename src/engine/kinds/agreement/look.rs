//! Look: what the words of a subject tell without their parts of speech. Most verbs are dismissed here.

use super::{Agreement, Number, Place, Start, has};
use crate::document::{Case, Document, TokenKind};
use crate::engine::kinds::Scene;
use crate::list::{List, ListName, Lists};
use std::ops::Range;

/// What the words of a subject say without their parts of speech.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Look {
    /// Its noun has the number of the verb.
    Agrees,
    /// It cannot be the subject of the verb.
    Elsewhere,
    /// It must be read.
    Doubt,
}

/// The words from where a clause may begin to its verb.
pub(super) struct Words<'a> {
    kind: &'a Agreement,
    document: &'a Document,
    lists: &'a Lists,
    place: &'a Place<'a>,
    start: Start,
    endings: &'a List,
    determiners: &'a List,
}

impl<'a> Words<'a> {
    pub(super) fn new(kind: &'a Agreement, scene: &Scene<'a>, place: &'a Place<'a>, start: Start) -> Self {
        let (document, lists) = (scene.document, scene.lists);
        let [endings, determiners] = [&kind.endings, &kind.determiners].map(|name| lists.named(name));
        Self { kind, document, lists, place, start, endings, determiners }
    }

    /// Whether the number of the subject may be wrong.
    pub(super) fn look(&self) -> Look {
        let begins = self.start.at;
        let own = (begins + 1..self.place.end).find(|at| !self.is_in(self.determiners, *at)).unwrap_or(self.place.end);
        let run = begins..(own..self.place.end).find(|at| self.ends_noun(*at)).unwrap_or(self.place.end);
        if !self.may_reach(run.end) {
            return Look::Elsewhere;
        }
        if run.end == own && own < self.place.end && self.is_in(self.determiners, begins) {
            // “Two of the boats”.
            return if self.is_in(self.endings, own) { Look::Doubt } else { Look::Elsewhere };
        }
        let last = self.head_of(&run);
        let differs = self.differs(&run, last);
        if differs && (!self.is_either(last) || self.is_counted(begins)) {
            return Look::Doubt;
        }
        // The verb of a relative clause may tell.
        let may_tell = run.end + 1 < self.place.end && self.is_in(self.endings, run.end + 1);
        let is_small = || self.document.tokens.get(last as usize).is_some_and(|head| head.case == Case::Lower);
        if may_tell && (differs || !is_small() || self.is_either(last)) { Look::Doubt } else { Look::Agrees }
    }

    fn is_in(&self, list: &List, at: u32) -> bool {
        self.document.tokens.get(at as usize).is_some_and(|token| has(list, token))
    }

    fn ends_noun(&self, at: u32) -> bool {
        let mark = self.document.tokens.get(at as usize).is_none_or(|token| token.kind == TokenKind::Mark);
        (mark && !matches!(self.document.word(at), "-" | "'" | "’"))
            || self.is_in(self.endings, at)
            || self.is_in(self.determiners, at)
    }

    /// The noun among some words: the last one, or the one before it where that looks plural: “the boats moored at the pier”.
    fn head_of(&self, run: &Range<u32>) -> u32 {
        let last = run.end - 1;
        let follows = last > run.start + 1 && has_modifier_ending(self.document.word(last));
        if follows && self.looks_plural(last - 1) { last - 1 } else { last }
    }

    fn looks_plural(&self, at: u32) -> bool {
        self.is_in(self.lists.named(&self.kind.plurals), at) || has_plural_ending(self.document.word(at))
    }

    /// Whether the ending of the noun of some words is that of the other number. One thing needs a word before it that says
    /// that it is a noun.
    fn differs(&self, run: &Range<u32>, head: u32) -> bool {
        let plural = self.looks_plural(head);
        match self.place.number {
            Number::One => plural,
            Number::Many if plural => false,
            Number::Many => {
                let is_possessive = |at: u32| matches!(self.document.word(at), "'s" | "’s" | "'" | "’");
                self.start.owned
                    || self.is_in(self.determiners, run.start)
                    || self.is_in(self.lists.named(&self.kind.certain), head)
                    || run.clone().any(is_possessive)
            }
        }
    }

    /// Whether a noun may have either number.
    fn is_either(&self, at: u32) -> bool {
        let head = self.document.tokens.get(at as usize);
        let entry = |list: &ListName| head.and_then(|head| self.lists.named(list).word(head.word));
        self.kind.either.iter().find_map(entry).is_some_and(|entry| Number::of(entry).is_none())
    }

    /// Whether the subject begins with a number: “20 people”.
    fn is_counted(&self, at: u32) -> bool {
        let Some(token) = self.document.tokens.get(at as usize) else { return false };
        token.kind == TokenKind::Number || self.determiners.word(token.word).is_some_and(|entry| entry.flag("counts"))
    }

    /// Whether what stands between the noun and the verb may belong to the noun.
    fn may_reach(&self, behind: u32) -> bool {
        let stops = self.lists.named(&self.kind.stops);
        for at in behind..self.place.end {
            let Some(token) = self.document.tokens.get(at as usize) else { return false };
            let text = self.document.slice(token.span);
            match token.kind {
                TokenKind::Mark if matches!(text, "," | "—" | "–") => {
                    let closed = self.document.word(self.place.end - 1) == text;
                    return self.start.marks && closed && at + 2 < self.place.end;
                }
                TokenKind::Mark if text == "(" => return true,
                TokenKind::Mark if !matches!(text, "-" | "'" | "’") => return false,
                _ => {}
            }
            if let Some(entry) = stops.word(token.word) {
                return entry.flag("opens");
            }
        }
        true
    }
}

fn has_plural_ending(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending))
}

/// Whether a word may be a participle or an adjective behind its noun.
fn has_modifier_ending(word: &str) -> bool {
    ["ed", "en", "ing", "ble"].iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_told_by_their_ending() {
        assert!(["boats", "ties", "houses"].iter().all(|word| has_plural_ending(word)));
        assert!(!["glass", "virus", "crisis", "boat"].iter().any(|word| has_plural_ending(word)));
    }
}
