//! Ends: what the alternatives of a step have next to the place they are held to, made ready once.

use super::beside;
use super::step::SequenceChoice;
use crate::engine::probe::{Probe, ProbeWords};
use crate::list::{Form, Seq};

/// Stands for the word of a phrase without words, which fits nowhere.
const NOWHERE: u64 = u64::MAX;
/// Stands for the word of an alternative that is one of several words.
pub(super) const AMONG: u64 = u64::MAX - 1;

/// What the alternatives of a step have next to the place they are held to. A step may have hundreds, and most places are
/// told by this alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SequenceEnds {
    /// The word of each alternative that is a phrase; the greatest number but one of several words; 0 of the others.
    pub words: Seq<u64>,
    /// A bit for each of these words.
    pub few: u64,
    /// The alternatives that are no phrases, by their numbers, each with the bits of the tokens that it may fit
    /// ([`Near::bits`](crate::engine::index::Near::bits)).
    pub open: Seq<(u32, u64)>,
    /// All these bits.
    pub bits: u64,
}

/// Alternatives of which those that are a word and ask for nothing more are put together where they stand side by side.
pub(super) fn together(choices: &[SequenceChoice]) -> Seq<SequenceChoice> {
    let runs = choices.chunk_by(|one, next| one.plain_word().is_some() && next.plain_word().is_some());
    let joined = runs.map(|run| {
        let forms: Vec<&Form> = run.iter().filter_map(SequenceChoice::plain_word).collect();
        if run.len() == 1 || forms.len() < run.len() {
            return run[0].clone();
        }
        SequenceChoice::of(Probe::Words(ProbeWords::new(&forms)))
    });
    joined.collect()
}

impl SequenceEnds {
    pub(super) fn new(any: &[SequenceChoice], pick: fn(&[u64]) -> Option<&u64>) -> Self {
        let word = |choice: &SequenceChoice| match &choice.probe {
            Probe::Phrase(form) => pick(&form.words).copied().unwrap_or(NOWHERE),
            Probe::Words(_) => AMONG,
            _ => 0,
        };
        let words: Seq<u64> = any.iter().map(word).collect();
        let several = any.iter().filter_map(|choice| match &choice.probe {
            Probe::Words(words) => Some(&words.hashes),
            _ => None,
        });
        let listed = words.iter().filter(|word| **word != 0 && **word != AMONG).chain(several.flatten());
        let open =
            any.iter().zip(0..).filter(|(choice, _)| !matches!(choice.probe, Probe::Phrase(_) | Probe::Words(_)));
        let open: Seq<(u32, u64)> = open.map(|(choice, number)| (number, beside::bits(&choice.probe))).collect();
        Self {
            few: listed.fold(0, |bits, word| bits | word_bit(*word)),
            bits: open.iter().fold(0, |all, (_, bits)| all | bits),
            words,
            open,
        }
    }

    /// Whether a word may be one of the words.
    #[inline]
    pub(super) fn may_hold(&self, word: u64) -> bool {
        self.few & word_bit(word) != 0
    }
}

/// The bit of a word among few words.
#[inline]
fn word_bit(word: u64) -> u64 {
    1 << (word & 63)
}
