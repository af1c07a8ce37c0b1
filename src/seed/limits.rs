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
    /// A JSON document.
    pub is_json: bool,
    /// Always without a value: the only way that a check is known to be kept.
    pub always_null: bool,
}

impl Limits {
    /// Both at once: the narrower of each.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let larger = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::max);
        let smaller = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::min);
        let allowed = match (self.allowed.is_empty(), other.allowed.is_empty()) {
            (true, _) => other.allowed,
            (_, true) => self.allowed,
            (false, false) => self.allowed.into_iter().filter(|word| other.allowed.contains(word)).collect(),
        };
        Self {
            min: larger(self.min, other.min),
            max: smaller(self.max, other.max),
            allowed,
            excluded: self.excluded.into_iter().chain(other.excluded).collect(),
            min_length: self.min_length.max(other.min_length),
            max_length: self.max_length.into_iter().chain(other.max_length).min(),
            pattern: self.pattern.or(other.pattern),
            not_null: self.not_null || other.not_null,
            is_json: self.is_json || other.is_json,
            always_null: self.always_null || other.always_null,
        }
    }
}
