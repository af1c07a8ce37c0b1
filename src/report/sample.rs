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

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Numbers(counts) => counts.is_empty(),
            Self::Words(counts) => counts.is_empty(),
        }
    }
}
