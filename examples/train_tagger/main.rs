//! Trains the tagger from treebanks in CoNLL-U and writes its data file. The same input gives the same bytes.
//!
//! ```text
//! cargo run --release --example train_tagger -- --out model/tagger.bin --train A.conllu B.conllu --dev C.conllu
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod data_file;
mod learn;
mod lemmas;
mod pack;
mod score;
mod treebank;

use std::collections::HashMap;
use treebank::Sentence;

/// Numbers that steer the training; `name=value` on the command line changes one.
pub(crate) struct Settings(HashMap<&'static str, f64>);

const DEFAULTS: [(&str, f64); 11] = [
    // How often each run goes through the sentences, and how many runs are summed up.
    ("epochs", 6.0),
    ("runs", 8.0),
    // By how much the right tag must lead for nothing to be learnt.
    ("margin", 0.0),
    // How often a feature of a word must be met to be weighed.
    ("min_count", 2.0),
    // How many weights are kept, the heaviest, and by how much they are multiplied before they are rounded to a byte.
    ("weights", 100e3),
    ("scale", 4.0),
    // In how many parts the documents are cut for the lexica of training.
    ("folds", 10.0),
    // How often a word must be met, and with what share of one tag, to be sure.
    ("sure_count", 10.0),
    ("sure_share", 0.995),
    // The least share of a tag that belongs to a word's class.
    ("class_share", 0.05),
    // How often a word must be met to be in the lexicon.
    ("lexicon_count", 1.0),
];

impl Settings {
    fn get(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or_default()
    }
}

fn main() {
    let mut settings = Settings(DEFAULTS.into_iter().collect());
    let (mut train, mut dev, mut out) = (Vec::new(), Vec::new(), String::from("model/tagger.bin"));
    let mut mode = String::new();
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") {
            mode = argument;
        } else if let Some((name, value)) = argument.split_once('=') {
            let known = settings.0.iter_mut().find(|(known, _)| **known == name).expect("a setting that is known");
            *known.1 = value.parse().expect("a number");
        } else {
            match &*mode {
                "--train" => train.push(argument),
                "--dev" => dev.push(argument),
                _ => out = argument,
            }
        }
    }
    let sentences: Vec<Sentence> = train.iter().flat_map(|path| treebank::read(path)).collect();
    let learnt = learn::learn(&sentences, &settings);
    let bytes = file(&learnt, &sentences, &settings);
    std::fs::write(&out, &bytes).expect("the data file can be written");
    println!("{out}: {} bytes, FNV-1a {:016x}", bytes.len(), data_file::fnv(&bytes));
    for (number, path) in dev.iter().enumerate() {
        println!("{path}: {}", score::score(&bytes, number as u64 + 2, &treebank::read(path)));
    }
}

/// The data file: what is learnt, and the lemmas that the rules and the lexicon in it get wrong.
fn file(learnt: &learn::Learnt, sentences: &[Sentence], settings: &Settings) -> Vec<u8> {
    let bare = pack::pack(learnt, &std::collections::BTreeMap::new(), settings);
    pack::pack(learnt, &lemmas::exceptions(sentences, &bare), settings)
}
