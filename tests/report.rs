//! Reports on real databases: the same figures on every engine, and nothing that must not be shown.

mod support;

#[path = "report/learn.rs"]
mod learn;

use dbx::app::{AppError, ColumnReport, Context, ReportRequest, Source, TableReport, Target, report};
use dbx::driver::{DatabaseUrl, connect};
use dbx::report::{Figure, Percent};
use dbx::sql::{Syntax, split_statements};

fn context() -> Context {
    support::context::context(&std::env::temp_dir())
}

async fn run(url: &str, syntax: Syntax, sql: &str) {
    let mut driver = connect(&DatabaseUrl::parse(url).expect("an address")).await.expect("a connection");
    for statement in split_statements(syntax, sql).expect("statements") {
        driver.run(statement.text).await.unwrap_or_else(|error| panic!("{error}: {}", statement.text));
    }
}

fn request(url: &str, table: &str) -> ReportRequest {
    ReportRequest {
        table: table.into(),
        database: Target { env: None, url: Some(url.to_owned()) },
        columns: Vec::new(),
        percentiles: ["25", "90", "99.9"].iter().filter_map(|text| Percent::parse(text)).collect(),
        schema: None,
        statement_timeout: None,
        compare: None,
    }
}

async fn report_on(url: &str, table: &str) -> TableReport {
    report(&context(), &request(url, table)).await.unwrap_or_else(|error| panic!("{table}: {error}"))
}

fn column<'r>(report: &'r TableReport, name: &str) -> &'r ColumnReport {
    report.columns.iter().find(|column| column.column == name).unwrap_or_else(|| panic!("no column {name}"))
}

/// Numbers from 1 to 100 and one NULL; amounts, days, words, and what must not be shown.
const ORDERS: &str = "
CREATE TABLE orders (n INTEGER, amount DECIMAL(20,4), ratio DOUBLE PRECISION, day DATE, word VARCHAR(20), password VARCHAR(20), blank INTEGER);
INSERT INTO orders WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 100)
    SELECT i, i * 0.1, i * 0.5, '2024-01-01', CASE WHEN i <= 60 THEN 'often' WHEN i <= 99 THEN 'less' ELSE '' END, 'hunter2', NULL FROM t;
INSERT INTO orders VALUES (NULL, NULL, NULL, '2024-03-31', NULL, 'hunter3', NULL);
CREATE TABLE nothing_here (n INTEGER, word VARCHAR(20), day DATE);
";

fn close(actual: Option<f64>, expected: f64) {
    let actual = actual.expect("a figure");
    assert!((actual - expected).abs() <= 1e-9 * expected.abs(), "{actual} and not {expected}");
}

fn figures_are_right(report: &TableReport) {
    assert_eq!(report.rows, 101);
    let n = column(report, "n");
    assert_eq!((n.count, n.nulls, n.distinct, n.left_out), (100, 1, Some(100), 0));
    let of_n = n.statistics.as_ref().expect("statistics");
    assert_eq!((of_n.min.to_string(), of_n.max.to_string()), ("1".into(), "100".into()));
    close(of_n.mean, 50.5);
    // The variance of 1 to n is n(n + 1)/12 for a sample.
    close(of_n.variance, 100.0 * 101.0 / 12.0);
    assert_eq!(of_n.median.as_ref().map(Figure::to_string).as_deref(), Some("50.5"));
    let percentiles: Vec<String> = of_n.percentiles.iter().map(|it| format!("{} {}", it.percent, it.value)).collect();
    assert_eq!(percentiles, ["25 25.75", "90 90.1", "99.9 99.901"]);
    let bins = &n.histogram.as_ref().expect("a histogram").bins;
    assert_eq!(bins.iter().map(|bin| bin.rows).sum::<u64>(), 100);
    assert_eq!((bins[0].from.as_str(), bins[0].to.as_str(), bins[0].rows), ("0", "10", 9));

    let amount = column(report, "amount").statistics.as_ref().expect("statistics");
    close(amount.median.as_ref().and_then(Figure::as_f64), 5.05);
    close(amount.mean, 5.05);
    close(
        column(report, "ratio").statistics.as_ref().expect("statistics").variance,
        25.0 * 100.0 * 101.0 / 12.0 / 100.0,
    );

    let day = column(report, "day").statistics.as_ref().expect("statistics");
    assert_eq!((day.min.to_string(), day.max.to_string(), day.mean), ("2024-01-01".into(), "2024-03-31".into(), None));
    assert_eq!(day.percentiles[2].value.to_string(), "2024-03-31");
    let bins = &column(report, "day").histogram.as_ref().expect("a histogram").bins;
    assert_eq!((bins[0].rows, bins[bins.len() - 1].rows), (100, 1), "{bins:?}");

    let word = column(report, "word");
    let lengths = word.lengths.as_ref().expect("lengths");
    assert_eq!((lengths.min, lengths.max, lengths.empty, word.distinct), (0, 5, 1, Some(3)));
    let frequent: Vec<(&str, u64)> = word.frequent.iter().map(|it| (it.value.as_str(), it.rows)).collect();
    assert_eq!(frequent, [("often", 60), ("less", 39)]);

    let nothing = column(report, "blank");
    assert_eq!((nothing.count, nothing.nulls, nothing.distinct), (0, 101, Some(0)));
    assert!(nothing.statistics.is_none() && nothing.histogram.is_none());
}

/// Where the engine keeps digits, so does the report.
fn decimals_are_exact(report: &TableReport) {
    let amount = column(report, "amount").statistics.as_ref().expect("statistics");
    let percentiles: Vec<String> = amount.percentiles.iter().map(|it| it.value.to_string()).collect();
    assert_eq!(percentiles, ["2.575", "9.01", "9.9901"]);
}

fn secrets_stay_secret(report: &TableReport) {
    let password = column(report, "password");
    assert_eq!((password.count, password.distinct), (101, Some(2)));
    assert!(password.withheld.is_some() && password.lengths.is_none() && password.frequent.is_empty());
    let json = serde_json::to_string(report).expect("JSON");
    assert!(!json.contains("hunter"), "{json}");
}

async fn orders_are_reported(url: &str, syntax: Syntax) {
    run(url, syntax, ORDERS).await;
    let report = report_on(url, "orders").await;
    figures_are_right(&report);
    secrets_stay_secret(&report);
    let empty = report_on(url, "nothing_here").await;
    assert_eq!(empty.rows, 0);
    assert!(empty.columns.iter().all(|column| column.statistics.is_none() && column.lengths.is_none()));
    hostile_names(url, syntax).await;
    let wanted = ReportRequest { columns: vec!["word".into(), "n".into()], ..request(url, "orders") };
    let some = report_columns(&wanted).await;
    assert_eq!(some, ["n", "word"]);
    usage_error(&request(url, "ordres"), "did you mean `orders`?").await;
    let misspelt = ReportRequest { columns: vec!["wrod".into()], ..request(url, "orders") };
    usage_error(&misspelt, "did you mean `word`?").await;
}

async fn report_columns(request: &ReportRequest) -> Vec<String> {
    let report = report(&context(), request).await.unwrap_or_else(|error| panic!("{error}"));
    report.columns.into_iter().map(|column| column.column).collect()
}

async fn usage_error(request: &ReportRequest, part: &str) {
    match report(&context(), request).await {
        Err(AppError::Usage(message)) => assert!(message.contains(part), "{message}"),
        other => panic!("{other:?}"),
    }
}

async fn hostile_names(url: &str, syntax: Syntax) {
    let quote = |name: &str| match syntax {
        Syntax::Mysql => format!("`{}`", name.replace('`', "``")),
        Syntax::Postgres | Syntax::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
    };
    let (table, name) = ("x\"`'; DROP TABLE orders; --", "a\"` {} '--");
    let (quoted, column_name) = (quote(table), quote(name));
    run(url, syntax, &format!("CREATE TABLE {quoted} ({column_name} INTEGER)")).await;
    run(url, syntax, &format!("INSERT INTO {quoted} VALUES (7), (9)")).await;
    let report = report_on(url, table).await;
    let statistics = column(&report, name).statistics.as_ref().expect("statistics");
    assert_eq!(statistics.median.as_ref().map(Figure::to_string).as_deref(), Some("8"));
    assert_eq!(report_on(url, "orders").await.rows, 101);
}

#[tokio::test]
async fn reports_on_sqlite() {
    let database = support::sqlite();
    orders_are_reported(database.url(), Syntax::Sqlite).await;
}

#[tokio::test]
async fn reports_on_postgres() {
    let Some(database) = support::postgres() else { return };
    orders_are_reported(database.url(), Syntax::Postgres).await;
    decimals_are_exact(&report_on(database.url(), "orders").await);
}

#[tokio::test]
async fn reports_on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    orders_are_reported(database.url(), Syntax::Mysql).await;
    decimals_are_exact(&report_on(database.url(), "orders").await);
}

#[tokio::test]
async fn what_is_no_finite_number_is_left_out() {
    let Some(database) = support::postgres() else { return };
    let setup = "
        CREATE TABLE t (f DOUBLE PRECISION, n NUMERIC, d DATE, j JSONB, e UUID, b BOOLEAN);
        INSERT INTO t VALUES ('NaN', 'NaN', 'infinity', '{}', NULL, true), ('Infinity', 1, '2024-02-29', NULL, NULL, true),
            ('-Infinity', 123456789012345678901234567890.5, NULL, NULL, NULL, false), (2, 2, '2024-02-29', NULL, NULL, NULL);
    ";
    run(database.url(), Syntax::Postgres, setup).await;
    let report = report_on(database.url(), "public.t").await;
    let f = column(&report, "f");
    assert_eq!((f.count, f.left_out), (4, 3));
    assert_eq!(f.statistics.as_ref().map(|it| (it.max.to_string(), it.variance)), Some(("2".into(), None)));
    let n = column(&report, "n");
    assert_eq!(n.left_out, 1);
    let largest = &n.statistics.as_ref().expect("statistics").max;
    assert_eq!(largest.to_string(), "123456789012345678901234567890.5");
    assert_eq!(serde_json::to_string(largest).expect("JSON"), "\"123456789012345678901234567890.5\"");
    assert_eq!(column(&report, "d").left_out, 1);
    assert_eq!((column(&report, "j").distinct, column(&report, "e").distinct), (None, Some(0)));
    assert_eq!(column(&report, "b").frequent.iter().map(|it| it.rows).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn sqlite_leaves_out_what_is_not_of_the_type() {
    let database = support::sqlite();
    let setup = "
        CREATE TABLE t (n INTEGER, r REAL, d DATE);
        INSERT INTO t VALUES (1, 9e999, 'soon'), ('many', 1.5, '2024-01-31'), (9223372036854775807, -9e999, 17), (3, 2.5, '2024-02-01 10:00:00');
    ";
    run(database.url(), Syntax::Sqlite, setup).await;
    let report = report_on(database.url(), "t").await;
    let left_out: Vec<u64> = report.columns.iter().map(|column| column.left_out).collect();
    assert_eq!(left_out, [1, 2, 1]);
    let n = column(&report, "n").statistics.as_ref().expect("statistics");
    assert_eq!(serde_json::to_string(&n.max).expect("JSON"), "\"9223372036854775807\"");
}

#[tokio::test]
async fn the_spec_says_what_is_sensitive() {
    let database = support::sqlite();
    run(database.url(), Syntax::Sqlite, "CREATE TABLE people (id INTEGER PRIMARY KEY, remark TEXT); INSERT INTO people VALUES (1, 'tall'), (2, 'tall');").await;
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("spec.yml");
    let text = "version: 1\nentities:\n  tables:\n    - name: people\n      columns:\n        - {name: id, type: INT}\n        - {name: remark, type: TEXT, sensitive: pii}\n";
    std::fs::write(&spec, text).expect("a file");
    let named = ReportRequest { schema: Some(Source::Spec(spec)), ..request(database.url(), "people") };
    let with_spec = report(&context(), &named).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(column(&with_spec, "remark").withheld.as_deref(), Some("the spec calls it sensitive (pii)"));
    assert!(column(&with_spec, "remark").frequent.is_empty());
    assert_eq!(column(&report_on(database.url(), "people").await, "remark").frequent.len(), 1);
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_stopped() {
    let Some(database) = support::postgres() else { return };
    run(
        database.url(),
        Syntax::Postgres,
        "CREATE TABLE big AS SELECT i, md5(i::text) AS m FROM generate_series(1, 400000) AS i",
    )
    .await;
    let mut config = ReportRequest { statement_timeout: Some(1), ..request(database.url(), "big") };
    config.columns = vec!["m".into()];
    // A lock that is not given up in time stands for work that is not done in time.
    let mut other = connect(&DatabaseUrl::parse(database.url()).expect("an address")).await.expect("a connection");
    other.begin(&[]).await.expect("a transaction");
    other.run("LOCK TABLE big IN ACCESS EXCLUSIVE MODE").await.expect("a lock");
    let error = report(&context(), &config).await.expect_err("it cannot be read");
    assert!(
        error.hints().iter().any(|hint| hint.contains("--statement-timeout") || hint.contains("--lock-timeout")),
        "{error}: {:?}",
        error.hints()
    );
}
