//! Census: who is named in the drafts of a run and how, and what is written in two ways from draft to draft.
//!
//! A first pass has each draft fill a [`Roll`]; a [`Census`] compares the rolls; in the second pass the rules look up in it
//! what a draft writes otherwise than the others. The outcome depends on the drafts alone: they are taken in order of
//! path, names in order of spelling. The cost is linear in the names: each is looked up by what is left of it when a
//! letter goes, and near names have such a rest in common.

use crate::document::people::{Near, folded, near};
use crate::list::{Entry, Lists, word_hash};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Decides whether two names are one name and a slip, by what the lists say of them.
pub type AreOne = fn(&Lists, &NamePair<'_>) -> bool;
/// Decides whether one person cannot have two titles in one form each.
pub type AreApart = fn(&Lists, &EnrolledTitle, &EnrolledTitle) -> bool;

/// Two names that differ in one part.
#[derive(Copy, Clone, Debug)]
pub struct NamePair<'n> {
    /// The part of one.
    pub one: &'n str,
    /// The part of the other.
    pub other: &'n str,
    /// Whether the part is the first name; else it is the surname.
    pub is_first: bool,
    /// How near they are, case and accents aside.
    pub near: Near,
}

/// What one draft says of its people.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Roll {
    /// The full names.
    pub names: Vec<EnrolledName>,
    /// The titles before full names.
    pub titles: Vec<EnrolledTitle>,
}

/// A full name of a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnrolledName {
    /// The first name as written.
    pub first: String,
    /// The surname as written.
    pub surname: String,
    /// How often the person is named.
    pub mentions: u32,
    /// Where the name stands first, in bytes of the draft.
    pub place: Span,
}

/// A title before a full name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnrolledTitle {
    /// The first name and the surname, folded.
    pub person: (String, String),
    /// The title as written.
    pub text: String,
    /// Its words in small letters, without periods.
    pub plain: String,
    /// Its entry of the list of titles.
    pub entry: Entry,
    /// How often it is given.
    pub mentions: u32,
    /// Where it stands first, with the name, in bytes of the draft.
    pub place: Span,
}

/// How other drafts write what a draft writes its own way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The part of the name, or the title, as the others write it.
    pub right: String,
    /// Whether the part is the first name.
    pub is_first: bool,
    /// The draft that is shown, by its number.
    pub draft: usize,
    /// Where it stands there.
    pub place: Span,
}

/// What is written in two ways from draft to draft.
#[derive(Clone, Debug, Default)]
pub struct Census {
    /// The drafts, in order of path.
    paths: Vec<String>,
    sources: HashMap<usize, Arc<Source>>,
    /// By first name and surname as written.
    names: HashMap<(String, String), Verdict>,
    /// By first name, surname and title, folded.
    titles: HashMap<(String, String, String), Verdict>,
}

/// In which drafts a form stands, and where first.
#[derive(Clone, Debug)]
struct Uses {
    drafts: BTreeSet<usize>,
    mentions: u32,
    place: Span,
}

impl Uses {
    fn add(&mut self, draft: usize, mentions: u32) {
        self.drafts.insert(draft);
        self.mentions += mentions;
    }

    /// The draft in which the form stands first.
    fn first(&self) -> usize {
        self.drafts.first().copied().unwrap_or_default()
    }

    /// What the form that holds has more of: drafts, mentions, precedence.
    fn weight(&self) -> (usize, u32, std::cmp::Reverse<usize>) {
        (self.drafts.len(), self.mentions, std::cmp::Reverse(self.first()))
    }

    /// Whether a draft has both forms: then they are two people, or that draft's own matter.
    fn meets(&self, other: &Self) -> bool {
        !self.drafts.is_disjoint(&other.drafts)
    }
}

/// The most names that are compared with each other because they have a rest in common.
const BUCKET: usize = 24;
/// The longest part of a name that is looked up, in characters.
const LONGEST: usize = 32;

impl Census {
    /// Compares the rolls of some drafts, each with its path.
    pub fn new(mut rolls: Vec<(String, Roll)>, lists: &Lists, are_one: AreOne, are_apart: AreApart) -> Self {
        rolls.sort_by(|one, other| one.0.cmp(&other.0));
        let mut census = Self::default();
        let (mut names, mut titles) = (BTreeMap::new(), BTreeMap::new());
        for (draft, (path, roll)) in rolls.into_iter().enumerate() {
            census.paths.push(path);
            for name in roll.names {
                let uses = Uses { drafts: BTreeSet::new(), mentions: 0, place: name.place };
                names.entry((name.first, name.surname)).or_insert(uses).add(draft, name.mentions);
            }
            for title in roll.titles {
                let uses = Uses { drafts: BTreeSet::new(), mentions: 0, place: title.place };
                let forms: &mut BTreeMap<String, (EnrolledTitle, Uses)> =
                    titles.entry(title.person.clone()).or_default();
                let mentions = title.mentions;
                forms.entry(title.plain.clone()).or_insert((title, uses)).1.add(draft, mentions);
            }
        }
        census.names = compare_names(&names.into_iter().collect::<Vec<_>>(), lists, are_one);
        for (person, forms) in titles {
            census.compare_titles(&person, &forms.into_values().collect::<Vec<_>>(), lists, are_apart);
        }
        census
    }

    fn compare_titles(
        &mut self,
        person: &(String, String),
        forms: &[(EnrolledTitle, Uses)],
        lists: &Lists,
        are_apart: AreApart,
    ) {
        let forms = forms.get(..BUCKET).unwrap_or(forms);
        for (own, uses) in forms {
            let rivals = forms.iter().filter(|(rival, other)| {
                other.weight() > uses.weight() && !other.meets(uses) && are_apart(lists, rival, own)
            });
            let Some((rival, other)) = rivals.max_by_key(|(_, other)| other.weight()) else { continue };
            let verdict =
                Verdict { right: rival.text.clone(), is_first: false, draft: other.first(), place: other.place };
            self.titles.insert((person.0.clone(), person.1.clone(), own.plain.clone()), verdict);
        }
    }

    /// How the other drafts spell a name, where they spell it otherwise.
    pub fn name(&self, first: &str, surname: &str) -> Option<&Verdict> {
        if self.names.is_empty() {
            return None;
        }
        self.names.get(&(first.to_owned(), surname.to_owned()))
    }

    /// The title that the other drafts give, where it is another one. All folded.
    pub fn title(&self, first: &str, surname: &str, title: &str) -> Option<&Verdict> {
        if self.titles.is_empty() {
            return None;
        }
        self.titles.get(&(first.to_owned(), surname.to_owned(), title.to_owned()))
    }

    /// The path of the draft that a verdict shows.
    pub fn path(&self, verdict: &Verdict) -> &str {
        self.paths.get(verdict.draft).map_or("", String::as_str)
    }

    /// The text of the draft that a verdict shows, once [`Census::show`] has been given it.
    pub fn source(&self, verdict: &Verdict) -> Option<&Arc<Source>> {
        self.sources.get(&verdict.draft)
    }

    /// The paths of the drafts that are shown, in order.
    pub fn shown(&self) -> Vec<&str> {
        let drafts: BTreeSet<usize> =
            self.names.values().chain(self.titles.values()).map(|verdict| verdict.draft).collect();
        drafts.into_iter().filter_map(|draft| self.paths.get(draft)).map(String::as_str).collect()
    }

    /// Takes in the text of a draft that is shown.
    pub fn show(&mut self, source: Arc<Source>) {
        if let Ok(draft) = self.paths.binary_search_by(|path| path.as_str().cmp(source.path())) {
            self.sources.insert(draft, source);
        }
    }
}

/// A full name with its uses.
type Named = ((String, String), Uses);

/// The names of which another one is the right spelling.
fn compare_names(names: &[Named], lists: &Lists, are_one: AreOne) -> HashMap<(String, String), Verdict> {
    let mut buckets: HashMap<u64, Vec<usize>> = HashMap::new();
    for (number, ((first, surname), _)) in names.iter().enumerate() {
        for rest in rests(&folded(first), &folded(surname)) {
            let bucket = buckets.entry(rest).or_default();
            if bucket.len() < BUCKET {
                bucket.push(number);
            }
        }
    }
    let mut best: HashMap<usize, (usize, Verdict)> = HashMap::new();
    for bucket in buckets.values() {
        for own in bucket {
            for rival in bucket {
                let Some(verdict) = rival_spelling(&names[*own], &names[*rival], lists, are_one) else { continue };
                let weight = |number: usize| (names[number].1.weight(), std::cmp::Reverse(number));
                if best.get(own).is_none_or(|(known, _)| weight(*rival) > weight(*known)) {
                    best.insert(*own, (*rival, verdict));
                }
            }
        }
    }
    best.into_iter().map(|(own, (_, verdict))| (names[own].0.clone(), verdict)).collect()
}

/// What a name is looked up by: the name, and the name with a letter of one part left out.
fn rests(first: &str, surname: &str) -> BTreeSet<u64> {
    let of = |part: u64, fixed: &str, varied: &str| {
        word_hash(fixed).rotate_left(19) ^ word_hash(varied).rotate_left(7) ^ part
    };
    let mut rests = BTreeSet::new();
    for (part, fixed, varied) in [(0, first, surname), (1, surname, first)] {
        rests.insert(of(part, fixed, varied));
        if varied.chars().count() > LONGEST {
            continue;
        }
        for (at, letter) in varied.char_indices() {
            let rest = format!("{}{}", &varied[..at], &varied[at + letter.len_utf8()..]);
            rests.insert(of(part, fixed, &rest));
        }
    }
    rests
}

/// The verdict on a name where a rival is the right spelling.
fn rival_spelling(own: &Named, rival: &Named, lists: &Lists, are_one: AreOne) -> Option<Verdict> {
    let ((own_first, own_surname), uses) = own;
    let ((first, surname), other) = rival;
    let (is_first, one, wrong) = match (own_first == first, own_surname == surname) {
        (true, false) => (false, surname, own_surname),
        (false, true) => (true, first, own_first),
        _ => return None,
    };
    if other.weight() <= uses.weight() || other.meets(uses) {
        return None;
    }
    let near = near(&folded(one), &folded(wrong));
    let same = are_one(lists, &NamePair { one, other: wrong, is_first, near });
    same.then(|| Verdict { right: one.clone(), is_first, draft: other.first(), place: other.place })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roll(names: &[(&str, &str)]) -> Roll {
        let name = |(first, surname): &(&str, &str)| EnrolledName {
            first: (*first).to_owned(),
            surname: (*surname).to_owned(),
            mentions: 1,
            place: Span::new(0, 1),
        };
        Roll { names: names.iter().map(name).collect(), titles: Vec::new() }
    }

    fn census(rolls: &[(&str, &[(&str, &str)])]) -> Census {
        let rolls = rolls.iter().map(|(path, names)| ((*path).to_owned(), roll(names))).collect();
        Census::new(rolls, &Lists::default(), |_, pair| pair.near == Near::One, |_, _, _| false)
    }

    #[test]
    fn most_drafts_are_right_and_else_the_first() {
        let names = census(&[
            ("c.txt", &[("Alan", "Kestry")]),
            ("a.txt", &[("Alan", "Kestrey")]),
            ("b.txt", &[("Alan", "Kestry")]),
            ("d.txt", &[("Mara", "Venn")]),
            ("e.txt", &[("Mara", "Vemn")]),
        ]);
        let right = |first, surname| names.name(first, surname).map(|verdict| (&*verdict.right, names.path(verdict)));
        assert_eq!(right("Alan", "Kestrey"), Some(("Kestry", "b.txt")));
        assert_eq!(right("Alan", "Kestry"), None);
        assert_eq!(right("Mara", "Vemn"), Some(("Venn", "d.txt")));
        assert_eq!(names.shown(), ["b.txt", "d.txt"]);
    }

    #[test]
    fn two_of_one_draft_are_two_people() {
        let both: &[(&str, &str)] = &[("Alan", "Kestry"), ("Alan", "Kestrey")];
        let names = census(&[("a.txt", both), ("b.txt", &[("Alan", "Kestry")])]);
        assert!(names.shown().is_empty());
    }

    #[test]
    fn many_names_take_linear_time() {
        let many: Vec<(String, String)> =
            (0..40_000).map(|number| ("Alan".into(), format!("Kest{number:05}ry"))).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(first, surname)| (&**first, &**surname)).collect();
        let start = std::time::Instant::now();
        census(&[("a.txt", &many[..20_000]), ("b.txt", &many[20_000..])]);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
