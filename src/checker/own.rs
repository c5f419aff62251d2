//! Own: the rules of the program itself, about marks and front matter rather than copy.

use crate::finding::Severity;

/// A rule of the program itself: about marks and front matter, not about copy.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct OwnRule {
    /// `category/name`.
    pub id: &'static str,
    /// How grave it is unless settings say otherwise.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: &'static str,
    /// Why it matters.
    pub reason: &'static str,
}

/// The rules of the program itself.
pub const OWN_RULES: [OwnRule; 2] = [
    OwnRule {
        id: "copydesk/front-matter",
        severity: Severity::Note,
        message: "front matter says something that copydesk does not know",
        reason: "Fields `profile`, `date` and `language` hold for the draft; a value that is not understood has no effect.",
    },
    OwnRule {
        id: "copydesk/unused-ignore",
        severity: Severity::Warning,
        message: "this mark silences nothing",
        reason: "A mark that is left behind hides the next slip.",
    },
];

/// How grave each of [`OWN_RULES`] is; `None` where it is off.
pub type OwnSeverities = [Option<Severity>; OWN_RULES.len()];
