//! Names of tables and columns taken apart into words.

use super::lexicon::{ABBREVIATIONS, NAME_WORDS};

/// The words of a name in lower case, abbreviations written out: `SongReleaseYear`, `song_release_year` and `songreleaseyear` are the same
/// three, and `fname` is `first name`.
pub fn words(name: &str) -> Vec<String> {
    if let Some((_, long)) = ABBREVIATIONS.iter().find(|(short, _)| name.eq_ignore_ascii_case(short)) {
        return long.split(' ').map(str::to_owned).collect();
    }
    parts(name).iter().flat_map(|part| split(part)).flat_map(|word| written_out(&word)).collect()
}

/// Parts that case and separators show: `maxHP_2` is `max`, `hp`, `2`.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut previous = ' ';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        if !character.is_alphanumeric() {
            previous = ' ';
            continue;
        }
        let ends_acronym = previous.is_uppercase()
            && character.is_uppercase()
            && characters.peek().is_some_and(|next| next.is_lowercase());
        let begins = previous == ' '
            || previous.is_lowercase() && character.is_uppercase()
            || previous.is_numeric() != character.is_numeric()
            || ends_acronym;
        if begins {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend(character.to_lowercase());
        }
        previous = character;
    }
    parts
}

/// Cuts a part without separators into words that column names are made of: `pettype` is `pet`, `type`.
fn split(part: &str) -> Vec<String> {
    if is_word(part) || ABBREVIATIONS.iter().any(|(short, _)| *short == part) {
        return vec![part.to_owned()];
    }
    let cuts = (2..part.len().saturating_sub(1)).filter(|cut| part.is_char_boundary(*cut));
    let is_known = |word: &str| is_word(word) || ABBREVIATIONS.iter().any(|(short, _)| *short == word);
    let is_label = |word: &str| matches!(word, "name" | "code" | "type");
    // Both sides are words, or a word that nobody knows has a name: `tourneyname`. Else `message` would be `mess` and `age`.
    let known = |cut: &usize| {
        let (head, tail) = part.split_at(*cut);
        is_word(tail) && (is_known(head) || *cut >= 3 && is_label(tail))
    };
    let Some(cut) = cuts.into_iter().find(known) else { return vec![part.to_owned()] };
    let mut words = split(&part[..cut]);
    words.push(part[cut..].to_owned());
    words
}

fn is_word(text: &str) -> bool {
    NAME_WORDS.binary_search(&text).is_ok()
}

fn written_out(word: &str) -> Vec<String> {
    let long = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
    long.map_or_else(|| vec![word.to_owned()], |(_, long)| long.split(' ').map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_are_the_same_words() {
        for name in ["song_release_year", "SongReleaseYear", "Song Release Year", "song_releaseYear"] {
            assert_eq!(words(name), ["song", "release", "year"], "{name}");
        }
        assert_eq!(words("fname"), ["first", "name"]);
        assert_eq!(words("pettype"), ["pet", "type"]);
        assert_eq!(words("airportcode"), ["airport", "code"]);
        assert_eq!(words("StuID"), ["student", "id"]);
        assert_eq!(words("maxHP"), ["maximum", "hp"]);
        assert_eq!(words("message_package"), ["message", "package"]);
    }
}
