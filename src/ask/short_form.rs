//! Short forms in names that nobody listed: `tun` is `tunnel` and `dfct` is `defect` where the question says so.

/// Shorter ones fit too many words.
const LEAST: usize = 3;
/// Three consonants are those of too many words.
const LEAST_OF_CONSONANTS: usize = 4;
/// Least share of a word's consonants that a short form has which is no beginning of it.
const LEAST_KEPT: f64 = 0.6;

/// Whether letters that are no word may be short for one: its beginning, or most of its consonants in their order.
pub fn is_short_for(short: &str, word: &str) -> bool {
    let is_shorter = (LEAST..word.len()).contains(&short.len());
    is_shorter && (word.starts_with(short) || keeps_consonants(short, word) || is_skeleton(short, word))
}

/// All consonants of a short word and nothing else, from its first letter on: `flr` of `floor`. Longer words share theirs with others.
fn is_skeleton(short: &str, word: &str) -> bool {
    const LONGEST: usize = 5;
    word.len() <= LONGEST
        && word.starts_with(|first| short.starts_with(first))
        && word.chars().filter(|it| is_consonant(*it)).eq(short.chars())
}

/// A beginning, if any, and then consonants alone.
fn keeps_consonants(short: &str, word: &str) -> bool {
    let same = short.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    let mut rest = word.chars().skip(same);
    let mut tail = short.chars().skip(same);
    let is_short = same > 0
        && short.len() >= LEAST_OF_CONSONANTS
        && tail.all(|letter| is_consonant(letter) && rest.any(|it| it == letter));
    is_short && consonants(short) >= LEAST_KEPT * consonants(word)
}

fn consonants(word: &str) -> f64 {
    word.chars().filter(|letter| is_consonant(*letter)).count() as f64
}

fn is_consonant(letter: char) -> bool {
    letter.is_ascii_lowercase() && !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_and_consonants_are_short_forms() {
        for (short, word) in
            [("tun", "tunnel"), ("dfct", "defect"), ("inspr", "inspector"), ("rslt", "result"), ("flr", "floor")]
        {
            assert!(is_short_for(short, word), "{short} of {word}");
        }
    }

    #[test]
    fn other_letters_are_not() {
        for (short, word) in [
            ("tun", "turbine"),
            ("tun", "tun"),
            ("lmp", "map"),
            ("ssn", "season"),
            ("st", "station"),
            ("rig", "region"),
        ] {
            assert!(!is_short_for(short, word), "{short} of {word}");
        }
    }
}
