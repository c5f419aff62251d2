//! Signs: strings of which every match of an expression holds one, spelled as they stand in the draft, or in small
//! letters where the expression is of no mind about case.

use super::{flatten, unwrapped};
use regex_syntax::hir::{Class, Hir, HirKind};

/// The most that looking for the strings of an expression may cost, as [`cost`] counts.
const MOST_COST: usize = 64;

/// How many spellings of a stretch are followed.
const MOST_SPELLINGS: usize = 16;

/// The size of a class that is followed sign by sign, all of them rare.
const MOST_RARE: usize = 64;

/// The size of a class whose members are followed as spellings.
const MOST_MEMBERS: usize = 4;

/// Strings of which every match holds one and that are rare in prose, none where that cannot be told; and whether they
/// are to be looked for in any case.
pub(in crate::engine::expression) fn signs(hir: &Hir) -> (Vec<String>, bool) {
    let mut all = held(hir).filter(|all| total(all) <= MOST_COST).unwrap_or_default();
    let folds = has_case_pair(hir);
    if folds {
        all.iter_mut().for_each(|sign| sign.make_ascii_lowercase());
    }
    all.sort_unstable();
    all.dedup();
    (all, folds)
}

/// Whether every match begins with one of the signs, so that it can be looked for where one stands and nowhere else.
/// Letters are left out: what leads to a letter may be of either case.
pub(in crate::engine::expression) fn leads(hir: &Hir, signs: &[String]) -> bool {
    let plain = |sign: &String| !sign.is_empty() && !sign.contains(char::is_alphabetic);
    !signs.is_empty() && signs.iter().all(plain) && begins(hir, signs)
}

fn begins(hir: &Hir, signs: &[String]) -> bool {
    let is_led = |string: &String| signs.iter().any(|sign| string.starts_with(sign));
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Literal(_) | HirKind::Class(Class::Unicode(_)) => {
            spellings(hir).or_else(|| members(hir, MOST_RARE)).is_some_and(|all| all.iter().all(is_led))
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && begins(&repetition.sub, signs),
        HirKind::Capture(capture) => begins(&capture.sub, signs),
        HirKind::Alternation(branches) => branches.iter().all(|branch| begins(branch, signs)),
        HirKind::Concat(_) => {
            let mut parts = Vec::new();
            flatten(hir, &mut parts);
            let is_nothing = |part: &&&Hir| matches!(unwrapped(part).kind(), HirKind::Empty | HirKind::Look(_));
            let parts: Vec<&Hir> = parts.iter().skip_while(is_nothing).copied().collect();
            let mut run = vec![String::new()];
            for part in &parts {
                let Some(next) = spellings(part).filter(|next| next.len() * run.len() <= MOST_SPELLINGS) else { break };
                run = run.iter().flat_map(|head| next.iter().map(move |tail| format!("{head}{tail}"))).collect();
            }
            parts.first().is_some_and(|first| begins(first, signs)) || run.iter().all(is_led)
        }
    }
}

/// Whether a letter somewhere in an expression may be large or small.
fn has_case_pair(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(_) => case_pair(hir).is_some(),
        HirKind::Repetition(repetition) => has_case_pair(&repetition.sub),
        HirKind::Capture(capture) => has_case_pair(&capture.sub),
        HirKind::Concat(subs) | HirKind::Alternation(subs) => subs.iter().any(has_case_pair),
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => false,
    }
}

/// The small letter of a class that is one letter in both its cases.
fn case_pair(hir: &Hir) -> Option<char> {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return None };
    match class.ranges() {
        [large, small] => {
            let one = large.start() == large.end() && small.start() == small.end();
            let pair = large.start().is_ascii_uppercase() && large.start().to_ascii_lowercase() == small.start();
            (one && pair).then_some(small.start())
        }
        _ => None,
    }
}

fn held(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Literal(_) => spellings(hir).filter(|all| !all[0].is_empty()),
        HirKind::Class(Class::Unicode(_)) => members(hir, MOST_RARE).filter(|all| all.iter().all(|sign| is_rare(sign))),
        HirKind::Repetition(repetition) if repetition.min > 0 => held(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => held(&capture.sub),
        HirKind::Concat(_) => held_by_parts(hir),
        HirKind::Alternation(branches) => branches.iter().map(held).collect::<Option<Vec<_>>>().map(|all| all.concat()),
    }
}

/// The rarest of what the parts hold, and of what runs of them spell.
fn held_by_parts(hir: &Hir) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    flatten(hir, &mut parts);
    let mut choices: Vec<Vec<String>> = parts.iter().filter_map(|part| held(part)).collect();
    for start in 0..parts.len() {
        let mut run = vec![String::new()];
        for part in &parts[start..] {
            let Some(next) = spellings(part).filter(|next| next.len() * run.len() <= MOST_SPELLINGS) else { break };
            run = run.iter().flat_map(|head| next.iter().map(move |tail| format!("{head}{tail}"))).collect();
            if run.iter().all(|string| !string.is_empty()) {
                choices.push(run.clone());
            }
        }
    }
    let length = |choice: &Vec<String>| choice.iter().map(String::len).sum::<usize>();
    choices.into_iter().min_by_key(|choice| (total(choice), std::cmp::Reverse(length(choice))))
}

/// Every string that a part can match, where they are few; case is kept, but for letters that may have either.
fn spellings(hir: &Hir) -> Option<Vec<String>> {
    let all = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).ok()?.to_owned()],
        HirKind::Class(_) => members(hir, MOST_MEMBERS)?,
        HirKind::Capture(_) => spellings(unwrapped(hir))?,
        HirKind::Alternation(branches) => branches.iter().map(spellings).collect::<Option<Vec<_>>>()?.concat(),
        HirKind::Repetition(_) | HirKind::Concat(_) => return None,
    };
    (all.len() <= MOST_SPELLINGS).then_some(all)
}

fn members(hir: &Hir, most: usize) -> Option<Vec<String>> {
    if let Some(letter) = case_pair(hir) {
        return Some(vec![letter.to_string()]);
    }
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return None };
    let size: usize = class.ranges().iter().map(|range| range.len()).sum();
    let all = class.ranges().iter().flat_map(|range| range.start()..=range.end());
    (size <= most).then(|| all.map(String::from).collect())
}

fn total(strings: &[String]) -> usize {
    strings.iter().map(|string| cost(string)).sum()
}

/// How often a string stands in prose, roughly.
fn cost(string: &str) -> usize {
    let capitals = string.chars().filter(char::is_ascii_uppercase).count();
    match string.bytes().filter(|byte| *byte != b' ').count() {
        _ if string.chars().any(|sign| is_rare(sign.encode_utf8(&mut [0; 4]))) => 1,
        // A hyphen before a space is no part of a word.
        _ if string.ends_with("- ") => 8,
        0 | 1 => 1000,
        _ if capitals > 1 => 2,
        2 => 64,
        3 => 40,
        4 => 8,
        5 => 6,
        _ => 3,
    }
}

/// Whether a sign is none of the letters, digits and marks that any prose holds.
fn is_rare(sign: &str) -> bool {
    sign.chars().all(|sign| {
        let common = matches!(sign, '.' | ',' | '-' | '\'' | '"' | '’' | '‘' | '“' | '”' | '—' | '–' | ':' | '_');
        let letter = sign.is_alphanumeric() && sign.is_ascii();
        !common && !letter && !sign.is_whitespace()
    })
}
