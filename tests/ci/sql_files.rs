//! SQL under `migrations/` that a change brings, edits or takes away.

use super::git_project::{CURRENT, GitProject, codes, place};

#[test]
fn sql_by_hand_is_judged_against_the_schema_of_the_base() {
    let project = GitProject::with_shop();
    project.write("migrations/20260101000000_gone.sql", "-- no longer kept\n\nDROP TABLE invoice;\n");
    project.commit("sql");
    let report = project.ci(4, "");
    assert_eq!(report["migrations"][0]["kind"], "by_hand");
    assert_eq!(place(&report, "D101"), ("migrations/20260101000000_gone.sql".to_owned(), 3));
    project.ci(0, "--allow-breaking");
}

#[test]
fn a_plan_counts_by_its_impact_file() {
    let project = GitProject::with_shop();
    project.change(
        "        - {name: fax, type: TEXT}\n",
        "        - {name: fax, type: TEXT}\n        - {name: email, type: TEXT}\n",
    );
    project.dbx_exits(0, "plan --target schema_specs/current.yml --current empty --name create");
    project.commit("plan");
    let report = project.ci(0, "");
    let kinds: Vec<&str> =
        report["migrations"].as_array().expect("files").iter().filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, ["way_back", "plan"]);
}

#[test]
fn a_plan_that_was_edited_is_refused() {
    let project = GitProject::with_shop();
    project
        .dbx_exits(0, &format!("plan --target {CURRENT} --current empty --out migrations/1_create.sql --impact-meta"));
    let sql = project.read("migrations/1_create.sql");
    project.write("migrations/1_create.sql", &sql.replace("fax", "tax"));
    project.commit("edited");
    assert!(codes(&project.ci(4, "")).contains(&"plan-edited"));
}

#[test]
fn an_impact_file_of_another_plan_opens_nothing() {
    let project = GitProject::with_shop();
    project.dbx_exits(0, &format!("plan --target {CURRENT} --current empty --out harmless.sql --impact-meta"));
    project.dbx_exits(4, &format!("plan --target empty --current {CURRENT} --out migrations/1_drop.sql"));
    project.write("migrations/1_drop.sql.impact.json", &project.read("harmless.sql.impact.json"));
    project.commit("forged");
    let report = project.ci(4, "");
    assert!(codes(&report).contains(&"D101"), "{report:#}");
    assert!(report["notes"].to_string().contains("another plan"), "{}", report["notes"]);
}

#[test]
fn history_that_is_rewritten_is_told() {
    let project = GitProject::new();
    project.write(CURRENT, super::git_project::SHOP);
    project.write("migrations/1.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
    project.write("migrations/2.sql", "CREATE TABLE b (id INTEGER PRIMARY KEY);\n");
    project.commit("agreed");
    project.git("switch --quiet --create change");
    project.write("migrations/1.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\n");
    project.git("rm --quiet migrations/2.sql");
    project.commit("rewritten");
    let report = project.ci(0, "");
    let codes = codes(&report);
    assert!(codes.contains(&"migration-edited") && codes.contains(&"migration-deleted"), "{codes:?}");
    project.ci(4, "--fail-on medium");
}
