//! The desk: drafts with planted slips and traps, marked by people who had not seen the rules.
//!
//! `drafts/`, `hurried/` and `unread/` hold invented stories; the letter before a name is the set it was written in. A first line says for whom (`# profile=us date=2025-03-14 kind=errors`) and is no part
//! of the draft. In the draft `⟦category/rule|slip⇒what is meant⟧` marks what a copy chief would mark, with `@pack:NAME`
//! or `@human` behind the rule where no default rule is to find it, and `⦃category/rule|words⦄` what only looks wrong. A
//! finding is right where it overlaps a slip of its category or one akin. Rules are written for the language and not for these
//! drafts: the test holds the whole to a floor, and no draft to anything.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]
#![allow(clippy::print_stdout, reason = "`--nocapture` shows the scores")]

use copydesk::builtin::BUILTIN;
use copydesk::checker::Checker;
use copydesk::engine::kinds::Settings;
use copydesk::engine::rule::Profile;
use copydesk::engine::ruleset::RuleSet;
use copydesk::finding::Finding;
use copydesk::input::input_for;
use copydesk::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Categories among which two desks would choose: a slip that one calls a typo is grammar to the other.
const FAMILIES: [&[&str]; 5] = [
    &["boilerplate", "placeholder", "residue"],
    &["title", "name"],
    &["typo", "grammar", "spelling"],
    &["quote", "punct"],
    &["number", "figures", "fact"],
];

fn are_akin(one: &str, other: &str) -> bool {
    one == other || FAMILIES.iter().any(|family| family.contains(&one) && family.contains(&other))
}

/// A folder of drafts, and what must be found of the slips that default rules are to find, and what of the findings must be
/// right, in per cent.
type Held = (&'static str, f64, f64);

/// Drafts of all kinds. The rules were widened after their misses had been read.
const DRAFTS: Held = ("drafts", 82.0, 92.0);
/// Drafts of newsrooms in a hurry, and clean ones of the hardest kinds; read likewise.
const HURRIED: Held = ("hurried", 77.0, 91.0);
/// Drafts of which nobody who writes rules has read a line, and nobody should: what is found here is what to expect.
const UNREAD: Held = ("unread", 58.0, 93.0);

/// About the day that the drafts were written for: what is checked is checked when it is written.
const DAY: jiff::civil::Date = jiff::civil::date(2025, 6, 1);

/// A marked place.
struct Mark {
    category: String,
    span: Span,
    /// Whether it is a slip that a default rule is to find.
    default: bool,
    /// Whether it is a trap.
    trap: bool,
}

/// A draft with its marks taken out.
struct Marked {
    text: String,
    marks: Vec<Mark>,
    profile: Profile,
}

impl Marked {
    fn read(marked: &str) -> Self {
        let (head, body) = marked.split_once('\n').expect("a first line");
        let field = |name: &str| head.split_whitespace().find_map(|word| word.strip_prefix(name));
        let profile = Profile::NAMES.into_iter().find(|(name, _)| field("profile=") == Some(name));
        let mut read = Self { text: String::new(), marks: Vec::new(), profile: profile.expect("a profile").1 };
        let mut rest = body;
        while let Some(at) = rest.find(['⟦', '⦃']) {
            read.text.push_str(&rest[..at]);
            let trap = rest[at..].starts_with('⦃');
            let inner = &rest[at + '⟦'.len_utf8()..];
            let (mark, after) = inner.split_once(if trap { '⦄' } else { '⟧' }).expect("a mark that closes");
            read.mark(mark, trap);
            rest = after;
        }
        read.text.push_str(rest);
        read
    }

    fn mark(&mut self, mark: &str, trap: bool) {
        let (rule, words) = mark.split_once('|').expect("a rule and words");
        let words = words.split_once('⇒').map_or(words, |(words, _)| words);
        let start = self.text.len();
        self.text.push_str(words);
        self.marks.push(Mark {
            category: rule.split('/').next().unwrap_or_default().to_owned(),
            span: Span::new(start as u32, self.text.len() as u32),
            default: !trap && !rule.contains('@'),
            trap,
        });
    }

    /// The marks of its own category, or one akin, that a finding touches. A slip where something is missing has no width.
    fn touched(&self, finding: &Finding) -> BTreeSet<usize> {
        let category = finding.rule.split('/').next().unwrap_or_default();
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        let spans: Vec<Span> = edits.chain([finding.span]).collect();
        let touches = |mark: &Mark| spans.iter().any(|span| mark.span.start <= span.end && span.start <= mark.span.end);
        let marks = self.marks.iter().enumerate();
        marks
            .filter(|(_, mark)| are_akin(&mark.category, category) && touches(mark))
            .map(|(number, _)| number)
            .collect()
    }
}

/// What came of some drafts.
#[derive(Default)]
struct Score {
    slips: usize,
    found: usize,
    findings: usize,
    right: usize,
}

impl Score {
    fn add(&mut self, draft: &Marked, findings: &[Finding]) {
        let touched: Vec<BTreeSet<usize>> = findings.iter().map(|finding| draft.touched(finding)).collect();
        let all: BTreeSet<usize> = touched.iter().flatten().copied().collect();
        let slips = draft.marks.iter().enumerate().filter(|(_, mark)| mark.default);
        self.slips += slips.clone().count();
        self.found += slips.filter(|(number, _)| all.contains(number)).count();
        self.findings += findings.len();
        self.right += touched.iter().filter(|marks| marks.iter().any(|number| !draft.marks[*number].trap)).count();
    }
}

fn per_cent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn drafts(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn most_slips_are_found_and_most_findings_are_slips() {
    hold(DRAFTS);
}

#[test]
fn most_slips_of_a_hurry_are_found() {
    hold(HURRIED);
}

#[test]
fn most_slips_that_nobody_has_read_are_found() {
    hold(UNREAD);
}

/// Checks every draft of a folder under its own profile and holds the whole to its floors.
fn hold((folder, least_found, least_right): Held) {
    let checkers = Profile::NAMES.map(|(_, profile)| {
        let settings = Settings { profile, today: Some(DAY), ..Settings::default() };
        (profile, Checker::new(RuleSet::new(BUILTIN, Vec::new(), Vec::new()), settings))
    });
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for path in drafts(folder) {
        let draft = Marked::read(&fs::read_to_string(&path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (_, checker) = checkers.iter().find(|(profile, _)| *profile == draft.profile).unwrap();
        let source = Arc::new(Source::new(name.as_str(), draft.text.as_str()));
        let findings = checker.check(source, input_for(&name)).findings;
        scores.entry(name[..1].to_owned()).or_default().add(&draft, &findings);
    }
    let mut whole = Score::default();
    for (set, score) in &scores {
        let Score { slips, found, findings, right } = score;
        println!("{folder}/{set}: {found} of {slips} slips found, {right} of {findings} findings right");
        whole.slips += slips;
        whole.found += found;
        whole.findings += findings;
        whole.right += right;
    }
    let (found, right) = (per_cent(whole.found, whole.slips), per_cent(whole.right, whole.findings));
    assert!(
        found >= least_found && right >= least_right,
        "{folder}: {found:.1} % of the slips found, {right:.1} % of the findings right"
    );
}

#[test]
fn marks_are_taken_out_and_kept() {
    let draft = Marked::read(
        "# profile=uk kind=errors\nIt ⟦typo/its|it's⇒its⟧ a ⦃typo/a-an|an⦄ ⟦quote/x@human|y⟧ z⟦punct/stop|⟧\n",
    );
    assert_eq!(draft.text, "It it's a an y z\n");
    let marks: Vec<(&str, bool, bool)> =
        draft.marks.iter().map(|mark| (&draft.text[mark.span.range()], mark.default, mark.trap)).collect();
    assert_eq!(marks, [("it's", true, false), ("an", false, true), ("y", false, false), ("", true, false)]);
}
