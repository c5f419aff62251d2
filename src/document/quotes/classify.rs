//! Classify: whether a quotation is a sentence of speech, part of the narrator's sentence, a title or a word kept at a
//! distance.

use super::QuoteKind;
use super::words::Words;
use crate::document::{Case, Document, Quote, TextSpan, TokenKind};
use std::ops::Range;

/// Sets the kind of every quotation, as far as its shape and its place tell.
pub(super) fn by_shape(document: &mut Document) {
    for index in 0..document.quotes.len() {
        let kind = match kind_of(document, index) {
            QuoteKind::Full if is_in_series(document, index) => QuoteKind::Fragment,
            kind => kind,
        };
        document.quotes[index].kind = kind;
    }
}

/// Whether a quotation goes on with a list that began inside the narrator’s sentence: such as “Send it,” “Call me” or …
fn is_in_series(document: &Document, index: usize) -> bool {
    let quote = &document.quotes[index];
    let Some(previous) = index.checked_sub(1).and_then(|index| document.quotes.get(index)) else { return false };
    let beside =
        previous.block == quote.block && previous.depth == quote.depth && previous.span.end <= quote.span.start;
    if !beside || !matches!(previous.kind, QuoteKind::Fragment | QuoteKind::Scare) {
        return false;
    }
    let between = document.slice(TextSpan::new(previous.span.end, quote.span.start)).trim();
    let comma = document.slice(previous.content).trim_end().ends_with(',');
    matches!(between, "," | "or" | "and" | ", or" | ", and" | "&")
        && (comma || between.starts_with(',') || between != ",")
        || between.is_empty() && comma
}

/// Finds the titles that stand beside the name of a kind of work: the journal “Ice and Water”, “Roof,” a documentary.
pub(super) fn by_words(document: &mut Document, words: &Words<'_>) {
    for index in 0..document.quotes.len() {
        if is_named_work(document, words, index) {
            document.quotes[index].kind = QuoteKind::Title;
        }
    }
}

fn is_named_work(document: &Document, words: &Words<'_>, index: usize) -> bool {
    let quote = &document.quotes[index];
    let tokens = inside(document, quote);
    if quote.open || tokens.len() > 24 {
        return false;
    }
    if is_cited(document, quote) {
        return true;
    }
    if !looks_like_name(document, tokens) {
        return false;
    }
    let work = |at: Option<u32>| {
        at.and_then(|at| document.tokens.get(at as usize)).is_some_and(|token| words.works.word(token.word).is_some())
    };
    let open = document.token_at(quote.span.start);
    let close = document.token_at(quote.span.end);
    let block = document.blocks.get(quote.block as usize).map_or(0..0, |block| block.tokens.clone());
    let before = open.checked_sub(1).filter(|at| *at >= block.start);
    let earlier = before.filter(|at| document.word(*at) == ",").and_then(|at| at.checked_sub(1));
    if work(before) || work(earlier) {
        return true;
    }
    // A few words may stand between: “Roof,” a prize-winning documentary.
    let article = matches!(document.word(close), "a" | "an" | "the" | "his" | "her" | "their" | "," | "(");
    article
        && (close + 1..close + 5)
            .filter(|at| *at < block.end)
            .take_while(|at| document.word(*at) != ",")
            .any(|at| work(Some(at)))
}

/// Whether a quotation stands in a reference: the source of it follows with the number of its volume or the year.
fn is_cited(document: &Document, quote: &Quote) -> bool {
    let behind = document.text.get(quote.span.end as usize..).unwrap_or_default();
    if !behind.trim_start_matches(['.', ',', ' ']).starts_with(char::is_uppercase) {
        return false;
    }
    let line: String = behind.chars().take(90).take_while(|sign| *sign != '\n').collect();
    let figures = line.chars().filter(char::is_ascii_digit).count();
    figures >= 3 && (line.contains('(') || line.contains(". ")) && !line.contains("said")
}

/// Whether the first and the last word have a capital, or there is one word with one; one sentence at most.
fn looks_like_name(document: &Document, tokens: Range<u32>) -> bool {
    let slice = document.tokens.get(tokens.start as usize..tokens.end as usize).unwrap_or_default();
    let mut names = slice.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number));
    let capital = |token: Option<&crate::document::Token>| token.is_some_and(|token| token.case != Case::Lower);
    let count = names.clone().count();
    (1..=12).contains(&count) && capital(names.next()) && (count == 1 || capital(names.next_back()))
}

/// The tokens between the marks.
pub(super) fn inside(document: &Document, quote: &Quote) -> Range<u32> {
    document.token_at(quote.content.start)..document.token_at(quote.content.end)
}

fn kind_of(document: &Document, index: usize) -> QuoteKind {
    let quote = &document.quotes[index];
    let tokens = inside(document, quote);
    let slice = document.tokens.get(tokens.start as usize..tokens.end as usize).unwrap_or_default();
    let words = slice.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).count();
    let Some(first) = slice.iter().find(|token| token.kind != TokenKind::Mark) else { return QuoteKind::Fragment };
    let starts_small = first.case == Case::Lower;
    let place = Place::of(document, quote);
    if quote.open || quote.continues.is_some() {
        return QuoteKind::Full;
    }
    let content = document.slice(quote.content).trim_end();
    let ends_sentence = content.ends_with(['.', '!', '?', '…']);
    if place.alone && words > 1 {
        // A short line without a stop is a heading in marks.
        return if ends_sentence || words > HEADING { QuoteKind::Full } else { QuoteKind::Title };
    }
    if looks_like_title(document, tokens, words) && (words >= 4 || !(place.opens_sentence && ends_sentence)) {
        return QuoteKind::Title;
    }
    if !starts_small && (place.opens_sentence || place.after_break) && (words >= 3 || ends_sentence) {
        return if place.runs_on && !content.ends_with(PAUSES) && !ends_sentence {
            QuoteKind::Fragment
        } else {
            QuoteKind::Full
        };
    }
    if starts_small && place.resumes && words >= 3 {
        return QuoteKind::Full;
    }
    if words <= 2 && starts_small && !place.after_break { QuoteKind::Scare } else { QuoteKind::Fragment }
}

/// The marks before which a quotation stops without being over.
const PAUSES: [char; 6] = [',', ';', ':', '—', '–', '-'];
/// The longest line that may be a heading or a pull quote, in words: neither has a stop.
const HEADING: usize = 30;
/// The longest interruption of a quotation, in characters.
const INTERRUPTION: usize = 300;

/// Whether a text has no letter: nothing, or the number of a list.
fn is_bare_of_letters(text: &str) -> bool {
    !text.chars().any(char::is_alphabetic)
}

/// Whether a text has no letter and no figure.
fn is_bare(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// Whether a text goes on with a word in small letters, right behind a space.
fn runs_on(behind: &str) -> bool {
    let mut signs = behind.chars();
    signs.next() == Some(' ') && signs.next().is_some_and(char::is_lowercase)
}

/// What stands around a quotation.
struct Place {
    /// Nothing else in its block.
    alone: bool,
    /// It opens a sentence: the narrator's sentence before it is over, or nothing stands before it.
    opens_sentence: bool,
    /// A comma, colon or dash stands before it.
    after_break: bool,
    /// It resumes a quotation that the narrator interrupted: “…,” she said, “…”
    resumes: bool,
    /// The narrator's sentence goes on behind it, in a small letter.
    runs_on: bool,
}

impl Place {
    fn of(document: &Document, quote: &Quote) -> Self {
        let block = document.blocks.get(quote.block as usize).map_or(quote.span, |block| block.text);
        let before = document.slice(TextSpan::new(block.start, quote.span.start)).trim_end();
        let after_break = before.ends_with([',', ':', '—', '–', '-', ';']);
        let quoted_end = before.ends_with(['”', '"', '’']);
        let sentence_end = before.ends_with(['.', '!', '?', '…', ')', ']', '•', '|', '>', '(', '[']);
        Self {
            alone: before.len() < 5
                && is_bare_of_letters(before)
                && is_bare(document.slice(TextSpan::new(quote.span.end, block.end))),
            opens_sentence: before.is_empty() || sentence_end || quoted_end,
            after_break,
            runs_on: runs_on(document.slice(TextSpan::new(quote.span.end, block.end))),
            resumes: after_break && before.chars().rev().take(INTERRUPTION).any(|sign| matches!(sign, '”' | '"' | '’')),
        }
    }
}

/// Two to eight words, all but small words with a capital.
fn looks_like_title(document: &Document, tokens: Range<u32>, words: usize) -> bool {
    if !(2..=8).contains(&words) {
        return false;
    }
    let mut capitals = 0;
    for number in tokens {
        let token = &document.tokens[number as usize];
        let long = document.word(number).chars().count() > 4;
        match (token.kind, token.case) {
            (TokenKind::Word, Case::Lower) if long => return false,
            (TokenKind::Word, Case::Lower | Case::None) => {}
            (TokenKind::Word, _) => capitals += 1,
            _ => {}
        }
    }
    capitals >= 2 && capitals * 2 >= words
}
