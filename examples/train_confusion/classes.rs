//! Classes of words that stand in like company, learnt from plain text: each word is moved to the class under which the
//! classes of the words before and behind are told best, again and again (Martin, Liermann and Ney 1998).

use std::collections::{BTreeMap, HashMap};

/// How many words have a class: the commonest.
const WORDS: usize = 16_000;

/// How many classes there are.
const CLASSES: usize = 250;

/// How often all words are looked at.
const ROUNDS: usize = 9;

/// What stands for words that have no class: the edge of a sentence, a name, a number, a rare word. Each is a class of its
/// own behind the others.
const OTHERS: [&str; 4] = ["", "A", "0", "?"];

/// The class of each word, from 1, by the word in small letters.
pub(crate) fn learn(texts: &[String]) -> BTreeMap<String, u8> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    for (text, small) in texts.iter().zip(&lower) {
        for word in words(text, small) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut kept: Vec<(&str, u32)> = counts.into_iter().filter(|(word, _)| !OTHERS.contains(word)).collect();
    kept.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    kept.truncate(WORDS);
    let numbers: HashMap<&str, u32> = kept.iter().zip(0u32..).map(|((word, _), number)| (*word, number)).collect();
    let others: HashMap<&str, u32> =
        OTHERS.iter().zip(kept.len() as u32..).map(|(word, number)| (*word, number)).collect();
    let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
    for (text, small) in texts.iter().zip(&lower) {
        let mut before = others[""];
        for word in words(text, small) {
            let word = numbers.get(word).or_else(|| others.get(word)).copied().unwrap_or(others["?"]);
            *pairs.entry((before, word)).or_default() += 1;
            before = word;
        }
    }
    let mut pairs: Vec<((u32, u32), u32)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    let classes = Classes::new(kept.len(), &pairs).learnt();
    kept.iter().zip(classes).map(|((word, _), class)| ((*word).to_owned(), class as u8 + 1)).collect()
}

/// The words of a text and what stands for others; `small` is the text in small letters.
fn words<'t>(text: &'t str, small: &'t str) -> impl Iterator<Item = &'t str> {
    let is_word = |character: char| character.is_alphanumeric();
    let cut = move |text: &'t str| {
        text.split_inclusive(move |character: char| !is_word(character)).flat_map(move |piece| {
            let end = piece.trim_end_matches(move |character: char| !is_word(character)).len();
            [&piece[..end], piece[end..].trim()]
        })
    };
    let mut at_head = true;
    cut(text).zip(cut(small)).filter_map(move |(word, small)| {
        let first = word.chars().next()?;
        let head = at_head;
        at_head = matches!(first, '.' | '!' | '?' | '“' | '"') || (head && !is_word(first));
        Some(match first {
            '.' | '!' | '?' => OTHERS[0],
            _ if first.is_numeric() => OTHERS[2],
            _ if first.is_uppercase() && !head && word.len() > 1 => OTHERS[1],
            _ => small,
        })
    })
}

/// Words, their neighbours and their classes.
struct Classes {
    class: Vec<usize>,
    /// Each word’s neighbours on each side with how often they are met.
    near: [Vec<Vec<(u32, u32)>>; 2],
    /// How often a word is met.
    totals: Vec<u32>,
    /// How often one class is followed by another.
    pairs: Vec<i64>,
    sums: Vec<i64>,
    words: usize,
    all: usize,
}

fn told(count: i64) -> f64 {
    if count > 0 { count as f64 * (count as f64).ln() } else { 0.0 }
}

impl Classes {
    fn new(words: usize, met: &[((u32, u32), u32)]) -> Self {
        let every = words + OTHERS.len();
        let all = CLASSES + OTHERS.len();
        let class: Vec<usize> =
            (0..every).map(|word| if word < words { word % CLASSES } else { CLASSES + word - words }).collect();
        let mut near = [vec![Vec::new(); every], vec![Vec::new(); every]];
        let (mut totals, mut pairs, mut sums) = (vec![0; every], vec![0; all * all], vec![0; all]);
        for ((one, other), count) in met {
            near[1][*one as usize].push((*other, *count));
            near[0][*other as usize].push((*one, *count));
            totals[*other as usize] += count;
            pairs[class[*one as usize] * all + class[*other as usize]] += i64::from(*count);
            sums[class[*other as usize]] += i64::from(*count);
        }
        Self { class, near, totals, pairs, sums, words, all }
    }

    fn learnt(mut self) -> Vec<usize> {
        for round in 0..ROUNDS {
            let moved = (0..self.words).filter(|word| self.moves(*word)).count();
            eprintln!("round {round}: {moved} of {} words moved", self.words);
        }
        self.class.truncate(self.words);
        self.class
    }

    /// How often a word has a neighbour of each class on a side, itself aside, and how often it stands beside itself.
    fn beside(&self, word: usize, side: usize) -> (Vec<(usize, i64)>, i64) {
        let (mut counts, mut own) = (vec![0; self.all], 0);
        for (other, count) in &self.near[side][word] {
            if *other as usize == word {
                own += i64::from(*count);
            } else {
                counts[self.class[*other as usize]] += i64::from(*count);
            }
        }
        (counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect(), own)
    }

    /// Moves a word to the class that is best for it. Whether it had another.
    fn moves(&mut self, word: usize) -> bool {
        let (left, own) = self.beside(word, 0);
        let (right, _) = self.beside(word, 1);
        let total = i64::from(self.totals[word]);
        let was = self.class[word];
        self.shift(was, &left, &right, own, total, -1);
        let gain = |class: usize| {
            let mut gain = -2.0 * (told(self.sums[class] + total) - told(self.sums[class]));
            let pair = |one: usize, other: usize| self.pairs[one * self.all + other];
            for (other, count) in &left {
                let known = pair(*other, class);
                gain += told(known + count) - told(known);
            }
            for (other, count) in &right {
                let known = pair(class, *other);
                gain += told(known + count) - told(known);
            }
            let known = pair(class, class);
            gain + told(known + own) - told(known)
        };
        let gains: Vec<f64> = (0..CLASSES).map(gain).collect();
        let best = (0..CLASSES).fold(was, |best, class| if gains[class] > gains[best] { class } else { best });
        self.shift(best, &left, &right, own, total, 1);
        self.class[word] = best;
        best != was
    }

    fn shift(&mut self, class: usize, left: &[(usize, i64)], right: &[(usize, i64)], own: i64, total: i64, sign: i64) {
        for (other, count) in left {
            self.pairs[other * self.all + class] += sign * count;
        }
        for (other, count) in right {
            self.pairs[class * self.all + other] += sign * count;
        }
        self.pairs[class * self.all + class] += sign * own;
        self.sums[class] += sign * total;
    }
}
