//! Wanted: what the shared scan asks of a rule, in a few bytes, so that a trigger of a rule that does not look here costs
//! nothing.

use super::Active;
use crate::engine::kinds::Settings;
use crate::engine::rule::Rule;

/// What the scan asks of a rule before anything else: where it looks, if it is run.
#[derive(Copy, Clone)]
pub(super) struct Wanted {
    roles: u16,
    narration: bool,
    quotation: bool,
}

impl Wanted {
    /// A rule that looks nowhere.
    pub(super) const NOWHERE: Self = Self { roles: 0, narration: false, quotation: false };

    /// What is asked of a rule in a run.
    pub(super) fn new(active: &Active, settings: &Settings) -> Self {
        let runs = active.enabled && active.rule().scope.profiles & settings.profile.bit() != 0;
        if runs { Self::of(active.rule()) } else { Self::NOWHERE }
    }

    /// What is asked of a rule that is run whatever the settings say.
    pub(super) fn of(rule: &Rule) -> Self {
        let scope = rule.scope;
        Self { roles: scope.roles, narration: scope.has_side(false), quotation: scope.has_side(true) }
    }

    /// Whether the rule is run and looks at blocks of one of these roles. `roles` has a bit each.
    pub(super) fn has_role(self, roles: u16) -> bool {
        self.roles & roles != 0
    }

    /// Whether the rule is run and looks at a token there. `role` is the bit of its block's role.
    pub(super) fn has(self, role: u16, quoted: bool) -> bool {
        self.roles & role != 0 && if quoted { self.quotation } else { self.narration }
    }
}
