//! Inflection: the forms of a verb, from its lemma. Regular ones follow the spelling; the others are in a table.

/// A form of a verb.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inflection {
    /// “take”
    Base,
    /// “takes”; also the plural of a noun that is spelled alike.
    Third,
    /// “took”
    Past,
    /// “taken”
    Participle,
    /// “taking”
    Gerund,
}

impl Inflection {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Base, Self::Third, Self::Past, Self::Participle, Self::Gerund];
}

impl std::fmt::Debug for Inflection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Base => "Base",
            Self::Third => "Third",
            Self::Past => "Past",
            Self::Participle => "Participle",
            Self::Gerund => "Gerund",
        };
        write!(formatter, "Inflection::{name}")
    }
}

/// A form of a lemma: “take” as the past is “took”. A lemma of several words is inflected in its first: “carry out”.
pub fn inflect(lemma: &str, form: Inflection) -> String {
    if let Some((verb, rest)) = lemma.split_once(' ') {
        return format!("{} {rest}", inflect(verb, form));
    }
    match form {
        Inflection::Base => lemma.to_owned(),
        Inflection::Third => third(lemma),
        Inflection::Gerund => gerund(lemma),
        Inflection::Past => irregular(lemma).map_or_else(|| regular_past(lemma), |(past, _)| past),
        Inflection::Participle => irregular(lemma).map_or_else(|| regular_past(lemma), |(_, participle)| participle),
    }
}

/// The past and the participle of an irregular verb, or of one with a prefix: “undertake”.
fn irregular(lemma: &str) -> Option<(String, String)> {
    let find = |verb: &str| IRREGULAR.iter().find(|(known, ..)| *known == verb);
    if let Some((_, past, participle)) = find(lemma) {
        return Some(((*past).to_owned(), (*participle).to_owned()));
    }
    let (prefix, (_, past, participle)) = PREFIXES.iter().find_map(|prefix| {
        let rest = lemma.strip_prefix(prefix)?;
        find(rest).map(|found| (prefix, found))
    })?;
    Some((format!("{prefix}{past}"), format!("{prefix}{participle}")))
}

/// The lemma of an irregular verb and which of its forms a word is, where it is one that stands for nothing else.
pub fn irregular_form(word: &str) -> Option<(String, Inflection)> {
    let of = |prefix: &str, rest: &str| {
        let forms = |(base, past, participle): &(&str, &str, &str)| {
            let form = match rest {
                _ if rest == *base && past != base => Inflection::Base,
                _ if rest == *past && past != participle => Inflection::Past,
                _ => return None,
            };
            Some((format!("{prefix}{base}"), form))
        };
        IRREGULAR.iter().find_map(forms)
    };
    let prefixed = || PREFIXES.iter().find_map(|prefix| of(prefix, word.strip_prefix(prefix)?));
    of("", word).or_else(prefixed)
}

fn third(lemma: &str) -> String {
    match lemma {
        "be" => return "is".to_owned(),
        "have" => return "has".to_owned(),
        _ => {}
    }
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| lemma.ends_with(ending)) && !lemma.ends_with("oo") {
        return format!("{lemma}es");
    }
    match y_stem(lemma) {
        Some(stem) => format!("{stem}ies"),
        None => format!("{lemma}s"),
    }
}

fn regular_past(lemma: &str) -> String {
    if lemma.ends_with('e') {
        return format!("{lemma}d");
    }
    match y_stem(lemma) {
        Some(stem) => format!("{stem}ied"),
        None => format!("{}ed", doubled(lemma)),
    }
}

fn gerund(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    let silent = lemma.len() > 2 && !["ee", "oe", "ye", "be"].iter().any(|ending| lemma.ends_with(ending));
    match lemma.strip_suffix('e').filter(|_| silent || lemma.ends_with("ibe")) {
        Some(stem) => format!("{stem}ing"),
        None => format!("{}ing", doubled(lemma)),
    }
}

/// What stands before a “y” behind a consonant.
fn y_stem(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| stem.ends_with(|sign| !is_vowel(sign)))
}

/// The lemma with its last consonant doubled, where it is of one stressed syllable with a short vowel: “stop”, “admit”.
fn doubled(lemma: &str) -> String {
    let letters: Vec<char> = lemma.chars().collect();
    let [.., before, vowel, last] = letters[..] else { return lemma.to_owned() };
    let short = !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y') && is_vowel(vowel) && !is_vowel(before);
    let groups = letters.windows(2).filter(|pair| is_vowel(pair[0]) && !is_vowel(pair[1])).count();
    let stressed = groups == 1 || DOUBLED.contains(&lemma);
    if short && stressed { format!("{lemma}{last}") } else { lemma.to_owned() }
}

fn is_vowel(sign: char) -> bool {
    matches!(sign, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Prefixes that leave the forms of a verb as they are.
const PREFIXES: [&str; 10] = ["under", "over", "out", "fore", "with", "re", "un", "mis", "up", "off"];

/// Verbs of several syllables that double their last consonant.
const DOUBLED: [&str; 22] = [
    "admit", "begin", "commit", "compel", "control", "defer", "deter", "equip", "expel", "forget", "incur", "infer",
    "occur", "omit", "patrol", "permit", "prefer", "rebel", "recur", "refer", "submit", "transfer",
];

/// Irregular verbs: lemma, past, participle.
#[rustfmt::skip]
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("arise", "arose", "arisen"), ("awake", "awoke", "awoken"), ("be", "was", "been"), ("bear", "bore", "borne"),
    ("beat", "beat", "beaten"), ("become", "became", "become"), ("begin", "began", "begun"), ("bend", "bent", "bent"),
    ("bet", "bet", "bet"), ("bind", "bound", "bound"), ("bite", "bit", "bitten"), ("bleed", "bled", "bled"),
    ("blow", "blew", "blown"), ("break", "broke", "broken"), ("breed", "bred", "bred"), ("bring", "brought", "brought"),
    ("broadcast", "broadcast", "broadcast"), ("build", "built", "built"), ("burst", "burst", "burst"),
    ("buy", "bought", "bought"), ("cast", "cast", "cast"), ("catch", "caught", "caught"), ("choose", "chose", "chosen"),
    ("cling", "clung", "clung"), ("come", "came", "come"), ("cost", "cost", "cost"), ("creep", "crept", "crept"),
    ("cut", "cut", "cut"), ("deal", "dealt", "dealt"), ("dig", "dug", "dug"), ("do", "did", "done"),
    ("draw", "drew", "drawn"), ("drink", "drank", "drunk"), ("drive", "drove", "driven"), ("eat", "ate", "eaten"),
    ("fall", "fell", "fallen"), ("feed", "fed", "fed"), ("feel", "felt", "felt"), ("fight", "fought", "fought"),
    ("find", "found", "found"), ("flee", "fled", "fled"), ("fling", "flung", "flung"), ("fly", "flew", "flown"),
    ("forbid", "forbade", "forbidden"), ("forget", "forgot", "forgotten"), ("forgive", "forgave", "forgiven"),
    ("freeze", "froze", "frozen"), ("get", "got", "got"), ("give", "gave", "given"), ("go", "went", "gone"),
    ("grind", "ground", "ground"), ("grow", "grew", "grown"), ("hang", "hung", "hung"), ("have", "had", "had"),
    ("hear", "heard", "heard"), ("hide", "hid", "hidden"), ("hit", "hit", "hit"), ("hold", "held", "held"),
    ("hurt", "hurt", "hurt"), ("keep", "kept", "kept"), ("kneel", "knelt", "knelt"), ("know", "knew", "known"),
    ("lay", "laid", "laid"), ("lead", "led", "led"), ("leave", "left", "left"), ("lend", "lent", "lent"),
    ("let", "let", "let"), ("lie", "lay", "lain"), ("lose", "lost", "lost"), ("make", "made", "made"),
    ("mean", "meant", "meant"), ("meet", "met", "met"), ("pay", "paid", "paid"), ("put", "put", "put"),
    ("quit", "quit", "quit"), ("read", "read", "read"), ("rid", "rid", "rid"), ("ride", "rode", "ridden"),
    ("ring", "rang", "rung"), ("rise", "rose", "risen"), ("run", "ran", "run"), ("say", "said", "said"),
    ("see", "saw", "seen"), ("seek", "sought", "sought"), ("sell", "sold", "sold"), ("send", "sent", "sent"),
    ("set", "set", "set"), ("shake", "shook", "shaken"), ("shed", "shed", "shed"), ("shine", "shone", "shone"),
    ("shoot", "shot", "shot"), ("show", "showed", "shown"), ("shrink", "shrank", "shrunk"), ("shut", "shut", "shut"),
    ("sing", "sang", "sung"), ("sink", "sank", "sunk"), ("sit", "sat", "sat"), ("sleep", "slept", "slept"),
    ("slide", "slid", "slid"), ("speak", "spoke", "spoken"), ("speed", "sped", "sped"), ("spend", "spent", "spent"),
    ("spin", "spun", "spun"), ("split", "split", "split"), ("spread", "spread", "spread"), ("spring", "sprang", "sprung"),
    ("stand", "stood", "stood"), ("steal", "stole", "stolen"), ("stick", "stuck", "stuck"), ("sting", "stung", "stung"),
    ("strike", "struck", "struck"), ("strive", "strove", "striven"), ("swear", "swore", "sworn"),
    ("sweep", "swept", "swept"), ("swim", "swam", "swum"), ("swing", "swung", "swung"), ("take", "took", "taken"),
    ("teach", "taught", "taught"), ("tear", "tore", "torn"), ("tell", "told", "told"), ("think", "thought", "thought"),
    ("throw", "threw", "thrown"), ("thrust", "thrust", "thrust"),
    ("understand", "understood", "understood"), ("wake", "woke", "woken"), ("wear", "wore", "worn"),
    ("weave", "wove", "woven"), ("weep", "wept", "wept"), ("win", "won", "won"), ("wind", "wound", "wound"),
    ("withdraw", "withdrew", "withdrawn"), ("write", "wrote", "written"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        let forms = |lemma: &str| Inflection::ALL.map(|form| inflect(lemma, form)).join(" ");
        assert_eq!(forms("take"), "take takes took taken taking");
        assert_eq!(forms("carry out"), "carry out carries out carried out carried out carrying out");
        assert_eq!(forms("stop"), "stop stops stopped stopped stopping");
        assert_eq!(forms("admit"), "admit admits admitted admitted admitting");
        assert_eq!(forms("visit"), "visit visits visited visited visiting");
        assert_eq!(forms("undertake"), "undertake undertakes undertook undertaken undertaking");
        assert_eq!(forms("lie"), "lie lies lay lain lying");
        assert_eq!(forms("see"), "see sees saw seen seeing");
        assert_eq!(forms("go"), "go goes went gone going");
        assert_eq!(forms("describe"), "describe describes described described describing");
        assert_eq!(forms("play"), "play plays played played playing");
        assert_eq!(irregular_form("foresaw"), Some(("foresee".to_owned(), Inflection::Past)));
        assert_eq!(irregular_form("misunderstand"), Some(("misunderstand".to_owned(), Inflection::Base)));
        assert_eq!(irregular_form("overheard"), None);
        assert_eq!(forms("be"), "be is was been being");
        assert_eq!(forms("wait"), "wait waits waited waited waiting");
        assert_eq!(forms("agree"), "agree agrees agreed agreed agreeing");
    }
}
