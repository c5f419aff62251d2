//! Examples: a rule is held to what it says it finds, where, and what it makes of it, and to what it leaves alone.

use crate::document::Document;
use crate::engine::kinds::{Settings, people};
use crate::engine::roster::Roster;
use crate::engine::rule::{Profile, Rule};
use crate::engine::ruleset::RuleSet;
use crate::finding::{Edit, Finding};
use crate::input::{self, INPUTS, Input};
use crate::source::{Source, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// How an example failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Which example, as written.
    pub example: String,
    /// What came instead of what was promised.
    pub what: String,
}

/// Holds a rule of the set, by its number, to its examples. Only that rule speaks.
pub fn failures(set: &RuleSet, number: usize) -> Vec<Failure> {
    let rule = set.rules()[number].rule();
    let format = INPUTS.into_iter().find(|input| input.name() == &*rule.examples.format).unwrap_or(INPUTS[0]);
    let mut failures = Vec::new();
    for example in &rule.examples.hit {
        let (marked, fixed) =
            example.split_once(" => ").map_or((&**example, None), |(marked, fixed)| (marked, Some(fixed)));
        let (text, mut places) = unmark(marked);
        let Some(own) = format.example(&text) else {
            failures.push(Failure { example: example.to_string(), what: unreadable(format) });
            continue;
        };
        if own.outline().is_some() {
            // What is marked is the text of a word processor's paragraphs, not the XML around it.
            places = format.example(marked).map(|marked| unmark(marked.text()).1).unwrap_or_default();
        }
        let text = own.text().to_owned();
        let findings = run(set, rule, format, own);
        if let Some(what) = compare_hit(&text, &places, &findings, fixed) {
            failures.push(Failure { example: example.to_string(), what });
        }
    }
    for example in &rule.examples.miss {
        let Some(own) = format.example(example) else {
            failures.push(Failure { example: example.to_string(), what: unreadable(format) });
            continue;
        };
        let text = own.text().to_owned();
        let findings = run(set, rule, format, own);
        if let Some(finding) = findings.first() {
            let text = text.get(finding.span.range()).unwrap_or_default();
            failures.push(Failure {
                example: example.to_string(),
                what: format!("nothing may be found, but “{text}” was"),
            });
        }
    }
    failures
}

/// The text of an example without its marks, and the places they marked.
fn unmark(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some(close) = after.find("]]") else { break };
        // Of a run of brackets the last two close: what is marked may end in one itself.
        let extra = after[close + 2..].bytes().take_while(|byte| *byte == b']').count();
        let (inside, after) = (&after[..close + extra], &after[close + extra + 2..]);
        text.push_str(before);
        let start = text.len() as u32;
        text.push_str(inside);
        places.push(Span::new(start, text.len() as u32));
        rest = after;
    }
    text.push_str(rest);
    (text, places)
}

fn unreadable(format: &dyn Input) -> String {
    format!("it is no {}", format.name())
}

/// The day on which examples are run: what they say must not depend on the day of the test.
const DAY: jiff::civil::Date = jiff::civil::date(2026, 5, 4);

fn run(set: &RuleSet, rule: &Rule, format: &dyn Input, own: Source) -> Vec<Finding> {
    let document = |source: Source| {
        let draft = input::read(&source, source.text(), format);
        Document::new(Arc::new(source), draft, format.name(), set.lists(), crate::document::Needs::ALL)
    };
    let own = document(own);
    let profiles = Profile::NAMES.map(|(_, profile)| profile);
    let profile = profiles.into_iter().find(|profile| rule.scope.profiles & profile.bit() != 0).unwrap_or_default();
    let roster = Arc::new(Roster::of(&rule.examples.person));
    let mut settings = Settings { profile, roster, today: Some(DAY), ..Settings::default() };
    if !rule.examples.beside.is_empty() {
        let beside = rule.examples.beside.iter().enumerate();
        let beside = beside
            .map(|(number, text)| document(Source::new(format!("beside-{number:03}"), &**text)))
            .collect::<Vec<_>>();
        let rolls = beside.iter().chain([&own]);
        let rolls = rolls.map(|draft| (draft.source.path().to_owned(), set.enroll(draft, &settings))).collect();
        let mut census = people::census(rolls, set.lists());
        beside.iter().for_each(|draft| census.show(Arc::clone(&draft.source)));
        settings.census = Some(Arc::new(census));
    }
    set.check_one(rule, &own, &settings)
}

fn compare_hit(text: &str, places: &[Span], findings: &[Finding], fixed: Option<&str>) -> Option<String> {
    let found: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    if found != places {
        let words: Vec<&str> = found.iter().map(|span| text.get(span.range()).unwrap_or_default()).collect();
        return Some(match words.as_slice() {
            [] => "nothing was found".to_owned(),
            words => format!("found instead: “{}”", words.join("”, “")),
        });
    }
    let fixed = fixed?;
    let edits = findings.iter().filter_map(|finding| finding.fixes.first()).flat_map(|fix| fix.edits.clone()).collect();
    let outcome = apply(text, edits);
    (outcome != fixed).then(|| format!("the fixes make of it: {outcome}"))
}

/// An example of a rule as people read it: of a word processor's file its text and what is noted in it, not its XML.
pub fn shown<'e>(rule: &Rule, example: &'e str) -> Cow<'e, str> {
    let format = INPUTS.into_iter().find(|input| input.name() == &*rule.examples.format);
    let Some(source) = format.and_then(|format| format.example(example)) else { return Cow::Borrowed(example) };
    let Some(outline) = source.outline() else { return Cow::Borrowed(example) };
    let noted = outline.traces.iter().map(|trace| {
        let words = if trace.text.is_empty() { source.slice(trace.span) } else { &*trace.text };
        format!(" ({}: “{}”)", trace.kind.name(), words.trim())
    });
    Cow::Owned(noted.fold(source.text().to_owned(), |shown, noted| shown + &noted))
}

/// Applies edits that do not overlap; of those that do, the first.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort();
    edits.dedup();
    let mut outcome = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < at || text.get(range.clone()).is_none() {
            continue;
        }
        outcome.push_str(&text[at..range.start]);
        outcome.push_str(&edit.text);
        at = range.end;
    }
    outcome.push_str(&text[at..]);
    outcome
}
