//! Stored: an expression as it is kept in the binary, compiled to the states of its machine. Reading it back costs a
//! tenth of what parsing and compiling the same expression does, and it can be walked as it stands (`walk`).
//!
//! The text is numbers, each in signs of six bits: five of the number, the lowest first, and one that says whether it
//! goes on. A state is the number of its kind and what the kind needs; where it leads to is told by the distance in signs.

use regex_automata::nfa::thompson::{Builder, NFA, State, Transition};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;

/// The signs by their value.
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The value of each sign; 64 for what is none.
static VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut value = 0;
    while value < SIGNS.len() {
        values[SIGNS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Every look, by its place in the list.
pub(super) const LOOKS: [Look; 18] = [
    Look::Start,
    Look::End,
    Look::StartLF,
    Look::EndLF,
    Look::StartCRLF,
    Look::EndCRLF,
    Look::WordAscii,
    Look::WordAsciiNegate,
    Look::WordUnicode,
    Look::WordUnicodeNegate,
    Look::WordStartAscii,
    Look::WordEndAscii,
    Look::WordStartUnicode,
    Look::WordEndUnicode,
    Look::WordStartHalfAscii,
    Look::WordEndHalfAscii,
    Look::WordStartHalfUnicode,
    Look::WordEndHalfUnicode,
];

/// The looks up to here are at the ends of a text or a line; the others are at the ends of a word.
const LINE_LOOKS: u32 = 6;

/// The kinds of state, as they are numbered.
pub(super) mod kind {
    pub(in crate::engine::expression) const BYTE: u32 = 0;
    pub(in crate::engine::expression) const LETTER: u32 = 1;
    pub(in crate::engine::expression) const RANGE: u32 = 2;
    pub(in crate::engine::expression) const RANGES: u32 = 3;
    pub(in crate::engine::expression) const LOOK: u32 = 4;
    pub(in crate::engine::expression) const UNION: u32 = 5;
    pub(in crate::engine::expression) const CAPTURE: u32 = 6;
    pub(in crate::engine::expression) const FAIL: u32 = 7;
    pub(in crate::engine::expression) const MATCH: u32 = 8;
}

/// The stored form of a machine of one expression.
pub(super) fn write(nfa: &NFA) -> String {
    let names: Vec<Option<&str>> = nfa.group_info().pattern_names(regex_automata::PatternID::ZERO).collect();
    let mut head = Writer::default();
    head.number(names.len() as u32);
    for name in names {
        let name = name.unwrap_or_default();
        head.number(name.len() as u32);
        name.bytes().for_each(|byte| head.number(u32::from(byte)));
    }
    let (places, states) = placed(nfa);
    head.number(places[nfa.start_anchored().as_usize()]);
    head.number(places[nfa.start_unanchored().as_usize()]);
    head.number(nfa.states().len() as u32);
    head.text + &states
}

/// Where each state stands behind the head, in signs, and the states as they are written. How long a state is hangs on how
/// far away those are that it leads to, so that they are written until nothing moves: the places only grow.
fn placed(nfa: &NFA) -> (Vec<u32>, String) {
    let mut out = Writer { places: vec![0; nfa.states().len()], ..Writer::default() };
    loop {
        let mut places = Vec::with_capacity(out.places.len());
        out.text.clear();
        for (state, number) in nfa.states().iter().zip(0..) {
            places.push(out.text.len() as u32);
            out.state(i64::from(out.places[number]), state);
        }
        if places == out.places {
            return (places, out.text);
        }
        out.places = places;
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Where each state is thought to stand.
    places: Vec<u32>,
}

impl Writer {
    fn number(&mut self, mut number: u32) {
        loop {
            let goes_on = u8::from(number > 31) << 5;
            self.text.push(char::from(SIGNS[usize::from(goes_on | (number & 31) as u8)]));
            if goes_on == 0 {
                return;
            }
            number >>= 5;
        }
    }

    /// Where a state leads to, from its own place.
    fn next(&mut self, own: i64, next: StateID) {
        let distance = i64::from(self.places[next.as_usize()]) - own;
        self.number(((distance << 1) ^ (distance >> 63)) as u32);
    }

    fn state(&mut self, own: i64, state: &State) {
        match state {
            State::ByteRange { trans } if trans.start == trans.end => {
                self.number(kind::BYTE);
                self.number(u32::from(trans.start));
                self.next(own, trans.next);
            }
            State::ByteRange { trans } => {
                self.number(kind::RANGE);
                self.transition(own, trans);
            }
            State::Sparse(sparse) => self.ranges(own, &sparse.transitions),
            State::Dense(dense) => {
                let leads = (0..=255).zip(&*dense.transitions).filter(|(_, next)| **next != StateID::ZERO);
                let ranges = leads.map(|(byte, next)| Transition { start: byte, end: byte, next: *next });
                self.ranges(own, &ranges.collect::<Vec<_>>());
            }
            State::Look { look, next } => {
                self.number(kind::LOOK);
                self.number(LOOKS.iter().position(|known| known == look).unwrap_or_default() as u32);
                self.next(own, *next);
            }
            State::Union { alternates } => self.union(own, alternates),
            State::BinaryUnion { alt1, alt2 } => self.union(own, &[*alt1, *alt2]),
            State::Capture { next, slot, .. } => {
                self.number(kind::CAPTURE);
                self.number(slot.as_u32());
                self.next(own, *next);
            }
            State::Fail => self.number(kind::FAIL),
            State::Match { .. } => self.number(kind::MATCH),
        }
    }

    fn transition(&mut self, own: i64, transition: &Transition) {
        self.number(u32::from(transition.start));
        self.number(u32::from(transition.end));
        self.next(own, transition.next);
    }

    fn ranges(&mut self, own: i64, ranges: &[Transition]) {
        if let [large, small] = ranges
            && large.start == large.end
            && small.start == small.end
            && large.next == small.next
            && large.start.is_ascii_uppercase()
            && large.start.to_ascii_lowercase() == small.start
        {
            self.number(kind::LETTER);
            self.number(u32::from(small.start));
            return self.next(own, small.next);
        }
        self.number(kind::RANGES);
        self.number(ranges.len() as u32);
        ranges.iter().for_each(|range| self.transition(own, range));
    }

    fn union(&mut self, own: i64, alternates: &[StateID]) {
        self.number(kind::UNION);
        self.number(alternates.len() as u32);
        alternates.iter().for_each(|next| self.next(own, *next));
    }
}

/// Reads a stored expression back; `None` where the text is none. A `loose` machine has no looks at the ends of words: it
/// matches wherever the other does.
pub(super) fn read(text: &str, loose: bool) -> Option<NFA> {
    let mut builder = Builder::new();
    builder.set_utf8(true);
    builder.start_pattern().ok()?;
    let mut head = Numbers { text: text.as_bytes(), at: 0 };
    let mut names = Vec::new();
    for _ in 0..head.next()? {
        let length = head.next()?;
        let name: Option<Vec<u8>> = (0..length).map(|_| u8::try_from(head.next()?).ok()).collect();
        names.push(String::from_utf8(name?).ok()?);
    }
    let (anchored, unanchored, count) = (head.next()?, head.next()?, head.next()?);
    // A group is known by the first state that speaks of it: those here lead nowhere and are there for their names.
    let first = names.len();
    for (group, name) in (0..).zip(names) {
        let name = (!name.is_empty()).then(|| name.into());
        builder.add_capture_start(StateID::ZERO, group, name).ok()?;
    }
    let states = Numbers { text: text.as_bytes().get(head.at..)?, at: 0 };
    let places = places(states.clone(), count)?;
    let mut reader = Reader { numbers: states, first, places, builder, loose };
    for own in 0..count as usize {
        reader.state(*reader.places.get(own)?)?;
    }
    let (anchored, unanchored) = (reader.id(anchored)?, reader.id(unanchored)?);
    reader.builder.finish_pattern(anchored).ok()?;
    reader.builder.build(anchored, unanchored).ok()
}

/// Where each of the states begins, in signs.
fn places(mut states: Numbers<'_>, count: u32) -> Option<Vec<u32>> {
    let mut places = Vec::new();
    for _ in 0..count {
        places.push(states.at as u32);
        let numbers = match states.next()? {
            kind::FAIL | kind::MATCH => 0,
            kind::RANGE => 3,
            kind::RANGES => states.next()?.checked_mul(3)?,
            kind::UNION => states.next()?,
            _ => 2,
        };
        for _ in 0..numbers {
            states.next()?;
        }
    }
    Some(places)
}

/// The numbers of a stored expression from a place on.
#[derive(Clone)]
pub(super) struct Numbers<'t> {
    pub(super) text: &'t [u8],
    /// The place, in signs.
    pub(super) at: usize,
}

impl Numbers<'_> {
    /// The next of them; `None` where there is none.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let value = VALUES[usize::from(*self.text.get(self.at)?)];
            self.at += 1;
            number |= u32::from(value & 31) << shift;
            if value < 32 {
                return Some(number);
            }
            if value > 63 || shift > 20 {
                return None;
            }
            shift += 5;
        }
    }

    /// The place that a state leads to, told by the distance from its own.
    #[inline]
    pub(super) fn place(&mut self, own: u32) -> Option<u32> {
        let coded = self.next()?;
        let distance = i64::from(coded >> 1) ^ -i64::from(coded & 1);
        u32::try_from(i64::from(own) + distance).ok()
    }
}

struct Reader<'t> {
    numbers: Numbers<'t>,
    /// The number in the builder of the first state.
    first: usize,
    /// Where each state begins, in order.
    places: Vec<u32>,
    builder: Builder,
    loose: bool,
}

impl Reader<'_> {
    fn number(&mut self) -> Option<u32> {
        self.numbers.next()
    }

    fn byte(&mut self) -> Option<u8> {
        u8::try_from(self.number()?).ok()
    }

    /// The builder's number of the state at a place.
    fn id(&self, place: u32) -> Option<StateID> {
        let number = self.places.binary_search(&place).ok()?;
        StateID::new(number + self.first).ok()
    }

    fn next(&mut self, own: u32) -> Option<StateID> {
        let place = self.numbers.place(own)?;
        self.id(place)
    }

    fn transition(&mut self, own: u32) -> Option<Transition> {
        let (start, end) = (self.byte()?, self.byte()?);
        Some(Transition { start, end, next: self.next(own)? })
    }

    fn state(&mut self, own: u32) -> Option<()> {
        let added = match self.number()? {
            kind::BYTE => {
                let byte = self.byte()?;
                let next = self.next(own)?;
                self.builder.add_range(Transition { start: byte, end: byte, next })
            }
            kind::LETTER => {
                let small = self.byte()?;
                let next = self.next(own)?;
                let cases = [small.to_ascii_uppercase(), small];
                self.builder.add_sparse(cases.map(|byte| Transition { start: byte, end: byte, next }).to_vec())
            }
            kind::RANGE => {
                let transition = self.transition(own)?;
                self.builder.add_range(transition)
            }
            kind::RANGES => {
                let length = self.number()?;
                let ranges: Option<Vec<Transition>> = (0..length).map(|_| self.transition(own)).collect();
                self.builder.add_sparse(ranges?)
            }
            kind::LOOK => {
                let look = self.number()?;
                let next = self.next(own)?;
                if self.loose && look >= LINE_LOOKS {
                    self.builder.add_union(vec![next])
                } else {
                    self.builder.add_look(next, *LOOKS.get(look as usize)?)
                }
            }
            kind::UNION => {
                let length = self.number()?;
                let alternates: Option<Vec<StateID>> = (0..length).map(|_| self.next(own)).collect();
                self.builder.add_union(alternates?)
            }
            kind::CAPTURE => {
                let slot = self.number()?;
                let next = self.next(own)?;
                match slot % 2 {
                    0 => self.builder.add_capture_start(next, slot / 2, None),
                    _ => self.builder.add_capture_end(next, slot / 2),
                }
            }
            kind::FAIL => self.builder.add_fail(),
            kind::MATCH => self.builder.add_match(),
            _ => return None,
        };
        added.ok().map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_automata::nfa::thompson::pikevm::PikeVM;

    const PATTERNS: [&str; 5] = [
        r"(?i:\A(share|tweet)( this)?:?( \d+)?\z)",
        r"(?P<link>https?://[^\s?]+)\?(?:utm_\w+=[^&]*?&?){2,}",
        r"^$|\b(?-u:\b)é{3}|.{0,200}",
        r"(?i)\b(T(K)(?P<more>K)?)\b",
        "",
    ];

    #[test]
    fn what_is_stored_reads_back_the_same() {
        let texts = ["", "Share this: 12", "see https://a.example/?utm_a=1&utm_b=2 now", "an éé ééé", "TK, tkk; stk"];
        for pattern in PATTERNS {
            let nfa = NFA::new(pattern).expect("a good expression");
            let stored = write(&nfa);
            let back = read(&stored, false).expect("a stored expression");
            let (one, other): (PikeVM, PikeVM) =
                [nfa, back].map(|nfa| PikeVM::new_from_nfa(nfa).expect("a machine")).into();
            let all = |machine: &PikeVM, text: &str| {
                let mut cache = machine.create_cache();
                let found = machine.captures_iter(&mut cache, text);
                found
                    .map(|found| found.iter().map(|group| group.map(|group| group.range())).collect::<Vec<_>>())
                    .collect::<Vec<_>>()
            };
            for text in texts {
                assert_eq!(all(&one, text), all(&other, text), "{pattern}: {stored}");
            }
            let names = |machine: &PikeVM| {
                let names = machine.get_nfa().group_info().pattern_names(regex_automata::PatternID::ZERO);
                names.map(|name| name.map(str::to_owned)).collect::<Vec<_>>()
            };
            assert_eq!(names(&one), names(&other), "{pattern}");
        }
    }

    #[test]
    fn a_loose_machine_matches_inside_words_too() {
        let stored = write(&NFA::new(r"\bTK\b").expect("a good expression"));
        let finds = |loose: bool| {
            let machine = PikeVM::new_from_nfa(read(&stored, loose).expect("a stored expression")).expect("a machine");
            machine.is_match(&mut machine.create_cache(), "HTKS")
        };
        assert!(finds(true) && !finds(false));
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        let stored = write(&NFA::new("share").expect("a good expression"));
        for text in ["", "!", "é", "AAAAB", &stored[..stored.len() - 1]] {
            assert!(read(text, false).is_none(), "{text}");
        }
    }
}
