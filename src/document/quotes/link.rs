//! Link: which person of the register each speaker is.

use super::words::{Words, slice};
use crate::document::{Document, TextSpan};

/// How many blocks back a pronoun may mean somebody.
const PRONOUN_REACH: u32 = 4;

/// How many names inside one speaker are looked at.
const NAMES: usize = 4;

/// Whether a name is that of the speaker, not of somebody the speaker belongs to: “Venn” of “Mayor Venn”, but neither of “Venn’s
/// lawyer” nor of “a spokesman for Venn”.
fn heads(document: &Document, words: &Words<'_>, speaker: TextSpan, name: TextSpan) -> bool {
    let (start, end) = (document.token_at(speaker.start), document.token_at(name.end));
    let before = slice(document, &(start..document.token_at(name.start).max(start)));
    let owner = matches!(document.word(end), "’s" | "'s" | "’" | "'") && name.end < speaker.end;
    !owner && !before.iter().any(|token| words.is_tie(token))
}

/// Says which person of the register each speaker is, where the register is filled. A pronoun means the speaker before it,
/// or else the person last named before it.
pub(super) fn link_people(document: &mut Document, words: &Words<'_>) {
    if document.people.is_empty() {
        return;
    }
    let mut mentions: Vec<(TextSpan, u32, u32)> = Vec::new();
    for (number, person) in document.people.iter().enumerate() {
        mentions.extend(person.mentions.iter().map(|mention| (mention.span, number as u32, mention.block)));
    }
    mentions.sort_unstable();
    let mut last: Option<(u32, u32)> = None;
    for index in 0..document.quotes.len() {
        let (block, attribution) = (document.quotes[index].block, document.quotes[index].attribution);
        let Some(speaker) = attribution.speaker else { continue };
        let at = mentions.partition_point(|(span, ..)| span.end <= speaker.start);
        let inside = mentions.get(at..).unwrap_or_default().iter().take_while(|(span, ..)| span.overlaps(speaker));
        let named =
            inside.take(NAMES).find(|(span, ..)| heads(document, words, speaker, *span)).map(|(_, person, _)| *person);
        let token = document.tokens.get(document.token_at(speaker.start) as usize);
        let pronoun = token.is_some_and(|token| token.span == speaker && words.is_single_person(token));
        let near = |of: u32| of <= block && block - of <= PRONOUN_REACH;
        let spoke = last.filter(|(_, of)| near(*of)).map(|(person, _)| person);
        let before = || at.checked_sub(1).and_then(|at| mentions.get(at)).filter(|(.., of)| near(*of));
        let meant = || spoke.or_else(|| before().map(|(_, person, _)| *person));
        let person = named.or_else(|| pronoun.then(meant).flatten());
        document.quotes[index].attribution.person = person;
        last = person.map(|person| (person, block)).or(last);
    }
}
