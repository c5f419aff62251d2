//! Places: sentences with another word written, and where the words of a set stand.

use crate::treebank::Sentence;
use copydesk::document::tagger::Tagger;
use copydesk::document::{Tag, TextSpan, Token, tokens};
use copydesk::engine::kinds::confusion::Confusion;
use copydesk::engine::kinds::confusion::place::group;
use copydesk::list::Worded as _;

/// A sentence that may be changed and tagged.
#[derive(Clone)]
pub(crate) struct Draft {
    /// The text in which the tokens lie.
    pub text: String,
    /// The tokens.
    pub tokens: Vec<Token>,
}

impl Draft {
    /// A sentence of a treebank.
    pub(crate) fn of(sentence: &Sentence) -> Self {
        Self { text: sentence.text.clone(), tokens: sentence.tokens.clone() }
    }

    /// The same with other words in the place of some tokens, and the end of these words.
    pub(crate) fn with(&self, start: usize, end: usize, word: &str) -> (Self, usize) {
        let mut draft = self.clone();
        let at = draft.text.len() as u32;
        let capital = self.text[self.tokens[start].span.range()].starts_with(char::is_uppercase);
        if capital {
            let mut characters = word.chars();
            draft.text.extend(characters.next().into_iter().flat_map(char::to_uppercase));
            draft.text.push_str(characters.as_str());
        } else {
            draft.text.push_str(word);
        }
        let mut cut = Vec::new();
        tokens::tokenize(&draft.text, TextSpan::new(at, draft.text.len() as u32), &mut cut);
        let next = start + cut.len();
        draft.tokens.splice(start..end, cut);
        (draft, next)
    }

    /// The tags of its tokens.
    pub(crate) fn tags(&self) -> Vec<Tag> {
        let mut tokens = self.tokens.clone();
        Tagger::embedded().tag(&self.text, &mut tokens);
        tokens.iter().map(|token| token.tag).collect()
    }
}

/// Where words of a set stand among tokens: which word, and its first and last token.
pub(crate) fn found(set: &Confusion, tokens: &[Token]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for start in 0..tokens.len() {
        for (word, form) in set.words.iter().enumerate() {
            if form.starts(&tokens[start..]) {
                found.push((word, start, start + form.words.len()));
            }
        }
    }
    found
}

/// Whether a verb leans on a token: “it’s”, not “the boat’s hull”.
pub(crate) fn is_leant(text: &str, tokens: &[Token], tags: &[Tag], index: usize) -> bool {
    let clitic = |token: &Token| !token.space_before && text[token.span.range()].starts_with(['\'', '’']);
    tokens.get(index + 1).is_some_and(clitic)
        && matches!(tags[index + 1].upos(), copydesk::document::Upos::Aux | copydesk::document::Upos::Verb)
}

/// The group of what stands at some tokens.
pub(crate) fn group_of(tag: Tag, length: usize) -> usize {
    group(tag, length > 1)
}

/// The hash of a token's word.
#[allow(dead_code)]
pub(crate) fn hash(token: &Token) -> u64 {
    token.word()
}
