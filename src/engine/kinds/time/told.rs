//! Told: what a draft says of its own year where no field and no setting gives it: a line on its publication, a dateline, a
//! copyright, the age and the birth of somebody.

use super::{MONTHS, Written, weekday, written_date};
use crate::document::{Block, TextSpan, TokenKind};
use crate::engine::kinds::{Scene, people};
use crate::input::Role;
use jiff::civil::{Date, Weekday};
use std::ops::Range;

/// What opens a line on the publication (“Updated”), or names the story in it (“This story was first published”).
pub(super) const PUBLISHED: &str = "publication-openers";
pub(super) const STORIES: &str = "publication-stories";
pub(super) const COPYRIGHT: &str = "copyright-signs";

/// More tokens than a line of that kind has.
const LINE: usize = 40;
/// In how many blocks at the head of a draft a date alone is its own.
const HEAD: usize = 6;
/// More years than one birth and one age leave open.
const OPEN: usize = 3;

/// The year of a draft, as it tells it.
pub(super) struct Told {
    /// The day, where it is given.
    pub date: Option<Date>,
    /// The years that come into question.
    pub years: Vec<i16>,
    /// Where it says so.
    pub span: TextSpan,
}

/// What the draft tells of its year; the plainest of all places first.
pub(super) fn told(scene: &Scene<'_>) -> Option<Told> {
    let blocks = || scene.document.blocks.iter().enumerate();
    let dated = blocks().find_map(|(number, block)| day_of_line(scene, number, block));
    let signed = || blocks().find_map(|(_, block)| copyright(scene, block));
    let dated = dated.map(|(date, span)| Told { date: Some(date), years: vec![date.year()], span }).or_else(signed);
    dated.or_else(|| {
        let (years, span) = people::years(scene)?;
        let years: Vec<i16> = years.collect();
        (years.len() <= OPEN).then_some(Told { date: None, years, span })
    })
}

/// The day in a line that is on the publication, in a dateline, or in a line of its own at the head.
fn day_of_line(scene: &Scene<'_>, number: usize, block: &Block) -> Option<(Date, TextSpan)> {
    if block.tokens.is_empty() || block.tokens.len() > LINE {
        return None;
    }
    let (date, day) = dates(scene, block.tokens.clone()).find_map(|date| Some((date.date(date.year?)?, date)))?;
    let alone = || number < HEAD && is_date_alone(scene, block, &day);
    let fits = block.role == Role::Dateline || is_on_publication(scene, &block.tokens) || alone();
    fits.then(|| (date, day.span(scene.document)))
}

/// The dates written in some tokens.
pub(super) fn dates<'s>(scene: &'s Scene<'_>, tokens: Range<u32>) -> impl Iterator<Item = Written> + 's {
    let months = scene.lists.get(MONTHS);
    let rest = move |at: u32| scene.document.tokens.get(at as usize..).unwrap_or_default();
    tokens.filter(move |at| months.starts(rest(*at)).is_some()).filter_map(|at| written_date(scene, at))
}

fn is_on_publication(scene: &Scene<'_>, tokens: &Range<u32>) -> bool {
    let opens = |list: &str, at: u32| {
        let rest = scene.document.tokens.get(at as usize..tokens.end as usize).unwrap_or_default();
        scene.lists.get(list).starts(rest).is_some()
    };
    let mut words = tokens.clone();
    opens(PUBLISHED, tokens.start) || opens(STORIES, tokens.start) && words.any(|at| opens(PUBLISHED, at))
}

/// Whether nothing but a date, with its weekday or without, stands in a block.
fn is_date_alone(scene: &Scene<'_>, block: &Block, date: &Written) -> bool {
    let before = date.tokens.start - block.tokens.start;
    let named = (block.tokens.start..date.tokens.start).any(|at| weekday(scene, at).is_some());
    block.tokens.end == date.tokens.end && (before == 0 || before <= 2 && named)
}

/// The year of a line on the copyright: the last, where there are two.
fn copyright(scene: &Scene<'_>, block: &Block) -> Option<Told> {
    const REACH: u32 = 6;
    if block.tokens.is_empty() || block.tokens.len() > LINE {
        return None;
    }
    let rest = |at: u32| scene.document.tokens.get(at as usize..).unwrap_or_default();
    let sign =
        block.tokens.clone().take(REACH as usize).find(|at| scene.lists.get(COPYRIGHT).starts(rest(*at)).is_some())?;
    let years = (sign + 1..(sign + REACH).min(block.tokens.end)).filter_map(|at| super::year(scene.document, at));
    let year = years.max()?;
    Some(Told { date: None, years: vec![year], span: scene.document.span_of(block.tokens.clone()) })
}

/// The latest year that a draft with several dates speaks of and that is no year to come: the draft is no older. The first
/// of all calendars where it names none.
pub(super) fn latest_past(scene: &Scene<'_>, dates: usize, present: i16) -> i16 {
    const FIRST: i16 = 2001;
    let document = scene.document;
    let all = if dates > 1 { document.tokens.len() as u32 } else { 0 };
    let years =
        (0..all).filter(|at| document.tokens.get(*at as usize).is_some_and(|token| token.kind == TokenKind::Number));
    let years = years.filter_map(|at| super::year(document, at)).filter(|year| (FIRST..=present).contains(year));
    years.max().unwrap_or(FIRST)
}

/// The date of a dateline without a year, with the weekdays that its paragraph names: one of them is that of the date, or
/// of the day before.
pub(super) struct Lead {
    pub date: Written,
    pub days: Vec<Weekday>,
    pub span: TextSpan,
}

impl Lead {
    /// The dateline of the draft, if it has one with a day.
    pub(super) fn of(scene: &Scene<'_>) -> Option<Self> {
        let blocks = &scene.document.blocks;
        let number = blocks.iter().position(|block| block.role == Role::Dateline)?;
        let (line, paragraph) = (blocks.get(number)?, blocks.get(number + 1)?);
        let date = dates(scene, line.tokens.clone()).find(|date| date.year.is_none())?;
        let days: Vec<Weekday> = paragraph.tokens.clone().filter_map(|at| weekday(scene, at)).collect();
        let span = date.span(scene.document);
        (!days.is_empty()).then_some(Self { date, days, span })
    }

    /// Whether the dateline may be of a year.
    pub(super) fn fits(&self, year: i16) -> bool {
        self.date.date(year).is_some_and(|date| {
            let day = date.weekday();
            self.days.iter().any(|named| *named == day || *named == day.wrapping_sub(1_i64))
        })
    }

    /// Whether the paragraph names the very day of the dateline in a year.
    pub(super) fn is_same_day(&self, year: i16) -> bool {
        self.date.date(year).is_some_and(|date| self.days.contains(&date.weekday()))
    }
}
