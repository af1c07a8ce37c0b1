//! What a profile says of star schemas: histories of dimensions, and facts that follow the calendar of a dimension.

use super::tests::{compiled, schema, source, wanted};
use super::{load, write};
use crate::seed::tests::{column, rows};
use std::collections::BTreeMap;

const STAR: &str = include_str!("../../../schema_specs/current.yml");

const DAYS: &str = "
version: 1
entities:
  dimensions:
    - name: dim_date
      surrogate_key: date_key
      natural_key: full_date
      columns: [{name: full_date, type: DATE, nullable: false}]
  facts:
    - name: fact_sale
      grain: sale_id
      foreign_keys: [{column: date_key, references: dim_date(date_key)}]
      measures: [{name: amount, type: \"DECIMAL(12,2)\"}]
      columns: [{name: sale_id, type: BIGINT, nullable: false}]
";

#[test]
fn a_profile_says_how_many_things_have_a_history() {
    let schema = schema(STAR);
    let text = "version: 1\ntables:\n  - name: dim_company\n    rows: 1000\n    history: {share: 0.25, versions: 4}\n";
    let wanted = wanted(&schema, text);
    let one = compiled(&schema, &wanted);
    let made = rows(&one.plan, 100);
    let times = ["company_id", "valid_from", "valid_to", "is_current"]
        .map(|name| column(&one.plan, &made, &format!("dim_company.{name}")));
    let mut versions: BTreeMap<&Option<String>, Vec<usize>> = BTreeMap::new();
    for (row, company) in times[0].iter().enumerate() {
        versions.entry(company).or_default().push(row);
    }
    let with_history = versions.values().filter(|rows| rows.len() > 1).count() as f64 / versions.len() as f64;
    assert!((with_history - 0.25).abs() < 0.02, "{with_history}");
    assert_eq!(versions.values().map(Vec::len).max(), Some(4));
    // The last row of all is always the last of its thing.
    let current = times[3][times[3].len() - 1];
    for rows in versions.values() {
        // Each begins where the one before ends; the last one is open and current.
        assert!(
            rows.windows(2).all(|pair| times[2][pair[0]] == times[1][pair[1]] && times[2][pair[0]] > times[1][pair[0]])
        );
        let (last, others) = rows.split_last().unwrap();
        assert!(times[2][*last].is_none() && times[3][*last] == current);
        assert!(others.iter().all(|row| times[3][*row] != current));
    }
    let again = compiled(&schema, &super::tests::wanted(&schema, &write(&wanted, &one.described)));
    assert_eq!(rows(&again.plan, 1_000)["dim_company"], made["dim_company"]);
}

#[test]
fn facts_follow_the_calendar_of_a_dimension() {
    let schema = schema(DAYS);
    let text = "version: 1\nrows: 4000\ntables:\n  - {name: dim_date, rows: 730, columns: [{name: full_date, moments: {from: 2023-01-01}}]}\n  \
                - name: fact_sale\n    references:\n      - columns: date_key\n        days: {until: 2024-07-01, spread: business, months: \
                [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3], growth: 1}\n";
    let wanted = wanted(&schema, text);
    let one = compiled(&schema, &wanted);
    let made = rows(&one.plan, 500);
    let keys = column(&one.plan, &made, "dim_date.date_key").into_iter();
    let days: BTreeMap<_, _> = keys.zip(column(&one.plan, &made, "dim_date.full_date")).collect();
    let sales: Vec<chrono::NaiveDate> = column(&one.plan, &made, "fact_sale.date_key")
        .into_iter()
        .filter_map(|key| days.get(key)?.as_deref()?.parse().ok())
        .collect();
    assert!(sales.len() > 3_500, "{}", sales.len());
    use chrono::Datelike as _;
    assert!(sales.iter().all(|day| day.weekday().number_from_monday() <= 5 && day.to_string().as_str() < "2024-07-01"));
    let count = |prefix: &str| sales.iter().filter(|day| day.to_string().starts_with(prefix)).count() as f64;
    // December is three times its neighbours, and a month has about twice as much as a year before.
    assert!((2.2..4.0).contains(&(count("2023-12") / count("2023-11"))), "{}", count("2023-12") / count("2023-11"));
    assert!((1.5..2.6).contains(&(count("2024-03") / count("2023-03"))), "{}", count("2024-03") / count("2023-03"));
    let again = compiled(&schema, &super::tests::wanted(&schema, &write(&wanted, &one.described)));
    assert_eq!(rows(&again.plan, 1_000)["fact_sale"], made["fact_sale"]);
}

#[test]
fn what_has_no_history_and_no_days_is_told() {
    let schema = schema(DAYS);
    let text = "version: 1\ntables:\n  - {name: dim_date, history: {share: 0.5}}\n  - name: fact_sale\n    references:\n      - {columns: \
                date_key, spread: equal, days: {growth: 1}}\n";
    let messages: Vec<String> = load(&source(text), &schema).diagnostics.iter().map(|it| it.message.clone()).collect();
    assert_eq!(messages, ["`dim_date` keeps no history", "both `spread` and `days`"]);
    let star = super::tests::schema(STAR);
    let versions = "version: 1\ntables:\n  - {name: dim_company, history: {share: 2, versions: 1}}\n";
    let many = versions.replace("share: 2", "share: 1");
    for (text, part) in [(versions, "2 is not a share"), (many.as_str(), "from 2 to 50 versions")] {
        let messages = load(&source(text), &star).diagnostics;
        assert!(messages.iter().any(|it| it.message.contains(part)), "{messages:?}");
    }
    let text = "version: 1\ntables:\n  - name: fact_loan_payments\n    references: [{columns: company_key, days: {from: 1900-01-01, until: 1901-01-01}}]\n";
    let problems = crate::seed::compile(&star, crate::sql::Syntax::Postgres, &wanted(&star, text)).unwrap_err();
    assert!(problems[0].to_string().contains("weighs anything"), "{}", problems[0]);
}
