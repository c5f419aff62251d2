//! `collocation`: a word in the company of the words that go with another.
//!
//! ```toml
//! [[rule]]
//! kind = "collocation"
//! sets = [
//!   { swap = { bail = "bale", bails = "bales" }, with = "hay|straw|silage", without = "court|judge" },
//! ]
//! ```
//!
//! “Bail” is right beside a judge and wrong beside hay. A hit needs a word of `with` in the same sentence, or several of
//! them in the draft, or what `after` and `before` name right beside it, and none of `without` around it. A word that is
//! hardly ever meant (`rare`) needs no more than that. A word with a capital that does not begin the sentence is a name,
//! and one with a hyphen half a word: neither is looked at. Where the words beside it do not tell (“their”, “than”), a
//! sequence or a confusion does.

use super::swap::{self, SwapPair};
use super::{Anchor, Check, Data, Hit, Place, Scene};
use crate::document::{Case, Document, Token, TokenKind};
use crate::engine::index::Gate;
use crate::engine::pack::read_probe;
use crate::engine::probe::Probe;
use crate::engine::reader::{Item, Reader};
use crate::engine::template;
use crate::list::{Lists, Seq, Text, word_hash};
use std::ops::Range;

/// How many tokens on each side of a word are looked at where a set does not say.
const WITHIN: u32 = 14;
/// How far `without` is looked for, in tokens on each side: a story of courts is one in the next clause, too.
const WITHOUT: u32 = 40;
/// From how many different words of `with` on a draft is about what is meant.
const TOPIC: usize = 3;
/// How often a draft writes a word that it is about.
const OFTEN: usize = 3;
/// How many bits of an anchor's item count the forms of a set.
const FORM_BITS: u32 = 6;
/// The item of a hit for which the sentence itself speaks.
const SURE: u32 = u32::MAX;
/// How many forms a set may have.
const MOST_FORMS: u32 = 1 << FORM_BITS;

/// Keys of `kind = "collocation"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Collocation {
    /// `sets`: an array of tables, one for each word that is taken for another.
    pub sets: Seq<Company>,
}

/// One set of a collocation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Company {
    /// `swap`: a table from what is written to what is meant, each form of the word by itself, as the kind `swap` has it.
    pub swaps: Seq<SwapPair>,
    /// `with`: words that go with what is meant, and not with what is written, between bars. Their plurals in “-s” count
    /// too. Hashes, in order.
    pub with: Seq<u64>,
    /// `without`: words that go with what is written.
    pub without: Seq<u64>,
    /// `within`: how many tokens away a word of `with` may stand; 14 where nothing is said.
    pub within: u32,
    /// `topic`: several words of `with` anywhere in the draft tell, too.
    pub topic: bool,
    /// `rare`: the word is so rarely meant that it is wrong wherever nothing excuses it.
    pub rare: bool,
    /// `after`: what tells by itself where it stands right before the word.
    pub after: Seq<Probe>,
    /// `before`: what tells by itself where it stands right behind it.
    pub before: Seq<Probe>,
    /// `not-after`: what must not stand right before the word.
    pub not_after: Seq<Probe>,
    /// `not-before`: what must not stand right behind it.
    pub not_before: Seq<Probe>,
}

impl Collocation {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let items = reader.items("sets");
        if items.is_empty() {
            reader.problem_here(
                "`sets` is missing",
                "write sets = [{ swap = { bail = \"bale\" }, with = \"hay|straw\" }]",
            );
        }
        Data::Collocation(Self { sets: items.iter().filter_map(read_set).collect() })
    }

    /// A form with its set and what is meant by it.
    fn form(&self, item: u32) -> Option<(&Company, &SwapPair)> {
        let set = self.sets.get((item >> FORM_BITS) as usize)?;
        Some((set, set.swaps.get((item & (MOST_FORMS - 1)) as usize)?))
    }
}

fn read_set(item: &Item<'_, '_>) -> Option<Company> {
    let Some(mut table) = item.table() else {
        item.problem("a set is a table", "write { swap = { bail = \"bale\" }, with = \"hay|straw\" }");
        return None;
    };
    let swaps: Seq<SwapPair> = table.item("swap").map(|item| swap::read_table(&item)).unwrap_or_default().into();
    let with = hashes(&table.texts("with"));
    let mut probes = |key: &str| table.items(key).iter().filter_map(read_probe).collect::<Seq<Probe>>();
    let [after, before, not_after, not_before] = ["after", "before", "not-after", "not-before"].map(&mut probes);
    let rare = table.flag("rare").unwrap_or(false);
    let tells = rare || !with.is_empty() || !after.is_empty() || !before.is_empty();
    if swaps.is_empty() || !tells {
        let help = "write { swap = { bail = \"bale\" }, with = \"hay|straw\" }";
        table.problem_here("a set needs `swap`, and what tells: `with`, `after`, `before` or `rare`", help);
    }
    if swaps.len() > MOST_FORMS as usize {
        table.problem_at_key("swap", "a set has at most 64 forms", "split it");
    }
    let company = Company {
        swaps,
        with,
        without: hashes(&table.texts("without")),
        within: table.number("within", 1..=200).map_or(WITHIN, |number| number as u32),
        topic: table.flag("topic").unwrap_or(false),
        rare,
        after,
        before,
        not_after,
        not_before,
    };
    table.finish();
    Some(company)
}

/// The words and their plurals, as hashes in order.
fn hashes(words: &[Text]) -> Seq<u64> {
    let words = words.iter().flat_map(|text| text.split('|'));
    let mut hashes: Vec<u64> = words.flat_map(|word| [word_hash(word), word_hash(&format!("{word}s"))]).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

impl Company {
    /// The first word of a list in a range of tokens.
    fn find(words: &[u64], scene: &Scene<'_>, range: Range<u32>) -> Option<u32> {
        let tokens = scene.document.tokens.get(range.start as usize..range.end as usize)?;
        let found = |token: &Token| token.kind == TokenKind::Word && words.binary_search(&token.word).is_ok();
        tokens.iter().position(found).map(|index| range.start + index as u32)
    }

    /// Whether the word at `range` is in its own company.
    fn is_excused(&self, scene: &Scene<'_>, range: &Range<u32>, bounds: &Range<u32>) -> bool {
        behind(&self.not_after, scene, range, bounds)
            .or_else(|| ahead(&self.not_before, scene, range, bounds))
            .is_some()
            || Self::find(&self.without, scene, around(range, WITHOUT, bounds)).is_some()
    }

    /// The place of the word in its sentence that gives it away.
    fn evidence(&self, scene: &Scene<'_>, range: &Range<u32>, bounds: &Range<u32>) -> Option<u32> {
        let near = around(range, self.within, bounds);
        behind(&self.after, scene, range, bounds)
            .or_else(|| ahead(&self.before, scene, range, bounds))
            .or_else(|| Self::find(&self.with, scene, near.start..range.start))
            .or_else(|| Self::find(&self.with, scene, range.end..near.end))
    }

    /// The place of the first word of `with` in a draft that has several.
    fn topic_of(&self, document: &Document) -> Option<u32> {
        // Most tokens are told apart from all words by a few bits.
        let bit = |word: u64| 1_u64 << (word & 63);
        let bits = self.with.iter().fold(0, |all, word| all | bit(*word));
        let tokens = (0..).zip(&document.tokens).filter(|(_, token)| bits & bit(token.word) != 0);
        let words = tokens.filter(|(_, token)| token.kind == TokenKind::Word);
        let mut found: Vec<(u64, u32)> = Vec::new();
        for (place, token) in words {
            if self.with.binary_search(&token.word).is_ok() && !found.iter().any(|(word, _)| *word == token.word) {
                found.push((token.word, place));
                if found.len() == TOPIC {
                    return found.first().map(|(_, place)| *place);
                }
            }
        }
        None
    }
}

/// Where one of the probes fits right before a range.
fn behind(probes: &[Probe], scene: &Scene<'_>, range: &Range<u32>, bounds: &Range<u32>) -> Option<u32> {
    let fits = |probe: &Probe| probe.backward(scene.document, scene.lists, range.start, bounds);
    probes.iter().find_map(fits).map(|fit| fit.tokens.start)
}

/// Where one of the probes fits right behind a range.
fn ahead(probes: &[Probe], scene: &Scene<'_>, range: &Range<u32>, bounds: &Range<u32>) -> Option<u32> {
    let fits = |probe: &Probe| probe.forward(scene.document, scene.lists, range.end, bounds);
    probes.iter().find_map(fits).map(|fit| fit.tokens.start)
}

/// The tokens at most `reach` away from a range, inside its sentence.
fn around(range: &Range<u32>, reach: u32, bounds: &Range<u32>) -> Range<u32> {
    range.start.saturating_sub(reach).max(bounds.start)..range.end.saturating_add(reach).min(bounds.end)
}

/// Whether a sentence has the word that is meant, too: whoever writes both knows which is which.
fn is_told_apart(scene: &Scene<'_>, pair: &SwapPair, sentence: &Range<u32>) -> bool {
    let tokens = scene.document.tokens.get(sentence.start as usize..sentence.end as usize).unwrap_or_default();
    let meant = |token: &Token| pair.to.iter().any(|text| word_hash(text) == token.word);
    tokens.iter().any(meant)
}

/// Whether the draft writes the word of a hit so often that it is about it: a story of pears, of ice floes.
fn is_topic(document: &Document, hit: &Hit) -> bool {
    let Place::Text(span) = hit.place else { return false };
    let word = document.tokens.get(document.token_at(span.start) as usize).map(|token| token.word);
    document.tokens.iter().filter(|token| Some(token.word) == word).nth(OFTEN - 1).is_some()
}

/// Whether the word has a capital for another reason than that it begins the sentence.
fn is_part_of_name(document: &Document, range: &Range<u32>) -> bool {
    let Some(token) = document.tokens.get(range.start as usize) else { return true };
    let sentence = document.sentences.get(document.sentence_of(range.start) as usize);
    let begins = sentence.is_some_and(|sentence| sentence.tokens.start == range.start);
    token.case != Case::Lower && !(begins && token.case == Case::Capital)
}

/// Whether a hyphen ties the word to another.
fn is_half(document: &Document, range: &Range<u32>) -> bool {
    let is_hyphen = |token: u32| document.word(token) == "-";
    let tied_before = range.start > 0
        && is_hyphen(range.start - 1)
        && document.tokens.get(range.start as usize).is_some_and(|token| !token.space_before);
    let tied_behind =
        is_hyphen(range.end) && document.tokens.get(range.end as usize).is_some_and(|token| !token.space_before);
    tied_before || tied_behind
}

impl Check for Collocation {
    fn anchors(&self, _: &Lists) -> Vec<Anchor> {
        let of_set = |(number, set): (u32, &Company)| {
            let forms =
                (0..).zip(&set.swaps).map(|(index, pair)| (number << FORM_BITS | index, pair.from.words.first()));
            forms.filter_map(|(item, word)| Some(Anchor { word: *word?, item })).collect::<Vec<_>>()
        };
        (0..).zip(&self.sets).flat_map(of_set).collect()
    }

    fn gate(&self, item: u32, _: &Lists) -> Gate {
        self.form(item).map_or(Gate::OPEN, |(_, pair)| Gate::of_form(&pair.from))
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let Some((company, pair)) = self.form(item) else { return };
        let document = scene.document;
        if !pair.from.starts(document.tokens.get(token as usize..).unwrap_or_default()) {
            return;
        }
        let range = token..token + pair.from.words.len() as u32;
        if document.block_of(range.end - 1) != document.block_of(token) {
            return;
        }
        if is_part_of_name(document, &range) || is_half(document, &range) {
            return;
        }
        let Some(sentence) = document.sentences.get(document.sentence_of(token) as usize) else { return };
        let evidence = company.evidence(scene, &range, &sentence.tokens);
        let is_sure = evidence.is_some() || company.rare;
        let is_excused =
            || is_told_apart(scene, pair, &sentence.tokens) || company.is_excused(scene, &range, &sentence.tokens);
        if !(is_sure || company.topic) || is_excused() {
            return;
        }
        let mut hit = Hit::new(document.span_of(range.clone()));
        hit.item = if is_sure { SURE } else { item >> FORM_BITS };
        let written = document.slice(document.span_of(range));
        let hit = with_evidence(document, hit, evidence);
        hits.push(pair.to.iter().fold(hit, |hit, meant| hit.replace(template::cased(written, meant))));
    }

    fn settles(&self) -> bool {
        true
    }

    /// What its sentence does not tell, the draft does; and a word that it writes again and again is meant.
    fn settle(&self, scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        let mut topics: Vec<(u32, Option<u32>)> = Vec::new();
        let mut settled = Vec::new();
        for hit in hits.into_iter().filter(|hit| !is_topic(scene.document, hit)) {
            if hit.item == SURE {
                settled.push(hit);
                continue;
            }
            let known = topics.iter().find(|(set, _)| *set == hit.item).map(|(_, place)| *place);
            let topic = known.unwrap_or_else(|| {
                let place = self.sets.get(hit.item as usize).and_then(|set| set.topic_of(scene.document));
                topics.push((hit.item, place));
                place
            });
            settled.extend(topic.map(|place| with_evidence(scene.document, hit, Some(place))));
        }
        settled
    }
}

/// The hit with the word that gives it away as a label.
fn with_evidence(document: &Document, hit: Hit, evidence: Option<u32>) -> Hit {
    match evidence.map(|place| document.span_of(place..place + 1)) {
        Some(span) => hit.value("with", document.slice(span)).label("with", span),
        None => hit,
    }
}
