//! Standard output and error: buffered, and without a panic where the other side has gone.

use std::io::{self, BufWriter, Write};

/// Standard output, buffered.
pub(super) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// A line on standard error. Nothing can be done where that is closed.
pub(super) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
