//! `plan --verify`: a plan is proven where nothing can be lost, and nothing of the proof is left behind.

use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use super::sandbox::{AFTER, BEFORE, Outcome, Sandbox};
use super::scratch::is_empty;
use super::support::{self, Database};

/// Something of most kinds, and a statement that runs outside of the transaction (the new value of the enum).
const SHOP: [&str; 2] = [
    "version: 1\ndialect: postgres\nenums:\n  - {name: mood, values: [sad, ok]}\nentities:\n  tables:\n    - name: people\n      \
     primary_key: id\n      columns:\n        - {name: id, type: INT}\n        - {name: age, type: INT, check: \"age > 0\"}\n        \
     - {name: mood, type: mood}\nviews:\n  - {name: adults, query: \"select id from people where age >= 18\"}\n",
    "version: 1\ndialect: postgres\nenums:\n  - {name: mood, values: [sad, ok, happy]}\nentities:\n  tables:\n    - name: people\n      \
     primary_key: id\n      columns:\n        - {name: id, type: INT}\n        - {name: age, type: INT, check: \"age > 1\"}\n        \
     - {name: mood, type: mood}\nviews:\n  - {name: adults, query: \"select id, mood from people where age >= 18\"}\n",
];

fn shop() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old.yml", SHOP[0]);
    sandbox.write("new.yml", SHOP[1]);
    sandbox
}

/// A role that may log in, with these rights, and the address with it.
fn with_role(database: &Database, rights: &str) -> (String, String) {
    let role = format!("role_of_{}", database.name());
    database.psql(&format!("create role {role} login {rights}; alter database {} owner to {role}", database.name()));
    (database.url().replace("postgres@", &format!("{role}@")), role)
}

#[test]
fn on_a_scratch_database_that_is_left_empty() {
    let (Some(scratch), Some(database)) = (support::postgres(), support::postgres()) else { return };
    let sandbox = shop();
    let plan = "plan --current old.yml --target new.yml --out plan.sql --impact-meta --allow-breaking --verify";
    let outcome = sandbox.dbx_exits(0, &format!("{plan} --scratch {}", scratch.url()));
    outcome.says("verified on PostgreSQL").says("the plan leads to the target, and its way back to the start");
    is_empty(&scratch);
    let sidecar: Value = serde_json::from_str(&sandbox.read("plan.sql.impact.json")).expect("JSON");
    assert_eq!(sidecar["verified"]["server"], "PostgreSQL");
    assert_eq!(sidecar["verified"]["result"], "equal");

    sandbox.dbx_exits(0, &format!("apply --target old.yml --url {}", database.url()));
    let apply = format!("apply plan.sql --url {} --allow-breaking --yes", database.url());
    sandbox.dbx_exits(0, &format!("{apply} --dry-run")).says("verified on PostgreSQL");
    sandbox.dbx_exits(0, &apply).says("verified on PostgreSQL").says("verified: the schema is the one");
}

#[test]
fn in_a_database_made_beside_the_live_one_and_dropped() {
    let Some(database) = support::postgres() else { return };
    let (url, role) = with_role(&database, "createdb");
    let sandbox = shop();
    sandbox.dbx_exits(0, &format!("apply --target old.yml --url {url}"));
    let plan = format!("plan --target new.yml --url {url} --allow-breaking --verify");
    sandbox.dbx_exits(0, &plan).says("verified on PostgreSQL");
    // As the target it is as good: there is a server beside which something can be made.
    sandbox.dbx_exits(0, &format!("plan --current new.yml --target {url} --allow-breaking --verify"));
    sandbox.write("bad.yml", &SHOP[1].replace("select id, mood", "select id, nothing"));
    sandbox.dbx_exits(1, &plan.replace("new.yml", "bad.yml"));
    let left = format!("select datname from pg_database where datdba = '{role}'::regrole and datname ~ 'verify'");
    assert_eq!(database.psql(&left), "");
}

/// As a person does with Ctrl-C, and a pipeline that cancels a job.
#[test]
fn an_interrupted_proof_leaves_no_database_behind() {
    let Some(database) = support::postgres() else { return };
    let (url, role) = with_role(&database, "createdb");
    let sandbox = Sandbox::new();
    sandbox.write("slow.yml", "version: 1\ndialect: postgres\nmaterialized_views:\n  - {name: slow, query: \"select 1 as a from pg_sleep(3)\"}\n");
    let mut command = sandbox.command(&format!("plan --target slow.yml --url {url} --out plan.sql --verify"));
    let running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dbx starts");
    let databases = format!("select count(*) from pg_database where datdba = '{role}'::regrole and datname ~ 'verify'");
    let begin = Instant::now();
    while database.psql(&databases) == "0" {
        assert!(begin.elapsed() < Duration::from_secs(60), "no database was made");
    }
    let process = Pid::from_raw(i32::try_from(running.id()).expect("a process id"));
    kill(process, Signal::SIGINT).expect("it is still running");
    let outcome = Outcome::of(running.wait_with_output().expect("dbx ends"));
    assert_eq!(outcome.code, 130, "{}", outcome.all());
    outcome.says("interrupted");
    assert_eq!(database.psql(&databases), "0");
    assert!(!sandbox.path().join("plan.sql").exists());
}

#[test]
fn a_role_that_may_not_make_databases_is_told_what_to_do() {
    let Some(database) = support::postgres() else { return };
    let (url, _) = with_role(&database, "nocreatedb");
    let sandbox = shop();
    let plan = format!("plan --target new.yml --url {url} --out plan.sql --verify");
    sandbox.dbx_exits(1, &plan).says("permission denied to create database").says("--scratch");
    assert!(!sandbox.path().join("plan.sql").exists());
    sandbox.dbx_exits(2, "plan --current empty --target new.yml --verify").says("--scratch");
}

#[test]
fn a_read_only_environment_gets_no_database_beside_its_own() {
    let Some(database) = support::postgres() else { return };
    let sandbox = shop();
    sandbox.write("dbx.toml", &format!("[env.live]\nurl = \"{}\"\nread_only = true\n", database.url()));
    sandbox.dbx_exits(4, "plan --target new.yml --env live --verify").says("read-only").says("--scratch");
    sandbox.dbx_exits(4, &format!("plan --current new.yml --target {} --verify", database.url())).says("read-only");
}

#[test]
fn a_plan_that_fails_is_not_written() {
    let Some(scratch) = support::postgres() else { return };
    let sandbox = shop();
    sandbox.write("bad.yml", &SHOP[1].replace("select id, mood", "select id, nothing"));
    let plan = "plan --current old.yml --target bad.yml --out plan.sql --impact-meta --allow-breaking --verify";
    let outcome = sandbox.dbx_exits(1, &format!("{plan} --scratch {} --json", scratch.url()));
    let error = &serde_json::from_str::<Value>(&outcome.stdout).expect("JSON")["error"];
    assert!(error["message"].as_str().expect("a message").contains("column \"nothing\" does not exist"), "{error:#}");
    assert!(error["statement"].as_str().expect("the SQL").contains("nothing"), "{error:#}");
    outcome.says("the plan does not hold on PostgreSQL");
    assert!(!sandbox.path().join("plan.sql").exists() && !sandbox.path().join("plan.sql.impact.json").exists());
    is_empty(&scratch);
}

#[test]
fn a_scratch_database_in_use_is_left_alone() {
    let Some(scratch) = support::postgres() else { return };
    scratch.psql("create table precious (id int)");
    let sandbox = shop();
    let plan = format!("plan --current empty --target new.yml --verify --scratch {}", scratch.url());
    sandbox.dbx_exits(4, &plan).says("is not empty: table:public.precious");
    assert_eq!(scratch.psql("select count(*) from pg_class where relnamespace = 'public'::regnamespace"), "1");
}

/// What a proof left that was killed half way is dbx's, as long as it has no rows.
#[test]
fn leftovers_of_a_proof_are_cleared() {
    let Some(scratch) = support::postgres() else { return };
    let left = "create table public.db_assistant_scratch (extension text not null); create table left_over (id int);";
    scratch.psql(left);
    let sandbox = shop();
    let plan = format!("plan --current empty --target new.yml --verify --scratch {}", scratch.url());
    sandbox.dbx_exits(0, &plan).says("verified on PostgreSQL");
    is_empty(&scratch);
    scratch.psql(&format!("{left} insert into left_over values (1)"));
    sandbox.dbx_exits(4, &plan).says("table:public.left_over has rows");
    assert_eq!(scratch.psql("select count(*) from left_over"), "1");
}

#[test]
fn what_is_not_managed_is_named() {
    let Some(database) = support::postgres() else { return };
    let sandbox = shop();
    sandbox.dbx_exits(0, &format!("apply --target old.yml --url {}", database.url()));
    database.psql("create conversion to_utf8 for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8");
    let plan = format!("plan --target new.yml --url {} --allow-breaking --verify", database.url());
    sandbox.dbx_exits(0, &plan).says("proven without what dbx does not manage").says("conversion:public.to_utf8");
}

#[test]
fn a_start_that_cannot_be_built_is_told_as_such() {
    let Some(scratch) = support::postgres() else { return };
    let sandbox = shop();
    sandbox.write("bad.yml", &SHOP[0].replace("select id", "select nothing"));
    let plan = format!("plan --current bad.yml --target new.yml --allow-breaking --verify --scratch {}", scratch.url());
    sandbox.dbx_exits(1, &plan).says("the start of the plan cannot be built").says("\"nothing\" does not exist");
    is_empty(&scratch);
}

#[test]
fn on_sqlite_in_memory() {
    let sandbox = Sandbox::with_breaking_plan();
    let plan = "plan --target after.yml --url sqlite:app.db --allow-breaking --out p.sql --impact-meta --verify";
    let outcome = sandbox.dbx_exits(0, &format!("{plan} --json"));
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(report["impact"]["verified"]["server"], "SQLite");
    sandbox.dbx_exits(0, "apply p.sql --url sqlite:app.db --allow-breaking --yes").says("verified on SQLite");
    sandbox.dbx_exits(0, "plan --target after.yml --url sqlite:app.db --verify").says("nothing differs");
    sandbox
        .dbx_exits(0, "plan --current empty --target before.yml --dialect sqlite --verify")
        .says("verified on SQLite");
}

#[test]
fn on_a_sqlite_file() {
    let sandbox = Sandbox::new();
    sandbox.write("before.yml", BEFORE);
    sandbox.write("after.yml", AFTER);
    let plan =
        "plan --current before.yml --target after.yml --dialect sqlite --allow-breaking --verify --scratch sqlite:";
    let scratch = support::sqlite();
    let path = scratch.path().display().to_string();
    sandbox.dbx_exits(0, &format!("{plan}{path}")).says("verified on SQLite");
    assert_eq!(scratch.dump(), "");
    scratch.exec("create table precious (id integer)");
    sandbox.dbx_exits(4, &format!("{plan}{path}")).says("is not empty: table:precious");
    assert!(scratch.dump().contains("precious"));
}

#[test]
fn a_plan_that_fails_on_sqlite_is_not_written() {
    let sandbox = Sandbox::new();
    let with_index =
        BEFORE.to_owned() + "      indexes:\n        - {name: ix, columns: [{expression: \"no_such_function(id)\"}]}\n";
    sandbox.write("bad.yml", &with_index);
    let outcome = sandbox.dbx_exits(1, "plan --current empty --target bad.yml --dialect sqlite --out p.sql --verify");
    outcome.says("the plan does not hold on SQLite").says("no_such_function").says("CREATE INDEX");
    assert!(!sandbox.path().join("p.sql").exists());
}
