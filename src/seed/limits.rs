//! What the checks of a table leave of the values of a column.

/// Bounds and words; all of them at rest say nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Smallest and largest value: numbers as they are, dates in days and moments in microseconds from 1970-01-01.
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// The only values there are, as plain text; none where any will do.
    pub allowed: Vec<String>,
    /// Values there are not.
    pub excluded: Vec<String>,
    /// Length of texts, in characters.
    pub min_length: Option<u32>,
    pub max_length: Option<u32>,
    /// A regular expression that the whole text matches.
    pub pattern: Option<String>,
    /// Never without a value, although the column's type would let it.
    pub not_null: bool,
    /// Always without a value: the only way that a check is known to be kept.
    pub always_null: bool,
}
