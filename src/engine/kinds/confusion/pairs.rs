//! Pairs of words that are learnt together: adjectives that are written for adverbs, at kinds of places.
//!
//! ```toml
//! [[rule.places]]
//! pairs = ["@manner-adverbs"]
//! values = { wants = "verb" }
//! odds = 400
//! next = "VERB/AUX"
//! sequences = [["has|have", "[word=@manner-adverbs]", "been"]]
//! ```

use super::is_head;
use crate::document::{Document, Tag, Tagger};
use crate::engine::index::Gate;
use crate::engine::kinds::sequence::{Sequence, beside, parse_tags};
use crate::engine::kinds::{Anchor, Check, Hit, Scene};
use crate::engine::pack::read_probe;
use crate::engine::probe::Probe;
use crate::engine::reader::Reader;
use crate::list::{Entry, Form, ListName, Lists, Seq, Text};

/// A kind of place at which one word of a pair is taken for the other: what is judged there, and what needs no judgement.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PairPlace {
    /// `pairs`: the lists whose words are judged.
    pub pairs: Seq<ListName>,
    /// `odds`: how many times likelier the other word must be.
    pub odds: u64,
    /// `behind`: one of these must stand right before a word that is judged; empty: anything.
    pub behind: Seq<Probe>,
    /// `unlike`: words and lists of words that are never judged.
    pub unlike: Seq<Probe>,
    /// `previous`, `next`: which parts of speech the token before must have, and which the one behind can have (`!DET`,
    /// `VERB/AUX`); bit n for the tag with index n, 0 for any.
    pub beside: [u64; 2],
    /// `values`: what the rule’s templates are to say of such a place.
    pub values: Seq<(Text, Text)>,
    /// `sequences`, `replace`: frames in which the words are wrong whatever the odds, and `unless-sequences`, in which they
    /// are right; see `sequence`.
    pub frames: Sequence,
}

/// What an anchor’s item says: which place it is for, and which item of its frames, if any.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct At {
    /// The number of the place.
    pub(super) place: usize,
    /// The item of its frames; none: the model judges.
    pub(super) frame: Option<u32>,
}

/// The bit of an item that leads to the model.
const JUDGED: u32 = 1 << 20;
/// How many bits of an item lie below the number of the place.
const BELOW: u32 = 21;

impl At {
    /// Reads an item.
    pub(super) fn of(item: u32) -> Self {
        let frame = (item & JUDGED == 0).then_some(item & (JUDGED - 1));
        Self { place: (item >> BELOW) as usize, frame }
    }

    fn item(self) -> u32 {
        (self.place as u32) << BELOW | self.frame.unwrap_or(JUDGED)
    }
}

impl PairPlace {
    /// Reads one of the tables of `places`.
    pub(super) fn read(mut reader: Reader<'_, '_>) -> Self {
        let pairs = reader.texts("pairs").iter().map(|name| ListName::from(name.trim_start_matches('@'))).collect();
        let odds =
            reader.number("odds", 1..=i64::from(u32::MAX)).and_then(|odds| u64::try_from(odds).ok()).unwrap_or(1000);
        let mut values = Vec::new();
        if let Some(mut table) = reader.table("values") {
            values.extend(table.keys().iter().filter_map(|key| Some((Text::from(&**key), table.text(key)?))));
            table.finish();
        }
        let probes = |reader: &mut Reader<'_, '_>, key: &str| reader.items(key).iter().filter_map(read_probe).collect();
        let read = Self {
            pairs,
            odds,
            behind: probes(&mut reader, "behind"),
            unlike: probes(&mut reader, "unlike"),
            beside: ["previous", "next"].map(|key| read_tags(&mut reader, key).unwrap_or_default()),
            values: values.into(),
            frames: Sequence::read_frames(&mut reader),
        };
        reader.finish();
        read
    }

    /// Where the place, which is the `number`th, wants to be asked.
    pub(super) fn anchors(&self, number: usize, lists: &Lists) -> Vec<Anchor> {
        let item = |frame| At { place: number, frame }.item();
        let framed = self.frames.anchors(lists).into_iter();
        let mut anchors: Vec<Anchor> =
            framed.map(|anchor| Anchor { item: item(Some(anchor.item)), ..anchor }).collect();
        let forms = self.pairs.iter().flat_map(|list| &lists.named(list).entries).flat_map(|entry| &entry.forms);
        let judged = forms.filter(|form| !self.is_unlike(form, lists)).filter_map(|form| form.words.first());
        anchors.extend(judged.map(|word| Anchor { word: *word, item: item(None) }));
        anchors
    }

    fn is_unlike(&self, form: &Form, lists: &Lists) -> bool {
        self.unlike.iter().any(|unlike| match unlike {
            Probe::Phrase(other) => other.words == form.words,
            Probe::List(name) => form.words.first().is_some_and(|word| lists.named(name).word(*word).is_some()),
            _ => false,
        })
    }

    /// The lists that the place names.
    pub(super) fn lists(&self) -> impl Iterator<Item = &str> {
        let unlike = self.unlike.iter().filter_map(|unlike| match unlike {
            Probe::List(name) => Some(&**name),
            _ => None,
        });
        self.pairs.iter().map(|list| &**list).chain(self.frames.lists()).chain(unlike)
    }

    /// What must stand beside the words of an item.
    pub(super) fn gate(&self, at: At, lists: &Lists) -> Gate {
        let judged = || Gate { before: beside::before(&self.behind, lists), ..Gate::OPEN };
        at.frame.map_or_else(judged, |item| self.frames.gate(item, lists))
    }

    /// The hits of its frames.
    pub(super) fn frames_at(&self, scene: &Scene<'_>, at: At, token: u32, hits: &mut Vec<Hit>) {
        let known = hits.len();
        self.frames.at(scene, at.frame.unwrap_or_default(), token, hits);
        for hit in hits.iter_mut().skip(known) {
            hit.item = 0;
            self.say(hit);
        }
    }

    /// Gives a hit what the rule’s templates are to say of such a place.
    pub(super) fn say(&self, hit: &mut Hit) {
        let values = self.values.iter().map(|(name, value)| (name.to_string().into(), value.to_string()));
        hit.values.extend(values);
    }

    /// The entry of the word at a token.
    pub(super) fn entry<'a>(&self, scene: &'a Scene<'_>, token: u32) -> Option<&'a Entry> {
        let own = scene.document.tokens.get(token as usize)?;
        self.pairs
            .iter()
            .find_map(|list| scene.lists.named(list).word(own.word))
            .filter(|_| self.is_behind(scene, token))
    }

    /// Whether what `behind` asks for stands before a token.
    fn is_behind(&self, scene: &Scene<'_>, token: u32) -> bool {
        let document = scene.document;
        let sentence = document.sentences.get(document.sentence_of(token) as usize);
        let bounds = sentence.map_or(token..token, |sentence| sentence.tokens.clone());
        let holds = |probe: &Probe| probe.backward(document, scene.lists, token, &bounds).is_some();
        self.behind.is_empty() || self.behind.iter().any(holds)
    }

    /// Whether the words before and behind can have the parts of speech that they must have: most places are ruled out by
    /// it before anything is weighed.
    pub(super) fn may_fit(&self, document: &Document, token: u32) -> bool {
        let [before, behind] = self.beside;
        let can_be = |at: Option<u32>, tags: u64| {
            let known = at.map_or(0, |at| known_tags(document, at));
            tags == 0 || known == 0 || known & tags != 0
        };
        can_be(token.checked_add(1), behind) && can_be(token.checked_sub(1), before)
    }

    /// Whether the token before has the part of speech that it must have, and no frame says that all is right. Asked where
    /// [`PairPlace::may_fit`] holds. A wrong adjective makes a noun of the verb behind it (“he current stars”), so that a
    /// known word behind need not have such a part of speech there.
    pub(super) fn fits(&self, scene: &Scene<'_>, token: u32) -> bool {
        let (document, [before, behind]) = (scene.document, self.beside);
        let among = |tags: u64, at: Option<u32>| {
            tags == 0 || tags >> at.map_or(Tag::Unknown, |at| document.tag(at)).index() & 1 == 1
        };
        !is_in_row(document, token)
            && among(before, token.checked_sub(1))
            && (known_tags(document, token + 1) != 0 || among(behind, Some(token + 1)))
            && !self.frames.is_right(scene, &(token..token + 1), token)
    }
}

/// The parts of speech that the word at a token can have by the lexicon; 0 where it does not know the word, or there is
/// none.
fn known_tags(document: &Document, token: u32) -> u64 {
    let own = document.tokens.get(token as usize);
    own.map_or(0, |own| Tagger::embedded().class(document.slice(own.span), own).tags)
}

fn read_tags(reader: &mut Reader<'_, '_>, key: &str) -> Option<u64> {
    let item = reader.item(key)?;
    let text = item.text()?;
    let names = text.trim_start_matches('!');
    let read = parse_tags(names).map(|tags| if text.starts_with('!') { !tags } else { tags });
    read.map_err(|message| item.problem(message, "write `VERB/AUX`, or `!DET` for all others")).ok()
}

/// Whether an adjective may stand in a row of adjectives (“Recent, violent clashes”): a comma and another adjective are
/// behind it, or, at the head of a sentence, a comma and what opens no clause.
fn is_in_row(document: &Document, token: u32) -> bool {
    use Tag::{
        Adjective, Comparative, Demonstrative, Determiner, Existential, Name, Names, Nouns, PersonalPronoun,
        PossessivePronoun, Predeterminer, Superlative, VerbGerund, VerbParticiple,
    };
    if document.word(token + 1) != "," {
        return false;
    }
    let next = document.tag(token + 2);
    let opens = matches!(
        next,
        Determiner
            | Demonstrative
            | Predeterminer
            | PersonalPronoun
            | PossessivePronoun
            | Existential
            | Name
            | Names
            | Nouns
    );
    matches!(next, Adjective | Comparative | Superlative | VerbGerund | VerbParticiple)
        || (!opens && is_head(document, token))
}
