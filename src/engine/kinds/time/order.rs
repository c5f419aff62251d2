//! Order: spans of time whose end lies before their beginning, and weekdays that may be one of two days.

use super::{MONTHS, WEEKDAYS, day, entry_at, weekday, written_date, year};
use crate::document::TokenKind;
use crate::engine::kinds::{Hit, Scene};
use jiff::civil::{Date, Weekday};

/// Words before the first of two times (“from”, “between”).
pub(super) const OPENERS: &str = "range-openers";
/// Words and marks between two times.
pub(super) const JOINTS: &str = "range-joints";
/// The halves of a day, with the minutes before them.
pub(super) const HALVES: &str = "day-halves";
/// “Last” and “next” before a weekday, with the direction.
pub(super) const SIDES: &str = "weekday-sides";

/// A time that can be compared with another of its kind.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Moment {
    Year(i16),
    /// Minutes since midnight, and which half of the day.
    Clock(u16, i64),
    /// Month and day of no year.
    Day(i8, i8),
}

/// “From 2019 to 2015”, “1987–1954”, “between 9 p.m. and 5 p.m.”, “from May 8 to May 3”, around the word or mark between
/// the two.
pub(super) fn backwards(scene: &Scene<'_>, joint: u32) -> Option<Hit> {
    let document = scene.document;
    let token = |at: u32| document.tokens.get(at as usize);
    let before = joint.checked_sub(1)?;
    let counts =
        token(before).is_some_and(|token| token.kind == TokenKind::Number) || entry_at(scene, HALVES, before).is_some();
    let far = counts.then(|| before.checked_sub(1)).flatten();
    let start = [Some(before), far].into_iter().flatten();
    let (at, first) =
        start.filter(|_| counts).find_map(|at| Some((at, moment(scene, at).filter(|(_, end)| *end == joint)?.0)))?;
    let between = entry_at(scene, JOINTS, joint)?;
    let opened = at.checked_sub(1).and_then(|before| entry_at(scene, OPENERS, before));
    // A dash needs no word before it; “to” and “and” stand between all sorts of things.
    if opened.is_none() && !between.flag("alone") {
        return None;
    }
    let (second, end) = moment(scene, joint + 1)?;
    let together = document.sentence_of(at) == document.sentence_of(end.saturating_sub(1));
    (together && is_before(second, first) && !is_counted(scene, first, end)).then(|| {
        let part = |from: u32, to: u32| document.slice(document.span_of(from..to));
        let hit = Hit::new(document.span_of(at..end)).value("first", part(at, joint));
        hit.value("second", part(joint + 1, end))
    })
}

/// The time that begins at a token, and where it ends.
fn moment(scene: &Scene<'_>, at: u32) -> Option<(Moment, u32)> {
    let document = scene.document;
    if entry_at(scene, MONTHS, at).is_some() {
        let date = written_date(scene, at).filter(|date| date.tokens.start == at && date.year.is_none())?;
        return Some((Moment::Day(date.month, date.day), date.tokens.end));
    }
    if let Some(half) = entry_at(scene, HALVES, at + 1) {
        let (hour, minute) = document.word(at).split_once(':').unwrap_or((document.word(at), "0"));
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        let half = half.number("minutes")?;
        let good = (1..=12).contains(&hour) && minute < 60;
        return good.then_some((Moment::Clock(hour % 12 * 60 + minute, half), at + 2));
    }
    let written = year(document, at)?;
    let dated = day(document, at + 1).is_some();
    (!dated).then_some((Moment::Year(written), at + 1))
}

/// Whether a time lies before another one of its kind: those of one half of a day, of one month.
fn is_before(one: Moment, other: Moment) -> bool {
    match (one, other) {
        (Moment::Year(one), Moment::Year(other)) => one < other,
        (Moment::Clock(one, half), Moment::Clock(other, of)) => half == of && one < other,
        (Moment::Day(month, one), Moment::Day(of, other)) => month == of && one < other,
        _ => false,
    }
}

/// Whether what looks like two years counts things: a noun follows (“from 2000 to 1500 jobs”).
fn is_counted(scene: &Scene<'_>, first: Moment, end: u32) -> bool {
    let next = scene.document.tokens.get(end as usize).filter(|next| next.kind == TokenKind::Word);
    let joined = scene
        .document
        .tokens
        .get(end as usize)
        .is_some_and(|next| !next.space_before && matches!(scene.document.slice(next.span), "-" | "–" | "/"));
    let small = |word: u64| {
        ["link-words", "noun-openers", "clause-joints", "verb-helpers"]
            .iter()
            .any(|list| scene.lists.get(list).word(word).is_some())
    };
    matches!(first, Moment::Year(_)) && (joined || next.is_some_and(|next| !small(next.word)))
}

/// “Last Tuesday”, “next Friday”: with the day of publication, the two days that it may be.
pub(super) fn two_days(scene: &Scene<'_>, token: u32) -> Option<Hit> {
    let document = scene.document;
    let named = weekday(scene, token)?;
    let side = token.checked_sub(1).and_then(|before| entry_at(scene, SIDES, before))?;
    let hit = Hit::new(document.span_of(token - 1..token + 1)).value("weekday", document.word(token));
    let (Some(today), Some(step)) = (scene.published(), side.number("step")) else { return Some(hit) };
    let near = nearest(today, named, step)?;
    let far = near.checked_add(jiff::Span::new().days(7 * step)).ok()?;
    let told = |date: Date| format!("{} {}", month_name(scene, date.month()), date.day());
    Some(hit.value("near", told(near)).value("far", told(far)))
}

/// The first such weekday before or after a day.
fn nearest(today: Date, weekday: Weekday, step: i64) -> Option<Date> {
    (1..=7)
        .filter_map(|days| today.checked_add(jiff::Span::new().days(days * step)).ok())
        .find(|date| date.weekday() == weekday)
}

/// What a month is called.
fn month_name<'s>(scene: &'s Scene<'_>, month: i8) -> &'s str {
    let entries = &scene.lists.get(MONTHS).entries;
    entries.iter().find(|entry| entry.number("number") == Some(i64::from(month))).map_or("", |entry| entry.name())
}

/// The lists that the checks of this file read.
pub(super) const LISTS: [&str; 6] = [WEEKDAYS, MONTHS, OPENERS, JOINTS, HALVES, SIDES];
