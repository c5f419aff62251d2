//! Insertion: what stands between two commas or dashes behind a noun.

use super::Number;
use super::phrase::Phrase;
use super::subject::{Behind, Clause, is_finite, is_relative};
use crate::document::Tag;

/// Among how many of its first tokens the pronoun of a relative clause stands.
const PRONOUN: u32 = 4;

/// What an insertion may begin with, besides a relative pronoun.
const OPENING: [Tag; 12] = [
    Tag::Preposition,
    Tag::VerbParticiple,
    Tag::VerbGerund,
    Tag::VerbPast,
    Tag::Determiner,
    Tag::PossessivePronoun,
    Tag::Name,
    Tag::Adverb,
    Tag::Adjective,
    Tag::Superlative,
    Tag::Cardinal,
    Tag::Noun,
];

impl Clause<'_> {
    /// Reads what stands between the mark at `open` and its like right before the verb.
    pub(super) fn read_insertion(&self, phrase: &Phrase, open: u32, behind: &mut Behind) -> Option<()> {
        let (first, close) = (open + 1, self.end - 1);
        let mark = self.word(open);
        if !matches!(mark, "," | "—" | "–") || self.word(close) != mark || close <= first {
            return None;
        }
        let tags = |wanted: fn(Tag) -> bool| (first..close).filter(move |at| wanted(self.tag(*at)));
        // “Who rowed”, “the first of which”, “a copy of which”.
        let clausal = (first..close.min(first + PRONOUN)).any(|at| is_relative(self.tag(at)));
        let marks = tags(|tag| matches!(tag, Tag::Comma | Tag::Colon)).count();
        let mut joints = tags(|tag| tag == Tag::Coordination).peekable();
        let joined = joints.peek().is_some();
        // “, and”: what follows may be another subject, or another clause.
        if joints.any(|at| at == first || self.word(at - 1) == ",") {
            return None;
        }
        let told = tags(is_finite).any(|at| at > first);
        let is_clause = marks == 0 && tags(is_relative).next().is_some();
        let opens = clausal || OPENING.contains(&self.tag(first));
        if !opens || (told && !is_clause) || (!clausal && tags(|tag| tag == Tag::Subordinator).next().is_some()) {
            return None;
        }
        if is_relative(self.tag(first)) && marks == 0 && phrase.end == open {
            behind.shown = self.shown(first + 1);
        }
        // “The mayor, the clerk and the cook”.
        let is_list = !clausal && !matches!(self.tag(first), Tag::Preposition | Tag::VerbGerund);
        behind.joined |= is_list && (joined || marks > 0);
        behind.far = true;
        Some(())
    }

    /// The number that the verb of a relative clause shows, right behind its pronoun.
    fn shown(&self, at: u32) -> Option<Number> {
        let at = if self.tag(at) == Tag::Adverb { at + 1 } else { at };
        let entry = self.scene.lists.named(&self.kind.verbs).word(self.token(at)?.word)?;
        Number::of(entry).filter(|_| !entry.flag("lexical") || is_finite(self.tag(at)))
    }
}
