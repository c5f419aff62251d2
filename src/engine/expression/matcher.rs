//! Matcher: runs a stored expression. It begins with a walk over it, which needs no setting up, and once an expression has
//! cost many steps it lets a lazily built automaton say first where there is nothing.

use super::{stored, walk};
use crate::list::Text;
use regex_automata::Input;
use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::util::captures::Captures;
use regex_automata::util::iter::Searcher;
use regex_automata::util::pool::Pool;
use std::cell::RefCell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// From how many steps of walks on an expression is worth an automaton of its own.
const HOT: u32 = 1 << 13;

/// How many steps a byte takes where a match may begin anywhere.
const STEPS_PER_BYTE: u32 = 4;

/// The most memory of an automaton, in bytes, for each thread.
const AUTOMATON: usize = 1 << 18;

/// How often an automaton may forget all its states in one search before it must be worth them.
const CLEARED: usize = 3;

/// How many bytes each state must serve from then on.
const BYTES_PER_STATE: usize = 10;

/// An expression, set up when first wanted.
#[derive(Debug)]
pub(super) struct Matcher {
    stored: Text,
    exact: OnceLock<Option<Box<Exact>>>,
    /// How many steps were walked, until the automaton is set up.
    steps: AtomicU32,
    sieve: OnceLock<Option<Box<Sieve>>>,
}

#[derive(Debug)]
struct Exact {
    near: BoundedBacktracker,
    far: OnceLock<Option<PikeVM>>,
}

/// The automaton that says where there is nothing.
struct Sieve {
    automaton: DFA,
    caches: Pool<
        dfa::Cache,
        Box<dyn Fn() -> dfa::Cache + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>,
    >,
}

impl std::fmt::Debug for Sieve {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sieve")
    }
}

/// What the machines of a thread work in; each expression in turn.
#[derive(Default)]
struct Room {
    ways: Vec<(u32, u32)>,
    near: Option<backtrack::Cache>,
    far: Option<pikevm::Cache>,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::new(Room::default());
}

impl Matcher {
    pub(super) fn new(stored: Text) -> Self {
        Self { stored, exact: OnceLock::new(), steps: AtomicU32::new(0), sieve: OnceLock::new() }
    }

    /// Whether there is a match in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.finds(&Input::new(text))
    }

    /// Whether there is a match in a part of a text.
    fn finds(&self, input: &Input<'_>) -> bool {
        let walked = ROOM.with_borrow_mut(|room| walk::walk(&self.stored, input, &mut room.ways));
        if self.steps.load(Ordering::Relaxed) < HOT {
            self.steps.fetch_add(walked.steps, Ordering::Relaxed);
        }
        walked.is_match.unwrap_or_else(|| {
            let input = input.clone().earliest(true);
            self.exact().is_some_and(|exact| exact.search(&input, &mut []))
        })
    }

    /// Whether a match is ruled out: by the automaton, once there is one.
    pub(super) fn is_ruled_out(&self, input: &Input<'_>) -> bool {
        let sieve = if self.is_hot(input) { self.sieve() } else { None };
        sieve.and_then(|sieve| sieve.is_ruled_out(input)).unwrap_or_else(|| !self.finds(input))
    }

    /// Whether the walks so far, with the one to come where it may begin anywhere, are worth an automaton.
    fn is_hot(&self, input: &Input<'_>) -> bool {
        let length = if input.get_anchored().is_anchored() { 0 } else { input.get_span().len() as u32 };
        self.steps.load(Ordering::Relaxed).saturating_add(length.saturating_mul(STEPS_PER_BYTE)) >= HOT
    }

    fn sieve(&self) -> Option<&Sieve> {
        self.sieve.get_or_init(|| Sieve::new(&self.stored).map(Box::new)).as_deref()
    }

    /// The matches in a part of a text.
    pub(super) fn captures(&self, input: Input<'_>) -> Vec<Captures> {
        let mut all = Vec::new();
        let Some(exact) = self.exact() else { return all };
        let mut searcher = Searcher::new(input);
        let empty = Captures::all(exact.near.get_nfa().group_info().clone());
        loop {
            let mut captures = empty.clone();
            let found = searcher.advance(|input| {
                captures.set_pattern(None);
                if exact.search(input, captures.slots_mut()) {
                    captures.set_pattern(Some(regex_automata::PatternID::ZERO));
                }
                Ok(captures.get_match())
            });
            match found {
                Some(_) => all.push(captures),
                None => return all,
            }
        }
    }

    /// The first match in a part of a text.
    pub(super) fn first(&self, input: &Input<'_>) -> Option<Captures> {
        let exact = self.exact()?;
        let mut captures = Captures::all(exact.near.get_nfa().group_info().clone());
        captures.set_pattern(None);
        if exact.search(input, captures.slots_mut()) {
            captures.set_pattern(Some(regex_automata::PatternID::ZERO));
        }
        captures.is_match().then_some(captures)
    }

    fn exact(&self) -> Option<&Exact> {
        self.exact.get_or_init(|| Exact::new(&self.stored).map(Box::new)).as_deref()
    }
}

impl Exact {
    fn new(stored: &str) -> Option<Self> {
        let near = BoundedBacktracker::new_from_nfa(stored::read(stored, false)?).ok()?;
        Some(Self { near, far: OnceLock::new() })
    }

    /// Looks for the first match; its groups go into `slots`.
    fn search(&self, input: &Input<'_>, slots: &mut [Option<regex_automata::util::primitives::NonMaxUsize>]) -> bool {
        ROOM.with_borrow_mut(|room| {
            if input.get_span().len() <= self.near.max_haystack_len() {
                let cache = match &mut room.near {
                    Some(cache) => {
                        cache.reset(&self.near);
                        cache
                    }
                    none => none.insert(self.near.create_cache()),
                };
                if let Ok(found) = self.near.try_search_slots(cache, input, slots) {
                    return found.is_some();
                }
            }
            let far = self.far.get_or_init(|| PikeVM::new_from_nfa(self.near.get_nfa().clone()).ok());
            let Some(far) = far else { return false };
            let cache = match &mut room.far {
                Some(cache) => {
                    cache.reset(far);
                    cache
                }
                none => none.insert(far.create_cache()),
            };
            far.search_slots(cache, input, slots).is_some()
        })
    }
}

impl Sieve {
    fn new(stored: &str) -> Option<Self> {
        let config = DFA::config()
            .cache_capacity(AUTOMATON)
            .skip_cache_capacity_check(true)
            // A text that wants a new state at every byte is better left to the exact machine.
            .minimum_cache_clear_count(Some(CLEARED))
            .minimum_bytes_per_state(Some(BYTES_PER_STATE));
        let automaton = DFA::builder().configure(config).build_from_nfa(stored::read(stored, true)?).ok()?;
        let own = automaton.clone();
        Some(Self { automaton, caches: Pool::new(Box::new(move || own.create_cache())) })
    }

    fn is_ruled_out(&self, input: &Input<'_>) -> Option<bool> {
        let mut cache = self.caches.get();
        let input = input.clone().earliest(true);
        self.automaton.try_search_fwd(&mut cache, &input).ok().map(|found| found.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_automata::meta::Regex;
    use regex_automata::nfa::thompson::NFA;

    #[test]
    fn an_expression_finds_the_same_however_often_it_is_asked() {
        let texts = [
            "A TK here, TKTK there, and “TK” — naïve TK’s",
            "Share this: 14 Comments on the story",
            "no such thing at all in this rather longer piece of prose, éàü",
            "",
        ];
        for pattern in [r"\bTK(TK)*\b", r"(?i)\A(share|tweet)( this)?:?", r"(\d+) (?P<what>comments?)|é", r"x*"] {
            let known = Regex::new(pattern).expect("a good expression");
            let stored = stored::write(&NFA::new(pattern).expect("a good expression"));
            let matcher = Matcher::new(stored.into());
            for round in 0..400 {
                let text = texts[round % texts.len()];
                let spans = |all: Vec<Captures>| {
                    let groups = all
                        .into_iter()
                        .map(|found| found.iter().map(|group| group.map(|group| group.range())).collect::<Vec<_>>());
                    groups.collect::<Vec<_>>()
                };
                let at_start = Input::new(text).anchored(regex_automata::Anchored::Yes);
                let first = |found: Captures| found.get_match().map(|found| found.range());
                assert_eq!(
                    matcher.first(&at_start).and_then(first),
                    known.search(&at_start).map(|found| found.range()),
                    "{pattern}: {text}"
                );
                assert_eq!(matcher.is_match(text), known.is_match(text), "{pattern}: {text}");
                assert_eq!(
                    spans(matcher.captures(Input::new(text))),
                    spans(known.captures_iter(text).collect()),
                    "{pattern}: {text}"
                );
            }
        }
    }
}
