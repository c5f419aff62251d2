//! Sentences: where they end, in news English.
//!
//! A sentence ends at a stop, with the closing marks that touch it, unless what follows shows that it goes on. A period
//! that belongs to an abbreviation is no stop by itself: the list `abbreviations` says what may follow each one inside
//! a sentence, the list `sentence-openers` which words begin one.

use super::{Case, Sentence, TextSpan, Token, TokenKind};
use crate::list::Lists;
use std::ops::Range;

/// Appends the sentences of the block whose tokens are `tokens[range]`.
pub fn split(
    text: &str,
    tokens: &[Token],
    range: Range<u32>,
    block: u32,
    lists: &Lists,
    sentences: &mut Vec<Sentence>,
) {
    let last = (range.end as usize).min(tokens.len());
    let splitter = Splitter { bytes: text.as_bytes(), tokens: &tokens[..last], lists };
    let mut start = range.start as usize;
    let mut at = start;
    while at < last {
        let Some(stop) = splitter.stop(at) else {
            at += 1;
            continue;
        };
        let next = splitter.closers_end(at + 1);
        if next < last && splitter.ends(start, at, stop, next) {
            sentences.push(sentence(tokens, start..next, block));
            start = next;
        }
        at = next;
    }
    if start < last {
        sentences.push(sentence(tokens, start..last, block));
    }
}

fn sentence(tokens: &[Token], range: Range<usize>, block: u32) -> Sentence {
    let text = TextSpan::new(tokens[range.start].span.start, tokens[range.end - 1].span.end);
    Sentence { text, block, tokens: range.start as u32..range.end as u32 }
}

/// What may end a sentence.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Stop {
    /// A period of its own.
    Period,
    /// A word with its period.
    Abbreviation,
    /// “...” or “…”.
    Ellipsis,
    /// “?”, “!”, and runs of them.
    Strong,
}

/// What stands behind a stop and its closing marks.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Next {
    /// A word in small letters.
    Small,
    /// A word with a capital at its front, or a name like “iPhone”.
    Capital,
    /// A number.
    Number,
    /// A mark that goes on with the sentence: “,”, “—”.
    Mark,
    /// Anything else.
    Other,
}

struct Splitter<'a> {
    bytes: &'a [u8],
    tokens: &'a [Token],
    lists: &'a Lists,
}

impl Splitter<'_> {
    fn token_bytes(&self, at: usize) -> &[u8] {
        self.tokens.get(at).and_then(|token| self.bytes.get(token.span.range())).unwrap_or_default()
    }

    /// Which stop a token is, by its last byte.
    #[inline]
    fn stop(&self, at: usize) -> Option<Stop> {
        let token = &self.tokens[at];
        match self.bytes.get((token.span.end as usize).wrapping_sub(1))? {
            b'.' if token.kind == TokenKind::Word => Some(Stop::Abbreviation),
            b'.' if token.kind == TokenKind::Mark => {
                Some(if token.span.len() == 1 { Stop::Period } else { Stop::Ellipsis })
            }
            b'!' | b'?' if token.kind == TokenKind::Mark => Some(Stop::Strong),
            0xa6 if self.token_bytes(at).starts_with("…".as_bytes()) => Some(Stop::Ellipsis),
            0x82 if self.token_bytes(at) == "。".as_bytes() => Some(Stop::Period),
            _ => None,
        }
    }

    /// Where the closing marks that touch a stop end; `at` is the token behind the stop.
    fn closers_end(&self, mut at: usize) -> usize {
        while self.tokens.get(at).is_some_and(|token| !token.space_before) && self.is_closer(at) {
            at += 1;
        }
        while self.is_note(at) {
            at += 3;
        }
        at
    }

    /// Whether the number of a note stands at `at`: “[6]”.
    fn is_note(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Number)
            && self.token_bytes(at) == b"["
            && self.token_bytes(at + 2) == b"]"
    }

    fn is_closer(&self, at: usize) -> bool {
        match self.token_bytes(at) {
            b")" | b"]" | b"}" => true,
            b"\"" | b"'" | b"''" => self.tokens.get(at + 1).is_none_or(|next| next.space_before || self.closes(at + 1)),
            bytes => matches!(bytes, b"\xe2\x80\x9d" | b"\xe2\x80\x99" | b"\xc2\xbb" | b"\xe2\x80\x99\xe2\x80\x99"),
        }
    }

    /// Whether a token cannot open anything: a mark that closes or separates.
    fn closes(&self, at: usize) -> bool {
        let bytes = self.token_bytes(at);
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Mark)
            && !matches!(bytes, b"(" | b"[" | b"{" | b"\xe2\x80\x9c" | b"\xe2\x80\x98")
    }

    fn is_opener(&self, at: usize) -> bool {
        matches!(
            self.token_bytes(at),
            b"(" | b"["
                | b"{"
                | b"\""
                | b"'"
                | b"''"
                | b"``"
                | b"`"
                | b"\xe2\x80\x9c"
                | b"\xe2\x80\x98"
                | b"\xc2\xab"
                | b"\xe2\x80\x9e"
        )
    }

    /// The first token at or behind `at` that opens nothing.
    fn word_at(&self, mut at: usize) -> usize {
        while self.is_opener(at) {
            at += 1;
        }
        at
    }

    fn next(&self, at: usize) -> Next {
        let Some(token) = self.tokens.get(at) else { return Next::Other };
        match (token.kind, token.case) {
            (TokenKind::Word, Case::Lower) => Next::Small,
            (TokenKind::Word, Case::None) => Next::Other,
            (TokenKind::Word, _) => Next::Capital,
            (TokenKind::Number, _) => Next::Number,
            (TokenKind::Mark, _)
                if matches!(self.token_bytes(at), b"*" | b"\xe2\x80\xa2" | b"\xc2\xb7" | b"\xc2\xbf" | b"\xc2\xa1") =>
            {
                Next::Other
            }
            (TokenKind::Mark, _) => Next::Mark,
            _ => Next::Other,
        }
    }

    /// Whether the sentence that begins at `start` ends with the stop at `at`; `next` is the token behind it all.
    fn ends(&self, start: usize, at: usize, stop: Stop, next: usize) -> bool {
        let word = self.word_at(next);
        let closed = next > at + 1;
        match (stop, self.next(word)) {
            (_, Next::Mark) => false,
            (Stop::Strong, Next::Small) => false,
            (Stop::Strong, Next::Capital) => !(closed && word == next && self.is_speaking(next)),
            (Stop::Strong, _) => true,
            (Stop::Period, kind) => self.ends_at_period(start, at, next, kind),
            (Stop::Ellipsis, kind) => kind != Next::Small && self.ends_at_ellipsis(start, at, next),
            (Stop::Abbreviation, Next::Small) => false,
            (Stop::Abbreviation, kind) => self.ends_at_abbreviation(start, at, next, word, kind),
        }
    }

    fn ends_at_period(&self, start: usize, at: usize, next: usize, kind: Next) -> bool {
        let closed = next > at + 1;
        let touching = !closed && !self.tokens[next].space_before;
        if at == start + 1 && self.is_list_marker(start) {
            return false;
        }
        match kind {
            Next::Small => {
                !closed && !touching && self.tokens[at].span.start == self.tokens[at.saturating_sub(1)].span.end
            }
            _ if touching => kind == Next::Capital || self.word_at(next) > next,
            _ => true,
        }
    }

    /// Whether the first token of a sentence is the number or letter of a list item: “1.”, “b.”
    fn is_list_marker(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        match token.kind {
            TokenKind::Number => token.span.len() <= 3,
            TokenKind::Word => token.span.len() == 1,
            _ => false,
        }
    }

    fn ends_at_ellipsis(&self, start: usize, at: usize, next: usize) -> bool {
        let bracketed = at > start && matches!(self.token_bytes(at - 1), b"[" | b"(") && next > at + 1;
        at > start && !bracketed
    }

    fn ends_at_abbreviation(&self, start: usize, at: usize, next: usize, word: usize, kind: Next) -> bool {
        let known = self.lists.get("abbreviations").word(self.tokens[at].word);
        let before = known.and_then(|entry| entry.text("before")).unwrap_or("any");
        let quoted = self.tokens[at + 1..next]
            .iter()
            .enumerate()
            .any(|(index, _)| !matches!(self.token_bytes(at + 1 + index), b")" | b"]"));
        let _ = start;
        match (before, kind) {
            ("name", _) => false,
            ("number", Next::Number) => false,
            (_, Next::Number) => quoted,
            _ if quoted => true,
            ("end", _) => true,
            ("time", Next::Capital) => self.lists.get("time-words").word(self.tokens[word].word).is_none(),
            _ => {
                word > next && self.is_quote_mark(next)
                    || self.lists.get("sentence-openers").word(self.tokens[word].word).is_some()
            }
        }
    }

    fn is_quote_mark(&self, at: usize) -> bool {
        matches!(self.token_bytes(at), b"\"" | b"\xe2\x80\x9c")
    }

    /// Whether a name and a speech verb follow a closing quotation mark: “Why?” Agnes Fell asked.
    fn is_speaking(&self, at: usize) -> bool {
        let verbs = self.lists.get("speech-verbs");
        let named = self.tokens[at..]
            .iter()
            .take(5)
            .take_while(|token| token.kind == TokenKind::Word && !matches!(token.case, Case::Lower))
            .count();
        named > 0 && self.tokens.get(at + named).is_some_and(|token| verbs.word(token.word).is_some())
    }
}
