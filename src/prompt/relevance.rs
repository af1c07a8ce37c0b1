//! How much a table has to do with a question.

use crate::model::{QualifiedName, Schema, Table, name_words};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, BTreeSet};

/// Weights of the places where a word of the question may stand.
const IN_NAME: f64 = 6.0;
const IN_COLUMN: f64 = 2.0;
const IN_COMMENT: f64 = 1.0;

/// What a table takes over from the best of those it is joined with: it may be needed to join, or be what a question is grouped by.
const OF_NEIGHBOUR: f64 = 0.4;

/// The tables, those that have most to do with the question first; those of equal weight with most foreign keys first, then by name.
///
/// The weight is the sum over the words of the question of the place's weight times the word's rarity, ln(1 + tables / tables with the word),
/// the inverse document frequency of information retrieval.
pub(super) fn ranked<'a>(schema: &'a Schema, question: &str) -> Vec<(&'a Table, f64)> {
    let stemmer = Stemmer::create(Algorithm::English);
    let stems = |text: &str| -> BTreeSet<String> {
        name_words(text).iter().map(|word| stemmer.stem(word).into_owned()).collect()
    };
    let asked = stems(question);
    // A partition is told by the table it is of.
    let whole = schema.tables().filter(|table| table.partition_of.is_none());
    let tables: Vec<(&Table, Words)> = whole.map(|table| (table, Words::of(table, &stems))).collect();
    let rarity = |word: &String| {
        let with = tables.iter().filter(|(_, words)| words.weight(word) > 0.0).count();
        (1.0 + tables.len() as f64 / with.max(1) as f64).ln()
    };
    let own: BTreeMap<_, f64> = tables
        .iter()
        .map(|(table, words)| (&table.name, asked.iter().map(|word| words.weight(word) * rarity(word)).sum()))
        .collect();
    let joins = joins(schema);
    let mut ranked: Vec<_> = tables
        .iter()
        .map(|(table, _)| {
            let neighbours = joins.get(&table.name).into_iter().flatten();
            let best = neighbours.filter_map(|name| own.get(name)).copied().fold(0.0, f64::max);
            (*table, own.get(&table.name).copied().unwrap_or_default() + best * OF_NEIGHBOUR)
        })
        .collect();
    let degree = |table: &Table| joins.get(&table.name).map_or(0, BTreeSet::len);
    ranked.sort_by(|(a, of_a), (b, of_b)| {
        of_b.total_cmp(of_a).then_with(|| degree(b).cmp(&degree(a))).then_with(|| a.name.cmp(&b.name))
    });
    ranked
}

/// Which tables are joined with which, in both directions.
fn joins(schema: &Schema) -> BTreeMap<&QualifiedName, BTreeSet<&QualifiedName>> {
    let mut joins: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for table in schema.tables() {
        for key in table.foreign_keys().filter(|key| key.references != table.name) {
            joins.entry(&table.name).or_default().insert(&key.references);
            joins.entry(&key.references).or_default().insert(&table.name);
        }
    }
    joins
}

/// Stems of a table, by where they stand.
struct Words {
    name: BTreeSet<String>,
    columns: BTreeSet<String>,
    comments: BTreeSet<String>,
}

impl Words {
    fn of(table: &Table, stems: &dyn Fn(&str) -> BTreeSet<String>) -> Self {
        let comments = table.columns.values().filter_map(|column| column.comment.as_deref());
        Self {
            name: stems(table.name.name.as_str()),
            columns: table.columns.keys().flat_map(|name| stems(name.as_str())).collect(),
            comments: comments.chain(table.comment.as_deref()).flat_map(stems).collect(),
        }
    }

    fn weight(&self, word: &String) -> f64 {
        let places = [(&self.name, IN_NAME), (&self.columns, IN_COLUMN), (&self.comments, IN_COMMENT)];
        places
            .iter()
            .filter(|(words, _)| words.contains(word))
            .map(|(_, weight)| weight)
            .fold(0.0, |a, b| f64::max(a, *b))
    }
}
