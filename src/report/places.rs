//! Places: paths and ranges of drafts as programs outside want them.

use crate::finding::Finding;
use crate::source::{Position, Source, Span};
use std::borrow::Cow;
use std::fmt::Write;
use std::path::{MAIN_SEPARATOR, Path};

/// A range of a draft: both ends as people count, the second exclusive.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Range {
    pub(super) fn new(source: &Source, span: Span) -> Self {
        Self { start: source.position(span.start), end: source.position(span.end.max(span.start)) }
    }

    /// Whether both ends are on one line.
    pub(super) fn in_one_line(self) -> bool {
        self.start.line == self.end.line
    }
}

/// A path as CI wants it: from the current folder where it lies below, with `/` between its parts.
pub(super) fn relative(path: &str) -> Cow<'_, str> {
    let below = Path::new(path).is_absolute().then(|| {
        let here = std::env::current_dir().ok()?;
        Some(Path::new(path).strip_prefix(here).ok()?.to_str()?.to_owned())
    });
    let path = below.flatten().map_or(Cow::Borrowed(path), Cow::Owned);
    if MAIN_SEPARATOR == '/' { path } else { Cow::Owned(path.replace(MAIN_SEPARATOR, "/")) }
}

/// A path as a reference of a URI: relative, or `file:///…`.
pub(super) fn uri(path: &str) -> String {
    let path = relative(path);
    let mut uri = match path.strip_prefix('/') {
        Some(_) => "file://".to_owned(),
        None if Path::new(&*path).is_absolute() => "file:///".to_owned(),
        None => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// A finding's message with what to do, a line each.
pub(super) fn told(finding: &Finding) -> String {
    let mut told = finding.message.clone();
    for help in &finding.help {
        told.push_str("\nhelp: ");
        told.push_str(help);
    }
    told
}

/// The text of a place, whole characters only.
pub(super) fn text(source: &Source, span: Span) -> &str {
    let start = source.snap(span.start);
    source.slice(Span::new(start, source.snap(span.end).max(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("drafts/ein Stück #1.txt"), "drafts/ein%20St%C3%BCck%20%231.txt");
        assert_eq!(uri("/nowhere/else/a.txt"), "file:///nowhere/else/a.txt");
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(uri(&here.join("a/b.txt").to_string_lossy()), "a/b.txt");
    }
}
