//! Clash: dates of a draft that name their weekdays and fit no one year. Nobody needs to know the year to see that a
//! Saturday the 17th and a Wednesday the 22nd are of two months.

use super::{Written, weekday_before, weekday_name, written_date};
use crate::document::TextSpan;
use crate::engine::kinds::{Hit, Scene};
use jiff::civil::Weekday;

/// After this many years weekdays and dates come round again.
const CALENDARS: std::ops::Range<i16> = 2001..2029;

/// In a draft that has months from the first on, those up to the other may be of the year after.
const LATE: i8 = 10;
const EARLY: i8 = 3;

/// A date without a year, with the weekday that it is said to be.
struct Pair {
    date: Written,
    /// The token of the weekday.
    token: u32,
    said: Weekday,
}

/// The dates among the places of months that fit no year in which the most others fit. The hits are at the first tokens
/// of months. Nothing where the day of publication is known: then each is judged by itself.
pub(super) fn clashes(scene: &Scene<'_>, hits: &[Hit]) -> Vec<Hit> {
    if scene.published().is_some() {
        return Vec::new();
    }
    let pairs = pairs(scene, hits);
    let turn = pairs.iter().any(|pair| pair.date.month >= LATE) && pairs.iter().any(|pair| pair.date.month <= EARLY);
    let fitting = |year: i16| pairs.iter().filter(|pair| pair.fits(year, turn)).count();
    let Some(most) = CALENDARS.map(fitting).max().filter(|most| *most < pairs.len()) else { return Vec::new() };
    let years: Vec<i16> = CALENDARS.filter(|year| fitting(*year) == most).collect();
    let fits = |year: i16| pairs.iter().map(|pair| pair.fits(year, turn)).collect::<Vec<bool>>();
    let Some(right) = latest(&years, &fits) else { return Vec::new() };
    let right = fits(right);
    let years: Vec<i16> = years.into_iter().filter(|year| fits(*year) == right).collect();
    let Some(anchor) = pairs.iter().zip(&right).find(|(_, fits)| **fits).map(|(pair, _)| pair) else {
        return Vec::new();
    };
    let wrong = pairs.iter().filter(|pair| !years.iter().any(|year| pair.fits(*year, turn)));
    wrong.map(|pair| pair.hit(scene, anchor, &years, turn)).collect()
}

/// Of years that fit as many dates, but not the same ones, the one that is right: the later of the two that lie next to
/// each other. Most such slips are days of last year’s calendar.
fn latest(years: &[i16], fits: &dyn Fn(i16) -> Vec<bool>) -> Option<i16> {
    let cycle = CALENDARS.end - CALENDARS.start;
    let after = years.iter().skip(1).copied().chain(years.first().map(|year| year + cycle));
    let steps = years.iter().copied().zip(after).map(|(year, next)| (next - year, year, next));
    let turns = steps.filter(|(_, year, next)| fits(*year) != fits(in_cycle(*next)));
    turns.min().map(|(_, _, next)| in_cycle(next)).or(years.first().copied())
}

/// The year with the same calendar among those looked at.
fn in_cycle(year: i16) -> i16 {
    if CALENDARS.contains(&year) { year } else { year - (CALENDARS.end - CALENDARS.start) }
}

fn pairs(scene: &Scene<'_>, hits: &[Hit]) -> Vec<Pair> {
    let mut months: Vec<u32> = hits.iter().map(|hit| scene.document.token_at(super::start(hit))).collect();
    months.sort_unstable();
    months.dedup();
    let pair = |month: u32| {
        let date = written_date(scene, month).filter(|date| date.year.is_none())?;
        let (token, said) = weekday_before(scene, &date)?;
        Some(Pair { date, token, said })
    };
    months.into_iter().filter_map(pair).collect()
}

impl Pair {
    /// The weekdays that the date has in a year, and, for the first months where the draft has the last ones too, in the
    /// year after it.
    fn weekdays(&self, year: i16, turn: bool) -> impl Iterator<Item = Weekday> {
        let next = (turn && self.date.month <= EARLY).then_some(year + 1);
        let (month, day) = (self.date.month, self.date.day);
        let date = move |year| jiff::civil::Date::new(year, month, day).ok().map(|date| date.weekday());
        [Some(year), next].into_iter().flatten().filter_map(date)
    }

    fn fits(&self, year: i16, turn: bool) -> bool {
        self.weekdays(year, turn).any(|day| day == self.said)
    }

    fn span(&self, scene: &Scene<'_>) -> TextSpan {
        scene.document.span_of(self.token..self.date.tokens.end)
    }

    /// The finding, with the weekday that is right by all years that come into question, where there is but one.
    fn hit(&self, scene: &Scene<'_>, anchor: &Self, years: &[i16], turn: bool) -> Hit {
        let mut days = years.iter().flat_map(|year| self.weekdays(*year, turn));
        let first = days.next();
        let right = first.filter(|first| days.all(|day| day == *first)).and_then(|day| weekday_name(scene, day));
        let document = scene.document;
        let hit = Hit::new(self.span(scene))
            .value("other", document.slice(anchor.span(scene)))
            .label("other", anchor.span(scene));
        match right {
            Some(name) => hit.value("right", name.clone()).edit(document.span_of(self.token..self.token + 1), name),
            None => hit,
        }
    }
}
