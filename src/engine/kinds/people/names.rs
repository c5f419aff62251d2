//! Names: spelled two ways, in the story or between headline and story.

mod letters;

use super::{TITLES, View};
use crate::document::people::{Near, doubles, folded, near};
use crate::document::{Case, Form, Mention, Person, TextSpan, TokenKind};
use crate::engine::kinds::Hit;
use crate::input::Role;
use crate::list::{Entry, ListName, Lists, WordMap, word_hash};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How often a name may be written otherwise and still be a slip.
const SLIPS: usize = 2;

/// More people than any story names: a list, in which near names are many and no slips.
pub(super) const CROWD: usize = 2000;

/// A surname that the draft is sure of.
struct Surname<'a> {
    person: &'a Person,
    folded: String,
}

/// The surnames of the draft by their first letter.
struct Surnames<'a> {
    known: BTreeMap<char, Vec<Surname<'a>>>,
    /// A bit for each letter of ASCII that some begin with.
    letters: u32,
}

impl<'a> Surnames<'a> {
    /// A story has few people of one letter; a list of thousands is no story.
    const MOST: usize = 64;

    fn new(people: &'a [Person]) -> Self {
        let mut known: BTreeMap<char, Vec<Surname<'a>>> = BTreeMap::new();
        for person in people {
            let folded = folded(&person.surname);
            let Some(first) = folded.chars().next() else { continue };
            let surnames = known.entry(first).or_default();
            if surnames.len() < Self::MOST {
                surnames.push(Surname { person, folded });
            }
        }
        let letter = |first: &char| first.is_ascii_lowercase().then(|| 1 << (*first as u32 - 'a' as u32));
        let letters = known.keys().filter_map(letter).fold(0, |all, own: u32| all | own);
        Self { known, letters }
    }

    /// Whether some surname may be near a name as it is written: none is that begins with another letter.
    fn may_be_near(&self, written: &str) -> bool {
        match written.bytes().next().map(|first| first.to_ascii_lowercase()) {
            Some(first @ b'a'..=b'z') => self.letters >> (first - b'a') & 1 == 1,
            _ => true,
        }
    }

    /// The known surnames near a name, with how near each is. `inflected`: also those of which it may be a plural.
    fn near(&self, lists: &Lists, name: &str, inflected: bool) -> Vec<(&Surname<'a>, Near)> {
        let Some(known) = name.chars().next().and_then(|first| self.known.get(&first)) else { return Vec::new() };
        let alike = known.iter().filter(|surname| surname.folded.len().abs_diff(name.len()) <= 2);
        alike
            .map(|surname| (surname, near(&surname.folded, name)))
            .filter(|(surname, how)| {
                is_slip(lists, &surname.folded, name, *how)
                    || inflected && *how == Near::One && is_plural(&surname.folded, name)
            })
            .collect()
    }

    /// The one surname that is near a name, of the person who is named most; `None` where there are two such surnames.
    fn only(&self, lists: &Lists, name: &str, inflected: bool) -> Option<(&'a Person, Near)> {
        let mut near = self.near(lists, name, inflected);
        near.retain(|(surname, _)| surname.folded.len().max(name.len()) >= 4);
        let (first, how) = near.first()?;
        let one = near.iter().all(|(surname, _)| surname.folded == first.folded);
        let most = near.iter().max_by_key(|(surname, _)| surname.person.mentions.len())?;
        one.then_some((most.0.person, *how))
    }
}

/// Whether two names that are near are more likely one name and a slip than two names.
pub(super) fn is_slip(lists: &Lists, known: &str, written: &str, how: Near) -> bool {
    let (short, long) = if known.len() < written.len() { (known, written) } else { (written, known) };
    let enough = match how {
        Near::One => long.chars().count() >= 3,
        Near::Two => {
            let (short, long) = (short.chars().count(), long.chars().count());
            short >= 7 && long >= 8 || short == long && short >= 6 && has_same_letters(known, written)
        }
        Near::Same | Near::Far => false,
    };
    let ending = long.strip_prefix(short).unwrap_or_default();
    let inflected = |entry: &Entry| match entry.name() {
        // “Prentis” is no singular of “Prentiss”.
        _ if is_plural(known, written) && short.ends_with('s') => false,
        end if entry.flag("adjective") => known.ends_with(end) != written.ends_with(end),
        end => ending == end && entry.text("after").is_none_or(|after| short.ends_with(after)),
    };
    enough && !lists.get("name-inflections").entries.iter().any(inflected)
}

/// Whether one of two names is the other with an “s”.
fn is_plural(one: &str, other: &str) -> bool {
    one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one)
}

/// Whether two names have the same letters in another order: “Adeyemi”, “Ademeyi”.
fn has_same_letters(one: &str, other: &str) -> bool {
    let sorted = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
}

/// A name that is written otherwise than that of a known person.
struct Slip<'a> {
    span: TextSpan,
    known: &'a Person,
    right: String,
}

/// A surname or first name spelled two ways.
pub(super) fn spelling(view: &View<'_>, hits: &mut Vec<Hit>) {
    if view.document.people.len() > CROWD {
        return;
    }
    let surnames = Surnames::new(&view.document.people);
    let mut slips = Vec::new();
    strangers(view, &surnames, &mut slips);
    rivals(view, &surnames, &mut slips);
    first_names(view, &mut slips);
    letters::lone_first_names(view, &mut slips);
    letters::without_accents(view, &mut slips);
    if slips.is_empty() {
        return;
    }
    let lower = lower_words(view);
    for slip in slips.into_iter().filter(|slip| !lower.contains(&word_hash(view.document.slice(slip.span)))) {
        let Some(first) = view.introduction(slip.known) else { continue };
        let mut hit = Hit::new(slip.span)
            .value("name", slip.right.clone())
            .value("person", &slip.known.name)
            .label("first", first.span)
            .replace(slip.right);
        let quoted = view.document.is_quoted(view.document.token_at(slip.span.start));
        let is_transcribed = |name: &str| is_transcribed(view.lists, name);
        if quoted && is_transcribed(&slip.known.surname) && is_transcribed(view.document.slice(slip.span)) {
            continue;
        }
        // What is quoted may be quoted from a text that spells the name otherwise.
        hit.soft = quoted;
        hits.push(hit);
    }
}

/// Whether a name has an ending that letters of another script are written with in several ways (-sky, -skyy, -skiy, -ski).
fn is_transcribed(lists: &Lists, name: &str) -> bool {
    lists.get("transcribed-endings").entries.iter().any(|ending| name.ends_with(ending.name()))
}

/// The words that the draft also writes in small letters.
fn lower_words(view: &View<'_>) -> HashSet<u64> {
    view.document.tokens.iter().filter(|token| token.case == Case::Lower).map(|token| token.word).collect()
}

/// Names that belong to nobody known, near the surname of exactly one person.
fn strangers<'a>(view: &View<'a>, surnames: &Surnames<'a>, slips: &mut Vec<Slip<'a>>) {
    let strangers = &view.document.strangers;
    let words: Vec<u64> = strangers.iter().map(|stranger| last_word(view, stranger)).collect();
    let mut times: WordMap<usize> = WordMap::default();
    words.iter().for_each(|word| *times.entry(*word).or_default() += 1);
    for (stranger, word) in strangers.iter().zip(words).filter(|(stranger, _)| view.counts(stranger)) {
        let span = last_part(view, stranger);
        let written = view.document.slice(span);
        let often = times.get(&word).copied().unwrap_or_default();
        if often > SLIPS || !surnames.may_be_near(written) || !may_be_surname(view, stranger, written) {
            continue;
        }
        let name = folded(written);
        let mut found = surnames.only(view.lists, &name, true);
        let may_be_several = found.is_some_and(|(known, _)| is_plural(&folded(&known.surname), &name));
        if may_be_several && !letters::is_one_person(view, stranger) {
            found = surnames.only(view.lists, &name, false);
        }
        let Some((known, how)) = found else { continue };
        let full = stranger.form == Form::Full;
        let same_first = folded(view.document.word(stranger.tokens.start)) == folded(&known.first);
        let sure = full || stranger.evident || how == Near::One && is_subject(view, stranger, written);
        if full && !same_first {
            continue;
        }
        let first_name = view.lists.get("first-names").word(word_hash(written)).is_some();
        let doubled = doubles(&folded(written), &folded(&known.surname));
        let unsure = first_name && !stranger.evident && !doubled && (how == Near::Two || known.mentions.len() < 3);
        if unsure || !apart(view.lists, written, &known.surname) {
            continue;
        }
        if is_more(known, often, sure) && (sure || how == Near::One || known.mentions.len() >= 3) {
            slips.push(Slip { span, known, right: known.surname.clone() });
        }
    }
}

/// Whether a word that is no surname, first name or place opens its sentence, or its clause behind a comma, with a verb
/// behind it: whoever is meant was named before.
fn is_subject(view: &View<'_>, stranger: &Mention, written: &str) -> bool {
    let document = view.document;
    let own = document.sentences.get(document.sentence_of(stranger.tokens.start) as usize);
    let opens = own.is_some_and(|own| own.tokens.start == stranger.tokens.start);
    let clause = stranger.tokens.start.checked_sub(1).is_some_and(|before| document.word(before) == ",");
    let known = ["surnames", "first-names"].iter().any(|list| view.lists.get(list).word(word_hash(written)).is_some());
    let next = document.tokens.get(stranger.tokens.end as usize);
    let small = next.is_some_and(|token| token.kind == TokenKind::Word && token.case == Case::Lower);
    let verb = small && document.word(stranger.tokens.end).ends_with("ed");
    (opens && small || clause && verb) && !known && stranger.tokens.len() == 1 && stranger.form == Form::Surname
}

/// The last word of a name, with what hyphens join to it: “Vale-Orlow”.
fn last_part(view: &View<'_>, mention: &Mention) -> TextSpan {
    let document = view.document;
    let mut start = mention.tokens.end.saturating_sub(1);
    while start >= mention.tokens.start + 2 && document.word(start - 1) == "-" && document.word(start).len() > 1 {
        start -= 2;
    }
    document.span_of(start..mention.tokens.end)
}

/// The hash of that.
fn last_word(view: &View<'_>, mention: &Mention) -> u64 {
    let span = last_part(view, mention);
    let last = view.document.tokens.get(mention.tokens.end.wrapping_sub(1) as usize);
    last.filter(|last| last.span == span).map_or_else(|| word_hash(view.document.slice(span)), |last| last.word)
}

/// Whether a person is named so much more often than the other spelling that the other is the slip.
fn is_more(known: &Person, often: usize, sure: bool) -> bool {
    let uses = known.mentions.len();
    let (length, full) = (known.surname.chars().count(), !known.first.is_empty());
    let few = uses >= often && full && (sure || length >= 7);
    (uses > often || few) && (sure || length >= 5)
}

/// Words that are no names.
static NOT_NAMES: ListName = ListName::fixed("not-names");
/// The lists of which no word is taken for a misspelled surname.
static NO_SURNAMES: [ListName; 3] =
    [ListName::fixed("never-names"), ListName::fixed("organization-nouns"), ListName::fixed("place-names")];

/// Whether a capitalised word that belongs to nobody may be a misspelled surname.
fn may_be_surname(view: &View<'_>, stranger: &Mention, written: &str) -> bool {
    let hash = word_hash(written);
    let has = |list: &ListName| view.lists.named(list).word(hash).is_some();
    if written.chars().count() < 3 || has(&NOT_NAMES) || NO_SURNAMES.iter().any(has) {
        return false;
    }
    let before = stranger.tokens.start.checked_sub(1).map_or("", |at| view.document.word(at));
    let after = view.document.tokens.get(stranger.tokens.end as usize + usize::from(stranger.possessive));
    // “madam Orbel” is somebody's wife, and another name.
    let other =
        view.lists.named(&TITLES).word(word_hash(before)).is_some_and(|entry| entry.text("class") == Some("courtesy"));
    // “Lorrimer’s Fish” is a shop.
    let shop = stranger.possessive
        && after.is_some_and(|token| {
            token.case == Case::Capital && view.lists.named(&NOT_NAMES).word(token.word).is_none()
        });
    let the = stranger.form == Form::Surname && before.eq_ignore_ascii_case("the") && !stranger.evident;
    !shop && !the && !other
}

/// Whether two names are not known to be two different ones.
pub(super) fn apart(lists: &Lists, one: &str, other: &str) -> bool {
    let pair = [word_hash(one), word_hash(other)];
    let list = lists.get("near-names");
    let listed = list.entries.iter().flat_map(|entry| &entry.forms).any(|form| {
        let words: &[u64] = &form.words;
        words == pair || words == [pair[1], pair[0]]
    });
    !listed
}

/// People of the same first name, or of none, whose surnames are near: the one who is named less.
fn rivals<'a>(view: &View<'a>, surnames: &Surnames<'a>, slips: &mut Vec<Slip<'a>>) {
    let mut borne = None;
    for person in &view.document.people {
        if with_surname(person) > SLIPS {
            continue;
        }
        let written = folded(&person.surname);
        let near = surnames.near(view.lists, &written, !person.first.is_empty());
        if near.is_empty() {
            continue;
        }
        let (first, hash) = (folded(&person.first), word_hash(&person.surname));
        let borne = borne.get_or_insert_with(|| times_borne(view));
        for (known, how) in near {
            let fits = if first.is_empty() {
                person.mentions.iter().any(|mention| mention.evident)
            } else {
                first == folded(&known.person.first)
            };
            let borne = |person: &Person| borne.get(&*person.surname).copied().unwrap_or_default();
            let (uses, own) = (borne(known.person), borne(person));
            let fewer = uses > own
                || (uses == own
                    && earlier(known.person, person)
                    && !known.person.first.is_empty()
                    && (written.len() >= 5 || !first.is_empty()));
            let name = first.is_empty() && view.lists.get("first-names").word(hash).is_some();
            let sure = how == Near::One || !first.is_empty() || known.person.mentions.len() >= 2;
            if !fits || !fewer || name || !sure || !apart(view.lists, &person.surname, &known.person.surname) {
                continue;
            }
            for mention in person.mentions.iter().filter(|mention| view.counts(mention)) {
                let part = last_part(view, mention);
                let at = mention.tokens.clone().rev().find(|at| view.document.word(*at) == person.surname);
                let word = at.map(|at| view.document.span_of(at..at + 1));
                let whole = (view.document.slice(part) == person.surname).then_some(part);
                let Some(span) = word.or(whole) else { continue };
                slips.push(Slip { span, known: known.person, right: known.person.surname.clone() });
            }
            break;
        }
    }
}

/// How often a person is named by the surname, with or without the first name.
fn with_surname(person: &Person) -> usize {
    person.mentions.iter().filter(|mention| mention.form != Form::First).count()
}

/// How often the draft names people of each surname.
fn times_borne<'v>(view: &'v View<'_>) -> HashMap<&'v str, usize> {
    let mut times = HashMap::new();
    for person in &view.document.people {
        *times.entry(&*person.surname).or_default() += with_surname(person);
    }
    times
}

fn earlier(one: &Person, other: &Person) -> bool {
    let place = |person: &Person| person.mentions.first().map(|mention| mention.span.start);
    place(one) < place(other)
}

/// People of the same surname whose first names are near: the one who is named in full less.
fn first_names<'a>(view: &View<'a>, slips: &mut Vec<Slip<'a>>) {
    let mut named: Vec<&Person> = view.document.people.iter().filter(|person| !person.first.is_empty()).collect();
    named.sort_by(|one, other| one.surname.cmp(&other.surname));
    let groups = named.chunk_by(|one, other| one.surname == other.surname);
    for group in groups.filter(|group| (2..=8).contains(&group.len())) {
        for person in group {
            let Some(mention) = person.mentions.first().filter(|_| person.mentions.len() == 1) else { continue };
            let listed = view.lists.get("first-names").word(word_hash(&person.first)).is_some();
            let known = group.iter().find(|other| {
                let near = near(&folded(&other.first), &folded(&person.first)) == Near::One;
                let slip = !listed
                    && near
                    && other.first.len() >= 4
                    && other.first.chars().next() == person.first.chars().next();
                other.mentions.len() > 1 && (slip || sounds_alike(view, &person.first, &other.first))
            });
            if let (Some(known), true) = (known, view.counts(mention)) {
                let span = view.document.span_of(mention.tokens.start..mention.tokens.start + 1);
                if apart(view.lists, &known.first, &person.first) {
                    slips.push(Slip { span, known, right: known.first.clone() });
                }
            }
        }
    }
}

/// Whether two first names are spellings of one.
fn sounds_alike(view: &View<'_>, one: &str, other: &str) -> bool {
    let spelling = |name: &str| view.lists.get("first-name-spellings").word(word_hash(name)).map(|entry| entry.name());
    one != other && spelling(one).is_some_and(|name| spelling(other) == Some(name))
}

/// A word of the headline that is near a surname of the story and stands nowhere in the story.
pub(super) fn headline_mismatch(view: &View<'_>, hits: &mut Vec<Hit>) {
    let headline =
        |mention: &&Mention| view.role(mention) == Role::Headline && view.scene.in_scope(mention.tokens.start);
    unaccented(view, headline, hits);
    let words: Vec<&Mention> = view.document.strangers.iter().filter(headline).collect();
    if words.is_empty() || view.document.people.len() > CROWD {
        return;
    }
    let surnames = Surnames::new(&view.document.people);
    let mut story_words: Option<HashSet<u64>> = None;
    for word in words {
        let written = view.document.slice(word.span);
        let letters = written.chars().count();
        if letters < 4 || !may_be_surname(view, word, written) {
            continue;
        }
        let near = surnames.only(view.lists, &folded(written), false).map(|(known, _)| known);
        let Some(known) = near.or_else(|| begins_alike(view, &surnames, word)) else { continue };
        let story = known.mentions.iter().filter(|mention| view.in_story(mention));
        // A short word of a headline in small letters is a name too, where the story has the other again and again.
        let (least, plain) = if letters < 5 { (3, is_in_small_letters(view, word)) } else { (2, true) };
        let Some(first) = view.introduction(known).filter(|_| plain && story.count() >= least) else { continue };
        let story_words = story_words.get_or_insert_with(|| story_words_of(view));
        let first_name = view.lists.get("first-names").word(word_hash(written)).is_some();
        if first_name || story_words.contains(&word_hash(written)) || !apart(view.lists, written, &known.surname) {
            continue;
        }
        hits.push(
            Hit::new(word.span)
                .value("name", &known.surname)
                .value("person", &known.name)
                .label("first", first.span)
                .replace(known.surname.clone()),
        );
    }
}

/// Surnames that lack in the headline the accents that they have in the story.
fn unaccented(view: &View<'_>, headline: impl Fn(&&Mention) -> bool, hits: &mut Vec<Hit>) {
    for person in view.document.people.iter().filter(|person| !person.surname.is_ascii()) {
        let Some(first) = view.introduction(person) else { continue };
        for mention in person.mentions.iter().filter(&headline) {
            let at = mention.tokens.end.saturating_sub(1);
            let written = view.document.word(at);
            let same = written != person.surname && folded(written) == folded(&person.surname);
            if same && written.contains(char::is_lowercase) {
                let hit = Hit::new(view.document.span_of(at..at + 1)).value("name", &person.surname);
                let hit = hit.value("person", &person.name).label("first", first.span);
                hits.push(hit.replace(person.surname.clone()));
            }
        }
    }
}

/// The person of the story who is named first, where a name of a headline begins as the surname does and ends otherwise:
/// “Quintero” for “Quintana”.
fn begins_alike<'a>(view: &View<'a>, surnames: &Surnames<'a>, word: &Mention) -> Option<&'a Person> {
    const HEAD: usize = 5;
    const LONGEST_TAIL: usize = 3;
    let written = folded(view.document.slice(word.span));
    let in_story = |person: &&Person| person.mentions.iter().any(|mention| view.in_story(mention));
    let person = view.document.people.iter().find(in_story).filter(|person| !person.first.is_empty())?;
    let known =
        surnames.known.get(&written.chars().next()?)?.iter().find(|known| std::ptr::eq(known.person, person))?;
    let alike = written.chars().zip(known.folded.chars()).take_while(|(one, other)| one == other).count();
    let tail = |name: &str| name.chars().count() - alike;
    let tails = [tail(&written), tail(&known.folded)];
    let long = alike >= HEAD && tails.iter().all(|tail| (1..=LONGEST_TAIL).contains(tail));
    (long && is_in_small_letters(view, word)).then_some(person)
}

/// Whether most words of a headline have small letters, so that a capital tells a name.
fn is_in_small_letters(view: &View<'_>, word: &Mention) -> bool {
    let block = view.document.blocks.get(word.block as usize).map(|block| block.tokens.clone()).unwrap_or_default();
    let tokens = view.document.tokens.get(block.start as usize..block.end as usize).unwrap_or_default();
    let small = tokens.iter().filter(|token| token.case == Case::Lower).count();
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word).count();
    small * 2 >= words
}

/// The words of the story, in whatever letters.
fn story_words_of(view: &View<'_>) -> HashSet<u64> {
    let story = view.document.blocks.iter().filter(|block| !matches!(block.role, Role::Headline | Role::Code));
    let tokens =
        story.filter_map(|block| view.document.tokens.get(block.tokens.start as usize..block.tokens.end as usize));
    tokens.flatten().map(|token| token.word).collect()
}
