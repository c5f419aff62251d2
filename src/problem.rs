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
        .map(|candidate| (strsim::osa_distance(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_silent_on_strangers() {
        assert_eq!(nearest("mesage", ["message", "severity"]), Some("message"));
        assert_eq!(nearest("zzz", ["message", "severity"]), None);
    }
}
