//! One settings file, read with the place of every mistake.

use super::{Layer, Origin, Said};
use crate::checker::front_matter::date;
use crate::engine::pack;
use crate::engine::reader::{File, Item, Reader};
use crate::engine::roster::{self, RosterPerson};
use crate::engine::rule::Profile;
use crate::finding::Severity;
use crate::list::Entry;
use crate::problem::Problem;
use crate::source::{Source, Span};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A settings file as written.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// The file.
    pub source: Arc<Source>,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
    /// Files whose settings lie beneath these.
    pub extends: Vec<Said<String>>,
    /// What it says for every draft.
    pub layer: Layer,
    /// Packs of rules: files, folders and globs, relative to the file's folder.
    pub rules: Vec<Said<String>>,
    /// Drafts that are left out where folders are walked.
    pub exclude: Globs,
    /// What it says for some drafts.
    pub overrides: Vec<Override>,
    /// Entries it adds to lists.
    pub lists: Vec<(String, Vec<Entry>)>,
    /// The names of those lists, with their places.
    pub list_names: Vec<Said<String>>,
    /// The people whom the house lists, each with its place.
    pub people: Vec<(RosterPerson, Span)>,
}

/// Settings for the drafts that some globs name.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which drafts.
    pub paths: Globs,
    /// What holds for them.
    pub layer: Layer,
}

/// Patterns as `.gitignore` writes them, relative to a folder.
#[derive(Clone, Debug)]
pub struct Globs(Gitignore);

impl Globs {
    fn read(items: &[Item<'_, '_>]) -> Self {
        let mut builder = GitignoreBuilder::new("");
        for item in items {
            let Some(text) = item.text() else { continue };
            if let Err(error) = builder.add_line(None, &text) {
                item.problem(
                    format!("`{text}` is no pattern of paths: {error}"),
                    "write it as in .gitignore: opinion/**, *.md",
                );
            }
        }
        Self(builder.build().unwrap_or_else(|_| Gitignore::empty()))
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a path, relative to the folder of the patterns, or a folder above it matches.
    pub fn matches(&self, path: &Path) -> bool {
        !self.0.is_empty() && path.is_relative() && self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

/// Reads a settings file. Everything that is wrong with it comes back at once.
pub fn read(source: &Arc<Source>) -> (ConfigFile, Vec<Problem>) {
    let mut config = ConfigFile {
        source: Arc::clone(source),
        folder: PathBuf::new(),
        extends: Vec::new(),
        layer: Layer::default(),
        rules: Vec::new(),
        exclude: Globs(Gitignore::empty()),
        overrides: Vec::new(),
        lists: Vec::new(),
        list_names: Vec::new(),
        people: Vec::new(),
    };
    let problems = File::new(Arc::clone(source)).read(|mut reader| {
        config.extends = texts(&mut reader, "extends");
        config.layer = read_layer(&mut reader);
        config.layer.fail_on = choice(&mut reader, "fail-on", &Severity::NAMES);
        config.rules = texts(&mut reader, "rules");
        config.exclude = Globs::read(&reader.items("exclude"));
        config.overrides = reader.tables("file").into_iter().map(read_override).collect();
        if let Some(lists) = reader.table("lists") {
            let place = |name: &str| Origin::File(Arc::clone(source), lists.key_span(name));
            config.list_names =
                lists.keys().into_iter().map(|name| Said { origin: place(&name), value: name }).collect();
            config.lists = pack::read_lists(lists);
        }
        config.people = roster::read_people(&mut reader);
        // The tables in it are read by `configure`, when the rules are known.
        let _ = reader.table("rule");
        reader.finish();
    });
    (config, problems)
}

fn read_override(mut reader: Reader<'_, '_>) -> Override {
    if !reader.has("paths") {
        reader.problem_here("`paths` is missing", "say for which drafts: paths = [\"opinion/**\"]");
    }
    let paths = Globs::read(&reader.items("paths"));
    let layer = read_layer(&mut reader);
    reader.finish();
    Override { paths, layer }
}

fn read_layer(reader: &mut Reader<'_, '_>) -> Layer {
    Layer {
        profile: choice(reader, "profile", &Profile::NAMES),
        date: read_date(reader),
        fail_on: None,
        select: reader.has("select").then(|| texts(reader, "select")).or_else(|| known(reader, "select")),
        extend_select: texts(reader, "extend-select"),
        ignore: texts(reader, "ignore"),
        severity: read_severity(reader),
    }
}

/// Makes a key that is not there known, for the suggestions of [`Reader::finish`].
fn known<T>(reader: &mut Reader<'_, '_>, key: &str) -> Option<T> {
    let _ = reader.item(key);
    None
}

fn said<T>(reader: &Reader<'_, '_>, item: &Item<'_, '_>, value: T) -> Said<T> {
    Said { value, origin: Origin::File(Arc::clone(&reader.file().source), item.span) }
}

fn choice<T: Copy>(reader: &mut Reader<'_, '_>, key: &str, names: &[(&str, T)]) -> Option<Said<T>> {
    let item = reader.item(key)?;
    let value = item.choice(key, names)?;
    Some(said(reader, &item, value))
}

fn texts(reader: &mut Reader<'_, '_>, key: &str) -> Vec<Said<String>> {
    let items = reader.items(key);
    items.iter().filter_map(|item| Some(said(reader, item, item.text()?.to_string()))).collect()
}

fn read_date(reader: &mut Reader<'_, '_>) -> Option<Said<jiff::civil::Date>> {
    let item = reader.item("date")?;
    let text = item.date()?;
    let Some(date) = date(&text) else {
        item.problem(format!("`{text}` is no date"), "write it as 2025-03-13");
        return None;
    };
    Some(said(reader, &item, date))
}

fn read_severity(reader: &mut Reader<'_, '_>) -> Vec<(Said<String>, Option<Severity>)> {
    let Some(mut table) = reader.table("severity") else { return Vec::new() };
    let names = [
        ("error", Some(Severity::Error)),
        ("warning", Some(Severity::Warning)),
        ("note", Some(Severity::Note)),
        ("off", None),
    ];
    let mut severities = Vec::new();
    for key in table.keys() {
        let origin = Origin::File(Arc::clone(&table.file().source), table.key_span(&key));
        // A rule whose severity is wrong is still looked up.
        let severity = table.item(&key).and_then(|item| item.choice("severity", &names)).flatten();
        severities.push((Said { value: key, origin }, severity));
    }
    severities
}
