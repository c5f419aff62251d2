//! `sum`: numbers of one sentence that do not add up. The words (numbers, units, what spoils the sum) come from lists.

use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::{Case, Token, TokenKind};
use crate::engine::reader::Reader;
use crate::list::{Entry, List, ListName, Lists, Seq, word_hash};
use std::ops::Range;

mod headline;
mod shares;

/// Keys of `kind = "sum"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// `check`: what is added up. `list`: the items behind a colon, against the number before it. `parts`: the parts beside
    /// a total. `whole`: the percentages of a whole. `shares`: what some of a total are, and what the others are. `headline`: a number of the headline that the story has otherwise.
    pub check: SumCheck,
    /// `numbers`: the list of numbers in words, each with its `value`.
    pub numbers: ListName,
    /// `units`: for `headline`, words for one thing, a row each (“aboard”, “on board”); for `parts`, the nouns of totals whose parts stand between commas; for `whole`, the words for percent; for
    /// `list`, words that stand in no plain list.
    pub units: ListName,
    /// `spoilers`: words that say that the numbers are no sum: “including”, “at least”, “of them”.
    pub spoilers: ListName,
    /// `joints`: for `list` and `parts`, words that join the last item to the others: “and”. Hashes.
    pub joints: Seq<u64>,
    /// `of`: for `shares`, what stands before a total: “of”. Hashes.
    pub of: Seq<u64>,
    /// `slack`: by how much percentages may be more than 100, since they are rounded.
    pub slack: u32,
}

/// What a `sum` rule adds up.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum SumCheck {
    /// The items behind a colon.
    #[default]
    List,
    /// The parts beside a total.
    Parts,
    /// The percentages of a whole.
    Whole,
    /// Some of a total, and the others.
    Shares,
    /// The numbers of the headline.
    Headline,
}

impl SumCheck {
    const NAMES: [(&'static str, Self); 5] = [
        ("list", Self::List),
        ("parts", Self::Parts),
        ("whole", Self::Whole),
        ("shares", Self::Shares),
        ("headline", Self::Headline),
    ];
}

impl std::fmt::Debug for SumCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::List => "SumCheck::List",
            Self::Parts => "SumCheck::Parts",
            Self::Whole => "SumCheck::Whole",
            Self::Shares => "SumCheck::Shares",
            Self::Headline => "SumCheck::Headline",
        })
    }
}

/// The greatest number of items that a list behind a colon is held to.
const MOST_ITEMS: u32 = 20;
/// How many tokens may stand between a number and the colon.
const TO_COLON: u32 = 8;
/// How many words the noun of a number may have.
const NOUN: u32 = 5;
/// The longest item of a list, in tokens.
const ITEM: u32 = 9;
/// How many tokens before and behind the word at which it is looked for a sum may begin and end: no sentence is longer.
const BEFORE: u32 = 100;
const BEHIND: u32 = 200;
/// The most parts of a total.
const MOST_PARTS: usize = 12;

impl Sum {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let check = reader.choice("check", &SumCheck::NAMES);
        if check.is_none() && !reader.has("check") {
            reader.problem_here(
                "`check` is missing",
                "write check = \"list\", \"parts\", \"whole\", \"shares\" or \"headline\"",
            );
        }
        let mut list = |key: &str| reader.text(key).map(|name| ListName::from(&*name)).unwrap_or_default();
        let (numbers, units, spoilers) = (list("numbers"), list("units"), list("spoilers"));
        let slack = reader.number("slack", 0..=50).and_then(|slack| u32::try_from(slack).ok()).unwrap_or(1);
        let mut hashes = |key: &str| reader.texts(key).iter().map(|word| word_hash(word)).collect();
        let (joints, of) = (hashes("joints"), hashes("of"));
        Data::Sum(Self { check: check.unwrap_or_default(), numbers, units, spoilers, joints, of, slack })
    }
}

impl Check for Sum {
    fn lists(&self) -> Vec<&str> {
        [&self.numbers, &self.units, &self.spoilers]
            .into_iter()
            .map(|name| &**name)
            .filter(|name| !name.is_empty())
            .collect()
    }

    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let words: Vec<u64> = match self.check {
            SumCheck::Shares => self.of.to_vec(),
            SumCheck::Whole => lists.named(&self.units).entries.iter().flat_map(first_words).collect(),
            SumCheck::List | SumCheck::Parts | SumCheck::Headline => Vec::new(),
        };
        words.into_iter().map(|word| Anchor { word, item: 0 }).collect()
    }

    fn at(&self, scene: &Scene<'_>, _: u32, token: u32, hits: &mut Vec<Hit>) {
        let Some(sentence) = scene.document.sentences.get(scene.document.sentence_of(token) as usize) else { return };
        let near = token.saturating_sub(BEFORE)..token + BEHIND;
        let bounds = sentence.tokens.start.max(near.start)..sentence.tokens.end.min(near.end);
        let adder = Adder { keys: self, scene, bounds: bounds.clone() };
        match self.check {
            SumCheck::Shares => hits.extend(adder.shares(token)),
            // The first percentage speaks for its sentence.
            SumCheck::Whole if !adder.has(&self.units, bounds.start..token) => hits.extend(adder.whole()),
            _ => {}
        }
    }

    fn reads_draft(&self) -> bool {
        !matches!(self.check, SumCheck::Shares | SumCheck::Whole)
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        if self.check == SumCheck::Headline {
            return headline::clashes(self, scene, hits);
        }
        let numbers = Numbers::new(scene.lists.named(&self.numbers));
        for sentence in &scene.document.sentences {
            let adder = Adder { keys: self, scene, bounds: sentence.tokens.clone() };
            match self.check {
                SumCheck::List => hits.extend(adder.list()),
                SumCheck::Parts if numbers.are_three(scene, sentence.tokens.clone()) => adder.parts(hits),
                _ => {}
            }
        }
    }
}

/// The first words of the forms of an entry.
fn first_words(entry: &Entry) -> impl Iterator<Item = u64> + '_ {
    entry.forms.iter().filter_map(|form| form.words.first().copied())
}

/// Tells quickly which sentences have a total and parts.
struct Numbers<'a> {
    list: &'a List,
    /// A bit for the words of the list, by their hashes.
    bits: [u64; 4],
}

impl<'a> Numbers<'a> {
    fn new(list: &'a List) -> Self {
        let mut bits = [0; 4];
        for word in list.entries.iter().flat_map(first_words) {
            bits[(word >> 6) as usize & 3] |= 1 << (word & 63);
        }
        Self { list, bits }
    }

    fn are_three(&self, scene: &Scene<'_>, tokens: Range<u32>) -> bool {
        let tokens = scene.document.tokens.get(tokens.start as usize..tokens.end as usize).unwrap_or_default();
        let is_number = |token: &&Token| {
            let may_be = self.bits[(token.word >> 6) as usize & 3] >> (token.word & 63) & 1 == 1;
            token.kind == TokenKind::Number || may_be && self.list.word(token.word).is_some()
        };
        tokens.iter().filter(is_number).nth(2).is_some()
    }
}

/// Adds up in one sentence.
struct Adder<'a, 's> {
    keys: &'a Sum,
    scene: &'a Scene<'s>,
    bounds: Range<u32>,
}

impl Adder<'_, '_> {
    fn token(&self, at: u32) -> Option<&Token> {
        self.bounds.contains(&at).then(|| self.scene.document.tokens.get(at as usize)).flatten()
    }

    fn word(&self, at: u32) -> &str {
        if self.bounds.contains(&at) { self.scene.document.word(at) } else { "" }
    }

    /// The number at a token, in figures or in words.
    fn number(&self, at: u32) -> Option<u32> {
        let token = self.token(at)?;
        // “twenty-one”, “34-year-old”, “$12”.
        let joined =
            |at: u32| matches!(self.word(at), "-" | "–" | "/") && self.token(at).is_some_and(|mark| !mark.space_before);
        let before = at.checked_sub(1).unwrap_or(at);
        if joined(at + 1)
            || (at > self.bounds.start && (joined(before) || matches!(self.word(before), "$" | "£" | "€" | "#")))
        {
            return None;
        }
        if token.kind == TokenKind::Number {
            return self.word(at).replace(',', "").parse().ok();
        }
        let entry = self.scene.lists.named(&self.keys.numbers).word(token.word)?;
        entry.number("value").and_then(|value| u32::try_from(value).ok())
    }

    /// Whether a word that spoils the sum begins at one of some tokens.
    fn is_spoiled(&self, tokens: Range<u32>) -> bool {
        self.has(&self.keys.spoilers, tokens)
    }

    fn has(&self, list: &ListName, tokens: Range<u32>) -> bool {
        let all = self.scene.document.tokens.get(tokens.start as usize..self.bounds.end as usize).unwrap_or_default();
        let list = self.scene.lists.named(list);
        (0..tokens.len()).any(|at| all.get(at..).is_some_and(|rest| list.starts(rest).is_some()))
    }

    fn is_joint(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| self.keys.joints.contains(&token.word))
    }

    fn is_mark(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Mark)
    }

    /// A number and a colon, and behind it another number of items.
    fn list(&self) -> Option<Hit> {
        let colon = self.bounds.clone().find(|at| self.word(*at) == ":")?;
        let first = colon.saturating_sub(TO_COLON).max(self.bounds.start);
        let at = (first..colon).rev().find(|at| self.number(*at).is_some())?;
        let said = self.number(at).filter(|said| (2..=MOST_ITEMS).contains(said))?;
        let noun = at + 1 < colon && (at + 1..colon).all(|at| !self.is_mark(at) && self.number(at).is_none());
        let before = at.saturating_sub(3).max(self.bounds.start)..at;
        if !noun || self.is_spoiled(before) || self.is_spoiled(at..colon) || !self.scene.in_scope(at) {
            return None;
        }
        let (least, most) = self.items(colon + 1)?;
        let document = self.scene.document;
        (!(least..=most).contains(&said)).then(|| {
            let hit =
                Hit::new(document.span_of(at..colon)).value("said", document.word(at)).value("count", most.to_string());
            hit.label("items", document.span_of(colon + 1..self.bounds.end))
        })
    }

    /// How many items stand from a token to the end of the sentence, at least and at most: an “and” may join two of them or
    /// stand inside one. `None` where it is no plain list.
    fn items(&self, start: u32) -> Option<(u32, u32)> {
        let mut end = self.bounds.end;
        while end > start && self.is_mark(end - 1) {
            end -= 1;
        }
        let spoiled = self.is_spoiled(start..end) || self.has(&self.keys.units, start..end);
        if spoiled || (start..end).any(|at| self.token(at).is_some_and(|token| token.quoted)) {
            return None;
        }
        let semicolons = (start..end).any(|at| self.word(at) == ";");
        let (mut commas, mut joints, mut from) = (0, 0, start);
        let mut heads: Vec<Case> = Vec::new();
        for at in start..=end {
            let (cut, joint) = (matches!(self.word(at), "," | ";"), self.is_joint(at));
            if !(at == end || (cut && (!semicolons || self.word(at) == ";")) || (joint && !semicolons)) {
                if self.is_mark(at) && !semicolons && !matches!(self.word(at), "-" | "." | "’" | "'") {
                    return None;
                }
                continue;
            }
            if at > from {
                let head = self.token(from).filter(|head| head.kind == TokenKind::Word)?;
                heads.push(if head.case == Case::Lower { Case::Lower } else { Case::Capital });
                if !semicolons && at - from > ITEM {
                    return None;
                }
                match (at == end, cut) {
                    (true, _) => {}
                    (_, true) => commas += 1,
                    _ => joints += 1,
                }
            }
            from = at + 1;
        }
        // “Ada Pell, the mayor, and Tom Oss”: names with what they are.
        let alike = semicolons || heads.windows(2).all(|pair| pair[0] == pair[1]);
        let most = commas + joints + 1;
        // “Bread and butter” may be one thing; two names are two people.
        let names = heads.iter().all(|head| *head != Case::Lower);
        (alike && !heads.is_empty()).then_some((if names { most } else { commas + 1 }, most))
    }

    /// Totals with parts that make another sum.
    fn parts(&self, hits: &mut Vec<Hit>) {
        let mut free = self.bounds.start;
        for at in self.bounds.clone() {
            if at < free {
                continue;
            }
            let Some((total, open)) = self.total(at) else { continue };
            let Some((parts, end)) = self.parts_from(open + 1) else { continue };
            free = end;
            let sum: u32 = parts.iter().fold(0, |sum, part| sum.saturating_add(*part));
            let smaller = parts.iter().all(|part| *part < total);
            let before = at.saturating_sub(3).max(self.bounds.start)..at;
            if sum == total
                || !smaller
                || self.is_spoiled(before)
                || self.is_spoiled(at..end)
                || !self.scene.in_scope(at)
            {
                continue;
            }
            let document = self.scene.document;
            let hit = Hit::new(document.span_of(at..end)).value("total", document.word(at));
            hits.push(hit.value("sum", sum.to_string()));
        }
    }

    /// The number of a total at a token, and the mark behind its noun that its parts follow.
    fn total(&self, at: u32) -> Option<(u32, u32)> {
        let total = self.number(at).filter(|total| *total >= 2)?;
        let open = (at + 2..at + 2 + NOUN).find(|at| self.is_mark(*at))?;
        let words = (at + 1..open)
            .all(|at| self.token(at).is_some_and(|token| token.kind == TokenKind::Word) && self.number(at).is_none());
        let noun = self.token(open - 1)?;
        let listed = self.scene.lists.named(&self.keys.units).word(noun.word).is_some();
        let opens = match self.word(open) {
            "," | "(" => listed,
            "—" | "–" | ":" => true,
            _ => false,
        };
        (words && opens).then_some((total, open))
    }

    /// The parts from a token on, and where they end.
    fn parts_from(&self, start: u32) -> Option<(Vec<u32>, u32)> {
        let mut parts = Vec::new();
        let mut at = start;
        let mut end = start;
        while parts.len() < MOST_PARTS {
            let Some(part) = self.number(at) else { break };
            let mut next = at + 1;
            while next <= at + NOUN
                && self.token(next).is_some_and(|token| token.kind == TokenKind::Word)
                && !self.is_joint(next)
            {
                next += 1;
            }
            if next == at + 1 || self.number(next).is_some() {
                return None;
            }
            parts.push(part);
            end = next;
            at = match self.word(next) {
                "," if self.is_joint(next + 1) => next + 2,
                "," => next + 1,
                _ if self.is_joint(next) => next + 1,
                _ => break,
            };
        }
        let closed = end >= self.bounds.end || self.is_mark(end);
        (parts.len() >= 2 && closed).then_some((parts, end))
    }

    /// Percentages that are more than a whole.
    fn whole(&self) -> Option<Hit> {
        let units = self.scene.lists.named(&self.keys.units);
        let rest = |at: u32| self.scene.document.tokens.get(at as usize..self.bounds.end as usize).unwrap_or_default();
        let mut places = Vec::new();
        let mut sum = 0.0;
        for at in self.bounds.clone() {
            let percent = self.token(at).is_some_and(|token| token.kind == TokenKind::Number)
                && units.starts(rest(at + 1)).is_some();
            if !percent || !self.scene.in_scope(at) {
                continue;
            }
            let value: f64 = self.word(at).replace(',', "").parse().ok()?;
            if value > 100.0 {
                return None;
            }
            sum += value;
            places.push(at);
        }
        let (first, last) = (*places.first()?, *places.last()?);
        let over =
            places.len() >= 2 && sum > 100.0 + f64::from(self.keys.slack) && !self.is_spoiled(self.bounds.clone());
        over.then(|| {
            let hit = Hit::new(self.scene.document.span_of(first..last + 2));
            hit.value("sum", format!("{}", (sum * 10.0).round() / 10.0))
        })
    }
}
