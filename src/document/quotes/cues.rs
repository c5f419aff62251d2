//! Cues: the verbs and phrases in a piece of narration that give words to somebody.

use super::speakers::{Finder, Sort, Speaker};
use super::words::{is_capital, slice};
use crate::document::{Case, TokenKind};
use crate::list::Entry;
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
    /// What it is by itself.
    force: Force,
}

/// How surely a verb or phrase is one of speech.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Force {
    /// Alone enough beside a quotation.
    Strong,
    /// With a person or a source as its subject.
    Weak,
    /// One of thought or discovery: what follows may be what another verb reports of its subject.
    Mind,
}

impl Cue {
    /// Whether the verb alone says that somebody speaks.
    pub(super) fn is_strong(&self) -> bool {
        self.force == Force::Strong
    }
}

/// How many tokens may stand between a verb and the phrase that says where.
const WHERE: u32 = 5;
/// How far a relative clause lies behind the name it speaks of, in tokens.
const RELATIVE: u32 = 8;
/// How far “as saying” may stand from “quoted”, in tokens.
const WHOM: u32 = 10;
/// How far the subject of what is reported may stand from the verb that reports it, in tokens.
const REPORTED: usize = 8;
/// The longest title before a speaker, in tokens.
const TITLE: u32 = 8;
/// How many cues before a participle are looked at for its subject.
const NEAR: usize = 4;

impl Finder<'_, '_> {
    /// The cues of a piece of narration, in order of place. `after` says that it follows a quotation at once.
    pub(super) fn cues(&self, piece: &Range<u32>, after: bool) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut at = piece.start;
        while at < piece.end {
            let by = at == piece.start && after && self.document.word(at) == "by";
            if !by && !self.token(at).is_some_and(|token| self.words.may_cue(token)) {
                at += 1;
                continue;
            }
            let found = self.phrase(at, piece).or_else(|| self.verb(at, piece, after));
            match found {
                Some(mut cue) => {
                    let start = at;
                    // What names the speaker holds no other cue: “according to a Ledger report”.
                    let behind = cue.speaker.as_ref().filter(|speaker| speaker.tokens.start >= cue.tokens.end);
                    at = behind.map_or(cue.tokens.end, |speaker| speaker.tokens.end).max(at + 1);
                    if cues.last().is_some_and(|last| self.says_where(last, &cue)) {
                        continue;
                    }
                    if let Some(last) = cues.last_mut()
                        && let Some(speaker) = self.quoted_as(last, &cue, piece)
                    {
                        last.sure = true;
                        last.speaker = Some(speaker);
                        continue;
                    }
                    if cues.last().is_some_and(|last| self.is_reported(last, &cue)) {
                        continue;
                    }
                    if let Some(last) = cues.last()
                        && let Some(speaker) = self.relative(last, start).or_else(|| self.shared(&cues, piece, start))
                    {
                        cue.sure |= speaker.sort > Sort::Thing;
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

    /// Whose words “quoted Ilva Brandt as saying” announces: those of the person between the two verbs.
    fn quoted_as(&self, last: &Cue, cue: &Cue, piece: &Range<u32>) -> Option<Speaker> {
        let joint = cue.tokens.start.checked_sub(1).filter(|joint| *joint > last.tokens.end)?;
        let participle = super::words::ends_with(self.document, cue.tokens.start, &["ing"]);
        let joined = self.token(joint).is_some_and(|token| self.words.reported_by.word(token.word).is_some());
        let behind = last.force == Force::Weak && joint - last.tokens.end <= WHOM;
        (participle && joined && behind)
            .then(|| self.forward(last.tokens.end, joint.min(piece.end)))
            .flatten()
            .filter(|speaker| speaker.tokens.end == joint)
    }

    /// Whether a verb of thought or discovery stands in what the verb before it reports: “police said they found”, “told Venn he
    /// had shown”.
    fn is_reported(&self, last: &Cue, cue: &Cue) -> bool {
        let Some(speaker) = cue.speaker.as_ref().filter(|speaker| speaker.tokens.end <= cue.tokens.start) else {
            return false;
        };
        let that = || self.token(last.tokens.end).is_some_and(|token| self.words.opens_only_clause(token));
        let told = (last.is_strong() || last.force == Force::Weak && that())
            && last.speaker.as_ref().is_some_and(|speaker| speaker.sort > Sort::Thing);
        let between = last.tokens.end..speaker.tokens.start;
        let apart = |at: u32| {
            let token = self.token(at);
            token.is_none_or(|token| token.kind == TokenKind::Mark && token.case == Case::None)
                && !matches!(self.document.word(at), "-" | "’" | "'" | ".")
                || token.is_some_and(|token| self.words.opens_clause(token) && !self.words.opens_only_clause(token))
        };
        cue.force == Force::Mind
            && told
            && last.tokens.end <= speaker.tokens.start
            && speaker.sort > Sort::Source
            && between.len() <= REPORTED
            && !between.into_iter().any(apart)
    }

    /// The speaker of the cue before, where a participle behind a comma goes on: “Brandt denied it, calling the road …”
    fn shared(&self, cues: &[Cue], piece: &Range<u32>, verb: u32) -> Option<Speaker> {
        let last = cues.iter().rev().take(NEAR).find(|cue| cue.is_strong()).or(cues.last())?;
        let comma = verb.checked_sub(1).filter(|comma| *comma >= last.tokens.end)?;
        let participle = super::words::ends_with(self.document, verb, &["ing"]);
        let joined = matches!(self.document.word(comma), "," | "—" | "–");
        let same = participle && joined && self.clause_start(piece.start, comma) <= last.tokens.start;
        last.speaker.clone().filter(|speaker| same && speaker.sort > Sort::Thing)
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
        if at == piece.start && self.document.word(at) == "by" {
            // “… was called ‘a ditch’ by Ole Tarn”
            let speaker = self.forward(at + 1, piece.end).filter(|speaker| speaker.sort > Sort::Thing)?;
            return Some(Cue { tokens: at..at + 1, speaker: Some(speaker), sure: false, force: Force::Weak });
        }
        let (entry, length) = self.words.phrases.starts(slice(self.document, &(at..piece.end)))?;
        let end = at + length as u32;
        let speaker = match entry.text("speaker") {
            Some("after") => self.forward(end, piece.end),
            _ => self.subject(piece.start, at),
        };
        let sure = speaker.as_ref().is_some_and(|speaker| speaker.sort > Sort::Thing);
        Some(Cue { tokens: at..end, speaker, sure, force: Force::Weak })
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
        let force = match (strong, entry.flag("mind")) {
            (true, _) => Force::Strong,
            (_, true) => Force::Mind,
            _ => Force::Weak,
        };
        if self.is_noun(at, piece) || self.is_compound(at, piece.start, piece.end) || self.is_gerund(at, piece, strong)
        {
            return None;
        }
        let owned = at.checked_sub(1).is_some_and(|before| matches!(self.document.word(before), "’s" | "'s"));
        if owned && self.document.word(at).eq_ignore_ascii_case(entry.name()) {
            return None;
        }
        if entry.flag("noun") && self.reads_as_noun(entry, at..end, piece) {
            return None;
        }
        let told = entry.flag("object") && end < piece.end && self.document.word(end) == "by";
        let doer = || self.doer(end, piece);
        if !entry.flag("felt") && self.is_passive(at, piece)
            || told && doer().is_some_and(|doer| doer.sort > Sort::Thing)
        {
            let speaker = doer();
            let sure = speaker.as_ref().is_some_and(|speaker| speaker.sort > Sort::Thing);
            return Some(Cue { tokens: at..end, speaker, sure, force });
        }
        let head = after && (piece.start..at).all(|at| self.is_mark(at));
        let may_turn = (head || !entry.flag("object")) && self.is_turned(at, piece, after);
        let behind = || self.skip_title(self.skip_adverbs(end, piece.end), piece.end);
        let turned = may_turn.then(|| self.forward(behind(), piece.end)).flatten();
        let turned = turned.map(|found| self.named_after(&found, piece.end).unwrap_or(found));
        // “To mend the road” says a lot: nobody speaks where no pause comes before.
        let paused = || !head || at > piece.start || self.pauses_before(at);
        let turned = turned.filter(|found| found.sort > Sort::Thing || paused());
        let speaker = turned.or_else(|| self.subject(piece.start, self.group_start(at, piece)));
        let sort = speaker.as_ref().map(|speaker| speaker.sort);
        if entry.flag("object") && speaker.as_ref().is_some_and(|speaker| self.is_reduced(speaker, at..end, piece)) {
            return None;
        }
        let sure = match (strong, sort) {
            (true, Some(_)) => true,
            (false, Some(sort)) => sort > Sort::Thing,
            (_, None) => false,
        };
        Some(Cue { tokens: at..end, speaker, sure, force })
    }

    /// Whether the quotation that ends right before a token stops with a comma, a question or the like.
    fn pauses_before(&self, at: u32) -> bool {
        let last = at.checked_sub(2).map_or("", |last| self.document.word(last));
        matches!(last, "," | "?" | "!" | "—" | "–" | "-" | "…" | "...")
    }

    fn is_mark(&self, at: u32) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Mark)
    }

    /// The token before `at` in the piece, adverbs left out.
    fn led_by(&self, at: u32, piece: &Range<u32>) -> Option<u32> {
        (piece.start..at).rev().find(|before| !self.is_adverb(*before))
    }

    /// Whether the verb at `at` is a participle after a form of “to be”: “was described”.
    fn is_passive(&self, at: u32, piece: &Range<u32>) -> bool {
        let passive = self.led_by(at, piece).and_then(|before| self.token(before));
        passive.is_some_and(|before| self.words.passives.word(before.word).is_some())
            && !super::words::ends_with(self.document, at, &["ing"])
    }

    /// Whether a participle only says what becomes of the noun before it: “the question asked of the court”, “the system, dubbed
    /// a ‘ditch’”.
    fn is_reduced(&self, speaker: &Speaker, verb: Range<u32>, piece: &Range<u32>) -> bool {
        let past = super::words::ends_with(self.document, verb.start, &["ed", "told"]);
        let next = self.token(verb.end).filter(|_| verb.end < piece.end);
        let of = || next.is_some_and(|next| self.words.after_participles.word(next.word).is_some());
        let thing = speaker.sort == Sort::Thing
            && speaker.tokens.end == verb.start
            && self.token(speaker.tokens.start).is_some_and(|first| !self.words.is_pronoun(first));
        let comma = |at: u32| self.document.word(at) == ",";
        let apart = speaker.tokens.end + 1 == verb.start
            && comma(speaker.tokens.end)
            && !speaker.tokens.start.checked_sub(1).is_some_and(comma);
        past && (thing && (next.is_none() || of()) || apart && speaker.sort != Sort::Pronoun)
    }

    /// Who says it after a participle: “described by Brandt as”.
    fn doer(&self, end: u32, piece: &Range<u32>) -> Option<Speaker> {
        let reach = piece.end.min(end + WHERE);
        let by =
            (end..reach).take_while(|at| self.document.word(*at) != ",").find(|at| self.document.word(*at) == "by")?;
        self.forward(by + 1, piece.end)
    }

    /// Whether a form in “ing” is a noun: “basic military training”, “time spent writing”.
    fn is_gerund(&self, at: u32, piece: &Range<u32>, strong: bool) -> bool {
        let before = || self.led_by(at, piece).and_then(|before| self.token(before));
        !strong
            && super::words::ends_with(self.document, at, &["ing"])
            && before().is_some_and(|before| {
                before.case == Case::Lower
                    && self.words.is_nominal(before)
                    && self.words.sources.word(before.word).is_none()
            })
    }

    /// Whether a form that is a noun as well is one here: “the essential question”, “missile types to strike”.
    fn reads_as_noun(&self, entry: &Entry, verb: Range<u32>, piece: &Range<u32>) -> bool {
        let text = self.document.word(verb.start);
        let base = text.eq_ignore_ascii_case(entry.name());
        let before = self.led_by(verb.start, piece);
        let strong = entry.text("strength") == Some("strong");
        let Some(token) = before.and_then(|before| self.token(before)).filter(|_| base || text.ends_with('s')) else {
            return before.is_none() && base && !strong && self.has_past(entry);
        };
        let joint = self.words.verb_joints.word(token.word).is_some();
        if joint || self.words.is_pronoun(token) || self.words.is_auxiliary(token) || token.kind == TokenKind::Mark {
            return false;
        }
        let next = self.token(verb.end).filter(|_| verb.end < piece.end);
        let clause = || {
            let entry = next.and_then(|next| self.words.after_verbs.word(next.word));
            entry.is_some_and(|entry| !entry.flag("circumstance") || strong && !base)
        };
        let tied = next.is_some_and(|next| self.words.is_link(next) || self.words.is_auxiliary(next)) && !clause();
        let plural = || {
            let word = before.map_or("", |before| self.document.word(before));
            let joined = before.is_some_and(|last| {
                (piece.start.max(last.saturating_sub(4))..last).any(|at| matches!(self.document.word(at), "and" | "&"))
            });
            word.ends_with('s') && !word.ends_with("ss") || self.words.is_plural(token) || joined
        };
        tied || (base && self.has_past(entry) && !plural())
    }

    /// Whether the past of a verb differs from its first form.
    fn has_past(&self, entry: &Entry) -> bool {
        entry.forms.iter().any(|form| form.text.ends_with("ed") || form.text.ends_with('t'))
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
        if at < end && self.is_adverb(at) { at + 1 } else { at }
    }

    /// Behind a title in marks, where one stands before a name: said “Night Desk” host Ilva Brandt.
    fn skip_title(&self, at: u32, end: u32) -> u32 {
        if !matches!(self.document.word(at), "“" | "\"" | "‘") {
            return at;
        }
        let close = (at + 1..end.min(at + TITLE)).find(|at| matches!(self.document.word(*at), "”" | "\"" | "’"));
        close.map_or(at, |close| close + 1)
    }

    /// Whether the order of verb and subject is turned: `” said Orla`, `, said Orla`, `so says Orla`.
    fn is_turned(&self, at: u32, piece: &Range<u32>, after: bool) -> bool {
        let finite = !super::words::ends_with(self.document, at, &["ing"]);
        let Some(before) = at.checked_sub(1).filter(|before| *before >= piece.start) else { return after && finite };
        let text = self.document.word(before);
        let head = (piece.start..at).all(|at| self.is_mark(at));
        // The plan was “a ditch,” said Venn
        let closed = || matches!(text, "”" | "\"") && before > piece.start && self.document.word(before - 1) == ",";
        let named = || {
            self.names_follow(at + 1, piece)
                || at + 1 < piece.end && self.token(at + 1).is_some_and(|token| self.words.is_determiner(token))
        };
        finite
            && ((after && head)
                || (closed() && named())
                || matches!(text, "so" | "So" | "as" | "As")
                || (text == ","
                    && self.names_follow(at + 1, piece)
                    && (self.subject(piece.start, at).is_none() || self.ends_with_name(at + 1, piece))))
    }

    /// Whether a name stands at `at`, and the clause is over behind it.
    fn ends_with_name(&self, at: u32, piece: &Range<u32>) -> bool {
        self.forward(at, piece.end).is_some_and(|name| {
            let sentence = self.document.sentences.get(self.document.sentence_of(at) as usize);
            let over = sentence.is_some_and(|sentence| sentence.tokens.end == name.tokens.end);
            name.sort == Sort::Name && (over || matches!(self.document.word(name.tokens.end), "." | ","))
        })
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
        let kind = self.words.before_no_verbs.word(token.word);
        if kind.is_some_and(|kind| !kind.flag("noun")) {
            let small = self.token(at).is_some_and(|token| token.case == Case::Lower);
            return small && kind.is_some_and(|kind| !kind.flag("loose"));
        }
        let possessive = matches!(text, "’s" | "'s" | "’" | "'") && self.document.word(at).ends_with('s');
        possessive
            || (self.words.is_determiner(token) && !self.words.is_person_pronoun(token) && !self.words.is_shared(token))
            || kind.is_some()
    }
}
