//! Revisions as users, forges and attackers write them.

use std::process::Command;

use super::git_project::{CURRENT, GitProject, SHOP};
use super::sandbox::{Outcome, Sandbox};

#[test]
fn what_is_no_revision_is_a_mistake_in_usage() {
    let project = GitProject::with_shop();
    for revision in ["--help", "-n1", "--output=pwned", "main..change", "^main", "main:schema_specs"] {
        let mut command = project.command("ci");
        let outcome = Outcome::of(command.arg(format!("--base={revision}")).output().expect("dbx starts"));
        assert_eq!(outcome.code, 2, "{revision}: {}", outcome.all());
        outcome.says("is no revision");
    }
    assert!(!project.has("pwned") && !project.has("dbx-ci"));
}

#[test]
fn a_branch_that_is_not_there_is_named() {
    let project = GitProject::with_shop();
    project.dbx_exits(1, "ci --base release").says("there is no commit `release` here").says("git fetch");
}

#[test]
fn outside_a_repository_it_says_so() {
    let sandbox = Sandbox::new();
    sandbox.dbx_exits(1, "ci --base main").says("git repository");
}

#[test]
fn a_base_that_went_on_is_not_undone() {
    let project = GitProject::with_shop();
    project.change("{name: fax, type: TEXT}", "{name: fax, type: TEXT}\n        - {name: email, type: TEXT}");
    project.git("switch --quiet main");
    project.change("indexes:", "comment: what is owed\n      indexes:");
    project.git("switch --quiet change");
    let report = project.ci(0, "");
    let operations = report["specs"][0]["plan"]["operations"].as_array().expect("operations");
    assert_eq!(operations.len(), 1, "{report:#}");
    let notes = report["notes"].to_string();
    assert!(notes.contains("main has gone on"), "{notes}");
}

#[test]
fn a_shallow_clone_is_told_what_is_missing() {
    let project = GitProject::with_shop();
    for step in ["one", "two", "three"] {
        project.write("README.md", step);
        project.commit(step);
    }
    let clone = Sandbox::new();
    let source = format!("file://{}", project.path().display());
    let cloned = Command::new("git")
        .args(["clone", "--quiet", "--depth=1", "--branch=change", "--no-single-branch", &source, "."])
        .current_dir(clone.path())
        .output()
        .expect("git starts");
    assert!(cloned.status.success(), "{cloned:?}");
    clone.dbx_exits(1, "ci --base origin/main").says("shallow").says("fetch-depth: 0");
    clone.dbx_exits(1, "ci --base HEAD~2").says("shallow").says("--unshallow");
}

#[test]
fn the_first_push_of_a_branch_starts_from_nothing() {
    let project = GitProject::with_shop();
    let report = project.dbx_exits(0, &format!("ci --base {} --json", "0".repeat(40)));
    assert!(report.stdout.contains("create table customer"), "{}", report.stdout);
    assert!(project.read("dbx-ci/migration.sql").contains("CREATE TABLE"));
}

#[test]
fn what_is_committed_counts_and_not_what_lies_about() {
    let project = GitProject::with_shop();
    project.write(CURRENT, "not: [a, spec");
    project.ci(0, "");
}

#[test]
fn odd_names_of_files_are_names_of_files() {
    let project = GitProject::with_shop();
    for name in [
        "schema_specs/proposals/a b;$(touch pwned).yml",
        "schema_specs/proposals/--help.yml",
        "migrations/ä\n::error::x.sql",
    ] {
        let text = if name.ends_with("sql") { "DROP TABLE invoice;\n" } else { SHOP };
        project.write(name, text);
    }
    project.commit("odd");
    let outcome = project.dbx_exits(4, "ci --base main --format github");
    assert!(!project.has("pwned"));
    assert!(!outcome.stdout.contains("\n::error::x"), "{}", outcome.stdout);
}

/// A change may bring its own dbx.toml along: looking at it must not run what it says.
#[test]
fn commands_of_the_configuration_are_not_run() {
    let project = GitProject::with_shop();
    project.write(
        "dbx.toml",
        "default_env = \"x\"\n[env.x]\nurl_command = \"touch pwned\"\nscratch_command = \"touch pwned\"\n",
    );
    project.write(CURRENT, &SHOP.replace("dialect: sqlite\n", "").replace("type: TEXT", "type: DATE"));
    project.write("migrations/1.sql", "DROP TABLE invoice;\n");
    project.commit("hostile");
    project.dbx("ci --base main");
    project.dbx("ci --base main --dialect sqlite");
    assert!(!project.has("pwned"));
}

#[test]
fn a_link_is_not_followed() {
    let project = GitProject::with_shop();
    std::fs::remove_file(project.path().join(CURRENT)).expect("the spec");
    std::os::unix::fs::symlink("/etc/passwd", project.path().join(CURRENT)).expect("a link");
    project.commit("link");
    let outcome = project.dbx_exits(1, "ci --base main");
    outcome.says("symbolic link");
    assert!(!outcome.all().contains("root:"), "{}", outcome.all());
}
