//! `dbx verify`: files, ledger and catalog.

use super::sandbox::{Outcome, Sandbox};
use serde_json::Value;

const ONE: &str = "\
version: 1
entities:
  tables:
    - name: users
      columns: [{name: id, type: INT, nullable: false}]
      primary_key: id
";

const TWO: &str = "\
version: 1
entities:
  tables:
    - name: users
      columns: [{name: id, type: INT, nullable: false}, {name: email, type: TEXT}]
      primary_key: id
";

/// Two migrations, applied.
#[track_caller]
fn applied() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path().join("migrations")).expect("a folder");
    for (file, spec) in [("1_users", ONE), ("2_email", TWO)] {
        sandbox.write("target.yml", spec);
        sandbox.dbx_exits(
            0,
            &format!("plan --target target.yml --url sqlite:app.db --out migrations/{file}.sql --impact-meta"),
        );
        sandbox.dbx_exits(0, &format!("apply migrations/{file}.sql --url sqlite:app.db"));
    }
    sandbox
}

#[track_caller]
fn verify(sandbox: &Sandbox, code: i32) -> Outcome {
    sandbox.dbx_exits(code, "verify --url sqlite:app.db")
}

fn sql(sandbox: &Sandbox, sql: &str) {
    super::support::sqlite::exec_at(&sandbox.path().join("app.db"), sql).expect("SQL that runs");
}

#[test]
fn what_was_applied_and_left_alone_holds() {
    let sandbox = applied();
    verify(&sandbox, 0).says("2 migrations, ledger and schema agree");
    sandbox.write("migrations/3_more.sql", "CREATE TABLE more (id INTEGER);\n");
    verify(&sandbox, 0).says("not applied yet: 3_more.sql");
    let report: Value =
        serde_json::from_str(&sandbox.dbx_exits(0, "verify --url sqlite:app.db --json").stdout).expect("JSON");
    assert_eq!(report["holds"], true);
}

#[test]
fn files_that_do_not_fit_are_named() {
    let sandbox = applied();
    let two = sandbox.read("migrations/2_email.sql");
    sandbox.write("migrations/2_email.sql", &two.replace("TEXT", "BLOB"));
    verify(&sandbox, 3).says("edited 2_email.sql");
    std::fs::remove_file(sandbox.path().join("migrations/2_email.sql")).expect("the file");
    verify(&sandbox, 3).says("missing 2_email.sql: run 2 applied plan");
    sandbox.write("migrations/2_email.sql", &two);
    sandbox.write("migrations/1_more.sql", "CREATE TABLE more (id INTEGER);\n");
    verify(&sandbox, 3).says("out of order 1_more.sql");
}

#[test]
fn a_ledger_that_was_tampered_with_is_told() {
    let sandbox = applied();
    sql(&sandbox, "update db_assistant_migrations set file = 'other.sql' where run = 1 and operation = 1");
    verify(&sandbox, 3).says("ledger");
    let sandbox = applied();
    sql(&sandbox, "delete from db_assistant_migrations where run = 1");
    verify(&sandbox, 3).says("run 1");
}

#[test]
fn drift_is_named_by_object() {
    let sandbox = applied();
    sql(&sandbox, "alter table users add column phone text; create table stray (id integer)");
    verify(&sandbox, 3)
        .says("drift table:users: it is different since 2_email.sql")
        .says("drift table:stray: it is new");
}

#[test]
fn nothing_applied_is_no_fault() {
    let sandbox = Sandbox::new();
    verify(&sandbox, 0).says("nothing was applied here");
}
