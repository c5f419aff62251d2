//! Checker: settings and rules made ready once; [`Checker::check`] is the one function that every front calls.

use crate::builtin::BUILTIN;
use crate::document::{Document, Needs};
use crate::engine::census::{Census, Roll};
use crate::engine::kinds::Settings;
use crate::engine::ruleset::RuleSet;
use crate::finding::Checked;
use crate::input::{self, Draft, Input};
use crate::marks::{Mark, Reach, read, silence};
use crate::problem::Problem;
use crate::source::Source;
use own::{OWN_RULES, OwnSeverities};
use std::borrow::Cow;
use std::sync::Arc;

pub mod front_matter;
pub mod own;
pub mod selectors;

/// Rules and settings, ready to check drafts.
#[derive(Debug)]
pub struct Checker {
    rules: RuleSet,
    settings: Settings,
    needs: Needs,
    own: OwnSeverities,
}

impl Checker {
    /// A checker with these rules and settings.
    pub fn new(rules: RuleSet, settings: Settings) -> Self {
        Self { needs: rules.needs(), rules, settings, own: OWN_RULES.map(|rule| rule.default.then_some(rule.severity)) }
    }

    /// The same with other severities for the rules of the program itself.
    #[must_use]
    pub fn with_own(mut self, own: OwnSeverities) -> Self {
        self.own = own;
        self
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

    /// How grave each of [`OWN_RULES`] is.
    pub fn own(&self) -> &OwnSeverities {
        &self.own
    }

    /// Takes a draft apart: what the rules see of it. All layers, whether a rule wants them or not.
    pub fn parse(&self, source: Arc<Source>, input: &dyn Input) -> Document {
        let draft = read_draft(&source, input);
        Document::new(source, draft, input.name(), self.rules.lists(), Needs::ALL)
    }

    /// What a draft enters for the comparison with others.
    pub fn enroll(&self, source: Arc<Source>, input: &dyn Input) -> Roll {
        let draft = read_draft(&source, input);
        let said = front_matter::read(&source, &draft, input.name(), &self.settings);
        let Some(settings) = said.settings else { return Roll::default() };
        let needs = Needs { people: self.needs.people, ..Needs::default() };
        let document = Document::new(source, draft, input.name(), self.rules.lists(), needs);
        self.rules.enroll(&document, &settings)
    }

    /// Checks one draft: rules, then what its marks silence.
    pub fn check(&self, source: Arc<Source>, input: &dyn Input) -> Checked {
        self.check_among(source, input, None)
    }

    /// Checks one draft of several: what the others write otherwise is found too.
    pub fn check_among(&self, source: Arc<Source>, input: &dyn Input, census: Option<&Arc<Census>>) -> Checked {
        let draft = read_draft(&source, input);
        let mut said = front_matter::read(&source, &draft, input.name(), &self.settings);
        if let (Some(settings), Some(census)) = (&mut said.settings, census) {
            settings.census = Some(Arc::clone(census));
        }
        let findings = self.own[0].map_or_else(Vec::new, |severity| said.findings(severity));
        let mut checked = Checked {
            source: Arc::clone(&source),
            format: input.name(),
            findings,
            suppressed: 0,
            problems: Vec::new(),
        };
        let Some(settings) = said.settings else { return checked };
        let (marks, wrong) =
            if input.marks_on_lines() { read::on_lines(&source) } else { read::in_comments(&source, &draft.comments) };
        checked.problems = wrong;
        let document = Document::new(Arc::clone(&source), draft, input.name(), self.rules.lists(), self.needs);
        checked.findings.extend(self.rules.check(&document, &settings));
        if !marks.is_empty() {
            self.silence(marks, &document, &mut checked);
        }
        checked.findings.sort_by(|one, other| {
            (one.span.start, one.span.end, &one.rule).cmp(&(other.span.start, other.span.end, &other.rule))
        });
        checked
    }

    /// Takes out what the marks silence, and adds what is to be said of the marks.
    fn silence(&self, mut marks: Vec<Mark>, document: &Document, checked: &mut Checked) {
        let source = Arc::clone(&checked.source);
        let known = selectors::known(&self.rules);
        marks.retain_mut(|mark| {
            // An end is held against its start, whose names are judged.
            if mark.reach == Reach::End || mark.selectors.is_empty() {
                return true;
            }
            mark.selectors.retain(|selector| {
                let is_known = known.binary_search(&&*selector.text).is_ok();
                if !is_known {
                    let problem = Problem::at(&source, selector.span, selectors::message(&selector.text));
                    checked.problems.push(selectors::with_help(problem, &selector.text, &known));
                }
                is_known
            });
            mark.reach == Reach::Start || !mark.selectors.is_empty()
        });
        let findings = std::mem::take(&mut checked.findings);
        let silenced = silence::apply(&source, &marks, document, findings, |rule| self.names(rule));
        if let Some(severity) = self.own[1] {
            let rule = (OWN_RULES[1].id, severity);
            let unused = silence::unused(&source, &marks, &silenced, rule, |selector| self.all_run(selector));
            checked.findings.extend(unused);
        }
        if let Some(severity) = self.own[2] {
            checked.findings.extend(silence::unreasoned(&marks, (OWN_RULES[2].id, severity)));
        }
        checked.findings.extend(silenced.findings);
        checked.suppressed = silenced.suppressed;
        checked.problems.extend(silenced.problems);
    }

    /// Every selector that names a rule.
    fn names(&self, id: &str) -> Vec<String> {
        let category = id.split_once('/').map_or(id, |(category, _)| category);
        let mut names = vec![id.to_owned(), category.to_owned()];
        if let Some(active) = self.rules.rules().iter().find(|active| *active.rule().id == *id) {
            names.extend(active.rule().packs.iter().map(|pack| pack.to_string()));
        }
        names.push("all".to_owned());
        names
    }

    /// Whether this run leaves out no default rule that a selector names, so that its silence means something.
    fn all_run(&self, selector: &str) -> bool {
        let mut named = self.rules.rules().iter().filter(|active| active.rule().matches(selector)).peekable();
        named.peek().is_some()
            && named.clone().any(|active| active.enabled)
            && named.all(|active| active.enabled || !active.rule().default)
    }
}

/// Takes a draft apart. Marks on lines of their own are no prose.
fn read_draft(source: &Source, input: &dyn Input) -> Draft {
    if !input.marks_on_lines() {
        return input::read(source, source.text(), input);
    }
    let text = read::without_lines(source.text());
    let mut draft = input::read(source, &text, input);
    if let Cow::Owned(text) = &text {
        // A run of blank lines that holds a mark is not blank.
        draft.blank_runs.retain(|run| text.get(run.range()) == Some(source.slice(*run)));
    }
    draft
}
