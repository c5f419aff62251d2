//! Shares: what some of a total are, and what the others are: “85 of the 130 slips were empty, and the other 55 held boats”,
//! “of the 64 flats, 41 are let and 33 are sold”.

use super::{Adder, NOUN};
use crate::document::TokenKind;
use crate::engine::kinds::Hit;

/// How many tokens from the total its last share may stand.
const FAR: u32 = 40;

impl Adder<'_, '_> {
    /// A total and two shares of it that make more, or, where the second is said to be the others, anything else. `of` is the
    /// word before the total.
    pub(super) fn shares(&self, of: u32) -> Option<Hit> {
        let (total, noun) = self.total_behind(of)?;
        let some = of.checked_sub(1).and_then(|at| self.some_and_others(at, total, noun));
        some.or_else(|| self.of_the_total(of, total, noun))
    }

    /// “85 of the 130 slips … the other 55”.
    fn some_and_others(&self, at: u32, total: u32, noun: u32) -> Option<Hit> {
        let some = self.number(at)?;
        let end = self.bounds.end.min(noun + FAR);
        let others = (noun..end).find(|at| self.is_others(*at))?;
        let rest = self.number(others + 1)?;
        let lone = (noun..others).all(|at| self.number(at).is_none());
        (lone && some.saturating_add(rest) != total)
            .then(|| self.share_hit(at, others + 2, total, &[some, rest]))
            .flatten()
    }

    /// “Of the 64 flats, 41 are let and 33 are sold”.
    fn of_the_total(&self, at: u32, total: u32, noun: u32) -> Option<Hit> {
        let end = self.bounds.end.min(noun + FAR);
        let comma = (noun..end.min(noun + NOUN + 3)).find(|at| self.word(*at) == ",")?;
        let one = self.number(comma + 1)?;
        let joint = (comma + 2..end).find(|at| self.is_joint(*at) && self.number(at + 1).is_some())?;
        let other = self.number(joint + 1)?;
        let lone = (comma + 2..joint).all(|at| self.number(at).is_none())
            && !self.is_unit(comma + 2)
            && !self.is_unit(joint + 2);
        let over = one < total && other < total && one.saturating_add(other) > total;
        (lone && over).then(|| self.share_hit(at, joint + 2, total, &[one, other])).flatten()
    }

    /// The total in “of the 130 slips” from a token on, and where its noun begins.
    fn total_behind(&self, of: u32) -> Option<(u32, u32)> {
        let the = self.token(of + 1).is_some_and(|token| token.kind == TokenKind::Word);
        let says_of = self.token(of).is_some_and(|token| self.keys.of.contains(&token.word)) && the;
        let total = self.number(of + 2).filter(|total| says_of && *total >= 3)?;
        let noun = self.token(of + 3).is_some_and(|token| token.kind == TokenKind::Word);
        noun.then_some((total, of + 3))
    }

    /// Whether a number stands behind a word that says that it is all the others.
    fn is_others(&self, at: u32) -> bool {
        self.has(&self.keys.units, at..at + 1) && self.number(at + 1).is_some()
    }

    /// Whether a mark or a sign makes a share of another kind: “41 percent”, “33%”.
    fn is_unit(&self, at: u32) -> bool {
        self.token(at).is_none_or(|token| token.kind != TokenKind::Word)
    }

    fn share_hit(&self, start: u32, end: u32, total: u32, shares: &[u32]) -> Option<Hit> {
        let before = start.saturating_sub(2).max(self.bounds.start)..start;
        if self.is_spoiled(before) || self.is_spoiled(start..end + 1) || !self.scene.in_scope(start) {
            return None;
        }
        let hit = Hit::new(self.scene.document.span_of(start..end)).value("total", total.to_string());
        let sum = shares.iter().fold(0_u32, |sum, share| sum.saturating_add(*share));
        Some(hit.value("sum", sum.to_string()))
    }
}
