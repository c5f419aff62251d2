//! `copydesk explain`: all that there is to know of a rule.

use super::Status;
use super::settings::{Selection, Settings};
use super::streams::{self, Color};
use crate::checker::own::OWN_RULES;
use crate::checker::selectors;
use crate::engine::examples::shown;
use crate::engine::rule::{Profile, Rule, Scope, Side};
use crate::engine::ruleset::{Active, RuleSet};
use crate::finding::Safety;
use crate::input::Role;
use crate::problem::Problem;
use clap::Args;
use std::io::{self, Write};
use std::path::Path;

/// Explain a rule: what it finds, why, what it leaves alone.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk explain typo/doubled-word
  copydesk explain doubled-word
  copydesk explain --rules house/ house/worn-phrase")]
pub(super) struct Explain {
    /// The rules' ids; the name alone will do where it is clear.
    #[arg(required = true, value_name = "RULE")]
    ids: Vec<String>,
    #[command(flatten)]
    settings: Settings,
}

impl Explain {
    /// Writes what is known of each rule.
    pub(super) fn run(&self) -> io::Result<Status> {
        let mut desks = self.settings.desks(Selection::default().layer(None));
        let Some(desk) = desks.desk(Path::new("draft.txt")) else {
            streams::complain_of(&desks.take_problems(), Color::Auto.error_style());
            return Ok(Status::Failed);
        };
        let mut out = streams::stdout();
        let mut problems = Vec::new();
        for (number, written) in self.ids.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            match find(desk.checker.rules(), written) {
                Some(active) => explain(&mut out, active)?,
                None if explain_own(&mut out, written)? => {}
                None => problems.push(unknown(desk.checker.rules(), written)),
            }
        }
        out.flush()?;
        streams::complain_of(&problems, Color::Auto.error_style());
        Ok(if problems.is_empty() { Status::Clean } else { Status::Failed })
    }
}

/// The rule of an id, or of a name that only one rule has.
fn find<'s>(set: &'s RuleSet, written: &str) -> Option<&'s Active> {
    let mut named =
        set.rules().iter().filter(|active| active.rule().id.split_once('/').is_some_and(|(_, name)| name == written));
    let by_name = named.next().filter(|_| named.next().is_none());
    set.rules().iter().find(|active| *active.rule().id == *written).or(by_name)
}

fn unknown(set: &RuleSet, written: &str) -> Problem {
    let known: Vec<&str> = selectors::known(set).into_iter().filter(|name| name.contains('/')).collect();
    let in_category: Vec<&str> = known
        .iter()
        .copied()
        .filter(|id| id.split_once('/').is_some_and(|(category, _)| category == written))
        .collect();
    let problem = Problem::new("", format!("unknown rule `{written}`"));
    if in_category.is_empty() {
        return selectors::with_help(problem, written, &known);
    }
    problem.help(format!("that is a category; its rules are {}", in_category.join(", ")))
}

fn explain(out: &mut dyn Write, active: &Active) -> io::Result<()> {
    let rule = active.rule();
    writeln!(out, "{}\n\n  {}\n", rule.id, rule.message)?;
    if !rule.reason.is_empty() {
        writeln!(out, "  {}\n", rule.reason)?;
    }
    for help in &rule.help {
        writeln!(out, "  help: {help}")?;
    }
    if !rule.help.is_empty() {
        writeln!(out)?;
    }
    for (name, value) in facts(active) {
        writeln!(out, "  {name:9} {value}")?;
    }
    write_examples(out, rule)
}

/// What a table says of a rule, by name.
fn facts(active: &Active) -> Vec<(&'static str, String)> {
    let rule = active.rule();
    let packs = rule.packs.iter().map(|pack| pack.to_string()).collect::<Vec<_>>().join(", ");
    let runs = match (active.enabled, rule.default, packs.is_empty()) {
        (true, true, _) => "yes, by default".to_owned(),
        (true, false, _) => "yes, by the settings".to_owned(),
        (false, true, _) => "no, by the settings".to_owned(),
        (false, false, true) => format!("no; with --extend-select {}", rule.id),
        (false, false, false) => format!("no; with --extend-select {packs}"),
    };
    let fix = match rule.fix {
        Some(Safety::Safe) => "safe, where it offers one: --fix applies it",
        Some(Safety::Suggest) => "suggested, where it offers one",
        None => "none",
    };
    let mut quiets = rule.quiets.iter().map(|quiet| quiet.to_string()).collect::<Vec<_>>().join(", ");
    if rule.quiets_speech {
        quiets += " in the whole quotation or paragraph";
    }
    let mut facts = vec![
        ("kind", rule.data.kind().to_owned()),
        ("severity", active.severity.name().to_owned()),
        ("runs", runs),
        ("packs", packs),
        ("looks at", scope(&rule.scope)),
        ("fix", fix.to_owned()),
        ("quiets", quiets),
        ("see", rule.url.to_string()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// Where a rule looks, in words.
pub(super) fn scope(scope: &Scope) -> String {
    let side = match scope.side {
        Side::Narration => "the narrator's words",
        Side::Quotation => "quoted words",
        Side::Any => "all words",
    };
    let mut words = side.to_owned();
    if scope.roles != Scope::PROSE {
        let roles: Vec<&str> =
            Role::NAMES.into_iter().filter(|(_, role)| scope.has_role(*role)).map(|(name, _)| name).collect();
        let all = roles.len() == Role::NAMES.len();
        words += &if all { " in every block".to_owned() } else { format!(" in {}", roles.join(", ")) };
    }
    let profiles: Vec<&str> =
        Profile::NAMES.into_iter().filter(|(_, one)| scope.profiles & one.bit() != 0).map(|(name, _)| name).collect();
    if profiles.len() < Profile::NAMES.len() {
        words += &format!(", under profile {}", profiles.join(", "));
    }
    words
}

fn write_examples(out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "\n  finds")?;
    for example in &rule.examples.hit {
        let (marked, fixed) = example.split_once(" => ").map_or((&**example, None), |(one, other)| (one, Some(other)));
        write_example(out, &shown(rule, marked))?;
        if let Some(fixed) = fixed {
            write_lines(out, "    → ", fixed)?;
        }
    }
    writeln!(out, "\n  leaves alone")?;
    rule.examples.miss.iter().try_for_each(|example| write_lines(out, "    • ", &shown(rule, example)))
}

/// An example with carets under the marked places, or with the brackets where it is of several lines.
fn write_example(out: &mut dyn Write, marked: &str) -> io::Result<()> {
    if marked.trim_end().contains('\n') {
        return write_lines(out, "    • ", marked);
    }
    let (mut text, mut carets) = (String::new(), String::new());
    for (index, part) in marked.split("[[").enumerate() {
        let (inside, after) = if index == 0 { ("", part) } else { part.split_once("]]").unwrap_or((part, "")) };
        text.extend([inside, after]);
        carets.extend(inside.chars().map(|_| '^'));
        carets.extend(after.chars().map(|_| ' '));
    }
    writeln!(out, "    • {}", text.trim_end())?;
    writeln!(out, "      {}", carets.trim_end())
}

/// The lines of a text, `first` before the first and as much space before the others.
fn write_lines(out: &mut dyn Write, first: &str, text: &str) -> io::Result<()> {
    for (index, line) in text.trim_end().lines().enumerate() {
        let head = if index == 0 { first } else { "      " };
        writeln!(out, "{}", format!("{head}{line}").trim_end())?;
    }
    Ok(())
}

/// Explains a rule of the program itself; false where there is none of the id.
fn explain_own(out: &mut dyn Write, written: &str) -> io::Result<bool> {
    let Some(own) = OWN_RULES.into_iter().find(|rule| rule.id == written) else { return Ok(false) };
    writeln!(out, "{}\n\n  {}\n\n  {}\n", own.id, own.message, own.reason)?;
    writeln!(out, "  {:9} {}", "severity", own.severity.name())?;
    Ok(true)
}
