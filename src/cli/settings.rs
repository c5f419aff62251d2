//! The arguments that say which rules and settings hold, shared by subcommands.

use crate::checker::front_matter::date;
use crate::config::desks::{Choice, Desks};
use crate::config::{Layer, Origin, Said};
use crate::engine::rule::Profile;
use crate::finding::Severity;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// Where settings and rules come from.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub(super) struct Settings {
    /// Read this settings file instead of the nearest copydesk.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no settings file.
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// A pack of rules, or a folder of packs, besides the default rules. May be repeated.
    #[arg(long, value_name = "FILE|DIR")]
    rules: Vec<PathBuf>,
}

/// Which rules run, and under which conventions.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub(super) struct Selection {
    /// Run these rules and no others: ids, categories, packs, or `all`; several with commas.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Run these rules too.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    extend_select: Vec<String>,
    /// Leave these rules out.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Whose conventions the drafts follow.
    #[arg(long, value_name = "PROFILE", value_parser = Profile::NAMES.map(|(name, _)| name))]
    profile: Option<String>,
    /// The day of publication, for drafts that do not say.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
}

fn parse_date(text: &str) -> Result<Date, String> {
    date(text).ok_or_else(|| "write a day of the calendar as 2025-03-13".to_owned())
}

fn said<T>(value: T) -> Said<T> {
    Said { value, origin: Origin::CommandLine }
}

impl Settings {
    /// The desks under these settings, with the layer of the command line on top.
    pub(super) fn desks(&self, layer: Layer) -> Desks {
        let choice = match &self.config {
            _ if self.no_config => Choice::Nothing,
            Some(path) => Choice::One(path.clone()),
            None => Choice::Nearest,
        };
        Desks::new(choice, layer, self.rules.clone())
    }
}

impl Selection {
    /// The layer of the command line.
    pub(super) fn layer(&self, fail_on: Option<Severity>) -> Layer {
        let all = |selectors: &[String]| -> Vec<Said<String>> {
            selectors.iter().map(|one| said(one.trim().to_owned())).filter(|one| !one.value.is_empty()).collect()
        };
        let profile = Profile::NAMES.into_iter().find(|(name, _)| self.profile.as_deref() == Some(name));
        Layer {
            profile: profile.map(|(_, profile)| said(profile)),
            date: self.date.map(said),
            fail_on: fail_on.map(said),
            select: (!self.select.is_empty()).then(|| all(&self.select)),
            extend_select: all(&self.extend_select),
            ignore: all(&self.ignore),
            severity: Vec::new(),
        }
    }
}
