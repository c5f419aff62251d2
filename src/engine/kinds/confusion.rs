//! `confusion`: words that are taken for each other, told apart by what stands around the place.
//!
//! ```toml
//! words = ["then", "than"]
//! odds = 300
//! ```
//!
//! Which word belongs at a place is judged by a model that is part of the program (see `model/README.md`); it knows the
//! sets of the default rules. A place is a hit where another word of the set is `odds` times likelier than the one that
//! is written. Only sentences in which the words around leave a doubt are tagged.
//!
//! A rule may have many sets, `sets = [{ words = ["flee", "flea"], odds = [0, 40] }]`. Their weights stand in files of
//! their own: one for small words (“of”, “the”), of which more is learnt, one for others.

mod around;
pub mod classes;
mod lines;
pub mod model;
mod pairs;
pub mod place;

use super::{Anchor, Check, Data, Hit, Place as Spot, Scene};
use crate::document::{Case, Document, Tag, Tagger, Token, TokenKind, tokens};
use crate::engine::index::Gate;
use crate::engine::reader::Reader;
use crate::engine::template;
use crate::list::{Form, Lists, Seq, Text};
use model::{ConfusionModel, MOST_WORDS, Sums, set_key};
use pairs::At;
pub use pairs::PairPlace;
use place::{Around, Close, Place};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The weights of the program.
static EMBEDDED: &[u8] = include_bytes!("../../../model/confusion.bin");

/// The weights of the rules with many sets.
static MANY: &[u8] = include_bytes!("../../../model/wrong-word.bin");

/// The weights of the sets of small words.
static SMALL: &[u8] = include_bytes!("../../../model/small-word.bin");

/// A data file, read when it is first asked.
type Model = LazyLock<Option<ConfusionModel<'static>>>;

/// The model of the program.
static MODEL: Model = LazyLock::new(|| ConfusionModel::new(EMBEDDED));

/// That of the rules with many sets.
static MODEL_OF_MANY: Model = LazyLock::new(|| ConfusionModel::new(MANY));

/// That of the sets of small words.
static MODEL_OF_SMALL: Model = LazyLock::new(|| ConfusionModel::new(SMALL));

/// Keys of `kind = "confusion"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Confusion {
    /// `words`: the set, two to four words; one with an apostrophe (“it's”) stands for both its tokens.
    pub words: Seq<Form>,
    /// `odds`: how many times likelier another word must be; a number, or one for each word that may be written. A word
    /// with 0 is never a hit. With `places`, it stands for the odds of all of them.
    pub odds: Seq<u64>,
    /// `places`: in place of `words`, kinds of places at which one word of a pair is taken for the other. The model judges all
    /// pairs as one: adjective or adverb.
    pub places: Seq<PairPlace>,
    /// `field`: where the entries of the lists of `places` name what they are taken for.
    pub field: Text,
    /// The number of the set in the model.
    pub set: u64,
    /// What the model says another word must lead by at first sight, for each word that may be written.
    pub limits: Seq<i32>,
    /// `sets`: in place of `words` and `odds`, many sets, each with its own.
    pub sets: Seq<Self>,
    /// Whether the set is one of many.
    pub is_one_of_many: bool,
    /// Whether it is one of small words, of which more was learnt.
    pub is_of_small: bool,
}

/// The words under whose number the model has learnt adjectives and adverbs.
pub const PAIRS: [&str; 2] = ["<adjective>", "<adverb>"];

impl Confusion {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let odds = read_odds(reader);
        if reader.has("places") {
            let (field, set) = (reader.text("field").unwrap_or_default(), set_key(PAIRS.into_iter()));
            let places = reader.tables("places").into_iter().map(PairPlace::read).collect();
            let (odds, limits) = (odds.unwrap_or_default(), limits(&MODEL, set, PAIRS.len()));
            return Data::Confusion(Self { places, field, odds, set, limits, ..Self::default() });
        }
        let sets = reader.tables("sets");
        if !sets.is_empty() {
            let sets: Vec<Self> = sets.into_iter().map(Self::read_one_of_many).collect();
            return Data::Confusion(Self { sets: sets.into(), ..Self::default() });
        }
        Data::Confusion(Self {
            odds: odds.unwrap_or_else(|| vec![1000].into()),
            ..Self::read_set(reader, &[(&MODEL, EMBEDDED)]).0
        })
    }

    /// One of the tables of `sets`.
    fn read_one_of_many(mut reader: Reader<'_, '_>) -> Self {
        let odds = read_odds(&mut reader).unwrap_or_else(|| vec![1000].into());
        let (set, known) = Self::read_set(&mut reader, &[(&MODEL_OF_MANY, MANY), (&MODEL_OF_SMALL, SMALL)]);
        reader.finish();
        Self { odds, is_one_of_many: true, is_of_small: known == Some(1), ..set }
    }

    /// The words of a set, and which of some models knows it: one must.
    fn read_set(reader: &mut Reader<'_, '_>, models: &[(&Model, &[u8])]) -> (Self, Option<usize>) {
        let words: Seq<Form> = reader.texts("words").iter().map(|text| tokens::form(text)).collect();
        if !(2..=MOST_WORDS).contains(&words.len()) {
            reader.problem_here("`words` is not a set", "write two to four words: words = [\"then\", \"than\"]");
        }
        let set = set_key(words.iter().map(|form| &*form.text));
        let known = models.iter().position(|(model, _)| model.as_ref().is_some_and(|model| model.knows(set)));
        if known.is_none() && models.iter().any(|(_, bytes)| !bytes.is_empty()) {
            let help = "take a set of the default rules, in their order; others want training: see `model/README.md`";
            reader.problem_at_key("words", "the model knows no such set", help);
        }
        let limits = known.map(|known| limits(models[known].0, set, words.len())).unwrap_or_default();
        (Self { words, set, limits, ..Self::default() }, known)
    }

    /// The model that knows the set.
    fn model(&self) -> Option<&'static ConfusionModel<'static>> {
        match (self.is_of_small, self.is_one_of_many) {
            (true, _) => MODEL_OF_SMALL.as_ref(),
            (_, true) => MODEL_OF_MANY.as_ref(),
            _ => MODEL.as_ref(),
        }
    }

    /// The odds for one of the words.
    pub fn odds_of(&self, written: usize) -> u64 {
        self.odds.get(written).or_else(|| self.odds.last()).copied().unwrap_or_default()
    }

    /// Judges a place where a word of the set is written. `None` where the word is right.
    fn judge(&self, document: &Document, (written, odds): (usize, u64), token: u32, length: usize) -> Option<usize> {
        let model = self.model()?;
        model.count();
        let sentence = document.sentences.get(document.sentence_of(token) as usize)?;
        let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
        let own = document.tokens.get(range)?;
        let start = token.checked_sub(sentence.tokens.start)? as usize;
        let (count, word) = match self.words.len() {
            0 => (2, own.get(start).map(|token| token.word)),
            count => (count, None),
        };
        let leads = Leads {
            model,
            set: self.set,
            count,
            written,
            word,
            odds: odds as f32,
            slack: SLACK,
            early: self.limits.get(written).copied(),
            many: self.is_one_of_many,
        };
        let tag = |index: usize| own.get(index).map(|_| document.tag(sentence.tokens.start + index as u32));
        let (best, lead) = leads.best(&document.text, own, start, start + length, tag)?;
        (odds > 0 && lead >= leads.least()).then_some(best)
    }

    /// What should be written in the place of a word that is the set’s, and how many tokens it has.
    fn meant(&self, document: &Document, written: usize, token: u32) -> Option<(String, u32)> {
        let rest = document.tokens.get(token as usize..)?;
        let form = self.words.get(written)?;
        let judged = (written, self.odds_of(written));
        let best = form.starts(rest).then(|| self.judge(document, judged, token, form.words.len()))??;
        let word = (!is_alone(document, token)).then(|| self.words.get(best))??;
        Some((word.text.to_string(), form.words.len() as u32))
    }

    /// The same of a word of a pair at a kind of place.
    fn meant_in_pair(&self, place: &PairPlace, scene: &Scene<'_>, token: u32) -> Option<(String, u32)> {
        let entry = place.entry(scene, token).filter(|_| place.may_fit(scene.document, token))?;
        let judged = (0, self.odds.first().copied().unwrap_or(place.odds));
        self.judge(scene.document, judged, token, 1)?;
        place.fits(scene, token).then(|| (entry.text(&self.field).unwrap_or_default().to_owned(), 1))
    }
}

/// Whether nothing around a word can tell what belongs there: it is a sentence (“Whose?”), or an item of a list of words.
fn is_alone(document: &Document, token: u32) -> bool {
    let is_word = |at: u32| document.tokens.get(at as usize).is_some_and(|token| token.kind == TokenKind::Word);
    let Some(own) = document.sentences.get(document.sentence_of(token) as usize) else { return true };
    let only = own.tokens.clone().filter(|at| is_word(*at)).nth(1).is_none();
    let listed = document.word(token + 1) == ";" && token > own.tokens.start && !is_word(token - 1);
    only || listed
}

/// What a model says that other words of a set must lead by at first sight.
fn limits(model: &Model, set: u64, words: usize) -> Seq<i32> {
    let Some(model) = model.as_ref() else { return Seq::default() };
    (0..words).map(|written| model.early_limit(set, written)).collect()
}

fn read_odds(reader: &mut Reader<'_, '_>) -> Option<Seq<u64>> {
    let items = reader.items("odds");
    let numbers: Seq<u64> =
        items.iter().filter_map(|item| item.number()).filter_map(|number| u64::try_from(number).ok()).collect();
    (!numbers.is_empty()).then_some(numbers)
}

/// Judges by how much other words of a set lead over the one that is written, in natural logarithms.
pub struct Leads<'a> {
    /// The weights.
    pub model: &'a ConfusionModel<'a>,
    /// The number of the set.
    pub set: u64,
    /// How many words it has.
    pub count: usize,
    /// Which of them is written.
    pub written: usize,
    /// The hash of the word that is written, where pairs are learnt together.
    pub word: Option<u64>,
    /// How many times likelier another word must be to be of interest. Where the words around leave it further behind than
    /// tags may make up for, no tags are asked.
    pub odds: f32,
    /// How much that is, beside what grows with `least`.
    pub slack: f32,
    /// What another word must lead by, by the nearest neighbours alone ([`ConfusionModel::early_limit`]); other places are
    /// dismissed. `None` where they are not asked.
    pub early: Option<i32>,
    /// Whether the set is one of many, which look at the company that words keep.
    pub many: bool,
}

/// By how much the lead may grow after all words around are read: so much, and this share of what is asked for.
pub const SLACK: f32 = 3.0;
const GROWTH: f32 = 0.6;

/// How many features of one sort a place has, at most but for long company.
const USUAL_FEATURES: usize = 96;

/// By how much it may grow by the company that words keep.
const COMPANY: f32 = 4.0;

impl Leads<'_> {
    /// The likeliest other word, and its lead. `None` where the words around leave no doubt: tags are asked only where they
    /// do.
    pub fn best(
        &self,
        text: &str,
        sentence: &[Token],
        start: usize,
        end: usize,
        tag: impl Fn(usize) -> Option<Tag>,
    ) -> Option<(usize, f32)> {
        let tagger = Tagger::embedded();
        if self.early.is_some_and(|limit| self.early_lead(tagger, text, sentence, (start, end)) < limit) {
            return None;
        }
        let least = self.least();
        let place = Place::new(tagger, text, sentence, start, end);
        let (mut sums, mut features) = ([0; MOST_WORDS], Vec::with_capacity(USUAL_FEATURES));
        let add = |features: &mut Vec<u64>, sums: &mut Sums| {
            self.model.add(self.set, self.count, features, sums);
            features.clear();
        };
        place.words(|feature| features.push(feature));
        add(&mut features, &mut sums);
        if self.many {
            if self.lead(&sums).1 < least * (1.0 - GROWTH) - self.slack - COMPANY {
                return None;
            }
            place.company(tagger, (text, sentence), (start, end), |feature| features.push(feature));
        }
        if let Some(word) = self.word {
            place.own(word, |feature| features.push(feature));
        }
        add(&mut features, &mut sums);
        if self.lead(&sums).1 < least * (1.0 - GROWTH) - self.slack {
            return None;
        }
        place.tagged(&Around::new(tag, start, end), |feature| features.push(feature));
        add(&mut features, &mut sums);
        Some(self.lead(&sums))
    }

    /// What another word must lead by, in natural logarithms.
    pub fn least(&self) -> f32 {
        self.odds.ln()
    }

    /// By how much another word leads by what the nearest neighbours say, in parts of [`model::SCALE`].
    fn early_lead(&self, tagger: &Tagger<'_>, text: &str, sentence: &[Token], (start, end): (usize, usize)) -> i32 {
        let set = early_set(self.set);
        let mut sums = [0; MOST_WORDS];
        self.model.add(set, self.count, &Close::early_at(tagger, text, sentence, start, end), &mut sums);
        if let Some(word) = self.word {
            let own = Close::new(tagger, text, sentence, start, end).own(word);
            self.model.add(set, self.count, &own, &mut sums);
        }
        let others = (0..self.count.min(MOST_WORDS)).filter(|word| *word != self.written);
        let highest = others.map(|word| sums[word]).max().unwrap_or_default();
        highest - sums[self.written]
    }

    fn lead(&self, sums: &Sums) -> (usize, f32) {
        let others = (0..self.count.min(MOST_WORDS)).filter(|word| *word != self.written);
        let best = others.max_by_key(|word| (sums[*word], MOST_WORDS - word)).unwrap_or(self.written);
        (best, (sums[best] - sums[self.written]) as f32 / model::SCALE)
    }
}

/// Under which number the early features of a set have their weights.
pub fn early_set(set: u64) -> u64 {
    set ^ 0xe5
}

/// Whether the word is written as a name, or shouted.
fn is_name(document: &Document, token: u32) -> bool {
    let Some(own) = document.tokens.get(token as usize) else { return true };
    match own.case {
        Case::Lower => false,
        Case::Capital => !is_head(document, token),
        _ => true,
    }
}

/// Whether a word is in small letters and no part of a compound (“sell-off”): elsewhere many sets are wrong too often.
fn is_plain(document: &Document, token: u32) -> bool {
    let is_small = document.tokens.get(token as usize).is_some_and(|own| own.case == Case::Lower);
    is_small
        && token.checked_sub(1).is_none_or(|before| document.word(before) != "-")
        && document.word(token + 1) != "-"
}

/// Whether a sentence begins with a token, marks aside.
fn is_head(document: &Document, token: u32) -> bool {
    let sentence = document.sentences.get(document.sentence_of(token) as usize);
    sentence.is_some_and(|sentence| {
        (sentence.tokens.start..token).all(|before| matches!(document.word(before), "“" | "\"" | "‘" | "'" | "(" | "…"))
    })
}

/// How many bits of an item lie below the number of one of many sets.
const WORD_BITS: u32 = 2;

impl Check for Confusion {
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        if !self.sets.is_empty() {
            let sets = self.sets.iter().zip(0u32..);
            let of_set = |(set, number): (&Self, u32)| {
                let anchors = set.anchors(lists).into_iter();
                anchors.map(move |anchor| Anchor { item: number << WORD_BITS | anchor.item, ..anchor })
            };
            return sets.flat_map(of_set).collect();
        }
        if self.words.is_empty() {
            let places = self.places.iter().enumerate();
            return places.flat_map(|(number, place)| place.anchors(number, lists)).collect();
        }
        let firsts = self.words.iter().enumerate().filter(|(written, _)| self.odds_of(*written) > 0);
        firsts.filter_map(|(item, form)| Some(Anchor { word: *form.words.first()?, item: item as u32 })).collect()
    }

    fn lists(&self) -> Vec<&str> {
        self.places.iter().flat_map(PairPlace::lists).collect()
    }

    fn gate(&self, item: u32, lists: &Lists) -> Gate {
        let at = At::of(item);
        self.places.get(at.place).map_or(Gate::OPEN, |place| place.gate(at, lists))
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        if let Some(set) = self.sets.get((item >> WORD_BITS) as usize) {
            return set.at(scene, item & ((1 << WORD_BITS) - 1), token, hits);
        }
        let (document, at) = (scene.document, At::of(item));
        let place = self.places.get(at.place);
        if let Some(place) = place.filter(|_| at.frame.is_some()) {
            return place.frames_at(scene, at, token, hits);
        }
        if is_name(document, token) || (self.is_one_of_many && !is_plain(document, token)) {
            return;
        }
        let meant = match place {
            Some(place) => self.meant_in_pair(place, scene, token),
            None => self.meant(document, item as usize, token),
        };
        let Some((word, length)) = meant else { return };
        let span = document.span_of(token..token + length);
        let (old, new) = (document.slice(span), template::cased(document.slice(span), &word));
        let mut hit =
            Hit::new(span).value("word", old).value(format!("word.{}", &*self.field), new.clone()).replace(new);
        if let Some(place) = place {
            place.say(&mut hit);
        }
        hit.item = u32::from(place.is_some());
        hits.push(hit);
    }

    fn settles(&self) -> bool {
        !self.places.is_empty() || !self.sets.is_empty()
    }

    /// Of two sets that speak of a place, the first. Where a frame says the same as the model, the frame knows better how to
    /// mend it; of two frames, the first.
    fn settle(&self, _: &Scene<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
        let start = |hit: &Hit| match hit.place {
            Spot::Text(span) => span.start,
            Spot::File(span) => span.start,
        };
        hits.sort_by_key(|hit| (start(hit), hit.item));
        let mut told = HashSet::new();
        hits.into_iter().filter(|hit| told.insert(start(hit))).collect()
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        if let Some(odds) = read_odds(reader) {
            self.odds = odds;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{TextSpan, tokens};

    /// The hash by which the data file is known: the program that trains prints it. A new file needs new scores in
    /// `model/README.md`.
    const HASH: u64 = 0x4bd3_6791_5e92_4772;

    /// The same of the file of the many sets.
    const HASH_OF_MANY: u64 = 0x0442_2144_85ba_4ef8;

    /// The same of the file of small words.
    const HASH_OF_SMALL: u64 = 0xa08e_c8ac_ce46_2659;

    #[test]
    fn the_data_files_are_those_that_the_readme_speaks_of() {
        for (bytes, known) in [(EMBEDDED, HASH), (MANY, HASH_OF_MANY), (SMALL, HASH_OF_SMALL)] {
            let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            assert_eq!(hash, known);
            assert!(ConfusionModel::new(bytes).is_some());
        }
    }

    /// The likeliest other word of a set where the word number `at` of a sentence is written, and its lead.
    fn judge(set: &[&str], written: usize, text: &str, at: usize) -> (usize, f32) {
        let mut cut = Vec::new();
        tokens::tokenize(text, TextSpan::new(0, text.len() as u32), &mut cut);
        let mut tagged = cut.clone();
        Tagger::embedded().tag(text, &mut tagged);
        let model = ConfusionModel::new(EMBEDDED).expect("the data file");
        let set = set_key(set.iter().copied());
        let slack = f32::INFINITY;
        let leads =
            Leads { model: &model, set, count: 2, written, word: None, odds: 1.0, slack, early: None, many: false };
        let best = leads.best(text, &cut, at, at + 1, |index| tagged.get(index).map(|token| token.tag));
        best.expect("nothing is dismissed")
    }

    #[test]
    fn what_stands_around_decides() {
        let (other, lead) = judge(&["then", "than"], 0, "It is more then a pier.", 3);
        assert!(other == 1 && lead > 3.0, "{lead}");
        let (_, lead) = judge(&["then", "than"], 1, "It is more than a pier.", 3);
        assert!(lead < -3.0, "{lead}");
    }

    #[test]
    fn other_bytes_are_no_model() {
        assert!(ConfusionModel::new(b"").is_none());
        assert!(ConfusionModel::new(&[b'c'; 400]).is_none());
        assert!(!ConfusionModel::new(EMBEDDED).expect("the data file").knows(1));
    }
}
