//! Wanted: what the shared scan asks of a rule, in a few bytes, so that a trigger of a rule that does not look here costs
//! nothing.

use super::Active;
use crate::engine::kinds::Settings;
use crate::engine::rule::Rule;

/// What the scan asks of a rule before anything else: where it looks, if it is run. A bit for each role outside
/// quotation marks, and above these a bit for each role inside, so that one test tells.
#[derive(Copy, Clone)]
pub(super) struct Wanted(u32);

impl Wanted {
    /// A rule that looks nowhere.
    pub(super) const NOWHERE: Self = Self(0);

    /// What is asked of a rule in a run.
    pub(super) fn new(active: &Active, settings: &Settings) -> Self {
        let runs = active.enabled && active.rule().scope.profiles & settings.profile.bit() != 0;
        if runs { Self::of(active.rule()) } else { Self::NOWHERE }
    }

    /// What is asked of a rule that is run whatever the settings say.
    pub(super) fn of(rule: &Rule) -> Self {
        let scope = rule.scope;
        let side = |quoted: bool| if scope.has_side(quoted) { u32::from(scope.roles) } else { 0 };
        Self(side(false) | side(true) << u16::BITS)
    }

    /// Whether the rule is run and looks at blocks of one of these roles. `roles` has a bit each.
    pub(super) fn has_role(self, roles: u16) -> bool {
        self.0 & (u32::from(roles) | u32::from(roles) << u16::BITS) != 0
    }

    /// Whether the rule is run and looks at a token there. `role` is the bit of its block's role.
    pub(super) fn has(self, role: u16, quoted: bool) -> bool {
        self.0 >> (u16::BITS * u32::from(quoted)) & u32::from(role) != 0
    }
}
