//! `sequence`: tokens one after the other in a sentence, by word, list, shape and place.
//!
//! ```toml
//! sequence = ["<start>", "[word=@sentence-adverbs(level=strong)]", "the|a|an", "<word>{1,4} except @verbs", "@verbs"]
//! replace = "{word.adv},"
//! ```
//!
//! A step written as text is made of alternatives between `|`, each a [`Probe`]: `the`, `@list`, `<lower>`. Around them:
//! `[…]` marks the reported place; `name=` gives the words a name for templates; `!` in front means that none of them may
//! follow; `?`, `*`, `+`, `{2}`, `{0,3}` behind say how often; `except …` takes some away. An alternative may ask for
//! fields of its list's entry, for a case and for parts of speech: `@list(level=strong, !person, :lower)`, `led(#VBN)`,
//! `<word>(!#NOUN/PROPN)`; `#VERB` alone is any word that is a verb. A table says the same in full. Parts of speech are
//! those of Universal Dependencies (`VERB`) or of the Penn Treebank (`VBD`); only sentences in which all else fits up to
//! such a step are tagged. `~take` is any form of “take”, and `{name~make}` in `replace` is “make” in the form that the words
//! of the step `name` have: “took” becomes “made”.

pub(super) mod beside;
mod ends;
mod step;
mod walk;

use super::{Anchor, Check, Data, Hit, Scene};
pub use crate::document::inflection::Inflection;
use crate::engine::index::Gate;
use crate::engine::probe::Probe;
use crate::engine::reader::{Item, Reader};
use crate::finding::Safety;
use crate::list::{Lists, Seq, Text};
pub use ends::SequenceEnds;
pub(super) use step::parse_tags;
pub use step::{SequenceCase, SequenceChoice, SequenceField, SequenceStep};
use walk::Walk;

/// Keys of `kind = "sequence"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sequence {
    /// `sequence`: the steps; or `sequences`: several such, each an array of steps or a table with `steps`, and, where it
    /// differs from the rule, `replace`, `fix` and `soft`.
    pub sequences: Seq<SequenceSteps>,
    /// `replace`: what to write at the marked place; several are alternatives. A template; the case is kept.
    pub replace: Seq<Text>,
    /// `unless-sequences`: sequences that are right; what overlaps one of them is no hit.
    pub right: Seq<Seq<SequenceStep>>,
    /// `also`: steps that must be found somewhere in the draft for the rule to speak. The place is the label `also`, its
    /// words the value.
    pub also: Seq<SequenceStep>,
}

/// One sequence of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SequenceSteps {
    /// Its steps.
    pub steps: Seq<SequenceStep>,
    /// Its own replacements; empty: the rule's.
    pub replace: Seq<Text>,
    /// `fix`: how far its fixes may be trusted, where that is less than the rule says.
    pub safety: Option<Safety>,
    /// Whether its hits are of the rule's milder form.
    pub soft: bool,
    /// Whether a step asks for a part of speech, and the steps take the same tokens with parts of speech left aside.
    pub tagged: bool,
}

/// What a message can ask for whatever the steps are.
const GIVEN: [&str; 2] = ["text", "fix"];

/// The most steps of a sequence: an anchor's item holds the number of the step in its low bits.
const MOST_STEPS: usize = 64;

impl Sequence {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let read = Self::read_frames(reader);
        if read.sequences.is_empty() {
            reader.problem_here("`sequence` is missing", "write the steps: sequence = [\"could|would\", \"of\"]");
        }
        let mut items: Vec<Item<'_, '_>> = reader.item("sequence").into_iter().collect();
        items.extend(reader.items("sequences"));
        let message = reader.text("message").unwrap_or_default();
        // A sequence that could not be read has its own problem.
        if items.len() == read.sequences.len() {
            for (item, sequence) in items.iter().zip(&read.sequences) {
                check_names(item, sequence, &message, !read.also.is_empty());
            }
        }
        Data::Sequence(read)
    }

    /// What the keys of this kind say, for a kind that has sequences besides its own means.
    pub(super) fn read_frames(reader: &mut Reader<'_, '_>) -> Self {
        let mut sequences = Vec::new();
        if let Some(item) = reader.item("sequence") {
            sequences.extend(read_steps(&item));
        }
        for item in reader.items("sequences") {
            sequences.extend(if item.is_table() { read_table(&item) } else { read_steps(&item) });
        }
        let also = reader.item("also").map(|item| steps(&item)).unwrap_or_default();
        let right = reader.items("unless-sequences").iter().filter_map(read_steps).map(|read| read.steps).collect();
        Self { sequences: sequences.into(), replace: reader.texts("replace"), right, also }
    }
}

/// Reports what the message of the rule asks for and no step of a sequence is named.
fn check_names(item: &Item<'_, '_>, sequence: &SequenceSteps, message: &str, also: bool) {
    let asked = message.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    for name in asked.filter(|name| !GIVEN.contains(name) && !name.is_empty() && (!also || *name != "also")) {
        let is_number = name.parse::<usize>().is_ok_and(|number| (1..=sequence.steps.len()).contains(&number));
        if !is_number && !sequence.steps.iter().any(|step| &*step.name == name) {
            let problem = format!("no step is named `{name}`, and the message asks for it");
            item.problem(problem, format!("name the step that it stands for: \"[{name}=…]\""));
        }
    }
}

fn steps(item: &Item<'_, '_>) -> Seq<SequenceStep> {
    item.items().iter().filter_map(SequenceStep::read).collect()
}

fn read_steps(item: &Item<'_, '_>) -> Option<SequenceSteps> {
    let steps = steps(item);
    if steps.len() > MOST_STEPS {
        item.problem("the sequence is too long", format!("write at most {MOST_STEPS} steps"));
    }
    if !steps.iter().any(SequenceStep::can_anchor) {
        item.problem(
            "the sequence has no step of words that must be there",
            "add a word, a phrase or a list: it is what the scan looks for",
        );
        return None;
    }
    // Behind the last step nothing is left to fit, however much it takes.
    let but_last = steps.split_last().map_or(&steps[..], |(_, others)| others);
    let tagged = steps.iter().any(SequenceStep::asks_tags) && but_last.iter().all(SequenceStep::is_even);
    Some(SequenceSteps { steps, tagged, ..SequenceSteps::default() })
}

fn read_table(item: &Item<'_, '_>) -> Option<SequenceSteps> {
    let mut table = item.table()?;
    let sequence = match table.item("steps") {
        Some(item) => read_steps(&item),
        None => {
            table.problem_here("`steps` is missing", "write steps = [\"could|would\", \"of\"]");
            None
        }
    };
    let replace = table.texts("replace");
    let safety = table.choice("fix", &[("safe", Safety::Safe), ("suggest", Safety::Suggest)]);
    let soft = table.flag("soft").unwrap_or(false);
    table.finish();
    sequence.map(|sequence| SequenceSteps { replace, safety, soft, ..sequence })
}

impl Sequence {
    fn try_at(&self, scene: &Scene<'_>, item: u32, token: u32) -> Option<Hit> {
        let (number, index) = (item as usize / MOST_STEPS, item as usize % MOST_STEPS);
        let sequence = self.sequences.get(number)?;
        let walk = || Walk::new(scene.document, scene.lists, &sequence.steps, token);
        if sequence.tagged && !walk()?.may_run(index, token) {
            return None;
        }
        let found = walk()?.run(index, token)?;
        if self.is_right(scene, &found.tokens(), token) {
            return None;
        }
        let replace = if sequence.replace.is_empty() { &self.replace } else { &sequence.replace };
        let mut hit = found.hit(scene, replace)?;
        hit.soft = sequence.soft;
        for fix in &mut hit.fixes {
            fix.safety = sequence.safety.unwrap_or(fix.safety);
        }
        Some(hit)
    }

    /// Whether tokens overlap a sequence that is right, in the sentence of a token.
    pub(super) fn is_right(&self, scene: &Scene<'_>, tokens: &std::ops::Range<u32>, token: u32) -> bool {
        let document = scene.document;
        let sentence = document.sentences.get(document.sentence_of(token) as usize);
        let bounds = sentence.map_or(token..token, |sentence| sentence.tokens.clone());
        self.right.iter().any(|steps| {
            let Some(anchor) = steps.iter().position(SequenceStep::can_anchor) else { return false };
            bounds.clone().any(|token| {
                let found = Walk::new(document, scene.lists, steps, token).and_then(|walk| walk.run(anchor, token));
                found.is_some_and(|found| {
                    let right = found.tokens();
                    right.start < tokens.end && tokens.start < right.end
                })
            })
        })
    }

    /// The first place in the draft where the steps of `also` are found.
    fn find_also(&self, scene: &Scene<'_>) -> Option<crate::document::TextSpan> {
        let document = scene.document;
        let first = self.also.first().filter(|step| step.can_anchor());
        let words: Option<Vec<u64>> =
            first.map(|step| step.words(scene.lists).into_iter().map(|(word, _)| word).collect());
        (0..document.tokens.len() as u32).find_map(|token| {
            let may_fit = words.as_ref().is_none_or(|words| words.contains(&document.tokens[token as usize].word));
            if !may_fit || !scene.in_scope(token) {
                return None;
            }
            let found = Walk::new(document, scene.lists, &self.also, token)?.run(0, token)?;
            Some(document.span_of(found.tokens()))
        })
    }
}

impl Check for Sequence {
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for (number, sequence) in self.sequences.iter().enumerate() {
            let choices = sequence.steps.iter().enumerate().filter(|(_, step)| step.can_anchor());
            let cost = |words: &[(u64, u32)]| words.iter().map(|(_, count)| u64::from(*count)).sum::<u64>();
            let best = choices.map(|(index, step)| (index, step.words(lists))).min_by_key(|(_, words)| cost(words));
            let Some((index, words)) = best else { continue };
            let item = (number * MOST_STEPS + index) as u32;
            let mut hashes: Vec<u64> = words.into_iter().map(|(word, _)| word).collect();
            hashes.sort_unstable();
            hashes.dedup();
            anchors.extend(hashes.into_iter().map(|word| Anchor { word, item }));
        }
        anchors
    }

    fn gate(&self, item: u32, lists: &Lists) -> Gate {
        let (number, index) = (item as usize / MOST_STEPS, item as usize % MOST_STEPS);
        self.sequences.get(number).map_or(Gate::OPEN, |sequence| beside::gate(&sequence.steps, index, lists))
    }

    fn lists(&self) -> Vec<&str> {
        let steps = self.sequences.iter().flat_map(|sequence| &sequence.steps).chain(&self.also);
        let steps = steps.chain(self.right.iter().flatten());
        let probes = steps.flat_map(|step| step.any.iter().chain(&step.except)).map(|choice| &choice.probe);
        probes
            .filter_map(|probe| match probe {
                Probe::List(name) => Some(&**name),
                _ => None,
            })
            .collect()
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        hits.extend(self.try_at(scene, item, token));
    }

    fn settles(&self) -> bool {
        !self.also.is_empty()
    }

    fn settle(&self, scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        let Some(also) = self.find_also(scene) else { return Vec::new() };
        let text = scene.document.slice(also);
        hits.into_iter().map(|hit| hit.value("also", text).label("also", also)).collect()
    }
}
