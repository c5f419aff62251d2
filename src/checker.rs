//! Checker: settings and rules made ready once; [`Checker::check`] is the one function that every front calls.

use crate::builtin::BUILTIN;
use crate::document::{Document, Needs};
use crate::engine::kinds::Settings;
use crate::engine::ruleset::RuleSet;
use crate::finding::Checked;
use crate::input::Input;
use crate::source::Source;
use std::sync::Arc;

/// Rules and settings, ready to check drafts.
#[derive(Debug)]
pub struct Checker {
    rules: RuleSet,
    settings: Settings,
    needs: Needs,
}

impl Checker {
    /// A checker with these rules and settings.
    pub fn new(rules: RuleSet, settings: Settings) -> Self {
        Self { needs: rules.needs(), rules, settings }
    }

    /// A checker with the default rules.
    pub fn with_defaults() -> Self {
        Self::new(RuleSet::new(BUILTIN, Vec::new(), Vec::new()), Settings::default())
    }

    /// The rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Takes a draft apart: what the rules see of it. All layers, whether a rule wants them or not.
    pub fn parse(&self, source: Arc<Source>, input: &dyn Input) -> Document {
        let draft = input.read(source.text());
        Document::new(source, draft, input.name(), self.rules.lists(), Needs::ALL)
    }

    /// Checks one draft.
    pub fn check(&self, source: Arc<Source>, input: &dyn Input) -> Checked {
        let draft = input.read(source.text());
        let document = Document::new(Arc::clone(&source), draft, input.name(), self.rules.lists(), self.needs);
        let findings = self.rules.check(&document, &self.settings);
        Checked { source, format: input.name(), findings, suppressed: 0, problems: Vec::new() }
    }
}
