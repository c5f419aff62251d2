//! `swap`: this for that, case kept.

use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::tokens;
use crate::engine::index::Gate;
use crate::engine::reader::{Item, Reader};
use crate::engine::template;
use crate::list::{Form, Lists, Seq, Text};

/// Keys of `kind = "swap"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Swap {
    /// `swap`: a table from what is written to what should be (`"advisor" = "adviser"`), or an array of tables with
    /// `from` and `to`, each a text or several. Several texts to write are alternatives. Inflected forms are listed.
    pub swaps: Seq<SwapPair>,
    /// `exact`: whether the case must be as written in the rule.
    pub exact: bool,
}

/// What is written and what should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SwapPair {
    /// What is written.
    pub from: Form,
    /// What should be; several are alternatives. Empty where the words are to go.
    pub to: Seq<Text>,
}

impl Swap {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let swaps = match reader.item("swap") {
            Some(item) if item.is_table() => read_table(&item),
            Some(item) => item.items().iter().flat_map(read_pair).collect(),
            None => {
                reader.problem_here("`swap` is missing", "write swap = { \"advisor\" = \"adviser\" }");
                Vec::new()
            }
        };
        Data::Swap(Self { swaps: swaps.into(), exact: reader.flag("exact").unwrap_or(false) })
    }
}

/// Reads a table from what is written to what should be.
pub(super) fn read_table(item: &Item<'_, '_>) -> Vec<SwapPair> {
    let Some(mut table) = item.table() else { return Vec::new() };
    let keys = table.keys();
    let pairs: Vec<SwapPair> =
        keys.iter().map(|from| SwapPair { from: tokens::form(from), to: table.texts(from) }).collect();
    for (key, pair) in keys.iter().zip(&pairs) {
        if pair.to.iter().any(|to| **to == **key) {
            table.problem_at_key(key, format!("`{key}` is put in place of itself"), "name what is meant, or take it out");
        }
    }
    table.finish();
    pairs
}

fn read_pair(item: &Item<'_, '_>) -> Vec<SwapPair> {
    let Some(mut table) = item.table() else { return Vec::new() };
    let (from, to) = (table.texts("from"), table.texts("to"));
    if from.is_empty() || to.is_empty() {
        table.problem_here("a swap needs `from` and `to`", "write { from = \"advisor\", to = \"adviser\" }");
    }
    table.finish();
    from.iter().map(|text| SwapPair { from: tokens::form(text), to: to.clone() }).collect()
}

impl Check for Swap {
    fn anchors(&self, _: &Lists) -> Vec<Anchor> {
        let firsts = self.swaps.iter().enumerate();
        firsts.filter_map(|(item, pair)| Some(Anchor { word: *pair.from.words.first()?, item: item as u32 })).collect()
    }

    fn gate(&self, item: u32, _: &Lists) -> Gate {
        self.swaps.get(item as usize).map_or(Gate::OPEN, |pair| Gate::of_form(&pair.from))
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let Some(pair) = self.swaps.get(item as usize) else { return };
        let document = scene.document;
        if !pair.from.starts(document.tokens.get(token as usize..).unwrap_or_default()) {
            return;
        }
        let end = token + pair.from.words.len() as u32;
        if document.block_of(end - 1) != document.block_of(token) {
            return;
        }
        let span = document.span_of(token..end);
        let written = document.slice(span);
        if self.exact && written != &*pair.from.text {
            return;
        }
        let mut hit = Hit::new(span).value("from", written);
        for to in &pair.to {
            hit = hit.replace(if self.exact { to.to_string() } else { template::cased(written, to) });
        }
        if let Some(first) = pair.to.first() {
            hit = hit.value("to", template::cased(written, first));
        }
        hits.push(hit);
    }
}
