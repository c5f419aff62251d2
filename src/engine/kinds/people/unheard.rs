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
        let text = |mention: &Mention| view.title(mention).map(|(title, _)| plain(view, title));
        let Some(mention) = titled.clone().find(|mention| view.title(mention).is_some()) else { continue };
        if titled.filter(|other| text(other) == text(mention)).count() == 1 {
            hits.extend(strange(view, person, first, mention));
        }
    }
}

/// The hit for a title that is strange for a person, if it is one.
fn strange(view: &View<'_>, person: &Person, first: &Mention, mention: &Mention) -> Option<Hit> {
    let (title, entry) = view.title(mention)?;
    let of_rank = ONCE.contains(&view.class(mention)) && !entry.flag("doctor") && !entry.flag("sovereign");
    if !of_rank || mention.quoted || is_marked(view, mention) || view.has_near("title-change-markers", mention) {
        return None;
    }
    let document = view.document;
    let hit = Hit::new(titled_span(mention)).value("title", document.slice(title.span)).value("name", &person.surname);
    let hit = match view.title(first) {
        Some((own, _)) if is_opposed(view, first, mention) => {
            hit.value("first", document.slice(own.span)).label("first", titled_span(first))
        }
        Some(_) => return None,
        None => {
            let at = description(view, first)?;
            hit.value("first", document.word(at)).label("first", document.span_of(at..at + 1))
        }
    };
    (!is_heard(view, person, title, entry)).then(|| hit.replace(document.slice(mention.span)))
}

/// Whether the titles of two mentions are not the same in other words, nor one a part of the other, nor such as go together.
fn is_opposed(view: &View<'_>, one: &Mention, other: &Mention) -> bool {
    let (Some((first, own)), Some((second, entry))) = (view.title(one), view.title(other)) else { return false };
    let shared = shares_word(&plain(view, first), &plain(view, second))
        || shares_word(&own.name().to_lowercase(), &entry.name().to_lowercase());
    let alike = own.flag("chief") || view.class(one) == view.class(other) || !together(view.lists, own, entry);
    group(own) != group(entry) && !shared && alike
}

/// The word for what somebody does, right behind the full name: “Ada Pell, a spokeswoman for”.
fn description(view: &View<'_>, first: &Mention) -> Option<u32> {
    let (jobs, document) = (view.lists.get("job-descriptions"), view.document);
    let end = view.sentence(first).end.min(first.tokens.end + DESCRIBED);
    let is_job = |at: u32| document.tokens.get(at as usize).is_some_and(|token| jobs.word(token.word).is_some());
    (document.word(first.tokens.end) == ",").then_some(())?;
    (first.tokens.end + 1..end).take_while(|at| document.word(*at) != ",").find(|at| is_job(*at))
}

/// Whether the draft has the last word of a title, or another word for it, elsewhere than before another's name.
fn is_heard(view: &View<'_>, person: &Person, title: Title, entry: &Entry) -> bool {
    let document = view.document;
    let head = |text: &str| text.rsplit(' ').next().map(word_hash);
    let forms = entry.forms.iter().filter_map(|form| head(&form.text));
    let heads: Vec<u64> = forms.chain(head(document.slice(title.span))).collect();
    let own = document.token_at(title.span.start)..document.token_at(title.span.end);
    let mut said = (0..).zip(&document.tokens).filter(|(at, token)| heads.contains(&token.word) && !own.contains(at));
    said.any(|(at, _)| !is_of_another(view, person, at))
}

/// Whether a token is part of the title of somebody else.
fn is_of_another(view: &View<'_>, person: &Person, at: u32) -> bool {
    let within = |mention: &Mention| {
        let start = mention.title.map(|title| view.document.token_at(title.start));
        start.is_some_and(|start| start <= at) && at < mention.tokens.start
    };
    let mut others = view.document.people.iter().filter(|other| !std::ptr::eq(*other, person));
    others.any(|other| other.mentions.iter().any(within))
}
