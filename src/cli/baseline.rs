//! Baseline: findings that are known and let be, so that only new ones count. A finding is known by its draft, its rule
//! and its words, not by its line: text above it may come and go.

use super::drafts::Draft;
use crate::finding::{Checked, Finding};
use crate::problem::Problem;
use crate::report::fingerprint::hash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The version of the file.
const VERSION: u32 = 1;

/// Characters of a finding's words that are kept; the rest is told by a number.
const KEPT: usize = 80;

/// What becomes of the file.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Use {
    /// It is read.
    Check,
    /// All that is found now goes into it.
    Write,
    /// What is no longer found is taken out of it.
    Shrink,
}

/// What a finding is known by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    rule: String,
    text: String,
}

/// How often each is found in a draft.
type Entries = BTreeMap<Key, u32>;

#[derive(Serialize, Deserialize)]
struct WireEntry {
    rule: String,
    text: String,
    count: u32,
}

#[derive(Serialize, Deserialize)]
struct WireBaseline {
    version: u32,
    drafts: BTreeMap<String, Vec<WireEntry>>,
}

/// The findings that are known.
#[derive(Debug)]
pub(super) struct Baseline {
    path: PathBuf,
    /// The folder to which the names of drafts are relative.
    folder: PathBuf,
    what: Use,
    drafts: BTreeMap<String, Entries>,
}

/// What the baseline makes of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Sifted {
    /// The draft's name in the baseline.
    name: String,
    /// Findings that were known.
    pub(super) known: u32,
    /// Entries that are no longer found.
    pub(super) gone: u32,
    /// What belongs in the file now.
    entries: Entries,
}

impl Baseline {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read or is no baseline; where it is to be written it need not be there.
    pub(super) fn open(path: &Path, what: Use) -> Result<Self, Problem> {
        let name = path.to_string_lossy();
        let drafts = match fs::read(path) {
            Ok(bytes) => read(&bytes).map_err(|error| {
                Problem::new(&*name, format!("it is no baseline: {error}")).help("write it anew with --write-baseline")
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound && what == Use::Write => BTreeMap::new(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Problem::new(&*name, "there is no such baseline").help("write it with --write-baseline"));
            }
            Err(error) => return Err(Problem::new(&*name, format!("cannot read it: {error}"))),
        };
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = absolute.parent().map(Path::to_owned).unwrap_or_default();
        let folder = folder.canonicalize().unwrap_or(folder);
        Ok(Self { path: path.to_owned(), folder, what, drafts })
    }

    /// Takes out the findings of a draft that are known.
    pub(super) fn sift(&self, draft: &Draft, checked: &mut Checked) -> Sifted {
        let name = self.name(&draft.path);
        let source = checked.source.clone();
        let key = |finding: &Finding| Key { rule: finding.rule.clone(), text: words(source.slice(finding.span)) };
        let mut sifted = Sifted { name, ..Sifted::default() };
        let mut left = match self.what {
            Use::Write => {
                let mut all = Entries::new();
                checked.findings.iter().for_each(|finding| *all.entry(key(finding)).or_default() += 1);
                all
            }
            Use::Check | Use::Shrink => self.drafts.get(&sifted.name).cloned().unwrap_or_default(),
        };
        checked.findings.retain(|finding| {
            let key = key(finding);
            let Some(count) = left.get_mut(&key).filter(|count| **count > 0) else { return true };
            *count -= 1;
            sifted.known += 1;
            *sifted.entries.entry(key).or_default() += 1;
            false
        });
        sifted.gone = left.values().sum();
        sifted
    }

    /// Takes in what is known of a draft now.
    pub(super) fn take(&mut self, sifted: Sifted) {
        if self.what != Use::Check {
            self.drafts.insert(sifted.name, sifted.entries);
        }
    }

    /// Writes the file where it is to be written, without drafts that are no longer there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn close(mut self) -> Result<(), Problem> {
        if self.what == Use::Check {
            return Ok(());
        }
        let folder = self.folder.clone();
        self.drafts.retain(|name, entries| !entries.is_empty() && folder.join(name).exists());
        let failed =
            |error: io::Error| Problem::new(self.path.to_string_lossy(), format!("cannot write the baseline: {error}"));
        let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(&self.folder).map_err(failed)?;
        file.write_all(&self.wire().map_err(failed)?).map_err(failed)?;
        readable_by_all(file.as_file()).map_err(failed)?;
        file.persist(&self.path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// What was asked of the file.
    pub(super) fn what(&self) -> Use {
        self.what
    }

    /// Its path as it was given.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn wire(&self) -> io::Result<Vec<u8>> {
        let entry =
            |(key, count): (&Key, &u32)| WireEntry { rule: key.rule.clone(), text: key.text.clone(), count: *count };
        let drafts =
            self.drafts.iter().map(|(name, entries)| (name.clone(), entries.iter().map(entry).collect())).collect();
        let mut bytes = serde_json::to_vec_pretty(&WireBaseline { version: VERSION, drafts })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// A draft's path from the folder of the file, with `/` between its parts.
    fn name(&self, draft: &Path) -> String {
        let absolute = std::path::absolute(draft).unwrap_or_else(|_| draft.to_owned());
        let real = match (absolute.parent().and_then(|folder| folder.canonicalize().ok()), absolute.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => absolute,
        };
        let name = real.strip_prefix(&self.folder).unwrap_or(&real).to_string_lossy().into_owned();
        if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
    }
}

/// A temporary file is its owner's alone; a baseline is shared.
#[cfg(unix)]
fn readable_by_all(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &fs::File) -> io::Result<()> {
    Ok(())
}

fn read(bytes: &[u8]) -> Result<BTreeMap<String, Entries>, String> {
    let wire: WireBaseline = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if wire.version != VERSION {
        return Err(format!("its version is {}, this program reads {VERSION}", wire.version));
    }
    let entries = |list: Vec<WireEntry>| -> Entries {
        list.into_iter().map(|entry| (Key { rule: entry.rule, text: entry.text }, entry.count)).collect()
    };
    Ok(wire.drafts.into_iter().map(|(name, list)| (name, entries(list))).collect())
}

/// The words of a place, white space evened out, long ones cut and told apart by a number.
fn words(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(KEPT) {
        Some((end, _)) => format!("{}… {:016x}", &words[..end], hash([&*words]) as u64),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_evened_out_and_long_ones_cut() {
        assert_eq!(words(" the\n the "), "the the");
        let long = "é".repeat(90);
        assert_eq!(words(&long).chars().count(), KEPT + 2 + 16);
        assert_ne!(words(&long), words(&"é".repeat(91)));
    }

    #[test]
    fn what_is_written_is_read() {
        let key = Key { rule: "a/b".into(), text: "the the".into() };
        let drafts: BTreeMap<String, Entries> = [("a.txt".to_owned(), [(key, 2)].into())].into();
        let path = PathBuf::from("baseline.json");
        let baseline = Baseline { path, folder: PathBuf::new(), what: Use::Check, drafts: drafts.clone() };
        assert_eq!(read(&baseline.wire().expect("a buffer")), Ok(drafts));
        assert!(read(b"{\"version\":2,\"drafts\":{}}").is_err());
    }
}
