//! Roster: the people whom a house lists, with how it spells and titles them.
//!
//! ```toml
//! [[person]]
//! name = "Ilva Brandt"
//! title = "Mayor"
//! pronoun = "she"
//! refuse = ["Ilva Brand", "Brandt-Karsk"]
//! expires = 2027-06-30
//! ```

use crate::document::people::folded;
use crate::document::tokens;
use crate::engine::reader::Reader;
use crate::list::{Entry, Form, List, Seq, Text};
use crate::source::{Source, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// A person whom a house lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RosterPerson {
    /// The full name, as the house spells it.
    pub name: Text,
    /// The first word of the name; empty where there is only one.
    pub first: Text,
    /// What later references call the person: the last word of the name, or what the entry says.
    pub surname: Text,
    /// The title before the name; empty where the house says none.
    pub title: Text,
    /// “he”, “she” or “they”; empty where the house says none.
    pub pronoun: Text,
    /// Spellings that are wrong.
    pub refuse: Seq<Form>,
    /// The day from which on the entry holds no more: year, month, day.
    pub expires: Option<(i16, i8, i8)>,
}

const PRONOUNS: [(&str, &str); 3] = [("he", "he"), ("she", "she"), ("they", "they")];

/// Reads the `[[person]]` tables of a file, each with the place of its name.
pub fn read_people(reader: &mut Reader<'_, '_>) -> Vec<(RosterPerson, Span)> {
    reader.tables("person").into_iter().filter_map(read_person).collect()
}

fn read_person(mut reader: Reader<'_, '_>) -> Option<(RosterPerson, Span)> {
    let file = reader.file();
    let before = file.problem_count();
    let name = reader.required_text("name", "give the full name as the house spells it: name = \"Ilva Brandt\"");
    let place = reader.item("name").map_or(reader.span(), |item| item.span);
    let mut words = name.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    let surname = reader.text("surname").unwrap_or_else(|| if last.is_empty() { first } else { last }.into());
    if !name.contains(&*surname) {
        reader.problem_at_key("surname", format!("`{surname}` is no part of `{name}`"), "spell it as in `name`");
    }
    let person = RosterPerson {
        first: if last.is_empty() { Text::default() } else { first.into() },
        surname,
        title: reader.text("title").unwrap_or_default(),
        pronoun: reader.choice("pronoun", &PRONOUNS).unwrap_or_default().into(),
        refuse: read_refused(&mut reader, &name),
        expires: read_expires(&mut reader),
        name,
    };
    reader.finish();
    (file.problem_count() == before).then_some((person, place))
}

fn read_refused(reader: &mut Reader<'_, '_>, name: &str) -> Seq<Form> {
    let mut refused = Vec::new();
    for item in reader.items("refuse") {
        let Some(text) = item.text() else { continue };
        if text.trim().is_empty() || *text == *name {
            item.problem("this is no wrong spelling", "write spellings that are to be found and replaced");
            continue;
        }
        refused.push(tokens::form(&text));
    }
    refused.into()
}

fn read_expires(reader: &mut Reader<'_, '_>) -> Option<(i16, i8, i8)> {
    let item = reader.item("expires")?;
    let text = item.date()?;
    let Ok(date) = text.trim().parse::<jiff::civil::Date>() else {
        item.problem(format!("`{text}` is no date"), "write it as 2027-06-30");
        return None;
    };
    Some((date.year(), date.month(), date.day()))
}

/// The people of a house.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    people: Vec<RosterPerson>,
    places: Vec<Option<(Arc<Source>, Span)>>,
    refused: List,
}

impl Roster {
    /// A roster of the people of some files. One who is listed twice is as the last entry says.
    pub fn new(listed: impl IntoIterator<Item = (RosterPerson, Option<(Arc<Source>, Span)>)>) -> Self {
        let mut roster = Self::default();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for (person, place) in listed {
            let number = *numbers.entry(folded(&person.name)).or_insert(roster.people.len());
            if number == roster.people.len() {
                roster.people.push(person);
                roster.places.push(place);
            } else {
                roster.people[number] = person;
                roster.places[number] = place;
            }
        }
        let entries = roster.people.iter().map(|person| Entry { forms: person.refuse.clone(), fields: Seq::default() });
        roster.refused = List::new("refuse", entries.collect());
        roster
    }

    /// A roster of entries that stand in no file.
    pub fn of(people: &[RosterPerson]) -> Self {
        Self::new(people.iter().map(|person| (person.clone(), None)))
    }

    /// Whether nobody is listed.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The people.
    pub fn people(&self) -> &[RosterPerson] {
        &self.people
    }

    /// The names and the wrong spellings, as a list in which the register of people looks them up.
    pub fn names(&self) -> Vec<Entry> {
        let several = |form: &Form| form.words.len() > 1;
        let forms = |person: &RosterPerson| {
            let name = std::iter::once(tokens::form(&person.name));
            name.chain(person.refuse.iter().cloned()).filter(several).collect::<Vec<Form>>()
        };
        let entries = self.people.iter().map(forms).filter(|forms| !forms.is_empty());
        entries.map(|forms| Entry { forms: forms.into(), fields: Seq::default() }).collect()
    }

    /// Where an entry is written, by its number.
    pub fn place(&self, number: usize) -> Option<&(Arc<Source>, Span)> {
        self.places.get(number)?.as_ref()
    }

    /// The wrong spellings: the entry `n` is that of the person `n`.
    pub fn refused(&self) -> &List {
        &self.refused
    }
}

/// The people of a file, with their places, as [`Roster::new`] wants them.
pub fn placed(
    people: &[(RosterPerson, Span)],
    source: &Arc<Source>,
) -> impl Iterator<Item = (RosterPerson, Option<(Arc<Source>, Span)>)> {
    people.iter().map(|(person, span)| (person.clone(), Some((Arc::clone(source), *span))))
}

#[cfg(test)]
mod tests {
    use super::{Roster, RosterPerson, read_people};
    use crate::engine::reader::File;
    use crate::source::Source;
    use std::sync::Arc;

    /// Reads the entries of a text that holds nothing else.
    fn read(text: &str) -> (Vec<RosterPerson>, Vec<String>) {
        let source = Arc::new(Source::new("copydesk.toml", text));
        let mut people = Vec::new();
        let problems = File::new(source).read(|mut reader| {
            people = read_people(&mut reader).into_iter().map(|(person, _)| person).collect();
            reader.finish();
        });
        let told = problems.iter().map(|problem| format!("{} ({})", problem.message, problem.help.join("; ")));
        (people, told.collect())
    }

    #[test]
    fn an_entry_says_how_a_person_is_written() {
        let (people, problems) = read(
            "[[person]]\nname = \"Ilva Brandt\"\ntitle = \"Mayor\"\npronoun = \"she\"\nrefuse = \"Ilva Brand\"\nexpires = 2027-06-30\n\
             [[person]]\nname = \"Ole van der Karsk\"\nsurname = \"van der Karsk\"\n[[person]]\nname = \"Tarn\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let names: Vec<_> = people.iter().map(|person| (&*person.first, &*person.surname)).collect();
        assert_eq!(names, [("Ilva", "Brandt"), ("Ole", "van der Karsk"), ("", "Tarn")]);
        assert_eq!(people[0].expires, Some((2027, 6, 30)));
    }

    #[test]
    fn mistakes_are_told_with_what_is_meant() {
        let (people, problems) = read(
            "[[person]]\nname = \"Ilva Brandt\"\nrefused = \"Ilva Brand\"\n[[person]]\nname = \"Ole Karsk\"\npronoun = \"shee\"\n\
             surname = \"Karst\"\nexpires = \"soon\"\n",
        );
        assert!(people.is_empty());
        assert_eq!(
            problems,
            [
                "unknown key `refused` (write `refuse`)",
                "unknown pronoun `shee` (write `she`)",
                "`Karst` is no part of `Ole Karsk` (spell it as in `name`)",
                "`soon` is no date (write it as 2027-06-30)",
            ]
        );
    }

    #[test]
    fn the_last_entry_of_a_person_holds() {
        let (people, _) = read(
            "[[person]]\nname = \"Ilva Brandt\"\ntitle = \"Mayor\"\n[[person]]\nname = \"Ilva Brandt\"\ntitle = \"Senator\"\n",
        );
        let roster = Roster::of(&people);
        assert_eq!(roster.people().iter().map(|person| &*person.title).collect::<Vec<_>>(), ["Senator"]);
    }
}
