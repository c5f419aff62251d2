//! Birth: ages against the birth that the draft itself gives.

use super::View;
use super::age::obituary_ages;
use super::reference::age_after;
use crate::document::{Mention, Person, TextSpan};
use crate::engine::kinds::{Hit, Scene, time};
use jiff::civil::Date;

/// How far behind a name its birth is looked for, in tokens.
const REACH: u32 = 24;

/// A birth: the year, and the date where it is given in full.
struct Birth {
    year: i16,
    date: Option<Date>,
    span: TextSpan,
}

impl Birth {
    /// The ages that somebody born then may have on a day.
    fn ages(&self, day: Date) -> std::ops::RangeInclusive<i32> {
        let most = i32::from(day.year()) - i32::from(self.year);
        match self.date {
            Some(date) if (day.month(), day.day()) < (date.month(), date.day()) => most - 1..=most - 1,
            Some(_) => most..=most,
            None => most - 1..=most,
        }
    }
}

/// Ages that do not follow from the birth, on the day of publication.
pub(super) fn born(view: &View<'_>, hits: &mut Vec<Hit>) {
    let Some(day) = view.scene.published() else { return };
    for person in view.document.people.iter().filter(|person| !person.first.is_empty() && !view.shares_surname(person))
    {
        let Some(birth) = birth_of(view, person) else { continue };
        let ages = person
            .mentions
            .iter()
            .filter(|mention| view.counts(mention))
            .filter_map(|mention| age_after(view, mention));
        for (age, span) in ages.filter(|(age, _)| i32::try_from(*age).is_ok_and(|age| !birth.ages(day).contains(&age)))
        {
            let right = birth.ages(day).end().to_string();
            let hit = Hit::new(span).value("age", age.to_string()).value("right", right).value("name", &person.surname);
            hits.push(hit.label("birth", birth.span));
        }
    }
}

/// The years in which somebody of the draft may have the age that it gives, by the birth that it gives too, with the place
/// of the birth.
pub(in crate::engine::kinds) fn years(scene: &Scene<'_>) -> Option<(std::ops::RangeInclusive<i16>, TextSpan)> {
    let view = View::new(scene);
    view.document.people.iter().filter(|person| !person.first.is_empty()).find_map(|person| {
        let obituary = obituary_ages(&view, person);
        let own = birth_of(&view, person).filter(|_| !view.shares_surname(person));
        let birth = own.or_else(|| own_birth(&view).filter(|_| !obituary.is_empty()))?;
        let given = person.mentions.iter().filter(|mention| view.counts(mention)).filter_map(|mention| age_after(&view, mention));
        let ages: Vec<i16> = given.map(|(age, _)| age).chain(obituary).filter_map(|age| i16::try_from(age).ok()).collect();
        let (least, most) = (ages.iter().min()?, ages.iter().max()?);
        Some((birth.year + least..=birth.year + most + 1, birth.span))
    })
}

/// The birth in a sentence that begins with a pronoun (“She was born in Oss in 1930”): in an obituary that of the one it is on.
fn own_birth(view: &View<'_>) -> Option<Birth> {
    let document = view.document;
    let list = view.lists.get("own-births");
    document.sentences.iter().find_map(|own| {
        let rest = document.tokens.get(own.tokens.start as usize..own.tokens.end as usize)?;
        let (_, length) = list.starts(rest)?;
        birth_behind(view, own.tokens.start + length as u32 - 1, own.tokens.end)
    })
}

fn birth_of(view: &View<'_>, person: &Person) -> Option<Birth> {
    person.mentions.iter().filter(|mention| view.counts(mention)).find_map(|mention| birth_after(view, mention))
}

/// The birth in the sentence of a mention: “was born on May 3, 1984”, “born in Oss in 1984”.
fn birth_after(view: &View<'_>, mention: &Mention) -> Option<Birth> {
    let document = view.document;
    let end = view.sentence(mention).end.min(mention.tokens.end + REACH);
    let born = (mention.tokens.end..end).find(|at| {
        document.tokens.get(*at as usize).is_some_and(|token| view.lists.get("birth-words").word(token.word).is_some())
    })?;
    // Somebody else may be named between: “Pell’s son, Tom, born in 2001”.
    let named = |at: u32| document.word(at).starts_with(char::is_uppercase);
    if (mention.tokens.end..born).any(named) || mention.possessive {
        return None;
    }
    birth_behind(view, born, end)
}

/// The date or the year behind a word for a birth.
fn birth_behind(view: &View<'_>, born: u32, end: u32) -> Option<Birth> {
    let (document, scene) = (view.document, view.scene);
    for at in born + 1..end.min(born + 10) {
        let date = time::written_date(scene, at).filter(|date| date.year.is_some());
        if let Some((date, year)) = date.and_then(|date| Some((date.date(date.year?)?, date.year?))) {
            return Some(Birth { year, date: Some(date), span: document.span_of(born..at + 1) });
        }
        if let Some(year) = time::year(document, at) {
            return Some(Birth { year, date: None, span: document.span_of(born..at + 1) });
        }
    }
    None
}
