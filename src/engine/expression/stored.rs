//! Stored: an expression as it is kept in the binary, taken apart already. Reading it back costs a tenth of what parsing
//! the same expression does.
//!
//! Each part is a letter, its numbers with a sign behind each, and its own parts.

use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};
use std::fmt::Write as _;
use std::str::Chars;

/// Every look, by its place in the list.
const LOOKS: [Look; 18] = [
    Look::Start,
    Look::End,
    Look::StartLF,
    Look::EndLF,
    Look::StartCRLF,
    Look::EndCRLF,
    Look::WordAscii,
    Look::WordAsciiNegate,
    Look::WordUnicode,
    Look::WordUnicodeNegate,
    Look::WordStartAscii,
    Look::WordEndAscii,
    Look::WordStartUnicode,
    Look::WordEndUnicode,
    Look::WordStartHalfAscii,
    Look::WordEndHalfAscii,
    Look::WordStartHalfUnicode,
    Look::WordEndHalfUnicode,
];

/// How deep an expression is read: deeper than the parser lets one be.
const DEEPEST: u32 = 500;

/// An expression in its stored form; `None` where it matches bytes that are no text.
pub(super) fn write(hir: &Hir) -> Option<String> {
    let mut text = String::new();
    put(hir, &mut text)?;
    Some(text)
}

fn put(hir: &Hir, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => out.push('e'),
        HirKind::Look(look) => write!(out, "k{};", LOOKS.iter().position(|known| known == look)?).ok()?,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            write!(out, "l{};{text}", text.chars().count()).ok()?;
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Class(Class::Unicode(class)) => match class.ranges() {
            [large, small] if is_case_pair(large, small) => out.extend(['i', small.start()]),
            ranges => {
                write!(out, "c{};", ranges.len()).ok()?;
                ranges.iter().for_each(|range| out.extend([range.start(), range.end()]));
            }
        },
        HirKind::Repetition(own) => {
            let max = own.max.map(|max| max.to_string()).unwrap_or_default();
            write!(out, "{}{};{max};", if own.greedy { 'r' } else { 'z' }, own.min).ok()?;
            put(&own.sub, out)?;
        }
        HirKind::Capture(own) => {
            let name = own.name.as_deref().unwrap_or_default();
            write!(out, "g{};{};{name}", own.index, name.chars().count()).ok()?;
            put(&own.sub, out)?;
        }
        HirKind::Concat(subs) => put_all('s', subs, out)?,
        HirKind::Alternation(subs) => put_all('a', subs, out)?,
    }
    Some(())
}

fn put_all(letter: char, subs: &[Hir], out: &mut String) -> Option<()> {
    write!(out, "{letter}{};", subs.len()).ok()?;
    subs.iter().try_for_each(|sub| put(sub, out))
}

/// Whether a class is a letter in both its cases.
fn is_case_pair(large: &ClassUnicodeRange, small: &ClassUnicodeRange) -> bool {
    let one = large.start() == large.end() && small.start() == small.end();
    one && large.start().is_ascii_uppercase() && large.start().to_ascii_lowercase() == small.start()
}

/// Reads a stored expression; `None` where the text is none.
pub(super) fn read(text: &str) -> Option<Hir> {
    take(&mut text.chars(), 0)
}

fn take(text: &mut Chars<'_>, depth: u32) -> Option<Hir> {
    if depth > DEEPEST {
        return None;
    }
    Some(match text.next()? {
        'e' => Hir::empty(),
        'k' => Hir::look(*LOOKS.get(number(text)?? as usize)?),
        'l' => {
            let length = number(text)?? as usize;
            let literal: String = text.by_ref().take(length).collect();
            Hir::literal(literal.into_bytes())
        }
        'i' => {
            let small = text.next()?;
            let pair = [small.to_ascii_uppercase(), small].map(|sign| ClassUnicodeRange::new(sign, sign));
            Hir::class(Class::Unicode(ClassUnicode::new(pair)))
        }
        'c' => {
            let length = number(text)??;
            let ranges = (0..length).map(|_| Some(ClassUnicodeRange::new(text.next()?, text.next()?)));
            Hir::class(Class::Unicode(ClassUnicode::new(ranges.collect::<Option<Vec<_>>>()?)))
        }
        greedy @ ('r' | 'z') => {
            let (min, max) = (number(text)??, number(text)?);
            Hir::repetition(Repetition { min, max, greedy: greedy == 'r', sub: Box::new(take(text, depth + 1)?) })
        }
        'g' => {
            let (index, length) = (number(text)??, number(text)?? as usize);
            let name: String = text.by_ref().take(length).collect();
            let name = (!name.is_empty()).then(|| name.into());
            Hir::capture(Capture { index, name, sub: Box::new(take(text, depth + 1)?) })
        }
        's' => Hir::concat(take_all(text, depth)?),
        'a' => Hir::alternation(take_all(text, depth)?),
        _ => return None,
    })
}

fn take_all(text: &mut Chars<'_>, depth: u32) -> Option<Vec<Hir>> {
    let length = number(text)??;
    (0..length).map(|_| take(text, depth + 1)).collect()
}

/// A number and the sign behind it; inside, `None` where no digit stands there.
#[allow(clippy::option_option)]
fn number(text: &mut Chars<'_>) -> Option<Option<u32>> {
    let mut value = None;
    loop {
        match text.next()? {
            ';' => return Some(value),
            digit => value = Some(value.unwrap_or(0u32).checked_mul(10)?.checked_add(digit.to_digit(10)?)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_back_the_same() {
        for pattern in [
            r"(?i:\A(share|tweet)( this)?:?( \d+)?\z)",
            r"(?P<link>https?://[^\s?]+)\?(?:utm_\w+=[^&]*?&?){2,}",
            r"^$|\b(?-u:\b)é{3}|.{0,200}",
            "",
        ] {
            let hir = regex_syntax::parse(pattern).expect("a good expression");
            let stored = write(&hir).expect("an expression of text");
            assert_eq!(read(&stored).as_ref(), Some(&hir), "{pattern}: {stored}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["", "x", "l", "k99;", "s2;e", "r1;", "c1;a", "s99999999999;"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
