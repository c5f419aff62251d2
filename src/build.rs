//! Compiles the default rules at build time: the same reader and the same compile step that users' packs go through,
//! with the outcome written as static tables, so that starting the program costs nothing.
//!
//! It stands beside the crate root, so that the modules up to the engine are part of this program too and `crate::`
//! means the same in both.

#![allow(dead_code, unused_imports, missing_docs, unreachable_pub)]

mod document;
mod engine;
mod finding;
mod input;
mod list;
/// What this script packs is not there yet when it is built.
mod packed {
    pub static MISSPELLINGS: &[u8] = &[];
    pub static WORDS: &[u8] = &[];
}
mod problem;
mod role;
mod source;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src");
    if fixed_in_place() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let mut packs = Vec::new();
    let mut broken = false;
    for path in toml_files(Path::new("rules")) {
        let text = std::fs::read_to_string(&path).expect("a rule file in UTF-8");
        let source = Arc::new(source::Source::new(path.to_string_lossy(), text));
        let (pack, problems) = engine::pack::read(&source);
        for problem in &problems {
            broken = true;
            let line = problem.place.as_ref().map_or(0, |(source, span)| source.line_of(span.start));
            println!("cargo::error={}:{line}: {} ({})", problem.path, problem.message, problem.help.join("; "));
        }
        packs.push(pack);
    }
    if !broken {
        let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
        let out = Path::new(&out);
        let (tables, strings) = apart_from_strings(&tables(packs));
        std::fs::write(out.join("builtin.rs"), tables).expect("OUT_DIR can be written");
        for (name, text) in strings {
            std::fs::write(out.join(name), text).expect("OUT_DIR can be written");
        }
        let list = |name: &str| std::fs::read_to_string(format!("rules/lists/{name}.txt")).expect("a list of words");
        let pack =
            |name: &str, packed: Vec<u8>| std::fs::write(out.join(name), packed).expect("OUT_DIR can be written");
        pack("misspellings.bin", engine::kinds::misspelling::pack(&list("misspellings")));
        pack("words.bin", engine::kinds::unknown::pack(&(list("words") + &list("words-new"))));
    }
}

/// Whether the program is linked for a fixed place in memory. The static tables hold 90,000 pointers, and moving them at
/// every start costs a third of what it takes to check a short article. What is given up, a program at a place that cannot
/// be guessed, guards against errors of memory, which a package without `unsafe` does not make; the stack, the heap and
/// the C library still move.
fn fixed_in_place() -> bool {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu")
}

/// The pack files below a folder, in order of name.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(toml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == engine::pack::EXTENSION) {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn tables(packs: Vec<engine::pack::Pack>) -> String {
    let mut lists = list::Lists::default();
    let mut rules = Vec::new();
    for pack in packs {
        for (name, entries) in pack.lists {
            lists.extend(&name, entries);
        }
        rules.extend(pack.rules);
    }
    let compiled: Vec<&list::List> = lists.names().into_iter().map(|name| lists.get(name)).collect();
    let index = |default: bool| {
        let wanted = (0..).zip(&rules).filter(|(_, rule)| rule.default == default);
        engine::index::Index::new(wanted, &lists)
    };
    let mut text = String::new();
    // An item each: the compiler's work on a constant grows faster than its length, and what is the same is not done again.
    let mut put = |name: &str, of: &str, values: Vec<String>| {
        for (number, value) in values.iter().enumerate() {
            writeln!(text, "const {name}_{number}: {of} = {value};").expect("writing to a string");
        }
        let names: String = (0..values.len()).map(|number| format!("{name}_{number},")).collect();
        writeln!(text, "pub(super) static {name}: &[{of}] = &[{names}];").expect("writing to a string");
    };
    put("LISTS", "List", compiled.iter().map(|list| format!("{list:?}")).collect());
    let (parts, rules) = parts_apart(rules.iter().map(|rule| format!("{rule:?}")).collect());
    put("RULES", "Rule", rules);
    text.push_str(&parts);
    writeln!(text, "pub(super) static INDEX: &Index = &{:?};", index(true)).expect("writing to a string");
    writeln!(text, "pub(super) static OTHERS: &Index = &{:?};", index(false)).expect("writing to a string");
    text
}

/// The long strings of rules, and the files they go to: those that are read for every draft lie together, apart from
/// those that are read where something is found, so that a short run touches little memory.
const STRINGS: [(&str, &str, &str); 2] =
    [("PATTERN", "pattern: Text::Fixed(\"", "patterns.txt"), ("ROUGH", "rough: Text::Fixed(\"", "rough.txt")];

/// Puts the long strings of tables into files: the tables with a name in the place of each, and the files.
fn apart_from_strings(tables: &str) -> (String, Vec<(&'static str, String)>) {
    let (mut tables, mut files) = (tables.to_owned(), Vec::new());
    for (name, key, file) in STRINGS {
        let (mut own, mut text, mut items) = (String::new(), String::new(), String::new());
        let mut pieces = tables.split(key);
        own.push_str(pieces.next().unwrap_or_default());
        for (number, piece) in pieces.enumerate() {
            let (string, rest) = piece.split_once('"').expect("a string ends");
            assert!(!string.contains('\\'), "the stored form of an expression needs no escapes");
            let (start, end) = (text.len(), text.len() + string.len());
            text.push_str(string);
            writeln!(items, "const {name}_{number}: &str = part({name}, {start}, {end});")
                .expect("writing to a string");
            write!(own, "{}{name}_{number}{rest}", key.trim_end_matches('"')).expect("writing to a string");
        }
        writeln!(items, "static {name}: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/{file}\"));")
            .expect("writing to a string");
        tables = own + &items;
        files.push((file, text));
    }
    (tables, files)
}

/// From which length of a rule in bytes its parts are items of their own: a constant of ten megabytes takes the compiler
/// as many gigabytes.
const LONG: usize = 300_000;
/// What the parts of a rule stand behind.
const PARTS: [&str; 2] = ["sequences: Seq::Fixed(&[", "sets: Seq::Fixed(&["];

/// Makes items of the parts of long rules: the items, and the rules with the names of their parts.
fn parts_apart(rules: Vec<String>) -> (String, Vec<String>) {
    let mut items = String::new();
    let apart = |(number, rule): (usize, String)| {
        let key = PARTS.iter().filter(|_| rule.len() > LONG).find_map(|key| Some(rule.find(key)? + key.len()));
        let Some(start) = key else { return rule };
        let (mut names, mut at) = (String::new(), start);
        for part in 0.. {
            let end = at + part_end(&rule[at..]);
            let (of, _) = rule[at..end].split_once(' ').expect("a struct");
            writeln!(items, "const PART_{number}_{part}: {of} = {};", &rule[at..end]).expect("writing to a string");
            write!(names, "PART_{number}_{part},").expect("writing to a string");
            at = end;
            if !rule[at..].starts_with(", ") {
                break;
            }
            at += 2;
        }
        format!("{}{names}{}", &rule[..start], &rule[at..])
    };
    let rules = rules.into_iter().enumerate().map(apart).collect();
    (items, rules)
}

/// Where the first of several values that are written with commas between ends.
fn part_end(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' | b'(' => depth += 1,
            b',' | b']' if depth == 0 => return at,
            b'}' | b']' | b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
