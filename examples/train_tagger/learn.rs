//! Learns the lexicon and the weights: an averaged perceptron.

use crate::Settings;
use crate::treebank::Sentence;
use copydesk::document::tagger::lexicon::{Class, Lexicon, class_of_entry};
use copydesk::document::tagger::tag::SCORED;
use copydesk::document::tagger::{Tag, decided_alone, features};
use copydesk::document::tokens::Case;
use std::collections::{BTreeMap, HashMap};

/// What is learnt.
pub(crate) struct Learnt {
    /// The lexicon.
    pub words: Words,
    /// The weights of each feature.
    pub weights: BTreeMap<u64, [f32; SCORED]>,
}

/// How often each word had each tag in each case.
type Counts = BTreeMap<u64, BTreeMap<Case, [u32; Tag::COUNT]>>;

/// The entries of words, as the data file has them, and the classes that they number.
pub(crate) struct Words {
    /// The entries.
    pub entries: BTreeMap<u64, Vec<u8>>,
    /// The classes by number.
    pub classes: Vec<Class>,
}

impl Lexicon for Words {
    fn class(&self, word: u64, case: Case) -> Class {
        let class = |number: u8| self.classes.get(usize::from(number)).copied();
        self.entries.get(&word).and_then(|entry| class_of_entry(entry, case, class)).unwrap_or(Class::UNSEEN)
    }
}

/// Learns from sentences.
pub(crate) fn learn(sentences: &[Sentence], settings: &Settings) -> Learnt {
    let folds = settings.get("folds") as usize;
    let fold_of = |sentence: &Sentence| sentence.document % folds;
    let whole = count(sentences.iter());
    let classes = common(&whole, settings);
    // A word of a fold is looked up in a lexicon of the other folds, so that unknown words are met in training.
    let lexica: Vec<Words> = (0..folds)
        .map(|fold| {
            let rest = count(sentences.iter().filter(|sentence| fold_of(sentence) != fold));
            words(&rest, &classes, settings)
        })
        .collect();
    let mut learner = Learner::default();
    let prepared: Vec<Prepared> =
        sentences.iter().map(|sentence| learner.prepare(sentence, &lexica[fold_of(sentence)])).collect();
    learner.drop_rare(settings.get("min_count") as u32);
    // Several runs that meet the sentences in different orders err differently: their sum errs less.
    let runs = settings.get("runs");
    let mut weights: BTreeMap<u64, [f32; SCORED]> = BTreeMap::new();
    for run in 0..runs as u64 {
        let mut learner = learner.clone();
        learner.run(&prepared, settings, run + 1);
        for (feature, averages) in learner.averages() {
            let sum = weights.entry(feature).or_insert([0.0; SCORED]);
            sum.iter_mut().zip(averages).for_each(|(sum, average)| *sum += average / runs as f32);
        }
    }
    Learnt { words: words(&whole, &classes, settings), weights }
}

fn count<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> Counts {
    let mut counts = Counts::new();
    for sentence in sentences {
        for (index, (token, tag)) in sentence.tokens.iter().zip(&sentence.gold).enumerate() {
            let word = features::lexical(sentence.word(index), token);
            let cases = counts.entry(word).or_default();
            cases.entry(token.case).or_insert([0; Tag::COUNT])[tag.index()] += 1;
        }
    }
    counts
}

/// The counts of all cases together.
fn together(cases: &BTreeMap<Case, [u32; Tag::COUNT]>) -> [u32; Tag::COUNT] {
    let mut all = [0; Tag::COUNT];
    for counts in cases.values() {
        all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
    }
    all
}

/// The class that counts make.
fn class(counts: &[u32; Tag::COUNT], settings: &Settings) -> Class {
    let total: u32 = counts.iter().sum();
    let highest = *counts.iter().max().expect("tags");
    let share = |count: u32| f64::from(count) / f64::from(total);
    let top = counts.iter().position(|count| *count == highest).expect("the highest is there");
    let often = |(_, count): &(usize, &u32)| **count > 0 && share(**count) >= settings.get("class_share");
    let tags = counts.iter().enumerate().filter(often).fold(0, |tags, (index, _)| tags | 1 << index);
    let sure = f64::from(total) >= settings.get("sure_count") && share(highest) >= settings.get("sure_share");
    Class { tags, top: top as u8, sure, same_case: true }
}

/// The lexicon, each word with the common classes most like its own.
fn words(counts: &Counts, classes: &[Class], settings: &Settings) -> Words {
    let number = |class: Class| {
        let alike = (0..classes.len()).filter(|at| (classes[*at].top, classes[*at].sure) == (class.top, class.sure));
        alike.min_by_key(|at| (classes[*at].tags ^ class.tags).count_ones()).expect("a class of each kind") as u8
    };
    let mut entries = BTreeMap::new();
    for (word, cases) in counts {
        let all = together(cases);
        if f64::from(all.iter().sum::<u32>()) < settings.get("lexicon_count") {
            continue;
        }
        let mut entry = Vec::new();
        for (case, counts) in cases {
            entry.extend([*case as u8, number(class(counts, settings))]);
        }
        if cases.len() > 1 {
            entry.push(number(Class { sure: false, ..class(&all, settings) }));
        }
        entries.insert(*word, entry);
    }
    Words { entries, classes: classes.to_vec() }
}

/// The classes that many words have, and at least one for each first tag, sure or not.
fn common(words: &Counts, settings: &Settings) -> Vec<Class> {
    let mut counts: BTreeMap<Class, u32> = BTreeMap::new();
    for top in 0..Tag::COUNT {
        for sure in [false, true] {
            counts.insert(Class { tags: 1 << top, top: top as u8, sure, same_case: true }, u32::MAX / 2);
        }
    }
    for cases in words.values() {
        for tags in cases.values().chain([&together(cases)]) {
            *counts.entry(class(tags, settings)).or_default() += 1;
        }
    }
    let mut classes: Vec<(u32, Class)> = counts.into_iter().map(|(class, count)| (count, class)).collect();
    classes.sort_by_key(|(count, class)| (std::cmp::Reverse(*count), *class));
    eprintln!("{} classes of {} words", classes.len(), words.len());
    classes.into_iter().take(256).map(|(_, class)| class).collect()
}

/// A sentence ready to learn from.
struct Prepared {
    gold: Vec<Tag>,
    decided: Vec<Option<Tag>>,
    local: Vec<Vec<u32>>,
    traits: Vec<features::Traits>,
}

#[derive(Clone, Default)]
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

    fn run(&mut self, sentences: &[Prepared], settings: &Settings, mut random: u64) {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
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
        let words = [1, 2, 3].map(|at| &sentence.traits[index + at]);
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
            (0..SCORED)
                .filter(|tag| *tag != but)
                .fold(usize::from(but == 0), |best, tag| if scores[tag] > scores[best] { tag } else { best })
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
