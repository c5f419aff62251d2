//! Snippet: one finding or problem drawn as compilers draw it.
//!
//! The renderer is only ever given the rows of the lines that matter, cut to the terminal's width and made harmless,
//! with their true line numbers; where in the file they are is worked out here, since it cannot know what was cut.

use super::view::{Mark, NARROWEST, View};
use super::visible::{FILLER, visible, wrap};
use crate::finding::{Finding, Fix, Label, Severity};
use crate::problem::Problem;
use crate::report::Style;
use crate::source::{Source, Span};
use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Group, Level, Renderer};
use std::fmt::Write as _;

/// Everything that is told of one finding or problem.
pub(super) struct Telling<'a> {
    severity: Severity,
    rule: Option<&'a str>,
    message: &'a str,
    path: &'a str,
    place: Option<(&'a Source, Span)>,
    label: &'a str,
    labels: Vec<(Span, &'a str)>,
    /// Places in other files.
    elsewhere: Vec<(&'a Source, Span, &'a str)>,
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
        let own = finding.labels.iter().filter(|label| label.file.is_none());
        Self {
            severity: finding.severity,
            rule: Some(&finding.rule),
            message: &finding.message,
            path: source.path(),
            place: Some((source, finding.span)),
            label: &finding.label,
            labels: own.map(|label| (label.span, label.message.as_str())).collect(),
            elsewhere: finding.labels.iter().filter_map(elsewhere).collect(),
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
            elsewhere: Vec::new(),
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
            let others = self.labels.iter().map(|(span, label)| Mark::secondary(source, *span, label));
            view = View::new(source, Mark::primary(source, span, self.label), others.collect(), style.width);
            group = group.element(view.snippet());
        }
        let others: Vec<View> = self.elsewhere.iter().map(|place| other_view(*place, style.width)).collect();
        let paths: Vec<_> = self.elsewhere.iter().map(|(source, ..)| visible(source.path())).collect();
        let beside = others.iter().zip(&paths).map(|(other, path)| other.snippet().path(path.as_ref()));
        group = group.elements(beside);
        let digits = others.iter().map(|other| other.digits).fold(view.digits, usize::max);
        let room = style.width.max(NARROWEST + 16).saturating_sub(digits + 9);
        let help = self.help.iter().map(|text| Level::HELP.message(wrap(&visible(text), room)));
        let notes = self.notes.iter().chain(&view.notes).chain(others.iter().flat_map(|other| &other.notes));
        let notes = notes.map(|text| Level::NOTE.message(wrap(&visible(text), room)));
        group = group.elements(help).elements(notes);
        let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
        // Rows are cut to the width already; the renderer must not cut them again.
        let drawn = renderer.term_width(style.width.max(DEFAULT_TERM_WIDTH) * 4).render(&[group]);
        self.with_place(&drawn, digits, style.color)
    }

    /// A drawn line; where it names another file, with the true column, which the renderer cannot know of a row that was cut.
    fn true_place<'l>(&self, line: &'l str) -> std::borrow::Cow<'l, str> {
        for (source, span, _) in self.elsewhere.iter().filter(|_| line.contains(":::")) {
            let place = source.position(source.snap(span.start));
            let path = visible(source.path());
            if let Some(at) = line.find(&format!("{path}:{}:", place.line)) {
                return format!("{}{path}:{}:{}", &line[..at], place.line, place.column).into();
            }
        }
        line.into()
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
            whole.extend(self.true_place(line).trim_end().split(FILLER));
        }
        whole
    }
}

/// The view of a place in another file.
fn other_view((source, span, label): (&Source, Span, &str), width: usize) -> View {
    View::new(source, Mark::secondary(source, span, label), Vec::new(), width)
}

/// A label in another file.
fn elsewhere(label: &Label) -> Option<(&Source, Span, &str)> {
    Some((&label.file.as_ref()?.0, label.span, &label.message))
}

/// What a fix does, in words; `None` where that takes too many.
pub fn proposal(source: &Source, fix: &Fix) -> Option<String> {
    match fix.edits.as_slice() {
        _ if !fix.message.is_empty() => Some(fix.message.clone()),
        [edit] if !edit.text.trim().is_empty() && edit.text.len() <= 120 => Some(format!("write “{}”", edit.text)),
        [edit] if edit.text.is_empty() && edit.span.len() <= 120 && !source.slice(edit.span).trim().is_empty() => {
            Some(format!("delete “{}”", source.slice(edit.span).trim()))
        }
        _ => None,
    }
}
