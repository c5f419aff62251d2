//! Checker: settings and rules made ready once; [`Checker::check`] is the one function that every front calls.

use crate::builtin::BUILTIN;
use crate::config;
use crate::config::select;
use crate::document::{Document, Needs};
use crate::engine::kinds::Settings;
use crate::engine::rule::Profile;
use crate::engine::ruleset::RuleSet;
use crate::finding::{Checked, Finding, Severity};
use crate::input::{Draft, Input};
use crate::marks::read;
use crate::marks::silence;
use crate::problem::{Problem, nearest};
use crate::source::{Source, Span};
use std::borrow::Cow;
use std::sync::Arc;

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
        Self { needs: rules.needs(), rules, settings, own: OWN_RULES.map(|rule| Some(rule.severity)) }
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

    /// Checks one draft: rules, then what its marks silence.
    pub fn check(&self, source: Arc<Source>, input: &dyn Input) -> Checked {
        let draft = read_draft(&source, input);
        let (settings, said) = self.settings_of(&source, &draft, input);
        let mut checked =
            Checked { source, format: input.name(), findings: said, suppressed: 0, problems: Vec::new() };
        let Some(settings) = settings else { return checked };
        let source = Arc::clone(&checked.source);
        let (marks, wrong) = match input.name() {
            "text" => read::on_lines(&source),
            _ => read::in_comments(&source, &draft.comments),
        };
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
    fn silence(&self, mut marks: Vec<crate::marks::Mark>, document: &Document, checked: &mut Checked) {
        let source = Arc::clone(&checked.source);
        let known = select::known(&self.rules);
        for mark in &mut marks {
            let all = mark.selectors.len();
            mark.selectors.retain(|selector| {
                let is_known = known.binary_search(&&*selector.text).is_ok();
                if !is_known {
                    let problem = Problem::at(&source, selector.span, select::message(&selector.text));
                    checked.problems.push(select::with_help(problem, &selector.text, &known));
                }
                is_known
            });
            // Without a name a mark would silence everything.
            if all > 0 && mark.selectors.is_empty() {
                mark.span = Span::at(mark.span.start);
            }
        }
        marks.retain(|mark| !mark.span.is_empty());
        let findings = std::mem::take(&mut checked.findings);
        let silenced = silence::apply(&source, &marks, document, findings, |rule| self.names(rule));
        if let Some(severity) = self.own[1] {
            let rule = (OWN_RULES[1].id, severity);
            let unused = silence::unused(&source, &marks, &silenced, rule, |selector| self.all_run(selector));
            checked.findings.extend(unused);
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

    /// The settings under what the draft says of itself, and what of that is not understood; no settings where the draft
    /// is in another language.
    fn settings_of(&self, source: &Source, draft: &Draft, input: &dyn Input) -> (Option<Settings>, Vec<Finding>) {
        let mut settings = self.settings.clone();
        let mut found = Vec::new();
        let value = |name: &str| draft.fields.iter().find(|field| field.name == name).map(|field| field.span);
        if let Some(date) = value("date").and_then(|span| config::date(source.slice(span))) {
            settings.date = Some(date);
        }
        // Pages name a language and a profile for reasons of their own.
        if input.name() != "markdown" {
            return (Some(settings), found);
        }
        let language = value("language").map(|span| (span, source.slice(span).trim().to_ascii_lowercase()));
        if let Some((span, language)) = &language {
            match language.replace('_', "-").as_str() {
                "en-gb" | "en-ie" | "en-au" | "en-nz" => settings.profile = Profile::Uk,
                "en-us" => settings.profile = Profile::Us,
                other if other.starts_with("en") => {}
                _ => {
                    found.extend(self.front_matter(*span, "the draft is not in English and is not checked", "write `en`, `en-US` or `en-GB` if it is in English"));
                    return (None, found);
                }
            }
        }
        if let Some(span) = value("profile") {
            let written = source.slice(span).trim();
            match Profile::NAMES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(written)) {
                Some((_, profile)) => settings.profile = profile,
                None => {
                    let near = nearest(written, Profile::NAMES.map(|(name, _)| name)).unwrap_or("us`, `uk` or `wire");
                    let message = format!("unknown profile `{written}`");
                    found.extend(self.front_matter(span, &message, &format!("write `{near}`")));
                }
            }
        }
        (Some(settings), found)
    }

    fn front_matter(&self, span: Span, message: &str, help: &str) -> Option<Finding> {
        Some(Finding {
            rule: OWN_RULES[0].id.to_owned(),
            severity: self.own[0]?,
            message: message.to_owned(),
            span,
            label: String::new(),
            labels: Vec::new(),
            notes: vec![OWN_RULES[0].reason.to_owned()],
            help: vec![help.to_owned()],
            url: None,
            fixes: Vec::new(),
        })
    }
}

/// Takes a draft apart. Marks on lines of plain text are no prose.
fn read_draft(source: &Source, input: &dyn Input) -> Draft {
    if input.name() != "text" {
        return input.read(source.text());
    }
    let text = read::without_lines(source.text());
    let mut draft = input.read(&text);
    if let Cow::Owned(text) = &text {
        // A run of blank lines that holds a mark is not blank.
        draft.blank_runs.retain(|run| text.get(run.range()) == Some(source.slice(*run)));
    }
    draft
}
