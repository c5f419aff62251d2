//! Abbreviations: which words have a period of their own. What they say of the end of a sentence is in the list
//! `abbreviations`.

use super::Cutter;
use super::words::Sieve;

/// When a word has a period of its own.
#[derive(Copy, Clone, PartialEq, Eq)]
enum When {
    /// In any case.
    Always,
    /// Written small.
    Small,
    /// Written with a capital; else as [`When::Within`].
    Capital,
    /// Before a number.
    Number,
    /// Before a name or a number: “Fell v. Marlow”.
    Name,
    /// Behind a comma or a hyphen, as states are: “Salem, Ore.”, “D-Mass.”
    State,
    /// Where the sentence evidently goes on: before a small letter, a number, a comma.
    Within,
}

use When::{Always, Capital, Name, Number, Small, State, Within};

/// The words, small, in order.
#[rustfmt::skip]
const KNOWN: &[(&str, When)] = &[
    ("adm", Capital), ("aka", Always), ("al", Small), ("ala", State), ("ald", Capital), ("alta", Capital),
    ("approx", Always), ("apr", Capital), ("ariz", State), ("ark", State), ("art", Number), ("ass", Within),
    ("assn", Capital), ("assoc", Capital), ("asst", Always), ("attn", Capital), ("atty", Always), ("attys", Always),
    ("aug", Capital), ("ave", Always), ("avg", Within), ("blvd", Always), ("brig", Always), ("bros", Always),
    ("c", Number), ("ca", Number), ("cal", State), ("calif", State), ("capt", Always), ("cf", Within),
    ("ch", Number), ("chap", Number), ("chas", Capital), ("cllr", Capital), ("cmdr", Always), ("co", Capital),
    ("col", Always), ("colo", State), ("comdr", Capital), ("comp", Within), ("conf", Within), ("cong", Capital),
    ("conn", State), ("corp", Always), ("cos", Capital), ("coun", Capital), ("couns", Capital), ("cpl", Always),
    ("cpt", Capital), ("ct", Capital),
    ("dec", Capital), ("del", State), ("dept", Always), ("depts", Always), ("det", Capital), ("dir", Capital),
    ("dist", Capital), ("div", Within), ("dom", Within), ("dr", Always), ("drs", Always), ("ed", Within),
    ("eds", Within), ("eg", Always), ("esp", Small), ("esq", Capital), ("est", Within), ("etc", Small),
    ("ext", Small), ("fax", Within), ("feb", Capital), ("fig", Number), ("figs", Number), ("fla", State),
    ("fr", Capital), ("fri", Capital), ("ft", Capital), ("ga", State), ("gen", Capital), ("gens", Capital),
    ("geo", Capital), ("gov", Capital), ("govs", Capital), ("govt", Always), ("hon", Capital), ("hr", Within),
    ("hrs", Within), ("hwy", Capital), ("ibid", Always), ("ie", Always), ("ill", State), ("inc", Always),
    ("incl", Always), ("ind", State), ("info", Within), ("insp", Capital), ("intl", Always), ("jan", Capital),
    ("jas", Capital), ("jos", Capital), ("jr", Always), ("jul", Within), ("jun", Within), ("kan", State),
    ("kans", State), ("ky", State), ("la", State), ("lb", Within), ("lbs", Within), ("lieut", Capital),
    ("lt", Always), ("ltd", Always), ("maj", Capital), ("mar", Within), ("mass", State), ("max", Within),
    ("md", State), ("messrs", Always), ("mfg", Capital), ("mgmt", Capital), ("mgr", Always), ("mich", State),
    ("min", Within), ("minn", State), ("mins", Within), ("misc", Within), ("miss", State), ("mlle", Always),
    ("mme", Always), ("mo", State), ("mob", Within), ("mon", Capital), ("mont", State), ("mr", Always),
    ("mrs", Always), ("ms", Always), ("msgr", Capital), ("msgt", Capital), ("mt", Capital),
    ("mts", Capital), ("mx", Always),
    ("natl", Always), ("neb", State), ("nebr", State), ("nev", State), ("no", Number), ("nos", Number),
    ("nov", Capital), ("nr", Number), ("oct", Capital), ("okla", State), ("ont", Capital), ("ore", State),
    ("orig", Within), ("oz", Within), ("p", Number), ("pa", State), ("para", Number), ("paras", Number),
    ("penn", State), ("pfc", Capital), ("ph", Capital), ("pkg", Within), ("pkwy", Capital), ("pp", Number),
    ("pres", Capital), ("prof", Always), ("pt", Capital), ("pvt", Always), ("que", Capital), ("rd", Capital),
    ("rep", Capital), ("reps", Capital), ("ret", Within), ("rev", Capital), ("revs", Capital), ("sask", Capital),
    ("sat", Capital), ("sc", Within), ("sct", Number), ("sec", Number), ("secs", Number), ("secy", Capital),
    ("sen", Capital), ("sens", Capital), ("sep", Capital), ("sept", Always), ("sfc", Capital), ("sgt", Always),
    ("spec", Within), ("sq", Within), ("sqn", Capital), ("sr", Always), ("ssgt", Capital), ("st", Capital),
    ("ste", Capital), ("sts", Capital), ("sun", Within), ("supt", Always), ("tbsp", Within), ("tel", Within),
    ("tenn", State), ("tex", State), ("thos", Capital), ("thu", Capital), ("thur", Capital), ("thurs", Capital),
    ("trans", Within), ("tsp", Within), ("tue", Capital), ("tues", Capital), ("univ", Capital), ("v", Name),
    ("va", State), ("viz", Always), ("vol", Number), ("vols", Number), ("vs", Always), ("vt", State),
    ("wash", State), ("wed", Capital), ("wis", State), ("wk", Within), ("wm", Capital), ("wyo", State),
    ("yr", Within), ("yrs", Within),
];

/// The words of [`KNOWN`].
pub(super) const KNOWN_WORDS: Sieve = {
    let mut sieve = Sieve::new();
    let mut index = 0;
    while index < KNOWN.len() {
        sieve.add(KNOWN[index].0);
        index += 1;
    }
    sieve
};

/// Whether the word `start..end`, behind which a period stands, has that period of its own.
pub(super) fn takes_period(cutter: &Cutter, start: usize, end: usize) -> bool {
    let word = cutter.slice(start, end);
    let capital = word.starts_with(char::is_uppercase);
    if capital && word.chars().nth(1).is_none() {
        return is_initial(cutter, end);
    }
    if word.len() > LONGEST {
        return false;
    }
    let small = word.to_ascii_lowercase();
    let found = KNOWN.binary_search_by(|(known, _)| (*known).cmp(&small)).ok().and_then(|index| KNOWN.get(index));
    let behind = after_space(cutter, end + 1);
    match found {
        None => false,
        Some((_, Always)) => true,
        Some((_, Small)) => !capital,
        Some((_, Capital)) => (capital && !is_acronym(cutter, word, behind)) || goes_on(cutter, end, behind),
        Some((_, Number)) => cutter.is_digit(behind),
        Some((_, Name)) => cutter.is_digit(behind) || cutter.character(behind).is_some_and(char::is_uppercase),
        Some((_, State)) => {
            capital && !is_acronym(cutter, word, behind) && matches!(cutter.byte_before(start), Some(b',' | b'-'))
        }
        Some((_, Within)) => goes_on(cutter, end, behind),
    }
}

/// The longest of [`KNOWN`], in bytes.
const LONGEST: usize = 7;

fn after_space(cutter: &Cutter, mut at: usize) -> usize {
    while cutter.byte(at) == Some(b' ') && at < cutter.at + 64 {
        at += 1;
    }
    at
}

/// Whether a word is written in capitals where its surroundings are not: “She took the SAT.”
fn is_acronym(cutter: &Cutter, word: &str, behind: usize) -> bool {
    let loud = |at: usize| cutter.byte(at).is_some_and(|byte| byte.is_ascii_uppercase());
    word.bytes().all(|byte| byte.is_ascii_uppercase()) && !(loud(behind) && loud(behind + 1))
}

/// Whether a capital with a period is an initial: something follows it.
fn is_initial(cutter: &Cutter, end: usize) -> bool {
    let next = after_space(cutter, end + 1);
    cutter.is_word(next) || matches!(cutter.byte(next), Some(b'-' | b',')) || cutter.apostrophe(next) > 0
}

/// Whether the sentence evidently goes on at `behind`, behind the period at `end`.
fn goes_on(cutter: &Cutter, end: usize, behind: usize) -> bool {
    let spaced = behind > end + 1;
    cutter.byte(behind).is_some_and(|byte| {
        (spaced && (byte.is_ascii_lowercase() || byte.is_ascii_digit())) || matches!(byte, b',' | b';' | b':' | b')')
    })
}
