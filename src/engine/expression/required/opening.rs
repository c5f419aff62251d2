//! Opening: the first word of every match of an expression.

use super::{Strings, is_boundary, is_bounded, parts_a_word, shrinks};
use crate::document::tokens;
use crate::list::word_hash;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// How many steps are taken through an expression before it is given up.
const MOST_STEPS: usize = 20_000;

/// How many first words are kept.
const MOST_WORDS: usize = 256;

/// How often a repetition is followed.
const MOST_TIMES: u32 = 3;

/// The most bytes of a head.
const HEAD: usize = 16;

/// Words of which every match has one as its first, whatever marks stand before it; none where that cannot be told.
///
/// The second is what a match begins with, marks aside, in small letters and in order, none the head of another. Where the
/// first word can be told it is empty, unless that word is a frequent one and what follows it tells more.
pub(in crate::engine::expression) fn opening(hir: &Hir) -> (Vec<String>, Vec<String>) {
    let mut search = Search::new(0);
    if !search.follow(vec![hir], String::new()) {
        return (Vec::new(), Vec::new());
    }
    let Search { mut words, mut heads, taken, .. } = search;
    words.sort_unstable();
    words.dedup();
    if heads.is_empty() && words.len() <= MOST_WORDS {
        let is_frequent = words.iter().any(|word| word.len() <= FREQUENT);
        return (words, if is_frequent { far_heads(hir) } else { heads });
    }
    heads.extend(taken);
    (Vec::new(), in_order(heads))
}

/// The longest first word that is frequent, in bytes.
const FREQUENT: usize = 4;

/// How far heads are followed behind a frequent first word, in bytes: as far as they are few.
const FAR: [usize; 3] = [HEAD, 10, 7];

/// How many of them are kept.
const MOST_HEADS: usize = 64;

/// What every match begins with, followed beyond its first word; none where they are many or nothing can be told.
fn far_heads(hir: &Hir) -> Vec<String> {
    let heads = FAR.into_iter().filter_map(|far| {
        let mut search = Search::new(far);
        search.follow(vec![hir], String::new()).then(|| in_order(search.heads))
    });
    heads.into_iter().find(|heads| heads.len() <= MOST_HEADS).unwrap_or_default()
}

fn in_order(mut heads: Vec<String>) -> Vec<String> {
    heads.sort_unstable();
    heads.dedup_by(|next, kept| next.starts_with(&**kept));
    heads
}

/// What a text begins with, marks aside, as far as it is plain letters, digits and marks; `None` where that is nothing.
fn head(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let end = text.find(|sign: char| !sign.is_ascii()).unwrap_or(text.len()).min(HEAD);
    text.get(..end).filter(|head| !head.is_empty()).map(str::to_owned)
}

/// The way through an expression until the first word is complete on every branch.
struct Search {
    /// How many bytes of heads are wanted instead of the first word; 0 where the word is.
    far: usize,
    words: Vec<String>,
    /// What led to each of the words.
    taken: Vec<String>,
    heads: Vec<String>,
    steps: usize,
}

impl Search {
    fn new(far: usize) -> Self {
        Self { far, words: Vec::new(), taken: Vec::new(), heads: Vec::new(), steps: 0 }
    }

    /// Whether a branch has been followed far enough.
    fn is_done(&self, matched: &str) -> bool {
        match self.far {
            0 => has_end(matched),
            far => head(matched).is_some_and(|head| head.len() >= far || !matched.ends_with(&*head)),
        }
    }

    /// Keeps what a branch begins with whose first word cannot be told. Whether that is anything.
    fn give_up(&mut self, matched: &str) -> bool {
        let head = head(matched);
        let is_known = head.is_some();
        self.heads.extend(head);
        is_known
    }

    /// Goes on with the parts of `rest`, the last one first, behind what has been matched. Whether anything
    /// can be told.
    fn follow(&mut self, mut rest: Vec<&Hir>, matched: String) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        if self.is_done(&matched) {
            return self.take(&matched);
        }
        let Some(part) = rest.pop() else { return self.give_up(&matched) };
        match part.kind() {
            HirKind::Empty => self.follow(rest, matched),
            HirKind::Look(look) => {
                let ends = matches!(look, Look::End | Look::EndLF | Look::EndCRLF) || ends_in_word(&matched);
                if self.far == 0 && is_boundary(part) && ends {
                    self.close(&matched)
                } else {
                    self.follow(rest, matched)
                }
            }
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).unwrap_or_default();
                self.follow(rest, matched + &text.to_lowercase())
            }
            HirKind::Class(class) => self.class(part, class, rest, &matched),
            HirKind::Capture(capture) => {
                rest.push(&capture.sub);
                self.follow(rest, matched)
            }
            HirKind::Concat(subs) => {
                rest.extend(subs.iter().rev());
                self.follow(rest, matched)
            }
            HirKind::Alternation(branches) => branches.iter().all(|branch| self.with(&rest, [branch], &matched)),
            HirKind::Repetition(repetition) => self.repetition(repetition, rest, matched),
        }
    }

    fn with<'h>(&mut self, rest: &[&'h Hir], next: impl IntoIterator<Item = &'h Hir>, matched: &str) -> bool {
        self.follow(rest.iter().copied().chain(next).collect(), matched.to_owned())
    }

    fn class(&mut self, part: &Hir, class: &Class, rest: Vec<&Hir>, matched: &str) -> bool {
        let Class::Unicode(class) = class else { return false };
        match Strings::of_class(class) {
            // Numbers are many, and tokens of their own making.
            Some(strings) if strings.0.iter().all(|sign| sign.chars().all(|sign| sign.is_ascii_digit())) => {
                strings.0.iter().all(|sign| self.give_up(&format!("{matched}{sign}")))
            }
            Some(strings) => strings.0.iter().all(|sign| self.follow(rest.clone(), format!("{matched}{sign}"))),
            None if parts_a_word(part, true) && ends_in_word(matched) => self.close(matched),
            None => self.give_up(matched),
        }
    }

    fn repetition<'h>(&mut self, repetition: &'h Repetition, rest: Vec<&'h Hir>, matched: String) -> bool {
        if !ends_in_word(&matched) && decorates(&repetition.sub) {
            // Marks before the first word, however many.
            return if matched.contains(char::is_alphanumeric) {
                self.give_up(&matched)
            } else {
                self.follow(rest, matched)
            };
        }
        if repetition.min == 0 && !self.follow(rest.clone(), matched.clone()) {
            return false;
        }
        if let Some(max) = repetition.max.filter(|max| *max <= MOST_TIMES) {
            return (repetition.min.max(1)..=max)
                .all(|times| self.with(&rest, std::iter::repeat_n(&*repetition.sub, times as usize), &matched));
        }
        if ends_in_word(&matched) && (parts_a_word(&repetition.sub, true) || decorates(&repetition.sub)) {
            // Marks behind it, and then what comes next.
            let goes_on = !parts_a_word(&repetition.sub, true) && !is_bounded(rest.iter().rev().copied(), true);
            return if goes_on { self.give_up(&matched) } else { self.close(&matched) };
        }
        // Once, and whatever comes then.
        self.with(&[], [&*repetition.sub], &matched)
    }

    /// Takes the first word of a text that ends behind it.
    fn close(&mut self, matched: &str) -> bool {
        let word = matched.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        if shrinks(word) { self.give_up(matched) } else { self.take(matched) }
    }

    /// Takes the first token that is no mark, where the tokenizer is sure to make it one.
    fn take(&mut self, matched: &str) -> bool {
        if self.far > 0 {
            return self.give_up(matched);
        }
        let (marks, word) = matched.split_at(matched.find(char::is_alphanumeric).unwrap_or(matched.len()));
        let word = word.split(ends_word).next().unwrap_or_default();
        let letters = word.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
        if word.is_empty() || !marks.chars().all(is_mark) {
            return self.give_up(matched);
        }
        let made = tokens::form(word).words;
        let first = [word, letters].into_iter().find(|one| made.first() == Some(&word_hash(one)));
        let Some(first) = first else { return self.give_up(matched) };
        self.words.push(first.to_owned());
        self.taken.extend(head(matched));
        true
    }
}

/// Whether the first word of a text is complete: a sign behind it at which any tokenizer breaks.
fn has_end(text: &str) -> bool {
    text.find(char::is_alphanumeric).is_some_and(|start| text[start..].contains(ends_word))
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(char::is_alphanumeric)
}

fn ends_word(sign: char) -> bool {
    sign.is_whitespace() || ",;?!()[]“”\"|>‹›«»•→".contains(sign)
}

/// Marks that may stand before a word and are no part of it.
fn is_mark(sign: char) -> bool {
    ends_word(sign) || "*-–—….:·".contains(sign)
}

/// Whether all that a part matches is such marks.
fn decorates(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else {
        return matches!(hir.kind(), HirKind::Literal(literal) if std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().all(is_mark)));
    };
    Strings::of_class(class).is_some_and(|strings| strings.0.iter().all(|sign| sign.chars().all(is_mark)))
}
