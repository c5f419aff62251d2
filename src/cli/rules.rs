//! `copydesk rules`: the rules, in a table.

use super::settings::{Selection, Settings};
use super::streams::{self, Color};
use super::{Status, explain};
use crate::checker::own::OWN_RULES;
use crate::config::desks::Desk;
use crate::engine::ruleset::Active;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// List the rules that run here.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk rules                      the rules that run in this folder
  copydesk rules --all                every rule there is
  copydesk rules --select quote       those of a category
  copydesk rules --all --format json")]
pub(super) struct Rules {
    /// Also the rules that do not run.
    #[arg(long)]
    all: bool,
    /// How to write them: text, json.
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, hide_default_value = true)]
    format: Form,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
enum Form {
    Text,
    Json,
}

#[derive(Serialize)]
struct WireRules<'a> {
    version: u32,
    rules: Vec<WireRule<'a>>,
}

#[derive(Serialize)]
struct WireRule<'a> {
    id: &'a str,
    kind: &'a str,
    severity: &'static str,
    enabled: bool,
    default: bool,
    packs: Vec<&'a str>,
    message: &'a str,
    reason: &'a str,
    help: Vec<&'a str>,
    url: Option<&'a str>,
    scope: String,
    fix: Option<&'static str>,
    /// Whether it reports nothing and quiets others: it is listed among all rules only.
    #[serde(skip)]
    quiets: bool,
}

impl Rules {
    /// Writes the table.
    pub(super) fn run(&self) -> io::Result<Status> {
        let mut desks = self.settings.desks(self.selection.layer(None));
        let Some(desk) = desks.desk(Path::new("draft.txt")) else {
            streams::complain_of(&desks.take_problems(), Color::Auto.error_style());
            return Ok(Status::Failed);
        };
        let rules = self.listed(&desk);
        let mut out = streams::stdout();
        match self.format {
            Form::Json => {
                serde_json::to_writer_pretty(&mut out, &WireRules { version: 1, rules })?;
                out.write_all(b"\n")?;
            }
            Form::Text => self.write_table(&mut out, &rules)?,
        }
        out.flush()?;
        Ok(Status::Clean)
    }

    fn listed<'d>(&self, desk: &'d Desk) -> Vec<WireRule<'d>> {
        let own = OWN_RULES.iter().zip(desk.checker.own()).map(|(rule, severity)| WireRule {
            id: rule.id,
            kind: "own",
            severity: severity.unwrap_or(rule.severity).name(),
            enabled: severity.is_some(),
            default: rule.default,
            packs: Vec::new(),
            message: rule.message,
            reason: rule.reason,
            help: Vec::new(),
            url: None,
            scope: "marks and front matter".to_owned(),
            fix: None,
            quiets: false,
        });
        let mut rules: Vec<WireRule<'_>> = desk.checker.rules().rules().iter().map(wire).chain(own).collect();
        rules.retain(|rule| self.all || (rule.enabled && !rule.quiets));
        rules.sort_by(|one, other| one.id.cmp(other.id));
        rules
    }

    fn write_table(&self, out: &mut dyn Write, rules: &[WireRule<'_>]) -> io::Result<()> {
        let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
        for rule in rules {
            let runs = match (rule.enabled, rule.quiets) {
                (false, _) => "off",
                (true, true) => "quiets",
                (true, false) => rule.severity,
            };
            let packs = if rule.packs.is_empty() { String::new() } else { format!(" [{}]", rule.packs.join(", ")) };
            writeln!(out, "{:width$}  {runs:7}  {}{packs}", rule.id, rule.message)?;
        }
        let rest = if self.all { "" } else { "; --all lists those that do not run too" };
        writeln!(out, "\n{} rules{rest}; `copydesk explain RULE` tells more", rules.len())
    }
}

fn wire(active: &Active) -> WireRule<'_> {
    let rule = active.rule();
    WireRule {
        id: &rule.id,
        kind: rule.data.kind(),
        severity: active.severity.name(),
        enabled: active.enabled,
        default: rule.default,
        packs: rule.packs.iter().map(|pack| &**pack).collect(),
        message: &rule.message,
        reason: &rule.reason,
        help: rule.help.iter().map(|help| &**help).collect(),
        url: (!rule.url.is_empty()).then_some(&*rule.url),
        scope: explain::scope(&rule.scope),
        fix: rule.fix.map(crate::finding::Safety::name),
        quiets: !rule.quiets.is_empty(),
    }
}
