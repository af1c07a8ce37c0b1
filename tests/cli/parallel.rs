//! Two applies of one plan at the same time: one runs it, the other finds that there is nothing left to do.

use std::process::{Child, Stdio};

use serde_json::Value;

use super::sandbox::{BEFORE, Outcome, Sandbox};
use super::support;

fn start(sandbox: &Sandbox, arguments: &str) -> Child {
    sandbox.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dbx starts")
}

/// Plans `before.yml` and applies it from several processes at once.
#[track_caller]
fn exactly_one_applies(url: &str) {
    let sandbox = Sandbox::new();
    sandbox.write("before.yml", BEFORE);
    sandbox.dbx_exits(0, &format!("plan --target before.yml --url {url} --out plan.sql --impact-meta"));
    let apply = format!("apply plan.sql --url {url} --json");
    let running: Vec<Child> = (0..2).map(|_| start(&sandbox, &apply)).collect();
    let mut outcomes: Vec<String> = running
        .into_iter()
        .map(|child| {
            let outcome = Outcome::of(child.wait_with_output().expect("dbx ends"));
            assert_eq!(outcome.code, 0, "{}", outcome.all());
            let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
            report["outcome"].as_str().expect("an outcome").to_owned()
        })
        .collect();
    outcomes.sort();
    assert_eq!(outcomes, ["applied", "nothing_to_do"]);
    sandbox.dbx_exits(0, &format!("drift --target before.yml --url {url}"));
    let status: Value =
        serde_json::from_str(&sandbox.dbx_exits(0, &format!("status --url {url} --json")).stdout).expect("JSON");
    let done = status["runs"].as_array().expect("runs").iter().filter(|run| run["state"] == "done").count();
    assert_eq!(done, 1, "{status:#}");
}

#[test]
fn on_one_sqlite_file() {
    for _ in 0..5 {
        let file = support::sqlite();
        exactly_one_applies(file.url());
    }
}

#[test]
fn on_one_postgres_database() {
    for _ in 0..3 {
        let Some(database) = support::postgres() else { return };
        exactly_one_applies(database.url());
    }
}

#[test]
fn on_one_mariadb_database() {
    for _ in 0..3 {
        let Some(database) = support::mariadb() else { return };
        exactly_one_applies(database.url());
    }
}
