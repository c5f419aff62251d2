//! Measures on plain text of which nothing was learnt.

use crate::places::{Draft, found};
use crate::sets;
use copydesk::checker::Checker;
use copydesk::document::Case;
use copydesk::engine::kinds::confusion::model::{ConfusionModel, set_key};
use copydesk::engine::kinds::confusion::{Confusion, Leads, PAIRS};
use copydesk::input::INPUTS;
use copydesk::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every lead is of interest here.
const LEAST: f32 = 0.0;
const ALL: [f32; 3] = [f32::INFINITY; 3];

/// The leads of a set's other words: where the text is as it was, and where another word was written.
#[derive(Default)]
struct Counts {
    /// For each place its lead, which word was written, and what is there.
    right: Vec<(f32, usize, String)>,
    /// For each substitution the lead of the word that was there, and which was written.
    wrong: Vec<(f32, usize)>,
}

/// Measures every set on the files of a folder.
pub(crate) fn measure(bytes: &[u8], folder: &str, show: usize) {
    let model = ConfusionModel::new(bytes).expect("a data file");
    let (sentences, words) = read(folder);
    println!("{folder}: {words} words");
    println!("set / written: uses; recall at 0, 1, 2 alarms (odds); highest leads");
    for set in sets() {
        let mut counts = Counts::default();
        for draft in &sentences {
            count(&model, &set, draft, &mut counts);
        }
        report(&set, &mut counts, show);
    }
    pairs(&model, &sentences, show);
    stages(&model, &sentences);
}

/// How many places go through the stages of judgment, and how many substitutions are lost there, at the odds of the rules.
fn stages(model: &ConfusionModel<'_>, sentences: &[Draft]) {
    for slack in [[7.0, 6.0, 3.0], [7.0, 6.0, 2.0], [7.0, 5.0, 3.0], [7.0, 4.0, 3.0], [6.5, 5.0, 3.0], ALL] {
        let (mut all, mut tagged, mut whole, mut caught, mut changes) = (0, 0, 0, 0, 0);
        for set in sets() {
            for draft in sentences {
                for (word, start, end) in found(&set, &draft.tokens) {
                    for written in 0..set.words.len() {
                        let least = (set.odds_of(written) as f32).ln();
                        let (changed, next) = draft.with(start, end, &set.words[written].text);
                        let leads =
                            Leads { model, set: set.set, count: set.words.len(), written, word: None, least, slack };
                        let asked = std::cell::OnceCell::new();
                        let tag = |index: usize| asked.get_or_init(|| changed.tags()).get(index).copied();
                        let (best, lead) = leads.best(&changed.text, &changed.tokens, start, next, tag);
                        if word == written {
                            all += 1;
                            tagged += usize::from(asked.get().is_some());
                            let near = Leads { slack: [slack[0], f32::NEG_INFINITY, 0.0], ..leads };
                            whole += usize::from(
                                near.best(&changed.text, &changed.tokens, start, next, |_| None).1 < least - slack[0],
                            );
                        } else {
                            changes += 1;
                            caught += usize::from(best == word && lead >= least);
                        }
                    }
                }
            }
        }
        println!("slack {slack:?}: {all} places, {whole} end early, {tagged} tagged; {caught} of {changes} caught");
    }
}

/// Measures adjectives and adverbs: adverbs with the adjective written, and adjectives as they are.
fn pairs(model: &ConfusionModel<'_>, sentences: &[Draft], show: usize) {
    let pairs = crate::pairs::pairs(&[]);
    let set = set_key(PAIRS.into_iter());
    let mut found: BTreeMap<(&str, bool), Vec<(f32, String)>> = BTreeMap::new();
    for draft in sentences {
        for index in 0..draft.tokens.len() {
            let word = draft.text[draft.tokens[index].span.range()].to_lowercase();
            let capital = draft.tokens[index].case != Case::Lower && index > 0;
            let adverb = pairs.get(&word);
            if capital || (adverb.is_none() && !pairs.values().any(|adjective| *adjective == word)) {
                continue;
            }
            let (changed, next) = draft.with(index, index + 1, adverb.unwrap_or(&word));
            let tags = changed.tags();
            let leads = Leads {
                model,
                set,
                count: 2,
                written: 0,
                word: Some(changed.tokens[index].word),
                least: LEAST,
                slack: ALL,
            };
            let tag = |index: usize| tags.get(index).copied();
            let (_, lead) = leads.best(&changed.text, &changed.tokens, index, next, tag);
            let after = tags.get(index + 1).map_or("", |tag| tag.upos().name());
            let place = match (index, after) {
                (0, _) => "head",
                (_, "PUNCT") => "before a mark",
                (_, "VERB" | "AUX") => "before a verb",
                (_, "ADJ" | "ADV" | "ADP" | "NUM") => "before an adjective",
                (_, "NOUN" | "PROPN") => "before a noun",
                _ => "elsewhere",
            };
            let from = draft.tokens[index.saturating_sub(6)].span.start as usize;
            let to = draft.tokens[(index + 7).min(draft.tokens.len()) - 1].span.end as usize;
            found.entry((place, adverb.is_some())).or_default().push((lead, draft.text[from..to].to_owned()));
        }
    }
    for place in ["head", "before a mark", "before a verb", "before an adjective", "before a noun", "elsewhere"] {
        let mut right = found.remove(&(place, false)).unwrap_or_default();
        let wrong = found.remove(&(place, true)).unwrap_or_default();
        right.sort_by(|a, b| b.0.total_cmp(&a.0));
        let recall = |alarms: usize| {
            let limit = right.get(alarms).map_or(f32::MIN, |(lead, ..)| *lead).max(0.0);
            let caught = wrong.iter().filter(|(lead, _)| *lead > limit).count();
            format!("{:5.1} ({:.0})", caught as f32 * 100.0 / wrong.len().max(1) as f32, limit.exp())
        };
        println!(
            "{place}: {} adjectives, {} adverbs stripped: {} {} {}",
            right.len(),
            wrong.len(),
            recall(0),
            recall(1),
            recall(2)
        );
        for (lead, text) in right.iter().take(show) {
            println!("      {lead:6.2} {text}");
        }
    }
}

/// The sentences of a folder.
fn read(folder: &str) -> (Vec<Draft>, usize) {
    let checker = Checker::with_defaults();
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let (mut sentences, mut words) = (Vec::new(), 0);
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let text = std::fs::read_to_string(path).expect("a text in UTF-8");
        words += text.split_whitespace().count();
        let input = INPUTS.iter().find(|input| input.name() == "text").expect("plain text");
        let document = checker.parse(Arc::new(Source::new("text", text)), *input);
        for sentence in &document.sentences {
            let tokens = document.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize].to_vec();
            let mut draft = Draft { text: document.slice(sentence.text).to_owned(), tokens };
            for token in &mut draft.tokens {
                token.span.start -= sentence.text.start;
                token.span.end -= sentence.text.start;
                token.tag = copydesk::document::Tag::Unknown;
            }
            sentences.push(draft);
        }
    }
    (sentences, words)
}

fn count(model: &ConfusionModel<'_>, set: &Confusion, draft: &Draft, counts: &mut Counts) {
    for (word, start, end) in found(set, &draft.tokens) {
        let case = draft.tokens[start].case;
        if case == Case::Upper || case == Case::Mixed || (case == Case::Capital && start > 0) {
            continue;
        }
        for written in 0..set.words.len() {
            let (changed, next) = draft.with(start, end, &set.words[written].text);
            let mut tags = None;
            let tags_cell = std::cell::RefCell::new(&mut tags);
            let tag = |index: usize| {
                let mut known = tags_cell.borrow_mut();
                let tags: &Vec<_> = known.get_or_insert_with(|| changed.tags());
                tags.get(index).copied()
            };
            let leads =
                Leads { model, set: set.set, count: set.words.len(), written, word: None, least: LEAST, slack: ALL };
            let (best, lead) = leads.best(&changed.text, &changed.tokens, start, next, tag);
            if written == word {
                let from = draft.tokens[start.saturating_sub(6)].span.start as usize;
                let to = draft.tokens[(end + 6).min(draft.tokens.len()) - 1].span.end as usize;
                counts.right.push((lead, written, draft.text[from..to].to_owned()));
            } else {
                counts.wrong.push((if best == word { lead } else { f32::MIN }, written));
            }
        }
    }
}

fn report(set: &Confusion, counts: &mut Counts, show: usize) {
    let slips = std::env::var("SLIPS").unwrap_or_default();
    counts.right.retain(|(_, _, text)| !slips.split('|').any(|slip| !slip.is_empty() && text.contains(slip)));
    counts.right.sort_by(|a, b| b.0.total_cmp(&a.0));
    for written in 0..set.words.len() {
        let right: Vec<_> = counts.right.iter().filter(|(_, own, _)| *own == written).collect();
        let wrong: Vec<f32> = counts.wrong.iter().filter(|(_, own)| *own == written).map(|(lead, _)| *lead).collect();
        let recall = |alarms: usize| {
            let limit = right.get(alarms).map_or(f32::MIN, |(lead, ..)| *lead).max(0.0);
            let caught = wrong.iter().filter(|lead| **lead > limit).count();
            format!("{:5.1} ({:.0})", caught as f32 * 100.0 / wrong.len().max(1) as f32, limit.exp())
        };
        println!(
            "{:8} {:5} uses, {:5} substituted: {} {} {}",
            &*set.words[written].text,
            right.len(),
            wrong.len(),
            recall(0),
            recall(1),
            recall(2)
        );
        let at = |odds: f32| {
            let alarms = right.iter().filter(|(lead, ..)| *lead >= odds.ln()).count();
            let caught = wrong.iter().filter(|lead| **lead >= odds.ln()).count();
            format!("{odds}: {:.0}/{alarms}", caught as f32 * 100.0 / wrong.len().max(1) as f32)
        };
        println!("      {}", [3.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 5000.0].map(at).join("  "));
        for (lead, _, text) in right.iter().take(show) {
            println!("      {lead:6.2} {text}");
        }
    }
}
