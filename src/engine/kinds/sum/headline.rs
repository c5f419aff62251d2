//! Headline: a number of the headline that the story nowhere has, where it has one nearly the same of the same thing.

use super::Sum;
use crate::document::{Block, TokenKind};
use crate::engine::kinds::{Hit, Scene};
use crate::input::Role;

/// How many tokens behind a number its noun is looked for.
const NOUN: u32 = 4;
/// How many tokens before it the verb may stand that says of what it is.
const VERB: u32 = 2;
/// How many tokens before it the words that make a guess of it.
const GUESS: u32 = 3;
/// Numbers below this are too near to each other to be slips.
const LEAST: u32 = 4;

/// Numbers of the story that the headline has otherwise.
pub(super) fn clashes(keys: &Sum, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let reader = Reader { keys, scene };
    let Some(headline) = scene.document.blocks.iter().find(|block| block.role == Role::Headline) else { return };
    let said: Vec<(u32, u32)> = reader.numbers(headline).filter(|(at, _)| !reader.is_guess(*at)).collect();
    if said.is_empty() {
        return;
    }
    let story = scene.document.blocks.iter().filter(|block| matches!(block.role, Role::Paragraph | Role::ListItem));
    let told: Vec<(u32, u32)> = story.flat_map(|block| reader.numbers(block)).collect();
    for (at, number) in said.into_iter().filter(|(_, number)| !told.iter().any(|(_, told)| told == number)) {
        let near = told.iter().filter(|(_, told)| is_slip(number, *told));
        let mut same =
            near.filter(|(told, _)| scene.in_scope(*told) && !reader.is_guess(*told) && reader.is_same(at, *told));
        if let (Some((place, value)), true) = (same.next(), same.all(|(_, other)| is_slip(number, *other))) {
            let document = scene.document;
            let span = document.span_of(at..at + 1);
            let hit = Hit::new(document.span_of(*place..place + 1)).value("count", value.to_string());
            hits.push(hit.value("said", document.slice(span)).label("headline", span));
        }
    }
}

/// Whether one number may be the other with a slip: one or two more or fewer, or its digits in another order.
fn is_slip(one: u32, other: u32) -> bool {
    let digits = |number: u32| {
        let mut digits = number.to_string().into_bytes();
        digits.sort_unstable();
        digits
    };
    let close = one.abs_diff(other) <= if one < 10 { 1 } else { 2 };
    one != other && (close || one >= 10 && one.abs_diff(other) == 10 || one >= 12 && digits(one) == digits(other))
}

struct Reader<'a, 's> {
    keys: &'a Sum,
    scene: &'a Scene<'s>,
}

impl Reader<'_, '_> {
    /// The whole numbers of a block, each with its token: no years, sums of money, shares or scores.
    fn numbers(&self, block: &Block) -> impl Iterator<Item = (u32, u32)> {
        block.tokens.clone().filter_map(move |at| Some((at, self.number(at)?)))
    }

    fn number(&self, at: u32) -> Option<u32> {
        let document = self.scene.document;
        let token = document.tokens.get(at as usize)?;
        let value = match token.kind {
            TokenKind::Number => document.word(at).replace(',', "").parse().ok()?,
            _ => self.scene.lists.named(&self.keys.numbers).word(token.word)?.number("value")?.try_into().ok()?,
        };
        let sign = |at: u32| {
            matches!(document.word(at), "-" | "–" | "$" | "£" | "€" | "%" | "/" | ":" | "#" | "million" | "billion")
        };
        if sign(at + 1) || at.checked_sub(1).is_some_and(sign) {
            return None;
        }
        let year = (1900..2100).contains(&value) && token.kind == TokenKind::Number;
        (value >= LEAST && !year).then_some(value)
    }

    /// Whether words before a number say that it is a guess (“about 60”).
    fn is_guess(&self, at: u32) -> bool {
        let (document, list) = (self.scene.document, self.scene.lists.named(&self.keys.spoilers));
        let before = at.saturating_sub(GUESS)..at;
        before.clone().any(|from| {
            let rest = document.tokens.get(from as usize..before.end as usize).unwrap_or_default();
            let found = list.starts(rest);
            found.is_some_and(|(entry, length)| !entry.flag("near") || from + length as u32 == at)
        })
    }

    /// Whether two numbers are of the same thing: what stands right behind the one stands behind the other too, or words
    /// of one row of the list stand around both.
    fn is_same(&self, headline: u32, story: u32) -> bool {
        let document = self.scene.document;
        let behind = |at: u32| at + 1..at + 1 + NOUN;
        let rows = |at: u32| -> Vec<usize> {
            (at.saturating_sub(VERB)..at + 1 + NOUN).filter_map(|at| self.row(at)).collect()
        };
        let own = rows(headline);
        let word = |at: u32| {
            document.tokens.get(at as usize).filter(|token| token.kind == TokenKind::Word).map(|token| token.word)
        };
        let plain = word(headline + 1).filter(|_| document.word(headline + 1).len() >= 4);
        rows(story).iter().any(|row| own.contains(row))
            || plain.is_some() && behind(story).take(2).any(|at| word(at) == plain)
    }

    /// The row of the list that a word is in.
    fn row(&self, at: u32) -> Option<usize> {
        let list = self.scene.lists.named(&self.keys.units);
        let rest = self.scene.document.tokens.get(at as usize..)?;
        let (entry, _) = list.starts(rest)?;
        list.entries.iter().position(|row| std::ptr::eq(row, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips_of_the_fingers() {
        assert!(is_slip(61, 63) && is_slip(61, 16) && is_slip(58_000, 85_000) && is_slip(7, 8));
        assert!(!is_slip(61, 61) && !is_slip(61, 140) && !is_slip(7, 9));
    }
}
