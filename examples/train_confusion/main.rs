//! Trains the model of confused words from treebanks in CoNLL-U and plain text, and writes its data file. The same input
//! gives the same bytes. The sets are those of `rules/confusion.toml`.
//!
//! ```text
//! cargo run --release --example train_confusion -- --out model/confusion.bin --train A.conllu FOLDER --text FOLDER
//! ```
//!
//! With `--sets rules/wrong-word.toml` it trains the many sets of that rule instead, with fewer features for each.
//!
//! `--text` measures on a folder of plain text, of which nothing is learnt: by how much the other words of each set lead
//! where they should not, and how many substitutions are caught at which odds. `--leads FILE` writes each lead.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

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

use copydesk::engine::kinds::Data;
use copydesk::engine::kinds::confusion::model::set_key;
use copydesk::engine::kinds::confusion::{Confusion, PAIRS};
use copydesk::engine::pack;
use copydesk::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The odds from which an adverb for an adjective is of interest.
const PAIR_ODDS: u32 = 100;

/// The same for one of many sets, whatever odds its rule asks for.
const ODDS_OF_MANY: u32 = 1000;

/// The file that names the sets.
const SETS: &str = "rules/confusion.toml";

/// The sets of the rules of a file: where they are rules of their own, after that of all adjectives and adverbs.
fn sets(path: &str) -> Vec<Confusion> {
    let text = std::fs::read_to_string(path).expect("the file that names the sets");
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
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") {
            mode = argument;
            continue;
        }
        match &*mode {
            "--train" => train.push(argument),
            "--text" => text.push(argument),
            "--sets" => path = argument,
            "--leads" => leads = Some(argument),
            "--show" => show = argument.parse().expect("a number"),
            _ => out = Some(argument),
        }
    }
    let bytes = match &out {
        Some(out) if !train.is_empty() => {
            let bytes = learn(&sets(&path), &train);
            std::fs::write(out, &bytes).expect("the data file can be written");
            println!("{out}: {} bytes, FNV-1a {:016x}", bytes.len(), data_file::fnv(&bytes));
            bytes
        }
        Some(out) => std::fs::read(out).expect("a data file"),
        None => std::fs::read("model/confusion.bin").expect("the data file"),
    };
    for folder in &text {
        measure::measure(&bytes, &sets(&path), folder, show, leads.as_deref());
    }
}

/// The data file of what the texts teach. Two sets are learnt at a time.
fn learn(sets: &[Confusion], paths: &[String]) -> Vec<u8> {
    let drafts: Vec<places::Draft> = paths.iter().flat_map(|path| places::read(path)).collect();
    eprintln!("{} sentences", drafts.len());
    let (one, other) = std::thread::scope(|scope| {
        let some = |first: usize| {
            let drafts = &drafts;
            move || sets.iter().skip(first).step_by(2).map(|set| learn_set(set, drafts)).collect::<Vec<_>>()
        };
        let (one, other) = (scope.spawn(some(0)), scope.spawn(some(1)));
        (one.join().expect("a set is learnt"), other.join().expect("a set is learnt"))
    });
    let learnt: BTreeMap<u64, words::Learnt> = one.into_iter().chain(other).collect();
    file::pack(&learnt)
}

fn learn_set(set: &Confusion, drafts: &[places::Draft]) -> (u64, words::Learnt) {
    if set.words.is_empty() {
        let kept = words::KEPT.map(|count| count * 2);
        return (set.set, words::learn("adjective/adverb", 2, kept, |_| PAIR_ODDS, &pairs::places(drafts)));
    }
    let name = set.words.iter().map(|form| &*form.text).collect::<Vec<_>>().join("/");
    let kept = if set.is_one_of_many { words::KEPT_OF_MANY } else { words::KEPT };
    let odds = |word| if set.is_one_of_many { ODDS_OF_MANY } else { set.odds_of(word) };
    (set.set, words::learn(&name, set.words.len(), kept, odds, &words::places(set, drafts)))
}
