//! What holds for the rows of any schema.

use super::encode::write_plain;
use super::{Batch, Compiled, SeedPlan, Wanted, WantedRows, WantedTable, compile};
use crate::spec::load_text;
use crate::sql::Syntax;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

const STAR: &str = include_str!("../../schema_specs/current.yml");

const SHOP: &str = include_str!("../../tests/fixtures/seed/shop.yml");

fn plan(text: &str, wanted: &Wanted) -> SeedPlan {
    let loaded = load_text(Path::new("spec.yml"), text);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    let Compiled { plan, .. } = compile(&loaded.spec.schema, Syntax::Postgres, wanted).unwrap();
    plan
}

pub(super) type Rows = Vec<Vec<Option<String>>>;

fn text(batch: &Batch) -> Rows {
    let value = |column: &super::Column, row| {
        let mut out = Vec::new();
        write_plain(&column.values, row, &mut out);
        (!column.is_null(row)).then(|| String::from_utf8_lossy(&out).into_owned())
    };
    (0..batch.rows).map(|row| batch.columns.iter().map(|column| value(column, row)).collect()).collect()
}

/// The rows of each table, made in parts of this size.
pub(super) fn rows(plan: &SeedPlan, part: u64) -> BTreeMap<String, Rows> {
    let of_table = |at: usize, rows: Range<u64>| -> Rows {
        let starts = rows.clone().step_by(usize::try_from(part).unwrap());
        starts.flat_map(|start| text(&plan.batch(at, start..(start + part).min(rows.end)))).collect()
    };
    let tables = plan.tables.iter().enumerate();
    tables.map(|(at, table)| (table.name.to_string(), of_table(at, table.rows.clone()))).collect()
}

pub(super) fn column<'r>(plan: &SeedPlan, rows: &'r BTreeMap<String, Rows>, name: &str) -> Vec<&'r Option<String>> {
    let (table, column) = name.split_once('.').unwrap();
    let planned = plan.tables.iter().find(|it| it.name.to_string() == table).unwrap();
    let at = planned.columns.iter().position(|it| it.name.as_str() == column).unwrap();
    rows[table].iter().map(|row| &row[at]).collect()
}

fn tuples(plan: &SeedPlan, rows: &BTreeMap<String, Rows>, names: &[&str]) -> Vec<Vec<String>> {
    let columns: Vec<_> = names.iter().map(|name| column(plan, rows, name)).collect();
    let complete = (0..columns[0].len()).map(|row| columns.iter().map(|column| column[row].clone()).collect());
    complete.flat_map(|tuple: Option<Vec<String>>| tuple).collect()
}

#[test]
fn any_partition_makes_the_same_rows() {
    for text in [STAR, SHOP] {
        let plan = plan(text, &Wanted { rows: 700, ..Wanted::default() });
        let whole = rows(&plan, 10_000);
        assert!(whole.values().all(|rows| !rows.is_empty()));
        for part in [1, 7, 64] {
            assert_eq!(rows(&plan, part), whole, "in parts of {part}");
        }
    }
}

#[test]
fn another_seed_makes_other_rows() {
    let one = plan(STAR, &Wanted::default());
    let other = plan(STAR, &Wanted { seed: 2, ..Wanted::default() });
    assert_ne!(rows(&one, 100), rows(&other, 100));
}

#[test]
fn keys_are_unique_and_references_lead_somewhere() {
    let plan = plan(SHOP, &Wanted { rows: 500, ..Wanted::default() });
    let rows = rows(&plan, 100);
    for key in [
        &["category.id"][..],
        &["category.code"],
        &["product.shop", "product.number"],
        &["customer.id"],
        &["customer.email"],
        &["order_line.order_id", "order_line.line_no"],
        &["bridge.customer_id", "bridge.category_id"],
        &["profile.customer_id"],
    ] {
        let found = tuples(&plan, &rows, key);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "{key:?}");
    }
    for (child, parent) in [
        (&["category.parent_id"][..], &["category.id"][..]),
        (&["product.category_id"], &["category.id"]),
        (&["customer.favourite_order"], &["orders.id"]),
        (&["orders.customer_id"], &["customer.id"]),
        (&["order_line.order_id"], &["orders.id"]),
        (&["order_line.shop", "order_line.number"], &["product.shop", "product.number"]),
        (&["bridge.customer_id"], &["customer.id"]),
        (&["bridge.category_id"], &["category.id"]),
        (&["profile.customer_id"], &["customer.id"]),
    ] {
        let parents: BTreeSet<_> = tuples(&plan, &rows, parent).into_iter().collect();
        let children = tuples(&plan, &rows, child);
        assert!(!children.is_empty() && children.iter().all(|it| parents.contains(it)), "{child:?}");
    }
}

#[test]
fn histories_do_not_overlap_and_one_row_is_current() {
    let plan = plan(STAR, &Wanted { rows: 2_000, ..Wanted::default() });
    let rows = rows(&plan, 100);
    let columns = ["company_id", "valid_from", "valid_to", "is_current"]
        .map(|name| column(&plan, &rows, &format!("dim_company.{name}")));
    let mut open: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for row in 0..columns[0].len() {
        let [company, from, to, current] = columns.each_ref().map(|column| column[row].as_deref());
        let (company, from) = (company.unwrap(), from.unwrap());
        assert_eq!(to.is_none(), current == Some("1"), "what is current has no end");
        assert!(to.is_none_or(|to| from < to));
        let (end, currents) = open.entry(company).or_insert((from, 0));
        assert_eq!(*end, from, "a version begins where the one before it ended");
        (*end, *currents) = (to.unwrap_or(from), *currents + u32::from(to.is_none()));
    }
    assert!(open.values().all(|(_, currents)| *currents == 1));
}

#[test]
fn appended_rows_have_other_keys() {
    let loaded = load_text(Path::new("spec.yml"), SHOP);
    let tables = loaded
        .spec
        .schema
        .tables()
        .map(|table| (table.name.clone(), WantedTable { first: 500, ..WantedTable::default() }));
    let before = plan(SHOP, &Wanted { rows: 300, ..Wanted::default() });
    let after = plan(SHOP, &Wanted { rows: 300, tables: tables.collect(), ..Wanted::default() });
    let (old, new) = (rows(&before, 100), rows(&after, 100));
    for key in [
        &["category.id"][..],
        &["customer.email"],
        &["order_line.order_id", "order_line.line_no"],
        &["profile.customer_id"],
    ] {
        let known: BTreeSet<_> = tuples(&before, &old, key).into_iter().collect();
        assert!(tuples(&after, &new, key).iter().all(|tuple| !known.contains(tuple)), "{key:?}");
    }
}

#[test]
fn what_does_not_fit_is_told_by_the_name_of_the_key() {
    let loaded = load_text(Path::new("spec.yml"), SHOP);
    let table = loaded.spec.schema.tables().find(|table| table.name.name.as_str() == "category").unwrap();
    let wanted = WantedTable { rows: Some(WantedRows::Exactly(1_000)), ..WantedTable::default() };
    let wanted = Wanted { tables: [(table.name.clone(), wanted)].into(), ..Wanted::default() };
    let problems = compile(&loaded.spec.schema, Syntax::Postgres, &wanted).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].object.contains("category_code_key"), "{}", problems[0]);
    assert!(problems[0].message.contains("676"), "{}", problems[0]);
}

#[test]
fn checks_are_kept() {
    let plan = plan(SHOP, &Wanted { rows: 300, ..Wanted::default() });
    let rows = rows(&plan, 300);
    let value = |name: &str| column(&plan, &rows, &format!("loan.{name}"));
    let rates: Vec<f64> = value("rate").into_iter().flatten().map(|rate| rate.parse().unwrap()).collect();
    assert!(rates.len() == 300 && rates.iter().all(|rate| (1.0..=3.0).contains(rate)));
    assert_eq!(value("kind").into_iter().flatten().collect::<BTreeSet<_>>().len(), 3);
    for (opened, closed) in value("opened").into_iter().zip(value("closed")) {
        assert!(closed.is_none() || closed > opened);
    }
    let codes: BTreeSet<_> = value("code").into_iter().flatten().collect();
    assert!(codes.len() == 300 && codes.iter().all(|code| code.starts_with("A-") && code.len() <= 8));
    assert!(value("odd").into_iter().all(Option::is_none), "what is not understood is left without a value");
}
