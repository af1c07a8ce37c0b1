//! A profile that is learned makes rows like those it was learned from, and tells nothing of single rows.

use crate::support;
use dbx::app::{
    Applied, ApplyRequest, Conduct, Context, Counterpart, LearnReport, LearnRequest, ReportRequest, Safeguards,
    SeedRequest, Shard, Source, TableReport, Target, apply, learn_profile, report, seed,
};
use std::path::PathBuf;

const SPEC: &str = "
version: 1
entities:
  tables:
    - name: customers
      primary_key: [id]
      columns:
        - {name: id, type: INT, nullable: false, identity: by default}
        - {name: tier, type: VARCHAR(20), nullable: false}
        - {name: email, type: VARCHAR(100)}
        - {name: remark, type: TEXT, sensitive: pii}
    - name: orders
      primary_key: [id]
      columns:
        - {name: id, type: INT, nullable: false, identity: by default}
        - {name: customer_id, type: INT, references: customers(id)}
        - {name: status, type: VARCHAR(20), nullable: false}
        - {name: amount, type: \"DECIMAL(12,2)\", nullable: false}
        - {name: weight, type: DOUBLE}
        - {name: pieces, type: INT, nullable: false}
        - {name: paid, type: BOOLEAN, nullable: false}
        - {name: placed, type: TIMESTAMP, nullable: false}
        - {name: visited, type: DATE}
";

const PROFILE: &str = "
version: 1
tables:
  - name: customers
    rows: 200
    columns:
      - {name: tier, weighted: {amber: 1, ochre: 3, umber: 6}}
      - {name: remark, weighted: {very-private: 1}}
  - name: orders
    rows: 3000
    references: [{columns: customer_id, spread: zipf, exponent: 0.7, nulls: 0.1}]
    columns:
      - {name: status, weighted: {open: 200, paid: 700, lost: 100, whispered: 1}}
      - {name: amount, lognormal: {median: 90, sigma: 0.8}, max: 5000}
      - {name: weight, normal: {mean: 20, deviation: 4}, correlated: {with: amount, strength: 0.8}, nulls: 0.25}
      - {name: pieces, poisson: {mean: 4}}
      - {name: paid, flag: 0.8}
      - {name: placed, moments: {from: 2023-01-01, until: 2025-01-01, weekdays: [5, 5, 5, 5, 5, 1, 0]}}
      - {name: visited, moments: {from: 2024-01-20, until: 2024-12-01, trend: {2024-01-20: 1, 2024-05-01: 9, 2024-06-15: 30, 2024-08-01: 5, 2024-10-01: 1}}}
";

struct Project {
    context: Context,
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("spec.yml", SPEC), ("made.yml", PROFILE)] {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        Self { context: Context { folder: folder.path().to_owned(), ..crate::context() }, folder }
    }

    fn spec(&self) -> Source {
        Source::Spec(self.folder.path().join("spec.yml"))
    }

    /// The tables, and rows by a profile.
    async fn fill(&self, url: &str, profile: &str, number: u64) {
        let request = ApplyRequest {
            what: Applied::Target(self.spec()),
            database: target(url),
            scratch: None,
            allow_breaking: true,
            dry_run: false,
            yes: true,
            lock_timeout: None,
            conduct: Conduct::default(),
            safeguards: Safeguards::default(),
        };
        apply(&self.context, &request).await.unwrap_or_else(|error| panic!("apply: {error}"));
        let request = SeedRequest {
            pace: None,
            schema: self.spec(),
            database: target(url),
            profile: Some(PathBuf::from(profile)),
            init_profile: None,
            seed: Some(number),
            rows: None,
            scale: None,
            locale: None,
            jobs: 1,
            batch_size: 4_096,
            commit_every: 1 << 20,
            shard: Shard::WHOLE,
            to: None,
            truncate: false,
            dry_run: false,
            model: dbx::app::ModelChoice::default(),
            yes: false,
        };
        let seeded = seed(&self.context, &request, &mut std::io::sink()).await;
        seeded.unwrap_or_else(|error| panic!("seed by {profile}: {error}\n{}", self.read(profile)));
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    async fn learn(&self, url: &str) -> LearnReport {
        self.learn_by(url, Some("learned.yml"), 10).await
    }

    async fn learn_by(&self, url: &str, out: Option<&str>, bound: u64) -> LearnReport {
        let request = LearnRequest {
            database: target(url),
            out: out.map(PathBuf::from),
            schema: Some(self.spec()),
            bound,
            statement_timeout: None,
        };
        learn_profile(&self.context, &request).await.unwrap_or_else(|error| panic!("learn: {error}"))
    }

    async fn compare(&self, url: &str, counterpart: Counterpart) -> TableReport {
        let request = ReportRequest {
            table: "orders".into(),
            database: target(url),
            columns: Vec::new(),
            percentiles: Vec::new(),
            schema: None,
            statement_timeout: None,
            compare: Some(counterpart),
        };
        report(&self.context, &request).await.unwrap_or_else(|error| panic!("compare: {error}"))
    }
}

fn target(url: &str) -> Target {
    Target { env: None, url: Some(url.to_owned()) }
}

/// Every score is at least so high, and all that there is to compare was compared.
#[track_caller]
fn are_alike(report: &TableReport, least: f64) {
    let compared = report.compared.as_ref().expect("a comparison");
    let columns = compared.columns.iter().map(|it| (it.column.clone(), it.score));
    let pairs = compared.correlations.iter().map(|it| (it.columns.join("~"), it.score));
    let scores: Vec<(String, f64)> = columns.chain(pairs).collect();
    assert_eq!((scores.len(), compared.cardinalities.len()), (7 + 10, 1), "{compared:?}");
    let low: Vec<_> = scores.iter().filter(|(_, score)| *score < least).collect();
    assert!(low.is_empty(), "{low:?} in {scores:?}");
    // Of a spread one number is learned, and two hundred parents leave much to chance.
    let least = 2.0 * least - 1.0;
    assert!(compared.cardinalities[0].score >= least, "{:?}", compared.cardinalities);
}

/// What a profile says of a column of the last table that has it.
fn column<'a>(yaml: &'a str, name: &str) -> &'a str {
    let start = yaml.rfind(&format!("name: {name}")).unwrap_or_else(|| panic!("no {name} in\n{yaml}"));
    let end = yaml[start + 1..].find("- {name: ").or_else(|| yaml[start + 1..].find("- name: "));
    end.map_or(&yaml[start..], |end| &yaml[start..=start + end])
}

async fn round_trip(first: &str, second: &str) -> Project {
    let project = Project::new();
    project.fill(first, "made.yml", 1).await;
    let learned = project.learn(first).await;
    let yaml = project.read("learned.yml");
    assert_eq!(yaml, learned.yaml);
    // A word of a sensitive column that all rows share is not told either.
    assert!(!yaml.contains("very-private") && !yaml.contains('@'), "{yaml}");
    // One that fewer rows share than the bound: it is there, and only a lower bound tells it.
    assert!(!yaml.contains("whispered"), "{yaml}");
    assert!(project.learn_by(first, None, 1).await.yaml.contains("whispered"), "nobody whispered: another seed");
    // What rises and falls has a trend; what follows the weekday alone has none.
    assert!(column(&yaml, "visited").contains("trend") && !column(&yaml, "placed").contains("trend"), "{yaml}");
    let left_out: Vec<&str> =
        learned.tables.iter().flat_map(|table| &table.left_out).map(|it| it.column.as_str()).collect();
    assert!(["email", "remark", "customer_id"].iter().all(|name| left_out.contains(name)), "{left_out:?}");
    project.fill(second, "learned.yml", 2).await;
    let there = Counterpart::Table { name: "orders".into(), database: Some(target(second)) };
    are_alike(&project.compare(first, there).await, 0.9);
    project
}

#[tokio::test]
async fn a_learned_profile_makes_alike_rows_on_sqlite() {
    let (first, second) = (support::sqlite(), support::sqlite());
    let project = round_trip(first.url(), second.url()).await;
    are_alike(&project.compare(first.url(), Counterpart::Profile("learned.yml".into())).await, 0.9);
    // The same table is the same, to the last digit.
    let same = Counterpart::Table { name: "orders".into(), database: None };
    are_alike(&project.compare(first.url(), same).await, 1.0 - 1e-9);
}

#[tokio::test]
async fn a_learned_profile_makes_alike_rows_on_postgres() {
    let (Some(first), Some(second)) = (support::postgres(), support::postgres()) else { return };
    round_trip(first.url(), second.url()).await;
}

#[tokio::test]
async fn a_learned_profile_makes_alike_rows_on_mariadb() {
    let (Some(first), Some(second)) = (support::mariadb(), support::mariadb()) else { return };
    round_trip(first.url(), second.url()).await;
}

#[tokio::test]
async fn few_rows_tell_nothing() {
    let database = support::sqlite();
    let project = Project::new();
    let few = PROFILE.replace("rows: 200", "rows: 4").replace("rows: 3000", "rows: 9");
    std::fs::write(project.folder.path().join("made.yml"), few).expect("a file");
    project.fill(database.url(), "made.yml", 1).await;
    let learned = project.learn(database.url()).await;
    for word in ["amber", "ochre", "umber", "quantiles", "until: 2025-01-01"] {
        assert!(!learned.yaml.contains(word), "{word}:\n{}", learned.yaml);
    }
    let orders = learned.tables.iter().find(|table| table.table.ends_with("orders")).expect("the table");
    assert_eq!((orders.rows, orders.learned.len()), (9, 0), "{orders:?}");
}

const DAYS: &str = "
version: 1
entities:
  dimensions:
    - name: dim_date
      surrogate_key: date_key
      natural_key: full_date
      columns:
        - {name: full_date, type: DATE, nullable: false}
        - {name: month, type: INT, nullable: false}
  facts:
    - name: fact_sale
      grain: sale_id
      foreign_keys: [{column: date_key, references: dim_date(date_key)}]
      columns: [{name: sale_id, type: BIGINT, nullable: false}]
";

const WORKDAYS: &str = "
version: 1
tables:
  - {name: dim_date, rows: 1096, columns: [{name: full_date, moments: {from: 2022-01-01}}]}
  - name: fact_sale
    rows: 6000
    references:
      - columns: date_key
        days: {from: 2023-01-01, until: 2025-01-01, spread: business, months: [1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1]}
";

/// Sales of a month, and those of weekends.
async fn sales(url: &str) -> (Vec<f64>, f64) {
    use dbx::driver::{DatabaseUrl, connect};
    let mut driver = connect(&DatabaseUrl::parse(url).expect("an address")).await.expect("a connection");
    let sql = "SELECT CAST(d.full_date AS CHAR(10)), count(*) FROM fact_sale s JOIN dim_date d ON d.date_key = s.date_key GROUP BY d.full_date";
    let rows = driver.query(sql, &[]).await.expect("counts").rows;
    let (mut months, mut weekends) = (vec![0.0; 36], 0.0);
    for row in rows {
        use chrono::Datelike as _;
        let day: chrono::NaiveDate = row[0].as_str().expect("a day").parse().expect("a day");
        let count = row[1].as_i64().expect("a count") as f64;
        months[(day.year() - 2022) as usize * 12 + day.month0() as usize] += count;
        weekends += if day.weekday().number_from_monday() > 5 { count } else { 0.0 };
    }
    (months, weekends)
}

async fn days_round_trip(first: &str, second: &str) {
    let project = Project::new();
    std::fs::write(project.folder.path().join("spec.yml"), DAYS).expect("a file");
    std::fs::write(project.folder.path().join("made.yml"), WORKDAYS).expect("a file");
    project.fill(first, "made.yml", 1).await;
    let yaml = project.learn(first).await.yaml;
    assert!(column(&yaml, "full_date").contains("from: 2022-01-01"), "{yaml}");
    assert!(yaml.contains("days:") && yaml.contains("from: 2023-01-0") && !yaml.contains("spread:"), "{yaml}");
    project.fill(second, "learned.yml", 2).await;
    let ((lived, weekends), (learned, of_learned)) = (sales(first).await, sales(second).await);
    assert_eq!((weekends, of_learned), (0.0, 0.0));
    let distance: f64 = lived.iter().zip(&learned).map(|(one, other)| (one - other).abs()).sum();
    // Half of it is the share of the sales that lie in another month; chance alone makes about four in a hundred.
    assert!(distance / 2.0 / 6_000.0 < 0.08, "{distance}: {lived:?} {learned:?}");
    assert!(learned[17] > 2.0 * learned[16] && learned[..12].iter().sum::<f64>() < 30.0, "{learned:?}");
}

#[tokio::test]
async fn days_of_a_date_dimension_are_learned() {
    days_round_trip(support::sqlite().url(), support::sqlite().url()).await;
    if let (Some(first), Some(second)) = (support::postgres(), support::postgres()) {
        days_round_trip(first.url(), second.url()).await;
    }
    if let (Some(first), Some(second)) = (support::mariadb(), support::mariadb()) {
        days_round_trip(first.url(), second.url()).await;
    }
}
