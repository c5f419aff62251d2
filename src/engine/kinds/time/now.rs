//! Now: a draft that tells nothing of its day is taken to be of the day of the run, give or take a year.

use super::clash::Pair;
use super::year;
use crate::engine::kinds::{Hit, Scene};
use std::ops::RangeInclusive;

/// How many blocks before that of a date may tell that the story speaks of another year.
const BEFORE: u32 = 2;

/// The dates that are right in no year around that of the run, milder than others. None where as many others are wrong too:
/// then the draft is of another time.
pub(super) fn against_now(scene: &Scene<'_>, pairs: &[Pair]) -> Vec<Hit> {
    let Some(today) = scene.settings.today else { return Vec::new() };
    let years = today.year() - 1..=today.year() + 1;
    let (fit, wrong): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().partition(|pair| years.clone().any(|year| pair.fits(year, false)));
    if wrong.len() > fit.len().max(1) {
        return Vec::new();
    }
    let wrong = wrong.into_iter().filter(|pair| !pair.has_year(scene) && !is_of_then(scene, pair));
    wrong.map(|pair| hit(scene, pair, &years)).collect()
}

fn hit(scene: &Scene<'_>, pair: &Pair, years: &RangeInclusive<i16>) -> Hit {
    let hit = Hit::new(pair.span(scene)).value("first", years.start().to_string());
    let mut hit = hit.value("last", years.end().to_string());
    hit.soft = true;
    hit
}

/// Whether a year that is told shortly before a date, or the one after it, has the date on its weekday.
fn is_of_then(scene: &Scene<'_>, pair: &Pair) -> bool {
    let document = scene.document;
    let number = document.block_of(pair.token);
    let first = document.blocks.get(number.saturating_sub(BEFORE) as usize).map_or(0, |block| block.tokens.start);
    let mut told = (first..pair.token).filter_map(|at| year(document, at));
    told.any(|year| pair.fits(year, false) || pair.fits(year + 1, false))
}
