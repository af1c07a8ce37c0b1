//! Migrations go back as they came: structure by the way back, rows by the backup.

use super::engine::{Sqlite, engines};
use super::project::Project;
use super::support;

const BEFORE: &str = "\
version: 1
entities:
  tables:
    - name: people
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: name, type: VARCHAR(20), nullable: false}
        - {name: email, type: VARCHAR(40)}
        - {name: score, type: \"DECIMAL(10,4)\"}
      primary_key: id
    - name: orders
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: person, type: INT}
      primary_key: id
      foreign_keys: [{column: person, references: people(id), on_delete: cascade}]
";

/// A column less, a table less, and one column narrower.
const AFTER: &str = "\
version: 1
entities:
  tables:
    - name: people
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: name, type: VARCHAR(20), nullable: false}
        - {name: score, type: \"DECIMAL(10,2)\"}
      primary_key: id
";

/// `before` applied, rows in it, and `after` planned.
fn changed(project: &Project) {
    std::fs::create_dir(project.folder.path().join("migrations")).expect("a folder for migrations");
    project.write("before.yml", BEFORE);
    project.write("after.yml", AFTER);
    project.dbx(0, "plan --target before.yml --out migrations/1_before.sql --impact-meta");
    project.dbx(0, "apply migrations/1_before.sql");
    project.database.sql(
        "insert into people values (1, 'Ada', 'ada@x', 1.2345), (2, 'Grace', null, -0.0001), (3, 'Joan', '', null)",
    );
    project.database.sql("insert into orders values (10, 1), (20, 1), (30, null)");
    project.dbx(4, "plan --target after.yml --out migrations/2_after.sql --impact-meta");
}

fn rows(project: &Project) -> String {
    project
        .database
        .sql("select id, name, email, score from people order by id; select id, person from orders order by id")
}

#[test]
fn a_lossy_migration_goes_back_with_its_rows_and_forth_again() {
    for database in engines() {
        let project = Project::new(database);
        changed(&project);
        let before = rows(&project);
        for _ in 0..2 {
            project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
            let said = project.dbx(0, "rollback --allow-breaking --yes");
            assert!(said.contains("verified: every row equals the backup"), "{said}");
            assert_eq!(rows(&project), before);
            project.dbx(0, "drift --target before.yml");
            let verified = project.dbx(0, "verify");
            assert!(verified.contains("1 migration, ledger and schema agree"), "{verified}");
            std::fs::remove_dir_all(project.folder.path().join("backups")).expect("the backups");
        }
    }
}

#[test]
fn rows_written_since_stay() {
    for database in engines() {
        let project = Project::new(database);
        changed(&project);
        project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
        project.database.sql("insert into people (id, name, score) values (4, 'Mary', 5)");
        project.database.sql("update people set name = 'Countess' where id = 1");
        project.dbx(0, "rollback --allow-breaking --yes");
        let shown = project.database.sql("select name, email from people where id in (1, 4) order by id");
        let words: Vec<&str> = shown.split(['|', '\t', '\n']).collect();
        assert_eq!(words[..3], ["Countess", "ada@x", "Mary"], "{shown}");
    }
}

fn project() -> Project {
    let project = Project::new(Box::new(Sqlite(support::sqlite())));
    changed(&project);
    project
}

#[test]
fn without_a_backup_data_is_not_given_up_in_silence() {
    let project = project();
    project.dbx(0, "apply migrations/2_after.sql --allow-breaking --yes");
    let said = project.dbx(4, "rollback --allow-breaking --yes");
    assert!(said.contains("there is no backup") && said.contains("--without-data"), "{said}");
    project.dbx(0, "rollback --allow-breaking --yes --without-data");
    assert_eq!(project.database.sql("select count(email), count(*) from people"), "0|3");
}

#[test]
fn a_drifted_schema_is_refused_with_what_differs() {
    let project = project();
    project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
    project.database.sql("create table stray (id int)");
    let said = project.dbx(1, "rollback --allow-breaking --yes");
    assert!(said.contains("table:stray is new") && said.contains("dbx drift"), "{said}");
}

#[test]
fn several_go_back_in_reverse_order() {
    let project = project();
    project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
    let said = project.dbx(0, "rollback --steps 2 --allow-breaking --yes --dry-run");
    assert!(said.contains("after it would go back: 1_before.sql"), "{said}");
    assert_eq!(project.database.sql("select count(*) from people"), "3");
    let said = project.dbx(0, "rollback --steps 2 --allow-breaking --yes --without-data");
    assert!(said.find("2_after.sql") < said.find("1_before.sql"), "{said}");
    assert_eq!(project.database.sql("select count(*) from sqlite_schema where name = 'people'"), "0");
    assert!(project.dbx(2, "rollback --yes").contains("there are 0 migrations"));
}

#[test]
fn a_name_says_how_far() {
    let project = project();
    project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
    assert!(project.dbx(2, "rollback --to nothing").contains("dbx status"));
    assert!(project.dbx(0, "rollback --to 2_after.sql").contains("nothing to take back"));
    project.dbx(0, "rollback --to 1_before.sql --allow-breaking --yes");
    project.dbx(0, "drift --target before.yml");
}

#[test]
fn an_edited_or_missing_way_back_is_refused() {
    let project = project();
    project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
    let down = project.read("migrations/2_after.down.sql");
    project.write("migrations/2_after.down.sql", &down.replace("VARCHAR(40)", "VARCHAR(41)"));
    assert!(project.dbx(1, "rollback --allow-breaking --yes").contains("it was changed after it was planned"));
    project.write("migrations/2_after.down.sql", &project.read("migrations/1_before.down.sql"));
    assert!(project.dbx(4, "rollback --allow-breaking --yes").contains("is not the way back of run"));
    std::fs::remove_file(project.folder.path().join("migrations/2_after.down.sql")).expect("the way back");
    assert!(project.dbx(4, "rollback --allow-breaking --yes").contains("has no way back"));
}

/// The program ended between the way back and the rows: the next rollback brings the rows first, and takes back nothing else.
#[test]
fn a_rollback_that_was_cut_off_goes_on() {
    let project = project();
    let before = rows(&project);
    project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
    std::fs::write(project.backup().join("rollback.pending"), "").expect("the mark");
    project.dbx(0, "apply migrations/2_after.down.sql --allow-breaking --yes");
    assert_ne!(rows(&project), before);
    let said = project.dbx(0, "rollback --steps 0");
    assert!(said.contains("had not come to its end"), "{said}");
    assert_eq!(rows(&project), before);
    assert!(project.dbx(0, "rollback --steps 0").contains("nothing to take back"));
}
