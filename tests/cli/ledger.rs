//! The ledger over time: one of an older dbx is upgraded, one of a newer dbx is refused, and what was changed by hand shows.

use serde_json::Value;

use super::sandbox::{AFTER, BEFORE, Sandbox};
use super::support;

/// The ledger as the first version of dbx made it, with one finished run; what MariaDB needs of types is what all have.
const FIRST_FORMAT: &str = "
create table db_assistant_migrations (
    run bigint not null, operation bigint not null, plan text not null, file text not null, object text not null,
    statement_hash text not null, state text not null, started_at text not null, finished_at text, error text, tool text not null,
    from_fingerprint text not null, to_fingerprint text not null, primary key (run, operation));
insert into db_assistant_migrations values
    (1, 0, 'abc', 'old.sql', '', '', 'done', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', null, 'dbx 0.0.1', 'f', 't'),
    (1, 1, 'abc', 'old.sql', 'table:a', 'h', 'done', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', null, 'dbx 0.0.1', 'f', 't');
";

fn status(sandbox: &Sandbox, url: &str) -> Value {
    let outcome = sandbox.dbx_exits(0, &format!("status --url {url} --json"));
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// Read as it is, upgraded by the first apply, and used from then on.
#[track_caller]
fn is_upgraded(url: &str) {
    let sandbox = Sandbox::new();
    let before = status(&sandbox, url);
    assert_eq!(before["runs"][0]["file"], "old.sql");
    assert_eq!(before["runs"][0]["operations"][0]["object"], "table:a");
    sandbox.write("before.yml", BEFORE);
    sandbox.dbx_exits(0, &format!("apply --target before.yml --url {url}"));
    sandbox.write("after.yml", AFTER);
    sandbox.dbx_exits(0, &format!("apply --target after.yml --url {url} --allow-breaking --yes"));
    let after = status(&sandbox, url);
    let runs: Vec<(i64, &str)> = after["runs"]
        .as_array()
        .expect("runs")
        .iter()
        .map(|run| (run["run"].as_i64().expect("a number"), run["state"].as_str().expect("a state")))
        .collect();
    assert_eq!(runs, [(3, "done"), (2, "done"), (1, "done")]);
    assert_eq!(after["damage"], serde_json::json!([]));
    assert_ne!(after["runs"][0]["server"], "", "a run knows its server");
    assert_eq!(after["runs"][0]["phase"], "finished");
}

#[test]
fn of_an_older_dbx_is_upgraded_on_sqlite() {
    let file = support::sqlite();
    file.exec(FIRST_FORMAT);
    is_upgraded(file.url());
}

#[test]
fn of_an_older_dbx_is_upgraded_on_postgres() {
    let Some(database) = support::postgres() else { return };
    database.psql(FIRST_FORMAT);
    is_upgraded(database.url());
}

#[test]
fn of_an_older_dbx_is_upgraded_on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    database.psql(FIRST_FORMAT);
    is_upgraded(database.url());
}

/// Killed between the columns and the row that says so.
#[test]
fn an_upgrade_that_was_cut_off_is_finished() {
    let file = support::sqlite();
    file.exec(FIRST_FORMAT);
    file.exec(
        "create table db_assistant_format (format bigint not null, primary key (format)); \
         alter table db_assistant_migrations add column resumes bigint;",
    );
    is_upgraded(file.url());
}

/// A database to which something was applied.
fn with_a_ledger() -> (Sandbox, support::SqliteFile) {
    let (sandbox, file) = (Sandbox::with_users(), support::sqlite());
    sandbox.dbx_exits(0, &format!("apply --target before.yml --url {}", file.url()));
    (sandbox, file)
}

/// The second format did not know what a model's calls cost.
#[test]
fn of_the_second_format_is_read_and_upgraded() {
    let (sandbox, file) = with_a_ledger();
    let url = file.url();
    file.exec("alter table db_assistant_runs drop column cost_usd; update db_assistant_format set format = 2");
    assert_eq!(status(&sandbox, url)["damage"], serde_json::json!([]));
    sandbox.write("after.yml", AFTER);
    sandbox.dbx_exits(0, &format!("apply --target after.yml --url {url} --allow-breaking --yes"));
    file.exec("select cost_usd from db_assistant_runs");
    assert_eq!(status(&sandbox, url)["damage"], serde_json::json!([]));
}

#[test]
fn of_a_newer_dbx_is_left_alone() {
    let (sandbox, file) = with_a_ledger();
    let url = file.url();
    file.exec("update db_assistant_format set format = 99");
    sandbox.write("after.yml", AFTER);
    sandbox
        .dbx_exits(1, &format!("apply --target after.yml --url {url} --allow-breaking --yes"))
        .says("the ledger in this database has format 99, written by a newer dbx")
        .says("use the dbx that wrote it, or a newer one");
    sandbox.dbx_exits(0, &format!("drift --target before.yml --url {url}"));
}

#[test]
fn what_was_changed_by_hand_shows() {
    let sandbox = Sandbox::new();
    let file = support::sqlite();
    let url = file.url();
    sandbox.write("before.yml", BEFORE);
    sandbox.dbx_exits(0, &format!("apply --target before.yml --url {url}"));
    sandbox.write("after.yml", AFTER);
    sandbox.dbx_exits(0, &format!("apply --target after.yml --url {url} --allow-breaking --yes"));
    file.exec("update db_assistant_migrations set plan = 'x' where run = 2 and operation = 0");
    sandbox.dbx_exits(0, &format!("status --url {url}")).says("the row of run 2 (after.yml) was edited");
    file.exec("delete from db_assistant_runs where run = 1");
    sandbox.dbx_exits(0, &format!("status --url {url}")).says("run 1 was deleted");
    file.exec("drop table db_assistant_migrations");
    sandbox.dbx_exits(0, &format!("status --url {url}")).says("the table db_assistant_migrations was dropped");
}
