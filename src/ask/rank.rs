//! The candidates of a question in order, and whether the best is good enough.

use super::catalog::Catalog;
use super::element::Vocabulary;
use super::ellipsis;
use super::item::items;
use super::parse;
use super::query::Query;
use super::render::{self, Spelling};
use super::resolve::{self, Candidate};
use super::sketch::Sketch;
use super::token::tokens;
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

/// What a word costs that nobody knows; a name that is no value costs more.
const UNKNOWN_WORD: f64 = 0.1;
const UNKNOWN_NAME: f64 = 0.3;
/// What a part of the question costs that led to nothing.
const UNUSED: f64 = 0.3;

/// Reads a question about a catalog.
pub fn understand(question: &str, catalog: &Catalog, spelling: &dyn Spelling) -> Understanding {
    let vocabulary = Vocabulary::new(catalog);
    let tokens = ellipsis::written_out(tokens(question), &vocabulary);
    let values = Values::new(catalog);
    let items = items(&tokens, catalog, &vocabulary, &values);
    let sketch = parse::sketch(&items, &tokens, catalog);
    let doubt = doubt(&sketch);
    let mut readings: Vec<Reading> = Vec::new();
    for candidate in resolve::candidates(catalog, &values, &sketch) {
        readings.extend(reading(candidate, doubt, &sketch, catalog, spelling));
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
    let words: f64 = sketch.unknown.iter().map(|it| if it.is_name { UNKNOWN_NAME } else { UNKNOWN_WORD }).sum();
    words + UNUSED * sketch.unused.len() as f64
}

fn reading(
    candidate: Candidate,
    doubt: f64,
    sketch: &Sketch,
    catalog: &Catalog,
    spelling: &dyn Spelling,
) -> Option<Reading> {
    let sql = render::sql(catalog, &candidate.query, spelling)?;
    let tables = candidate.query.all_tables().len();
    let joins = tables.saturating_sub(1) as f64;
    let confidence = (1.0 - doubt - candidate.doubt - 0.02 * joins).clamp(0.0, 1.0);
    let meaning = wording::meaning(catalog, &candidate.query);
    let mut remarks = candidate.remarks;
    remarks.extend(sketch.unused.iter().map(|it| format!("{it} was not used")));
    Some(Reading { query: candidate.query, sql, meaning, confidence, remarks })
}

/// What each step made of a question, for those who work on the engine.
pub fn trace(question: &str, catalog: &Catalog) -> String {
    let vocabulary = Vocabulary::new(catalog);
    let tokens = ellipsis::written_out(tokens(question), &vocabulary);
    let items = items(&tokens, catalog, &vocabulary, &Values::new(catalog));
    let sketch = parse::sketch(&items, &tokens, catalog);
    let lines = items.iter().map(|item| {
        let words: Vec<&str> = tokens[item.place.clone()].iter().map(|token| token.text.as_str()).collect();
        format!("{:24} {}\n", words.join(" "), item.describe(catalog))
    });
    let mentions = sketch.mentions.iter().map(|it| it.words.as_str()).collect::<Vec<_>>();
    format!(
        "{}outputs {:?}\nconditions {:?}\ngroups {:?} orders {:?} limit {:?}\nrelated {:?} subject {:?}\nmentions {mentions:?}\n",
        lines.collect::<String>(),
        sketch.outputs,
        sketch.conditions,
        sketch.groups,
        sketch.orders,
        sketch.limit,
        sketch.related,
        sketch.subject
    )
}
