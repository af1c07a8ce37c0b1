//! Profiles are read with good errors, and written so that they make the same rows.

use super::{load, write};
use crate::model::Schema;
use crate::seed::tests::rows;
use crate::seed::{Compiled, Wanted, compile};
use crate::spec::{SourceFile, load_text};
use crate::sql::Syntax;
use std::path::Path;

const STAR: &str = include_str!("../../../schema_specs/current.yml");
const SHOP: &str = include_str!("../../../tests/fixtures/seed/shop.yml");

pub(super) fn schema(text: &str) -> Schema {
    let loaded = load_text(Path::new("spec.yml"), text);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    loaded.spec.schema
}

pub(super) fn source(text: &str) -> SourceFile {
    SourceFile::new(Path::new("p.yml"), text.into()).unwrap()
}

pub(super) fn compiled(schema: &Schema, wanted: &Wanted) -> Compiled {
    compile(schema, Syntax::Postgres, wanted).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What a profile without errors wants.
pub(super) fn wanted(schema: &Schema, text: &str) -> Wanted {
    let loaded = load(&source(text), schema);
    assert_eq!(loaded.diagnostics, [], "{text}");
    let mut wanted = Wanted::default();
    loaded.profile.apply(&mut wanted);
    wanted
}

#[test]
fn a_written_profile_makes_the_same_rows() {
    for text in [STAR, SHOP] {
        let schema = schema(text);
        let inferred = Wanted { rows: 700, seed: 7, ..Wanted::default() };
        let one = compiled(&schema, &inferred);
        let profile = write(&inferred, &one.described);
        let other = compiled(&schema, &wanted(&schema, &profile));
        assert_eq!(rows(&one.plan, 100), rows(&other.plan, 100), "{profile}");
    }
}

#[test]
fn the_inferred_profile_of_the_star_schema() {
    let schema = schema(STAR);
    let inferred = Wanted { rows: 1_000, ..Wanted::default() };
    insta::assert_snapshot!(write(&inferred, &compiled(&schema, &inferred).described));
}

#[test]
fn the_example_fits_the_star_schema() {
    let schema = schema(STAR);
    let plan = compiled(&schema, &wanted(&schema, include_str!("../../../seeding_profiles/loans.yml"))).plan;
    let counts: Vec<u64> = plan.tables.iter().map(|table| table.rows.end).collect();
    assert_eq!(counts, [300, 12_000]);
}

#[test]
fn everything_the_examples_say_is_in_the_json_schema() {
    let validator = jsonschema::validator_for(&super::json_schema()).unwrap();
    for text in [
        include_str!("../../../seeding_profiles/loans.yml"),
        include_str!("../../../tests/fixtures/seed/generators.profile.yml"),
    ] {
        let instance: serde_json::Value = serde_yaml::from_str(text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
        assert_eq!(errors, [] as [String; 0]);
    }
}

/// Everything that is written about values, read back.
#[test]
fn every_generator_is_read_and_written() {
    let schema = schema(GENERATORS_SCHEMA);
    let text = include_str!("../../../tests/fixtures/seed/generators.profile.yml");
    let first = wanted(&schema, text);
    let one = compiled(&schema, &first);
    let again = wanted(&schema, &write(&first, &one.described));
    for (table, wanted) in &first.tables {
        for (column, wanted) in &wanted.columns {
            assert_eq!(again.tables[table].columns[column].recipe, wanted.recipe, "{column}");
        }
    }
    assert!(rows(&one.plan, 64).values().all(|rows| rows.len() == 500));
}

const GENERATORS_SCHEMA: &str = include_str!("../../../tests/fixtures/seed/generators.yml");

#[test]
fn errors_say_what_where_and_what_to_write() {
    let schema = schema(SHOP);
    let text = "version: 2
generators: 9
locale: xx_XX
rows: -1
tables:
  - name: costomer
  - name: loan
    rows: {per: product, mean: 2}
    columns:
      - {name: rat, nulls: 0}
      - {name: rate, normal: {mean: 1, deviation: -1}}
      - {name: kind, normal: {mean: 1, deviation: 1}}
      - {name: opened, moments: {from: 2026-02-30}}
      - {name: closed, uniform: {min: 1, max: 2}, fake: email}
      - {name: code, expression: 'odd + now()'}
      - {name: odd, weighted: {a: 1}, nulls: 2}
  - name: product
    references: [{columns: shop, spread: even}]
    columns:
      - {name: category_id, nulls: 0.5}
";
    let loaded = load(&source(text), &schema);
    let lines: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn volumes_come_from_parents_and_scale() {
    let schema = schema(SHOP);
    let text = "version: 1\nscale: 2\ntables:\n  - {name: orders, rows: 100}\n  - {name: category, rows: 30, scales: false}\n  - \
                {name: order_line, rows: {per: orders, mean: 3.5}}\n";
    let plan = compiled(&schema, &wanted(&schema, text)).plan;
    let count = |name: &str| {
        let table = plan.tables.iter().find(|table| table.name.to_string() == name).unwrap();
        table.rows.end
    };
    assert_eq!((count("orders"), count("category"), count("order_line")), (200, 30, 700));
}

#[test]
fn columns_in_a_ring_are_refused_by_their_names() {
    let schema = schema(GENERATORS_SCHEMA);
    let text = "version: 1\ntables:\n  - name: measurement\n    columns:\n      - {name: total, expression: 'score + 1'}\n      - \
                {name: score, expression: 'total - 1'}\n";
    let problems = compile(&schema, Syntax::Postgres, &wanted(&schema, text)).unwrap_err();
    assert!(problems[0].message.contains("`score`") && problems[0].message.contains("`total`"), "{}", problems[0]);
}
