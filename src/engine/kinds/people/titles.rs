//! Titles: repeated, written two ways, exchanged, given to some only.

use super::{View, titled_span};
use crate::document::{Form, Mention, Person, TextSpan, Title};
use crate::engine::kinds::Hit;
use crate::engine::rule::Profile;
use crate::input::Role;
use crate::list::{Entry, Lists, word_hash};
use std::collections::HashMap;

/// Classes whose titles news style gives once.
pub(super) const ONCE: [&str; 10] =
    ["office", "judicial", "professional", "religious", "army", "navy", "air", "police", "business", "sport"];

/// Title and surname again, where the draft uses the surname alone: that of the same person, or, where a person is named so
/// once, those of most others.
pub(super) fn later_reference(view: &View<'_>, hits: &mut Vec<Hit>) {
    let mut lone = Vec::new();
    let mut plain: Vec<&Mention> = Vec::new();
    for person in view.document.people.iter().filter(|person| !person.first.is_empty()) {
        let full = |mention: &&Mention| mention.form == Form::Full && ONCE.contains(&view.class(mention));
        let told =
            |mention: &&Mention| mention.form == Form::Full && view.in_story(mention) && view.title(mention).is_none();
        let Some(first) = person.mentions.iter().find(full).or_else(|| person.mentions.iter().find(told)) else {
            continue;
        };
        let later =
            || person.mentions.iter().filter(|mention| mention.span.start > first.span.start && view.counts(mention));
        let bare: Vec<&Mention> = later().filter(|mention| view.is_bare(mention)).collect();
        plain.extend(bare.first());
        let repeated: Vec<&Mention> = later()
            .filter(|mention| {
                let same = same_title(view, first, mention) || is_described(view, first, mention);
                mention.form == Form::Surname && same && !is_marked(view, mention) && !is_label(view, mention)
            })
            .collect();
        if repeated.is_empty() || view.shares_surname(person) {
            continue;
        }
        // Heads of state are called by their titles again and again.
        let sovereign = |mention: &&Mention| view.title(mention).is_some_and(|(_, entry)| entry.flag("sovereign"));
        match bare.is_empty() {
            true => lone.extend(
                repeated.into_iter().filter(|mention| !sovereign(mention)).map(|mention| (person, first, mention)),
            ),
            false if repeated.len() <= bare.len() => {
                hits.extend(
                    repeated.into_iter().filter_map(|mention| repeated_title(view, (person, first, mention), &bare)),
                );
            }
            false => {}
        }
    }
    // Elsewhere than in the United States, titles are kept more often than not.
    if lone.len() == 1 && plain.len() >= OTHERS && view.scene.settings.profile != Profile::Uk {
        plain.sort_by_key(|mention| mention.span.start);
        hits.extend(lone.into_iter().filter_map(|later| repeated_title(view, later, &plain)));
    }
}

/// How many others must have their surname alone where one person has a title again.
const OTHERS: usize = 1;

/// The hit for a title that is given again.
fn repeated_title(view: &View<'_>, (person, first, mention): Later<'_>, bare: &[&Mention]) -> Option<Hit> {
    let (title, _) = view.title(mention)?;
    let hit = Hit::new(titled_span(mention))
        .value("title", view.document.slice(title.span))
        .value("name", &person.surname)
        .label("first", titled_span(first))
        .label("bare", nearest(bare, mention).span);
    Some(hit.replace(view.document.slice(mention.span)))
}

/// Whether a name opens its paragraph as the label of a speaker: “Det Sgt Pell: No comment.”
fn is_label(view: &View<'_>, mention: &Mention) -> bool {
    let document = view.document;
    let start = document.blocks.get(mention.block as usize).map(|block| block.tokens.start);
    let is_first = start == Some(document.token_at(titled_span(mention).start));
    is_first && document.word(mention.tokens.end) == ":"
}

/// Whether a first reference without a title before the name says in its sentence what a later title says: “The mayor, Ada
/// Pell,” or “museum director Ada Pell”, and “Mayor Pell”, “Director Pell”.
fn is_described(view: &View<'_>, first: &Mention, later: &Mention) -> bool {
    let Some((title, _)) =
        view.title(later).filter(|_| view.title(first).is_none() && ONCE.contains(&view.class(later)))
    else {
        return false;
    };
    let head = view.document.slice(title.span).rsplit(' ').next().map(word_hash);
    let sentence = view.sentence(first);
    let near = first.tokens.start.saturating_sub(DESCRIBED)..first.tokens.end + DESCRIBED;
    let own = near.filter(|at| sentence.contains(at) && !first.tokens.contains(at));
    own.filter_map(|at| view.document.tokens.get(at as usize)).any(|token| Some(token.word) == head && !token.quoted)
}

/// How many tokens from a name a description of it may stand.
const DESCRIBED: u32 = 6;

/// The mention that is nearest to a place, after it if any is.
fn nearest<'m>(mentions: &[&'m Mention], to: &'m Mention) -> &'m Mention {
    let after = mentions.partition_point(|mention| mention.span.start <= to.span.start);
    mentions.get(after).or(mentions.last()).copied().unwrap_or(to)
}

/// Whether a later title is the first one again, whole or short (“Secretary” for “Defense Secretary”), in the same words.
fn same_title(view: &View<'_>, first: &Mention, later: &Mention) -> bool {
    let (Some((one, one_entry)), Some((other, other_entry))) = (view.title(first), view.title(later)) else {
        return false;
    };
    let (one_text, other_text) = (plain(view, one), plain(view, other));
    let added = |mention: &Mention| mention.title.map_or(0, |title| title.len());
    if added(later) > added(first) {
        // “Ukrainian President Vale” says more than the first reference did.
        return false;
    }
    let part = || one_text.ends_with(&format!(" {other_text}")) || one_text.starts_with(&format!("{other_text} of "));
    one_text == other_text || (group(one_entry) != group(other_entry) && part())
}

/// Words of a title in small letters without periods.
pub(super) fn plain(view: &View<'_>, title: Title) -> String {
    view.document.slice(title.span).replace('.', "").replace('’', "'").to_lowercase()
}

pub(super) fn group(entry: &Entry) -> String {
    entry.text("group").map_or_else(|| entry.name().to_lowercase(), str::to_owned)
}

/// Whether the words before a title say that it is an earlier or another one (“then-Maj.”).
pub(super) fn is_marked(view: &View<'_>, mention: &Mention) -> bool {
    let Some(title) = mention.title else { return false };
    let markers = view.lists.get("title-change-markers");
    let start = view.document.token_at(title.start);
    (start..mention.tokens.start)
        .any(|at| view.document.tokens.get(at as usize).is_some_and(|token| markers.word(token.word).is_some()))
}

/// Two forms of one title for one person.
pub(super) fn variant(view: &View<'_>, hits: &mut Vec<Hit>) {
    for person in &view.document.people {
        // A list of points is as short as a headline.
        let is_told = |mention: &&Mention| view.counts(mention) && view.role(mention) != Role::ListItem;
        let titled: Vec<&Mention> =
            person.mentions.iter().filter(is_told).filter(|mention| view.title(mention).is_some()).collect();
        let Some(first) = titled.first() else { continue };
        let Some((one, one_entry)) = view.title(first) else { continue };
        for mention in &titled[1..] {
            let Some((other, other_entry)) = view.title(mention) else { continue };
            let same = plain(view, one) == plain(view, other);
            if same || group(one_entry) != group(other_entry) || view.class(mention) == "courtesy" {
                continue;
            }
            let hit = Hit::new(titled_span(mention))
                .value("title", view.document.slice(other.span))
                .value("first", view.document.slice(one.span))
                .value("name", &person.surname)
                .label("first", titled_span(first));
            hits.push(match mention.form {
                Form::Surname => hit.replace(view.document.slice(mention.span)),
                _ => hit.edit(other.span, view.document.slice(one.span)),
            });
        }
    }
}

/// Titles that one person cannot have at once, with nothing said of a change.
pub(super) fn change(view: &View<'_>, hits: &mut Vec<Hit>) {
    for person in &view.document.people {
        let titled: Vec<&Mention> = person
            .mentions
            .iter()
            .filter(|mention| view.title(mention).is_some() && !is_marked(view, mention))
            .collect();
        if titled.len() < 2 {
            continue;
        }
        raised(view, person, &titled, hits);
        let counted = count_titles(view, &titled);
        let mut marked: HashMap<u32, bool> = HashMap::new();
        for mention in &titled {
            let Some(norm) = usual(view, &counted, mention).filter(|_| view.counts(mention)) else { continue };
            let of_change = view.has_near("title-change-markers", mention)
                || *marked.entry(norm.span.start).or_insert_with(|| always_marked(view, &titled, norm));
            if of_change || other_bearer(view, person, mention) {
                continue;
            }
            let (Some((title, entry)), Some((usual, usual_entry))) = (view.title(mention), view.title(norm)) else {
                continue;
            };
            let mut hit = Hit::new(titled_span(mention))
                .value("title", view.document.slice(title.span))
                .value("first", view.document.slice(usual.span))
                .value("name", &person.surname)
                .label("first", titled_span(norm))
                .edit(title.span, view.document.slice(usual.span));
            // Where the draft has the surname alone elsewhere, it may want no title here.
            if mention.form == Form::Surname && person.mentions.iter().any(|other| view.is_bare(other)) {
                hit = hit.replace(view.document.slice(mention.span));
            }
            if let (Some(one), Some(other)) = (usual_entry.number("rank"), entry.number("rank")) {
                let rank = if other < one { "lower" } else { "higher" };
                hit = hit.value("rank", rank);
            }
            hits.push(hit);
        }
    }
}

/// Classes whose titles are not shortened by custom, as “Lieutenant Colonel” is to “Colonel”.
const UNSHORTENED: [&str; 2] = ["office", "business"];

/// The title of a chief for who was introduced as the deputy.
fn raised(view: &View<'_>, person: &Person, titled: &[&Mention], hits: &mut Vec<Hit>) {
    let whole =
        |mention: &Mention| mention.title.map_or(String::new(), |title| view.document.slice(title).to_lowercase());
    let Some((first, later)) = titled.split_first() else { return };
    let (text, lower) = (whole(first), view.lists.get("lower-ranks"));
    let cut = |text: &str| {
        let (rank, above) = text.split_once([' ', '-'])?;
        lower.word(word_hash(rank)).map(|_| above.to_owned())
    };
    let Some(above) = cut(&text).filter(|_| UNSHORTENED.contains(&view.class(first))) else { return };
    // “Vice Governor” is not “Deputy Governor” either.
    let is_other = |whole: &str| whole != text && (whole == above || cut(whole).is_some_and(|own| own == above));
    if view.has_near("title-change-markers", first) {
        return;
    }
    let wrong = later.iter().filter(|mention| !mention.quoted && is_other(&whole(mention)) && view.counts(mention));
    for mention in wrong {
        let Some(title) = mention.title else { continue };
        if view.has_near("title-change-markers", mention) || other_bearer(view, person, mention) {
            continue;
        }
        let usual = first.title.map_or("", |title| view.document.slice(title));
        let mut hit = Hit::new(titled_span(mention))
            .value("title", view.document.slice(title))
            .value("first", usual)
            .value("name", &person.surname)
            .label("first", titled_span(first))
            .edit(title, usual);
        if mention.form == Form::Surname && person.mentions.iter().any(|other| view.is_bare(other)) {
            hit = hit.replace(view.document.slice(mention.span));
        }
        hits.push(hit);
    }
}

/// The different titles, each with the mention that has it first and how many have it.
fn count_titles<'m>(view: &View<'_>, titled: &[&'m Mention]) -> Vec<(String, &'m Mention, usize)> {
    // Nobody has more titles than this.
    const ENOUGH: usize = 32;
    let mut counted: Vec<(String, &Mention, usize)> = Vec::new();
    for mention in titled {
        let Some((title, _)) = view.title(mention) else { continue };
        let text = plain(view, title);
        // “Sir Keir” and “Lady Starmer” are counted by name; any other title is one, with the full name or the surname.
        let by_name = matches!(view.class(mention), "courtesy" | "royal");
        let same = |(known, first, _): &(String, &Mention, usize)| {
            *known == text && (!by_name || same_name(view, first, mention))
        };
        if let Some(number) = counted.iter().position(same) {
            counted[number].2 += 1;
        } else if counted.len() < ENOUGH {
            counted.push((text, mention, 1));
        }
    }
    counted
}

/// The title that contradicts that of a mention and is given more often, or as often and earlier.
fn usual<'m>(view: &View<'_>, counted: &[(String, &'m Mention, usize)], mention: &Mention) -> Option<&'m Mention> {
    let (title, _) = view.title(mention)?;
    let text = plain(view, title);
    let own = counted.iter().filter(|(known, ..)| *known == text);
    let (_, own_first, own) = own.max_by_key(|(_, first, _)| same_name(view, first, mention))?;
    let rivals = counted.iter().filter(|(_, first, _)| contradicts(view, first, mention));
    let (_, rival, times) = rivals.rev().max_by_key(|(_, _, times)| *times)?;
    (times > own || (times == own && rival.span.start < own_first.span.start)).then_some(*rival)
}

/// How many mentions with one title are looked at for words on a change.
const LOOKED_AT: usize = 8;

/// Whether words on a change stand wherever a title is given.
fn always_marked(view: &View<'_>, titled: &[&Mention], norm: &Mention) -> bool {
    let text = view.title(norm).map(|(title, _)| plain(view, title));
    let alike = |other: &&&Mention| {
        same_name(view, norm, other) && view.title(other).map(|(title, _)| plain(view, title)) == text
    };
    titled.iter().filter(alike).take(LOOKED_AT).all(|other| view.has_near("title-change-markers", other))
}

/// Whether a title and surname may mean another bearer of the surname.
fn other_bearer(view: &View<'_>, person: &Person, mention: &Mention) -> bool {
    mention.form != Form::Full && view.shares_surname(person)
}

/// Whether one person cannot have the titles of two mentions at once.
fn contradicts(view: &View<'_>, one: &Mention, other: &Mention) -> bool {
    let (Some((first, a)), Some((second, b))) = (view.title(one), view.title(other)) else { return false };
    opposed(view.lists, (a, &plain(view, first)), (b, &plain(view, second)), same_name(view, one, other))
}

/// Whether one person cannot have two titles at once, each an entry with its plain words. `same_name` says whether both
/// stand before the same word.
pub(super) fn opposed(lists: &Lists, one: (&Entry, &str), other: (&Entry, &str), same_name: bool) -> bool {
    let ((a, first), (b, second)) = (one, other);
    let within = |one: &str, other: &str| shares_word(&one.to_lowercase(), &other.to_lowercase());
    let part = shares_word(first, second) || within(a.name(), b.name());
    if group(a) == group(b) || part || together(lists, a, b) {
        return false;
    }
    let courtesy = |class: &str, entry: &Entry| class == "courtesy" && !entry.flag("knight");
    let class = |entry: &'_ Entry| entry.text("class").unwrap_or_default().to_owned();
    // A superintendent is one of schools, or of police beside an inspector.
    let among = |entry: &Entry, other: &Entry| match entry.flag("police") && class(other) == "police" {
        true => "police".to_owned(),
        false => class(entry),
    };
    match (&*among(a, b), &*among(b, a)) {
        // “Sir Keir” goes with the first name, “Lady Starmer” is his wife.
        ("courtesy", "courtesy") => a.flag("knight") && b.flag("knight") && same_name,
        (class, _) if courtesy(class, a) => b.flag("doctor"),
        (_, class) if courtesy(class, b) => a.flag("doctor"),
        ("courtesy", _) | (_, "courtesy") => false,
        ("police", "police") | ("royal", "royal") => true,
        ("army" | "navy" | "air", "army" | "navy" | "air") => true,
        _ => ["sole", "chief"].iter().any(|flag| a.flag(flag) && b.flag(flag)),
    }
}

fn same_name(view: &View<'_>, one: &Mention, other: &Mention) -> bool {
    view.document.word(one.tokens.start) == view.document.word(other.tokens.start)
}

/// Whether one title is part of the other (“Colonel” of “Lieutenant Colonel”), or nearly so.
pub(super) fn shares_word(one: &str, other: &str) -> bool {
    let within = |one: &str, other: &str| one.split(' ').all(|word| other.split(' ').any(|part| part == word));
    within(one, other) || within(other, one)
}

/// Whether the list `titles-together` names both.
pub(super) fn together(lists: &Lists, one: &Entry, other: &Entry) -> bool {
    let has = |entry: &Entry, title: &Entry| entry.forms.iter().any(|form| *form.text == *title.name());
    let together = lists.get("titles-together");
    together.entries.iter().any(|entry| has(entry, one) && has(entry, other))
}

/// A courtesy title for some people and not for others.
pub(super) fn courtesy(view: &View<'_>, hits: &mut Vec<Hit>) {
    let (mut polite, mut bare) = (Vec::new(), Vec::new());
    for person in view.document.people.iter().filter(|person| !person.first.is_empty() && !view.shares_surname(person))
    {
        let Some(first) = person.mentions.iter().find(|mention| mention.form == Form::Full && view.in_story(mention))
        else {
            continue;
        };
        for mention in
            person.mentions.iter().filter(|mention| mention.span.start > first.span.start && view.counts(mention))
        {
            if is_spoken(view, mention) {
                continue;
            }
            let plain = view.title(mention).is_some_and(|(_, entry)| !entry.flag("knight"));
            // Who is introduced as “Miss Ada Pell” keeps her title by the writer's choice: counsel, widows, the old.
            let chosen = view.class(first) == "courtesy";
            if mention.form == Form::Surname && view.class(mention) == "courtesy" && plain && !chosen {
                polite.push((person, first, mention));
            } else if view.is_bare(mention) {
                bare.push((person, first, mention));
            }
        }
    }
    left_out(view, &polite, &bare, hits);
    let few = polite.len() == 1 && polite.len() <= bare.len();
    let Some((_, _, norm)) = bare.first().filter(|_| few) else { return };
    for (person, first, mention) in polite {
        let Some((title, _)) = view.title(mention) else { continue };
        hits.push(
            Hit::new(titled_span(mention))
                .value("title", view.document.slice(title.span))
                .value("name", &person.surname)
                .label("first", first.span)
                .label("bare", norm.span)
                .replace(view.document.slice(mention.span)),
        );
    }
}

/// Whether a mention is in a block that the label of a speaker opens: a transcript has the words of those who speak.
fn is_spoken(view: &View<'_>, mention: &Mention) -> bool {
    view.document.blocks.get(mention.block as usize).is_some_and(|block| block.label.is_some())
}

/// A later reference: the person, the first reference, the mention.
type Later<'a> = (&'a Person, &'a Mention, &'a Mention);

/// The one surname without a courtesy title in a draft that gives one to everybody, this person too.
fn left_out(view: &View<'_>, polite: &[Later<'_>], bare: &[Later<'_>], hits: &mut Vec<Hit>) {
    const ENOUGH: usize = 2;
    let [(person, first, mention)] = bare else { return };
    let own = polite.iter().find(|(other, ..)| std::ptr::eq(*other, *person));
    let enough = polite.len() >= ENOUGH;
    let Some((_, _, norm)) = own.or(polite.first()).filter(|_| enough && !is_joined(view, mention)) else { return };
    let Some((title, _)) = view.title(norm) else { return };
    let title = view.document.slice(title.span);
    let mut hit = Hit::new(mention.span)
        .value("polite", view.document.slice(titled_span(norm)))
        .value("name", &person.surname)
        .label("first", first.span)
        .label("polite", titled_span(norm));
    if own.is_some() {
        hit = hit.value("title", title).replace(format!("{title} {}", view.document.slice(mention.span)));
    }
    hit.soft = true;
    hits.push(hit);
}

/// Whether a name modifies a noun (“the Pell report”), is one of several behind one title (“Messrs. Pell and Oss”), or stands in a pair of names (“Pell v. Oss”).
fn is_joined(view: &View<'_>, mention: &Mention) -> bool {
    let capital = |at: u32| view.document.word(at).starts_with(char::is_uppercase);
    let article = mention.tokens.start.checked_sub(1).and_then(|at| view.document.tokens.get(at as usize));
    if article.is_some_and(|token| view.lists.get("role-openers").word(token.word).is_some()) {
        return true;
    }
    let before = mention.tokens.start.checked_sub(2).is_some_and(capital);
    let link = mention.tokens.start.checked_sub(1).map_or("", |at| view.document.word(at));
    let behind = mention.tokens.end;
    let sentence = view.sentence(mention);
    let inside = sentence.start + 1 < mention.tokens.start;
    (inside && before && !matches!(link, "," | "." | ";" | ":"))
        || mention.possessive && capital(behind + 1)
        || capital(behind)
}

/// “president Ada Pell”: a formal title in small letters before the name. `again`: only before a surname of somebody who has
/// the same title with its capital elsewhere.
pub(super) fn lowercase_before_name(view: &View<'_>, again: bool, hits: &mut Vec<Hit>) {
    for person in &view.document.people {
        let own =
            person.mentions.iter().filter(|mention| view.counts(mention) && view.role(mention) != Role::TableCell);
        let small = own
            .filter(|mention| mention.titles.is_empty())
            .filter_map(|mention| Some((mention, small_title(view, mention)?)));
        // “Museum director Ada Pell” describes; “director Pell” is a title.
        let small: Vec<_> = small.filter(|(mention, _)| !again || mention.form == Form::Surname).collect();
        let capital = if again && !small.is_empty() { capital_titles(view, person) } else { Vec::new() };
        for (_, (entry, span)) in small {
            if !again || capital.contains(&entry.name()) {
                hits.push(Hit::new(span).replace(capitalized(view.document.slice(span))));
            }
        }
    }
}

/// The formal title in small letters right before a name.
fn small_title<'v>(view: &View<'v>, mention: &Mention) -> Option<(&'v Entry, TextSpan)> {
    const LONGEST: usize = 4;
    let start = view.sentence(mention).start;
    let before = view.document.tokens.get(start as usize..mention.tokens.start as usize).unwrap_or_default();
    let (entry, length) = view.lists.get("titles").ends(before, LONGEST)?;
    let span = view.document.span_of(mention.tokens.start - length as u32..mention.tokens.start);
    let formal = matches!(entry.text("class"), Some("office" | "judicial" | "royal" | "army" | "navy" | "air"));
    (formal && view.document.slice(span).chars().all(|character| !character.is_uppercase())).then_some((entry, span))
}

/// The titles that a person has with a capital in the story.
fn capital_titles<'v>(view: &View<'v>, person: &Person) -> Vec<&'v str> {
    let told = person.mentions.iter().filter(|mention| view.in_story(mention) && !mention.quoted);
    let titles = told.filter_map(|mention| view.title(mention));
    let capital = titles.filter(|(title, _)| view.document.slice(title.span).starts_with(char::is_uppercase));
    let mut names: Vec<&str> = capital.map(|(_, entry)| entry.name()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn capitalized(text: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let small = matches!(word, "of" | "the" | "to" | "and" | "for");
        letters
            .next()
            .filter(|_| !small)
            .map_or_else(|| word.to_owned(), |first| first.to_uppercase().chain(letters).collect())
    };
    text.split(' ').map(word).collect::<Vec<String>>().join(" ")
}
