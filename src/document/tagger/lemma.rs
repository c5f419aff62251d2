//! Lemmas: by rules, and by a table of what does not follow them.
//!
//! The rules take an ending off and ask the lexicon which of the words that could be meant exists: “hoping” is of “hope”
//! and “hopping” of “hop”. The table is derived from the treebanks by the training program and holds only what the rules
//! get wrong.

use super::features::folded;
use super::lexicon::Lexicon;
use super::tag::{Tag, Upos};
use crate::document::tokens::Case;
use crate::list::word_hash;
use std::borrow::Cow;

/// The key of a word under a tag in the table of exceptions. Tags that share a fine name share the entry.
pub fn exception_key(word: &str, tag: Tag) -> u64 {
    let fine = Tag::all().find(|other| other.name() == tag.name()).unwrap_or(tag);
    (word_hash(word) ^ (fine.index() as u64 + 1)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// An entry of the table of exceptions: how many characters of the folded word go, a byte, and what comes instead.
pub fn exception(word: &str, lemma: &str) -> Vec<u8> {
    let word: String = folded(word).collect();
    let alike = word.chars().zip(lemma.chars()).take_while(|(one, other)| one == other).count();
    let cut = (word.chars().count() - alike).min(255) as u8;
    let added: String = lemma.chars().skip(alike).collect();
    [&[cut], added.as_bytes()].concat()
}

/// The lemma of a word that the table of exceptions has an entry for.
pub(super) fn by_table(word: &str, entry: &[u8]) -> Option<String> {
    let (cut, added) = entry.split_first()?;
    let mut lemma: String = folded(word).collect();
    for _ in 0..*cut {
        lemma.pop();
    }
    lemma.push_str(std::str::from_utf8(added).ok()?);
    Some(lemma)
}

/// The lemma of a word by the rules.
pub fn by_rule<'word>(word: &'word str, tag: Tag, lexicon: &impl Lexicon) -> Cow<'word, str> {
    let base = match tag {
        Tag::Nouns => inflected(word, &[Tag::Noun], lexicon, ending_s),
        Tag::VerbThird | Tag::AuxiliaryThird => inflected(word, &VERBS, lexicon, ending_s),
        Tag::VerbPast | Tag::AuxiliaryPast | Tag::VerbParticiple | Tag::AuxiliaryParticiple => {
            inflected(word, &VERBS, lexicon, ending_ed)
        }
        Tag::VerbGerund | Tag::AuxiliaryGerund => inflected(word, &VERBS, lexicon, ending_ing),
        Tag::Comparative => inflected(word, &[Tag::Adjective], lexicon, ending_er),
        Tag::Superlative => inflected(word, &[Tag::Adjective], lexicon, ending_est),
        Tag::AdverbComparative => inflected(word, &[Tag::Adverb, Tag::Adjective], lexicon, ending_er),
        Tag::AdverbSuperlative => inflected(word, &[Tag::Adverb, Tag::Adjective], lexicon, ending_est),
        Tag::Names => return name(word),
        Tag::Possessive => return "'s".into(),
        Tag::Cardinal => return number(word),
        _ => None,
    };
    base.map_or_else(|| uninflected(word, tag), Cow::Owned)
}

/// Tags of the base form of a verb.
const VERBS: [Tag; 2] = [Tag::Verb, Tag::VerbPresent];

/// What a word without its ending could be: the likeliest first.
type Guesses = [Option<String>; 3];

/// The base of an inflected word: the first guess that the lexicon knows with one of the tags, or else the first.
fn inflected(word: &str, tags: &[Tag], lexicon: &impl Lexicon, guess: impl Fn(&str) -> Guesses) -> Option<String> {
    let word: String = folded(word).collect();
    let mut guesses = guess(&word).into_iter().flatten().peekable();
    let first = guesses.peek().cloned()?;
    let known = |base: &String| {
        let class = lexicon.class(word_hash(base), Case::Lower);
        tags.iter().any(|tag| class.has(*tag))
    };
    Some(guesses.find(known).unwrap_or(first))
}

fn ending_s(word: &str) -> Guesses {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return [Some(format!("{stem}y")), Some(format!("{stem}ie")), None];
    }
    if let Some(stem) = word.strip_suffix("men").filter(|_| word.len() > 4) {
        return [Some(format!("{stem}man")), None, None];
    }
    if word.ends_with("ss") || word.ends_with("us") || word.len() < 3 {
        return [None, None, None];
    }
    let Some(stem) = word.strip_suffix("es") else {
        return [word.strip_suffix('s').map(str::to_owned), None, None];
    };
    let (bare, with_e) = (Some(stem.to_owned()), Some(format!("{stem}e")));
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| stem.ends_with(end));
    // “houses” and “bases” are of words in “e”; “classes” and “viruses” are not.
    let is_bare = match stem.as_bytes() {
        [.., b's', b's'] | [.., b'z', b'z'] => true,
        [.., before, b'u', b's'] => !b"aeo".contains(before),
        [.., b's' | b'z'] => false,
        _ => hisses,
    };
    if is_bare { [bare, with_e, None] } else { [with_e, bare.filter(|_| hisses), None] }
}

fn ending_ed(word: &str) -> Guesses {
    if let Some(stem) = word.strip_suffix("ied").filter(|stem| stem.len() > 1) {
        return [Some(format!("{stem}y")), Some(format!("{stem}ie")), None];
    }
    stems(word.strip_suffix("ed"))
}

fn ending_ing(word: &str) -> Guesses {
    stems(word.strip_suffix("ing").or_else(|| word.strip_suffix("in'")))
}

fn ending_er(word: &str) -> Guesses {
    degree(word.strip_suffix("er"))
}

fn ending_est(word: &str) -> Guesses {
    degree(word.strip_suffix("est"))
}

/// The positive of a comparative or superlative without its ending.
fn degree(stem: Option<&str>) -> Guesses {
    match stem {
        Some(stem) if stem.ends_with('i') => [Some(format!("{}y", stem.trim_end_matches('i'))), None, None],
        Some(stem) if !has_vowel(stem) => [Some(format!("{stem}e")), None, None],
        Some(stem) => {
            [Some(undoubled(stem).unwrap_or(stem).to_owned()), Some(format!("{stem}e")), Some(stem.to_owned())]
        }
        None => [None, None, None],
    }
}

/// The verbs that a stem before “-ed” or “-ing” can be of.
fn stems(stem: Option<&str>) -> Guesses {
    let Some(stem) = stem.filter(|stem| has_vowel(stem) && stem.len() > 1) else { return [None, None, None] };
    let (bare, with_e) = (Some(stem.to_owned()), Some(format!("{stem}e")));
    if let Some(single) = undoubled(stem) {
        let single = Some(single.to_owned());
        return if stem.ends_with("ll") { [bare, single, None] } else { [single, bare, None] };
    }
    if lost_an_e(stem) { [with_e, bare, None] } else { [bare, with_e, None] }
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// A stem without the second of two equal consonants, where an ending doubles it: “stopp”, not “miss”.
fn undoubled(stem: &str) -> Option<&str> {
    let mut end = stem.bytes().rev();
    let (last, before) = (end.next()?, end.next()?);
    (last == before && b"bdglmnprt".contains(&last) && stem.len() > 3).then(|| &stem[..stem.len() - 1])
}

/// Whether a stem looks as if its verb ended in “e”.
fn lost_an_e(stem: &str) -> bool {
    let is_vowel = |byte: &u8| b"aeiou".contains(byte);
    let letters = stem.as_bytes();
    let [.., third, before, last] = letters else { return false };
    if !is_vowel(third) && is_vowel(before) && !b"aeiouwxy".contains(last) && stem.bytes().filter(is_vowel).count() == 1
    {
        // The consonant of a short verb would have been doubled: “hopping”.
        return true;
    }
    match last {
        b'c' | b'v' | b'u' | b'z' => true,
        b's' => *before != b's',
        b'g' => matches!(before, b'a' | b'r' | b'd' | b'u' | b'l') || stem.ends_with("eng") || stem.ends_with("ang"),
        b'l' => !is_vowel(before) && !matches!(before, b'l' | b'r' | b'w' | b'y'),
        b't' => matches!(before, b'a' | b'u') && !is_vowel(third),
        b'r' => matches!(before, b'i' | b'u') && !matches!(third, b'o' | b'a'),
        b'k' | b'b' | b'm' => matches!(before, b'a' | b'i' | b'o' | b'u') && !is_vowel(third),
        b'n' => matches!(before, b'a' | b'i' | b'u') && !is_vowel(third),
        b'd' => (matches!(before, b'a' | b'i' | b'o' | b'u') && !is_vowel(third)) || stem.ends_with("ced"),
        _ => false,
    }
}

/// A proper noun in the plural keeps its capitals: “Americans” is of “American”.
fn name(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y").into();
    }
    match word.strip_suffix('s').or_else(|| word.strip_suffix('S')) {
        Some(stem) if !stem.ends_with(['s', 'S']) && stem.len() > 2 => stem.into(),
        _ => word.into(),
    }
}

/// A number without the commas of its thousands.
fn number(word: &str) -> Cow<'_, str> {
    if word.starts_with(|first: char| first.is_ascii_digit()) && word.contains(',') {
        return word.replace(',', "").into();
    }
    if word.contains(char::is_uppercase) { word.to_lowercase().into() } else { word.into() }
}

/// A word that has no ending: small letters, but for names and abbreviations.
fn uninflected(word: &str, tag: Tag) -> Cow<'_, str> {
    let is_name = tag.upos() == Upos::Propn || matches!(tag, Tag::NameAdjective | Tag::NameVerb);
    let mut capitals = word.chars().filter(|character| character.is_alphabetic());
    let is_abbreviation = tag.upos() == Upos::Noun && word.len() > 1 && capitals.all(char::is_uppercase);
    let has_capitals = word.contains(char::is_uppercase);
    if is_name || is_abbreviation || !has_capitals { word.into() } else { word.to_lowercase().into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tagger::lexicon::Class;

    /// Knows a few words.
    struct Few;

    impl Lexicon for Few {
        fn class(&self, word: u64, _: Case) -> Class {
            let verbs = ["hope", "hop", "fill", "visit", "control", "agree"];
            if verbs.iter().any(|verb| word_hash(verb) == word) {
                return Class { tags: 1 << Tag::Verb.index(), ..Class::UNSEEN };
            }
            Class::UNSEEN
        }
    }

    fn lemmas(tag: Tag, pairs: &[(&str, &str)]) {
        for (word, lemma) in pairs {
            assert_eq!(by_rule(word, tag, &Few), *lemma, "{word} as {tag:?}");
        }
    }

    #[test]
    fn plurals_lose_their_ending() {
        lemmas(
            Tag::Nouns,
            &[("Boats", "boat"), ("cities", "city"), ("houses", "house"), ("viruses", "virus"), ("churches", "church")],
        );
        lemmas(Tag::Nouns, &[("firemen", "fireman"), ("boxes", "box"), ("glasses", "glass")]);
        lemmas(Tag::Names, &[("Americans", "American"), ("Philippines", "Philippine")]);
    }

    #[test]
    fn verbs_find_their_base() {
        lemmas(Tag::VerbGerund, &[("hoping", "hope"), ("hopping", "hop"), ("visiting", "visit"), ("filling", "fill")]);
        lemmas(
            Tag::VerbPast,
            &[("controlled", "control"), ("agreed", "agree"), ("carried", "carry"), ("decided", "decide")],
        );
        lemmas(Tag::VerbThird, &[("tries", "try"), ("goes", "go"), ("makes", "make"), ("passes", "pass")]);
    }

    #[test]
    fn degrees_find_their_positive() {
        lemmas(Tag::Comparative, &[("bigger", "big"), ("happier", "happy"), ("smarter", "smart")]);
        lemmas(Tag::Superlative, &[("biggest", "big"), ("busiest", "busy")]);
    }

    #[test]
    fn other_words_keep_their_form() {
        lemmas(Tag::Name, &[("Marlow", "Marlow"), ("NATO", "NATO")]);
        lemmas(Tag::Noun, &[("CEO", "CEO"), ("Council", "council")]);
        lemmas(Tag::Cardinal, &[("1,100", "1100"), ("Seven", "seven")]);
        lemmas(Tag::Possessive, &[("’s", "'s"), ("’", "'s")]);
    }

    #[test]
    fn exceptions_are_cut_and_filled() {
        let entry = exception("Went", "go");
        assert_eq!(by_table("Went", &entry).as_deref(), Some("go"));
        assert_eq!(exception("better", "best"), [4, b's', b't']);
    }
}
