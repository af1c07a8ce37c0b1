//! With `--json` stdout is one JSON document, by the schema that `dbx schema` publishes.

use serde_json::Value;

use super::sandbox::{Outcome, Sandbox};
use super::support;

#[track_caller]
fn document(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|error| panic!("stdout is not one JSON document: {error}\n{}", outcome.stdout))
}

/// The document is by the schema `dbx schema KIND` prints.
#[track_caller]
fn is_by_schema(sandbox: &Sandbox, kind: &str, document: &Value) {
    let schema = self::document(&sandbox.dbx_exits(0, &format!("schema {kind}")));
    let validator = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("schema {kind}: {error}"));
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{kind}: {}\n{document:#}", errors.join("\n"));
}

#[test]
fn reports_are_by_their_schemas() {
    let sandbox = Sandbox::with_breaking_plan();
    for (code, kind, arguments) in [
        (4, "plan", "plan --target after.yml --url sqlite:app.db"),
        (3, "plan", "plan --target after.yml --url sqlite:app.db --check"),
        (0, "plan", "plan --target before.yml --url sqlite:app.db"),
        (0, "plan", "plan --target before.yml --current empty --dialect postgres --out p.sql --impact-meta"),
        (0, "plan", "plan --target before.yml --current empty --dialect sqlite --out v.sql --impact-meta --verify"),
        (0, "impact-summary", "impact --target after.yml --url sqlite:app.db"),
        (0, "impact-summary", "impact --target after.yml --url sqlite:app.db --summary-only"),
        (0, "inspect", "inspect --url sqlite:app.db"),
        (0, "inspect", "inspect --url sqlite:app.db --out inspected.yml"),
        (0, "drift", "drift --target before.yml --url sqlite:app.db"),
        (3, "drift", "drift --target after.yml --url sqlite:app.db"),
        (0, "apply", "apply change.sql --url sqlite:app.db --allow-breaking --dry-run"),
        (0, "apply", "apply change.sql --url sqlite:app.db --allow-breaking --yes"),
        (0, "apply", "apply change.sql --url sqlite:app.db"),
        (0, "status", "status --url sqlite:app.db"),
        (0, "lint", "lint change.sql --url sqlite:app.db --fail-on critical"),
        (0, "report", "report users --url sqlite:app.db --compare users"),
        (0, "profile-learn", "profile learn --url sqlite:app.db"),
        (0, "explain", "explain"),
        (0, "explain", "explain D102"),
    ] {
        let outcome = sandbox.dbx_exits(code, &format!("{arguments} --json"));
        is_by_schema(&sandbox, kind, &document(&outcome));
    }
}

#[test]
fn reports_on_postgres_are_by_their_schemas() {
    let Some(database) = support::postgres() else { return };
    let sandbox = Sandbox::with_users();
    let url = database.url();
    for (kind, arguments) in [
        ("plan", "plan --target before.yml --out plan.sql --impact-meta"),
        ("impact-summary", "impact --target before.yml"),
        ("apply", "apply plan.sql"),
        ("status", "status"),
        ("drift", "drift --target before.yml"),
        ("inspect", "inspect"),
    ] {
        let outcome = sandbox.dbx_exits(0, &format!("{arguments} --url {url} --json"));
        is_by_schema(&sandbox, kind, &document(&outcome));
    }
}

#[test]
fn the_sidecar_is_by_its_schema() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox
        .dbx_exits(0, "plan --target before.yml --current empty --dialect sqlite --out v.sql --impact-meta --verify");
    for file in ["change.sql.impact.json", "v.sql.impact.json"] {
        let sidecar = serde_json::from_str(&sandbox.read(file)).expect("JSON");
        is_by_schema(&sandbox, "impact", &sidecar);
    }
}

#[test]
fn specs_are_by_their_schema() {
    let sandbox = Sandbox::with_users();
    let inspected = document(&sandbox.dbx_exits(0, "inspect --url sqlite:app.db --json"));
    for text in [sandbox.read("before.yml"), inspected["yaml"].as_str().expect("a spec").to_owned()] {
        let spec: Value = serde_yaml::from_str(&text).expect("YAML");
        is_by_schema(&sandbox, "spec", &spec);
    }
}

/// Those that publish no schema print JSON all the same.
#[test]
fn other_commands_print_json_too() {
    let sandbox = Sandbox::with_users();
    for arguments in ["validate before.yml", "init shop", "demo", "schema spec"] {
        assert!(document(&sandbox.dbx_exits(0, &format!("{arguments} --json"))).is_object(), "{arguments}");
    }
}

#[test]
fn errors_are_json_too() {
    let sandbox = Sandbox::with_breaking_plan();
    sandbox.write("bad.yml", "version: 1\ntabels: []\n");
    for (code, kind, arguments) in [
        (1, "error", "apply missing.sql --url sqlite:app.db"),
        (1, "error", "plan --target bad.yml --url sqlite:app.db"),
        (2, "usage", "status"),
        (4, "refused", "apply change.sql --url sqlite:app.db"),
    ] {
        let outcome = sandbox.dbx_exits(code, &format!("{arguments} --json"));
        let error = &document(&outcome)["error"];
        assert_eq!(error["kind"], kind, "{arguments}: {error:#}");
        assert!(error["message"].is_string() && error["hints"].is_array(), "{error:#}");
    }
    let invalid = document(&sandbox.dbx_exits(1, "validate bad.yml --json"));
    assert_eq!(invalid["valid"], false);
    assert!(invalid["diagnostics"][0]["code"].is_string(), "{invalid:#}");
}
