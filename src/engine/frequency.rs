//! Frequency: how often a word stands in news, so that the scan looks for the rarest of the words that a rule needs.
//!
//! The figures are those of `rules/lists/frequent.txt`. They decide only where a rule is looked for, never what it finds.

use crate::list::word_hash;
use std::collections::HashMap;
use std::sync::LazyLock;

static LISTED: &str = include_str!("../../rules/lists/frequent.txt");

/// How often the listed words stand among 100,000 tokens, by their hashes.
static COUNTS: LazyLock<HashMap<u64, u32>> = LazyLock::new(|| {
    let lines = LISTED.lines().filter(|line| !line.starts_with("# "));
    let entry =
        |line: &str| line.rsplit_once(' ').and_then(|(word, count)| Some((word_hash(word), count.parse().ok()?)));
    lines.filter_map(entry).collect()
});

/// How often a word may stand among 100,000 tokens of news, by its hash and its length in bytes: never 0. What is not
/// listed is rare, and the rarer the longer.
pub fn of(word: u64, length: usize) -> u32 {
    COUNTS.get(&word).copied().unwrap_or(match length {
        0..4 => 6,
        4..6 => 3,
        _ => 2,
    })
}

/// The same for one of some words.
pub fn of_any<'w>(words: impl IntoIterator<Item = &'w str>) -> u32 {
    words.into_iter().map(|word| of(word_hash(word), word.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_frequent_and_others_are_not() {
        assert!(of_any(["the"]) > of_any(["which"]) && of_any(["which"]) > of_any(["quarry", "sandstone"]));
        assert!(of_any([","]) > 1000 && of_any(["The"]) == of_any(["the"]) && of_any(["’s"]) == of_any(["'s"]));
        assert_eq!(of_any(["quarrymen"]), of_any(["sandstone"]));
    }
}
