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

mod lines;
pub mod model;
pub mod place;

use super::sequence::{Sequence, parse_tags};
use super::{Anchor, Check, Data, Hit, Place as Spot, Scene};
use crate::document::{Case, Document, Tag, Tagger, Token, tokens};
use crate::engine::index::Gate;
use crate::engine::pack::read_probe;
use crate::engine::probe::Probe;
use crate::engine::reader::Reader;
use crate::engine::template;
use crate::list::{Form, ListName, Lists, Seq, Text};
use model::{ConfusionModel, MOST_WORDS, Sums, set_key};
use place::{Around, Place};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The weights of the program.
static EMBEDDED: &[u8] = include_bytes!("../../../model/confusion.bin");

/// The model of the program.
static MODEL: LazyLock<Option<ConfusionModel<'static>>> = LazyLock::new(|| ConfusionModel::new(EMBEDDED));

/// Keys of `kind = "confusion"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Confusion {
    /// `words`: the set, two to four words; one with an apostrophe (“it's”) stands for both its tokens.
    pub words: Seq<Form>,
    /// `odds`: how many times likelier another word must be; a number, or one for each word that may be written. A word
    /// with 0 is never a hit.
    pub odds: Seq<u32>,
    /// `pairs`: in place of `words`, lists whose entries name in the field `field` what they are taken for. Only the
    /// words of the lists are looked at. The model judges all pairs as one: adjective or adverb.
    pub pairs: Seq<ListName>,
    /// `field`: see `pairs`.
    pub field: Text,
    /// `behind`: one of these must stand right before a word that is judged; empty: anything.
    pub behind: Seq<Probe>,
    /// `unlike`: words of the lists that are never judged.
    pub unlike: Seq<Form>,
    /// `previous`, `next`: which parts of speech the token before must have, and which the one behind can have (`!DET`,
    /// `VERB/AUX`); bit n for the tag with index n, 0 for any.
    pub beside: [u64; 2],
    /// `sequence`, `sequences`, `replace`: frames in which the words are wrong whatever the odds; see `sequence`.
    pub frames: Sequence,
    /// The number of the set in the model.
    pub set: u64,
}

/// The words under whose number the model has learnt adjectives and adverbs.
pub const PAIRS: [&str; 2] = ["<adjective>", "<adverb>"];

impl Confusion {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let odds = read_odds(reader).unwrap_or_else(|| vec![1000].into());
        if reader.has("pairs") {
            return Data::Confusion(Self { odds, ..Self::read_pairs(reader) });
        }
        let words: Seq<Form> = reader.texts("words").iter().map(|text| tokens::form(text)).collect();
        if !(2..=MOST_WORDS).contains(&words.len()) {
            reader.problem_here("`words` is not a set", "write two to four words: words = [\"then\", \"than\"]");
        }
        let set = set_key(words.iter().map(|form| &*form.text));
        if !MODEL.as_ref().is_some_and(|model| model.knows(set)) && !EMBEDDED.is_empty() {
            let help = "take a set of the default rules, in their order; others want training: see `model/README.md`";
            reader.problem_at_key("words", "the model knows no such set", help);
        }
        Data::Confusion(Self { words, odds, set, ..Self::default() })
    }

    fn read_pairs(reader: &mut Reader<'_, '_>) -> Self {
        let pairs = reader.texts("pairs").iter().map(|name| ListName::from(name.trim_start_matches('@'))).collect();
        let mut tags = |key: &str| {
            let item = reader.item(key)?;
            let text = item.text()?;
            let names = text.trim_start_matches('!');
            let read = parse_tags(names).map(|tags| if text.starts_with('!') { !tags } else { tags });
            read.map_err(|message| item.problem(message, "write `VERB/AUX`, or `!DET` for all others")).ok()
        };
        let beside = [tags("previous").unwrap_or_default(), tags("next").unwrap_or_default()];
        Self {
            pairs,
            field: reader.text("field").unwrap_or_default(),
            behind: reader.items("behind").iter().filter_map(read_probe).collect(),
            unlike: reader.texts("unlike").iter().map(|text| tokens::form(text)).collect(),
            beside,
            frames: Sequence::read_frames(reader),
            set: set_key(PAIRS.into_iter()),
            ..Self::default()
        }
    }

    /// The odds for one of the words.
    pub fn odds_of(&self, written: usize) -> u32 {
        self.odds.get(written).or_else(|| self.odds.last()).copied().unwrap_or_default()
    }

    /// Judges a place where a word of the set is written. `None` where the word is right.
    fn judge(&self, document: &Document, written: usize, token: u32, length: usize) -> Option<usize> {
        let model = MODEL.as_ref()?;
        model.count();
        let odds = self.odds_of(written);
        let sentence = document.sentences.get(document.sentence_of(token) as usize)?;
        let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
        let own = document.tokens.get(range)?;
        let start = token.checked_sub(sentence.tokens.start)? as usize;
        let (count, word) = match self.words.len() {
            0 => (2, own.get(start).map(|token| token.word)),
            count => (count, None),
        };
        let least = (odds as f32).ln();
        let leads = Leads { model, set: self.set, count, written, word, least, slack: SLACK, early: true };
        let tag = |index: usize| own.get(index).map(|_| document.tag(sentence.tokens.start + index as u32));
        let (best, lead) = leads.best(&document.text, own, start, start + length, tag)?;
        (odds > 0 && lead >= least).then_some(best)
    }

    /// What should be written in the place of a word that is the set’s or the list’s, and how many tokens it has.
    fn meant(&self, scene: &Scene<'_>, item: u32, token: u32) -> Option<(String, u32)> {
        let document = scene.document;
        let rest = document.tokens.get(token as usize..)?;
        if self.words.is_empty() {
            let own = rest.first()?;
            let entry = self.pairs.iter().find_map(|list| scene.lists.named(list).word(own.word))?;
            self.is_behind(scene, token).then(|| self.judge(document, 0, token, 1))??;
            return self
                .fits_beside(document, token)
                .then(|| (entry.text(&self.field).unwrap_or_default().to_owned(), 1));
        }
        let written = item as usize;
        let form = self.words.get(written)?;
        let best = form.starts(rest).then(|| self.judge(document, written, token, form.words.len()))??;
        Some((self.words.get(best)?.text.to_string(), form.words.len() as u32))
    }
}

impl Confusion {
    /// Whether what `behind` asks for stands before a token.
    fn is_behind(&self, scene: &Scene<'_>, token: u32) -> bool {
        let document = scene.document;
        let sentence = document.sentences.get(document.sentence_of(token) as usize);
        let bounds = sentence.map_or(token..token, |sentence| sentence.tokens.clone());
        let holds = |probe: &Probe| probe.backward(document, scene.lists, token, &bounds).is_some();
        self.behind.is_empty() || self.behind.iter().any(holds)
    }

    /// Whether the tokens before and behind have the parts of speech that they must have. A wrong adjective makes a noun of
    /// the verb behind it (“he current stars”), so that the word behind need only be one that can have such a part of speech.
    fn fits_beside(&self, document: &Document, token: u32) -> bool {
        let [before, behind] = self.beside;
        let tag = |at: Option<u32>| at.map_or(Tag::Unknown, |at| document.tag(at));
        let among = |tags: u64, tag: Tag| tags == 0 || tags >> tag.index() & 1 == 1;
        let may_be = || {
            let next = document.tokens.get(token as usize + 1)?;
            let class = Tagger::embedded().class(document.word(token + 1), next);
            Some(class.tags & behind != 0)
        };
        !is_in_row(document, token)
            && among(before, tag(token.checked_sub(1)))
            && (among(behind, tag(Some(token + 1))) || may_be().unwrap_or(false))
    }
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

fn read_odds(reader: &mut Reader<'_, '_>) -> Option<Seq<u32>> {
    let items = reader.items("odds");
    let numbers: Seq<u32> =
        items.iter().filter_map(|item| item.number()).filter_map(|number| u32::try_from(number).ok()).collect();
    (!numbers.is_empty()).then_some(numbers)
}

/// The item of an anchor that leads to the model and not to a frame.
const JUDGED: u32 = 1 << 30;

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
    /// What another word must lead by to be of interest. Where the words around leave it further behind than tags may make
    /// up for, no tags are asked.
    pub least: f32,
    /// How much that is, beside what grows with `least`.
    pub slack: f32,
    /// Whether places that the nearest neighbours speak against are dismissed.
    pub early: bool,
}

/// By how much the lead may grow after all words around are read: so much, and this share of what is asked for.
pub const SLACK: f32 = 3.0;
const GROWTH: f32 = 0.6;

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
        let near = Place::near(tagger, text, sentence, start, end);
        if self.early && self.is_dismissed(&near) {
            return None;
        }
        let place = near.whole(tagger, text, sentence, start, end);
        let mut sums = [0; MOST_WORDS];
        place.words(|feature| self.model.add(self.set, feature, &mut sums));
        if let Some(word) = self.word {
            place.own(word, |feature| self.model.add(self.set, feature, &mut sums));
        }
        if self.lead(&sums).1 < self.least * (1.0 - GROWTH) - self.slack {
            return None;
        }
        place.tagged(&Around::new(tag, start, end), |feature| self.model.add(self.set, feature, &mut sums));
        Some(self.lead(&sums))
    }

    fn is_dismissed(&self, near: &Place) -> bool {
        let set = early_set(self.set);
        let mut sums = [0; MOST_WORDS];
        near.early(|feature| self.model.add(set, feature, &mut sums));
        if let Some(word) = self.word {
            near.own(word, |feature| self.model.add(set, feature, &mut sums));
        }
        let others = (0..self.count.min(MOST_WORDS)).filter(|word| *word != self.written);
        let highest = others.map(|word| sums[word]).max().unwrap_or_default();
        highest - sums[self.written] < self.model.early_limit(self.set, self.written)
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

/// Whether a sentence begins with a token, marks aside.
fn is_head(document: &Document, token: u32) -> bool {
    let sentence = document.sentences.get(document.sentence_of(token) as usize);
    sentence.is_some_and(|sentence| {
        (sentence.tokens.start..token).all(|before| matches!(document.word(before), "“" | "\"" | "‘" | "'" | "(" | "…"))
    })
}

impl Check for Confusion {
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        if self.words.is_empty() {
            let mut anchors = self.frames.anchors(lists);
            let entries = self.pairs.iter().flat_map(|list| &lists.named(list).entries).flat_map(|entry| &entry.forms);
            let judged = entries.filter(|form| !self.unlike.iter().any(|other| other.words == form.words));
            anchors.extend(judged.filter_map(|form| Some(Anchor { word: *form.words.first()?, item: JUDGED })));
            return anchors;
        }
        let firsts = self.words.iter().enumerate().filter(|(written, _)| self.odds_of(*written) > 0);
        firsts.filter_map(|(item, form)| Some(Anchor { word: *form.words.first()?, item: item as u32 })).collect()
    }

    fn lists(&self) -> Vec<&str> {
        self.pairs.iter().map(|list| &**list).chain(self.frames.lists()).collect()
    }

    fn gate(&self, item: u32, lists: &Lists) -> Gate {
        if self.words.is_empty() && item != JUDGED { self.frames.gate(item, lists) } else { Gate::OPEN }
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        if self.words.is_empty() && item != JUDGED {
            return self.frames.at(scene, item, token, hits);
        }
        let document = scene.document;
        if is_name(document, token) {
            return;
        }
        let Some((word, length)) = self.meant(scene, item, token) else { return };
        let span = document.span_of(token..token + length);
        let (old, new) = (document.slice(span), template::cased(document.slice(span), &word));
        let mut hit =
            Hit::new(span).value("word", old).value(format!("word.{}", &*self.field), new.clone()).replace(new);
        hit.item = JUDGED;
        hits.push(hit);
    }

    fn settles(&self) -> bool {
        !self.frames.sequences.is_empty()
    }

    /// Where a frame says the same as the model, the frame knows better how to mend it.
    fn settle(&self, _: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        let start = |hit: &Hit| match hit.place {
            Spot::Text(span) => span.start,
            Spot::File(span) => span.start,
        };
        let framed: HashSet<u32> = hits.iter().filter(|hit| hit.item != JUDGED).map(start).collect();
        hits.into_iter().filter(|hit| hit.item != JUDGED || !framed.contains(&start(hit))).collect()
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

    #[test]
    fn the_data_file_is_the_one_that_the_readme_speaks_of() {
        let hash = EMBEDDED.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        assert_eq!(hash, HASH);
        assert!(ConfusionModel::new(EMBEDDED).is_some());
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
        let leads = Leads { model: &model, set, count: 2, written, word: None, least: 0.0, slack, early: false };
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
