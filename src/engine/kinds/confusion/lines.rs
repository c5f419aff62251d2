//! Lines: the weights of the model once more, laid out to be found at one look.
//!
//! In the file a weight is three looks away from its key, each where the one before says. A run over many drafts asks for
//! millions; for it the weights are laid out in lines, each a quarter of what the processor fetches at once. Where a line
//! has no room, or a feature speaks for more than two words, the file is asked.

use super::model::{PARTS, part_of};
use crate::document::tagger::model::Table;

/// How many features have room in a line.
const ROOM: usize = 5;

/// Says that the file has to be asked.
const ASK: i8 = i8::MIN;

/// The features that share their upper bits.
#[derive(Copy, Clone, Debug, Default)]
#[repr(C, align(16))]
struct Line {
    /// The lower bits of each.
    prints: [u16; ROOM],
    /// What each says for the second of two words. [`ASK`] where it says other things.
    weights: [i8; ROOM],
    /// Whether some had no room.
    is_full: bool,
}

/// All lines.
#[derive(Debug)]
pub(super) struct Lines {
    lines: Box<[Line]>,
    /// By how much a feature is shifted to get the upper bits that choose its line.
    shift: u32,
}

impl Lines {
    /// Lays out the weights of the tables. `None` where they do not share their form.
    pub(super) fn new(parts: &[Table<'_>; PARTS]) -> Option<Self> {
        let shift = parts[0].shift();
        if parts.iter().any(|part| part.shift() != shift) {
            return None;
        }
        let mut lines = vec![Line::default(); PARTS << (u64::BITS - shift)];
        let mut taken = vec![0u8; lines.len()];
        for (part, table) in parts.iter().enumerate() {
            for (key, values) in table.entries() {
                let at = place(key, shift, part);
                let (line, taken) = (&mut lines[at], &mut taken[at]);
                let own = usize::from(*taken);
                // Of two that cannot be told apart the first counts, as in the file.
                if line.prints[..own].contains(&(key as u16)) {
                    continue;
                }
                if own == ROOM {
                    line.is_full = true;
                    continue;
                }
                *taken += 1;
                line.prints[own] = key as u16;
                line.weights[own] = if let [weight] = values { i8::from_le_bytes([*weight]) } else { ASK };
            }
        }
        Some(Self { lines: lines.into(), shift })
    }

    /// What a feature says for the second of two words: 0 where it says nothing; `None` where the file has to be asked.
    #[inline]
    pub(super) fn get(&self, feature: u64) -> Option<i32> {
        let line = self.lines.get(place(feature, self.shift, part_of(feature)))?;
        let print = feature as u16;
        // All are compared, whichever fits: nothing here is for the processor to guess.
        let mut weight = 0;
        for (known, own) in line.prints.iter().zip(line.weights) {
            weight |= if *known == print { own } else { 0 };
        }
        (!line.is_full && weight != ASK).then_some(i32::from(weight))
    }
}

/// Which line a feature of a table has.
#[inline]
fn place(feature: u64, shift: u32, part: usize) -> usize {
    (feature >> shift) as usize * PARTS + part
}
