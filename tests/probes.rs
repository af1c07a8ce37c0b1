//! Questions about rows, on real databases: each engine gives the same answers to the same rows.

mod support;

use dbx::driver::{DatabaseUrl, Driver, connect};
use dbx::model::{DataType, IndexTerm, Name, Pair, Probe, QualifiedName, RowCount, SqlText};
use std::time::Duration;

const ROWS: &[&str] = &[
    "CREATE TABLE parent (id INT PRIMARY KEY)",
    "CREATE TABLE child (id INT PRIMARY KEY, a INT, b VARCHAR(20), p INT, amount DECIMAL(10,2))",
    "INSERT INTO parent VALUES (1), (2)",
    "INSERT INTO child VALUES (1, 1, '12', 1, 1.5), (2, 1, 'x', 9, 70000), (3, NULL, '2026-01-01', NULL, 3), \
     (4, 70000, 'long enough', 2, -1), (5, NULL, NULL, 8, NULL)",
];

async fn filled(url: &str) -> Box<dyn Driver> {
    let mut driver = connect(&DatabaseUrl::parse(url).expect("an address")).await.expect("a connection");
    for statement in ROWS {
        driver.run(statement).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    driver
}

fn child() -> QualifiedName {
    QualifiedName::bare("child")
}

fn duplicates(nulls_are_equal: bool) -> Probe {
    Probe::Duplicates { table: child(), terms: vec![IndexTerm::Column("a".into())], predicate: None, nulls_are_equal }
}

fn orphans() -> Probe {
    Probe::Orphans {
        table: child(),
        columns: vec!["p".into()],
        references: QualifiedName::bare("parent"),
        referenced_columns: vec!["id".into()],
        match_full: false,
    }
}

fn unfit(column: &str, from: DataType, to: DataType) -> Probe {
    Probe::Unfit { table: child(), column: Name::from(column), types: Pair::new(from, to) }
}

fn text() -> DataType {
    DataType::VarChar { length: Some(20) }
}

async fn answer(driver: &mut dyn Driver, probe: &Probe) -> Option<RowCount> {
    let answer = driver.answer(probe, 1_000, Duration::from_secs(5)).await;
    answer.unwrap_or_else(|error| panic!("{error}: {probe:?}"))
}

/// What every engine answers alike.
async fn answers_alike(driver: &mut dyn Driver) {
    let check = |text: &str| Probe::Violations { table: child(), check: SqlText::new(text) };
    let numeric = DataType::Decimal { precision: Some(10), scale: Some(2) };
    for (probe, rows) in [
        (Probe::Rows { table: child() }, 5),
        (Probe::Null { table: child(), column: "a".into() }, 2),
        (duplicates(false), 2),
        (duplicates(true), 4),
        (check("amount >= 0"), 1),
        (orphans(), 2),
        (unfit("amount", numeric, DataType::Int), 1),
        (unfit("b", text(), DataType::Int), 3),
    ] {
        assert_eq!(answer(driver, &probe).await, Some(RowCount::exact(rows)), "{probe:?}");
    }
    let nowhere = Probe::Rows { table: QualifiedName::bare("nowhere") };
    assert_eq!(answer(driver, &nowhere).await, None);
    // A question that makes no sense to the server has no answer, and the connection goes on.
    assert_eq!(answer(driver, &check("no_such_function(a)")).await, None);
    assert_eq!(answer(driver, &Probe::Rows { table: child() }).await, Some(RowCount::exact(5)));
}

/// Lengths and ranges, on engines that keep to them.
async fn keeps_to_sizes(driver: &mut dyn Driver) {
    let short = DataType::VarChar { length: Some(5) };
    for (probe, rows) in [
        (unfit("b", text(), short), 2),
        (unfit("a", DataType::Int, DataType::SmallInt), 1),
        (unfit("b", text(), DataType::Date), 3),
    ] {
        assert_eq!(answer(driver, &probe).await, Some(RowCount::exact(rows)), "{probe:?}");
    }
}

#[tokio::test]
async fn sqlite() {
    let database = support::sqlite();
    answers_alike(filled(database.url()).await.as_mut()).await;
}

#[tokio::test]
async fn postgres() {
    let Some(database) = support::postgres() else { return };
    let mut driver = filled(database.url()).await;
    answers_alike(driver.as_mut()).await;
    keeps_to_sizes(driver.as_mut()).await;
}

#[tokio::test]
async fn mariadb() {
    let Some(database) = support::mariadb() else { return };
    let mut driver = filled(database.url()).await;
    answers_alike(driver.as_mut()).await;
    keeps_to_sizes(driver.as_mut()).await;
}

/// A count that takes too long is broken off, and what the server reckons takes its place.
#[tokio::test]
async fn postgres_reckons_when_the_time_is_over() {
    let Some(database) = support::postgres() else { return };
    let mut driver = filled(database.url()).await;
    driver
        .run("CREATE VIEW slow AS SELECT pg_sleep(1)::text AS slept FROM generate_series(1, 500)")
        .await
        .expect("a view");
    let probe = Probe::Rows { table: QualifiedName::bare("slow") };
    let answer = driver.answer(&probe, 1_000, Duration::from_millis(50)).await.expect("an answer");
    assert_eq!(answer, Some(RowCount::estimate(500, 500)));
}

/// A question does not wait for somebody who changes the table, since others would wait behind it.
#[tokio::test]
async fn postgres_does_not_wait_for_a_lock() {
    let Some(database) = support::postgres() else { return };
    let mut driver = filled(database.url()).await;
    let mut other = connect(&DatabaseUrl::parse(database.url()).expect("an address")).await.expect("a connection");
    other.begin(&[]).await.expect("a transaction");
    other.run("LOCK TABLE child IN ACCESS EXCLUSIVE MODE").await.expect("a lock");
    let began = std::time::Instant::now();
    assert_eq!(answer(driver.as_mut(), &Probe::Rows { table: child() }).await, None);
    assert!(began.elapsed() < Duration::from_secs(4), "it waited for {:?}", began.elapsed());
    other.rollback().await.expect("the lock is given back");
}
