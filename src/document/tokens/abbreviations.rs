//! Abbreviations: which words have a period of their own. What they say of the end of a sentence is in the list
//! `abbreviations`.

use super::Cutter;
use super::words::Sieve;

/// When a word has a period of its own.
#[derive(Copy, Clone, PartialEq, Eq)]
enum When {
    /// In any case.
    Always,
    /// Written with a capital.
    Capital,
    /// Before a number.
    Number,
    /// Behind a comma, as states are: “Salem, Ore.”.
    State,
    /// Before something of the same sentence: a small letter, a number, a comma.
    Within,
}

use When::{Always, Capital, Number, State, Within};

/// The words, small, in order.
const KNOWN: &[(&str, When)] = &[
    ("adm", Capital),
    ("aka", Always),
    ("al", Always),
    ("ala", State),
    ("ald", Capital),
    ("alta", Capital),
    ("approx", Always),
    ("apr", Capital),
    ("ariz", State),
    ("ark", State),
    ("art", Number),
    ("ass", Within),
    ("assn", Capital),
    ("assoc", Capital),
    ("asst", Always),
    ("attn", Within),
    ("atty", Always),
    ("attys", Always),
    ("aug", Capital),
    ("ave", Always),
    ("avg", Within),
    ("b", Number),
    ("bldg", Capital),
    ("blvd", Always),
    ("brig", Always),
    ("bros", Always),
    ("c", Number),
    ("ca", Number),
    ("cal", State),
    ("calif", State),
    ("capt", Always),
    ("cf", Within),
    ("ch", Number),
    ("chap", Number),
    ("chas", Capital),
    ("cllr", Capital),
    ("cmdr", Always),
    ("co", Capital),
    ("col", Always),
    ("colo", State),
    ("comdr", Capital),
    ("comp", Within),
    ("conf", Within),
    ("cong", Capital),
    ("conn", State),
    ("corp", Always),
    ("cos", Capital),
    ("cpl", Always),
    ("cpt", Capital),
    ("ct", Capital),
    ("ctr", Capital),
    ("d", Number),
    ("dec", Capital),
    ("del", State),
    ("dept", Always),
    ("depts", Always),
    ("det", Capital),
    ("dist", Within),
    ("div", Within),
    ("dom", Within),
    ("dr", Always),
    ("drs", Always),
    ("ed", Number),
    ("eds", Within),
    ("eg", Always),
    ("eq", Number),
    ("esp", Always),
    ("esq", Capital),
    ("est", Within),
    ("etc", Always),
    ("ext", Always),
    ("fax", Within),
    ("feb", Capital),
    ("fig", Number),
    ("figs", Number),
    ("fla", State),
    ("fr", Capital),
    ("fri", Within),
    ("ft", Always),
    ("ga", State),
    ("gen", Capital),
    ("gens", Capital),
    ("geo", Capital),
    ("gov", Capital),
    ("govs", Capital),
    ("govt", Always),
    ("hon", Capital),
    ("hr", Within),
    ("hrs", Always),
    ("hwy", Capital),
    ("ibid", Always),
    ("ie", Always),
    ("ill", State),
    ("inc", Always),
    ("incl", Always),
    ("ind", State),
    ("info", Within),
    ("insp", Capital),
    ("intl", Always),
    ("jan", Capital),
    ("jos", Capital),
    ("jr", Always),
    ("jul", Within),
    ("jun", Within),
    ("kan", State),
    ("kans", State),
    ("ky", State),
    ("la", State),
    ("lb", Within),
    ("lbs", Always),
    ("lieut", Capital),
    ("lt", Always),
    ("ltd", Always),
    ("maj", Capital),
    ("man", State),
    ("mar", Within),
    ("mass", State),
    ("max", Number),
    ("md", State),
    ("messrs", Always),
    ("mfg", Capital),
    ("mgmt", Capital),
    ("mgr", Always),
    ("mich", State),
    ("min", Number),
    ("minn", State),
    ("mins", Within),
    ("misc", Within),
    ("miss", State),
    ("mlle", Always),
    ("mme", Always),
    ("mo", State),
    ("mob", Within),
    ("mon", Within),
    ("mont", State),
    ("mr", Always),
    ("mrs", Always),
    ("ms", Always),
    ("msgt", Capital),
    ("mt", Always),
    ("mts", Always),
    ("natl", Always),
    ("neb", State),
    ("nebr", State),
    ("nev", State),
    ("nfld", State),
    ("no", Number),
    ("nos", Number),
    ("nov", Capital),
    ("nr", Number),
    ("oct", Capital),
    ("okla", State),
    ("ont", Capital),
    ("ore", State),
    ("orig", Within),
    ("oz", Within),
    ("p", Number),
    ("pa", State),
    ("para", Number),
    ("paras", Number),
    ("penn", State),
    ("pfc", Capital),
    ("ph", Capital),
    ("pkwy", Capital),
    ("pp", Number),
    ("pres", Capital),
    ("prof", Always),
    ("pt", Number),
    ("pvt", Always),
    ("que", Capital),
    ("rd", Capital),
    ("rep", Capital),
    ("reps", Capital),
    ("ret", Within),
    ("rev", Capital),
    ("revs", Capital),
    ("rt", Capital),
    ("sask", Capital),
    ("sat", Within),
    ("sc", Within),
    ("sct", Number),
    ("sec", Number),
    ("secs", Number),
    ("secy", Capital),
    ("sen", Capital),
    ("sens", Capital),
    ("sept", Always),
    ("sfc", Capital),
    ("sgt", Always),
    ("spec", Within),
    ("sq", Capital),
    ("sqn", Capital),
    ("sr", Always),
    ("ssgt", Capital),
    ("st", Always),
    ("ste", Capital),
    ("sts", Always),
    ("sun", Within),
    ("supt", Always),
    ("tel", Within),
    ("tenn", State),
    ("tex", State),
    ("thos", Capital),
    ("thu", Within),
    ("thur", Within),
    ("thurs", Capital),
    ("trans", Within),
    ("tue", Within),
    ("tues", Capital),
    ("univ", Capital),
    ("va", State),
    ("ver", Number),
    ("viz", Always),
    ("vol", Number),
    ("vols", Number),
    ("vs", Always),
    ("vt", State),
    ("wash", State),
    ("wed", Within),
    ("wis", State),
    ("wk", Within),
    ("wm", Capital),
    ("wyo", State),
    ("yr", Within),
    ("yrs", Always),
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
    let capital = word.starts_with(|character: char| character.is_uppercase());
    if word.len() > 8 {
        return false;
    }
    if word.chars().count() == 1 && capital {
        return is_initial(cutter, end);
    }
    let small = word.to_ascii_lowercase();
    let Ok(found) = KNOWN.binary_search_by(|(known, _)| (*known).cmp(&small)) else { return false };
    match KNOWN.get(found) {
        None => false,
        Some((_, Always)) => true,
        Some((_, Capital)) => capital,
        Some((_, Number)) => cutter.is_digit(after_space(cutter, end + 1)),
        Some((_, State)) => {
            capital
                && cutter
                    .last()
                    .is_some_and(|token| cutter.slice(token.span.start as usize, token.span.end as usize) == ",")
        }
        Some((_, Within)) => goes_on(cutter, end + 1),
    }
}

fn after_space(cutter: &Cutter, mut at: usize) -> usize {
    while cutter.byte(at) == Some(b' ') {
        at += 1;
    }
    at
}

/// Whether a capital with a period is an initial: something follows it.
fn is_initial(cutter: &Cutter, end: usize) -> bool {
    let next = after_space(cutter, end + 1);
    cutter.is_word(next)
        || cutter.byte(next) == Some(b'-')
        || cutter.apostrophe(next) > 0
        || cutter.byte(next) == Some(b',')
}

/// Whether the sentence evidently goes on.
fn goes_on(cutter: &Cutter, at: usize) -> bool {
    let next = after_space(cutter, at);
    cutter.is_digit(next)
        || cutter.byte(next).is_some_and(|byte| byte.is_ascii_lowercase() || matches!(byte, b',' | b';' | b':' | b')'))
}
