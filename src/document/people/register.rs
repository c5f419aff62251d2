//! Register: one entry a person, and every mention given to the one it means.

use super::evidence::{Judge, Strength};
use super::part::{Part, Parts, full_key};
use super::scan::Run;
use super::spelling::folded;
use super::words::{ByWord, Seen, Words, by_word};
use super::{Form, Mention, Person};
use crate::document::{Case, Document, Token};
use crate::list::word_hash;
use std::cell::OnceCell;
use std::ops::Range;

/// For how many people there is room from the start.
const PEOPLE: usize = 14;

/// A run taken apart.
struct Name {
    run: Run,
    parts: Parts,
    /// The hash of “Jr.” and the like; 0 without one.
    suffix: u64,
    /// Whether anything around the run says that it is a person, once that was asked.
    evident: OnceCell<bool>,
    /// Whether a pronoun follows, once that was asked.
    pronoun: OnceCell<bool>,
}

impl Name {
    fn new(run: Run, parts: Parts, suffix: u64) -> Self {
        Self { run, parts, suffix, evident: OnceCell::new(), pronoun: OnceCell::new() }
    }
}

/// A person with what later mentions are compared with.
struct Known {
    person: Person,
    keys: Vec<u64>,
    suffix: u64,
    /// Where the full name first stands.
    introduced: u32,
    /// Where the person was last named in full.
    last_full: u32,
    /// Whether the surname alone was already given to this person.
    bare: bool,
}

/// How often a word stands alone as a name.
#[derive(Copy, Clone, Default)]
struct Alone {
    times: u32,
    evident: u32,
    titled: u32,
}

pub(super) struct Register<'a> {
    document: &'a Document,
    words: &'a Words<'a>,
    judge: Judge<'a>,
    known: Vec<Known>,
    by_full: ByWord<Vec<usize>>,
    by_surname: ByWord<Vec<usize>>,
    by_other: ByWord<Vec<usize>>,
    strangers: Vec<Mention>,
}

impl<'a> Register<'a> {
    pub(super) fn new(document: &'a Document, words: &'a Words<'a>, seen: &'a Seen) -> Self {
        Self {
            document,
            words,
            judge: Judge::new(document, words, seen),
            known: Vec::new(),
            by_full: by_word(PEOPLE),
            by_surname: by_word(PEOPLE),
            by_other: by_word(PEOPLE),
            strangers: Vec::new(),
        }
    }

    /// Makes the entries, then gives every run to one of them. What belongs to none comes second.
    pub(super) fn fill(mut self, runs: Vec<Run>) -> (Vec<Person>, Vec<Mention>) {
        let mut names = Vec::with_capacity(runs.len());
        names.extend(runs.into_iter().filter_map(|run| self.name(run)));
        self.enter_full(&names);
        self.enter_titled(&names);
        self.enter_alone(&names);
        for name in &names {
            self.link(name);
        }
        let mut people: Vec<Person> = self.known.into_iter().map(|known| known.person).collect();
        people.retain(|person| !person.mentions.is_empty());
        people.sort_by_key(|person| person.mentions.first().map(|mention| mention.span));
        (people, self.strangers)
    }

    fn token(&self, at: u32) -> &Token {
        &self.document.tokens[at as usize]
    }

    /// Takes a run apart; `None` where nothing of a name is left.
    fn name(&self, mut run: Run) -> Option<Name> {
        if run.tokens.len() == 1 {
            return self.single(run);
        }
        let mut words = self.judge.name_words(&run.tokens);
        let suffix = self.suffix(&run, &words);
        if words.len() >= 3 && self.is_prefix(&run, words[0], words[1]) {
            words.remove(0);
            run.tokens.start = words[0];
            run.described = Words::has(self.words.first_names, self.token(words[0])) || self.is_pair(&run);
        }
        // “Van der Meulen” at the head of a sentence
        if words.len() >= 3 && self.is_particle(words[0]) && self.is_particle(words[1]) {
            words.remove(0);
        }
        let mut parts: Vec<Part> = Vec::with_capacity(words.len());
        for at in words {
            let particle = self.words.particles.word(self.token(at).word).is_some();
            let hyphen = self.document.word(at + 1) == "-" && at + 1 < run.tokens.end;
            if particle
                && (self.token(at).case == Case::Lower || hyphen)
                && parts.last().is_none_or(|part| part.tokens.end + 1 != at)
            {
                continue;
            }
            match parts.last_mut() {
                Some(part) if part.tokens.end + 1 == at && !self.token(at).space_before => part.tokens.end = at + 1,
                _ => parts.push(Part { key: 0, tokens: at..at + 1 }),
            }
        }
        for part in &mut parts {
            part.key = self.key(&part.tokens);
        }
        (!parts.is_empty()).then(|| Name::new(run, Parts::Several(parts), suffix))
    }

    /// What tells “Jr.” from “III” behind the words of a name.
    fn suffix(&self, run: &Run, words: &[u32]) -> u64 {
        let Some(last) = words.last() else { return 0 };
        let behind = (last + 1..run.tokens.end).find(|at| Words::has(self.words.suffixes, self.token(*at)));
        behind.map_or(0, |at| word_hash(self.document.word(at).trim_end_matches('.')))
    }

    /// A run of one word, as most are; `None` where that is a small word that only opens surnames.
    fn single(&self, run: Run) -> Option<Name> {
        let token = self.token(run.tokens.start);
        let particle = token.case == Case::Lower && self.words.particles.word(token.word).is_some();
        let parts = Parts::One([Part { key: self.key(&run.tokens), tokens: run.tokens.clone() }]);
        (!particle).then(|| Name::new(run, parts, 0))
    }

    /// Whether the first word of a run describes what follows (“Substitute Ilya Brandt”).
    fn is_prefix(&self, run: &Run, first: u32, second: u32) -> bool {
        let (first, second) = (self.token(first), self.token(second));
        let lower = self.judge.seen.of(first.word).lower > 0;
        let office = Words::has(self.words.organizations, first);
        let plural = run.start && self.document.slice(first.span).ends_with('s');
        let person = plural && (Words::has(self.words.sources, first) || self.is_pair(run));
        (run.start || lower || office)
            && !Words::has(self.words.first_names, first)
            && (Words::has(self.words.first_names, second) || person)
            && second.space_before
    }

    /// Whether “and” joins a run to another name: “Openers Ilya Brandt and Tom Hale”.
    fn is_pair(&self, run: &Run) -> bool {
        let capital = |at: u32| self.document.tokens.get(at as usize).is_some_and(|token| token.case == Case::Capital);
        let end = run.tokens.end;
        self.document.word(end) == "and" && capital(end + 1) && capital(end + 2)
    }

    fn is_particle(&self, at: u32) -> bool {
        self.words.particles.word(self.token(at).word).is_some()
    }

    fn key(&self, tokens: &Range<u32>) -> u64 {
        let text = self.document.slice(self.document.span_of(tokens.clone()));
        if tokens.len() == 1 && text.is_ascii() && !text.contains('\'') {
            return self.token(tokens.start).word;
        }
        word_hash(&folded(text))
    }

    /// Enters the full names that are people.
    fn enter_full(&mut self, names: &[Name]) {
        let mut weak = Vec::new();
        for name in names.iter().filter(|name| name.parts.len() >= 2 && !name.run.heading) {
            match self.strength(name) {
                // “St. Clair” after “Amy St. Clair” is her surname.
                Strength::Strong if self.is_tail(name) => {}
                Strength::Strong => self.enter(name),
                Strength::Weak => weak.push(name),
                Strength::None => {}
            }
        }
        if weak.is_empty() {
            return;
        }
        let mut alone: ByWord<Alone> = by_word(names.len());
        for name in names.iter().filter(|name| name.parts.len() == 1 && !name.run.heading) {
            let entry = alone.entry(name.parts[0].key).or_default();
            entry.times += 1;
            let titled = !name.run.titles.is_empty();
            entry.titled += u32::from(titled);
            let evident = titled || self.is_evident(name, &name.run.tokens) || self.has_pronoun(name);
            entry.evident += u32::from(evident);
        }
        for name in weak {
            let known = self.by_full.contains_key(&full_key(&name.parts));
            let last = name.parts.last().and_then(|part| alone.get(&part.key)).copied().unwrap_or_default();
            let first = name.parts.first().and_then(|part| alone.get(&part.key)).copied().unwrap_or_default();
            let evident = self.is_evident(name, &name.run.tokens);
            let the = name.run.the && last.times > 0;
            let turned = first.evident > 0 && self.is_turned(name);
            let keys = (name.parts.first().map(|part| part.key), name.parts.last().map(|part| part.key));
            let kin = keys.1.is_some_and(|key| self.by_surname.contains_key(&key));
            // “Warhol Polaroid” begins with a surname.
            let thing = keys.0.is_some_and(|key| self.by_surname.contains_key(&key)) && !known;
            if !thing
                && !self.is_tail(name)
                && (known
                    || kin
                    || turned
                    || last.evident > 0
                    || first.titled > 0
                    || the
                    || (last.times >= 2 && evident))
            {
                self.enter(name);
            }
        }
    }

    /// Whether a name is the surname of two words of somebody known.
    fn is_tail(&self, name: &Name) -> bool {
        let first = name.parts.first().map(|part| self.token(part.tokens.start));
        let given = first.is_some_and(|first| Words::has(self.words.first_names, first));
        !given && self.tail(&name.parts).is_some()
    }

    fn strength(&self, name: &Name) -> Strength {
        let words: Vec<u32> = name.parts.iter().map(|part| part.tokens.start).collect();
        self.judge.strength(&name.run, &words)
    }

    /// Whether the surname comes first: “Li Wei”.
    fn is_turned(&self, name: &Name) -> bool {
        let token = |part: Option<&Part>| part.map(|part| self.token(part.tokens.start));
        let first = token(name.parts.first()).is_some_and(|first| Words::has(self.words.families, first));
        let given = token(name.parts.last()).is_some_and(|last| Words::has(self.words.families, last));
        let western = token(name.parts.first()).is_some_and(|first| Words::has(self.words.first_names, first));
        let syllables = name
            .parts
            .last()
            .is_some_and(|last| last.tokens.len() == 3 && self.token(last.tokens.end - 1).case == Case::Lower);
        first && name.parts.len() == 2 && (syllables || !given && !western)
    }

    /// Enters a full name, unless it is known.
    fn enter(&mut self, name: &Name) {
        let key = full_key(&name.parts);
        let same = self.by_full.get(&key).into_iter().flatten();
        if same.into_iter().any(|known| self.known[*known].suffix == name.suffix) {
            return;
        }
        let number = self.known.len();
        let keys: Vec<u64> = name.parts.iter().map(|part| part.key).collect();
        let text = |part: &Part| self.document.slice(self.document.span_of(part.tokens.clone())).to_owned();
        let turned = self.is_turned(name);
        let (Some(first), Some(last)) = (name.parts.first(), name.parts.last()) else { return };
        let (first, last) = if turned { (last, first) } else { (first, last) };
        let person = Person {
            name: self.document.slice(self.document.span_of(name.run.tokens.clone())).to_owned(),
            first: text(first),
            surname: text(last),
            mentions: Vec::new(),
        };
        self.by_full.entry(key).or_default().push(number);
        for (place, part) in name.parts.iter().enumerate() {
            let surname = if turned { place == 0 } else { place + 1 == name.parts.len() };
            let index = if surname { &mut self.by_surname } else { &mut self.by_other };
            index.entry(part.key).or_default().push(number);
        }
        let introduced = name.run.tokens.start;
        self.known.push(Known { person, keys, suffix: name.suffix, introduced, last_full: 0, bare: false });
    }

    /// Enters those who are only ever named by title and surname.
    fn enter_titled(&mut self, names: &[Name]) {
        for name in
            names.iter().filter(|name| name.parts.len() == 1 && !name.run.heading && !name.run.titles.is_empty())
        {
            let part = &name.parts[0];
            let known = self.by_surname.contains_key(&part.key) || self.by_other.contains_key(&part.key);
            let token = self.token(part.tokens.start);
            if known || Words::has(self.words.organizations, token) || name.run.the && name.run.before.len() > 1 {
                continue;
            }
            self.enter_single(name);
        }
    }

    /// Enters a name of one word.
    fn enter_single(&mut self, name: &Name) {
        let part = &name.parts[0];
        let text = self.document.slice(self.document.span_of(part.tokens.clone())).to_owned();
        let person = Person { name: text.clone(), first: String::new(), surname: text, mentions: Vec::new() };
        self.by_surname.entry(part.key).or_default().push(self.known.len());
        let introduced = name.run.tokens.start;
        let keys = vec![part.key];
        self.known.push(Known { person, keys, suffix: 0, introduced, last_full: 0, bare: false });
    }

    /// Enters those who only ever have one name, if the draft uses it again and as that of a person.
    fn enter_alone(&mut self, names: &[Name]) {
        let single = |name: &&Name| name.parts.len() == 1 && !name.run.heading && !name.run.attached;
        let mut alone: ByWord<Alone> = by_word(names.len());
        for name in names.iter().filter(single) {
            let part = &name.parts[0];
            if self.by_surname.contains_key(&part.key) || self.by_other.contains_key(&part.key) {
                continue;
            }
            let evident = || name.run.described || self.is_evident(name, &name.run.tokens) || self.has_pronoun(name);
            let entry = alone.entry(part.key).or_default();
            entry.times += 1;
            entry.evident += u32::from(!name.run.the && evident());
        }
        for name in names.iter().filter(single) {
            let part = &name.parts[0];
            let token = self.token(part.tokens.start);
            let Some(entry) = alone.get_mut(&part.key) else { continue };
            let first = Words::has(self.words.first_names, token) && !Words::has(self.words.places, token);
            let figure = self.words.figures.word(token.word).is_some_and(|figure| !figure.flag("common"));
            let enough = figure
                || entry.times >= 2 && (entry.evident >= 2.max(entry.times / 4) || (first && entry.evident >= 1));
            let uses = self.judge.seen.of(token.word);
            let short = self.document.slice(token.span).chars().count() < 3;
            if !enough || short || uses.lower > 0 || uses.capital == 0 || Words::has(self.words.organizations, token) {
                continue;
            }
            entry.times = 0;
            self.enter_single(name);
        }
    }

    /// Gives a run to the person it means, or to the strangers.
    fn link(&mut self, name: &Name) {
        if name.parts.len() == 1 {
            self.link_one(name, 0);
            return;
        }
        if let Some(number) = self.full(&name.parts, name.suffix) {
            self.known[number].last_full = name.run.tokens.start;
            self.mention(number, name, name.run.tokens.clone(), Form::Full);
            return;
        }
        if let Some(number) = self.tail(&name.parts) {
            // “García Márquez” alone is a surname, “Maria García” of “Ana Maria García” a full name.
            let form = if self.is_tail(name) { Form::Surname } else { Form::Full };
            self.known[number].bare |= form == Form::Surname;
            self.mention(number, name, name.run.tokens.clone(), form);
            return;
        }
        if name.run.heading {
            self.link_heading(name);
            return;
        }
        let inside = name.parts.get(..2).and_then(|pair| Some((self.full(pair, 0)?, pair)));
        if let Some((number, pair)) = inside {
            let mut mention = self.make(name, pair[0].tokens.start..pair[1].tokens.end, Form::Full);
            mention.nested = true;
            self.known[number].person.mentions.push(mention);
            return;
        }
        let mention = self.make(name, name.run.tokens.clone(), Form::Full);
        self.strangers.push(mention);
    }

    /// The person with a full name.
    fn full(&self, parts: &[Part], suffix: u64) -> Option<usize> {
        let same = self.by_full.get(&full_key(parts))?;
        same.iter().find(|known| self.known[**known].suffix == suffix).or_else(|| same.first()).copied()
    }

    /// The person whose name ends in these words (“García Márquez”).
    fn tail(&self, parts: &[Part]) -> Option<usize> {
        let last = parts.last()?;
        self.by_surname.get(&last.key)?.iter().copied().find(|number| {
            let keys = &self.known[*number].keys;
            keys.len() > parts.len() && keys.iter().rev().zip(parts.iter().rev()).all(|(key, part)| *key == part.key)
        })
    }

    /// In a headline every word may have a capital: looks for the people of the story in it.
    fn link_heading(&mut self, name: &Name) {
        let mut at = 0;
        while at < name.parts.len() {
            let pair = name.parts.get(at..at + 2).and_then(|pair| Some((self.full(pair, 0)?, pair)));
            if let Some((number, pair)) = pair {
                let tokens = pair[0].tokens.start..pair[1].tokens.end;
                self.mention(number, name, tokens, Form::Full);
                at += 2;
            } else {
                self.link_one(name, at);
                at += 1;
            }
        }
    }

    /// Gives one word of a run to the person it means.
    fn link_one(&mut self, name: &Name, at: usize) {
        let part = &name.parts[at];
        let tokens = if name.parts.len() == 1 { name.run.tokens.clone() } else { part.tokens.clone() };
        let place = name.run.attached && name.run.before.is_empty() && at == 0;
        let ordinary = place || (name.run.start && name.run.before.is_empty() && self.is_ordinary(name, part));
        let by_surname = self.by_surname.get(&part.key).and_then(|numbers| self.choose(numbers, part));
        let by_other = || self.by_other.get(&part.key).and_then(|numbers| self.choose(numbers, part));
        match by_surname
            .map(|number| (number, Form::Surname))
            .or_else(|| by_other().map(|number| (number, Form::First)))
        {
            Some((number, form)) if !ordinary => {
                self.known[number].bare |= form == Form::Surname;
                self.mention(number, name, tokens, form);
            }
            _ => {
                let mention = self.make(name, tokens, Form::Surname);
                self.strangers.push(mention);
            }
        }
    }

    /// Whether anything around some tokens of a run, mostly all of them, says that it is a person.
    fn is_evident(&self, name: &Name, tokens: &Range<u32>) -> bool {
        let evident = || self.judge.is_evident(tokens);
        if *tokens == name.run.tokens { *name.evident.get_or_init(evident) } else { evident() }
    }

    /// Whether “he”, “her” or the like follows a run soon.
    fn has_pronoun(&self, name: &Name) -> bool {
        *name.pronoun.get_or_init(|| self.judge.has_pronoun(&name.run.tokens))
    }

    /// Whether a word that opens a sentence is an ordinary word there.
    fn is_ordinary(&self, name: &Name, part: &Part) -> bool {
        let token = self.token(part.tokens.start);
        let uses = self.judge.seen.of(token.word);
        uses.lower > 0 && uses.capital == 0 && !self.is_evident(name, &part.tokens)
    }

    /// Whom a name means that several have: the one who was called so before, else the one last named in full, else the
    /// first.
    fn choose(&self, numbers: &[usize], part: &Part) -> Option<usize> {
        if let [only] = numbers {
            return Some(*only);
        }
        let place = part.tokens.start;
        let before = || numbers.iter().copied().filter(|number| self.known[*number].introduced < place);
        before()
            .find(|number| self.known[*number].bare)
            .or_else(|| before().max_by_key(|number| self.known[*number].last_full))
            .or_else(|| numbers.first().copied())
    }

    fn make(&self, name: &Name, tokens: Range<u32>, form: Form) -> Mention {
        let run = &name.run;
        let headed = !run.before.is_empty() && run.before.end == tokens.start;
        let next = self.document.word(tokens.end);
        let attached = self.document.tokens.get(tokens.end as usize).is_some_and(|token| !token.space_before);
        Mention {
            span: self.document.span_of(tokens.clone()),
            title: headed.then(|| self.document.span_of(run.before.clone())),
            form,
            block: run.block,
            quoted: self.document.is_quoted(tokens.start),
            titles: if headed { run.titles.clone() } else { Vec::new() },
            possessive: attached && matches!(next, "’s" | "'s" | "’" | "'" | "’S" | "'S"),
            nested: false,
            evident: headed || run.described || self.is_evident(name, &tokens),
            tokens,
        }
    }

    fn mention(&mut self, number: usize, name: &Name, tokens: Range<u32>, form: Form) {
        let mention = self.make(name, tokens, form);
        let person = &mut self.known[number].person;
        if form == Form::Full && mention.span.len() as usize > person.name.len() && !name.run.heading {
            person.name = self.document.slice(mention.span).to_owned();
        }
        person.mentions.push(mention);
    }
}
