//! `copydesk check`: drafts in, findings out.

use super::drafts::{self, Draft};
use super::{Status, streams};
use crate::builtin::BUILTIN;
use crate::checker::Checker;
use crate::engine::kinds::Settings;
use crate::engine::rule::Profile;
use crate::engine::ruleset::RuleSet;
use crate::finding::{Checked, Severity};
use crate::input::input_for;
use crate::problem::Problem;
use crate::report::{FORMATS, Style, Summary};
use crate::source::Source;
use clap::Args;
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Check drafts and report what is wrong with them.
#[derive(Args, Debug)]
pub(super) struct Check {
    /// Drafts and folders of drafts; `-` is standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to report: text, concise, json, jsonl.
    #[arg(long, default_value = "text", value_parser = FORMATS.map(|format| format.name))]
    format: String,
    /// Read no copydesk.toml.
    #[arg(long)]
    no_config: bool,
    /// How many threads; 0 is one a core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
    /// Whose conventions the drafts follow: us, uk, wire.
    #[arg(long, value_parser = Profile::NAMES.map(|(name, _)| name))]
    profile: Option<String>,
}

/// How many drafts are read ahead of the report.
const CHUNK: usize = 256;

impl Check {
    /// Checks and reports.
    pub(super) fn run(&self) -> io::Result<Status> {
        let profile = Profile::NAMES.into_iter().find(|(name, _)| self.profile.as_deref() == Some(name));
        let settings = Settings { profile: profile.map(|(_, profile)| profile).unwrap_or_default(), date: None };
        let checker = Checker::new(RuleSet::new(BUILTIN, Vec::new(), Vec::new()), settings);
        let (drafts, mut problems) = drafts::find(&self.paths, Path::new("stdin.txt"));
        let format = FORMATS.iter().find(|format| format.name == self.format).unwrap_or(&FORMATS[0]);
        let mut output = (format.output)(Style::default());
        let mut out = streams::stdout();
        let mut summary = Summary::default();
        output.begin(&mut out)?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().map_err(io::Error::other)?;
        for chunk in drafts.chunks(CHUNK) {
            let done: Vec<Result<Checked, Problem>> =
                pool.install(|| chunk.par_iter().map(|draft| check_one(&checker, draft)).collect());
            for checked in done {
                match checked {
                    Ok(checked) => {
                        summary.add(&checked);
                        output.file(&mut out, &checked)?;
                    }
                    Err(problem) => problems.push(problem),
                }
            }
        }
        summary.problems += problems.len() as u32;
        output.end(&mut out, &problems, &summary)?;
        out.flush()?;
        Ok(if summary.problems > 0 || drafts.is_empty() {
            Status::Failed
        } else if summary.at_least(Severity::Error) > 0 {
            Status::Findings
        } else {
            Status::Clean
        })
    }
}

fn check_one(checker: &Checker, draft: &Draft) -> Result<Checked, Problem> {
    let name = draft.name();
    let source = drafts::decode(&name, drafts::read(draft, 1 << 24)?)?;
    let mut checked = checker.check(Arc::new(source), input_for(&name));
    if checked.findings.is_empty() && checked.problems.is_empty() {
        checked.source = Arc::new(Source::new(name, ""));
    }
    Ok(checked)
}
