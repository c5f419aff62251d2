//! Phrase: a noun with the determiner and the adjectives before it.

use super::subject::Clause;
use super::{Number, has};
use crate::document::{Case, Tag, Tagger, Token, TokenKind};

/// How nouns of several end that come from Latin and Greek: “foci”, “larvae”, “strata”.
const FOREIGN_PLURALS: [&str; 5] = ["ae", "i", "ia", "ata", "ena"];

/// How words end that are nouns even where the lexicon has not seen them.
const NOUN_ENDINGS: [&str; 14] =
    ["tion", "sion", "ment", "ness", "ity", "er", "or", "ship", "ence", "ance", "ist", "ism", "hood", "age"];

/// How words end that are verbs though they look like nouns of several: “reiterates”.
const VERB_ENDINGS: [&str; 4] = ["ates", "izes", "ises", "ifies"];

/// A noun with what stands before it.
#[derive(Copy, Clone, Debug)]
pub(super) struct Phrase {
    /// The noun.
    pub(super) head: u32,
    /// Behind its last token.
    pub(super) end: u32,
    /// The number that it must have; none where that is not certain.
    pub(super) number: Option<Number>,
    /// Whether a determiner or a possessive stands before it.
    pub(super) determined: bool,
    /// Whether a number of things is counted: “three goals”.
    pub(super) counted: bool,
}

impl Clause<'_> {
    /// The phrase that begins at a token.
    pub(super) fn phrase(&self, start: u32) -> Option<Phrase> {
        let mut at = start;
        let determiner = self.token(at).and_then(|token| self.determiners.word(token.word));
        let said = determiner.and_then(Number::of);
        let (mut head, mut determined) = (None, determiner.is_some());
        let mut counted = determiner.is_some_and(|entry| entry.flag("counts"));
        at += u32::from(determined);
        let alone = determiner.is_some_and(|entry| entry.flag("alone")) && self.tag(at) == Tag::Preposition;
        if let Some(number) = said.filter(|_| alone) {
            return Some(Phrase { head: start, end: at, number: Some(number), determined, counted: false });
        }
        determined |= start == self.start.at && self.start.owned;
        while at < self.end {
            let tag = self.tag(at);
            match tag {
                Tag::Noun | Tag::Nouns if head.is_some_and(|head| self.is_doubtful(at, head)) => {
                    return None;
                }
                Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::NameAdjective | Tag::NameVerb => head = Some(at),
                Tag::Cardinal | Tag::NounSymbol | Tag::Currency => counted |= head.is_none() && determiner.is_none(),
                Tag::Possessive if head.is_some() => (head, determined) = (None, true),
                // “The time new hires take”: behind its noun, an adjective begins another phrase.
                Tag::Adjective | Tag::Comparative | Tag::Superlative if head.is_none() || self.is_joint(at - 1) => {}
                Tag::Adverb | Tag::AdverbComparative | Tag::AdverbSuperlative if head.is_none() => {}
                Tag::VerbParticiple | Tag::VerbGerund if head.is_none() => {}
                _ if self.is_joint(at) || (at > start && self.is_joint(at - 1)) => {}
                _ => break,
            }
            at += 1;
        }
        let head = head?;
        let definite = determiner.is_some_and(|entry| entry.flag("definite"));
        // “The people”, but “20 people”.
        let is_several = |token: &Token| self.plurals.word(token.word).is_some_and(|entry| !entry.flag("measure"));
        let several =
            self.token(head).filter(|token| counted && self.is_small(head) && is_several(token)).map(|_| Number::Many);
        let number =
            several.or_else(|| self.number_of(head, definite)).filter(|number| said.is_none_or(|said| said == *number));
        if said.is_some() && number.is_none() && self.is_small(head) {
            return None;
        }
        Some(Phrase { head, end: at, number, determined, counted })
    }

    /// Whether a word behind a noun may be the verb of that noun (“the way it stays”), or the noun of another clause (“the
    /// reasons people have”).
    fn is_doubtful(&self, at: u32, before: u32) -> bool {
        let class = |at: u32| self.token(at).map(|token| Tagger::embedded().class(self.word(at), token));
        let is_verb = class(at).is_some_and(|class| {
            let verbal = class.has(Tag::VerbThird) || class.has(Tag::VerbPresent) || class.has(Tag::VerbPast);
            let named = matches!(self.tag(before), Tag::Name | Tag::Names);
            verbal && (named || !matches!(class.top(), Tag::Noun | Tag::Nouns))
        });
        let plural = self.tag(before) == Tag::Nouns;
        let was_verb = plural && class(before).is_some_and(|class| class.has(Tag::VerbThird));
        // “The needs of adults change as …”.
        let may_be_verb = || class(at).is_some_and(|class| class.has(Tag::Verb) || class.has(Tag::VerbPresent));
        is_verb || was_verb || (plural && (self.tag(at) == Tag::Nouns || may_be_verb()))
    }

    /// Whether a hyphen ties two words at a token.
    fn is_joint(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Mark && !token.space_before) && self.word(at) == "-"
    }

    /// Whether a word is written as a common noun.
    fn is_small(&self, at: u32) -> bool {
        let case = self.token(at).map(|token| token.case);
        case == Some(Case::Lower) || (at == self.start.at && self.start.first && case == Some(Case::Capital))
    }

    /// The number of a noun, where its form, the lexicon and its tag agree.
    fn number_of(&self, at: u32, definite: bool) -> Option<Number> {
        let token = self.token(at).filter(|_| self.is_small(at))?;
        let lists = self.scene.lists;
        if let Some(entry) = self.kind.either.iter().find_map(|list| lists.named(list).word(token.word)) {
            return Number::of(entry).filter(|_| definite);
        }
        let text = self.scene.document.slice(token.span);
        let class = Tagger::embedded().class(text, token);
        let small = text.ends_with("ss") || text.ends_with("us") || text.ends_with("is");
        let ends = |endings: &[&str]| endings.iter().any(|ending| text.ends_with(ending));
        let is_foreign = ends(&FOREIGN_PLURALS) && !class.has(Tag::Noun);
        let is_noun = class.has(Tag::Noun) || (class.tags == 0 && ends(&NOUN_ENDINGS));
        let is_verb = class.tags == 0 && ends(&VERB_ENDINGS);
        match self.tag(at) {
            Tag::Noun if is_foreign || !is_noun => None,
            Tag::Noun if !class.has(Tag::Nouns) && (small || !text.ends_with('s')) => Some(Number::One),
            Tag::Nouns if has(self.plurals, token) => Some(Number::Many),
            // “The 1930s”.
            Tag::Nouns if is_verb || text.starts_with(|sign: char| sign.is_ascii_digit()) => None,
            Tag::Nouns if text.ends_with('s') && !small && !class.has(Tag::Noun) => Some(Number::Many),
            _ => None,
        }
    }
}
