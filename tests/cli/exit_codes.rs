//! 0 done or nothing to do · 1 error · 2 usage · 3 differences exist · 4 refused.

use super::sandbox::{AFTER, BEFORE, Sandbox};

#[test]
fn alone_it_shows_help() {
    let outcome = Sandbox::new().dbx_exits(0, "");
    assert!(outcome.stdout.contains("Usage: dbx") && outcome.stdout.contains("Examples:"), "{}", outcome.stdout);
    assert_eq!(outcome.stderr, "");
}

#[test]
fn usage_is_2() {
    let sandbox = Sandbox::new();
    for arguments in [
        "nonsense",
        "plan",
        "apply",
        "status",
        "plan --target x.yml --name a --out b --url sqlite:x.db",
        "explain Z999",
        "status --url oracle://h/db",
        "drift --url sqlite:x.db --env dev",
    ] {
        sandbox.dbx_exits(2, arguments);
    }
}

#[test]
fn errors_are_1() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.yml", "version: 1\nentities:\n  tables:\n    - name: t\n      colums: []\n");
    sandbox.dbx_exits(1, "validate bad.yml").says("bad.yml").says("columns");
    sandbox.dbx_exits(1, "plan --target bad.yml --current empty --dialect sqlite");
    sandbox.dbx_exits(1, "apply nothing.sql --url sqlite:app.db");
    sandbox.dbx_exits(1, "status --url sqlite:no/such/folder/app.db");
}

#[test]
fn warnings_are_errors_with_strict() {
    let sandbox = Sandbox::new();
    sandbox
        .write("odd.yml", "version: 1\nentities:\n  tables:\n    - {name: Users, columns: [{name: id, type: INT}]}\n");
    sandbox.dbx_exits(0, "validate odd.yml");
    sandbox.dbx_exits(1, "validate odd.yml --strict");
}

#[test]
fn differences_are_3_where_they_are_asked_for() {
    let sandbox = Sandbox::with_users();
    sandbox.dbx_exits(0, "drift --target before.yml --url sqlite:app.db").says("no drift");
    sandbox.dbx_exits(0, "plan --target before.yml --url sqlite:app.db --check").says("nothing to do");
    sandbox.write("more.yml", &BEFORE.replace("name: name,", "name: full_name,"));
    sandbox.dbx_exits(3, "drift --target more.yml --url sqlite:app.db").says("full_name");
    sandbox.dbx_exits(3, "plan --target more.yml --url sqlite:app.db --check");
}

#[test]
fn a_breaking_plan_is_4_and_is_written_all_the_same() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox.read("change.sql");
    sandbox.dbx_exits(0, "plan --target after.yml --url sqlite:app.db --allow-breaking");
    sandbox.dbx_exits(4, "apply change.sql --url sqlite:app.db").says("D102").says("1 row");
    // With the flag a person is asked, and here is nobody.
    sandbox.dbx_exits(4, "apply change.sql --url sqlite:app.db --allow-breaking").says("--yes");
    sandbox.dbx_exits(0, "apply change.sql --url sqlite:app.db --allow-breaking --yes").says("applied");
}

#[test]
fn a_read_only_environment_and_production_are_4() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox.write("dbx.toml", "[env.locked]\nurl = \"sqlite:app.db\"\nread_only = true\n[env.live]\nurl = \"sqlite:app.db\"\nrole = \"production\"\n");
    sandbox.dbx_exits(4, "apply change.sql --env locked --allow-breaking --yes").says("read-only");
    sandbox.dbx_exits(4, "apply change.sql --env live --allow-breaking --yes").says("approval");
    let code = sandbox.dbx_exits(0, "approve change.sql --print").stdout;
    let approved =
        format!("[env.live]\nurl = \"sqlite:app.db\"\nrole = \"production\"\napprovals = [\"{}\"]\n", code.trim());
    sandbox.write("dbx.toml", &approved);
    sandbox.dbx_exits(4, "apply change.sql --env live --yes");
    sandbox.dbx_exits(0, "apply change.sql --env live --allow-breaking --yes");
}

#[test]
fn applied_again_there_is_nothing_to_do() {
    let sandbox = Sandbox::new();
    sandbox.write("after.yml", AFTER);
    sandbox.dbx_exits(0, "plan --target after.yml --url sqlite:app.db --out plan.sql --impact-meta");
    sandbox.dbx_exits(0, "apply plan.sql --url sqlite:app.db").says("applied: 1 operation");
    sandbox.dbx_exits(0, "apply plan.sql --url sqlite:app.db").says("nothing to do");
    sandbox.dbx_exits(0, "apply --target after.yml --url sqlite:app.db").says("nothing to do");
}

#[test]
fn a_dry_run_changes_nothing() {
    let sandbox = Sandbox::with_breaking_plan();
    let before = std::fs::read(sandbox.path().join("app.db")).expect("the database");
    sandbox.dbx_exits(4, "apply change.sql --url sqlite:app.db --dry-run");
    let shown = sandbox.dbx_exits(0, "apply change.sql --url sqlite:app.db --dry-run --allow-breaking");
    shown.says("nothing was changed").says("DROP COLUMN name");
    let after = std::fs::read(sandbox.path().join("app.db")).expect("the database");
    assert!(before == after, "a dry run wrote to the database");
    sandbox.dbx_exits(0, "apply --target after.yml --url sqlite:new.db --dry-run");
    assert!(!sandbox.path().join("new.db").exists(), "a dry run made a database");
}
