//! `count`: too many or too few words, or of certain words and marks, in a sentence, a paragraph or the draft.

use super::{Check, Data, Hit, Scene};
use crate::document::{TextSpan, TokenKind};
use crate::engine::pack::read_probe;
use crate::engine::probe::Probe;
use crate::engine::reader::Reader;
use crate::list::Seq;
use std::ops::Range;

/// Keys of `kind = "count"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// `of`: what is counted, as probes; every word if not said.
    pub of: Seq<Probe>,
    /// `per`: `sentence` (the default), `paragraph` or `draft`.
    pub per: CountScope,
    /// `max`: more than this is a hit.
    pub max: Option<u32>,
    /// `min`: fewer than this is a hit.
    pub min: Option<u32>,
    /// `lead`: only the first paragraph is looked at.
    pub lead: bool,
}

/// Within what is counted.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum CountScope {
    /// Each sentence.
    #[default]
    Sentence,
    /// Each block.
    Paragraph,
    /// The draft.
    Draft,
}

impl CountScope {
    const NAMES: [(&'static str, Self); 3] =
        [("sentence", Self::Sentence), ("paragraph", Self::Paragraph), ("draft", Self::Draft)];
}

impl std::fmt::Debug for CountScope {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Sentence => "Sentence",
            Self::Paragraph => "Paragraph",
            Self::Draft => "Draft",
        };
        write!(formatter, "CountScope::{name}")
    }
}

impl Count {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let of = reader.items("of").iter().filter_map(read_probe).collect();
        let per = reader.choice("per", &CountScope::NAMES).unwrap_or_default();
        let lead = reader.flag("lead").unwrap_or(false);
        let mut count = Self { of, per, lead, ..Self::default() };
        count.read_limits(reader);
        if count.max.is_none() && count.min.is_none() {
            reader.problem_here("`max` or `min` is missing", "say how many are too many: max = 40");
        }
        Data::Count(count)
    }

    fn read_limits(&mut self, reader: &mut Reader<'_, '_>) {
        let mut limit = |key: &str| reader.number(key, 0..=1_000_000).map(|number| number as u32);
        let (max, min) = (limit("max"), limit("min"));
        self.max = max.or(self.max);
        self.min = min.or(self.min);
    }

    /// The places of what is counted among some tokens of one sentence.
    fn places(&self, scene: &Scene<'_>, sentence: &Range<u32>, places: &mut Vec<Range<u32>>) {
        let document = scene.document;
        let mut at = sentence.start;
        while at < sentence.end {
            let found = if self.of.is_empty() {
                let kind = document.tokens[at as usize].kind;
                matches!(kind, TokenKind::Word | TokenKind::Number).then_some(at..at + 1)
            } else {
                let mut fits = self
                    .of
                    .iter()
                    .filter_map(|probe| probe.forward(document, scene.lists, at, sentence).map(|fit| fit.tokens));
                fits.find(|tokens| !tokens.is_empty())
            };
            match found.filter(|_| scene.in_scope(at)) {
                Some(tokens) => {
                    at = tokens.end;
                    places.push(tokens);
                }
                None => at += 1,
            }
        }
    }

    /// Judges a scope by what was found in it.
    fn judge(&self, scene: &Scene<'_>, whole: TextSpan, places: &[Range<u32>], hits: &mut Vec<Hit>) {
        let count = places.len() as u32;
        let counted = |hit: Hit, limit: u32| hit.value("count", count.to_string()).value("limit", limit.to_string());
        if let Some(max) = self.max.filter(|max| count > *max) {
            // Of certain words, the first that is too many; of a length, the whole.
            let place = match places.get(max as usize).filter(|_| !self.of.is_empty()) {
                Some(tokens) => scene.document.span_of(tokens.clone()),
                None => whole,
            };
            hits.push(counted(Hit::new(place), max));
        }
        if let Some(min) = self.min.filter(|min| count < *min) {
            hits.push(counted(Hit::new(whole), min));
        }
    }
}

impl Check for Count {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let mut places = Vec::new();
        let blocks = document.blocks.iter().filter(|block| scene.rule.scope.has_role(block.role));
        for block in blocks.take(if self.lead { 1 } else { usize::MAX }) {
            let sentences = block.sentences.start as usize..block.sentences.end as usize;
            for sentence in document.sentences.get(sentences).unwrap_or_default() {
                self.places(scene, &sentence.tokens, &mut places);
                if self.per == CountScope::Sentence {
                    self.judge(scene, sentence.text, &places, hits);
                    places.clear();
                }
            }
            if self.per == CountScope::Paragraph {
                self.judge(scene, block.text, &places, hits);
                places.clear();
            }
        }
        if self.per == CountScope::Draft {
            let first = document.blocks.iter().find(|block| scene.rule.scope.has_role(block.role));
            let whole = first.map_or(TextSpan::default(), |block| block.text);
            self.judge(scene, whole, &places, hits);
        }
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        self.read_limits(reader);
    }
}
