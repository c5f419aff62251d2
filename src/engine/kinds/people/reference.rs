//! References: the first one, the later ones, and what stands around the name.

use super::names::CROWD;
use super::{TITLES, View, titled_span};
use crate::document::{Case, Form, Mention, Person, Tag, TokenKind};
use crate::engine::kinds::Hit;
use crate::engine::rule::Profile;
use crate::input::Role;
use crate::list::{Entry, ListName, word_hash};
use std::collections::HashMap;

/// Words between a name and an age: “now”.
static AGE_OPENERS: ListName = ListName::fixed("age-openers");

/// Classes of titles that go with a surname and call for a full name before.
const FORMAL: [&str; 8] = ["office", "judicial", "professional", "army", "navy", "air", "police", "courtesy"];

/// A surname of somebody whom the draft never gives a first name.
pub(super) fn first_reference(view: &View<'_>, hits: &mut Vec<Hit>) {
    let mut candidates: Vec<&Mention> = Vec::new();
    for person in view.document.people.iter().filter(|person| person.first.is_empty()) {
        let Some(first) = person.mentions.first().filter(|mention| view.counts(mention)) else { continue };
        let titled = FORMAL.contains(&view.class(first)) && !is_knight(view, first) && is_formal(view, first);
        let titled =
            titled || view.class(first) == "office" && is_surname(view, &person.surname) && speaks_next(view, first);
        let long = view.document.slice(first.span).chars().count() >= 3;
        if long && (titled || (first.evident && is_surname(view, &person.surname))) {
            candidates.push(first);
        }
    }
    let speaks =
        |stranger: &&Mention| stranger.evident || speaks_behind_aside(view, stranger) || acts_as_person(view, stranger);
    let strangers = view.document.strangers.iter().filter(|stranger| stranger.form == Form::Surname);
    for stranger in strangers.filter(speaks) {
        let name = view.document.slice(stranger.span);
        let known = is_surname(view, name)
            || is_introduced(view, stranger)
            || is_taken_up(view, stranger)
            || has_job(view, stranger);
        if view.counts(stranger) && known && !speaks_for_group(view, stranger) && !is_party(view, stranger) {
            candidates.push(stranger);
        }
    }
    let first = first_places(view, &candidates);
    for mention in candidates {
        let name = view.document.slice(mention.span);
        let at = mention.tokens.end.saturating_sub(1);
        let named_before =
            first.get(&word_hash(view.document.word(at))).is_some_and(|place| *place < mention.tokens.start);
        let told = has_role(view, mention) || is_passing(view, mention) || stands_beside_role(view, mention);
        if !named_before && !told && !is_listed(view, name) {
            hits.push(Hit::new(titled_span(mention)).value("name", name));
        }
    }
}

/// Whether a name is a party and a district, “R-Ketterby”, behind that of who sits for it.
fn is_party(view: &View<'_>, mention: &Mention) -> bool {
    let start = mention.tokens.start;
    let hyphen = mention.tokens.len() > 2 && view.document.word(start + 1) == "-";
    hyphen
        && view.document.word(start).len() == 1
        && start.checked_sub(1).is_some_and(|at| view.document.word(at) == ",")
}

/// Whether the word before a name says what somebody does: “Town engineer Pell told the board”.
fn has_job(view: &View<'_>, mention: &Mention) -> bool {
    let before = mention.tokens.start.checked_sub(1).and_then(|at| view.document.tokens.get(at as usize));
    let job = before.is_some_and(|token| view.lists.get("job-descriptions").word(token.word).is_some());
    job && speaks_next(view, mention)
}

/// Whether a surname opens its sentence and acts, with “his” or “her” behind it and no other name between: “Pell drove four
/// hours to see his son”.
fn acts_as_person(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    if !speaks_on(view, mention) || !is_surname(view, view.document.slice(mention.span)) {
        return false;
    }
    let own = view.sentence(mention);
    let rest = mention.tokens.end..own.end;
    let token = |at: u32| document.tokens.get(at as usize);
    let single = |at: &u32| {
        let row = token(*at).and_then(|token| view.lists.get("pronoun-rows").word(token.word));
        row.is_some_and(|entry| entry.text("form") != Some("object") && matches!(entry.text("row"), Some("he" | "she")))
    };
    let Some(pronoun) = rest.clone().find(single) else { return false };
    (rest.start..pronoun)
        .all(|at| token(at).is_none_or(|token| token.case == Case::Lower || token.kind != TokenKind::Word))
}

/// How many tokens an aside between a name and its verb may take.
const ASIDE: u32 = 14;

/// Whether an aside tells of a name what is told of people only, before it speaks: “Whitlow, a critic of the board, said”,
/// “Pargeter, who lives next door, said she was”.
fn is_introduced(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    let end =
        document.sentences.get(document.sentence_of(mention.tokens.start) as usize).map_or(0, |own| own.tokens.end);
    let start = mention.tokens.end + 1;
    let closing = (start..end.min(start + ASIDE)).find(|at| document.word(*at) == ",");
    let Some(closing) = closing.filter(|_| document.word(mention.tokens.end) == ",") else { return false };
    let has = |list: &str, at: u32| {
        document.tokens.get(at as usize).is_some_and(|token| view.lists.get(list).word(token.word).is_some())
    };
    let relative = has("person-relatives", start) && (start..end).any(|at| has("person-pronouns", at));
    let described = has("passing-articles", start) && (start + 1..closing).any(|at| has("job-descriptions", at));
    has("person-verbs", closing + 1) && (relative || described)
}

/// Whether a verb of speech follows a short aside without names behind a name that opens its sentence: “Pell, defending, said”.
fn speaks_behind_aside(view: &View<'_>, mention: &Mention) -> bool {
    const SHORT: u32 = 6;
    let document = view.document;
    let start = mention.tokens.end + 1;
    let opens = document.sentences.get(document.sentence_of(mention.tokens.start) as usize);
    let opens = opens.is_some_and(|own| own.tokens.start == mention.tokens.start);
    let closing = (start..start + SHORT).find(|at| document.word(*at) == ",");
    let Some(closing) = closing.filter(|_| opens && document.word(mention.tokens.end) == ",") else { return false };
    let plain = (start..closing)
        .all(|at| !document.word(at).starts_with(|sign: char| sign.is_uppercase() || sign.is_numeric()));
    plain
        && document
            .tokens
            .get(closing as usize + 1)
            .is_some_and(|token| view.lists.get("person-verbs").word(token.word).is_some())
}

/// Whether the sentence after one that a name opens and speaks in goes on with “he” or “she”, and nobody else is named in it.
fn is_taken_up(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    let number = document.sentence_of(mention.tokens.start);
    let (Some(own), Some(next)) =
        (document.sentences.get(number as usize), document.sentences.get(number as usize + 1))
    else {
        return false;
    };
    let name = |at: u32| document.word(at).starts_with(char::is_uppercase);
    let alone = own.tokens.start == mention.tokens.start && !(mention.tokens.end..own.tokens.end).any(name);
    let block =
        document.blocks.get(mention.block as usize).is_some_and(|block| block.tokens.contains(&next.tokens.start));
    let opener = document.tokens.get(next.tokens.start as usize);
    let spoken = opener.is_some_and(|token| {
        !token.quoted
            && view
                .lists
                .get("pronoun-rows")
                .word(token.word)
                .is_some_and(|entry| entry.text("form") == Some("subject") && entry.text("row") != Some("they"))
    });
    alone && block && spoken
}

/// Whether a name stands for a source with its year (“Ruskin (1989)”), or for somebody whom nobody need know (“a Dr. Pell”).
fn is_passing(view: &View<'_>, mention: &Mention) -> bool {
    let start = view.document.token_at(titled_span(mention).start);
    let before = start.checked_sub(1).and_then(|at| view.document.tokens.get(at as usize));
    let passing = before.is_some_and(|token| view.lists.get("passing-articles").word(token.word).is_some());
    let year = view.document.word(mention.tokens.end + 1).starts_with(|sign: char| sign.is_ascii_digit());
    passing || year && view.document.word(mention.tokens.end) == "("
}

/// Whether a name with a title stands beside what somebody does: “the librarian, Mrs Pell, who has worked there since 1994”.
fn stands_beside_role(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    let start = document.token_at(titled_span(mention).start);
    let is_comma = |at: u32| document.word(at) == ",";
    let Some(noun) = start.checked_sub(2).filter(|_| mention.title.is_some() && is_comma(start - 1)) else {
        return false;
    };
    let is_small = |at: u32| document.tokens.get(at as usize).is_some_and(|token| token.case == Case::Lower);
    let has_article = (noun.saturating_sub(3)..noun).any(|at| {
        document.tokens.get(at as usize).is_some_and(|token| view.lists.get("determiners").word(token.word).is_some())
    });
    is_comma(mention.tokens.end) && is_small(noun) && has_article && document.tag(noun) == Tag::Noun
}

/// Whether a word with a capital stands right before the title: an office, which introduces (“Secretary for Schools Mr. Pell”).
fn has_role(view: &View<'_>, mention: &Mention) -> bool {
    let start = view.document.token_at(titled_span(mention).start);
    let before = start.checked_sub(1).and_then(|at| view.document.tokens.get(at as usize));
    let same = start > 0 && view.document.sentence_of(start) == view.document.sentence_of(start - 1);
    mention.title.is_some()
        && same
        && before.is_some_and(|token| token.kind == TokenKind::Word && token.case != Case::Lower)
}

/// Where the last words of some names first stand in the draft, as part of whatever.
fn first_places(view: &View<'_>, mentions: &[&Mention]) -> HashMap<u64, u32> {
    let last = |mention: &&Mention| word_hash(view.document.word(mention.tokens.end.saturating_sub(1)));
    let mut places: HashMap<u64, u32> = mentions.iter().map(|mention| (last(mention), u32::MAX)).collect();
    if !places.is_empty() {
        for (at, token) in view.document.tokens.iter().enumerate() {
            if let Some(place) = places.get_mut(&token.word) {
                *place = (*place).min(at as u32);
            }
        }
    }
    places
}

/// Whether a title is one that goes with a person's name and hardly with anything else.
fn is_formal(view: &View<'_>, mention: &Mention) -> bool {
    let class = view.class(mention);
    let ranked = view.title(mention).is_some_and(|(_, entry)| entry.flag("sole") || entry.number("rank").is_some());
    let alone = mention.tokens.len() == 1 && speaks_next(view, mention);
    (ranked || matches!(class, "courtesy" | "professional")) && alone
}

fn is_surname(view: &View<'_>, name: &str) -> bool {
    view.lists.get("surnames").word(word_hash(name)).is_some()
}

fn is_listed(view: &View<'_>, name: &str) -> bool {
    ["public-figures", "first-names", "place-names", "organization-nouns", "not-names", "never-names", "titles"]
        .iter()
        .any(|list| view.lists.get(list).word(word_hash(name)).is_some())
}

/// Whether “the” or another capitalised word stands before a name.
fn speaks_for_group(view: &View<'_>, mention: &Mention) -> bool {
    let before = mention.tokens.start.checked_sub(1).and_then(|at| view.document.tokens.get(at as usize));
    before.is_some_and(|token| {
        token.kind == TokenKind::Word && (token.case != Case::Lower || view.document.slice(token.span) == "the")
    })
}

/// The first name alone, once, where the draft otherwise uses the surname.
pub(super) fn first_name_only(view: &View<'_>, hits: &mut Vec<Hit>) {
    if speaks_in_first_person(view) || view.document.people.len() > CROWD {
        return;
    }
    for person in view.document.people.iter().filter(|person| !person.first.is_empty()) {
        let hash = word_hash(&person.first);
        if view.lists.get("first-names").word(hash).is_none() {
            continue;
        }
        let Some(first) = person.mentions.iter().find(|mention| mention.form == Form::Full && view.in_story(mention))
        else {
            continue;
        };
        let later =
            || person.mentions.iter().filter(|mention| mention.span.start > first.span.start && view.counts(mention));
        let mut alone =
            later().filter(|mention| mention.form == Form::First && view.document.slice(mention.span) == person.first);
        let (Some(only), None) = (alone.next(), alone.next()) else { continue };
        let place = view.lists.get("place-names").word(hash).is_some() && !speaks_next(view, only);
        let subject = is_subject(view, person);
        if place || !(subject || goes_by_surname(view, person, only)) {
            continue;
        }
        // “Joy was not the word” is said of no one.
        let word = view.lists.get("word-names").word(hash).is_some();
        let evident = only.evident || !word && speaks_on(view, only);
        let own =
            evident && uses_surname(view, person) || only.evident && first.title.is_some() && speaks_next(view, only);
        let told = evident && is_adult(view, person) && !goes_by_first_name(view, person);
        let surname =
            own || told || subject && evident || evident && speaks_on(view, only) && others_go_by_surname(view, person);
        let royal = person.mentions.iter().any(|mention| view.class(mention) == "royal" || is_knight(view, mention));
        if surname && !royal && only.title.is_none() && !is_young(view, person) && !near_namesake(view, person) {
            hits.push(
                Hit::new(only.span)
                    .value("name", &person.surname)
                    .value("person", &person.name)
                    .label("first", titled_span(first))
                    .replace(person.surname.clone()),
            );
        }
    }
}

/// Whether the surname alone would do where a first name stands: nobody else has it, or has been named by then.
fn goes_by_surname(view: &View<'_>, person: &Person, only: &Mention) -> bool {
    !view.shares_surname(person) || rival_place(view, person) > only.span.start
}

/// Where another of the same surname is first named.
fn rival_place(view: &View<'_>, person: &Person) -> u32 {
    let rivals = bearers(view, person).filter(|other| other.name != person.name);
    let place = |person: &Person| person.mentions.first().map_or(u32::MAX, |mention| mention.span.start);
    rivals.map(place).min().unwrap_or(u32::MAX)
}

fn bearers<'v>(view: &'v View<'_>, person: &'v Person) -> impl Iterator<Item = &'v Person> {
    view.document.people.iter().filter(|other| other.surname == person.surname)
}

/// Whether a person is the one whom the draft is about, and goes by the surname alone again and again even after another
/// who has it was named.
fn is_subject(view: &View<'_>, person: &Person) -> bool {
    const AGAIN: usize = 2;
    let rival = rival_place(view, person);
    let bare = |mention: &&Mention| view.is_bare(mention) && view.in_story(mention) && !mention.quoted;
    let again = bearers(view, person).flat_map(|bearer| &bearer.mentions).filter(bare);
    view.document.people.first() == Some(person) && again.filter(|mention| mention.span.start > rival).count() >= AGAIN
}

/// Whether the draft names a person by the surname alone, in whatever spelling of the marks around it.
fn uses_surname(view: &View<'_>, person: &Person) -> bool {
    person.mentions.iter().any(|mention| mention.form == Form::Surname && view.in_story(mention))
}

/// Whether the draft names others by the surname alone and nobody else by the first name alone.
fn others_go_by_surname(view: &View<'_>, person: &Person) -> bool {
    let mut others = view.document.people.iter().filter(|other| other.name != person.name);
    others.any(|other| uses_surname(view, other)) && !goes_by_first_name(view, person)
}

/// Whether the draft names somebody else than a person by the first name alone.
fn goes_by_first_name(view: &View<'_>, person: &Person) -> bool {
    let by_first = |other: &Person| {
        other.mentions.iter().any(|mention| mention.form == Form::First && view.in_story(mention) && !mention.quoted)
    };
    view.document.people.iter().any(|other| other.name != person.name && by_first(other))
}

/// Whether the draft gives an age of eighteen or more for a person.
fn is_adult(view: &View<'_>, person: &Person) -> bool {
    person.mentions.iter().filter_map(|mention| age_after(view, mention)).any(|(age, _)| age >= 18)
}

/// Whether a name opens its sentence and a small word goes on: it is the subject, not part of another name.
fn speaks_on(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    let sentence = document.sentences.get(document.sentence_of(mention.tokens.start) as usize);
    let next = document.tokens.get(mention.tokens.end as usize);
    sentence.is_some_and(|sentence| sentence.tokens.start == mention.tokens.start)
        && next.is_some_and(|token| token.kind == TokenKind::Word && token.case == Case::Lower)
}

/// Whether a verb follows a name that only people are the subject of.
fn speaks_next(view: &View<'_>, mention: &Mention) -> bool {
    let next = view.document.tokens.get(mention.tokens.end as usize);
    next.is_some_and(|token| view.lists.get("person-verbs").word(token.word).is_some())
}

fn is_knight(view: &View<'_>, mention: &Mention) -> bool {
    view.title(mention).is_some_and(|(_, entry)| entry.flag("knight"))
}

/// Whether the narrator says “I”: in a column first names are the writer's choice.
fn speaks_in_first_person(view: &View<'_>) -> bool {
    let (i, my) = (word_hash("I"), word_hash("my"));
    view.document
        .tokens
        .iter()
        .any(|token| !token.quoted && (token.word == i || token.word == my) && token.kind == TokenKind::Word)
}

/// Whether another person of the draft has the same first name.
fn near_namesake(view: &View<'_>, person: &Person) -> bool {
    let count = |names: &HashMap<&str, u32>| names.get(&*person.first).copied().unwrap_or_default();
    count(view.firsts()) > 1 || count(view.surnames()) > 0
}

/// Whether the draft gives an age below 18 for a person.
fn is_young(view: &View<'_>, person: &Person) -> bool {
    person.mentions.iter().filter_map(|mention| age_after(view, mention)).any(|(age, _)| age < 18)
}

/// “Ada Pell, Finance Director”: a title with a capital after the name.
pub(super) fn capital_after_name(view: &View<'_>, hits: &mut Vec<Hit>) {
    for mention in mentions(view).filter(|mention| mention.form == Form::Full) {
        let document = view.document;
        if document.word(mention.tokens.end) != "," {
            continue;
        }
        let has = |list: &str, at: u32| entry_at(view, list, at).is_some();
        let start = mention.tokens.end + 1;
        let opened = has("role-openers", start);
        let start = start + u32::from(opened);
        let Some(end) = role_end(view, start, opened) else { continue };
        let (span, next) = (document.span_of(start..end), document.tokens.get(end as usize));
        let text = document.slice(span);
        let name = next.is_some_and(|token| token.kind == TokenKind::Word && token.case != Case::Lower);
        // “Chairman of the Iodine Board” goes with the name of what it leads.
        let led = document.word(end + 2).starts_with(char::is_uppercase);
        let named = document.word(end) == "of" && document.word(end + 1) == "the" && led;
        let part = document.tokens.get(end as usize).is_some_and(|token| !token.space_before && is_hyphen(view, end));
        if !name && !named && !part && !text.contains('.') {
            hits.push(Hit::new(span).replace(text.to_lowercase()));
        }
    }
}

/// Where a title with capitals that begins at a token ends: one of the list, or words for a role with its noun
/// (“Senior Research Scientist”, “Director of Purchasing”).
fn role_end(view: &View<'_>, start: u32, opened: bool) -> Option<u32> {
    const LONGEST: u32 = 5;
    let capital = |at: u32| view.document.word(at).starts_with(char::is_uppercase);
    if is_chief(view, start) {
        return None;
    }
    let written = |at: u32| capital(at) && view.document.word(at).contains(char::is_lowercase);
    let listed = |at: u32, list: &str| written(at) && entry_at(view, list, at).is_some();
    let words = (start..start + LONGEST).take_while(|at| listed(*at, "role-words") || listed(*at, "role-heads"));
    let role = words.filter(|at| listed(*at, "role-heads")).last().map(|head| head + 1);
    // “The Secretary” alone is an office.
    let role = role.filter(|end| !capital(*end) && (!opened || end - start > 1));
    let end = role.or_else(|| title_end(view, start, opened)).filter(|end| (start..*end).all(written))?;
    let field = view.document.word(end) == "of" && listed(end + 1, "role-words");
    let far = (end + 1..end + LONGEST).take_while(|at| field && listed(*at, "role-words")).last();
    Some(far.map_or(end, |last| last + 1))
}

/// Where a title of the list that goes with an office ends.
fn title_end(view: &View<'_>, start: u32, opened: bool) -> Option<u32> {
    let rest = view.document.tokens.get(start as usize..).unwrap_or_default();
    let (entry, length) = view.lists.named(&TITLES).starts(rest)?;
    let class = entry.text("class").unwrap_or_default();
    // British papers give the holders of an office a capital after the name too, and so do others behind “the”.
    let kept = (opened || view.scene.settings.profile == Profile::Uk) && matches!(class, "office" | "judicial");
    let bare = class == "business" && length == 1;
    let kept = kept || bare || matches!(class, "courtesy" | "royal" | "religious");
    (!kept).then_some(start + length as u32)
}

/// Whether “Chief Product Officer of …” begins at a token: firms give it capitals, and papers that go by their releases do.
fn is_chief(view: &View<'_>, start: u32) -> bool {
    let rest = view.document.tokens.get(start as usize..).unwrap_or_default();
    let Some((entry, length)) = view.lists.named(&TITLES).starts(rest) else { return false };
    let next = rest.get(length).is_some_and(|token| token.kind == TokenKind::Word);
    entry.flag("chief") && next && entry_at(view, "role-joints", start + length as u32).is_none()
}

fn is_hyphen(view: &View<'_>, at: u32) -> bool {
    view.document.word(at) == "-"
}

fn entry_at<'l>(view: &View<'l>, list: &str, at: u32) -> Option<&'l Entry> {
    view.lists.get(list).word(view.document.tokens.get(at as usize)?.word)
}

/// “Senator Ada Pell”: a title before a full name that news style shortens.
pub(super) fn abbreviation(view: &View<'_>, hits: &mut Vec<Hit>) {
    for mention in mentions(view).filter(|mention| mention.form == Form::Full) {
        let Some((title, entry)) = view.title(mention) else { continue };
        let text = view.document.slice(title.span);
        let short = entry.text("before").filter(|short| short.len() < text.len() && short.contains('.'));
        let whole = entry.name().eq_ignore_ascii_case(text) && view.class(mention) != "courtesy";
        if let Some(short) = short.filter(|_| whole) {
            hits.push(Hit::new(title.span).value("short", short).replace(short));
        }
    }
}

/// The full name where the surname is enough.
pub(super) fn full_again(view: &View<'_>, hits: &mut Vec<Hit>) {
    for person in view.document.people.iter().filter(|person| !person.first.is_empty() && !view.shares_surname(person))
    {
        let mut full = person.mentions.iter().filter(|mention| mention.form == Form::Full && view.counts(mention));
        let Some(first) = full.next() else { continue };
        for mention in full {
            let name = person.surname.clone();
            hits.push(Hit::new(mention.span).value("name", &name).label("first", titled_span(first)).replace(name));
        }
    }
}

/// The age between commas after a name, with its place.
pub(super) fn age_after(view: &View<'_>, mention: &Mention) -> Option<(u32, crate::document::TextSpan)> {
    let document = view.document;
    let comma = mention.tokens.end;
    let rest = document.tokens.get(comma as usize + 1..)?;
    let opener = view.lists.named(&AGE_OPENERS).starts(rest).map_or(0, |(_, length)| length);
    let at = comma + 1 + opener as u32;
    let number = document.tokens.get(at as usize).filter(|token| token.kind == TokenKind::Number)?;
    let closed = matches!(document.word(at + 1), "," | "." | ";");
    let age: u32 = document.slice(number.span).parse().ok()?;
    (document.word(comma) == "," && closed && (1..=115).contains(&age)).then_some((age, number.span))
}

/// The mentions in the story and in scope, by person.
fn mentions<'a>(view: &'a View<'_>) -> impl Iterator<Item = &'a Mention> {
    let all = view.document.people.iter().flat_map(|person| &person.mentions);
    all.filter(|mention| view.counts(mention) && view.role(mention) != Role::TableCell)
}
