//! Holds the findings of a draft against its marks.

use super::{Mark, Reach, Selector};
use crate::document::Document;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::problem::Problem;
use crate::source::{Source, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// What came of the marks.
#[derive(Debug, Default)]
pub struct Silenced {
    /// What is left.
    pub findings: Vec<Finding>,
    /// How many findings were silenced.
    pub suppressed: u32,
    /// Selectors that silenced nothing, as mark and selector.
    unused: Vec<(usize, usize)>,
    /// What is wrong with the marks.
    pub problems: Vec<Problem>,
}

/// A stretch of the file in which a selector is silent.
struct Stretch {
    span: Span,
    mark: usize,
    selector: usize,
    used: bool,
}

/// The stretches of one selector, in order of start.
#[derive(Default)]
struct Stretches {
    all: Vec<Stretch>,
    /// For each stretch, the one up to it that reaches furthest.
    furthest: Vec<usize>,
}

impl Stretches {
    fn finish(&mut self) {
        self.all.sort_by_key(|stretch| stretch.span.start);
        let mut best = 0;
        for (index, stretch) in self.all.iter().enumerate() {
            if stretch.span.end > self.all[best].span.end {
                best = index;
            }
            self.furthest.push(best);
        }
    }

    /// A stretch that shares a place with a span.
    fn over(&mut self, span: Span) -> Option<&mut Stretch> {
        let before = self.all.partition_point(|stretch| stretch.span.start <= span.end);
        let index = *self.furthest.get(before.checked_sub(1)?)?;
        let stretch = self.all.get_mut(index)?;
        stretch.span.overlaps(span).then_some(stretch)
    }
}

/// Takes out the findings that marks silence. `names` gives every selector under which a rule may be named.
pub fn apply(
    source: &Arc<Source>,
    marks: &[Mark],
    document: &Document,
    findings: Vec<Finding>,
    names: impl Fn(&str) -> Vec<String>,
) -> Silenced {
    let mut silenced = Silenced::default();
    let mut stretches = spread(source, marks, document, &mut silenced.problems);
    let mut named: HashMap<String, Vec<String>> = HashMap::new();
    for finding in findings {
        let names = named.entry(finding.rule.clone()).or_insert_with(|| names(&finding.rule));
        let over = names.iter().find(|name| {
            let stretch = stretches.get_mut(name.as_str()).and_then(|one| one.over(finding.span));
            stretch.map(|stretch| stretch.used = true).is_some()
        });
        match over {
            Some(_) => silenced.suppressed += 1,
            None => silenced.findings.push(finding),
        }
    }
    let all = stretches.into_values().flat_map(|stretches| stretches.all);
    silenced.unused = all.filter(|stretch| !stretch.used).map(|stretch| (stretch.mark, stretch.selector)).collect();
    silenced.unused.sort_unstable();
    silenced
}

/// Where each selector is silent.
fn spread<'m>(
    source: &Arc<Source>,
    marks: &'m [Mark],
    document: &Document,
    problems: &mut Vec<Problem>,
) -> HashMap<&'m str, Stretches> {
    let mut stretches: HashMap<&str, Stretches> = HashMap::new();
    let mut add = |name: &'m str, span: Span, mark: usize, selector: usize| {
        stretches.entry(name).or_default().all.push(Stretch { span, mark, selector, used: false });
    };
    let mut open: Vec<usize> = Vec::new();
    let whole = Span::new(0, source.len());
    for (number, mark) in marks.iter().enumerate() {
        let span = match mark.reach {
            Reach::File => whole,
            Reach::Next => next_block(document, mark.span),
            Reach::Start => {
                open.push(number);
                continue;
            }
            Reach::End => {
                let Some(start) = begun(&open, mark, marks) else {
                    problems.push(
                        Problem::at(source, mark.span, "nothing was begun that could end here")
                            .help("an ignore-end names what its ignore-start names, or nothing"),
                    );
                    continue;
                };
                let begun = open.remove(start);
                let span = Span::new(marks[begun].span.end, mark.span.start);
                for (index, selector) in marks[begun].selectors.iter().enumerate() {
                    add(&selector.text, span, begun, index);
                }
                continue;
            }
        };
        if mark.selectors.is_empty() {
            add("all", span, number, 0);
        }
        for (index, selector) in mark.selectors.iter().enumerate() {
            add(&selector.text, span, number, index);
        }
    }
    for begun in open {
        let mark = &marks[begun];
        problems.push(
            Problem::at(source, mark.span, "the mark is never ended").help("write <!-- copydesk: ignore-end -->"),
        );
        for (index, selector) in mark.selectors.iter().enumerate() {
            add(&selector.text, Span::new(mark.span.end, whole.end), begun, index);
        }
    }
    stretches.values_mut().for_each(Stretches::finish);
    stretches
}

/// How many open starts are looked back over for the one that an end ends; nobody nests them deeper.
const DEPTH: usize = 64;

/// The latest open start that an end ends.
fn begun(open: &[usize], end: &Mark, marks: &[Mark]) -> Option<usize> {
    let latest = open.len().saturating_sub(DEPTH)..open.len();
    latest.rev().find(|index| ends(end, &marks[open[*index]]))
}

/// Whether an end names all that a start names.
fn ends(end: &Mark, start: &Mark) -> bool {
    let named = |name: &str| end.selectors.iter().any(|selector| selector.text == name);
    end.selectors.is_empty() || start.selectors.iter().all(|selector| named(&selector.text))
}

/// The block that a mark stands in, or the first one after it.
fn next_block(document: &Document, mark: Span) -> Span {
    let blocks = &document.blocks;
    let next = blocks.partition_point(|block| block.span.end <= mark.start);
    // A mark at the end of a block's line lies in its outer bytes.
    let before = next.checked_sub(1).and_then(|index| blocks.get(index)).filter(|block| block.outer.contains(mark));
    before.or_else(|| blocks.get(next)).map_or(Span::at(mark.end), |block| block.outer.join(block.span))
}

/// Findings for the selectors that silenced nothing. `counts` tells whether a selector that silences nothing is worth a
/// word: not where the run leaves out rules that it names.
pub fn unused(
    source: &Source,
    marks: &[Mark],
    silenced: &Silenced,
    (rule, severity): (&str, Severity),
    counts: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let selector = |(mark, index): (usize, usize)| -> Option<&Selector> { marks.get(mark)?.selectors.get(index) };
    let mut findings = Vec::new();
    for group in silenced.unused.chunk_by(|one, other| one.0 == other.0) {
        let Some(mark) = group.first().and_then(|(mark, _)| marks.get(*mark)) else { continue };
        let name = |one: &(usize, usize)| selector(*one).map_or("all", |selector| &*selector.text);
        let told: Vec<(usize, usize)> = group.iter().copied().filter(|one| counts(name(one))).collect();
        if told.len() >= mark.selectors.len().max(1) {
            findings.push(finding(
                rule,
                severity,
                mark.span,
                "this mark silences nothing",
                whole_lines(source, mark.span),
            ));
            continue;
        }
        for selector in told.into_iter().filter_map(selector) {
            let message = format!("`{}` silences nothing here", selector.text);
            findings.push(finding(rule, severity, selector.span, &message, with_comma(source, selector.span)));
        }
    }
    findings
}

/// Findings for the marks that give no reason.
pub fn unreasoned(marks: &[Mark], (rule, severity): (&'static str, Severity)) -> impl Iterator<Item = Finding> {
    let silent = marks.iter().filter(|mark| mark.reach != Reach::End && !mark.reasoned);
    silent.map(move |mark| Finding {
        rule: rule.to_owned(),
        severity,
        message: "this mark gives no reason".to_owned(),
        span: mark.span,
        label: String::new(),
        labels: Vec::new(),
        notes: vec!["Whoever reads the draft next must know why the rule is silent here.".to_owned()],
        help: vec!["give it after a colon: ignore RULE: reason".to_owned()],
        url: None,
        fixes: Vec::new(),
    })
}

fn finding(rule: &str, severity: Severity, span: Span, message: &str, cut: Span) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        message: message.to_owned(),
        span,
        label: String::new(),
        labels: Vec::new(),
        notes: vec!["A mark that is left behind hides the next slip.".to_owned()],
        help: vec!["delete it".to_owned()],
        url: None,
        fixes: vec![Fix {
            safety: Safety::Suggest,
            message: "delete it".to_owned(),
            edits: vec![Edit { span: cut, text: String::new() }],
        }],
    }
}

/// A span with its line, where nothing else stands on it.
fn whole_lines(source: &Source, span: Span) -> Span {
    let first = source.line_span(source.line_of(span.start));
    let last = source.line_span(source.line_of(span.end));
    let alone = source.slice(Span::new(first.start, span.start)).trim().is_empty()
        && source.slice(Span::new(span.end, last.end)).trim().is_empty();
    if !alone || first.start > span.start || span.end > last.end {
        return span;
    }
    let rest = source.slice(Span::new(last.end, source.len()));
    let line_end = if rest.starts_with("\r\n") { 2 } else { u32::from(rest.starts_with(['\n', '\r'])) };
    Span::new(first.start, last.end + line_end)
}

/// A selector with the comma that parts it from its neighbour.
fn with_comma(source: &Source, span: Span) -> Span {
    let after = source.slice(Span::new(span.end, source.len()));
    let gap = |text: &str| (text.len() - text.trim_start().len()) as u32;
    if let Some(rest) = after.trim_start().strip_prefix(',') {
        return Span::new(span.start, span.end + gap(after) + 1 + gap(rest));
    }
    let before = source.slice(Span::new(0, span.start)).trim_end();
    before.strip_suffix(',').map_or(span, |rest| Span::new(rest.len() as u32, span.end))
}
