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
    /// Every number is so many times a whole one.
    pub multiple_of: Option<i64>,
    /// How all letters are written.
    pub letter_case: Option<LetterCase>,
    /// A JSON document.
    pub is_json: bool,
    /// A JSON list rather than an object.
    pub is_json_list: bool,
    /// Keys that a JSON object has.
    pub json_keys: Vec<String>,
    /// Always without a value: the only way that a check is known to be kept.
    pub always_null: bool,
}

/// Letters of one kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterCase {
    Upper,
    Lower,
}

impl Limits {
    /// Both at once: the narrower of each.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let larger = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::max);
        let smaller = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::min);
        let mut excluded: Vec<String> = self.excluded.into_iter().chain(other.excluded).collect();
        let allowed = match (self.allowed.is_empty(), other.allowed.is_empty()) {
            (true, _) => other.allowed,
            (_, true) => self.allowed,
            (false, false) => {
                // An empty list would allow everything: words that are not in both stay, and are out.
                excluded.extend(self.allowed.iter().filter(|word| !other.allowed.contains(word)).cloned());
                self.allowed
            }
        };
        Self {
            min: larger(self.min, other.min),
            max: smaller(self.max, other.max),
            allowed,
            excluded,
            min_length: self.min_length.max(other.min_length),
            max_length: self.max_length.into_iter().chain(other.max_length).min(),
            pattern: self.pattern.or(other.pattern),
            not_null: self.not_null || other.not_null,
            multiple_of: self.multiple_of.or(other.multiple_of),
            letter_case: self.letter_case.or(other.letter_case),
            is_json: self.is_json || other.is_json,
            is_json_list: self.is_json_list || other.is_json_list,
            json_keys: self.json_keys.into_iter().chain(other.json_keys).collect(),
            always_null: self.always_null || other.always_null,
        }
    }

    /// Whether values are left that both let be, as far as this can be told.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let both = self.clone().and(other.clone());
        let has_words = both.allowed.is_empty() || both.allowed.iter().any(|word| !both.excluded.contains(word));
        let has_numbers = both.min.zip(both.max).is_none_or(|(min, max)| min <= max);
        has_words && has_numbers && !(both.not_null && both.always_null)
    }
}
