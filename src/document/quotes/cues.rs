//! Cues: the verbs and phrases in a piece of narration that give words to somebody.

use super::speakers::{Finder, Sort, Speaker};
use super::words::{is_capital, slice};
use crate::document::{Case, TokenKind};
use std::ops::Range;

/// A verb or phrase with its speaker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cue {
    /// The verb or phrase.
    pub(super) tokens: Range<u32>,
    /// Whose words it announces.
    pub(super) speaker: Option<Speaker>,
    /// Whether it is one wherever it stands. Others need to touch the quotation.
    pub(super) sure: bool,
}

/// How many tokens may stand between a verb and the phrase that says where.
const WHERE: u32 = 5;
/// How far a relative clause lies behind the name it speaks of, in tokens.
const RELATIVE: u32 = 8;

impl Finder<'_, '_> {
    /// The cues of a piece of narration, in order of place. `after` says that it follows a quotation at once.
    pub(super) fn cues(&self, piece: &Range<u32>, after: bool) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut at = piece.start;
        while at < piece.end {
            if !self.token(at).is_some_and(|token| self.words.may_cue(token)) {
                at += 1;
                continue;
            }
            let found = self.phrase(at, piece).or_else(|| self.verb(at, piece, after));
            match found {
                Some(mut cue) => {
                    let start = at;
                    at = cue.tokens.end.max(at + 1);
                    if cues.last().is_some_and(|last| self.says_where(last, &cue)) {
                        continue;
                    }
                    if let Some(speaker) = cues.last().and_then(|last| self.relative(last, start)) {
                        cue.speaker = Some(speaker);
                    }
                    cues.push(cue);
                }
                None => at += 1,
            }
        }
        cues
    }

    /// Whether a cue only says where or how the verb before it was said: “said in a statement”, “told the Ledger in an
    /// interview”.
    fn says_where(&self, last: &Cue, cue: &Cue) -> bool {
        let follows = self
            .words
            .phrases
            .starts(slice(self.document, &cue.tokens))
            .is_some_and(|(entry, _)| entry.text("speaker") == Some("subject"));
        let near = cue.tokens.start - last.tokens.end <= WHERE;
        let apart =
            || (last.tokens.end..cue.tokens.start).any(|at| matches!(self.document.word(at), "," | ";" | "—" | "–"));
        follows && near && !apart() && last.speaker.is_some()
    }

    /// The speaker of the cue before, where a relative clause on that speaker has the next verb: “said Orla Venn, who asked”.
    fn relative(&self, last: &Cue, verb: u32) -> Option<Speaker> {
        let speaker = last.speaker.as_ref()?;
        let end = speaker.tokens.end;
        let clause = verb.saturating_sub(RELATIVE).max(end)..verb;
        let who = clause.rev().find(|at| matches!(self.document.word(*at), "who"))?;
        let close = who >= 1 && self.document.word(who - 1) == "," && who - end <= RELATIVE;
        let behind = speaker.tokens.start >= last.tokens.end;
        (behind && close).then(|| speaker.clone())
    }

    /// A phrase like “according to”.
    fn phrase(&self, at: u32, piece: &Range<u32>) -> Option<Cue> {
        let (entry, length) = self.words.phrases.starts(slice(self.document, &(at..piece.end)))?;
        let end = at + length as u32;
        let speaker = match entry.text("speaker") {
            Some("after") => self.forward(end, piece.end),
            _ => self.subject(piece.start, at),
        };
        let sure = speaker.as_ref().is_some_and(|speaker| speaker.sort > Sort::Thing);
        Some(Cue { tokens: at..end, speaker, sure })
    }

    /// A verb of speech with a subject before it, or behind it where the order is turned.
    fn verb(&self, at: u32, piece: &Range<u32>, after: bool) -> Option<Cue> {
        let token = self.token(at)?;
        if token.kind != TokenKind::Word || (token.case != Case::Lower && at != piece.start) {
            return None;
        }
        let (entry, length) = self.words.verbs.starts(slice(self.document, &(at..piece.end)))?;
        let end = at + length as u32;
        let strong = entry.text("strength") == Some("strong");
        if self.is_noun(at, piece) {
            return None;
        }
        let may_turn = !entry.flag("object") && self.is_turned(at, piece, after);
        let turned = may_turn.then(|| self.forward(self.skip_adverbs(end, piece.end), piece.end)).flatten();
        let speaker = turned.or_else(|| self.subject(piece.start, self.group_start(at, piece)));
        let sort = speaker.as_ref().map(|speaker| speaker.sort);
        let sure = match (strong, sort) {
            (true, Some(_)) => true,
            (false, Some(sort)) => sort > Sort::Thing,
            (_, None) => false,
        };
        Some(Cue { tokens: at..end, speaker, sure })
    }

    /// Where the group of verbs begins that ends at `at`: “went on to say”, “tends to say”.
    fn group_start(&self, at: u32, piece: &Range<u32>) -> u32 {
        let inside = |at: u32| self.token(at).filter(|_| piece.contains(&at));
        let to = at.checked_sub(1).filter(|to| inside(*to).is_some() && self.document.word(*to) == "to");
        let Some(led) = to.and_then(|to| to.checked_sub(1)) else { return at };
        match inside(led).and_then(|token| self.words.before_to_say(token)) {
            Some(entry) if entry.flag("particle") => led.saturating_sub(1).max(piece.start),
            Some(_) => led,
            None => at,
        }
    }

    fn skip_adverbs(&self, at: u32, end: u32) -> u32 {
        let adverb = |at: &u32| {
            let token = self.token(*at);
            token.is_some_and(|token| token.case == Case::Lower && super::words::ends_with(self.document, *at, &["ly"]))
        };
        if at < end && adverb(&at) { at + 1 } else { at }
    }

    /// Whether the order of verb and subject is turned: `” said Orla`, `, said Orla`, `so says Orla`.
    fn is_turned(&self, at: u32, piece: &Range<u32>, after: bool) -> bool {
        let finite = !super::words::ends_with(self.document, at, &["ing"]);
        let Some(before) = at.checked_sub(1).filter(|before| *before >= piece.start) else { return after && finite };
        let text = self.document.word(before);
        let head = (piece.start..at).all(|at| self.token(at).is_some_and(|token| token.kind == TokenKind::Mark));
        finite
            && ((after && head)
                || matches!(text, "so" | "So" | "as" | "As")
                || (text == "," && self.names_follow(at + 1, piece) && self.subject(piece.start, at).is_none()))
    }

    /// Whether a name or a noun phrase begins at `at`.
    fn names_follow(&self, at: u32, piece: &Range<u32>) -> bool {
        at < piece.end && self.token(at).is_some_and(is_capital)
    }

    /// Whether a word that may be a verb is a noun, an infinitive or a participle here.
    fn is_noun(&self, at: u32, piece: &Range<u32>) -> bool {
        let Some(before) = at.checked_sub(1).filter(|before| *before >= piece.start) else { return false };
        let Some(token) = self.token(before) else { return false };
        let text = self.document.word(before);
        if matches!(text, "to" | "To") {
            let led = before.checked_sub(1).and_then(|at| self.token(at));
            return led.is_none_or(|token| self.words.before_to_say(token).is_none());
        }
        if matches!(text, "not" | "n’t" | "n't" | "never" | "when" | "if" | "as" | "once" | "than") {
            let by = self.token(at).is_some_and(|token| token.case == Case::Lower);
            return by && !matches!(text, "as" | "once");
        }
        let possessive = matches!(text, "’s" | "'s" | "’" | "'") && self.document.word(at).ends_with('s');
        possessive
            || (self.words.is_determiner(token) && !self.words.is_person_pronoun(token))
            || matches!(text, "of" | "in" | "for" | "by" | "with" | "on" | "at" | "under" | "from")
    }
}
