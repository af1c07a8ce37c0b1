//! Plans in stages, where an engine has none, and what a file of stages looks like. That they lead to the same schema is in `tests/live.rs`.

mod support;

use dbx::app::{Context, PlanReport, PlanRequest, Source, Target, plan};
use dbx::dialect::DialectKind;
use dbx::driver::{DatabaseUrl, connect};
use dbx::env::Config;
use dbx::plan::Approach;
use rstest::rstest;
use std::path::{Path, PathBuf};

fn context(folder: &Path, config: Config) -> Context {
    Context { config, ..support::context::context(folder) }
}

fn request(case: &Path, engine: DialectKind, approach: Option<Approach>) -> PlanRequest {
    PlanRequest {
        target: Source::Spec(case.join("after.yml")),
        current: Some(Source::Spec(case.join("before.yml"))),
        database: Target::default(),
        dialect: Some(engine),
        scratch: None,
        approach,
        verify: false,
        out: None,
        name: None,
        impact_meta: false,
        allow_breaking: true,
    }
}

async fn planned(case: &Path, engine: DialectKind, approach: Approach) -> PlanReport {
    let context = context(case, Config::default());
    plan(&context, &request(case, engine, Some(approach))).await.expect("a plan")
}

fn case(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases").join(path)
}

/// These have no stages: the plan is the same to the letter, and says what that means.
#[rstest]
#[case(DialectKind::Sqlite, "column/drop", "one writer at a time")]
#[case(DialectKind::Mysql, "column/widen", "there is no way in stages")]
#[tokio::test]
async fn without_stages_the_plan_is_the_direct_one(
    #[case] engine: DialectKind,
    #[case] path: &str,
    #[case] note: &str,
) {
    let case = case(path);
    let direct = planned(&case, engine, Approach::Direct).await;
    let online = planned(&case, engine, Approach::Online).await;
    assert_eq!(online.sql, direct.sql);
    assert!(direct.notes.iter().all(|it| !it.contains(note)), "{:?}", direct.notes);
    assert!(online.notes.iter().any(|it| it.contains(note)), "{:?}", online.notes);
}

/// The plan of a case in stages, without what changes with every byte of it.
async fn stages(case: &str) -> (String, PlanReport) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/online").join(case);
    let online = planned(&case, DialectKind::Postgres, Approach::Online).await;
    let is_told = |line: &&str| !["-- from: ", "-- to: ", "-- hash: "].iter().any(|key| line.starts_with(key));
    (online.sql.lines().filter(is_told).collect::<Vec<_>>().join("\n"), online)
}

#[tokio::test]
async fn the_stages_of_a_table_in_use() {
    let (sql, online) = stages("table_in_use").await;
    insta::assert_snapshot!(sql);
    assert!(online.notes.iter().all(|note| !note.contains("no way in stages")), "{:?}", online.notes);
}

/// The rows are guarded all the while: the old one goes when the new one is there.
#[tokio::test]
async fn the_stages_of_constraints_that_are_replaced() {
    let (sql, online) = stages("replaced").await;
    insta::assert_snapshot!(sql);
    assert!(online.notes.iter().all(|note| !note.contains("no way in stages")), "{:?}", online.notes);
}

/// Every partition gets its own index beside the writers; what an expression is called only the server knows.
#[tokio::test]
async fn the_stages_of_a_partitioned_table() {
    let (sql, online) = stages("partitioned").await;
    insta::assert_snapshot!(sql);
    let blocking: Vec<&String> = online.notes.iter().filter(|note| note.contains("no way in stages")).collect();
    assert_eq!(blocking.len(), 1, "{blocking:?}");
}

/// A partition that is half detached when the statement is cut off is attached again, so that the statement can be run anew.
#[tokio::test]
async fn a_detachment_that_was_cut_off_is_taken_back() {
    let Some(database) = support::postgres() else { return };
    database.psql("create table days (at int not null) partition by range (at)");
    database.psql("create table days_1 partition of days for values from (0) to (9); insert into days values (3)");
    let url = DatabaseUrl::parse(database.url()).expect("an address");
    let mut reader = connect(&url).await.expect("a connection");
    reader.begin(&[]).await.expect("a transaction");
    reader.query("select count(*) from days", &[]).await.expect("a count");
    let mut driver = connect(&url).await.expect("a connection");
    driver.run("set statement_timeout = '200ms'").await.expect("a setting");
    let detach = "ALTER TABLE public.days DETACH PARTITION public.days_1 CONCURRENTLY";
    driver.run(detach).await.expect_err("somebody reads the table");
    driver.run("reset statement_timeout").await.expect("a setting");
    reader.rollback().await.expect("the reader is done");
    assert_eq!(driver.remains(detach).await.expect("an answer").as_deref(), Some("days_1"));
    assert_eq!(driver.clear_remains(detach).await.expect("an answer").as_deref(), Some("days_1"));
    assert_eq!(driver.remains(detach).await.expect("an answer"), None);
    assert_eq!(database.psql("select count(*) from days"), "1");
    driver.run(detach).await.expect("the partition is detached");
    assert_eq!(database.psql("select count(*) from days"), "0");
}

/// The role of the environment decides where nobody says.
#[tokio::test]
async fn production_is_changed_in_stages() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("dbx.toml"),
        "[env.live]\nurl = \"sqlite:live.db\"\nrole = \"production\"\n[env.dev]\nurl = \"sqlite:dev.db\"\n",
    )
    .expect("dbx.toml");
    let config = Config::find(folder.path()).expect("a configuration");
    let context = context(folder.path(), config);
    for (env, approach, is_online) in
        [("live", None, true), ("live", Some(Approach::Direct), false), ("dev", None, false)]
    {
        let request = PlanRequest {
            database: Target { env: Some(env.into()), url: None },
            ..request(&case("column/drop"), DialectKind::Sqlite, approach)
        };
        let report = plan(&context, &request).await.expect("a plan");
        let told = report.notes.iter().any(|note| note.contains("in stages"));
        assert_eq!(told, is_online, "{env} {approach:?}: {:?}", report.notes);
    }
}
