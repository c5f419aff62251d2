//! House: people as the house lists them, against how the draft writes them.

use super::names::{apart, is_slip};
use super::titles::{ONCE, group, is_marked, plain, shares_word, together};
use super::{View, titled_span};
use crate::document::people::{Near, folded, near};
use crate::document::{Case, Form, Mention, Person, TextSpan, Token};
use crate::engine::kinds::Hit;
use crate::engine::roster::{Roster, RosterPerson};
use crate::list::{Entry, List, word_hash};
use std::collections::HashMap;

/// More people than any story names: a list, which is held against the wrong spellings only.
const CROWD: usize = 2000;

/// How many names that belong to nobody are held against the list.
const STRANGERS: usize = 10_000;

/// A listed person, as names of the draft are compared with it.
struct Listed<'r> {
    number: usize,
    entry: &'r RosterPerson,
    first: String,
    surname: String,
}

impl Listed<'_> {
    fn is(&self, first: &str, surname: &str) -> bool {
        self.first == first && self.surname == surname
    }
}

/// Those whose entries hold on the day of the draft, or those whose entries hold no more.
fn listed<'r>(view: &View<'r>, expired: bool) -> Vec<Listed<'r>> {
    let settings = view.scene.settings;
    let day = view.scene.published().or(settings.today).map(|day| (day.year(), day.month(), day.day()));
    let ended = |entry: &RosterPerson| entry.expires.zip(day).is_some_and(|(expires, day)| expires <= day);
    let last = |name: &str| folded(name.rsplit(' ').next().unwrap_or(name));
    let people = settings.roster.people().iter().enumerate().filter(|(_, entry)| ended(entry) == expired);
    people
        .map(|(number, entry)| Listed { number, entry, first: folded(&entry.first), surname: last(&entry.surname) })
        .collect()
}

/// A hit with what the entry says, and where it is written.
fn told(view: &View<'_>, listed: &Listed<'_>, hit: Hit) -> Hit {
    let hit = hit.value("person", &*listed.entry.name);
    match view.scene.settings.roster.place(listed.number) {
        Some((source, span)) => hit.label_in("entry", source, *span),
        None => hit,
    }
}

/// Spellings that the house refuses, and those that are near what it lists.
pub(super) fn usage(view: &View<'_>, hits: &mut Vec<Hit>) {
    if view.scene.settings.roster.is_empty() {
        return;
    }
    let listed = listed(view, false);
    refused(view, &listed, hits);
    if view.document.people.len() <= CROWD {
        misspelled(view, &listed, hits);
    }
}

/// The spellings that the entries refuse, wherever they stand.
fn refused(view: &View<'_>, listed: &[Listed<'_>], hits: &mut Vec<Hit>) {
    let (document, roster) = (view.document, &*view.scene.settings.roster);
    let holding: HashMap<usize, &Listed<'_>> = listed.iter().map(|one| (one.number, one)).collect();
    let mut bearers: Option<HashMap<u32, &Person>> = None;
    let mut free = 0;
    for at in 0..document.tokens.len() {
        let Some((number, length)) = refused_at(view, roster, at) else { continue };
        let tokens = at as u32..(at + length) as u32;
        let Some(one) = holding.get(&number).filter(|_| tokens.start >= free && view.scene.in_scope(tokens.start))
        else {
            continue;
        };
        let bearers = bearers.get_or_insert_with(|| bearers_of(document));
        let other = length == 1 && bearers.get(&tokens.start).is_some_and(|person| is_another(person, one));
        if other || is_right(view, &one.entry.name, at, length) {
            continue;
        }
        free = tokens.end;
        let span = document.span_of(tokens);
        let name = instead(&one.entry.name, document.slice(span));
        hits.push(told(view, one, Hit::new(span).value("name", &name).replace(name)));
    }
}

/// The number of the entry that refuses what begins at a token, and how many tokens that takes.
fn refused_at(view: &View<'_>, roster: &Roster, at: usize) -> Option<(usize, usize)> {
    let rest = view.document.tokens.get(at..)?;
    let first = rest.first()?;
    roster.refused().index.get(first.word).iter().find_map(|opening| {
        let form = roster.refused().form(*opening)?;
        let cased = first.case != Case::Lower || !form.text.starts_with(char::is_uppercase);
        (cased && form.starts(rest)).then_some((opening.entry as usize, form.words.len()))
    })
}

/// The person whom each token of a name means.
fn bearers_of(document: &crate::document::Document) -> HashMap<u32, &Person> {
    let mentions =
        document.people.iter().flat_map(|person| person.mentions.iter().map(move |mention| (person, mention)));
    mentions.flat_map(|(person, mention)| mention.tokens.clone().map(move |at| (at, person))).collect()
}

/// Whether a person of the draft has another first name than the listed one, and so is somebody else.
fn is_another(person: &Person, listed: &Listed<'_>) -> bool {
    let first = folded(&person.first);
    !first.is_empty() && !listed.first.is_empty() && near(&first, &listed.first) > Near::Two
}

/// Whether what is refused is a part of the right name here (“Brand” of “Ilva Brand-Karsk”).
fn is_right(view: &View<'_>, name: &str, at: usize, length: usize) -> bool {
    let words = crate::document::tokens::form(name).words;
    let longer = words.len().saturating_sub(length);
    (0..=longer).filter_map(|back| at.checked_sub(back)).any(|start| {
        let tokens = view.document.tokens.get(start..start + words.len()).unwrap_or_default();
        words.len() > length
            && tokens.len() == words.len()
            && tokens.iter().zip(&words).all(|(token, word)| token.word == *word)
    })
}

/// The part of a name that a wrong spelling stands for: as many words, those that are nearest, the last of equals.
fn instead(name: &str, written: &str) -> String {
    let (words, count): (Vec<&str>, _) = (name.split_whitespace().collect(), written.split_whitespace().count());
    if count >= words.len() {
        return name.to_owned();
    }
    let parts = words.windows(count.max(1)).map(|part| part.join(" "));
    let far = |part: &String| strsim::osa_distance(&folded(part), &folded(written));
    parts.rev().min_by_key(far).unwrap_or_else(|| name.to_owned())
}

/// Names that are near those of listed people.
fn misspelled(view: &View<'_>, listed: &[Listed<'_>], hits: &mut Vec<Hit>) {
    for person in &view.document.people {
        let (first, surname) = (folded(&person.first), folded(&person.surname));
        if listed.iter().any(|one| one.is(&first, &surname)) {
            continue;
        }
        let mentions = || person.mentions.iter().filter(|mention| view.counts(mention));
        let Some((one, wrong)) = listed.iter().find_map(|one| {
            let wrong = wrong_part(view, one, (&first, &person.first), (&surname, &person.surname))?;
            let sure = !first.is_empty() || person.mentions.iter().any(|mention| is_meant(view, one, mention));
            (sure && !is_listed(listed, &first, &surname)).then_some((one, wrong))
        }) else {
            continue;
        };
        for mention in mentions() {
            hits.extend(wrong_name(view, one, mention, wrong, person));
        }
    }
    let strangers = view.document.strangers.iter().filter(|mention| view.counts(mention));
    for stranger in strangers.take(STRANGERS) {
        let last = view.document.word(stranger.tokens.end.saturating_sub(1));
        let first = if stranger.form == Form::Full { view.document.word(stranger.tokens.start) } else { "" };
        let person = Person { name: String::new(), first: first.into(), surname: last.into(), mentions: Vec::new() };
        let (first, surname) = (folded(first), folded(last));
        let found = listed.iter().find_map(|one| {
            let wrong = wrong_part(view, one, (&first, &person.first), (&surname, &person.surname))?;
            (!first.is_empty() || is_meant(view, one, stranger)).then_some((one, wrong))
        });
        let Some((one, wrong)) = found.filter(|_| !is_listed(listed, &first, &surname)) else { continue };
        hits.extend(wrong_name(view, one, stranger, wrong, &person));
    }
}

/// Whether a surname of a draft is that of somebody listed, with the first name where there is one.
fn is_listed(listed: &[Listed<'_>], first: &str, surname: &str) -> bool {
    listed.iter().any(|one| one.surname == surname && (first.is_empty() || one.first == first))
}

/// Which part of a name is misspelled.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Wrong {
    First,
    Surname,
}

/// Which part of a name is near that of a listed person, where all else is the same. Names come folded and as written.
fn wrong_part(view: &View<'_>, one: &Listed<'_>, first: (&str, &str), surname: (&str, &str)) -> Option<Wrong> {
    let opens = |one: &str, other: &str| one.chars().next() == other.chars().next();
    if first.0.is_empty() || first.0 == one.first {
        let slip = opens(&one.surname, surname.0)
            && is_slip(view.lists, &one.surname, surname.0, near(&one.surname, surname.0));
        return (slip && apart(view.lists, surname.1, &one.entry.surname)).then_some(Wrong::Surname);
    }
    let known = view.lists.get("first-names").word(word_hash(first.1)).is_some();
    let slip = one.surname == surname.0
        && opens(&one.first, first.0)
        && first.0.len() >= 4
        && near(&one.first, first.0) == Near::One;
    (slip && !known && apart(view.lists, first.1, &one.entry.first)).then_some(Wrong::First)
}

/// Whether a surname alone means the listed person: the same title, or a long name that is no other surname.
fn is_meant(view: &View<'_>, one: &Listed<'_>, mention: &Mention) -> bool {
    /// From how many letters on a name that is off by one is hardly another name.
    const LONG: usize = 7;
    let title = house_title(view.lists.get("titles"), &one.entry.title);
    let titled = view.title(mention).zip(title).is_some_and(|((_, own), title)| group(own) == group(title));
    let word = view.document.tokens.get(mention.tokens.end.saturating_sub(1) as usize).map_or(0, |token| token.word);
    let other = ["surnames", "first-names", "place-names", "organization-nouns", "not-names"];
    let known = other.iter().any(|list| view.lists.get(list).word(word).is_some());
    let long = one.surname.chars().count() >= LONG;
    titled || (mention.evident && long && !known && near(&one.surname, &folded(last_word(view, mention))) == Near::One)
}

fn last_word<'v>(view: &View<'v>, mention: &Mention) -> &'v str {
    view.document.word(mention.tokens.end.saturating_sub(1))
}

/// The hit for a mention that has the wrong part of a name.
fn wrong_name(view: &View<'_>, one: &Listed<'_>, mention: &Mention, wrong: Wrong, person: &Person) -> Option<Hit> {
    let (part, right) = match wrong {
        Wrong::First => (&person.first, &*one.entry.first),
        Wrong::Surname => (&person.surname, one.entry.surname.rsplit(' ').next().unwrap_or_default()),
    };
    let at = mention.tokens.clone().find(|at| view.document.word(*at) == part)?;
    let hit = Hit::new(view.document.span_of(at..at + 1)).value("name", right);
    Some(told(view, one, hit.replace(right)))
}

/// The entry of the list of titles that a title of the house is.
fn house_title<'l>(titles: &'l List, title: &str) -> Option<&'l Entry> {
    let words = crate::document::tokens::form(title).words;
    let mut openings = titles.index.get(*words.first()?).iter();
    let opening = openings.find(|opening| titles.form(**opening).is_some_and(|form| form.words == words))?;
    titles.entries.get(opening.entry as usize)
}

/// The listed person that somebody of the draft is, by the full name.
fn listed_as<'l, 'r>(by_name: &HashMap<(&str, &str), &'l Listed<'r>>, person: &Person) -> Option<&'l Listed<'r>> {
    by_name.get(&(&*folded(&person.first), &*folded(&person.surname))).copied()
}

fn by_name<'l, 'r>(listed: &'l [Listed<'r>]) -> HashMap<(&'l str, &'l str), &'l Listed<'r>> {
    listed.iter().map(|one| ((&*one.first, &*one.surname), one)).collect()
}

/// A title before a listed person that is not the one the house lists.
pub(super) fn usage_title(view: &View<'_>, hits: &mut Vec<Hit>) {
    let listed = listed(view, false);
    let (by_name, titles) = (by_name(&listed), view.lists.get("titles"));
    for person in view.document.people.iter().filter(|_| !listed.is_empty()) {
        let Some(one) = listed_as(&by_name, person) else { continue };
        let Some(right) = house_title(titles, &one.entry.title) else { continue };
        for mention in person.mentions.iter().filter(|mention| view.counts(mention) && !is_marked(view, mention)) {
            let Some((title, own)) = view.title(mention) else { continue };
            let written = plain(view, title);
            let listed = one.entry.title.replace('.', "").to_lowercase();
            let same = group(own) == group(right) || shares_word(&written, &listed) || together(view.lists, own, right);
            let other = mention.form != Form::Full && view.shares_surname(person);
            if same || other || !ONCE.contains(&view.class(mention)) || view.has_near("title-change-markers", mention) {
                continue;
            }
            let hit = Hit::new(titled_span(mention)).value("title", &*one.entry.title);
            let hit = hit.value("written", view.document.slice(title.span));
            hits.push(told(view, one, hit.edit(title.span, &*one.entry.title)));
        }
    }
}

/// A pronoun right after the verb of which a listed person is the subject, that is not the person's.
pub(super) fn usage_pronoun(view: &View<'_>, hits: &mut Vec<Hit>) {
    let mut named: Option<Vec<(u32, u64)>> = None;
    let listed = listed(view, false);
    let by_name = by_name(&listed);
    for person in view.document.people.iter().filter(|_| !listed.is_empty()) {
        let Some(one) = listed_as(&by_name, person).filter(|one| !one.entry.pronoun.is_empty()) else { continue };
        for mention in person.mentions.iter().filter(|mention| view.counts(mention) && !mention.possessive) {
            let Some((span, right)) = wrong_pronoun(view, mention, &one.entry.pronoun) else { continue };
            let named = named.get_or_insert_with(|| all_named(view));
            if is_alone(view, mention, named) && !view.shares_surname(person) {
                let hit = Hit::new(span).value("right", &right).label("person", mention.span);
                hits.push(told(view, one, hit.replace(right)));
            }
        }
    }
}

/// “Brandt said he”: the pronoun, if it is of another row than the right one, and the right one in its place.
fn wrong_pronoun(view: &View<'_>, mention: &Mention, right: &str) -> Option<(TextSpan, String)> {
    let list = view.lists.get("pronoun-rows");
    let token = |at: u32| {
        view.document.tokens.get(at as usize).filter(|token| view.sentence(mention).contains(&at) && !token.quoted)
    };
    let verb = token(mention.tokens.end).filter(|verb| view.lists.get("person-verbs").word(verb.word).is_some())?;
    let after = mention.tokens.end + 1;
    let joined = |at: &Token| view.lists.get("clause-heads").word(at.word).is_some();
    let at = after + u32::from(token(after).is_some_and(joined));
    let pronoun = token(at).filter(|pronoun| pronoun.case == Case::Lower && verb.case == Case::Lower)?;
    let entry = list.word(pronoun.word).filter(|entry| entry.text("row") != Some(right))?;
    let form = entry.text("form");
    let same = |other: &&Entry| other.text("row") == Some(right) && other.text("form") == form;
    Some((pronoun.span, list.entries.iter().find(same)?.name().to_owned()))
}

/// How many names before a mention are looked at.
const NAMED: usize = 32;

/// Where all names of the draft begin, with the hash of the last word of each, in order of place.
fn all_named(view: &View<'_>) -> Vec<(u32, u64)> {
    let people = view.document.people.iter().flat_map(|person| &person.mentions);
    let named = people.chain(&view.document.strangers);
    let mut named: Vec<(u32, u64)> =
        named.map(|mention| (mention.tokens.start, word_hash(last_word(view, mention)))).collect();
    named.sort_unstable();
    named
}

/// Whether nobody else is named in the sentence of a mention or the one before it.
fn is_alone(view: &View<'_>, mention: &Mention, named: &[(u32, u64)]) -> bool {
    let sentence = view.document.sentence_of(mention.tokens.start);
    let start = view.document.sentences.get(sentence.saturating_sub(1) as usize).map_or(0, |one| one.tokens.start);
    let end = named.partition_point(|(at, _)| *at < mention.tokens.start);
    let own = word_hash(last_word(view, mention));
    named[..end].iter().rev().take(NAMED).take_while(|(at, _)| *at >= start).all(|(_, word)| *word == own)
}

/// People whose entry in the list of the house holds no more.
pub(super) fn expired(view: &View<'_>, hits: &mut Vec<Hit>) {
    if view.scene.settings.roster.is_empty() {
        return;
    }
    let listed = listed(view, true);
    let by_name = by_name(&listed);
    for person in &view.document.people {
        let Some(one) = listed_as(&by_name, person) else { continue };
        let Some(first) = person.mentions.iter().find(|mention| view.counts(mention)) else { continue };
        let (year, month, day) = one.entry.expires.unwrap_or_default();
        let hit = Hit::new(first.span).value("date", format!("{year}-{month:02}-{day:02}"));
        hits.push(told(view, one, hit));
    }
}
