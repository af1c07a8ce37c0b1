//! Approvals, as they are given and as they are voided.

use super::sandbox::{Outcome, Sandbox};
use serde_json::Value;

const PRODUCTION: &str = "[env.live]\nurl = \"sqlite:app.db\"\nrole = \"production\"\n";

/// A plan with a high risk for a production environment with these settings.
#[track_caller]
fn production(settings: &str) -> Sandbox {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox.write("dbx.toml", &format!("{PRODUCTION}{settings}"));
    sandbox
}

#[track_caller]
fn refused(sandbox: &Sandbox) -> Outcome {
    sandbox.dbx_exits(4, "apply change.sql --env live --allow-breaking --yes")
}

#[track_caller]
fn runs(sandbox: &Sandbox) -> Outcome {
    sandbox.dbx_exits(0, "apply change.sql --env live --allow-breaking --yes")
}

/// What names the plan and its impact file.
#[track_caller]
fn code(sandbox: &Sandbox) -> String {
    sandbox.dbx_exits(0, "approve change.sql --print").stdout.trim().to_owned()
}

/// An apply behind a pipeline's own gate.
fn gated(sandbox: &Sandbox, approved: &str) -> Outcome {
    let mut command = sandbox.command("apply change.sql --env live --allow-breaking --yes --json");
    command.env("DBX_APPROVED_PLAN", approved).env("DBX_APPROVED_BY", "release-gate");
    Outcome::of(command.output().expect("dbx starts"))
}

#[test]
fn a_signed_off_file_is_the_second_key() {
    let sandbox = production("");
    refused(&sandbox).says("dbx approve");
    sandbox.dbx_exits(0, "approve change.sql --as ada --comment seen --env live").says("approved").says("D102");
    sandbox.dbx_exits(4, "apply change.sql --env live --yes").says("--allow-breaking");
    runs(&sandbox).says("approved by ada");
}

#[test]
fn what_was_changed_since_is_named() {
    let sandbox = production("");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live");
    let sidecar = sandbox.read("change.sql.impact.json");
    sandbox.write("change.sql.impact.json", &sidecar.replace("has a value", "has no value"));
    refused(&sandbox).says("the approval by ada does not count").says("impact file was changed");
    std::fs::remove_file(sandbox.path().join("change.sql.impact.json")).expect("the sidecar");
    refused(&sandbox).says("is gone");
    sandbox.write("change.sql.impact.json", &sidecar);
    runs(&sandbox);
}

#[test]
fn another_plan_under_the_same_name_is_not_approved() {
    let sandbox = production("");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live");
    sandbox.write("other.yml", &sandbox.read("after.yml").replace("email", "mail"));
    sandbox.dbx_exits(4, "plan --target other.yml --url sqlite:app.db --out change.sql --impact-meta");
    refused(&sandbox).says("the SQL was changed since");
}

#[test]
fn an_approval_is_for_one_environment() {
    let sandbox = production("[env.staging]\nurl = \"sqlite:staging.db\"\n");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env staging");
    refused(&sandbox).says("it is for staging, this is live");
}

#[test]
fn an_edited_approval_is_void() {
    let sandbox = production("");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live");
    let approval = sandbox.read("change.sql.approval.json");
    sandbox.write("change.sql.approval.json", &approval.replace("ada", "eve"));
    refused(&sandbox).says("it was edited");
    sandbox.write("change.sql.approval.json", "{}");
    sandbox.dbx_exits(2, "apply change.sql --env live --allow-breaking --yes").says("is no approval file");
    sandbox.dbx_exits(2, "approve change.sql --as ada --env live").says("is no approval file");
}

#[test]
fn with_a_key_an_unsigned_approval_is_void() {
    let sandbox = production("");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live");
    let keyed = |command: &str| format!("{PRODUCTION}approval_key_command = \"{command}\"\n");
    sandbox.write("dbx.toml", &keyed("echo a-key-that-is-long-enough"));
    refused(&sandbox).says("it is not signed");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live").says("signed");
    sandbox.write("dbx.toml", &keyed("echo another-key-that-is-long"));
    refused(&sandbox).says("another key");
    sandbox.write("dbx.toml", &keyed("echo short-S3cret"));
    let outcome = sandbox.dbx_exits(1, "apply change.sql --env live --allow-breaking --yes");
    outcome.says("16 bytes");
    assert!(!outcome.all().contains("S3cret"), "{}", outcome.all());
    sandbox.write("dbx.toml", &keyed("echo a-key-that-is-long-enough"));
    runs(&sandbox);
}

#[test]
fn so_many_people_have_to_approve_every_plan() {
    let sandbox = production("approvals = 2\n");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live");
    refused(&sandbox).says("needs 2 approvals and has 1 (ada)");
    sandbox.dbx_exits(0, "approve change.sql --as Ada --env live");
    refused(&sandbox).says("needs 2 approvals and has 1");
    sandbox.dbx_exits(0, "approve change.sql --as grace --env live").says("approved so far by Ada, grace");
    runs(&sandbox).says("approved by Ada, grace");
    sandbox.write("harmless.sql", "CREATE TABLE notes (id INTEGER);\n");
    sandbox.dbx_exits(4, "apply harmless.sql --env live").says("needs 2 approvals and has none");
}

#[test]
fn a_pipeline_approves_by_the_hashes() {
    let sandbox = production("");
    let approved = code(&sandbox);
    let (plan, impact) = approved.split_once(':').expect("two hashes");
    for (value, why) in [
        (format!("0123456789abcdef:{impact}@live"), "approved was plan 0123456789ab, this is"),
        (format!("{plan}@live"), "it names the plan without its impact file"),
        (format!("{plan}:{plan}@live"), "the impact file was changed since"),
        (approved.clone(), "it names no environment: write PLAN:IMPACT@live"),
        (format!("{approved}@staging"), "it is for staging, this is live"),
    ] {
        let other = gated(&sandbox, &value);
        assert_eq!(other.code, 4, "{value}");
        other.says("the approval by release-gate").says(why);
    }
    let outcome = gated(&sandbox, &format!("{approved}@live"));
    assert_eq!(outcome.code, 0, "{}", outcome.all());
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(report["approvers"], serde_json::json!(["release-gate"]));
}

/// Everything that `apply` acts on, changed one by one behind the approval: in each way of approving it is refused, with what changed.
#[test]
fn whatever_changes_behind_an_approval_voids_it() {
    let sandbox = production("");
    sandbox.dbx_exits(0, "approve change.sql --as ada --env live");
    let approved = code(&sandbox);
    let listed = format!("{PRODUCTION}approvals = [\"{approved}\"]\n");
    let plan = |target: &str| {
        sandbox.dbx_exits(4, &format!("plan --target {target} --url sqlite:app.db --out change.sql --impact-meta"));
    };
    let impact_alone = |sandbox: &Sandbox| {
        let sidecar = sandbox.read("change.sql.impact.json");
        sandbox.write("change.sql.impact.json", &sidecar.replace("has a value", "has no value"));
    };
    let other_spec = |sandbox: &Sandbox| {
        sandbox.write("other.yml", &sandbox.read("after.yml").replace("type: TEXT", "type: TEXT, nullable: false"));
        plan("other.yml");
    };
    let other_sql = |sandbox: &Sandbox| {
        sandbox.write("other.yml", &sandbox.read("after.yml").replace("email", "mail"));
        plan("other.yml");
    };
    let other_start = |sandbox: &Sandbox| {
        sandbox.dbx_exits(0, "approve start.sql --as ada --env live");
        sandbox.dbx_exits(0, "apply start.sql --env live --allow-breaking --yes");
        plan("started.yml");
    };
    sandbox.write("start.sql", "CREATE TABLE notes (id INTEGER);\n");
    sandbox.write(
        "started.yml",
        &(sandbox.read("after.yml") + "    - name: notes\n      columns: [{name: id, type: INT}]\n"),
    );
    type Change<'a> = &'a dyn Fn(&Sandbox);
    let changes: [(Change<'_>, &str); 4] = [
        (&impact_alone, "the impact file was changed since"),
        (&other_spec, "the SQL was changed since"),
        (&other_sql, "the SQL was changed since"),
        (&other_start, "the plan starts from another schema than the one that was approved"),
    ];
    for (change, why) in changes {
        sandbox.write("dbx.toml", PRODUCTION);
        change(&sandbox);
        refused(&sandbox).says("the approval by ada does not count").says(why);
        let by_gate = gated(&sandbox, &format!("{approved}@live"));
        assert_eq!(by_gate.code, 4, "{}", by_gate.all());
        by_gate.says("the approval by release-gate");
        sandbox.write("dbx.toml", &listed);
        refused(&sandbox).says("an approval the other");
    }
}

#[test]
fn sql_by_hand_is_approved_too() {
    let sandbox = Sandbox::with_users();
    sandbox.write("row.sql", "UPDATE users SET name = 'Ada' WHERE id = 1;\n");
    let apply = "apply row.sql --url sqlite:app.db --require-approval --allow-breaking --yes";
    sandbox.dbx_exits(4, apply).says("needs an approval and has none");
    sandbox.dbx_exits(0, "approve row.sql --as ada --url sqlite:app.db").says("highest risk high");
    sandbox.write("row.sql", "UPDATE users SET name = 'Eve' WHERE id = 1;\n");
    sandbox.dbx_exits(4, apply).says("the SQL was changed since");
    sandbox.write("row.sql", "UPDATE users SET name = 'Ada' WHERE id = 1;\n");
    sandbox.dbx_exits(0, apply);
}

#[test]
fn a_name_is_needed() {
    let sandbox = production("");
    sandbox.dbx_exits(2, "approve change.sql --env live").says("--as");
    let nameless =
        Outcome::of(sandbox.command("approve change.sql --env live --as").arg("  ").output().expect("dbx starts"));
    assert_eq!(nameless.code, 2, "{}", nameless.all());
    sandbox.dbx_exits(2, "approve change.sql --env live --as ada --expires 100000").says("hours");
}
