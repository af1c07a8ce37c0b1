//! Seeding on real databases: the same rows everywhere, every constraint kept by the engine itself.

#[path = "seed/believable.rs"]
mod believable;
#[path = "seed/hard.rs"]
mod hard;
#[path = "seed/shards.rs"]
mod shards;
mod support;
#[path = "seed/watched.rs"]
mod watched;

use dbx::app::{
    Applied, ApplyRequest, Conduct, Context, FileFormat, Files, Pace, Safeguards, SeedReport, SeedRequest, Shard,
    Source, Target, apply, seed,
};
use dbx::driver::{DatabaseUrl, LockTimeout, connect};
use dbx::model::Value;
use dbx::sql::{Syntax, split_statements};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use std::path::Path;
use std::process::Stdio;

struct Scene {
    context: Context,
    url: String,
    spec: Source,
}

impl Scene {
    /// A database with the tables of the spec.
    async fn new(url: &str, spec: &str) -> Self {
        let spec = Source::Spec(Path::new(env!("CARGO_MANIFEST_DIR")).join(spec));
        let context = support::context::context(&std::env::temp_dir());
        let scene = Self { context, url: url.to_owned(), spec };
        let request = ApplyRequest {
            what: Applied::Target(scene.spec.clone()),
            database: scene.database(),
            scratch: None,
            allow_breaking: true,
            dry_run: false,
            yes: true,
            lock_timeout: None,
            conduct: Conduct::default(),
            safeguards: Safeguards::default(),
        };
        apply(&scene.context, &request).await.unwrap_or_else(|error| panic!("apply: {error}"));
        scene
    }

    fn database(&self) -> Target {
        Target { env: None, url: Some(self.url.clone()) }
    }

    fn request(&self) -> SeedRequest {
        SeedRequest { schema: self.spec.clone(), database: self.database(), ..request() }
    }

    async fn seed(&self, request: &SeedRequest) -> SeedReport {
        seed(&self.context, request, &mut std::io::sink()).await.unwrap_or_else(|error| panic!("seed: {error}"))
    }

    /// All rows of a query as text, `|` between columns.
    async fn rows(&self, sql: &str) -> Vec<String> {
        let url = DatabaseUrl::parse(&self.url).expect("an address");
        let mut driver = connect(&url).await.expect("a connection");
        let rows = driver.query(sql, &[]).await.unwrap_or_else(|error| panic!("{error}"));
        rows.rows.iter().map(|row| row.iter().map(as_text).collect::<Vec<_>>().join("|")).collect()
    }

    /// The rows of the star schema in a form that no engine spells in its own way.
    async fn star(&self) -> Vec<String> {
        let dimension = "SELECT company_key, company_id, region, industry, substr(CAST(valid_from AS CHAR(40)), 1, 19) FROM dim_company ORDER BY 1";
        let fact = "SELECT company_key, loan_id, CAST(payment_date AS CHAR(10)), CAST(round(principal_paid * 100) AS DECIMAL(20)) \
                    FROM fact_loan_payments ORDER BY loan_id, payment_date";
        let mut rows = self.rows(dimension).await;
        rows.extend(self.rows(fact).await);
        rows
    }
}

/// What every request is made from.
fn request() -> SeedRequest {
    SeedRequest {
        schema: Source::Empty,
        database: Target::default(),
        profile: None,
        init_profile: None,
        seed: Some(42),
        rows: Some(300),
        scale: None,
        locale: None,
        jobs: 1,
        batch_size: 64,
        commit_every: 1 << 20,
        pace: None,
        shard: Shard::WHOLE,
        to: None,
        truncate: false,
        dry_run: false,
        model: dbx::app::ModelChoice::default(),
        yes: false,
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => i64::from(*truth).to_string(),
        // SQLite shows whole numbers of other than whole types with a point.
        Value::Number(text) => text.strip_suffix(".0").unwrap_or(text).to_owned(),
        Value::Text(text) | Value::Bytes(text) => text.clone(),
    }
}

const STAR: &str = "schema_specs/current.yml";

async fn star_rows(url: &str, jobs: usize, batch_size: usize) -> Vec<String> {
    let scene = Scene::new(url, STAR).await;
    let report = scene.seed(&SeedRequest { jobs, batch_size, ..scene.request() }).await;
    assert_eq!(report.rows, 315);
    scene.star().await
}

#[tokio::test]
async fn every_engine_gets_the_same_rows() {
    let sqlite = support::sqlite();
    let rows = star_rows(sqlite.url(), 1, 64).await;
    assert_eq!(rows.len(), 315);
    if let Some(database) = support::postgres() {
        assert_eq!(star_rows(database.url(), 2, 7).await, rows);
    }
    if let Some(database) = support::mariadb() {
        assert_eq!(star_rows(database.url(), 3, 1_000).await, rows);
    }
}

#[tokio::test]
async fn a_dry_run_tells_what_would_come_and_what_would_go() {
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    let dry = SeedRequest { dry_run: true, ..scene.request() };
    let report = scene.seed(&dry).await;
    assert_eq!((report.rows, report.notes.len()), (315, 0), "{:?}", report.notes);
    assert!(report.tables.iter().all(|table| table.bytes > 10 * table.rows), "{:?}", report.tables);
    assert!(report.estimated_ms.is_some());
    assert_eq!(scene.rows("SELECT count(*) FROM dim_company").await, ["0"]);
    scene.seed(&scene.request()).await;
    let report = scene.seed(&SeedRequest { truncate: true, ..dry }).await;
    assert!(
        report.notes.iter().any(|note| note.contains("fact_loan_payments (300), dim_company (15)")),
        "{:?}",
        report.notes
    );
    assert_eq!(scene.rows("SELECT count(*) FROM dim_company").await, ["15"]);
}

/// Rows of a table that was empty are frozen as they come, where nothing refers to it; all others are loaded as usual.
#[tokio::test]
async fn rows_of_an_empty_table_are_frozen() {
    let Some(database) = support::postgres() else { return };
    let scene = Scene::new(database.url(), "tests/fixtures/seed/shop.yml").await;
    // ANALYZE counts the pages whose rows everybody sees.
    let frozen = "ANALYZE; SELECT string_agg((relallvisible > 0)::text, ' ' ORDER BY relname) FROM pg_class \
                  WHERE relname IN ('customer', 'order_line')";
    scene.seed(&scene.request()).await;
    assert!(database.psql(frozen).ends_with("false true"), "orders refer to customers, nothing to their lines");
    let lines = "SELECT count(*) FROM order_line";
    let before = scene.rows(lines).await;
    scene.seed(&scene.request()).await;
    assert_eq!((before, scene.rows(lines).await), (vec!["300".to_owned()], vec!["600".to_owned()]), "rows stay");
}

/// A ring of foreign keys, a bridge, checks: the engine itself has nothing against the rows.
async fn shop(url: &str) {
    let scene = Scene::new(url, "tests/fixtures/seed/shop.yml").await;
    let report = scene.seed(&scene.request()).await;
    assert!(report.tables.iter().all(|table| table.rows > 0), "{:?}", report.tables);
    let lines = "SELECT count(*), count(DISTINCT order_id), max(line_no) FROM order_line";
    let before = scene.rows(lines).await;
    let again = SeedRequest { truncate: true, yes: true, ..scene.request() };
    let emptied = scene.seed(&again).await;
    assert_eq!((scene.rows(lines).await, emptied.rows), (before, report.rows));
    let refused = seed(&scene.context, &SeedRequest { yes: false, ..again }, &mut std::io::sink()).await;
    assert!(refused.unwrap_err().to_string().contains("order_line (300)"));
}

#[tokio::test]
async fn constraints_of_every_kind_are_kept() {
    shop(support::sqlite().url()).await;
    if let Some(database) = support::mariadb() {
        shop(database.url()).await;
    }
    let Some(database) = support::postgres() else { return };
    shop(database.url()).await;
    let keys = database.psql("SELECT count(*) FROM pg_constraint WHERE contype = 'f'");
    assert_eq!(keys, "9", "foreign keys of the ring are back");
    assert_eq!(database.psql("SELECT count(*) FROM db_assistant_seed_deferred"), "0");
}

#[tokio::test]
async fn files_hold_what_a_database_would_get() {
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    scene.seed(&scene.request()).await;
    let mut out = Vec::new();
    let to = Some(Files { format: FileFormat::Sql, folder: None });
    seed(&scene.context, &SeedRequest { to, ..scene.request() }, &mut out).await.expect("statements");
    let sql = String::from_utf8(out).expect("text").replace(" OVERRIDING SYSTEM VALUE", "").replace("\"public\".", "");
    let copy = support::sqlite();
    let other = Scene::new(copy.url(), STAR).await;
    let url = DatabaseUrl::parse(copy.url()).expect("an address");
    let mut driver = connect(&url).await.expect("a connection");
    for piece in split_statements(Syntax::Sqlite, &sql).expect("statements") {
        driver.execute(piece.text, &[]).await.unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(other.star().await, scene.star().await);
}

/// The rows of a Parquet file as text, `|` between columns, in the order of the text.
fn parquet_rows(path: &Path, columns: &[&str]) -> Vec<String> {
    let reader = SerializedFileReader::new(std::fs::File::open(path).expect("the file")).expect("a Parquet file");
    let mut rows: Vec<String> = reader
        .get_row_iter(None)
        .expect("rows")
        .map(|row| {
            let row = row.expect("a row");
            let value = |name: &&str| {
                let found = row.get_column_iter().find(|(column, _)| column == name);
                found.map_or_else(
                    || panic!("no column {name}"),
                    |(_, value)| value.to_string().replace('"', "").replace("null", "-"),
                )
            };
            columns.iter().map(value).collect::<Vec<_>>().join("|")
        })
        .collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn parquet_files_hold_what_a_database_would_get() {
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    scene.seed(&scene.request()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let to = Some(Files { format: FileFormat::Parquet, folder: Some(folder.path().to_owned()) });
    seed(&scene.context, &SeedRequest { to, ..scene.request() }, &mut std::io::sink()).await.expect("files");
    let name = |part: &str| {
        let files = std::fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("a file").path());
        files.into_iter().find(|path| path.to_string_lossy().contains(part)).unwrap_or_else(|| panic!("no {part}"))
    };
    let mut expected =
        scene.rows("SELECT loan_id, CAST(payment_date AS TEXT), company_key FROM fact_loan_payments").await;
    expected.sort();
    // Parquet's reader writes days as chrono does: `2024-01-31 +00:00`.
    let written = parquet_rows(&name("fact_loan_payments"), &["loan_id", "payment_date", "company_key"]);
    let written: Vec<String> = written.iter().map(|row| row.replace(" +00:00", "")).collect();
    assert_eq!(written.len(), 300);
    assert_eq!(written, expected);
    let to = Some(Files { format: FileFormat::Parquet, folder: None });
    let refused = seed(&scene.context, &SeedRequest { to, ..scene.request() }, &mut std::io::sink()).await;
    assert!(refused.unwrap_err().to_string().contains("name a folder"));
}

#[tokio::test]
async fn an_interrupted_run_goes_on_where_it_stopped() {
    let whole = support::sqlite();
    let expected = star_rows(whole.url(), 1, 64).await;
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    let url = DatabaseUrl::parse(file.url()).expect("an address");
    let mut driver = connect(&url).await.expect("a connection");
    let trigger = "CREATE TRIGGER stop BEFORE INSERT ON fact_loan_payments WHEN NEW.loan_id LIKE '%9' \
                   BEGIN SELECT RAISE(ABORT, 'stopped'); END";
    driver.execute(trigger, &[]).await.expect("a trigger");
    let error = seed(&scene.context, &scene.request(), &mut std::io::sink()).await.unwrap_err().to_string();
    assert!(error.contains("fact_loan_payments") && error.contains("stopped"), "{error}");
    assert_eq!(scene.rows("SELECT count(*) FROM dim_company").await, ["15"]);
    driver.execute("DROP TRIGGER stop", &[]).await.expect("no trigger");
    let report = scene.seed(&scene.request()).await;
    assert!(report.notes.iter().any(|note| note.contains("interrupted")), "{:?}", report.notes);
    assert_eq!(scene.star().await, expected);
    assert_eq!(scene.rows("SELECT count(*) FROM db_assistant_seed_journal").await, ["0"]);
}

/// Any number of jobs, any size of batch, any split into shards: the same rows.
async fn any_split_makes_the_same_rows(url: &str) {
    let scene = Scene::new(url, STAR).await;
    scene.seed(&scene.request()).await;
    let expected = scene.star().await;
    for (jobs, batch_size) in [1, 2, 4].into_iter().flat_map(|jobs| [7, 1_000, 65_536].map(|size| (jobs, size))) {
        for of in [1, 3] {
            for number in 1..=of {
                let shard = Shard { number, of };
                // The first one empties the tables.
                let truncate = number == 1;
                let request = SeedRequest { jobs, batch_size, shard, truncate, yes: true, ..scene.request() };
                scene.seed(&request).await;
            }
            assert!(scene.star().await == expected, "{jobs} jobs, {batch_size} rows at once, {of} shards");
        }
    }
}

#[tokio::test]
async fn any_split_makes_the_same_rows_on_sqlite() {
    any_split_makes_the_same_rows(support::sqlite().url()).await;
}

#[tokio::test]
async fn any_split_makes_the_same_rows_on_postgres() {
    if let Some(database) = support::postgres() {
        any_split_makes_the_same_rows(database.url()).await;
    }
}

#[tokio::test]
async fn any_split_makes_the_same_rows_on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    any_split_makes_the_same_rows(database.url()).await;
    let files =
        database.psql("SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_LOAD'");
    assert_ne!(files.trim(), "0", "rows went as LOAD DATA LOCAL");
}

/// The program seeds, and a signal ends it behind the first transactions of the facts; the same command goes on and ends with the same rows.
async fn ended_by(signal: Signal, url: &str, whole: &str) {
    let command = |url: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dbx"));
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join(STAR);
        command.arg("seed").arg("--schema").arg(spec).args(["--url", url, "--rows", "12000", "--commit-every", "100"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let scene = Scene::new(url, STAR).await;
    let mut driver = connect(&DatabaseUrl::parse(url).expect("an address")).await.expect("a connection");
    if url.starts_with("sqlite") {
        // Who waits for the lock of a file asks ever more seldom, and would miss a load that takes it again and again.
        driver.set_lock_timeout(LockTimeout(std::time::Duration::ZERO)).await.expect("a setting");
    }
    let mut child = command(url).spawn().expect("a process");
    let loaded = "SELECT loaded FROM db_assistant_seed_journal WHERE table_name = 'fact_loan_payments' AND loaded > 0";
    // The table is not there at first, and SQLite's file may be locked.
    while driver.query(loaded, &[]).await.map_or(0, |found| found.rows.len()) == 0 {
        assert!(child.try_wait().expect("a process").is_none(), "it ended before it was killed");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    kill(Pid::from_raw(child.id().try_into().expect("a process id")), signal).expect("a signal");
    let output = child.wait_with_output().expect("an end");
    assert!(!output.status.success());
    if signal == Signal::SIGINT {
        assert_eq!(output.status.code(), Some(130), "that of a program that was interrupted");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains("interrupted") && stderr.contains("run the same command again"), "{stderr}");
    }
    let output = command(url).output().expect("a process");
    let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("interrupted"), "{text}");
    let other = Scene::new(whole, STAR).await;
    assert!(command(whole).output().expect("a process").status.success());
    assert!(scene.star().await == other.star().await, "other rows than those of a run that was left alone");
}

#[tokio::test]
async fn a_killed_run_ends_with_the_same_rows_on_sqlite() {
    ended_by(Signal::SIGKILL, support::sqlite().url(), support::sqlite().url()).await;
}

#[tokio::test]
async fn a_killed_run_ends_with_the_same_rows_on_postgres() {
    if let (Some(database), Some(whole)) = (support::postgres(), support::postgres()) {
        ended_by(Signal::SIGKILL, database.url(), whole.url()).await;
    }
}

#[tokio::test]
async fn a_killed_run_ends_with_the_same_rows_on_mariadb() {
    if let (Some(database), Some(whole)) = (support::mariadb(), support::mariadb()) {
        ended_by(Signal::SIGKILL, database.url(), whole.url()).await;
    }
}

#[tokio::test]
async fn an_interrupted_program_says_so_and_goes_on() {
    ended_by(Signal::SIGINT, support::sqlite().url(), support::sqlite().url()).await;
    if let (Some(database), Some(whole)) = (support::postgres(), support::postgres()) {
        ended_by(Signal::SIGINT, database.url(), whole.url()).await;
    }
}

/// What comes of a load into a SQLite file in which something happens to the fourth fact.
async fn with_a_trigger(what: &str) -> String {
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    let mut driver = connect(&DatabaseUrl::parse(file.url()).expect("an address")).await.expect("a connection");
    let facts = "(SELECT count(*) FROM fact_loan_payments)";
    let trigger =
        format!("CREATE TRIGGER meddle AFTER INSERT ON fact_loan_payments WHEN {facts} = 4 BEGIN {what}; END");
    driver.execute(&trigger, &[]).await.expect("a trigger");
    let seeded = seed(&scene.context, &scene.request(), &mut std::io::sink()).await;
    seeded.map_or_else(|error| error.to_string(), |report| format!("{} rows", report.rows))
}

#[tokio::test]
async fn rows_without_their_parents_are_found() {
    // Beyond the last parent, and in a gap between parents.
    let beyond = with_a_trigger("UPDATE fact_loan_payments SET company_key = 1000 WHERE rowid = 3").await;
    assert!(beyond.contains("company_key") && beyond.contains('1'), "{beyond}");
    let gap = with_a_trigger(
        "DELETE FROM dim_company WHERE company_key = (SELECT company_key FROM fact_loan_payments WHERE rowid = 3)",
    )
    .await;
    assert!(gap.contains("company_key"), "{gap}");
    assert_eq!(with_a_trigger("SELECT 1").await, "315 rows");
}

/// What a profile says arrives in the database, on every engine.
async fn profiled(url: &str) -> Vec<String> {
    let scene = Scene::new(url, STAR).await;
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeding_profiles/loans.yml");
    let request = SeedRequest { profile: Some(profile), seed: None, rows: None, scale: Some(0.1), ..scene.request() };
    let report = scene.seed(&request).await;
    assert_eq!(report.rows, 30 + 1_200);
    let strays = "SELECT count(*) FROM dim_company WHERE region = 'Europe' AND industry NOT IN ('Manufacturing', 'Software', 'Logistics')";
    assert_eq!(scene.rows(strays).await, ["0"]);
    scene.star().await
}

#[tokio::test]
async fn a_profile_makes_the_same_rows_on_every_engine() {
    let rows = profiled(support::sqlite().url()).await;
    if let Some(database) = support::postgres() {
        assert!(profiled(database.url()).await == rows);
    }
    if let Some(database) = support::mariadb() {
        assert!(profiled(database.url()).await == rows);
    }
}

/// Updates beside inserts: as many as are asked for, of rows that are there, and every key stays.
async fn updated(url: &str) {
    let scene = Scene::new(url, STAR).await;
    let pace = Some(Pace { rate: 200.0, duration: std::time::Duration::from_secs(1), updates: 0.4 });
    let report = scene.seed(&SeedRequest { pace, ..scene.request() }).await;
    let facts = report.tables.iter().find(|table| table.table.ends_with("fact_loan_payments")).expect("a fact");
    assert_eq!((facts.rows, facts.updated), (120, 80), "{report:?}");
    assert!(report.tables.iter().all(|table| table.table == facts.table || table.updated == 0), "{report:?}");
    let plain = support::sqlite();
    let other = Scene::new(plain.url(), STAR).await;
    let pace = Some(Pace { rate: 1_200.0, duration: std::time::Duration::from_millis(100), updates: 0.0 });
    other.seed(&SeedRequest { pace, ..other.request() }).await;
    let keys = "SELECT loan_id, payment_date, company_key FROM fact_loan_payments ORDER BY loan_id, payment_date";
    assert_eq!(scene.rows(keys).await, other.rows(keys).await);
    let paid = "SELECT principal_paid FROM fact_loan_payments ORDER BY loan_id, payment_date";
    let (after, before) = (scene.rows(paid).await, other.rows(paid).await);
    let changed = after.iter().zip(&before).filter(|(after, before)| after != before).count();
    // Some of the eighty meet the same row.
    assert!((40..=80).contains(&changed), "{changed}");
}

#[tokio::test]
async fn updates_keep_every_key_on_sqlite() {
    updated(support::sqlite().url()).await;
}

#[tokio::test]
async fn updates_keep_every_key_on_servers() {
    if let Some(database) = support::postgres() {
        updated(database.url()).await;
    }
    if let Some(database) = support::mariadb() {
        updated(database.url()).await;
    }
}

#[tokio::test]
async fn rows_at_a_rate_come_little_by_little() {
    let file = support::sqlite();
    let scene = Scene::new(file.url(), STAR).await;
    let pace = Some(Pace { rate: 60.0, duration: std::time::Duration::from_secs(1), updates: 0.0 });
    let report = scene.seed(&SeedRequest { pace, ..scene.request() }).await;
    let facts = report.tables.iter().find(|table| table.table == "fact_loan_payments").expect("a fact");
    assert_eq!(facts.rows, 60);
    assert!(facts.elapsed_ms >= 900, "{} ms", facts.elapsed_ms);
    assert_eq!(scene.rows("SELECT count(*) FROM fact_loan_payments").await, ["60"]);
}
