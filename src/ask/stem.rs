//! Words brought to one form.

use rust_stemmers::{Algorithm, Stemmer};

/// Plurals that no rule makes, and words whose stems would meet those of other words.
const IRREGULAR: &[(&str, &str)] = &[
    ("people", "person"),
    ("persons", "person"),
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("wives", "wife"),
    ("lives", "live"),
    ("shelves", "shelf"),
    ("halves", "half"),
    ("wolves", "wolf"),
    ("knives", "knife"),
    ("thieves", "thief"),
    ("mice", "mouse"),
    ("feet", "foot"),
    ("data", "data"),
    ("media", "media"),
    ("indices", "index"),
    ("movies", "movi"),
    ("news", "news"),
    ("university", "university"),
    ("universities", "university"),
    ("organization", "organization"),
    ("organizations", "organization"),
    ("organisation", "organization"),
    ("organisations", "organization"),
    ("won", "win"),
    ("winner", "win"),
    ("winners", "win"),
    ("lasted", "lasted"),
    ("lasting", "lasted"),
    ("lasts", "lasted"),
    ("lost", "lose"),
    ("loser", "lose"),
    ("losers", "lose"),
    ("built", "build"),
    ("fed", "feed"),
    ("sent", "send"),
    ("lent", "lend"),
    ("flown", "fly"),
    ("flew", "fly"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("taken", "take"),
    ("took", "take"),
    ("given", "give"),
    ("gave", "give"),
    ("led", "lead"),
    ("chosen", "choos"),
    ("chose", "choos"),
    ("grown", "grow"),
    ("grew", "grow"),
    ("caught", "catch"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("kept", "keep"),
    ("begun", "begin"),
    ("began", "begin"),
    ("taught", "teach"),
    ("bought", "buy"),
    ("sold", "sell"),
    ("written", "write"),
    ("wrote", "write"),
    ("made", "make"),
    ("paid", "pay"),
    ("spoken", "speak"),
    ("spoke", "speak"),
    ("held", "hold"),
    ("born", "birth"),
    ("colour", "color"),
    ("colours", "color"),
    ("grades", "grade"),
    ("graduation", "graduation"),
    ("general", "general"),
    ("generation", "generation"),
];

/// The stem of an English word in lower case (Snowball's English stemmer).
pub fn stem(word: &str) -> String {
    let irregular = IRREGULAR.iter().find(|(from, _)| *from == word);
    irregular.map_or_else(|| Stemmer::create(Algorithm::English).stem(word).into_owned(), |(_, to)| (*to).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_are_the_same_word() {
        for (one, many) in [("country", "countries"), ("person", "people"), ("match", "matches"), ("course", "courses")]
        {
            assert_eq!(stem(one), stem(many), "{one}");
        }
        assert_ne!(stem("university"), stem("universe"));
    }
}
