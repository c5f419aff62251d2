//! Learns the lexicon and the weights: an averaged perceptron.

use crate::Settings;
use crate::treebank::Sentence;
use copydesk::document::tagger::lexicon::{Class, Lexicon, entry_key};
use copydesk::document::tagger::tag::SCORED;
use copydesk::document::tagger::{Tag, decided_alone, features};
use copydesk::document::tokens::Case;
use std::collections::{BTreeMap, HashMap};

/// What is learnt.
pub struct Learnt {
    /// The classes of words by key.
    pub words: BTreeMap<u64, Class>,
    /// The weights of each feature.
    pub weights: BTreeMap<u64, [f32; SCORED]>,
}

/// How often a word had each tag.
type Counts = BTreeMap<u64, [u32; Tag::COUNT]>;

struct Words(BTreeMap<u64, Class>);

impl Lexicon for Words {
    fn class(&self, word: u64, case: Case) -> Class {
        let entry = |case| self.0.get(&entry_key(word, case)).copied();
        entry(Some(case)).or_else(|| entry(None)).unwrap_or(Class::UNSEEN)
    }
}

/// Learns from sentences.
pub fn learn(sentences: &[Sentence], settings: &Settings) -> Learnt {
    let folds = settings.get("folds") as usize;
    let fold_of = |sentence: &Sentence| sentence.document % folds;
    let (whole, flags) = count(sentences.iter());
    let mut lexicon = classes(&whole, &flags, settings);
    let kept = common(&lexicon);
    lexicon.values_mut().for_each(|class| *class = nearest(*class, &kept));
    // A word of a fold is looked up in a lexicon of the other folds, so that unknown words are met in training.
    let lexica: Vec<Words> = (0..folds)
        .map(|fold| {
            let (own, _) = count(sentences.iter().filter(|sentence| fold_of(sentence) == fold));
            let mut rest = whole.clone();
            for (key, counts) in own {
                let rest = rest.get_mut(&key).expect("a word of the whole");
                rest.iter_mut().zip(counts).for_each(|(rest, own)| *rest -= own);
            }
            let mut words = classes(&rest, &flags, settings);
            words.values_mut().for_each(|class| *class = nearest(*class, &kept));
            Words(words)
        })
        .collect();
    let mut learner = Learner::default();
    let prepared: Vec<Prepared> =
        sentences.iter().map(|sentence| learner.prepare(sentence, &lexica[fold_of(sentence)])).collect();
    learner.drop_rare(settings.get("min_count") as u32);
    learner.run(&prepared, settings);
    Learnt { words: lexicon, weights: learner.averages() }
}

fn count<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> (Counts, BTreeMap<u64, bool>) {
    let (mut counts, mut with_case) = (Counts::new(), BTreeMap::new());
    for sentence in sentences {
        for (index, (token, tag)) in sentence.tokens.iter().zip(&sentence.gold).enumerate() {
            let word = features::lexical(sentence.word(index), token);
            for case in [None, Some(token.case)] {
                let key = entry_key(word, case);
                counts.entry(key).or_insert([0; Tag::COUNT])[tag.index()] += 1;
                with_case.insert(key, case.is_some());
            }
        }
    }
    (counts, with_case)
}

fn classes(counts: &Counts, with_case: &BTreeMap<u64, bool>, settings: &Settings) -> BTreeMap<u64, Class> {
    let mut classes = BTreeMap::new();
    for (key, counts) in counts {
        let total: u32 = counts.iter().sum();
        let highest = *counts.iter().max().expect("tags");
        if total == 0 {
            continue;
        }
        let share = |count: u32| f64::from(count) / f64::from(total);
        let top = counts.iter().position(|count| *count == highest).expect("the highest is there");
        let mut tags = 0;
        for (index, count) in counts.iter().enumerate() {
            if *count > 0 && share(*count) >= settings.get("class_share") {
                tags |= 1 << index;
            }
        }
        let sure = f64::from(total) >= settings.get("sure_count") && share(highest) >= settings.get("sure_share");
        let same_case = with_case[key];
        classes.insert(*key, Class { tags, top: top as u8, sure: sure && same_case, same_case });
    }
    classes
}

/// The classes that many words have.
fn common(words: &BTreeMap<u64, Class>) -> Vec<Class> {
    let mut counts = BTreeMap::new();
    for class in words.values() {
        *counts.entry(Class { same_case: true, ..*class }).or_insert(0_u32) += 1;
    }
    let mut classes: Vec<(u32, Class)> = counts.into_iter().map(|(class, count)| (count, class)).collect();
    classes.sort_by_key(|(count, class)| (std::cmp::Reverse(*count), *class));
    eprintln!("{} classes of {} words", classes.len(), words.len());
    let classes: Vec<Class> = classes.into_iter().map(|(_, class)| class).collect();
    let mut kinds = std::collections::BTreeSet::new();
    let (mut kept, others): (Vec<Class>, Vec<Class>) =
        classes.into_iter().partition(|class| kinds.insert((class.top, class.sure)));
    let left = 256 - kept.len();
    kept.extend(others.into_iter().take(left));
    kept
}

/// The common class that is most like a class.
fn nearest(class: Class, common: &[Class]) -> Class {
    let alike = common.iter().filter(|other| other.top == class.top && other.sure == class.sure);
    let best = alike.min_by_key(|other| (other.tags ^ class.tags).count_ones());
    best.map_or(class, |other| Class { same_case: class.same_case, ..*other })
}

/// A sentence ready to learn from.
struct Prepared {
    gold: Vec<Tag>,
    decided: Vec<Option<Tag>>,
    local: Vec<Vec<u32>>,
    traits: Vec<features::Traits>,
}

#[derive(Default)]
struct Learner {
    /// The row of each feature.
    rows: HashMap<u64, u32>,
    counts: Vec<u32>,
    weights: Vec<[f32; SCORED]>,
    /// Sum of each change times the step it was made at.
    sums: Vec<[f32; SCORED]>,
    step: f32,
}

impl Learner {
    fn row(&mut self, feature: u64) -> u32 {
        let next = self.rows.len() as u32;
        *self.rows.entry(feature).or_insert(next)
    }

    fn prepare(&mut self, sentence: &Sentence, lexicon: &Words) -> Prepared {
        let count = sentence.tokens.len();
        let mut local = vec![Vec::new(); count];
        let mut traits = vec![features::EDGE; 2];
        let mut decided = Vec::new();
        let mut seen = |at: isize, feature: u64, local: &mut Vec<Vec<u32>>| {
            if let Some(features) = usize::try_from(at).ok().and_then(|at| local.get_mut(at)) {
                let row = self.row(feature);
                if row as usize == self.counts.len() {
                    self.counts.push(0);
                }
                self.counts[row as usize] += 1;
                features.push(row);
            }
        };
        for (index, token) in sentence.tokens.iter().enumerate() {
            let text = sentence.word(index);
            let spelling = features::Spelling::new(text, token, lexicon);
            decided.push(decided_alone(text, token, spelling.class));
            traits.push(spelling.traits);
            for place in 0..features::PLACES {
                let at = index as isize + place as isize - 2;
                spelling.local(place, |feature| seen(at, feature, &mut local));
            }
        }
        let after = count as isize;
        for (edge, place) in [(-1, 3), (-1, 4), (-2, 4), (after, 1), (after, 0), (after + 1, 0)] {
            features::edge(place, |feature| seen(edge + place as isize - 2, feature, &mut local));
        }
        traits.extend([features::EDGE; 2]);
        Prepared { gold: sentence.gold.clone(), decided, local, traits }
    }

    /// Empties the features that are too rare; they keep their row.
    fn drop_rare(&mut self, least: u32) {
        self.weights = vec![[0.0; SCORED]; self.counts.len()];
        self.sums = self.weights.clone();
        self.counts.iter_mut().for_each(|count| *count = u32::from(*count >= least));
        eprintln!("{} local features, {} kept", self.counts.len(), self.counts.iter().sum::<u32>());
    }

    fn run(&mut self, sentences: &[Prepared], settings: &Settings) {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut random = settings.get("seed") as u64;
        for epoch in 0..settings.get("epochs") as usize {
            shuffle(&mut order, &mut random);
            let (mut wrong, mut weighed) = (0, 0);
            for index in &order {
                let (errors, tokens) = self.learn_sentence(&sentences[*index], settings.get("margin") as f32);
                wrong += errors;
                weighed += tokens;
            }
            eprintln!("epoch {epoch}: {wrong} wrong of {weighed}, {} features", self.weights.len());
        }
    }

    fn learn_sentence(&mut self, sentence: &Prepared, margin: f32) -> (u32, u32) {
        let (mut nearer, mut farther) = (Tag::Unknown, Tag::Unknown);
        let (mut errors, mut weighed) = (0, 0);
        for (index, decided) in sentence.decided.iter().enumerate() {
            let tag = decided.unwrap_or_else(|| {
                let gold = sentence.gold[index];
                let (guess, wrong) = self.learn_token(sentence, index, gold, nearer, farther, margin);
                errors += u32::from(wrong);
                weighed += 1;
                guess
            });
            (nearer, farther) = (tag, nearer);
        }
        (errors, weighed)
    }

    fn learn_token(
        &mut self,
        sentence: &Prepared,
        index: usize,
        gold: Tag,
        nearer: Tag,
        farther: Tag,
        margin: f32,
    ) -> (Tag, bool) {
        self.step += 1.0;
        let words = [1, 2, 3, 4].map(|at| &sentence.traits[index + at]);
        let pair = features::tags_before(nearer, farther);
        let dynamic: Vec<u64> = pair.into_iter().chain(features::context(nearer, farther, words)).collect();
        let mut scores = [0.0; SCORED];
        let mut add = |row: &[f32; SCORED]| scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight);
        for row in &sentence.local[index] {
            add(&self.weights[*row as usize]);
        }
        for feature in &dynamic {
            if let Some(row) = self.rows.get(feature) {
                add(&self.weights[*row as usize]);
            }
        }
        let rival = |but: usize| {
            (0..SCORED).filter(|tag| *tag != but).fold(usize::from(but == 0), |best, tag| {
                if scores[tag] > scores[best] { tag } else { best }
            })
        };
        let guess = rival(SCORED);
        let gold = gold.index();
        if gold < SCORED {
            let other = rival(gold);
            if scores[gold] <= scores[other] + margin {
                self.update(sentence, index, &dynamic, gold, other);
            }
        }
        (Tag::from_index(guess), guess != gold)
    }

    fn update(&mut self, sentence: &Prepared, index: usize, dynamic: &[u64], gold: usize, other: usize) {
        let mut rows: Vec<u32> =
            sentence.local[index].iter().copied().filter(|row| self.counts[*row as usize] > 0).collect();
        for feature in dynamic {
            let row = self.row(*feature);
            if row as usize == self.weights.len() {
                self.weights.push([0.0; SCORED]);
                self.sums.push([0.0; SCORED]);
                self.counts.push(1);
            }
            rows.push(row);
        }
        for row in rows {
            let (weights, sums) = (&mut self.weights[row as usize], &mut self.sums[row as usize]);
            weights[gold] += 1.0;
            weights[other] -= 1.0;
            sums[gold] += self.step;
            sums[other] -= self.step;
        }
    }

    fn averages(&self) -> BTreeMap<u64, [f32; SCORED]> {
        let mut averages = BTreeMap::new();
        for (feature, row) in &self.rows {
            let mut weights = self.weights[*row as usize];
            for (weight, sum) in weights.iter_mut().zip(&self.sums[*row as usize]) {
                *weight -= sum / self.step;
            }
            averages.insert(*feature, weights);
        }
        averages
    }
}

/// Fisher and Yates, with numbers from an xorshift.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(last, (*random % (last as u64 + 1)) as usize);
    }
}
