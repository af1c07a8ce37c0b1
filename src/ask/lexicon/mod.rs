//! What the engine knows of English, as data.

mod abbreviations;
mod adjectives;
mod dictionary;
mod phrases;
mod synonyms;
mod units;
mod values;
mod verbs;

pub use abbreviations::ABBREVIATIONS;
pub use adjectives::ADJECTIVES;
pub use dictionary::{STEMMED_GROUPS, is_person, times_met};
pub use phrases::{
    Key, LEADS, LONGEST_PHRASE, Like, NOUNS_OF_PHRASES, PHRASES, is_calculation, is_relation, is_stop_word,
};
pub use synonyms::STEMMED_SYNONYMS;
pub use units::is_unit;
pub use values::ALIASES;
pub use verbs::{is_participle, is_verb};

/// A number word in digits. `one` is none of them: it is mostly a pronoun.
pub fn number_word(word: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &str)] = &[
        ("zero", "0"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("ten", "10"),
        ("eleven", "11"),
        ("twelve", "12"),
        ("fifteen", "15"),
        ("twenty", "20"),
        ("thirty", "30"),
        ("forty", "40"),
        ("fifty", "50"),
        ("hundred", "100"),
        ("thousand", "1000"),
        ("million", "1000000"),
        ("twice", "2"),
        ("once", "1"),
    ];
    WORDS.iter().find(|(it, _)| *it == word).map(|(_, digits)| *digits)
}
