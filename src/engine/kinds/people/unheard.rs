//! Unheard: a title before a surname that the draft has never given to that person, who was introduced with another one.

use super::titles::{ONCE, group, is_marked, plain, shares_word, together};
use super::{View, titled_span};
use crate::document::{Form, Mention, Person, Title};
use crate::engine::kinds::Hit;
use crate::list::{Entry, word_hash};

/// How many tokens behind a full name what the person does is looked for.
const DESCRIBED: u32 = 8;

/// Titles that stand before surnames only and that nothing else in the draft explains.
pub(super) fn unheard(view: &View<'_>, hits: &mut Vec<Hit>) {
    for person in view.document.people.iter().filter(|person| !person.first.is_empty()) {
        let full = |mention: &&Mention| mention.form == Form::Full && view.in_story(mention) && !mention.quoted;
        let Some(first) = person.mentions.iter().find(full) else { continue };
        if view.shares_surname(person) || view.has_near("title-change-markers", first) {
            continue;
        }
        let later = person.mentions.iter().filter(|mention| mention.span.start > first.span.start);
        let titled = later.filter(|mention| mention.form == Form::Surname && view.counts(mention));
        // One such title is a slip; two are how the writer wants it.
        let Some(mention) = titled.clone().find(|mention| view.title(mention).is_some()) else { continue };
        let same = |other: &&Mention| view.title(other).map(|(title, _)| plain(view, title)) == view.title(mention).map(|(title, _)| plain(view, title));
        if titled.filter(same).count() == 1 {
            hits.extend(strange(view, person, first, mention));
        }
    }
}

/// The hit for a title that is strange for a person, if it is one.
fn strange(view: &View<'_>, person: &Person, first: &Mention, mention: &Mention) -> Option<Hit> {
    let (title, entry) = view.title(mention)?;
    let class = view.class(mention);
    let of_rank = ONCE.contains(&class) && !entry.flag("doctor") && !entry.flag("sovereign");
    if !of_rank || mention.quoted || is_marked(view, mention) || view.has_near("title-change-markers", mention) {
        return None;
    }
    let hit = Hit::new(titled_span(mention)).value("title", view.document.slice(title.span)).value("name", &person.surname);
    let hit = match view.title(first) {
        Some((own, own_entry)) => {
            let opposed = is_other(view, (own, own_entry), (title, entry)) && (own_entry.flag("chief") || class == view.class(first) || !together(view.lists, own_entry, entry));
            opposed.then(|| hit.value("first", view.document.slice(own.span)).label("first", titled_span(first)))?
        }
        None => {
            let described = description(view, first)?;
            hit.value("first", view.document.word(described)).label("first", view.document.span_of(described..described + 1))
        }
    };
    (!is_heard(view, person, title, entry)).then(|| hit.replace(view.document.slice(mention.span)))
}

/// Whether two titles are not the same in other words, nor one a part of the other.
fn is_other(view: &View<'_>, one: (Title, &Entry), other: (Title, &Entry)) -> bool {
    let (first, second) = (plain(view, one.0), plain(view, other.0));
    group(one.1) != group(other.1) && !shares_word(&first, &second) && !shares_word(&one.1.name().to_lowercase(), &other.1.name().to_lowercase())
}

/// The word for what somebody does, right behind the full name: “Ada Pell, a spokeswoman for”.
fn description(view: &View<'_>, first: &Mention) -> Option<u32> {
    let (jobs, document) = (view.lists.get("job-descriptions"), view.document);
    let end = view.sentence(first).end.min(first.tokens.end + DESCRIBED);
    (document.word(first.tokens.end) == ",").then_some(())?;
    (first.tokens.end + 1..end).take_while(|at| document.word(*at) != ",").find(|at| {
        document.tokens.get(*at as usize).is_some_and(|token| jobs.word(token.word).is_some())
    })
}

/// Whether the draft has the last word of a title, or another word for it, elsewhere than before another's name.
fn is_heard(view: &View<'_>, person: &Person, title: Title, entry: &Entry) -> bool {
    let document = view.document;
    let head = |text: &str| text.rsplit(' ').next().map(word_hash);
    let heads: Vec<u64> =
        entry.forms.iter().filter_map(|form| head(&form.text)).chain(head(document.slice(title.span))).collect();
    let of_others = |at: u32| {
        let mut others = document.people.iter().filter(|other| !std::ptr::eq(*other, person));
        others.any(|other| other.mentions.iter().any(|mention| {
            mention.title.is_some_and(|title| document.token_at(title.start) <= at) && at < mention.tokens.start
        }))
    };
    let own = document.token_at(title.span.start)..document.token_at(title.span.end);
    let heard = |(at, token): (u32, &crate::document::Token)| heads.contains(&token.word) && !own.contains(&at) && !of_others(at);
    (0..).zip(&document.tokens).any(heard)
}
