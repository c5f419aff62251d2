//! Desks: a checker for each set of settings that some draft of the run falls under, made once.

use super::house::{self, House, Wanted, configure};
use super::{FILE_NAME, Layer, Said, last, select};
use crate::checker::own::OWN_RULES;
use crate::checker::{Checker, selectors};
use crate::engine::kinds::Settings;
use crate::finding::Severity;
use crate::problem::Problem;
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
    /// Whether rules of the house must keep their examples.
    examples: bool,
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
            examples: true,
        }
    }

    /// The same, rules that fail their examples let in.
    #[must_use]
    pub fn without_examples(mut self) -> Self {
        self.examples = false;
        self
    }

    /// What was wrong with settings and packs so far.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// The desk of a draft; `None` where its settings are broken, which [`Desks::take_problems`] tells of.
    pub fn desk(&mut self, draft: &Path) -> Option<Arc<Desk>> {
        let number = self.house_number(draft);
        let house = self.houses.get(number)?.as_ref()?;
        let matched = house.overrides(&seen(house, draft));
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
        house.excludes(&seen(house, draft))
    }

    /// The house of a draft.
    pub fn house(&mut self, draft: &Path) -> Option<&House> {
        let number = self.house_number(draft);
        self.houses.get(number)?.as_ref()
    }

    /// The settings file that holds for a draft.
    pub fn settings_file(&mut self, draft: &Path) -> Option<&Path> {
        let number = self.house_number(draft);
        self.config_files.iter().find(|(_, house)| **house == number)?.0.as_deref()
    }

    /// The layers of a draft, the first one first.
    pub fn layers(&mut self, draft: &Path) -> Vec<Layer> {
        let number = self.house_number(draft);
        let Some(Some(house)) = self.houses.get(number) else { return Vec::new() };
        house.layers(&house.overrides(&seen(house, draft)), &self.command).into_iter().cloned().collect()
    }

    /// Reads a house; `None` where something is wrong with it.
    fn load(&mut self, config: Option<&Path>) -> Option<House> {
        let (command, rules) = (&self.command, &*self.rules);
        let (house, found) = house::load(Wanted { config, rules, command, examples: self.examples });
        let sound = found.is_empty();
        for problem in found {
            // What the command line says is wrong for every house alike.
            let said = |other: &Problem| (&other.path, &other.message) == (&problem.path, &problem.message);
            if problem.place.is_some() || !self.problems.iter().any(said) {
                self.problems.push(problem);
            }
        }
        sound.then_some(house)
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
                let house = self.load(config.as_deref());
                self.houses.push(house);
                self.config_files.insert(config, self.houses.len() - 1);
                self.houses.len() - 1
            }
        };
        self.folders.insert(folder, number);
        number
    }
}

/// A draft's path as the globs of its settings want it.
fn seen(house: &House, draft: &Path) -> PathBuf {
    if house.has_globs() { real(draft) } else { draft.to_owned() }
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

/// Makes the rules ready under some layers.
fn make_desk(house: &House, layers: &[&Layer]) -> Desk {
    let mut set = house.rule_set();
    for file in house.files() {
        let _ = configure(&file.source, &mut set);
    }
    select::apply(&mut set, layers);
    let value = |said: Option<&Said<_>>| said.map(|said| said.value);
    let settings = Settings {
        profile: value(last(layers, |layer| layer.profile.as_ref())).unwrap_or_default(),
        date: last(layers, |layer| layer.date.as_ref()).map(|said| said.value),
        today: Some(jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()),
        roster: Arc::new(house.roster()),
        census: None,
    };
    let own = OWN_RULES.map(|rule| {
        let start = select::Choice { enabled: rule.default, severity: rule.severity };
        let choice = start.under(layers, |selector| selectors::narrowness_of_id(rule.id, selector));
        choice.enabled.then_some(choice.severity)
    });
    Desk {
        checker: Checker::new(set, settings).with_own(own),
        fail_on: last(layers, |layer| layer.fail_on.as_ref()).map_or(Severity::Error, |said| said.value),
    }
}
