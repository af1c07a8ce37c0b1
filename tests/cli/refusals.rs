//! Nobody gets past the gate by changing, or taking away, what stands beside a plan.

use super::sandbox::Sandbox;
use super::support;
use sha2::Digest as _;

const APPLY: &str = "apply change.sql --url sqlite:app.db";
const APPLY_ALL: &str = "apply change.sql --url sqlite:app.db --allow-breaking --yes";

#[test]
fn a_changed_plan_does_not_run() {
    let sandbox = Sandbox::with_breaking_plan();
    let sql = sandbox.read("change.sql");
    sandbox.write("change.sql", &sql.replace("DROP COLUMN name", "DROP COLUMN id"));
    sandbox.dbx_exits(1, APPLY_ALL).says("it was changed after it was planned");
}

#[test]
fn a_changed_sidecar_opens_no_gate() {
    let sandbox = Sandbox::with_breaking_plan();
    let json = sandbox.read("change.sql.impact.json");
    sandbox.write("change.sql.impact.json", &json.replace("\"high\"", "\"low\""));
    sandbox.dbx_exits(4, APPLY).says("D102");
}

#[test]
fn a_sidecar_of_another_plan_opens_no_gate() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox.dbx_exits(0, "plan --target before.yml --current empty --dialect sqlite --out other.sql --impact-meta");
    sandbox.write("change.sql.impact.json", &sandbox.read("other.sql.impact.json"));
    sandbox.dbx_exits(4, APPLY).says("D102");
}

/// The hash of a plan can be made by anybody, so what it covers is looked at all the same.
#[test]
fn a_second_statement_between_markers_does_not_run() {
    let sandbox = Sandbox::with_users();
    sandbox.write(
        "new.yml",
        "version: 1\nentities:\n  tables:\n    - {name: t, columns: [{name: a, type: INT}], primary_key: a}\n",
    );
    for hidden in ["DELETE FROM users", "COMMIT; DROP TABLE users"] {
        sandbox.dbx_exits(0, "plan --target new.yml --current empty --dialect sqlite --out forged.sql");
        let sql = sandbox.read("forged.sql").trim_end().trim_end_matches(';').to_owned() + ";\n" + hidden + ";\n";
        let outcome = {
            sandbox.write("forged.sql", &sql);
            let refused = sandbox.dbx_exits(1, "apply forged.sql --url sqlite:app.db");
            let found =
                refused.stderr.split("its statements say ").nth(1).and_then(|rest| rest.split_whitespace().next());
            let written = sql.lines().find_map(|line| line.strip_prefix("-- hash: ")).expect("a hash").to_owned();
            sandbox.write("forged.sql", &sql.replace(&written, found.expect("the hash it has")));
            sandbox.dbx_exits(4, "apply forged.sql --url sqlite:app.db --allow-breaking --yes")
        };
        outcome.says("more than one statement");
    }
    sandbox.dbx_exits(0, "inspect --url sqlite:app.db --include users");
}

/// A sidecar that says nothing of a drop is not one that dbx wrote, whatever its digest.
#[test]
fn a_silent_sidecar_opens_no_gate() {
    let sandbox = Sandbox::with_breaking_plan();
    let mut report: serde_json::Value = serde_json::from_str(&sandbox.read("change.sql.impact.json")).expect("JSON");
    report["level"] = serde_json::Value::Null;
    report["digest"] = "".into();
    for operation in report["operations"].as_array_mut().expect("operations") {
        operation["risks"] = serde_json::json!([]);
    }
    let digest = sha2::Sha256::digest(serde_json::to_vec(&report).expect("JSON"));
    report["digest"] = hex::encode(digest).into();
    sandbox.write("change.sql.impact.json", &report.to_string());
    sandbox.dbx_exits(4, APPLY).says("D102").says("silent about statements");
}

/// A table that was empty when the plan was made may be full when it runs.
#[test]
fn rows_are_counted_again_when_the_plan_runs() {
    let sandbox = Sandbox::with_users();
    sandbox.write("empty.sql", "CREATE TABLE extra (a INTEGER);\n");
    sandbox.dbx_exits(0, "apply empty.sql --url sqlite:app.db");
    sandbox
        .dbx_exits(0, "plan --target before.yml --url sqlite:app.db --out drop.sql --impact-meta")
        .says("with 0 rows");
    sandbox.write("fill.sql", "INSERT INTO extra VALUES (1), (2);\n");
    sandbox.dbx_exits(0, "apply fill.sql --url sqlite:app.db --allow-breaking --yes");
    sandbox.dbx_exits(4, "apply drop.sql --url sqlite:app.db").says("D101").says("now 2 rows");
}

#[test]
fn names_that_trade_places_are_refused() {
    let sandbox = Sandbox::with_users();
    sandbox.write(
        "swap.yml",
        "version: 1\nentities:\n  tables:\n    - name: users\n      primary_key: id\n      columns:\n        \
         - {name: id, type: INT}\n        - {name: email, type: TEXT, was: name}\n        - {name: name, type: TEXT, was: email}\n",
    );
    sandbox.dbx_exits(2, "plan --target swap.yml --url sqlite:app.db").says("in a ring");
}

#[test]
fn without_a_sidecar_the_sql_is_judged() {
    let sandbox = Sandbox::with_breaking_plan();
    std::fs::remove_file(sandbox.path().join("change.sql.impact.json")).expect("a sidecar");
    sandbox.dbx_exits(4, APPLY).says("D102");
    for nonsense in ["", "{}", "not JSON"] {
        sandbox.write("change.sql.impact.json", nonsense);
        sandbox.dbx_exits(4, APPLY).says("D102");
    }
}

#[test]
fn a_stale_plan_names_what_has_changed() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox.write("by_hand.sql", "ALTER TABLE users ADD COLUMN age INTEGER;\nCREATE TABLE extra (id INTEGER);\n");
    sandbox.dbx_exits(0, "apply by_hand.sql --url sqlite:app.db");
    let outcome = sandbox.dbx_exits(1, APPLY_ALL);
    outcome.says("table:users is different").says("table:extra is new").says("make a new plan");
}

#[test]
fn a_plan_runs_on_its_own_engine_only() {
    let sandbox = Sandbox::with_users();
    sandbox.dbx_exits(0, "plan --target before.yml --current empty --dialect postgres --out postgres.sql");
    sandbox.dbx_exits(2, "apply postgres.sql --url sqlite:app.db").says("a plan for postgres");
}

#[test]
fn transactions_in_a_file_are_refused_whatever_the_flags() {
    let sandbox = Sandbox::with_users();
    for (number, word) in ["COMMIT", "BEGIN", "rollback", "SAVEPOINT a", "END"].into_iter().enumerate() {
        let file = format!("{number}.sql");
        sandbox.write(&file, &format!("CREATE TABLE t{number} (id INTEGER);\n{word};\nCREATE TABLE u (id INTEGER);\n"));
        sandbox.dbx_exits(4, &format!("apply {file} --url sqlite:app.db --allow-breaking --yes"));
    }
    let left = sandbox.dbx_exits(0, "inspect --url sqlite:app.db");
    assert!(!left.stdout.contains("name: t0"), "{}", left.stdout);
}

#[test]
fn transactions_in_a_file_are_refused_on_postgres_too() {
    let Some(database) = support::postgres() else { return };
    let sandbox = Sandbox::new();
    sandbox.write("hand.sql", "CREATE TABLE t (id int);\nCOMMIT;\nCREATE TABLE u (id int);\n");
    let outcome = sandbox.dbx_exits(4, &format!("apply hand.sql --url {} --allow-breaking --yes", database.url()));
    outcome.says("T105");
    assert_eq!(database.psql("select count(*) from pg_tables where schemaname = 'public'"), "0");
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let sandbox = Sandbox::with_users();
    sandbox.write("bad.sql", "CREATE TABLE t (id INTEGER);\nCREATE TABLE users (id INTEGER);\n");
    sandbox.dbx_exits(1, "apply bad.sql --url sqlite:app.db").says("nothing was changed").says("CREATE TABLE users");
    let left = sandbox.dbx_exits(0, "inspect --url sqlite:app.db");
    assert!(!left.stdout.contains("name: t\n"), "{}", left.stdout);
    sandbox.dbx_exits(0, "status --url sqlite:app.db").says("failed");
}

/// A column of 20 characters becomes one of 4: rows decide, those of the plan and again those that are there when it runs.
fn narrows_what_fits(url: &str, sql: impl Fn(&str)) {
    let sandbox = Sandbox::new();
    let columns = "[{name: id, type: INT}, {name: code, type: VARCHAR(20)}]";
    let spec = format!("version: 1\nentities:\n  tables:\n    - {{name: t, columns: {columns}, primary_key: [id]}}\n");
    sandbox.write("wide.yml", &spec);
    sandbox.write("narrow.yml", &spec.replace("VARCHAR(20)", "VARCHAR(4)"));
    sandbox.dbx_exits(0, &format!("apply --target wide.yml --url {url} --yes"));
    sql("INSERT INTO t VALUES (1, 'abcd'), (2, 'abcdef')");
    let refused = sandbox.dbx_exits(4, &format!("plan --target narrow.yml --url {url}"));
    refused.says("R107").says("1 row with a value that does not fit");
    sandbox
        .dbx_exits(0, &format!("impact --target narrow.yml --url {url} --json"))
        .says("have a value in code that")
        .says("char_length(");

    sql("UPDATE t SET code = 'ab' WHERE id = 2");
    sandbox.dbx_exits(0, &format!("plan --target narrow.yml --url {url} --out fits.sql --impact-meta"));
    sql("UPDATE t SET code = 'abcdef' WHERE id = 2");
    sandbox.dbx_exits(4, &format!("apply fits.sql --url {url}")).says("now 1 row");
    sql("UPDATE t SET code = 'ab' WHERE id = 2");
    sandbox.dbx_exits(0, &format!("apply fits.sql --url {url}"));
}

#[test]
fn narrows_what_fits_on_postgres() {
    let Some(database) = support::postgres() else { return };
    narrows_what_fits(database.url(), |sql| drop(database.psql(sql)));
}

#[test]
fn narrows_what_fits_on_mariadb() {
    let Some(database) = support::mariadb() else { return };
    narrows_what_fits(database.url(), |sql| drop(database.psql(sql)));
}

/// A plan that was made without a database knows of no rows; the table that it rewrites has many.
#[test]
fn work_on_every_row_is_weighed_by_the_rows_of_the_moment() {
    let sandbox = Sandbox::new();
    let spec = "version: 1\ndialect: sqlite\nentities:\n  tables:\n    - {name: t, columns: [{name: id, type: INT, nullable: false}, a TEXT], primary_key: id}\n";
    sandbox.write("old.yml", spec);
    sandbox.write("new.yml", &spec.replace("a TEXT", "{name: a, type: TEXT, check: length(a) < 100}"));
    sandbox.dbx_exits(0, "apply --target old.yml --url sqlite:app.db");
    sandbox
        .dbx_exits(0, "plan --current old.yml --target new.yml --out p.sql --impact-meta")
        .says("no live database was asked");
    let database = rusqlite::Connection::open(sandbox.path().join("app.db")).expect("a database");
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)";
    database.execute_batch(&format!("{numbers} INSERT INTO t SELECT i, 'a' FROM n")).expect("rows");
    sandbox.dbx_exits(4, "apply p.sql --url sqlite:app.db").says("12000 rows").says("--allow-breaking");
    sandbox.dbx_exits(0, "apply p.sql --url sqlite:app.db --allow-breaking --yes");
}

/// A table that SQLite makes anew is no occasion to fill what is empty: the statement fails, as it does on the other engines.
#[test]
fn what_is_null_is_not_filled_on_the_way() {
    let sandbox = Sandbox::new();
    let spec = "version: 1\ndialect: sqlite\nentities:\n  tables:\n    - {name: t, columns: [{name: id, type: INTEGER, nullable: true}, {name: phone, type: TEXT}], primary_key: id}\n";
    sandbox.write("old.yml", spec);
    sandbox.write("new.yml", &spec.replace("type: TEXT", "type: TEXT, nullable: false, default: none"));
    sandbox.dbx_exits(0, "apply --target old.yml --url sqlite:app.db");
    let database = rusqlite::Connection::open(sandbox.path().join("app.db")).expect("a database");
    database.execute_batch("INSERT INTO t VALUES (1, NULL)").expect("a row");
    sandbox.dbx_exits(4, "apply --target new.yml --url sqlite:app.db").says("V102");
    sandbox
        .dbx_exits(1, "apply --target new.yml --url sqlite:app.db --allow-breaking --yes")
        .says("NOT NULL constraint failed")
        .says("nothing was changed");
    let filled = database.query_row("SELECT count(phone) FROM t", [], |row| row.get::<_, i64>(0)).expect("a count");
    assert_eq!(filled, 0);
}
