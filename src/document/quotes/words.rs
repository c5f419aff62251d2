//! Words: the lists by which speakers are found, looked up once for a draft.

use crate::document::{Case, Document, TextSpan, Token, TokenKind};
use crate::list::{Entry, List, Lists};
use std::ops::Range;

/// The lists of the layer.
pub(super) struct Words<'l> {
    /// Verbs of speech, with `strength`.
    pub(super) verbs: &'l List,
    /// Phrases that attribute, with `speaker`.
    pub(super) phrases: &'l List,
    /// Nouns that stand for speakers and sources.
    pub(super) sources: &'l List,
    /// Nouns for what is said: answer, verdict, motto.
    pub(super) sayings: &'l List,
    /// Kinds of works.
    pub(super) works: &'l List,
    /// What ties one noun phrase to another, with `name` for what stands inside names, and `always`.
    pub(super) ties: &'l List,
    /// How a sentence speaks of the quotation before it.
    pub(super) backward: &'l List,
    /// What opens a sentence on a question that the next paragraph answers: “Asked what came next, Venn smiled.”
    pub(super) asked: &'l List,
    /// Forms of “to be”.
    pub(super) passives: &'l List,
    not_adverbs: &'l List,
    plurals: &'l List,
    pronouns: &'l List,
    determiners: &'l List,
    links: &'l List,
    auxiliaries: &'l List,
    openers: &'l List,
    clauses: &'l List,
    weekdays: &'l List,
    months: &'l List,
    first_names: &'l List,
    infinitives: &'l List,
    time_openers: &'l List,
    day_parts: &'l List,
    /// What stands between the one who is quoted and “saying”: “quoted Venn as saying”.
    pub(super) reported_by: &'l List,
    /// “both”, “each”: what stands between several subjects and their verb.
    shared_subjects: &'l List,
    participles: &'l List,
    place_adverbs: &'l List,
    /// What joins a verb to another one: “and”, “to”.
    pub(super) verb_joints: &'l List,
    /// What a verb of speech has behind it, `circumstance` where nouns may too.
    pub(super) after_verbs: &'l List,
    /// What stands before no finite verb; `noun` where a noun follows, `loose` where a verb may as well.
    pub(super) before_no_verbs: &'l List,
    /// What joins a verb to a subject further back: “who”, “and”.
    pub(super) before_verbs: &'l List,
    /// What opens a clause behind a comma.
    pub(super) clause_breaks: &'l List,
    /// “himself”, “themselves”.
    pub(super) reflexives: &'l List,
    /// What follows a participle that speaks of a thing: “asked of”.
    pub(super) after_participles: &'l List,
    /// “his”, “their”.
    pub(super) possessives: &'l List,
}

impl<'l> Words<'l> {
    pub(super) fn new(lists: &'l Lists) -> Self {
        Self {
            verbs: lists.get("speech-verbs"),
            phrases: lists.get("attribution-phrases"),
            sources: lists.get("source-nouns"),
            sayings: lists.get("speech-nouns"),
            works: lists.get("work-nouns"),
            backward: lists.get("backward-references"),
            asked: lists.get("question-participles"),
            ties: lists.get("noun-ties"),
            passives: lists.get("passive-helpers"),
            plurals: lists.get("plural-nouns"),
            not_adverbs: lists.get("not-adverbs"),
            pronouns: lists.get("speaker-pronouns"),
            determiners: lists.get("noun-openers"),
            links: lists.get("link-words"),
            auxiliaries: lists.get("verb-helpers"),
            openers: lists.get("adverbial-openers"),
            clauses: lists.get("clause-joints"),
            weekdays: lists.get("weekdays"),
            months: lists.get("months"),
            first_names: lists.get("first-names"),
            infinitives: lists.get("before-to-say"),
            time_openers: lists.get("time-openers"),
            day_parts: lists.get("day-parts"),
            reported_by: lists.get("before-saying"),
            shared_subjects: lists.get("shared-subjects"),
            participles: lists.get("noun-participles"),
            place_adverbs: lists.get("place-adverbs"),
            verb_joints: lists.get("verb-joints"),
            after_verbs: lists.get("after-verbs"),
            before_no_verbs: lists.get("before-no-verbs"),
            before_verbs: lists.get("before-verbs"),
            clause_breaks: lists.get("clause-breaks"),
            reflexives: lists.get("reflexives"),
            after_participles: lists.get("after-participles"),
            possessives: lists.get("speaker-possessives"),
        }
    }

    /// Whether a cue may begin with a token: most words begin none.
    pub(super) fn may_cue(&self, token: &Token) -> bool {
        !self.phrases.index.get(token.word).is_empty() || !self.verbs.index.get(token.word).is_empty()
    }

    pub(super) fn is_pronoun(&self, token: &Token) -> bool {
        self.pronouns.word(token.word).is_some()
    }

    /// Whether it is a pronoun that stands for a person.
    pub(super) fn is_person_pronoun(&self, token: &Token) -> bool {
        self.pronouns.word(token.word).is_some_and(|entry| entry.flag("person"))
    }

    /// Whether it is a pronoun for one person who is spoken of: “he”, “she”.
    pub(super) fn is_single_person(&self, token: &Token) -> bool {
        self.pronouns.word(token.word).is_some_and(|entry| entry.flag("single"))
    }

    /// Whether it is a pronoun that can only be a subject: “he”, “they”.
    pub(super) fn is_subject(&self, token: &Token) -> bool {
        self.pronouns.word(token.word).is_some_and(|entry| entry.flag("subject"))
    }

    pub(super) fn is_determiner(&self, token: &Token) -> bool {
        self.determiners.word(token.word).is_some()
    }

    pub(super) fn is_auxiliary(&self, token: &Token) -> bool {
        self.auxiliaries.word(token.word).is_some()
    }

    /// Whether a phrase that stands before the subject may begin with it.
    pub(super) fn is_opener(&self, token: &Token) -> bool {
        self.openers.word(token.word).is_some()
    }

    pub(super) fn is_link(&self, token: &Token) -> bool {
        self.links.word(token.word).is_some()
    }

    /// Whether a clause may begin with it.
    pub(super) fn opens_clause(&self, token: &Token) -> bool {
        self.clauses.word(token.word).is_some()
    }

    /// Whether nothing but a clause begins with it.
    pub(super) fn opens_only_clause(&self, token: &Token) -> bool {
        self.clauses.word(token.word).is_some_and(|entry| entry.flag("only"))
    }

    /// Whether “to say” after it is something that was said: “went on to say”, “tends to say”.
    pub(super) fn before_to_say(&self, token: &Token) -> Option<&Entry> {
        self.infinitives.word(token.word)
    }

    /// Whether it is a first name.
    pub(super) fn is_first_name(&self, token: &Token) -> bool {
        self.first_names.word(token.word).is_some()
    }

    /// Whether it is a plural that does not look like one.
    pub(super) fn is_plural(&self, token: &Token) -> bool {
        self.plurals.word(token.word).is_some()
    }

    /// Whether it ties one noun phrase to another: “of”, “for”.
    pub(super) fn is_tie(&self, token: &Token) -> bool {
        self.ties.word(token.word).is_some()
    }

    /// Whether a word that ends as adverbs do is a noun.
    pub(super) fn is_no_adverb(&self, token: &Token) -> bool {
        self.not_adverbs.word(token.word).is_some()
    }

    /// Whether it names a day or a month.
    pub(super) fn is_time(&self, token: &Token) -> bool {
        self.weekdays.word(token.word).is_some()
            || (self.months.word(token.word).is_some() && token.case != Case::Lower)
    }

    /// Whether it opens a time that stands before a verb: “on Sunday said”, “last week told”.
    pub(super) fn opens_time(&self, token: &Token) -> bool {
        self.time_openers.word(token.word).is_some()
    }

    /// Whether it is part of a day or a stretch of days: “morning”, “week”.
    pub(super) fn is_day_part(&self, token: &Token) -> bool {
        self.day_parts.word(token.word).is_some()
    }

    /// Whether it speaks of several subjects at once, right before their verb: “both said”.
    pub(super) fn is_shared(&self, token: &Token) -> bool {
        self.shared_subjects.word(token.word).is_some()
    }

    /// Whether it says where a subject is, right before the verb: “a sign outside read”.
    pub(super) fn is_place_adverb(&self, token: &Token) -> bool {
        self.place_adverbs.word(token.word).is_some()
    }

    /// Whether a noun takes it behind itself: “a letter sent to”.
    pub(super) fn is_participle(&self, token: &Token) -> bool {
        self.participles.word(token.word).is_some()
    }

    /// Whether it may be part of a name or a noun.
    pub(super) fn is_nominal(&self, token: &Token) -> bool {
        let wordlike = matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Link);
        wordlike
            && !self.is_link(token)
            && !self.is_pronoun(token)
            && !self.is_determiner(token)
            && !self.is_auxiliary(token)
            && !self.is_time(token)
    }
}

/// Whether a token is a word with a capital.
pub(super) fn is_capital(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Link)
        && matches!(token.case, Case::Capital | Case::Upper | Case::Mixed)
}

/// Whether a token is a word in small letters with one of these endings.
pub(super) fn ends_with(document: &Document, token: u32, endings: &[&str]) -> bool {
    let word = document.word(token);
    word.len() > 4 && endings.iter().any(|ending| word.ends_with(ending))
}

/// Whether a text is more than a word or two and ends as a sentence does.
pub(super) fn is_sentence(document: &Document, text: TextSpan) -> bool {
    let text = document.slice(text).trim_end().trim_end_matches(['”', '"', '’', '\'', ')', ']']);
    text.len() > 20 && text.ends_with(['.', '!', '?', '…'])
}

/// The tokens of a range.
pub(super) fn slice<'d>(document: &'d Document, range: &Range<u32>) -> &'d [Token] {
    document.tokens.get(range.start as usize..range.end as usize).unwrap_or_default()
}
