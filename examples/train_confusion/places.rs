//! Places: sentences with another word written, and where the words of a set stand.

use crate::treebank;
use copydesk::checker::Checker;
use copydesk::document::tagger::Tagger;
use copydesk::document::{Tag, TextSpan, Token, tokens};
use copydesk::engine::kinds::confusion::Confusion;
use copydesk::input::INPUTS;
use copydesk::list::Worded as _;
use copydesk::source::Source;
use std::sync::Arc;

/// A sentence that may be changed and tagged.
#[derive(Clone)]
pub(crate) struct Draft {
    /// The text in which the tokens lie.
    pub text: String,
    /// The tokens.
    pub tokens: Vec<Token>,
    /// Their lemmas, of a sentence of a treebank.
    pub lemmas: Vec<String>,
}

impl Draft {
    /// A word of it, in small letters.
    pub(crate) fn word(&self, index: usize) -> String {
        self.text[self.tokens[index].span.range()].to_lowercase()
    }

    /// The same with other words in the place of some tokens, and the end of these words.
    pub(crate) fn with(&self, start: usize, end: usize, word: &str) -> (Self, usize) {
        let (mut text, mut tokens) = (self.text.clone(), self.tokens.clone());
        let at = text.len() as u32;
        if self.text[self.tokens[start].span.range()].starts_with(char::is_uppercase) {
            let mut characters = word.chars();
            text.extend(characters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(characters.as_str());
        } else {
            text.push_str(word);
        }
        let mut cut = Vec::new();
        tokens::tokenize(&text, TextSpan::new(at, text.len() as u32), &mut cut);
        let next = start + cut.len();
        tokens.splice(start..end, cut);
        (Self { text, tokens, lemmas: Vec::new() }, next)
    }

    /// The tags of its tokens.
    pub(crate) fn tags(&self) -> Vec<Tag> {
        let mut tokens = self.tokens.clone();
        Tagger::embedded().tag(&self.text, &mut tokens);
        tokens.iter().map(|token| token.tag).collect()
    }

    /// The words from some tokens before a place to some behind it.
    pub(crate) fn around(&self, start: usize, end: usize) -> &str {
        let from = self.tokens[start.saturating_sub(8)].span.start as usize;
        let to = self.tokens[(end + 8).min(self.tokens.len()) - 1].span.end as usize;
        &self.text[from..to]
    }
}

/// The sentences of a treebank in CoNLL-U, of a text, or of the texts of a folder in the order of their names.
pub(crate) fn read(path: &str) -> Vec<Draft> {
    let path = std::path::Path::new(path);
    if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("a folder").flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        paths.sort();
        return paths.iter().flat_map(|path| read(&path.to_string_lossy())).collect();
    }
    if path.extension().is_some_and(|extension| extension == "conllu") {
        let sentences = treebank::read(&path.to_string_lossy()).into_iter();
        return sentences.map(|read| Draft { text: read.text, tokens: read.tokens, lemmas: read.lemmas }).collect();
    }
    text(std::fs::read_to_string(path).expect("a text in UTF-8"))
}

/// The sentences of a text.
fn text(text: String) -> Vec<Draft> {
    let input = INPUTS.iter().find(|input| input.name() == "text").expect("plain text");
    let document = Checker::with_defaults().parse(Arc::new(Source::new("text", text)), *input);
    let sentence = |sentence: &copydesk::document::Sentence| {
        let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
        let mut tokens = document.tokens[range].to_vec();
        for token in &mut tokens {
            token.span.start -= sentence.text.start;
            token.span.end -= sentence.text.start;
            token.tag = Tag::Unknown;
        }
        Draft { text: document.slice(sentence.text).to_owned(), tokens, lemmas: Vec::new() }
    };
    document.sentences.iter().map(sentence).collect()
}

/// Where words of a set stand among tokens: which word, and its first and last token.
pub(crate) fn found(set: &Confusion, tokens: &[Token]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for start in 0..tokens.len() {
        for (word, form) in set.words.iter().enumerate() {
            if form.words.first() == Some(&tokens[start].word()) && form.starts(&tokens[start..]) {
                found.push((word, start, start + form.words.len()));
            }
        }
    }
    found
}
