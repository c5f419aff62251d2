//! Worker: the thread that checks drafts, one at a time, while the loop goes on listening.

use crate::config::desks::Desk;
use crate::finding::Checked;
use crate::input::Input;
use crate::source::Source;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// A draft to check.
pub struct Job {
    /// The document, by its URI.
    pub key: String,
    /// The version of its text.
    pub version: i32,
    /// Its text.
    pub source: Arc<Source>,
    /// The format it is read as.
    pub input: &'static dyn Input,
    /// What it is checked by.
    pub desk: Arc<Desk>,
}

/// A draft that has been checked.
pub struct Outcome {
    /// The document, by its URI.
    pub key: String,
    /// The version that was checked.
    pub version: i32,
    /// What came of it; `None` where the program failed on it.
    pub checked: Option<Checked>,
    /// How long it took.
    pub cost: Duration,
}

/// Checks a draft. A fault of the program costs that check alone.
pub fn check(desk: &Desk, source: Arc<Source>, input: &'static dyn Input) -> Option<Checked> {
    catch_unwind(AssertUnwindSafe(|| desk.checker.check(source, input))).ok()
}

/// Starts the thread. It ends when the jobs' sender goes.
pub fn start() -> (Sender<Job>, Receiver<Outcome>) {
    // The loop sends a job only when it has taken the outcome of the last.
    let (jobs, wanted) = bounded::<Job>(1);
    let (done, outcomes) = bounded(1);
    thread::spawn(move || {
        for Job { key, version, source, input, desk } in wanted {
            let start = Instant::now();
            let checked = check(&desk, source, input);
            if done.send(Outcome { key, version, checked, cost: start.elapsed() }).is_err() {
                return;
            }
        }
    });
    (jobs, outcomes)
}
