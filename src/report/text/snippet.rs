//! Snippet: one finding or problem drawn as compilers draw it.
//!
//! The renderer is only ever given the rows of the lines that matter, cut to the terminal's width and made harmless,
//! with their true line numbers; where in the file they are is worked out here, since it cannot know what was cut.

use super::visible::{FILLER, columns, filled, visible, wrap};
use super::window::{Row, most_places, row};
use crate::finding::{Finding, Fix, Severity};
use crate::problem::Problem;
use crate::report::Style;
use crate::source::{Source, Span};
use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Labels further away than this many lines are told in a note, not shown.
const FAR: u32 = 500;
/// Columns that are never given to a label before what it points at.
const LEFT: usize = 10;
/// Columns of a row in the narrowest terminal.
const NARROWEST: usize = 24;

/// A place with what is said of it.
struct Mark {
    span: Span,
    primary: bool,
    label: String,
    /// Whether the label must hang below its place, for want of room beside it.
    hangs: bool,
}

impl Mark {
    fn new(span: Span, primary: bool, label: &str) -> Self {
        Self { span, primary, label: visible(label).into(), hangs: false }
    }
}

/// Everything that is told of one finding or problem.
pub(super) struct Telling<'a> {
    severity: Severity,
    rule: Option<&'a str>,
    message: &'a str,
    path: &'a str,
    place: Option<(&'a Source, Span)>,
    label: &'a str,
    labels: Vec<(Span, &'a str)>,
    help: Vec<String>,
    notes: Vec<String>,
}

impl<'a> Telling<'a> {
    /// What is told of a finding; its notes only where they are not known yet.
    pub(super) fn finding(source: &'a Source, finding: &'a Finding, with_notes: bool) -> Self {
        let mut help = finding.help.clone();
        if help.is_empty() {
            help.extend(finding.fixes.first().and_then(|fix| proposal(source, fix)));
        }
        let mut notes = if with_notes { finding.notes.clone() } else { Vec::new() };
        notes.extend(finding.url.as_ref().filter(|_| with_notes).map(|url| format!("see {url}")));
        Self {
            severity: finding.severity,
            rule: Some(&finding.rule),
            message: &finding.message,
            path: source.path(),
            place: Some((source, finding.span)),
            label: &finding.label,
            labels: finding.labels.iter().map(|label| (label.span, label.message.as_str())).collect(),
            help,
            notes,
        }
    }

    /// What is told of a problem.
    pub(super) fn problem(problem: &'a Problem) -> Self {
        Self {
            severity: Severity::Error,
            rule: None,
            message: &problem.message,
            path: &problem.path,
            place: problem.place.as_ref().map(|(source, span)| (source.as_ref(), *span)),
            label: &problem.label,
            labels: Vec::new(),
            help: problem.help.clone(),
            notes: Vec::new(),
        }
    }

    /// The telling drawn, without a line end.
    pub(super) fn draw(&self, style: Style) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut title = level.primary_title(visible(self.message));
        if let Some(rule) = self.rule {
            title = title.id(visible(rule));
        }
        let mut group = Group::with_title(title);
        let mut view = View::default();
        if let Some((source, span)) = self.place {
            view = View::new(source, self.marks(source, span), style.width);
            group = group.element(view.snippet());
        }
        let room = style.width.max(NARROWEST + 16).saturating_sub(view.digits + 9);
        let help = self.help.iter().map(|text| Level::HELP.message(wrap(&visible(text), room)));
        let notes = self.notes.iter().chain(&view.notes);
        let notes = notes.map(|text| Level::NOTE.message(wrap(&visible(text), room)));
        group = group.elements(help).elements(notes);
        let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
        // Rows are cut to the width already; the renderer must not cut them again.
        let drawn = renderer.term_width(style.width.max(DEFAULT_TERM_WIDTH) * 4).render(&[group]);
        self.with_place(&drawn, view.digits, style.color)
    }

    /// The drawing with the line `--> path:line:column` under the headline.
    fn with_place(&self, drawn: &str, digits: usize, color: bool) -> String {
        let (headline, rest) = drawn.split_once('\n').unwrap_or((drawn, ""));
        // With no line to show the renderer leaves the gutter out; it is one digit wide here.
        let (digits, indent) = if self.place.is_some() { (digits, "") } else { (1, " ") };
        let mut whole = String::with_capacity(drawn.len() + self.path.len() + 40);
        whole.push_str(headline);
        if !self.path.is_empty() {
            let arrow = if color { anstyle::AnsiColor::BrightBlue.on_default().bold() } else { anstyle::Style::new() };
            let path = visible(self.path);
            // Writing to a String cannot fail.
            let _ = write!(whole, "\n{:digits$}{arrow}--> {arrow:#}{path}", "");
            if let Some((source, span)) = self.place {
                let place = source.position(span.start);
                let _ = write!(whole, ":{}:{}", place.line, place.column);
            }
        }
        for line in rest.lines() {
            whole.push('\n');
            whole.push_str(indent);
            whole.extend(line.trim_end().split(FILLER));
        }
        whole
    }

    /// The places to show, the finding's own first. Ends are moved onto characters, and those that lie in the line end
    /// onto the line's.
    fn marks(&self, source: &Source, span: Span) -> Vec<Mark> {
        let mut marks = vec![Mark::new(shown_span(source, span), true, self.label)];
        for (span, message) in &self.labels {
            let span = shown_span(source, *span);
            let line = source.line_span(source.line_of(span.start));
            let span = Span::new(span.start, span.end.min(line.end.max(span.start)));
            marks.push(Mark::new(span, false, message));
        }
        marks
    }
}

/// What a fix does, for findings that say nothing of it themselves.
fn proposal(source: &Source, fix: &Fix) -> Option<String> {
    match fix.edits.as_slice() {
        _ if !fix.message.is_empty() => Some(fix.message.clone()),
        [edit] if !edit.text.trim().is_empty() && edit.text.len() <= 120 => Some(format!("write “{}”", edit.text)),
        [edit] if edit.text.is_empty() && edit.span.len() <= 120 && !source.slice(edit.span).trim().is_empty() => {
            Some(format!("delete “{}”", source.slice(edit.span).trim()))
        }
        _ => None,
    }
}

/// The span on characters' borders, inside the draft, without line ends at its own end; a run of blank lines becomes
/// the empty place where it begins.
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

/// The rows to show, as one text with its marks, ready for the renderer.
#[derive(Default)]
struct View {
    text: String,
    first_line: u32,
    marks: Vec<(std::ops::Range<usize>, bool, Option<String>)>,
    /// What was said at places that could not be shown.
    notes: Vec<String>,
    /// Digits of the highest line number.
    digits: usize,
}

impl View {
    fn new(source: &Source, mut marks: Vec<Mark>, width: usize) -> Self {
        let mut view = Self::default();
        let home = source.line_of(marks.first().map_or(0, |mark| mark.span.start));
        let last = source.line_of(marks.first().map_or(0, |mark| mark.span.end));
        let mut on_line = BTreeMap::from([(last, usize::from(last > home))]);
        if let Some(mark) = marks.first_mut().filter(|_| last > home + FAR) {
            view.notes.push(format!("to the end of line {last}"));
            mark.span.end = source.line_span(home).end.max(mark.span.start);
        }
        let last = if last > home + FAR { home } else { last };
        marks.retain(|mark| {
            let line = source.line_of(mark.span.start);
            let count = on_line.entry(line).or_default();
            *count += 1;
            let shown = mark.primary || (line.abs_diff(home) <= FAR && *count <= most_places(width));
            if !shown {
                view.notes.push(told(source, mark));
            }
            shown
        });
        let mut lines: Vec<u32> = marks.iter().map(|mark| source.line_of(mark.span.start)).chain([last]).collect();
        lines.sort_unstable();
        lines.dedup();
        view.digits = lines.last().map_or(1, |line| line.to_string().len());
        let several = if last > home { 2 } else { 0 };
        let room = width.saturating_sub(view.digits + 3 + several).max(NARROWEST);
        let rows = view.rows(source, &lines, &mut marks, room);
        view.join(source, &rows, marks, room);
        view
    }

    /// The row of every line; labels that find no room beside theirs are told in notes.
    fn rows(&mut self, source: &Source, lines: &[u32], marks: &mut [Mark], room: usize) -> BTreeMap<u32, Row> {
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

    /// Puts the rows together, with empty lines for those left out, so that the renderer counts the true numbers.
    fn join(&mut self, source: &Source, rows: &BTreeMap<u32, Row>, marks: Vec<Mark>, room: usize) {
        self.first_line = rows.keys().next().copied().unwrap_or(1);
        let mut starts = BTreeMap::new();
        let mut before = self.first_line;
        for (line, shown) in rows {
            if *line == before + 2 {
                let between = source.line_span(before + 1);
                self.text.push('\n');
                self.text.push_str(&row(source.text(), between, &[], room, 0).text);
                self.text.push('\n');
            } else {
                self.text.extend(std::iter::repeat_n('\n', (line - before) as usize));
            }
            starts.insert(*line, self.text.len());
            // An empty last row would be lost to the renderer.
            self.text.push_str(if shown.text.is_empty() { " " } else { &shown.text });
            before = *line;
        }
        self.text.push('\n');
        let place = |offset: u32| {
            let line = source.line_of(offset);
            let shown = rows.get(&line)?;
            Some(starts.get(&line)? + shown.place(source.text(), offset))
        };
        for mark in marks {
            if let (Some(start), Some(end)) = (place(mark.span.start), place(mark.span.end)) {
                let label = (!mark.label.is_empty()).then(|| filled(&mark.label));
                let first = self.text[start..].chars().next().map_or(0, char::len_utf8);
                // The renderer does not count a line of which nothing is marked.
                let counts = end > start || !self.text[..start].ends_with('\n');
                self.marks.push((start..if counts { end.max(start) } else { start + first }, mark.primary, label));
                // It lets a label hang where another mark overlaps its own; one on its own first character is not seen.
                if mark.hangs {
                    self.marks.push((start..start + first, mark.primary, None));
                }
            }
        }
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let marks = self.marks.iter().map(|(range, primary, label)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let mark = kind.span(range.clone());
            mark.label(label.as_deref())
        });
        Snippet::source(self.text.as_str()).line_start(self.first_line as usize).annotations(marks)
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
