//! Apposition: what says who the speaker is, beside the name.

use super::Attribution;
use crate::document::{Document, TextSpan, Upos};

/// What closes an apposition behind the last word of its sentence or before a cue.
const CLOSERS: [char; 7] = [',', ';', '“', '"', '—', '–', ':'];
/// The most figures of an age.
const AGE: usize = 3;

impl Attribution {
    /// The speaker with the apposition that goes with it, an age included (“Ilva Brandt, 54, the mayor of Orlo”); the speaker
    /// alone where there is none.
    pub fn phrase(&self, document: &Document) -> Option<TextSpan> {
        let speaker = self.speaker?;
        let Some(cue) = self.cue else { return Some(speaker) };
        let before = speaker.end <= cue.start;
        let sentence = document.sentences.get(document.sentence_of(document.token_at(speaker.start)) as usize);
        let stop = if before { cue.start } else { sentence.map_or(speaker.end, |sentence| sentence.text.end) };
        let behind = document.text.get(speaker.end as usize..stop as usize).unwrap_or_default();
        let length = if before { closed(behind) } else { open(document, speaker.end, behind) };
        Some(TextSpan::new(speaker.start, speaker.end + length as u32))
    }
}

/// How much of what stands between a speaker and the cue behind it is apposition: all up to the last comma.
fn closed(between: &str) -> usize {
    if let Some(inside) = between.strip_prefix(" (") {
        return inside.find(')').map_or(0, |end| end + 3);
    }
    let whole = between.starts_with(", ") || between.starts_with(" of ");
    whole.then(|| between.rfind(',')).flatten().unwrap_or(0)
}

/// How much of the rest of the sentence behind a speaker is apposition.
fn open(document: &Document, start: u32, rest: &str) -> usize {
    if let Some(inside) = rest.strip_prefix(" (") {
        return inside.find(')').map_or(0, |end| end + 3);
    }
    let mut length = 0;
    if rest.starts_with(" of ") {
        length = segment(rest, 1);
    }
    let age = |at: usize| {
        let figures = rest.get(at..)?.strip_prefix(", ")?;
        let end = figures.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(figures.len());
        let over = figures.get(end..)?.starts_with([',', '.']) || figures.len() == end;
        ((1..=AGE).contains(&end) && over).then_some(at + 2 + end)
    };
    length = age(length).unwrap_or(length);
    let goes_on = rest.get(length..).is_some_and(|rest| rest.starts_with(", "));
    if goes_on && describes(document, start + length as u32 + 2) {
        length = segment(rest, length + 2);
    }
    length
}

/// Where the part between commas ends that begins at a place.
fn segment(rest: &str, at: usize) -> usize {
    let inside = rest.get(at..).unwrap_or_default();
    inside.find(CLOSERS).or_else(|| inside.rfind('.')).map_or(0, |length| at + length)
}

/// Whether what begins at a place says who somebody is: a noun phrase or a relative clause, neither a conjunction nor what
/// the speaker does meanwhile.
fn describes(document: &Document, at: u32) -> bool {
    match document.tag(document.token_at(at)).upos() {
        Upos::Cconj | Upos::Sconj | Upos::Verb | Upos::Aux | Upos::Adv | Upos::Part => false,
        Upos::Adp => document.text.get(at as usize..).is_some_and(|rest| rest.starts_with("of ")),
        _ => true,
    }
}
