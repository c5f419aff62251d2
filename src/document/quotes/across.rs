//! Across: quotations that get their speaker from another paragraph.
//!
//! A running quotation has the speaker of any of its paragraphs. A paragraph of quotation may follow an introduction that
//! ends in a colon, may be taken up by the next one (“That was the reaction of …”), may be signed on the next line; or
//! it may float, and then the last speaker before it probably goes on.

use super::attribute::{Paragraph, Piece};
use super::speakers::{Finder, Sort, Speaker};
use super::words::{Words, slice};
use super::{Attribution, How};
use crate::document::{Document, QuoteKind, TextSpan, TokenKind};
use crate::input::Role;

/// What has been read of a draft.
#[derive(Default)]
pub(super) struct Across {
    /// The paragraphs with quotations, and those around them.
    read: Vec<Entry>,
}

struct Entry {
    block: usize,
    paragraph: Paragraph,
    found: Vec<Option<Attribution>>,
}

/// Who speaks in a paragraph.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Voice {
    Nobody,
    One(Option<TextSpan>),
    Several,
}

impl Across {
    /// Whether a block without quotations is wanted: it stands before or after one that has some.
    pub(super) fn wants(&self, document: &Document, block: usize, next_quote: usize) -> bool {
        let follows =
            self.read.last().is_some_and(|entry| entry.block + 1 == block && !entry.paragraph.quotes.is_empty());
        let precedes = document.quotes.get(next_quote).is_some_and(|quote| quote.block as usize == block + 1);
        follows || precedes
    }

    /// Passes over a block.
    pub(super) fn skip(&mut self, _: usize) {}

    /// Takes in a block.
    pub(super) fn read(
        &mut self,
        _: &Finder<'_, '_>,
        block: usize,
        paragraph: Paragraph,
        found: Vec<Option<Attribution>>,
    ) {
        self.read.push(Entry { block, paragraph, found });
    }

    /// The attributions of all outermost quotations.
    pub(super) fn finish(mut self, finder: &Finder<'_, '_>) -> Vec<(u32, Attribution)> {
        self.continued(finder.document);
        for index in 0..self.read.len() {
            // The paragraphs around say the same of all quotations but the last, of which the next one may speak.
            let last = self.read[index].found.len();
            let mut shared: Option<Option<Attribution>> = None;
            for number in 0..last {
                if self.read[index].found[number].is_some() {
                    continue;
                }
                let outside = match shared {
                    Some(known) if number + 1 < last => known,
                    _ => self.outside(finder, index, number),
                };
                shared = Some(outside);
                self.read[index].found[number] = outside;
            }
        }
        self.continued(finder.document);
        let entries = self.read.into_iter();
        entries
            .flat_map(|entry| entry.paragraph.quotes.into_iter().zip(entry.found))
            .filter_map(|(quote, found)| Some((quote, found?)))
            .collect()
    }

    /// Gives all paragraphs of a running quotation the speaker of one of them.
    fn continued(&mut self, document: &Document) {
        for forward in [true, false] {
            let place = |step: usize, length: usize| if forward { step } else { length - 1 - step };
            let mut carried: Option<(u32, Attribution)> = None;
            let entries = self.read.len();
            for step in 0..entries {
                let entry = &mut self.read[place(step, entries)];
                let quotes = entry.found.len();
                for step in 0..quotes {
                    let number = place(step, quotes);
                    let quote = entry.paragraph.quotes[number];
                    let continues = document.quotes[quote as usize].continues;
                    let own = &mut entry.found[number];
                    if let Some((other, attribution)) = carried
                        && own.is_none()
                        && ((forward && continues == Some(other)) || (!forward && other == quote))
                    {
                        *own = Some(Attribution { how: How::Continued, ..attribution });
                    }
                    carried = match (*own, forward) {
                        (Some(attribution), true) => Some((quote, attribution)),
                        (Some(attribution), false) => continues.map(|earlier| (earlier, attribution)),
                        (None, _) => None,
                    };
                }
            }
        }
    }

    fn neighbour(&self, index: usize, step: isize) -> Option<&Entry> {
        let block = self.read[index].block.checked_add_signed(step)?;
        let entry = self.read.get(index.checked_add_signed(step)?)?;
        (entry.block == block).then_some(entry)
    }

    /// What the paragraphs around say.
    fn outside(&self, finder: &Finder<'_, '_>, index: usize, number: usize) -> Option<Attribution> {
        let entry = &self.read[index];
        let last = number + 1 == entry.found.len();
        let previous = self.neighbour(index, -1);
        let next = self.neighbour(index, 1);
        let bare = entry.paragraph.is_bare(finder.document);
        let quote = entry.paragraph.quotes.get(number).and_then(|quote| finder.document.quotes.get(*quote as usize));
        if !bare && quote.is_some_and(|quote| quote.kind == QuoteKind::Fragment) {
            return None;
        }
        previous
            .and_then(|previous| introduction(finder, previous, bare))
            .or_else(|| in_introduced_list(finder, entry.block))
            .or_else(|| next.filter(|_| bare).and_then(|next| motto(finder, entry.block, next)))
            .or_else(|| next.filter(|_| last).and_then(|next| taken_up(finder, next)))
            .or_else(|| bare.then(|| carried(finder, previous, next)).flatten())
    }
}

/// A paragraph before that ends in a colon or asks a question, or a quotation before that got its speaker that way.
fn introduction(finder: &Finder<'_, '_>, previous: &Entry, bare: bool) -> Option<Attribution> {
    let block = finder.document.blocks.get(previous.block)?;
    let lead = finder.document.slice(block.text).trim_end();
    let plain = bare && previous.paragraph.quotes.is_empty();
    let asked = || finder.token(block.tokens.start).is_some_and(|first| finder.words.asked.word(first.word).is_some());
    let asks = plain && (lead.ends_with('?') || asked());
    if lead.ends_with(':') || asks || bare && lead.ends_with([',', '—', '–']) {
        let piece = previous.paragraph.pieces.last()?;
        let cue = piece.cues.iter().rev().find(|cue| cue.sure && cue.speaker.is_some());
        let name = || finder.name_in(piece.tokens.start, piece.tokens.end);
        let speaker = cue.and_then(|cue| cue.speaker.clone()).or_else(name);
        return Some(finder.attribution(How::Colon, speaker.as_ref(), cue.map(|cue| cue.tokens.clone())));
    }
    if let Some(source) = previous.paragraph.pieces.last().filter(|_| plain).and_then(|piece| source(finder, piece)) {
        return Some(source);
    }
    let by_colon = previous.found.last().copied().flatten().filter(|found| found.how == How::Colon);
    by_colon.filter(|_| bare && previous.paragraph.is_bare(finder.document))
}

/// “A statement from Ada Venn was read to the court.”
fn source(finder: &Finder<'_, '_>, piece: &Piece) -> Option<Attribution> {
    let saying = |at: &u32| finder.token(*at).is_some_and(|token| finder.words.sayings.word(token.word).is_some());
    piece.tokens.clone().take(SAID_SOON).find(saying).and_then(|noun| finder.source_of(piece, noun))
}

/// How soon a sentence that introduces a quotation in the next paragraph names what is said, in tokens.
const SAID_SOON: usize = 5;

/// How far up a list its introduction is looked for, in items.
const LIST_REACH: usize = 30;

/// An item of a list of quotations that a line with a colon leads up to.
fn in_introduced_list(finder: &Finder<'_, '_>, block: usize) -> Option<Attribution> {
    let blocks = &finder.document.blocks;
    let is_item = |at: &usize| blocks.get(*at).is_some_and(|block| block.role == Role::ListItem);
    let first = (block.saturating_sub(LIST_REACH)..=block).rev().take_while(is_item).last()?;
    let lead = blocks.get(first.checked_sub(1)?)?;
    let leads = finder.document.slice(lead.text).trim_end().ends_with(':');
    leads.then(|| finder.attribution(How::Colon, None, None))
}

/// A quotation that opens the story, with its speaker in the first words of the next paragraph: “…” Ilva Brandt was …
fn motto(finder: &Finder<'_, '_>, block: usize, next: &Entry) -> Option<Attribution> {
    let document = finder.document;
    let before = document.blocks.get(..block)?;
    if before.len() > MOTTO_REACH || before.iter().any(|block| super::words::is_sentence(document, block.text)) {
        return None;
    }
    let head = document.blocks.get(next.block)?.tokens.clone();
    let speaker = finder.name_in(head.start, head.end.min(head.start + MOTTO_TOKENS))?;
    (speaker.sort == Sort::Name).then(|| finder.attribution(How::Cue, Some(&speaker), None))
}

/// How many lines may stand before a quotation that opens the story.
const MOTTO_REACH: usize = 8;
/// How soon the next paragraph must name its speaker, in tokens.
const MOTTO_TOKENS: u32 = 12;

/// A next paragraph that is a signature, or that opens with “That was …” and a name.
fn taken_up(finder: &Finder<'_, '_>, next: &Entry) -> Option<Attribution> {
    let piece = next.paragraph.pieces.first()?;
    let block = finder.document.blocks.get(next.block)?;
    if piece.tokens.start != block.tokens.start {
        return None;
    }
    let signed = || finder.signature(&piece.tokens, false).or_else(|| bare_name(finder, &piece.tokens));
    if next.paragraph.quotes.is_empty() {
        if let Some(speaker) = signed() {
            return Some(finder.attribution(How::Label, Some(&speaker), None));
        }
        // A source that is no person: “— the town’s handbook”.
        let dash = matches!(finder.document.word(piece.tokens.start), "—" | "–" | "--" | "―");
        if dash && (2..=SIGNED).contains(&piece.tokens.len()) && block.tokens.end == piece.tokens.end {
            return Some(finder.attribution(How::Label, None, None));
        }
    }
    let (_, length) = finder.words.backward.starts(slice(finder.document, &piece.tokens))?;
    let cue = piece.tokens.start..piece.tokens.start + length as u32;
    let speaker = finder.name_in(cue.end, piece.tokens.end)?;
    (speaker.sort == Sort::Name).then(|| finder.attribution(How::Cue, Some(&speaker), Some(cue)))
}

/// The most tokens of a line that signs a quotation.
const SIGNED: usize = 8;

/// A line that is a person's name and at most what the person is: “Rosa Venn, Saltby”.
fn bare_name(finder: &Finder<'_, '_>, tokens: &std::ops::Range<u32>) -> Option<Speaker> {
    let all = slice(finder.document, tokens);
    let first =
        all.first().filter(|first| tokens.len() >= 2 && tokens.len() <= 12 && finder.words.is_first_name(first))?;
    let stopped = all.last().is_some_and(|last| matches!(finder.document.slice(last.span), "." | "?" | "!" | ":"));
    let named = super::words::is_capital(first) && all.get(1).is_some_and(super::words::is_capital);
    (named && !stopped).then(|| finder.forward(tokens.start, tokens.end)).flatten()
}

/// A floating paragraph: the one speaker of the paragraph before it, unless another one speaks right after it.
fn carried(finder: &Finder<'_, '_>, previous: Option<&Entry>, next: Option<&Entry>) -> Option<Attribution> {
    let previous = previous?;
    let role = |entry: &Entry| finder.document.blocks.get(entry.block).map(|block| block.role);
    if !matches!(role(previous), Some(Role::Paragraph | Role::BlockQuote | Role::ListItem)) {
        return None;
    }
    let speaker = match voice(finder, previous) {
        Voice::One(Some(speaker)) => speaker,
        Voice::Nobody => subject(finder, previous)?,
        _ => return None,
    };
    let other = next.filter(|next| !next.paragraph.quotes.is_empty()).map(|next| voice(finder, next));
    if let Some(Voice::One(Some(other))) = other
        && is_other(finder, speaker, other)
    {
        return None;
    }
    Some(Attribution { how: How::Carried, speaker: Some(speaker), cue: None, person: None })
}

/// The person a paragraph without speech opens with: the one it is about.
fn subject(finder: &Finder<'_, '_>, entry: &Entry) -> Option<TextSpan> {
    let head = entry.paragraph.pieces.first().filter(|_| entry.paragraph.quotes.is_empty())?.tokens.clone();
    let speaker = finder.name_in(head.start, head.end.min(head.start + 3))?;
    let capitals =
        slice(finder.document, &speaker.tokens).iter().filter(|token| super::words::is_capital(token)).count();
    let known = finder.named.contains(speaker.tokens.start);
    let named = speaker.sort == Sort::Name && (capitals >= 2 || known) && capitals == speaker.tokens.len();
    named.then(|| finder.document.span_of(speaker.tokens))
}

/// Who speaks in a paragraph, in quotations or without.
fn voice(finder: &Finder<'_, '_>, entry: &Entry) -> Voice {
    let from_quotes = entry.found.iter().flatten().filter_map(|found| found.speaker);
    let cues = entry.paragraph.pieces.iter().flat_map(|piece| &piece.cues).filter(|cue| cue.sure);
    let people = cues.filter_map(|cue| cue.speaker.as_ref()).filter(|speaker| speaker.sort > Sort::Thing);
    let spans = from_quotes.chain(people.map(|speaker| finder.document.span_of(speaker.tokens.clone())));
    let mut voice = Voice::Nobody;
    for span in spans {
        voice = match voice {
            Voice::Nobody => Voice::One(Some(span)),
            Voice::One(Some(known)) if !is_other(finder, known, span) => {
                // The name says more than the pronoun.
                let better = if is_pronoun(finder, known) { span } else { known };
                Voice::One(Some(better))
            }
            _ => Voice::Several,
        };
    }
    voice
}

fn is_pronoun(finder: &Finder<'_, '_>, span: TextSpan) -> bool {
    let token = finder.document.token_at(span.start);
    finder.token(token).is_some_and(|token| token.span == span && finder.words.is_person_pronoun(token))
}

/// Whether two speakers, both named, bear different names.
fn is_other(finder: &Finder<'_, '_>, one: TextSpan, other: TextSpan) -> bool {
    match (surname(finder.document, finder.words, one), surname(finder.document, finder.words, other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// The last word with a capital of a speaker's name: the surname.
pub(super) fn surname<'d>(document: &'d Document, words: &Words<'_>, speaker: TextSpan) -> Option<&'d str> {
    let tokens = document.token_at(speaker.start)..document.token_at(speaker.end);
    let is_name = |at: &u32| {
        document.tokens.get(*at as usize).is_some_and(|token| {
            let small = words.is_pronoun(token) || words.is_determiner(token);
            token.kind == TokenKind::Word && super::words::is_capital(token) && token.span.len() > 1 && !small
        })
    };
    // “Ole Tarn of Orlo Rail”, “a spokesman for Orlo Rail”
    let tie =
        |at: &u32| *at > tokens.start && document.tokens.get(*at as usize).is_some_and(|token| words.is_tie(token));
    let end = tokens.clone().find(tie).unwrap_or(tokens.end);
    (tokens.start..end).rev().find(is_name).map(|at| document.word(at))
}
