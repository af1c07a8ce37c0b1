//! Row security: rows that a policy hides from whoever applies a plan are lost with the table all the same.

use super::engine::Postgres;
use super::project::Project;
use super::support::{self, Database};

/// A table whose five rows its owner does not see, and the owner's address.
fn hidden(database: &Database) -> String {
    let role = format!("{}_owner", database.name());
    database.psql(&format!(
        "create role {role} login; alter database {} owner to {role}; set role {role}; \
         create table docs (id int primary key, tenant text not null); \
         insert into docs select i, 't' || i from generate_series(1, 5) i; \
         alter table docs enable row level security; alter table docs force row level security; \
         create policy own on docs using (tenant = current_setting('app.tenant', true))",
        database.name()
    ));
    database.url().replacen("postgres@", &format!("{role}@"), 1)
}

#[test]
fn what_a_policy_hides_is_not_dropped_behind_an_empty_backup() {
    let Some(database) = support::postgres() else { return };
    let owner = hidden(&database);
    let project = Project::new(Box::new(Postgres(database)));
    project.write("nothing.yml", "version: 1\nentities:\n  tables: []\n");
    let planned = project.dbx(4, &format!("plan --target nothing.yml --out drop.sql --url {owner}"));
    assert!(
        planned.contains("table:public.docs with an unknown number of rows (they could not be counted)"),
        "{planned}"
    );
    let apply = format!("apply drop.sql --create-backup --allow-breaking --yes --url {owner}");
    let said = project.dbx(4, &apply);
    assert!(said.contains("row security may hide rows of public.docs from this role"), "{said}");
    assert_eq!(project.database.sql("select count(*) from docs"), "5");
    assert!(!project.folder.path().join("backups").exists(), "a backup was begun");
    // As the help says.
    project.database.sql("alter table docs no force row level security");
    project.write("again.sql", "DROP TABLE docs;");
    let said = project.dbx(0, &apply.replace("drop.sql", "again.sql"));
    assert!(said.contains("backup: 1 table, 5 rows"), "{said}");
}

#[test]
fn a_table_of_hidden_rows_is_not_taken_for_an_empty_one() {
    let Some(database) = support::postgres() else { return };
    let owner = hidden(&database);
    let project = Project::new(Box::new(Postgres(database)));
    let restore = project.lose("DELETE FROM docs WHERE id < 3");
    let folder = restore.split_whitespace().nth(1).expect("a folder");
    // What dbx keeps in the database belongs to whoever came first.
    let owners_name = format!("{}_owner", project.database.sql("select current_database()"));
    project.database.sql(&format!("grant all on all tables in schema public to {owners_name}"));
    let said = project.dbx(4, &format!("restore {folder} --overwrite --yes --url {owner}"));
    assert!(said.contains("row security may hide rows of public.docs from this role"), "{said}");
    assert_eq!(project.database.sql("select count(*) from docs"), "3");
    project.dbx(0, &format!("restore {folder} --overwrite --yes"));
    assert_eq!(project.database.sql("select count(*) from docs"), "5");
}
