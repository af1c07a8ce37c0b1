//! Backups are private, whole or not there, and are not believed when they were changed.

use super::engine::Sqlite;
use super::project::{Project, rows_file};
use super::support;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

fn project() -> Project {
    let project = Project::new(Box::new(Sqlite(support::sqlite())));
    project
        .database
        .sql("create table t (a integer primary key, b text); insert into t values (1, 'secret'), (2, 'other')");
    project
}

#[test]
fn nobody_else_may_read_it() {
    let project = project();
    project.lose("DROP TABLE t;");
    let backup = project.backup();
    let mode = |path: &std::path::Path| fs::metadata(path).expect("its metadata").permissions().mode() & 0o777;
    assert_eq!(mode(&backup), 0o700);
    for entry in fs::read_dir(&backup).expect("the backup") {
        assert_eq!(mode(&entry.expect("an entry").path()), 0o600);
    }
}

#[test]
fn a_cut_or_edited_backup_is_refused() {
    let project = project();
    let restore = project.lose("DROP TABLE t;");
    let backup = project.backup();
    let rows = fs::read(rows_file(&backup)).expect("the rows");
    let manifest = fs::read_to_string(backup.join("manifest.json")).expect("the manifest");

    fs::write(rows_file(&backup), &rows[..rows.len() - 3]).expect("a cut file");
    assert!(project.dbx(1, &restore).contains("0001.rows.zst was changed or cut short"));
    fs::write(rows_file(&backup), &rows).expect("the file again");

    fs::write(backup.join("manifest.json"), manifest.replace("\"rows\": 2", "\"rows\": 1"))
        .expect("an edited manifest");
    assert!(project.dbx(1, &restore).contains("does not match its own digest"));
    fs::write(backup.join("manifest.json"), &manifest[..manifest.len() / 2]).expect("half a manifest");
    assert!(project.dbx(1, &restore).contains("cannot be read"));
    fs::remove_file(backup.join("manifest.json")).expect("no manifest");
    assert!(project.dbx(1, &restore).contains("is no backup"));
    fs::write(backup.join("manifest.json"), &manifest).expect("the manifest again");

    fs::remove_file(backup.join("schema.yml")).expect("no schema");
    assert!(project.dbx(1, &restore).contains("schema.yml"));
    assert_eq!(project.database.sql("select count(*) from sqlite_schema where name = 't'"), "0", "nothing was made");
}

#[test]
fn without_a_place_for_the_backup_nothing_is_changed() {
    let project = project();
    project.write("lose.sql", "DROP TABLE t;");
    project.write("backups", "a file where the folder should be");
    project.dbx(1, "apply lose.sql --create-backup --allow-breaking --yes");
    assert_eq!(project.database.sql("select count(*) from t"), "2");
}

#[test]
fn production_saves_before_high_risks_unless_told_otherwise() {
    let project = project();
    let url = project.database.url().to_owned();
    project.write("dbx.toml", &format!("[env.live]\nurl = \"{url}\"\nrole = \"production\"\n"));
    project.write("lose.sql", "DELETE FROM t WHERE a = 1;");
    project.dbx(0, "approve lose.sql --as ada --env live");
    let said = project.dbx(0, "apply lose.sql --allow-breaking --yes --env live");
    assert!(said.contains("--env live") && said.contains("to restore: dbx restore backups/"), "{said}");
    project.write("more.sql", "DELETE FROM t WHERE a = 2;");
    project.dbx(0, "approve more.sql --as ada --env live");
    let said = project.dbx(0, "apply more.sql --allow-breaking --yes --env live --no-backup");
    assert!(!said.contains("to restore"), "{said}");
    project.write("harmless.sql", "CREATE TABLE u (a INTEGER);");
    assert!(!project.dbx(0, "apply harmless.sql --env live").contains("to restore"));
}

#[test]
fn a_backup_that_is_not_needed_is_not_taken() {
    let project = project();
    project.write("more.sql", "CREATE TABLE u (a INTEGER);");
    assert!(project.dbx(0, "apply more.sql --create-backup").contains("no backup was taken"));
    assert!(!project.folder.path().join("backups").exists());
}
