//! Spelling: how far two names are from each other.

/// How two names are near.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Near {
    /// The same but for accents and capitals.
    Same,
    /// One letter is missing, too many or exchanged, or two have changed places.
    One,
    /// Two such steps.
    Two,
    /// Further.
    Far,
}

/// A name in small letters without accents.
pub fn folded(name: &str) -> String {
    if name.is_ascii() {
        let mut folded = name.to_ascii_lowercase();
        folded.retain(|character| character != '\'');
        return folded;
    }
    name.chars()
        .flat_map(char::to_lowercase)
        .map(unaccented)
        .filter(|character| !matches!(character, '\'' | '’'))
        .collect()
}

fn unaccented(character: char) -> char {
    const FOLDS: [(char, &str); 14] = [
        ('a', "àáâãäåāăą"),
        ('c', "çćčĉ"),
        ('d', "ďđð"),
        ('e', "èéêëēėęě"),
        ('g', "ğģ"),
        ('i', "ìíîïīįı"),
        ('l', "łļľ"),
        ('n', "ñńņň"),
        ('o', "òóôõöøōő"),
        ('r', "řŕ"),
        ('s', "śšşș"),
        ('t', "ťţț"),
        ('u', "ùúûüūůűų"),
        ('z', "źżž"),
    ];
    if character.is_ascii() {
        return character;
    }
    FOLDS.iter().find(|(_, accented)| accented.contains(character)).map_or(character, |(plain, _)| *plain)
}

/// The longest name that is compared, in letters.
const LONGEST: usize = 40;

/// How near two folded names are: Damerau-Levenshtein, cut off beyond two.
pub fn near(one: &str, other: &str) -> Near {
    if one == other {
        return Near::Same;
    }
    // Each step brings in or takes out two letters of the alphabet at most.
    if (letters(one) ^ letters(other)).count_ones() > 4 || one.len().abs_diff(other.len()) > 8 {
        return Near::Far;
    }
    // “Killoran” and “Kilorran” differ in what is doubled only, however many steps that takes.
    if squeezed(one).eq(squeezed(other)) {
        return Near::One;
    }
    let mut buffers = [['\0'; LONGEST]; 2];
    let [first, second] = &mut buffers;
    let (Some(one), Some(other)) = (spelled(one, first), spelled(other, second)) else { return Near::Far };
    if one.len().abs_diff(other.len()) > 2 {
        return Near::Far;
    }
    match distance(one, other) {
        0 => Near::Same,
        1 => Near::One,
        2 => Near::Two,
        _ => Near::Far,
    }
}

/// Whether two folded names differ in what is doubled only: “Llewelyn” and “Llewellyn”.
pub fn doubles(one: &str, other: &str) -> bool {
    one != other && squeezed(one).eq(squeezed(other))
}

/// The letters of a name, one of each run of the same.
fn squeezed(name: &str) -> impl Iterator<Item = char> {
    let mut last = None;
    name.chars().filter(move |letter| last.replace(*letter) != Some(*letter))
}

/// Which letters of the alphabet a name has: a bit each.
fn letters(name: &str) -> u32 {
    name.bytes().filter(u8::is_ascii_lowercase).fold(0, |all, letter| all | 1 << (letter - b'a'))
}

/// The letters of a name; `None` where there are too many.
fn spelled<'b>(name: &str, buffer: &'b mut [char; LONGEST]) -> Option<&'b [char]> {
    let mut count = 0;
    for letter in name.chars() {
        *buffer.get_mut(count)? = letter;
        count += 1;
    }
    buffer.get(..count)
}

/// Optimal string alignment: letters missing, too many, exchanged, or two neighbours swapped.
fn distance(one: &[char], other: &[char]) -> usize {
    // Two lines back, one line back, this line.
    let mut rows = [[0; LONGEST + 1]; 3];
    rows[1].iter_mut().enumerate().for_each(|(column, cell)| *cell = column);
    for (row, letter) in one.iter().enumerate() {
        rows[2][0] = row + 1;
        for (column, against) in other.iter().enumerate() {
            let exchanged = rows[1][column] + usize::from(letter != against);
            let mut best = exchanged.min(rows[1][column + 1] + 1).min(rows[2][column] + 1);
            if row > 0 && column > 0 && one[row - 1] == *against && *letter == other[column - 1] {
                best = best.min(rows[0][column - 1] + 1);
            }
            rows[2][column + 1] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_steps() {
        assert_eq!(near("kessry", "kessrey"), Near::One);
        assert_eq!(near("epstein", "epstien"), Near::One);
        assert_eq!(near("killoran", "kilorran"), Near::One);
        assert_eq!(near("garcia", "garcia"), Near::Same);
        assert_eq!(near("rudolph", "rudolf"), Near::Two);
        assert_eq!(near("watt", "sethi"), Near::Far);
    }

    #[test]
    fn tells_doubled_letters() {
        assert!(doubles("llewelyn", "llewellyn") && doubles("redaway", "reddaway"));
        assert!(!doubles("marsh", "marsh") && !doubles("marsh", "march"));
    }

    #[test]
    fn folds_accents() {
        assert_eq!(folded("García"), "garcia");
        assert_eq!(folded("O’Brien"), "obrien");
    }
}
