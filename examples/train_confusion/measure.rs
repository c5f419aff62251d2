//! Measures on plain text of which nothing was learnt.

use crate::places::{Draft, found, read};
use copydesk::document::Case;
use copydesk::engine::kinds::confusion::model::{ConfusionModel, set_key};
use copydesk::engine::kinds::confusion::{Confusion, Leads, PAIRS, SLACK};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The leads of a set's other words: where the text is as it was, and where another word was written.
#[derive(Default)]
struct Counts {
    /// For each place its lead, which word was written, and what is there.
    right: Vec<(f32, usize, String)>,
    /// For each substitution the lead of the word that was there, which was written, and what is there.
    wrong: Vec<(f32, usize, String)>,
    /// How many right places are dismissed by their nearest neighbours, and how many substitutions that lead otherwise.
    dismissed: [usize; 2],
}

/// Measures every set on the files of a folder.
pub(crate) fn measure(
    bytes: &[u8],
    sets: &[Confusion],
    folder: &str,
    (small, show): (bool, usize),
    leads: Option<&str>,
) {
    let model = ConfusionModel::new(bytes).expect("a data file");
    let sentences = read(folder);
    println!("{folder}\nwritten: uses; recall at 0, 1, 2 alarms (odds); highest leads");
    let mut lines = String::new();
    for set in sets.iter().filter(|set| !set.words.is_empty()) {
        let mut counts = Counts::default();
        for draft in &sentences {
            if small {
                count_small(&model, set, draft, &mut counts);
                continue;
            }
            count(&model, set, draft, &mut counts);
        }
        report(set, &mut counts, show);
        let name = set.words.iter().map(|form| &*form.text).collect::<Vec<_>>().join("/");
        for (kind, found) in [("right", &counts.right), ("wrong", &counts.wrong)] {
            for (lead, written, text) in found.iter().filter(|(lead, ..)| kind == "wrong" || *lead > 0.0) {
                let _ = writeln!(lines, "{name}\t{}\t{kind}\t{lead:.2}\t{text}", &*set.words[*written].text);
            }
        }
    }
    if let Some(path) = leads {
        std::fs::write(path, lines).expect("the leads can be written");
    }
    if sets.iter().any(|set| set.words.is_empty()) {
        pairs(&model, &sentences, show);
    }
}

/// How a place looks to the model. `None` where the nearest neighbours dismiss it.
fn judge(leads: &Leads<'_>, draft: &Draft, start: usize, end: usize) -> Option<(usize, f32)> {
    let tags = std::cell::OnceCell::new();
    let tag = |index: usize| tags.get_or_init(|| draft.tags()).get(index).copied();
    leads.best(&draft.text, &draft.tokens, start, end, tag)
}

fn count(model: &ConfusionModel<'_>, set: &Confusion, draft: &Draft, counts: &mut Counts) {
    for (word, start, end) in found(set, &draft.tokens) {
        let case = draft.tokens[start].case;
        if case == Case::Upper || case == Case::Mixed || (case == Case::Capital && start > 0) {
            continue;
        }
        let is_joined = |index: usize| draft.tokens.get(index).is_some() && draft.word(index) == "-";
        let is_compound = is_joined(end) || (start > 0 && is_joined(start - 1));
        if set.is_one_of_many && (case != Case::Lower || is_compound) {
            continue;
        }
        let text = draft.around(start, end).replace(['\n', '\t'], " ");
        for written in 0..set.words.len() {
            let (changed, next) = draft.with(start, end, &set.words[written].text);
            let (count, slack) = (set.words.len(), f32::INFINITY);
            let leads = Leads {
                model,
                set: set.set,
                count,
                written,
                word: None,
                odds: 1.0,
                slack,
                early: None,
                many: set.is_one_of_many,
            };
            let (best, lead) = judge(&leads, &changed, start, next).expect("nothing is dismissed");
            let early = Some(model.early_limit(set.set, written));
            let dismissed = judge(&Leads { early, ..leads }, &changed, start, next).is_none();
            if written == word {
                counts.right.push((lead, written, text.clone()));
                counts.dismissed[0] += usize::from(dismissed);
            } else {
                let lead = if best == word { lead } else { -99.0 };
                counts.dismissed[1] += usize::from(dismissed && lead >= (set.odds_of(written).max(1) as f32).ln());
                counts.wrong.push((lead, written, text.clone()));
            }
        }
    }
}

/// From what odds leads of small words are of interest.
const ODDS_OF_SMALL: f32 = 300.0;

/// How many places of small words there are for one at which another is written.
const STEP: usize = 10;

/// The same for small words, as the program asks: of places that it dismisses, the lead is not known.
fn count_small(model: &ConfusionModel<'_>, set: &Confusion, draft: &Draft, counts: &mut Counts) {
    for (word, start, end) in found(set, &draft.tokens) {
        let is_joined = |index: usize| draft.tokens.get(index).is_some() && draft.word(index) == "-";
        if draft.tokens[start].case != Case::Lower || is_joined(end) || (start > 0 && is_joined(start - 1)) {
            continue;
        }
        for written in 0..set.words.len() {
            if written != word && !(start + draft.text.len()).is_multiple_of(STEP) {
                continue;
            }
            let (count, early) = (set.words.len(), Some(model.early_limit(set.set, written)));
            let (odds, slack) = (ODDS_OF_SMALL, SLACK);
            let leads = Leads { model, set: set.set, count, written, word: None, odds, slack, early, many: true };
            let found = if written == word {
                judge(&leads, draft, start, end)
            } else {
                let (changed, next) = draft.with(start, end, &set.words[written].text);
                judge(&leads, &changed, start, next)
            };
            let lead = found.filter(|(best, _)| written == word || *best == word).map_or(-99.0, |(_, lead)| lead);
            let text = if lead < 0.0 { String::new() } else { draft.around(start, end).replace(['\n', '\t'], " ") };
            counts.dismissed[usize::from(written != word)] += usize::from(lead < -90.0);
            let kind = if written == word { &mut counts.right } else { &mut counts.wrong };
            kind.push((lead, written, text));
        }
    }
}

fn report(set: &Confusion, counts: &mut Counts, show: usize) {
    counts.right.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!(
        "{}: {} of {} places dismissed early, {} of {} substitutions",
        &*set.words[0].text,
        counts.dismissed[0],
        counts.right.len(),
        counts.dismissed[1],
        counts.wrong.len()
    );
    for written in 0..set.words.len() {
        let right: Vec<_> = counts.right.iter().filter(|(_, own, _)| *own == written).collect();
        let wrong: Vec<f32> =
            counts.wrong.iter().filter(|(_, own, _)| *own == written).map(|(lead, ..)| *lead).collect();
        let limits = [0, 1, 2].map(|alarms| right.get(alarms).map_or(f32::MIN, |(lead, ..)| *lead).max(0.0));
        println!(
            "{:8} {:5} uses, {:5} substituted: {}",
            &*set.words[written].text,
            right.len(),
            wrong.len(),
            limits.map(|limit| share(&wrong, limit)).join(" ")
        );
        for (lead, _, text) in right.iter().take(show) {
            println!("      {lead:6.2} {text}");
        }
    }
}

/// What share of substitutions lead by more than a limit, and the odds of the limit.
fn share(leads: &[f32], limit: f32) -> String {
    let caught = leads.iter().filter(|lead| **lead > limit).count();
    format!("{:5.1} ({:.0})", caught as f32 * 100.0 / leads.len().max(1) as f32, limit.exp())
}

/// The kind of place where an adjective or adverb stands.
fn kind_of(tags: &[copydesk::document::Tag], index: usize) -> &'static str {
    match (index, tags.get(index + 1).map_or("", |tag| tag.upos().name())) {
        (0, _) => "head",
        (_, "PUNCT") => "before a mark",
        (_, "VERB" | "AUX") => "before a verb",
        (_, "ADJ" | "ADV" | "ADP" | "NUM") => "before an adjective",
        (_, "NOUN" | "PROPN") => "before a noun",
        _ => "elsewhere",
    }
}

/// Measures adjectives and adverbs: adverbs with the adjective written, and adjectives as they are.
fn pairs(model: &ConfusionModel<'_>, sentences: &[Draft], show: usize) {
    let pairs = crate::pairs::listed();
    let adjectives: std::collections::BTreeSet<&str> = pairs.values().map(String::as_str).collect();
    let mut found: BTreeMap<(&str, bool), Vec<(f32, String)>> = BTreeMap::new();
    for draft in sentences {
        for index in 0..draft.tokens.len() {
            let word = draft.word(index);
            let capital = draft.tokens[index].case != Case::Lower && index > 0;
            let adverb = pairs.get(&word);
            if capital || (adverb.is_none() && !adjectives.contains(&*word)) {
                continue;
            }
            let (changed, next) = draft.with(index, index + 1, adverb.unwrap_or(&word));
            let (set, word) = (set_key(PAIRS.into_iter()), Some(changed.tokens[index].word));
            let slack = f32::INFINITY;
            let leads = Leads { model, set, count: 2, written: 0, word, odds: 1.0, slack, early: None, many: false };
            let lead = judge(&leads, &changed, index, next).map_or(f32::MIN, |(_, lead)| lead);
            let text = draft.around(index, index + 1).to_owned();
            found.entry((kind_of(&changed.tags(), index), adverb.is_some())).or_default().push((lead, text));
        }
    }
    for kind in ["head", "before a mark", "before a verb", "before an adjective", "before a noun", "elsewhere"] {
        let mut right = found.remove(&(kind, false)).unwrap_or_default();
        let wrong: Vec<f32> = found.remove(&(kind, true)).unwrap_or_default().iter().map(|(lead, _)| *lead).collect();
        right.sort_by(|a, b| b.0.total_cmp(&a.0));
        let limits = [0, 1, 2, 5].map(|alarms| right.get(alarms).map_or(f32::MIN, |(lead, _)| *lead).max(0.0));
        let shares = limits.map(|limit| share(&wrong, limit)).join(" ");
        println!("{kind}: {} adjectives, {} adverbs stripped: {shares}", right.len(), wrong.len());
        for (lead, text) in right.iter().take(show) {
            println!("      {lead:6.2} {text}");
        }
    }
}
