//! The guard on statements that are harmless and statements that are not, in three dialects: by the text alone, on real databases, and
//! what the connection beneath it stops when the guard is left out.

mod support;

use dbx::app::{Context, GuardedReader, Target};
use dbx::driver::{Cap, DatabaseUrl, ErrorKind, Limits, connect_reader};
use dbx::guard::{Kind, judge, read};
use dbx::sql::Syntax;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct Case {
    sql: String,
    allow: bool,
    why: String,
    /// Decided by what is defined in the database.
    #[serde(default)]
    needs_database: bool,
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/guard").join(name)
}

fn setup(dialect: &str) -> String {
    std::fs::read_to_string(fixture(&format!("setup.{dialect}.sql"))).expect("a set-up script")
}

fn cases(dialect: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(fixture(&format!("{dialect}.jsonl"))).expect("a file of cases");
    text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect()
}

/// Says for each case that went wrong what is wrong with it.
fn check(cases: &[Case], mut verdict: impl FnMut(&str) -> Result<(), String>) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| match verdict(&case.sql) {
            Ok(()) if !case.allow => Some(format!("let through ({}): {}", case.why, case.sql)),
            Err(message) if case.allow => Some(format!("refused ({}): {}: {message}", case.why, case.sql)),
            Ok(()) | Err(_) => None,
        })
        .collect();
    assert!(
        !cases.is_empty() && wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

fn by_text(dialect: &str, syntax: Syntax) {
    let cases: Vec<Case> = cases(dialect).into_iter().filter(|case| !case.needs_database).collect();
    check(&cases, |sql| {
        let reading = read(syntax, sql).map_err(|refusal| refusal.to_string())?;
        judge(syntax, &reading, None).map(drop).map_err(|refusal| refusal.to_string())
    });
}

#[test]
fn postgres_by_text() {
    by_text("postgres", Syntax::Postgres);
}

#[test]
fn mysql_by_text() {
    by_text("mysql", Syntax::Mysql);
}

#[test]
fn sqlite_by_text() {
    by_text("sqlite", Syntax::Sqlite);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn context() -> Context {
    support::context::context(&std::env::temp_dir())
}

/// With the database: what is defined there counts, and what is allowed is run as well.
fn on_database(dialect: &str, url: &str) {
    let runtime = runtime();
    let target = Target { env: None, url: Some(url.to_owned()) };
    let mut reader = runtime.block_on(GuardedReader::open(&context(), &target)).expect("a connection");
    check(&cases(dialect), |sql| match runtime.block_on(reader.check(sql)).expect("the database answers") {
        Ok(_) => Ok(()),
        Err(refusal) => Err(refusal.to_string()),
    });
    for case in cases(dialect).iter().filter(|case| case.allow) {
        // Not all of them make sense on every version: what counts is that a refusal is not what stops them.
        if let Ok(outcome) = runtime.block_on(reader.run(&case.sql, None)) {
            assert!(outcome.is_ok(), "{}", case.sql);
        }
    }
}

#[test]
fn on_postgres() {
    let Some(database) = support::postgres() else { return };
    database.psql(&setup("postgres"));
    on_database("postgres", database.url());
    assert_eq!(database.psql("SELECT count(*) FROM written"), "0", "something was written");
}

#[test]
fn on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    database.psql(&setup("mysql"));
    on_database("mysql", database.url());
    assert_eq!(database.psql("SELECT count(*) FROM written"), "0", "something was written");
}

#[test]
fn on_sqlite() {
    let file = support::sqlite();
    file.exec(&setup("sqlite"));
    on_database("sqlite", file.url());
}

/// Whether the connection alone, without the guard, runs a statement.
fn runs(runtime: &tokio::runtime::Runtime, url: &str, sql: &str, limits: &Limits) -> Result<(), ErrorKind> {
    let url = DatabaseUrl::parse(url).expect("an address");
    runtime.block_on(async {
        let mut reader = connect_reader(&url).await.expect("a connection");
        reader.read(sql, Kind::Query, limits).await.map(drop).map_err(|error| error.kind)
    })
}

#[test]
fn postgres_stops_writing_without_the_guard() {
    let Some(database) = support::postgres() else { return };
    database.psql(&setup("postgres"));
    let runtime = runtime();
    for sql in [
        "INSERT INTO written DEFAULT VALUES",
        "SELECT evil()",
        "SELECT * FROM bad_view",
        "SELECT 1; DELETE FROM customers",
        "WITH x AS (DELETE FROM customers RETURNING 1) SELECT * FROM x",
        "SET TRANSACTION READ WRITE",
        "COMMIT",
        "SELECT nextval('ticket')",
        "CREATE TEMP TABLE x AS SELECT 1",
        "COPY customers TO PROGRAM 'cat'",
        "SELECT * INTO x FROM customers",
    ] {
        assert!(runs(&runtime, database.url(), sql, &Limits::default()).is_err(), "{sql}");
    }
    let brief = Limits { timeout: Duration::from_millis(200), ..Limits::default() };
    let started = Instant::now();
    assert_eq!(runs(&runtime, database.url(), "SELECT pg_sleep(30)", &brief), Err(ErrorKind::StatementTimeout));
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(database.psql("SELECT count(*) FROM customers"), "20");
}

#[test]
fn mariadb_stops_writing_rows_without_the_guard() {
    let Some(database) = support::mariadb() else { return };
    database.psql(&setup("mysql"));
    let runtime = runtime();
    for sql in [
        "INSERT INTO written VALUES (now())",
        "SELECT evil()",
        "SELECT 1; DELETE FROM customers",
        "UPDATE customers SET name = 'x'",
    ] {
        assert!(runs(&runtime, database.url(), sql, &Limits::default()).is_err(), "{sql}");
    }
    let brief = Limits { timeout: Duration::from_millis(200), ..Limits::default() };
    let endless =
        "SELECT count(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c";
    assert_eq!(runs(&runtime, database.url(), endless, &brief), Err(ErrorKind::StatementTimeout));
    assert_eq!(database.psql("SELECT count(*) FROM customers"), "2");
}

#[test]
fn answers_are_capped() {
    let Some(database) = support::postgres() else { return };
    let runtime = runtime();
    let target = Target { env: None, url: Some(database.url().to_owned()) };
    let mut reader = runtime.block_on(GuardedReader::open(&context(), &target)).expect("a connection");
    let mut run = |sql: &str, rows| runtime.block_on(reader.run(sql, rows)).expect("an answer").expect("it only reads");
    let many = "SELECT n, n::text AS word FROM generate_series(1, 5000) n";
    let usual = run(many, None);
    assert_eq!((usual.rows.rows.len(), usual.capped), (100, Some(Cap::Rows)));
    assert_eq!(usual.rows.columns, ["n", "word"]);
    assert_eq!(run(many, Some(100_000)).rows.rows.len(), 1_000);
    let none = run("SELECT 1 AS one WHERE false", None);
    assert_eq!((none.rows.columns, none.rows.rows.len(), none.capped), (vec!["one".to_owned()], 0, None));
    let wide = run("SELECT repeat('x', 900000) FROM generate_series(1, 50)", None);
    assert_eq!((wide.rows.rows.len(), wide.capped), (4, Some(Cap::Bytes)));
}

/// A decision is quick enough to stand in front of every statement.
#[test]
fn what_is_long_and_deep_ends() {
    for syntax in [Syntax::Postgres, Syntax::Mysql, Syntax::Sqlite] {
        for (start, part, end) in [
            ("SELECT ", "a OR ", "b"),
            ("SELECT ", "NOT ", "b"),
            ("SELECT ", "(", ""),
            ("SELECT 1 ", "UNION SELECT 1 ", ""),
            ("SELECT * FROM a", " JOIN b", ""),
            ("SELECT ", "CASE WHEN ", ""),
            ("", "EXPLAIN ", "SELECT 1"),
            ("SELECT a IN (", "1, ", "1)"),
        ] {
            for times in [900, 20_000] {
                let sql = format!("{start}{}{end}", part.repeat(times));
                if let Ok(reading) = read(syntax, &sql) {
                    assert!(judge(syntax, &reading, None).is_ok());
                }
            }
        }
    }
}
