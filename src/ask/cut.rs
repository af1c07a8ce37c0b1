//! Cuts a name without separators into words: `filmtitle` is `film`, `title`.

use super::lexicon::{ABBREVIATIONS, is_unit, times_met};

/// Words of three letters are found inside others by chance, unless they are common.
const COMMON: u32 = 5;
/// Shorter names are not cut: `tonic` is no `ton` and `ic`.
const LEAST_CUT: usize = 6;
/// What short forms and the words of the table count as.
const OWN: u32 = 100;

/// The fewest words that the part is made of; among as few, those that are met most often. `own` are the words of the table, which its columns
/// often begin with. What is a word, or of no known words, stays whole.
pub fn cut(part: &str, own: &[String]) -> Vec<String> {
    if let Some(words) = after_table(part, own) {
        return words;
    }
    if !part.is_ascii() || part.len() < LEAST_CUT || weight(part, own).is_some() {
        return vec![part.to_owned()];
    }
    fewest(part, own).or_else(|| before_label(part, own)).unwrap_or_else(|| vec![part.to_owned()])
}

/// `rigid` of the table `rig` is its `id`, whatever else the letters spell.
fn after_table(part: &str, own: &[String]) -> Option<Vec<String>> {
    let [.., table] = own else { return None };
    let label = part.strip_prefix(table.as_str()).filter(|rest| is_label(rest))?;
    Some(vec![table.clone(), label.to_owned()])
}

/// By dynamic programming over all places to cut.
fn fewest(part: &str, own: &[String]) -> Option<Vec<String>> {
    // best[n]: the number of pieces of the first n letters, how often they are met (as logarithms), and where the last one begins.
    let mut best: Vec<Option<(usize, f64, usize)>> = vec![Some((0, 0.0, 0))];
    for end in 1..=part.len() {
        let mut top: Option<(usize, f64, usize)> = None;
        for (start, before) in best.iter().enumerate() {
            let Some((pieces, met, _)) = before else { continue };
            let Some(weight) = weight(&part[start..end], own) else { continue };
            let found = (pieces + 1, met + f64::from(weight + 1).ln(), start);
            if top.is_none_or(|(pieces, met, _)| found.0 < pieces || found.0 == pieces && found.1 > met) {
                top = Some(found);
            }
        }
        best.push(top);
    }
    let mut pieces = Vec::new();
    let mut end = part.len();
    while end > 0 {
        let (_, _, start) = best[end]?;
        pieces.push(part[start..end].to_owned());
        end = start;
    }
    pieces.reverse();
    Some(pieces)
}

/// A word that nobody knows before a label: `quarrname` has a name.
fn before_label(part: &str, own: &[String]) -> Option<Vec<String>> {
    let (head, label) = LABELS.iter().find_map(|label| Some((part.strip_suffix(label)?, *label)))?;
    let is_long = head.len() >= 3 && label.len() >= 4;
    is_long.then(|| [cut(head, own), vec![label.to_owned()]].concat())
}

/// Words that say of a column what it is to its table.
const LABELS: [&str; 8] = ["name", "code", "type", "date", "title", "number", "id", "no"];

fn is_label(word: &str) -> bool {
    LABELS.contains(&word)
}

/// How often a piece is met; nothing where it is no word.
fn weight(piece: &str, own: &[String]) -> Option<u32> {
    let is_short_form = || ABBREVIATIONS.iter().any(|(short, _)| *short == piece);
    if own.iter().any(|it| it == piece) || is_label(piece) || piece == "of" || piece.len() > 1 && is_unit(piece) {
        return Some(OWN);
    }
    if piece.len() >= 3 && is_short_form() {
        return Some(OWN);
    }
    let least = if piece.len() > 3 { 0 } else { COMMON };
    times_met(piece).filter(|met| piece.len() >= 3 && *met >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_of(part: &str) -> String {
        cut(part, &[]).join(" ")
    }

    #[test]
    fn names_are_cut_into_the_fewest_words() {
        assert_eq!(cut_of("filmtitle"), "film title");
        assert_eq!(cut_of("lanternheight"), "lantern height");
        assert_eq!(cut_of("startdate"), "start date");
        assert_eq!(cut_of("numberofberths"), "number of berths");
        assert_eq!(cut_of("distkm"), "distkm".replace("km", " km"));
    }

    #[test]
    fn words_stay_whole() {
        for word in ["message", "costume", "manager", "altitude", "seating", "therapist", "carpet", "tonnage"] {
            assert_eq!(cut_of(word), word);
        }
    }

    #[test]
    fn the_table_of_a_column_comes_first() {
        assert_eq!(cut("rigid", &["rig".to_owned()]), ["rig", "id"]);
        assert_eq!(cut("zwelcode", &["zwel".to_owned()]), ["zwel", "code"]);
    }
}
