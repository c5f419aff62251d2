//! Each stage of a check over copy that the bench makes itself, the same every time.

use copydesk::checker::Checker;
use copydesk::document::{Document, Needs, Tagger};
use copydesk::input::{INPUTS, Input};
use copydesk::report::{FORMATS, Style};
use copydesk::source::Source;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::sync::Arc;

fn main() {
    divan::main();
}

const NAMES: [&str; 6] =
    ["Elena Marchetti", "Tomas Reyes", "Ingrid Vale", "Samuel Okoro", "Dana Quill", "Piet Halloran"];
const PLACES: [&str; 4] = ["Port Lyle", "Alder Valley", "Skerrow", "Castor City"];
const SENTENCES: [&str; 6] = [
    "The council of {place} approved $4.2 million for a new ferry pier on Tuesday, nine years after the old one sank.",
    "“Nobody walks on a pier that I would not let my own children walk on,” {name} said.",
    "{name}, who runs the largest orchard in {place}, said smoke had kept the air just above freezing until dawn.",
    "A third of the 1,100 homes there have no power, and it’s not clear when the lines will be mended.",
    "“We asked for this money four years ago,” said {name}, a former member of the board. “It was refused.”",
    "The report, published in March, found that the county had not checked its bridges since 2011.",
];

/// A story of about this many bytes: a headline, a byline, paragraphs of three sentences.
fn story(bytes: usize, seed: usize) -> String {
    let mut text = String::from("Ferry pier to close after inspectors find cracks\n\nBy Dana Quill\n\n");
    let mut at = seed;
    while text.len() < bytes {
        for step in 0..3 {
            let sentence = SENTENCES[(at + step * 5) % SENTENCES.len()];
            let sentence = sentence.replace("{name}", NAMES[(at + step) % NAMES.len()]);
            text.push_str(&sentence.replace("{place}", PLACES[(at / 3 + step) % PLACES.len()]));
            text.push(' ');
        }
        text.push_str("\n\n");
        at += 7;
    }
    text
}

fn inputs() -> [&'static dyn Input; INPUTS.len()] {
    INPUTS
}

#[divan::bench(args = [0, 1, 2])]
fn read(bencher: Bencher<'_, '_>, input: usize) {
    let text = story(200_000, 1);
    bencher.counter(BytesCount::of_str(&text)).bench(|| inputs()[input].read(&text));
}

#[divan::bench(args = [false, true])]
fn document(bencher: Bencher<'_, '_>, every_layer: bool) {
    let checker = Checker::with_defaults();
    let source = Arc::new(Source::new("story.txt", story(200_000, 2)));
    let needs = if every_layer { Needs::ALL } else { Needs::default() };
    bencher.counter(BytesCount::of_str(source.text())).bench(|| {
        let draft = inputs()[0].read(source.text());
        Document::new(Arc::clone(&source), draft, "text", checker.rules().lists(), needs)
    });
}

/// The parts of speech of all tokens. The tagger keeps what it has read of words, as in a run over many drafts.
#[divan::bench]
fn tags(bencher: Bencher<'_, '_>) {
    let checker = Checker::with_defaults();
    let source = Arc::new(Source::new("story.txt", story(200_000, 4)));
    let draft = inputs()[0].read(source.text());
    let document = Document::new(source, draft, "text", checker.rules().lists(), Needs::default());
    let tagger = Tagger::embedded();
    bencher.counter(ItemsCount::new(document.tokens.len())).with_inputs(|| document.tokens.clone()).bench_values(
        |mut tokens| {
            for sentence in &document.sentences {
                let own = sentence.tokens.start as usize..sentence.tokens.end as usize;
                tagger.tag(&document.text, &mut tokens[own]);
            }
            tokens
        },
    );
}

#[divan::bench(args = [5_000, 200_000, 5_000_000])]
fn check(bencher: Bencher<'_, '_>, bytes: usize) {
    let checker = Checker::with_defaults();
    let source = Arc::new(Source::new("story.txt", story(bytes, 3)));
    bencher.counter(BytesCount::of_str(source.text())).bench(|| checker.check(Arc::clone(&source), inputs()[0]));
}

#[divan::bench]
fn start() -> Checker {
    Checker::with_defaults()
}

#[divan::bench(args = [0, 1, 2, 3])]
fn report(bencher: Bencher<'_, '_>, format: usize) {
    let checker = Checker::with_defaults();
    let text = "The council met. It could of been worse, and the the mayor left.\n\n".repeat(500);
    let checked = checker.check(Arc::new(Source::new("story.txt", text)), inputs()[0]);
    let style = Style { show_all: true, ..Style::default() };
    bencher.bench(|| {
        let mut out = Vec::new();
        (FORMATS[format].output)(style).file(&mut out, &checked).map(|()| out)
    });
}
