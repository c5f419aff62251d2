//! Subject: what stands before a helping verb, read backwards, to tell whether its clause may end with it: “all he had went
//! up in smoke”.

use super::{Chain, Place, Wants, is_between};
use crate::document::Tag;

/// How many phrases of a subject are read, each tied to the next by a preposition.
const MOST_PHRASES: usize = 4;
/// How many words of a phrase are read.
const LONGEST_PHRASE: u32 = 6;

impl Chain {
    /// Whether a clause may end with the helping verb, so that what follows is the verb of another.
    pub(super) fn may_end(&self, place: &Place<'_>) -> bool {
        if !place.entry.flag("finite") {
            return false;
        }
        let (document, between) = (place.scene.document, place.scene.lists.named(&self.between));
        let mut end = place.helper;
        while end > place.sentence.start && is_between(document, between, end - 1) {
            end -= 1;
        }
        let Some(last) = end.checked_sub(1).filter(|last| *last >= place.sentence.start) else { return true };
        match document.tag(last) {
            // “Who may have saw it”, “and has began”.
            Tag::Modal | Tag::Infinitive | Tag::Coordination => false,
            Tag::Relative | Tag::InterrogativePronoun | Tag::InterrogativeDeterminer => place.may_lack_object(),
            _ => self.is_open(place, end),
        }
    }

    /// Whether the subject that ends before `end` stands in a clause that may lack its object.
    fn is_open(&self, place: &Place<'_>, mut end: u32) -> bool {
        let document = place.scene.document;
        for _ in 0..MOST_PHRASES {
            let Some(start) = place.phrase_before(end) else { return true };
            if start == place.sentence.start {
                return false;
            }
            if let Some(open) = self.opens(place, start - 1) {
                return open;
            }
            match document.tag(start - 1) {
                Tag::Preposition => end = start - 1,
                tag => return is_nominal(tag),
            }
        }
        true
    }

    /// Whether a word opens a clause without its object; `None` where it is no such word.
    fn opens(&self, place: &Place<'_>, at: u32) -> Option<bool> {
        let document = place.scene.document;
        let entry = place.scene.lists.named(&self.open).word(document.tokens.get(at as usize)?.word)?;
        let behind_noun = || at > place.sentence.start && is_nominal(document.tag(at - 1));
        Some(!entry.flag("relative") || behind_noun())
    }
}

impl Place<'_> {
    /// Whether a relative clause may end with the helping verb: “those who have often gave most”, “anyone who can helped”;
    /// “drivers who had drove” goes on.
    fn may_lack_object(&self) -> bool {
        self.wants == Wants::Base || (self.verb > self.helper + 1 && !self.denied)
    }

    /// Where the noun phrase or pronoun that ends before `end` begins. `None` where it is no subject.
    fn phrase_before(&self, end: u32) -> Option<u32> {
        let document = self.scene.document;
        let first = end.saturating_sub(LONGEST_PHRASE).max(self.sentence.start);
        if end > first && is_pronoun(document.tag(end - 1)) {
            return Some(end - 1);
        }
        let mut at = end;
        while at > first {
            let tag = document.tag(at - 1);
            if matches!(tag, Tag::Determiner | Tag::PossessivePronoun) {
                return (at < end).then_some(at - 1);
            }
            let quality = matches!(tag, Tag::Adjective | Tag::Cardinal | Tag::Possessive | Tag::NameAdjective);
            if !is_nominal(tag) && !quality {
                break;
            }
            at -= 1;
        }
        (at < end).then_some(at)
    }
}

/// Whether a tag is that of a noun, a name or a pronoun that stands for one.
fn is_nominal(tag: Tag) -> bool {
    matches!(tag, Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::IndefinitePronoun)
}

fn is_pronoun(tag: Tag) -> bool {
    matches!(tag, Tag::PersonalPronoun | Tag::Existential | Tag::IndefinitePronoun | Tag::Demonstrative)
}
