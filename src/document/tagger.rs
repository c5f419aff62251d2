//! Tagger: parts of speech and lemmas.
//!
//! A greedy averaged perceptron with a lexicon, from left to right. What one word says about its neighbours and itself is
//! summed up once and kept for the thread, so that a common word costs a few additions. The weights are a data file that
//! `cargo run --example train_tagger` writes; see `model/README.md`.

use self::features::{EDGE, PLACES, Spelling, Traits};
use self::lexicon::Lexicon as _;
use self::model::{Model, Scores};
use super::tokens::{Token, TokenKind};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

mod decided;
pub mod features;
pub mod lemma;
pub mod lexicon;
pub mod model;
mod sentence_tags;
pub mod tag;

use decided::Decided;
pub use decided::decided_alone;
pub(super) use sentence_tags::SentenceTags;
pub use tag::{Tag, Upos};

/// The weights of the program.
static EMBEDDED: &[u8] = include_bytes!("../../model/tagger.bin");

/// Knows parts of speech and lemmas.
#[derive(Copy, Clone, Debug)]
pub struct Tagger<'model> {
    model: Option<Model<'model>>,
    /// Tells the kept sums of one model from those of another.
    number: u64,
}

/// How many words are kept at most: then all are forgotten. Half of the places of the index.
const KEPT: usize = 1 << 14;

/// How many bits of a key lead to a place of the index.
const INDEX_BITS: u32 = 15;

/// After how many tokens a sieve of the features is worth its making: an article has fewer.
const MANY: u32 = 4000;

/// A sentence is tagged in pieces of so many tokens: a file without one period is no sentence.
const PIECE: usize = 512;

/// What a thread keeps.
#[derive(Default)]
struct Kept {
    model: u64,
    /// The number of a word, plus 1, at the place of its key or behind it; 0 is free.
    index: Vec<u32>,
    heads: Vec<Head>,
    /// What a word says about the tags of its neighbours and its own, of the words that were weighed.
    near: Vec<[Scores; PLACES - 2]>,
    /// What each class says about the tags of the tokens two before and two after.
    far: Vec<[Scores; 2]>,
    /// The number of each class.
    classes: HashMap<u64, u32>,
    edges: Vec<Scores>,
    /// The weights of two tags before, and whether they are there.
    pairs: Vec<Scores>,
    pairs_known: Vec<bool>,
    numbers: Vec<u32>,
    /// How many tokens were weighed, up to [`MANY`], and which features may have weights, once there were so many.
    weighed: u32,
    sieve: Vec<u64>,
}

/// What is kept of a word beside its weights.
#[derive(Copy, Clone, Debug)]
struct Head {
    key: u64,
    traits: Traits,
    decided: Decided,
    /// The number of its class.
    class: u32,
    /// The number of its sums, plus 1; 0 where nobody has asked for them: many words are decided, or stand beside such.
    near: u32,
}

thread_local! {
    static KEPT_HERE: RefCell<Kept> = RefCell::new(Kept::default());
}

/// The tagger of the program.
static OF_THE_PROGRAM: LazyLock<Tagger<'static>> = LazyLock::new(|| Tagger { model: Model::new(EMBEDDED), number: 1 });

impl Tagger<'static> {
    /// The tagger of the program.
    pub fn embedded() -> &'static Self {
        &OF_THE_PROGRAM
    }
}

impl<'model> Tagger<'model> {
    /// A tagger with another data file. `None` where it is none. `number` must be another one for each file of a run, and
    /// not 1.
    pub fn new(bytes: &'model [u8], number: u64) -> Option<Self> {
        Model::new(bytes).map(|model| Self { model: Some(model), number })
    }

    /// The lemma of a word under a tag.
    pub fn lemma<'word>(&self, word: &'word str, tag: Tag) -> Cow<'word, str> {
        let Some(model) = &self.model else { return word.into() };
        let entry = model.lemmas.get(lemma::exception_key(word, tag));
        let found = entry.and_then(|entry| lemma::by_table(word, entry));
        found.map_or_else(|| lemma::by_rule(word, tag, model), Cow::Owned)
    }

    /// Tells it from taggers with other data files.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The class of a token in the lexicon: which tags its word can have. `written` is its prose.
    pub fn class(&self, written: &str, token: &Token) -> lexicon::Class {
        let class = |model: &Model<'_>| model.class(features::lexical(written, token), token.case);
        self.model.as_ref().map_or(lexicon::Class::UNSEEN, class)
    }

    /// Writes the tags of a sentence's tokens, which lie in `text`.
    pub fn tag(&self, text: &str, tokens: &mut [Token]) {
        let mut tags = vec![Tag::Unknown; tokens.len()];
        self.tag_part(text, tokens, 0..tokens.len(), |_| Tag::Unknown, |index, tag| tags[index] = tag);
        for (token, tag) in tokens.iter_mut().zip(tags) {
            token.tag = tag;
        }
    }

    /// The tag of a token whose neighbours have no say in it; [`Tag::Unknown`] of any other.
    pub fn decided(&self, text: &str, token: &Token) -> Tag {
        let Some(model) = &self.model else { return Tag::Unknown };
        KEPT_HERE.with_borrow_mut(|kept| {
            kept.prepare(model, self.number);
            kept.make_room(1);
            let word = kept.word(model, text, token);
            kept.heads[word].decided.tag(token).unwrap_or_default()
        })
    }

    /// Tells the tags of some of a sentence's tokens, and of those before them that must be weighed for it. `known` says
    /// which tags were told before; they are the same, whichever part of the sentence is asked for first.
    pub fn tag_part(
        &self,
        text: &str,
        sentence: &[Token],
        part: Range<usize>,
        known: impl Fn(usize) -> Tag,
        mut tell: impl FnMut(usize, Tag),
    ) {
        let Some(model) = &self.model else { return };
        KEPT_HERE.with_borrow_mut(|kept| {
            kept.prepare(model, self.number);
            let mut from = part.start;
            while from < part.end.min(sentence.len()) {
                let first = from - from % PIECE;
                let piece = &sentence[first..sentence.len().min(first + PIECE)];
                let own = from - first..piece.len().min(part.end - first);
                kept.tag_piece((model, text, piece), own, |at| known(first + at), |at, tag| tell(first + at, tag));
                from = first + PIECE;
            }
        });
    }
}

impl Kept {
    fn prepare(&mut self, model: &Model<'_>, number: u64) {
        if self.model == number {
            return;
        }
        self.model = number;
        self.forget_words();
        self.far.clear();
        self.classes.clear();
        self.pairs = vec![[0; tag::SCORED]; 64 * 64];
        self.pairs_known = vec![false; 64 * 64];
        (self.weighed, self.sieve) = (0, Vec::new());
        self.edges = vec![[0; tag::SCORED]; PLACES];
        for (place, edge) in self.edges.iter_mut().enumerate() {
            features::edge(place, |feature| model.add(feature, edge));
        }
    }

    /// Forgets all words where there is no room for so many more.
    fn make_room(&mut self, words: usize) {
        if self.heads.len() + words > KEPT {
            self.forget_words();
        }
    }

    fn forget_words(&mut self) {
        self.index = vec![0; 1 << INDEX_BITS];
        self.heads.clear();
        self.near.clear();
    }

    /// Tags a part of a piece, from left to right.
    fn tag_piece(
        &mut self,
        (model, text, piece): (&Model<'_>, &str, &[Token]),
        part: Range<usize>,
        known: impl Fn(usize) -> Tag,
        mut tell: impl FnMut(usize, Tag),
    ) {
        self.make_room(piece.len());
        let certain = |kept: &mut Self, at: usize| match known(at) {
            Tag::Unknown => {
                let word = kept.word(model, text, &piece[at]);
                kept.heads[word].decided.tag(&piece[at])
            }
            tag => Some(tag),
        };
        // Two tags before a token are weighed: where both are certain, nothing that stands before them matters.
        let (mut start, mut nearer) = (part.start, None);
        let mut farther = None;
        while start > 0 {
            nearer = nearer.or_else(|| certain(self, start - 1));
            farther = if start > 1 { certain(self, start - 2) } else { Some(Tag::Unknown) };
            if nearer.is_some() && farther.is_some() {
                break;
            }
            (start, nearer) = (start - 1, farther);
        }
        let before = if start == 0 { [Tag::Unknown; 2] } else { [nearer, farther].map(Option::unwrap_or_default) };
        self.decide((model, text, piece), start..part.end, before, &mut tell);
    }

    /// The number of a word, which is read and summed up if it is new.
    #[inline]
    fn word(&mut self, model: &Model<'_>, text: &str, token: &Token) -> usize {
        // The hash folds apostrophes; a mark that opens is another than one that closes.
        let opens = token.kind == TokenKind::Mark && text.get(token.span.range()) == Some("‘");
        let variant = token.case as u64 * 32 + token.kind as u64 * 4 + u64::from(opens) * 2;
        let key = token.word.rotate_left(8).wrapping_add(variant);
        let mask = (1 << INDEX_BITS) - 1;
        let mut place = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - INDEX_BITS)) as usize;
        loop {
            let number = self.index[place & mask] as usize;
            if number == 0 {
                return self.add_word(model, text, token, key, place & mask);
            }
            if self.heads[number - 1].key == key {
                return number - 1;
            }
            place += 1;
        }
    }

    #[cold]
    fn add_word(&mut self, model: &Model<'_>, text: &str, token: &Token, key: u64, place: usize) -> usize {
        let text = text.get(token.span.range()).unwrap_or_default();
        let spelling = Spelling::new(text, token, model);
        let decided = Decided::of(text, token, spelling.class);
        let next = self.far.len() as u32;
        let class = *self.classes.entry(spelling.traits.class).or_insert(next);
        if class == next {
            self.far.push([0, PLACES - 1].map(|place| sum(model, &spelling, place)));
        }
        self.heads.push(Head { key, traits: spelling.traits, decided, class, near: 0 });
        self.index[place] = self.heads.len() as u32;
        self.heads.len() - 1
    }

    /// Sums up those of the words around a token that were not summed up before.
    fn sum_up(
        &mut self,
        (model, text, piece): (&Model<'_>, &str, &[Token]),
        index: usize,
        words: [Option<usize>; PLACES],
    ) {
        for (behind, word) in (index..).zip(&words[1..PLACES - 1]) {
            if let Some(word) = word.filter(|word| self.heads[*word].near == 0) {
                self.add_near(model, text, &piece[behind - 1], word);
            }
        }
    }

    /// Sums up what a word says about the tags of its neighbours and its own.
    #[cold]
    fn add_near(&mut self, model: &Model<'_>, text: &str, token: &Token, word: usize) {
        let spelling = Spelling::new(text.get(token.span.range()).unwrap_or_default(), token, model);
        self.near.push([1, 2, 3].map(|place| sum(model, &spelling, place)));
        self.heads[word].near = self.near.len() as u32;
    }

    /// Decides from left to right. `before` are the two tags before the part, the nearer one first.
    fn decide(
        &mut self,
        (model, text, piece): (&Model<'_>, &str, &[Token]),
        part: Range<usize>,
        before: [Tag; 2],
        tell: &mut impl FnMut(usize, Tag),
    ) {
        // All words are looked up before any is used, so that the look-ups need not wait.
        let first = part.start.saturating_sub(2);
        let around = piece.get(first..piece.len().min(part.end + 2)).unwrap_or_default();
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.clear();
        numbers.extend(around.iter().map(|token| self.word(model, text, token) as u32));
        let [mut nearer, mut farther] = before;
        for index in part {
            let word = |at: usize| at.checked_sub(first + 2).and_then(|at| numbers.get(at)).map(|word| *word as usize);
            // The places are those of the words that are seen: two before this one to two after it.
            let words: [Option<usize>; PLACES] = std::array::from_fn(|place| word(index + place));
            let decided = words[2].and_then(|word| self.heads[word].decided.tag(&piece[index]));
            let tag = decided.unwrap_or_else(|| {
                self.sum_up((model, text, piece), index, words);
                self.weigh(model, words, nearer, farther)
            });
            tell(index, tag);
            (nearer, farther) = (tag, nearer);
        }
        self.numbers = numbers;
    }

    /// The likeliest tag of the third of five words. Where one is missing, the piece begins or ends.
    fn weigh(&mut self, model: &Model<'_>, words: [Option<usize>; PLACES], nearer: Tag, farther: Tag) -> Tag {
        let mut scores = *self.pair(model, nearer, farther);
        for (place, word) in words.into_iter().enumerate() {
            // A word two before a token sees it from the last place, and so on.
            let seen_from = PLACES - 1 - place;
            add(
                &mut scores,
                match word {
                    None => &self.edges[seen_from],
                    Some(word) if seen_from == 0 => &self.far[self.heads[word].class as usize][0],
                    Some(word) if seen_from == PLACES - 1 => &self.far[self.heads[word].class as usize][1],
                    Some(word) => &self.near[self.heads[word].near as usize - 1][seen_from - 1],
                },
            );
        }
        let traits = [1, 2, 3].map(|at| words[at].map_or(&EDGE, |word| &self.heads[word].traits));
        model.add_all(features::context(nearer, farther, traits), &self.sieve, &mut scores);
        if self.weighed < MANY {
            self.weighed += 1;
            if self.weighed == MANY {
                self.sieve = model.sieve();
            }
        }
        best(&scores)
    }

    fn pair(&mut self, model: &Model<'_>, nearer: Tag, farther: Tag) -> &Scores {
        let at = nearer.index() * 64 + farther.index();
        if !self.pairs_known[at] {
            self.pairs_known[at] = true;
            for feature in features::tags_before(nearer, farther) {
                model.add(feature, &mut self.pairs[at]);
            }
        }
        &self.pairs[at]
    }
}

/// What a word says about the tag of the token at a place.
fn sum(model: &Model<'_>, spelling: &Spelling, place: usize) -> Scores {
    let mut row = [0; tag::SCORED];
    spelling.local(place, |feature| model.add(feature, &mut row));
    row
}

#[inline]
fn add(scores: &mut Scores, row: &Scores) {
    for (score, weight) in scores.iter_mut().zip(row) {
        *score = score.wrapping_add(*weight);
    }
}

/// The tag with the highest score, the first of equal ones.
#[inline]
fn best(scores: &Scores) -> Tag {
    // A fold and not `max`, which would keep the compiler from comparing several at once.
    let highest = scores.iter().fold(i16::MIN, |highest, score| highest.max(*score));
    Tag::from_index(scores.iter().position(|score| *score == highest).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{TextSpan, tokens};

    /// The hash by which the data file is known: the program that trains prints it. A new file needs new scores in
    /// `model/README.md`.
    const HASH: u64 = 0xb6b7_2031_2fb4_47a1;

    fn fnv(bytes: &[u8]) -> u64 {
        bytes
            .iter()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    fn cut(text: &str) -> Vec<Token> {
        let mut cut = Vec::new();
        tokens::tokenize(text, TextSpan::new(0, text.len() as u32), &mut cut);
        cut
    }

    /// The words of a sentence, each with its fine tag.
    fn tagged(text: &str) -> String {
        let mut tokens = cut(text);
        Tagger::embedded().tag(text, &mut tokens);
        let tagged: Vec<String> =
            tokens.iter().map(|token| format!("{}/{}", &text[token.span.range()], token.tag)).collect();
        tagged.join(" ")
    }

    #[test]
    fn the_data_file_is_the_one_that_the_notes_speak_of() {
        assert_eq!(fnv(EMBEDDED), HASH);
        assert!(EMBEDDED.len() <= 1_200_000);
        let notes = include_str!("../../model/README.md");
        assert!(notes.contains(&format!("{HASH:016x}")), "model/README.md names another file");
    }

    #[test]
    fn verbs_are_told_apart() {
        assert_eq!(tagged("The mayor had led the council."), "The/DT mayor/NN had/VBD led/VBN the/DT council/NN ./.");
        assert_eq!(tagged("She led it in 2019."), "She/PRP led/VBD it/PRP in/IN 2019/CD ./.");
        assert_eq!(tagged("They should build a bridge."), "They/PRP should/MD build/VB a/DT bridge/NN ./.");
        assert_eq!(tagged("He is running."), "He/PRP is/VBZ running/VBG ./.");
    }

    #[test]
    fn universal_tags_tell_auxiliaries_and_particles_apart() {
        let text = "Fell doesn’t want to go to Marlow.";
        let mut tokens = cut(text);
        Tagger::embedded().tag(text, &mut tokens);
        let upos: Vec<&str> = tokens.iter().map(|token| token.tag.upos().name()).collect();
        assert_eq!(upos, ["PROPN", "AUX", "PART", "VERB", "PART", "VERB", "ADP", "PROPN", "PUNCT"]);
    }

    #[test]
    fn marks_are_tagged_by_their_shape() {
        assert_eq!(tagged("\"No,\" he said"), "\"/`` No/UH ,/, \"/'' he/PRP said/VBD");
        assert_eq!(tagged("“Yes”"), "“/`` Yes/UH ”/''");
    }

    #[test]
    fn lemmas_follow_the_table_and_the_rules() {
        let tagger = Tagger::embedded();
        for (word, tag, lemma) in [
            ("went", Tag::VerbPast, "go"),
            ("Is", Tag::AuxiliaryThird, "be"),
            ("councillors", Tag::Nouns, "councillor"),
            ("children", Tag::Nouns, "child"),
            ("better", Tag::Comparative, "good"),
            ("n’t", Tag::Negation, "not"),
            ("planning", Tag::VerbGerund, "plan"),
            ("Marlow", Tag::Name, "Marlow"),
        ] {
            assert_eq!(tagger.lemma(word, tag), lemma, "{word}");
        }
    }

    #[test]
    fn any_tokens_are_tagged_the_same_way_twice() {
        let odd = "’ ‘ ' \" “ ‘so’ İstanbul K K ß 東京 :-) a.b@c.d 1,100 ½ … — ".repeat(300);
        let mut first = cut(&odd);
        Tagger::embedded().tag(&odd, &mut first);
        let mut second = cut(&odd);
        Tagger::embedded().tag(&odd, &mut second);
        assert_eq!(first, second);
        assert!(first.iter().all(|token| token.tag != Tag::Unknown));
        Tagger::embedded().tag("", &mut []);
    }

    #[test]
    fn broken_files_are_no_model() {
        assert!(Tagger::new(&[], 2).is_none());
        assert!(Tagger::new(&EMBEDDED[..EMBEDDED.len() - 1], 2).is_none());
        let mut broken = EMBEDDED.to_vec();
        broken.iter_mut().skip(60).step_by(7).for_each(|byte| *byte ^= 0x5a);
        if let Some(tagger) = Tagger::new(&broken, 3) {
            let text = "The mayor had led the council.";
            let mut tokens = cut(text);
            tagger.tag(text, &mut tokens);
            tagger.lemma("went", Tag::VerbPast);
        }
    }
}
