//! Diff: two texts of a draft held against each other, line by line.

use similar::{Algorithm, ChangeTag, DiffOp, DiffTag, TextDiff};
use std::io::{self, Write};
use std::ops::Range;
use std::time::Duration;

/// Lines around a change that a diff shows.
const CONTEXT: usize = 3;

/// How long the shortest diff is sought before a longer one will do. Either is true.
const PATIENCE: Duration = Duration::from_secs(2);

/// The lines of a text with their ends. A line ends at a line feed, as `patch` and git count.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn compare<'t>(before: &[&'t str], after: &[&'t str]) -> TextDiff<'t, 't, str> {
    TextDiff::configure().algorithm(Algorithm::Myers).timeout(PATIENCE).diff_slices(before, after)
}

/// The lines of `after`, from 0, that `before` does not have, in order. How lines end is no difference. They are those
/// of [`crate::source::Source::line_of`]: in a text without any line feed a carriage return ends them.
pub fn changed_lines(before: &str, after: &str) -> Vec<Range<u32>> {
    let bare = |text: &'_ str| -> Vec<String> {
        let end = if text.contains('\n') { '\n' } else { '\r' };
        text.split_inclusive(end).map(|line| line.trim_end_matches(['\n', '\r']).to_owned()).collect()
    };
    let (before, after) = (bare(before), bare(after));
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let after: Vec<&str> = after.iter().map(String::as_str).collect();
    let diff = compare(&before, &after);
    let changed = diff.ops().iter().filter(|change| change.tag() != DiffTag::Equal).map(DiffOp::new_range);
    changed.filter(|range| !range.is_empty()).map(|range| range.start as u32..range.end as u32).collect()
}

/// Writes what leads from one text to another as a unified diff, each line's text through `spell`; nothing where they
/// are the same.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_unified(
    out: &mut dyn Write,
    path: &str,
    (before, after): (&str, &str),
    spell: impl Fn(&str) -> Vec<u8>,
) -> io::Result<()> {
    let (before, after) = (lines(before), lines(after));
    let diff = compare(&before, &after);
    let hunks = diff.grouped_ops(CONTEXT);
    if hunks.is_empty() {
        return Ok(());
    }
    writeln!(out, "--- {path}\n+++ {path}")?;
    for hunk in hunks {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let old = first.old_range().start..last.old_range().end;
        let new = first.new_range().start..last.new_range().end;
        writeln!(out, "@@ -{} +{} @@", place(&old), place(&new))?;
        for change in hunk.iter().flat_map(|change| diff.iter_changes(change)) {
            let sign = match change.tag() {
                ChangeTag::Equal => " ",
                ChangeTag::Delete => "-",
                ChangeTag::Insert => "+",
            };
            let line = change.value();
            let bare = line.strip_suffix('\n');
            out.write_all(sign.as_bytes())?;
            out.write_all(&spell(bare.unwrap_or(line)))?;
            out.write_all(if bare.is_some() { b"\n" } else { b"\n\\ No newline at end of file\n" })?;
        }
    }
    Ok(())
}

/// A range of lines as the head of a hunk gives it: first line and count, the line before where it is empty.
fn place(range: &Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unified(before: &str, after: &str) -> String {
        let mut out = Vec::new();
        write_unified(&mut out, "a.txt", (before, after), |line| line.as_bytes().to_vec()).expect("a buffer");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_diff_has_hunks_with_context() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
        let expected = "--- a.txt\n+++ a.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
        assert_eq!(unified(before, after), expected);
        assert_eq!(unified(before, before), "");
    }

    #[test]
    fn a_last_line_without_an_end_is_told() {
        let expected =
            "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n";
        assert_eq!(unified("a", "b"), expected);
        assert_eq!(unified("", "b\n"), "--- a.txt\n+++ a.txt\n@@ -0,0 +1 @@\n+b\n");
    }

    #[test]
    fn changed_lines_are_those_that_are_new() {
        let changed = |before: &str, after: &str| -> Vec<(u32, u32)> {
            changed_lines(before, after).into_iter().map(|lines| (lines.start, lines.end)).collect()
        };
        assert_eq!(changed("a\nb\nc\n", "a\nx\nc\nd\n"), [(1, 2), (3, 4)]);
        assert_eq!(changed("a\nb\n", "a\n"), []);
        assert_eq!(changed("", "a\nb"), [(0, 2)]);
        assert_eq!(changed("a\nb\n", "a\r\nx\r\n"), [(1, 2)]);
        assert_eq!(changed("a\rb", "a\rx\rc"), [(1, 3)]);
    }
}
