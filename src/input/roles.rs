//! Roles that no markup gives away: headline, byline and dateline, told by their shape and place. Every reader ends here.

use super::prose::{text_of, trim};
use super::{Piece, RawBlock, Role};
use crate::source::Span;
use std::borrow::Cow;

/// How many blocks of the story may stand before a byline, it included.
const BYLINE_REACH: usize = 5;
/// How many blocks are looked at for the headline.
const HEADLINE_REACH: usize = 4;
/// How many paragraphs may open with the dateline.
const DATELINE_REACH: usize = 3;
/// The longest headline, in words.
const HEADLINE_WORDS: usize = 25;
/// The longest text that can be a headline or byline, in bytes.
const SHORT: usize = 240;
/// From how many letters on a text without small ones is no sentence.
const SHOUT: usize = 8;

/// How far into a paragraph a dateline can reach, in bytes.
const DATELINE_BYTES: usize = 110;

/// Gives headline, byline and dateline their roles. `headline` says whether an unmarked first block can be one.
pub(super) fn assign(text: &str, blocks: &mut Vec<RawBlock>, headline: bool) {
    assign_bylines(text, blocks);
    let unnamed = headline && blocks.iter().all(|block| block.role != Role::Headline);
    if let Some(index) = find_headline(text, blocks).filter(|_| unnamed) {
        blocks[index].role = Role::Headline;
    }
    split_dateline(text, blocks);
}

/// The text of a block, when it is at most `limit` bytes long.
fn short_text<'a>(text: &'a str, block: &'a RawBlock, limit: usize) -> Option<Cow<'a, str>> {
    if let [only] = &*block.pieces {
        let text = text_of(text, only);
        return (text.len() <= limit).then_some(Cow::Borrowed(text));
    }
    let mut whole = String::new();
    for piece in &block.pieces {
        whole.push_str(text_of(text, piece));
        if whole.len() > limit {
            return None;
        }
    }
    Some(Cow::Owned(whole))
}

fn assign_bylines(text: &str, blocks: &mut [RawBlock]) {
    let story = blocks.iter_mut().filter(|block| !matches!(block.role, Role::Furniture | Role::Code));
    for block in story.take(BYLINE_REACH) {
        let plain = matches!(block.role, Role::Paragraph | Role::Heading);
        if plain && short_text(text, block, SHORT).is_some_and(|line| is_byline(&line)) {
            block.role = Role::Byline;
            block.level = 0;
        }
    }
}

/// Whether a line says who wrote the story: “By Tess Arkwright, staff writer”.
pub(super) fn is_byline(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_']);
    let Some(rest) = ["By ", "BY ", "by ", "By: ", "BY: "].iter().find_map(|head| line.strip_prefix(head)) else {
        return false;
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    if words.is_empty() || words.len() > 16 || (ends_sentence(rest) && !ends_abbreviated(rest)) {
        return false;
    }
    let name = words.iter().take_while(|word| is_name_word(word)).count();
    let closed = words.iter().take(name).position(|word| word.ends_with([',', '|', '/'])).map_or(name, |at| at + 1);
    let capitals = words.iter().take(closed).filter(|word| opens_capital(word)).count();
    let plain = words.iter().skip(closed).filter(|word| !opens_capital(word)).count();
    if words.len() == 1 {
        return opens_capital(words[0]);
    }
    capitals >= 2 && plain <= 6
}

fn is_name_word(word: &str) -> bool {
    opens_capital(word)
        || matches!(
            word,
            "the"
                | "de"
                | "da"
                | "di"
                | "del"
                | "della"
                | "van"
                | "von"
                | "der"
                | "den"
                | "la"
                | "le"
                | "bin"
                | "al"
                | "of"
                | "ten"
        )
}

fn opens_capital(word: &str) -> bool {
    word.trim_start_matches(['(', '“', '"', '‘', '\'', '@']).starts_with(char::is_uppercase)
}

/// Whether the line ends as a sentence does; closing marks after the period count as part of it.
pub(super) fn ends_sentence(line: &str) -> bool {
    last_letter(line).is_some_and(|last| matches!(last, '.' | '!' | '?' | '…'))
}

fn last_letter(line: &str) -> Option<char> {
    line.trim_end().trim_end_matches(['”', '"', '’', '\'', ')', ']', '*', '_']).chars().next_back()
}

/// Whether the period at the end is that of an abbreviation: “D.C.”, “Inc.”, “Jr.”, “A.”.
fn ends_abbreviated(line: &str) -> bool {
    let Some(word) = line.split_whitespace().next_back().and_then(|word| word.strip_suffix('.')) else { return false };
    let initials = word.split('.').all(|part| part.chars().count() == 1 && part.starts_with(char::is_uppercase));
    initials || matches!(word, "Inc" | "Co" | "Corp" | "Jr" | "Sr" | "Ltd" | "Bros")
}

/// Whether a line can be a headline by its own shape.
fn is_headline_like(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).take(3).count();
    let stopped =
        matches!(last_letter(line), Some('.' | ':' | ';' | ',')) && !line.ends_with("...") && !ends_abbreviated(line);
    words <= HEADLINE_WORDS && letters == 3 && !stopped
}

/// Whether a line reads as page furniture or a label by its shape: an address, a path of links, a telephone number.
fn is_furniture_like(line: &str) -> bool {
    let addressed =
        line.contains("http://") || line.contains("https://") || line.contains("www.") || has_mail_address(line);
    let links = line
        .split_once(" | ")
        .is_some_and(|(first, rest)| rest.contains(" | ") && first.split_whitespace().count() <= 4);
    let parted = links || line.contains(" > ") || line.contains(" » ") || line.starts_with('©');
    let labelled = line.split_once(": ").is_some_and(|(label, value)| {
        label.split_whitespace().count() <= 3 && value.bytes().filter(u8::is_ascii_digit).count() >= 6
    });
    let bracketed = line.starts_with('[') && line.ends_with(']');
    addressed || parted || labelled || bracketed
}

fn has_mail_address(line: &str) -> bool {
    line.split_whitespace()
        .any(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')))
}

fn is_capitals(line: &str) -> bool {
    !line.chars().any(char::is_lowercase)
}

/// The first block that reads as a headline, where more text follows it.
fn find_headline(text: &str, blocks: &[RawBlock]) -> Option<usize> {
    let mut candidate = None;
    for (index, block) in blocks.iter().enumerate().take(HEADLINE_REACH) {
        match block.role {
            Role::Byline | Role::Furniture | Role::Code | Role::Caption => continue,
            Role::Paragraph | Role::Heading => {}
            _ => break,
        }
        let Some(line) = short_text(text, block, SHORT) else { break };
        if is_furniture_like(&line) {
            continue;
        }
        if !is_headline_like(&line) {
            if is_capitals(&line) {
                continue;
            }
            break;
        }
        let kicker =
            line.split_whitespace().count() == 1 || (line.split_whitespace().count() <= 4 && is_capitals(&line));
        if let Some((_, true)) | None = candidate {
            candidate = Some((index, kicker));
        }
        if !kicker {
            break;
        }
    }
    candidate.map(|(index, _)| index).filter(|index| story_follows(text, &blocks[index + 1..]))
}

/// Whether the blocks after a headline are a story: a byline, a long block, or a sentence among the next few.
fn story_follows(text: &str, blocks: &[RawBlock]) -> bool {
    blocks.iter().take(6).any(|block| {
        block.role == Role::Byline
            || short_text(text, block, SHORT)
                .is_none_or(|line| ends_sentence(&line) || line.split_whitespace().count() > HEADLINE_WORDS)
    })
}

/// Cuts the dateline off the first paragraph that opens with one.
fn split_dateline(text: &str, blocks: &mut Vec<RawBlock>) {
    let paragraphs = blocks.iter().enumerate().filter(|(_, block)| block.role == Role::Paragraph).take(DATELINE_REACH);
    let found =
        paragraphs.map(|(index, block)| (index, dateline_length(&head(text, block)))).find(|(_, length)| *length > 0);
    let Some((index, length)) = found else { return };
    let Some((mut front, mut back)) = split_pieces(text, &blocks[index].pieces, length) else { return };
    trim(text, &mut front);
    trim(text, &mut back);
    let (Some(first), Some(from), Some(to)) = (front.first(), back.first(), back.last()) else { return };
    let lead = Span::new(first.span.start, from.span.start);
    let rest = from.span.join(to.span);
    let paragraph = &mut blocks[index];
    paragraph.pieces = back;
    paragraph.outer = rest;
    paragraph.emphasized = 0;
    let dateline = RawBlock { role: Role::Dateline, outer: lead, pieces: front, level: 0, emphasized: 0 };
    blocks.insert(index, dateline);
}

/// The beginning of a block's text.
fn head(text: &str, block: &RawBlock) -> String {
    let mut head = String::new();
    for piece in &block.pieces {
        let part = text_of(text, piece);
        let room = floor_boundary(part, (DATELINE_BYTES + 8).saturating_sub(head.len()));
        head.push_str(&part[..room]);
        if room < part.len() {
            break;
        }
    }
    head
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The pieces before and after an offset of the block's text; `None` where it falls inside an entity.
fn split_pieces(text: &str, pieces: &[Piece], length: usize) -> Option<(Vec<Piece>, Vec<Piece>)> {
    let mut left = length;
    for (index, piece) in pieces.iter().enumerate() {
        let size = text_of(text, piece).len();
        if left < size {
            let (mut front, mut back) = (pieces[..index].to_vec(), pieces[index..].to_vec());
            if left > 0 {
                if piece.text.is_some() {
                    return None;
                }
                let cut = piece.span.start + left as u32;
                front.push(Piece::verbatim(Span::new(piece.span.start, cut)));
                back[0].span.start = cut;
            }
            return Some((front, back));
        }
        left -= size;
    }
    None
}

/// The length of the dateline at the head of a text, its dash and the space after it included; 0 where there is none.
fn dateline_length(head: &str) -> usize {
    for (at, dash) in head.char_indices().take_while(|(at, _)| *at < DATELINE_BYTES) {
        let before = &head[..at];
        let mut after = &head[at + dash.len_utf8()..];
        let spaced = before.ends_with([' ', '\u{A0}', ')']);
        match dash {
            '—' | '―' => {}
            '-' if spaced && after.starts_with("- ") => after = &after[1..],
            '–' | '-' if spaced && after.starts_with([' ', '\u{A0}']) => {}
            _ => continue,
        }
        let rest = after.trim_start();
        let opens = |letter: char| letter.is_uppercase() || letter.is_numeric() || "“\"‘'$£€".contains(letter);
        let copy = rest.starts_with(opens) && !is_shouted(rest);
        return if is_place(before.trim()) && copy { head.len() - rest.len() } else { 0 };
    }
    0
}

/// Whether a text is all capitals, as no sentence is: “ADVERTISEMENT - SCROLL TO CONTINUE” has no dateline.
fn is_shouted(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
    letters.clone().count() >= SHOUT && !letters.any(char::is_lowercase)
}

/// Whether the text before a dash is where a story was filed: “KESWICK BAY”, “LONDON, March 3 (Wire)”, “(Wire)”.
fn is_place(place: &str) -> bool {
    let (place, source) = match place.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((place, source)) => (place.trim(), Some(source)),
        None => (place, None),
    };
    if source
        .is_some_and(|source| source.is_empty() || !source.split_whitespace().all(is_source_word) || source.len() > 40)
    {
        return false;
    }
    if source.is_some() && (place.is_empty() || is_day(place)) {
        return true;
    }
    let (city, tail) = place.split_once(',').unwrap_or((place, ""));
    let tail_fits = tail.split([' ', '/']).filter(|word| !word.is_empty()).all(is_tail_word);
    tail_fits && is_city(city, source.is_some())
}

/// Whether a text is a month and a day, as stands before the agency where no place is given: “July 24 (Wire)”.
fn is_day(text: &str) -> bool {
    let Some((one, other)) = text.split_once([' ', '\u{A0}']) else { return false };
    let day = |word: &str| word.len() <= 2 && word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let month = |word: &str| (3..=10).contains(&word.len()) && opens_capital(word) && is_source_word(word);
    month(one) && day(other) || day(one) && month(other)
}

fn is_source_word(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphabetic())
        && word.chars().all(|letter| letter.is_alphanumeric() || ".-/&’'".contains(letter))
}

fn is_tail_word(word: &str) -> bool {
    matches!(word, "and" | "of" | "the" | "de")
        || (word.starts_with(|letter: char| letter.is_uppercase() || letter.is_numeric())
            && !word.ends_with([':', '?', '!']))
}

/// Whether a name is that of a place, in capitals; in small letters too where an agency stands after it.
fn is_city(city: &str, sourced: bool) -> bool {
    /// Words in capitals before a dash that are no place.
    const LABELS: [&str; 12] = [
        "UPDATE",
        "UPDATED",
        "CORRECTION",
        "CLARIFICATION",
        "NOTE",
        "ANALYSIS",
        "OPINION",
        "BREAKING",
        "EXCLUSIVE",
        "REVIEW",
        "WATCH",
        "EDITOR",
    ];
    let words: Vec<&str> = city.split([' ', '/', '\u{A0}']).filter(|word| !word.is_empty()).collect();
    let letters = city.chars().filter(|letter| letter.is_alphabetic()).count();
    if words.is_empty() || words.len() > 6 || letters < 3 || words.iter().any(|word| LABELS.contains(word)) {
        return false;
    }
    let plain = |letter: char| letter.is_alphabetic() || ".’'-".contains(letter);
    let capital =
        |word: &&str| !word.trim_start_matches("Mc").trim_start_matches("Mac").chars().any(char::is_lowercase);
    city.split([' ', '/', '\u{A0}']).all(|word| word.chars().all(plain))
        && (words.iter().all(capital) || (sourced && words.len() <= 4 && words.iter().all(|word| opens_capital(word))))
}
