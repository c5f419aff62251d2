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

/// How near two folded names are: Damerau-Levenshtein, cut off beyond two.
pub fn near(one: &str, other: &str) -> Near {
    if one == other {
        return Near::Same;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 2 || one.len() > 40 || other.len() > 40 {
        return Near::Far;
    }
    match distance(&one, &other) {
        0 => Near::Same,
        1 => Near::One,
        2 => Near::Two,
        _ => Near::Far,
    }
}

/// Optimal string alignment: letters missing, too many, exchanged, or two neighbours swapped.
fn distance(one: &[char], other: &[char]) -> usize {
    let width = other.len() + 1;
    let mut rows = [vec![0; width], (0..width).collect::<Vec<usize>>(), vec![0; width]];
    for (row, letter) in one.iter().enumerate() {
        // rows: two lines back, one line back, this line.
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
        assert_eq!(near("garcia", "garcia"), Near::Same);
        assert_eq!(near("rudolph", "rudolf"), Near::Two);
        assert_eq!(near("watt", "sethi"), Near::Far);
    }

    #[test]
    fn folds_accents() {
        assert_eq!(folded("García"), "garcia");
        assert_eq!(folded("O’Brien"), "obrien");
    }
}
