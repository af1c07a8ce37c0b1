//! English words and which of them mean the same, from WordNet: `wordnet/README.md` says how the lists are made.

use crate::ask::stem::stem;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words with how often they were met in texts that were read by hand.
static WORDS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let pairs = include_str!("wordnet/words.txt").lines().filter_map(|line| line.split_once(' '));
    pairs.filter_map(|(word, met)| Some((word, met.parse().ok()?))).collect()
});

/// Nouns of people by what they are or do.
static PEOPLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("wordnet/people.txt").lines().collect());

/// The groups of synonyms with their words as stems.
pub static STEMMED_GROUPS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let group = |line: &str| line.split(' ').map(stem).collect();
    include_str!("wordnet/synonyms.txt").lines().map(group).collect()
});

/// How often a word, or what it is a form of, was met; nothing where it is no word.
pub fn times_met(word: &str) -> Option<u32> {
    singulars(word).chain(infinitives(word)).find_map(|it| WORDS.get(it.as_str()).copied())
}

/// What a word may be a form of with `-ed` or `-ing`: `refer` of `referred`, `hire` of `hiring`.
fn infinitives(word: &str) -> impl Iterator<Item = String> {
    const SHORTEST: usize = 3;
    let bare = ["ed", "ing"].into_iter().find_map(|end| word.strip_suffix(end)).filter(|bare| bare.len() >= SHORTEST);
    let letters = bare.map(str::as_bytes).unwrap_or_default();
    let is_doubled = matches!(letters, [.., one, other] if one == other);
    let single = bare.filter(|_| is_doubled).map(|bare| bare[..bare.len() - 1].to_owned());
    let forms = bare.into_iter().flat_map(|bare| [bare.to_owned(), format!("{bare}e")]);
    forms.chain(single)
}

/// Whether it is a noun for people, in either number.
pub fn is_person(noun: &str) -> bool {
    singulars(noun).any(|it| matches!(it.as_str(), "person" | "people") || PEOPLE.contains(it.as_str()))
}

/// The word itself, and what it may be the plural of.
fn singulars(word: &str) -> impl Iterator<Item = String> {
    let ies = word.strip_suffix("ies").map(|bare| format!("{bare}y"));
    let cut = ["s", "es"].into_iter().filter_map(|end| word.strip_suffix(end).map(str::to_owned));
    std::iter::once(word.to_owned()).chain(ies).chain(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_both_numbers() {
        assert!(times_met("lantern").is_some() && times_met("ferries").is_some() && times_met("boxes").is_some());
        assert!(times_met("referred").is_some() && times_met("hiring").is_some() && times_met("joined").is_some());
        assert_eq!(times_met("qwrt"), None);
        assert!(times_met("name") > times_met("lantern"), "what is met often counts more");
    }

    #[test]
    fn people_are_told_from_things() {
        assert!(is_person("keepers") && is_person("surveyor") && is_person("person"));
        assert!(!is_person("lantern") && !is_person("harbour"));
    }

    #[test]
    fn every_group_has_several_words() {
        assert!(STEMMED_GROUPS.iter().all(|group| group.len() > 1));
    }
}
