//! `pattern`: regular expressions, anchored on the words that their matches must hold.
//!
//! An expression with required words is run only around a place of one of them, one with required signs around each of
//! those; one with neither over each block.

use super::line::is_about;
use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::{Block, Document, TextSpan, Token};
use crate::engine::expression::{Expression, FoundBy};
use crate::engine::reader::{Item, Reader};
use crate::list::{Lists, Seq, Text, word_hash};
use regex_automata::{Input, util::captures::Captures};
use std::ops::Range;

pub mod repair;
mod targets;

pub use repair::Repair;

/// How far from a required word a match may reach, in bytes: longer than any sentence of news, short enough that a file
/// of one endless line stays cheap.
const REACH: u32 = 600;

/// Keys of `kind = "pattern"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pattern {
    /// `pattern` or `patterns`: regular expressions, case ignored unless they begin with `(?-i)`. `^` and `$` are the
    /// ends of a block.
    pub patterns: Seq<Expression>,
    /// `group`: the number of the group that is the place; 0, the default, is the whole match.
    pub group: u32,
    /// `replace`: what the place should say, `$1` or `${name}` standing for groups; none: no fix of its own.
    pub replace: Option<Text>,
    /// `repair`: decodes the place: `encoding` for characters read in the wrong encoding, `entity` for entities of HTML
    /// left in the prose. A place that does not decode is no hit.
    pub repair: Repair,
    /// `targets`: whether the addresses that links of the markup lead to are looked at too.
    pub targets: bool,
    /// `topic`: words of a subject; in a story that speaks of it several times the marks are its matter, and nothing is
    /// reported. Hashes.
    pub topic: Seq<u64>,
}

impl Pattern {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let items: Vec<Item<'_, '_>> = reader.items("pattern").into_iter().chain(reader.items("patterns")).collect();
        if items.is_empty() {
            reader.problem_here("`pattern` is missing", "write a regular expression: pattern = '\\bTK\\b'");
        }
        let patterns = items.iter().filter_map(|item| read_expression(item, Expression::new)).collect();
        Data::Pattern(Self {
            patterns,
            group: reader.number("group", 0..=99).and_then(|group| u32::try_from(group).ok()).unwrap_or(0),
            replace: reader.text("replace"),
            repair: reader.choice("repair", &Repair::NAMES).unwrap_or(Repair::None),
            targets: reader.flag("targets").unwrap_or(false),
            topic: reader.texts("topic").iter().map(|word| word_hash(word)).collect(),
        })
    }

    fn in_scope(scene: &Scene<'_>, span: TextSpan) -> bool {
        let document = scene.document;
        let token = document.tokens.partition_point(|token| token.span.end <= span.start) as u32;
        scene.rule.scope.has_side(document.is_quoted(token))
    }

    fn hit(&self, scene: &Scene<'_>, block: TextSpan, captures: &Captures) -> Option<Hit> {
        let text = scene.document.slice(block);
        let place = captures.get_group(self.group as usize)?;
        if place.is_empty() {
            return None;
        }
        let mut hit = Hit::new(shifted(block, place.start, place.end));
        for number in 1..captures.group_len() {
            if let Some(group) = captures.get_group(number) {
                hit = hit.value(number.to_string(), &text[group.range()]);
            }
        }
        if let Some(template) = &self.replace {
            return Some(hit.replace(captures.interpolate_string(text, template)));
        }
        match self.repair {
            Repair::None => Some(hit),
            Repair::Encoding => {
                let word = whole_word(text, place.range());
                let decoded = self.repair.decode(&text[word.clone()])?;
                let hit = Hit { place: shifted(block, word.start, word.end).into(), ..hit };
                Some(hit.replace(straightened(&scene.document.text, decoded)))
            }
            repair => Some(hit.replace(repair.decode(&text[place.range()])?)),
        }
    }
}

/// A place with the letters that stand right before and behind it, where they are plain: the word that it is part of.
fn whole_word(text: &str, place: Range<usize>) -> Range<usize> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    let start = bytes[..place.start].iter().rposition(|byte| !plain(byte)).map_or(0, |at| at + 1);
    let end = bytes[place.end..].iter().position(|byte| !plain(byte)).map_or(text.len(), |far| place.end + far);
    let is_plain = |at: Option<&u8>| at.is_none_or(u8::is_ascii);
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    if is_plain(before) && is_plain(bytes.get(end)) { start..end } else { place }
}

/// An apostrophe as the draft has them: straight where all its marks are.
fn straightened(draft: &str, decoded: String) -> String {
    let straight = draft.contains(['"', '\'']) && !draft.contains(['“', '”', '‘', '’']);
    if straight && decoded.contains('’') { decoded.replace('’', "'") } else { decoded }
}

/// Reads an expression; what is wrong with it is reported where it is written.
pub(super) fn read_expression(
    item: &Item<'_, '_>,
    make: impl Fn(&str) -> Result<Expression, (String, String)>,
) -> Option<Expression> {
    let written = item.text()?;
    make(&written).map_err(|(message, help)| item.problem(message, help)).ok()
}

/// The matches of a rule's expression in a part of a block. `hold` is what a match must hold: the required word or sign
/// that led there.
fn matches(scene: &Scene<'_>, item: usize, block: TextSpan, window: TextSpan, hold: Option<TextSpan>) -> Vec<Captures> {
    let range = (window.start - block.start) as usize..(window.end - block.start) as usize;
    let input = Input::new(scene.document.slice(block)).range(range);
    let mut found = scene.expressions.captures(item, input);
    found.retain(|found| hold.is_none_or(|word| place_of(block, found).contains(word)));
    found
}

/// The matches of an expression around a token, with the block they are in.
fn matches_at(scene: &Scene<'_>, pattern: &Expression, item: u32, token: u32) -> (TextSpan, Vec<Captures>) {
    let document = scene.document;
    let Some(word) = document.tokens.get(token as usize).map(|token| token.span) else { return Default::default() };
    let Some(block) = document.blocks.get(document.block_of(token) as usize) else { return Default::default() };
    let window = window(&document.text, block.text, word, pattern);
    if !pattern.may_match(tokens_in(document, block, token, window)) {
        return Default::default();
    }
    (block.text, matches(scene, item as usize, block.text, window, Some(word)))
}

/// The tokens of a block in a window around one of them.
fn tokens_in<'d>(document: &'d Document, block: &Block, token: u32, window: TextSpan) -> &'d [Token] {
    let (mut first, mut last) = (token as usize, token as usize + 1);
    let inside = |token: usize| document.tokens.get(token).is_some_and(|token| token.span.overlaps(window));
    while first > block.tokens.start as usize && inside(first - 1) {
        first -= 1;
    }
    while last < block.tokens.end as usize && inside(last) {
        last += 1;
    }
    document.tokens.get(first..last).unwrap_or_default()
}

/// The places at which an expression of the rule matches around a token.
pub(super) fn places_at(scene: &Scene<'_>, pattern: &Expression, item: u32, token: u32) -> Vec<TextSpan> {
    let (block, found) = matches_at(scene, pattern, item, token);
    found.iter().map(|found| place_of(block, found)).collect()
}

/// The whole match, in the document's text.
fn place_of(block: TextSpan, found: &Captures) -> TextSpan {
    found.get_match().map_or(TextSpan::default(), |whole| shifted(block, whole.start(), whole.end()))
}

fn shifted(block: TextSpan, start: usize, end: usize) -> TextSpan {
    TextSpan::new(block.start + start as u32, block.start + end as u32)
}

/// The part of a block around a place in which a match can lie, cut between characters.
fn window(text: &str, block: TextSpan, place: TextSpan, pattern: &Expression) -> TextSpan {
    let window = around(text, block, place, pattern.longest);
    // Where all characters are of one byte, as most are, a match has no more bytes than characters.
    let is_ascii = pattern.most < pattern.longest.min(REACH) && text.as_bytes()[window.range()].is_ascii();
    if is_ascii { around(text, block, place, pattern.most) } else { window }
}

/// The part of a block that is at most `reach` bytes, or [`REACH`], away from a place.
fn around(text: &str, block: TextSpan, place: TextSpan, reach: u32) -> TextSpan {
    let reach = reach.min(REACH);
    let start = (block.start..=place.start.saturating_sub(reach).max(block.start))
        .rev()
        .find(|offset| text.is_char_boundary(*offset as usize));
    let end = ((place.end + reach).min(block.end)..=block.end).find(|offset| text.is_char_boundary(*offset as usize));
    TextSpan::new(start.unwrap_or(block.start), end.unwrap_or(block.end))
}

/// The matches of an expression in the blocks of the rule's roles, each with its block.
pub(super) fn matches_everywhere(scene: &Scene<'_>, item: usize, pattern: &Expression) -> Vec<(TextSpan, Captures)> {
    let mut all = Vec::new();
    let may_match =
        |block: &&Block| scene.rule.scope.has_role(block.role) && pattern.may_begin(scene.document.slice(block.text));
    for block in scene.document.blocks.iter().filter(may_match) {
        let found = matches(scene, item, block.text, block.text, None).into_iter();
        all.extend(found.map(|found| (block.text, found)));
    }
    all
}

/// The matches of an expression around the places of its signs, each with its block.
pub(super) fn matches_around(
    scene: &Scene<'_>,
    item: usize,
    pattern: &Expression,
    signs: &[TextSpan],
) -> Vec<(TextSpan, Captures)> {
    let mut all = Vec::new();
    for (block, window) in windows(scene, pattern, signs) {
        let from = signs.partition_point(|sign| sign.start < window.start);
        let own = &signs[from..from + signs[from..].partition_point(|sign| sign.start < window.end)];
        if pattern.leads && own.iter().map(|sign| sign.len()).sum::<u32>() <= FEW_SIGNS {
            matches_led(scene, item, block, window.end, own, &mut all);
            continue;
        }
        let found = matches(scene, item, block, window, None).into_iter();
        all.extend(found.map(|found| (block, found)));
    }
    all
}

/// How many bytes of signs a stretch may have for an expression to be held to each: where there are more, all of the
/// stretch is looked through once.
const FEW_SIGNS: u32 = 32;

/// The matches of an expression that begin at its signs and end before `end`, in order of place, none inside another.
fn matches_led(
    scene: &Scene<'_>,
    item: usize,
    block: TextSpan,
    end: u32,
    signs: &[TextSpan],
    all: &mut Vec<(TextSpan, Captures)>,
) {
    let text = scene.document.slice(block);
    let mut done = 0;
    // Signs that touch are found as one.
    for start in signs.iter().flat_map(|sign| sign.start - block.start..sign.end - block.start) {
        if start < done || !text.is_char_boundary(start as usize) {
            continue;
        }
        done = start + 1;
        let input = Input::new(text).range(start as usize..(end - block.start) as usize);
        if let Some(found) = scene.expressions.match_at(item, input) {
            done = found.get_match().map_or(done, |found| done.max(found.end() as u32));
            all.push((block, found));
        }
    }
}

/// The signs of some expressions, each with its number, where they are found by them.
pub(super) fn signs_of<'e>(
    expressions: impl Iterator<Item = &'e Expression>,
    found_by: impl Fn(&Expression) -> FoundBy,
) -> Vec<(Text, bool, u32)> {
    let found = expressions.zip(0..).filter(|(pattern, _)| found_by(pattern) == FoundBy::Signs);
    found
        .flat_map(|(pattern, item)| pattern.signs.iter().map(move |sign| (sign.clone(), pattern.folds, item)))
        .collect()
}

/// How the scan finds the places of an expression: a row of capitals leads to fewer than any word.
fn found_by(pattern: &Expression) -> FoundBy {
    if pattern.has_capitals() { FoundBy::Signs } else { pattern.found_by() }
}

/// The parts of the blocks around the signs of an expression, each with its block. Signs close together share one, so
/// that no part of the draft is looked at twice.
fn windows(scene: &Scene<'_>, pattern: &Expression, signs: &[TextSpan]) -> Vec<(TextSpan, TextSpan)> {
    let document = scene.document;
    let mut windows: Vec<(TextSpan, TextSpan)> = Vec::new();
    for sign in signs {
        let block = document.block_at(sign.start).filter(|block| scene.rule.scope.has_role(block.role));
        let Some(block) = block.filter(|block| block.text.contains(*sign)) else { continue };
        let window = window(&document.text, block.text, *sign, pattern);
        match windows.last_mut() {
            Some((known, last)) if *known == block.text && window.start <= last.end => *last = last.join(window),
            _ => windows.push((block.text, window)),
        }
    }
    windows
}

impl Pattern {
    /// The hits among matches, each given with its block, that lie on the rule's side of the marks.
    fn take(&self, scene: &Scene<'_>, found: Vec<(TextSpan, Captures)>, hits: &mut Vec<Hit>) {
        for (block, found) in found {
            if Self::in_scope(scene, place_of(block, &found)) {
                hits.extend(self.hit(scene, block, &found));
            }
        }
    }
}

impl Check for Pattern {
    fn anchors(&self, _: &Lists) -> Vec<Anchor> {
        let items = self.patterns.iter().zip(0..);
        items
            .flat_map(|(pattern, item)| {
                let (words, item) = match found_by(pattern) {
                    FoundBy::Opening => (&*pattern.opening, item | Anchor::AT_HEAD),
                    FoundBy::Words => (&*pattern.words, item),
                    FoundBy::Signs | FoundBy::Heads | FoundBy::Nothing => (&[][..], item),
                };
                words.iter().map(move |word| Anchor { word: *word, item })
            })
            .collect()
    }

    fn heads(&self) -> Vec<(Text, u32)> {
        let found = self.patterns.iter().zip(0..).filter(|(pattern, _)| found_by(pattern) == FoundBy::Heads);
        found.flat_map(|(pattern, item)| pattern.heads.iter().map(move |head| (head.clone(), item))).collect()
    }

    fn signs(&self) -> Vec<(Text, bool, u32)> {
        signs_of(self.patterns.iter(), found_by)
    }

    fn expressions(&self) -> Vec<&Expression> {
        self.patterns.iter().collect()
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let item = item & !Anchor::AT_HEAD;
        let Some(pattern) = self.patterns.get(item as usize) else { return };
        let (block, found) = matches_at(scene, pattern, item, token);
        for found in found {
            hits.extend(self.hit(scene, block, &found));
        }
    }

    fn at_block(&self, scene: &Scene<'_>, item: u32, block: usize, hits: &mut Vec<Hit>) {
        let Some(block) = scene.document.blocks.get(block).map(|block| block.text) else { return };
        let found = matches(scene, item as usize, block, block, None).into_iter();
        self.take(scene, found.map(|found| (block, found)).collect(), hits);
    }

    fn at_signs(&self, scene: &Scene<'_>, item: u32, places: &[TextSpan], hits: &mut Vec<Hit>) {
        let Some(pattern) = self.patterns.get(item as usize) else { return };
        self.take(scene, matches_around(scene, item as usize, pattern, places), hits);
    }

    fn is_one_inside_another(&self) -> bool {
        true
    }

    fn settles(&self) -> bool {
        !self.topic.is_empty()
    }

    fn settle(&self, scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        if is_about(scene, &self.topic, &(0..0)) { Vec::new() } else { hits }
    }

    fn reads_draft(&self) -> bool {
        self.targets || self.patterns.iter().any(|pattern| found_by(pattern) == FoundBy::Nothing)
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let everywhere = self.patterns.iter().enumerate().filter(|(_, pattern)| found_by(pattern) == FoundBy::Nothing);
        for (item, pattern) in everywhere {
            self.take(scene, matches_everywhere(scene, item, pattern), hits);
        }
        if self.targets {
            targets::look(scene, self, hits);
        }
    }
}
