//! Wanted: what the shared scan asks of a rule, in a few bytes, so that a trigger of a rule that does not look here costs
//! nothing.

use super::Active;
use crate::engine::kinds::Settings;

/// What the scan asks of a rule before anything else: where it looks, if it is run.
#[derive(Copy, Clone)]
pub(super) struct Wanted {
    roles: u16,
    narration: bool,
    quotation: bool,
}

impl Wanted {
    /// What is asked of a rule in a run.
    pub(super) fn new(active: &Active, settings: &Settings) -> Self {
        let scope = active.rule().scope;
        let runs = active.enabled && scope.profiles & settings.profile.bit() != 0;
        let roles = if runs { scope.roles } else { 0 };
        Self { roles, narration: scope.has_side(false), quotation: scope.has_side(true) }
    }

    /// Whether the rule is run and looks at a token there. `role` is the bit of its block's role.
    pub(super) fn has(self, role: u16, quoted: bool) -> bool {
        self.roles & role != 0 && if quoted { self.quotation } else { self.narration }
    }
}
