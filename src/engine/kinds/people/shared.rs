//! Shared: surnames that two people of a draft have.

use super::View;
use crate::document::{Form, Mention, Person};
use crate::engine::kinds::{Hit, Place};
use std::collections::HashMap;

/// The surname alone once, where two people of the draft have it and the draft keeps to full names after both are named.
pub(super) fn lone_surname(view: &View<'_>, hits: &mut Vec<Hit>) {
    let mut bare = Vec::new();
    ambiguous_surname(view, &mut bare);
    for hit in bare {
        let Place::Text(span) = hit.place else { continue };
        let name = view.document.slice(span);
        let bearers: Vec<&Person> = view.document.people.iter().filter(|person| person.surname == name).collect();
        let place = |person: &&Person| person.mentions.first().map_or(u32::MAX, |mention| mention.span.start);
        let both = bearers.iter().map(place).max().unwrap_or(u32::MAX);
        let after = || bearers.iter().flat_map(|person| &person.mentions).filter(|mention| mention.span.start > both);
        let told = after().filter(|mention| view.in_story(mention) && !mention.quoted);
        let (full, others): (Vec<&Mention>, Vec<&Mention>) = told.partition(|mention| mention.form == Form::Full);
        let kept = bearers.iter().all(|person| full.iter().any(|mention| person.mentions.contains(mention)));
        let once = others.iter().filter(|mention| view.is_bare(mention) && !mention.possessive && !view.has_near("elder-markers", mention));
        if bearers.len() == 2 && once.count() == 1 && kept {
            hits.push(hit);
        }
    }
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
