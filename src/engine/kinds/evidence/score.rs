//! Score: the points of a unit, by its words, its form and its place.

use super::Evidence;
use super::unit::Unit;
use crate::document::{Case, Document, Token, TokenKind};
use crate::engine::kinds::Scene;
use crate::engine::kinds::line::place;
use crate::input::Role;
use crate::list::{Entry, List};
use std::ptr;

/// The most points that what it speaks of can bring.
const MOST_MATTER: i32 = 60;
/// For up to this many bytes, and for up to this many: what asks a reader for something is short.
const SHORT: [(u32, i32); 4] = [(60, 12), (110, 6), (200, 0), (u32::MAX, -15)];
/// For no stop at its end.
const UNSTOPPED: i32 = 8;
/// For short items with bars or dots between them.
const ROW: i32 = 18;
/// For a number in brackets at its end.
const COUNT: i32 = 12;
/// For type of its own, or a link.
const SET_OFF: i32 = 8;
/// For a class or an element of the markup that says so.
const CLASS: i32 = 22;
/// For a place before or after the story.
const AT_AN_END: i32 = 12;
/// For a line beside it that is no sentence.
const COMPANY: i32 = 5;
/// Against the end of a paragraph, which must stand apart to be cut.
const TAIL: i32 = -4;
/// Against a form of a verb that tells what happened.
const PAST: i32 = -12;
/// The most that what stands around it can bring.
const MOST_AROUND: i32 = CLASS + SET_OFF + AT_AN_END + COMPANY;
/// For brackets around it.
const BRACKET: i32 = 15;
/// For somebody who is called by a handle.
const HANDLE: i32 = 25;
/// For a name or initials before a colon or a dash.
const ADDRESSED: i32 = 20;
/// For initials anywhere.
const INITIALS: i32 = 12;
/// For a question; for two marks at once.
const QUESTION: [i32; 2] = [8, 14];
/// The points from which on a matter is that of a trade alone.
const STRONG: i32 = 35;
/// The longest item of a row, in words.
const ITEM_WORDS: usize = 5;

/// What was counted.
pub(super) struct Sum<'l> {
    /// Points.
    pub points: i32,
    /// The matter that weighs most.
    pub of: &'l str,
    /// The words by which it was found, as hashes.
    pub words: Vec<u64>,
}

/// Entries of a list that were found, each once.
struct Found<'l> {
    list: &'l List,
    /// Each with the word it was found by.
    entries: Vec<(&'l Entry, u64)>,
    /// Whether an entry counts for each word it is found by.
    each: bool,
}

impl<'l> Found<'l> {
    fn new(list: &'l List, each: bool) -> Self {
        Self { list, entries: Vec::new(), each }
    }

    /// The entry that begins at a token, with which the whole or a clause begins or not, and how many tokens it takes.
    fn at(&mut self, tokens: &[Token], start: bool, clause: bool) -> Option<(&'l Entry, usize)> {
        let (entry, length) = self.list.starts(tokens)?;
        let stands = match entry.text("at") {
            Some("start") => start,
            Some("clause") => clause,
            _ => true,
        };
        if !stands {
            return None;
        }
        let word = tokens[0].word;
        let is_known = |known: &(&Entry, u64)| ptr::eq(known.0, entry) && (!self.each || known.1 == word);
        if !self.entries.iter().any(is_known) {
            self.entries.push((entry, word));
        }
        Some((entry, length))
    }

    /// The points of all.
    fn weight(&self) -> i32 {
        self.entries.iter().map(|(entry, _)| weight(entry)).sum()
    }

    /// The matter with the most points, of several the first.
    fn first_matter(&self) -> Option<&'l str> {
        let mut best: Option<&(&'l Entry, u64)> = None;
        for found in &self.entries {
            if best.is_none_or(|best| weight(found.0) > weight(best.0)) {
                best = Some(found);
            }
        }
        best.map(|(entry, _)| matter(entry))
    }
}

fn weight(entry: &Entry) -> i32 {
    entry.number("weight").and_then(|weight| i32::try_from(weight).ok()).unwrap_or(0)
}

fn matter(entry: &Entry) -> &str {
    entry.text("of").unwrap_or_default()
}

/// The points of a unit; `None` where it speaks of nothing, or cannot have enough of them.
pub(super) fn of_unit<'l>(evidence: &Evidence, scene: &Scene<'l>, unit: &Unit) -> Option<Sum<'l>> {
    let document = scene.document;
    let tokens = document.tokens.get(unit.tokens.start as usize..unit.tokens.end as usize)?;
    let framed = if evidence.frames { Some(frame(document, unit, tokens)?) } else { None };
    let (spoken, told) = words(evidence, scene, tokens)?;
    let of = spoken.first_matter()?;
    let strong = spoken.entries.iter().any(|(entry, _)| weight(entry) >= STRONG);
    let mut points = spoken.weight().min(MOST_MATTER) + told + form(document, unit);
    points += match framed {
        Some(framed) => framed.points(strong)?,
        // Most blocks are far from enough.
        None if points + MOST_AROUND < evidence.least => return None,
        None => surroundings(evidence, scene, unit),
    };
    let own = spoken.entries.iter().filter(|(entry, _)| matter(entry) == of);
    Some(Sum { points, of, words: own.map(|(_, word)| *word).collect() })
}

/// What some tokens speak of, and the points of what they say of it. `None` where a word says that it is a story.
fn words<'l>(evidence: &Evidence, scene: &Scene<'l>, tokens: &[Token]) -> Option<(Found<'l>, i32)> {
    let document = scene.document;
    let mut spoken = Found::new(scene.lists.named(&evidence.matter), true);
    let mut told = Found::new(scene.lists.named(&evidence.words), false);
    let (mut past, mut start, mut clause) = (false, true, true);
    // Where the last phrase ends: its own words tell nothing more.
    let mut known = 0;
    for (at, token) in tokens.iter().enumerate() {
        if matches!(token.kind, TokenKind::Mark | TokenKind::Symbol) {
            clause = true;
            continue;
        }
        let rest = &tokens[at..];
        let length = if token.quoted { 0 } else { spoken.at(rest, start, clause).map_or(0, |(_, length)| length) };
        let word = told.at(rest, start, clause);
        if at >= known.max(at + length) && word.is_some_and(|(entry, _)| entry.flag("never")) {
            return None;
        }
        known = known.max(at + length.max(word.map_or(0, |(_, length)| length)));
        past |= at >= known && is_past(document, token);
        clause = word.is_some_and(|(entry, _)| entry.flag("opens"));
        start = false;
    }
    let told = told.weight() + if past { PAST } else { 0 };
    Some((spoken, told))
}

/// Whether a word has the ending of a verb that tells what happened.
fn is_past(document: &Document, token: &Token) -> bool {
    token.case == Case::Lower && token.span.len() > 4 && document.slice(token.span).ends_with("ed")
}

/// What its own form tells.
fn form(document: &Document, unit: &Unit) -> i32 {
    let text = document.slice(unit.text).trim();
    let length = text.len() as u32;
    let mut points = SHORT.iter().find(|(most, _)| length <= *most).map_or(0, |(_, points)| *points);
    if !place::ends_sentence(text) {
        points += UNSTOPPED;
    }
    if is_row(text) {
        points += ROW;
    }
    if has_count(text) {
        points += COUNT;
    }
    if unit.whole { points } else { points + TAIL }
}

/// Whether it consists of short items with bars, dots or strokes between them.
fn is_row(text: &str) -> bool {
    let divides = |sign: char| "|·•»›→".contains(sign);
    let items: Vec<&str> =
        if text.contains(divides) { text.split(divides).collect() } else { text.split(" / ").collect() };
    let short = items.iter().filter(|item| item.split_whitespace().count() <= ITEM_WORDS).count();
    items.len() > 1 && short * 2 > items.len()
}

/// Whether a number in brackets stands at its end, or the length of a recording.
fn has_count(text: &str) -> bool {
    let inside = text.strip_suffix(')').and_then(|text| text.rfind('(').and_then(|open| text.get(open + 1..)));
    inside.is_some_and(|inside| inside.starts_with(|sign: char| sign.is_ascii_digit()) && inside.len() <= 8)
}

/// What stands around it: its markup, its place, its neighbours.
fn surroundings(evidence: &Evidence, scene: &Scene<'_>, unit: &Unit) -> i32 {
    let document = scene.document;
    let Some(block) = document.blocks.get(unit.block) else { return 0 };
    if !unit.whole {
        return if place::is_at_an_end(document, unit.block) { AT_AN_END } else { 0 };
    }
    let mut points = 0;
    let written = document.source.slice(block.outer).trim();
    if block.role == Role::Furniture || has_class(written, scene.lists.named(&evidence.classes)) {
        points += CLASS;
    }
    if is_set_off(written) {
        points += SET_OFF;
    }
    if place::is_at_an_end(document, unit.block) {
        points += AT_AN_END;
    }
    if !place::company(document, unit.block).is_empty() {
        points += COMPANY;
    }
    points
}

/// Whether the element of a block has a class by one of the names.
fn has_class(written: &str, classes: &List) -> bool {
    let Some(tag) = written.strip_prefix('<').and_then(|rest| rest.split('>').next()) else { return false };
    let Some((_, class)) = tag.split_once("class=") else { return false };
    let has =
        |name: &str| class.split(|sign: char| !sign.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(name));
    classes.entries.iter().any(|entry| has(entry.name()))
}

/// Whether the whole is set in type of its own or is a link.
fn is_set_off(written: &str) -> bool {
    let inner = written.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).unwrap_or(written).trim();
    let inner = inner.trim_start_matches("> ");
    let wrapped = |open: &str, close: &str| inner.starts_with(open) && inner.ends_with(close);
    wrapped("*", "*")
        || wrapped("_", "_")
        || wrapped("<a ", "</a>")
        || wrapped("<em>", "</em>")
        || wrapped("<strong>", "</strong>")
        || wrapped("<b>", "</b>")
        || wrapped("<i>", "</i>")
        || wrapped("[", ")")
}

/// What shows that one speaks to another.
struct Frame {
    /// Brackets, type of its own, a handle, initials, a question.
    points: i32,
    /// Whether something sets it off from the story.
    set_off: bool,
    /// Whether a name stands at its head.
    addressed: bool,
}

impl Frame {
    /// Its points; `None` where nothing sets it off but a name, and it does not speak of the trade alone.
    fn points(&self, strong: bool) -> Option<i32> {
        let addressed = self.addressed && (strong || self.set_off);
        (addressed || self.set_off).then_some(self.points + if addressed { ADDRESSED } else { 0 })
    }
}

/// What shows of a unit that one speaks to another: brackets, a name at its head, initials, a question. `None` where nothing
/// does.
fn frame(document: &Document, unit: &Unit, tokens: &[Token]) -> Option<Frame> {
    let block = document.blocks.get(unit.block)?;
    let text = document.slice(unit.text).trim();
    let words: Vec<&Token> =
        tokens.iter().filter(|token| !matches!(document.slice(token.span), "[" | "(" | "*")).take(2).collect();
    let mut points = 0;
    if unit.bracket || unit.whole && is_set_off(document.source.slice(block.outer).trim()) {
        points += BRACKET;
    }
    if words.first().is_some_and(|first| document.slice(first.span).starts_with('@')) {
        points += HANDLE;
    }
    let (set_off, addressed) = (points > 0, is_addressed(document, &words));
    if !set_off && !addressed {
        return None;
    }
    let is_initials = |token: &Token| token.case == Case::Upper && token.span.len() <= 3;
    if tokens.iter().rev().take(3).any(is_initials) || words.first().is_some_and(|first| is_initials(first)) {
        points += INITIALS;
    }
    points += if text.contains("??") {
        QUESTION[1]
    } else if text.contains('?') {
        QUESTION[0]
    } else {
        0
    };
    Some(Frame { points, set_off, addressed })
}

/// Whether a name or initials of two letters or more open it, with a colon or a dash behind them.
fn is_addressed(document: &Document, words: &[&Token]) -> bool {
    let [name, mark, ..] = words else { return false };
    matches!(name.case, Case::Capital | Case::Upper)
        && name.kind == TokenKind::Word
        && name.span.len() > 1
        && matches!(document.slice(mark.span), ":" | "—" | "–" | "-" | "--")
}
