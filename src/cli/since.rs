//! Since: which lines of the drafts are new since a revision of git, asked of git itself.
//!
//! What a revision has of a draft is held against the draft as it is now, so that a draft can be mended and looked at
//! again. Renamed drafts are followed. A branch is compared from where it left the revision's.

use super::drafts::{self, Draft};
use crate::diff::changed_lines;
use crate::finding::{Checked, Finding};
use crate::problem::Problem;
use crate::source::Source;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The drafts that are not as the revision has them.
#[derive(Debug)]
pub(super) struct Since {
    /// The folder of the repository, links resolved.
    root: PathBuf,
    /// By path from the root.
    changed: HashMap<PathBuf, Change>,
    /// What git knows, by path from the root.
    tracked: HashSet<PathBuf>,
    /// Whether only what is staged counts.
    staged: bool,
}

/// What git calls the old and the new text of a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Change {
    old: Option<String>,
    new: Option<String>,
}

impl Since {
    /// What has changed since a revision; with `None` what is staged for the next commit.
    ///
    /// # Errors
    /// When git is not there, this is no repository, or the revision is unknown.
    pub(super) fn new(revision: Option<&str>) -> Result<Self, Problem> {
        let root = line(&git(Path::new("."), &["rev-parse", "--show-toplevel"])?);
        let root = PathBuf::from(root).canonicalize().map_err(|error| failed(&error.to_string()))?;
        let base = match revision {
            Some(revision) => base(&root, revision)?,
            None => head(&root)?,
        };
        let mut diff = vec!["diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff"];
        diff.extend(revision.is_none().then_some("--cached"));
        diff.extend([&*base, "--"]);
        let tracked = git(&root, &["ls-files", "-z"])?;
        let tracked = fields(&tracked).map(PathBuf::from).collect();
        let changed = read_raw(&git(&root, &diff)?);
        Ok(Self { root, changed, tracked, staged: revision.is_none() })
    }

    /// Whether a draft has a line that is new.
    pub(super) fn has(&self, draft: &Draft) -> bool {
        match self.known_as(&draft.path) {
            Some(path) if self.staged && !draft.stdin => self.changed.contains_key(&path),
            Some(path) => self.changed.contains_key(&path) || !self.tracked.contains(&path) || draft.stdin,
            None => !self.staged,
        }
    }

    /// The staged bytes of a draft, where they count.
    ///
    /// # Errors
    /// When git does not give them.
    pub(super) fn staged(&self, draft: &Draft) -> Option<Result<Vec<u8>, Problem>> {
        let change = self.changed.get(&self.known_as(&draft.path)?)?;
        let new = change.new.as_deref().filter(|_| self.staged && !draft.stdin)?;
        Some(git(&self.root, &["cat-file", "blob", new]))
    }

    /// Takes out the findings on lines that are not new.
    pub(super) fn sift(&self, draft: &Draft, checked: &mut Checked) {
        if checked.findings.is_empty() {
            return;
        }
        let Some(old) = self.old(draft) else { return };
        let lines = changed_lines(&old, checked.source.text());
        let source = &checked.source;
        checked.findings.retain(|finding| is_on(source, finding, &lines));
    }

    /// The text of a draft at the revision; `None` where it was not there.
    fn old(&self, draft: &Draft) -> Option<String> {
        let path = self.known_as(&draft.path)?;
        let old = match self.changed.get(&path) {
            Some(change) => change.old.clone()?,
            // Not changed on disk; what came from standard input may be.
            None if self.tracked.contains(&path) => format!(":{}", path.to_string_lossy()),
            None => return None,
        };
        let bytes = git(&self.root, &["cat-file", "blob", &old]).ok()?;
        drafts::decode(&draft.name(), bytes).ok().map(|source| source.text().to_owned())
    }

    /// A draft's path from the root of the repository.
    fn known_as(&self, path: &Path) -> Option<PathBuf> {
        let absolute = std::path::absolute(path).ok()?;
        let folder = absolute.parent()?.canonicalize().ok()?;
        folder.join(absolute.file_name()?).strip_prefix(&self.root).ok().map(Path::to_owned)
    }
}

/// Whether a finding's place shares a line with some lines, which count from 0.
fn is_on(source: &Source, finding: &Finding, lines: &[Range<u32>]) -> bool {
    let first = source.line_of(finding.span.start) - 1;
    let last = source.line_of(finding.span.end.saturating_sub(1).max(finding.span.start)) - 1;
    let next = lines.partition_point(|range| range.end <= first);
    lines.get(next).is_some_and(|range| range.start <= last)
}

/// Where the branch that is checked out left a revision.
fn base(root: &Path, revision: &str) -> Result<String, Problem> {
    let commit = format!("{revision}^{{commit}}");
    let known = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    let commit = known.map_err(|_| {
        Problem::new("", format!("git knows no revision `{revision}`"))
            .help("in CI the whole history must be there: fetch-depth: 0, GIT_DEPTH: 0")
    })?;
    let commit = line(&commit);
    Ok(git(root, &["merge-base", &commit, "HEAD"]).map_or(commit, |base| line(&base)))
}

/// The last commit, or the empty tree before the first one.
fn head(root: &Path) -> Result<String, Problem> {
    match git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]) {
        Ok(head) => Ok(line(&head)),
        Err(_) => git(root, &["hash-object", "-t", "tree", "--stdin"]).map(|tree| line(&tree)),
    }
}

/// Reads `git diff --raw -z`: `:100644 100644 OLD NEW M`, then the path, of a rename the old one first.
fn read_raw(raw: &[u8]) -> HashMap<PathBuf, Change> {
    let mut changes = HashMap::new();
    let mut fields = fields(raw);
    while let Some(head) = fields.next() {
        let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [_, _, old, new, status] = *words else { break };
        let moved = status.starts_with(['R', 'C']);
        let Some(path) = (if moved { fields.nth(1) } else { fields.next() }) else { break };
        let object = |name: &str| name.bytes().any(|digit| digit != b'0').then(|| name.to_owned());
        changes.insert(PathBuf::from(path), Change { old: object(old), new: object(new) });
    }
    changes
}

fn fields(bytes: &[u8]) -> impl Iterator<Item = String> {
    bytes
        .split(|byte| *byte == 0)
        .filter(|field| !field.is_empty())
        .map(|one| String::from_utf8_lossy(one).into_owned())
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned()
}

/// Runs git in a folder and gives what it writes.
fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Problem> {
    let done = Command::new("git").arg("-C").arg(folder).args(arguments).stdin(std::process::Stdio::null()).output();
    let done = done.map_err(|error| Problem::new("", format!("cannot run git: {error}")))?;
    if !done.status.success() {
        return Err(failed(String::from_utf8_lossy(&done.stderr).lines().next().unwrap_or("git gave no reason")));
    }
    Ok(done.stdout)
}

fn failed(why: &str) -> Problem {
    Problem::new("", format!("cannot ask git what is new: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_diffs_are_read() {
        let raw = b":100644 100644 aa11 0000 M\0a b.txt\0:100644 100644 bb22 cc33 R090\0old.md\0new.md\0:000000 100644 0000 dd44 A\0c.txt\0";
        let changes = read_raw(raw);
        let change =
            |old: Option<&str>, new: Option<&str>| Change { old: old.map(str::to_owned), new: new.map(str::to_owned) };
        assert_eq!(changes[Path::new("a b.txt")], change(Some("aa11"), None));
        assert_eq!(changes[Path::new("new.md")], change(Some("bb22"), Some("cc33")));
        assert_eq!(changes[Path::new("c.txt")], change(None, Some("dd44")));
        assert_eq!(changes.len(), 3);
    }
}
