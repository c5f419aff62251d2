//! Window: what is shown of a line of a draft. News paragraphs are one long line, so a row holds the words around the
//! places that matter, an ellipsis where something is left out, and the way from the draft's bytes to its own.
//!
//! No step walks further than a few times the row's width, however long the line is.

use super::visible::Shown;
use crate::source::Span;

/// Between two pieces of one line.
const GAP: &str = " … ";
/// Columns of [`GAP`].
const GAP_COLUMNS: usize = 3;
/// Words kept on the inner sides of two pieces, in columns.
const INNER: usize = 14;
/// Columns that a place always gets.
const NARROWEST_PLACE: usize = 8;
/// How far a cut moves to spare a word, in columns.
const WORD: usize = 16;

/// How many places a row of a terminal of this width has room for.
pub(super) fn most_places(width: usize) -> usize {
    (width.saturating_sub(10) / (NARROWEST_PLACE + 2 * GAP_COLUMNS)).clamp(1, 4)
}

/// What is shown of a line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Row {
    /// The text, harmless for a terminal.
    pub(super) text: String,
    /// The pieces of the draft in it, in order, each with where it begins in `text`.
    pieces: Vec<(Span, usize)>,
}

impl Row {
    /// Where an offset of the draft is in the row's text; what is left out is at the end of the piece before it.
    pub(super) fn place(&self, draft: &str, offset: u32) -> usize {
        let after = self.pieces.partition_point(|(piece, _)| piece.start <= offset);
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some((piece, at)) => at + shown_len(&draft[piece.start as usize..offset.min(piece.end) as usize]),
            None => self.pieces.first().map_or(0, |(_, at)| *at),
        }
    }

    fn new(draft: &str, line: Span, pieces: &[Span]) -> Self {
        let mut row = Self::default();
        if pieces.first().is_some_and(|piece| piece.start > line.start) {
            row.text.push('…');
        }
        for (index, piece) in pieces.iter().enumerate() {
            row.text.push_str(if index > 0 { GAP } else { "" });
            row.pieces.push((*piece, row.text.len()));
            row.text.extend(draft[piece.range()].chars().filter_map(|character| match Shown::new(character) {
                Shown::As(sign) => Some(sign),
                Shown::Nothing => None,
            }));
        }
        if pieces.last().is_some_and(|piece| piece.end < line.end) {
            row.text.push('…');
        }
        row
    }
}

fn shown_len(text: &str) -> usize {
    let lengths = text.chars().map(|character| match Shown::new(character) {
        Shown::As(sign) => sign.len_utf8(),
        Shown::Nothing => 0,
    });
    lengths.sum()
}

/// The row of a line of the draft, at most about `width` columns wide, around `places`, which lie in the line, begin in
/// order and are few. At most `left` columns are shown before the first place where the line does not fit.
pub(super) fn row(draft: &str, line: Span, places: &[Span], width: usize, left: usize) -> Row {
    let bom = if line.start == 0 && draft.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() as u32 } else { 0 };
    let line = Span::new(line.start + bom, line.end);
    let (end, _) = forward(draft, line.start, line.end, width);
    if end == line.end {
        return Row::new(draft, line, &[line]);
    }
    let mut pieces = cores(draft, places, width);
    if columns_of(draft, &pieces) + 2 > width {
        let count = places.len().max(1);
        let gaps = GAP_COLUMNS * (2 * count - 1);
        pieces = cores(draft, places, (width.saturating_sub(gaps + 2) / count).max(NARROWEST_PLACE));
    }
    if pieces.is_empty() {
        pieces.push(Span::at(line.start));
    }
    widen_gaps(draft, &mut pieces, width);
    widen_ends(draft, line, &mut pieces, width, left);
    Row::new(draft, line, &pieces)
}

/// What must be seen of every place: all of it, or its two ends where it takes more than `most` columns. Neighbours
/// that nearly touch are one.
fn cores(draft: &str, places: &[Span], most: usize) -> Vec<Span> {
    let mut ends = Vec::with_capacity(places.len());
    for place in places {
        let (end, _) = forward(draft, place.start, place.end, most);
        if end == place.end {
            ends.push(*place);
        } else {
            ends.extend(two_ends(draft, *place, most));
        }
    }
    ends.sort_unstable();
    let mut pieces: Vec<Span> = Vec::with_capacity(ends.len());
    for piece in ends {
        match pieces.last_mut() {
            Some(last) if forward(draft, last.end, piece.start, GAP_COLUMNS).0 >= piece.start => {
                *last = last.join(piece);
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// The first and the last words of a place, in `most` columns together.
fn two_ends(draft: &str, place: Span, most: usize) -> [Span; 2] {
    let (furthest, _) = backward(draft, place.end, place.start, most * 3 / 4);
    let (half, _) = backward(draft, place.end, place.start, most / 2);
    let mut tail = word_start(draft, half, place.end);
    if !draft[half as usize..tail as usize].ends_with(char::is_whitespace) {
        // The cut is inside the last word: it is shown whole where it is not too long.
        let before = &draft[furthest as usize..half as usize];
        let space = before.char_indices().rev().find(|(_, character)| character.is_whitespace());
        match space {
            Some((at, space)) => tail = furthest + (at + space.len_utf8()) as u32,
            None if draft[..furthest as usize].ends_with(char::is_whitespace) => tail = furthest,
            None => {}
        }
    }
    let used = super::visible::columns(&draft[tail as usize..place.end as usize]);
    let (head, _) = forward(draft, place.start, tail, most.saturating_sub(used));
    [Span::new(place.start, word_end(draft, place.start, head)), Span::new(tail, place.end)]
}

fn columns_of(draft: &str, pieces: &[Span]) -> usize {
    let inner: usize = pieces.iter().map(|piece| super::visible::columns(&draft[piece.range()])).sum();
    inner + GAP_COLUMNS * pieces.len().saturating_sub(1)
}

/// Gives the inner sides of the pieces some words, and closes the gaps that are no wider.
fn widen_gaps(draft: &str, pieces: &mut Vec<Span>, width: usize) {
    let gaps = pieces.len().saturating_sub(1);
    let spare = width.saturating_sub(columns_of(draft, pieces) + INNER);
    let inner = if gaps == 0 { return } else { (spare / (2 * gaps)).min(INNER) };
    let mut widened: Vec<Span> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        let Some(last) = widened.last_mut() else {
            widened.push(piece);
            continue;
        };
        let (end, _) = forward(draft, last.end, piece.start, 2 * inner + GAP_COLUMNS);
        if end == piece.start {
            last.end = piece.end;
            continue;
        }
        let (end, _) = forward(draft, last.end, piece.start, inner);
        let (start, _) = backward(draft, piece.start, last.end, inner);
        last.end = word_end(draft, last.end, end);
        widened.push(Span::new(word_start(draft, start, piece.start), piece.end));
    }
    *pieces = widened;
}

/// Fills the row to both sides, half before and half after, or all that is left where one side ends.
fn widen_ends(draft: &str, line: Span, pieces: &mut [Span], width: usize, left: usize) {
    let spare = width.saturating_sub(columns_of(draft, pieces) + 2);
    let (Some(first), Some(last)) = (pieces.first().copied(), pieces.last().copied()) else { return };
    let (_, after) = forward(draft, last.end, line.end, spare);
    let wanted = spare.saturating_sub(after.min(spare / 2)).min(left);
    let (mut start, _) = backward(draft, first.start, line.start, wanted);
    if start > line.start {
        start = word_start(draft, start, first.start);
    }
    let used = super::visible::columns(&draft[start as usize..first.start as usize]);
    let (mut end, _) = forward(draft, last.end, line.end, spare - used.min(spare));
    if end < line.end {
        end = word_end(draft, last.end, end);
    }
    pieces[0].start = start;
    pieces[pieces.len() - 1].end = end;
}

/// The furthest offset up to `end` that is at most `most` columns after `start`, and how many columns that is. Marks that take
/// no column are counted too once they are very many.
fn forward(draft: &str, start: u32, end: u32, most: usize) -> (u32, usize) {
    walk(draft[start as usize..end.max(start) as usize].chars(), most, |bytes| start + bytes)
}

/// The same before `end`, down to `start`.
fn backward(draft: &str, end: u32, start: u32, most: usize) -> (u32, usize) {
    walk(draft[start.min(end) as usize..end as usize].chars().rev(), most, |bytes| end - bytes)
}

fn walk(characters: impl Iterator<Item = char>, most: usize, offset: impl Fn(u32) -> u32) -> (u32, usize) {
    let (mut bytes, mut used) = (0, 0);
    for (count, character) in characters.enumerate() {
        let width = Shown::new(character).width();
        if used + width > most || count > 8 * most + 8 {
            break;
        }
        used += width;
        bytes += character.len_utf8() as u32;
    }
    (offset(bytes), used)
}

/// `start` moved on to the beginning of a word where one is near, but not past `end`.
fn word_start(draft: &str, start: u32, end: u32) -> u32 {
    if draft[..start as usize].ends_with(char::is_whitespace) {
        return start;
    }
    let text = &draft[start as usize..end.max(start) as usize];
    let near = text.char_indices().take(WORD).find(|(_, character)| character.is_whitespace());
    match near {
        Some((at, space)) => start + (at + space.len_utf8()) as u32,
        None => {
            start + text.chars().take_while(|c| Shown::new(*c).width() == 0).map(char::len_utf8).sum::<usize>() as u32
        }
    }
}

/// `end` moved back to the end of a word where one is near, but not before `start`.
fn word_end(draft: &str, start: u32, end: u32) -> u32 {
    let text = &draft[start.min(end) as usize..end as usize];
    let inside = draft[end as usize..].starts_with(|next: char| !next.is_whitespace());
    let near = text.char_indices().rev().take(WORD).find(|(_, character)| character.is_whitespace());
    match near {
        Some((at, _)) if inside => start + text[..at].trim_end().len() as u32,
        _ => start + text.trim_end().len() as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(draft: &str, places: &[Span], width: usize) -> String {
        row(draft, Span::new(0, draft.len() as u32), places, width, width).text
    }

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        assert_eq!(shown("It rained.", &[Span::new(3, 9)], 10), "It rained.");
        assert_eq!(shown("", &[Span::at(0)], 10), "");
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let draft = "It rained for days on the town and the fields around it were white with water.";
        let place = Span::new(35, 45);
        assert_eq!(&draft[place.range()], "the fields");
        assert_eq!(shown(draft, &[place], 30), "…town and the fields around…");
        assert_eq!(shown(draft, &[Span::new(0, 2)], 20), "It rained for days…");
        assert_eq!(shown(draft, &[Span::at(draft.len() as u32)], 20), "…white with water.");
    }

    #[test]
    fn places_far_apart_share_a_row() {
        let draft = "It rained for days on the town and the fields around it were white with water.";
        assert_eq!(shown(draft, &[Span::new(3, 9), Span::new(72, 77)], 24), "It rained … water.");
    }

    #[test]
    fn a_long_place_is_shown_by_its_ends() {
        let draft = "It rained for days on the town and the fields around it were white with water.";
        let whole = Span::new(0, draft.len() as u32);
        assert_eq!(shown(draft, &[whole], 30), "It rained for … with water.");
    }

    #[test]
    fn offsets_lead_to_places_in_the_row() {
        let draft = "a\tb 👩\u{200D}👧 c and a great deal more that does not fit any more";
        let row = row(draft, Span::new(0, draft.len() as u32), &[Span::new(0, 1)], 20, 20);
        assert!(row.text.starts_with("a→b 👩👧 c"), "{}", row.text);
        let offset = draft.find(" c ").unwrap_or_default();
        assert_eq!(row.place(draft, offset as u32), "a→b 👩👧".len());
        assert_eq!(row.place(draft, draft.len() as u32), row.text.len() - '…'.len_utf8());
    }
}
