//! Words: their weights, where enough rows share them.

use super::rounded;
use crate::seed::recipe::Recipe;

/// The share of rows that the words which are told have to have, at least: otherwise they say little about the column.
const LEAST_SHARE: f64 = 0.5;

/// Digits of a weight that are kept.
const DIGITS: i32 = 4;

/// A choice, and what it leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedWords {
    pub recipe: Recipe,
    /// Share of the rows with words that are not told.
    pub left_out: f64,
}

/// A choice among the words that at least `bound` rows have. `rows` is how many rows have a word at all. `None` where those words are too few
/// of the rows.
pub fn choice(counts: &[(String, u64)], rows: u64, bound: u64) -> Option<LearnedWords> {
    let told: Vec<&(String, u64)> = counts.iter().filter(|(_, count)| *count >= bound).collect();
    let total: u64 = told.iter().map(|(_, count)| count).sum();
    if total == 0 || (total as f64) < LEAST_SHARE * rows as f64 {
        return None;
    }
    let weight = |count: u64| rounded(count as f64 / total as f64, DIGITS);
    let words = told.into_iter().map(|(word, count)| (word.clone(), weight(*count))).collect();
    Some(LearnedWords { recipe: Recipe::Choice(words), left_out: 1.0 - (total.min(rows) as f64 / rows.max(1) as f64) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_are_not_told() {
        let counts = [("gold".to_owned(), 10), ("silver".to_owned(), 30), ("jane@example.org".to_owned(), 9)];
        let learned = choice(&counts, 49, 10).unwrap();
        assert_eq!(learned.recipe, Recipe::Choice(vec![("gold".into(), 0.25), ("silver".into(), 0.75)]));
        assert!((learned.left_out - 9.0 / 49.0).abs() < 1e-12);
        assert_eq!(choice(&counts, 100, 10), None);
        assert_eq!(choice(&[], 0, 10), None);
    }
}
