//! Pack: a TOML file of rules, lists and people, read with the place of every mistake.
//!
//! ```toml
//! [[rule]]
//! id = "worn-phrase"
//! kind = "phrase"
//! message = "“{text}” is worn"
//! phrases = ["at this point in time"]
//! examples.hit = ["He spoke [[at this point in time]]."]
//! examples.miss = ["He spoke."]
//! ```

use crate::document::tokens;
use crate::engine::kinds::KINDS;
use crate::engine::probe::{Probe, Shape};
use crate::engine::reader::{File, Item, Reader};
use crate::engine::roster::{self, RosterPerson};
use crate::engine::rule::{Context, Examples, Profile, Rule, Scope, Side, Soft};
use crate::finding::{Safety, Severity};
use crate::input::Role;
use crate::list::{Entry, Field, Seq, Text};
use crate::problem::{Problem, nearest};
use crate::source::Source;
use std::sync::Arc;

/// The file extension of a pack.
pub const EXTENSION: &str = "toml";

/// A file of rules and lists.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The category of its rules: the file's name.
    pub category: String,
    /// Its rules, in order of place.
    pub rules: Vec<Rule>,
    /// Where each rule is written.
    pub places: Vec<crate::source::Span>,
    /// Its lists by name.
    pub lists: Vec<(String, Vec<Entry>)>,
    /// The people whom it lists, each with its place.
    pub people: Vec<(RosterPerson, crate::source::Span)>,
}

/// Reads a pack. Everything that is wrong with it comes back at once; rules that are wrong are left out.
pub fn read(source: &Arc<Source>) -> (Pack, Vec<Problem>) {
    let mut pack = Pack { category: category_of(source.path()), ..Pack::default() };
    let problems = File::new(Arc::clone(source)).read(|mut reader| {
        if let Some(category) = reader.text("category") {
            pack.category = category.to_string();
        }
        for rule in reader.tables("rule") {
            let place = rule.span();
            if let Some(rule) = read_rule(rule, &pack.category) {
                pack.rules.push(rule);
                pack.places.push(place);
            }
        }
        if let Some(lists) = reader.table("lists") {
            pack.lists = read_lists(lists);
        }
        pack.people = roster::read_people(&mut reader);
        reader.finish();
    });
    (pack, problems)
}

/// The category of a pack's rules: the stem of its file's name.
pub fn category_of(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".toml").unwrap_or(name).to_owned()
}

/// Reads the lists of a table: each an array of words or of tables with `word` or `words` and further fields.
pub fn read_lists(mut reader: Reader<'_, '_>) -> Vec<(String, Vec<Entry>)> {
    let mut lists = Vec::new();
    for name in reader.keys() {
        let entries = reader.items(&name).into_iter().filter_map(|item| read_entry(&item)).collect();
        lists.push((name, entries));
    }
    reader.finish();
    lists
}

fn read_entry(item: &Item<'_, '_>) -> Option<Entry> {
    if !item.is_table() {
        let text = item.text()?;
        return Some(Entry { forms: vec![tokens::form(&text)].into(), fields: Seq::default() });
    }
    let mut reader = item.table()?;
    let mut forms: Vec<_> = reader.texts("word").iter().map(|text| tokens::form(text)).collect();
    forms.extend(reader.texts("words").iter().map(|text| tokens::form(text)));
    if forms.is_empty() {
        reader.problem_here("an entry of a list needs `word` or `words`", "write { word = \"…\" }");
        return None;
    }
    let names: Vec<String> = reader.keys().into_iter().filter(|key| key != "word" && key != "words").collect();
    let fields = names.into_iter().filter_map(|name| Some((Text::from(&*name), read_field(&reader.item(&name)?)?)));
    Some(Entry { forms: forms.into(), fields: fields.collect() })
}

fn read_field(item: &Item<'_, '_>) -> Option<Field> {
    if item.is_flag() {
        return item.flag().map(Field::Flag);
    }
    if item.is_number() {
        return item.number().map(Field::Number);
    }
    if item.is_array() {
        return Some(Field::Words(item.texts()));
    }
    item.text().map(Field::Word)
}

fn read_rule(mut reader: Reader<'_, '_>, category: &str) -> Option<Rule> {
    let file = reader.file();
    let before = file.problem_count();
    let id = read_id(&mut reader, category);
    let kind_names: Vec<(&str, usize)> = KINDS.iter().enumerate().map(|(index, kind)| (kind.name, index)).collect();
    if !reader.has("kind") {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        reader.problem_here("`kind` is missing", format!("write one of: {}", names.join(", ")));
    }
    let kind = reader.choice("kind", &kind_names);
    let severity = reader.choice("severity", &Severity::NAMES).unwrap_or(Severity::Warning);
    let message = reader.required_text("message", "say what is wrong in one line");
    let packs = reader.texts("packs");
    let default = reader.flag("default").unwrap_or(packs.is_empty());
    let rule_head =
        (reader.text("label").unwrap_or_default(), read_labels(&mut reader), reader.text("reason").unwrap_or_default());
    let help = reader.texts("help");
    let url = reader.text("url").unwrap_or_default();
    let scope = read_scope(&mut reader);
    let fix = read_fix(&mut reader);
    let context = read_context(&mut reader);
    let (unless, unless_text) = read_unless(&mut reader);
    let soft = read_soft(&mut reader);
    let yields = reader.texts("yields");
    let quiets = reader.texts("quiets");
    let reaches = [("place", false), ("speech", true)];
    let quiets_speech = reader.choice("quiet-over", &reaches).unwrap_or(false);
    let together = reader.number("together", 0..=999).and_then(|most| u32::try_from(most).ok()).unwrap_or(0);
    let examples = read_examples(&mut reader);
    let Some(kind) = kind else {
        // The keys of an unknown kind cannot be judged.
        return None;
    };
    let data = (KINDS[kind].read)(&mut reader);
    reader.finish();
    let (label, labels, reason) = rule_head;
    // A rule with a mistake is not run: half of it might say the opposite of what its author meant.
    (file.problem_count() == before).then_some(Rule {
        id,
        severity,
        message,
        label,
        labels,
        reason,
        help,
        url,
        scope,
        default,
        packs,
        fix,
        context,
        unless,
        unless_text,
        soft,
        yields,
        quiets,
        quiets_speech,
        together,
        examples,
        data,
    })
}

fn read_id(reader: &mut Reader<'_, '_>, category: &str) -> Text {
    let name = reader.required_text("id", "name the rule in small letters with hyphens: id = \"worn-phrase\"");
    let good = name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-');
    if !good {
        reader.problem_at_key("id", format!("`{name}` is no rule name"), "use small letters, digits and hyphens");
    }
    format!("{category}/{name}").into()
}

fn read_labels(reader: &mut Reader<'_, '_>) -> Seq<(Text, Text)> {
    let Some(mut table) = reader.table("labels") else { return Seq::default() };
    let names = table.keys();
    names.into_iter().filter_map(|name| Some((Text::from(&*name), table.text(&name)?))).collect()
}

fn read_scope(reader: &mut Reader<'_, '_>) -> Scope {
    let side = reader.choice("in", &Side::NAMES).unwrap_or(Side::Narration);
    let roles = reader
        .items("blocks")
        .iter()
        .filter_map(|item| item.choice("block", &Role::NAMES))
        .fold(0, |all, role| all | 1 << role as u16);
    let profiles = reader
        .items("profiles")
        .iter()
        .filter_map(|item| item.choice("profile", &Profile::NAMES))
        .fold(0, |all, profile| all | profile.bit());
    Scope {
        side,
        roles: if roles == 0 { Scope::PROSE } else { roles },
        profiles: if profiles == 0 { u8::MAX } else { profiles },
    }
}

fn read_fix(reader: &mut Reader<'_, '_>) -> Option<Safety> {
    let names = [("safe", Some(Safety::Safe)), ("suggest", Some(Safety::Suggest)), ("none", None)];
    reader.choice("fix", &names).unwrap_or(Some(Safety::Suggest))
}

fn read_probes(reader: &mut Reader<'_, '_>, key: &str) -> Seq<Probe> {
    reader.items(key).iter().filter_map(read_probe).collect()
}

/// Reads a probe from its text form.
pub fn read_probe(item: &Item<'_, '_>) -> Option<Probe> {
    let text = item.text()?;
    match Probe::parse(&text) {
        Ok(probe) => Some(probe),
        Err(message) => {
            let name = text.trim_matches(['<', '>']);
            let help = match nearest(name, Shape::NAMES.iter().map(|(name, _)| *name)) {
                Some(near) => format!("write `<{near}>`"),
                None => format!("known: {}", Shape::NAMES.map(|(name, _)| format!("<{name}>")).join(", ")),
            };
            item.problem(message, help);
            None
        }
    }
}

fn read_context(reader: &mut Reader<'_, '_>) -> Context {
    Context {
        before: read_probes(reader, "before"),
        after: read_probes(reader, "after"),
        near: read_probes(reader, "near"),
    }
}

/// Reads what must not stand around a hit.
pub fn read_unless(reader: &mut Reader<'_, '_>) -> (Context, Seq<Text>) {
    let Some(mut table) = reader.table("unless") else { return (Context::default(), Seq::default()) };
    let context = read_context(&mut table);
    let text = table.texts("text");
    table.finish();
    (context, text)
}

fn read_soft(reader: &mut Reader<'_, '_>) -> Option<Soft> {
    let mut table = reader.table("soft")?;
    let soft = Soft {
        severity: table.choice("severity", &Severity::NAMES).unwrap_or(Severity::Note),
        message: table.text("message").unwrap_or_default(),
        help: table.texts("help"),
    };
    table.finish();
    Some(soft)
}

fn read_examples(reader: &mut Reader<'_, '_>) -> Examples {
    let Some(mut table) = reader.table("examples") else {
        reader.problem_here("the rule has no examples", "write examples.hit and examples.miss");
        return Examples::default();
    };
    let examples = Examples {
        hit: table.texts("hit"),
        miss: table.texts("miss"),
        format: table.text("format").unwrap_or(Text::from("text")),
        person: roster::read_people(&mut table).into_iter().map(|(person, _)| person).collect(),
        beside: table.texts("beside"),
    };
    for (key, list) in [("hit", &examples.hit), ("miss", &examples.miss)] {
        if list.is_empty() {
            table.problem_here(
                format!("`examples.{key}` is missing"),
                "a rule shows what it finds and what it leaves alone",
            );
        }
    }
    table.finish();
    examples
}
