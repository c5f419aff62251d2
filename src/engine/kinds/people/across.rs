//! Across: what a draft writes otherwise than the other drafts of the run.

use super::names::{apart, is_slip};
use super::titles::{group, is_marked, opposed, plain};
use super::{View, titled_span};
use crate::document::people::{Near, folded};
use crate::document::{Form, Mention, Person};
use crate::engine::census::{EnrolledName, EnrolledTitle, NamePair, Roll, Verdict};
use crate::engine::kinds::{Hit, HitFix, Place};
use crate::finding::Safety;
use crate::list::{Lists, word_hash};

/// The people whom a draft names in full.
fn introduced<'v>(view: &'v View<'_>) -> impl Iterator<Item = (&'v Person, &'v Mention)> {
    let people = view.document.people.iter().filter(|person| !person.first.is_empty());
    people.filter_map(|person| {
        let full = |mention: &&Mention| mention.form == Form::Full && view.counts(mention);
        Some((person, person.mentions.iter().find(full)?))
    })
}

/// Enters the names of a draft.
pub(super) fn enroll_names(view: &View<'_>, roll: &mut Roll) {
    roll.names.extend(introduced(view).map(|(person, first)| EnrolledName {
        first: person.first.clone(),
        surname: person.surname.clone(),
        mentions: person.mentions.len() as u32,
        place: view.document.to_source(first.span),
    }));
}

/// The titles that are given to a person with the full name, without a word on a change, and where each stands.
fn titles<'v>(view: &'v View<'_>, person: &'v Person) -> impl Iterator<Item = (&'v Mention, EnrolledTitle)> {
    let full = person.mentions.iter().filter(|mention| {
        let plain = mention.form == Form::Full && view.counts(mention) && !is_marked(view, mention);
        plain && mention.title.is_some() && !view.has_near("title-change-markers", mention)
    });
    full.filter_map(|mention| {
        let (title, entry) = view.title(mention)?;
        let enrolled = EnrolledTitle {
            person: (folded(&person.first), folded(&person.surname)),
            text: view.document.slice(title.span).to_owned(),
            plain: plain(view, title),
            entry: entry.clone(),
            mentions: 1,
            place: view.document.to_source(titled_span(mention)),
        };
        Some((mention, enrolled))
    })
}

/// Enters the titles of a draft.
pub(super) fn enroll_titles(view: &View<'_>, roll: &mut Roll) {
    for (person, _) in introduced(view) {
        roll.titles.extend(titles(view, person).map(|(_, title)| title));
    }
}

/// Whether two names are one name and a slip.
pub(super) fn are_one(lists: &Lists, pair: &NamePair<'_>) -> bool {
    let listed = |list: &str| [pair.one, pair.other].iter().all(|name| lists.get(list).word(word_hash(name)).is_some());
    let (one, other) = (folded(pair.one), folded(pair.other));
    let opens = one.chars().next() == other.chars().next();
    let near = match (pair.is_first, pair.near) {
        // Accents and capitals.
        (_, Near::Same) => true,
        (true, Near::One) => {
            one.len() >= 4 && other.len() >= 4 && lists.get("first-names").word(word_hash(pair.other)).is_none()
        }
        (false, Near::One) => is_slip(lists, &one, &other, Near::One) && !listed("surnames"),
        _ => false,
    };
    near && opens && apart(lists, pair.one, pair.other)
}

/// Whether one person has two forms of one title, or two titles that nobody has at once.
pub(super) fn are_apart(lists: &Lists, one: &EnrolledTitle, other: &EnrolledTitle) -> bool {
    let courtesy = one.entry.text("class") == Some("courtesy") || other.entry.text("class") == Some("courtesy");
    let variant = group(&one.entry) == group(&other.entry) && !courtesy;
    variant || opposed(lists, (&one.entry, &one.plain), (&other.entry, &other.plain), true)
}

/// A hit with the draft that writes it otherwise.
fn told(view: &View<'_>, verdict: &Verdict, hit: Hit) -> Hit {
    let Some(census) = &view.scene.settings.census else { return hit };
    let hit = hit.value("right", &*verdict.right).value("file", census.path(verdict));
    match census.source(verdict) {
        Some(source) => hit.label_in("other", source, verdict.place),
        None => hit,
    }
}

/// Names that other drafts spell otherwise: one hit a person, with a fix for every mention.
pub(super) fn names(view: &View<'_>, hits: &mut Vec<Hit>) {
    let Some(census) = &view.scene.settings.census else { return };
    for (person, first) in introduced(view) {
        let Some(verdict) = census.name(&person.first, &person.surname) else { continue };
        let wrong = if verdict.is_first { &person.first } else { &person.surname };
        let written = |mention: &Mention| {
            let at = mention.tokens.clone().find(|at| view.document.word(*at) == wrong)?;
            Some(view.document.span_of(at..at + 1))
        };
        let Some(place) = written(first) else { continue };
        let mentions = person.mentions.iter().filter(|mention| view.counts(mention));
        let edits = mentions.filter_map(written).map(|span| (Place::Text(span), verdict.right.clone())).collect();
        let mut hit = told(view, verdict, Hit::new(place).value("name", &person.name));
        hit.fixes.push(HitFix { edits, safety: Safety::Suggest });
        hits.push(hit);
    }
}

/// Titles that other drafts give otherwise: one hit a title.
pub(super) fn other_titles(view: &View<'_>, hits: &mut Vec<Hit>) {
    let Some(census) = &view.scene.settings.census else { return };
    for (person, _) in introduced(view) {
        let mut told_of: Vec<String> = Vec::new();
        for (mention, title) in titles(view, person) {
            let verdict = census.title(&title.person.0, &title.person.1, &title.plain);
            let Some(verdict) = verdict.filter(|_| !told_of.contains(&title.plain)) else { continue };
            let hit = Hit::new(titled_span(mention)).value("name", &person.surname).value("title", title.text);
            let own = view.title(mention).map(|(title, _)| title.span);
            let hit = told(view, verdict, hit);
            hits.push(own.map_or_else(|| hit.clone(), |span| hit.clone().edit(span, &*verdict.right)));
            told_of.push(title.plain);
        }
    }
}
