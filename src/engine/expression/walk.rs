//! Walk: whether an expression matches, told from its stored form as it stands. Nothing is set up for it, so that the
//! hundreds of expressions that a short article is held to cost a few steps each.
//!
//! One way after the other is followed until one ends in a match. A way is not remembered, which would take room for every
//! state at every byte: an expression that leads to too many ways is given up, and left to a machine that remembers.

use super::stored::{LOOKS, Numbers, kind};
use regex_automata::Input;
use regex_automata::util::look::{Look, LookMatcher};

/// After how many steps a walk is given up.
const MOST_STEPS: u32 = 1 << 14;

/// What lies between a capital and its small letter.
const CASE: u32 = 32;

/// What a walk came to.
pub(super) struct Walked {
    /// Whether there is a match; `None` where the walk was given up.
    pub(super) is_match: Option<bool>,
    /// How many states were passed.
    pub(super) steps: u32,
}

/// Walks a stored expression over a part of a text. `ways` is room for those that are still to be followed.
pub(super) fn walk(stored: &str, input: &Input<'_>, ways: &mut Vec<(u32, u32)>) -> Walked {
    ways.clear();
    let mut walk = Walk { states: b"", input, looks: LookMatcher::new(), ways, steps: 0 };
    let is_match = walk.enter(stored.as_bytes()).and_then(|()| walk.run());
    Walked { is_match, steps: walk.steps }
}

struct Walk<'w> {
    /// The states, behind the head.
    states: &'w [u8],
    input: &'w Input<'w>,
    looks: LookMatcher,
    /// States still to be gone on from, by their place, each with the byte of the text that is next.
    ways: &'w mut Vec<(u32, u32)>,
    steps: u32,
}

/// Where a way leads.
enum Step {
    /// To a state, with the byte of the text that is next there.
    To(u32, u32),
    /// To nothing.
    Lost,
    /// To a match.
    Match,
}

impl<'w> Walk<'w> {
    /// Reads the head and notes the first way; `None` where the text is no stored expression.
    fn enter(&mut self, stored: &'w [u8]) -> Option<()> {
        let mut head = Numbers { text: stored, at: 0 };
        for _ in 0..head.next()? {
            for _ in 0..head.next()? {
                head.next()?;
            }
        }
        let (anchored, unanchored, _) = (head.next()?, head.next()?, head.next()?);
        self.states = stored.get(head.at..)?;
        let start = if self.input.get_anchored().is_anchored() { anchored } else { unanchored };
        self.ways.push((start, u32::try_from(self.input.start()).ok()?));
        Some(())
    }

    fn run(&mut self) -> Option<bool> {
        while let Some((mut place, mut at)) = self.ways.pop() {
            loop {
                self.steps += 1;
                if self.steps > MOST_STEPS {
                    return None;
                }
                match self.step(place, at)? {
                    Step::To(next, then) => (place, at) = (next, then),
                    Step::Lost => break,
                    Step::Match => return Some(true),
                }
            }
        }
        Some(false)
    }

    /// Goes on from the state at a place; `None` where none stands there.
    #[inline]
    fn step(&mut self, place: u32, at: u32) -> Option<Step> {
        let mut state = Numbers { text: self.states, at: place as usize };
        let byte = self.byte(at);
        let (next, length) = match state.next()? {
            kind::BYTE => {
                let own = state.next()?;
                ((byte == Some(own)).then(|| state.place(place)), 1)
            }
            kind::LETTER => {
                let small = state.next()?;
                let is_own = byte.is_some_and(|byte| byte == small || byte.wrapping_add(CASE) == small);
                (is_own.then(|| state.place(place)), 1)
            }
            kind::RANGE => (self.over(&mut state, 1, byte, place), 1),
            kind::RANGES => {
                let count = state.next()?;
                (self.over(&mut state, count, byte, place), 1)
            }
            kind::LOOK => {
                let look = state.next()?;
                (self.holds(look, at)?.then(|| state.place(place)), 0)
            }
            kind::UNION => (self.split(&mut state, place, at)?.map(Some), 0),
            kind::CAPTURE => {
                state.next()?;
                (Some(state.place(place)), 0)
            }
            kind::MATCH => {
                // Between two bytes of a character nothing matches, not even nothing.
                let text = self.input.haystack();
                let is_inside = text.get(at as usize).is_some_and(|byte| (0x80..0xc0).contains(byte));
                return Some(if is_inside { Step::Lost } else { Step::Match });
            }
            kind::FAIL => return Some(Step::Lost),
            _ => return None,
        };
        match next {
            Some(next) => Some(Step::To(next?, at + length)),
            None => Some(Step::Lost),
        }
    }

    /// The byte of the text at a place, inside the part that is looked at.
    #[inline]
    fn byte(&self, at: u32) -> Option<u32> {
        let byte = self.input.haystack()[..self.input.end()].get(at as usize)?;
        Some(u32::from(*byte))
    }

    /// Where the range leads that a byte is in, of some: `Some(None)` where the text is none.
    fn over(&self, state: &mut Numbers<'_>, count: u32, byte: Option<u32>, place: u32) -> Option<Option<u32>> {
        let byte = byte?;
        for _ in 0..count {
            let (Some(start), Some(end)) = (state.next(), state.next()) else { return Some(None) };
            // They stand in order.
            if byte < start {
                return None;
            }
            let next = state.place(place);
            if byte <= end {
                return Some(next);
            }
        }
        None
    }

    /// Whether a look holds at a place.
    fn holds(&self, look: u32, at: u32) -> Option<bool> {
        let (look, text, at) = (*LOOKS.get(look as usize)?, self.input.haystack(), at as usize);
        let (before, after) = (at.checked_sub(1).and_then(|before| text.get(before)), text.get(at));
        // The end of a word is asked for at every byte, and between plain letters it is told at sight.
        let is_plain = [before, after].into_iter().flatten().all(u8::is_ascii);
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        Some(match look {
            Look::WordUnicode if is_plain => is_word(before) != is_word(after),
            _ => self.looks.matches(look, text, at),
        })
    }

    /// Notes all ways that lead from a place but the first, which is the outcome; `Some(None)` where there is none.
    fn split(&mut self, state: &mut Numbers<'_>, place: u32, at: u32) -> Option<Option<u32>> {
        let count = state.next()?;
        if count == 0 {
            return Some(None);
        }
        let first = state.place(place)?;
        let noted = self.ways.len();
        for _ in 1..count {
            self.ways.push((state.place(place)?, at));
        }
        // The next one is taken first, as it is likelier to be short.
        self.ways[noted..].reverse();
        Some(Some(first))
    }
}

#[cfg(test)]
mod tests {
    use super::super::stored;
    use super::*;
    use regex_automata::Anchored;
    use regex_automata::meta::Regex;
    use regex_automata::nfa::thompson::NFA;

    #[test]
    fn a_walk_finds_what_the_expression_does() {
        let texts =
            ["", "Share this: 12", "a TK here", "HTKS", "naïve — é", "tk", "x\u{300}é", "no such thing at all, éàü"];
        let patterns = [
            r"(?i)\A(share|tweet)( this)?:?( \d+)?\z",
            r"\bTK\b",
            r"(?i)\b(t(k)(?P<more>k)?)\b|^$",
            r"[à-ü]{3}|\w+ —",
            r"(?:a|e|é)*\z",
            r"",
        ];
        for pattern in patterns {
            let known = Regex::new(pattern).expect("a good expression");
            let stored = stored::write(&NFA::new(pattern).expect("a good expression"));
            for text in texts {
                for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                    for anchored in [Anchored::No, Anchored::Yes] {
                        let input = Input::new(text).range(at..).anchored(anchored);
                        let walked = walk(&stored, &input, &mut Vec::new());
                        assert_eq!(walked.is_match, Some(known.is_match(input)), "{pattern}: {text} from {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn too_many_ways_are_given_up() {
        let stored = stored::write(&NFA::new("(a|b|ab)*c").expect("a good expression"));
        let text = "ab".repeat(40);
        assert_eq!(walk(&stored, &Input::new(&text), &mut Vec::new()).is_match, None);
        assert_eq!(walk("!", &Input::new(&text), &mut Vec::new()).is_match, None);
    }
}
