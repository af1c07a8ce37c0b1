//! The questions, one file each.

mod cohort;
mod outlier;
mod quality;
mod share;
mod top;
mod trend;
mod year;

use super::subject::Subject;
use super::{Kind, Question};
use crate::design::word::stems;

/// A question that can be asked of many tables.
pub trait Pattern: Sync {
    fn kind(&self) -> Kind;
    /// The questions of this kind about a subject; none where it lacks what the question needs.
    fn ask(&self, subject: &Subject<'_>) -> Vec<Question>;
}

/// Every pattern there is, the most asked ones first.
pub static PATTERNS: &[&dyn Pattern] = &[
    &top::Top,
    &trend::Trend,
    &share::Share,
    &year::YearOverYear,
    &cohort::Cohort,
    &outlier::Outliers,
    &quality::Quality,
];

/// A question whose words are those of its text.
fn question(kind: Kind, text: String, sql: String, tables: Vec<String>) -> Question {
    let mut words = stems(&text);
    words.extend(tables.iter().flat_map(|table| stems(table)));
    words.sort();
    words.dedup();
    Question { kind, text, sql, tables, words }
}

/// The text with its first letter large.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
