//! RuleSet: the rules of a run, and the one scan over a document that all of them share.

use crate::document::{Document, Needs};
use crate::engine::census::Roll;
use crate::engine::expression::{Built, Expressions};
use crate::engine::index::Index;
use crate::engine::kinds::{Hit, Scene, Settings};
use crate::engine::rule::Rule;
use crate::engine::together;
use crate::finding::{Finding, Severity};
use crate::list::Lists;
use quiet::Quiet;
use scan::Scan;
use wanted::Wanted;
use words::Words;

mod quiet;
mod scan;
mod wanted;
mod words;

/// The rules that are part of the binary, with their lists and the index of their anchors.
#[derive(Copy, Clone, Debug)]
pub struct Builtin {
    /// The rules, by category and place.
    pub rules: &'static [Rule],
    /// The lists.
    pub lists: &'static [crate::list::List],
    /// Where the scan finds the rules that are on by default.
    pub index: &'static Index,
    /// Where it finds the others: a run that has none of them on, as most have, does not look there.
    pub others: &'static Index,
}

/// A rule of a run with what the settings say of it.
#[derive(Debug)]
pub struct Active {
    rule: RuleRef,
    /// Whether it is run.
    pub enabled: bool,
    /// How grave its hits are.
    pub severity: Severity,
    built: Built,
    reads_draft: bool,
}

#[derive(Debug)]
enum RuleRef {
    Fixed(&'static Rule),
    Owned(Box<Rule>),
}

impl Active {
    /// The rule.
    pub fn rule(&self) -> &Rule {
        match &self.rule {
            RuleRef::Fixed(rule) => rule,
            RuleRef::Owned(rule) => rule,
        }
    }

    fn new(rule: RuleRef) -> Self {
        let fixed: &Rule = match &rule {
            RuleRef::Fixed(rule) => rule,
            RuleRef::Owned(rule) => rule,
        };
        let (enabled, severity, reads_draft) = (fixed.default, fixed.severity, fixed.data.check().reads_draft());
        Self { rule, enabled, severity, built: Built::default(), reads_draft }
    }
}

/// The rules of a run.
#[derive(Debug)]
pub struct RuleSet {
    active: Vec<Active>,
    lists: Lists,
    /// Where the scan finds the rules of the binary, unless further entries of lists have changed that: the default ones
    /// and the others.
    fixed: Option<[&'static Index; 2]>,
    /// Where it finds all other rules.
    added: Index,
}

impl RuleSet {
    /// The rules of the binary and further ones, with further entries of lists.
    pub fn new(builtin: Builtin, added: Vec<Rule>, lists: Vec<(String, Vec<crate::list::Entry>)>) -> Self {
        let mut all = Lists::new(builtin.lists);
        // No rule reads the names of the house.
        let extended = lists.iter().any(|(name, _)| name != crate::document::people::LISTED);
        for (name, entries) in lists {
            all.extend(&name, entries);
        }
        let mut active: Vec<Active> = builtin.rules.iter().map(|rule| Active::new(RuleRef::Fixed(rule))).collect();
        active.extend(added.into_iter().map(|rule| Active::new(RuleRef::Owned(Box::new(rule)))));
        let mut set =
            Self { active, lists: all, fixed: Some([builtin.index, builtin.others]), added: Index::default() };
        if extended {
            set.fixed = None;
        }
        set.reindex(builtin.rules.len());
        set
    }

    /// Builds the index of the rules that the binary's own does not hold.
    fn reindex(&mut self, builtin: usize) {
        let first = if self.fixed.is_some() { builtin } else { 0 };
        if first < self.active.len() {
            let rules = (0..).zip(self.active.iter().map(Active::rule)).skip(first);
            self.added = Index::new(rules, &self.lists);
        }
    }

    /// Every rule, enabled or not.
    pub fn rules(&self) -> &[Active] {
        &self.active
    }

    /// Every rule, to be enabled, disabled and graded.
    pub fn rules_mut(&mut self) -> &mut [Active] {
        &mut self.active
    }

    /// The lists.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Changes a rule by options of the settings: those of its kind, and an `unless` that is added to its own. Rules of the binary are copied first.
    pub fn configure(&mut self, number: usize, reader: &mut crate::engine::reader::Reader<'_, '_>) {
        let Some(active) = self.active.get_mut(number) else { return };
        let mut rule = Box::new(active.rule().clone());
        rule.data.check_mut().configure(reader);
        let (unless, text) = crate::engine::pack::read_unless(reader);
        rule.unless = std::mem::take(&mut rule.unless).or(unless);
        rule.unless_text = rule.unless_text.iter().cloned().chain(text.iter().cloned()).collect();
        let (enabled, severity) = (active.enabled, active.severity);
        *active = Active { enabled, severity, ..Active::new(RuleRef::Owned(rule)) };
    }

    /// The layers that the enabled rules want.
    pub fn needs(&self) -> Needs {
        let enabled = self.active.iter().filter(|active| active.enabled);
        enabled.fold(Needs::default(), |needs, active| needs.or(active.rule().data.check().needs()))
    }

    /// Runs the enabled rules over a document. Findings come in order of place, one a defect.
    pub fn check(&self, document: &Document, settings: &Settings) -> Vec<Finding> {
        let wanted: Vec<Wanted> = self.active.iter().map(|active| Wanted::new(active, settings)).collect();
        let mut scan = Scan::new(self, document, settings, &wanted);
        if let Some([defaults, others]) = self.fixed {
            scan.run(defaults);
            if self.active.iter().any(|active| active.enabled && !active.rule().default) {
                scan.run(others);
            }
        }
        scan.run(&self.added);
        scan.drafts();
        let mut hits = scan.hits;
        self.settle(document, settings, &mut hits);
        let quiet = Quiet::take(self, document, &mut hits);
        let mut found: Vec<(u32, Finding)> = hits
            .into_iter()
            .filter_map(|(number, hit)| {
                let active = &self.active[number as usize];
                let finding =
                    Words { document, lists: &self.lists, rule: active.rule(), severity: active.severity }.put(hit);
                Some((number, finding?))
            })
            .filter(|(number, finding)| !quiet.spares(*number, finding.span))
            .collect();
        found.sort_by(|(_, one), (_, other)| order(one).cmp(&order(other)));
        found.dedup_by(|(_, one), (_, other)| one.span == other.span && one.rule == other.rule);
        let is_inside: Vec<bool> = (0..found.len()).map(|index| self.is_inside(&found, index)).collect();
        let mut is_inside = is_inside.into_iter();
        found.retain(|_| !is_inside.next().unwrap_or(false));
        let found = self.give_way(found);
        together::gather(found, |rule| {
            let own = self.active.iter().find(|active| *active.rule().id == *rule);
            own.map_or(0, |active| active.rule().together as usize)
        })
    }

    /// What a draft enters for the comparison with others.
    pub fn enroll(&self, document: &Document, settings: &Settings) -> Roll {
        let mut roll = Roll::default();
        for (number, active) in self.active.iter().enumerate().filter(|(_, active)| active.enabled) {
            active.rule().data.check().enroll(&self.scene(number as u32, document, settings), &mut roll);
        }
        roll
    }

    /// Runs one rule of the set, enabled or not, over a document.
    pub fn check_one(&self, rule: &Rule, document: &Document, settings: &Settings) -> Vec<Finding> {
        let Some(number) = self.active.iter().position(|active| active.rule().id == rule.id) else { return Vec::new() };
        let number = number as u32;
        let mut wanted = vec![Wanted::NOWHERE; number as usize];
        wanted.push(Wanted::of(rule));
        let mut scan = Scan::new(self, document, settings, &wanted);
        scan.run(&Index::new([(number, rule)].into_iter(), &self.lists));
        scan.draft(number);
        let mut hits: Vec<Hit> = scan.hits.into_iter().map(|(_, hit)| hit).collect();
        let (check, scene) = (rule.data.check(), self.scene(number, document, settings));
        if check.settles() && !hits.is_empty() {
            hits = check.settle(&scene, hits);
        }
        let words = Words { document, lists: &self.lists, rule, severity: rule.severity };
        let findings = hits.into_iter().filter_map(|hit| words.put(hit));
        let mut found: Vec<(u32, Finding)> = findings.map(|finding| (number, finding)).collect();
        found.sort_by(|(_, one), (_, other)| order(one).cmp(&order(other)));
        found.dedup_by(|(_, one), (_, other)| one.span == other.span);
        let is_inside: Vec<bool> = (0..found.len()).map(|index| self.is_inside(&found, index)).collect();
        let outer = found.into_iter().zip(is_inside).filter(|(_, inside)| !inside);
        outer.map(|((_, finding), _)| finding).collect()
    }

    fn scene<'a>(&'a self, number: u32, document: &'a Document, settings: &'a Settings) -> Scene<'a> {
        let active = &self.active[number as usize];
        let rule = active.rule();
        let expressions = Expressions::new(rule.data.check(), &active.built);
        Scene { document, lists: &self.lists, rule, settings, expressions }
    }

    /// Lets the kinds that gather occurrences over the draft turn them into hits.
    fn settle(&self, document: &Document, settings: &Settings, hits: &mut Vec<(u32, Hit)>) {
        let settles = |number: u32| self.active[number as usize].rule().data.check().settles();
        if !hits.iter().any(|(number, _)| settles(*number)) {
            return;
        }
        let (mut gathered, others): (Vec<_>, Vec<_>) =
            std::mem::take(hits).into_iter().partition(|(number, _)| settles(*number));
        *hits = others;
        gathered.sort_by_key(|(number, _)| *number);
        let mut gathered = gathered.into_iter().peekable();
        while let Some(number) = gathered.peek().map(|(number, _)| *number) {
            let own = std::iter::from_fn(|| gathered.next_if(|(other, _)| *other == number));
            let own: Vec<Hit> = own.map(|(_, hit)| hit).collect();
            let scene = self.scene(number, document, settings);
            hits.extend(scene.check().settle(&scene, own).into_iter().map(|hit| (number, hit)));
        }
    }

    /// Whether a finding lies inside another one of its rule, for kinds where that is the same defect.
    fn is_inside(&self, found: &[(u32, Finding)], index: usize) -> bool {
        let (number, finding) = &found[index];
        self.active[*number as usize].rule().data.check().is_one_inside_another()
            && neighbours(found, index).any(|(other, rival)| {
                other == number
                    && rival.span != finding.span
                    && rival.span.start <= finding.span.start
                    && finding.span.end <= rival.span.end
            })
    }

    /// One defect, one finding: a finding goes where it overlaps one of a rule that its own rule yields to.
    fn give_way(&self, found: Vec<(u32, Finding)>) -> Vec<Finding> {
        // The furthest end so far bounds how far back an overlapping finding can lie.
        let gone: Vec<bool> = found
            .iter()
            .enumerate()
            .map(|(index, (number, finding))| {
                let yields = &self.active[*number as usize].rule().yields;
                !yields.is_empty()
                    && neighbours(&found, index).any(|(other, rival)| {
                        let rival_rule = self.active[*other as usize].rule();
                        other != number
                            && rival.span.overlaps(finding.span)
                            && yields.iter().any(|selector| rival_rule.matches(selector))
                    })
            })
            .collect();
        found.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|((_, finding), _)| finding).collect()
    }
}

/// How many findings on each side of one are looked at for overlaps: more than can meaningfully share a place.
const NEIGHBOURS: usize = 64;

fn neighbours(found: &[(u32, Finding)], index: usize) -> impl Iterator<Item = &(u32, Finding)> {
    found[index.saturating_sub(NEIGHBOURS)..found.len().min(index + NEIGHBOURS)].iter()
}

fn order(finding: &Finding) -> (u32, u32, &str) {
    (finding.span.start, finding.span.end, &finding.rule)
}
