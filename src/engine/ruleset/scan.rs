//! Scan: one pass over the tokens, blocks and signs of a document, which calls each rule where the index leads to it.

use super::{RuleSet, Wanted};
use crate::document::{Block, Document, TextSpan};
use crate::engine::index::gate::Beside;
use crate::engine::index::{Index, Near, Trigger};
use crate::engine::kinds::{Anchor, Hit, Scene, Settings};
use std::ops::Range;

/// How many hits have room from the start.
const EXPECTED: usize = 64;

/// A place to which the index leads a rule.
#[derive(Copy, Clone, Default)]
struct Due {
    rule: u16,
    item: u32,
    token: u32,
}

/// A scan under way.
pub(super) struct Scan<'a> {
    set: &'a RuleSet,
    document: &'a Document,
    wanted: &'a [Wanted],
    /// What each rule is called with.
    scenes: Vec<Scene<'a>>,
    found: Vec<Hit>,
    /// Where rules are to be called, until all of the document is looked up.
    due: Vec<Due>,
    /// What stands at each place of the sentence that is looked up, with two places before it and two after it.
    sides: Vec<Beside>,
    /// What was found, with the numbers of the rules.
    pub(super) hits: Vec<(u32, Hit)>,
}

impl<'a> Scan<'a> {
    /// A scan that has found nothing yet. `wanted` says of each rule where it looks.
    pub(super) fn new(set: &'a RuleSet, document: &'a Document, settings: &'a Settings, wanted: &'a [Wanted]) -> Self {
        let scenes = (0..wanted.len() as u32).map(|number| set.scene(number, document, settings)).collect();
        Self {
            set,
            document,
            wanted,
            scenes,
            found: Vec::new(),
            due: Vec::new(),
            sides: Vec::new(),
            hits: Vec::with_capacity(EXPECTED),
        }
    }

    /// Calls the rules of an index.
    pub(super) fn run(&mut self, index: &Index) {
        if index.is_empty() {
            return;
        }
        let document = self.document;
        let mut led = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            let text = document.slice(block.text).trim_start_matches(is_decoration);
            let length = text.trim_end_matches(is_decoration).chars().count().min(usize::from(u16::MAX)) as u16;
            let place = Place { block, head: self.head_of(block), length, role: 1 << block.role as u16 };
            self.heads(index, number, &place, text);
            for sentence in document.sentences.get(sentences_of(block)).unwrap_or_default() {
                self.words(index, &place, &sentence.tokens, &mut led);
            }
        }
        self.words_due();
        self.signs(index);
    }

    /// Calls each rule at all its places before the next: what it looks at is then near at hand, which saves a third of
    /// the waits for memory.
    fn words_due(&mut self) {
        let due = std::mem::take(&mut self.due);
        for Due { rule, item, token } in in_order_of_rules(&due, self.scenes.len()) {
            self.call(u32::from(rule), |scene, hits| scene.check().at(scene, item, token, hits));
        }
    }

    fn wants(&self, rule: u32, role: u16) -> bool {
        self.wanted.get(rule as usize).is_some_and(|wanted| wanted.has_role(role))
    }

    fn heads(&mut self, index: &Index, number: usize, place: &Place<'_>, text: &str) {
        for head in index.heads.of(text, usize::from(place.length)) {
            if self.wants(head.rule, place.role) {
                self.call(head.rule, |scene, hits| scene.check().at_block(scene, head.item, number, hits));
            }
        }
    }

    /// Each token of a sentence is looked up once for all rules: all before any leads to a rule, so that the look-ups need
    /// not wait. `led` is room for what they lead to.
    fn words<'i>(
        &mut self,
        index: &'i Index,
        place: &Place<'_>,
        sentence: &Range<u32>,
        led: &mut Vec<(u32, &'i [Trigger])>,
    ) {
        led.clear();
        let own = &self.document.tokens[sentence.start as usize..sentence.end as usize];
        for (token, number) in own.iter().zip(sentence.clone()) {
            let triggers = index.at(token.word);
            if let Some(first) = triggers.first() {
                // Read here, where nothing waits for it, it is at hand when it is asked: a run takes one part in fifteen less.
                std::hint::black_box(first.reach);
                led.push((number, triggers));
            }
        }
        if led.is_empty() {
            return;
        }
        self.read_sides(place.block, sentence);
        for (number, triggers) in led {
            self.follow(index, place, (*number, *number - sentence.start), triggers);
        }
    }

    /// Notes the rules that a token leads to, by its number in the document and in its sentence.
    fn follow(&mut self, index: &Index, place: &Place<'_>, (number, own): (u32, u32), triggers: &[Trigger]) {
        let sides =
            self.sides.get(own as usize..own as usize + 5).and_then(|sides| <&[Beside; 5]>::try_from(sides).ok());
        let Some(sides @ [_, before, _, after, _]) = sides else { return };
        let quoted = self.document.tokens[number as usize].quoted;
        let is_head = number <= place.head;
        // Most are stopped by what stands beside them, which is asked first and of all alike.
        for trigger in triggers.iter().filter(|trigger| trigger.quick.may_be_open(before, after)) {
            if !is_head && trigger.item & Anchor::AT_HEAD != 0 {
                break;
            }
            let wanted = self.wanted.get(usize::from(trigger.rule)).copied().unwrap_or(Wanted::NOWHERE);
            if wanted.has(place.role, quoted)
                && trigger.reach >= place.length
                && index.rests.let_through(trigger.rest, &trigger.quick, sides)
            {
                self.due.push(Due { rule: trigger.rule, item: trigger.item, token: number });
            }
        }
    }

    /// Reads what stands at each place of a sentence, and two before and after it. Right beside it, the word of the next sentence is
    /// told as well: a phrase may run on where the sentence was cut in two.
    fn read_sides(&mut self, block: &Block, sentence: &Range<u32>) {
        let (tokens, text) = (&self.document.tokens, self.document.text.as_bytes());
        let edge = |at: u32| {
            let token = block.tokens.contains(&at).then(|| tokens.get(at as usize)).flatten();
            Beside::new(Near::EDGE, token.map_or(0, |token| token.word))
        };
        let own = tokens.get(sentence.start as usize..sentence.end as usize).unwrap_or_default();
        self.sides.clear();
        self.sides.extend([Beside::NOTHING, edge(sentence.start.wrapping_sub(1))]);
        self.sides.extend(own.iter().map(|token| Beside::new(Near::bits(token, text), token.word)));
        self.sides.extend([edge(sentence.end), Beside::NOTHING]);
    }

    /// Calls a rule and keeps what it finds.
    #[inline]
    fn call(&mut self, rule: u32, look: impl FnOnce(&Scene<'_>, &mut Vec<Hit>)) {
        if let Some(scene) = self.scenes.get(rule as usize) {
            look(scene, &mut self.found);
            self.keep(rule);
        }
    }

    /// The first token of a block that is no mark, or the last of those that may stand before it.
    fn head_of(&self, block: &Block) -> u32 {
        let marks = self.document.marks_of(block).iter().zip(block.tokens.start..);
        let marks = marks.take(Anchor::HEAD as usize).take_while(|(mark, number)| *mark == number);
        block.tokens.start + marks.count() as u32
    }

    fn signs(&mut self, index: &Index) {
        let found = index.signs.find(&self.document.text);
        let mut places: Vec<(u32, u32, TextSpan)> = Vec::with_capacity(found.len());
        for (number, start, end) in found {
            let Some(sign) = index.signs.signs.get(usize::from(number)) else { continue };
            if self.wants(sign.rule, u16::MAX) {
                places.push((sign.rule, sign.item, TextSpan::new(start, end)));
            }
        }
        places.sort_unstable();
        for own in places.chunk_by(|one, next| one.0 == next.0 && one.1 == next.1) {
            let Some((rule, item, _)) = own.first().copied() else { continue };
            let places: Vec<TextSpan> = own.iter().map(|(_, _, place)| *place).collect();
            self.call(rule, |scene, hits| scene.check().at_signs(scene, item, &places, hits));
        }
    }

    /// Lets every rule that wants to see the whole draft see it.
    pub(super) fn drafts(&mut self) {
        for number in 0..self.set.active.len() {
            if self.set.active[number].reads_draft && self.wants(number as u32, u16::MAX) {
                self.draft(number as u32);
            }
        }
    }

    /// Lets a rule see the whole draft.
    pub(super) fn draft(&mut self, number: u32) {
        if self.set.active[number as usize].reads_draft {
            self.call(number, |scene, hits| scene.check().draft(scene, hits));
        }
    }

    fn keep(&mut self, rule: u32) {
        if self.found.is_empty() {
            return;
        }
        self.hits.extend(self.found.drain(..).map(|hit| (rule, hit)));
    }
}

/// Places by the rules they lead to, those of each rule in their order. Counted, as they are many for so few rules.
fn in_order_of_rules(due: &[Due], rules: usize) -> Vec<Due> {
    let mut starts = vec![0u32; rules + 1];
    due.iter().for_each(|due| starts[usize::from(due.rule) + 1] += 1);
    for rule in 0..rules {
        starts[rule + 1] += starts[rule];
    }
    let mut ordered = vec![Due::default(); due.len()];
    for due in due {
        let next = &mut starts[usize::from(due.rule)];
        ordered[*next as usize] = *due;
        *next += 1;
    }
    ordered
}

/// A block as the scan sees it.
struct Place<'d> {
    block: &'d Block,
    /// Its first token that is no mark: a rule that looks at heads is called there, and at the marks before.
    head: u32,
    /// How many characters it has, decoration at its ends left out.
    length: u16,
    /// The bit of its role.
    role: u16,
}

/// Whether a character may stand before or behind what a block says.
fn is_decoration(sign: char) -> bool {
    !sign.is_alphanumeric()
}

fn sentences_of(block: &Block) -> Range<usize> {
    block.sentences.start as usize..block.sentences.end as usize
}
