//! Finding and Fix: what a rule says of a place, as owned data that outlives the draft's analysis.

use crate::problem::Problem;
use crate::source::{Source, Span};
use std::sync::Arc;

/// How grave a finding is. `Error` must not be published, `Warning` wants an editor's look, `Note` is style.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Style, or soft.
    Note,
    /// An editor should look.
    Warning,
    /// Must not be published.
    Error,
}

impl Severity {
    /// Every severity, mildest first, by the name it is written with.
    pub const NAMES: [(&'static str, Self); 3] =
        [("note", Self::Note), ("warning", Self::Warning), ("error", Self::Error)];

    /// The name it is written with.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, severity)| *severity)
    }
}

/// Whether a fix may be applied unseen.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Safety {
    /// May be applied unseen.
    Safe,
    /// Wants a person's eye.
    Suggest,
}

impl Safety {
    /// The name it is written with.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Suggest => "suggest",
        }
    }
}

/// One replacement in the draft's text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Edit {
    /// What goes, in bytes of the draft.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Edits that belong together and do not overlap, in order of place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fix {
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// What it does, in words.
    pub message: String,
    /// The replacements.
    pub edits: Vec<Edit>,
}

/// A second place that explains a finding.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Label {
    /// The place, in bytes of its file.
    pub span: Span,
    /// What the place has to do with it.
    pub message: String,
    /// The file it is in, where that is another one than the draft: settings, another draft.
    pub file: Option<OtherFile>,
}

/// A file besides the draft that a finding points to. Two of one path are the same.
#[derive(Clone)]
pub struct OtherFile(pub Arc<Source>);

impl PartialEq for OtherFile {
    fn eq(&self, other: &Self) -> bool {
        self.0.path() == other.0.path()
    }
}

impl Eq for OtherFile {}

impl std::hash::Hash for OtherFile {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.path().hash(state);
    }
}

impl std::fmt::Debug for OtherFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0.path())
    }
}

/// What a rule says of a place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Finding {
    /// `category/name` of the rule.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, in bytes of the draft.
    pub span: Span,
    /// What the place itself is called in the report, shorter than the message; may be empty.
    pub label: String,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Alternative ways to mend it.
    pub fixes: Vec<Fix>,
}

/// What came of a draft.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The draft.
    pub source: Arc<Source>,
    /// The name of the format it was read as.
    pub format: &'static str,
    /// What was found, in order of place.
    pub findings: Vec<Finding>,
    /// How many findings marks in the draft silenced.
    pub suppressed: u32,
    /// What is wrong with the marks in the draft.
    pub problems: Vec<Problem>,
}
