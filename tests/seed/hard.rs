//! Schemas as hard as those of real applications: every table gets rows, and what cannot be kept is named before the first one.

use super::support;
use dbx::app::{Context, SeedReport, SeedRequest, Source, Target, seed};
use dbx::driver::{DatabaseUrl, connect};
use dbx::sql::{Syntax, split_statements};
use std::path::{Path, PathBuf};

/// The schemas of an engine.
fn schemas(engine: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/seed/hard");
    let files = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(engine))).collect();
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

fn context() -> Context {
    support::context::context(&std::env::temp_dir())
}

/// Rows for the tables that are there, without a profile.
async fn seeded(url: &str) -> Result<SeedReport, String> {
    let request = SeedRequest {
        schema: Source::Database(DatabaseUrl::parse(url).expect("an address")),
        database: Target { env: None, url: Some(url.to_owned()) },
        rows: Some(200),
        ..super::request()
    };
    seed(&context(), &request, &mut std::io::sink()).await.map_err(|error| error.to_string())
}

/// Every table that rows are made for has some, and the engine has refused none.
async fn every_table_gets_rows(file: &Path, url: &str) {
    let report = seeded(url).await.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert!(report.tables.iter().all(|table| table.rows > 0), "{}: {report:?}", file.display());
}

async fn run_on_sqlite(url: &str, script: &str) {
    let mut driver = connect(&DatabaseUrl::parse(url).expect("an address")).await.expect("a connection");
    for piece in split_statements(Syntax::Sqlite, script).expect("statements") {
        driver.execute(piece.text, &[]).await.unwrap_or_else(|error| panic!("{}: {error}", piece.text));
    }
}

#[tokio::test]
async fn hard_schemas_are_filled_on_sqlite() {
    for file in schemas("sqlite") {
        let database = support::sqlite();
        run_on_sqlite(database.url(), &std::fs::read_to_string(&file).expect("a script")).await;
        every_table_gets_rows(&file, database.url()).await;
    }
}

#[tokio::test]
async fn hard_schemas_are_filled_on_postgres() {
    for file in schemas("postgres") {
        let Some(database) = support::postgres() else { return };
        database.psql(&std::fs::read_to_string(&file).expect("a script"));
        every_table_gets_rows(&file, database.url()).await;
    }
}

#[tokio::test]
async fn hard_schemas_are_filled_on_mariadb() {
    for file in schemas("mariadb") {
        let Some(database) = support::mariadb() else { return };
        database.psql(&std::fs::read_to_string(&file).expect("a script"));
        every_table_gets_rows(&file, database.url()).await;
    }
}

/// What a schema with one table too many comes to.
async fn refusal(script: &str) -> String {
    let database = support::sqlite();
    run_on_sqlite(database.url(), script).await;
    let refused = seeded(database.url()).await.expect_err("it cannot be kept");
    let mut driver = connect(&DatabaseUrl::parse(database.url()).expect("an address")).await.expect("a connection");
    let rows = driver.query("SELECT count(*) FROM person", &[]).await.expect("a count").rows;
    assert_eq!(rows[0][0].as_i64(), Some(0), "nothing was loaded");
    refused
}

#[tokio::test]
async fn what_cannot_be_kept_is_named_before_the_first_row() {
    let person = "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);";
    let pair = "CREATE TABLE friendship (a INTEGER NOT NULL REFERENCES person, b INTEGER NOT NULL REFERENCES person, \
                PRIMARY KEY (a, b), CONSTRAINT in_order CHECK (a < b));";
    let refused = refusal(&format!("{person}{pair}")).await;
    assert!(refused.contains("friendship") && refused.contains("in_order") && refused.contains("a < b"), "{refused}");
    let never = "CREATE TABLE stock (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, \
                 CONSTRAINT none_left CHECK (amount > 5 AND amount < 3));";
    let refused = refusal(&format!("{person}{never}")).await;
    assert!(refused.contains("stock.amount"), "{refused}");
    let odd = "CREATE TABLE stock (id INTEGER PRIMARY KEY CONSTRAINT odd CHECK (id % 2 = 1));";
    let refused = refusal(&format!("{person}{odd}")).await;
    assert!(refused.contains("odd"), "{refused}");
}

/// The rows themselves, where a check leaves more than one way.
#[tokio::test]
async fn values_are_spread_over_what_checks_leave() {
    let database = support::sqlite();
    // Whole numbers: SQLite has binary fractions only, whose sums are not exact.
    let script = "CREATE TABLE stay (id INTEGER PRIMARY KEY, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL, \
                  rate INTEGER NOT NULL CHECK (rate BETWEEN 100 AND 900), fee INTEGER NOT NULL, \
                  total INTEGER NOT NULL, minutes INT NOT NULL CHECK (minutes % 15 = 0 AND minutes > 0), \
                  CHECK (to_day BETWEEN from_day + 1 AND from_day + 9), CHECK (fee <= rate * 0.5), \
                  CHECK (total = rate + fee));";
    run_on_sqlite(database.url(), script).await;
    seeded(database.url()).await.unwrap_or_else(|error| panic!("{error}"));
    let mut driver = connect(&DatabaseUrl::parse(database.url()).expect("an address")).await.expect("a connection");
    let sql = "SELECT count(DISTINCT to_day - from_day), count(DISTINCT fee), count(DISTINCT minutes), \
               sum(to_day - from_day NOT BETWEEN 1 AND 9), sum(total <> rate + fee) FROM stay";
    let rows = driver.query(sql, &[]).await.expect("counts").rows;
    let counts: Vec<i64> = rows[0].iter().filter_map(dbx::model::Value::as_i64).collect();
    assert!(counts[0] >= 8 && counts[1] > 50 && counts[2] > 10, "{counts:?}");
    assert_eq!(counts[3..], [0, 0]);
}
