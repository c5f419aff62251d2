//! Checks of the way quotations are given: late, to a group, with a verb that paints, at arm's length.

use super::Quote as Keys;
use crate::document::{Attribution, Document, How, Quote, QuoteKind, TextSpan};
use crate::engine::kinds::{Hit, Scene};
use crate::list::ListName;

/// The outermost quotations in the rule's blocks, with their numbers.
fn quotes<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s Quote> {
    let outer = scene.document.quotes.iter().filter(|quote| quote.depth == 0);
    outer.filter(|quote| {
        let block = scene.document.blocks.get(quote.block as usize);
        block.is_some_and(|block| scene.rule.scope.has_role(block.role))
    })
}

fn words_in(document: &Document, span: TextSpan) -> usize {
    document.slice(span).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Where the speaker and the verb of an attribution stand.
fn place(attribution: &Attribution) -> Option<TextSpan> {
    match (attribution.speaker, attribution.cue) {
        (Some(speaker), Some(cue)) => Some(speaker.join(cue)),
        (speaker, cue) => speaker.or(cue),
    }
}

/// Quotations whose speaker is named only after many words, and speakers whose verb comes only after many.
pub(super) fn late(scene: &Scene<'_>, keys: &Keys, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let most = keys.words as usize;
    let mut last = TextSpan::default();
    for quote in quotes(scene).filter(|quote| quote.kind == QuoteKind::Full && quote.continues.is_none()) {
        let attribution = &quote.attribution;
        let Some(said) = place(attribution).filter(|_| attribution.how == How::Cue && attribution.cue.is_some()) else {
            continue;
        };
        let fresh = said != last;
        last = said;
        if fresh && said.start >= quote.span.end {
            let words = words_in(document, quote.content);
            let first = document.token_at(quote.content.start);
            let end = document.token_at(quote.content.end).saturating_sub(1);
            let sentences = document.sentence_of(end.max(first)) - document.sentence_of(first) + 1;
            if words > most || (sentences >= 2 && words * 2 > most) {
                let hit = Hit::new(quote.span).value("count", words.to_string());
                hits.push(hit.label("speaker", said));
            }
        }
        if let (Some(speaker), Some(cue), true) = (attribution.speaker, attribution.cue, fresh)
            && speaker.end < cue.start
            && words_in(document, TextSpan::new(speaker.end, cue.start)) * 2 > most
        {
            let words = words_in(document, TextSpan::new(speaker.end, cue.start));
            hits.push(Hit { soft: true, ..Hit::new(speaker.join(cue)).value("count", words.to_string()) });
        }
    }
}

/// Sentences that are given to several people at once.
pub(super) fn group(scene: &Scene<'_>, keys: &Keys, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let list = scene.lists.named(&keys.list);
    for quote in quotes(scene).filter(|quote| is_speech(document, quote)) {
        let Some(speaker) = quote.attribution.speaker.filter(|_| quote.attribution.how == How::Cue) else { continue };
        let tokens = document.token_at(speaker.start)..document.token_at(speaker.end);
        let all = document.tokens.get(tokens.start as usize..tokens.end as usize).unwrap_or_default();
        // “residents” of “residents of the valley”
        let ties = scene.lists.get("noun-ties");
        let head =
            all.iter().skip(1).position(|token| ties.word(token.word).is_some()).unwrap_or(all.len().saturating_sub(1));
        let last = all.get(head);
        let written = quote.attribution.cue.is_some_and(|cue| tone(scene, cue) == Some("written"));
        if !written && last.is_some_and(|token| list.word(token.word).is_some()) {
            hits.push(Hit::new(quote.span).value("group", document.slice(speaker)).label("speaker", speaker));
        }
    }
}

/// Whether a quotation is speech: a sentence, or a part of one that ends as a sentence does.
fn is_speech(document: &Document, quote: &Quote) -> bool {
    let stopped = document.slice(quote.content).trim_end().ends_with(['.', '!', '?']);
    quote.kind == QuoteKind::Full || (quote.kind == QuoteKind::Fragment && stopped)
}

/// What the list of verbs says of the tone of a cue.
fn tone<'s>(scene: &'s Scene<'_>, cue: TextSpan) -> Option<&'s str> {
    let tokens = scene.document.tokens.get(scene.document.token_at(cue.start) as usize..)?;
    scene.lists.get("speech-verbs").starts(tokens).and_then(|(entry, _)| entry.text("tone"))
}

/// Verbs of speech that say how it sounded.
pub(super) fn painted(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let mut last = TextSpan::default();
    for quote in quotes(scene).filter(|quote| matches!(quote.kind, QuoteKind::Full | QuoteKind::Fragment)) {
        let Some(cue) = quote.attribution.cue.filter(|cue| *cue != last) else { continue };
        last = cue;
        if quote.attribution.speaker.is_some() && tone(scene, cue) == Some("manner") {
            hits.push(Hit::new(cue).value("verb", scene.document.slice(cue)));
        }
    }
}

/// How far from a word in marks it may be said what it is, in tokens.
const FAR: u32 = 80;

/// Words in marks that nobody is given: the writer keeps them at a distance.
pub(super) fn scare(scene: &Scene<'_>, keys: &Keys, hits: &mut Vec<Hit>) {
    let document = scene.document;
    for quote in quotes(scene).filter(|quote| quote.kind == QuoteKind::Scare) {
        let at = document.token_at(quote.span.start);
        let sentence = document.sentences.get(document.sentence_of(at) as usize).map_or(at..at, |it| it.tokens.clone());
        let near = sentence.start.max(at.saturating_sub(FAR))..sentence.end.min(at + FAR);
        let given = !matches!(quote.attribution.how, How::None) || names(scene, &keys.list, near);
        // A name around a nickname has capitals on both sides.
        let capital = |at: Option<u32>| at.is_some_and(|at| document.word(at).starts_with(char::is_uppercase));
        let nickname = capital(at.checked_sub(1)) && capital(Some(document.token_at(quote.span.end)));
        if !given && !nickname {
            hits.push(Hit::new(quote.span).value("word", document.slice(quote.content)));
        }
    }
}

/// Whether a sentence says that something is called so, or gives its words to somebody.
fn names(scene: &Scene<'_>, list: &ListName, sentence: std::ops::Range<u32>) -> bool {
    let tokens = scene.document.tokens.get(sentence.start as usize..sentence.end as usize).unwrap_or_default();
    (0..tokens.len()).any(|at| {
        let rest = &tokens[at..];
        !rest[0].quoted
            && ["speech-verbs", "attribution-phrases"].iter().any(|name| scene.lists.get(name).starts(rest).is_some())
            || scene.lists.named(list).starts(rest).is_some()
    })
}
