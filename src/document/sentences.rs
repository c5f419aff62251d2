//! Sentences: where they end, in news English.
//!
//! A sentence ends at a stop, with the closing marks that belong to it, unless what follows shows that it goes on. What
//! follows is judged by its case; where that does not decide, lists do. `abbreviations` says what may follow each
//! abbreviation inside a sentence (field `before`), `sentence-openers` which words begin a sentence rather than a name,
//! `sentence-continuers` which go on behind a title that ends with “?”, `time-words` what follows a time of day, and
//! `speech-verbs` who asked.

use super::{Case, Sentence, TextSpan, Token, TokenKind};
use crate::list::{Entry, Lists};
use std::ops::Range;

/// Appends the sentences of the block whose tokens are `tokens[range]`. Each token belongs to exactly one.
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
        if next < last && splitter.ends(&End { start, at, stop, next }) {
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

/// What stands behind a stop and its closing marks, opening marks left out.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Next {
    /// A word in small letters.
    Small,
    /// A word with a capital, be it “Council” or “iPhone”.
    Capital,
    /// A number.
    Number,
    /// A mark that goes on with the sentence: “,”, “—”.
    Mark,
    /// Anything else.
    Other,
}

/// A place where a sentence may end, as indices of tokens.
struct End {
    /// Where the sentence begins.
    start: usize,
    /// The stop.
    at: usize,
    stop: Stop,
    /// The first token behind the stop and its closing marks.
    next: usize,
}

impl End {
    /// Whether closing marks follow the stop.
    fn is_closed(&self) -> bool {
        self.next > self.at + 1
    }
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

    fn is(&self, at: usize, mark: &str) -> bool {
        self.token_bytes(at) == mark.as_bytes()
    }

    fn spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.space_before)
    }

    /// Which stop a token is, by its last byte.
    #[inline]
    fn stop(&self, at: usize) -> Option<Stop> {
        let token = &self.tokens[at];
        match self.bytes.get((token.span.end as usize).wrapping_sub(1))? {
            b'.' if token.kind == TokenKind::Word => Some(Stop::Abbreviation),
            b'.' if token.kind == TokenKind::Mark && token.span.len() == 1 => Some(Stop::Period),
            b'.' if token.kind == TokenKind::Mark => self.ellipsis(at),
            b'!' | b'?' if token.kind == TokenKind::Mark => Some(Stop::Strong),
            0xa6 if self.token_bytes(at).starts_with("…".as_bytes()) => self.ellipsis(at),
            0x82 if self.is(at, "。") => Some(Stop::Period),
            _ => None,
        }
    }

    /// An ellipsis is a stop unless it stands before the word it belongs to: “...and then”.
    fn ellipsis(&self, at: usize) -> Option<Stop> {
        let opens = self.spaced(at) && !self.spaced(at + 1) && self.kind(at + 1) != TokenKind::Mark;
        (!opens).then_some(Stop::Ellipsis)
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(TokenKind::Mark, |token| token.kind)
    }

    /// Where the closing marks of a stop end; `at` is the token behind the stop. Numbers of notes, “[...]” and a smiley count.
    fn closers_end(&self, mut at: usize) -> usize {
        while at < self.tokens.len() && self.is_closer(at) {
            at += 1;
        }
        if self.is_smiley(at) {
            at += 1;
        }
        while self.is_note(at) {
            at += 3;
        }
        at
    }

    /// Whether a token closes something, behind a stop.
    fn is_closer(&self, at: usize) -> bool {
        match self.token_bytes(at) {
            b")" | b"]" | b"}" => true,
            b"*" => !self.spaced(at) && self.spaced(at + 1),
            // Straight marks open where they touch the next word only.
            b"\"" | b"'" | b"''" => self.spaced(at + 1) || (!self.spaced(at) && self.closes(at + 1)),
            bytes => CURLY_CLOSERS.iter().any(|mark| mark.as_bytes() == bytes),
        }
    }

    /// Whether a token is a mark that closes or separates.
    fn closes(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Mark
            && !OPENERS.iter().any(|mark| self.is(at, mark) && *mark != "\"" && *mark != "'")
    }

    fn is_smiley(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Symbol && matches!(self.token_bytes(at), [b':' | b';' | b'=', _, ..])
    }

    /// Whether the number of a note stands at `at`, “[6]”, or the sign that something is left out, “[...]”.
    fn is_note(&self, at: usize) -> bool {
        let inner =
            self.kind(at + 1) == TokenKind::Number || matches!(self.token_bytes(at + 1), b"..." | b"\xe2\x80\xa6");
        inner && self.is(at, "[") && self.is(at + 2, "]")
    }

    /// The first token at or behind `at` that opens nothing. What was left out there, “...” or “[...]”, opens.
    fn word_at(&self, mut at: usize) -> usize {
        let end = self.tokens.len().min(at + LONGEST_OPENING);
        while at < end && (self.is_opener(at) || self.is_omission(at)) {
            at += 1;
        }
        at
    }

    fn is_opener(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Mark && OPENERS.iter().any(|mark| self.is(at, mark))
    }

    /// Whether an ellipsis that touches nothing before it stands at `at`, or the bracket that ends “[...]”.
    fn is_omission(&self, at: usize) -> bool {
        let before = at.wrapping_sub(1);
        match self.token_bytes(at) {
            b"..." | b"\xe2\x80\xa6" => self.spaced(at) || self.is(before, "["),
            b"]" => at > 1 && self.is(at - 2, "[") && matches!(self.token_bytes(before), b"..." | b"\xe2\x80\xa6"),
            _ => false,
        }
    }

    fn next(&self, at: usize) -> Next {
        let Some(token) = self.tokens.get(at) else { return Next::Other };
        match (token.kind, token.case) {
            (TokenKind::Word, Case::Lower) => Next::Small,
            (TokenKind::Word, Case::None) => Next::Other,
            (TokenKind::Word, _) => Next::Capital,
            (TokenKind::Number, _) => Next::Number,
            (TokenKind::Mark, _) if ["•", "·", "¿", "¡", "--"].iter().any(|mark| self.is(at, mark)) => Next::Other,
            (TokenKind::Mark, _) => Next::Mark,
            _ => Next::Other,
        }
    }

    /// Whether a sentence ends here.
    fn ends(&self, end: &End) -> bool {
        let word = self.word_at(end.next);
        match (end.stop, self.next(word)) {
            (_, Next::Mark) => false,
            (Stop::Strong, next) => self.ends_at_strong(end, word, next),
            (Stop::Period, next) => self.ends_at_period(end, word, next),
            (Stop::Ellipsis, next) => next != Next::Small && !self.opens_sentence(end),
            (Stop::Abbreviation, next) => self.ends_at_abbreviation(end, word, next),
        }
    }

    fn ends_at_strong(&self, end: &End, word: usize, next: Next) -> bool {
        match next {
            Next::Small => !end.is_closed() && !self.goes_on(word) && self.named(end).is_none(),
            Next::Capital if end.is_closed() => word > end.next || !self.is_speaking(word),
            Next::Capital => self.named(end).is_none() || self.begins_sentence(end, word),
            _ => true,
        }
    }

    /// Whether small letters behind “?” go on with the sentence: “Enough? she asked”, “the film Who Knows? is”.
    fn goes_on(&self, word: usize) -> bool {
        let verbs = self.lists.get("speech-verbs");
        let tokens = &self.tokens[word..];
        tokens.iter().take(3).any(|token| verbs.word(token.word).is_some())
            || tokens.first().is_some_and(|token| self.lists.get("sentence-continuers").word(token.word).is_some())
    }

    fn ends_at_period(&self, end: &End, word: usize, next: Next) -> bool {
        // The token before may belong to another block; there it says nothing.
        let Some(before) = end.at.checked_sub(1).filter(|before| *before >= end.start) else {
            return next != Next::Small;
        };
        if before == end.start && self.is_list_marker(before) {
            return false;
        }
        let closed = end.is_closed();
        // “(b. March 2009)”, “(pop. 4,000)”: nothing has been said yet.
        let bracketed = before > end.start && self.is(before - 1, "(") && self.tokens[before].span.len() <= 4;
        if bracketed && !closed && self.kind(before) == TokenKind::Word {
            return false;
        }
        let touching = !closed && !self.spaced(end.next);
        match next {
            Next::Small => !closed && !touching && !self.spaced(end.at) && !self.is_list_marker(before),
            _ if touching => next == Next::Capital || word > end.next,
            Next::Capital if self.may_be_short(before) => self.named(end).is_none() || self.begins_sentence(end, word),
            _ => true,
        }
    }

    /// Whether a token is the number or letter of a list item, less its period: “1.”, “b.”
    fn is_list_marker(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        match token.kind {
            TokenKind::Number => token.span.len() <= 2,
            TokenKind::Word => token.span.len() == 1,
            _ => false,
        }
    }

    /// Whether a word may be an abbreviation that the house has added.
    fn may_be_short(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.kind == TokenKind::Word && token.span.len() <= 6
    }

    /// Whether an ellipsis is the first of the sentence: “... The rest”, “[...] The rest”.
    fn opens_sentence(&self, end: &End) -> bool {
        end.at == end.start || (end.at == end.start + 1 && self.is(end.start, "["))
    }

    /// The entry of the list `abbreviations` that the stop is part of: “Cllr.”, “Yahoo!”.
    fn named(&self, end: &End) -> Option<&Entry> {
        let tokens = &self.tokens[end.start..=end.at];
        let (entry, length) = self.lists.get("abbreviations").ends(tokens, 3)?;
        let tail = &tokens[tokens.len() - length..];
        let form = entry.forms.iter().find(|form| form.words.len() == length && form.starts(tail))?;
        let (first, form_is_capital) = (tail.first()?, form.text.starts_with(char::is_uppercase));
        // “P.” is an initial, not “p.” for a page; where “no.” is two tokens, it is no “No.”
        let initial = first.span.len() == 2 && first.case == Case::Capital && !form_is_capital;
        let foreign = length > 1 && first.case == Case::Lower && form_is_capital;
        (!initial && !foreign).then_some(entry)
    }

    /// Whether the word at `word` begins a sentence behind an abbreviation.
    fn begins_sentence(&self, end: &End, word: usize) -> bool {
        let before = self.named(end).and_then(|entry| entry.text("before")).unwrap_or("any");
        let in_list =
            |name: &str| self.tokens.get(word).is_some_and(|token| self.lists.get(name).word(token.word).is_some());
        match before {
            "name" => false,
            "end" | "number" => true,
            "time" => !in_list("time-words"),
            _ => self.opens_quote(end.next) || in_list("sentence-openers"),
        }
    }

    fn ends_at_abbreviation(&self, end: &End, word: usize, next: Next) -> bool {
        let quoted = (end.at + 1..end.next).any(|at| !self.is(at, ")") && !self.is(at, "]"));
        match next {
            Next::Small => false,
            _ if quoted => true,
            Next::Capital => self.begins_sentence(end, word),
            _ => false,
        }
    }

    fn opens_quote(&self, at: usize) -> bool {
        self.is(at, "\"") || self.is(at, "“")
    }

    /// Whether a name and a speech verb follow a closing quotation mark: “Why?” Agnes Fell asked.
    fn is_speaking(&self, at: usize) -> bool {
        let verbs = self.lists.get("speech-verbs");
        let name = |token: &&Token| token.kind == TokenKind::Word && token.case != Case::Lower;
        let length = self.tokens[at..].iter().take(6).take_while(name).count();
        self.tokens.get(at + length).is_some_and(|token| verbs.word(token.word).is_some())
    }
}

/// How many opening marks are looked through: more is no prose, and a line of them is not to take forever.
const LONGEST_OPENING: usize = 8;

/// Closing marks that never open.
const CURLY_CLOSERS: [&str; 4] = ["”", "’", "»", "’’"];

/// What may open a sentence before its first word.
const OPENERS: [&str; 13] = ["(", "[", "{", "\"", "'", "''", "``", "`", "“", "‘", "«", "„", "‘’"];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::document::tokens;
    use crate::list::{Field, Seq, Text};
    use proptest::prelude::*;

    /// The lists of the rule files, as far as this layer reads them.
    fn lists() -> Lists {
        let table: toml::Table = include_str!("../../rules/lists/abbreviations.toml").parse().unwrap();
        let mut lists = Lists::default();
        for (name, entries) in table["lists"].as_table().unwrap() {
            lists.extend(name, entries.as_array().unwrap().iter().map(entry).collect());
        }
        let said = ["said", "asked", "says"].map(toml::Value::from);
        lists.extend("speech-verbs", said.iter().map(entry).collect());
        lists
    }

    fn entry(value: &toml::Value) -> Entry {
        let word = |value: &toml::Value| tokens::form(value.as_str().unwrap());
        let Some(table) = value.as_table() else {
            return Entry { forms: [word(value)].into_iter().collect(), fields: Seq::default() };
        };
        let words = table.get("words").and_then(|words| words.as_array()).cloned().unwrap_or_default();
        let forms = table.get("word").into_iter().chain(&words).map(word).collect();
        let before = table["before"].as_str().unwrap();
        Entry { forms, fields: [(Text::from("before"), Field::Word(before.into()))].into_iter().collect() }
    }

    fn sentences(text: &str, lists: &Lists) -> (Vec<Token>, Vec<Sentence>) {
        let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
        tokens::tokenize(text, TextSpan::new(0, text.len() as u32), &mut tokens);
        split(text, &tokens, 0..tokens.len() as u32, 0, lists, &mut sentences);
        (tokens, sentences)
    }

    /// Checks that a text is cut where “ | ” stands.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(" | ", " ");
        let (_, sentences) = sentences(&text, &lists());
        let cut: Vec<&str> = sentences.iter().map(|sentence| &text[sentence.text.range()]).collect();
        assert_eq!(cut.join(" | "), marked);
    }

    #[test]
    fn stops_end_sentences() {
        check("The council met. | It voted 5-2! | Why? | Nobody knows.");
        check("It cost 4.2 million. | iPhone sales fell. | 40 people left. | (They came back.) | “So what?”");
        check("The vote came late. | the mayor had left.");
        check("He came at noon: nobody was there; he left.");
    }

    #[test]
    fn titles_and_initials_go_on() {
        check("Gen. Agnes Fell met Dr. O. P. Dell in St. Marlow on Jan. 5 with No. 4 in hand. | They left.");
        check(
            "U.S. Special Envoy Owen Pell spoke in the U.S. The council listened."
                .replace("U.S. The", "U.S. | The")
                .as_str(),
        );
        check("Pell Inc. Chief Executive Agnes Fell resigned from Pell Inc. | She gave no reason.");
        check("Owen Pell Jr. and Sr. Fell agreed. | He came from A to L. | Then he left.");
        check("It is Fell v. Marlow again, vs. nobody else, i.e. Dell.");
        check(
            "The meeting begins at 9 a.m. Tuesday and ends at 4 p.m. EST. | It is open. | It ends at 4 p.m. | Bring food.",
        );
        check("He said no. | Pell agreed. | She read the Sun. | Fell did not.");
    }

    #[test]
    fn quotation_marks_close_sentences() {
        check("“We left. | We came back,” she said. | “Then we slept.” | Nobody woke us.");
        check("“Who came?” he asked. | “Nobody!” said Fell. | “Why?” Agnes Fell asked. | “Why not?” | Fell left.");
        check("“I thought …” he said. | \"It is so.\" | \"Is it?\"");
        check("He said, ‘Go.’ | She went (late.) | They slept.");
        check("She left the U.S.” | Pell stayed.");
    }

    #[test]
    fn ellipses_end_only_before_capitals() {
        check("We waited ... and waited … in vain.");
        check("We waited... | Nobody came.");
        check("They left. | ... The rest stayed.");
        check("We [...] waited.");
    }

    #[test]
    fn questions_in_thought_and_in_titles_go_on() {
        check(
            "Is it enough? she asked. | The film Who Comes? is a hit. | Yahoo! Chief Agnes Fell left. | Who came? | where from?",
        );
    }

    #[test]
    fn marks_of_lists_and_notes_belong_to_their_sentence() {
        check("1. Buy food.");
        check("It was so. [4] | They knew (b. March 2009).");
    }

    #[test]
    fn abbreviations_of_the_list_are_one_token() {
        for entry in &lists().get("abbreviations").entries {
            for form in &entry.forms {
                let known = form.text.ends_with('.') && !form.text.contains(' ');
                assert!(!known || form.words.len() == 1, "{} has no period of its own", form.text);
            }
        }
    }

    #[test]
    fn a_house_may_add_abbreviations() {
        let mut lists = lists();
        let text = "They met Frgm. Fell and left.";
        assert_eq!(sentences(text, &lists).1.len(), 2);
        let fields = [(Text::from("before"), Field::Word("name".into()))].into_iter().collect();
        lists.extend("abbreviations", vec![Entry { forms: [tokens::form("Frgm.")].into_iter().collect(), fields }]);
        assert_eq!(sentences(text, &lists).1.len(), 1);
    }

    #[test]
    fn a_long_line_takes_linear_time() {
        let lists = lists();
        for part in ["... ", ". (", "?” ", "U.S. ", "[...] ", ".", "?a", "“", ". ' "] {
            let (tokens, sentences) = sentences(&part.repeat(20_000), &lists);
            assert_eq!(sentences.last().map(|sentence| sentence.tokens.end as usize), Some(tokens.len()), "{part}");
        }
    }

    proptest! {
        #[test]
        fn sentences_part_the_tokens(text in "([A-Za-z]{1,5}|[.?!…\"“”’()\\[\\]*]{1,3}|[ ]|U\\.S\\.|[0-9]|:\\)|\\PC){0,40}") {
            let (tokens, sentences) = sentences(&text, &lists());
            let mut at = 0;
            for sentence in &sentences {
                prop_assert_eq!(sentence.tokens.start, at);
                prop_assert!(sentence.tokens.end > at);
                at = sentence.tokens.end;
            }
            prop_assert_eq!(at as usize, tokens.len());
        }
    }
}
