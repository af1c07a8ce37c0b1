//! The candidates of a question in order, and whether the best is good enough.

use super::audit;
use super::calendar;
use super::catalog::Catalog;
use super::element::Vocabulary;
use super::ellipsis;
use super::intent::Intent;
use super::item::items;
use super::join;
use super::lexicon::{is_calculation, is_participle, is_relation};
use super::parse;
use super::query::Query;
use super::render::{self, Spelling};
use super::resolve::{self, Candidate};
use super::sketch::{Sketch, Unknown};
use super::value::Values;
use super::wording;

/// What a question was taken to mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub query: Query,
    pub sql: String,
    /// In words.
    pub meaning: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// What tells how many rows the joins leave out: [`render::rows_kept`], where the table is small enough to count.
    pub rows_kept: Option<String>,
    /// What was guessed.
    pub remarks: Vec<String>,
}

/// What became of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understanding {
    /// The best first. Those below [`SURE`] are not to be answered with.
    pub readings: Vec<Reading>,
    /// Words that nothing in the schema or the grammar explains.
    pub unknown: Vec<String>,
}

/// Least confidence of an answer.
pub const SURE: f64 = 0.72;

/// Tables of so many rows are not counted for a check.
const MOST_COUNTED: u64 = 20_000;

/// What a word costs that nobody knows; a name that is no value costs more.
const UNKNOWN_WORD: f64 = 0.16;
/// Verbs mostly say no more than the names on both sides of them.
const UNKNOWN_VERB: f64 = 0.06;
const UNKNOWN_NAME: f64 = 0.3;
const UNKNOWN_CALCULATION: f64 = 0.4;
const UNKNOWN_RELATION: f64 = 0.3;
/// What a table costs that only lies between others, beyond the first.
const DETOUR: f64 = 0.15;
/// What a part of the question costs that led to nothing.
const UNUSED: f64 = 0.3;

/// Reads a question about a catalog.
pub fn understand(intent: &Intent, catalog: &Catalog, spelling: &dyn Spelling) -> Understanding {
    let vocabulary = Vocabulary::new(catalog);
    let tokens = ellipsis::written_out(calendar::written_in_digits(intent.tokens.clone()), &vocabulary);
    let values = Values::new(catalog);
    let items = items(&tokens, catalog, &vocabulary, &values);
    let sketch = parse::sketch(&items, &tokens, catalog);
    let doubt = doubt(&sketch);
    let mut readings: Vec<Reading> = Vec::new();
    for candidate in resolve::candidates(catalog, &values, &sketch) {
        let missing = audit::missing(&items, &tokens, catalog, &candidate.query);
        let lost: f64 = missing.iter().map(|(cost, _)| cost).sum();
        let mut remarks: Vec<String> = sketch.unused.iter().map(|it| format!("{it} was not used")).collect();
        remarks.extend(missing.into_iter().map(|(_, remark)| remark));
        readings.extend(reading(candidate, doubt + lost, remarks, catalog, spelling));
    }
    readings.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut seen: Vec<String> = Vec::new();
    readings.retain(|it| {
        !seen.contains(&it.sql) && {
            seen.push(it.sql.clone());
            true
        }
    });
    Understanding { readings, unknown: sketch.unknown.iter().map(|it| it.word.clone()).collect() }
}

fn doubt(sketch: &Sketch) -> f64 {
    let words: f64 = sketch.unknown.iter().map(doubt_of_unknown).sum();
    words + UNUSED * sketch.unused.len() as f64
}

fn doubt_of_unknown(unknown: &Unknown) -> f64 {
    match unknown {
        Unknown { is_name: true, .. } => UNKNOWN_NAME,
        Unknown { word, .. } if is_calculation(&word.to_lowercase()) => UNKNOWN_CALCULATION,
        Unknown { word, .. } if is_relation(&word.to_lowercase()) => UNKNOWN_RELATION,
        Unknown { word, .. } if is_participle(&word.to_lowercase()) => UNKNOWN_VERB,
        Unknown { .. } => UNKNOWN_WORD,
    }
}

fn reading(
    candidate: Candidate,
    doubt: f64,
    unused: Vec<String>,
    catalog: &Catalog,
    spelling: &dyn Spelling,
) -> Option<Reading> {
    let sql = render::sql(catalog, &candidate.query, spelling)?;
    let confidence = (1.0 - doubt - candidate.doubt - doubt_of_joins(&candidate.query, catalog)).clamp(0.0, 1.0);
    let meaning = wording::meaning(catalog, &candidate.query);
    let mut remarks = candidate.remarks;
    remarks.extend(unused);
    let is_small = catalog.tables[candidate.query.root].rows < MOST_COUNTED;
    let rows_kept = render::rows_kept(catalog, &candidate.query, spelling).filter(|_| is_small);
    Some(Reading { query: candidate.query, sql, meaning, confidence, rows_kept, remarks })
}

/// Every join may be the wrong one, and a way through several tables that nobody asked for probably is.
fn doubt_of_joins(query: &Query, catalog: &Catalog) -> f64 {
    let tables = query.all_tables();
    let steps = join::steps(catalog, query.root, &tables, &query.vias).map_or(0, |steps| steps.len());
    let between = (steps + 1).saturating_sub(tables.len());
    0.02 * steps as f64 + DETOUR * between.saturating_sub(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{Column, Join, Kind, Table};
    use super::*;

    struct Plain;

    impl Spelling for Plain {
        fn name(&self, name: &str) -> String {
            name.to_owned()
        }

        fn text(&self, text: &str) -> String {
            format!("'{text}'")
        }
    }

    fn column(name: &str, kind: Kind, values: &[&str]) -> Column {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Column { name: name.into(), kind, comment: None, is_private: false, values, has_nulls: false, is_unique: false }
    }

    /// Crossings lead to harbours in two ways.
    fn catalog() -> Catalog {
        let harbour = vec![column("code", Kind::Text, &["AAA", "BBB"]), column("city", Kind::Text, &["Bonn", "Rome"])];
        let crossing = vec![
            column("number", Kind::Number, &[]),
            column("source_harbour", Kind::Text, &[]),
            column("destination_harbour", Kind::Text, &[]),
        ];
        let table = |name: &str, columns| Table { name: name.into(), columns, key: vec![0], ..Table::default() };
        let join = |column| Join { from: 1, to: 0, columns: vec![(column, 0)], is_declared: true, has_part: false };
        Catalog::new(vec![table("harbours", harbour), table("crossings", crossing)], vec![join(1), join(2)])
    }

    fn best(question: &str) -> Option<String> {
        let understanding = understand(&Intent::of(question), &catalog(), &Plain);
        understanding.readings.into_iter().find(|it| it.confidence >= SURE).map(|it| it.sql)
    }

    #[test]
    fn words_choose_between_two_foreign_keys() {
        let leaving = best("How many crossings depart from the city Bonn?").unwrap();
        assert!(leaving.contains("crossings.source_harbour = harbours.code"), "{leaving}");
        let arriving = best("How many crossings arrive in the city Bonn?").unwrap();
        assert!(arriving.contains("crossings.destination_harbour = harbours.code"), "{arriving}");
    }

    #[test]
    fn what_is_not_known_is_not_answered() {
        assert_eq!(best("How many pilots sing opera in Atlantis?"), None);
        let understanding = understand(&Intent::of("Which crossings carry Zebulon?"), &catalog(), &Plain);
        assert!(understanding.unknown.contains(&"Zebulon".to_owned()), "{understanding:?}");
    }
}
