//! People: which mentions are the same person, with which title.
//!
//! Names are found in the draft itself, not in a dictionary of the world. `scan` cuts the runs of capitalised words out of
//! the sentences, with the titles before them; `evidence` judges which of them are people; `register` keeps one entry a
//! person and gives every later mention to the one it means.

use super::{Document, TextSpan};
use crate::list::Lists;
use std::ops::Range;

mod evidence;
mod part;
mod register;
mod scan;
mod spelling;
mod words;

pub use spelling::{Near, doubles, folded, near};

/// Which part of a name a mention gives.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Form {
    /// First name and surname, or more.
    Full,
    /// The surname alone.
    Surname,
    /// The first name alone.
    First,
}

/// A title of the list `titles` before a name.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Title {
    /// Its words, without what modifies it (“U.S.”, “then-”).
    pub span: TextSpan,
    /// Its entry of the list.
    pub entry: u32,
}

/// A place where a person is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// The name, title and possessive left out.
    pub span: TextSpan,
    /// The title right before the name (“U.S. President”), or none.
    pub title: Option<TextSpan>,
    /// Which part of the name it gives.
    pub form: Form,
    /// The block it is in.
    pub block: u32,
    /// Whether it lies between quotation marks.
    pub quoted: bool,
    /// The titles that make up `title`, in order; empty where it is a description only (“founder”).
    pub titles: Vec<Title>,
    /// The tokens of the name.
    pub tokens: Range<u32>,
    /// Whether ’s or ’ follows.
    pub possessive: bool,
    /// Whether something besides the name says that a person is meant: a speech verb, an age, “who”, a title.
    pub evident: bool,
    /// Whether it is part of the name of something else (“the Andy Warhol Foundation”).
    pub nested: bool,
}

/// A person of the draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The fullest form of the name.
    pub name: String,
    /// The first name; empty where the draft never gives it.
    pub first: String,
    /// The surname.
    pub surname: String,
    /// Where the person is named, in order of place.
    pub mentions: Vec<Mention>,
}

/// The list of the people whom a house lists, by full name.
pub const LISTED: &str = "listed-people";

/// Fills [`Document::people`] and [`Document::strangers`].
pub(super) fn find(document: &mut Document, lists: &Lists) {
    let words = words::Words::new(lists);
    let runs = scan::runs(document, &words);
    let seen = words::Seen::new(document, &runs);
    let (people, strangers) = register::Register::new(document, &words, &seen).fill(runs);
    document.people = people;
    document.strangers = strangers;
}

#[cfg(test)]
mod tests {
    use super::{Form, Person};
    use crate::document::{Document, Needs};
    use crate::input::INPUTS;
    use crate::list::Lists;
    use crate::source::Source;
    use std::sync::Arc;

    /// The people of a plain text, each as its name and its mentions as written, titles in brackets.
    fn people(text: &str) -> Vec<(String, Vec<String>)> {
        let lists = Lists::new(crate::builtin::BUILTIN.lists);
        let source = Arc::new(Source::new("draft.txt", text));
        let draft = INPUTS[0].read(source.text());
        let needs = Needs { people: true, ..Needs::default() };
        let document = Document::new(source, draft, INPUTS[0].name(), &lists, needs);
        let mentions = |person: &Person| {
            let written = person.mentions.iter().map(|mention| {
                let title = mention.title.map_or(String::new(), |title| format!("[{}] ", document.slice(title)));
                let form = if mention.form == Form::First { " (first)" } else { "" };
                format!("{title}{}{form}", document.slice(mention.span))
            });
            written.collect()
        };
        document.people.iter().map(|person| (person.name.clone(), mentions(person))).collect()
    }

    fn person(name: &str, mentions: &[&str]) -> (String, Vec<String>) {
        (name.to_owned(), mentions.iter().map(|mention| (*mention).to_owned()).collect())
    }

    #[test]
    fn links_later_mentions_to_the_full_name() {
        let text = "U.S. President Orrin Vale spoke. Vale’s aide left, and Orrin laughed. President Vale did not.";
        let mentions = ["[U.S. President] Orrin Vale", "Vale", "Orrin (first)", "[President] Vale"];
        assert_eq!(people(text), [person("Orrin Vale", &mentions)]);
    }

    #[test]
    fn keeps_hospitals_and_shops_out() {
        let text = "Leon Marsh, 71, came. They sent him to Marsh General. Marsh said the Marsh Street Bridge was shut.";
        assert_eq!(people(text), [person("Leon Marsh", &["Leon Marsh", "Marsh"])]);
    }

    #[test]
    fn keeps_two_of_one_surname_apart() {
        let text = "Freja Lund won. Maja Lund, 22, was second. Freja Lund said so.";
        let lunds = [person("Freja Lund", &["Freja Lund", "Freja Lund"]), person("Maja Lund", &["Maja Lund"])];
        assert_eq!(people(text), lunds);
    }

    #[test]
    fn reads_particles_hyphens_and_initials() {
        let text = "Marnie Doyle-Katz met J.R. Orlow and Vincent van Dael. Doyle-Katz said Orlow and van Dael left.";
        let names: Vec<String> = people(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Marnie Doyle-Katz", "J.R. Orlow", "Vincent van Dael"]);
        assert!(people(text).iter().all(|(_, mentions)| mentions.len() == 2));
    }

    #[test]
    fn reads_names_of_many_kinds() {
        for (text, wanted) in [
            (
                "Vincent van der Meulen won. Van der Meulen wept.",
                person("Vincent van der Meulen", &["Vincent van der Meulen", "Van der Meulen"]),
            ),
            (
                "Pilar de la Cruz objected. De la Cruz voted no.",
                person("Pilar de la Cruz", &["Pilar de la Cruz", "De la Cruz"]),
            ),
            (
                "Judge Amy St. Clair ruled. St. Clair said so.",
                person("Amy St. Clair", &["[Judge] Amy St. Clair", "St. Clair"]),
            ),
            (
                "William “Buck” Larrabee coached. Larrabee won.",
                person("William “Buck” Larrabee", &["William “Buck” Larrabee", "Larrabee"]),
            ),
            ("Yoon Ji-hye won gold. Yoon wept.", person("Yoon Ji-hye", &["Yoon Ji-hye", "Yoon"])),
            (
                "Openers Joss Reddaway and Sam Kimber put on 60. Reddaway was out first.",
                person("Joss Reddaway", &["Joss Reddaway", "Reddaway"]),
            ),
            ("They fired Li Wei. Li said he would sue.", person("Li Wei", &["Li Wei", "Li"])),
            (
                "Harlan Foods met its rival’s head, Kemal Umeh. Umeh smiled.",
                person("Kemal Umeh", &["Kemal Umeh", "Umeh"]),
            ),
            (
                "Neighbors Hartwig Eberle and Ole Tarn met. Eberle said no. Ole Tarn left.",
                person("Hartwig Eberle", &["[Neighbors] Hartwig Eberle", "Eberle"]),
            ),
        ] {
            assert_eq!(people(text).first(), Some(&wanted), "{text}");
        }
    }

    #[test]
    fn tells_father_and_son_apart() {
        let text = "Harold B. Quist Jr. died. Quist was 81. Harold B. Quist III is his son.";
        let father = person("Harold B. Quist Jr.", &["Harold B. Quist Jr.", "Quist"]);
        assert_eq!(people(text), [father, person("Harold B. Quist III", &["Harold B. Quist III"])]);
    }

    #[test]
    fn institutions_are_nobody() {
        assert_eq!(people("Stanford University said so. Nana Backpacker Hostel was shut, police said."), []);
    }

    #[test]
    fn leaves_ordinary_words_alone() {
        assert_eq!(people("Traffic was slow. On Monday, Lawmakers met in New Jersey. The Keswick Falcons lost."), []);
    }
}
