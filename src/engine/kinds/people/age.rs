//! Ages: two for one person, after the name or in its place (“the 67-year-old”).

use super::View;
use super::reference::age_after;
use crate::document::{Form, Person, TextSpan, TokenKind};
use crate::engine::kinds::Hit;
use crate::input::Role;

/// An age that the draft gives after a name.
struct Known<'a> {
    age: u32,
    place: TextSpan,
    name: &'a str,
}

/// Two ages for one person.
pub(super) fn age(view: &View<'_>, hits: &mut Vec<Hit>) {
    let mut known = Vec::new();
    let own = |person: &&Person| !person.first.is_empty() || !view.shares_surname(person);
    for person in view.document.people.iter().filter(own) {
        let counted = person.mentions.iter().filter(|mention| view.counts(mention));
        let mut ages = counted.filter_map(|mention| age_after(view, mention));
        let Some((first, place)) = ages.next() else { continue };
        known.push(Known { age: first, place, name: &person.surname });
        for (age, span) in ages.filter(|(age, _)| *age != first) {
            hits.push(hit(span, age, &Known { age: first, place, name: &person.surname }));
        }
    }
    if !known.is_empty() {
        descriptions(view, &known, hits);
    }
    obituary(view, hits);
}

/// The age that the headline gives somebody who died, against the one of the first paragraphs: “She was 93.”
fn obituary(view: &View<'_>, hits: &mut Vec<Hit>) {
    let Some((person, (age, place))) = dead(view) else { return told_twice(view, hits) };
    let first = Known { age, place, name: &person.surname };
    if let Some((other, span)) = told_age(view).filter(|(other, _)| *other != age) {
        hits.push(hit(span, other, &first));
    }
}

/// The age in a sentence of its own (“He was 86.”) in the paragraph that names somebody in full, against another one that
/// the draft gives that person.
fn told_twice(view: &View<'_>, hits: &mut Vec<Hit>) {
    let Some((told, place)) = told_age(view) else { return };
    let document = view.document;
    let number = document.block_of(document.token_at(place.start));
    let start = |person: &&Person| {
        let mut full = person.mentions.iter().filter(|mention| mention.form == Form::Full && mention.block == number);
        full.find(|mention| mention.span.start < place.start && !mention.quoted).map(|mention| mention.span.start)
    };
    let named = || document.people.iter().filter(|person| start(person).is_some());
    let Some(person) = named().next().filter(|_| named().count() == 1) else { return };
    let known = Known { age: told, place, name: &person.surname };
    let ages =
        person.mentions.iter().filter(|mention| view.counts(mention)).filter_map(|mention| age_after(view, mention));
    hits.extend(ages.filter(|(age, _)| *age != told).take(1).map(|(age, span)| hit(span, age, &known)));
}

/// The ages that an obituary gives the one it is on; none where a person is not that one.
pub(super) fn obituary_ages(view: &View<'_>, person: &Person) -> Vec<u32> {
    let Some((_, (age, _))) = dead(view).filter(|(dead, _)| *dead == person) else { return Vec::new() };
    std::iter::once(age).chain(told_age(view).map(|(age, _)| age)).collect()
}

/// Who died by the headline, and at which age.
fn dead<'a>(view: &View<'a>) -> Option<(&'a Person, (u32, TextSpan))> {
    let headline = view.document.blocks.iter().find(|block| block.role == Role::Headline)?.tokens.clone();
    let age = headline.clone().find_map(|at| age_behind(view, "death-ages", at))?;
    let named = |person: &&Person| person.mentions.iter().any(|mention| headline.contains(&mention.tokens.start));
    Some((view.document.people.iter().find(named)?, age))
}

/// The age in a sentence of its own in the first paragraphs.
fn told_age(view: &View<'_>) -> Option<(u32, TextSpan)> {
    const PARAGRAPHS: usize = 3;
    let document = view.document;
    let paragraphs = document.blocks.iter().filter(|block| block.role == Role::Paragraph).take(PARAGRAPHS);
    let sentences = paragraphs.flat_map(|block| block.sentences.clone());
    let starts = sentences.filter_map(|number| document.sentences.get(number as usize)).map(|own| own.tokens.start);
    let closed = |at: u32| age_behind(view, "own-ages", at).filter(|_| document.word(at + 3) == ".");
    starts.filter(|at| view.scene.in_scope(*at)).find_map(closed)
}

/// The number of years behind a phrase of a list that begins at a token, with its place.
fn age_behind(view: &View<'_>, list: &str, at: u32) -> Option<(u32, TextSpan)> {
    let rest = view.document.tokens.get(at as usize..)?;
    let (_, length) = view.lists.get(list).starts(rest)?;
    let number = rest.get(length).filter(|token| token.kind == TokenKind::Number)?;
    let age = view.document.slice(number.span).parse().ok()?;
    (1..=115).contains(&age).then_some((age, number.span))
}

fn hit(span: TextSpan, age: u32, known: &Known<'_>) -> Hit {
    Hit::new(span)
        .value("age", age.to_string())
        .value("first", known.age.to_string())
        .value("name", known.name)
        .label("first", known.place)
}

/// “The 76-year-old” in a draft that gives nobody this age, but one person nearly the same.
fn descriptions(view: &View<'_>, known: &[Known<'_>], hits: &mut Vec<Hit>) {
    let document = view.document;
    let mut given: Vec<u32> = known.iter().map(|known| known.age).collect();
    let mut described = Vec::new();
    for (at, token) in (0..).zip(&document.tokens).filter(|(_, token)| token.kind == TokenKind::Number) {
        let Some((age, end)) = described_age(view, at) else { continue };
        if is_definite(view, at, end) && view.scene.in_scope(at) {
            described.push((age, token.span));
        } else {
            given.push(age);
        }
    }
    for (age, span) in described.into_iter().filter(|(age, _)| !given.contains(age)) {
        let alone = known.len() == 1;
        let near = |known: &Known<'_>| is_slip(known.age, age) || alone && known.age.abs_diff(age) <= NEAR;
        let before = known.iter().filter(|known| known.place.start < span.start && near(known));
        let mut before = before.collect::<Vec<_>>();
        if let (Some(known), true) = (before.pop(), before.is_empty()) {
            hits.push(hit(span, age, known));
        }
    }
}

/// How far the age of the only one who has any may be from that of a description of somebody, and mean the same one.
const NEAR: u32 = 3;

/// The age of “76-year-old” and the token behind it.
fn described_age(view: &View<'_>, at: u32) -> Option<(u32, u32)> {
    let document = view.document;
    let rest = document.tokens.get(at as usize + 1..)?;
    let (_, length) = view.lists.get("age-nouns").starts(rest)?;
    let age = document.slice(document.tokens.get(at as usize)?.span).parse().ok()?;
    (1..=115).contains(&age).then_some((age, at + 1 + length as u32))
}

/// Whether it stands for somebody who was named before: “the 76-year-old said”, not “a 76-year-old” or “the 76-year-old mill”.
fn is_definite(view: &View<'_>, at: u32, end: u32) -> bool {
    let document = view.document;
    let determiner = at.checked_sub(1).and_then(|before| document.tokens.get(before as usize));
    let followed = document.tokens.get(end as usize);
    determiner.is_some_and(|token| view.lists.get("age-determiners").word(token.word).is_some())
        && followed.is_none_or(|token| {
            token.kind == TokenKind::Mark || view.lists.get("age-followers").word(token.word).is_some()
        })
}

/// Whether one age is the other with a slip of the fingers: its digits exchanged, or one of them wrong by one.
fn is_slip(one: u32, other: u32) -> bool {
    let exchanged = (10..100).contains(&one) && one % 10 * 10 + one / 10 == other;
    one != other && (exchanged || one.abs_diff(other) == 1 || one.abs_diff(other) == 10)
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips_of_the_fingers() {
        assert!(is_slip(67, 76) && is_slip(23, 32));
        assert!(is_slip(41, 42) && is_slip(41, 51));
        assert!(!is_slip(41, 41) && !is_slip(41, 19) && !is_slip(8, 80));
    }
}
