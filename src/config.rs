//! Config: `copydesk.toml`, found, read and merged in layers.
//!
//! Settings come in layers, each over the one before: the defaults, what a file `extends`, the file, its `[[file]]` tables
//! whose `paths` match the draft, the command line. What a draft says of itself (front matter) comes last, in
//! [`crate::checker`]. [`read`] reads one file, [`packs`] its packs, [`select`] picks rules by the layers, [`house`] gathers a
//! file with all that belongs to it, and [`desks`] makes a [`crate::checker::Checker`] of each set of layers, once.

use crate::engine::rule::Profile;
use crate::finding::Severity;
use crate::problem::Problem;
use crate::source::{Source, Span};
use jiff::civil::Date;
use std::sync::Arc;

pub mod additions;
pub mod desks;
pub mod house;
pub mod packs;
pub mod read;
pub mod select;

/// The name of a settings file.
pub const FILE_NAME: &str = "copydesk.toml";

/// Who set a value.
#[derive(Clone, Debug)]
pub enum Origin {
    /// An argument.
    CommandLine,
    /// A settings file, at a place.
    File(Arc<Source>, Span),
}

impl Origin {
    /// A problem with the value.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        match self {
            Self::CommandLine => Problem::new("", message),
            Self::File(source, span) => Problem::at(source, *span, message),
        }
    }

    /// Where the value is written: `copydesk.toml:3`, `command line`.
    pub fn place(&self) -> String {
        match self {
            Self::CommandLine => "command line".to_owned(),
            Self::File(source, span) => format!("{}:{}", source.path(), source.line_of(span.start)),
        }
    }
}

/// A value and who set it.
#[derive(Clone, Debug)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Who set it.
    pub origin: Origin,
}

/// Settings as one place writes them; what it does not mention stays as it was.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Whose conventions the drafts follow.
    pub profile: Option<Said<Profile>>,
    /// The day of publication.
    pub date: Option<Said<Date>>,
    /// From which severity on a finding fails the run.
    pub fail_on: Option<Said<Severity>>,
    /// These rules and no others: ids, categories, packs, `all`.
    pub select: Option<Vec<Said<String>>>,
    /// These rules too.
    pub extend_select: Vec<Said<String>>,
    /// Not these.
    pub ignore: Vec<Said<String>>,
    /// How grave the hits of rules are; `None` is off.
    pub severity: Vec<(Said<String>, Option<Severity>)>,
}

impl Layer {
    /// Everything in the layer that names rules.
    pub fn selectors(&self) -> impl Iterator<Item = &Said<String>> {
        let select = self.select.iter().flatten();
        select.chain(&self.extend_select).chain(&self.ignore).chain(self.severity.iter().map(|(selector, _)| selector))
    }
}

/// The last value that the layers give.
pub fn last<'l, T>(layers: &[&'l Layer], value: impl Fn(&'l Layer) -> Option<&'l Said<T>>) -> Option<&'l Said<T>> {
    layers.iter().rev().find_map(|layer| value(layer))
}
