//! Reads CoNLL-U.

use copydesk::document::TextSpan;
use copydesk::document::tagger::Tag;
use copydesk::document::tokens::{self, Token};

/// A sentence with what the annotators say.
pub(crate) struct Sentence {
    /// The number of its document within the file.
    pub document: usize,
    /// Its text.
    pub text: String,
    /// Its tokens as the treebank cuts them.
    pub tokens: Vec<Token>,
    /// Their tags.
    pub gold: Vec<Tag>,
    /// Their universal parts of speech.
    pub upos: Vec<String>,
    /// Their lemmas.
    pub lemmas: Vec<String>,
}

impl Sentence {
    /// The prose of a token.
    pub(crate) fn word(&self, index: usize) -> &str {
        &self.text[self.tokens[index].span.range()]
    }
}

/// The sentences of a file.
pub(crate) fn read(path: &str) -> Vec<Sentence> {
    let file = std::fs::read_to_string(path).expect("a treebank in UTF-8");
    let mut document = 0;
    let mut sentences = Vec::new();
    for block in file.split("\n\n") {
        document += usize::from(block.lines().any(|line| line.starts_with("# newdoc")));
        let sentence = sentence(block, document);
        if !sentence.tokens.is_empty() {
            sentences.push(sentence);
        }
    }
    sentences
}

fn sentence(block: &str, document: usize) -> Sentence {
    let mut sentence = Sentence {
        document,
        text: String::new(),
        tokens: Vec::new(),
        gold: Vec::new(),
        upos: Vec::new(),
        lemmas: Vec::new(),
    };
    // The number of the last token of a written word of several tokens, and whether a space follows it.
    let (mut last, mut space_behind, mut space) = (0, true, true);
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, fine, .., misc] = fields[..] else { continue };
        let spaced = !misc.contains("SpaceAfter=No");
        if let Some((_, end)) = id.split_once('-') {
            (last, space_behind) = (end.parse().expect("a number"), spaced);
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        if space && !sentence.text.is_empty() {
            sentence.text.push(' ');
        }
        let start = sentence.text.len() as u32;
        sentence.text.push_str(form);
        let span = TextSpan::new(start, sentence.text.len() as u32);
        sentence.tokens.push(Token { span, space_before: space, ..tokens::whole(form) });
        sentence.gold.push(Tag::from_treebank(fine, upos));
        sentence.upos.push(upos.to_owned());
        sentence.lemmas.push(lemma.to_owned());
        space = if number > last { spaced } else { number == last && space_behind };
    }
    sentence
}
