//! Packs of the house: found on disk, read, and held to their own examples.

use super::{FILE_NAME, Origin, Said};
use crate::builtin::BUILTIN;
use crate::engine::examples;
use crate::engine::pack::{self, EXTENSION, Pack};
use crate::engine::reader::{File, Reader};
use crate::engine::ruleset::RuleSet;
use crate::list::Entry;
use crate::problem::Problem;
use crate::source::{Encoding, Source, Span};
use globset::GlobBuilder;
use ignore::WalkBuilder;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A pack with the file it was read from.
#[derive(Clone, Debug)]
pub struct HousePack {
    /// The file.
    pub source: Arc<Source>,
    /// What is in it.
    pub pack: Pack,
}

/// Reads a file of settings or rules.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_source(path: &Path, name: &str) -> Result<Arc<Source>, Problem> {
    let bytes = fs::read(path).map_err(|error| Problem::new(name, format!("cannot read it: {error}")))?;
    match Source::decode(name, bytes) {
        Ok(source) if source.encoding() == Encoding::Utf8 => Ok(Arc::new(source)),
        _ => Err(Problem::new(name, "it is not UTF-8").help("settings and rules are TOML, which is UTF-8")),
    }
}

/// The packs that a path names: a file, every pack of a folder, or what a glob matches. `base` is the folder that the
/// path is relative to.
///
/// # Errors
/// When nothing is there.
pub fn find(written: &Said<String>, base: &Path) -> Result<Vec<PathBuf>, Problem> {
    let path = base.join(&written.value);
    if path.is_file() {
        return Ok(vec![path]);
    }
    if path.is_dir() {
        let found = toml_files(&path, |_| true);
        return if found.is_empty() { Err(nothing(written, "holds no pack (*.toml)")) } else { Ok(found) };
    }
    if !written.value.contains(['*', '?', '[', '{']) {
        return Err(nothing(written, "is not there"));
    }
    let glob = GlobBuilder::new(written.value.trim_start_matches("./")).literal_separator(true).build();
    let matcher = glob.map_err(|error| nothing(written, &format!("is no glob: {}", error.kind())))?.compile_matcher();
    // Only the part up to the first wildcard is certain; the walk starts there.
    let fixed = written.value.split('/').take_while(|part| !part.contains(['*', '?', '[', '{']));
    let start = base.join(fixed.collect::<PathBuf>());
    let found = toml_files(&start, |file| matcher.is_match(file.strip_prefix(base).unwrap_or(file)));
    if found.is_empty() { Err(nothing(written, "matches no pack")) } else { Ok(found) }
}

fn nothing(written: &Said<String>, what: &str) -> Problem {
    written
        .origin
        .problem(format!("`{}` {what}", written.value))
        .help("name a TOML file of rules, a folder of them, or a glob such as house/*.toml")
}

/// The packs below a folder, in order of path. Settings files are none.
fn toml_files(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(folder).standard_filters(false).hidden(true).build();
    let files = walk.flatten().map(ignore::DirEntry::into_path).filter(|path| path.is_file());
    let mut packs: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION))
        .filter(|path| path.file_name().is_some_and(|name| name != FILE_NAME) && wanted(path))
        .collect();
    packs.sort();
    packs
}

/// Reads packs, each file once.
pub fn read(paths: &[PathBuf], name: impl Fn(&Path) -> String) -> (Vec<HousePack>, Vec<Problem>) {
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for (number, path) in paths.iter().enumerate() {
        if paths[..number].contains(path) {
            continue;
        }
        match read_source(path, &name(path)) {
            Ok(source) => {
                let (pack, wrong) = pack::read(&source);
                problems.extend(wrong);
                packs.push(HousePack { source, pack });
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(doubled(&packs));
    (packs, problems)
}

/// Rules that have the id of another one.
fn doubled(packs: &[HousePack]) -> Vec<Problem> {
    let mut seen: HashMap<String, String> =
        BUILTIN.rules.iter().map(|rule| (rule.id.to_string(), "one of the default rules".to_owned())).collect();
    let mut problems = Vec::new();
    for HousePack { source, pack } in packs {
        for (rule, place) in pack.rules.iter().zip(&pack.places) {
            let here = format!("{}:{}", source.path(), source.line_of(place.start));
            if let Some(other) = seen.insert(rule.id.to_string(), here) {
                let problem = Problem::at(source, *place, format!("there are two rules `{}`", rule.id));
                problems.push(problem.help(format!("give it another id; the other is {other}")));
            }
        }
    }
    problems
}

/// The default rules with those of some packs, and entries that are added to lists.
pub fn rule_set(packs: &[HousePack], lists: &[(String, Vec<Entry>)]) -> RuleSet {
    let rules = packs.iter().flat_map(|house| house.pack.rules.iter().cloned()).collect();
    let lists = packs.iter().flat_map(|house| &house.pack.lists).chain(lists).cloned().collect();
    RuleSet::new(BUILTIN, rules, lists)
}

/// Holds the rules of the packs to their examples: a problem for each that fails, at its place, and how many there are.
pub fn failures(packs: &[HousePack], set: &RuleSet) -> (Vec<Problem>, usize) {
    let mut number = BUILTIN.rules.len();
    let (mut problems, mut examples) = (Vec::new(), 0);
    for HousePack { source, pack } in packs {
        for (rule, place) in pack.rules.iter().zip(&pack.places) {
            examples += rule.examples.hit.len() + rule.examples.miss.len();
            for failure in examples::failures(set, number) {
                let span = example_place(source, *place, &failure.example).unwrap_or(*place);
                let message = format!("`{}` fails its own example: {}", rule.id, failure.what);
                problems.push(Problem::at(source, span, message).help("mend the rule or the example"));
            }
            number += 1;
        }
    }
    (problems, examples)
}

/// Where an example of the rule at a place is written.
fn example_place(source: &Arc<Source>, rule: Span, example: &str) -> Option<Span> {
    let mut place = None;
    let find = |mut reader: Reader<'_, '_>| {
        let mut table = reader.tables("rule").into_iter().find(|table| table.span() == rule)?;
        let mut examples = table.table("examples")?;
        let items = examples.items("hit").into_iter().chain(examples.items("miss"));
        items.into_iter().find(|item| item.text().is_some_and(|text| *text == *example)).map(|item| item.span)
    };
    // The file has been read before; what is wrong with it is known.
    let _ = File::new(Arc::clone(source)).read(|reader| place = find(reader));
    place
}

/// A path given on the command line.
pub fn from_command_line(path: &Path) -> Said<String> {
    Said { value: path.to_string_lossy().into_owned(), origin: Origin::CommandLine }
}
