//! `dbx lint`: formats and exit codes.

use super::sandbox::Sandbox;
use serde_json::Value;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema.sql", "create table t (id bigint primary key, a int, c varchar(50));");
    sandbox.write("change.sql", "alter table t\n  alter a type bigint;\ndrop table t;\n");
    sandbox.write("fine.sql", "alter table t alter c type varchar(80);\n");
    sandbox
}

#[test]
fn the_exit_code_tells_whether_there_is_a_finding() {
    let sandbox = sandbox();
    sandbox.dbx_exits(3, "lint change.sql --dialect postgres --schema schema.sql").says("D101").says("change.sql:3:1");
    sandbox.dbx_exits(0, "lint change.sql --dialect postgres --schema schema.sql --fail-on critical");
    sandbox.dbx_exits(0, "lint fine.sql --dialect postgres --schema schema.sql --fail-on low").says("no findings");
    sandbox.dbx_exits(2, "lint fine.sql").says("--dialect");
    sandbox.dbx_exits(1, "lint nothing.sql --dialect postgres");
    sandbox.dbx_exits(3, "lint fine.sql --dialect postgres").says("no schema is known").says("from an unknown type");
}

#[test]
fn a_live_database_tells_types_and_rows() {
    let sandbox = Sandbox::with_users();
    sandbox.write("change.sql", "drop table users;");
    let outcome = sandbox.dbx_exits(0, "lint change.sql --url sqlite:app.db --json --fail-on critical");
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(report["schema_known"], true);
    let finding = &report["files"][0]["findings"][0];
    assert_eq!(finding["code"], "D101");
    assert!(finding["rows"]["rows"].is_u64(), "{finding}");
}

#[test]
fn github_gets_one_command_per_finding() {
    let outcome = sandbox().dbx_exits(3, "lint change.sql --dialect postgres --schema schema.sql --format github");
    assert!(outcome.stdout.lines().all(|line| line.starts_with("::")), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("::error file=change.sql,line=3,col=1,title=D101 (high)::"), "{}", outcome.stdout);
}

/// What SARIF 2.1.0 asks for: `version`, `runs`, a driver with a name, results with a message, rules that are listed, places from 1.
#[test]
fn sarif_has_what_the_format_asks_for() {
    let outcome = sandbox().dbx_exits(3, "lint change.sql --dialect postgres --schema schema.sql --format sarif");
    let log: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "dbx");
    let rules: Vec<&str> =
        run["tool"]["driver"]["rules"].as_array().expect("rules").iter().filter_map(|it| it["id"].as_str()).collect();
    let results = run["results"].as_array().expect("results");
    assert!(!results.is_empty());
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().expect("a rule")), "{result}");
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().expect("a level")), "{result}");
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "change.sql");
        assert!(place["region"]["startLine"].as_u64() >= Some(1) && place["region"]["startColumn"].as_u64() >= Some(1));
    }
}
