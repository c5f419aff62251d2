//! Tags of single tokens, on demand: a rule that asks at one place has a few words tagged and not the draft.

use super::{Tag, Tagger};
use crate::document::Document;
use std::sync::atomic::{AtomicU8, Ordering};

/// The tags of the tokens that were asked for, each with 1 added to its index; 0 is not asked yet, and
/// [`UNDECIDED`] only whether the word decides. Whoever asks first, and
/// in whichever thread, finds the same tag: nothing else hangs on the order.
#[derive(Debug, Default)]
pub(in crate::document) struct SentenceTags(Vec<AtomicU8>);

/// What stands in the place of a tag where the word alone does not decide: as good as none, and not to be asked again.
const UNDECIDED: u8 = u8::MAX;

/// How many tokens are tagged at once from the one that is asked for: its neighbours are asked for next.
const AHEAD: usize = 3;

impl Clone for SentenceTags {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|tag| AtomicU8::new(tag.load(Ordering::Relaxed))).collect())
    }
}

impl SentenceTags {
    /// Of so many tokens, none of which is tagged.
    pub(in crate::document) fn new(tokens: usize) -> Self {
        Self(std::iter::repeat_with(AtomicU8::default).take(tokens).collect())
    }

    /// What was told of a token before.
    #[inline]
    fn told(&self, token: usize) -> Tag {
        let told = self.0.get(token).map_or(0, |tag| tag.load(Ordering::Relaxed));
        usize::from(told).checked_sub(1).map_or(Tag::Unknown, Tag::from_index)
    }

    /// The tag of a token. [`Tag::Unknown`] where there is no such token.
    pub(in crate::document) fn get(&self, document: &Document, token: u32) -> Tag {
        match self.told(token as usize) {
            Tag::Unknown => self.find(document, token),
            tag => tag,
        }
    }

    /// Whether the tag of a token can be one of some (bit n for the tag with index n), as far as that is known without
    /// weighing its neighbours.
    pub(in crate::document) fn may_be(&self, document: &Document, token: u32, tags: u64) -> bool {
        let (Some(told), Some(own)) = (self.0.get(token as usize), document.tokens.get(token as usize)) else {
            return true;
        };
        let mut known = told.load(Ordering::Relaxed);
        if known == 0 {
            known = match Tagger::embedded().decided(&document.text, own) {
                Tag::Unknown => UNDECIDED,
                tag => tag.index() as u8 + 1,
            };
            told.store(known, Ordering::Relaxed);
        }
        known == UNDECIDED || tags >> (known - 1) & 1 == 1
    }

    /// Tags a token, with what must be weighed before it and some behind it.
    fn find(&self, document: &Document, token: u32) -> Tag {
        let sentence = document.sentences.get(document.sentence_of(token) as usize);
        let Some(sentence) = sentence.filter(|sentence| sentence.tokens.contains(&token)) else { return Tag::Unknown };
        let first = sentence.tokens.start as usize;
        let own = document.tokens.get(first..sentence.tokens.end as usize).unwrap_or_default();
        let start = token as usize - first;
        let ahead = start + 1..own.len().min(start + 1 + AHEAD);
        let end = ahead.clone().find(|at| self.told(first + at) != Tag::Unknown).unwrap_or(ahead.end);
        let known = |at: usize| self.told(first + at);
        Tagger::embedded().tag_part(&document.text, own, start..end, known, |at, tag| {
            if let Some(told) = self.0.get(first + at) {
                told.store(tag.index() as u8 + 1, Ordering::Relaxed);
            }
        });
        self.told(token as usize)
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
    fn only_what_is_asked_for_is_tagged() {
        let text = "The mayor had led the council. She left.";
        let draft = input_for("draft.txt").read(text);
        let source = Arc::new(Source::new("draft.txt", text));
        let document = Document::new(source, draft, "text", &Lists::default(), Needs::default());
        assert_eq!(document.tag(3), Tag::VerbParticiple);
        assert!(document.tags.told(3) != Tag::Unknown && document.tags.told(8) == Tag::Unknown);
        assert_eq!(document.tag(8), Tag::VerbPast);
        assert_eq!(document.tag(99), Tag::Unknown);
    }

    #[test]
    fn a_tag_is_the_same_whichever_is_asked_for_first() {
        let text =
            "\"It's what the mayor had led, then lead, and may lead to more: 1,100 of them,\" he said that day. ";
        let text = format!("{}{}", text.repeat(3), "so it went on and on and it left them cold ".repeat(120));
        let read = |needs: Needs| {
            let source = Arc::new(Source::new("draft.txt", text.as_str()));
            Document::new(source, input_for("draft.txt").read(&text), "text", &Lists::default(), needs)
        };
        let whole = read(Needs { tags: true, ..Needs::default() });
        let count = whole.tokens.len() as u32;
        for step in [1, 7, 389, 1013] {
            let single = read(Needs::default());
            for turn in 0..count {
                let token = (turn * step + step) % count;
                assert_eq!(single.tag(token), whole.tag(token), "{token} of {count} by {step}");
            }
        }
    }
}
