//! Problem: something wrong in the user's own rule file, settings or arguments. Same shape and same renderer as a
//! Finding, but it stops the work it concerns.

use crate::source::{Source, Span};
use std::sync::Arc;

/// Something wrong with what the program was given to work with.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file it is in, as the user named it; empty for the command line.
    pub path: String,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, with the text it is in; `None` where there is no place to show.
    pub place: Option<(Arc<Source>, Span)>,
    /// What the place itself is called in the report; may be empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
}

impl Problem {
    /// A problem of a whole file, or of the command line when `path` is empty.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), place: None, label: String::new(), help: Vec::new() }
    }

    /// A problem at a place of a text.
    pub fn at(source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self { place: Some((Arc::clone(source), span)), ..Self::new(source.path(), message) }
    }

    /// The same with a word on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The same with a short word at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}

/// The candidate nearest to what was written, when it is near enough to be meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (edit_distance(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Damerau-Levenshtein distance (restricted: a transposition is one step) in Unicode scalar values.
pub fn edit_distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = [Vec::new(), (0..=other.len()).collect::<Vec<_>>(), vec![0; other.len() + 1]];
    rows[0] = rows[1].clone();
    for (at, mine) in one.iter().enumerate() {
        rows[2][0] = at + 1;
        for (column, theirs) in other.iter().enumerate() {
            let replaced = rows[1][column] + usize::from(mine != theirs);
            let mut best = replaced.min(rows[1][column + 1] + 1).min(rows[2][column] + 1);
            if at > 0 && column > 0 && *mine == other[column - 1] && one[at - 1] == *theirs {
                best = best.min(rows[0][column - 1] + 1);
            }
            rows[2][column + 1] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_a_transposition_once() {
        assert_eq!(edit_distance("severity", "severtiy"), 1);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("", "abc"), 3);
    }

    #[test]
    fn nearest_is_silent_on_strangers() {
        assert_eq!(nearest("mesage", ["message", "severity"]), Some("message"));
        assert_eq!(nearest("zzz", ["message", "severity"]), None);
    }
}
