//! `evidence`: what is no part of the story, told by what speaks for that and what against it.
//!
//! ```toml
//! [lists]
//! page-matter = [{ words = ["newsletter", "inbox"], of = "newsletter", weight = 30 }]
//! page-words = [{ words = ["sign up", "join"], weight = 20, at = "clause" }, { words = ["said"], weight = -40 }]
//!
//! [[rule]]
//! kind = "evidence"
//! matter = "@page-matter"
//! of = "newsletter"
//! words = "@page-words"
//! ```
//!
//! Every site words its calls to the reader in its own way, but all of them ask for something (sign up, download) and
//! name what they sell (a newsletter, an app), are short, and stand apart. A block or the last sentences of one, or what
//! stands in brackets, is scored by the words of two lists, by its form and by its place. Words of `matter` say what it
//! may be about and lead to it; those of `words` tell for it or against it.

use super::line::{is_about, removal};
use super::{Anchor, Check, Data, Hit, HitFix, Place, Scene};
use crate::document::Block;
use crate::engine::index::Gate;
use crate::engine::reader::Reader;
use crate::finding::Safety;
use crate::input::Role;
use crate::list::{Form, List, ListName, Lists, Text};
use unit::Unit;

mod score;
#[cfg(test)]
mod tests;
mod unit;

/// Keys of `kind = "evidence"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Evidence {
    /// `matter`: a list of what furniture speaks of. An entry has a `weight`, in points; `of` says which matter it is;
    /// with `at = "clause"` or `"start"` it counts only where a clause or the whole begins.
    pub matter: ListName,
    /// `of`: the matter that the rule is for: what another matter outweighs is left to the rule of that one.
    pub of: Text,
    /// `words`: a list of what speaks for furniture or, with a weight below 0, against it. An entry counts once, however
    /// many of its words there are. One with `never` says that it is a story, whatever else there is; behind one with
    /// `opens` a clause begins.
    pub words: ListName,
    /// `classes`: a list of names that the markup gives to what is no part of the story.
    pub classes: ListName,
    /// `frames`: looks at what stands in brackets, and at blocks set off as a whole, rather than at all blocks.
    pub frames: bool,
    /// `least`: the points from which on it is reported. 60 where nothing is said.
    pub least: i32,
    /// `sure`: the points below which a finding is soft. 80 where nothing is said.
    pub sure: i32,
}

/// The points from which on a word leads to its block. What has fewer counts beside another.
const LEADS: i64 = 15;
/// The longest block that is looked at, in characters.
const LONGEST: u16 = 600;
/// Against what the story itself is about.
const TOPIC: i32 = 25;
/// The most points there are.
const MOST: i64 = 200;

impl Evidence {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let mut list = |key: &str| -> ListName {
            reader.text(key).map(|name| name.trim_start_matches('@').into()).unwrap_or_default()
        };
        let (matter, words, classes) = (list("matter"), list("words"), list("classes"));
        if matter.is_empty() || words.is_empty() {
            let help = "write matter = \"@page-matter\" and words = \"@page-words\"";
            reader.problem_here("`matter` and `words` name the lists of what is weighed", help);
        }
        let mut points = |key: &str, usual: i32| reader.number(key, 0..=MOST).map_or(usual, |points| points as i32);
        let (least, sure) = (points("least", 60), points("sure", 80));
        Data::Evidence(Self {
            matter,
            of: reader.text("of").unwrap_or_default(),
            words,
            classes,
            frames: reader.flag("frames").unwrap_or(false),
            least,
            sure,
        })
    }

    /// The entry and form of an item.
    fn item(entry: usize, form: usize) -> u32 {
        (entry as u32) << 16 | form as u32
    }

    /// Whether one of the rule's words really begins at a token: a gate lets through more.
    fn leads(&self, scene: &Scene<'_>, token: u32, end: u32) -> bool {
        let rest = scene.document.tokens.get(token as usize..end as usize).unwrap_or_default();
        let found = scene.lists.named(&self.matter).starts(rest);
        found.is_some_and(|(entry, _)| entry.text("of").unwrap_or_default() == &*self.of)
    }

    /// The points of a unit and whether its matter is the rule's, where they suffice.
    fn points(&self, scene: &Scene<'_>, unit: &Unit) -> Option<(i32, bool)> {
        let sum = score::of_unit(self, scene, unit)?;
        if sum.points < self.least {
            return None;
        }
        let of_story = is_about(scene, &sum.words, &unit.tokens);
        let points = if of_story { sum.points - TOPIC } else { sum.points };
        (points >= self.least).then_some((points, sum.of == &*self.of))
    }

    /// What is reported of a unit.
    fn hit(&self, scene: &Scene<'_>, unit: &Unit, points: i32) -> Hit {
        let mut hit = match unit.whole {
            true => removal::removed(scene, unit.block, Safety::Suggest),
            false => {
                let mut hit = Hit::new(unit.text);
                hit.fixes.push(HitFix { edits: vec![(Place::Text(unit.cut), String::new())], safety: Safety::Suggest });
                hit.value("lines", "it")
            }
        };
        hit.soft = points < self.sure;
        hit
    }
}

/// Whether a block may hold furniture.
fn is_open(block: &Block) -> bool {
    !matches!(block.role, Role::Headline | Role::Byline | Role::Dateline | Role::Code | Role::TableCell)
}

/// The list's forms of a matter that lead to a block, with their items.
fn forms<'l>(list: &'l List, of: &'l str) -> impl Iterator<Item = (u32, &'l Form)> {
    let own = list.entries.iter().enumerate().filter(move |(_, entry)| {
        entry.text("of").unwrap_or_default() == of && entry.number("weight").unwrap_or(0) >= LEADS
    });
    own.flat_map(|(entry_index, entry)| {
        entry.forms.iter().enumerate().map(move |(index, form)| (Evidence::item(entry_index, index), form))
    })
}

impl Check for Evidence {
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let anchor = |(item, form): (u32, &Form)| Some(Anchor { word: *form.words.first()?, item });
        forms(lists.named(&self.matter), &self.of).filter_map(anchor).collect()
    }

    fn gate(&self, item: u32, lists: &Lists) -> Gate {
        let entry = lists.named(&self.matter).entries.get((item >> 16) as usize);
        let form = entry.and_then(|entry| entry.forms.get((item & 0xffff) as usize));
        form.map_or(Gate::OPEN, Gate::of_form)
    }

    fn reach(&self, _: u32) -> u16 {
        LONGEST
    }

    fn lists(&self) -> Vec<&str> {
        [&*self.matter, &*self.words, &*self.classes].into_iter().filter(|name| !name.is_empty()).collect()
    }

    fn at(&self, scene: &Scene<'_>, _: u32, token: u32, hits: &mut Vec<Hit>) {
        let index = scene.document.block_of(token) as usize;
        let Some(block) = scene.document.blocks.get(index).filter(|block| is_open(block)) else { return };
        if !self.leads(scene, token, block.tokens.end) {
            return;
        }
        let units = unit::around(scene.document, index, block, token, self.frames);
        let weighed = units.iter().filter_map(|unit| Some((self.points(scene, unit)?, unit)));
        // Of two with as many points the wider.
        let best = weighed.reduce(|best, next| if next.0.0 > best.0.0 { next } else { best });
        if let Some(((points, true), unit)) = best {
            hits.push(self.hit(scene, unit, points));
        }
    }

    fn is_one_inside_another(&self) -> bool {
        true
    }
}
