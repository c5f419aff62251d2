//! Subject: from the first word of a clause over the subject and all that belongs to it, to the verb.

use super::phrase::Phrase;
use super::{Agreement, Number, Place, Start, has};
use crate::document::{Case, Tag, Tagger, Token, TokenKind, Upos};
use crate::engine::kinds::Scene;
use crate::list::List;

/// How many tokens between two commas are more than an insertion: “, he said, and”.
const SHORTEST_CLAUSE: u32 = 4;
/// In how many tokens the verb of the clause before is looked for.
const LONGEST_CLAUSE: usize = 40;

/// What is read: from where a clause begins to its verb.
pub(super) struct Clause<'a> {
    pub(super) kind: &'a Agreement,
    pub(super) scene: &'a Scene<'a>,
    pub(super) place: &'a Place<'a>,
    pub(super) start: Start,
    /// Behind the last token of the subject.
    pub(super) end: u32,
    pub(super) determiners: &'a List,
    pub(super) plurals: &'a List,
    clausal: &'a List,
    joiners: &'a List,
}

/// A subject that was read up to its verb.
pub(super) struct Subject {
    phrase: Phrase,
    /// The number that the verb of a relative clause behind it shows.
    shown: Option<Number>,
    /// Whether something may be joined to it.
    joined: bool,
    /// Whether a noun stands between it and the verb.
    far: bool,
}

/// What is known while the words behind a subject are read.
#[derive(Default)]
pub(super) struct Behind {
    pub(super) shown: Option<Number>,
    pub(super) joined: bool,
    pub(super) far: bool,
}

impl<'a> Clause<'a> {
    pub(super) fn new(kind: &'a Agreement, scene: &'a Scene<'a>, place: &'a Place<'a>, start: Start) -> Self {
        let list = |name| scene.lists.named(name);
        let (determiners, plurals) = (list(&kind.determiners), list(&kind.plurals));
        let (clausal, joiners) = (list(&kind.clausal), list(&kind.joiners));
        Self { kind, scene, place, start, end: place.end, determiners, plurals, clausal, joiners }
    }

    pub(super) fn token(&self, at: u32) -> Option<&'a Token> {
        self.scene.document.tokens.get(at as usize).filter(|_| at < self.end)
    }

    /// The tag of a token of the subject; [`Tag::Unknown`] behind it.
    pub(super) fn tag(&self, at: u32) -> Tag {
        if at < self.end { self.scene.document.tag(at) } else { Tag::Unknown }
    }

    pub(super) fn word(&self, at: u32) -> &'a str {
        if at < self.end { self.scene.document.word(at) } else { "" }
    }

    /// Reads the subject. `None` where it is not understood.
    pub(super) fn subject(&self) -> Option<Subject> {
        let document = self.scene.document;
        if document.is_quoted(self.start.at) != document.is_quoted(self.place.verb) {
            return None;
        }
        let phrase = self.phrase(self.start.at)?;
        let mut behind = Behind::default();
        self.read_behind(&phrase, &mut behind)?;
        Some(Subject { phrase, shown: behind.shown, joined: behind.joined, far: behind.far })
    }

    /// Whether the verb is one at its place.
    pub(super) fn is_verb(&self) -> bool {
        if !self.place.entry.flag("lexical") {
            return true;
        }
        let tag = self.scene.document.tag(self.place.verb);
        // Behind an insertion the tagger has lost sight of the subject, and takes the word for what it is most often.
        if self.is_governed() || self.is_noun_here() {
            return false;
        }
        let last = self.end - 1;
        let marked = self.token(last).is_some_and(|token| token.kind == TokenKind::Mark);
        match self.place.number {
            Number::One if marked => matches!(tag, Tag::VerbThird | Tag::Nouns),
            Number::One => tag == Tag::VerbThird && !matches!(self.tag(last), Tag::Adjective | Tag::Comparative),
            Number::Many if marked => {
                matches!(tag, Tag::VerbPresent | Tag::Verb | Tag::Noun) && !self.may_be_past(self.place.verb)
            }
            Number::Many if tag == Tag::Verb => !self.is_before_mark(),
            Number::Many => tag == Tag::VerbPresent,
        }
    }

    /// Whether the verb hangs on a helping verb before its adverbs: “will most likely make”, “does not fully cover”; or
    /// stands for “must” itself: “need not be”.
    fn is_governed(&self) -> bool {
        let document = self.scene.document;
        let tag = |at: u32| document.tag(at);
        let is_adverb = |at: u32| {
            matches!(tag(at), Tag::Adverb | Tag::AdverbSuperlative | Tag::AdverbComparative | Tag::Negation)
                || document.word(at).ends_with("ly")
        };
        let mut at = self.place.verb;
        while at > self.start.at && is_adverb(at - 1) {
            at -= 1;
        }
        let helped = at > self.start.at
            && (matches!(tag(at - 1), Tag::Modal | Tag::Infinitive) || tag(at - 1).upos() == Upos::Aux);
        let next = self.place.verb + 1;
        let denied = matches!(document.word(next), "not" | "only");
        self.place.number == Number::Many && (helped || (denied && self.place.entry.flag("modal")))
    }

    /// Whether the verb may be a noun at its place: “the link you need”, “the gender pay gap”.
    fn is_noun_here(&self) -> bool {
        let document = self.scene.document;
        let Some(token) = document.tokens.get(self.place.verb as usize) else { return true };
        let class = Tagger::embedded().class(document.word(self.place.verb), token);
        let next = self.place.verb + 1;
        match self.place.number {
            Number::One => class.top() == Tag::Nouns && self.tag(self.end - 1) == Tag::Noun,
            Number::Many => {
                let is_person = document.tag(next) == Tag::PersonalPronoun && document.word(next) != "it";
                let goes_on = matches!(document.tag(next), Tag::Noun | Tag::Nouns | Tag::Infinitive);
                let is_compound = self.tag(self.end - 1) == Tag::Noun && class.has(Tag::Noun);
                is_person || (goes_on && (class.top() == Tag::Noun || is_compound)) || self.is_owned_clause()
            }
        }
    }

    fn is_before_mark(&self) -> bool {
        let next = self.scene.document.tokens.get(self.place.verb as usize + 1);
        next.is_none_or(|token| token.kind == TokenKind::Mark)
    }

    /// Whether the form of a word may be a past tense or a participle.
    fn may_be_past(&self, at: u32) -> bool {
        let document = self.scene.document;
        let Some(token) = document.tokens.get(at as usize) else { return true };
        let class = Tagger::embedded().class(document.word(at), token);
        class.has(Tag::VerbPast) || document.word(at).ends_with("ed")
    }

    /// Goes on behind the noun to the verb.
    fn read_behind(&self, phrase: &Phrase, behind: &mut Behind) -> Option<()> {
        let mut at = phrase.end;
        while at < self.end {
            behind.far = true;
            if self.joiners.starts(self.scene.document.tokens.get(at as usize..)?).is_some() {
                return None;
            }
            at = match self.tag(at) {
                Tag::Comma | Tag::Colon if self.start.marks => return self.read_insertion(phrase, at, behind),
                // “Your customer (and you)”.
                Tag::OpenBracket if self.tag(at + 1) == Tag::Coordination => return None,
                Tag::OpenBracket => self.close_of(at)?,
                // “A stable of 20 experts”.
                Tag::Preposition if at == phrase.end && self.tag(at + 1) == Tag::Cardinal && self.is_one() => {
                    return None;
                }
                Tag::Preposition => self.read_complement(at + 1, behind)?,
                tag if is_relative(tag) => return self.read_relative(at + 1),
                Tag::VerbGerund if !self.is_clausal(at) => {
                    // “The sleeping bags”, or a man who is carrying bags.
                    behind.joined |= at == phrase.end && matches!(self.tag(at + 1), Tag::Noun | Tag::Nouns);
                    self.object_or(at + 1, behind)?
                }
                Tag::VerbParticiple if self.is_reduced(at) => self.object_or(at + 1, behind)?,
                Tag::Infinitive if !self.is_clausal(at + 1) => match self.tag(at + 1) {
                    Tag::Verb => self.object_or(at + 2, behind)?,
                    Tag::Auxiliary => at + 2,
                    _ => return None,
                },
                Tag::Particle => self.object_or(at + 1, behind)?,
                Tag::Adverb | Tag::Adjective => at + 1,
                Tag::Coordination if self.place.number == Number::One && phrase.determined => {
                    self.read_complement(at + 1, behind)?
                }
                _ => return None,
            };
        }
        Some(())
    }

    /// Whether a verb may have a clause behind it.
    fn is_clausal(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| has(self.clausal, token))
    }

    /// Whether a participle behind a noun belongs to it: it is no past tense, or the clause could not go on to the verb.
    fn is_reduced(&self, at: u32) -> bool {
        !self.is_clausal(at) && (self.start.first || !self.may_be_past(at))
    }

    /// Behind a preposition or a verb: a noun, or what stands for one, and what is joined to it.
    fn read_complement(&self, at: u32, behind: &mut Behind) -> Option<u32> {
        let mut end = match self.tag(at) {
            Tag::VerbGerund if !self.is_clausal(at) => self.object_or(at + 1, behind)?,
            Tag::PersonalPronoun | Tag::IndefinitePronoun | Tag::Demonstrative | Tag::NounSymbol => at + 1,
            Tag::Preposition => self.read_complement(at + 1, behind)?,
            _ => self.object(at)?,
        };
        while self.tag(end) == Tag::Coordination {
            behind.joined = true;
            end = self.object(end + 1)?;
        }
        Some(end)
    }

    /// A noun or a number.
    fn object(&self, at: u32) -> Option<u32> {
        match self.phrase(at) {
            Some(phrase) => Some(phrase.end),
            None => (self.tag(at) == Tag::Cardinal).then_some(at + 1),
        }
    }

    /// The object of a verb where there is one.
    fn object_or(&self, at: u32, behind: &mut Behind) -> Option<u32> {
        match self.tag(at) {
            Tag::Unknown => Some(at),
            Tag::Preposition | Tag::Adverb | Tag::Particle | Tag::Infinitive | Tag::VerbParticiple | Tag::Comma => {
                Some(at)
            }
            _ => self.read_complement(at, behind),
        }
    }

    /// Behind the bracket that closes one.
    fn close_of(&self, at: u32) -> Option<u32> {
        (at + 1..self.end).find(|at| self.tag(*at) == Tag::CloseBracket).map(|at| at + 1)
    }

    /// A relative clause without commas: it has one verb, and nothing in it opens another clause.
    fn read_relative(&self, start: u32) -> Option<()> {
        let mut verbs = 0;
        for at in start..self.end {
            match self.tag(at) {
                tag if is_finite(tag) && (self.may_be_noun(at) || self.is_unseen(at)) => return None,
                tag if is_finite(tag) => verbs += 1,
                Tag::Subordinator | Tag::Relative | Tag::InterrogativePronoun | Tag::InterrogativeAdverb => {
                    return None;
                }
                Tag::Coordination | Tag::Comma | Tag::Colon | Tag::OpenQuote | Tag::CloseQuote => return None,
                Tag::Unknown | Tag::Foreign => return None,
                Tag::VerbParticiple if self.may_be_past(at) && !self.is_helped(at) => return None,
                _ => {}
            }
            if self.is_clausal(at) {
                return None;
            }
        }
        (verbs == 1).then_some(())
    }

    /// Whether an auxiliary stands before a participle.
    fn is_helped(&self, at: u32) -> bool {
        let before = if matches!(self.tag(at - 1), Tag::Adverb | Tag::Negation) { at - 2 } else { at - 1 };
        self.tag(before).upos() == Upos::Aux
    }

    /// Whether the verb may be that of another clause without a pronoun: “the product consumers want”.
    fn is_owned_clause(&self) -> bool {
        let last = self.end - 1;
        self.tag(last) == Tag::Nouns && last > self.start.at && self.tag(last - 1) == Tag::Noun
    }

    /// Whether the lexicon does not know a word, so that its tag is a guess.
    fn is_unseen(&self, at: u32) -> bool {
        let class = self.token(at).map(|token| Tagger::embedded().class(self.word(at), token));
        class.is_none_or(|class| class.tags == 0) && !self.word(at).ends_with("ed")
    }

    /// Whether it begins with a word that goes with one thing: “a”, “each”.
    fn is_one(&self) -> bool {
        let determiner = self.token(self.start.at).and_then(|token| self.determiners.word(token.word));
        determiner.and_then(Number::of) == Some(Number::One)
    }

    /// Whether it begins with an action: “organizing the files is”.
    fn is_action(&self) -> bool {
        self.start.first && self.word(self.start.at).ends_with("ing")
    }

    /// Whether a noun may be the verb of a relative clause: “the evidence that the panel reviews”.
    fn is_relative_verb(&self, head: u32) -> bool {
        let class = self.token(head).map(|token| Tagger::embedded().class(self.word(head), token));
        let behind_noun = self.start.clear
            && self.start.at > self.place.sentence.start + 1
            && matches!(self.scene.document.tag(self.start.at - 2), Tag::Noun | Tag::Nouns);
        behind_noun && class.is_some_and(|class| class.has(Tag::VerbThird))
    }

    fn may_be_noun(&self, at: u32) -> bool {
        let class = self.token(at).map(|token| Tagger::embedded().class(self.word(at), token));
        class.is_some_and(|class| class.has(Tag::Nouns))
    }
}

impl Subject {
    /// The noun whose number is another than the verb’s.
    pub(super) fn differs(&self, clause: &Clause<'_>) -> Option<u32> {
        let (phrase, place, start) = (&self.phrase, clause.place, clause.start);
        let head = Some(phrase.head);
        let is_other = clause.is_action() || clause.is_relative_verb(phrase.head);
        let is_new = start.joins && clause.begins_anew();
        if start.wish && place.entry.flag("wish") || (start.joins && !is_new) || is_other {
            return None;
        }
        let bare = (start.first || start.clear) && self.far;
        let counted = phrase.counted && start.first;
        let number = phrase.number.filter(|_| phrase.determined || counted || (bare && clause.is_bare(phrase)));
        match (number, self.shown) {
            (Some(number), _) if number == place.number => None,
            (Some(Number::Many), _) if phrase.counted && !clause.is_of_each() => None,
            (Some(Number::Many), _) => head,
            (Some(Number::One), _) if start.joins && !start.comma => None,
            (Some(Number::One), _) if self.joined => {
                let certain = clause.scene.lists.named(&clause.kind.certain);
                head.filter(|_| clause.token(phrase.head).is_some_and(|token| has(certain, token)))
            }
            (Some(Number::One), _) => head,
            (None, Some(shown)) if shown != place.number && !self.joined => head,
            _ => None,
        }
    }
}

impl Clause<'_> {
    /// Whether a clause has ended before the word that joins this one to it: “the work of Bell and his heirs” is no clause.
    /// Behind a comma, that clause must not be a relative one, nor an insertion.
    fn begins_anew(&self) -> bool {
        let (document, place, comma) = (self.scene.document, self.place, self.start.comma);
        let openers = self.scene.lists.named(&self.kind.openers);
        let is_opener = |token: &Token| openers.word(token.word).is_some_and(|entry| !entry.flag("joins"));
        let end = self.start.at.saturating_sub(if comma { 2 } else { 1 });
        let mut has_verb = false;
        for at in (place.sentence.start..end).rev().take(LONGEST_CLAUSE) {
            let Some(token) = document.tokens.get(at as usize) else { return false };
            has_verb |= is_finite(document.tag(at));
            if has_verb && !comma {
                return true;
            }
            if token.kind == TokenKind::Mark {
                return has_verb && end - at > SHORTEST_CLAUSE;
            }
            if is_relative(document.tag(at)) || (!comma && is_opener(token)) {
                return false;
            }
        }
        has_verb
    }

    /// Whether the verb speaks of counted things one by one, and not of their sum: “has” does, and the helper of another
    /// verb. “Three goals is a lot”, but no three goals is scored.
    fn is_of_each(&self) -> bool {
        let (document, verb) = (self.scene.document, self.place.verb);
        let is_adverb = |at: &u32| matches!(document.tag(*at), Tag::Adverb | Tag::Negation);
        let next = (verb + 1..verb + 3).find(|at| !is_adverb(at));
        let helps = next.is_some_and(|at| matches!(document.tag(at), Tag::VerbParticiple | Tag::VerbGerund));
        self.place.entry.flag("each") || helps
    }

    /// Whether a subject without a determiner is a noun and no name, title or action.
    fn is_bare(&self, phrase: &Phrase) -> bool {
        let (own, lists) = (self.start.at, self.scene.lists);
        let certain = self.token(phrase.head).is_some_and(|token| has(lists.named(&self.kind.certain), token));
        if phrase.number.is_none() || (phrase.number == Some(Number::One) && !certain) {
            return false;
        }
        // “The case that springs to mind”.
        let class = self.token(own).map(|token| Tagger::embedded().class(self.word(own), token));
        if !self.start.first && class.is_none_or(|class| class.has(Tag::VerbThird)) {
            return false;
        }
        let tied = self.token(phrase.end).is_some_and(|token| token.kind == TokenKind::Word);
        let noun = matches!(self.tag(own), Tag::Noun | Tag::Nouns | Tag::Adjective) && !self.word(own).ends_with("ing");
        noun && tied && !self.is_title(phrase)
    }

    /// Whether a subject may be the title of a work: “Gates of Ostra”, “Men On The Move”.
    fn is_title(&self, phrase: &Phrase) -> bool {
        let endings = self.scene.lists.named(&self.kind.endings);
        let has_capital = |token: &Token| !matches!(token.case, Case::Lower | Case::None);
        let lexical = self.place.entry.flag("lexical");
        let tells = |at: u32| {
            let token = self.token(at).filter(|token| has_capital(token));
            token.is_some_and(|token| lexical || has(endings, token) || has(self.determiners, token))
        };
        self.token(phrase.end + 1).is_some_and(has_capital) || (self.start.at + 1..self.end).any(tells)
    }
}

/// Whether a tag is that of a word that opens a relative clause.
pub(super) fn is_relative(tag: Tag) -> bool {
    use Tag::{InterrogativeAdverb, InterrogativeDeterminer, InterrogativePossessive, InterrogativePronoun, Relative};
    matches!(
        tag,
        Relative | InterrogativePronoun | InterrogativeAdverb | InterrogativePossessive | InterrogativeDeterminer
    )
}

/// Whether a tag is that of a verb that makes a clause of its subject.
pub(super) fn is_finite(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::VerbPast
            | Tag::VerbThird
            | Tag::VerbPresent
            | Tag::Modal
            | Tag::AuxiliaryPast
            | Tag::AuxiliaryThird
            | Tag::AuxiliaryPresent
    )
}
