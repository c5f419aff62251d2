//! Beside: what can stand next to the anchor of a sequence, told from its steps, so that the scan need not try it at every
//! place of a frequent word.

use super::step::{SequenceChoice, SequenceStep};
use crate::engine::index::{Beyond, Gate, Near};
use crate::engine::probe::{Probe, Shape};
use crate::list::{Form, Lists};

/// What may stand at a place, while it is gathered.
#[derive(Default)]
struct Side {
    classes: u64,
    words: Vec<u64>,
    /// Whether anything at all may stand there.
    any: bool,
}

impl Side {
    fn near(self) -> Near {
        if self.any { Near::ANY } else { Near::new(self.classes, &self.words) }
    }

    fn is_empty(&self) -> bool {
        self.classes == 0 && self.words.is_empty() && !self.any
    }

    fn add(&mut self, other: &Self) {
        self.classes |= other.classes;
        self.words.extend(&other.words);
        self.any |= other.any;
    }
}

/// What may stand at the two places on one side of a word, while it is gathered.
#[derive(Default)]
struct Sides {
    near: Side,
    /// What may stand at the nearer place and asks for nothing at the other.
    free: Side,
    /// What must stand at the other place behind the rest.
    far: Side,
}

impl Sides {
    /// Adds what stands at the nearer place, with what must stand behind it.
    fn add(&mut self, near: &Side, behind: &Side) {
        self.near.add(near);
        match behind.any || near.any {
            true => self.free.add(near),
            false if near.is_empty() => {}
            false => self.far.add(behind),
        }
    }

    /// Adds two words of a phrase, the nearer first.
    fn add_words(&mut self, near: u64, far: u64) {
        let [near, far] = [near, far].map(|word| Side { words: vec![word], ..Side::default() });
        self.add(&near, &far);
    }

    /// Adds whatever it may be.
    fn add_anything(&mut self) {
        let any = Side { any: true, ..Side::default() };
        self.add(&any, &any);
    }

    /// What must stand at the other place; `None` where that may be anything.
    fn beyond(free: Side, far: Side) -> Option<Beyond> {
        let asks = !free.any && !far.is_empty();
        asks.then(|| Beyond { free: free.near(), far: far.near() })
    }
}

/// The gate of a sequence whose step `anchor` is found by the first words of its phrases.
pub(super) fn gate(steps: &[SequenceStep], anchor: usize, lists: &Lists) -> Gate {
    let (mut before, mut after) = (Sides::default(), Sides::default());
    gather(steps[..anchor].iter().rev(), lists, &mut before, Way::Backward);
    let next = steps.get(anchor + 1..).unwrap_or_default().iter();
    let mut second = Side::default();
    let mut is_whole = false;
    let choices = steps.get(anchor).map(|step| &*step.any).unwrap_or_default();
    is_whole |= choices.iter().any(|choice| matches!(choice.probe, Probe::Words(_)));
    for form in forms(choices, lists) {
        match form.words.get(1..).unwrap_or_default() {
            [] => is_whole = true,
            [word] => second.words.push(*word),
            [near, far, ..] => after.add_words(*near, *far),
        }
    }
    let mut behind = Side::default();
    neighbours(next.clone(), lists, &mut behind, Way::Forward);
    after.add(&second, &behind);
    if is_whole {
        gather(next, lists, &mut after, Way::Forward);
    }
    let beyond = [Sides::beyond(before.free, before.far), Sides::beyond(after.free, after.far)];
    Gate { before: before.near.near(), after: after.near.near(), beyond }
}

/// Gathers what the nearest of some steps can begin with, with what can stand behind that.
fn gather<'s>(steps: impl Iterator<Item = &'s SequenceStep> + Clone, lists: &Lists, sides: &mut Sides, way: Way) {
    let mut steps = steps;
    while let Some(step) = steps.next() {
        if step.refuses {
            continue;
        }
        let mut behind = Side::default();
        if step.max > 1 {
            step.any.iter().for_each(|choice| add(choice, lists, &mut behind, way));
        }
        neighbours(steps.clone(), lists, &mut behind, way);
        let mut single = Side::default();
        step.any.iter().for_each(|choice| add_both(choice, lists, sides, &mut single, way));
        sides.add(&single, &behind);
        if step.min > 0 {
            return;
        }
    }
    sides.add_anything();
}

/// What one of some probes lets stand before a word.
pub(in crate::engine::kinds) fn before(probes: &[Probe], lists: &Lists) -> Near {
    let mut side = Side { any: probes.is_empty(), ..Side::default() };
    probes.iter().for_each(|probe| add(&SequenceChoice::of(probe.clone()), lists, &mut side, Way::Backward));
    side.near()
}

/// Which way the steps are read.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

/// Gathers what the nearest of some steps can begin with: those that may be absent, up to one that may not.
fn neighbours<'s>(steps: impl Iterator<Item = &'s SequenceStep>, lists: &Lists, side: &mut Side, way: Way) {
    for step in steps.filter(|step| !step.refuses) {
        step.any.iter().for_each(|choice| add(choice, lists, side, way));
        if step.min > 0 {
            return;
        }
    }
    side.any = true;
}

/// Adds what an alternative begins with: to `single` where it takes one token, else with what follows in it.
fn add_both(choice: &SequenceChoice, lists: &Lists, sides: &mut Sides, single: &mut Side, way: Way) {
    match &choice.probe {
        Probe::Phrase(_) | Probe::List(_) => {
            for form in forms(std::slice::from_ref(choice), lists) {
                match (way, &*form.words) {
                    (_, []) => {}
                    (_, [word]) => single.words.push(*word),
                    (Way::Forward, [near, far, ..]) | (Way::Backward, [.., far, near]) => sides.add_words(*near, *far),
                }
            }
        }
        Probe::Words(words) => single.words.extend(words.hashes.iter().copied()),
        // These take no token: nothing is known of what stands behind.
        Probe::Shape(Shape::Start | Shape::End) => {
            let mut near = Side::default();
            add(choice, lists, &mut near, way);
            sides.add(&near, &Side { any: true, ..Side::default() });
        }
        _ => add(choice, lists, single, way),
    }
}

fn add(choice: &SequenceChoice, lists: &Lists, side: &mut Side, way: Way) {
    let end = |form: &&Form| if way == Way::Forward { form.words.first() } else { form.words.last() }.copied();
    match &choice.probe {
        Probe::Phrase(_) | Probe::List(_) => {
            side.words.extend(forms(std::slice::from_ref(choice), lists).iter().filter_map(end));
        }
        Probe::Words(words) => side.words.extend(words.hashes.iter().copied()),
        Probe::Shape(shape) => match classes(*shape, way) {
            Some(classes) => side.classes |= classes,
            None => side.any = true,
        },
        Probe::Ending(ending) => side.classes |= of_ending(ending),
        Probe::Beginning(beginning) => side.classes |= beginning.bytes().next().map_or(Near::TOKEN, Near::first),
    }
}

/// The bits of the tokens that a probe which is no phrase may fit, of which it takes one; all bits where that cannot be told.
pub(super) fn bits(probe: &Probe) -> u64 {
    match probe {
        Probe::Shape(Shape::Start | Shape::End) | Probe::Phrase(_) | Probe::Words(_) | Probe::List(_) => u64::MAX,
        Probe::Shape(shape) => classes(*shape, Way::Forward).unwrap_or(u64::MAX),
        Probe::Ending(ending) => of_ending(ending),
        Probe::Beginning(beginning) => beginning.bytes().next().map_or(Near::TOKEN, Near::first),
    }
}

/// The classes of the words with an ending: those that end in its last letter, where that is told.
fn of_ending(ending: &str) -> u64 {
    match ending.bytes().next_back().map_or(0, Near::last) {
        0 => Near::WORD,
        class => class,
    }
}

/// The phrases that choices stand for, entries of lists that lack the fields asked for left out.
fn forms<'l>(choices: &'l [SequenceChoice], lists: &'l Lists) -> Vec<&'l Form> {
    let mut all = Vec::new();
    for choice in choices {
        match &choice.probe {
            Probe::Phrase(form) => all.push(form),
            Probe::List(name) => {
                let entries = lists.named(name).entries.iter();
                all.extend(entries.filter(|entry| choice.has_fields(entry)).flat_map(|entry| entry.forms.iter()));
            }
            Probe::Words(_) | Probe::Shape(_) | Probe::Ending(_) | Probe::Beginning(_) => {}
        }
    }
    all
}

/// The classes of the tokens that have a shape; `None` where that cannot be told.
fn classes(shape: Shape, way: Way) -> Option<u64> {
    Some(match shape {
        Shape::Word => Near::WORD,
        Shape::Capital => Near::CAPITAL,
        Shape::Lower => Near::LOWER,
        Shape::Upper => Near::UPPER,
        Shape::Mixed => Near::MIXED,
        Shape::Number => Near::NUMBER,
        Shape::Mark => Near::MARK,
        Shape::Any => Near::TOKEN,
        Shape::Open | Shape::Close => Near::MARK | Near::SYMBOL,
        // A sentence may open with marks.
        Shape::Start if way == Way::Backward => Near::EDGE | Near::MARK | Near::SYMBOL,
        Shape::End if way == Way::Forward => Near::EDGE,
        Shape::Start | Shape::End => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::index::gate::Beside;
    use crate::list::word_hash;

    fn gate_of(written: &[&str], anchor: usize) -> Gate {
        let steps: Vec<SequenceStep> = written.iter().map(|step| SequenceStep::parse(step).expect("a step")).collect();
        gate(&steps, anchor, &Lists::default())
    }

    fn beside(class: u64, word: &str) -> Beside {
        Beside::new(class | word.bytes().next().map_or(0, Near::first), word_hash(word))
    }

    #[test]
    fn the_nearest_step_that_must_be_there_bounds_the_gate() {
        let gate = gate_of(&["<start>", "could", "have|not?", "<number>"], 1);
        assert!(gate.before.lets(&beside(Near::EDGE, "")) && gate.before.lets(&beside(Near::MARK, "“")));
        assert!(!gate.before.lets(&beside(Near::LOWER, "he")));
        assert!(gate.after.lets(&beside(Near::LOWER, "not")) && gate.after.lets(&beside(Near::NUMBER, "3")));
        assert!(!gate.after.lets(&beside(Near::EDGE, "")));
    }

    #[test]
    fn steps_that_refuse_and_steps_that_may_be_absent_bound_nothing() {
        assert_eq!(gate_of(&["!of", "could", "not?"], 1), Gate::OPEN);
    }

    #[test]
    fn a_beginning_is_told_by_its_first_letter() {
        let gate = gate_of(&["a", "<e->|<8->"], 0);
        assert!(gate.after.lets(&beside(Near::CAPITAL, "Egg")) && gate.after.lets(&beside(Near::NUMBER, "8th")));
        assert!(!gate.after.lets(&beside(Near::LOWER, "hen")) && !gate.after.lets(&beside(Near::NUMBER, "7")));
    }

    #[test]
    fn an_ending_is_told_by_its_last_letter() {
        let gate = gate_of(&["to", "<-ed>|<-ing>"], 0);
        let ends = |word: &str| beside(Near::LOWER | word.bytes().next_back().map_or(0, Near::last), word);
        assert!(gate.after.lets(&ends("sailed")) && gate.after.lets(&ends("sailing")));
        assert!(!gate.after.lets(&ends("sail")) && !gate.after.lets(&ends("sails")));
        assert_eq!(gate_of(&["to", "<-er>"], 0).after.classes, Near::WORD);
    }

    #[test]
    fn what_stands_two_places_away_bounds_the_gate_too() {
        let beyond = |written: &[&str], at: usize| gate_of(written, 0).beyond[at].clone();
        // “A shed was”, “a red shed was”.
        let after = beyond(&["a", "<lower>?", "shed|lot of", "was"], 1).expect("something must stand there");
        let lets = |near: &str, far: &str| after.lets(&beside(Near::LOWER, near), &beside(Near::LOWER, far));
        assert!(lets("red", "shed") && lets("red", "lot") && lets("shed", "was") && lets("lot", "of"));
        assert!(!lets("red", "boat") && !lets("shed", "boat"));
        // Nothing must follow the end of a sentence, or the last step.
        let after = beyond(&["a", "<end>|shed", "was"], 1).expect("something must stand there");
        assert!(after.lets(&beside(Near::EDGE, ""), &Beside::NOTHING));
        assert!(beyond(&["a", "shed"], 1).is_none() && beyond(&["a", "shed", "was?"], 1).is_none());
    }

    #[test]
    fn behind_a_phrase_stands_its_own_second_word() {
        let gate = gate_of(&["as well|too", "<end>"], 0);
        assert!(gate.after.lets(&beside(Near::LOWER, "well")) && gate.after.lets(&beside(Near::EDGE, "")));
        assert_eq!(gate_of(&["as well", "<end>"], 0).after.classes, 0);
    }
}
