//! `html`: the proof. The copy as a copy editor marks it, on a page that needs nothing but itself.
//!
//! What is struck out and written in stands in the copy, a number leads to the note in the margin. The page holds no
//! script and asks for nothing: its content policy forbids both, and all that comes from a draft is escaped. Into a file
//! or to standard output goes one page for the run; into a folder one page a draft, and an index of them.
//!
//! `sheet` gives findings their places in the blocks, `copy` draws a block, `notes` the margin, `cast` who is in the piece
//! and who speaks, `page` what stands around it.

use super::{Output, Style, Summary};
use crate::checker::Checker;
use crate::finding::{Checked, Severity};
use crate::input::INPUTS;
use crate::problem::Problem;
use page::Draft;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod cast;
mod copy;
mod escape;
mod notes;
mod page;
mod sheet;

/// What a severity is called on a page: what is to be done, rather than how grave it is.
fn verdict(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "must fix",
        Severity::Warning => "should fix",
        Severity::Note => "for the eye",
    }
}

/// A writer of the format: one page for the run.
pub fn new(_: Style) -> Box<dyn Output> {
    Box::new(Html { folder: None, checker: Checker::with_defaults(), drafts: Vec::new(), names: HashSet::new() })
}

/// A writer of the format into a folder: a page a draft, and an index.
pub fn in_folder(folder: &Path) -> Box<dyn Output> {
    let folder = Some(folder.to_owned());
    Box::new(Html { folder, checker: Checker::with_defaults(), drafts: Vec::new(), names: HashSet::new() })
}

/// Whether a path given for the format names a folder rather than a file.
pub fn names_folder(path: &Path) -> bool {
    let is_page = path.extension().is_some_and(|extension| extension == "html" || extension == "htm");
    path.is_dir() || !is_page
}

struct Html {
    folder: Option<PathBuf>,
    /// Takes drafts apart.
    checker: Checker,
    drafts: Vec<Draft>,
    /// Names of pages that are taken.
    names: HashSet<String>,
}

impl Html {
    /// The name of a draft's page: its path without what a file name had better not hold.
    fn page_name(&mut self, path: &str) -> String {
        let path = super::places::relative(path);
        let safe = |character: char| if character.is_alphanumeric() { character } else { '-' };
        let name: String = path.chars().map(safe).collect::<String>().trim_matches('-').chars().take(100).collect();
        let name = if name.is_empty() || name == "index" { "draft".to_owned() } else { name };
        let mut unique = name.clone();
        for number in 2.. {
            if self.names.insert(unique.to_lowercase()) {
                break;
            }
            unique = format!("{name}-{number}");
        }
        format!("{unique}.html")
    }
}

impl Output for Html {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.folder.as_ref().map_or(Ok(()), fs::create_dir_all)
    }

    fn file(&mut self, _: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let input = INPUTS.into_iter().find(|input| input.name() == checked.format).unwrap_or(INPUTS[0]);
        let document = self.checker.parse(Arc::clone(&checked.source), input);
        let number = if self.folder.is_some() { 1 } else { self.drafts.len() + 1 };
        let mut draft = page::draft(checked, &document, number);
        if let Some(folder) = self.folder.clone() {
            draft.page = self.page_name(checked.source.path());
            fs::write(folder.join(&draft.page), page::of_draft(&draft, true))?;
            draft.html = String::new();
        }
        self.drafts.push(draft);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, problems: &[Problem], summary: &Summary) -> io::Result<()> {
        match (&self.folder, &*self.drafts) {
            (Some(folder), drafts) => fs::write(folder.join("index.html"), page::index(drafts, problems, summary)),
            (None, [draft]) if problems.is_empty() => out.write_all(page::of_draft(draft, false).as_bytes()),
            (None, drafts) => out.write_all(page::of_all(drafts, problems, summary).as_bytes()),
        }
    }
}
