//! Tags of single sentences, on demand: a rule that asks at one place has one sentence tagged and not the draft.

use super::{Tag, Tagger};
use crate::document::Document;
use std::sync::OnceLock;

/// The tags of the sentences that were asked for.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct SentenceTags(Vec<OnceLock<Box<[Tag]>>>);

impl SentenceTags {
    /// Of so many sentences, none of which is tagged.
    pub(in crate::document) fn new(sentences: usize) -> Self {
        Self(vec![OnceLock::new(); sentences])
    }

    /// The tag of a token. [`Tag::Unknown`] where there is no such token.
    pub(in crate::document) fn get(&self, document: &Document, token: u32) -> Tag {
        let number = document.sentence_of(token) as usize;
        let (Some(sentence), Some(cell)) = (document.sentences.get(number), self.0.get(number)) else {
            return Tag::Unknown;
        };
        let tags = cell.get_or_init(|| {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let mut tokens = document.tokens.get(range).unwrap_or_default().to_vec();
            Tagger::embedded().tag(&document.text, &mut tokens);
            tokens.iter().map(|token| token.tag).collect()
        });
        let place = token.checked_sub(sentence.tokens.start).map(|place| place as usize);
        place.and_then(|place| tags.get(place)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Needs;
    use crate::input::input_for;
    use crate::list::Lists;
    use crate::source::Source;
    use std::sync::Arc;

    #[test]
    fn only_the_sentence_that_is_asked_for_is_tagged() {
        let text = "The mayor had led the council. She left.";
        let draft = input_for("draft.txt").read(text);
        let source = Arc::new(Source::new("draft.txt", text));
        let document = Document::new(source, draft, "text", &Lists::default(), Needs::default());
        assert_eq!(document.tag(3), Tag::VerbParticiple);
        assert!(document.tags.0[0].get().is_some() && document.tags.0[1].get().is_none());
        assert_eq!(document.tag(8), Tag::VerbPast);
        assert_eq!(document.tag(99), Tag::Unknown);
    }
}
