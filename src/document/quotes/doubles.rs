//! Doubles: which double marks of a block open and which close, as the cheapest reading of all of them together.
//!
//! A straight mark has no direction, writers turn curly ones the wrong way, and one mark may be missing. So each mark gets
//! a price for opening, for closing and for having no partner, by its shape and by what stands on both sides, and the
//! reading of the whole block with the lowest sum wins. There are three states (outside, inside, inside an inner one);
//! the work is linear in the number of marks.

use super::marks::{Glyph, Mark, closes_before, is_solid, opens_after};

/// What a double mark does.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Act {
    /// Opens a quotation; where one is open, an inner one.
    Open,
    /// Opens a quotation; the one that is open never closes.
    Reopen,
    /// Closes the innermost open one.
    Close,
    /// Closes one that never opened.
    Stray,
    /// Is no quotation mark: inches.
    Measure,
}

/// Price of a mark without a partner.
const ALONE: u32 = 20;
/// Price of an opening mark whose quotation goes on in the next block.
const GOES_ON: u32 = 2;
/// Price of a double quotation inside one with the same marks: single marks would have been right.
const NESTED_SAME: u32 = 19;
/// Price of a double quotation inside one with other marks.
const NESTED_OTHER: u32 = 7;
/// Price of closing with a mark of another make.
const MIXED: u32 = 3;
/// Price of what cannot be.
const NEVER: u32 = 1 << 20;
/// How many states: outside, inside, inside an inner one.
const DEPTHS: usize = 3;

/// The cheapest way to a state, and the mark that is open there.
#[derive(Copy, Clone)]
struct Cell {
    price: u32,
    from: u8,
    act: Act,
    open: [Glyph; 2],
}

const START: Cell = Cell { price: 0, from: 0, act: Act::Measure, open: [Glyph::StraightDouble; 2] };
const UNREACHED: Cell = Cell { price: NEVER, ..START };

/// What each mark does. `feet` says of each whether feet stand right before it; `goes_on`, that the next block opens with
/// a double mark.
pub(super) fn read(marks: &[Mark], feet: &[bool], goes_on: bool) -> Vec<Act> {
    let low = marks.iter().any(|mark| mark.glyph == Glyph::LowDouble);
    let mut row = [START, UNREACHED, UNREACHED];
    let mut rows: Vec<[Cell; DEPTHS]> = Vec::with_capacity(marks.len());
    for (mark, feet) in marks.iter().zip(feet) {
        let inch = measure_price(mark, *feet);
        let mut next = [UNREACHED; DEPTHS];
        for (depth, cell) in row.iter().enumerate().filter(|(_, cell)| cell.price < NEVER) {
            step(mark, depth, cell, low, inch, &mut next);
        }
        rows.push(next);
        row = next;
    }
    trace(&rows, goes_on)
}

/// Follows every way from one state over one mark.
fn step(mark: &Mark, depth: usize, cell: &Cell, low: bool, inch: u32, next: &mut [Cell; DEPTHS]) {
    let (opening, closing) = (open_price(mark), close_price(mark, low));
    let mut reach = |to: usize, price: u32, act: Act, open: [Glyph; 2]| {
        let price = cell.price.saturating_add(price);
        if price < next[to].price {
            next[to] = Cell { price, from: depth as u8, act, open };
        }
    };
    reach(depth, inch, Act::Measure, cell.open);
    if depth + 1 < DEPTHS {
        let mut open = cell.open;
        open[depth] = mark.glyph;
        let nested = if depth == 0 { 0 } else { nesting_price(cell.open[0], mark.glyph) };
        reach(depth + 1, opening + nested, Act::Open, open);
    }
    if depth > 0 {
        let mut open = cell.open;
        open[depth - 1] = mark.glyph;
        reach(depth, opening + ALONE, Act::Reopen, open);
        let mixed = if is_pair(cell.open[depth - 1], mark.glyph) { 0 } else { MIXED };
        reach(depth - 1, closing + mixed, Act::Close, cell.open);
    } else {
        reach(0, closing + ALONE, Act::Stray, cell.open);
    }
}

/// The acts on the cheapest way.
fn trace(rows: &[[Cell; DEPTHS]], goes_on: bool) -> Vec<Act> {
    let end = if goes_on { GOES_ON } else { ALONE };
    let Some(last) = rows.last() else { return Vec::new() };
    let prices = [last[0].price, last[1].price.saturating_add(end), last[2].price.saturating_add(end + ALONE)];
    let mut depth = (0..DEPTHS).min_by_key(|depth| prices[*depth]).unwrap_or_default();
    let mut acts: Vec<Act> = rows
        .iter()
        .rev()
        .map(|row| {
            let cell = row[depth];
            depth = usize::from(cell.from);
            cell.act
        })
        .collect();
    acts.reverse();
    acts
}

fn open_price(mark: &Mark) -> u32 {
    let (room, word) = (opens_after(mark.before), is_solid(mark.after));
    match mark.glyph {
        Glyph::OpenDouble | Glyph::LeftAngle => {
            if !room && closes_before(mark.after) {
                15
            } else {
                0
            }
        }
        Glyph::LowDouble => 0,
        Glyph::CloseDouble | Glyph::RightAngle => {
            if room && mark.after.is_some_and(char::is_alphanumeric) {
                12
            } else {
                25
            }
        }
        _ => match (room, word) {
            (true, true) => 0,
            (true, false) => 5,
            (false, true) if mark.before.is_some_and(char::is_alphanumeric) => 15,
            (false, true) => 11,
            (false, false) => 30,
        },
    }
}

fn close_price(mark: &Mark, low: bool) -> u32 {
    let (end, word) = (closes_before(mark.after), is_solid(mark.before));
    match mark.glyph {
        Glyph::CloseDouble | Glyph::RightAngle => 0,
        Glyph::OpenDouble | Glyph::LeftAngle => match (word && end, low) {
            (true, true) => 0,
            (true, false) => 12,
            _ => 25,
        },
        Glyph::LowDouble => NEVER,
        _ => match (word, end) {
            (true, true) => 0,
            (true, false) => 10,
            (false, true) if mark.before.is_some() => 5,
            _ => 30,
        },
    }
}

/// Price of taking a straight mark for inches: 6'2", 12" pipe.
fn measure_price(mark: &Mark, feet: bool) -> u32 {
    let figure = mark.before.is_some_and(|sign| sign.is_numeric());
    match (mark.glyph, figure, feet) {
        (Glyph::StraightDouble, true, true) => 0,
        (Glyph::StraightDouble, true, false) => 6,
        (Glyph::CloseDouble, true, true) => 1,
        _ => NEVER,
    }
}

fn nesting_price(outer: Glyph, inner: Glyph) -> u32 {
    if outer.is_straight() == inner.is_straight() && outer.is_angle() == inner.is_angle() {
        NESTED_SAME
    } else {
        NESTED_OTHER
    }
}

/// Whether the two marks are of one make.
fn is_pair(open: Glyph, close: Glyph) -> bool {
    open.is_straight() == close.is_straight() && open.is_angle() == close.is_angle()
}
