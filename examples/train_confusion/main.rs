//! Trains the model of confused words from treebanks in CoNLL-U and plain text, and writes its data file. The same input
//! gives the same bytes. The sets are those of `rules/confusion.toml`.
//!
//! ```text
//! cargo run --release --example train_confusion -- --out model/confusion.bin --train A.conllu FOLDER --text FOLDER
//! ```
//!
//! With `--classes FILE` it learns the classes of words of the texts instead, and writes them.
//!
//! With `--sets rules/wrong-word.toml` it trains the many sets of that rule instead, with fewer features for each.
//!
//! With `--small` beside it, those of small words, `--sets rules/small-slip.toml`: from more places, with more features.
//!
//! `--folds FILE` writes by how much the other words of each set lead at the places that are learnt from, by what the other
//! half of the places teaches.
//!
//! `--text` measures on a folder of plain text, of which nothing is learnt: by how much the other words of each set lead
//! where they should not, and how many substitutions are caught at which odds. `--leads FILE` writes each lead.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

mod classes;
#[path = "../train_tagger/data_file.rs"]
mod data_file;
#[path = "pack.rs"]
mod file;
mod measure;
mod pairs;
mod places;
mod softmax;
#[allow(dead_code)]
#[path = "../train_tagger/treebank.rs"]
mod treebank;
mod words;

use copydesk::document::tokens;
use copydesk::engine::kinds::Data;
use copydesk::engine::kinds::confusion::classes::MAGIC;
use copydesk::engine::kinds::confusion::model::set_key;
use copydesk::engine::kinds::confusion::{Confusion, PAIRS};
use copydesk::engine::pack;
use copydesk::list::{Form, word_hash};
use copydesk::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The odds from which an adverb for an adjective is of interest.
const PAIR_ODDS: u64 = 100;

/// The file that names the sets.
const SETS: &str = "rules/confusion.toml";

/// The set of a line of `sets`. Such a rule cannot be read before all its sets are learnt.
fn one_of_many(line: &str) -> Option<Confusion> {
    let (words, rest) = line.trim().strip_prefix("{ words = [")?.split_once(']')?;
    let numbers = rest.split_once('[')?.1.split_once(']')?.0;
    let odds: Vec<u64> = numbers.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let words: Vec<Form> = words.split(',').map(|word| tokens::form(word.trim().trim_matches('"'))).collect();
    let set = set_key(words.iter().map(|form| &*form.text));
    Some(Confusion { words: words.into(), odds: odds.into(), set, is_one_of_many: true, ..Confusion::default() })
}

/// The sets of the rules of a file: where they are rules of their own, after that of all adjectives and adverbs.
fn sets(path: &str) -> Vec<Confusion> {
    let text = std::fs::read_to_string(path).expect("the file that names the sets");
    let many: Vec<Confusion> = text.lines().filter_map(one_of_many).collect();
    if !many.is_empty() {
        return many;
    }
    let (pack, mut problems) = pack::read(&Arc::new(Source::new(path, text)));
    // A set that is still to be learnt is none.
    problems.retain(|problem| problem.message != "the model knows no such set");
    assert!(problems.is_empty(), "{path}: {}", problems[0].message);
    let mut sets = Vec::new();
    for rule in pack.rules {
        match rule.data {
            Data::Confusion(set) if set.sets.is_empty() => sets.push(set),
            Data::Confusion(many) => sets.extend(many.sets.iter().cloned()),
            _ => {}
        }
    }
    if sets.iter().any(|set| !set.is_one_of_many) {
        sets.insert(0, Confusion { set: set_key(PAIRS.into_iter()), ..Confusion::default() });
    }
    sets
}

fn main() {
    let (mut train, mut text, mut out) = (Vec::new(), Vec::new(), None);
    let (mut mode, mut show, mut leads, mut path) = (String::new(), 0, None, SETS.to_owned());
    let (mut folds, mut word_classes, mut small) = (None, None, false);
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") {
            small |= argument == "--small";
            mode = argument;
            continue;
        }
        match &*mode {
            "--train" => train.push(argument),
            "--text" => text.push(argument),
            "--sets" => path = argument,
            "--leads" => leads = Some(argument),
            "--folds" => folds = Some(argument),
            "--classes" => word_classes = Some(argument),
            "--show" => show = argument.parse().expect("a number"),
            _ => out = Some(argument),
        }
    }
    if let Some(out) = word_classes {
        write(&out, &learn_classes(&train));
        return;
    }
    let bytes = match &out {
        Some(out) if !train.is_empty() => {
            let bytes = learn(&sets(&path), small, &train, folds.as_deref());
            write(out, &bytes);
            bytes
        }
        Some(out) => std::fs::read(out).expect("a data file"),
        None => std::fs::read("model/confusion.bin").expect("the data file"),
    };
    for folder in &text {
        measure::measure(&bytes, &sets(&path), folder, (small, show), leads.as_deref());
    }
}

fn write(out: &str, bytes: &[u8]) {
    std::fs::write(out, bytes).expect("the data file can be written");
    println!("{out}: {} bytes, FNV-1a {:016x}", bytes.len(), data_file::fnv(bytes));
}

/// The data file of the classes of words in the texts of some folders.
fn learn_classes(folders: &[String]) -> Vec<u8> {
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("a folder").flatten())
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).expect("a text in UTF-8")).collect();
    let mut classes = BTreeMap::new();
    for (word, class) in classes::learn(&texts) {
        // Apostrophes of other shapes are the same word.
        classes.entry(word_hash(&word)).or_insert_with(|| vec![class]);
    }
    data_file::file(MAGIC, &data_file::table(&classes))
}

/// The data file of what the texts teach. Two sets are learnt at a time.
fn learn(sets: &[Confusion], small: bool, paths: &[String], folds: Option<&str>) -> Vec<u8> {
    let drafts: Vec<places::Draft> = paths.iter().flat_map(|path| places::read(path)).collect();
    eprintln!("{} sentences", drafts.len());
    let leads = std::sync::Mutex::new(BTreeMap::new());
    let (one, other) = std::thread::scope(|scope| {
        let some = |first: usize| {
            let (drafts, leads) = (&drafts, &leads);
            let learn_one = move |set: &Confusion| {
                let places = if folds.is_some() { words::places(set, words::MANY.places, drafts) } else { Vec::new() };
                if folds.is_some() {
                    leads
                        .lock()
                        .expect("no thread failed")
                        .insert(set.set, words::leads(set, words::MANY.kept[0], &places));
                }
                learn_set(set, small, drafts)
            };
            move || sets.iter().skip(first).step_by(2).map(learn_one).collect::<Vec<_>>()
        };
        let (one, other) = (scope.spawn(some(0)), scope.spawn(some(1)));
        (one.join().expect("a set is learnt"), other.join().expect("a set is learnt"))
    });
    if let Some(folds) = folds {
        let leads: Vec<String> = leads.into_inner().expect("no thread failed").into_values().collect();
        std::fs::write(folds, leads.concat()).expect("the leads can be written");
    }
    let learnt: BTreeMap<u64, words::Learnt> = one.into_iter().chain(other).collect();
    file::pack(&learnt)
}

fn learn_set(set: &Confusion, small: bool, drafts: &[places::Draft]) -> (u64, words::Learnt) {
    if set.words.is_empty() {
        let size = words::Size { kept: words::FEW.kept.map(|count| count * 2), ..words::FEW };
        return (set.set, words::learn("adjective/adverb", 2, size, |_| PAIR_ODDS, &pairs::places(drafts)));
    }
    let name = set.words.iter().map(|form| &*form.text).collect::<Vec<_>>().join("/");
    let size = match set.is_one_of_many {
        true if small => words::SMALL,
        true => words::MANY,
        false => words::FEW,
    };
    let odds = |word| if small { size.odds } else { set.odds_of(word).max(size.odds) };
    let places = words::places(set, size.places, drafts);
    (set.set, words::learn(&name, set.words.len(), size, odds, &places))
}
