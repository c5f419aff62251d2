//! The drafts of a run: paths as they were given, folders walked, in order of path, each once.

use crate::input::office::Office;
use crate::input::{input_for, is_draft};
use crate::problem::Problem;
use crate::source::{DecodeError, Source};
use crate::unpack::{self, Unreadable};
use ignore::gitignore::Gitignore;
use ignore::{Match, WalkBuilder};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The name under which ignore files of our own are known.
pub(super) const IGNORE_FILE: &str = ".copydeskignore";

/// Where a draft is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Draft {
    /// Its path, or the name under which standard input goes.
    pub(super) path: PathBuf,
    /// Whether it was named itself, rather than found in a folder.
    pub(super) named: bool,
    /// Whether its bytes come from standard input.
    pub(super) stdin: bool,
}

impl Draft {
    /// What reports call it.
    pub(super) fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }
}

/// The drafts that the paths lead to, in order of path, each once, and what is wrong with the paths.
pub(super) fn find(paths: &[PathBuf], stdin_name: &Path) -> (Vec<Draft>, Vec<Problem>) {
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            drafts.push(Draft { path: stdin_name.to_owned(), named: true, stdin: true });
            continue;
        }
        let path = tidy(path);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => walk(&path, &mut drafts, &mut problems),
            Ok(_) => drafts.push(Draft { path, named: true, stdin: false }),
            Err(error) => problems.push(unreadable(&path.to_string_lossy(), &error)),
        }
    }
    // Of one file found and named, the named one comes first and stays.
    drafts.sort_by(|one, other| (&one.path, !one.named).cmp(&(&other.path, !other.named)));
    let mut seen = HashSet::new();
    drafts.retain(|draft| seen.insert((std::path::absolute(&draft.path).ok(), draft.stdin)));
    problems.sort_by(|one, other| one.path.cmp(&other.path));
    problems.dedup_by(|one, other| one.path == other.path);
    (drafts, problems)
}

/// The path without `.` and doubled separators.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|component| *component != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// Adds the drafts of a folder.
fn walk(folder: &Path, drafts: &mut Vec<Draft>, problems: &mut Vec<Problem>) {
    let mut builder = WalkBuilder::new(folder);
    builder.require_git(false).ignore(false).add_custom_ignore_filename(IGNORE_FILE);
    for entry in builder.build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                // Word lays such a file beside each that is open.
                let is_lock = entry.file_name().to_string_lossy().starts_with("~$");
                if is_file && !is_lock && is_draft(&entry.path().to_string_lossy()) {
                    drafts.push(Draft { path: tidy(entry.path()), named: false, stdin: false });
                }
            }
            Err(error) => problems.push(walk_problem(folder, &error)),
        }
    }
}

fn walk_problem(folder: &Path, error: &ignore::Error) -> Problem {
    let mut path = folder.to_string_lossy().into_owned();
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: place, err } => {
                path = place.to_string_lossy().into_owned();
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    match inner.io_error() {
        Some(error) => unreadable(&path, error),
        None => Problem::new(path, format!("cannot look into it: {inner}")),
    }
}

/// Whether ignore files leave a draft out, from those in its own folder up to those at the root.
pub(super) fn is_ignored(path: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    for folder in path.ancestors().skip(1) {
        let Ok(relative) = path.strip_prefix(folder) else { continue };
        for name in [IGNORE_FILE, ".gitignore"] {
            let (rules, _) = Gitignore::new(folder.join(name));
            if rules.is_empty() {
                continue;
            }
            match rules.matched_path_or_any_parents(relative, false) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
    }
    false
}

/// A file or folder that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::new(path, "there is no such file or folder")
            .help("check the spelling; paths are taken from the current folder"),
        io::ErrorKind::PermissionDenied => {
            Problem::new(path, "not allowed to read it").help(format!("give yourself leave: chmod u+r '{path}'"))
        }
        _ => Problem::new(path, format!("cannot read it: {error}")),
    }
}

/// Reads a draft's bytes.
///
/// # Errors
/// When it cannot be read or is larger than `max_size` bytes.
pub(super) fn read(draft: &Draft, max_size: u64) -> Result<Vec<u8>, Problem> {
    let name = draft.name();
    let mut bytes = Vec::new();
    let read = if draft.stdin {
        io::stdin().lock().take(max_size.saturating_add(1)).read_to_end(&mut bytes)
    } else {
        let mut open = || -> io::Result<usize> {
            let file = fs::File::open(&draft.path)?;
            // A file that says how long it is need not be asked for more. Some that are none say 0.
            let length = file.metadata()?.len();
            let most = if (1..=max_size).contains(&length) { length } else { max_size.saturating_add(1) };
            bytes.reserve_exact(usize::try_from(length.min(max_size)).unwrap_or_default());
            file.take(most).read_to_end(&mut bytes)
        };
        open()
    };
    read.map_err(|error| unreadable(&name, &error))?;
    if bytes.len() as u64 > max_size {
        return Err(Problem::new(name, format!("it is larger than {}", size_words(max_size)))
            .help("raise the limit with --max-file-size, or leave the file out"));
    }
    Ok(bytes)
}

/// Makes a draft of its bytes.
///
/// # Errors
/// When they are no text, and no file of a word processor.
pub(super) fn decode(name: &str, bytes: Vec<u8>) -> Result<Source, Problem> {
    let input = input_for(name);
    if Office::named(input.name()).is_some() {
        let refused = |Unreadable { message, help }| Problem::new(name, message).help(help);
        return unpack::open(name, input.name(), &bytes).map_err(refused);
    }
    if unpack::is_archive(&bytes) {
        return Err(Problem::new(name, "it is no text, but a packed archive")
            .help("a draft of a word processor is read when its name ends in .docx or .odt"));
    }
    Source::decode(name, bytes).map_err(|error| match error {
        DecodeError::Binary => Problem::new(name, "it is no text: it holds control codes")
            .help("save the draft as plain text, Markdown or HTML in UTF-8, or as .docx or .odt"),
        DecodeError::UnknownEncoding(offset) => {
            Problem::new(name, format!("its encoding is unknown: byte {offset} is not UTF-8"))
                .help(format!("convert it to UTF-8: iconv -f ENCODING -t UTF-8 '{name}' > new.txt"))
        }
        DecodeError::TooLong => Problem::new(name, "it is longer than 4 GiB").help("cut it into several files"),
    })
}

/// A number of bytes in words.
fn size_words(bytes: u64) -> String {
    for (unit, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] {
        if bytes >= size && bytes.is_multiple_of(size) {
            return format!("{} {unit}", bytes / size);
        }
    }
    format!("{bytes} bytes")
}
