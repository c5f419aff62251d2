//! Checks of speakers: quotations that nobody is given, and speakers that nobody has named.

use super::Floating;
use crate::document::{Document, How, Quote, QuoteKind, TextSpan, quotes};
use crate::engine::kinds::{Hit, Scene};

/// Full quotations without a speaker: one hit a paragraph, at the first.
pub(super) fn unattributed(scene: &Scene<'_>, floating: Floating, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let mut last_speaker = None;
    let mut last_block = None;
    let mut unpaired =
        document.unpaired.iter().filter(|mark| !mark.turned).map(|mark| mark.span.start).collect::<Vec<_>>();
    unpaired.sort_unstable();
    for quote in document.quotes.iter().filter(|quote| quote.depth == 0) {
        if lacks_speaker(scene, quote) && last_block != Some(quote.block) && !has_unpaired(document, quote, &unpaired) {
            last_block = Some(quote.block);
            let soft = quote.attribution.how == How::Carried;
            if !soft || floating != Floating::Off {
                hits.push(hit(document, quote, soft && floating == Floating::Note, last_speaker));
            }
        }
        if !matches!(quote.attribution.how, How::Carried | How::None) {
            last_speaker = named(document, quote).or(last_speaker);
        }
    }
}

fn lacks_speaker(scene: &Scene<'_>, quote: &Quote) -> bool {
    let block = scene.document.blocks.get(quote.block as usize);
    quote.kind == QuoteKind::Full
        && quote.continues.is_none()
        && matches!(quote.attribution.how, How::None | How::Carried)
        && block.is_some_and(|block| scene.rule.scope.has_role(block.role))
}

/// Whether a mark of the block has no partner: then that is the defect, and who speaks cannot be told.
fn has_unpaired(document: &Document, quote: &Quote, unpaired: &[u32]) -> bool {
    let Some(block) = document.blocks.get(quote.block as usize) else { return false };
    let first = unpaired.partition_point(|at| *at < block.text.start);
    unpaired.get(first).is_some_and(|at| *at < block.text.end)
}

/// The speaker of a quotation, where it is a name.
fn named(document: &Document, quote: &Quote) -> Option<TextSpan> {
    quote.attribution.speaker.filter(|speaker| quotes::surname(document, *speaker).is_some())
}

fn hit(document: &Document, quote: &Quote, soft: bool, last: Option<TextSpan>) -> Hit {
    let speaker = named(document, quote).or(last);
    let mut hit = Hit::new(quote.span);
    hit.soft = soft;
    let Some(speaker) = speaker else { return hit };
    if let Some(surname) = quotes::surname(document, speaker) {
        hit = hit.value("speaker", surname);
    }
    hit.label("speaker", speaker)
}

/// Quotations whose speaker is “he” or “she” before anybody has been named.
pub(super) fn pronouns(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let pronouns = scene.lists.get("speaker-pronouns");
    let named = document.people.iter().flat_map(|person| &person.mentions).map(|mention| mention.span.start).min();
    for quote in document.quotes.iter().filter(|quote| quote.depth == 0 && quote.kind == QuoteKind::Full) {
        if named.is_some_and(|named| named < quote.span.end) {
            break;
        }
        let Some(speaker) = quote.attribution.speaker else { continue };
        let token = document.tokens.get(document.token_at(speaker.start) as usize);
        let single = token.filter(|token| token.span == speaker).and_then(|token| pronouns.word(token.word));
        let block = document.blocks.get(quote.block as usize);
        let in_scope = block.is_some_and(|block| scene.rule.scope.has_role(block.role));
        if in_scope && single.is_some_and(|entry| entry.flag("single")) {
            hits.push(
                Hit::new(quote.span.join(speaker)).value("pronoun", document.slice(speaker)).label("pronoun", speaker),
            );
            break;
        }
    }
}
