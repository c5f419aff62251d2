//! `line`: page furniture, by its place and its neighbours.
//!
//! What makes “0 Comments” furniture and “The post drew 0 comments.” a sentence is that the first is a line of its own. A
//! line's confidence starts from how it matches and moves with what stands around it.

use super::{Anchor, Check, Data, Hit, HitFix, Place, Scene, pattern};
use crate::document::{Block, Document, TextSpan, Token, TokenKind};
use crate::engine::expression::{Expression, FoundBy};
use crate::engine::reader::Reader;
use crate::finding::Safety;
use crate::input::Role;
use crate::list::{Lists, Seq, Text, word_hash};

mod file;
pub mod place;
pub mod removal;
mod story;
#[cfg(test)]
mod tests;

pub(super) use story::is_about;

/// Keys of `kind = "line"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// `lines`: expressions that match a whole block. Marks that decorate it (arrows, bars, bullets, a colon) are left
    /// out.
    pub lines: Seq<Expression>,
    /// `weak`: expressions that match a whole block which a story could have too; they count in the company of other
    /// lines that are no sentences.
    pub weak: Seq<Expression>,
    /// `placed`: expressions that match a whole block and count where no paragraph of the story stands before it or none
    /// after it, or in the company of furniture.
    pub placed: Seq<Expression>,
    /// `starts`: expressions that match from the start of a block.
    pub starts: Seq<Expression>,
    /// `sentences`: expressions that match a sentence from its start, inside a paragraph.
    pub sentences: Seq<Expression>,
    /// `anywhere`: expressions that match anywhere in a paragraph. No fix is offered: what belongs to the match is not
    /// known.
    pub anywhere: Seq<Expression>,
    /// `blank-runs`: also finds runs of empty lines.
    pub blank_runs: bool,
    /// `comments`: also finds comments of the markup, but for those that are instructions to this program.
    pub comments: bool,
    /// `comment-words`: the list of the words that a comment begins with; without it every comment is found.
    pub comment_words: Text,
    /// `final-newline`: also finds a draft whose last line does not end.
    pub final_newline: bool,
    /// `topic`: words that make a line less certain where the story itself is about them. Hashes.
    pub topic: Seq<u64>,
    /// `links`: the lines are links, which have no full stop: a line of six words or more that ends with one is a
    /// sentence of the story.
    pub links: bool,
    /// `most`: more findings than this in one draft are its way, not slips, and none is reported. 0, the default, is no
    /// limit.
    pub most: u32,
    /// `company`: the list of lines that are furniture wherever they stand, whichever rule they belong to.
    pub company: Text,
    /// `verbs`: the list of words that make a sentence of a block that only starts as furniture does.
    pub verbs: Text,
}

/// How an expression is to match.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Way {
    Line,
    Weak,
    Placed,
    Start,
    Sentence,
    Anywhere,
}

/// Confidence of a match, in hundredths, before anything around it is looked at.
const WHOLE: i32 = 90;
/// That of a line which a story could have too.
const WEAK: i32 = 61;
/// For a place before or after all paragraphs of the story.
const AT_AN_END: i32 = 5;
/// For a run of empty lines beside it.
const BLANK_LINES: i32 = 3;
/// For a line beside it that is no sentence.
const COMPANY: i32 = 3;
/// For a weak line: for each of its neighbours that is furniture itself.
const FURNITURE_COMPANY: i32 = 5;
/// The same for each that is only no sentence.
const WEAK_COMPANY: i32 = 2;
/// Against a block that only starts as furniture does, and is a sentence.
const SENTENCE: i32 = -40;
/// Against a line that is a sentence where links are looked for.
const STOPPED: i32 = -30;
/// Against a line of which the story itself speaks.
const TOPIC: i32 = -20;
/// From here on it is reported.
const REPORTED: i32 = 70;
/// From here on its fix may be applied unseen.
const SAFE: i32 = 95;
/// The longest block that can be furniture, in bytes.
const LONGEST: u32 = 800;
/// The longest block that an expression without a limit of its own is held to, in characters: most paragraphs of a story
/// are longer, and hardly a line of furniture is.
const USUAL: u32 = 200;
/// How many bytes of marks and white space may decorate a block, at most.
const DECORATION: u32 = 64;
/// How many tokens into a block a line's required word is looked for.
const TOKEN_REACH: u32 = 200;

impl Line {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let mut read = |key: &str, make: fn(&str) -> Result<Expression, (String, String)>| -> Seq<Expression> {
            let items = reader.items(key);
            items.iter().filter_map(|item| pattern::read_expression(item, make)).collect()
        };
        let line = Self {
            lines: read("lines", Expression::whole),
            weak: read("weak", Expression::whole),
            placed: read("placed", Expression::whole),
            starts: read("starts", Expression::start),
            sentences: read("sentences", Expression::start),
            anywhere: read("anywhere", Expression::new),
            blank_runs: reader.flag("blank-runs").unwrap_or(false),
            comments: reader.flag("comments").unwrap_or(false),
            comment_words: list_name(reader, "comment-words"),
            final_newline: reader.flag("final-newline").unwrap_or(false),
            topic: reader.texts("topic").iter().map(|word| word_hash(word)).collect(),
            links: reader.flag("links").unwrap_or(false),
            most: reader.number("most", 0..=999).and_then(|most| u32::try_from(most).ok()).unwrap_or(0),
            company: list_name(reader, "company"),
            verbs: list_name(reader, "verbs"),
        };
        if line.patterns().next().is_none() && !line.reads_file() {
            reader.problem_here(
                "`lines` is missing",
                "write an expression of the whole line: lines = ['\\d+ comments?']",
            );
        }
        if let Some(item) = line.anywhere.iter().position(|pattern| pattern.words.is_empty()) {
            let items = reader.items("anywhere");
            if let Some(item) = items.get(item) {
                item.problem("an expression of `anywhere` needs a word", "write out a whole word that it must hold");
            }
        }
        Data::Line(line)
    }

    /// The expressions by the way they are to match.
    fn groups(&self) -> [(Way, &Seq<Expression>); 6] {
        [
            (Way::Line, &self.lines),
            (Way::Weak, &self.weak),
            (Way::Placed, &self.placed),
            (Way::Start, &self.starts),
            (Way::Sentence, &self.sentences),
            (Way::Anywhere, &self.anywhere),
        ]
    }

    /// Every expression with the way it is to match, in the order of their numbers.
    fn patterns(&self) -> impl Iterator<Item = (Way, &Expression)> {
        self.groups().into_iter().flat_map(|(way, group)| group.iter().map(move |pattern| (way, pattern)))
    }

    /// An expression by its number.
    fn pattern(&self, item: u32) -> Option<(Way, &Expression)> {
        let mut index = item as usize;
        for (way, group) in self.groups() {
            if let Some(pattern) = group.get(index) {
                return Some((way, pattern));
            }
            index -= group.len();
        }
        None
    }

    /// Holds a block to an expression.
    fn block(&self, scene: &Scene<'_>, item: u32, index: usize, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let (Some((way, pattern)), Some(block)) = (self.pattern(item), document.blocks.get(index)) else { return };
        let text = document.slice(block.text);
        if !pattern.has_head(text) {
            return;
        }
        let bare = place::bare(text);
        let too_long = bare.len() > LONGEST as usize || way != Way::Start && pattern.is_too_long(bare);
        if too_long || !pattern.may_match(tokens_of(document, block)) {
            return;
        }
        let is_match = |text| pattern.may_begin(text) && scene.expressions.is_match(item as usize, text);
        if !(is_match(text.trim()) || bare != text && is_match(bare)) {
            return;
        }
        let confidence = self.confidence(scene, way, index);
        if confidence >= REPORTED {
            let safety = if confidence >= SAFE && way == Way::Line { Safety::Safe } else { Safety::Suggest };
            hits.push(removal::removed(scene, index, safety));
        }
    }

    fn confidence(&self, scene: &Scene<'_>, way: Way, index: usize) -> i32 {
        let document = scene.document;
        let block = &document.blocks[index];
        let mut confidence = if way == Way::Weak { WEAK } else { WHOLE };
        let at_an_end = place::is_at_an_end(document, index);
        if at_an_end {
            confidence += AT_AN_END;
        }
        if place::has_blank_run(document, block) {
            confidence += BLANK_LINES;
        }
        let company = place::company(document, index);
        confidence += match way {
            Way::Weak => {
                let worth = |near: &usize| if self.knows(scene, *near) { FURNITURE_COMPANY } else { WEAK_COMPANY };
                company.iter().map(worth).sum()
            }
            _ if company.is_empty() => 0,
            _ => COMPANY,
        };
        if way == Way::Start && self.is_sentence(scene, block) {
            confidence += SENTENCE;
        }
        if self.links && way != Way::Start && story::is_stopped(document.slice(block.text)) {
            confidence += STOPPED;
        }
        if way == Way::Placed && !at_an_end && !company.iter().any(|near| self.knows(scene, *near)) {
            return 0;
        }
        if way == Way::Weak && !company.iter().any(|near| self.knows(scene, *near)) {
            // Headings of one word are company to each other in any list of facts.
            return 0;
        }
        if is_about(scene, &self.topic, &block.tokens) {
            confidence += TOPIC;
        }
        confidence
    }

    /// Whether a block is furniture by the list of the rule's company, or by the rule itself.
    fn knows(&self, scene: &Scene<'_>, index: usize) -> bool {
        let document = scene.document;
        let Some(block) = document.blocks.get(index) else { return false };
        let tokens = tokens_of(document, block);
        let is_mark = |token: &Token| matches!(token.kind, TokenKind::Mark | TokenKind::Symbol);
        let words: Vec<Token> = tokens.iter().filter(|token| !is_mark(token)).copied().collect();
        let Some(first) = words.first() else { return false };
        if scene.lists.get(&self.company).starts(&words).is_some_and(|(_, length)| length == words.len()) {
            return true;
        }
        let bare = place::bare(document.slice(block.text));
        self.patterns().enumerate().any(|(item, (way, pattern))| {
            matches!(way, Way::Line | Way::Weak | Way::Placed)
                && pattern.opening.contains(&first.word)
                && !pattern.is_too_long(bare)
                && pattern.has_head(bare)
                && pattern.may_match(&words)
                && scene.expressions.is_match(item, bare)
        })
    }

    /// Whether a block ends as a sentence does and holds a verb.
    fn is_sentence(&self, scene: &Scene<'_>, block: &Block) -> bool {
        let tokens = tokens_of(scene.document, block);
        let verbs = scene.lists.get(&self.verbs);
        place::ends_sentence(scene.document.slice(block.text))
            && (0..tokens.len()).any(|at| verbs.starts(&tokens[at..]).is_some())
    }

    /// Holds a sentence to an expression. `first` is its first word, where that led here.
    fn sentence(&self, scene: &Scene<'_>, item: u32, number: u32, first: Option<u32>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let Some(sentence) = document.sentences.get(number as usize) else { return };
        let Some(block) = document.blocks.get(sentence.block as usize) else { return };
        let is_opened = first.is_none_or(|token| opens(scene, sentence.tokens.start, token));
        if !is_opened || sentence.text.len() > LONGEST {
            return;
        }
        let tokens = document.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize);
        let may_match = self.pattern(item).is_some_and(|(_, pattern)| pattern.may_match(tokens.unwrap_or_default()));
        if !may_match || !scene.expressions.is_match(item as usize, document.slice(sentence.text)) {
            return;
        }
        if block.sentences.len() == 1 {
            hits.push(removal::removed(scene, sentence.block as usize, Safety::Suggest));
            return;
        }
        // With the white space after it, or before it at the end of the block.
        let next = document.sentences.get(number as usize + 1);
        let cut = match next.filter(|next| next.block == sentence.block) {
            Some(next) => TextSpan::new(sentence.text.start, next.text.start),
            None => {
                let before = document.slice(TextSpan::new(block.text.start, sentence.text.start));
                TextSpan::new(block.text.start + before.trim_end().len() as u32, sentence.text.end)
            }
        };
        let mut hit = Hit::new(sentence.text);
        hit.fixes.push(HitFix { edits: vec![(Place::Text(cut), String::new())], safety: Safety::Suggest });
        hits.push(hit);
    }

    /// Whether it looks at the file besides its blocks.
    fn reads_file(&self) -> bool {
        self.blank_runs || self.comments || self.final_newline
    }
}

/// The name of a list, written `@name` or `name`; empty where none is.
fn list_name(reader: &mut Reader<'_, '_>, key: &str) -> Text {
    reader.text(key).map(|name| name.trim_start_matches('@').into()).unwrap_or_default()
}

/// The tokens of a block.
fn tokens_of<'d>(document: &'d Document, block: &Block) -> &'d [Token] {
    document.tokens.get(block.tokens.start as usize..block.tokens.end as usize).unwrap_or_default()
}

/// Whether nothing but marks stands between the start of a block or sentence and a token.
fn opens(scene: &Scene<'_>, first: u32, token: u32) -> bool {
    let before = scene.document.tokens.get(first as usize..token as usize).unwrap_or_default();
    before.len() <= Anchor::HEAD as usize
        && before.iter().all(|token| matches!(token.kind, TokenKind::Mark | TokenKind::Symbol))
}

impl Check for Line {
    fn anchors(&self, _: &Lists) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for ((way, pattern), item) in self.patterns().zip(0..) {
            let (words, item) = match found_by(way, pattern) {
                FoundBy::Opening if way == Way::Sentence => (&pattern.opening, item),
                FoundBy::Opening => (&pattern.opening, item | Anchor::AT_HEAD),
                _ => (&pattern.words, item),
            };
            anchors.extend(words.iter().map(|word| Anchor { word: *word, item }));
        }
        anchors
    }

    /// A line has few characters: a paragraph of the story is not held to what a whole block must match.
    fn reach(&self, item: u32) -> u16 {
        let most = match self.pattern(item) {
            Some((Way::Line | Way::Weak | Way::Placed, pattern)) => match pattern.most.min(pattern.longest) {
                u32::MAX => USUAL,
                most => most.min(LONGEST),
            },
            Some((Way::Start, _)) => LONGEST,
            _ => u32::MAX,
        };
        u16::try_from(most).unwrap_or(u16::MAX)
    }

    fn heads(&self) -> Vec<(Text, u32)> {
        let found = self.patterns().zip(0..).filter(|((way, pattern), _)| found_by(*way, pattern) == FoundBy::Heads);
        found.flat_map(|((_, pattern), item)| pattern.heads.iter().map(move |head| (head.clone(), item))).collect()
    }

    fn signs(&self) -> Vec<(Text, bool, u32)> {
        pattern::signs_of(self.patterns().map(|(_, pattern)| pattern), Expression::found_by)
    }

    fn lists(&self) -> Vec<&str> {
        [&*self.verbs, &*self.company, &*self.comment_words].into_iter().filter(|name| !name.is_empty()).collect()
    }

    fn expressions(&self) -> Vec<&Expression> {
        self.patterns().map(|(_, pattern)| pattern).collect()
    }

    fn expression(&self, index: usize) -> Option<&Expression> {
        self.pattern(u32::try_from(index).ok()?).map(|(_, pattern)| pattern)
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let item = item & !Anchor::AT_HEAD;
        let Some((way, pattern)) = self.pattern(item) else { return };
        match way {
            Way::Anywhere => hits.extend(pattern::places_at(scene, pattern, item, token).into_iter().map(Hit::new)),
            Way::Sentence => {
                let first = (!pattern.opening.is_empty()).then_some(token);
                self.sentence(scene, item, scene.document.sentence_of(token), first, hits);
            }
            Way::Line | Way::Weak | Way::Placed | Way::Start => {
                let index = scene.document.block_of(token) as usize;
                let Some(block) = scene.document.blocks.get(index) else { return };
                let first = if pattern.opening.is_empty() {
                    is_first(scene, block, token, &pattern.words)
                } else {
                    opens(scene, block.tokens.start, token)
                };
                if first {
                    self.block(scene, item, index, hits);
                }
            }
        }
    }

    fn at_block(&self, scene: &Scene<'_>, item: u32, block: usize, hits: &mut Vec<Hit>) {
        self.held_to(scene, item, block, hits);
    }

    fn at_signs(&self, scene: &Scene<'_>, item: u32, places: &[TextSpan], hits: &mut Vec<Hit>) {
        let document = scene.document;
        let place = |sign: &TextSpan| document.blocks.partition_point(|block| block.text.end <= sign.start);
        let mut blocks: Vec<usize> = places.iter().map(place).collect();
        blocks.dedup();
        blocks.into_iter().for_each(|block| self.held_to(scene, item, block, hits));
    }

    fn is_one_inside_another(&self) -> bool {
        true
    }

    fn settles(&self) -> bool {
        self.most > 0
    }

    fn settle(&self, _: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        if hits.len() > self.most as usize { Vec::new() } else { hits }
    }

    fn reads_draft(&self) -> bool {
        self.reads_file() || self.patterns().any(|(way, pattern)| found_by(way, pattern) == FoundBy::Nothing)
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        if self.blank_runs {
            file::empty_lines(scene, hits);
        }
        if self.comments {
            file::hidden(scene, &self.comment_words, hits);
        }
        if self.final_newline {
            file::unfinished(scene, hits);
        }
        for ((way, pattern), item) in self.patterns().zip(0..) {
            if found_by(way, pattern) == FoundBy::Nothing {
                (0..scene.document.blocks.len()).for_each(|block| self.held_to(scene, item, block, hits));
            }
        }
    }
}

/// How the scan finds the places of an expression. One that matches from a start is found by its first word rather than
/// by another.
fn found_by(way: Way, pattern: &Expression) -> FoundBy {
    match way {
        Way::Line | Way::Weak | Way::Placed | Way::Start | Way::Sentence if !pattern.opening.is_empty() => {
            FoundBy::Opening
        }
        // A head is looked for at the head of a block, and a sentence has one of its own.
        Way::Sentence if pattern.found_by() == FoundBy::Heads => FoundBy::Nothing,
        _ => pattern.found_by(),
    }
}

impl Line {
    /// Holds a block of the rule's roles, or each of its sentences, to an expression.
    fn held_to(&self, scene: &Scene<'_>, item: u32, index: usize, hits: &mut Vec<Hit>) {
        let (Some((way, pattern)), Some(block)) = (self.pattern(item), scene.document.blocks.get(index)) else {
            return;
        };
        let most = pattern.longest.min(LONGEST).saturating_add(DECORATION);
        if !scene.rule.scope.has_role(block.role) || block.role == Role::Code {
            return;
        }
        if way == Way::Sentence {
            block.sentences.clone().for_each(|sentence| self.sentence(scene, item, sentence, None, hits));
        } else if block.text.len() <= most {
            self.block(scene, item, index, hits);
        }
    }
}

/// Whether a token is the first in the block that is one of the words.
fn is_first(scene: &Scene<'_>, block: &Block, token: u32, words: &[u64]) -> bool {
    let before = scene.document.tokens.get(block.tokens.start as usize..token as usize).unwrap_or_default();
    token - block.tokens.start <= TOKEN_REACH && !before.iter().any(|token| words.contains(&token.word))
}
