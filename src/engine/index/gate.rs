//! Gate: what must stand beside a word for a rule to be called there. It lets through whatever can match, and more: the
//! kind looks again. Most places of a frequent word are ruled out by it.

use crate::document::{Case, Token, TokenKind};
use crate::list::{Form, Seq};
use std::collections::HashMap;

/// What must stand on both sides of a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gate {
    /// Right before it.
    pub before: Near,
    /// Right after it.
    pub after: Near,
    /// What must stand one place further on, before it and after it.
    pub beyond: [Option<Beyond>; 2],
}

/// What must stand two places away from a word.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Beyond {
    /// Behind these neighbours of the word, anything may stand.
    pub free: Near,
    /// What may stand behind the others.
    pub far: Near,
}

impl Beyond {
    /// Whether a neighbour of a word and what stands behind that may do.
    pub fn lets(&self, near: &Beside, far: &Beside) -> bool {
        self.free.lets(near) || self.far.lets(far)
    }
}

/// What a gate asks for at first sight: the classes and the few words before, and the same after.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Quick {
    /// The classes before.
    pub classes_before: u64,
    /// The bits of the words before.
    pub few_before: u64,
    /// The classes after.
    pub classes_after: u64,
    /// The bits of the words after.
    pub few_after: u64,
}

impl Quick {
    /// Whether the gate is not shut at first sight.
    #[inline]
    pub fn may_be_open(&self, before: &Beside, after: &Beside) -> bool {
        let before = (self.classes_before & before.class) | (self.few_before & before.bit);
        let after = (self.classes_after & after.class) | (self.few_after & after.bit);
        (before != 0) & (after != 0)
    }
}

/// What is asked of a gate that is not shut at first sight. It is asked often, so that it is short, and what is long stands
/// apart in [`Rests`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Rest {
    /// The tables of the words before and after, where they are many.
    pub words: [Table; 2],
    /// The numbers of what must stand one place further on, before it and after it; 0 where that is nothing.
    pub beyond: [u32; 2],
}

/// A table of bits for words: where it begins among the bits, and how many numbers it has, a power of two; 0 has all.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Table {
    /// Where it begins.
    pub start: u32,
    /// How many numbers of 64 bits it has.
    pub size: u32,
}

/// For each gate that has any: the rest of what it asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rests {
    /// What each gate asks. The first is nothing.
    pub rests: Seq<Rest>,
    /// The bits of the tables of words.
    pub bits: Seq<u64>,
    /// What must stand two places away. The first is nothing.
    pub beyond: Seq<Beyond>,
}

impl Rests {
    /// Whether a gate that may be open is, by the number of its rest. `sides` are the two places before the word, the word
    /// and the two after it.
    #[inline]
    pub fn let_through(&self, number: u32, quick: &Quick, sides: &[Beside; 5]) -> bool {
        number == 0 || self.rests.get(number as usize).is_none_or(|rest| self.lets(rest, quick, sides))
    }

    #[inline]
    fn lets(&self, rest: &Rest, quick: &Quick, [before_that, before, _, after, after_that]: &[Beside; 5]) -> bool {
        let [far_before, far_after] = rest.beyond.map(|number| number as usize);
        let near = |at: usize, classes: u64, beside: &Beside| {
            classes & beside.class != 0 || self.has(rest.words[at], beside.word)
        };
        let far = |number: usize, near: &Beside, far: &Beside| {
            number == 0 || self.beyond.get(number).is_none_or(|beyond| beyond.lets(near, far))
        };
        near(0, quick.classes_before, before)
            && near(1, quick.classes_after, after)
            && far(far_after, after, after_that)
            && far(far_before, before, before_that)
    }

    /// Whether a table has the bit of a word.
    #[inline]
    fn has(&self, table: Table, word: u64) -> bool {
        let (at, bit) = place(word, table.size.max(1) as usize);
        table.size == 0 || self.bits.get(table.start as usize + at).is_none_or(|bits| bits & bit != 0)
    }
}

/// Gathers what gates ask, each thing once.
#[derive(Default)]
pub(super) struct Gathering {
    rests: Vec<Rest>,
    numbers: HashMap<Rest, u32>,
    bits: Vec<u64>,
    tables: HashMap<Seq<u64>, Table>,
    beyond: Vec<Beyond>,
    numbers_beyond: HashMap<Beyond, u32>,
}

impl Gathering {
    /// The number of the rest of what a gate asks, once it is among the others; 0 where it asks nothing more.
    pub(super) fn push(&mut self, gate: Gate) -> u32 {
        let words = [gate.before.words, gate.after.words].map(|words| self.table(words));
        let beyond = gate.beyond.map(|beyond| beyond.map_or(0, |beyond| self.beyond(beyond)));
        let rest = Rest { words, beyond };
        if rest == Rest::default() {
            return 0;
        }
        if self.rests.is_empty() {
            self.rests.push(Rest::default());
        }
        *self.numbers.entry(rest).or_insert_with(|| {
            self.rests.push(rest);
            self.rests.len() as u32 - 1
        })
    }

    fn table(&mut self, words: Seq<u64>) -> Table {
        let (start, size) = (self.bits.len() as u32, words.len() as u32);
        if size == 0 {
            return Table::default();
        }
        let bits = &mut self.bits;
        *self.tables.entry(words).or_insert_with_key(|words| {
            bits.extend(words);
            Table { start, size }
        })
    }

    fn beyond(&mut self, beyond: Beyond) -> u32 {
        if self.beyond.is_empty() {
            let nothing = Near::new(0, &[]);
            self.beyond.push(Beyond { free: Near::ANY, far: nothing });
        }
        let all = &mut self.beyond;
        *self.numbers_beyond.entry(beyond).or_insert_with_key(|beyond| {
            all.push(beyond.clone());
            all.len() as u32 - 1
        })
    }

    /// What was gathered.
    pub(super) fn done(self) -> Rests {
        Rests { rests: self.rests.into(), bits: self.bits.into(), beyond: self.beyond.into() }
    }
}

/// Whether a table has the bit of a word; one without bits has all.
fn holds(table: &[u64], word: u64) -> bool {
    let (at, bit) = place(word, table.len().max(1));
    table.get(at).is_none_or(|bits| bits & bit != 0)
}

/// What may stand on one side: tokens of some classes, and some words.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Near {
    /// A bit each class of token, and a bit each letter that a token begins with.
    pub classes: u64,
    /// A bit for each of the words, by the low bits of its hash: with a few words it says enough, with more it is looked
    /// at first, since it stands beside the classes.
    pub few: u64,
    /// A table of bits for the words, where they are many. The length is a power of two, or 0.
    pub words: Seq<u64>,
}

/// A side of a word as it is found in a draft.
#[derive(Copy, Clone, Debug)]
pub struct Beside {
    /// The class of the token there, and its first letter.
    class: u64,
    /// Its word; 0 where the block ends.
    word: u64,
    /// The word's bit among few words.
    bit: u64,
}

impl Beside {
    /// Beyond the ends of a sentence.
    pub const NOTHING: Self = Self { class: Near::EDGE, word: 0, bit: 0 };

    /// What stands there: its class with its first letter, and its word.
    #[inline]
    pub fn new(class: u64, word: u64) -> Self {
        Self { class, word, bit: place(word, 1).1 }
    }
}

impl Gate {
    /// The gate that lets everything through.
    pub const OPEN: Self = Self { before: Near::ANY, after: Near::ANY, beyond: [None, None] };

    /// What it asks for at first sight.
    pub fn quick(&self) -> Quick {
        Quick {
            classes_before: self.before.classes,
            few_before: self.before.few,
            classes_after: self.after.classes,
            few_after: self.after.few,
        }
    }

    /// The gate of a phrase at its first word: the second must follow.
    pub fn of_form(form: &Form) -> Self {
        let after = form.words.get(1).map_or(Near::ANY, |word| Near::new(0, &[*word]));
        Self { after, ..Self::OPEN }
    }
}

impl Near {
    /// Words, one bit for each way they are cased.
    pub const WORD: u64 = 0b1_1111;
    /// Words with a capital.
    pub const CAPITAL: u64 = 0b1_1100;
    /// Words in small letters.
    pub const LOWER: u64 = 1 << Case::Lower as u64;
    /// Words in capitals.
    pub const UPPER: u64 = 1 << Case::Upper as u64;
    /// Words with capitals inside.
    pub const MIXED: u64 = 1 << Case::Mixed as u64;
    /// Numbers.
    pub const NUMBER: u64 = 1 << 5;
    /// Marks.
    pub const MARK: u64 = 1 << 6;
    /// Signs that are no marks.
    pub const SYMBOL: u64 = 1 << 7;
    /// Addresses.
    pub const LINK: u64 = 1 << 8;
    /// The sentence begins or ends there.
    pub const EDGE: u64 = 1 << 9;
    /// Every token.
    pub const TOKEN: u64 = Self::EDGE - 1;
    /// The lowest of the bits of last letters.
    const LAST: u32 = 10;
    /// Anything, or nothing.
    pub const ANY: Self = Self { classes: u64::MAX, few: 0, words: Seq::Fixed(&[]) };

    /// The most words of bits of a table: beyond it, more words share a bit.
    const MOST: usize = 128;

    /// What has one of the classes, or is one of the words.
    pub fn new(classes: u64, words: &[u64]) -> Self {
        let few = words.iter().fold(0, |bits, word| bits | place(*word, 1).1);
        let size = (words.len() / 8).next_power_of_two().clamp(1, Self::MOST);
        if size == 1 {
            return Self { classes, few, words: Seq::default() };
        }
        let mut bits = vec![0u64; size];
        for word in words {
            let (at, bit) = place(*word, size);
            bits[at] |= bit;
        }
        Self { classes, few, words: bits.into() }
    }

    /// Whether what stands there may do.
    #[inline]
    pub fn lets(&self, beside: &Beside) -> bool {
        self.classes & beside.class != 0 || self.few & beside.bit != 0 && holds(&self.words, beside.word)
    }

    /// The bit of the tokens whose first byte is this one: one for each letter of ASCII in either case, one for each
    /// figure, and one for all the rest.
    #[inline]
    pub const fn first(byte: u8) -> u64 {
        match byte | 0x20 {
            letter @ b'a'..=b'z' => 1 << (Self::FIRST + (letter - b'a') as u32),
            _ if byte.is_ascii_digit() => 1 << (Self::FIRST + 26 + (byte - b'0') as u32),
            _ => 1 << (Self::FIRST + 36),
        }
    }

    /// The bit of the tokens that end in this byte, for the letters of the endings that rules ask for most: “-ed”, “-ing”,
    /// “-s” and “-ly”. Other bytes have none.
    #[inline]
    pub const fn last(byte: u8) -> u64 {
        match byte | 0x20 {
            b'd' => 1 << Self::LAST,
            b'g' => 1 << (Self::LAST + 1),
            b's' => 1 << (Self::LAST + 2),
            b'y' => 1 << (Self::LAST + 3),
            _ => 0,
        }
    }

    /// The lowest of the bits of first letters.
    const FIRST: u32 = 16;

    /// The bits of a token: its class, its first letter and its last. `text` is what it lies in.
    #[inline]
    pub fn bits(token: &Token, text: &[u8]) -> u64 {
        let bits = |at: usize| text.get(at).map_or([0; 2], |byte| BITS[usize::from(*byte)]);
        let ([first, _], [_, last]) =
            (bits(token.span.start as usize), bits((token.span.end as usize).wrapping_sub(1)));
        Self::class(token) | first | last
    }

    /// The class of a token.
    #[inline]
    fn class(token: &Token) -> u64 {
        match token.kind {
            TokenKind::Word => 1 << token.case as u64,
            TokenKind::Number => Self::NUMBER,
            TokenKind::Mark => Self::MARK,
            TokenKind::Symbol => Self::SYMBOL,
            TokenKind::Link => Self::LINK,
        }
    }
}

/// [`Near::first`] and [`Near::last`] of every byte.
static BITS: [[u64; 2]; 256] = {
    let mut bits = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = [Near::first(byte as u8), Near::last(byte as u8)];
        byte += 1;
    }
    bits
};

/// Which bit of which word of a table a hash has. The table's own bits come from above those of the bit.
fn place(word: u64, size: usize) -> (usize, u64) {
    ((word >> 6) as usize & (size - 1), 1 << (word & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::word_hash;

    #[test]
    fn a_gate_never_stops_what_it_was_made_for() {
        let words: Vec<u64> = (0..3000).map(|number| word_hash(&format!("word{number}"))).collect();
        for count in [1, 9, 100, 3000] {
            let near = Near::new(Near::EDGE, &words[..count]);
            assert!(words[..count].iter().all(|word| near.lets(&Beside::new(Near::LOWER, *word))));
        }
        let few = Near::new(0, &words[..9]);
        let passed = words[9..].iter().filter(|word| few.lets(&Beside::new(Near::LOWER, **word))).count();
        assert!(passed < words.len() / 4, "{passed}");
    }
}
