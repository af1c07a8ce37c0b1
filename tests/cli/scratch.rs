//! `--scratch`: the server tells how it spells SQL in a database made for that, and the database is left as it was found.

use super::sandbox::{AFTER, BEFORE, Sandbox};
use super::support::{self, Database};

/// The same check, as somebody writes it and nearly as PostgreSQL does.
fn people(check: &str, query: &str) -> String {
    format!(
        "version: 1\ndialect: postgres\nentities:\n  tables:\n    - name: people\n      primary_key: id\n      columns:\n        \
         - {{name: id, type: INT}}\n        - {{name: age, type: INT, check: \"{check}\"}}\n\
         views:\n  - {{name: adults, query: \"{query}\"}}\n"
    )
}

fn two_spellings() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old.yml", &people("age between 0 and 150", "select id from people where age >= 18"));
    sandbox.write(
        "new.yml",
        &people("(age >= 0) and age <= 150", "select people.id from public.people where (age >= 18)"),
    );
    sandbox
}

const AS_TEXT: &str = "compared as text";

#[track_caller]
pub fn is_empty(database: &Database) {
    let there = database.psql(
        "select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$|^public$' \
         union all select relname from pg_class where relnamespace = 'public'::regnamespace \
         union all select typname from pg_type where typnamespace = 'public'::regnamespace",
    );
    assert_eq!(there, "", "the scratch database is not as it was found");
}

#[test]
fn between_two_specs_the_server_decides() {
    let Some(scratch) = support::postgres() else { return };
    let sandbox = two_spellings();
    sandbox.dbx_exits(3, "plan --current old.yml --target new.yml --check").says(AS_TEXT).says("--scratch");
    let plan = format!("plan --current old.yml --target new.yml --check --scratch {}", scratch.url());
    let exact = sandbox.dbx_exits(0, &plan);
    assert!(!exact.all().contains(AS_TEXT), "{}", exact.all());
    exact.says("nothing differs");
    is_empty(&scratch);
}

/// Where nothing stands against it there is nothing to be unsure about.
#[test]
fn a_plan_from_nothing_compares_no_texts() {
    let sandbox = two_spellings();
    let outcome = sandbox.dbx_exits(0, "plan --current empty --target old.yml");
    assert!(!outcome.all().contains(AS_TEXT), "{}", outcome.all());
}

#[test]
fn an_exact_plan_needs_no_sides_in_its_sidecar() {
    let (Some(scratch), Some(database)) = (support::postgres(), support::postgres()) else { return };
    let sandbox = two_spellings();
    sandbox.write("next.yml", &people("age between 0 and 120", "select id from people where age > 17"));
    for (current, target) in [("empty", "old.yml"), ("new.yml", "next.yml")] {
        let plan = format!("plan --current {current} --target {target} --out plan.sql --impact-meta --allow-breaking");
        sandbox.dbx_exits(0, &format!("{plan} --scratch {}", scratch.url()));
        assert!(!sandbox.read("plan.sql.impact.json").contains("\"offline\""));
        let applied = sandbox.dbx_exits(0, &format!("apply plan.sql --url {}", database.url()));
        applied.says("verified: the schema is the one the plan leads to");
    }
    is_empty(&scratch);
}

/// Nothing is built beside the live schema, so its role needs no right to build anything.
#[test]
fn a_role_that_only_reads_is_enough_then() {
    let (Some(scratch), Some(database)) = (support::postgres(), support::postgres()) else { return };
    let sandbox = two_spellings();
    sandbox.dbx_exits(0, &format!("apply --target old.yml --url {} --scratch {}", database.url(), scratch.url()));
    let role = format!("reader_of_{}", database.name());
    database.psql(&format!("create role {role} login"));
    let reader = database.url().replace("postgres@", &format!("{role}@"));
    for command in ["drift --target new.yml", "impact --target new.yml"] {
        sandbox.dbx(&format!("{command} --url {reader}")).says(AS_TEXT).says("permission denied");
        let exact = sandbox.dbx_exits(0, &format!("{command} --url {reader} --scratch {}", scratch.url()));
        assert!(!exact.all().contains(AS_TEXT), "{}", exact.all());
    }
}

#[test]
fn an_environment_names_its_own() {
    let Some(scratch) = support::postgres() else { return };
    let sandbox = two_spellings();
    for keys in [
        format!("scratch = \"{}\"", scratch.url()),
        "scratch_env = \"SHOP_SCRATCH\"".to_owned(),
        format!("scratch_command = \"echo {}\"", scratch.url()),
    ] {
        sandbox.write(
            "dbx.toml",
            &format!("default_env = \"dev\"\n[env.dev]\nurl = \"postgres://nobody@127.0.0.1:1/x\"\n{keys}\n"),
        );
        let mut command = sandbox.command("plan --current old.yml --target new.yml --check");
        let output = command.env("SHOP_SCRATCH", scratch.url()).output().expect("dbx starts");
        assert_eq!(output.status.code(), Some(0), "{keys}: {output:?}");
    }
}

#[test]
fn one_for_another_engine_is_refused_where_it_was_named() {
    let sandbox = Sandbox::new();
    sandbox.write("before.yml", BEFORE);
    sandbox.write("after.yml", AFTER);
    let plan = "plan --current before.yml --target after.yml --dialect sqlite --allow-breaking";
    sandbox
        .dbx_exits(2, &format!("{plan} --scratch postgres://u@127.0.0.1:1/x"))
        .says("the scratch database is for postgres, the plan for sqlite");
    sandbox.write(
        "dbx.toml",
        "default_env = \"dev\"\n[env.dev]\nurl = \"sqlite:app.db\"\nscratch = \"postgres://u@127.0.0.1:1/x\"\n",
    );
    sandbox.dbx_exits(0, plan);
    sandbox.dbx_exits(2, &format!("{plan} --env dev")).says("the scratch database is for postgres");
}

#[test]
fn one_that_cannot_be_reached_is_an_error_without_its_password() {
    let sandbox = two_spellings();
    let plan = "plan --current old.yml --target new.yml";
    let outcome = sandbox.dbx_exits(1, &format!("{plan} --scratch postgres://u:S3cretPw@127.0.0.1:1/x"));
    outcome.says("cannot connect to postgres://u:***@127.0.0.1:1/x");
    let outcome = sandbox.dbx_exits(2, &format!("{plan} --scratch u:S3cretPw@127.0.0.1:1/x"));
    assert!(!outcome.all().contains("S3cret"), "{}", outcome.all());
}

#[test]
fn a_plan_file_takes_none() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox
        .dbx_exits(2, "apply change.sql --url sqlite:app.db --scratch sqlite:s.db")
        .says("--scratch goes with --target");
}
