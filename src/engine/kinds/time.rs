//! `time`: weekday and date, today and Thursday.

use super::{Anchor, Check, Data, Hit, Scene};
use crate::document::{Block, Document, Needs, TextSpan, TokenKind};
use crate::engine::index::{Gate, Near};
use crate::engine::reader::Reader;
use crate::input::Role;
use crate::list::Lists;
use jiff::civil::{Date, Weekday};
use std::ops::Range;

mod clash;
mod now;
mod order;
mod told;

/// Keys of `kind = "time"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Time {
    /// `check`: what is looked for. `weekday`: a weekday that is not that of its date. `impossible`: a date that no calendar
    /// has. `relative`: today, tomorrow or yesterday in a draft that names weekdays. `order`: a span of time that ends before
    /// it begins. `last-weekday`: “last Tuesday”, which may be one of two days. `clash`: weekdays and dates that fit no
    /// one year, in a draft that does not say its day.
    pub check: TimeCheck,
}

/// What a `time` rule looks for.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum TimeCheck {
    /// A weekday that is not that of its date.
    #[default]
    Weekday,
    /// A date that no calendar has.
    Impossible,
    /// A relative day in a draft that names weekdays.
    Relative,
    /// A span of time that ends before it begins.
    Order,
    /// “Last Tuesday”.
    LastWeekday,
    /// Weekdays and dates that fit no one year.
    Clash,
}

impl std::fmt::Debug for TimeCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Weekday => "TimeCheck::Weekday",
            Self::Impossible => "TimeCheck::Impossible",
            Self::Relative => "TimeCheck::Relative",
            Self::Order => "TimeCheck::Order",
            Self::LastWeekday => "TimeCheck::LastWeekday",
            Self::Clash => "TimeCheck::Clash",
        })
    }
}

/// The lists it reads: their words come from `rules/lists/calendar.toml`.
const WEEKDAYS: &str = "weekdays";
const MONTHS: &str = "months";
const RELATIVE_DAYS: &str = "relative-days";
const RELATIVE_MODIFIERS: &str = "relative-day-modifiers";
const FINITE_NEIGHBOURS: &str = "relative-day-verbs";
const OBJECT_VERBS: &str = "relative-day-object-verbs";
const FOLLOWERS: &str = "relative-day-followers";

impl Time {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let names = [
            ("weekday", TimeCheck::Weekday),
            ("impossible", TimeCheck::Impossible),
            ("relative", TimeCheck::Relative),
            ("order", TimeCheck::Order),
            ("last-weekday", TimeCheck::LastWeekday),
            ("clash", TimeCheck::Clash),
        ];
        let check = reader.choice("check", &names);
        if check.is_none() && !reader.has("check") {
            reader.problem_here(
                "`check` is missing",
                "write check = \"weekday\", \"clash\", \"impossible\", \"relative\", \"order\" or \"last-weekday\"",
            );
        }
        Data::Time(Self { check: check.unwrap_or_default() })
    }
}

/// A month and a day, and a year where one is written.
pub(super) struct Written {
    pub(super) tokens: Range<u32>,
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) day: i8,
}

impl Written {
    pub(super) fn date(&self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }

    fn span(&self, document: &Document) -> TextSpan {
        document.span_of(self.tokens.clone())
    }
}

/// Reads “March 29, 2025”, “March 29”, “29 March 2025” or “3rd of March” around the month at a token.
pub(super) fn written_date(scene: &Scene<'_>, month_token: u32) -> Option<Written> {
    let document = scene.document;
    let tokens = document.tokens.get(month_token as usize..)?;
    let (entry, length) = scene.lists.get(MONTHS).starts(tokens)?;
    let month = i8::try_from(entry.number("number")?).ok()?;
    let after = month_token + length as u32;
    let day_first = month_token.checked_sub(1).and_then(|before| Some((before, day(document, before)?)));
    let (first, last, day) = match (day(document, after), day_first) {
        (Some(day), _) => (month_token, after + 1, day),
        (None, Some((before, day))) => (before, after, day),
        (None, None) => return None,
    };
    let comma = u32::from(document.word(last) == ",");
    let year = year(document, last + comma);
    let end = if year.is_some() { last + comma + 1 } else { last };
    Some(Written { tokens: first..end, year, month, day })
}

/// A day of a month: “3”, “29”, “3rd”.
fn day(document: &Document, token: u32) -> Option<i8> {
    let text = document.word(token);
    let digits = text.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let ending = &text[digits.len()..];
    let good = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    let day: i8 = digits.parse().ok().filter(|_| good && digits.len() <= 2)?;
    // “May 8-10” and “May 8 p.m.” are no single day that a weekday could name.
    let next = document.tokens.get(token as usize + 1).filter(|next| !next.space_before);
    let joined = next.is_some_and(|next| matches!(document.slice(next.span), "-" | "–"));
    let counted = matches!(document.word(token + 1), "%" | "percent" | ":");
    (day >= 1 && !joined && !counted).then_some(day)
}

pub(super) fn year(document: &Document, token: u32) -> Option<i16> {
    let text = document.word(token);
    let year: i16 = text.parse().ok()?;
    (text.len() == 4 && (1583..=2200).contains(&year)).then_some(year)
}

/// The weekday that a date is said to be: right before it, with or without a comma.
fn weekday_before(scene: &Scene<'_>, date: &Written) -> Option<(u32, Weekday)> {
    let document = scene.document;
    let mut before = date.tokens.start.checked_sub(1)?;
    if matches!(document.word(before), "the") {
        before = before.checked_sub(1)?;
    }
    if document.word(before) == "," {
        before = before.checked_sub(1)?;
    }
    Some((before, weekday(scene, before)?))
}

fn weekday(scene: &Scene<'_>, token: u32) -> Option<Weekday> {
    let entry = scene.lists.get(WEEKDAYS).word(scene.document.tokens.get(token as usize)?.word)?;
    Weekday::from_monday_one_offset(i8::try_from(entry.number("number")?).ok()?).ok()
}

/// What a weekday is called.
fn weekday_name(scene: &Scene<'_>, weekday: Weekday) -> Option<String> {
    let number = i64::from(weekday.to_monday_one_offset());
    let entries = &scene.lists.get(WEEKDAYS).entries;
    entries.iter().find(|entry| entry.number("number") == Some(number)).map(|entry| entry.name().to_owned())
}

impl Check for Time {
    fn needs(&self) -> Needs {
        Needs { people: self.check == TimeCheck::Clash, ..Needs::default() }
    }

    fn lists(&self) -> Vec<&str> {
        match self.check {
            TimeCheck::Weekday | TimeCheck::Impossible => vec![WEEKDAYS, MONTHS],
            TimeCheck::Clash => {
                vec![WEEKDAYS, MONTHS, told::PUBLISHED, told::STORIES, told::COPYRIGHT, clash::OTHER_YEARS]
            }
            TimeCheck::Relative => {
                vec![WEEKDAYS, RELATIVE_DAYS, RELATIVE_MODIFIERS, FINITE_NEIGHBOURS, OBJECT_VERBS, FOLLOWERS]
            }
            TimeCheck::Order | TimeCheck::LastWeekday => order::LISTS.to_vec(),
        }
    }

    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let names: &[&str] = match self.check {
            TimeCheck::Weekday | TimeCheck::Clash | TimeCheck::Impossible => &[MONTHS],
            TimeCheck::Relative => &[RELATIVE_DAYS, WEEKDAYS],
            TimeCheck::LastWeekday => &[WEEKDAYS],
            TimeCheck::Order => &[order::JOINTS],
        };
        let entries = names
            .iter()
            .enumerate()
            .flat_map(|(item, name)| lists.get(name).entries.iter().map(move |entry| (item, entry)));
        entries
            .flat_map(|(item, entry)| entry.forms.iter().map(move |form| (item, form)))
            .filter_map(|(item, form)| Some(Anchor { word: *form.words.first()?, item: item as u32 }))
            .collect()
    }

    /// The words between two times are frequent, numbers beside them are not.
    fn gate(&self, _: u32, lists: &Lists) -> Gate {
        if self.check != TimeCheck::Order {
            return Gate::OPEN;
        }
        let words = |name: &str| -> Vec<u64> {
            let forms = lists.get(name).entries.iter().flat_map(|entry| entry.forms.iter());
            forms.filter_map(|form| form.words.first().copied()).collect()
        };
        let [before, after] = [order::HALVES, MONTHS].map(|list| Near::new(Near::NUMBER, &words(list)));
        Gate { before, after, ..Gate::OPEN }
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        match self.check {
            TimeCheck::Weekday => hits.extend(wrong_weekday(scene, token)),
            TimeCheck::Impossible => hits.extend(impossible(scene, token)),
            TimeCheck::LastWeekday => hits.extend(order::two_days(scene, token)),
            TimeCheck::Order => hits.extend(order::backwards(scene, token)),
            TimeCheck::Relative | TimeCheck::Clash => {
                hits.push(Hit { item, ..Hit::new(scene.document.span_of(token..token + 1)) });
            }
        }
    }

    fn settles(&self) -> bool {
        matches!(self.check, TimeCheck::Relative | TimeCheck::Clash)
    }

    fn settle(&self, scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        match self.check {
            TimeCheck::Clash => clash::clashes(scene, &hits),
            _ => relative(scene, hits),
        }
    }
}

/// How many days from the day of publication a date without a year may lie: more than half a year, less than a whole one.
const FARTHEST: i32 = 240;

fn wrong_weekday(scene: &Scene<'_>, month_token: u32) -> Option<Hit> {
    let date = written_date(scene, month_token)?;
    let (token, said) = weekday_before(scene, &date)?;
    let known = scene.published();
    let real = date.date(date.year.or_else(|| known.map(Date::year))?)?;
    // Without a year of its own a date may belong to the year before or after, where that lies as near.
    let other_years = [-1, 1].map(|step| real.year() + step);
    let distance = |date: Date| known.map_or(i32::MAX, |known| (date - known).get_days().abs());
    let others = other_years.into_iter().filter_map(|year| date.date(year));
    let others: Vec<Date> = others.filter(|_| date.year.is_none()).collect();
    let meant = others.iter().copied().find(|other| distance(*other) <= 183 && distance(real) > 183);
    let far = [&[real][..], &others].concat().into_iter().filter(|date| distance(*date) <= FARTHEST);
    if real.weekday() == said || far.into_iter().any(|date| date.weekday() == said) {
        return None;
    }
    if known.is_some() && date.year.is_none() && is_of_another_year(scene, &date, said, real.year()) {
        return None;
    }
    let real = meant.unwrap_or(real);
    let name = weekday_name(scene, real.weekday())?;
    let span = scene.document.span_of(token..date.tokens.end);
    Some(
        Hit::new(span)
            .value("weekday", scene.document.word(token))
            .value("date", dated(scene.document.slice(date.span(scene.document)), &date, real))
            .value("right", name.clone())
            .edit(scene.document.span_of(token..token + 1), name),
    )
}

/// A date as it is written, with its year.
fn dated(written: &str, date: &Written, real: Date) -> String {
    if date.year.is_some() { written.to_owned() } else { format!("{written}, {}", real.year()) }
}

/// Whether another date of the paragraph is as wrong in the year of publication, and both are right in the year before or
/// in the one before that: the paragraph speaks of then.
fn is_of_another_year(scene: &Scene<'_>, date: &Written, said: Weekday, published: i16) -> bool {
    let document = scene.document;
    let Some(block) = document.blocks.get(document.block_of(date.tokens.start) as usize) else { return false };
    let fits = |date: &Written, said: Weekday, year: i16| date.date(year).is_some_and(|date| date.weekday() == said);
    let mut others = told::dates(scene, block.tokens.clone())
        .filter(|other| other.year.is_none() && (other.month, other.day) != (date.month, date.day));
    others.any(|other| {
        let Some((_, named)) = weekday_before(scene, &other) else { return false };
        let then = |year: i16| fits(date, said, year) && fits(&other, named, year);
        !fits(&other, named, published) && (then(published - 1) || then(published - 2))
    })
}

fn impossible(scene: &Scene<'_>, month_token: u32) -> Option<Hit> {
    let date = written_date(scene, month_token)?;
    // A leap year has every date that any year has.
    let year = date.year.unwrap_or(2024);
    let most = Date::new(year, date.month, 1).ok()?.days_in_month();
    if date.day <= most || date.day > 39 {
        return None;
    }
    let span = date.span(scene.document);
    Some(Hit::new(span).value("days", most.to_string()))
}

/// Hits on relative days, where the narration names weekdays too. A draft that has more relative days than names of
/// weekdays is written so on purpose.
fn relative(scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
    let (mut relatives, mut weekdays): (Vec<Hit>, Vec<Hit>) = hits.into_iter().partition(|hit| hit.item == 0);
    for own in [&mut relatives, &mut weekdays] {
        own.sort_by_key(start);
        // A word may be in a list twice.
        own.dedup_by_key(|hit| start(hit));
    }
    weekdays.retain(|hit| !is_in_date(scene, scene.document.token_at(start(hit))));
    if relatives.len() > weekdays.len() {
        return Vec::new();
    }
    let mut named: Vec<(u32, Weekday)> = weekdays
        .iter()
        .filter_map(|hit| {
            let token = scene.document.token_at(start(hit));
            Some((token, weekday(scene, token)?))
        })
        .collect();
    named.sort_by_key(|(token, _)| *token);
    let Some((first, _)) = named.first().copied().filter(|_| !speaks_live(scene.document)) else { return Vec::new() };
    relatives.retain(|hit| is_this_day(scene, scene.document.token_at(start(hit))));
    let label = scene.document.span_of(first..first + 1);
    relatives.into_iter().map(|hit| relative_hit(scene, &hit, &named).label("weekday", label)).collect()
}

fn start(hit: &Hit) -> u32 {
    match hit.place {
        super::Place::Text(span) => span.start,
        super::Place::File(span) => span.start,
    }
}

/// Whether a weekday belongs to a date (“Saturday, March 29”), which says nothing of how the story names its days.
fn is_in_date(scene: &Scene<'_>, token: u32) -> bool {
    let comma = u32::from(scene.document.word(token + 1) == ",");
    let next = token + 1 + comma;
    let month = |at: u32| entry_at(scene, MONTHS, at).is_some();
    month(next) || (day(scene.document, next).is_some() && month(next + 1))
}

/// Whether “today” means the day of the story and not the present age, by what stands beside it: a modifier (“later
/// today”), a verb that happens on a day, or the end of a clause in the head of the story.
fn is_this_day(scene: &Scene<'_>, token: u32) -> bool {
    let document = scene.document;
    let Some(entry) = entry_at(scene, RELATIVE_DAYS, token) else { return false };
    let next = document.word(token + 1);
    if next.starts_with(['\'', '’']) && !document.tokens[token as usize + 1].space_before {
        return false;
    }
    if entry.number("offset") != Some(0) {
        return true;
    }
    let bounds = &document.sentences[(document.sentence_of(token) as usize).min(document.sentences.len() - 1)].tokens;
    let before = token.checked_sub(1).filter(|before| bounds.contains(before));
    before.is_some_and(|before| {
        entry_at(scene, RELATIVE_MODIFIERS, before).is_some() || entry_at(scene, FINITE_NEIGHBOURS, before).is_some()
    }) || closes_verb_phrase(scene, token, bounds)
}

/// How many words of an object may stand between a verb and the day.
const OBJECT: u32 = 4;

/// Whether the day stands behind the object of a verb that happens on a day: “told lawmakers today that”. What follows must
/// not go on with a clause of which “today” is part (“said the town today is small”).
fn closes_verb_phrase(scene: &Scene<'_>, token: u32, bounds: &Range<u32>) -> bool {
    let document = scene.document;
    let closes = document.tokens.get(token as usize + 1).is_none_or(|next| next.kind == TokenKind::Mark)
        || entry_at(scene, FOLLOWERS, token + 1).is_some();
    let object = (bounds.start.max(token.saturating_sub(OBJECT + 1))..token).rev();
    let words = object.take_while(|at| document.tokens.get(*at as usize).is_some_and(|at| at.kind != TokenKind::Mark));
    closes && words.skip(1).any(|at| entry_at(scene, OBJECT_VERBS, at).is_some())
}

fn entry_at<'l>(scene: &Scene<'l>, list: &str, token: u32) -> Option<&'l crate::list::Entry> {
    scene.lists.get(list).word(scene.document.tokens.get(token as usize)?.word)
}

/// The finding for a relative day: with its modifier, and with the weekday it stands for where that can be told.
fn relative_hit(scene: &Scene<'_>, hit: &Hit, named: &[(u32, Weekday)]) -> Hit {
    let document = scene.document;
    let token = document.token_at(start(hit));
    let modified = token.checked_sub(1).is_some_and(|before| entry_at(scene, RELATIVE_MODIFIERS, before).is_some());
    let place = document.span_of(token - u32::from(modified)..token + 1);
    let hit = Hit::new(place).value("word", document.word(token));
    let offset = entry_at(scene, RELATIVE_DAYS, token).and_then(|entry| entry.number("offset")).unwrap_or(0);
    let Some(name) = day_of(scene, offset, named).and_then(|day| weekday_name(scene, day)) else { return hit };
    let hit = hit.value("day", name.clone());
    hit.edit(document.span_of(token..token + 1), name)
}

/// The weekday that lies `offset` days after the day of the story. Known by the date of publication; else “today” is the
/// day the story begins with, and “tomorrow” is a named day whose eve is named too.
fn day_of(scene: &Scene<'_>, offset: i64, named: &[(u32, Weekday)]) -> Option<Weekday> {
    let offset = i8::try_from(offset).ok()?;
    if let Some(date) = scene.published() {
        return Some(date.weekday().wrapping_add(offset));
    }
    if offset == 0 {
        return named.first().map(|(_, day)| *day);
    }
    let is_named = |day: Weekday| named.iter().any(|(_, other)| *other == day);
    let mut days: Vec<Weekday> =
        named.iter().map(|(_, day)| *day).filter(|day| is_named(day.wrapping_sub(offset))).collect();
    days.sort_by_key(|day| day.to_monday_one_offset());
    days.dedup();
    match days.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

/// From how many entries with a clock time on a draft is a live blog.
const LIVE_ENTRIES: usize = 3;

/// From how many times on that its author says “I” a draft is a column or a diary.
const OWN_WORDS: usize = 3;

/// Whether a draft speaks of its own day by nature: a live blog, an interview, a speech, a column.
fn speaks_live(document: &Document) -> bool {
    let blocks = || document.blocks.iter().filter(|block| matches!(block.role, Role::Paragraph | Role::Heading));
    let labelled = blocks().filter(|block| block.label.is_some()).count();
    let clocks = blocks().filter(|block| opens_with_clock(document, block)).take(LIVE_ENTRIES).count();
    let own = document.tokens.iter().filter(|token| !token.quoted && document.slice(token.span) == "I");
    labelled * 3 > blocks().count() || clocks == LIVE_ENTRIES || own.take(OWN_WORDS).count() == OWN_WORDS
}

/// Whether a block begins with a time of day: “2:40 p.m.”, “14.05”.
fn opens_with_clock(document: &Document, block: &Block) -> bool {
    let text = document.word(block.tokens.start);
    let Some((hour, minute)) = text.split_once([':', '.']).filter(|_| !block.tokens.is_empty()) else { return false };
    let number = |text: &str, most: u8| text.parse::<u8>().is_ok_and(|number| number <= most);
    minute.len() == 2 && number(hour, 24) && number(minute, 59)
}
