//! House: a settings file with those it extends and the packs of all.

use super::read::{self, ConfigFile};
use super::{Layer, Origin, Said, packs, select};
use crate::builtin::BUILTIN;
use crate::checker::selectors;
use crate::engine::reader::{File, Reader};
use crate::engine::roster::{self, Roster};
use crate::engine::ruleset::RuleSet;
use crate::problem::{Problem, nearest};
use crate::source::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

    /// Whether what holds for a draft depends on its path.
    pub(super) fn has_globs(&self) -> bool {
        self.files.iter().any(|file| !file.overrides.is_empty() || !file.exclude.is_empty())
    }

    /// Whether the settings leave a draft out where folders are walked.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        let relative = path.strip_prefix(&self.folder).ok();
        relative.is_some_and(|path| self.files.iter().any(|file| file.exclude.matches(path)))
    }

    /// For each override of the files, in order, whether it holds for a draft.
    pub(super) fn overrides(&self, path: &Path) -> Vec<bool> {
        let relative = path.strip_prefix(&self.folder).ok();
        let every = self.files.iter().flat_map(|file| &file.overrides);
        every.map(|one| relative.is_some_and(|path| one.paths.matches(path))).collect()
    }

    /// The layers under which overrides stand as `matched` says, the first one first.
    pub(super) fn layers<'h>(&'h self, matched: &[bool], command: &'h Layer) -> Vec<&'h Layer> {
        let overrides = self.files.iter().flat_map(|file| &file.overrides).zip(matched);
        let plain = self.files.iter().map(|file| &file.layer);
        let matching = overrides.filter(|(_, matched)| **matched).map(|(one, _)| &one.layer);
        plain.chain(matching).chain([command]).collect()
    }

    /// The people whom the packs and the settings list; what is extended is overruled.
    pub(super) fn roster(&self) -> Roster {
        let packs = self.packs.iter().flat_map(|house| roster::placed(&house.pack.people, &house.source));
        Roster::new(packs.chain(self.files.iter().flat_map(|file| roster::placed(&file.people, &file.source))))
    }

    /// The default rules and those of the packs.
    pub(super) fn rule_set(&self) -> RuleSet {
        let mut lists: Vec<_> = self.files.iter().flat_map(|file| file.lists.iter().cloned()).collect();
        let people = self.roster().names();
        if !people.is_empty() {
            lists.push((crate::document::people::LISTED.to_owned(), people));
        }
        packs::rule_set(&self.packs, &lists)
    }
}

/// A path as reports call it: relative to the current folder where it lies below.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let relative = here.ok().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).to_string_lossy().into_owned()
}

/// What is asked of a house.
#[derive(Copy, Clone, Debug)]
pub(super) struct Wanted<'w> {
    /// The settings file.
    pub(super) config: Option<&'w Path>,
    /// Further packs, from the command line.
    pub(super) rules: &'w [PathBuf],
    /// The layer of the command line.
    pub(super) command: &'w Layer,
    /// Whether rules must keep their examples.
    pub(super) examples: bool,
}

/// Reads a settings file with all that belongs to it, and says what is wrong.
pub(super) fn load(wanted: Wanted<'_>) -> (House, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut house = House::default();
    let mut pack_files = Vec::new();
    if let Some(path) = wanted.config {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        house.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        read_chain(&path, &mut Chain { above: Vec::new(), house: &mut house }, &mut problems);
    }
    let mut missing = Vec::new();
    for path in wanted.rules {
        match packs::find(&packs::from_command_line(path), Path::new("")) {
            Ok(paths) => pack_files.extend(paths),
            Err(problem) => missing.push(problem),
        }
    }
    for (written, folder) in house.files.iter().flat_map(|file| file.rules.iter().map(|one| (one, &file.folder))) {
        match packs::find(written, folder) {
            Ok(paths) => pack_files.extend(paths),
            Err(problem) => missing.push(problem),
        }
    }
    let (packs, wrong) = packs::read(&pack_files, shown);
    house.packs = packs;
    let layers = house.files.iter().flat_map(|file| file.overrides.iter().map(|one| &one.layer).chain([&file.layer]));
    let layers: Vec<&Layer> = layers.chain([wanted.command]).collect();
    if !house.files.is_empty() || !house.packs.is_empty() || layers.iter().any(|layer| layer.selectors().count() > 0) {
        let set = house.rule_set();
        if wanted.examples && wrong.is_empty() {
            problems.extend(packs::failures(&house.packs, &set).0);
        }
        // A rule that is broken is not unknown, and who knows what is in a pack that is missing.
        let broken = |category: &str| {
            if !missing.is_empty() {
                return true;
            }
            let pack = house.packs.iter().find(|house| house.pack.category == category);
            pack.is_some_and(|pack| wrong.iter().any(|problem| problem.path == pack.source.path()))
        };
        problems.extend(select::problems(&set, &layers, broken));
        if missing.is_empty() {
            problems.extend(unread_lists(&house, &set));
        }
        problems.extend(house.files.iter().flat_map(|file| configure(&file.source, &mut house.rule_set())));
    }
    problems.extend(missing);
    problems.extend(wrong);
    problems.sort_by_key(|problem| problem.place.as_ref().map(|(source, span)| (source.path().to_owned(), *span)));
    (house, problems)
}

/// Lists of the settings that no rule reads and no pack has: their words would have no effect.
fn unread_lists(house: &House, set: &RuleSet) -> Vec<Problem> {
    let of_packs = house.packs.iter().flat_map(|house| house.pack.lists.iter().map(|(name, _)| &**name));
    let of_rules = set.rules().iter().flat_map(|active| active.rule().data.check().lists());
    let mut known: Vec<&str> = BUILTIN.lists.iter().map(|list| &*list.name).chain(of_packs).chain(of_rules).collect();
    known.sort_unstable();
    known.dedup();
    let names = house.files.iter().flat_map(|file| &file.list_names);
    let unknown = names.filter(|name| known.binary_search(&&*name.value).is_err());
    let problem = |name: &Said<String>| {
        let problem = name.origin.problem(format!("no rule reads a list `{}`", name.value));
        match nearest(&name.value, known.iter().copied()) {
            Some(near) => problem.help(format!("write `{near}`")),
            None => problem.help(format!("known lists: {}", known.join(", "))),
        }
    };
    unknown.map(problem).collect()
}

/// Settings files being read, each after what it extends.
struct Chain<'c> {
    /// The files that led to this one.
    above: Vec<PathBuf>,
    house: &'c mut House,
}

fn read_chain(path: &Path, chain: &mut Chain<'_>, problems: &mut Vec<Problem>) {
    let source = match packs::read_source(path, &shown(path)) {
        Ok(source) => source,
        Err(problem) => return problems.push(problem),
    };
    let (mut config, wrong) = read::read(&source);
    problems.extend(wrong);
    config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
    chain.above.push(path.to_owned());
    for base in &config.extends {
        match config.folder.join(&base.value).canonicalize() {
            Ok(base_path) if chain.above.contains(&base_path) => {
                problems.push(base.origin.problem("the settings extend themselves").help("take this out"));
            }
            Ok(base_path) => read_chain(&base_path, chain, problems),
            Err(error) => problems.push(base.origin.problem(format!("cannot read `{}`: {error}", base.value))),
        }
    }
    chain.above.pop();
    chain.house.files.push(config);
}

/// Hands the options under `[rule."…"]` to their rules.
pub(super) fn configure(source: &Arc<Source>, set: &mut RuleSet) -> Vec<Problem> {
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
