//! How many rows: a number, and how sure it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An answer to a question about rows. Looking has a bound in rows and in time, so that a large table does not hold up a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowCount {
    pub rows: u64,
    pub confidence: Confidence,
    /// There are no more than that; nothing where nobody can tell. Gates judge by this end.
    pub at_most: Option<u64>,
}

/// How a number of rows was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Every row was looked at.
    Exact,
    /// Counting stopped here.
    AtLeast,
    /// From a sample, or from what the server reckons.
    Estimate,
}

impl RowCount {
    pub fn exact(rows: u64) -> Self {
        Self { rows, confidence: Confidence::Exact, at_most: Some(rows) }
    }

    pub fn at_least(rows: u64) -> Self {
        Self { rows, confidence: Confidence::AtLeast, at_most: None }
    }

    pub fn estimate(rows: u64, at_most: u64) -> Self {
        Self { rows, confidence: Confidence::Estimate, at_most: Some(at_most.max(rows)) }
    }

    /// Whether there is surely no such row.
    pub fn is_zero(self) -> bool {
        self.at_most == Some(0)
    }

    /// Whether there may be as many as that.
    pub fn may_reach(self, rows: u64) -> bool {
        self.at_most.is_none_or(|most| most >= rows)
    }
}

impl fmt::Display for RowCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.rows == 1 { "row" } else { "rows" };
        match (self.confidence, self.at_most) {
            (Confidence::Exact, _) => write!(f, "{} {noun}", self.rows),
            (Confidence::AtLeast, _) => write!(f, "at least {} {noun}", self.rows),
            (Confidence::Estimate, Some(most)) if most > self.rows => {
                write!(f, "about {} {noun} (estimate, at most {most})", self.rows)
            }
            (Confidence::Estimate, _) => write!(f, "about {} {noun} (estimate)", self.rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_counted_is_zero() {
        assert!(RowCount::exact(0).is_zero());
        assert!(!RowCount::at_least(0).is_zero());
        assert!(!RowCount::estimate(0, 5_000).is_zero());
    }

    #[test]
    fn the_upper_end_decides_how_large_it_is() {
        assert!(!RowCount::exact(9_999).may_reach(10_000));
        assert!(RowCount::at_least(5).may_reach(10_000));
        assert!(RowCount::estimate(10, 10_000).may_reach(10_000));
    }

    #[test]
    fn words_say_how_sure_it_is() {
        assert_eq!(RowCount::exact(1).to_string(), "1 row");
        assert_eq!(RowCount::at_least(7).to_string(), "at least 7 rows");
        assert_eq!(RowCount::estimate(1200, 1200).to_string(), "about 1200 rows (estimate)");
        assert_eq!(RowCount::estimate(0, 90).to_string(), "about 0 rows (estimate, at most 90)");
    }
}
