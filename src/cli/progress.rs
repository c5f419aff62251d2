//! Progress: a line on standard error for runs that take over a second, on terminals only.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a run may take before it says how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// How many drafts go by between two looks at the clock.
const STEP: usize = 16;

/// How far a run is.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    done: AtomicUsize,
    start: Instant,
    wanted: bool,
    shown: AtomicBool,
}

impl Progress {
    /// Of a run over so many drafts.
    pub(super) fn new(total: usize) -> Self {
        Self {
            total,
            done: AtomicUsize::new(0),
            start: Instant::now(),
            wanted: io::stderr().is_terminal(),
            shown: AtomicBool::new(false),
        }
    }

    /// A draft is done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.wanted && done.is_multiple_of(STEP) && self.start.elapsed() > PATIENCE {
            self.shown.store(true, Ordering::Relaxed);
            let _ = write!(io::stderr().lock(), "\r{done} of {} drafts", self.total);
        }
    }

    /// Takes the line away, before something else is written.
    pub(super) fn clear(&self) {
        if self.shown.swap(false, Ordering::Relaxed) {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
