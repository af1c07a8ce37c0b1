//! The distribution of a column, as far as it is compared.

use std::collections::BTreeMap;

/// Values with how many rows have each.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    /// Ascending.
    Numbers(Vec<(f64, f64)>),
    Words(BTreeMap<String, f64>),
}

impl Sample {
    /// Counts of numbers in any order.
    pub fn numbers(counts: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut counts: Vec<(f64, f64)> = counts.into_iter().filter(|(value, _)| value.is_finite()).collect();
        counts.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        Self::Numbers(counts)
    }

    /// Counts of words. Truth values are spelled as one engine spells them: 0 and 1.
    pub fn words(counts: BTreeMap<String, f64>) -> Self {
        let truth = |word: &str| match word {
            "0" | "f" | "false" => Some("0"),
            "1" | "t" | "true" => Some("1"),
            _ => None,
        };
        if counts.keys().any(|word| truth(word).is_none()) {
            return Self::Words(counts);
        }
        let spelled = counts.into_iter().filter_map(|(word, count)| Some((truth(&word)?.to_owned(), count)));
        Self::Words(spelled.collect())
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Numbers(counts) => counts.is_empty(),
            Self::Words(counts) => counts.is_empty(),
        }
    }
}
