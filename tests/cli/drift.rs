//! `dbx drift`, as a scheduled job runs it.

use super::sandbox::{BEFORE, Sandbox};
use serde_json::Value;

#[test]
fn every_object_is_told_with_both_sides() {
    let sandbox = Sandbox::with_users();
    sandbox.write("new.yml", &BEFORE.replace("name: name, type: TEXT", "name: name, type: BINARY"));
    sandbox.write("notes.sql", "CREATE TABLE notes (id INTEGER);\n");
    sandbox.dbx_exits(0, "apply notes.sql --url sqlite:app.db");
    let full = sandbox.dbx_exits(3, "drift --target new.yml --url sqlite:app.db --format full");
    full.says("table:users is different")
        .says("in the database")
        .says("in the spec")
        .says("table:notes is not in the spec");
    let outcome = sandbox.dbx_exits(3, "drift --target new.yml --url sqlite:app.db --format json");
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let objects = report["objects"].as_array().expect("objects");
    let states: Vec<&str> = objects.iter().filter_map(|it| it["state"].as_str()).collect();
    assert_eq!(states, ["unexpected", "different"]);
    assert!(objects[1]["live"].as_str().expect("a side").contains("TEXT"), "{report:#}");
    assert!(objects[1]["spec"].as_str().expect("a side").contains("BLOB"), "{report:#}");
    assert!(objects[0]["spec"].is_null(), "{report:#}");
}

#[test]
fn what_cannot_be_found_out_is_not_taken_for_no_drift() {
    let sandbox = Sandbox::with_users();
    sandbox.dbx_exits(0, "drift --target before.yml --url sqlite:app.db").says("no drift");
    sandbox.dbx_exits(2, "drift --target missing.yml --url sqlite:app.db");
    sandbox.dbx_exits(1, "drift --target before.yml --url postgres://nobody@127.0.0.1:1/nothing");
}
