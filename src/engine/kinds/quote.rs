//! `quote`: who says it, and with which marks. Each rule of this kind makes one check over the quotations of the draft.

use super::{Check, Data, Hit, Scene};
use crate::document::Needs;
use crate::engine::reader::Reader;

mod marks;
mod speaker;

/// What a rule of this kind looks for.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum QuoteCheck {
    /// A sentence of speech that nobody is given.
    #[default]
    Unattributed,
    /// A mark without a partner. Soft where it closes what never opened.
    Unbalanced,
    /// A curly mark that faces the wrong way.
    Turned,
    /// A quotation in marks of the wrong level: single ones outside, the same ones inside.
    NestedMarks,
    /// Straight marks where the draft has curly ones, or the other way round.
    StyleMix,
    /// A comma or period behind the closing mark.
    Punctuation,
    /// “She said” before any person is named.
    PronounSpeaker,
}

impl QuoteCheck {
    /// Every check by the name it is written with.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("unattributed", Self::Unattributed),
        ("unbalanced", Self::Unbalanced),
        ("turned", Self::Turned),
        ("nested-marks", Self::NestedMarks),
        ("style-mix", Self::StyleMix),
        ("punctuation", Self::Punctuation),
        ("pronoun-speaker", Self::PronounSpeaker),
    ];
}

impl std::fmt::Debug for QuoteCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Unattributed => "QuoteCheck::Unattributed",
            Self::Unbalanced => "QuoteCheck::Unbalanced",
            Self::Turned => "QuoteCheck::Turned",
            Self::NestedMarks => "QuoteCheck::NestedMarks",
            Self::StyleMix => "QuoteCheck::StyleMix",
            Self::Punctuation => "QuoteCheck::Punctuation",
            Self::PronounSpeaker => "QuoteCheck::PronounSpeaker",
        };
        formatter.write_str(name)
    }
}

/// What a house says of a quotation that stands alone after a paragraph of one speaker.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum Floating {
    /// Nothing.
    Off,
    /// The rule's milder form.
    #[default]
    Note,
    /// The same as of any other without a speaker.
    Warning,
}

impl Floating {
    /// Every policy by the name it is written with.
    pub const NAMES: [(&'static str, Self); 3] = [("off", Self::Off), ("note", Self::Note), ("warning", Self::Warning)];
}

impl std::fmt::Debug for Floating {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Off => "Floating::Off",
            Self::Note => "Floating::Note",
            Self::Warning => "Floating::Warning",
        };
        formatter.write_str(name)
    }
}

/// Keys of `kind = "quote"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Quote {
    /// `check`: what to look for.
    pub check: QuoteCheck,
    /// `floating`: what to say of a paragraph of quotation that follows the words of one speaker.
    pub floating: Floating,
}

impl Quote {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        if !reader.has("check") {
            let names: Vec<&str> = QuoteCheck::NAMES.iter().map(|(name, _)| *name).collect();
            reader.problem_here("`check` is missing", format!("write one of: {}", names.join(", ")));
        }
        let check = reader.choice("check", &QuoteCheck::NAMES).unwrap_or_default();
        let floating = reader.choice("floating", &Floating::NAMES).unwrap_or_default();
        Data::Quote(Self { check, floating })
    }
}

impl Check for Quote {
    fn needs(&self) -> Needs {
        let speaker = self.check == QuoteCheck::PronounSpeaker;
        Needs { attribution: speaker || self.check == QuoteCheck::Unattributed, people: speaker, ..Needs::default() }
    }

    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        match self.check {
            QuoteCheck::Unattributed => speaker::unattributed(scene, self.floating, hits),
            QuoteCheck::PronounSpeaker => speaker::pronouns(scene, hits),
            QuoteCheck::Unbalanced => marks::unbalanced(scene, hits),
            QuoteCheck::Turned => marks::turned(scene, hits),
            QuoteCheck::NestedMarks => marks::nested(scene, hits),
            QuoteCheck::StyleMix => marks::mixed(scene, hits),
            QuoteCheck::Punctuation => marks::punctuation(scene, hits),
        }
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        if let Some(floating) = reader.choice("floating", &Floating::NAMES) {
            self.floating = floating;
        }
    }
}
