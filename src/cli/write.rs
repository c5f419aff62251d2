//! Writes mended drafts, and settings that are added to: beside the old one, then in its place in one step, so that a draft is never half written.

use super::streams;
use crate::problem::Problem;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Puts new bytes in the place of a file's old ones. A link stays one; the file it leads to is replaced and keeps its
/// permissions.
///
/// # Errors
/// When the file no longer holds `before`, or cannot be written.
pub(super) fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), Problem> {
    let name = path.to_string_lossy();
    let failed = |error: io::Error| Problem::new(&*name, format!("cannot write it: {error}"));
    let target = path.canonicalize().map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Problem::new(&*name, "it is read-only and was left as it is")
            .help(format!("give yourself leave: chmod u+w '{name}'")));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder).map_err(failed)?;
    file.write_all(after).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    keep_owner(&target, file.path());
    file.as_file().sync_data().map_err(failed)?;
    // As late as can be: an editor may have saved the draft meanwhile.
    if fs::read(&target).map_err(failed)? != before {
        return Err(Problem::new(&*name, "it changed meanwhile and was left as it is").help("run copydesk again"));
    }
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Gives a file the owner of another where that is allowed; otherwise it stays with who runs the program.
#[cfg(unix)]
fn keep_owner(from: &Path, to: &Path) {
    use std::os::unix::fs::{MetadataExt, chown};
    if let (Ok(old), Ok(new)) = (fs::metadata(from), fs::metadata(to))
        && (old.uid(), old.gid()) != (new.uid(), new.gid())
    {
        let _ = chown(to, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Path) {}

/// Writes a mended draft that came from standard input.
pub(super) fn to_stdout(bytes: &[u8]) -> io::Result<()> {
    let mut out = streams::stdout();
    out.write_all(bytes)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("draft.txt");
        fs::write(&path, "saved by an editor").expect("a draft");
        let problem = replace(&path, b"as it was read", b"mended").expect_err("a problem");
        assert!(problem.message.contains("changed meanwhile"), "{}", problem.message);
        assert_eq!(fs::read(&path).expect("the draft"), b"saved by an editor");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing is left behind");
        replace(&path, b"saved by an editor", b"mended").expect("a mended draft");
        assert_eq!(fs::read(&path).expect("the draft"), b"mended");
    }
}
