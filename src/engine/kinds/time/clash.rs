//! Clash: dates of a draft that name their weekdays and fit no one year, or not the year that the draft tells elsewhere.
//! Nobody needs to know the year to see that a Saturday the 17th and a Wednesday the 22nd are of two months.

use super::now;
use super::told::{self, Lead, Told};
use super::{Written, weekday_before, weekday_name, written_date, year};
use crate::document::TextSpan;
use crate::engine::kinds::{Hit, Scene};
use jiff::civil::{Date, Weekday};

/// After this many years weekdays and dates come round again.
const CALENDARS: std::ops::Range<i16> = 2001..2029;

/// In a draft that has months from the first on, those up to the other may be of the year after.
const LATE: i8 = 10;
const EARLY: i8 = 3;

/// What puts a date before it into another year: “last year”.
pub(super) const OTHER_YEARS: &str = "other-years";

/// A date without a year, with the weekday that it is said to be.
pub(super) struct Pair {
    pub(super) date: Written,
    /// The token of the weekday.
    pub(super) token: u32,
    pub(super) said: Weekday,
}

/// The dates among the places of months that fit no year in which the most others fit, or not the year that the draft
/// tells. The hits are at the first tokens of months. Nothing where the day of publication is known: then each is judged
/// by itself.
pub(super) fn clashes(scene: &Scene<'_>, hits: &[Hit]) -> Vec<Hit> {
    if scene.published().is_some() {
        return Vec::new();
    }
    let pairs = pairs(scene, hits);
    if pairs.is_empty() {
        return Vec::new();
    }
    let told = told::told(scene).or_else(|| given_again(scene, &pairs));
    let tells = told.is_some();
    let against = told.map(|told| against_told(scene, &pairs, &told)).unwrap_or_default();
    let against = if against.is_empty() { against_lead(scene, &pairs) } else { against };
    let against = if against.is_empty() { among(scene, &pairs) } else { against };
    if against.is_empty() && !tells && Lead::of(scene).is_none() { now::against_now(scene, &pairs) } else { against }
}

/// The year of a date that the draft gives once with its weekday and once with its year, where the three agree.
fn given_again(scene: &Scene<'_>, pairs: &[Pair]) -> Option<Told> {
    // One date alone has nothing to be held against.
    let several = pairs.len() > 1;
    let whole = told::dates(scene, 0..several.then_some(scene.document.tokens.len())? as u32);
    let mut dated = whole.filter_map(|date| Some((date.date(date.year?)?, date)));
    let agrees = |date: &Date| {
        let same = |pair: &Pair| (pair.date.month, pair.date.day) == (date.month(), date.day());
        pairs.iter().any(|pair| same(pair) && pair.said == date.weekday())
    };
    let (date, written) = dated.find(|(date, _)| agrees(date))?;
    Some(Told { date: Some(date), years: vec![date.year()], span: written.span(scene.document) })
}

/// The dates that fit no year that the draft tells. Where most do not, what it tells is of something else.
fn against_told(scene: &Scene<'_>, pairs: &[Pair], told: &Told) -> Vec<Hit> {
    let own = |pair: &Pair| -> Vec<Date> {
        let years = told.years.iter().flat_map(|year| [year - 1, *year, year + 1]);
        let dates = years.filter_map(|year| pair.date.date(year));
        dates.filter(|date| is_near(*date, told)).collect()
    };
    let right = |pair: &Pair, dates: &[Date]| dates.iter().any(|date| date.weekday() == pair.said);
    let judged = pairs.iter().filter(|pair| !pair.has_year(scene)).map(|pair| (pair, own(pair)));
    let (fit, wrong): (Vec<_>, Vec<_>) =
        judged.filter(|(_, dates)| !dates.is_empty()).partition(|(pair, dates)| right(pair, dates));
    if wrong.len() > fit.len().max(1) {
        return Vec::new();
    }
    let hit = |(pair, dates): &(&Pair, Vec<Date>)| {
        let days: Vec<Weekday> = dates.iter().map(|date| date.weekday()).collect();
        pair.hit(scene, told.span, &days)
    };
    wrong.iter().map(hit).collect()
}

/// Whether a date is of the year that a draft tells, or, at the turn of the year, of the one beside it.
fn is_near(date: Date, told: &Told) -> bool {
    const HALF: i32 = 200;
    const TURN: i8 = 2;
    match told.date {
        Some(day) => (date - day).get_days().abs() <= HALF,
        None => told.years.iter().any(|year| {
            let next = date.year() == year + 1 && date.month() <= TURN;
            let last = date.year() == year - 1 && date.month() > 12 - TURN;
            date.year() == *year || next || last
        }),
    }
}

/// The dates that fit no year in which the dateline and the weekday of its paragraph fit.
fn against_lead(scene: &Scene<'_>, pairs: &[Pair]) -> Vec<Hit> {
    let Some(lead) = Lead::of(scene) else { return Vec::new() };
    let years: Vec<i16> = CALENDARS.filter(|year| lead.fits(*year)).collect();
    let later = |pair: &Pair, year: i16| {
        pair.date.month + 6 < lead.date.month && pair.weekdays(year + 1, false).any(|day| day == pair.said)
    };
    let earlier = |pair: &Pair, year: i16| {
        lead.date.month + 6 < pair.date.month && pair.weekdays(year - 1, false).any(|day| day == pair.said)
    };
    let fits =
        |pair: &Pair| years.iter().any(|year| pair.fits(*year, false) || later(pair, *year) || earlier(pair, *year));
    let (fit, wrong): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().filter(|pair| !pair.has_year(scene)).partition(|pair| fits(pair));
    if years.is_empty() || wrong.len() > fit.len().max(1) {
        return Vec::new();
    }
    let same = years.iter().filter(|year| lead.is_same_day(**year));
    let same: Vec<i16> = same.copied().collect();
    let wrong = if wrong.is_empty() { of_the_day_after(&fit, &same) } else { wrong };
    let days = |pair: &Pair| same.iter().flat_map(|year| pair.weekdays(*year, false)).collect::<Vec<Weekday>>();
    wrong.into_iter().map(|pair| pair.hit(scene, lead.span, &days(pair))).collect()
}

/// Where all dates fit, but no one year has all: those that are right only if the dateline is of the day after that of its
/// paragraph. Most are of the same day.
fn of_the_day_after<'p>(pairs: &[&'p Pair], same: &[i16]) -> Vec<&'p Pair> {
    let (right, wrong): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().partition(|pair| same.iter().any(|year| pair.fits(*year, false)));
    if right.is_empty() { Vec::new() } else { wrong }
}

/// The dates that fit no year in which the most others fit.
fn among(scene: &Scene<'_>, pairs: &[Pair]) -> Vec<Hit> {
    let turn = pairs.iter().any(|pair| pair.date.month >= LATE) && pairs.iter().any(|pair| pair.date.month <= EARLY);
    let fitting = |year: i16| pairs.iter().filter(|pair| pair.fits(year, turn)).count();
    let present = scene.settings.today.map_or(CALENDARS.end - 1, |today| today.year());
    let earliest = told::latest_past(scene, pairs.len(), present);
    let calendars = || CALENDARS.filter(|year| *year >= earliest);
    let Some(most) = calendars().map(fitting).max().filter(|most| (1..pairs.len()).contains(most)) else {
        return Vec::new();
    };
    let years: Vec<i16> = calendars().filter(|year| fitting(*year) == most).collect();
    let fits = |year: i16| pairs.iter().map(|pair| pair.fits(year, turn)).collect::<Vec<bool>>();
    let of_run = scene.settings.today.and_then(|today| of_run(today.year(), pairs, &years, &fits));
    let right = of_run.or_else(|| surest(pairs, &years, turn)).or_else(|| latest(&years, &fits));
    let Some(right) = right else { return Vec::new() };
    let right = fits(right);
    let years: Vec<i16> = years.into_iter().filter(|year| fits(*year) == right).collect();
    let Some(anchor) = pairs.iter().zip(&right).find(|(_, fits)| **fits).map(|(pair, _)| pair) else {
        return Vec::new();
    };
    let wrong = pairs.iter().filter(|pair| !years.iter().any(|year| pair.fits(*year, turn)));
    let days = |pair: &Pair| years.iter().flat_map(|year| pair.weekdays(*year, turn)).collect::<Vec<Weekday>>();
    wrong.map(|pair| pair.hit(scene, anchor.span(scene), &days(pair))).collect()
}

/// Of years that fit as many dates, that of the run, for drafts are checked when they are written; or the one after it, for
/// dates of its first months. Nothing where both come into question, with different dates.
fn of_run(run: i16, pairs: &[Pair], years: &[i16], fits: &dyn Fn(i16) -> Vec<bool>) -> Option<i16> {
    let (run, next) = (in_cycle(run), in_cycle(run + 1));
    let early = |year: i16| pairs.iter().any(|pair| pair.date.month <= EARLY && pair.fits(year, false));
    let near = |year: &i16| *year == run || *year == next && early(*year);
    let mut near = years.iter().copied().filter(near);
    let (first, second) = (near.next()?, near.next());
    second.is_none_or(|second| fits(first) == fits(second)).then_some(first)
}

/// Of two dates, one on a weekend and one not, the year in which the one on the weekend fits: a fair or a match is known for
/// its Saturday, the meeting of a board is looked up.
fn surest(pairs: &[Pair], years: &[i16], turn: bool) -> Option<i16> {
    let weekend = |pair: &&Pair| matches!(pair.said, Weekday::Saturday | Weekday::Sunday);
    let mut sure = pairs.iter().filter(weekend);
    let (sure, others) = (sure.next()?, sure.next());
    let one = pairs.len() == 2 && others.is_none();
    years.iter().copied().find(|year| one && sure.fits(*year, turn))
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
/// The year of [`CALENDARS`] with the calendar of a year.
fn in_cycle(year: i16) -> i16 {
    CALENDARS.start + (year - CALENDARS.start).rem_euclid(CALENDARS.end - CALENDARS.start)
}

fn pairs(scene: &Scene<'_>, hits: &[Hit]) -> Vec<Pair> {
    let mut months: Vec<u32> = hits.iter().map(|hit| scene.document.token_at(super::start(hit))).collect();
    months.sort_unstable();
    months.dedup();
    let pair = |month: u32| {
        let date = written_date(scene, month).filter(|date| date.year.is_none())?;
        let (token, said) = weekday_before(scene, &date)?;
        let rest = scene.document.tokens.get(date.tokens.end as usize..).unwrap_or_default();
        let other = scene.lists.get(OTHER_YEARS).starts(rest).is_some();
        (!other).then_some(Pair { date, token, said })
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

    pub(super) fn fits(&self, year: i16, turn: bool) -> bool {
        self.weekdays(year, turn).any(|day| day == self.said)
    }

    pub(super) fn span(&self, scene: &Scene<'_>) -> TextSpan {
        scene.document.span_of(self.token..self.date.tokens.end)
    }

    /// Whether a year stands in the paragraph: the date may be of that one.
    pub(super) fn has_year(&self, scene: &Scene<'_>) -> bool {
        let block = scene.document.blocks.get(scene.document.block_of(self.token) as usize);
        block.is_some_and(|block| block.tokens.clone().any(|at| year(scene.document, at).is_some()))
    }

    /// The finding, with the weekday that is right by all years that come into question, where there is but one.
    fn hit(&self, scene: &Scene<'_>, other: TextSpan, days: &[Weekday]) -> Hit {
        let document = scene.document;
        let hit = Hit::new(self.span(scene)).value("other", document.slice(other)).label("other", other);
        let first = days.first().filter(|first| days.iter().all(|day| day == *first));
        match first.and_then(|day| weekday_name(scene, *day)) {
            Some(name) => hit.value("right", name.clone()).edit(document.span_of(self.token..self.token + 1), name),
            None => hit,
        }
    }
}
