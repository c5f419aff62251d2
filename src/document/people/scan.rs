//! Runs: capitalised words that stand together, with the titles before them.

use super::Title;
use super::words::{Words, is_capital};
use crate::document::{Case, Document, Sentence, Token, TokenKind};
use crate::input::Role;
use crate::list::word_hash;
use std::ops::Range;

/// How many tokens of a story come to a run.
const RUN: usize = 16;
/// More words than any name has: a headline, or a list.
const LONGEST: usize = 8;
/// How many tokens before a title may belong to it: “Deputy Assistant Housing”. A bound on the work in a line of capitals.
const MODIFIERS: u32 = 12;

/// More tokens than any title or description in small letters has.
const TITLE: u32 = 5;

/// Capitalised words that stand together and may be a name.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The tokens that may be a name, particles and hyphens between them included.
    pub tokens: Range<u32>,
    /// The tokens of the titles or descriptions right before, with what modifies them.
    pub before: Range<u32>,
    /// The titles among them.
    pub titles: Vec<Title>,
    /// Whether a description of work or kin stands right before.
    pub described: bool,
    /// Whether it opens a sentence or a quotation, where a capital says nothing.
    pub start: bool,
    /// Whether “the” stands right before.
    pub the: bool,
    /// Whether a capitalised word that is no name stands right before (“San Francisco”, “United States”).
    pub attached: bool,
    /// Whether it is in a headline or heading, where many words have a capital.
    pub heading: bool,
    /// The block.
    pub block: u32,
}

/// The runs of the draft, in order of place.
pub(super) fn runs(document: &Document, words: &Words<'_>) -> Vec<Run> {
    let mut scanner = Scanner {
        document,
        words,
        the: word_hash("the"),
        block: 0,
        heading: false,
        runs: Vec::with_capacity(document.tokens.len() / RUN),
    };
    for (number, block) in document.blocks.iter().enumerate() {
        if matches!(block.role, Role::Dateline | Role::Furniture | Role::Code) {
            continue;
        }
        scanner.block = number as u32;
        scanner.heading = matches!(block.role, Role::Headline | Role::Heading);
        let sentences = document.sentences.get(block.sentences.start as usize..block.sentences.end as usize);
        for sentence in sentences.unwrap_or_default() {
            scanner.sentence(sentence);
        }
    }
    scanner.runs
}

/// Titles and descriptions on the way to a name.
#[derive(Default)]
struct Pending {
    tokens: Range<u32>,
    titles: Vec<Title>,
    described: bool,
}

struct Scanner<'a> {
    document: &'a Document,
    words: &'a Words<'a>,
    the: u64,
    block: u32,
    heading: bool,
    runs: Vec<Run>,
}

impl Scanner<'_> {
    fn sentence(&mut self, sentence: &Sentence) {
        let bounds = sentence.tokens.clone();
        let mut pending = Pending::default();
        let mut at = bounds.start;
        let mut capital = at;
        while at < bounds.end {
            if self.token(at).case == Case::Lower && at >= capital {
                // Small words matter only on the way to a capital.
                let Some(next) = self.next_capital(at, &bounds) else { break };
                capital = next;
            }
            if at + TITLE < capital {
                at = capital - TITLE;
            }
            if pending.tokens.end != at {
                pending = Pending::default();
            }
            if let Some(end) = self.take_title(at, &bounds, &mut pending) {
                at = end;
                continue;
            }
            let end = self.run_end(at, &bounds);
            if end > at {
                self.push(at..end, std::mem::take(&mut pending), &bounds);
                at = end;
            } else {
                at += 1;
            }
        }
    }

    /// The first word with a capital at or after a token.
    fn next_capital(&self, at: u32, bounds: &Range<u32>) -> Option<u32> {
        let rest = self.rest(at, bounds);
        let far = rest.iter().position(|token| matches!(token.case, Case::Capital | Case::Upper | Case::Mixed))?;
        Some(at + far as u32)
    }

    fn token(&self, at: u32) -> &Token {
        &self.document.tokens[at as usize]
    }

    fn get(&self, at: u32, bounds: &Range<u32>) -> Option<&Token> {
        bounds.contains(&at).then(|| self.token(at))
    }

    fn rest(&self, at: u32, bounds: &Range<u32>) -> &[Token] {
        self.document.tokens.get(at as usize..bounds.end as usize).unwrap_or_default()
    }

    /// Whether a word has a capital and may be part of a name.
    fn may_be_name(&self, token: &Token) -> bool {
        is_capital(self.document, token) && !Words::has(self.words.never_names, token)
    }

    /// Adds the title or description that begins at a token to those on the way to a name; where it ends.
    fn take_title(&self, at: u32, bounds: &Range<u32>, pending: &mut Pending) -> Option<u32> {
        let rest = self.rest(at, bounds);
        let first = rest.first().filter(|token| token.kind == TokenKind::Word)?;
        let begin = |pending: &mut Pending, end: u32| {
            let start = if pending.tokens.end == at { pending.tokens.start } else { at };
            pending.tokens = start..end;
        };
        if first.case != Case::Lower {
            if let Some((entry, length)) = self.title_at(at, bounds) {
                let end = at + length as u32;
                begin(pending, end);
                pending.titles.push(Title { span: self.document.span_of(at..end), entry });
                return Some(end);
            }
            if at != bounds.start {
                return None;
            }
        }
        let kin = self.words.kin.starts(rest).map(|(_, length)| length);
        let length = self.words.jobs.starts(rest).map(|(_, length)| length).max(kin)?;
        let end = at + length as u32;
        // “Coach” may be a name's first word only where the sentence begins.
        if first.case == Case::Lower || self.get(end, bounds).is_some_and(|next| self.may_be_name(next)) {
            begin(pending, end);
            pending.described = true;
            return Some(end);
        }
        None
    }

    /// The title at a token, if a name follows and it is not itself a first name.
    fn title_at(&self, at: u32, bounds: &Range<u32>) -> Option<(u32, usize)> {
        let (entry, length) = self.words.title_at(self.rest(at, bounds))?;
        let end = at + length as u32;
        let next = self.get(end, bounds)?;
        let another = self.words.title_at(self.rest(end, bounds)).is_some();
        if !(self.may_be_name(next) || another || self.is_particle(end, bounds)) || !next.space_before {
            return None;
        }
        let ambiguous = length == 1 && Words::has(self.words.first_names, self.token(at));
        let two = self.get(end + 1, bounds).is_some_and(|token| self.may_be_name(token));
        (!ambiguous || two).then_some((entry, length))
    }

    /// Whether a small word that opens surnames stands at a token, with the surname after it.
    fn is_particle(&self, at: u32, bounds: &Range<u32>) -> bool {
        let Some(token) = self.get(at, bounds).filter(|token| token.case == Case::Lower) else { return false };
        let Some(entry) = self.words.particles.word(token.word) else { return false };
        let mut next = if self.is_hyphen(at + 1, bounds) { at + 2 } else { at + 1 };
        // “van der Meulen”
        next += u32::from(self.get(next, bounds).is_some_and(|token| self.is_small_particle(token)));
        !entry.flag("inner") && self.get(next, bounds).is_some_and(|next| self.may_be_name(next))
    }

    fn is_small_particle(&self, token: &Token) -> bool {
        token.case == Case::Lower && self.words.particles.word(token.word).is_some()
    }

    /// Where a run goes on behind a nickname in marks: “Harold ‘Buck’ Larrabee”.
    fn behind_nickname(&self, end: u32, bounds: &Range<u32>) -> Option<u32> {
        let is = |at: u32, marks: &[&str]| {
            self.get(at, bounds).is_some_and(|token| marks.contains(&self.document.slice(token.span)))
        };
        if !is(end, &["“", "\"", "‘"]) {
            return None;
        }
        let close = (end + 2..end + 4).find(|at| is(*at, &["”", "\"", "’"]))?;
        let inside =
            (end + 1..close).all(|at| self.get(at, bounds).is_some_and(|token| is_capital(self.document, token)));
        let next = self.get(close + 1, bounds).filter(|next| next.space_before && self.may_be_name(next))?;
        (inside && !Words::has(self.words.organizations, next)).then_some(close + 2)
    }

    fn is_hyphen(&self, at: u32, bounds: &Range<u32>) -> bool {
        self.get(at, bounds).is_some_and(|token| !token.space_before && self.document.slice(token.span) == "-")
            && self.get(at + 1, bounds).is_some_and(|token| !token.space_before)
    }

    /// Where the run that begins at a token ends; `at` where none begins.
    fn run_end(&self, at: u32, bounds: &Range<u32>) -> u32 {
        let first = self.token(at);
        if !self.words.house.entries.is_empty()
            && let Some((_, length)) = self.words.house.starts(self.rest(at, bounds))
        {
            return self.with_suffix(at + length as u32, bounds);
        }
        let hyphenated = at > bounds.start && !first.space_before && self.document.word(at - 1) == "-";
        let known = || Words::has(self.words.first_names, first);
        let opens = || self.may_be_name(first) && (!Words::has(self.words.not_names, first) || known());
        if hyphenated || !(opens() || self.is_particle(at, bounds)) {
            return at;
        }
        let known = known();
        let mut end = at + 1;
        for _ in 0..LONGEST {
            let next = self.grow(at, end, known, bounds);
            if next == end {
                break;
            }
            end = next;
        }
        self.with_suffix(end, bounds)
    }

    /// Where the run is after one more word.
    fn grow(&self, start: u32, end: u32, known: bool, bounds: &Range<u32>) -> u32 {
        let Some(next) = self.get(end, bounds) else { return end };
        if self.is_hyphen(end, bounds) {
            let given = end > start + 1 && Words::has(self.words.families, self.token(start));
            let joined = self
                .get(end + 1, bounds)
                .is_some_and(|token| is_capital(self.document, token) || given && token.case == Case::Lower);
            return if joined { end + 2 } else { end };
        }
        if let Some(far) = (end == start + 1 && known).then(|| self.behind_nickname(end, bounds)).flatten() {
            return far;
        }
        if !next.space_before {
            return end;
        }
        if next.case == Case::Lower && self.words.particles.word(next.word).is_some() {
            let mut far = end + 1;
            while far < end + 3 && self.is_hyphen(far, bounds)
                || self.get(far, bounds).is_some_and(|token| {
                    far < end + 3 && token.case == Case::Lower && self.words.particles.word(token.word).is_some()
                })
            {
                far += 1;
            }
            let name = self.get(far, bounds).is_some_and(|token| self.may_be_name(token));
            return if name { far + 1 } else { end };
        }
        if !self.may_be_name(next) || self.breaks(start, end, bounds) {
            return end;
        }
        let organization = Words::has(self.words.organizations, next);
        if Words::has(self.words.not_names, next) && !organization && !Words::has(self.words.first_names, next) {
            // “Jack London”, “Emily Green”: after a first name, and nothing with a capital after it.
            let last = !self
                .get(end + 1, bounds)
                .is_some_and(|token| token.case != Case::Lower && is_capital(self.document, token));
            return if known && last { end + 1 } else { end };
        }
        end + 1
    }

    /// Whether a title begins at a word inside a run: the words before it belong to the title, not to the name.
    fn breaks(&self, start: u32, at: u32, bounds: &Range<u32>) -> bool {
        let Some((_, length)) = self.title_at(at, bounds) else { return false };
        let surname = length == 1 && at == start + 1 && Words::has(self.words.first_names, self.token(start));
        let suffix = self.get(at + length as u32, bounds).is_some_and(|token| Words::has(self.words.suffixes, token));
        !surname && !suffix
    }

    /// The end of a run with “Jr.” and the like, a comma before it or not.
    fn with_suffix(&self, end: u32, bounds: &Range<u32>) -> u32 {
        let comma = self.get(end, bounds).is_some_and(|token| self.document.slice(token.span) == ",");
        let at = if comma { end + 1 } else { end };
        match self.get(at, bounds) {
            Some(token) if token.case != Case::Lower && Words::has(self.words.suffixes, token) => at + 1,
            _ => end,
        }
    }

    fn push(&mut self, tokens: Range<u32>, pending: Pending, bounds: &Range<u32>) {
        let mut before =
            if pending.tokens.end == tokens.start { pending.tokens.clone() } else { tokens.start..tokens.start };
        if !before.is_empty() {
            if !self.is_courtesy(&pending) {
                before.start = self.extended(before.start, bounds);
            }
            // “Housing” of “Housing Secretary Ada Pell” is no name.
            let titled = !pending.titles.is_empty();
            while titled && self.runs.last().is_some_and(|run| run.tokens.end > before.start && run.block == self.block)
            {
                self.runs.pop();
            }
        }
        let head = before.start;
        let previous = head.checked_sub(1).filter(|previous| *previous >= bounds.start).map(|at| *self.token(at));
        let opens = |token: Token| {
            token.kind == TokenKind::Mark
                && !matches!(self.document.slice(token.span), "," | "-" | ")" | "”" | "’" | "'")
        };
        self.runs.push(Run {
            start: previous.is_none_or(opens),
            the: previous.is_some_and(|token| token.word == self.the),
            attached: self.is_partner(tokens.end, bounds)
                || previous.is_some_and(|token| {
                    token.case != Case::Lower
                        && Words::has(self.words.not_names, &token)
                        && self.token(head).space_before
                        || self.document.slice(token.span) == "&"
                }),
            tokens,
            before,
            titles: pending.titles,
            described: pending.described,
            heading: self.heading,
            block: self.block,
        });
    }

    /// Whether a firm goes on with “&” behind a run: “Marsh & Marsh”.
    fn is_partner(&self, end: u32, bounds: &Range<u32>) -> bool {
        self.get(end, bounds).is_some_and(|token| self.document.slice(token.span) == "&")
    }

    /// Whether the titles begin with “Mr.” and the like, which nothing modifies.
    fn is_courtesy(&self, pending: &Pending) -> bool {
        let first = pending.titles.first().and_then(|title| self.words.titles.entries.get(title.entry as usize));
        first.is_some_and(|entry| entry.text("class") == Some("courtesy"))
    }

    /// Where a title begins with the words before it that modify it: “U.S.”, “then-”, “Deputy Housing”.
    fn extended(&self, start: u32, bounds: &Range<u32>) -> u32 {
        let mut at = start;
        let first = start.saturating_sub(MODIFIERS).max(bounds.start);
        while at > first {
            let token = self.token(at - 1);
            let modifies = self.words.modifiers.word(token.word).is_some();
            let capital = matches!(token.case, Case::Capital | Case::Upper | Case::Mixed)
                && !Words::has(self.words.never_names, token)
                && token.kind == TokenKind::Word;
            let hyphen = self.document.slice(token.span) == "-" && !token.space_before && at - 1 > bounds.start;
            if !(modifies || capital || hyphen) {
                break;
            }
            at -= 1;
        }
        let hyphen = at < start && self.document.slice(self.token(at).span) == "-";
        if hyphen { at + 1 } else { at }
    }
}
