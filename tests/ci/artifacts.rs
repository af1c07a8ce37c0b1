//! What `dbx ci` writes, how it ends, and where it points.

use serde_json::Value;

use super::git_project::{CURRENT, GitProject, SHOP, codes, place};

const EMAIL: &str = "        - {name: fax, type: TEXT}\n        - {name: email, type: TEXT}\n";
const FAX: &str = "        - {name: fax, type: TEXT}\n";

#[test]
fn a_harmless_change_passes_with_all_its_files() {
    let project = GitProject::with_shop();
    project.change(FAX, EMAIL);
    let report = project.ci(0, "");
    assert_eq!(report["verdict"], "passed");
    for file in [
        "migration.sql",
        "migration.sql.impact.json",
        "migration.down.sql",
        "migration.down.sql.impact.json",
        "diagram.svg",
        "report.md",
        "comment.md",
        "dbx.sarif",
        "report.json",
    ] {
        assert!(project.has(&format!("dbx-ci/{file}")), "{file}");
        assert!(report["files"].as_array().expect("files").contains(&file.into()), "{file}");
    }
    assert!(project.read("dbx-ci/migration.sql").contains("ADD COLUMN"));
    assert_eq!(report["specs"][0]["plan"]["operations"][0]["title"], "add column email to customer");
    assert!(report["specs"][0]["plan"]["diagram"].as_str().expect("a diagram").contains("\"added\""));
}

#[test]
fn the_same_change_gives_the_same_bytes() {
    let project = GitProject::with_shop();
    project.change(FAX, EMAIL);
    project.ci(0, "--out one");
    project.ci(0, "--out two");
    for file in [
        "migration.sql",
        "migration.sql.impact.json",
        "diagram.svg",
        "report.md",
        "comment.md",
        "dbx.sarif",
        "report.json",
    ] {
        assert_eq!(project.read(&format!("one/{file}")), project.read(&format!("two/{file}")), "{file}");
    }
}

#[test]
fn a_risk_refuses_and_points_at_the_lines_of_its_table() {
    let project = GitProject::with_shop();
    project.change(FAX, "");
    let report = project.ci(4, "");
    assert_eq!(report["verdict"], "refused");
    assert!(codes(&report).contains(&"D102"), "{report:#}");
    assert_eq!(place(&report, "D102"), (CURRENT.to_owned(), 5));
    assert!(project.has("dbx-ci/migration.sql"), "what is refused can be read all the same");
    project.ci(4, "--fail-on high");
    project.ci(0, "--fail-on critical");
    project.ci(0, "--allow-breaking");
    project.ci(3, "--allow-breaking --check");
}

#[test]
fn an_altered_column_has_a_line_of_its_own() {
    let project = GitProject::with_shop();
    project.change("{name: fax, type: TEXT}", "{name: fax, type: TEXT, nullable: false}");
    let report = project.ci(4, "");
    let (file, line) = place(&report, report["findings"][0]["code"].as_str().expect("a code"));
    assert_eq!((file.as_str(), line), (CURRENT, 8));
}

#[test]
fn nothing_changes_where_no_spec_does() {
    let project = GitProject::with_shop();
    project.write("README.md", "hello\n");
    project.commit("words");
    let report = project.ci(0, "--check");
    assert_eq!(report["specs"], Value::Array(Vec::new()));
    assert!(!project.has("dbx-ci/migration.sql") && project.has("dbx-ci/report.md"));
}

#[test]
fn a_change_that_means_nothing_is_told_as_such() {
    let project = GitProject::with_shop();
    project.change("version: 1", "version: 1  # as agreed");
    let report = project.ci(0, "--check");
    assert_eq!(report["specs"][0]["plan"]["operations"], Value::Array(Vec::new()));
    assert!(!project.has("dbx-ci/migration.sql"));
}

#[test]
fn a_spec_that_is_not_valid_is_an_error_with_its_place() {
    let project = GitProject::with_shop();
    project.change("type: TEXT", "tpye: TEXT");
    let report = project.ci(1, "");
    assert_eq!(report["verdict"], "invalid");
    assert_eq!(place(&report, "unknown-key"), (CURRENT.to_owned(), 8));
    let log: Value = serde_json::from_str(&project.read("dbx-ci/dbx.sarif")).expect("SARIF");
    assert_eq!(log["runs"][0]["results"][0]["level"], "error");
    assert!(project.read("dbx-ci/comment.md").contains("not valid"));
}

#[test]
fn annotations_name_the_line() {
    let project = GitProject::with_shop();
    project.change(FAX, "");
    let outcome = project.dbx_exits(4, "ci --base main --format github");
    let line = outcome.stdout.lines().next().expect("an annotation");
    assert!(line.starts_with("::error file=schema_specs/current.yml,line=5,col="), "{line}");
    assert!(outcome.stdout.lines().all(|line| line.starts_with("::")), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("refused"), "{}", outcome.stderr);
}

#[test]
fn the_report_is_by_its_schema() {
    let project = GitProject::with_shop();
    project.change(FAX, "");
    project.write("migrations/1_by_hand.sql", "DROP TABLE invoice;\n");
    project.commit("sql");
    let report = project.ci(4, "");
    let schema: Value = serde_json::from_str(&project.dbx_exits(0, "schema ci").stdout).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(serde_json::from_str::<Value>(&project.read("dbx-ci/report.json")).expect("JSON"), report);
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let project = GitProject::with_shop();
    project.change(FAX, EMAIL);
    project.write("notes/mine.txt", "precious\n");
    project.dbx_exits(2, "ci --base main --out notes").says("was not made by `dbx ci`");
    project.dbx_exits(2, "ci --base main --out .").says("--out");
    assert_eq!(project.read("notes/mine.txt"), "precious\n");
    project.ci(0, "");
    project.ci(0, "");
    // A run that ends in an error leaves what was there.
    project.dbx_exits(1, "ci --base no-such-branch");
    assert!(project.has("dbx-ci/migration.sql"));
    let left = std::fs::read_dir(project.path()).expect("the project").filter_map(Result::ok);
    assert!(left.map(|it| it.file_name()).all(|name| !name.to_string_lossy().starts_with(".dbx-")));
}

#[test]
fn a_spec_of_several_files_changes_with_any_of_them() {
    let project = GitProject::new();
    let (header, rest) = SHOP.split_once("entities:").expect("entities");
    project.write(CURRENT, &format!("{header}include: [parts/tables.yml]\n"));
    project.write("schema_specs/parts/tables.yml", &format!("version: 1\nentities:{rest}"));
    project.commit("agreed");
    project.git("switch --quiet --create change");
    let part = project.read("schema_specs/parts/tables.yml");
    project.write("schema_specs/parts/tables.yml", &part.replace(FAX, ""));
    project.commit("change");
    let report = project.ci(4, "");
    assert_eq!(place(&report, "D102").0, "schema_specs/parts/tables.yml");
}

#[test]
fn a_project_below_the_root_of_the_repository_is_found_from_its_folder() {
    let project = GitProject::new();
    project.write("shop/schema_specs/current.yml", SHOP);
    project.commit("agreed");
    project.git("switch --quiet --create change");
    project.write("shop/schema_specs/current.yml", &SHOP.replace(FAX, ""));
    project.commit("change");
    let mut command = project.command("ci --base main --json");
    let output = command.current_dir(project.path().join("shop")).output().expect("dbx starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(place(&report, "D102").0, "shop/schema_specs/current.yml");
    assert!(project.has("shop/dbx-ci/migration.sql"));
}

#[test]
fn the_agreed_spec_may_move_and_may_not_vanish() {
    let project = GitProject::with_shop();
    project.git("mv schema_specs/current.yml schema_specs/agreed.yml");
    project.commit("moved");
    let moved = project.ci(0, "--spec schema_specs/agreed.yml");
    assert_eq!(moved["specs"][0]["plan"]["operations"], Value::Array(Vec::new()));
    project.git("rm --quiet schema_specs/agreed.yml");
    project.commit("gone");
    assert!(codes(&project.ci(4, "")).contains(&"spec-deleted"));
    assert!(!project.has("dbx-ci/migration.sql"));
    project.dbx_exits(2, "ci --base main --spec ../elsewhere.yml").says("inside it");
    project.dbx_exits(2, "ci --base main --spec nowhere.yml").says("neither commit has");
}

#[test]
fn a_proposal_is_planned_from_the_agreed_spec_of_the_base() {
    let project = GitProject::with_shop();
    project.write("schema_specs/proposals/add_email.yml", &SHOP.replace(FAX, EMAIL));
    project.commit("proposal");
    let report = project.ci(0, "");
    assert_eq!(report["specs"][0]["name"], "add_email");
    assert_eq!(report["specs"][0]["status"], "added");
    assert!(project.read("dbx-ci/migration.sql").contains("email"));
    project.change(
        "{name: id, type: INT, nullable: false}\n        - {name: customer_id",
        "{name: id, type: INT, nullable: false}\n        - {name: due, type: DATE}\n        - {name: customer_id",
    );
    project.ci(0, "");
    assert!(project.read("dbx-ci/migration.sql").contains("due"));
    assert!(project.read("dbx-ci/proposals/add_email/migration.sql").contains("email"));
}

#[test]
fn a_proposal_undoes_nothing_that_was_agreed_since() {
    let project = GitProject::with_shop();
    project.write("next.yml", &SHOP.replace(FAX, EMAIL));
    project.dbx_exits(0, "propose next.yml --name email");
    project.commit("proposal");
    project.git("switch --quiet main");
    let due = "{name: id, type: INT, nullable: false}\n        - {name: due, type: DATE}\n        - {name: customer_id";
    project.change("{name: id, type: INT, nullable: false}\n        - {name: customer_id", due);
    project.git("switch --quiet change");
    project.git("merge --quiet --no-edit main");
    let report = project.ci(0, "");
    let operations = report["specs"][0]["plan"]["operations"].as_array().expect("operations");
    assert_eq!(operations.len(), 1, "{report:#}");
    assert_eq!(operations[0]["title"], "add column email to customer");
    // What was agreed on since is the same table: it cannot be taken over.
    project.git("switch --quiet main");
    project.change(FAX, "");
    project.git("switch --quiet change");
    project.git("merge --quiet --no-edit main");
    let report = project.ci(4, "");
    assert!(codes(&report).contains(&"proposal-outdated"), "{report:#}");
}

#[test]
fn proposals_that_touch_one_table_are_in_conflict() {
    let project = GitProject::with_shop();
    project.write("schema_specs/proposals/email.yml", &SHOP.replace(FAX, EMAIL));
    project.write("schema_specs/proposals/no_fax.yml", &SHOP.replace(FAX, ""));
    project.commit("proposals");
    let report = project.ci(4, "--allow-breaking");
    assert_eq!(report["conflicts"][0]["proposals"], serde_json::json!(["email", "no_fax"]));
    assert_eq!(
        report["conflicts"][0]["addresses"],
        serde_json::json!(["column:customer.email", "column:customer.fax"])
    );
}

#[test]
fn without_an_engine_it_asks_for_one() {
    let project = GitProject::new();
    project.write(CURRENT, &SHOP.replace("dialect: sqlite\n", ""));
    project.commit("agreed");
    project.git("switch --quiet --create change");
    project.change(FAX, EMAIL);
    project.dbx_exits(2, "ci --base main").says("--dialect");
    for dialect in ["sqlite", "postgres", "mysql"] {
        project.ci(0, &format!("--dialect {dialect}"));
    }
}

#[test]
fn a_database_that_is_named_is_where_plans_start() {
    let project = GitProject::with_shop();
    project.dbx_exits(0, "apply --target schema_specs/current.yml --url sqlite:shop.db");
    project.write("row.sql", "INSERT INTO customer (id, fax) VALUES (1, '123');\n");
    project.dbx_exits(0, "apply row.sql --url sqlite:shop.db --allow-breaking --yes");
    project.change(FAX, "");
    let report = project.ci(4, "--url sqlite:shop.db");
    let message = report["findings"][0]["message"].as_str().expect("a message");
    assert!(message.contains("1 row"), "{message}");
}
