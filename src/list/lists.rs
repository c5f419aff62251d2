//! Lists: all lists of a run, found by their names.

use super::{Entry, List, ListName, Seq, Text, WordIndex, name};

/// All lists of a run: ours, with what the house adds.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    fixed: &'static [List],
    added: Vec<List>,
    /// The lists by the hash of their names: a table with open addressing, four places a list, so that the first look finds
    /// most. Their numbers are those of `fixed` and then those of `added`; [`FREE`] where there is none.
    places: Vec<(u64, u32)>,
}

/// The number of no list.
const FREE: u32 = u32::MAX;

static EMPTY: List = List {
    name: Text::Fixed(""),
    entries: Seq::Fixed(&[]),
    index: WordIndex { known: Seq::Fixed(&[]), slots: Seq::Fixed(&[]), values: Seq::Fixed(&[]) },
    longest: 0,
};

impl Lists {
    /// The lists that are part of the binary.
    pub fn new(fixed: &'static [List]) -> Self {
        Self { fixed, ..Self::default() }.placed()
    }

    /// Numbers the lists. One that is added hides the one of the same name.
    fn placed(mut self) -> Self {
        let all = self.fixed.iter().chain(&self.added);
        let mut places = vec![(0, FREE); (4 * all.clone().count()).next_power_of_two()];
        let mask = places.len() - 1;
        for (list, number) in all.zip(0..) {
            let key = name::key(&list.name);
            let mut at = key as usize & mask;
            while places[at].1 != FREE && places[at].0 != key {
                at = (at + 1) & mask;
            }
            places[at] = (key, number);
        }
        self.places = places;
        self
    }

    /// A list by a name that has been made ready; an empty one where there is none.
    #[inline]
    pub fn named(&self, name: &ListName) -> &List {
        self.of_key(name.key).unwrap_or(&EMPTY)
    }

    /// A list by name; an empty one where there is none.
    pub fn get(&self, name: &str) -> &List {
        self.find(name).unwrap_or(&EMPTY)
    }

    /// A list by name.
    pub fn find(&self, name: &str) -> Option<&List> {
        self.of_key(name::key(name))
    }

    #[inline]
    fn of_key(&self, key: u64) -> Option<&List> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        loop {
            let (own, number) = *self.places.get(at)?;
            if number == FREE {
                return None;
            }
            if own == key {
                let added = || self.added.get(number as usize - self.fixed.len());
                return self.fixed.get(number as usize).or_else(added);
            }
            at = (at + 1) & mask;
        }
    }

    /// Every name, in order, once.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.added.iter().chain(self.fixed).map(|list| &*list.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Adds entries to a list, or a new list.
    pub fn extend(&mut self, name: &str, entries: Vec<Entry>) {
        let mut all: Vec<Entry> = self.get(name).entries.to_vec();
        all.extend(entries);
        self.added.retain(|list| &*list.name != name);
        self.added.push(List::new(name, all));
        *self = std::mem::take(self).placed();
    }
}
