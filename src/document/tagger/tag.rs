//! Tags: parts of speech as fine as the rules need them, each with its universal part of speech.
//!
//! The tag set is that of the Penn Treebank as the English treebanks of Universal Dependencies use it, cut finer where one
//! tag stands for two universal parts of speech (a verb and an auxiliary, a determiner and a pronoun), so that the
//! universal part of speech follows from the tag alone.

use std::fmt;

/// How many tags the model weighs. The others follow from the characters of a token.
pub const SCORED: usize = 48;

/// A universal part of speech.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)] // The names are those of Universal Dependencies.
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// The name in Universal Dependencies: “NOUN”.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adj => "ADJ",
            Self::Adp => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
        }
    }
}

/// The part of speech of a token.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[repr(u8)]
pub enum Tag {
    /// Coordinating conjunction.
    Coordination,
    /// Cardinal number.
    Cardinal,
    /// Determiner before a noun.
    Determiner,
    /// Determiner that stands alone: “this is”.
    Demonstrative,
    /// Existential “there”.
    Existential,
    /// Foreign word, part of a word, or what is no word.
    Foreign,
    /// Preposition.
    Preposition,
    /// Subordinating conjunction.
    Subordinator,
    /// Adjective.
    Adjective,
    /// Adjective, comparative.
    Comparative,
    /// Adjective, superlative.
    Superlative,
    /// Modal verb.
    Modal,
    /// Noun, singular or mass.
    Noun,
    /// Indefinite pronoun: “nobody”.
    IndefinitePronoun,
    /// Noun, plural.
    Nouns,
    /// Proper noun, singular.
    Name,
    /// Adjective in a name, or made of one: “Russian”.
    NameAdjective,
    /// Verb in a name: “United”.
    NameVerb,
    /// Proper noun, plural.
    Names,
    /// Predeterminer: “all the”.
    Predeterminer,
    /// Possessive ending.
    Possessive,
    /// Personal pronoun.
    PersonalPronoun,
    /// Possessive pronoun.
    PossessivePronoun,
    /// Adverb.
    Adverb,
    /// “not”.
    Negation,
    /// Adverb, comparative.
    AdverbComparative,
    /// Adverb, superlative.
    AdverbSuperlative,
    /// Particle of a verb.
    Particle,
    /// “to” before an infinitive.
    Infinitive,
    /// Interjection.
    Interjection,
    /// Verb, base form.
    Verb,
    /// Auxiliary, base form.
    Auxiliary,
    /// Verb, past tense.
    VerbPast,
    /// Auxiliary, past tense.
    AuxiliaryPast,
    /// Verb, gerund or present participle.
    VerbGerund,
    /// Auxiliary, gerund or present participle.
    AuxiliaryGerund,
    /// Verb, past participle.
    VerbParticiple,
    /// Auxiliary, past participle.
    AuxiliaryParticiple,
    /// Verb, present tense but third person singular.
    VerbPresent,
    /// Auxiliary, present tense but third person singular.
    AuxiliaryPresent,
    /// Verb, third person singular present.
    VerbThird,
    /// Auxiliary, third person singular present.
    AuxiliaryThird,
    /// Relative pronoun.
    Relative,
    /// Interrogative determiner: “which day”.
    InterrogativeDeterminer,
    /// Interrogative pronoun.
    InterrogativePronoun,
    /// “whose”.
    InterrogativePossessive,
    /// Interrogative adverb.
    InterrogativeAdverb,
    /// Closing quotation mark.
    CloseQuote,
    /// Comma.
    Comma,
    /// Mark that ends a sentence.
    Period,
    /// Any other mark: a colon, semicolon, dash, hyphen or ellipsis.
    Colon,
    /// Opening quotation mark.
    OpenQuote,
    /// Opening bracket.
    OpenBracket,
    /// Closing bracket.
    CloseBracket,
    /// Sign of a currency.
    Currency,
    /// Any other symbol.
    Symbol,
    /// Symbol that is read as a noun: “%”.
    NounSymbol,
    /// Web or mail address, handle or hashtag.
    Link,
    /// Mark of an item in a list.
    ListMark,
    /// Not tagged.
    #[default]
    Unknown,
}

/// Every tag with its fine name and its universal part of speech, in the order of [`Tag`].
const TAGS: [(Tag, &str, Upos); 60] = [
    (Tag::Coordination, "CC", Upos::Cconj),
    (Tag::Cardinal, "CD", Upos::Num),
    (Tag::Determiner, "DT", Upos::Det),
    (Tag::Demonstrative, "DT", Upos::Pron),
    (Tag::Existential, "EX", Upos::Pron),
    (Tag::Foreign, "FW", Upos::X),
    (Tag::Preposition, "IN", Upos::Adp),
    (Tag::Subordinator, "IN", Upos::Sconj),
    (Tag::Adjective, "JJ", Upos::Adj),
    (Tag::Comparative, "JJR", Upos::Adj),
    (Tag::Superlative, "JJS", Upos::Adj),
    (Tag::Modal, "MD", Upos::Aux),
    (Tag::Noun, "NN", Upos::Noun),
    (Tag::IndefinitePronoun, "NN", Upos::Pron),
    (Tag::Nouns, "NNS", Upos::Noun),
    (Tag::Name, "NNP", Upos::Propn),
    (Tag::NameAdjective, "NNP", Upos::Adj),
    (Tag::NameVerb, "NNP", Upos::Verb),
    (Tag::Names, "NNPS", Upos::Propn),
    (Tag::Predeterminer, "PDT", Upos::Det),
    (Tag::Possessive, "POS", Upos::Part),
    (Tag::PersonalPronoun, "PRP", Upos::Pron),
    (Tag::PossessivePronoun, "PRP$", Upos::Pron),
    (Tag::Adverb, "RB", Upos::Adv),
    (Tag::Negation, "RB", Upos::Part),
    (Tag::AdverbComparative, "RBR", Upos::Adv),
    (Tag::AdverbSuperlative, "RBS", Upos::Adv),
    (Tag::Particle, "RP", Upos::Adp),
    (Tag::Infinitive, "TO", Upos::Part),
    (Tag::Interjection, "UH", Upos::Intj),
    (Tag::Verb, "VB", Upos::Verb),
    (Tag::Auxiliary, "VB", Upos::Aux),
    (Tag::VerbPast, "VBD", Upos::Verb),
    (Tag::AuxiliaryPast, "VBD", Upos::Aux),
    (Tag::VerbGerund, "VBG", Upos::Verb),
    (Tag::AuxiliaryGerund, "VBG", Upos::Aux),
    (Tag::VerbParticiple, "VBN", Upos::Verb),
    (Tag::AuxiliaryParticiple, "VBN", Upos::Aux),
    (Tag::VerbPresent, "VBP", Upos::Verb),
    (Tag::AuxiliaryPresent, "VBP", Upos::Aux),
    (Tag::VerbThird, "VBZ", Upos::Verb),
    (Tag::AuxiliaryThird, "VBZ", Upos::Aux),
    (Tag::Relative, "WDT", Upos::Pron),
    (Tag::InterrogativeDeterminer, "WDT", Upos::Det),
    (Tag::InterrogativePronoun, "WP", Upos::Pron),
    (Tag::InterrogativePossessive, "WP$", Upos::Pron),
    (Tag::InterrogativeAdverb, "WRB", Upos::Adv),
    (Tag::CloseQuote, "''", Upos::Punct),
    (Tag::Comma, ",", Upos::Punct),
    (Tag::Period, ".", Upos::Punct),
    (Tag::Colon, ":", Upos::Punct),
    (Tag::OpenQuote, "``", Upos::Punct),
    (Tag::OpenBracket, "-LRB-", Upos::Punct),
    (Tag::CloseBracket, "-RRB-", Upos::Punct),
    (Tag::Currency, "$", Upos::Sym),
    (Tag::Symbol, "SYM", Upos::Sym),
    (Tag::NounSymbol, "NN", Upos::Sym),
    (Tag::Link, "ADD", Upos::Propn),
    (Tag::ListMark, "LS", Upos::X),
    (Tag::Unknown, "_", Upos::X),
];

/// The tags alone, close together: they are read at every token.
const ORDER: [Tag; Tag::COUNT] = {
    let mut order = [Tag::Unknown; Tag::COUNT];
    let mut index = 0;
    while index < order.len() {
        order[index] = TAGS[index].0;
        index += 1;
    }
    order
};

impl Tag {
    /// How many tags there are.
    pub const COUNT: usize = TAGS.len();

    /// Every tag, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        TAGS.iter().map(|(tag, ..)| *tag)
    }

    /// The tag of an index; [`Tag::Unknown`] beyond the last.
    pub fn from_index(index: usize) -> Self {
        ORDER.get(index).copied().unwrap_or(Self::Unknown)
    }

    /// Its place among the tags.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name in the Penn Treebank: “VBD”. Several tags may share one.
    pub fn name(self) -> &'static str {
        TAGS.get(self.index()).map_or("_", |(_, name, _)| name)
    }

    /// Its universal part of speech.
    pub fn upos(self) -> Upos {
        TAGS.get(self.index()).map_or(Upos::X, |(.., upos)| *upos)
    }

    /// The tag that stands for a fine tag and a universal part of speech of a treebank. Tags that the treebanks use in
    /// different ways, or that say nothing of the part of speech, are folded.
    pub fn from_treebank(fine: &str, upos: &str) -> Self {
        let fine = match (fine, upos) {
            ("GW" | "AFX" | "FW" | "XX", _) => return Self::Foreign,
            ("NFP" | "," | "IN", "SYM") => return Self::Symbol,
            ("HYPH" | "NFP", _) => return Self::Colon,
            ("NNP", "ADJ") => return Self::NameAdjective,
            _ => fine,
        };
        let mut with_fine = TAGS.iter().filter(|(_, name, _)| *name == fine);
        let first = with_fine.clone().next();
        let exact = with_fine.find(|(.., known)| known.name() == upos);
        exact.or(first).map_or(Self::Unknown, |(tag, ..)| *tag)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_tags() {
        for (index, tag) in Tag::all().enumerate() {
            assert_eq!(tag.index(), index, "{tag:?}");
            assert_eq!(Tag::from_index(index), tag);
        }
        assert_eq!(Tag::from_index(Tag::COUNT), Tag::Unknown);
        assert_eq!(Tag::CloseQuote.index() + 1, SCORED);
    }

    #[test]
    fn a_fine_tag_and_a_universal_one_make_a_tag() {
        assert_eq!(Tag::from_treebank("VBD", "AUX"), Tag::AuxiliaryPast);
        assert_eq!(Tag::from_treebank("VBD", "VERB"), Tag::VerbPast);
        assert_eq!(Tag::from_treebank("VBD", "X"), Tag::VerbPast);
        assert_eq!(Tag::from_treebank("IN", "SCONJ"), Tag::Subordinator);
        assert_eq!(Tag::from_treebank("RB", "PART"), Tag::Negation);
        assert_eq!(Tag::from_treebank("HYPH", "PUNCT"), Tag::Colon);
        assert_eq!(Tag::from_treebank("?!", "X"), Tag::Unknown);
    }

    #[test]
    fn tags_have_the_names_of_the_treebanks() {
        assert_eq!((Tag::AuxiliaryThird.name(), Tag::AuxiliaryThird.upos().name()), ("VBZ", "AUX"));
        assert_eq!((Tag::Infinitive.name(), Tag::Infinitive.upos().name()), ("TO", "PART"));
        assert_eq!(Tag::default(), Tag::Unknown);
    }
}
