//! `agreement`: a verb that has not the number of its subject, however much stands between the two.
//!
//! ```toml
//! [[rule]]
//! kind = "agreement"
//! verbs = "@numbered-verbs"
//! openers = "@clause-words"
//! determiners = "@numbered-determiners"
//! ```
//!
//! From a verb that shows a number, the words before it are gone through for the place where its clause begins; from there
//! a small reader goes forward over the subject and all that belongs to it (`subject`), and where it arrives at the verb,
//! and the noun it started from has the other number, the place is a hit. What it cannot read is no hit. Most verbs are
//! dismissed by the ending of the noun before any part of speech is asked for.

mod insertion;
mod look;
mod phrase;
mod subject;

use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::tagger::lexicon::Class;
use crate::document::{Case, Document, Tag, Tagger, Token, TokenKind};
use crate::engine::reader::Reader;
use crate::list::{Entry, List, ListName, Lists, Seq};
use look::{Look, Words};
use std::ops::Range;
use subject::Clause;

/// Keys of `kind = "agreement"`, all of them names of lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Agreement {
    /// `verbs`: verbs that show the number of their subject. Fields: `number` (`"one"` or `"many"`), `other` (the form of the
    /// other number), `lexical` (it may be a noun: its part of speech is asked), `modal` (it may help another verb: “need not be”), `wish` (it may
    /// stand in a wish, whatever the number: “if it were”, “that he have”), `each` (it speaks of things one by one, and not of
    /// their sum).
    pub verbs: ListName,
    /// `openers`: words behind which a clause begins. Fields: `wish` (the clause may be a wish), `joins` (what stands before
    /// may be part of the subject: “and”), `says` (a verb behind which “that” may be left out), `marks` (the subject may hold
    /// commas), `clear` (a noun without a determiner begins a clause there, too).
    pub openers: ListName,
    /// `determiners`: words that begin a subject, with `number` where they have one. `counts` says that what follows may be a
    /// sum (“three goals is a lot”), `behind` that the subject begins behind the word wherever that stands (“whose”), `alone`
    /// that it may be the subject itself (“two of the boats”), `definite` that it gives nouns of `either` their `number`.
    pub determiners: ListName,
    /// `endings`: words that end a noun with its adjectives: prepositions and relative pronouns.
    pub endings: ListName,
    /// `never`: what cannot stand right before a verb as the end of its subject.
    pub never: ListName,
    /// `between`: adverbs that stand between a subject and its verb.
    pub between: ListName,
    /// `either`: lists of nouns that may have either number; of one with `number`, that one behind “the” (“the number of”).
    pub either: Seq<ListName>,
    /// `plurals`: nouns that are several without an “-s”; `measure` says that so many of them may be one amount (“20 feet”).
    pub plurals: ListName,
    /// `certain`: nouns that are one thing even where several are joined behind them: “the price of tea and milk”.
    pub certain: ListName,
    /// `clausal`: verbs, in all forms, behind which a clause may begin without “that”.
    pub clausal: ListName,
    /// `stops`: words that cannot stand between a subject and its verb, for they have a clause of their own; and, with `opens`,
    /// those that open such a clause inside a subject, behind which anything may stand.
    pub stops: ListName,
    /// `joiners`: phrases that join something to the subject: “together with”.
    pub joiners: ListName,
    /// `leads`: phrases that stand before a number of things: “more than”.
    pub leads: ListName,
}

/// One or several.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Number {
    One,
    Many,
}

impl Number {
    /// What the field `number` of an entry says.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        match entry.text("number") {
            Some("one") => Some(Self::One),
            Some("many") => Some(Self::Many),
            _ => None,
        }
    }
}

/// How many tokens before a verb its subject is looked for.
const FARTHEST: u32 = 60;

impl Agreement {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let mut name = |key: &str| {
            let text = reader.required_text(key, "name a list: @numbered-verbs");
            ListName::from(text.trim_start_matches('@'))
        };
        let mut read = Self {
            verbs: name("verbs"),
            openers: name("openers"),
            determiners: name("determiners"),
            endings: name("endings"),
            never: name("never"),
            between: name("between"),
            plurals: name("plurals"),
            certain: name("certain"),
            clausal: name("clausal"),
            joiners: name("joiners"),
            leads: name("leads"),
            stops: name("stops"),
            either: Seq::default(),
        };
        read.either = reader.texts("either").iter().map(|name| ListName::from(name.trim_start_matches('@'))).collect();
        Data::Agreement(read)
    }
}

/// A verb, and where what may be its subject ends.
struct Place<'a> {
    entry: &'a Entry,
    number: Number,
    /// The tokens of its sentence.
    sentence: Range<u32>,
    /// The verb.
    verb: u32,
    /// Behind the last token of the subject: the verb, or the adverbs before it.
    end: u32,
}

/// Where a clause may begin.
#[derive(Copy, Clone, Debug, Default)]
struct Start {
    /// The first token of the subject.
    at: u32,
    /// Whether the clause may be a wish.
    wish: bool,
    /// Whether something before it may be part of the subject.
    joins: bool,
    /// Whether a comma stands before what joins it: “, and the boats”.
    comma: bool,
    /// Whether marks may stand inside the subject.
    marks: bool,
    /// Whether it is the start of the sentence.
    first: bool,
    /// Whether “whose” stands before it.
    owned: bool,
    /// Whether a clause must begin there.
    clear: bool,
}

impl Agreement {
    fn place<'a>(&self, scene: &Scene<'a>, verb: u32) -> Option<Place<'a>> {
        let (document, lists) = (scene.document, scene.lists);
        let own = document.tokens.get(verb as usize).filter(|token| token.case == Case::Lower)?;
        let (between, never) = (lists.named(&self.between), lists.named(&self.never));
        let mut end = verb;
        while end > 0 && document.tokens.get(end as usize - 1).is_some_and(|token| has(between, token)) {
            end -= 1;
        }
        let last = document.tokens.get(end.checked_sub(1)? as usize)?;
        let is_end = match last.kind {
            TokenKind::Word | TokenKind::Number => !has(never, last),
            TokenKind::Mark => matches!(document.slice(last.span), "," | "—" | "–" | ")"),
            TokenKind::Symbol | TokenKind::Link => false,
        };
        let next = document.tokens.get(verb as usize + 1).filter(|next| !next.space_before);
        if !is_end || next.is_some_and(|next| document.slice(next.span) == "-") {
            return None;
        }
        let sentence = document.sentences.get(document.sentence_of(verb) as usize)?.tokens.clone();
        let entry = lists.named(&self.verbs).word(own.word).filter(|_| end > sentence.start + 1)?;
        Some(Place { entry, number: Number::of(entry)?, sentence, verb, end })
    }

    /// The places before a verb where its clause may begin, the nearest first.
    fn starts<'a>(&'a self, scene: &'a Scene<'_>, place: &'a Place<'_>) -> impl Iterator<Item = Start> + 'a {
        let (openers, determiners) = (scene.lists.named(&self.openers), scene.lists.named(&self.determiners));
        let endings = scene.lists.named(&self.endings);
        let head = head_of(scene.document, &place.sentence);
        let first = place.verb.saturating_sub(FARTHEST).max(place.sentence.start);
        (first..place.end).rev().filter_map(move |at| {
            let token = scene.document.tokens.get(at as usize)?;
            if at == head {
                if let Some(at) = self.count_behind_lead(scene, place, head) {
                    return Some(Start { at, marks: true, first: true, ..Start::default() });
                }
                let [never, openers] = [&self.never, &self.openers].map(|name| scene.lists.named(name));
                let begins =
                    has(determiners, token) || ![never, endings, openers].into_iter().any(|list| has(list, token));
                return begins.then_some(Start { at, marks: true, first: true, ..Start::default() });
            }
            let Some(entry) = determiners.word(token.word) else {
                return self.bare_start(scene, [openers, endings], place, at);
            };
            if entry.flag("behind") {
                // “Each of whose members has”.
                let before = at.checked_sub(1).and_then(|before| scene.document.tokens.get(before as usize));
                let is_part = at > place.sentence.start && before.is_some_and(|before| has(endings, before));
                return (!is_part).then_some(Start { at: at + 1, owned: true, ..Start::default() });
            }
            start_inside(scene.document, [openers, endings], place, at)
        })
    }

    /// The number of things behind what leads to it at the head of a sentence: “More than 200 homes”.
    fn count_behind_lead(&self, scene: &Scene<'_>, place: &Place<'_>, head: u32) -> Option<u32> {
        let tokens = scene.document.tokens.get(head as usize..place.end as usize)?;
        let (_, length) = scene.lists.named(&self.leads).starts(tokens)?;
        let determiners = scene.lists.named(&self.determiners);
        let counts = |token: &Token| determiners.word(token.word).is_some_and(|entry| entry.flag("counts"));
        let is_count = |token: &&Token| token.kind == TokenKind::Number || counts(token);
        tokens.get(length).filter(is_count).map(|_| head + length as u32)
    }

    /// A clause that begins with a noun of several inside the sentence: “that talks between the two was over”.
    fn bare_start(&self, scene: &Scene<'_>, lists: [&List; 2], place: &Place<'_>, at: u32) -> Option<Start> {
        let token = scene.document.tokens.get(at as usize).filter(|token| token.case == Case::Lower)?;
        if place.number == Number::Many || at + 1 >= place.end {
            return None;
        }
        let before = scene.document.tokens.get(at.checked_sub(1)? as usize).filter(|before| has(lists[0], before))?;
        let text = scene.document.slice(token.span);
        let is_noun = before.kind == TokenKind::Word && text.ends_with('s');
        let start = is_noun.then(|| start_inside(scene.document, lists, place, at)).flatten()?;
        // “The case that springs to mind”.
        let before = class_of(scene.document, at.checked_sub(2)?)?;
        (start.clear && !text.ends_with("ss") && !matches!(before.top(), Tag::Noun | Tag::Nouns | Tag::Name))
            .then_some(start)
    }

    fn find(&self, scene: &Scene<'_>, verb: u32) -> Option<Hit> {
        let place = self.place(scene, verb)?;
        for start in self.starts(scene, &place) {
            match Words::new(self, scene, &place, start).look() {
                Look::Agrees if !start.owned => return None,
                Look::Agrees | Look::Elsewhere => continue,
                Look::Doubt => {}
            }
            let clause = Clause::new(self, scene, &place, start);
            let Some(subject) = clause.subject() else { continue };
            let head = subject.differs(&clause).filter(|_| clause.is_verb())?;
            let document = scene.document;
            let spans = [verb, head].map(|token| document.span_of(token..token + 1));
            let [written, noun] = spans.map(|span| document.slice(span));
            let hit = Hit::new(spans[0]).value("verb", written).value("subject", noun).label("subject", spans[1]);
            return place.entry.text("other").map(|other| hit.replace(other));
        }
        None
    }
}

/// What a word can be.
fn class_of(document: &Document, at: u32) -> Option<Class> {
    let token = document.tokens.get(at as usize)?;
    Some(Tagger::embedded().class(document.word(at), token))
}

/// The first word of a sentence.
fn head_of(document: &Document, sentence: &Range<u32>) -> u32 {
    let is_word = |at: &u32| document.tokens.get(*at as usize).is_some_and(|token| token.kind != TokenKind::Mark);
    sentence.clone().find(is_word).unwrap_or(sentence.start)
}

/// A clause that begins at a determiner inside the sentence.
fn start_inside(document: &Document, [openers, endings]: [&List; 2], place: &Place<'_>, at: u32) -> Option<Start> {
    let before = document.tokens.get(at.checked_sub(1)? as usize)?;
    let start = Start { at, ..Start::default() };
    if before.kind == TokenKind::Mark {
        return behind_mark(document, [openers, endings], place, start);
    }
    let entry = openers.word(before.word)?;
    let opens = at == place.sentence.start + 1;
    let comma = !opens && document.word(at - 2) == ",";
    let joins = entry.flag("joins") && !opens;
    let subject =
        at >= place.sentence.start + 2 && document.tokens.get(at as usize - 2).is_some_and(|token| has(endings, token));
    if entry.flag("says") && subject {
        return None;
    }
    Some(Start {
        clear: entry.flag("clear"),
        wish: entry.flag("wish"),
        joins,
        comma: joins && comma,
        marks: opens || comma || (!joins && entry.flag("marks")),
        ..start
    })
}

/// A clause that begins behind a mark.
fn behind_mark(document: &Document, [openers, endings]: [&List; 2], place: &Place<'_>, start: Start) -> Option<Start> {
    let mark = start.at - 1;
    match document.word(mark) {
        ";" => return Some(Start { marks: true, ..start }),
        ":" | "—" => return Some(start),
        "," => {}
        _ => return None,
    }
    let is_mark = |at: u32| document.tokens.get(at as usize).is_some_and(|token| token.kind == TokenKind::Mark);
    let alone = !(place.sentence.start..mark).any(is_mark) && start.at < place.sentence.start + 12;
    let first = document.tokens.get(place.sentence.start as usize).filter(|_| alone)?;
    // “Still, the boats”.
    let is_adverb = || class_of(document, mark - 1).is_some_and(|class| class.top() == Tag::Adverb);
    if mark == place.sentence.start + 1 && is_adverb() {
        return Some(start);
    }
    let opens = has(endings, first) || has(openers, first);
    opens.then_some(Start { joins: !has(endings, first), ..start })
}

/// Whether a list has a token.
pub(super) fn has(list: &List, token: &Token) -> bool {
    list.word(token.word).is_some()
}

impl Check for Agreement {
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let forms = lists.named(&self.verbs).entries.iter().flat_map(|entry| entry.forms.iter());
        forms.filter_map(|form| form.words.first()).map(|word| Anchor { word: *word, item: 0 }).collect()
    }

    fn lists(&self) -> Vec<&str> {
        let names = [
            &self.verbs,
            &self.openers,
            &self.determiners,
            &self.endings,
            &self.never,
            &self.between,
            &self.plurals,
            &self.certain,
            &self.clausal,
            &self.joiners,
            &self.leads,
            &self.stops,
        ];
        names.into_iter().chain(&self.either).map(|name| &**name).collect()
    }

    fn at(&self, scene: &Scene<'_>, _: u32, token: u32, hits: &mut Vec<Hit>) {
        hits.extend(self.find(scene, token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Needs;
    use crate::input::input_for;
    use crate::source::Source;
    use std::sync::Arc;

    fn read(text: &str) -> Document {
        let source = Arc::new(Source::new("draft.txt", text));
        Document::new(source, input_for("draft.txt").read(text), "text", &Lists::default(), Needs::default())
    }

    #[test]
    fn a_sentence_begins_with_its_first_word() {
        let document = read("“(The boats sank.");
        let sentence = document.sentences[0].tokens.clone();
        assert_eq!(document.word(head_of(&document, &sentence)), "The");
    }
}
