//! Front matter: the few fields of it that say something of the story, each with the place of its value.

use crate::input::Field;
use crate::input::lines::lines;
use crate::input::prose::Prose;
use crate::source::Span;

/// The fields of a block of front matter and the line of each.
pub(super) fn fields(text: &str, block: Span, toml: bool) -> Vec<(Field, Span)> {
    let mut found = Vec::new();
    let Some(inner) = text.get(..block.end as usize) else { return found };
    for line in lines(inner, block.start as usize) {
        let Some(whole) = inner.get(line.start as usize..line.end as usize) else { continue };
        let Some((key, value)) = whole.split_once(if toml { '=' } else { ':' }) else { continue };
        let Some(name) = field_name(key.trim_end()) else { continue };
        let start = line.start + (whole.len() - value.len()) as u32;
        if let Some(span) = value_span(value, start) {
            found.push((Field { name, span }, Span::new(line.start, line.next)));
        }
    }
    found
}

/// What a key of front matter is called here. Keys that are indented belong to something else.
fn field_name(key: &str) -> Option<&'static str> {
    match key.to_ascii_lowercase().as_str() {
        "headline" | "title" => Some("headline"),
        "byline" | "author" => Some("byline"),
        "dateline" => Some("dateline"),
        "date" | "pubdate" | "pub_date" | "published" | "publishdate" | "publish_date" | "date_published"
        | "datepublished" | "published_at" | "publishedat" | "updated" | "lastmod" | "created" => Some("date"),
        "language" | "lang" => Some("language"),
        "profile" => Some("profile"),
        _ => None,
    }
}

/// The bytes of a value of one line, without its quotation marks and the comment after it.
fn value_span(value: &str, start: u32) -> Option<Span> {
    let inner = value.trim_start();
    let start = start + (value.len() - inner.len()) as u32;
    let span = |from: usize, to: usize| (from < to).then(|| Span::new(start + from as u32, start + to as u32));
    let mark = inner.chars().next()?;
    if matches!(mark, '"' | '\'') {
        return span(1, 1 + quoted_length(&inner[1..], mark)?);
    }
    if matches!(mark, '|' | '>' | '[' | '{' | '#' | '&' | '*' | '!') {
        return None;
    }
    span(0, inner.split(" #").next()?.trim_end().len())
}

/// The length of a quoted value up to the mark that ends it.
fn quoted_length(value: &str, mark: char) -> Option<usize> {
    let mut letters = value.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let doubled = mark == '\'' && letters.peek().is_some_and(|(_, next)| *next == mark);
        if (letter == '\\' && mark == '"') || (letter == mark && doubled) {
            letters.next();
        } else if letter == mark {
            return Some(at);
        }
    }
    None
}

/// Adds a value as prose; a quotation mark that the notation escapes is one character.
pub(super) fn read_value(text: &str, span: Span, prose: &mut Prose<'_>) {
    let opens = span.start.checked_sub(1).and_then(|at| text.as_bytes().get(at as usize)).copied();
    let escape = match opens {
        Some(b'"') => b'\\',
        Some(b'\'') => b'\'',
        _ => return prose.verbatim(span),
    };
    let bytes = text.as_bytes();
    let (mut from, mut at) = (span.start, span.start);
    while at + 1 < span.end {
        let next = bytes[at as usize + 1];
        if bytes[at as usize] == escape && matches!(next, b'"' | b'\'' | b'\\') {
            prose.verbatim(Span::new(from, at));
            prose.standing_for(
                Span::new(at, at + 2),
                if next == b'"' {
                    "\""
                } else if next == b'\'' {
                    "'"
                } else {
                    "\\"
                },
            );
            from = at + 2;
            at += 1;
        }
        at += 1;
    }
    prose.verbatim(Span::new(from, span.end));
}
