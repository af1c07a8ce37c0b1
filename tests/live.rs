//! The fixtures on real databases: apply `before`, put rows in, apply the plan to `after`, inspect, plan again, and walk the way back.

mod support;

use dbx::app::{
    Applied, ApplyOutcome, ApplyRequest, Conduct, Context, DriftRequest, InspectRequest, PlanRequest, Safeguards,
    Source, Target, apply, drift, inspect, plan,
};
use dbx::driver::{DatabaseUrl, connect};
use dbx::model::Value;
use dbx::plan::Approach;
use dbx::sql::{Syntax, split_statements};
use rstest::rstest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One database, and a folder for the plans.
struct Scene {
    context: Context,
    url: String,
    approach: Approach,
    folder: tempfile::TempDir,
}

impl Scene {
    fn new(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let context = support::context::context(folder.path());
        Self { context, url: url.to_owned(), approach: Approach::Direct, folder }
    }

    /// The same with plans in stages.
    fn online(url: &str) -> Self {
        Self { approach: Approach::Online, ..Self::new(url) }
    }

    fn database(&self) -> Target {
        Target { env: None, url: Some(self.url.clone()) }
    }

    /// Plans the way to a spec and gives the file, or nothing where there is nothing to do.
    async fn plan(&self, target: &Path, name: &str) -> Option<PathBuf> {
        let request = PlanRequest {
            target: Source::Spec(target.to_owned()),
            current: None,
            database: self.database(),
            dialect: None,
            scratch: None,
            approach: Some(self.approach),
            verify: false,
            out: Some(format!("{name}.sql").into()),
            name: None,
            impact_meta: true,
            allow_breaking: true,
        };
        let report = plan(&self.context, &request).await.unwrap_or_else(|error| panic!("plan {name}: {error}"));
        let unsure: Vec<&String> = report.notes.iter().filter(|note| note.contains("compared as text")).collect();
        assert!(unsure.is_empty(), "plan {name} was not sure of something: {unsure:?}");
        report.files.map(|files| self.folder.path().join(files.sql))
    }

    async fn apply(&self, file: &Path) -> ApplyOutcome {
        let sql = std::fs::read_to_string(file).expect("the plan");
        self.try_apply(file).await.unwrap_or_else(|error| panic!("apply: {error}\n{sql}"))
    }

    async fn try_apply(&self, file: &Path) -> Result<ApplyOutcome, String> {
        let request = ApplyRequest {
            what: Applied::File(file.to_owned()),
            database: self.database(),
            scratch: None,
            allow_breaking: true,
            safeguards: Safeguards::default(),
            dry_run: false,
            yes: true,
            lock_timeout: None,
            conduct: Conduct::default(),
        };
        let sql = std::fs::read_to_string(file).expect("the plan");
        let report = apply(&self.context, &request).await.map_err(|error| error.to_string())?;
        assert_ne!(report.verified, Some(false), "after the plan the schema is another one:\n{sql}");
        Ok(report.outcome)
    }

    /// Plans and applies; afterwards nothing may be left to do, in either direction of looking at it.
    async fn bring_to(&self, target: &Path, name: &str) -> Option<PathBuf> {
        let file = self.plan(target, name).await;
        if let Some(file) = &file {
            assert_eq!(self.apply(file).await, ApplyOutcome::Applied);
            assert_eq!(self.apply(file).await, ApplyOutcome::NothingToDo, "a plan that was applied does nothing");
        }
        self.assert_no_drift(target, name).await;
        self.assert_inspected_is_equal(name).await;
        file
    }

    async fn assert_no_drift(&self, target: &Path, name: &str) {
        let request =
            DriftRequest { target: Source::Spec(target.to_owned()), database: self.database(), scratch: None };
        let report = drift(&self.context, &request).await.unwrap_or_else(|error| panic!("drift {name}: {error}"));
        let titles: Vec<String> = report.differences.into_iter().map(|difference| difference.title).collect();
        assert_eq!(titles, <[String; 0]>::default(), "{name}: the plan right after the apply is not empty");
    }

    /// What `inspect` writes is a spec of this very database.
    async fn assert_inspected_is_equal(&self, name: &str) {
        let out = PathBuf::from(format!("{name}.yml"));
        let request = InspectRequest {
            database: self.database(),
            out: Some(out.clone()),
            include: Vec::new(),
            exclude: Vec::new(),
        };
        let report = inspect(&self.context, &request).await.unwrap_or_else(|error| panic!("inspect {name}: {error}"));
        assert_eq!(report.unmanaged, <[String; 0]>::default());
        self.assert_no_drift(&out, &format!("{name}, inspected")).await;
    }

    async fn run(&self, syntax: Syntax, script: &str) {
        let url = DatabaseUrl::parse(&self.url).expect("an address");
        let mut driver = connect(&url).await.expect("a connection");
        for piece in split_statements(syntax, script).expect("statements") {
            driver.execute(piece.text, &[]).await.unwrap_or_else(|error| panic!("{error}: {}", piece.text));
        }
    }

    /// Rows by table, dbx's own left out.
    async fn rows(&self) -> BTreeMap<String, i64> {
        let url = DatabaseUrl::parse(&self.url).expect("an address");
        let mut driver = connect(&url).await.expect("a connection");
        let schema = driver.inspect(&dbx::driver::Scope::default()).await.expect("a schema");
        let dialect = driver.dialect();
        let mut rows = BTreeMap::new();
        for table in schema.tables() {
            let sql = format!("SELECT count(*) FROM {}", dialect.qualified(&table.name));
            let counted = driver.query(&sql, &[]).await.expect("a count");
            rows.insert(
                table.name.name.to_string(),
                counted.rows[0].first().and_then(Value::as_i64).expect("a number"),
            );
        }
        rows
    }
}

/// Whether a fixture is for the engine: for the one that its `dialect:` names, for those in a comment (`# engines: postgres, sqlite`), or for all.
fn is_for(spec: &Path, engine: &str) -> bool {
    let text = std::fs::read_to_string(spec).expect("a fixture");
    let engines = text.lines().find_map(|line| line.strip_prefix("dialect: ").or(line.strip_prefix("# engines: ")));
    engines.is_none_or(|engines| engines.split(',').any(|name| name.trim() == engine))
}

async fn walk(scene: &Scene, syntax: Syntax, after: &Path) {
    let before = after.with_file_name("before.yml");
    scene.bring_to(&before, "before").await;
    if let Ok(script) = std::fs::read_to_string(after.with_file_name("rows.sql")) {
        scene.run(syntax, &script).await;
    }
    let rows_before = scene.rows().await;
    let file = scene.bring_to(after, "after").await.expect("a fixture changes something");
    assert_rows_kept(&rows_before, &scene.rows().await, after);

    let down = file.with_extension("down.sql");
    if down.exists() {
        let rows_after = scene.rows().await;
        assert_eq!(scene.apply(&down).await, ApplyOutcome::Applied);
        scene.assert_no_drift(&before, "the way back").await;
        assert_rows_kept(&rows_after, &scene.rows().await, after);
    }
}

/// Tables that are there on both sides hold as many rows as before; so does a table that was renamed.
fn assert_rows_kept(before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>, case: &Path) {
    for (table, rows) in before {
        if let Some(now) = after.get(table) {
            assert_eq!(now, rows, "{table} of {}", case.display());
        }
    }
    let vanished: i64 = before.iter().filter(|(table, _)| !after.contains_key(*table)).map(|(_, rows)| rows).sum();
    if case.parent().is_some_and(|folder| folder.ends_with("table/rename")) {
        let appeared: i64 = after.iter().filter(|(table, _)| !before.contains_key(*table)).map(|(_, rows)| rows).sum();
        assert_eq!(appeared, vanished, "a renamed table keeps its rows");
    }
}

#[rstest]
#[tokio::test]
async fn sqlite(#[files("tests/fixtures/cases/*/*/after.yml")] after: PathBuf) {
    if !is_for(&after, "sqlite") {
        return;
    }
    let database = support::sqlite();
    walk(&Scene::new(database.url()), Syntax::Sqlite, &after).await;
}

#[rstest]
#[tokio::test]
async fn postgres(#[files("tests/fixtures/cases/*/*/after.yml")] after: PathBuf) {
    if !is_for(&after, "postgres") {
        return;
    }
    let Some(database) = support::postgres() else { return };
    walk(&Scene::new(database.url()), Syntax::Postgres, &after).await;
}

/// In stages, on rows, the plan leads to the same schema. Other engines have no stages: `tests/online.rs`.
#[rstest]
#[tokio::test]
async fn postgres_online(
    #[files("tests/fixtures/cases/*/*/after.yml")]
    #[files("tests/fixtures/online/*/after.yml")]
    after: PathBuf,
) {
    if !is_for(&after, "postgres") {
        return;
    }
    let Some(database) = support::postgres() else { return };
    walk(&Scene::online(database.url()), Syntax::Postgres, &after).await;
}

/// Rows that a new constraint refuses stop the plan between two stages. The old one holds meanwhile, and the plan goes on where it stopped.
#[tokio::test]
async fn postgres_online_goes_on_after_a_stop() {
    let Some(database) = support::postgres() else { return };
    let scene = Scene::online(database.url());
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/online/replaced");
    scene.bring_to(&case.join("before.yml"), "before").await;
    database.psql("insert into regions values (1, 'r')");
    database
        .psql("insert into shops values (1, 1, null, 1, 1, 5), (2, 1, null, 2, 1, 2000000), (3, 1, null, 3, 70, 5)");
    let file = scene.plan(&case.join("after.yml"), "after").await.expect("a fixture changes something");
    for (refused, mended) in
        [("floor_is_sane", "update shops set floor = 7"), ("rent_is_sane", "update shops set rent = 7")]
    {
        let error = scene.try_apply(&file).await.expect_err("rows that do not fit");
        assert!(error.contains(refused), "{error}");
        database.try_psql("insert into shops values (9, 1, null, 9, 700, 5)").expect_err("the old check still holds");
        database.psql(mended);
    }
    assert_eq!(scene.apply(&file).await, ApplyOutcome::Applied);
    scene.assert_no_drift(&case.join("after.yml"), "after the stops").await;
}

#[rstest]
#[tokio::test]
async fn mariadb(#[files("tests/fixtures/cases/*/*/after.yml")] after: PathBuf) {
    if !is_for(&after, "mysql") {
        return;
    }
    let Some(database) = support::mariadb() else { return };
    walk(&Scene::new(database.url()), Syntax::Mysql, &after).await;
}

/// A plan made without a database, as a pipeline makes it, runs on a server that spells expressions and views in its own way.
#[tokio::test]
async fn plans_made_offline_run_on_postgres() {
    let Some(database) = support::postgres() else { return };
    plans_made_offline_run(&Scene::new(database.url()), "postgres").await;
}

#[tokio::test]
async fn plans_made_offline_run_on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    plans_made_offline_run(&Scene::new(database.url()), "mysql").await;
}

async fn plans_made_offline_run(scene: &Scene, dialect: &str) {
    let spec = |limit: u32| {
        format!(
            "version: 1\ndialect: {dialect}\nentities:\n  tables:\n    - name: people\n      primary_key: id\n      columns:\n        \
             - {{name: id, type: INT}}\n        - {{name: age, type: INT, check: \"age between 0 and {limit}\"}}\n\
             views:\n  - {{name: adults, query: \"select id from people where age >= 18\"}}\n"
        )
    };
    for (name, limit) in [("one.yml", 150), ("two.yml", 120)] {
        std::fs::write(scene.folder.path().join(name), spec(limit)).expect("a spec");
    }
    for (current, target) in [(Source::Empty, "one.yml"), (Source::Spec("one.yml".into()), "two.yml")] {
        let request = PlanRequest {
            target: Source::Spec(target.into()),
            current: Some(current),
            database: Target::default(),
            dialect: None,
            scratch: None,
            approach: None,
            verify: false,
            out: Some(format!("{target}.sql").into()),
            name: None,
            impact_meta: true,
            allow_breaking: true,
        };
        let report = plan(&scene.context, &request).await.unwrap_or_else(|error| panic!("plan {target}: {error}"));
        let file = scene.folder.path().join(report.files.expect("files").sql);
        assert_eq!(scene.apply(&file).await, ApplyOutcome::Applied, "{target}");
        assert_eq!(scene.apply(&file).await, ApplyOutcome::NothingToDo, "{target}");
    }
}

/// A rehearsal that died leaves its scratch database behind; the next one takes it away, and leaves nothing behind itself.
#[tokio::test]
async fn scratch_databases_of_mariadb_do_not_stay() {
    let Some(database) = support::mariadb() else { return };
    database.psql("create database if not exists dbx_scratch_0");
    let scene = Scene::new(database.url());
    let spec = scene.folder.path().join("spec.yml");
    std::fs::write(
        &spec,
        "version: 1\nentities:\n  tables:\n    - name: people\n      columns: [{name: age, type: INT, check: age > 0}]\n",
    )
    .expect("a spec");
    scene.bring_to(&spec, "spec").await;
    assert_eq!(database.psql("show databases like 'dbx\\_scratch\\_0'"), "");
}
