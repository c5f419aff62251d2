//! Attribute: who speaks, block by block.
//!
//! The narration of a block is cut into pieces: runs outside the outermost quotations, cut again where sentences end. Each
//! quotation takes, in this order, a cue in the same sentence, the construction of the sentence around it, a colon before
//! it, the label of its block, a dash behind it, and the nearest cue of its paragraph. What is left is looked for in the
//! paragraphs around it by [`super::across`].

use super::cues::Cue;
use super::speakers::{Finder, Named, Sort, Speaker};
use super::words::{Words, is_capital, slice};
use super::{Attribution, How};
use crate::document::{Block, Case, Document, QuoteKind, TextSpan, Token, TokenKind};
use crate::list::Lists;
use std::ops::Range;

/// A run of narration inside one sentence.
pub(super) struct Piece {
    /// Its tokens.
    pub(super) tokens: Range<u32>,
    /// What gives words to somebody in it.
    pub(super) cues: Vec<Cue>,
}

/// The narration of a block and its outermost quotations.
pub(super) struct Paragraph {
    /// Indices of the outermost quotations.
    pub(super) quotes: Vec<u32>,
    /// The pieces, in order of place.
    pub(super) pieces: Vec<Piece>,
    /// For each quotation and for the end of the block: how many pieces stand before it.
    pub(super) before: Vec<usize>,
    /// For each number of pieces: the last sure cue among so many, as its piece and its place there.
    last_sure: Vec<Option<(usize, usize)>>,
    /// For each number of pieces: the first sure cue behind so many.
    next_sure: Vec<Option<(usize, usize)>>,
}

impl Paragraph {
    fn new(quotes: Vec<u32>) -> Self {
        Self { quotes, pieces: Vec::new(), before: Vec::new(), last_sure: Vec::new(), next_sure: Vec::new() }
    }

    /// Looks up where sure cues stand, so that nobody has to walk through the pieces for one.
    fn index(&mut self) {
        let mut near = None;
        self.last_sure.reserve_exact(self.pieces.len() + 1);
        self.next_sure.reserve_exact(self.pieces.len() + 1);
        self.last_sure.push(near);
        for (number, piece) in self.pieces.iter().enumerate() {
            near = piece.cues.iter().rposition(|cue| cue.sure).map(|cue| (number, cue)).or(near);
            self.last_sure.push(near);
        }
        near = None;
        self.next_sure.push(near);
        for (number, piece) in self.pieces.iter().enumerate().rev() {
            near = piece.cues.iter().position(|cue| cue.sure).map(|cue| (number, cue)).or(near);
            self.next_sure.push(near);
        }
        self.next_sure.reverse();
    }

    fn cue(&self, place: Option<(usize, usize)>) -> Option<&Cue> {
        let (piece, cue) = place?;
        self.pieces.get(piece)?.cues.get(cue)
    }

    /// The last sure cue of the first so many pieces.
    fn sure_before(&self, pieces: usize) -> Option<&Cue> {
        self.cue(self.last_sure.get(pieces).copied().flatten())
    }

    /// The first sure cue behind so many pieces.
    fn sure_behind(&self, pieces: usize) -> Option<&Cue> {
        self.cue(self.next_sure.get(pieces).copied().flatten())
    }

    /// Whether the block is nothing but quotation.
    pub(super) fn is_bare(&self, document: &Document) -> bool {
        let bare = |piece: &Piece| {
            slice(document, &piece.tokens).iter().all(|token| matches!(token.kind, TokenKind::Mark | TokenKind::Symbol))
        };
        !self.quotes.is_empty() && self.pieces.iter().all(bare)
    }
}

/// Finds who speaks in every quotation.
pub(super) fn attribute(document: &mut Document, lists: &Lists) {
    let words = Words::new(lists);
    super::classify::by_words(document, &words);
    let named = Named::new(document);
    let mut across = super::across::Across::default();
    let mut inline = Vec::new();
    let mut next = 0;
    for index in 0..document.blocks.len() {
        let first = next;
        while document.quotes.get(next).is_some_and(|quote| quote.block as usize == index) {
            next += 1;
        }
        let wanted = next > first || across.wants(document, index, next);
        if !wanted {
            across.skip(index);
            continue;
        }
        let outer = || (first..next).filter(|quote| document.quotes[*quote].depth == 0).map(|quote| quote as u32);
        // Titles and words kept at a distance are part of the narration.
        let quotes = outer().filter(|quote| is_said(document, *quote)).collect();
        let others: Vec<u32> = outer().filter(|quote| !is_said(document, *quote)).collect();
        let finder = Finder { document, words: &words, named: &named };
        let paragraph = finder.paragraph(&document.blocks[index], quotes);
        let found = finder.within(index, &paragraph);
        inline.extend(others.into_iter().filter_map(|quote| Some((quote, finder.inline(&paragraph, quote)?))));
        across.read(&finder, index, paragraph, found);
    }
    let outcome = across.finish(&Finder { document, words: &words, named: &named });
    for (quote, attribution) in outcome.into_iter().chain(inline) {
        document.quotes[quote as usize].attribution = attribution;
    }
    super::link::link_people(document, &words);
}

/// Whether a quotation gives words to somebody, and so cuts the narration.
fn is_said(document: &Document, quote: u32) -> bool {
    matches!(document.quotes[quote as usize].kind, QuoteKind::Full | QuoteKind::Fragment)
}

/// How far a cue that is none by itself may stand before a quotation, in tokens.
const TOUCHING: u32 = 4;
/// How far the source of what is said is read behind “from”, in tokens.
const SOURCE: u32 = 8;
/// How many cues of a piece are looked at on each side of a title.
const CUES: usize = 32;

impl Finder<'_, '_> {
    /// Who speaks of a title or a word in marks: the cue before it in its sentence, or the first one after it.
    fn inline<'p>(&self, paragraph: &'p Paragraph, quote: u32) -> Option<Attribution> {
        let span = self.document.quotes[quote as usize].span;
        let (at, end) = (self.document.token_at(span.start), self.document.token_at(span.end));
        let own = paragraph.pieces.partition_point(|piece| piece.tokens.end <= at);
        let piece = paragraph.pieces.get(own).filter(|piece| piece.tokens.contains(&at))?;
        let next = piece.cues.partition_point(|cue| cue.tokens.end <= at);
        let near = |cues: &mut dyn Iterator<Item = &'p Cue>| cues.take(CUES).find(|cue| cue.sure);
        let touching = || {
            let last = piece.cues[..next].last().filter(|cue| at - cue.tokens.end <= TOUCHING)?;
            let subject = self.token(last.speaker.as_ref()?.tokens.start)?;
            self.words.is_pronoun(subject).then_some(last)
        };
        let before = near(&mut piece.cues[..next].iter().rev());
        let before = touching().or(before);
        let behind = || near(&mut piece.cues[next..].iter().filter(|cue| cue.tokens.start >= end));
        Some(self.by_cue(before.or_else(behind).or_else(|| paragraph.sure_before(own))?))
    }

    /// Cuts a block into narration and quotations.
    pub(super) fn paragraph(&self, block: &Block, quotes: Vec<u32>) -> Paragraph {
        let mut paragraph = Paragraph::new(quotes);
        let label = block.label.map_or(block.tokens.start, |label| self.document.token_at(label.end));
        let mut at = label.max(block.tokens.start).min(block.tokens.end);
        let mut after_quote = false;
        for quote in paragraph.quotes.clone() {
            let span = self.document.quotes[quote as usize].span;
            let open = self.document.token_at(span.start);
            self.cut(at..open.max(at), after_quote, &mut paragraph.pieces);
            paragraph.before.push(paragraph.pieces.len());
            at = self.document.token_at(span.end).max(at);
            after_quote = true;
        }
        self.cut(at..block.tokens.end.max(at), after_quote, &mut paragraph.pieces);
        paragraph.before.push(paragraph.pieces.len());
        paragraph.index();
        paragraph
    }

    /// Adds the pieces of a run of narration.
    fn cut(&self, run: Range<u32>, after_quote: bool, pieces: &mut Vec<Piece>) {
        let mut start = run.start;
        while start < run.end {
            let sentence = self.document.sentences.get(self.document.sentence_of(start) as usize);
            let end = sentence.map_or(run.end, |sentence| sentence.tokens.end).clamp(start + 1, run.end);
            let tokens = start..end;
            let cues = self.cues(&tokens, after_quote && start == run.start);
            pieces.push(Piece { tokens, cues });
            start = end;
        }
    }

    /// What the block itself says of each of its quotations.
    fn within(&self, index: usize, paragraph: &Paragraph) -> Vec<Option<Attribution>> {
        let block = &self.document.blocks[index];
        let mut found: Vec<Option<Attribution>> = (0..paragraph.quotes.len())
            .map(|number| self.in_sentence(paragraph, number).or_else(|| self.by_label(block, paragraph, number)))
            .collect();
        let mut last: Option<Attribution> = None;
        for (number, own) in found.iter_mut().enumerate() {
            let nobody = |found: &Attribution| found.how == How::Colon && found.speaker.is_none();
            match *own {
                None => *own = self.in_paragraph(paragraph, number, last),
                Some(colon) if nobody(&colon) => {
                    let around = self.in_paragraph(paragraph, number, last);
                    *own = Some(Attribution { speaker: around.and_then(|around| around.speaker), ..colon });
                }
                Some(_) => {}
            }
            last = own.or(last);
        }
        found
    }

    /// What stands in the same sentence.
    fn in_sentence(&self, paragraph: &Paragraph, number: usize) -> Option<Attribution> {
        let before = self.piece_before(paragraph, number);
        let after = self.piece_after(paragraph, number);
        let content = self.content(paragraph.quotes[number]);
        let runs_on = content.ends_with([',', '?', '!', '—', '–', '-', '…']);
        let from_before = || before.and_then(|piece| self.cue_before(piece));
        let from_after = || after.and_then(|piece| self.cue_after(piece));
        // Venn said, “…,” and then she laughed
        let joint = |first: &Token| self.words.opens_clause(first) && !self.words.opens_only_clause(first);
        let led = before.is_some_and(|piece| piece.cues.last().is_some_and(|cue| cue.sure && cue.speaker.is_some()))
            && after.and_then(|piece| self.token(piece.tokens.start)).is_some_and(joint);
        let direct =
            if runs_on && !led { from_after().or_else(from_before) } else { from_before().or_else(from_after) };
        let nobody = direct.is_some_and(|direct| direct.speaker.is_none());
        let direct = if nobody { from_after().filter(|after| after.speaker.is_some()).or(direct) } else { direct };
        let headline = number == 0 && paragraph.before[0] == 0;
        let followed = headline && after.is_some_and(|piece| self.document.word(piece.tokens.start) == ":");
        direct
            .or_else(|| after.filter(|_| followed).map(|piece| self.in_headline(piece)))
            .or_else(|| before.and_then(|piece| self.by_break(piece, number == 0 && content_is_long(content))))
            .or_else(|| {
                after
                    .filter(|piece| {
                        (runs_on || self.opens_with_comma(after)) && self.signature(&piece.tokens, false).is_none()
                    })
                    .and_then(|piece| self.by_construction(piece))
            })
    }

    /// What follows a quotation and a colon at the head of a line: its speaker, where it is a name and nothing more
    /// (‘Rates will rise’: Orlo Bank).
    fn in_headline(&self, piece: &Piece) -> Attribution {
        let name = self.forward(piece.tokens.start + 1, piece.tokens.end);
        let speaker = name.filter(|name| name.sort == Sort::Name && name.tokens.end == piece.tokens.end);
        self.attribution(How::Colon, speaker.as_ref(), None)
    }

    /// The words of a quotation.
    pub(super) fn content(&self, quote: u32) -> &str {
        self.document.slice(self.document.quotes[quote as usize].content).trim_end()
    }

    fn opens_with_comma(&self, piece: Option<&Piece>) -> bool {
        piece.is_some_and(|piece| matches!(self.document.word(piece.tokens.start), "," | "—" | "–"))
    }

    /// The piece right before a quotation, where the sentence is not over.
    fn piece_before<'p>(&self, paragraph: &'p Paragraph, number: usize) -> Option<&'p Piece> {
        let first = number.checked_sub(1).map_or(0, |number| paragraph.before[number]);
        let piece = paragraph.pieces.get(first..paragraph.before[number])?.last()?;
        let last = self.document.word(piece.tokens.end - 1);
        (!last.ends_with(['.', '?', '!', '…']) || last.len() > 3).then_some(piece)
    }

    /// The piece right behind a quotation, where the sentence goes on.
    fn piece_after<'p>(&self, paragraph: &'p Paragraph, number: usize) -> Option<&'p Piece> {
        let (start, end) = (paragraph.before[number], paragraph.before[number + 1]);
        let piece = paragraph.pieces.get(start..end)?.first()?;
        let content = self.content(paragraph.quotes[number]);
        let first = self.token(piece.tokens.start)?;
        let small = first.case == Case::Lower
            || matches!(self.document.word(piece.tokens.start), "," | "—" | "–" | "-" | ";" | ":");
        let stopped = content.ends_with('.') && !content.ends_with("...");
        let open_end = content.ends_with(['?', '!', '…']) || content.ends_with("...");
        let goes_on = match (stopped, open_end) {
            (true, _) => small,
            (_, true) => small || self.speaks_at_head(piece),
            _ => true,
        };
        goes_on.then_some(piece)
    }

    /// Whether a piece begins with a speaker and a cue right behind.
    fn speaks_at_head(&self, piece: &Piece) -> bool {
        piece.cues.first().is_some_and(|cue| {
            let speaker = cue.speaker.as_ref().map(|speaker| speaker.tokens.start);
            speaker.is_some_and(|start| start <= piece.tokens.start + 1) && cue.tokens.start <= piece.tokens.start + 40
        })
    }

    /// The cue nearest to the end of the piece before a quotation.
    fn cue_before(&self, piece: &Piece) -> Option<Attribution> {
        let touching = |cue: &&Cue| piece.tokens.end - cue.tokens.end <= TOUCHING;
        let cue = piece.cues.iter().rev().find(|cue| cue.sure || touching(cue))?;
        Some(self.by_cue(cue))
    }

    /// The cue nearest to the start of the piece behind a quotation.
    fn cue_after(&self, piece: &Piece) -> Option<Attribution> {
        let touching = |cue: &&Cue| cue.tokens.start - piece.tokens.start <= 2;
        let first = piece.cues.iter().position(|cue| cue.sure || touching(&cue))?;
        let cue = piece.cues.get(first)?;
        let main = piece.cues.get(first + 1).filter(|next| self.is_apposed(cue, next));
        Some(self.by_cue(main.unwrap_or(cue)))
    }

    /// Whether a cue stands in what is said of the speaker between commas, before the verb: “one driver, who asked for help, said”.
    fn is_apposed(&self, cue: &Cue, next: &Cue) -> bool {
        let Some(speaker) = cue.speaker.as_ref().filter(|speaker| speaker.tokens.end < cue.tokens.start) else {
            return false;
        };
        let comma = |at: u32| self.document.word(at) == ",";
        let participle = super::words::ends_with(self.document, next.tokens.start, &["ing"]);
        cue.speaker == next.speaker
            && next.is_strong()
            && !participle
            && comma(speaker.tokens.end)
            && next.tokens.start.checked_sub(1).is_some_and(comma)
    }

    pub(super) fn by_cue(&self, cue: &Cue) -> Attribution {
        self.attribution(How::Cue, cue.speaker.as_ref(), Some(cue.tokens.clone()))
    }

    /// An attribution in bytes of the text.
    pub(super) fn attribution(&self, how: How, speaker: Option<&Speaker>, cue: Option<Range<u32>>) -> Attribution {
        let speaker = speaker.map(|speaker| self.document.span_of(speaker.tokens.clone()));
        Attribution { how, speaker, cue: cue.map(|cue| self.document.span_of(cue)), person: None }
    }

    /// A colon before the quotation; or a comma, where the narrator's sentence leads up to it.
    fn by_break(&self, piece: &Piece, long: bool) -> Option<Attribution> {
        let last = self.document.word(piece.tokens.end.checked_sub(1)?);
        let pronoun = || {
            let first = self.token(piece.tokens.start).filter(|first| self.words.is_person_pronoun(first))?;
            (first.case != Case::Lower).then(|| self.forward(piece.tokens.start, piece.tokens.end)).flatten()
        };
        let speaker = || pronoun().or_else(|| self.owner_of(self.name_in(piece.tokens.start, piece.tokens.end)?));
        match last {
            ":" => Some(self.attribution(How::Colon, speaker().as_ref(), None)),
            "," if long && piece.tokens.len() > 1 => {
                Some(self.attribution(How::Construction, speaker().as_ref(), None))
            }
            _ => None,
        }
    }

    /// The owner alone of what is said: “Venn” of “Venn’s words”, but not of “Venn’s spokesman”.
    fn owner_of(&self, speaker: Speaker) -> Option<Speaker> {
        let clitic = speaker.tokens.clone().find(|at| matches!(self.document.word(*at), "’s" | "'s" | "’" | "'"));
        let Some(clitic) = clitic.filter(|at| *at > speaker.tokens.start) else { return Some(speaker) };
        let head = self.token(speaker.tokens.end - 1)?;
        if self.words.sources.word(head.word).is_some() || is_capital(head) {
            return Some(speaker);
        }
        Some(Speaker { tokens: speaker.tokens.start..clitic, sort: speaker.sort })
    }

    /// The sentence goes on behind the quotation with a name, a pronoun, an article or a verb.
    fn by_construction(&self, piece: &Piece) -> Option<Attribution> {
        let mut at = piece.tokens.start;
        while at < piece.tokens.end && self.token(at).is_some_and(|token| token.kind == TokenKind::Mark) {
            at += 1;
        }
        if at >= piece.tokens.end || piece.tokens.len() < 2 {
            return None;
        }
        let speaker = self.forward(at, piece.tokens.end).map(|speaker| self.without_verb(speaker));
        let says = |at: u32| {
            let listed = self.token(at).is_some_and(|token| self.words.verbs.word(token.word).is_some());
            at < piece.tokens.end && (listed || super::words::ends_with(self.document, at, &["ed"]))
        };
        let speaker = speaker.filter(|speaker| speaker.sort > Sort::Thing || says(speaker.tokens.end));
        let verb = speaker
            .as_ref()
            .map(|speaker| speaker.tokens.end)
            .filter(|end| self.token(*end).is_some_and(|token| *end < piece.tokens.end && token.case == Case::Lower));
        Some(self.attribution(How::Construction, speaker.as_ref(), verb.map(|verb| verb..verb + 1)))
    }

    /// A name without the word in small letters behind it, which is the verb: “Venn offers”.
    fn without_verb(&self, speaker: Speaker) -> Speaker {
        let end = speaker.tokens.end - 1;
        let small = self.token(end).is_some_and(|last| last.case == Case::Lower && last.kind == TokenKind::Word);
        let names = slice(self.document, &(speaker.tokens.start..end));
        if small && speaker.sort == Sort::Name && !names.is_empty() && names.iter().all(is_capital) {
            return Speaker { tokens: speaker.tokens.start..end, ..speaker };
        }
        speaker
    }

    /// The label at the head of the block, or a name behind a dash or in brackets after the quotation.
    fn by_label(&self, block: &Block, paragraph: &Paragraph, number: usize) -> Option<Attribution> {
        if let Some(label) = block.label {
            let name = self.document.slice(label).trim_end_matches([':', ' ', '.', '—', '–', '-']);
            let speaker = TextSpan::new(label.start, label.start + name.len() as u32);
            return Some(Attribution { how: How::Label, speaker: Some(speaker), cue: None, person: None });
        }
        let piece = paragraph.pieces.get(paragraph.before[number])?;
        self.signature(&piece.tokens, true).map(|speaker| self.attribution(How::Label, Some(&speaker), None))
    }

    /// The name in a signature: `— Rosa, Saltby`, and in the same paragraph `(Rosa, Saltby)`.
    pub(super) fn signature(&self, tokens: &Range<u32>, brackets: bool) -> Option<Speaker> {
        let first = self.document.word(tokens.start);
        let dash = matches!(first, "—" | "–" | "-" | "--" | "―" | "~");
        let name = self.token(tokens.start + 1).filter(|_| tokens.len() > 1 && tokens.len() <= 24)?;
        ((dash || (brackets && first == "(")) && is_capital(name))
            .then(|| self.forward(tokens.start + 1, tokens.end))
            .flatten()
    }

    /// What the rest of the paragraph says: the quotation before it, whose attribution is `last`, the nearest cue before it,
    /// the first one after it.
    fn in_paragraph(&self, paragraph: &Paragraph, number: usize, last: Option<Attribution>) -> Option<Attribution> {
        let before = paragraph.before[number];
        let fresher = paragraph.sure_before(before).filter(|cue| {
            last.is_none_or(|last| {
                last.cue.is_none_or(|last| last.end <= self.document.span_of(cue.tokens.clone()).start)
            })
        });
        fresher.map(|cue| self.by_cue(cue)).or(last).or_else(|| {
            // A part of the narrator’s sentence is not given to somebody who speaks later.
            let part = self.document.quotes[paragraph.quotes[number] as usize].kind == QuoteKind::Fragment;
            let later = paragraph.sure_behind(before).filter(|_| !part).map(|cue| self.by_cue(cue));
            let piece = || paragraph.pieces.get(..before).and_then(<[Piece]>::last);
            let noun = |piece: &Piece| self.by_noun(piece).or_else(|| self.by_subject(piece));
            later
                .or_else(|| piece().and_then(noun))
                .or_else(|| self.taken_up(paragraph.pieces.get(before)?))
                .or_else(|| self.by_question(paragraph.pieces.get(..before)?))
        })
    }

    /// The next sentence speaks of the quotation before it: “Thus the letter that went to suppliers.”
    fn taken_up(&self, piece: &Piece) -> Option<Attribution> {
        let (entry, length) = self.words.backward.starts(slice(self.document, &piece.tokens))?;
        let cue = piece.tokens.start..piece.tokens.start + length as u32;
        let speaker = self.name_in(cue.end, piece.tokens.end).filter(|speaker| speaker.sort > Sort::Thing);
        (entry.flag("sure") || speaker.is_some()).then(|| self.attribution(How::Cue, speaker.as_ref(), Some(cue)))
    }

    /// The narrator asks, right before the quotation, in a paragraph that names somebody: “Her plan B? “Drive.””
    fn by_question(&self, pieces: &[Piece]) -> Option<Attribution> {
        let last = pieces.last().filter(|last| self.document.word(last.tokens.end - 1) == "?")?;
        let named = |piece: &Piece| piece.tokens.clone().any(|at| self.named.contains(at));
        let owned =
            self.token(last.tokens.start).is_some_and(|first| self.words.possessives.word(first.word).is_some());
        (owned || pieces.iter().any(named)).then(|| self.attribution(How::Colon, None, None))
    }

    /// The person whom the sentence before a quotation is about, where it opens with a name of the register or “he”, “she”:
    /// nobody says so, but a reader takes the words for that person’s.
    fn by_subject(&self, piece: &Piece) -> Option<Attribution> {
        let at = piece.tokens.start;
        let person = self.token(at).is_some_and(|token| self.words.is_single_person(token)) || self.named.contains(at);
        let speaker = self.forward(at, piece.tokens.end).filter(|_| person)?;
        let goes_on = self.token(speaker.tokens.end).is_some_and(|next| next.case == Case::Lower);
        goes_on.then(|| self.attribution(How::Carried, Some(&self.without_verb(speaker)), None))
    }

    /// “A last word from Ada Venn, who …”, “A statement from Ada Venn was read.”
    pub(super) fn source_of(&self, piece: &Piece, noun: u32) -> Option<Attribution> {
        let from = matches!(self.document.word(noun + 1), "from" | "by") && noun + 2 < piece.tokens.end;
        let end = piece.tokens.end.min(noun + 2 + SOURCE);
        let speaker = self.forward(noun + 2, end).filter(|speaker| from && speaker.sort > Sort::Thing)?;
        Some(self.attribution(How::Cue, Some(&speaker), Some(noun..noun + 1)))
    }

    /// “Her answer was short.”: a noun for what is said, with its owner, in the sentence before the quotation.
    fn by_noun(&self, piece: &Piece) -> Option<Attribution> {
        let saying = |at: &u32| self.token(*at).is_some_and(|token| self.words.sayings.word(token.word).is_some());
        let noun = piece.tokens.clone().find(saying)?;
        if let Some(source) = self.source_of(piece, noun) {
            return Some(source);
        }
        let owner = noun.checked_sub(1).filter(|owner| *owner >= piece.tokens.start)?;
        let clitic = matches!(self.document.word(owner), "’s" | "'s" | "’" | "'");
        let tokens = if clitic { owner.checked_sub(1)?..owner } else { owner..noun };
        let named = clitic || self.token(owner).is_some_and(|token| self.words.is_determiner(token));
        named.then(|| Attribution {
            how: How::Cue,
            speaker: Some(self.document.span_of(tokens)),
            cue: Some(self.document.span_of(noun..noun + 1)),
            person: None,
        })
    }
}

/// Whether a text has three words or more.
fn content_is_long(content: &str) -> bool {
    content.split_whitespace().nth(2).is_some()
}
