//! Plain text: paragraphs between blank lines, or one a line, hard-wrapped lines joined.
//!
//! Whether the lines of a file are wrapped prose is measured once for the whole file (`Layout`); each pair of
//! neighbouring lines is then joined or kept apart.

use super::lines::{blank_runs, is_conflict_mark, lines, mark_length};
use super::prose::Prose;
use super::roles;
use super::{Draft, Input, RawBlock, Role};
use crate::source::Span;

/// The longest line that can come from hard wrapping, in characters.
const WIDEST: usize = 160;
/// The shortest line width that prose is wrapped to, in characters.
const NARROWEST: usize = 36;

/// Plain text drafts.
pub struct Text;

impl Input for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, text: &str) -> Draft {
        let rows: Vec<Row<'_>> = rows(text).collect();
        let mut builder = Builder::new(text, Layout::measure(&rows), rows.len());
        let mut last = None;
        for row in &rows {
            builder.add(last, row);
            last = Some(row);
        }
        builder.close();
        let mut blocks = builder.blocks;
        roles::assign(text, &mut blocks, true);
        Draft { blocks, blank_runs: blank_runs(text), ..Draft::default() }
    }

    fn marks_on_lines(&self) -> bool {
        true
    }
}

/// A line that holds text.
#[derive(Copy, Clone, Debug)]
struct Row<'a> {
    /// The line with its end.
    outer: Span,
    /// Its text: no white space around it, no quotation prefix.
    span: Span,
    /// That text.
    text: &'a str,
    /// Length of the list marker and the space after it; 0 where there is none.
    marker: u32,
    /// Columns of white space before the text.
    indent: u32,
    /// Depth of mail-style quotation (“> ”).
    quote: u8,
    /// Whether it follows an empty line.
    apart: bool,
}

/// The lines of the draft that hold text.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    let mut apart = true;
    lines(text, mark_length(text)).filter_map(move |line| {
        let whole = text.get(line.start as usize..line.end as usize).unwrap_or_default();
        let (quote, prefix) = quotation(whole);
        let inner = &whole[prefix..];
        let indented = inner.trim_start();
        let content = indented.trim_end();
        let before = std::mem::replace(&mut apart, content.is_empty());
        if content.is_empty() {
            return None;
        }
        let indent = inner.len() - indented.len();
        let start = line.start + (prefix + indent) as u32;
        Some(Row {
            outer: Span::new(line.start, line.next),
            span: Span::new(start, start + content.len() as u32),
            text: content,
            marker: list_marker(content) as u32,
            indent: indent as u32,
            quote,
            apart: before,
        })
    })
}

/// Depth and length of a mail-style quotation prefix.
fn quotation(line: &str) -> (u8, usize) {
    let bytes = line.as_bytes();
    let indent = bytes.iter().take_while(|byte| **byte == b' ').count();
    let mut depth = 0;
    let mut at = indent;
    while depth < 6 && bytes.get(at) == Some(&b'>') {
        depth += 1;
        at += 1;
        if bytes.get(at) == Some(&b' ') {
            at += 1;
        }
    }
    let closed = at == bytes.len() || (at > 0 && bytes[at - 1] == b' ');
    if indent > 3 || depth == 0 || depth == 6 || !closed { (0, 0) } else { (depth, at) }
}

/// The length of a list marker (“- ”, “• ”, “12. ”, “3) ”) with the space after it; 0 where the line is no list item.
fn list_marker(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if (1..=3).contains(&digits) {
        if line[digits..].starts_with(['.', ')']) { digits + 1 } else { return 0 }
    } else {
        match line.chars().next() {
            Some(mark @ ('-' | '*' | '•' | '·' | '‣' | '◦' | '▪' | '●' | '■')) => mark.len_utf8(),
            _ => return 0,
        }
    };
    let rest = &line[mark..];
    let item = rest.trim_start();
    let bullet = digits == 0;
    let decorated = bullet && (item.ends_with([' ', '-', '*']) || item.starts_with(['-', '*']));
    let worded = item.chars().take(200).any(char::is_alphabetic);
    if rest.len() == item.len() || decorated || !worded { 0 } else { line.len() - item.len() }
}

/// Whether the lines of the file are prose wrapped to a width.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
struct Layout {
    /// Whether they are.
    wrapped: bool,
    /// The width, in characters.
    width: usize,
}

/// Pairs of neighbouring lines, the first of which is of one width.
#[derive(Copy, Clone, Default)]
struct Pairs {
    /// How many there are.
    all: u32,
    /// In how many the second line goes on in mid-sentence.
    running: u32,
}

impl Layout {
    /// Measures pairs of neighbouring lines. Short lines end paragraphs or stand alone; whether prose is wrapped shows in
    /// the long ones.
    fn measure(rows: &[Row<'_>]) -> Self {
        let mut count = [Pairs::default(); WIDEST + 2];
        let mut reaches = [0_u32; WIDEST + 2];
        let pairs = rows.iter().zip(rows.iter().skip(1));
        for (last, row) in pairs.filter(|(last, row)| !row.apart && last.quote == row.quote && row.marker == 0) {
            let (width, reach) = measure_pair(last, row);
            let pairs = &mut count[width.min(WIDEST + 1)];
            pairs.all += 1;
            pairs.running += u32::from(runs_on(last, row));
            reaches[reach.min(WIDEST + 1)] += 1;
        }
        let width = percentile(&count);
        let long = &count[width - width / 4..];
        let pairs: u32 = long.iter().map(|pairs| pairs.all).sum();
        let running: u32 = long.iter().map(|pairs| pairs.running).sum();
        let full: u32 = reaches[width - width / 8..].iter().sum();
        let broken = running * 2 >= pairs || (pairs >= 4 && running * 4 >= pairs && full * 5 >= pairs * 4);
        let wrapped = pairs > 0 && (NARROWEST..=WIDEST).contains(&width) && full * 2 >= pairs && broken;
        Self { wrapped, width }
    }

    /// Whether the next line's first word had no room in the line before it.
    fn is_full(self, last: &Row, row: &Row) -> bool {
        measure_pair(last, row).1 + self.width / 8 > self.width
    }

    /// Whether a line goes on where the last one broke off.
    fn joins(self, last: &Row, row: &Row) -> bool {
        if row.apart || last.quote != row.quote || !self.wrapped {
            return false;
        }
        let (full, running) = (self.is_full(last, row), runs_on(last, row));
        let stopped = roles::ends_sentence(last.text) || last.text.ends_with(':');
        if row.marker > 0 && (!full || stopped || last.marker > 0) {
            return false;
        }
        let opens = row.indent >= 2 && row.indent > last.indent && last.marker == 0 && !running;
        let label = stopped && is_label(row.text);
        let ruled = [row.text, last.text].into_iter().any(|line| !has_letters(line) || is_conflict_mark(line));
        if opens || label || ruled || roles::is_byline(row.text) {
            return false;
        }
        full || (running && last.text.len() * 2 >= self.width)
    }
}

/// The width of a line, and its width with the next line's first word, in characters.
fn measure_pair(last: &Row, row: &Row) -> (usize, usize) {
    if last.text.len() > 4 * WIDEST {
        return (WIDEST + 1, WIDEST + 1);
    }
    let width = last.text.chars().count() + last.indent as usize;
    let word = row.text.char_indices().take(WIDEST).take_while(|(_, letter)| !letter.is_whitespace()).count();
    (width, width + 1 + word)
}

/// The width that nine of ten lines keep within.
fn percentile(count: &[Pairs; WIDEST + 2]) -> usize {
    let total: u64 = count.iter().map(|pairs| u64::from(pairs.all)).sum();
    let mut seen = 0;
    for (width, pairs) in count.iter().enumerate() {
        seen += u64::from(pairs.all);
        if seen * 10 >= total * 9 {
            return width;
        }
    }
    WIDEST + 1
}

/// Whether a line breaks off in mid-sentence and the next one goes on with a small letter.
fn runs_on(last: &Row, row: &Row) -> bool {
    let open = !roles::ends_sentence(last.text) && !last.text.ends_with([':', ';']);
    open && row.text.trim_start_matches(['“', '"', '‘', '\'', '(', '—', '–', '-', ' ']).starts_with(char::is_lowercase)
}

fn has_letters(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// Whether a line opens with the label of a speaker: “Q:”, “OWEN PELL:”.
fn is_label(line: &str) -> bool {
    let label = line.split(':').next().unwrap_or_default();
    label.len() < line.len()
        && label.len() <= 40
        && label.split_whitespace().count() <= 4
        && label.starts_with(char::is_alphabetic)
        && !label.chars().any(char::is_lowercase)
}

/// The blocks as they grow.
struct Builder<'a> {
    layout: Layout,
    blocks: Vec<RawBlock>,
    prose: Prose<'a>,
    outer: Span,
    role: Role,
    level: u8,
    /// Indentations of the list items that are open, outermost first.
    indents: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, layout: Layout, rows: usize) -> Self {
        Self {
            layout,
            blocks: Vec::with_capacity(rows),
            prose: Prose::new(text),
            outer: Span::default(),
            role: Role::Paragraph,
            level: 0,
            indents: Vec::new(),
        }
    }

    fn add(&mut self, last: Option<&Row>, row: &Row) {
        if let Some(last) = last.filter(|last| self.layout.joins(last, row)) {
            self.prose.space(Span::new(last.span.end, row.span.start));
            self.prose.verbatim(row.span);
            self.outer.end = row.outer.end;
            return;
        }
        self.close();
        (self.role, self.level) = self.place(row);
        self.outer = row.outer;
        self.prose.verbatim(Span::new(row.span.start + row.marker, row.span.end));
    }

    /// Role and level of the block that a line opens.
    fn place(&mut self, row: &Row) -> (Role, u8) {
        if row.marker == 0 {
            self.indents.clear();
            return if row.quote > 0 { (Role::BlockQuote, row.quote) } else { (Role::Paragraph, 0) };
        }
        while self.indents.last().is_some_and(|indent| *indent >= row.indent) {
            self.indents.pop();
        }
        self.indents.push(row.indent);
        (Role::ListItem, u8::try_from(self.indents.len()).unwrap_or(u8::MAX))
    }

    fn close(&mut self) {
        if let Some(finished) = self.prose.finish() {
            let (role, outer, level) = (self.role, self.outer, self.level);
            self.blocks.push(RawBlock { role, outer, pieces: finished.pieces, level, emphasized: finished.label });
        }
    }
}
