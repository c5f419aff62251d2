//! Checks of speakers: quotations that nobody is given, and speakers that nobody has named.

use super::Floating;
use crate::document::{Case, Document, How, Quote, QuoteKind, TextSpan, Token, TokenKind, quotes};
use crate::engine::kinds::{Hit, Scene};

/// Full quotations without a speaker: one hit a paragraph, at the first.
pub(super) fn unattributed(scene: &Scene<'_>, floating: Floating, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let mut last_speaker = None;
    let mut last_block = None;
    let mut searches = SEARCHES;
    let mut unpaired =
        document.unpaired.iter().filter(|mark| !mark.turned).map(|mark| mark.span.start).collect::<Vec<_>>();
    unpaired.sort_unstable();
    for quote in document.quotes.iter().filter(|quote| quote.depth == 0) {
        if lacks_speaker(scene, quote)
            && !is_pulled(document, quote, &mut searches)
            && last_block != Some(quote.block)
            && !has_unpaired(document, quote, &unpaired)
        {
            last_block = Some(quote.block);
            let soft = quote.attribution.how == How::Carried;
            if !soft || floating != Floating::Off {
                hits.push(hit(scene, quote, soft && floating == Floating::Note, last_speaker));
            }
        }
        if !matches!(quote.attribution.how, How::Carried | How::None) {
            last_speaker = named(scene, quote).or(last_speaker);
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

/// How many quotations are looked for a second time in the draft: a bound on the work.
const SEARCHES: u32 = 32;

/// Whether the same words are given to somebody elsewhere in the draft: a pull quote.
fn is_pulled(document: &Document, quote: &Quote, searches: &mut u32) -> bool {
    let content = document.slice(quote.content).trim_matches(|sign: char| !sign.is_alphanumeric());
    if content.len() < 20 || *searches == 0 {
        return false;
    }
    *searches -= 1;
    memchr::memmem::find_iter(document.text.as_bytes(), content).take(4).any(|at| {
        let next = document.quotes.partition_point(|other| other.span.start <= at as u32);
        let other = next.checked_sub(1).and_then(|last| document.quotes.get(last));
        let other = other.filter(|other| other.span != quote.span && other.span.end > at as u32);
        other.is_some_and(|other| !matches!(other.attribution.how, How::None | How::Carried))
    })
}

/// Whether a mark of the block has no partner: then that is the defect, and who speaks cannot be told.
fn has_unpaired(document: &Document, quote: &Quote, unpaired: &[u32]) -> bool {
    let Some(block) = document.blocks.get(quote.block as usize) else { return false };
    let first = unpaired.partition_point(|at| *at < block.text.start);
    unpaired.get(first).is_some_and(|at| *at < block.text.end)
}

/// The speaker of a quotation, where it is a name.
fn named(scene: &Scene<'_>, quote: &Quote) -> Option<TextSpan> {
    quote.attribution.speaker.filter(|speaker| quotes::surname(scene.document, scene.lists, *speaker).is_some())
}

fn hit(scene: &Scene<'_>, quote: &Quote, soft: bool, last: Option<TextSpan>) -> Hit {
    let speaker = named(scene, quote).or(last);
    let mut hit = Hit::new(quote.span);
    hit.soft = soft;
    let Some(speaker) = speaker else { return hit };
    if let Some(surname) = quotes::surname(scene.document, scene.lists, speaker) {
        hit = hit.value("speaker", surname);
    }
    hit.label("speaker", speaker)
}

/// The first place that looks like a person's name: two words with capitals between commas or before a verb of speech, or
/// the first of them a first name.
fn first_name_like(scene: &Scene<'_>) -> Option<u32> {
    let (document, first_names) = (scene.document, scene.lists.get("first-names"));
    let verbs = scene.lists.get("speech-verbs");
    let capital = |token: &Token| token.kind == TokenKind::Word && matches!(token.case, Case::Capital | Case::Mixed);
    let places = document.tokens.windows(4).find(|window| {
        let [before, first, second, after] = window else { return false };
        if !capital(first) || !capital(second) {
            return false;
        }
        let comma = |token: &Token| document.slice(token.span) == ",";
        let known = first_names.word(first.word).is_some();
        known || verbs.word(after.word).is_some() || (comma(before) && comma(after))
    });
    places.map(|window| window[1].span.start)
}

/// Quotations whose speaker is “he” or “she” before anybody has been named.
pub(super) fn pronouns(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let pronouns = scene.lists.get("speaker-pronouns");
    let named = document.people.iter().flat_map(|person| &person.mentions).map(|mention| mention.span.start);
    let named = named.chain(first_name_like(scene)).min();
    for quote in document.quotes.iter().filter(|quote| quote.depth == 0 && quote.kind == QuoteKind::Full) {
        if named.is_some_and(|named| named < quote.span.end) {
            break;
        }
        let Some(speaker) = quote.attribution.speaker else { continue };
        let token = document.tokens.get(document.token_at(speaker.start) as usize);
        let single = token.filter(|token| token.span == speaker).and_then(|token| pronouns.word(token.word));
        let block = document.blocks.get(quote.block as usize);
        let in_scope = block.is_some_and(|block| scene.rule.scope.has_role(block.role));
        // With words before it, the pronoun may well stand for somebody they speak of.
        let opens = block.is_some_and(|block| document.token_at(quote.span.start) <= block.tokens.start);
        if in_scope && opens && single.is_some_and(|entry| entry.flag("single")) {
            hits.push(
                Hit::new(quote.span.join(speaker)).value("pronoun", document.slice(speaker)).label("pronoun", speaker),
            );
            break;
        }
    }
}
