//! Around: the tags around a place, and what they say of the clause on each side.

use super::place::REACH;
use crate::document::Tag;

/// How far the clause around a place is followed on each side, in tokens.
const CLAUSE: usize = 16;

/// The tags around a place, and what they say of the clause on each side.
#[derive(Clone, Debug)]
pub struct Around {
    /// Those before it, nearest first, then those after it, nearest first.
    pub(super) tags: [Tag; 2 * REACH],
    pub(super) left: Side,
    pub(super) right: Side,
}

/// The clause on one side of a place, as far as the next mark or word that may open another.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    /// How many finite verbs there are, up to two.
    pub(super) finite: u64,
    /// The tag of the nearest verb of any form.
    pub(super) verb: u64,
    /// The tag of the nearest noun or pronoun.
    pub(super) noun: u64,
    /// The tag of what ends it.
    pub(super) edge: u64,
}

impl Around {
    /// Reads the tags of a sentence, given by the number of a token.
    pub fn new(tag: impl Fn(usize) -> Option<Tag>, start: usize, end: usize) -> Self {
        let before = |offset: usize| start.checked_sub(offset + 1).and_then(&tag);
        let after = |offset: usize| tag(end + offset);
        let mut tags = [Tag::Unknown; 2 * REACH];
        for (index, place) in tags.iter_mut().enumerate() {
            let found = if index < REACH { before(index) } else { after(index - REACH) };
            *place = found.unwrap_or_default();
        }
        Self { tags, left: Side::new(before), right: Side::new(after) }
    }
}

impl Side {
    fn new(tag: impl Fn(usize) -> Option<Tag>) -> Self {
        let mut side = Self::default();
        for tag in (0..CLAUSE).map_while(tag) {
            let number = tag.index() as u64 + 1;
            side.finite = (side.finite + u64::from(is_finite(tag))).min(2);
            if side.verb == 0 && (is_finite(tag) || is_other_verb(tag)) {
                side.verb = number;
            }
            if side.noun == 0 && is_nominal(tag) {
                side.noun = number;
            }
            if is_edge(tag) {
                side.edge = number;
                break;
            }
        }
        side
    }
}

pub(super) fn is_finite(tag: Tag) -> bool {
    use Tag::{AuxiliaryPast, AuxiliaryPresent, AuxiliaryThird, Modal, VerbPast, VerbPresent, VerbThird};
    matches!(tag, VerbPast | VerbPresent | VerbThird | AuxiliaryPast | AuxiliaryPresent | AuxiliaryThird | Modal)
}

pub(super) fn is_other_verb(tag: Tag) -> bool {
    use Tag::{Auxiliary, AuxiliaryGerund, AuxiliaryParticiple, Verb, VerbGerund, VerbParticiple};
    matches!(tag, Verb | Auxiliary | VerbGerund | AuxiliaryGerund | VerbParticiple | AuxiliaryParticiple)
}

fn is_nominal(tag: Tag) -> bool {
    use Tag::{Demonstrative, Existential, IndefinitePronoun, Name, Names, Noun, Nouns, PersonalPronoun};
    matches!(tag, Noun | Nouns | Name | Names | PersonalPronoun | IndefinitePronoun | Demonstrative | Existential)
}

/// Whether a clause may end or begin here.
fn is_edge(tag: Tag) -> bool {
    use Tag::{
        CloseBracket, CloseQuote, Colon, Comma, Coordination, InterrogativeAdverb, InterrogativeDeterminer,
        InterrogativePossessive, InterrogativePronoun, OpenBracket, OpenQuote, Period, Relative, Subordinator,
    };
    matches!(
        tag,
        Comma
            | Colon
            | Period
            | OpenQuote
            | CloseQuote
            | OpenBracket
            | CloseBracket
            | Coordination
            | Subordinator
            | Relative
            | InterrogativeAdverb
            | InterrogativeDeterminer
            | InterrogativePossessive
            | InterrogativePronoun
    )
}
