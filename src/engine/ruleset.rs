//! RuleSet: the rules of a run, and the one scan over a document that all of them share.

use crate::document::{Document, Needs, TextSpan};
use crate::engine::census::Roll;
use crate::engine::expression::{Built, Expressions};
use crate::engine::kinds::{Anchor, Hit, HitFix, Place, Scene, Settings};
use crate::engine::probe::Probe;
use crate::engine::rule::{Context, Rule};
use crate::engine::{template, together};
use crate::finding::{Edit, Finding, Fix, Label, Safety, Severity};
use crate::list::{Lists, WordIndex};
use crate::source::Span;
use std::ops::Range;
use wanted::Wanted;

mod wanted;

/// What an anchor leads to: a rule by its number, and the item its kind wants to be told.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Trigger {
    /// The number of the rule.
    pub rule: u32,
    /// The item of the anchor.
    pub item: u32,
}

/// The rules that are part of the binary, with their lists and the index of their anchors.
#[derive(Copy, Clone, Debug)]
pub struct Builtin {
    /// The rules, by category and place.
    pub rules: &'static [Rule],
    /// The lists.
    pub lists: &'static [crate::list::List],
    /// The anchors of all rules.
    pub index: &'static WordIndex<Trigger>,
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
    /// Anchors of the rules that are part of the binary, where they hold as they are.
    fixed: Option<&'static WordIndex<Trigger>>,
    /// Anchors of all other rules.
    added: WordIndex<Trigger>,
}

/// The anchors of some rules, numbered from `first`.
pub fn index<'r>(rules: impl Iterator<Item = &'r Rule>, first: u32, lists: &Lists) -> WordIndex<Trigger> {
    let mut pairs = Vec::new();
    for (number, rule) in rules.enumerate() {
        let anchors = rule.data.check().anchors(lists);
        pairs.extend(
            anchors.into_iter().map(|anchor| (anchor.word, Trigger { rule: first + number as u32, item: anchor.item })),
        );
    }
    // Those for the head of a block come last, so that the scan can stop there.
    pairs.sort_by_key(|(_, trigger)| trigger.item & Anchor::AT_HEAD);
    WordIndex::new(pairs)
}

impl RuleSet {
    /// The rules of the binary and further ones, with further entries of lists.
    pub fn new(builtin: Builtin, added: Vec<Rule>, lists: Vec<(String, Vec<crate::list::Entry>)>) -> Self {
        let mut all = Lists::new(builtin.lists);
        let extended = !lists.is_empty();
        for (name, entries) in lists {
            all.extend(&name, entries);
        }
        let mut active: Vec<Active> = builtin.rules.iter().map(|rule| Active::new(RuleRef::Fixed(rule))).collect();
        active.extend(added.into_iter().map(|rule| Active::new(RuleRef::Owned(Box::new(rule)))));
        let mut set = Self { active, lists: all, fixed: Some(builtin.index), added: WordIndex::default() };
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
            self.added = index(self.active[first..].iter().map(Active::rule), first as u32, &self.lists);
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

    /// Changes a rule by options of the settings. Rules of the binary are copied first.
    pub fn configure(&mut self, number: usize, reader: &mut crate::engine::reader::Reader<'_, '_>) {
        let Some(active) = self.active.get_mut(number) else { return };
        let mut rule = Box::new(active.rule().clone());
        rule.data.check_mut().configure(reader);
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
        let mut hits: Vec<(u32, Hit)> = Vec::new();
        self.scan(document, settings, &mut hits);
        self.read_drafts(document, settings, &mut hits);
        self.settle(document, settings, &mut hits);
        let mut found: Vec<(u32, Finding)> = hits
            .into_iter()
            .filter_map(|(number, hit)| {
                let active = &self.active[number as usize];
                let finding =
                    Words { document, lists: &self.lists, rule: active.rule(), severity: active.severity }.put(hit);
                Some((number, finding?))
            })
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
        let scene = self.scene(number as u32, document, settings);
        let mut hits = Vec::new();
        let check = rule.data.check();
        let anchors = check.anchors(&self.lists);
        for (token, _) in document.tokens.iter().enumerate().filter(|(token, _)| scene.in_scope(*token as u32)) {
            for anchor in anchors.iter().filter(|anchor| anchor.word == document.tokens[token].word) {
                check.at(&scene, anchor.item, token as u32, &mut hits);
            }
        }
        if check.reads_draft() {
            check.draft(&scene, &mut hits);
        }
        if check.settles() && !hits.is_empty() {
            hits = check.settle(&scene, hits);
        }
        let words = Words { document, lists: &self.lists, rule, severity: rule.severity };
        let findings = hits.into_iter().filter_map(|hit| words.put(hit));
        let mut found: Vec<(u32, Finding)> = findings.map(|finding| (number as u32, finding)).collect();
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

    /// The shared scan: each token is looked up once for all rules.
    fn scan(&self, document: &Document, settings: &Settings, hits: &mut Vec<(u32, Hit)>) {
        let wanted: Vec<Wanted> = self.active.iter().map(|active| Wanted::new(active, settings)).collect();
        let mut found = Vec::new();
        for block in &document.blocks {
            let role = 1 << block.role as u16;
            for number in block.tokens.clone() {
                let token = &document.tokens[number as usize];
                let is_head = number - block.tokens.start <= Anchor::HEAD;
                let fixed = self.fixed.map_or(&[][..], |fixed| fixed.get(token.word));
                for triggers in [fixed, self.added.get(token.word)] {
                    for trigger in triggers {
                        if !is_head && trigger.item & Anchor::AT_HEAD != 0 {
                            break;
                        }
                        if !wanted[trigger.rule as usize].has(role, token.quoted) {
                            continue;
                        }
                        let scene = self.scene(trigger.rule, document, settings);
                        scene.rule.data.check().at(&scene, trigger.item, number, &mut found);
                        hits.extend(found.drain(..).map(|hit| (trigger.rule, hit)));
                    }
                }
            }
        }
    }

    fn read_drafts(&self, document: &Document, settings: &Settings, hits: &mut Vec<(u32, Hit)>) {
        let mut found = Vec::new();
        for (number, active) in self.active.iter().enumerate() {
            let in_profile = active.rule().scope.profiles & settings.profile.bit() != 0;
            if active.enabled && active.reads_draft && in_profile {
                let scene = self.scene(number as u32, document, settings);
                active.rule().data.check().draft(&scene, &mut found);
                hits.extend(found.drain(..).map(|hit| (number as u32, hit)));
            }
        }
    }

    /// Lets the kinds that gather occurrences over the draft turn them into hits.
    fn settle(&self, document: &Document, settings: &Settings, hits: &mut Vec<(u32, Hit)>) {
        let settles = |number: &u32| self.active[*number as usize].rule().data.check().settles();
        let mut numbers: Vec<u32> = hits.iter().map(|(number, _)| *number).filter(settles).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let (own, others) = std::mem::take(hits).into_iter().partition(|(other, _)| *other == number);
            let own: Vec<(u32, Hit)> = own;
            *hits = others;
            let scene = self.scene(number, document, settings);
            let settled = scene.rule.data.check().settle(&scene, own.into_iter().map(|(_, hit)| hit).collect());
            hits.extend(settled.into_iter().map(|hit| (number, hit)));
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

/// Categories whose rules mend marks and residue, never words.
const MARKS_ONLY: [&str; 3] = ["punct", "quote", "residue"];

/// Puts the hits of a rule into words.
struct Words<'a> {
    document: &'a Document,
    lists: &'a Lists,
    rule: &'a Rule,
    severity: Severity,
}

impl Words<'_> {
    /// The finding of a hit; `None` where the rule's context rules it out.
    fn put(&self, mut hit: Hit) -> Option<Finding> {
        let rule = self.rule;
        if let Place::Text(span) = hit.place
            && !self.allows(span)
        {
            return None;
        }
        let span = self.to_source(hit.place);
        hit.values.push(("text".into(), self.prose(hit.place).to_owned()));
        let fixes = self.fixes(&hit);
        if let Some(fix) = fixes.first().filter(|fix| fix.edits.len() == 1) {
            hit.values.push(("fix".into(), fix.edits[0].text.clone()));
        }
        let soft = rule.soft.as_ref().filter(|_| hit.soft);
        let message = soft.map(|soft| &soft.message).filter(|message| !message.is_empty()).unwrap_or(&rule.message);
        let help = soft.map(|soft| &soft.help).filter(|help| !help.is_empty()).unwrap_or(&rule.help);
        let help: Vec<String> = help.iter().filter_map(|text| template::fill(text, &hit.values)).collect();
        let severity = match (soft, hit.severity) {
            (Some(soft), _) => soft.severity.min(self.severity),
            (None, Some(own)) => own.min(self.severity),
            (None, None) => self.severity,
        };
        Some(Finding {
            rule: rule.id.to_string(),
            severity,
            message: template::fill(message, &hit.values).unwrap_or_else(|| message.to_string()),
            span,
            label: template::fill(&rule.label, &hit.values).unwrap_or_default(),
            labels: self.labels(&hit),
            notes: if rule.reason.is_empty() { Vec::new() } else { vec![rule.reason.to_string()] },
            fixes: fixes
                .into_iter()
                .map(|fix| Fix { message: help.first().cloned().unwrap_or_default(), ..fix })
                .collect(),
            help,
            url: (!rule.url.is_empty()).then(|| rule.url.to_string()),
        })
    }

    fn to_source(&self, place: Place) -> Span {
        match place {
            Place::Text(span) => self.document.to_source(span),
            Place::File(span) => span,
        }
    }

    fn prose(&self, place: Place) -> &str {
        match place {
            Place::Text(span) => self.document.slice(span),
            Place::File(span) => self.document.source.slice(span),
        }
    }

    fn labels(&self, hit: &Hit) -> Vec<Label> {
        let words = |name: &str| self.rule.labels.iter().find(|(known, _)| **known == *name).map(|(_, text)| text);
        hit.labels
            .iter()
            .filter_map(|(name, place)| {
                let message = template::fill(words(name)?, &hit.values)?;
                Some(Label { span: self.to_source(*place), message, file: None })
            })
            .chain(hit.elsewhere.iter().filter_map(|(name, file, span)| {
                let message = template::fill(words(name)?, &hit.values)?;
                Some(Label { span: *span, message, file: Some(file.clone()) })
            }))
            .collect()
    }

    fn fixes(&self, hit: &Hit) -> Vec<Fix> {
        let Some(limit) = self.rule.fix else { return Vec::new() };
        hit.fixes.iter().filter_map(|fix| self.fix(fix, limit)).collect()
    }

    /// A fix in bytes of the file; `None` where an edit would take markup with it.
    fn fix(&self, fix: &HitFix, limit: Safety) -> Option<Fix> {
        let mut edits = Vec::with_capacity(fix.edits.len());
        for (place, text) in &fix.edits {
            edits.push(match place {
                Place::File(span) => Edit { span: *span, text: text.clone() },
                Place::Text(span) => self.text_edit(*span, text)?,
            });
        }
        edits.sort();
        let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let safety = if self.touches_speech(fix) { Safety::Suggest } else { fix.safety.max(limit) };
        apart.then_some(Fix { safety, message: String::new(), edits })
    }

    /// Whether a fix changes the words of someone quoted. Those belong to the speaker: no such fix is safe, but for marks
    /// and what is left of markup.
    fn touches_speech(&self, fix: &HitFix) -> bool {
        if MARKS_ONLY.contains(&self.rule.category()) {
            return false;
        }
        fix.edits.iter().any(|(place, _)| match place {
            Place::Text(span) => {
                let first = self.document.token_at(span.start);
                let inside = self.document.tokens.get(first as usize).is_none_or(|token| token.span.start > span.start);
                let first = first.saturating_sub(u32::from(inside));
                (first..self.document.token_at(span.end).max(first + 1)).any(|token| self.document.is_quoted(token))
            }
            Place::File(_) => false,
        })
    }

    /// A replacement of prose. What both sides share is left alone, so that entities and markup there stay as they are.
    fn text_edit(&self, span: TextSpan, text: &str) -> Option<Edit> {
        if self.document.is_plain(span) {
            return Some(Edit { span: self.document.to_source(span), text: self.escaped(text) });
        }
        let old = self.document.slice(span);
        let head: usize =
            old.chars().zip(text.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
        let (old_rest, new_rest) = (&old[head..], &text[head..]);
        let tail: usize = old_rest
            .chars()
            .rev()
            .zip(new_rest.chars().rev())
            .take_while(|(one, other)| one == other)
            .map(|(one, _)| one.len_utf8())
            .sum();
        let inner = TextSpan::new(span.start + head as u32, span.end - tail as u32);
        let new = &new_rest[..new_rest.len() - tail];
        let source = self.document.to_source(inner);
        let whole = inner.is_empty() || self.document.stands_alone(inner);
        whole.then(|| Edit { span: source, text: self.escaped(new) })
    }

    /// Text as the draft's format spells it.
    fn escaped(&self, text: &str) -> String {
        if self.document.format == "html" && text.contains(['&', '<']) {
            return text.replace('&', "&amp;").replace('<', "&lt;");
        }
        text.to_owned()
    }

    /// Whether the rule's context allows a hit.
    fn allows(&self, span: TextSpan) -> bool {
        let rule = self.rule;
        let plain = Context::default();
        if rule.context == plain && rule.unless == plain && rule.unless_text.is_empty() {
            return true;
        }
        let text = self.document.slice(span);
        if rule.unless_text.iter().any(|refused| refused.eq_ignore_ascii_case(text)) {
            return false;
        }
        let first = self.document.token_at(span.start);
        let tokens = first..self.document.token_at(span.end).max(first);
        let sentence = self.document.sentences.get(self.document.sentence_of(first) as usize);
        let bounds = sentence.map_or(tokens.clone(), |sentence| sentence.tokens.clone());
        self.holds(&rule.context, &tokens, &bounds).unwrap_or(true) && !self.holds_any(&rule.unless, &tokens, &bounds)
    }

    /// Whether every part of a context that is written holds; `None` where nothing is written.
    fn holds(&self, context: &Context, tokens: &Range<u32>, bounds: &Range<u32>) -> Option<bool> {
        let parts = self.parts(context, tokens, bounds);
        (!parts.is_empty()).then(|| parts.into_iter().all(|holds| holds))
    }

    fn holds_any(&self, context: &Context, tokens: &Range<u32>, bounds: &Range<u32>) -> bool {
        self.parts(context, tokens, bounds).into_iter().any(|holds| holds)
    }

    fn parts(&self, context: &Context, tokens: &Range<u32>, bounds: &Range<u32>) -> Vec<bool> {
        let (document, lists) = (self.document, self.lists);
        let mut parts = Vec::new();
        let mut part = |probes: &[Probe], holds: &dyn Fn(&Probe) -> bool| {
            if !probes.is_empty() {
                parts.push(probes.iter().any(holds));
            }
        };
        part(&context.before, &|probe| probe.forward(document, lists, tokens.end, bounds).is_some());
        part(&context.after, &|probe| probe.backward(document, lists, tokens.start, bounds).is_some());
        part(&context.near, &|probe| probe.within(document, lists, bounds));
        parts
    }
}
