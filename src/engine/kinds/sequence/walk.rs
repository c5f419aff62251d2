//! Walk: trying a sequence at a place, outwards from its anchor, within one sentence.

use super::ends::{AMONG, SequenceEnds};
use super::step::{SequenceChoice, SequenceStep};
use crate::document::inflection::{Inflection, inflect};
use crate::document::{Document, TextSpan};
use crate::engine::index::Near;
use crate::engine::kinds::{Hit, Scene};
use crate::engine::probe::Probe;
use crate::engine::template::{self, Values};
use crate::list::{Entry, Field, Lists, Seq, Text};
use std::ops::Range;

/// How often a probe may be tried at one place of an anchor: far more than any sensible rule needs, and what keeps a
/// rule of many repetitions from growing without bounds.
const BUDGET: u32 = 4096;

/// A sequence being tried.
pub(super) struct Walk<'a> {
    document: &'a Document,
    lists: &'a Lists,
    steps: &'a [SequenceStep],
    bounds: Range<u32>,
    budget: u32,
    taken: Vec<Taken<'a>>,
    /// Whether parts of speech are left aside: what does not fit then need not be tagged.
    untagged: bool,
}

/// The tokens a step took.
#[derive(Clone, Default)]
struct Taken<'a> {
    tokens: Range<u32>,
    entry: Option<&'a Entry>,
    form: Option<Inflection>,
}

/// Which way a walk goes.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

impl<'a> Walk<'a> {
    /// A walk in the sentence of a token; `None` where it is in none.
    pub(super) fn new(document: &'a Document, lists: &'a Lists, steps: &'a [SequenceStep], token: u32) -> Option<Self> {
        let sentence = document.sentences.get(document.sentence_of(token) as usize)?;
        let bounds = sentence.tokens.clone();
        let walk = Self { document, lists, steps, bounds, budget: BUDGET, taken: Vec::new(), untagged: false };
        walk.bounds.contains(&token).then_some(walk)
    }

    /// Whether the sequence may fit with the step `anchor` at `token`, whatever the words are.
    pub(super) fn may_run(mut self, anchor: usize, token: u32) -> bool {
        self.untagged = true;
        self.run(anchor, token).is_some()
    }

    /// Tries the sequence with the step `anchor` at `token`.
    pub(super) fn run(mut self, anchor: usize, token: u32) -> Option<Found<'a>> {
        let step = self.steps.get(anchor)?;
        // Most walks end at a neighbour, which is looked at before anything is set up: the one before, since its place is
        // known, even before the anchor itself.
        if !self.may_begin(self.steps[..anchor].iter().rev(), token, Way::Backward) {
            return None;
        }
        let found = self.once(step, token, Way::Forward)?;
        let (start, end) = (found.tokens.start, found.tokens.end);
        if !self.may_begin(self.steps[anchor + 1..].iter(), end, Way::Forward) {
            return None;
        }
        self.taken = vec![Taken::default(); self.steps.len()];
        self.taken[anchor] = found;
        let fits = self.forward(anchor + 1, end) && self.backward(anchor, start);
        fits.then_some(Found { document: self.document, steps: self.steps, taken: self.taken })
    }

    /// Whether the neighbours of the anchor can fit beside it, as far as the first that must be there, with and without
    /// those that may be absent: most places are ruled out by it. Steps that only refuse take no tokens and are left for
    /// later.
    fn may_begin(&mut self, mut steps: impl Iterator<Item = &'a SequenceStep> + Clone, at: u32, way: Way) -> bool {
        while let Some(step) = steps.next() {
            if step.refuses {
                continue;
            }
            let found = self.once(step, at, way);
            if step.min > 0 {
                return found.is_some();
            }
            let next = found.map(|found| if way == Way::Forward { found.tokens.end } else { found.tokens.start });
            if next.is_some_and(|next| step.max > 1 || self.may_begin(steps.clone(), next, way)) {
                return true;
            }
        }
        true
    }

    /// Fits the steps from `index` on to the tokens from `at` on.
    fn forward(&mut self, index: usize, at: u32) -> bool {
        let Some(step) = self.steps.get(index) else { return true };
        if step.refuses {
            return !self.refused(step, at) && self.forward(index + 1, at);
        }
        self.repeat(index, at, Way::Forward)
    }

    /// Fits the steps before `index` to the tokens before `at`.
    fn backward(&mut self, index: usize, at: u32) -> bool {
        let Some(index) = index.checked_sub(1) else { return true };
        let step = &self.steps[index];
        if step.refuses {
            return !self.refused(step, at) && self.backward(index, at);
        }
        self.repeat(index, at, Way::Backward)
    }

    /// Fits a step as often as it allows, and then the rest: an optional step rather taken, a repeated one as short as
    /// can be.
    fn repeat(&mut self, index: usize, at: u32, way: Way) -> bool {
        let step = &self.steps[index];
        if step.max > 1 {
            let mut stop = Taken { tokens: at..at, ..Taken::default() };
            // Lazily: go one further only where the rest does not fit.
            for count in 0..=step.max {
                if count >= step.min && self.go_on(index, at, stop.clone(), way) {
                    return true;
                }
                let next = if way == Way::Forward { stop.tokens.end } else { stop.tokens.start };
                match (count < step.max).then(|| self.once(step, next, way)).flatten() {
                    Some(found) if !found.tokens.is_empty() => stop = found,
                    _ => return false,
                }
            }
            return false;
        }
        if let Some(found) = self.once(step, at, way)
            && self.go_on(index, at, found, way)
        {
            return true;
        }
        step.min == 0 && self.go_on(index, at, Taken { tokens: at..at, ..Taken::default() }, way)
    }

    /// Notes what a step took between `at` and `stop` and fits the rest.
    fn go_on(&mut self, index: usize, at: u32, stop: Taken<'a>, way: Way) -> bool {
        let (start, end) = match way {
            Way::Forward => (at, stop.tokens.end),
            Way::Backward => (stop.tokens.start, at),
        };
        self.taken[index] = Taken { tokens: start..end, ..stop };
        match way {
            Way::Forward => self.forward(index + 1, end),
            Way::Backward => self.backward(index, start),
        }
    }

    /// Whether what must not stand at a place does, and is none of what the step excepts.
    fn refused(&mut self, step: &SequenceStep, at: u32) -> bool {
        step.any.iter().any(|choice| self.fits_surely(choice, at))
            && !step.except.iter().any(|choice| self.fit(choice, at, Way::Forward).is_some())
    }

    /// Fits a step once.
    fn once(&mut self, step: &SequenceStep, at: u32, way: Way) -> Option<Taken<'a>> {
        let place = if way == Way::Forward { Some(at) } else { at.checked_sub(1) };
        let near = place.map_or(Nearest::NOTHING, |place| Nearest::new(self.document, place));
        let ends = &step.ends[usize::from(way == Way::Backward)];
        let found = near.first_of(&step.any, ends, |choice| self.fit(choice, at, way))?;
        if step.except.is_empty() {
            return Some(found);
        }
        let start = found.tokens.start;
        let near = Nearest::new(self.document, start);
        let except = |choice: &SequenceChoice| self.fits_surely(choice, start).then_some(());
        near.first_of(&step.except, &step.except_ends, except).is_none().then_some(found)
    }

    fn fit(&mut self, choice: &SequenceChoice, at: u32, way: Way) -> Option<Taken<'a>> {
        self.budget = self.budget.checked_sub(1)?;
        let (document, lists) = (self.document, self.lists);
        let fit = match way {
            Way::Forward => choice.probe.forward(document, lists, at, &self.bounds),
            Way::Backward => choice.probe.backward(document, lists, at, &self.bounds),
        }?;
        let taken = Taken { tokens: fit.tokens.clone(), entry: fit.entry, form: choice.form };
        choice.allows(document, fit.tokens.start, fit.entry, self.untagged).then_some(taken)
    }

    /// Whether what must not stand at a place does: without parts of speech, what asks for one is let pass.
    fn fits_surely(&mut self, choice: &SequenceChoice, at: u32) -> bool {
        !(self.untagged && choice.tags != 0) && self.fit(choice, at, Way::Forward).is_some()
    }
}

/// What is known of the token next to a place before any alternative is tried: most alternatives are words or beginnings,
/// and most of them are others.
struct Nearest {
    word: u64,
    /// Its class, its first letter and its last.
    bits: u64,
}

impl Nearest {
    /// Where there is no token.
    const NOTHING: Self = Self { word: 0, bits: Near::EDGE };

    #[inline]
    fn new(document: &Document, place: u32) -> Self {
        let Some(token) = document.tokens.get(place as usize) else { return Self::NOTHING };
        Self { word: token.word, bits: Near::bits(token, document.text.as_bytes()) }
    }

    /// Whether the word is one of several.
    fn is_among(&self, choice: &SequenceChoice) -> bool {
        matches!(&choice.probe, Probe::Words(words) if words.has(self.word))
    }

    /// The first of some alternatives that fits; `ends` are theirs.
    #[inline]
    fn first_of<T>(
        &self,
        choices: &[SequenceChoice],
        ends: &SequenceEnds,
        mut fit: impl FnMut(&SequenceChoice) -> Option<T>,
    ) -> Option<T> {
        let is_listed = ends.may_hold(self.word);
        if !is_listed && ends.bits & self.bits == 0 {
            return None;
        }
        let mut open = ends.open.iter().filter(|(_, bits)| bits & self.bits != 0).map(|(number, _)| *number as usize);
        if !is_listed {
            return open.find_map(|number| fit(choices.get(number)?));
        }
        let mut next = open.next();
        for (number, word) in ends.words.iter().enumerate() {
            if *word == 0 {
                if next != Some(number) {
                    continue;
                }
                next = open.next();
            } else if *word != self.word && !(*word == AMONG && self.is_among(choices.get(number)?)) {
                continue;
            }
            if let Some(found) = fit(choices.get(number)?) {
                return Some(found);
            }
        }
        None
    }
}

/// A sequence that fits.
pub(super) struct Found<'a> {
    document: &'a Document,
    steps: &'a [SequenceStep],
    taken: Vec<Taken<'a>>,
}

impl Found<'_> {
    /// All tokens.
    pub(super) fn tokens(&self) -> Range<u32> {
        self.range(|_| true).unwrap_or_default()
    }

    /// From the first to the last token of some steps.
    fn range(&self, wanted: impl Fn(&SequenceStep) -> bool) -> Option<Range<u32>> {
        let steps = self.steps.iter().zip(&self.taken);
        let taken = steps.filter(|(step, taken)| wanted(step) && !taken.tokens.is_empty()).map(|(_, taken)| taken);
        taken.map(|taken| taken.tokens.clone()).reduce(|all, next| all.start..next.end)
    }

    /// The hit, with the replacements; `None` where the marked place is out of the rule's scope.
    pub(super) fn hit(&self, scene: &Scene<'_>, replace: &Seq<Text>) -> Option<Hit> {
        let marked = self.range(|step| step.mark).unwrap_or_else(|| self.tokens());
        if marked.is_empty() || !scene.in_scope(marked.start) {
            return None;
        }
        let mut hit = Hit::new(self.document.span_of(marked.clone()));
        hit.values = self.values();
        hit.values.extend(replace.iter().flat_map(|template| self.inflected(template)));
        let edited = self.range(|step| step.edit).unwrap_or(marked);
        for template in replace {
            let Some(text) = template::fill(template, &hit.values) else { continue };
            let place = self.edit_place(&edited, text.is_empty());
            let text = template::cased(self.document.slice(place), &text);
            hit = hit.edit(place, text);
        }
        Some(hit)
    }

    /// What an edit takes: the tokens, and where they go the white space before them, or behind them at the head of a
    /// block.
    fn edit_place(&self, tokens: &Range<u32>, goes: bool) -> TextSpan {
        let document = self.document;
        let place = document.span_of(tokens.clone());
        let Some(block) = document.block_at(place.start).filter(|_| goes) else { return place };
        let before = tokens.start.checked_sub(1).and_then(|token| document.tokens.get(token as usize));
        if let Some(before) = before.filter(|before| before.span.start >= block.text.start) {
            return TextSpan::new(before.span.end, place.end);
        }
        match document.tokens.get(tokens.end as usize) {
            Some(next) if next.span.end <= block.text.end => TextSpan::new(place.start, next.span.start),
            _ => place,
        }
    }

    /// The values `{name~lemma}` that a template asks for: the lemma in the form that the words of the step have.
    fn inflected(&self, template: &str) -> Values {
        let asked = template.split('{').filter_map(|part| part.split_once('}')).map(|(key, _)| key);
        let value = |key: &str| {
            let (name, lemma) = key.split_once('~')?;
            let number = self.steps.iter().position(|step| !step.name.is_empty() && &*step.name == name);
            let number = number.or_else(|| name.parse::<usize>().ok()?.checked_sub(1))?;
            Some((key.to_owned().into(), inflect(lemma, self.taken.get(number)?.form?)))
        };
        asked.filter_map(value).collect()
    }

    /// `{1}`, `{2}`, …: the words of each step; `{name}` of a named one; `{name.field}` of its list's entry.
    fn values(&self) -> Values {
        let mut values = Values::new();
        for (number, (step, taken)) in self.steps.iter().zip(&self.taken).enumerate() {
            let text = self.document.slice(self.document.span_of(taken.tokens.clone()));
            values.push(((number + 1).to_string().into(), text.to_owned()));
            if step.name.is_empty() || taken.tokens.is_empty() {
                continue;
            }
            values.push((step.name.to_string().into(), text.to_owned()));
            for (name, field) in taken.entry.iter().flat_map(|entry| &entry.fields) {
                let text = match field {
                    Field::Word(text) => text.to_string(),
                    Field::Words(texts) => texts.iter().map(|text| &**text).collect::<Vec<_>>().join(", "),
                    Field::Number(number) => number.to_string(),
                    Field::Flag(_) => continue,
                };
                values.push((format!("{}.{name}", &*step.name).into(), text));
            }
        }
        values
    }
}
