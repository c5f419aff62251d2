//! Desks: a checker for each set of settings that some draft of the run falls under, made once.

use super::read::{self, ConfigFile};
use super::{FILE_NAME, Layer, Origin, Said, last, packs, select};
use crate::checker::own::OWN_RULES;
use crate::checker::{Checker, selectors};
use crate::engine::kinds::Settings;
use crate::engine::reader::{File, Reader};
use crate::engine::ruleset::RuleSet;
use crate::finding::Severity;
use crate::problem::Problem;
use crate::source::Source;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A checker with what else the settings say.
#[derive(Debug)]
pub struct Desk {
    /// Settings and rules, ready.
    pub checker: Checker,
    /// From which severity on a finding fails the run.
    pub fail_on: Severity,
}

/// Which settings file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// None.
    Nothing,
    /// This one, for every draft.
    One(PathBuf),
    /// For each draft the nearest one up the tree.
    Nearest,
}

/// A settings file with those it extends and the packs of all.
#[derive(Debug, Default)]
pub struct House {
    /// The folder its globs are relative to.
    folder: PathBuf,
    /// What is extended comes before what extends it.
    files: Vec<ConfigFile>,
    packs: Vec<packs::HousePack>,
}

impl House {
    /// The settings files, what is extended first.
    pub fn files(&self) -> &[ConfigFile] {
        &self.files
    }

    /// The packs.
    pub fn packs(&self) -> &[packs::HousePack] {
        &self.packs
    }

    /// For each override of the files, in order, whether it holds for a draft.
    fn overrides(&self, path: &Path) -> Vec<bool> {
        let relative = path.strip_prefix(&self.folder).ok();
        let every = self.files.iter().flat_map(|file| &file.overrides);
        every.map(|one| relative.is_some_and(|path| one.paths.matches(path))).collect()
    }

    /// The layers under which overrides stand as `matched` says, the first one first.
    fn layers<'h>(&'h self, matched: &[bool], command: &'h Layer) -> Vec<&'h Layer> {
        let overrides = self.files.iter().flat_map(|file| &file.overrides).zip(matched);
        let plain = self.files.iter().map(|file| &file.layer);
        let matching = overrides.filter(|(_, matched)| **matched).map(|(one, _)| &one.layer);
        plain.chain(matching).chain([command]).collect()
    }

    fn rule_set(&self) -> RuleSet {
        let lists: Vec<_> = self.files.iter().flat_map(|file| file.lists.iter().cloned()).collect();
        packs::rule_set(&self.packs, &lists)
    }
}

/// The houses and desks of a run.
#[derive(Debug)]
pub struct Desks {
    choice: Choice,
    command: Layer,
    rules: Vec<PathBuf>,
    /// The house of a folder, as an index.
    folders: HashMap<PathBuf, usize>,
    /// The house of a settings file, as an index.
    config_files: HashMap<Option<PathBuf>, usize>,
    /// `None` where the settings are broken.
    houses: Vec<Option<House>>,
    desks: HashMap<(usize, Vec<bool>), Arc<Desk>>,
    problems: Vec<Problem>,
}

impl Desks {
    /// Desks under the settings of the command line, with further packs.
    pub fn new(choice: Choice, command: Layer, rules: Vec<PathBuf>) -> Self {
        Self {
            choice,
            command,
            rules,
            folders: HashMap::new(),
            config_files: HashMap::new(),
            houses: Vec::new(),
            desks: HashMap::new(),
            problems: Vec::new(),
        }
    }

    /// What was wrong with settings and packs so far.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// The desk of a draft; `None` where its settings are broken, which [`Desks::take_problems`] tells of.
    pub fn desk(&mut self, draft: &Path) -> Option<Arc<Desk>> {
        let number = self.house_number(draft);
        let house = self.houses.get(number)?.as_ref()?;
        let matched = house.overrides(&real(draft));
        let key = (number, matched);
        if let Some(desk) = self.desks.get(&key) {
            return Some(Arc::clone(desk));
        }
        let desk = Arc::new(make_desk(house, &house.layers(&key.1, &self.command)));
        self.desks.insert(key, Arc::clone(&desk));
        Some(desk)
    }

    /// Whether the settings leave a draft out.
    pub fn excludes(&mut self, draft: &Path) -> bool {
        let number = self.house_number(draft);
        let Some(Some(house)) = self.houses.get(number) else { return false };
        let path = real(draft);
        let Ok(relative) = path.strip_prefix(&house.folder) else { return false };
        house.files.iter().any(|file| file.exclude.matches(relative))
    }

    /// The house of a draft.
    pub fn house(&mut self, draft: &Path) -> Option<&House> {
        let number = self.house_number(draft);
        self.houses.get(number)?.as_ref()
    }

    /// The layers of a draft, the first one first.
    pub fn layers(&mut self, draft: &Path) -> Vec<Layer> {
        let number = self.house_number(draft);
        let Some(Some(house)) = self.houses.get(number) else { return Vec::new() };
        house.layers(&house.overrides(&real(draft)), &self.command).into_iter().cloned().collect()
    }

    fn house_number(&mut self, draft: &Path) -> usize {
        let folder = match draft.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if let Some(number) = self.folders.get(&folder) {
            return *number;
        }
        let config = match &self.choice {
            Choice::Nothing => None,
            Choice::One(path) => Some(path.clone()),
            Choice::Nearest => nearest_config(&folder),
        };
        let number = match self.config_files.get(&config) {
            Some(number) => *number,
            None => {
                self.houses.push(load(config.as_deref(), &self.rules, &self.command, &mut self.problems));
                self.config_files.insert(config, self.houses.len() - 1);
                self.houses.len() - 1
            }
        };
        self.folders.insert(folder, number);
        number
    }
}

/// The path from the root, links resolved as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent().and_then(|folder| folder.canonicalize().ok()), absolute.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => absolute,
    }
}

/// The nearest settings file up the tree from a folder.
fn nearest_config(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok()?;
    folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

/// A path as reports call it: relative to the current folder where it lies below.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let relative = here.ok().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).to_string_lossy().into_owned()
}

/// Reads a settings file with all that belongs to it; `None` where something is wrong.
fn load(config: Option<&Path>, rules: &[PathBuf], command: &Layer, problems: &mut Vec<Problem>) -> Option<House> {
    let mut found = Vec::new();
    let mut house = House::default();
    let mut pack_files = Vec::new();
    if let Some(path) = config {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        house.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        read_chain(&path, &mut Chain { above: Vec::new(), house: &mut house, packs: &mut pack_files }, &mut found);
    }
    for path in rules {
        match packs::find(&packs::from_command_line(path), Path::new("")) {
            Ok(paths) => pack_files.extend(paths),
            Err(problem) => found.push(problem),
        }
    }
    let (packs, wrong) = packs::read(&pack_files, shown);
    house.packs = packs;
    found.extend(wrong);
    let set = house.rule_set();
    if found.is_empty() {
        found.extend(packs::failures(&house.packs, &set).0);
    }
    let layers = house.files.iter().flat_map(|file| file.overrides.iter().map(|one| &one.layer).chain([&file.layer]));
    found.extend(select::problems(&set, layers.chain([command])));
    found.extend(house.files.iter().flat_map(|file| configure(&file.source, &mut house.rule_set())));
    let sound = found.is_empty();
    for problem in found {
        // What the command line says is wrong for every house alike.
        let said = |other: &Problem| (&other.path, &other.message) == (&problem.path, &problem.message);
        if problem.place.is_some() || !problems.iter().any(said) {
            problems.push(problem);
        }
    }
    sound.then_some(house)
}

/// Settings files being read, each after what it extends.
struct Chain<'c> {
    /// The files that led to this one.
    above: Vec<PathBuf>,
    house: &'c mut House,
    packs: &'c mut Vec<PathBuf>,
}

fn read_chain(path: &Path, chain: &mut Chain<'_>, problems: &mut Vec<Problem>) {
    let source = match packs::read_source(path, &shown(path)) {
        Ok(source) => source,
        Err(problem) => return problems.push(problem),
    };
    let (config, wrong) = read::read(&source);
    problems.extend(wrong);
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    chain.above.push(path.to_owned());
    for base in &config.extends {
        match folder.join(&base.value).canonicalize() {
            Ok(base_path) if chain.above.contains(&base_path) => {
                problems.push(base.origin.problem("the settings extend themselves").help("take this out"));
            }
            Ok(base_path) => read_chain(&base_path, chain, problems),
            Err(error) => problems.push(base.origin.problem(format!("cannot read `{}`: {error}", base.value))),
        }
    }
    chain.above.pop();
    for written in &config.rules {
        match packs::find(written, &folder) {
            Ok(paths) => chain.packs.extend(paths),
            Err(problem) => problems.push(problem),
        }
    }
    chain.house.files.push(config);
}

/// Hands the options under `[rule."…"]` to their rules.
fn configure(source: &Arc<Source>, set: &mut RuleSet) -> Vec<Problem> {
    let mut read = |mut reader: Reader<'_, '_>| {
        let mut rules = reader.table("rule")?;
        for id in rules.keys() {
            let number = set.rules().iter().position(|active| *active.rule().id == *id);
            let Some(number) = number else {
                let known = selectors::known(set);
                let known: Vec<&str> = known.into_iter().filter(|id| id.contains('/')).collect();
                let origin = Origin::File(Arc::clone(source), rules.key_span(&id));
                let problem = origin.problem(format!("unknown rule `{id}`"));
                rules.file().problem(selectors::with_help(problem, &id, &known));
                continue;
            };
            if let Some(mut options) = rules.table(&id) {
                set.configure(number, &mut options);
                options.finish();
            }
        }
        Some(())
    };
    let mut problems = File::new(Arc::clone(source)).read(|reader| {
        let _ = read(reader);
    });
    // TOML that is no TOML has been reported when the file was read.
    problems.retain(|problem| !problem.message.starts_with("invalid TOML"));
    problems
}

/// Makes the rules ready under some layers.
fn make_desk(house: &House, layers: &[&Layer]) -> Desk {
    let mut set = house.rule_set();
    for file in &house.files {
        let _ = configure(&file.source, &mut set);
    }
    select::apply(&mut set, layers);
    let value = |said: Option<&Said<_>>| said.map(|said| said.value);
    let settings = Settings {
        profile: value(last(layers, |layer| layer.profile.as_ref())).unwrap_or_default(),
        date: last(layers, |layer| layer.date.as_ref()).map(|said| said.value),
    };
    let own = OWN_RULES.map(|rule| {
        let start = select::Choice { enabled: true, severity: rule.severity };
        let choice = start.under(layers, |selector| selectors::narrowness_of_id(rule.id, selector));
        choice.enabled.then_some(choice.severity)
    });
    Desk {
        checker: Checker::new(set, settings).with_own(own),
        fail_on: last(layers, |layer| layer.fail_on.as_ref()).map_or(Severity::Error, |said| said.value),
    }
}
