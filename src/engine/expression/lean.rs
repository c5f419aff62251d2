//! Lean: an expression written so that building it is cheap, and what it matches in a draft in a Latin script stays.
//!
//! What makes an expression dear is not what its author wrote but what Unicode makes of it: `\w` is seven hundred ranges,
//! `(?i)` adds a long s and a Kelvin sign to letters, and `.{0,200}` is two hundred copies of a small machine.

use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

/// A class with more ranges than this is written shorter.
const MOST_RANGES: usize = 40;

/// The end of what is kept of such a class range by range: Latin, with what its languages add to it.
const LATIN_END: char = '\u{24f}';

/// The dashes and quotation marks, which are kept one by one: authors of expressions mean them so.
const MARKS: (char, char) = ('\u{2010}', '\u{203f}');

/// What is left: letters of other scripts, symbols, letters again, each with a character that stands for all of them.
const BEYOND: [(char, char, char); 3] =
    [('\u{250}', '\u{1fff}', 'α'), ('\u{2040}', '\u{2bff}', '€'), ('\u{2c00}', '\u{10ffff}', '中')];

/// Letters that are in no draft, which case folding brings in: the long s and the Kelvin sign.
const FOLDED: [char; 2] = ['ſ', '\u{212a}'];

/// From this many times on a repetition is dear.
const MANY_TIMES: u32 = 12;

/// The least times that are asked of a stretch in its place.
const FEW_TIMES: u32 = 3;

/// A repetition of at least this many different characters is a stretch that says little.
const MANY_SIGNS: u32 = 60;

/// The same expression with classes that are cheap to build.
pub(super) fn classes(hir: &Hir) -> Hir {
    map(hir, &|class| Hir::class(Class::Unicode(class)), &|repetition| Hir::repetition(repetition))
}

/// The same with no bound on how long a stretch of anything is, and a low one on how short: it matches wherever the other
/// does.
pub(super) fn stretches(hir: &Hir) -> Hir {
    map(hir, &|class| Hir::class(Class::Unicode(class)), &|repetition| {
        let is_long = repetition.max.is_some_and(|max| max >= MANY_TIMES) && is_stretch(&repetition.sub);
        if !is_long {
            return Hir::repetition(repetition);
        }
        Hir::repetition(Repetition { min: repetition.min.min(FEW_TIMES), max: None, ..repetition })
    })
}

fn map(hir: &Hir, class: &dyn Fn(ClassUnicode) -> Hir, repetition: &dyn Fn(Repetition) -> Hir) -> Hir {
    let inner = |sub: &Hir| map(sub, class, repetition);
    match hir.kind() {
        HirKind::Class(Class::Unicode(own)) => class(short(own)),
        HirKind::Repetition(own) => repetition(Repetition { sub: Box::new(inner(&own.sub)), ..own.clone() }),
        HirKind::Capture(own) => Hir::capture(Capture { sub: Box::new(inner(&own.sub)), ..own.clone() }),
        HirKind::Concat(subs) => Hir::concat(subs.iter().map(inner).collect()),
        HirKind::Alternation(subs) => Hir::alternation(subs.iter().map(inner).collect()),
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(Class::Bytes(_)) => hir.clone(),
    }
}

fn is_stretch(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return false };
    let size = |range: &ClassUnicodeRange| range.end() as u32 - range.start() as u32 + 1;
    class.ranges().iter().map(size).sum::<u32>() >= MANY_SIGNS
}

/// A class in few ranges.
fn short(class: &ClassUnicode) -> ClassUnicode {
    let holds = |sign: char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&sign));
    let mut short = class.clone();
    if class.ranges().len() > MOST_RANGES {
        let kept = [('\0', LATIN_END), MARKS].map(|(start, end)| ClassUnicodeRange::new(start, end));
        short.intersect(&ClassUnicode::new(kept));
        for (start, end, example) in BEYOND {
            if holds(example) {
                short.push(ClassUnicodeRange::new(start, end));
            }
        }
    } else if FOLDED.into_iter().any(holds) && !holds('α') {
        short.difference(&ClassUnicode::new(FOLDED.map(|sign| ClassUnicodeRange::new(sign, sign))));
    }
    if short.ranges().is_empty() { class.clone() } else { short }
}

/// The most characters a match can have; `u32::MAX` where there is no limit.
pub(super) fn most(hir: &Hir) -> u32 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).map_or(u32::MAX, |text| text.chars().count() as u32)
        }
        HirKind::Class(_) => 1,
        HirKind::Repetition(own) => own.max.map_or(u32::MAX, |max| most(&own.sub).saturating_mul(max)),
        HirKind::Capture(own) => most(&own.sub),
        HirKind::Concat(subs) => subs.iter().map(most).fold(0, u32::saturating_add),
        HirKind::Alternation(subs) => subs.iter().map(most).max().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::expression::finds;

    fn lean(pattern: &str) -> Hir {
        classes(&regex_syntax::parse(pattern).expect("a good expression"))
    }

    #[test]
    fn letters_and_marks_stay_what_they_are() {
        let word = lean(r"\A\w+\z");
        for text in ["Dovey", "Łódź", "naïve_4", "Ελλάδα", "Москва", "東京"] {
            assert!(finds(&word, text), "{text}");
        }
        for text in ["a b", "a—b", "“a”", "it’s", "…"] {
            assert!(!finds(&word, text), "{text}");
        }
        let other = lean(r"\A\W\z");
        assert!(finds(&other, "—") && finds(&other, " ") && !finds(&other, "é"));
        assert!(finds(&lean(r"\A[\w’-]+\z"), "man’s") && !finds(&lean(r"\A[\w‘-]+\z"), "man’s"));
        assert!(finds(&lean(r"\A\p{Lu}\z"), "É") && !finds(&lean(r"\A\p{Lu}\z"), "é"));
    }

    #[test]
    fn case_stays_ignored() {
        let hir = lean("(?i:skip)");
        assert!(finds(&hir, "SkiP"));
        assert!(!finds(&hir, "ſkip"));
    }

    #[test]
    fn a_long_stretch_loses_its_bound_and_a_short_one_keeps_it() {
        let hir = stretches(&lean(r"\Ashare.{0,60}\d{1,20}x{2,5}\z"));
        assert!(finds(&hir, &format!("share{}1xx", "é".repeat(200))));
        assert!(!finds(&hir, "share1xxxxxx"));
        assert_eq!(most(&lean(r"ab{1,3}(c|dé)[^x]{0,60}")), 66);
        assert_eq!(most(&lean("a*")), u32::MAX);
    }
}
