//! `quote`: who says it, and with which marks. Each rule of this kind makes one check over the quotations of the draft.

use super::{Check, Data, Hit, Scene};
use crate::document::Needs;
use crate::engine::reader::Reader;
use crate::list::ListName;

mod closing;
mod gender;
mod manner;
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
    /// A speaker who is named only after many words. Soft where it is the verb that comes late.
    LateAttribution,
    /// A sentence given to several people at once.
    GroupSpeaker,
    /// A verb of speech that says how it sounded.
    PaintedVerb,
    /// Words in marks that nobody is given.
    Scare,
}

impl QuoteCheck {
    /// Every check by the name it is written with.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("unattributed", Self::Unattributed),
        ("unbalanced", Self::Unbalanced),
        ("turned", Self::Turned),
        ("nested-marks", Self::NestedMarks),
        ("style-mix", Self::StyleMix),
        ("punctuation", Self::Punctuation),
        ("pronoun-speaker", Self::PronounSpeaker),
        ("late-attribution", Self::LateAttribution),
        ("group-speaker", Self::GroupSpeaker),
        ("painted-verb", Self::PaintedVerb),
        ("scare", Self::Scare),
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
            Self::LateAttribution => "QuoteCheck::LateAttribution",
            Self::GroupSpeaker => "QuoteCheck::GroupSpeaker",
            Self::PaintedVerb => "QuoteCheck::PaintedVerb",
            Self::Scare => "QuoteCheck::Scare",
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

/// How far a speaker carries: what counts as given to somebody.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum Carry {
    /// The sentence of the quotation, or a mark of speech such as a label.
    Sentence,
    /// The paragraph; what `floating` says holds for a paragraph after it.
    #[default]
    Paragraph,
    /// The paragraph before it too.
    Previous,
}

impl Carry {
    /// Every reach by the name it is written with.
    pub const NAMES: [(&'static str, Self); 3] =
        [("sentence", Self::Sentence), ("paragraph", Self::Paragraph), ("previous", Self::Previous)];
}

impl std::fmt::Debug for Carry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Sentence => "Carry::Sentence",
            Self::Paragraph => "Carry::Paragraph",
            Self::Previous => "Carry::Previous",
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
    /// `carry`: how far a speaker carries.
    pub carry: Carry,
    /// `words`: for `late-attribution`, how many may stand before the speaker; half as many where a sentence is over, and
    /// half as many between the speaker and the verb.
    pub words: u32,
    /// `list`: for `group-speaker`, the nouns for several people; for `scare`, the words that say what something is called;
    /// for `punctuation`, words that show whose style a draft follows, the British ones with `british = true`.
    pub list: ListName,
}

impl Quote {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        if !reader.has("check") {
            let names: Vec<&str> = QuoteCheck::NAMES.iter().map(|(name, _)| *name).collect();
            reader.problem_here("`check` is missing", format!("write one of: {}", names.join(", ")));
        }
        let check = reader.choice("check", &QuoteCheck::NAMES).unwrap_or_default();
        let floating = reader.choice("floating", &Floating::NAMES).unwrap_or_default();
        let carry = reader.choice("carry", &Carry::NAMES).unwrap_or_default();
        let words = reader.number("words", 1..=999).and_then(|most| u32::try_from(most).ok()).unwrap_or(25);
        let list = reader.text("list").map(|name| ListName::from(&*name)).unwrap_or_default();
        Data::Quote(Self { check, floating, carry, words, list })
    }
}

impl Check for Quote {
    fn needs(&self) -> Needs {
        use QuoteCheck::{GroupSpeaker, LateAttribution, PaintedVerb, PronounSpeaker, Scare, Unattributed};
        let attribution =
            matches!(self.check, PronounSpeaker | Unattributed | LateAttribution | GroupSpeaker | PaintedVerb | Scare);
        Needs { attribution, people: self.check == PronounSpeaker, ..Needs::default() }
    }

    fn lists(&self) -> Vec<&str> {
        match self.check {
            QuoteCheck::PronounSpeaker => gender::LISTS.to_vec(),
            QuoteCheck::Unbalanced => vec!["speech-verbs", "person-pronouns"],
            _ if self.list.is_empty() => Vec::new(),
            _ => vec![&self.list],
        }
    }

    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        match self.check {
            QuoteCheck::Unattributed => speaker::unattributed(scene, self, hits),
            QuoteCheck::PronounSpeaker => speaker::pronouns(scene, hits),
            QuoteCheck::LateAttribution => manner::late(scene, self, hits),
            QuoteCheck::GroupSpeaker => manner::group(scene, self, hits),
            QuoteCheck::PaintedVerb => manner::painted(scene, hits),
            QuoteCheck::Scare => manner::scare(scene, self, hits),
            QuoteCheck::Unbalanced => marks::unbalanced(scene, hits),
            QuoteCheck::Turned => marks::turned(scene, hits),
            QuoteCheck::NestedMarks => marks::nested(scene, hits),
            QuoteCheck::StyleMix => marks::mixed(scene, hits),
            QuoteCheck::Punctuation => marks::punctuation(scene, self, hits),
        }
    }

    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        if let Some(floating) = reader.choice("floating", &Floating::NAMES) {
            self.floating = floating;
        }
        self.carry = reader.choice("carry", &Carry::NAMES).unwrap_or(self.carry);
        if let Some(words) = reader.number("words", 1..=999).and_then(|most| u32::try_from(most).ok()) {
            self.words = words;
        }
    }
}
