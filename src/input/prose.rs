//! Prose: the text of one block as it grows, piece by piece. What the readers share.

use super::Piece;
use crate::source::Span;

/// The longest run of marked text that is taken for the label of a speaker, in bytes.
const LONGEST_LABEL: u32 = 100;

/// The pieces of one block, in the making.
///
/// White space is held back until prose follows it, so that a block never begins or ends with any.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    space: Option<Span>,
    emphasis: bool,
    /// How many pieces at the head are emphasized.
    head: usize,
    /// Whether all pieces so far are emphasized, but for white space.
    head_grows: bool,
    /// Whether the next piece may grow the last one.
    joins: bool,
}

/// A finished block: its pieces, and how many of them are the label at its head.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) pieces: Vec<Piece>,
    pub(super) label: u8,
}

impl<'a> Prose<'a> {
    /// No prose yet of a draft.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, pieces: Vec::new(), space: None, emphasis: false, head: 0, head_grows: true, joins: true }
    }

    /// Whether nothing has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether what follows is set in bold or italics.
    pub(super) fn set_emphasis(&mut self, emphasis: bool) {
        self.joins &= self.emphasis == emphasis;
        self.emphasis = emphasis;
    }

    /// Adds bytes that stand for themselves. Blanks on both sides of markup are one.
    pub(super) fn verbatim(&mut self, mut span: Span) {
        let after_blank = self.space.is_some()
            || self
                .pieces
                .last()
                .is_some_and(|last| last.span.end != span.start && text_of(self.text, last).ends_with([' ', '\t']));
        if after_blank {
            let slice = self.text.get(span.range()).unwrap_or_default();
            span.start = span.end - slice.trim_start_matches([' ', '\t']).len() as u32;
        }
        if span.is_empty() {
            return;
        }
        self.settle_space();
        self.push_verbatim(span);
    }

    /// Adds bytes that stand for other text.
    pub(super) fn standing_for(&mut self, span: Span, text: &str) {
        self.settle_space();
        self.push(Piece::standing_for(span, text));
    }

    /// Notes white space. It becomes one space once prose follows; of several runs the first counts.
    pub(super) fn space(&mut self, span: Span) {
        let blank = self.pieces.last().is_none_or(|last| text_of(self.text, last).ends_with([' ', '\t']));
        if self.space.is_none() && !blank {
            self.space = Some(span);
        }
    }

    /// Notes a line break: the space of it takes in the white space before it.
    pub(super) fn line_break(&mut self, mut span: Span) {
        while let Some(last) = self.pieces.last_mut().filter(|last| last.text.is_none()) {
            let slice = self.text.get(last.span.range()).unwrap_or_default();
            let kept = slice.trim_end_matches([' ', '\t', '\r', '\n']).len() as u32;
            if last.span.end == span.start {
                span.start = last.span.start + kept;
            }
            last.span.end = last.span.start + kept;
            if kept > 0 {
                break;
            }
            self.pieces.pop();
            self.head = self.head.min(self.pieces.len());
        }
        self.space(span);
    }

    /// Adds text by the rules of HTML: a run of white space is one space.
    pub(super) fn collapse(&mut self, span: Span) {
        let bytes = self.text.as_bytes();
        let (mut at, end) = (span.start as usize, span.end as usize);
        while at < end {
            let word = at + run_length(&bytes[at..end]);
            self.verbatim(Span::new(at as u32, word as u32));
            let next = word + bytes[word..end].iter().take_while(|byte| is_white(**byte)).count();
            if next > word {
                self.space(Span::new(word as u32, next as u32));
            }
            at = next;
        }
    }

    fn settle_space(&mut self) {
        let Some(span) = self.space.take() else { return };
        if self.text.get(span.range()) == Some(" ") {
            self.push_verbatim(span);
        } else {
            self.push(Piece::standing_for(span, " "));
        }
    }

    fn push_verbatim(&mut self, span: Span) {
        match self.pieces.last_mut() {
            Some(last) if self.joins && last.text.is_none() && last.span.end == span.start => {
                last.span.end = span.end;
                self.head_grows &=
                    self.emphasis || self.text.get(span.range()).is_some_and(|part| part.trim_ascii().is_empty());
            }
            _ => self.push(Piece::verbatim(span)),
        }
    }

    fn push(&mut self, piece: Piece) {
        self.joins = true;
        self.head_grows &= self.emphasis || text_of(self.text, &piece).trim_ascii().is_empty();
        self.pieces.push(piece);
        if self.head_grows && self.emphasis {
            self.head = self.pieces.len();
        }
    }

    /// The finished block, and this one empty again; `None` where there was nothing but white space.
    pub(super) fn finish(&mut self) -> Option<Finished> {
        let mut pieces = std::mem::take(&mut self.pieces);
        let leading = trim(self.text, &mut pieces);
        let head = self.head.saturating_sub(leading).min(pieces.len());
        *self = Self { emphasis: self.emphasis, ..Self::new(self.text) };
        if pieces.is_empty() {
            return None;
        }
        let label = label(self.text, &mut pieces, head);
        Some(Finished { pieces, label })
    }
}

/// Whether HTML counts a byte as white space.
pub(super) fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// The length of the longest run at the head in which white space is but single spaces between words.
fn run_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        if is_white(bytes[at]) && (bytes[at] != b' ' || at == 0 || bytes.get(at + 1).is_none_or(|next| is_white(*next)))
        {
            break;
        }
        at += 1;
    }
    at
}

/// What a piece stands for.
pub(super) fn text_of<'a>(text: &'a str, piece: &'a Piece) -> &'a str {
    piece.text.as_deref().unwrap_or_else(|| text.get(piece.span.range()).unwrap_or_default())
}

/// Takes white space off both ends; returns how many pieces went from the head.
pub(super) fn trim(text: &str, pieces: &mut Vec<Piece>) -> usize {
    while let Some(last) = pieces.last_mut() {
        let kept = text_of(text, last).trim_end().len() as u32;
        if kept > 0 {
            if last.text.is_none() {
                last.span.end = last.span.start + kept;
            }
            break;
        }
        pieces.pop();
    }
    let leading = pieces.iter().take_while(|piece| text_of(text, piece).trim_start().is_empty()).count();
    pieces.drain(..leading);
    if let Some(first) = pieces.first_mut().filter(|first| first.text.is_none()) {
        let kept = text_of(text, first).trim_start().len() as u32;
        first.span.start = first.span.end - kept;
    }
    leading
}

/// How many of the emphasized pieces at the head are a label. A colon right after them is cut off to belong to it.
fn label(text: &str, pieces: &mut Vec<Piece>, head: usize) -> u8 {
    let Ok(count) = u8::try_from(head) else { return 0 };
    let length: u32 = pieces[..head].iter().map(|piece| piece.span.len()).sum();
    if count == 0 || head >= pieces.len() || length > LONGEST_LABEL {
        return 0;
    }
    if pieces[..head]
        .iter()
        .rev()
        .map(|piece| text_of(text, piece).trim_end())
        .find(|part| !part.is_empty())
        .is_some_and(|part| part.ends_with(':'))
    {
        return count;
    }
    let next = pieces[head].clone();
    if next.text.is_some()
        || !text_of(text, &next).starts_with(':')
        || (next.span.len() == 1 && head + 1 == pieces.len())
    {
        return 0;
    }
    if next.span.len() > 1 {
        pieces[head].span.end = next.span.start + 1;
        pieces.insert(head + 1, Piece::verbatim(Span::new(next.span.start + 1, next.span.end)));
    }
    count.saturating_add(1)
}
