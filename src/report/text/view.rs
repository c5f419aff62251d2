//! View: the rows of a draft that one finding or problem shows, with its places marked in them and the labels that have
//! room; what has none is told in notes.

use super::visible::{columns, filled, visible};
use super::window::{Row, most_places, row};
use crate::source::{Source, Span};
use annotate_snippets::{Annotation, AnnotationKind, Snippet};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Labels further away than this many lines are told in a note, not shown.
const FAR: u32 = 500;
/// Columns that are never given to a label before what it points at.
const LEFT: usize = 10;
/// Columns of a row in the narrowest terminal.
pub(super) const NARROWEST: usize = 24;

/// A place with what is said of it.
pub(super) struct Mark {
    span: Span,
    primary: bool,
    label: String,
    /// Whether the label must hang below its place, for want of room beside it.
    hangs: bool,
}

impl Mark {
    /// The place that a finding is of. Its ends are moved onto characters' borders, and those in line ends onto the
    /// line's; a run of blank lines becomes the empty place where it begins.
    pub(super) fn primary(source: &Source, span: Span, label: &str) -> Self {
        Self::new(shown_span(source, span), true, label)
    }

    /// Another place, of which only the first line is shown.
    pub(super) fn secondary(source: &Source, span: Span, label: &str) -> Self {
        let span = shown_span(source, span);
        let line = source.line_span(source.line_of(span.start));
        Self::new(Span::new(span.start, span.end.min(line.end.max(span.start))), false, label)
    }

    fn new(span: Span, primary: bool, label: &str) -> Self {
        Self { span, primary, label: visible(label).into(), hangs: false }
    }
}

fn shown_span(source: &Source, span: Span) -> Span {
    let start = source.snap(span.start);
    let end = source.snap(span.end).max(start);
    let text = source.slice(Span::new(start, end));
    let breaks = text.contains(['\n', '\r']);
    let kept = if breaks { text.trim_end().len() } else { text.len() };
    let line = source.line_span(source.line_of(start));
    if start > line.end {
        return Span::at(line.end);
    }
    Span::new(start, start + kept as u32)
}

/// A mark as the renderer gets it, in bytes of the view's text.
struct Drawn {
    range: Range<usize>,
    primary: bool,
    label: Option<String>,
}

/// The rows to show, as one text with its marks, ready for the renderer.
#[derive(Default)]
pub(super) struct View {
    text: String,
    first_line: u32,
    drawn: Vec<Drawn>,
    /// What was said at places that could not be shown.
    pub(super) notes: Vec<String>,
    /// Digits of the highest line number.
    pub(super) digits: usize,
}

impl View {
    /// The view of a finding's own place and others, for a terminal of `width` columns.
    pub(super) fn new(source: &Source, mut primary: Mark, others: Vec<Mark>, width: usize) -> Self {
        let mut view = Self::default();
        let home = source.line_of(primary.span.start);
        let mut last = source.line_of(primary.span.end);
        if last > home + FAR {
            view.notes.push(format!("to the end of line {last}"));
            primary.span.end = source.line_span(home).end.max(primary.span.start);
            last = home;
        }
        let mut on_line = BTreeMap::from([(home, 1), (last, 1)]);
        let mut marks = vec![primary];
        for mark in others {
            let line = source.line_of(mark.span.start);
            let count = on_line.entry(line).or_default();
            if line.abs_diff(home) <= FAR && *count < most_places(width) {
                *count += 1;
                marks.push(mark);
            } else {
                view.notes.push(told(source, &mark));
            }
        }
        let lines: BTreeSet<u32> = marks.iter().map(|mark| source.line_of(mark.span.start)).chain([last]).collect();
        view.digits = lines.last().map_or(1, |line| line.to_string().len());
        let several = if last > home { 2 } else { 0 };
        let room = width.saturating_sub(view.digits + 3 + several).max(NARROWEST);
        let rows = view.rows(source, &lines, &mut marks, room);
        let starts = view.join(source, &rows, room);
        for mark in marks {
            view.draw(source, &rows, &starts, &mark);
        }
        view
    }

    /// The view for the renderer.
    pub(super) fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let marks = self.drawn.iter().map(|drawn| {
            let kind = if drawn.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(drawn.range.clone()).label(drawn.label.as_deref())
        });
        Snippet::source(self.text.as_str()).line_start(self.first_line as usize).annotations(marks)
    }

    /// The row of every line; labels that find no room beside theirs are told in notes.
    fn rows(&mut self, source: &Source, lines: &BTreeSet<u32>, marks: &mut [Mark], room: usize) -> BTreeMap<u32, Row> {
        let mut rows = BTreeMap::new();
        for line in lines {
            let span = source.line_span(*line);
            let mut places: Vec<Span> = marks.iter().flat_map(|mark| parts(mark.span, span)).collect();
            places.sort_unstable();
            let mut shown = row(source.text(), span, &places, room, room);
            let over = overhang(source, &shown, span, marks, room);
            if let (1.., Some(first)) = (over, places.first()) {
                let before = columns(&shown.text[..shown.place(source.text(), first.start)]).saturating_sub(1);
                let left = before.saturating_sub(over).max(LEFT);
                shown = row(source.text(), span, &places, room, left);
                hang(source, &shown, span, marks, room);
            }
            self.silence(source, &shown, span, marks, room);
            rows.insert(*line, shown);
        }
        rows
    }

    /// Takes the labels that would run out of the terminal out of the drawing.
    fn silence(&mut self, source: &Source, shown: &Row, line: Span, marks: &mut [Mark], room: usize) {
        while overhang(source, shown, line, marks, room) > 0 {
            let widest = (0..marks.len()).max_by_key(|index| reach(source, shown, line, marks, *index));
            let Some(mark) = widest.and_then(|index| marks.get_mut(index)) else { return };
            let note = if mark.primary { mark.label.clone() } else { told(source, mark) };
            self.notes.push(note);
            mark.label.clear();
        }
    }

    /// Puts the rows together, with empty lines for those left out, so that the renderer counts the true numbers, and says
    /// where each begins.
    fn join(&mut self, source: &Source, rows: &BTreeMap<u32, Row>, room: usize) -> BTreeMap<u32, usize> {
        self.first_line = rows.keys().next().copied().unwrap_or(1);
        let mut starts = BTreeMap::new();
        let mut before = self.first_line;
        for (line, shown) in rows {
            // The renderer shows a single line between two.
            if *line == before + 2 {
                let between = row(source.text(), source.line_span(before + 1), &[], room, 0);
                self.text.push('\n');
                self.text.push_str(&between.text);
                before += 1;
            }
            self.text.extend(std::iter::repeat_n('\n', (line - before) as usize));
            starts.insert(*line, self.text.len());
            // An empty last row would be lost to the renderer.
            self.text.push_str(if shown.text.is_empty() { " " } else { &shown.text });
            before = *line;
        }
        self.text.push('\n');
        starts
    }

    fn draw(&mut self, source: &Source, rows: &BTreeMap<u32, Row>, starts: &BTreeMap<u32, usize>, mark: &Mark) {
        let place = |offset: u32| {
            let line = source.line_of(offset);
            Some(starts.get(&line)? + rows.get(&line)?.place(source.text(), offset))
        };
        let (Some(start), Some(end)) = (place(mark.span.start), place(mark.span.end)) else { return };
        let first = start + self.text[start..].chars().next().map_or(0, char::len_utf8);
        // The renderer does not count a line of which nothing is marked.
        let empty = end <= start && self.text[..start].ends_with('\n');
        let label = (!mark.label.is_empty()).then(|| filled(&mark.label));
        let range = start..if empty { first } else { end.max(start) };
        self.drawn.push(Drawn { range, primary: mark.primary, label });
        if mark.hangs {
            // A label hangs where another mark overlaps its own; one on its own first character is not seen.
            self.drawn.push(Drawn { range: start..first, primary: mark.primary, label: None });
        }
    }
}

/// What is said at a place, with the place told in figures.
fn told(source: &Source, mark: &Mark) -> String {
    let place = source.position(mark.span.start);
    format!("{}:{}: {}", place.line, place.column, mark.label)
}

/// Whether the mark's label would be drawn at the line: that of its end.
fn on_line(mark: &Mark, line: Span) -> bool {
    line.start <= mark.span.end && mark.span.end <= line.end
}

/// What of a span is to be seen in a line: all of it where it lies in the line, else the end that does.
fn parts(span: Span, line: Span) -> Option<Span> {
    let starts = line.start <= span.start && span.start <= line.end;
    let ends = line.start <= span.end && span.end <= line.end;
    match (starts, ends) {
        (true, true) => Some(span),
        (true, false) => Some(Span::at(span.start)),
        (false, true) => Some(Span::at(span.end)),
        (false, false) => None,
    }
}

/// Lets the last label hang below its place where it has no room beside it.
fn hang(source: &Source, shown: &Row, line: Span, marks: &mut [Mark], room: usize) {
    let widest = (0..marks.len()).max_by_key(|index| reach(source, shown, line, marks, *index));
    let over = overhang(source, shown, line, marks, room) > 0;
    if let Some(mark) = widest.filter(|_| over).and_then(|index| marks.get_mut(index)) {
        let text = source.slice(mark.span);
        mark.hangs = line.contains(mark.span) && text.chars().nth(1).is_some();
    }
}

/// By how many columns the labels at a row run out of the room.
fn overhang(source: &Source, shown: &Row, line: Span, marks: &[Mark], room: usize) -> usize {
    let reached = (0..marks.len()).map(|index| reach(source, shown, line, marks, index));
    reached.max().unwrap_or(0).saturating_sub(room)
}

/// The column up to which a mark's label reaches, 0 where it has none at the row. The last label stands right of its
/// place; all others hang below the beginnings of theirs, or have room before the next.
fn reach(source: &Source, shown: &Row, line: Span, marks: &[Mark], index: usize) -> usize {
    let labelled = |mark: &&Mark| on_line(mark, line) && !mark.label.is_empty();
    let Some(mark) = marks.get(index).filter(labelled) else { return 0 };
    let column = |offset: u32| columns(&shown.text[..shown.place(source.text(), offset)]);
    let start = column(mark.span.start.max(line.start));
    let last = marks.iter().filter(labelled).map(|mark| mark.span.start).max();
    let beside = Some(mark.span.start) == last || mark.span.start < line.start;
    let at = if beside && !mark.hangs { column(mark.span.end).max(start + 1) + 1 } else { start };
    at + columns(&mark.label)
}
