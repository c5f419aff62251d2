//! Pair: the quotations of the draft, block by block, from the marks of each.
//!
//! Marks never pair over the end of a block. A quotation that is open there and whose next block opens with a mark again
//! runs on over both, as news style has it; one that is open and has no such next block is reported.

use super::doubles::{self, Act};
use super::marks::{self, Glyph, Mark};
use super::singles::{self, Event, Prose, Single};
use super::{Attribution, How, Marks, Quote, QuoteKind, Unpaired, classify};
use crate::document::{Document, TextSpan};
use crate::input::Role;
use crate::list::List;

/// Fills the quotations and the marks without partner. `elided` are the words with an apostrophe in front.
pub(super) fn pair(document: &mut Document, elided: &List) {
    let mut found = Vec::new();
    let mut running = None;
    for index in 0..document.blocks.len() {
        let block = &document.blocks[index];
        if block.role == Role::Code {
            running = None;
            continue;
        }
        found.clear();
        marks::find(&document.text, block.text, &mut found);
        if found.is_empty() {
            running = None;
            continue;
        }
        running = Reading::new(document, elided, index, &found).write(document, running);
    }
    join_far(document);
    mark_tokens(document);
    classify::by_shape(document);
}

/// A quotation by the indices of its marks.
#[derive(Copy, Clone)]
struct Pairing {
    open: usize,
    close: Option<usize>,
    /// Whether another quotation of the same level opens before it could close.
    lost: bool,
}

/// What the marks of a block come to.
struct Reading<'m> {
    block: usize,
    marks: &'m [Mark],
    pairings: Vec<Pairing>,
    strays: Vec<usize>,
    /// Whether the next block opens with a double mark, and with a single one.
    goes_on: (bool, bool),
}

impl<'m> Reading<'m> {
    fn new(document: &Document, elided: &List, block: usize, marks: &'m [Mark]) -> Self {
        let goes_on = next_opens(document, block);
        let mut reading = Self { block, marks, pairings: Vec::new(), strays: Vec::new(), goes_on };
        let events = reading.doubles();
        reading.singles(&document.text, elided, &events);
        reading.pairings.sort_by_key(|pairing| pairing.open);
        reading
    }

    /// Reads the double marks, and says what each mark means for the single ones.
    fn doubles(&mut self) -> Vec<Event> {
        let places: Vec<usize> = (0..self.marks.len()).filter(|index| !self.marks[*index].glyph.is_single()).collect();
        let mut events = vec![Event::Single; self.marks.len()];
        if places.is_empty() {
            return events;
        }
        // Feet before inches are told by the single mark right before, so the double marks alone do not do.
        let acts = self.acts(&places);
        let mut open: Vec<usize> = Vec::new();
        for (place, act) in places.iter().zip(acts) {
            events[*place] = match act {
                Act::Measure => Event::Nothing,
                Act::Stray => {
                    self.strays.push(*place);
                    Event::Nothing
                }
                Act::Open => {
                    open.push(*place);
                    Event::Enter
                }
                Act::Reopen => {
                    if let Some(lost) = open.pop() {
                        events[lost] = Event::Nothing;
                        self.pairings.push(Pairing { open: lost, close: None, lost: true });
                    }
                    open.push(*place);
                    Event::Enter
                }
                Act::Close => {
                    if let Some(open) = open.pop() {
                        self.pairings.push(Pairing { open, close: Some(*place), lost: false });
                    }
                    Event::Leave
                }
            };
        }
        // What stays open reaches to the end of the block.
        self.pairings.extend(open.into_iter().map(|open| Pairing { open, close: None, lost: false }));
        events
    }

    fn acts(&self, places: &[usize]) -> Vec<Act> {
        let doubles: Vec<Mark> = places.iter().map(|place| self.marks[*place]).collect();
        let feet = |place: usize| {
            place.checked_sub(1).and_then(|index| self.marks.get(index)).is_some_and(|mark| {
                mark.glyph.is_single()
                    && self.marks[place].span.start - mark.span.end <= 3
                    && mark.before.is_some_and(char::is_numeric)
            })
        };
        let feet: Vec<bool> = places.iter().map(|place| feet(*place)).collect();
        doubles::read(&doubles, &feet, self.goes_on.0)
    }

    fn singles(&mut self, text: &str, elided: &List, events: &[Event]) {
        if !events.contains(&Event::Single) {
            return;
        }
        let outcome = singles::read(&Prose { text, elided }, self.marks, events);
        for Single { open, close } in outcome.quotations {
            let straight = self.marks[open].glyph.is_straight();
            // A straight mark that nothing closes is an apostrophe, unless the next block goes on.
            if close.is_some() || !straight || self.goes_on.1 {
                self.pairings.push(Pairing { open, close, lost: false });
            }
        }
        self.strays.extend(outcome.strays);
    }

    /// Adds the quotations of the block to the document. Returns the one that runs on into the next block.
    fn write(self, document: &mut Document, running: Option<u32>) -> Option<u32> {
        let block = document.blocks[self.block].text;
        let first = document.quotes.len();
        let mut next_running = None;
        let mut ends: Vec<u32> = Vec::new();
        for pairing in &self.pairings {
            let open = &self.marks[pairing.open];
            let close = pairing.close.map(|close| &self.marks[close]);
            let runs_on = close.is_none() && !pairing.lost && self.runs_on(open);
            if close.is_none() && !runs_on && open.glyph.is_angle() {
                // An angle alone is an arrow.
                continue;
            }
            if close.is_none() && !runs_on {
                let reach = TextSpan::new(open.span.start, block.end);
                document.unpaired.push(Unpaired { span: open.span, opens: true, turned: false, reach });
                continue;
            }
            self.report_turned(document, open, close);
            let end = close.map_or(block.end, |close| close.span.end);
            ends.retain(|outer| *outer > open.span.start);
            let depth = ends.len().min(usize::from(u8::MAX)) as u8;
            ends.push(end);
            let index = document.quotes.len();
            if runs_on && depth == 0 {
                next_running = Some(index as u32);
            }
            let goes_on = index == first && depth == 0 && is_at_head(document, block, open.span.start);
            document.quotes.push(Quote {
                span: TextSpan::new(open.span.start, end),
                content: TextSpan::new(open.span.end, close.map_or(block.end, |close| close.span.start)),
                kind: QuoteKind::Fragment,
                marks: marks_of(open.glyph),
                depth,
                block: self.block as u32,
                open: runs_on,
                continues: if goes_on { running } else { None },
                attribution: Attribution { how: How::None, speaker: None, cue: None, person: None },
            });
        }
        for stray in self.strays.iter().filter(|stray| !self.marks[**stray].glyph.is_angle()) {
            let span = self.marks[*stray].span;
            let reach = TextSpan::new(block.start, span.end);
            document.unpaired.push(Unpaired { span, opens: false, turned: false, reach });
        }
        next_running
    }

    /// Whether an unclosed quotation goes on in the next block.
    fn runs_on(&self, open: &Mark) -> bool {
        if open.glyph.is_single() { self.goes_on.1 } else { self.goes_on.0 }
    }

    /// Reports curly marks that have a partner but face the wrong way.
    fn report_turned(&self, document: &mut Document, open: &Mark, close: Option<&Mark>) {
        let mut report = |mark: &Mark, opens: bool| {
            document.unpaired.push(Unpaired { span: mark.span, opens, turned: true, reach: mark.span });
        };
        if open.glyph == Glyph::CloseDouble {
            report(open, true);
        }
        if let Some(close) = close.filter(|close| close.glyph == Glyph::OpenDouble && open.glyph != Glyph::LowDouble) {
            report(close, false);
        }
    }
}

/// How many blocks a quotation may run over without marks at their heads.
const FAR: usize = 8;

/// A mark that opens in one block and one that closes a few blocks on, with no other lone mark between: one quotation
/// whose paragraphs lack their opening marks. It is one defect, told at its first mark.
fn join_far(document: &mut Document) {
    let mut marks = std::mem::take(&mut document.unpaired);
    marks.sort_by_key(|mark| mark.span.start);
    for mark in marks {
        let open = document.unpaired.last().filter(|open| !mark.opens && !mark.turned && open.opens && !open.turned);
        if let Some(open) = open {
            let from = document.blocks.partition_point(|block| block.text.end < open.span.start);
            let last = document.blocks.get(from + FAR).or(document.blocks.last());
            let near = last.is_some_and(|last| mark.span.start <= last.text.end);
            let far = document.blocks.get(from).is_some_and(|block| mark.span.start > block.text.end);
            if near && far && open.span.len() == mark.span.len() {
                let reach = TextSpan::new(open.span.start, mark.span.end);
                if let Some(open) = document.unpaired.last_mut() {
                    open.reach = reach;
                }
                continue;
            }
        }
        document.unpaired.push(mark);
    }
}

/// Whether the next block opens with a double mark, and with a single one.
fn next_opens(document: &Document, block: usize) -> (bool, bool) {
    let (Some(own), Some(next)) = (document.blocks.get(block), document.blocks.get(block + 1)) else {
        return (false, false);
    };
    if own.role != next.role {
        return (false, false);
    }
    let mut signs = document.slice(next.text).trim_start().chars();
    let (first, second) = (signs.next(), signs.next());
    let word = second.is_some_and(|sign| sign.is_alphanumeric() || !sign.is_ascii_punctuation());
    (matches!(first, Some('“' | '"' | '«' | '„')), word && matches!(first, Some('‘' | '\'')))
}

/// Whether nothing stands before an offset in its block.
fn is_at_head(document: &Document, block: TextSpan, offset: u32) -> bool {
    document.slice(TextSpan::new(block.start, offset)).trim().is_empty()
}

fn marks_of(glyph: Glyph) -> Marks {
    match glyph {
        Glyph::OpenDouble | Glyph::CloseDouble => Marks::CurlyDouble,
        Glyph::StraightDouble => Marks::StraightDouble,
        Glyph::OpenSingle | Glyph::CloseSingle => Marks::CurlySingle,
        Glyph::StraightSingle => Marks::StraightSingle,
        Glyph::LowDouble | Glyph::LeftAngle | Glyph::RightAngle => Marks::Other,
    }
}

/// Sets [`crate::document::Token::quoted`] on the tokens of the outermost quotations, and of those that never close.
fn mark_tokens(document: &mut Document) {
    let outermost = document.quotes.iter().filter(|quote| quote.depth == 0).map(|quote| quote.span);
    let unclosed = document.unpaired.iter().filter(|mark| mark.opens && !mark.turned).map(|mark| mark.reach);
    let mut spans: Vec<TextSpan> = outermost.chain(unclosed).collect();
    spans.sort_unstable();
    let mut done = 0;
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        let first = document.token_at(span.start.max(done)) as usize;
        done = done.max(span.end);
        for token in document.tokens.iter_mut().skip(first).take_while(|token| token.span.start < span.end) {
            token.quoted = true;
        }
    }
}
