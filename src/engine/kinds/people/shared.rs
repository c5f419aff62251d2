//! Shared: surnames that two people of a draft have.

use super::View;
use super::names::CROWD;
use crate::document::{Form, Mention, Person, TextSpan};
use crate::engine::kinds::{Hit, Place};
use std::collections::HashMap;

/// More places of one surname alone than a slip has: the draft means them.
const SLIPS: usize = 4;

/// The surname alone once, where two people of the draft have it and the draft keeps to full names after both are named.
pub(super) fn lone_surname(view: &View<'_>, hits: &mut Vec<Hit>) {
    if view.document.people.len() > CROWD {
        return;
    }
    let mut bare = Vec::new();
    ambiguous_surname(view, &mut bare);
    let mut by_name: HashMap<&str, Vec<(TextSpan, Hit)>> = HashMap::new();
    for hit in bare {
        let Place::Text(span) = hit.place else { continue };
        by_name.entry(view.document.slice(span)).or_default().push((span, hit));
    }
    for (name, places) in by_name.into_iter().filter(|(_, places)| places.len() <= SLIPS) {
        let Some(both) = kept_apart(view, name) else { continue };
        hits.extend(places.into_iter().filter(|(span, _)| span.start > both).map(|(_, hit)| hit));
    }
    hits.sort_by_key(|hit| match hit.place {
        Place::Text(span) => span.start,
        Place::File(span) => span.start,
    });
}

/// Where the second of the two who have a surname is first named, if the draft has the full names of both after that, and
/// the surname alone once.
fn kept_apart(view: &View<'_>, name: &str) -> Option<u32> {
    let bearers: Vec<&Person> = view.document.people.iter().filter(|person| person.surname == name).collect();
    let told = |mention: &&Mention| view.in_story(mention) && !mention.quoted;
    let place = |person: &&Person| person.mentions.iter().find(told).map(|mention| mention.span.start);
    let both = bearers.iter().filter_map(place).max()?;
    let after = |person: &'_ Person| {
        let after = person.mentions.iter().filter(|mention| mention.span.start > both && told(mention));
        after
            .clone()
            .any(|mention| mention.form == Form::Full)
            .then(|| after.filter(|mention| is_alone(view, mention)).count())
    };
    let alone: Option<Vec<usize>> = bearers.iter().map(|person| after(person)).collect();
    (bearers.len() == 2 && alone?.iter().sum::<usize>() == 1).then_some(both)
}

/// Whether a surname stands for somebody by itself, with nothing that says which of the two.
fn is_alone(view: &View<'_>, mention: &Mention) -> bool {
    view.is_bare(mention) && !mention.possessive && !view.has_near("elder-markers", mention)
}

/// The surname alone while two people of the draft have it.
pub(super) fn ambiguous_surname(view: &View<'_>, hits: &mut Vec<Hit>) {
    let people = &view.document.people;
    let mut bearers: HashMap<&str, Vec<&Person>> = HashMap::new();
    for person in people.iter().filter(|person| !person.first.is_empty() && view.shares_surname(person)) {
        let bearers = bearers.entry(&person.surname).or_default();
        if bearers.len() < 2 {
            bearers.push(person);
        }
    }
    for person in people.iter().filter(|person| !person.first.is_empty() && view.shares_surname(person)) {
        let Some(other) =
            bearers.get(&*person.surname).and_then(|bearers| bearers.iter().find(|other| other.name != person.name))
        else {
            continue;
        };
        let place = |person: &Person| person.mentions.first().map_or(u32::MAX, |mention| mention.span.start);
        for mention in person.mentions.iter().filter(|mention| view.counts(mention) && view.is_bare(mention)) {
            if mention.span.start > place(other) && !view.has_near("elder-markers", mention) {
                let hit = Hit::new(mention.span).value("name", &person.surname).value("one", &person.name);
                let label = other.mentions.first().map_or(mention.span, |mention| mention.span);
                hits.push(hit.value("other", &other.name).label("other", label));
            }
        }
    }
}
