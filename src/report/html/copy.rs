//! Copy: a block of the draft with its marks: struck out, written in, underlined, numbered.

use super::escape::Escaped;
use super::sheet::{Correction, Map, Row, Sheet, touches};
use crate::finding::Severity;
use crate::input::Role;
use crate::source::Span;
use std::fmt::Write;

/// What happens at a place of the prose; at one place in this order.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Event<'a> {
    /// A mark ends.
    Unmark(Severity),
    /// What is struck out ends.
    Keep,
    /// Something is written in.
    Insert(&'a str, Severity),
    /// A place without words is pointed at.
    Caret(Severity),
    /// A finding's number.
    Number(usize, Severity),
    /// A mark begins.
    Mark(Severity),
    /// What is struck out begins.
    Strike,
}

/// How many findings back a block looks for one that reaches into it.
const NEAR: usize = 20;

/// How a draft is marked: its sheet, and what its ids begin with.
pub(super) struct Copy<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) prefix: &'a str,
}

impl<'a> Copy<'a> {
    /// Draws a row's copy.
    pub(super) fn draw(&self, html: &mut String, row: &Row) {
        match row.block {
            Some(block) => self.draw_block(html, block, row),
            None => self.draw_gap(html, row),
        }
    }

    fn draw_block(&self, html: &mut String, number: usize, row: &Row) {
        let document = self.sheet.document;
        let Some(block) = document.blocks.get(number) else { return };
        let prose = document.slice(block.text);
        let (tag, class) = element(block.role);
        let _ = write!(html, "<{tag} class=\"copy {class}\">");
        self.draw_prose(html, prose, self.events(number, row));
        let _ = write!(html, "</{tag}>");
    }

    /// The events of a block in order of place.
    fn events(&self, number: usize, row: &Row) -> Vec<(usize, Event<'a>)> {
        let Sheet { document, findings, edits, .. } = self.sheet;
        let Some(block) = document.blocks.get(number) else { return Vec::new() };
        let mut events = Vec::new();
        // Marks may reach here from rows above.
        let reach = |finding: &crate::finding::Finding| touches(block, finding.span);
        let before = row
            .findings
            .first()
            .copied()
            .unwrap_or_else(|| findings.partition_point(|finding| finding.span.start < block.span.end));
        let reaching = (before.saturating_sub(NEAR)..before).filter(|index| reach(&findings[*index]));
        let marks: Vec<usize> = reaching.chain(row.findings.iter().copied()).collect();
        let first = edits.partition_point(|edit| edit.span.start < block.span.start).saturating_sub(NEAR);
        let here = edits[first..].iter().take_while(|edit| edit.span.start <= block.span.end);
        let here: Vec<&Correction> = here.filter(|edit| edit.span.end >= block.span.start).collect();
        if marks.is_empty() && here.is_empty() {
            return events;
        }
        let map = Map::new(document, block);
        for index in marks {
            let finding = &findings[index];
            let (range, severity) = (map.range(finding.span), finding.severity);
            if !range.is_empty() {
                events.extend([(range.start, Event::Mark(severity)), (range.end, Event::Unmark(severity))]);
            } else if !here.iter().any(|edit| edit.finding == index) {
                events.push((range.start, Event::Caret(severity)));
            }
            if row.findings.contains(&index) {
                events.push((range.end, Event::Number(index, severity)));
            }
        }
        for edit in here {
            let range = map.range(edit.span);
            if !range.is_empty() {
                events.extend([(range.start, Event::Strike), (range.end, Event::Keep)]);
            }
            // What is written in stands where the edit begins.
            if touches(block, Span::at(edit.span.start)) && !edit.text.is_empty() {
                events.push((range.end, Event::Insert(&edit.text, findings[edit.finding].severity)));
            }
        }
        events.sort_unstable();
        events
    }

    fn draw_prose(&self, html: &mut String, prose: &str, events: Vec<(usize, Event<'a>)>) {
        let mut marks = [0_u32; 3];
        let mut struck = 0_u32;
        let mut at = 0;
        for (place, event) in events {
            if place > at {
                draw_piece(html, prose.get(at..place).unwrap_or_default(), worst(marks), struck > 0);
                at = place;
            }
            match event {
                Event::Mark(severity) => marks[severity as usize] += 1,
                Event::Unmark(severity) => marks[severity as usize] -= 1,
                Event::Strike => struck += 1,
                Event::Keep => struck -= 1,
                Event::Insert(text, severity) => {
                    let class = severity.name();
                    let shown = if text.trim().is_empty() { blank(text) } else { Escaped(text).to_string() };
                    let _ = write!(html, "<ins class=\"{class}\">{shown}</ins>");
                }
                Event::Caret(severity) => {
                    let _ = write!(html, "<span class=\"caret {}\">‸</span>", severity.name());
                }
                Event::Number(index, severity) => self.draw_number(html, index, severity),
            }
        }
        draw_piece(html, prose.get(at..).unwrap_or_default(), worst(marks), struck > 0);
    }

    fn draw_number(&self, html: &mut String, index: usize, severity: Severity) {
        let (prefix, number, class) = (self.prefix, index + 1, severity.name());
        let _ = write!(
            html,
            "<a class=\"n {class}\" id=\"{prefix}m{number}\" href=\"#{prefix}n{number}\" aria-label=\"note {number}\">{number}</a>"
        );
    }

    /// A place between blocks: what stands there, as far as it can be seen.
    fn draw_gap(&self, html: &mut String, row: &Row) {
        html.push_str("<p class=\"copy gap\">");
        for index in &row.findings {
            let finding = &self.sheet.findings[*index];
            let there = self.sheet.document.source.slice(finding.span);
            let shown = there.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown = if shown.is_empty() { blank(there) } else { Escaped(&shown).to_string() };
            let class = finding.severity.name();
            let is_cut = self.sheet.edits.iter().any(|edit| edit.finding == *index && !edit.span.is_empty());
            let piece = if is_cut { format!("<del>{shown}</del>") } else { shown };
            let _ = write!(html, "<span class=\"f {class}\">{piece}</span>");
            self.draw_number(html, *index, finding.severity);
        }
        html.push_str("</p>");
    }
}

/// The gravest mark that is on.
fn worst(marks: [u32; 3]) -> Option<Severity> {
    Severity::NAMES.into_iter().rev().map(|(_, severity)| severity).find(|severity| marks[*severity as usize] > 0)
}

fn draw_piece(html: &mut String, text: &str, mark: Option<Severity>, struck: bool) {
    if text.is_empty() {
        return;
    }
    let (open, close) = if struck { ("<del>", "</del>") } else { ("", "") };
    let text = Escaped(text);
    let _ = match mark {
        Some(severity) => write!(html, "<span class=\"f {}\">{open}{text}{close}</span>", severity.name()),
        None => write!(html, "{open}{text}{close}"),
    };
}

/// Signs for white space.
fn blank(text: &str) -> String {
    let signs = text.chars().filter_map(|character| match character {
        '\n' => Some('¶'),
        '\r' => None,
        '\t' => Some('→'),
        _ => Some('␣'),
    });
    let signs: String = signs.take(8).collect();
    if signs.is_empty() { "‸".to_owned() } else { signs }
}

/// The element and class of a role.
fn element(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Headline => ("h3", "headline"),
        Role::Heading => ("h4", "heading"),
        Role::BlockQuote => ("blockquote", "quote"),
        Role::Code => ("pre", "code"),
        Role::Furniture => ("p", "furniture"),
        Role::Byline | Role::Dateline | Role::Caption => ("p", "small"),
        Role::ListItem => ("p", "item"),
        Role::Paragraph | Role::TableCell => ("p", "plain"),
    }
}
