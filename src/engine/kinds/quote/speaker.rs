//! Checks of speakers: quotations that nobody is given, and speakers that nobody has named.

use super::{Carry, Floating, Quote as Keys, gender};
use crate::document::{Case, Document, How, Quote, QuoteKind, TextSpan, Token, TokenKind, quotes};
use crate::engine::kinds::{Hit, Scene};
use crate::input::Role;
use std::cell::LazyCell;

/// A quotation that nobody is given, with the last speaker named before it.
struct Lone<'d> {
    quote: &'d Quote,
    soft: bool,
    last: Option<TextSpan>,
}

/// Full quotations without a speaker: one hit a paragraph, at the first.
pub(super) fn unattributed(scene: &Scene<'_>, keys: &Keys, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let mut lone = find_lone(scene, keys);
    // Several short sayings that are paragraphs of their own are the headings of a list, or a list themselves.
    let sayings = lone.iter().filter(|lone| is_saying(document, lone.quote)).count();
    if sayings >= LIST {
        lone.retain(|lone| !is_saying(document, lone.quote));
    }
    let (soft, hard): (Vec<Lone<'_>>, Vec<Lone<'_>>) = lone.into_iter().partition(|lone| lone.soft);
    let full = document.quotes.iter().filter(|quote| quote.depth == 0 && quote.kind == QuoteKind::Full).count();
    // A piece that leaves out its speakers that often does so on purpose: once is enough.
    if hard.len() >= LIST && hard.len() * 3 >= full {
        hits.extend(all_in_one(scene, &hard));
    } else {
        hits.extend(hard.iter().map(|lone| hit(scene, lone)));
    }
    hits.extend(all_in_one(scene, &soft));
}

/// From how many on the like of them are one matter.
const LIST: usize = 3;
/// How many more places a finding shows.
const LABELLED: usize = 3;

/// One hit for several places: on the first, with labels on some others.
fn all_in_one(scene: &Scene<'_>, places: &[Lone<'_>]) -> Option<Hit> {
    let (first, others) = places.split_first()?;
    let shown = others.iter().take(LABELLED);
    Some(shown.fold(hit(scene, first), |hit, other| hit.label("more", other.quote.span)))
}

/// The quotations that nobody is given.
fn find_lone<'d>(scene: &Scene<'d>, keys: &Keys) -> Vec<Lone<'d>> {
    let floating = if keys.carry == Carry::Previous { Floating::Off } else { keys.floating };
    let document = scene.document;
    let mut lone = Vec::new();
    let mut last = None;
    let mut given: Vec<&Quote> = Vec::new();
    let mut last_block = None;
    let mut searches = SEARCHES;
    let mut unpaired =
        document.unpaired.iter().filter(|mark| !mark.turned).map(|mark| mark.span.start).collect::<Vec<_>>();
    unpaired.sort_unstable();
    for quote in document.quotes.iter().filter(|quote| quote.depth == 0) {
        if lacks_speaker(scene, quote, keys.carry)
            && !is_in_line(document, quote)
            && !is_pulled(document, quote, &mut searches)
            && last_block != Some(quote.block)
            && !has_unpaired(document, quote, &unpaired)
        {
            last_block = Some(quote.block);
            let carried = quote.attribution.how == How::Carried;
            if !carried || floating != Floating::Off {
                // Few drafts have such a quotation: who was named last is looked for only then.
                last = given.drain(..).rev().find_map(|quote| named(scene, quote)).or(last);
                lone.push(Lone { quote, soft: carried && floating == Floating::Note, last });
            }
        }
        if !matches!(quote.attribution.how, How::Carried | How::None) {
            given.push(quote);
        }
    }
    lone
}

/// Whether a quotation stands in a short block that does not end as a sentence: a heading that no markup tells.
fn is_in_line(document: &Document, quote: &Quote) -> bool {
    let Some(block) = document.blocks.get(quote.block as usize) else { return false };
    let text = document.slice(block.text).trim_end().trim_end_matches(['”', '’', '"', '\'', ')', ']']);
    text.len() <= LINE && !text.ends_with(['.', '!', '?', '…', ',', ';', '—', '–', '-'])
}

/// The most bytes of a heading.
const LINE: usize = 100;
/// The most words of a saying.
const SAYING: usize = 15;

/// Whether a quotation is short and a paragraph of its own.
fn is_saying(document: &Document, quote: &Quote) -> bool {
    let block = document.blocks.get(quote.block as usize).map_or(quote.span, |block| block.text);
    let words = document.slice(quote.content).split_whitespace().take(SAYING + 1).count();
    words <= SAYING && block.len() <= quote.span.len() + 4
}

fn lacks_speaker(scene: &Scene<'_>, quote: &Quote, carry: Carry) -> bool {
    let block = scene.document.blocks.get(quote.block as usize);
    let far = carry == Carry::Sentence && !is_in_sentence(scene.document, quote);
    // One word in marks is part of what is told around it.
    let several = scene.document.slice(quote.content).trim().contains(char::is_whitespace);
    quote.kind == QuoteKind::Full
        && several
        && quote.continues.is_none()
        && (far || matches!(quote.attribution.how, How::None | How::Carried))
        && block.is_some_and(|block| scene.rule.scope.has_role(block.role))
}

/// Whether what gives a quotation to somebody stands in a sentence of the quotation, or is no part of any.
fn is_in_sentence(document: &Document, quote: &Quote) -> bool {
    let Some(said) = quote.attribution.cue.or(quote.attribution.speaker) else { return true };
    let sentence = |offset: u32| document.sentence_of(document.token_at(offset));
    let own = sentence(quote.span.start)..=sentence(quote.span.end.saturating_sub(1)).max(sentence(quote.span.start));
    let marked = matches!(quote.attribution.how, How::Label | How::Colon | How::Continued);
    marked || own.contains(&sentence(said.start)) || sentence(said.start) == sentence(quote.span.end)
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

fn hit(scene: &Scene<'_>, lone: &Lone<'_>) -> Hit {
    let speaker = named(scene, lone.quote).or(lone.last);
    let mut hit = Hit::new(lone.quote.span);
    hit.soft = lone.soft;
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
        if !capital(first) || !capital(second) || is_byline(document, first.span.start) {
            return false;
        }
        let comma = |token: &Token| document.slice(token.span) == ",";
        // “Tamsin Creek Foods” is a firm.
        let known = first_names.word(first.word).is_some() && !capital(after);
        known || verbs.word(after.word).is_some() || (comma(before) && comma(after))
    });
    places.map(|window| window[1].span.start)
}

/// Whether a place of the text is in a byline: who wrote it is not who speaks.
fn is_byline(document: &Document, place: u32) -> bool {
    document.block_at(place).is_some_and(|block| block.role == Role::Byline)
}

/// Whether the narrator says “I”: whom such a writer met need not be named.
fn speaks_of_self(document: &Document) -> bool {
    document.tokens.iter().any(|token| !token.quoted && document.slice(token.span) == "I")
}

/// Quotations whose speaker is “he” or “she” before anybody has been named, or where all who have are called otherwise.
pub(super) fn pronouns(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let pronouns = scene.lists.get("speaker-pronouns");
    let named = document.people.iter().flat_map(|person| &person.mentions).map(|mention| mention.span.start);
    let named = named.filter(|place| !is_byline(document, *place)).chain(first_name_like(scene)).min();
    let of_self = LazyCell::new(|| speaks_of_self(document));
    for quote in document.quotes.iter().filter(|quote| quote.depth == 0 && quote.kind == QuoteKind::Full) {
        let Some(speaker) = quote.attribution.speaker else { continue };
        let token = document.tokens.get(document.token_at(speaker.start) as usize);
        let single = token.filter(|token| token.span == speaker).and_then(|token| pronouns.word(token.word));
        let block = document.blocks.get(quote.block as usize);
        let in_scope = block.is_some_and(|block| scene.rule.scope.has_role(block.role));
        // With words before it, the pronoun may well stand for somebody they speak of.
        let opens = block.is_some_and(|block| document.token_at(quote.span.start) <= block.tokens.start);
        if !single.is_some_and(|entry| in_scope && opens && entry.flag("single")) {
            continue;
        }
        let pronoun = document.slice(speaker).to_lowercase();
        let first = named.is_none_or(|named| named >= quote.span.end);
        if first || (gender::is_nobody(scene, quote, &pronoun) && !*of_self) {
            let place = quote.span.join(speaker);
            let mut hit = Hit::new(place).value("pronoun", document.slice(speaker)).label("pronoun", speaker);
            hit.soft = !first;
            hits.push(hit);
            break;
        }
    }
}
