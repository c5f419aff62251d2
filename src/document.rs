//! Document: what a rule sees of a draft. Plain data, built once, layer upon layer.
//!
//! The prose of all blocks stands in one string, [`Document::text`], free of markup, entities decoded, lines joined. The
//! layers (sentences, tokens, quotations, people) speak of bytes of that string, as [`TextSpan`]; [`Document::to_source`]
//! leads from there to the bytes of the file. The two kinds of span are two types, so that they cannot be mixed up.

use crate::input::{Draft, Piece, RawBlock, Role};
use crate::list::Lists;
use crate::source::{Source, Span};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub mod inflection;
pub mod people;
pub mod quotes;
pub mod sentences;
pub mod tagger;
pub mod tokens;

pub use people::{Form, Mention, Person, Title};
pub use quotes::{Attribution, How, Quote, QuoteKind};
use tagger::SentenceTags;
pub use tagger::{Tag, Tagger, Upos};
pub use tokens::{Case, Token, TokenKind};

/// A half-open range of bytes of [`Document::text`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextSpan {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl TextSpan {
    /// The span from `start` to `end`, in bytes of the document's text.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether both spans share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span around both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for TextSpan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "t{}..{}", self.start, self.end)
    }
}

/// A block of the draft with its place in the text and in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is for.
    pub role: Role,
    /// Its prose.
    pub text: TextSpan,
    /// The bytes of the file from the first to the last of its prose.
    pub span: Span,
    /// The bytes of the file that go when the block goes: its markup and its lines.
    pub outer: Span,
    /// Level of a heading, depth of a list item or block quote; else 0.
    pub level: u8,
    /// The label of a speaker at its head (“Q:”, “OWEN PELL:”, “**Agnes Fell, Gull Rock:**”), colon included.
    pub label: Option<TextSpan>,
    /// Its sentences, as indices into [`Document::sentences`].
    pub sentences: Range<u32>,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<u32>,
}

/// A sentence of a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// Its prose, white space around it left out.
    pub text: TextSpan,
    /// The block it is in.
    pub block: u32,
    /// Its tokens.
    pub tokens: Range<u32>,
}

/// A run of the text and the bytes of the file it stands for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
struct Run {
    /// Where it begins in the text.
    text: u32,
    /// Its length in the text.
    len: u32,
    /// Its bytes in the file. Of the same length where the run stands for itself.
    source: Span,
    /// Whether it stands for itself.
    verbatim: bool,
}

/// Which of the dear layers are wanted.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// Attributions of quotations (the pairing of marks is always done).
    pub attribution: bool,
    /// The register of people.
    pub people: bool,
    /// The parts of speech of all tokens at once. A rule that asks at few places asks [`Document::tag`].
    pub tags: bool,
}

impl Needs {
    /// Every layer.
    pub const ALL: Self = Self { attribution: true, people: true, tags: true };

    /// What either wants.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            attribution: self.attribution || other.attribution,
            people: self.people || other.people,
            tags: self.tags || other.tags,
        }
    }
}

/// What a rule sees of a draft.
#[derive(Clone, Debug)]
pub struct Document {
    /// The draft it was made from.
    pub source: Arc<Source>,
    /// The name of the format it was read as.
    pub format: &'static str,
    /// What the front matter says, and the comments and blank runs of the draft.
    pub draft: Draft,
    /// The prose of all blocks, in order, a line feed between two.
    pub text: String,
    /// The blocks, in order of place.
    pub blocks: Vec<Block>,
    /// The sentences, in order of place. Blocks of code have none.
    pub sentences: Vec<Sentence>,
    /// The tokens, in order of place. Blocks of code have none.
    pub tokens: Vec<Token>,
    /// The tokens that are marks or symbols, in order of place: what rules on punctuation go through.
    pub marks: Vec<u32>,
    /// The quotations, by where they open; an inner one follows its outer one.
    pub quotes: Vec<Quote>,
    /// Quotation marks that have no partner.
    pub unpaired: Vec<quotes::Unpaired>,
    /// The people, by first mention. Empty when not wanted.
    pub people: Vec<Person>,
    /// Capitalised words that may be a name but belong to none of the people, in order of place. Empty when not wanted.
    pub strangers: Vec<Mention>,
    /// The tags of the sentences that a rule has asked for.
    tags: SentenceTags,
    runs: Vec<Run>,
    /// The sentence of each token: it is asked at every place a rule looks at.
    sentence_of: Vec<u32>,
}

impl Document {
    /// Builds the layers that `needs` names, of a draft taken apart by its reader.
    pub fn new(source: Arc<Source>, mut draft: Draft, format: &'static str, lists: &Lists, needs: Needs) -> Self {
        let raw = std::mem::take(&mut draft.blocks);
        let mut document = Self {
            format,
            draft,
            text: String::with_capacity(source.text().len()),
            blocks: Vec::with_capacity(raw.len()),
            sentences: Vec::with_capacity(source.text().len() / 96),
            tokens: Vec::with_capacity(source.text().len() / 4),
            marks: Vec::with_capacity(source.text().len() / 32),
            quotes: Vec::new(),
            unpaired: Vec::new(),
            people: Vec::new(),
            strangers: Vec::new(),
            tags: SentenceTags::default(),
            runs: Vec::with_capacity(raw.len()),
            sentence_of: Vec::new(),
            source,
        };
        for block in &raw {
            document.push_block(block);
        }
        document.split(lists);
        document.tags = SentenceTags::new(document.tokens.len());
        if needs.tags {
            document.tag_all();
        }
        quotes::pair(&mut document, lists);
        if needs.people || needs.attribution {
            people::find(&mut document, lists);
        }
        if needs.attribution {
            quotes::attribute(&mut document, lists);
        }
        document
    }

    fn push_block(&mut self, raw: &RawBlock) {
        let (Some(first), Some(last)) = (raw.pieces.first(), raw.pieces.last()) else { return };
        let start = self.text.len() as u32;
        let mut label_end = start;
        for (index, piece) in raw.pieces.iter().enumerate() {
            self.push_piece(piece);
            if index + 1 == usize::from(raw.emphasized) {
                label_end = self.text.len() as u32;
            }
        }
        let text = TextSpan::new(start, self.text.len() as u32);
        self.blocks.push(Block {
            role: raw.role,
            text,
            span: first.span.join(last.span),
            outer: raw.outer,
            level: raw.level,
            label: (label_end > start).then_some(TextSpan::new(start, label_end)),
            sentences: 0..0,
            tokens: 0..0,
        });
        self.text.push('\n');
    }

    fn push_piece(&mut self, piece: &Piece) {
        let at = self.text.len() as u32;
        let text = piece.text.as_deref().unwrap_or_else(|| self.source.slice(piece.span));
        self.text.push_str(text);
        let len = self.text.len() as u32 - at;
        if len > 0 {
            self.runs.push(Run { text: at, len, source: piece.span, verbatim: piece.text.is_none() });
        }
    }

    /// Cuts the blocks into sentences and tokens and finds their labels.
    fn split(&mut self, lists: &Lists) {
        let mut blocks = std::mem::take(&mut self.blocks);
        for (index, block) in blocks.iter_mut().enumerate() {
            let (first_token, first_sentence) = (self.tokens.len() as u32, self.sentences.len() as u32);
            if block.role != Role::Code {
                tokens::tokenize(&self.text, block.text, &mut self.tokens);
                let tokens = first_token..self.tokens.len() as u32;
                sentences::split(&self.text, &self.tokens, tokens, index as u32, lists, &mut self.sentences);
            }
            block.tokens = first_token..self.tokens.len() as u32;
            let own = self.tokens.get(first_token as usize..).unwrap_or_default();
            let is_mark = |token: &Token| matches!(token.kind, TokenKind::Mark | TokenKind::Symbol);
            self.marks.extend(own.iter().zip(first_token..).filter(|(token, _)| is_mark(token)).map(|(_, at)| at));
            block.sentences = first_sentence..self.sentences.len() as u32;
        }
        self.blocks = blocks;
        self.sentence_of.reserve_exact(self.tokens.len());
        for (sentence, number) in self.sentences.iter().zip(0..) {
            self.sentence_of.resize(sentence.tokens.end as usize, number);
        }
        quotes::find_labels(self);
    }

    /// Writes the parts of speech of every sentence.
    fn tag_all(&mut self) {
        let tagger = Tagger::embedded();
        for sentence in &self.sentences {
            let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
            tagger.tag(&self.text, self.tokens.get_mut(tokens).unwrap_or_default());
        }
    }

    /// The part of speech of a token. The first question in a sentence tags the sentence; the others cost nothing.
    pub fn tag(&self, token: u32) -> Tag {
        match self.tokens.get(token as usize) {
            Some(known) if known.tag != Tag::Unknown => known.tag,
            _ => self.tags.get(self, token),
        }
    }

    /// Whether the part of speech of a token can be one of some (bit n for the tag with index n). Nothing is tagged for
    /// it: of a word whose neighbours decide, anything is possible.
    pub fn may_be(&self, token: u32, tags: u64) -> bool {
        match self.tokens.get(token as usize) {
            Some(known) if known.tag != Tag::Unknown => tags >> known.tag.index() & 1 == 1,
            _ => self.tags.may_be(self, token, tags),
        }
    }

    /// The prose of a span.
    pub fn slice(&self, span: TextSpan) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The prose of a token.
    pub fn word(&self, token: u32) -> &str {
        self.tokens.get(token as usize).map_or("", |token| self.slice(token.span))
    }

    /// The span from the first to the last of some tokens.
    pub fn span_of(&self, tokens: Range<u32>) -> TextSpan {
        match (self.tokens.get(tokens.start as usize), self.tokens.get(tokens.end.wrapping_sub(1) as usize)) {
            (Some(first), Some(last)) if !tokens.is_empty() => TextSpan::new(first.span.start, last.span.end),
            _ => TextSpan::default(),
        }
    }

    /// The block that holds an offset of the text.
    pub fn block_at(&self, offset: u32) -> Option<&Block> {
        let index = self.blocks.partition_point(|block| block.text.end < offset);
        self.blocks.get(index).filter(|block| block.text.start <= offset)
    }

    /// The tokens of a block that are marks or symbols.
    pub fn marks_of(&self, block: &Block) -> &[u32] {
        let before = |end: u32| self.marks.partition_point(|mark| *mark < end);
        self.marks.get(before(block.tokens.start)..before(block.tokens.end)).unwrap_or_default()
    }

    /// The index of the block that holds a token.
    pub fn block_of(&self, token: u32) -> u32 {
        self.blocks.partition_point(|block| block.tokens.end <= token) as u32
    }

    /// The index of the sentence that holds a token.
    pub fn sentence_of(&self, token: u32) -> u32 {
        self.sentence_of.get(token as usize).copied().unwrap_or(self.sentences.len() as u32)
    }

    /// The first token that begins at or after an offset of the text.
    pub fn token_at(&self, offset: u32) -> u32 {
        self.tokens.partition_point(|token| token.span.start < offset) as u32
    }

    /// The bytes of the file that a span of the text stands for: from the start of its first character to the end of its
    /// last, markup between them included.
    pub fn to_source(&self, span: TextSpan) -> Span {
        if span.is_empty() {
            return Span::at(self.offset_to_source(span.start));
        }
        let (first, last) = (self.run_at(span.start), self.run_at(span.end - 1));
        let start = first
            .map_or(0, |run| if run.verbatim { run.source.start + (span.start - run.text) } else { run.source.start });
        let end = last.map_or(start, |run| {
            if run.verbatim { run.source.start + (span.end - run.text).min(run.len) } else { run.source.end }
        });
        Span::new(start, end.max(start))
    }

    /// The place in the file of a place in the text: where the character before it ends.
    fn offset_to_source(&self, offset: u32) -> u32 {
        let index = self.runs.partition_point(|run| run.text < offset);
        let Some(run) = index.checked_sub(1).and_then(|index| self.runs.get(index)) else {
            return self.runs.first().map_or(0, |run| run.source.start);
        };
        if run.verbatim { run.source.start + (offset - run.text).min(run.len) } else { run.source.end }
    }

    /// The run that holds an offset, or the last one before it (the line feed between two blocks is in none).
    fn run_at(&self, offset: u32) -> Option<&Run> {
        self.runs.partition_point(|run| run.text <= offset).checked_sub(1).and_then(|index| self.runs.get(index))
    }

    /// Whether a span of the text is a run of bytes of the file with nothing between them, each standing for itself, so
    /// that replacing the bytes replaces the prose and nothing else.
    pub fn is_plain(&self, span: TextSpan) -> bool {
        let source = self.to_source(span);
        source.len() == span.len() && self.source.slice(source) == self.slice(span)
    }

    /// Whether a span of the text covers whole runs of bytes with nothing between them: entities and prose, no markup.
    pub fn stands_alone(&self, span: TextSpan) -> bool {
        let first = self.runs.partition_point(|run| run.text + run.len <= span.start);
        let last = self.runs.partition_point(|run| run.text < span.end);
        let runs = self.runs.get(first..last).unwrap_or_default();
        runs.windows(2).all(|pair| pair[0].source.end == pair[1].source.start)
    }

    /// Whether a place of the text lies between quotation marks.
    pub fn is_quoted(&self, token: u32) -> bool {
        self.tokens.get(token as usize).is_some_and(|token| token.quoted)
    }
}
