//! Steps of a sequence, and how they are written.

use super::ends::{SequenceEnds, together};
use crate::document::inflection::{Inflection, inflect};
use crate::document::{Case, Document, Tag, Token, tokens};
use crate::engine::frequency;
use crate::engine::probe::{Probe, Shape};
use crate::engine::reader::Item;
use crate::list::{Entry, Form, Lists, Seq, Text};

/// One step: what may stand at a place, how often, and what it is for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SequenceStep {
    /// `any`: one of these must stand here.
    pub any: Seq<SequenceChoice>,
    /// `except` (`not` in a table): none of these may stand here.
    pub except: Seq<SequenceChoice>,
    /// Whether the step takes no token: nothing of `any` may follow.
    pub refuses: bool,
    /// The least number of times.
    pub min: u8,
    /// The greatest number of times.
    pub max: u8,
    /// `as`: the name of the words in templates.
    pub name: Text,
    /// `mark`: whether the reported place includes it.
    pub mark: bool,
    /// `edit`: whether the replacement is put here and not at the whole marked place.
    pub edit: bool,
    /// The ends of the alternatives of `any` that are read forwards, and of those that are read backwards.
    pub ends: [SequenceEnds; 2],
    /// Those of `except`, which are read forwards.
    pub except_ends: SequenceEnds,
}

/// An alternative of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SequenceChoice {
    /// What must fit.
    pub probe: Probe,
    /// What the list's entry must say.
    pub fields: Seq<SequenceField>,
    /// How the first token must be cased.
    pub case: Option<SequenceCase>,
    /// Which part of speech the first token must have: bit n for the tag with index n. 0: any.
    pub tags: u64,
    /// Which form of its lemma it is, of a choice that is written by the lemma: `~take`.
    pub form: Option<Inflection>,
}

/// A demand on a field of a list's entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SequenceField {
    /// The field.
    pub name: Text,
    /// The value it must hold; empty: it must be set.
    pub value: Text,
    /// Whether the demand is turned around.
    pub not: bool,
}

/// How a token must be cased.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum SequenceCase {
    /// All small.
    Lower,
    /// A capital at its head.
    Capital,
    /// A capital, then small letters.
    Title,
    /// All capitals.
    Upper,
}

impl SequenceCase {
    const NAMES: [(&'static str, Self); 4] =
        [("lower", Self::Lower), ("capital", Self::Capital), ("title", Self::Title), ("upper", Self::Upper)];

    fn fits(self, token: &Token) -> bool {
        match self {
            Self::Lower => token.case == Case::Lower,
            Self::Capital => !matches!(token.case, Case::Lower | Case::None),
            Self::Title => token.case == Case::Capital,
            Self::Upper => token.case == Case::Upper,
        }
    }
}

impl std::fmt::Debug for SequenceCase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Lower => "Lower",
            Self::Capital => "Capital",
            Self::Title => "Title",
            Self::Upper => "Upper",
        };
        write!(formatter, "SequenceCase::{name}")
    }
}

impl SequenceField {
    fn holds(&self, entry: Option<&Entry>) -> bool {
        let says = entry.is_some_and(|entry| entry.says(&self.name, &self.value));
        says != self.not
    }
}

impl SequenceChoice {
    /// Whether what was found by the probe at a token keeps the further demands. The part of speech comes last: to know
    /// it, the words around are tagged, unless parts of speech are left aside: then only what cannot have it is ruled out.
    pub(super) fn allows(&self, document: &Document, at: u32, entry: Option<&Entry>, untagged: bool) -> bool {
        let token = document.tokens.get(at as usize);
        let cased = self.case.is_none_or(|case| token.is_some_and(|token| case.fits(token)));
        cased
            && self.fields.iter().all(|field| field.holds(entry))
            && (self.tags == 0 || self.has_tag(document, at, untagged))
    }

    fn has_tag(&self, document: &Document, at: u32, untagged: bool) -> bool {
        if untagged { document.may_be(at, self.tags) } else { self.tags >> document.tag(at).index() & 1 == 1 }
    }

    /// Whether a list's entry says what the choice asks for.
    pub(super) fn has_fields(&self, entry: &Entry) -> bool {
        self.fields.iter().all(|field| field.holds(Some(entry)))
    }

    /// The word that it is, where it asks for nothing more.
    pub(super) fn plain_word(&self) -> Option<&Form> {
        let plain = self.fields.is_empty() && self.case.is_none() && self.tags == 0 && self.form.is_none();
        match &self.probe {
            Probe::Phrase(form) if plain && form.words.len() == 1 => Some(form),
            _ => None,
        }
    }

    /// What fits wherever a probe does.
    pub(super) fn of(probe: Probe) -> Self {
        Self { probe, fields: Seq::default(), case: None, tags: 0, form: None }
    }

    /// Reads one alternative: a probe, and demands in parentheses.
    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (probe, demands) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((probe, demands)) if !probe.is_empty() => (probe, demands),
            _ if text.starts_with('#') => ("<word>", text),
            _ => (text, ""),
        };
        let (mut fields, mut case, mut tags) = (Vec::new(), None, 0);
        for demand in demands.split(',').map(str::trim).filter(|demand| !demand.is_empty()) {
            if let Some(name) = demand.strip_prefix(':') {
                case = Some(parse_case(name)?);
                continue;
            }
            if let Some(names) = demand.trim_start_matches('!').strip_prefix('#') {
                tags = if demand.starts_with('!') { !parse_tags(names)? } else { parse_tags(names)? };
                continue;
            }
            let (name, value) = demand.split_once('=').unwrap_or((demand, ""));
            let (not, name) = name.strip_prefix('!').map_or((false, name), |name| (true, name));
            fields.push(SequenceField { name: name.trim().into(), value: value.trim().into(), not });
        }
        Ok(Self { probe: Probe::parse(probe.trim())?, fields: fields.into(), case, tags, form: None })
    }

    /// Reads one alternative, which may stand for several: `~take` is each form of “take”. Where two forms are spelled
    /// alike, the part of speech tells which it is.
    fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        let Some(lemma) = text.trim().strip_prefix('~').filter(|lemma| !lemma.is_empty()) else {
            return Self::parse(text).map(|choice| vec![choice]);
        };
        let choice = Self::parse(lemma)?;
        let Probe::Phrase(lemma) = &choice.probe else { return Err("only a word has a lemma: `~take`".to_owned()) };
        let forms = Inflection::ALL.map(|form| (form, inflect(&lemma.text, form)));
        let mut choices: Vec<Self> = Vec::new();
        // The rarer form first, with what tells it apart.
        for (form, text) in forms.iter().rev() {
            let alike = forms.iter().any(|(other, spelled)| other < form && spelled == text);
            let own = if alike { parse_tags(tag_names(*form))? } else { 0 };
            let tags = if own == 0 || choice.tags == 0 { own | choice.tags } else { own & choice.tags };
            if own == 0 || tags != 0 {
                let probe = Probe::Phrase(tokens::form(text));
                choices.push(Self { probe, tags, form: Some(*form), ..choice.clone() });
            }
        }
        Ok(choices)
    }
}

/// The tags that a form of a verb has.
fn tag_names(form: Inflection) -> &'static str {
    match form {
        Inflection::Base => "VB/VBP",
        Inflection::Third => "VBZ",
        Inflection::Past => "VBD",
        Inflection::Participle => "VBN",
        Inflection::Gerund => "VBG",
    }
}

fn parse_case(name: &str) -> Result<SequenceCase, String> {
    let known = SequenceCase::NAMES.iter().find(|(known, _)| *known == name);
    known
        .map(|(_, case)| *case)
        .ok_or_else(|| format!("unknown case `:{name}`; known: :lower, :capital, :title, :upper"))
}

/// The set of tags that names stand for, universal ones (`VERB`) or those of the Penn Treebank (`VBD`), between `/`.
pub(in crate::engine::kinds) fn parse_tags(names: &str) -> Result<u64, String> {
    names.split('/').try_fold(0, |set, name| {
        let named = Tag::all().filter(|tag| tag.name() == name || tag.upos().name() == name);
        match named.fold(0, |set, tag| set | 1 << tag.index()) {
            0 => Err(format!("unknown part of speech `#{name}`; write `#VERB` or `#VBD`")),
            named => Ok(set | named),
        }
    })
}

fn parse_choices(text: &str) -> Result<Seq<SequenceChoice>, String> {
    let read: Vec<Vec<SequenceChoice>> = text.split('|').map(SequenceChoice::parse_all).collect::<Result<_, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// How often `*` and `+` go at most.
const MANY: u8 = 12;

impl SequenceStep {
    /// Reads a step, a text or a table.
    pub(super) fn read(item: &Item<'_, '_>) -> Option<Self> {
        if item.is_table() {
            return Self::read_table(item);
        }
        let text = item.text()?;
        Self::parse(&text).map_err(|message| item.problem(message, HELP)).ok()
    }

    /// Reads the text form.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut step = Self { min: 1, max: 1, ..Self::default() };
        let mut rest = text.trim();
        let outside = rest.len() > 2 && rest.starts_with('[') && !rest.ends_with(']');
        if outside {
            rest = step.parse_times(rest)?;
        }
        let inner = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            step.mark = true;
            rest = inner;
        }
        if let Some((name, after)) = rest.split_once('=')
            && !name.is_empty()
            && !after.is_empty()
            && name.chars().all(|sign| sign.is_ascii_lowercase())
        {
            step.name = name.into();
            rest = after;
        }
        if let Some(after) = rest.strip_prefix('!').filter(|after| !after.is_empty()) {
            step.refuses = true;
            rest = after;
        }
        if let Some((head, tail)) = rest.split_once(" except ")
            && head.split('|').any(|choice| choice.starts_with(['<', '@', '#']))
        {
            step.except = parse_choices(tail)?;
            rest = head;
        }
        if !outside {
            rest = step.parse_times(rest)?;
        }
        step.any = parse_choices(rest)?;
        Ok(step.with_ends())
    }

    /// Reads how often from the end of the text; returns what stands before it.
    fn parse_times<'t>(&mut self, text: &'t str) -> Result<&'t str, String> {
        let last = text.len().saturating_sub(1);
        let (head, times) = match text.as_bytes().last() {
            Some(b'?') if last > 0 => (&text[..last], (0, 1)),
            Some(b'*') if last > 0 => (&text[..last], (0, MANY)),
            Some(b'+') if last > 0 => (&text[..last], (1, MANY)),
            Some(b'}') => {
                let (head, inner) = text[..last].rsplit_once('{').ok_or("`}` without `{`")?;
                (head, parse_range(inner).ok_or_else(|| format!("`{{{inner}}}` is no number of times"))?)
            }
            _ => (text, (1, 1)),
        };
        (self.min, self.max) = times;
        Ok(head)
    }

    fn read_table(item: &Item<'_, '_>) -> Option<Self> {
        let mut table = item.table()?;
        let mut read = |key: &str| {
            let mut choices = Vec::new();
            for item in table.items(key) {
                match parse_choices(&item.text()?) {
                    Ok(read) => choices.extend(read.iter().cloned()),
                    Err(message) => item.problem(message, HELP),
                }
            }
            Some(Seq::from(choices))
        };
        let (any, except) = (read("any")?, read("not")?);
        let refuses = any.is_empty() && !except.is_empty();
        let optional = table.flag("optional").unwrap_or(false);
        let max = table.number("max", 1..=i64::from(u8::MAX)).unwrap_or(1) as u8;
        let min = table.number("min", 0..=i64::from(max)).unwrap_or(i64::from(!optional)) as u8;
        let step = Self {
            any: if refuses { except.clone() } else { any },
            except: if refuses { Seq::default() } else { except },
            refuses,
            min,
            max,
            name: table.text("as").unwrap_or_default(),
            mark: table.flag("mark").unwrap_or(false),
            edit: table.flag("edit").unwrap_or(false),
            ends: Default::default(),
            except_ends: SequenceEnds::default(),
        };
        table.finish();
        Some(step.with_ends())
    }

    fn with_ends(mut self) -> Self {
        self.any = together(&self.any);
        self.except = together(&self.except);
        self.ends = [SequenceEnds::new(&self.any, <[u64]>::first), SequenceEnds::new(&self.any, <[u64]>::last)];
        self.except_ends = SequenceEnds::new(&self.except, <[u64]>::first);
        self
    }

    /// Whether it asks for a part of speech.
    pub(super) fn asks_tags(&self) -> bool {
        self.any.iter().chain(&self.except).any(|choice| choice.tags != 0)
    }

    /// Whether it takes as many tokens whichever alternative fits, where one of them asks for a part of speech.
    pub(super) fn is_even(&self) -> bool {
        let single = |choice: &SequenceChoice| match &choice.probe {
            Probe::Phrase(form) => form.words.len() == 1,
            Probe::Words(_) => true,
            Probe::List(_) => false,
            Probe::Shape(shape) => !matches!(shape, Shape::Start | Shape::End),
            Probe::Ending(_) | Probe::Beginning(_) => true,
        };
        let any = &self.any;
        any.len() == 1 || any.iter().all(|choice| choice.tags == 0) || any.iter().all(single)
    }

    /// Whether it is made of words of which one must be there.
    pub(super) fn can_anchor(&self) -> bool {
        let words =
            |choice: &SequenceChoice| matches!(choice.probe, Probe::Phrase(_) | Probe::Words(_) | Probe::List(_));
        !self.refuses && self.min == 1 && self.max == 1 && !self.any.is_empty() && self.any.iter().all(words)
    }

    /// The first words of its alternatives, each with how frequent it may be ([`frequency::of`]).
    pub(super) fn words(&self, lists: &Lists) -> Vec<(u64, u32)> {
        let first = |form: &Form| {
            let word = *form.words.first()?;
            let head = form.text.split([' ', '’', '\'']).next().unwrap_or_default();
            Some((word, frequency::of(word, head.len())))
        };
        let mut words = Vec::new();
        for choice in &self.any {
            match &choice.probe {
                Probe::Phrase(form) => words.extend(first(form)),
                Probe::Words(several) => words.extend(several.forms().filter_map(|form| first(&form))),
                Probe::List(name) => {
                    let entries = lists.get(name).entries.iter();
                    let wanted = entries.filter(|entry| choice.has_fields(entry));
                    words.extend(wanted.flat_map(|entry| entry.forms.iter().filter_map(first)));
                }
                Probe::Shape(_) | Probe::Ending(_) | Probe::Beginning(_) => {}
            }
        }
        words
    }
}

const HELP: &str =
    "a step is written like \"the|a\", \"@list(field=value)\", \"led(#VBN)\", \"<lower>{0,3} except @list\", \"!of\"";

fn parse_range(text: &str) -> Option<(u8, u8)> {
    let (min, max) = text.split_once(',').unwrap_or((text, text));
    let (min, max) = (min.trim().parse().ok()?, max.trim().parse().ok()?);
    (min <= max && max > 0).then_some((min, max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_says_it_all() {
        let step = SequenceStep::parse("[word=@adverbs(level=strong, !person, :lower)]").expect("a step");
        assert!(step.mark && &*step.name == "word" && (step.min, step.max) == (1, 1));
        assert_eq!(step.any[0].probe, Probe::List("adverbs".into()));
        assert!(step.any[0].fields[1].not && step.any[0].case == Some(SequenceCase::Lower));
        let step = SequenceStep::parse("<word>{0,3} except @verbs|of").expect("a step");
        assert_eq!((step.min, step.max, step.except.len()), (0, 3, 2));
        assert_eq!(SequenceStep::parse("<word> except of|in").expect("a step").except.len(), 1);
        let step = SequenceStep::parse("[million|billion]?").expect("a step");
        assert!(step.mark && step.min == 0);
        assert!(matches!(&step.any[0].probe, Probe::Words(words) if &*words.text == "million|billion"));
        let step = SequenceStep::parse("in|on|out of|off|led(#VBN)").expect("a step");
        assert_eq!(step.any.len(), 4);
        assert!(SequenceStep::parse("!of").expect("a step").refuses);
        assert!(!SequenceStep::parse("!").expect("a mark").refuses);
        assert!(SequenceStep::parse("<wort>").is_err());
    }

    #[test]
    fn a_lemma_stands_for_its_forms() {
        let forms = |text: &str| {
            let step = SequenceStep::parse(text).expect("a step");
            let name = |choice: &SequenceChoice| match &choice.probe {
                Probe::Phrase(form) => format!("{}{}", &*form.text, if choice.tags == 0 { "" } else { "#" }),
                _ => String::new(),
            };
            step.any.iter().map(name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(forms("[verb=~take]"), "taking taken took takes take");
        assert_eq!(forms("~make"), "making made# made makes make");
        assert_eq!(forms("~put|in"), "putting put# put# puts put in");
        assert_eq!(forms("~carry out"), "carrying out carried out# carried out carries out carry out");
        assert!(SequenceStep::parse("~make").expect("a step").can_anchor());
        assert!(SequenceStep::parse("~@list").is_err());
    }

    #[test]
    fn parts_of_speech_are_sets_of_tags() {
        let set = |text: &str| SequenceStep::parse(text).expect("a step").any[0].tags;
        assert_eq!(set("[led(#VBD)]"), 1 << Tag::VerbPast.index() | 1 << Tag::AuxiliaryPast.index());
        assert_eq!(set("#VBD/VBN"), set("#VBD") | set("#VBN"));
        assert_eq!(set("<word>(!#VERB)"), !set("#VERB"));
        assert_eq!(set("led"), 0);
        assert!(SequenceStep::parse("#VERBS").is_err());
    }
}
