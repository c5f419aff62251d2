//! What is said to be required, held against what expressions match.

use super::*;
use crate::engine::expression::matcher::Matcher;
use crate::engine::expression::{Expression, finds, stored};
use regex_automata::nfa::thompson::{NFA, State, Transition};

fn parsed(pattern: &str) -> Hir {
    regex_syntax::parse(&format!("(?i:{pattern})")).expect("a good expression")
}

fn required(pattern: &str) -> Vec<String> {
    words(&parsed(pattern)).0
}

fn first(pattern: &str) -> Vec<String> {
    opening(&parsed(pattern)).0
}

#[test]
fn a_bounded_word_is_required() {
    assert_eq!(required(r"\bforward-looking statements?\b"), ["statement", "statements"]);
    assert_eq!(required(r"^all rights reserved\.?$"), ["reserved"]);
    assert_eq!(required(r"^\d+ comments?$"), ["comment", "comments"]);
    assert_eq!(required(r"\bT(K){1,3}\b"), ["tk", "tkk", "tkkk"]);
    assert_eq!(required(r"(?-i)\bTK\b"), ["tk"]);
    assert_eq!(required(r"\b(in|at) [a-z]+ reserve\b"), ["reserve"]);
}

#[test]
fn an_unbounded_word_is_not() {
    assert!(required("comment").is_empty());
    assert!(required(r"\bpre\w+").is_empty());
    assert!(required(r".*").is_empty());
    assert!(required(r"https?://\S+").is_empty());
    assert!(required(r"\bcan\b").is_empty());
    assert!(required(r"(^|x)share\b").is_empty());
}

#[test]
fn alternatives_need_a_word_each() {
    assert_eq!(required(r"\b(cookie policy|privacy settings)\b"), ["cookie", "settings"]);
    assert!(required(r"\b(cookies|\d+)\b").is_empty());
}

#[test]
fn the_first_word_is_known_where_it_is_bounded() {
    assert_eq!(first(r"\A(share|tweet)( this)?\z"), ["share", "tweet"]);
    assert_eq!(first(r"\A\(?photo(graph)? by .*"), ["photo", "photograph"]);
    assert_eq!(first(r"\A(the )?post .*"), ["post", "the"]);
    assert!(first(r"\A\d+ comments").is_empty());
    assert!(first(r"\Ashare\w*").is_empty());
    assert_eq!(first(r"\A(share|tweet this.*|[–*]* ?pin it[.…]*)\z"), ["pin", "share", "tweet"]);
    assert_eq!(first(r"\A(hide|show)( all)* .{2,}\z"), ["hide", "show"]);
    assert!(first(r"\A(share|.{2,} on x)\z").is_empty());
}

#[test]
fn signs_are_those_that_every_match_holds() {
    let held = |pattern: &str| signs(&parsed(pattern)).0;
    assert_eq!(held(r"\[-[^\]]*-\]|\{\+[^}]*\+\}"), ["[-", "{+"]);
    assert_eq!(held(r"&(amp|lt);"), ["&"]);
    assert_eq!(held(r"(?-i)\bTK(?:K|TK)*s?\b"), ["TK"]);
    assert_eq!(held(r"https?://\S+"), ["://"]);
    assert_eq!(signs(&parsed("(no|zero) reader")), (vec![" reader".to_owned()], true));
    assert!(held(r"\w+").is_empty());
    assert!(held(r"\[x\]|\w+ of").is_empty());
}

/// A string that an expression matches, its choices driven by `seed`.
fn sample(hir: &Hir, seed: &mut u64, text: &mut String) {
    let mut pick = |most: usize| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as usize % most.max(1)
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).expect("UTF-8")),
        // Of a class of almost anything, what stands in prose.
        HirKind::Class(Class::Unicode(class)) if class.iter().any(|range| range.len() > 100) => {
            let holds = |sign: &char| class.iter().any(|range| (range.start()..=range.end()).contains(sign));
            let common: Vec<char> = " eT,7é".chars().filter(holds).collect();
            text.extend(common.get(pick(common.len())));
        }
        HirKind::Class(Class::Unicode(class)) => {
            let range = class.ranges()[pick(class.ranges().len())];
            let width = (range.end() as u32 - range.start() as u32).min(40);
            text.extend(char::from_u32(range.start() as u32 + pick(width as usize + 1) as u32));
        }
        HirKind::Class(Class::Bytes(_)) => {}
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 3).min(repetition.min + 3);
            for _ in 0..repetition.min + pick((most - repetition.min) as usize + 1) as u32 {
                sample(&repetition.sub, seed, text);
            }
        }
        HirKind::Capture(capture) => sample(&capture.sub, seed, text),
        HirKind::Concat(subs) => subs.iter().for_each(|sub| sample(sub, seed, text)),
        HirKind::Alternation(branches) => {
            let branch = pick(branches.len());
            sample(&branches[branch], seed, text);
        }
    }
}

#[test]
fn every_match_holds_one_of_the_words_as_a_token() {
    let patterns = [
        r"\bforward-looking statements?\b",
        r"\A(no|0|zero|\d[\d,.]*k?) comments?( so far)?\.?\z",
        r"\A(read|continue|keep) (more|reading|the (full|rest) .{0,20})( here)?[.…]?\z",
        r"\A(share|tweet)( this)?( (story|article))?:?( \d+)?\z",
        r"\bT(K){1,3}\b",
        r"\A(photo|image)s?( by|:| courtesy of) ?\w{2,9}\z",
        r"\b(sign up|subscribe) (for|to) (our|the) .{0,9}\b(newsletters?|alerts)\b",
        r"\A.{0,9}\ball rights reserved\.?( no .{0,9})?\z",
    ];
    let mut seed = 7;
    for pattern in patterns {
        let hir = parsed(pattern);
        let (words, also) = words(&hir);
        assert!(!words.is_empty(), "{pattern}");
        let hashes = |set: &Vec<String>| set.iter().map(|word| word_hash(word)).collect::<Vec<_>>();
        let sets: Vec<Vec<u64>> = [&words].into_iter().chain(&also).map(hashes).collect();
        for _ in 0..300 {
            let mut text = String::new();
            sample(&hir, &mut seed, &mut text);
            if text.contains(['ſ', '\u{212a}']) || !finds(&hir, &text) {
                continue;
            }
            let tokens = tokens::form(&text);
            for set in &sets {
                assert!(set.iter().any(|hash| tokens.words.contains(hash)), "{pattern}: {text}");
            }
        }
    }
}

/// A string that a machine matches, its choices driven by `seed`: of a class of almost anything, what stands in prose.
fn walk(nfa: &NFA, seed: &mut u64) -> Option<String> {
    let mut pick = |most: usize| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as usize % most.max(1)
    };
    let (mut at, mut bytes) = (nfa.start_anchored(), Vec::new());
    for _ in 0..5000 {
        at = match nfa.state(at) {
            State::ByteRange { trans } => {
                bytes.push(trans.start + pick(usize::from(trans.end - trans.start) + 1) as u8);
                trans.next
            }
            State::Sparse(ranges) => {
                let common = b" eT,7"[pick(5)];
                let range = match ranges.matches_byte(common) {
                    Some(next) => Transition { start: common, end: common, next },
                    None => ranges.transitions[pick(ranges.transitions.len())],
                };
                bytes.push(range.start + pick(usize::from(range.end - range.start) + 1) as u8);
                range.next
            }
            State::Look { next, .. } | State::Capture { next, .. } => *next,
            State::Union { alternates } => alternates[pick(alternates.len())],
            State::BinaryUnion { alt1, alt2 } => [*alt1, *alt2][pick(2)],
            State::Match { .. } => return String::from_utf8(bytes).ok(),
            State::Dense(_) | State::Fail => return None,
        };
    }
    None
}

/// What [`Expression`] says of the default rules' own expressions, held against what they match.
#[test]
fn every_match_of_a_default_rule_holds_what_is_required() {
    let rules = crate::builtin::BUILTIN.rules.iter();
    let mut count = 0;
    for expression in rules.flat_map(|rule| rule.data.check().expressions()) {
        let nfa = stored::read(&expression.pattern, false).expect("a stored expression");
        let mut seed = 11;
        for text in (0..12).filter_map(|_| walk(&nfa, &mut seed)) {
            let lack = lack_of(expression, &text);
            if lack.is_some() && Matcher::new(expression.pattern.clone()).is_match(&text) {
                panic!("{:?}: {text:?} has no {}", expression.heads, lack.unwrap_or_default());
            }
            count += 1;
        }
    }
    assert!(count > 1000, "{count}");
}

/// What a text lacks of what an expression is said to require.
fn lack_of(expression: &crate::engine::expression::Expression, text: &str) -> Option<&'static str> {
    let mut found = Vec::new();
    tokens::tokenize(text, crate::document::TextSpan::new(0, text.len() as u32), &mut found);
    // A word that runs on as an address (“contributor@7”) is none of the draft.
    if found.iter().any(|token| token.kind == tokens::TokenKind::Link) {
        return None;
    }
    let holds = |set: &[u64]| set.is_empty() || found.iter().any(|token| set.contains(&token.word));
    let is_mark = |kind| matches!(kind, tokens::TokenKind::Mark | tokens::TokenKind::Symbol);
    let mut heads = found.iter().take(found.iter().take_while(|token| is_mark(token.kind)).count() + 1);
    if !holds(&expression.words) || !expression.also.iter().all(|set| holds(set)) {
        return Some("word");
    }
    if !expression.opening.is_empty() && !heads.any(|token| expression.opening.contains(&token.word)) {
        return Some("first word");
    }
    if !expression.has_head(text) {
        return Some("head");
    }
    let signs = &expression.signs;
    let text = if expression.folds { text.to_ascii_lowercase() } else { text.to_owned() };
    (!signs.is_empty() && !signs.iter().any(|sign| text.contains(&**sign))).then_some("sign")
}

#[test]
fn a_sign_soon_after_the_start_is_told() {
    let soon = |pattern: &str| soon(&parsed(pattern));
    assert_eq!(soon(r"^[A-Z]{2,15} ?[:—-].*"), Some((vec!['-', ':', '—'], 17)));
    assert_eq!(soon(r"^\([^()]+\)"), Some((vec!['('], 1)));
    // Letters and spaces stand everywhere, what may be missing tells nothing, and far is not soon.
    assert_eq!(soon(r"^share[ -]this:?$"), None);
    assert_eq!(soon(r"^\w{1,60}:"), None);
    let begins = |pattern: &str, text: &str| Expression::new(pattern).expect("a good expression").may_begin(text);
    assert!(begins(r"^[A-Z]{2,15} ?[:—-].*", "PELL — the pier") && begins(r"^[A-Z]{2,15} ?[:—-].*", "ÉPELL: the pier"));
    assert!(!begins(r"^[A-Z]{2,15} ?[:—-].*", "The mayor of the town said: no"));
    assert!(begins(r"\w{2,15}:", "The mayor of the town said: no"));
}
