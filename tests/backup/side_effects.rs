//! Tables whose rows are reached through others: what brings one back must not take another away.

use super::engine::Postgres;
use super::project::Project;
use super::support;

fn project(sql: &str) -> Option<Project> {
    let database = support::postgres()?;
    database.psql(sql);
    Some(Project::new(Box::new(Postgres(database))))
}

#[test]
fn rules_do_not_fire_when_values_come_back() {
    let Some(project) = project(
        "create table seats (id int primary key, row_id int); create table lines (id int primary key); \
         insert into seats values (1, 10), (2, 20); insert into lines values (7), (8)",
    ) else {
        return;
    };
    let shown = "select * from seats order by id; select * from lines order by id";
    let before = project.database.sql(shown);
    let restore = project.lose("UPDATE seats SET row_id = NULL; DELETE FROM lines;");
    project.database.sql("create rule swept as on update to seats do also delete from lines");
    project.dbx(0, &format!("{restore} --overwrite --yes"));
    assert_eq!(project.database.sql(shown), before);
    assert_eq!(project.database.sql("select rulename from pg_rules where schemaname = 'public'"), "swept");
}

#[test]
fn a_table_that_is_emptied_while_another_comes_back_is_noticed() {
    let Some(project) = project(
        "create table lines (id int primary key); create table seats (id int primary key); \
         insert into seats values (1); insert into lines values (7); \
         create function sweep(int) returns boolean language plpgsql as \
         'begin delete from public.lines; return true; end'",
    ) else {
        return;
    };
    let restore = project.lose("DELETE FROM lines; DELETE FROM seats;");
    project.database.sql("alter table seats add check (sweep(id))");
    let said = project.dbx(1, &format!("{restore} --yes"));
    assert!(said.contains("the rows of public.lines are not those of the backup"), "{said}");
    assert_eq!(project.database.sql("select count(*) from seats"), "0", "a part was kept");
}

#[test]
fn rows_that_inherit_keep_their_own_values() {
    let Some(project) = project(
        "create table posts (id int primary key, title text); create table ads (primary key (id)) inherits (posts); \
         insert into posts values (1, 'a post'); insert into ads values (1, 'an ad')",
    ) else {
        return;
    };
    let shown = "select * from only posts; select * from ads";
    let before = project.database.sql(shown);
    let restore = project.lose("UPDATE posts SET title = NULL;");
    assert_ne!(project.database.sql(shown), before);
    project.dbx(0, &format!("{restore} --overwrite --yes"));
    assert_eq!(project.database.sql(shown), before);
}

#[test]
fn a_parent_without_rows_of_its_own_is_empty() {
    let Some(project) = project(
        "create table posts (id int primary key); create table ads (primary key (id)) inherits (posts); \
         insert into posts values (1), (2); insert into ads values (3)",
    ) else {
        return;
    };
    let shown = "select tableoid::regclass, id from posts order by id";
    let before = project.database.sql(shown);
    let restore = project.lose("DELETE FROM ONLY posts;");
    project.dbx(0, &format!("{restore} --yes"));
    assert_eq!(project.database.sql(shown), before);
}
