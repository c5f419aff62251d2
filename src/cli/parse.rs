//! `copydesk parse`: what the rules see of a draft.

use super::settings::{Selection, Settings};
use super::streams::{self, Color};
use super::{Status, drafts};
use crate::document::{Attribution, Document, How, QuoteKind, Tagger, TextSpan};
use crate::input::{Role, input_for};
use crate::source::Span;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Show what the rules see of a draft: blocks, sentences, tokens, quotations, people.
#[derive(Args, Debug)]
pub(super) struct Parse {
    /// The drafts; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write it.
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
enum Form {
    Text,
    Json,
    Jsonl,
}

/// The version of the contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Parsed<'a> {
    version: u32,
    path: &'a str,
    format: &'a str,
    /// The text in which bytes are counted, where that is not the file's: its paragraphs, a line each.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    blocks: Vec<Block>,
    sentences: Vec<[u32; 2]>,
    tokens: Vec<Token>,
    quotes: Vec<Quote>,
    people: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Block {
    kind: &'static str,
    span: [u32; 2],
}

#[derive(Serialize)]
struct Token {
    span: [u32; 2],
    tag: &'static str,
    lemma: String,
}

#[derive(Serialize)]
struct Quote {
    span: [u32; 2],
    content: [u32; 2],
    kind: &'static str,
    attribution: Speaker,
}

#[derive(Serialize)]
struct Speaker {
    how: &'static str,
    speaker: Option<[u32; 2]>,
    /// The speaker with its apposition.
    phrase: Option<[u32; 2]>,
    cue: Option<[u32; 2]>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    mentions: Vec<Mention>,
}

#[derive(Serialize)]
struct Mention {
    span: [u32; 2],
    title: Option<[u32; 2]>,
}

impl Parse {
    /// Writes every draft.
    pub(super) fn run(&self) -> io::Result<Status> {
        let mut desks = self.settings.desks(Selection::default().layer(None));
        let (drafts, mut problems) = drafts::find(&self.paths, Path::new("stdin.txt"));
        let mut out = streams::stdout();
        for draft in &drafts {
            let Some(desk) = desks.desk(&draft.path) else { continue };
            let name = draft.name();
            let read = drafts::read(draft, u64::from(u32::MAX)).and_then(|bytes| drafts::decode(&name, bytes));
            match read {
                Ok(source) => self.write(&mut out, &name, &desk.checker.parse(Arc::new(source), input_for(&name)))?,
                Err(problem) => problems.push(problem),
            }
        }
        out.flush()?;
        problems.extend(desks.take_problems());
        streams::complain_of(&problems, Color::Auto.error_style());
        Ok(if problems.is_empty() { Status::Clean } else { Status::Failed })
    }

    fn write(&self, out: &mut dyn Write, name: &str, document: &Document) -> io::Result<()> {
        match self.format {
            Form::Text => write_text(out, name, document),
            Form::Json | Form::Jsonl => {
                serde_json::to_writer(&mut *out, &Offsets::new(document).parsed(name, document))?;
                out.write_all(b"\n")
            }
        }
    }
}

/// From places of the text to bytes of the file.
struct Offsets<'a> {
    document: &'a Document,
}

impl<'a> Offsets<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document }
    }

    fn file(&self, span: Span) -> [u32; 2] {
        [self.document.source.file_offset(span.start), self.document.source.file_offset(span.end)]
    }

    fn text(&self, span: TextSpan) -> [u32; 2] {
        self.file(self.document.to_source(span))
    }

    fn parsed(&self, path: &'a str, document: &'a Document) -> Parsed<'a> {
        let tagger = Tagger::embedded();
        let token = |token: &crate::document::Token| Token {
            span: self.text(token.span),
            tag: token.tag.upos().name(),
            lemma: tagger.lemma(document.slice(token.span), token.tag).into_owned(),
        };
        Parsed {
            version: VERSION,
            path,
            format: document.format,
            text: document.source.outline().map(|_| document.source.text()),
            blocks: document
                .blocks
                .iter()
                .map(|block| Block { kind: block.role.name(), span: self.file(block.span) })
                .collect(),
            sentences: document.sentences.iter().map(|sentence| self.text(sentence.text)).collect(),
            tokens: document.tokens.iter().map(token).collect(),
            quotes: document.quotes.iter().map(|quote| self.quote(quote)).collect(),
            people: document.people.iter().map(|person| self.person(person)).collect(),
        }
    }

    fn quote(&self, quote: &crate::document::Quote) -> Quote {
        let Attribution { how, speaker, cue, .. } = quote.attribution;
        Quote {
            span: self.text(quote.span),
            content: self.text(quote.content),
            kind: kind_name(quote.kind),
            attribution: Speaker {
                how: how_name(how),
                speaker: speaker.map(|span| self.text(span)),
                phrase: quote.attribution.phrase(self.document).map(|span| self.text(span)),
                cue: cue.map(|span| self.text(span)),
            },
        }
    }

    fn person(&self, person: &'a crate::document::Person) -> Person<'a> {
        let mentions = person.mentions.iter();
        Person {
            name: &person.name,
            mentions: mentions
                .map(|mention| Mention {
                    span: self.text(mention.span),
                    title: mention.title.map(|span| self.text(span)),
                })
                .collect(),
        }
    }
}

fn kind_name(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Full => "full",
        QuoteKind::Fragment => "fragment",
        QuoteKind::Title => "title",
        QuoteKind::Scare => "scare",
    }
}

fn how_name(how: How) -> &'static str {
    match how {
        How::Cue => "cue",
        How::Construction => "construction",
        How::Colon => "colon",
        How::Label => "label",
        How::Continued => "continued",
        How::Carried => "carried",
        How::None => "none",
    }
}

/// For people: each block with its sentences, then quotations and people.
fn write_text(out: &mut dyn Write, name: &str, document: &Document) -> io::Result<()> {
    writeln!(out, "{name} ({})", document.format)?;
    for block in &document.blocks {
        writeln!(out, "\n{} {:?}", block.role.name(), block.span)?;
        if block.role == Role::Code {
            continue;
        }
        for sentence in
            document.sentences.get(block.sentences.start as usize..block.sentences.end as usize).unwrap_or_default()
        {
            let words: Vec<&str> = sentence.tokens.clone().map(|token| document.word(token)).collect();
            writeln!(out, "  {}", words.join(" · "))?;
        }
    }
    if !document.quotes.is_empty() {
        writeln!(out, "\nquotations")?;
    }
    for quote in &document.quotes {
        let speaker = quote.attribution.speaker.map_or("nobody", |span| document.slice(span));
        let (kind, how) = (kind_name(quote.kind), how_name(quote.attribution.how));
        writeln!(out, "  {} [{kind}] {speaker} ({how})", document.slice(quote.span))?;
    }
    if !document.people.is_empty() {
        writeln!(out, "\npeople")?;
    }
    for person in &document.people {
        let mentions: Vec<&str> = person.mentions.iter().map(|mention| document.slice(mention.span)).collect();
        writeln!(out, "  {}: {}", person.name, mentions.join(", "))?;
    }
    writeln!(out)
}
