//! Trains the model of confused words from treebanks in CoNLL-U and writes its data file. The same input gives the same
//! bytes. The sets are those of `rules/confusion.toml`.
//!
//! ```text
//! cargo run --release --example train_confusion -- --out model/confusion.bin --train A.conllu B.conllu --text FOLDER
//! ```
//!
//! `--text` measures on a folder of plain text, of which nothing is learnt: by how much the other words of each set lead
//! where they should not, and how many substitutions are caught at which odds.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

#[path = "../train_tagger/data_file.rs"]
mod data_file;
#[path = "pack.rs"]
mod file;
mod groups;
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
use treebank::Sentence;

/// In how many parts the documents are cut: what the lower layer expects in a part is learnt from the others.
const FOLDS: usize = 5;

/// The file that names the sets.
const SETS: &str = "rules/confusion.toml";

/// The sets of the rules.
fn sets() -> Vec<Confusion> {
    let text = std::fs::read_to_string(SETS).expect("the file that names the sets");
    let (pack, problems) = pack::read(&Arc::new(Source::new(SETS, text)));
    assert!(problems.is_empty(), "{SETS}: {}", problems[0].message);
    let sets = pack.rules.into_iter().filter_map(|rule| match rule.data {
        Data::Confusion(set) => Some(set),
        _ => None,
    });
    sets.collect()
}

fn main() {
    let (mut train, mut text, mut out) = (Vec::new(), Vec::new(), None);
    let (mut mode, mut show) = (String::new(), 0);
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") {
            mode = argument;
            continue;
        }
        match &*mode {
            "--train" => train.push(argument),
            "--text" => text.push(argument),
            "--show" => show = argument.parse().expect("a number"),
            _ => out = Some(argument),
        }
    }
    let bytes = match &out {
        Some(out) if !train.is_empty() => {
            let bytes = learn(&train);
            std::fs::write(out, &bytes).expect("the data file can be written");
            println!("{out}: {} bytes, FNV-1a {:016x}", bytes.len(), data_file::fnv(&bytes));
            bytes
        }
        Some(out) => std::fs::read(out).expect("a data file"),
        None => std::fs::read("model/confusion.bin").expect("the data file"),
    };
    for folder in &text {
        measure::measure(&bytes, folder, show);
    }
}

/// The data file of what the treebanks teach.
fn learn(paths: &[String]) -> Vec<u8> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        let read = treebank::read(path);
        sentences.extend(
            read.into_iter().map(|sentence| Sentence { document: sentence.document * 16 + number, ..sentence }),
        );
    }
    let fold = |sentence: &Sentence| (sentence.document / 16 + sentence.document) % FOLDS;
    let folds: Vec<groups::Groups> = (0..FOLDS)
        .map(|out| {
            let unseen = sentences.iter().filter(|sentence| fold(sentence) == out);
            groups::learn(sentences.iter().filter(|sentence| fold(sentence) != out), unseen)
        })
        .collect();
    let whole = groups::learn(sentences.iter(), std::iter::empty());
    let mut learnt = BTreeMap::new();
    for set in sets() {
        let places = words::places(&set, &sentences, |sentence| &folds[fold(sentence)]);
        let name = set.words.iter().map(|form| &*form.text).collect::<Vec<_>>().join("/");
        learnt.insert(set.set, words::learn(&name, set.words.len(), set.words.len(), &places));
    }
    let places = pairs::places(&sentences, |sentence| &folds[fold(sentence)]);
    learnt.insert(set_key(PAIRS.into_iter()), words::learn("adjective/adverb", 2, 1, &places));
    file::pack(&whole, &learnt)
}
