//! Index: where the one scan over a document leads to a rule: words with what must stand beside them, heads of blocks,
//! and signs.

use crate::engine::kinds::Anchor;
use crate::engine::rule::Rule;
use crate::list::{Lists, WordIndex};
use gate::Gathering;
pub use gate::{Beyond, Gate, Near, Quick, Rest, Rests, Table};
pub use heads::{Head, Heads};
pub use signs::{Sign, SignPlace, Signs};
use std::collections::HashMap;

pub mod gate;
pub mod heads;
pub mod signs;

/// What a place leads to: a rule by its number, and the item its kind wants to be told.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Trigger {
    /// What must stand beside the word, as far as it can be told at first sight. It stands here and not in a table of its
    /// own, since most triggers are stopped by it.
    pub quick: Quick,
    /// The number of the rule.
    pub rule: u16,
    /// How many characters a block may have at most, decoration at its ends left out ([`Check::reach`]).
    ///
    /// [`Check::reach`]: crate::engine::kinds::Check::reach
    pub reach: u16,
    /// The item, such as the number of a phrase.
    pub item: u32,
    /// The number of what else must stand beside it, 0 for nothing.
    pub rest: u32,
}

/// The places of some rules.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Index {
    /// By word.
    pub words: WordIndex<Trigger>,
    /// What else must stand beside the words. The first is nothing.
    pub rests: Rests,
    /// By what a block begins with.
    pub heads: Heads,
    /// By what stands in the text.
    pub signs: Signs,
}

impl Index {
    /// The places of some rules, each given with its number. Rules beyond what a trigger can number are not expected,
    /// and left out.
    pub fn new<'r>(rules: impl Iterator<Item = (u32, &'r Rule)>, lists: &Lists) -> Self {
        let mut pairs = Vec::new();
        let mut rests = Gathering::default();
        let (mut heads, mut signs) = (Vec::new(), Vec::new());
        for (number, rule) in rules.filter(|(number, _)| *number <= u32::from(u16::MAX)) {
            let check = rule.data.check();
            let mut known: HashMap<u32, Trigger> = HashMap::new();
            for Anchor { word, item } in check.anchors(lists) {
                let of_item = || {
                    let gate = check.gate(item, lists);
                    let (quick, reach) = (gate.quick(), check.reach(item & !Anchor::AT_HEAD));
                    Trigger { quick, rule: number as u16, reach, item, rest: rests.push(gate) }
                };
                pairs.push((word, *known.entry(item).or_insert_with(of_item)));
            }
            let head = |(text, item)| Head::new(text, check.reach(item), number, item);
            heads.extend(check.heads().into_iter().map(head));
            signs.extend(check.signs().into_iter().map(|(text, folds, item)| Sign::new(text, folds, number, item)));
        }
        // Those for the head of a block come last, so that the scan can stop there.
        pairs.sort_by_key(|(_, trigger)| trigger.item & Anchor::AT_HEAD);
        let (heads, signs) = (Heads::new(heads), Signs::new(signs));
        Self { words: WordIndex::new(pairs), rests: rests.done(), heads, signs }
    }

    /// What a word leads to.
    #[inline]
    pub fn at(&self, word: u64) -> &[Trigger] {
        self.words.get(word)
    }

    /// Whether it leads nowhere.
    pub fn is_empty(&self) -> bool {
        self.words.values.is_empty() && self.heads.heads.is_empty() && self.signs.signs.is_empty()
    }
}
