//! Gender: whether anybody named before a quotation can be its “he” or “she”.

use crate::document::{Document, Person, Quote, Token};
use crate::engine::kinds::Scene;
use crate::input::Role;
use crate::list::List;

/// The names of men and of women, with the pronoun of each.
const NAMES: [(&str, &str); 2] = [("he", "he-names"), ("she", "she-names")];

/// The lists of words for somebody who is not named.
const NOUNS: [&str; 5] = ["job-descriptions", "kin", "source-nouns", "group-speakers", "unnamed-people"];

/// All of them.
pub(super) const LISTS: [&str; 8] = [
    "he-names",
    "she-names",
    "person-pronouns",
    "job-descriptions",
    "kin",
    "source-nouns",
    "group-speakers",
    "unnamed-people",
];

/// Whether all whom the draft has named by a quotation go by the other pronoun, and nobody without a name is spoken of in
/// the paragraph before it.
pub(super) fn is_nobody(scene: &Scene<'_>, quote: &Quote, pronoun: &str) -> bool {
    let document = scene.document;
    let mut named = document.people.iter().filter(|person| is_named_by(document, person, quote)).peekable();
    let other = |person: &Person| called(scene, person).is_some_and(|called| called != pronoun);
    named.peek().is_some() && named.all(other) && !is_somebody_near(scene, quote)
}

/// Whether the story, a headline or a caption names a person before a quotation ends.
fn is_named_by(document: &Document, person: &Person, quote: &Quote) -> bool {
    person.mentions.iter().any(|mention| {
        let block = document.blocks.get(mention.block as usize);
        mention.span.start < quote.span.end && block.is_some_and(|block| block.role != Role::Byline)
    })
}

/// The pronoun of a person by the first name, where that is of one kind only.
fn called(scene: &Scene<'_>, person: &Person) -> Option<&'static str> {
    let first = crate::list::word_hash(&person.first);
    let found = NAMES.iter().find(|(_, list)| scene.lists.get(list).word(first).is_some());
    found.map(|(pronoun, _)| *pronoun)
}

/// Whether a word for somebody, or a pronoun, stands outside quotations in the paragraph before.
fn is_somebody_near(scene: &Scene<'_>, quote: &Quote) -> bool {
    let document = scene.document;
    let block = quote.block.checked_sub(1).and_then(|before| document.blocks.get(before as usize));
    let Some(block) = block else { return true };
    let lists: Vec<&List> = NOUNS.iter().chain(["person-pronouns"].iter()).map(|list| scene.lists.get(list)).collect();
    let tokens = document.tokens.get(block.tokens.start as usize..block.tokens.end as usize).unwrap_or_default();
    let is_one = |tokens: &[Token]| lists.iter().any(|list| list.starts(tokens).is_some());
    (0..tokens.len()).any(|at| !tokens[at].quoted && is_one(&tokens[at..]))
}
