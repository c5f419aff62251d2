//! `copydesk config`: what holds for a draft, and where each value comes from.

use super::Status;
use super::settings::{Selection, Settings};
use super::streams::{self, Color};
use crate::config::{Layer, Said, last};
use crate::engine::ruleset::Active;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Show which settings hold for a draft and where each comes from.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk config                     what holds in this folder
  copydesk config opinion/letter.md   what holds for a draft")]
pub(super) struct Config {
    /// The draft; it need not be there.
    #[arg(default_value = "draft.txt", hide_default_value = true, value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    selection: Selection,
}

impl Config {
    /// Writes the settings.
    pub(super) fn run(&self) -> io::Result<Status> {
        let mut desks = self.settings.desks(self.selection.layer(None));
        let path = if self.path.is_dir() { self.path.join("draft.txt") } else { self.path.clone() };
        let Some(desk) = desks.desk(&path) else {
            streams::complain_of(&desks.take_problems(), Color::Auto.error_style());
            return Ok(Status::Failed);
        };
        let layers = desks.layers(&path);
        let excluded = desks.excludes(&path);
        let mut out = streams::stdout();
        let Some(house) = desks.house(&path) else { return Ok(Status::Failed) };
        let files: Vec<&str> = house.files().iter().rev().map(|file| file.source.path()).collect();
        writeln!(out, "# {}", if files.is_empty() { "no settings file".to_owned() } else { files.join(", over ") })?;
        if excluded {
            writeln!(out, "# left out where folders are checked")?;
        }
        write_values(&mut out, &layers)?;
        for pack in house.packs() {
            let rules = pack.pack.rules.len();
            writeln!(out, "# pack {}: {rules} rule{}", pack.source.path(), if rules == 1 { "" } else { "s" })?;
        }
        let people = desk.checker.settings().roster.people().len();
        if people > 0 {
            writeln!(out, "# the house lists {people} {}", if people == 1 { "person" } else { "people" })?;
        }
        // Those that only quiet others are no rules to whoever counts what may be reported.
        let rules = desk.checker.rules().rules().iter().filter(|active| active.rule().quiets.is_empty());
        let rules: Vec<&Active> = rules.collect();
        let enabled = rules.iter().filter(|active| active.enabled).count();
        writeln!(out, "# {enabled} of {} rules run", rules.len())?;
        out.flush()?;
        Ok(Status::Clean)
    }
}

/// The values as TOML, each with where it comes from.
fn write_values(out: &mut dyn Write, layers: &[Layer]) -> io::Result<()> {
    let layers: Vec<&Layer> = layers.iter().collect();
    let profile = last(&layers, |layer| layer.profile.as_ref());
    write_value(out, "profile", "us", profile.map(|said| (said, format!("{:?}", said.value.name()))))?;
    let fail_on = last(&layers, |layer| layer.fail_on.as_ref());
    write_value(out, "fail-on", "error", fail_on.map(|said| (said, format!("{:?}", said.value.name()))))?;
    if let Some(date) = last(&layers, |layer| layer.date.as_ref()) {
        write_value(out, "date", "", Some((date, date.value.to_string())))?;
    }
    for layer in layers {
        write_selectors(out, "select", layer.select.as_deref().unwrap_or_default())?;
        write_selectors(out, "extend-select", &layer.extend_select)?;
        write_selectors(out, "ignore", &layer.ignore)?;
        for (selector, severity) in &layer.severity {
            let severity = severity.map_or("off", crate::finding::Severity::name);
            let line = format!("severity.{:?} = {severity:?}", selector.value);
            writeln!(out, "{line:44} # {}", selector.origin.place())?;
        }
    }
    Ok(())
}

fn write_value<T>(out: &mut dyn Write, key: &str, default: &str, said: Option<(&Said<T>, String)>) -> io::Result<()> {
    let (value, place) = match said {
        Some((said, value)) => (value, said.origin.place()),
        None => (format!("{default:?}"), "default".to_owned()),
    };
    let line = format!("{key} = {value}");
    writeln!(out, "{line:44} # {place}")
}

fn write_selectors(out: &mut dyn Write, key: &str, selectors: &[Said<String>]) -> io::Result<()> {
    for group in selectors.chunk_by(|one, other| one.origin.place() == other.origin.place()) {
        let values: Vec<&str> = group.iter().map(|one| &*one.value).collect();
        let line = format!("{key} = {values:?}");
        writeln!(out, "{line:44} # {}", group[0].origin.place())?;
    }
    Ok(())
}
