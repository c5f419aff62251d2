//! Letters: what a letter more or less says of a name: a plural or a slip, a first name misspelled, an accent lost.

use super::{Slip, apart, is_subject, may_be_surname};
use crate::document::people::{Near, doubles, folded, near};
use crate::document::{Form, Mention, Tag};
use crate::engine::kinds::people::View;
use crate::list::word_hash;

/// The fewest letters of a first name of which another spelling is a slip.
const LONG: usize = 5;

/// Whether a word with the ending of a plural is one person: “Moyers sat in the front row”, where “the Moyers” would be two.
pub(super) fn is_one_person(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    let before = mention.tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at as usize));
    let several = before.is_some_and(|token| view.lists.get("determiners").word(token.word).is_some());
    let own = document.sentences.get(document.sentence_of(mention.tokens.start) as usize);
    let opens = own.is_some_and(|own| own.tokens.start == mention.tokens.start);
    let has = |list: &str, at: u32| {
        document.tokens.get(at as usize).is_some_and(|token| view.lists.get(list).word(token.word).is_some())
    };
    let end = mention.tokens.end;
    let acts =
        matches!(document.tag(end), Tag::VerbPast | Tag::VerbThird | Tag::AuxiliaryThird) || has("person-verbs", end);
    let with_others = document.tag(end) == Tag::Coordination && has("person-pronouns", end + 1);
    mention.form == Form::Surname
        && !several
        && !mention.possessive
        && (opens && (acts || with_others) || mention.title.is_some())
}

/// A word that belongs to nobody and is the first name of exactly one person but for a doubled letter.
pub(super) fn lone_first_names<'a>(view: &View<'a>, slips: &mut Vec<Slip<'a>>) {
    for stranger in
        view.document.strangers.iter().filter(|stranger| view.counts(stranger) && stranger.tokens.len() == 1)
    {
        let written = view.document.slice(stranger.span);
        let listed =
            ["first-names", "surnames"].iter().any(|list| view.lists.get(list).word(word_hash(written)).is_some());
        if written.chars().count() < LONG || listed || !may_be_surname(view, stranger, written) {
            continue;
        }
        if !stranger.evident && !is_subject(view, stranger, written) {
            continue;
        }
        let name = folded(written);
        let alike = |first: &str| {
            let first = folded(first);
            first.chars().count() >= LONG && doubles(&name, &first) && near(&first, &name) == Near::One
        };
        let mut known = view.document.people.iter().filter(|person| alike(&person.first));
        let (Some(person), None) = (known.next(), known.next()) else { continue };
        if apart(view.lists, written, &person.first) {
            slips.push(Slip { span: stranger.span, known: person, right: person.first.clone() });
        }
    }
}

/// Surnames that lack the accents that they have where the person is first named.
pub(super) fn without_accents<'a>(view: &View<'a>, slips: &mut Vec<Slip<'a>>) {
    // “Māori” is no person, though a name may end so.
    let is_person = |mention: &Mention| mention.evident || mention.title.is_some();
    let known = view.document.people.iter().filter(|person| !person.surname.is_ascii() && !person.first.is_empty());
    for person in known.filter(|person| person.mentions.iter().any(is_person)) {
        let plain = |mention: &&Mention| {
            view.counts(mention) && {
                let written = view.document.word(mention.tokens.end.saturating_sub(1));
                written.is_ascii() && folded(written) == folded(&person.surname) && written.contains(char::is_lowercase)
            }
        };
        let mentions: Vec<&Mention> = person.mentions.iter().filter(plain).collect();
        // A draft that has the accents half of the time has two minds.
        if mentions.is_empty() || mentions.len() * 2 > person.mentions.len() {
            continue;
        }
        for mention in mentions {
            let at = mention.tokens.end.saturating_sub(1);
            slips.push(Slip { span: view.document.span_of(at..at + 1), known: person, right: person.surname.clone() });
        }
    }
}
