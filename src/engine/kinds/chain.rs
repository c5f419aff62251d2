//! `chain`: a verb in a form that the helping verb before it does not take.
//!
//! ```toml
//! [[rule]]
//! kind = "chain"
//! helpers = "@chain-helpers"
//! between = "@chain-adverbs"
//! ```
//!
//! From each helping verb the reader goes forward over adverbs to the next word, and asks the lexicon which forms of a verb
//! that word can be. A hit is a word that can be a verb, but not in the form that is asked for. A word that can be
//! anything else needs an object or a particle behind it to count as a verb; and where the clause may end at the helping
//! verb (“all he had went up in smoke”), nothing is said.

mod subject;

use super::unknown::Dictionary;
use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::inflection::{Inflection, inflect, irregular_form};
use crate::document::tagger::lexicon::Class;
use crate::document::{Case, Document, Tag, Tagger, Token, TokenKind};
use crate::engine::reader::Reader;
use crate::list::{Entry, List, ListName, Lists, word_hash};
use crate::packed::WORDS;
use std::ops::Range;

/// Keys of `kind = "chain"`, all of them names of lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chain {
    /// `helpers`: helping verbs. Fields: `wants` (`"participle"`, `"base"`, or `"passive"` for forms of “be”), `noun` (it
    /// may be a noun or a name: “the will”), `bound` (it counts only behind a subject or with a negation: “did”),
    /// `finite` (a clause may end with it: “all he had”), `infinitive` (“to”).
    pub helpers: ListName,
    /// `between`: adverbs that stand between the two, besides those in “-ly”. Field: `denies` (“not”).
    pub between: ListName,
    /// `open`: words behind which a clause may lack its object or its doer: “what”, “all”, “who”. `relative` ones do so
    /// behind a noun: “that”.
    pub open: ListName,
    /// `objects`: words that show that the word before them is a verb: articles, pronouns. `loose` ones do so only of a
    /// word that is a verb more often than not, behind “have”: “into”; `behind-be` ones of any verb behind “be”: “by”, “down”.
    pub objects: ListName,
    /// `takers`: words behind which “to” opens an infinitive: “likely”, “want”.
    pub takers: ListName,
    /// `never`: words that are never taken for a verb here.
    pub never: ListName,
}

/// What a helping verb asks for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Wants {
    /// “have” and the participle.
    Participle,
    /// Modal verbs, “do” and “to” and the base form.
    Base,
    /// “be” and the participle or the “-ing” form.
    Passive,
}

impl Wants {
    fn of(entry: &Entry) -> Option<Self> {
        match entry.text("wants") {
            Some("participle") => Some(Self::Participle),
            Some("base") => Some(Self::Base),
            Some("passive") => Some(Self::Passive),
            _ => None,
        }
    }
}

/// How many adverbs may stand between a helping verb and its verb.
const MOST_ADVERBS: u32 = 3;

/// A helping verb and the word behind it.
struct Place<'a> {
    scene: &'a Scene<'a>,
    entry: &'a Entry,
    wants: Wants,
    sentence: Range<u32>,
    /// The helping verb.
    helper: u32,
    /// Whether a negation stands behind it.
    denied: bool,
    /// The verb.
    verb: u32,
    class: Class,
    objects: &'a List,
}

/// A verb in a wrong form.
struct Wrong {
    /// What it should be, the likeliest first.
    right: Vec<String>,
    /// Whether it is a past tense, which may be the verb of another clause.
    finite: bool,
}

impl Chain {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let mut name = |key: &str| {
            let text = reader.required_text(key, "name a list: @chain-helpers");
            ListName::from(text.trim_start_matches('@'))
        };
        Data::Chain(Self {
            helpers: name("helpers"),
            between: name("between"),
            open: name("open"),
            objects: name("objects"),
            takers: name("takers"),
            never: name("never"),
        })
    }

    fn place<'a>(&self, scene: &'a Scene<'a>, helper: u32) -> Option<Place<'a>> {
        let (document, lists) = (scene.document, scene.lists);
        let own =
            document.tokens.get(helper as usize).filter(|token| token.case == Case::Lower || !token.space_before)?;
        let entry = lists.named(&self.helpers).word(own.word)?;
        let sentence = document.sentences.get(document.sentence_of(helper) as usize)?.tokens.clone();
        let (between, never) = (lists.named(&self.between), lists.named(&self.never));
        let (mut verb, mut denied) = (helper + 1, false);
        let last = (helper + 1 + MOST_ADVERBS).min(sentence.end);
        while verb < last && is_between(document, between, verb) {
            denied |= denies(document, between, verb);
            verb += 1;
        }
        let token = document.tokens.get(verb as usize).filter(|_| verb < sentence.end)?;
        if token.kind != TokenKind::Word || token.case != Case::Lower || is_tied(document, verb) || has(never, token) {
            return None;
        }
        let class = Tagger::embedded().class(document.word(verb), token);
        Some(Place {
            scene,
            entry,
            wants: Wants::of(entry)?,
            sentence,
            helper,
            denied,
            verb,
            class,
            objects: lists.named(&self.objects),
        })
    }

    fn find(&self, scene: &Scene<'_>, helper: u32) -> Option<Hit> {
        let place = self.place(scene, helper)?;
        let wrong = place.wrong()?;
        if !Self::is_verb(&place) || !self.is_helper(&place) || (wrong.finite && self.may_end(&place)) {
            return None;
        }
        let document = scene.document;
        let span = document.span_of(place.verb..place.verb + 1);
        let before = document.span_of(helper..place.verb);
        let hit = Hit::new(span).value("verb", document.slice(span)).value("before", document.slice(before).trim());
        let hit = hit.label("before", before);
        Some(wrong.right.into_iter().fold(hit, |hit, right| hit.replace(right)))
    }

    /// Whether the word behind the helping verb is a verb at its place: it can be nothing else, or what follows shows it.
    fn is_verb(place: &Place<'_>) -> bool {
        if !has_other(place.class) {
            return true;
        }
        let Some(object) = place.object() else { return false };
        if place.wants == Wants::Passive && object.flag("behind-be") {
            return place.class.has(Tag::Verb) && !place.class.has(Tag::Adjective);
        }
        let shows = !object.flag("loose") || place.wants == Wants::Participle;
        VERBS.contains(&place.class.top()) && shows
    }

    /// Whether the helping verb helps, and is no noun, and no verb of its own.
    fn is_helper(&self, place: &Place<'_>) -> bool {
        let document = place.scene.document;
        let before = place.helper.checked_sub(1).filter(|before| *before >= place.sentence.start);
        let token = before.and_then(|before| document.tokens.get(before as usize));
        if place.entry.flag("infinitive") {
            return token.is_some_and(|token| has(place.scene.lists.named(&self.takers), token));
        }
        if place.entry.flag("noun") {
            let tag = before.map_or(Tag::Unknown, |before| document.tag(before));
            let no_subject =
                [Tag::Determiner, Tag::Adjective, Tag::PossessivePronoun, Tag::Possessive, Tag::Preposition];
            let is_quality = before.zip(token).is_some_and(|(before, token)| {
                Tagger::embedded().class(document.word(before), token).top() == Tag::Adjective
            });
            if tag == Tag::Unknown
                || no_subject.contains(&tag)
                || is_quality
                || document.tag(place.helper) != Tag::Modal
            {
                return false;
            }
        }
        !place.entry.flag("bound") || place.denied
    }
}

impl Place<'_> {
    /// The right forms, where the verb has a wrong one.
    fn wrong(&self) -> Option<Wrong> {
        if self.is_surely_right() {
            return None;
        }
        let wrong = match self.wants {
            Wants::Participle => self.wrong_participle(),
            Wants::Base => self.wrong_base(),
            Wants::Passive => self.wrong_passive(),
        };
        // “Become”, “set”: one form for several.
        wrong.filter(|wrong| wrong.right.iter().all(|right| right != self.word()))
    }

    /// Whether the lexicon tells at once that the word is no verb, or one in the right form: nearly always.
    fn is_surely_right(&self) -> bool {
        let top = self.class.top();
        let (known, verbs) = (self.class.tags != 0, VERBS.into_iter().any(|tag| self.class.has(tag)));
        let right = match self.wants {
            Wants::Participle => top == Tag::VerbParticiple,
            Wants::Base => matches!(top, Tag::Verb | Tag::VerbPresent | Tag::Auxiliary),
            Wants::Passive => matches!(top, Tag::VerbParticiple | Tag::VerbGerund),
        };
        known && (!verbs || right)
    }

    fn word(&self) -> &str {
        self.scene.document.word(self.verb)
    }

    /// The lemma of the verb, where it has a form and is spelled as that form of the lemma is.
    fn lemma(&self, tag: Tag, form: Inflection) -> Option<String> {
        if let Some((lemma, _)) = self.unseen().filter(|(_, own)| *own == form) {
            return Some(lemma);
        }
        let lemma = self.class.has(tag).then(|| Tagger::embedded().lemma(self.word(), tag).into_owned())?;
        (inflect(&lemma, form) == self.word()).then_some(lemma)
    }

    fn is_base(&self) -> bool {
        [Tag::Verb, Tag::VerbPresent].into_iter().any(|tag| self.lemma(tag, Inflection::Base).is_some())
    }

    /// Whether it is spelled as a participle: the lexicon calls a base form one, too, where a writer had lost an ending.
    fn is_participle(&self) -> bool {
        let is_regular = self.word().ends_with("ed") || self.word().ends_with("en");
        let of_verb = self.class.has(Tag::VerbParticiple);
        (of_verb && is_regular)
            || self.class.has(Tag::AuxiliaryParticiple)
            || self.lemma(Tag::VerbParticiple, Inflection::Participle).is_some()
    }

    fn wrong_participle(&self) -> Option<Wrong> {
        if self.is_participle() || self.class.has(Tag::VerbGerund) {
            return None;
        }
        let right = self.other_participle()?;
        Some(Wrong { right: vec![right], finite: true })
    }

    fn wrong_base(&self) -> Option<Wrong> {
        if self.is_base() || self.class.has(Tag::Auxiliary) {
            return None;
        }
        if self.class.has(Tag::VerbGerund) {
            return self.wrong_gerund();
        }
        if let Some(lemma) = self.lemma(Tag::VerbPast, Inflection::Past) {
            return Some(Wrong { finite: true, right: vec![lemma] });
        }
        if let Some(lemma) = self.lemma(Tag::VerbParticiple, Inflection::Participle) {
            let passive = format!("be {}", self.word());
            let right = if self.entry.flag("infinitive") {
                vec![lemma, passive]
            } else {
                vec![lemma, passive, format!("have {}", self.word())]
            };
            return Some(Wrong { finite: false, right });
        }
        let lemma = self.lemma(Tag::VerbThird, Inflection::Third)?;
        Some(Wrong { finite: true, right: vec![lemma] })
    }

    /// “The survivors could carrying it”: behind a verb that is no noun, with an object that shows a verb.
    fn wrong_gerund(&self) -> Option<Wrong> {
        let next = self.scene.document.tag(self.verb + 1);
        let has_object = self.has_object()
            || self.verb + 1 < self.sentence.end
                && matches!(
                    next,
                    Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::Determiner | Tag::PossessivePronoun
                );
        let sure = !self.entry.flag("noun") && !self.entry.flag("infinitive") && has_object;
        let lemma = self.lemma(Tag::VerbGerund, Inflection::Gerund).filter(|_| sure)?;
        Some(Wrong { finite: false, right: vec![lemma] })
    }

    fn wrong_passive(&self) -> Option<Wrong> {
        if self.is_participle() || self.class.has(Tag::VerbGerund) {
            return None;
        }
        let (done, lemma) = (self.other_participle()?, self.own_lemma()?);
        let doing = inflect(&lemma, Inflection::Gerund);
        // “The goal was reduce the risk”.
        let right = if self.has_object() { vec![format!("to {lemma}"), doing] } else { vec![done, doing] };
        Some(Wrong { right, finite: true })
    }

    /// Its participle, where that is another form: not that of “hoped”, which the lexicon may know as a past tense only.
    fn other_participle(&self) -> Option<String> {
        let participle = inflect(&self.own_lemma()?, Inflection::Participle);
        (participle != self.word()).then_some(participle)
    }

    /// The lemma of a past tense or a base form.
    fn own_lemma(&self) -> Option<String> {
        let past = self.lemma(Tag::VerbPast, Inflection::Past);
        past.or_else(|| self.is_base().then(|| self.word().to_owned()))
    }

    /// What follows, where it shows that the word is a verb.
    fn object(&self) -> Option<&Entry> {
        let next =
            self.scene.document.tokens.get(self.verb as usize + 1).filter(|_| self.verb + 1 < self.sentence.end)?;
        self.objects.word(next.word)
    }

    fn has_object(&self) -> bool {
        self.object().is_some_and(|entry| !entry.flag("loose"))
    }

    /// A form that the lexicon has never seen, by the table of irregular verbs: “misunderstand”, “foresaw”; or, behind a
    /// negation, by its ending: “does not discloses”.
    fn unseen(&self) -> Option<(String, Inflection)> {
        if self.class.tags != 0 {
            return None;
        }
        let third = || self.denied.then(|| third_form(self.word())).flatten();
        // “Has not been inspect”: a noun behind “been” has an article before it, nearly always.
        let is_bare = self.wants == Wants::Passive && !self.entry.flag("finite");
        let base = || is_bare.then(|| base_form(self.word())).flatten();
        irregular_form(self.word()).or_else(third).or_else(base)
    }
}

/// The verb of which a word is the form in “-s”: the dictionary knows it with its other endings.
fn third_form(word: &str) -> Option<(String, Inflection)> {
    let dictionary = Dictionary::new(WORDS)?;
    let cut = [("ies", "y"), ("es", ""), ("s", "")];
    let bases = cut.into_iter().filter_map(|(ending, end)| Some(format!("{}{end}", word.strip_suffix(ending)?)));
    let knows = |base: &str, form| dictionary.knows(word_hash(&inflect(base, form)));
    let mut verbs = bases.filter(|base| {
        base.len() > 2
            && inflect(base, Inflection::Third) == word
            && [Inflection::Base, Inflection::Past, Inflection::Gerund].into_iter().all(|form| knows(base, form))
    });
    verbs.next().map(|base| (base, Inflection::Third))
}

/// A word that the dictionary knows with all endings of a verb and with none of an adjective, as its base form.
fn base_form(word: &str) -> Option<(String, Inflection)> {
    let dictionary = Dictionary::new(WORDS)?;
    let knows = |word: &str| dictionary.knows(word_hash(word));
    let verb = Inflection::ALL.into_iter().all(|form| knows(&inflect(word, form)));
    let stem = word.strip_suffix('y').map_or_else(|| word.to_owned(), |stem| format!("{stem}i"));
    let adjective = knows(&format!("{stem}ly")) || knows(&format!("{stem}est")) || word.ends_with(['y', 'c']);
    let participle = word.ends_with("ed") || word.ends_with("ing");
    (verb && !adjective && !participle).then(|| (word.to_owned(), Inflection::Base))
}

/// Whether a list has a token.
fn has(list: &List, token: &Token) -> bool {
    list.word(token.word).is_some()
}

/// Whether a token is a negation.
fn denies(document: &Document, between: &List, at: u32) -> bool {
    let entry = document.tokens.get(at as usize).and_then(|token| between.word(token.word));
    entry.is_some_and(|entry| entry.flag("denies"))
}

/// Whether a token is an adverb that may stand between a helping verb and its verb.
fn is_between(document: &Document, between: &List, at: u32) -> bool {
    let Some(token) = document.tokens.get(at as usize) else { return false };
    let word = document.word(at);
    let is_adverb = || word.ends_with("ly") && Tagger::embedded().class(word, token).top() == Tag::Adverb;
    has(between, token) || is_adverb()
}

/// Whether a hyphen ties a word to another.
fn is_tied(document: &Document, at: u32) -> bool {
    let hyphen = |at: u32| document.word(at) == "-";
    let close = |at: u32| document.tokens.get(at as usize).is_some_and(|token| !token.space_before);
    (at > 0 && hyphen(at - 1) && close(at)) || (hyphen(at + 1) && close(at + 1))
}

/// The forms of a verb.
const VERBS: [Tag; 6] =
    [Tag::Verb, Tag::VerbPast, Tag::VerbPresent, Tag::VerbThird, Tag::VerbParticiple, Tag::VerbGerund];

/// Whether a word can be something else than a verb.
fn has_other(class: Class) -> bool {
    use Tag::{
        Adjective, Adverb, AdverbComparative, Cardinal, Comparative, Coordination, Determiner, Interjection, Modal,
        Noun, Nouns, Particle, PersonalPronoun, Preposition, Subordinator,
    };
    let others = [
        Adjective,
        Adverb,
        AdverbComparative,
        Cardinal,
        Comparative,
        Coordination,
        Determiner,
        Interjection,
        Modal,
        Noun,
        Nouns,
        Particle,
        PersonalPronoun,
        Preposition,
        Subordinator,
    ];
    others.into_iter().any(|tag| class.has(tag))
}

impl Check for Chain {
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let forms = lists.named(&self.helpers).entries.iter().flat_map(|entry| entry.forms.iter());
        forms.filter_map(|form| form.words.first()).map(|word| Anchor { word: *word, item: 0 }).collect()
    }

    fn lists(&self) -> Vec<&str> {
        [&self.helpers, &self.between, &self.open, &self.objects, &self.takers, &self.never]
            .into_iter()
            .map(|name| &**name)
            .collect()
    }

    fn at(&self, scene: &Scene<'_>, _: u32, token: u32, hits: &mut Vec<Hit>) {
        hits.extend(self.find(scene, token));
    }
}
