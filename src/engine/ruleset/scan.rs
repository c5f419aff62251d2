//! Scan: one pass over the tokens, blocks and signs of a document, which calls each rule where the index leads to it.

use super::{RuleSet, Wanted};
use crate::document::{Block, Document, TextSpan, Token};
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
    /// What was found, with the numbers of the rules.
    pub(super) hits: Vec<(u32, Hit)>,
}

impl<'a> Scan<'a> {
    /// A scan that has found nothing yet. `wanted` says of each rule where it looks.
    pub(super) fn new(set: &'a RuleSet, document: &'a Document, settings: &'a Settings, wanted: &'a [Wanted]) -> Self {
        let scenes = (0..wanted.len() as u32).map(|number| set.scene(number, document, settings)).collect();
        Self { set, document, wanted, scenes, found: Vec::new(), due: Vec::new(), hits: Vec::with_capacity(EXPECTED) }
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
        let triggers = own.iter().zip(sentence.clone()).map(|(token, number)| (number, index.at(token.word)));
        led.extend(triggers.filter(|(_, triggers)| !triggers.is_empty()));
        for (number, triggers) in led {
            self.follow(index, place, sentence, *number, triggers);
        }
    }

    /// Calls the rules that a token leads to.
    fn follow(&mut self, index: &Index, place: &Place<'_>, sentence: &Range<u32>, number: u32, triggers: &[Trigger]) {
        let quoted = self.document.tokens[number as usize].quoted;
        let is_head = number <= place.head;
        let (before, after) = self.sides(place.block, sentence, number);
        for trigger in triggers {
            if !is_head && trigger.item & Anchor::AT_HEAD != 0 {
                break;
            }
            let wanted = self.wanted.get(usize::from(trigger.rule)).copied().unwrap_or(Wanted::NOWHERE);
            // Most are stopped by one of these, and which one cannot be guessed: all are asked at once.
            let may_pass = wanted.has(place.role, quoted)
                & (trigger.reach >= place.length)
                & index.gates.may_be_open(trigger.gate, before, after);
            if may_pass && index.gates.is_open(trigger.gate, before, after) {
                self.due.push(Due { rule: trigger.rule, item: trigger.item, token: number });
            }
        }
    }

    /// Calls a rule and keeps what it finds.
    #[inline]
    fn call(&mut self, rule: u32, look: impl FnOnce(&Scene<'_>, &mut Vec<Hit>)) {
        if let Some(scene) = self.scenes.get(rule as usize) {
            look(scene, &mut self.found);
            self.keep(rule);
        }
    }

    /// What stands before and after a token. At the end of a sentence, the word of the next one is told as well: a
    /// phrase may run on where the sentence was cut in two.
    fn sides(&self, block: &Block, sentence: &Range<u32>, number: u32) -> (Beside, Beside) {
        let side = |at: u32| {
            let token = block.tokens.contains(&at).then(|| &self.document.tokens[at as usize]);
            let class = match token.filter(|_| sentence.contains(&at)) {
                Some(token) => Near::class(token) | self.end_letters(token),
                None => Near::EDGE,
            };
            Beside::new(class, token.map_or(0, |token| token.word))
        };
        (side(number.wrapping_sub(1)), side(number + 1))
    }

    /// The first token of a block that is no mark, or the last of those that may stand before it.
    fn head_of(&self, block: &Block) -> u32 {
        let marks = self.document.marks_of(block).iter().zip(block.tokens.start..);
        let marks = marks.take(Anchor::HEAD as usize).take_while(|(mark, number)| *mark == number);
        block.tokens.start + marks.count() as u32
    }

    /// The bits of a token's first and last letter.
    fn end_letters(&self, token: &Token) -> u64 {
        let text = self.document.text.as_bytes();
        let first = text.get(token.span.start as usize).map_or(0, |byte| Near::first(*byte));
        let last = text.get((token.span.end as usize).wrapping_sub(1)).map_or(0, |byte| Near::last(*byte));
        first | last
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
