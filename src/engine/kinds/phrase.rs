//! `phrase`: words and phrases, case aside.

use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::tokens;
use crate::engine::index::Gate;
use crate::engine::reader::Reader;
use crate::list::{Form, Lists, Seq};

/// Keys of `kind = "phrase"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Phrase {
    /// `phrases`: the words and phrases. White space in them stands for any white space.
    pub phrases: Seq<Form>,
}

impl Phrase {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let phrases = reader.texts("phrases");
        if phrases.is_empty() {
            reader
                .problem_here("`phrases` is missing", "write the words to find: phrases = [\"at this point in time\"]");
        }
        Data::Phrase(Self { phrases: phrases.iter().map(|text| tokens::form(text)).collect() })
    }
}

impl Check for Phrase {
    fn anchors(&self, _: &Lists) -> Vec<Anchor> {
        let firsts = self.phrases.iter().enumerate();
        firsts.filter_map(|(item, form)| Some(Anchor { word: *form.words.first()?, item: item as u32 })).collect()
    }

    fn gate(&self, item: u32, _: &Lists) -> Gate {
        self.phrases.get(item as usize).map_or(Gate::OPEN, Gate::of_form)
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let Some(form) = self.phrases.get(item as usize) else { return };
        let rest = scene.document.tokens.get(token as usize..).unwrap_or_default();
        if form.starts(rest) {
            hits.push(Hit::new(scene.document.span_of(token..token + form.words.len() as u32)));
        }
    }
}
