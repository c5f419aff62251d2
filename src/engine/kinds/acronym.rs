//! `acronym`: a short form in capitals that the draft never spells out.

use super::{Check, Data, Hit, Scene};
use crate::document::{Case, Document, TokenKind};
use crate::engine::reader::Reader;
use crate::list::Text;
use std::collections::HashSet;

/// Keys of `kind = "acronym"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Acronym {
    /// `allow`: the list of short forms that readers know.
    pub allow: Text,
    /// `small-words`: the list of words whose letter a short form leaves out (“of”, “and the”).
    pub small_words: Text,
    /// `letters`: how many letters make one; 3 if not said. Those of more than 6 are taken for shouting.
    pub letters: u32,
}

/// The most letters.
const MOST_LETTERS: usize = 6;

/// How many short forms of a draft are looked into: a draft of nothing else is no news copy.
const MOST_FORMS: usize = 64;

impl Acronym {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let mut list = |key: &str| reader.text(key).map(|name| Text::from(name.trim_start_matches('@')));
        let (allow, small_words) = (list("allow").unwrap_or_default(), list("small-words").unwrap_or_default());
        let letters = reader.number("letters", 2..=6).map_or(3, |number| number as u32);
        Data::Acronym(Self { allow, small_words, letters })
    }

    /// The letters of the short form at a token, the plural’s “s” left out; `None` where there is none.
    fn letters<'d>(&self, document: &'d Document, token: u32) -> Option<&'d str> {
        let own = document.tokens.get(token as usize).filter(|own| own.kind == TokenKind::Word)?;
        let text = document.slice(own.span);
        let text = if own.case == Case::Mixed { text.strip_suffix('s')? } else { text };
        let long_enough = text.len() >= self.letters as usize && text.len() <= MOST_LETTERS;
        (long_enough && text.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(text)
    }

    /// Whether the token is none: a word beside it is in capitals too (a line that shouts, a name of several such words),
    /// or it is a label.
    fn is_no_form(&self, document: &Document, token: u32) -> bool {
        let upper = |index: u32| {
            let other = document.tokens.get(index as usize);
            other.is_some_and(|other| other.case == Case::Upper && document.slice(other.span).len() > 1)
        };
        let touches = |index: u32| document.tokens.get(index as usize).is_some_and(|other| !other.space_before);
        let joined = touches(token) && token > 0 && document.word(token - 1) == "-"
            || touches(token + 1) && matches!(document.word(token + 1), "-" | "/" | "&");
        // “PELL: …”, “[DESK: …”: who speaks, or who is spoken to.
        let label = document.word(token + 1) == ":";
        label || joined || upper(token + 1) || token.checked_sub(1).is_some_and(upper)
    }

    /// Whether the draft says what the letters stand for: in parentheses beside it, or by words that begin so.
    fn is_spelled_out(&self, scene: &Scene<'_>, letters: &str) -> bool {
        let document = scene.document;
        let first = letters.as_bytes().first().copied().unwrap_or_default();
        (0..document.tokens.len() as u32).any(|token| {
            let text = document.word(token);
            if text.eq_ignore_ascii_case(letters) {
                let bracketed = token > 0 && document.word(token - 1) == "(";
                return bracketed || document.word(token + 1) == "(";
            }
            let starts = text.as_bytes().first().is_some_and(|byte| byte.eq_ignore_ascii_case(&first));
            starts && self.spells(scene, token, letters)
        })
    }

    /// Whether the words from a token on begin with the letters, small words aside.
    fn spells(&self, scene: &Scene<'_>, token: u32, letters: &str) -> bool {
        let document = scene.document;
        let mut rest = letters.bytes().peekable();
        for index in (token..).take(letters.len() * 3) {
            let Some(own) = document.tokens.get(index as usize) else { return false };
            let Some(wanted) = rest.peek() else { return true };
            let text = document.slice(own.span);
            let fits = text.as_bytes().first().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted));
            let skipped = own.kind == TokenKind::Mark || scene.lists.get(&self.small_words).word(own.word).is_some();
            match (own.kind == TokenKind::Word && fits, skipped) {
                (true, _) => drop(rest.next()),
                (false, true) => {}
                (false, false) => return false,
            }
        }
        rest.peek().is_none()
    }
}

impl Check for Acronym {
    fn lists(&self) -> Vec<&str> {
        [&*self.allow, &*self.small_words].into_iter().filter(|name| !name.is_empty()).collect()
    }

    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let mut seen = HashSet::new();
        for token in 0..document.tokens.len() as u32 {
            let Some(letters) = self.letters(document, token) else { continue };
            let known = scene.lists.get(&self.allow).starts(&document.tokens[token as usize..]).is_some();
            if known || !scene.in_scope(token) || self.is_no_form(document, token) || seen.len() >= MOST_FORMS {
                continue;
            }
            if seen.insert(letters) && !self.is_spelled_out(scene, letters) {
                hits.push(Hit::new(document.span_of(token..token + 1)).value("letters", letters));
            }
        }
    }
}
