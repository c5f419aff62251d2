//! Own: the rules of the program itself, about marks and front matter rather than copy.

use crate::finding::Severity;

/// A rule of the program itself: about marks and front matter, not about copy.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct OwnRule {
    /// `category/name`.
    pub id: &'static str,
    /// How grave it is unless settings say otherwise.
    pub severity: Severity,
    /// Whether it is on without being asked for.
    pub default: bool,
    /// What is wrong, in one line.
    pub message: &'static str,
    /// Why it matters.
    pub reason: &'static str,
}

/// The rules of the program itself.
pub const OWN_RULES: [OwnRule; 3] = [
    OwnRule {
        id: "copydesk/front-matter",
        severity: Severity::Note,
        default: true,
        message: "front matter says something that copydesk does not know",
        reason: "Fields `profile`, `date` and `language` hold for the draft; a value that is not understood has no effect.",
    },
    OwnRule {
        id: "copydesk/unused-ignore",
        severity: Severity::Warning,
        default: true,
        message: "this mark silences nothing",
        reason: "A mark that is left behind hides the next slip.",
    },
    OwnRule {
        id: "copydesk/missing-reason",
        severity: Severity::Warning,
        default: false,
        message: "this mark gives no reason",
        reason: "Whoever reads the draft next must know why the rule is silent here.",
    },
];

/// How grave each of [`OWN_RULES`] is; `None` where it is off.
pub type OwnSeverities = [Option<Severity>; OWN_RULES.len()];
