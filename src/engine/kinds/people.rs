//! `people`: one person, one name, one title. What is compared comes from the register of people, the words from lists.

use super::{Check, Data, Hit, Scene};
use crate::document::{Document, Form, Mention, Needs, Person, Title};
use crate::engine::census::{Census, Roll};
use crate::engine::reader::Reader;
use crate::input::Role;
use crate::list::{Entry, ListName, Lists};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

mod across;
mod age;
mod birth;
mod house;
mod names;
mod reference;
mod shared;
mod titles;
mod unheard;

/// What a rule of `kind = "people"` compares.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum PeopleCheck {
    /// Title and surname again, where the surname alone is used elsewhere.
    #[default]
    LaterReference,
    /// Two forms of one title.
    Variant,
    /// Two titles that one person cannot have at once, without a word on the change.
    Change,
    /// A title that the draft never gave to that person, who was introduced with another.
    Unheard,
    /// A courtesy title for some and not for others.
    Courtesy,
    /// A title with a capital after the name.
    CapitalAfterName,
    /// A title in small letters before the name.
    LowercaseBeforeName,
    /// The same, where the draft has the title with a capital elsewhere.
    LowercaseAgain,
    /// A title before a full name that has a short form, written out.
    Abbreviation,
    /// A name spelled two ways.
    Spelling,
    /// A surname of somebody who was never introduced.
    FirstReference,
    /// The first name alone.
    FirstNameOnly,
    /// A surname that two people share.
    AmbiguousSurname,
    /// The same, once, where the draft else keeps to full names.
    LoneSurname,
    /// A name in the headline that the story spells otherwise.
    HeadlineMismatch,
    /// The full name again and again.
    FullAgain,
    /// Two ages for one person.
    Age,
    /// An age that does not follow from the birth that the draft gives.
    Born,
    /// A name of somebody whom the house lists, spelled otherwise.
    Usage,
    /// Another title than the one the house lists.
    UsageTitle,
    /// Another pronoun than the one the house lists.
    UsagePronoun,
    /// Somebody whose entry in the list of the house holds no more.
    Expired,
    /// A name that other drafts of the run spell otherwise.
    AcrossName,
    /// A title that other drafts of the run give otherwise.
    AcrossTitle,
}

impl PeopleCheck {
    /// Every check by the name it is written with.
    pub const NAMES: [(&'static str, Self); 24] = [
        ("later-reference", Self::LaterReference),
        ("variant", Self::Variant),
        ("change", Self::Change),
        ("unheard", Self::Unheard),
        ("courtesy", Self::Courtesy),
        ("capital-after-name", Self::CapitalAfterName),
        ("lowercase-before-name", Self::LowercaseBeforeName),
        ("lowercase-again", Self::LowercaseAgain),
        ("abbreviation", Self::Abbreviation),
        ("spelling", Self::Spelling),
        ("first-reference", Self::FirstReference),
        ("first-name-only", Self::FirstNameOnly),
        ("ambiguous-surname", Self::AmbiguousSurname),
        ("lone-surname", Self::LoneSurname),
        ("headline-mismatch", Self::HeadlineMismatch),
        ("full-again", Self::FullAgain),
        ("age", Self::Age),
        ("born", Self::Born),
        ("usage", Self::Usage),
        ("usage-title", Self::UsageTitle),
        ("usage-pronoun", Self::UsagePronoun),
        ("expired", Self::Expired),
        ("across-name", Self::AcrossName),
        ("across-title", Self::AcrossTitle),
    ];
}

impl std::fmt::Debug for PeopleCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::LaterReference => "LaterReference",
            Self::Variant => "Variant",
            Self::Change => "Change",
            Self::Unheard => "Unheard",
            Self::Courtesy => "Courtesy",
            Self::CapitalAfterName => "CapitalAfterName",
            Self::LowercaseBeforeName => "LowercaseBeforeName",
            Self::LowercaseAgain => "LowercaseAgain",
            Self::Abbreviation => "Abbreviation",
            Self::Spelling => "Spelling",
            Self::FirstReference => "FirstReference",
            Self::FirstNameOnly => "FirstNameOnly",
            Self::AmbiguousSurname => "AmbiguousSurname",
            Self::LoneSurname => "LoneSurname",
            Self::HeadlineMismatch => "HeadlineMismatch",
            Self::FullAgain => "FullAgain",
            Self::Age => "Age",
            Self::Born => "Born",
            Self::Usage => "Usage",
            Self::UsageTitle => "UsageTitle",
            Self::UsagePronoun => "UsagePronoun",
            Self::Expired => "Expired",
            Self::AcrossName => "AcrossName",
            Self::AcrossTitle => "AcrossTitle",
        };
        write!(formatter, "PeopleCheck::{name}")
    }
}

pub(super) use birth::years;

/// Compares the rolls of some drafts, each with its path.
pub fn census(rolls: Vec<(String, Roll)>, lists: &Lists) -> Census {
    Census::new(rolls, lists, across::are_one, across::are_apart)
}

/// Keys of `kind = "people"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {
    /// `check`: what is compared.
    pub check: PeopleCheck,
    /// `later`: `"keep"` where the house repeats titles, so that `later-reference` and `courtesy` are silent.
    pub keep: bool,
}

const LATER: [(&str, bool); 2] = [("surname", false), ("keep", true)];

impl People {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        if !reader.has("check") {
            let names: Vec<&str> = PeopleCheck::NAMES.iter().map(|(name, _)| *name).collect();
            reader.problem_here("`check` is missing", format!("write one of: {}", names.join(", ")));
        }
        let check = reader.choice("check", &PeopleCheck::NAMES).unwrap_or_default();
        let wants_later = matches!(check, PeopleCheck::LaterReference | PeopleCheck::Courtesy);
        let keep = if wants_later { reader.choice("later", &LATER).unwrap_or_default() } else { false };
        Data::People(Self { check, keep })
    }
}

impl People {
    /// Whether there is nothing to compare with: no list of the house, no other drafts, no day.
    fn is_idle(&self, scene: &Scene<'_>) -> bool {
        use PeopleCheck::{
            AcrossName, AcrossTitle, Born, Courtesy, Expired, LaterReference, Usage, UsagePronoun, UsageTitle,
        };
        match self.check {
            LaterReference | Courtesy => self.keep,
            Usage | UsageTitle | UsagePronoun | Expired => scene.settings.roster.is_empty(),
            AcrossName | AcrossTitle => scene.settings.census.is_none(),
            Born => scene.published().is_none(),
            _ => false,
        }
    }
}

impl Check for People {
    fn needs(&self) -> Needs {
        Needs { people: true, ..Needs::default() }
    }

    fn lists(&self) -> Vec<&str> {
        vec![
            "titles",
            "determiners",
            "titles-together",
            "title-change-markers",
            "surname-attributes",
            "near-names",
            "name-inflections",
            "first-name-spellings",
            "public-figures",
            "pronoun-rows",
            "transcribed-endings",
            "passing-articles",
            "person-relatives",
            "person-verbs",
            "person-pronouns",
            "job-descriptions",
            "age-openers",
            "lower-ranks",
            "death-ages",
            "own-ages",
            "own-births",
            "word-names",
            "role-heads",
            "role-words",
            "role-openers",
            "role-joints",
        ]
    }

    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        if self.is_idle(scene) {
            return;
        }
        let view = View::new(scene);
        match self.check {
            PeopleCheck::LaterReference => titles::later_reference(&view, hits),
            PeopleCheck::Variant => titles::variant(&view, hits),
            PeopleCheck::Change => titles::change(&view, hits),
            PeopleCheck::Unheard => unheard::unheard(&view, hits),
            PeopleCheck::Courtesy => titles::courtesy(&view, hits),
            PeopleCheck::CapitalAfterName => reference::capital_after_name(&view, hits),
            PeopleCheck::LowercaseBeforeName => titles::lowercase_before_name(&view, false, hits),
            PeopleCheck::LowercaseAgain => titles::lowercase_before_name(&view, true, hits),
            PeopleCheck::Abbreviation => reference::abbreviation(&view, hits),
            PeopleCheck::Spelling => names::spelling(&view, hits),
            PeopleCheck::FirstReference => reference::first_reference(&view, hits),
            PeopleCheck::FirstNameOnly => reference::first_name_only(&view, hits),
            PeopleCheck::AmbiguousSurname => shared::ambiguous_surname(&view, hits),
            PeopleCheck::LoneSurname => shared::lone_surname(&view, hits),
            PeopleCheck::HeadlineMismatch => names::headline_mismatch(&view, hits),
            PeopleCheck::FullAgain => reference::full_again(&view, hits),
            PeopleCheck::Age => age::age(&view, hits),
            PeopleCheck::Born => birth::born(&view, hits),
            PeopleCheck::Usage => house::usage(&view, hits),
            PeopleCheck::UsageTitle => house::usage_title(&view, hits),
            PeopleCheck::UsagePronoun => house::usage_pronoun(&view, hits),
            PeopleCheck::Expired => house::expired(&view, hits),
            PeopleCheck::AcrossName => across::names(&view, hits),
            PeopleCheck::AcrossTitle => across::other_titles(&view, hits),
        }
    }

    fn enroll(&self, scene: &Scene<'_>, roll: &mut Roll) {
        match self.check {
            PeopleCheck::AcrossName => across::enroll_names(&View::new(scene), roll),
            PeopleCheck::AcrossTitle => across::enroll_titles(&View::new(scene), roll),
            _ => {}
        }
    }

    fn is_one_inside_another(&self) -> bool {
        self.check == PeopleCheck::Usage
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        self.keep = reader.choice("later", &LATER).unwrap_or(self.keep);
    }
}

/// Titles.
static TITLES: ListName = ListName::fixed("titles");
/// Nouns that a surname before them modifies.
static SURNAME_ATTRIBUTES: ListName = ListName::fixed("surname-attributes");

/// How many tokens a sentence is followed in one direction: longer ones are no prose.
const FAR: u32 = 80;

/// How often each of some names is given.
fn counted<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, u32> {
    let mut counts = HashMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts
}

/// What the checks see.
struct View<'a> {
    scene: &'a Scene<'a>,
    document: &'a Document,
    lists: &'a Lists,
    /// How many people have a surname, once it is asked.
    surnames: OnceCell<HashMap<&'a str, u32>>,
    /// How many people have a first name, once it is asked.
    firsts: OnceCell<HashMap<&'a str, u32>>,
}

impl<'a> View<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        let document = scene.document;
        Self { scene, document, lists: scene.lists, surnames: OnceCell::new(), firsts: OnceCell::new() }
    }

    fn surnames(&self) -> &HashMap<&'a str, u32> {
        self.surnames.get_or_init(|| counted(self.document.people.iter().map(|person| &*person.surname)))
    }

    fn firsts(&self) -> &HashMap<&'a str, u32> {
        self.firsts.get_or_init(|| counted(self.document.people.iter().map(|person| &*person.first)))
    }

    fn role(&self, mention: &Mention) -> Role {
        self.document.blocks.get(mention.block as usize).map_or(Role::Furniture, |block| block.role)
    }

    /// Whether a mention is in the story itself: no headline, caption or byline.
    fn in_story(&self, mention: &Mention) -> bool {
        !mention.nested
            && matches!(self.role(mention), Role::Paragraph | Role::ListItem | Role::BlockQuote | Role::TableCell)
    }

    /// Whether a mention is in the story and in the rule's scope.
    fn counts(&self, mention: &Mention) -> bool {
        let scope = &self.scene.rule.scope;
        self.in_story(mention) && scope.has_role(self.role(mention)) && scope.has_side(mention.quoted)
    }

    fn entry(&self, title: Title) -> Option<&'a Entry> {
        self.lists.named(&TITLES).entries.get(title.entry as usize)
    }

    /// The last title before a name: the one next to it.
    fn title(&self, mention: &Mention) -> Option<(Title, &'a Entry)> {
        let title = *mention.titles.last()?;
        Some((title, self.entry(title)?))
    }

    fn class(&self, mention: &Mention) -> &'a str {
        self.title(mention).and_then(|(_, entry)| entry.text("class")).unwrap_or_default()
    }

    /// The tokens of the sentence a mention is in, those far from it left out.
    fn sentence(&self, mention: &Mention) -> Range<u32> {
        let number = self.document.sentence_of(mention.tokens.start) as usize;
        let sentence =
            self.document.sentences.get(number).map_or(mention.tokens.clone(), |sentence| sentence.tokens.clone());
        let (start, end) = (mention.tokens.start.saturating_sub(FAR), mention.tokens.end + FAR);
        sentence.start.max(start)..sentence.end.min(end)
    }

    /// Whether a word of a list stands in the sentence of a mention, the mention's own name left out.
    fn has_near(&self, list: &str, mention: &Mention) -> bool {
        let (list, bounds) = (self.lists.get(list), self.sentence(mention));
        bounds.clone().any(|at| {
            let rest = self.document.tokens.get(at as usize..bounds.end as usize).unwrap_or_default();
            !mention.tokens.contains(&at) && list.starts(rest).is_some_and(|(entry, _)| !entry.flag("beside"))
        })
    }

    /// Whether a surname stands alone for the person: no title, no noun after it that it modifies.
    fn is_bare(&self, mention: &Mention) -> bool {
        let next = self.document.tokens.get(mention.tokens.end as usize);
        let attribute = next.is_some_and(|token| self.lists.named(&SURNAME_ATTRIBUTES).word(token.word).is_some());
        let hyphen = next.is_some_and(|token| !token.space_before && self.document.slice(token.span) == "-");
        mention.form == Form::Surname && mention.title.is_none() && !attribute && !hyphen
    }

    /// Whether another person of the draft has the same surname.
    fn shares_surname(&self, person: &Person) -> bool {
        self.surnames().get(&*person.surname).is_some_and(|people| *people > 1)
    }

    /// Where a person is first named, in full if ever.
    fn introduction<'p>(&self, person: &'p Person) -> Option<&'p Mention> {
        let story = || person.mentions.iter().filter(|mention| self.in_story(mention));
        story().find(|mention| mention.form == Form::Full).or_else(|| story().next()).or(person.mentions.first())
    }
}

/// A mention with its title.
fn titled_span(mention: &Mention) -> crate::document::TextSpan {
    mention.title.map_or(mention.span, |title| title.join(mention.span))
}
