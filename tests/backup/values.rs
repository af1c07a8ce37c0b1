//! What is lost comes back: tables, columns, wider types, deleted rows.

use super::engine::engines;
use super::project::Project;

#[test]
fn a_dropped_table_comes_back_with_every_bit() {
    for database in engines() {
        let project = Project::new(database);
        project.database.sql(project.database.things());
        let before = project.database.show();
        project.dbx(0, "inspect --out before.yml");
        let restore = project.lose("DROP TABLE things;");
        assert!(project.dbx(3, "drift --target before.yml").contains("things"));
        let said = project.dbx(0, &restore);
        assert!(said.contains("create table ") && said.contains("verified"), "{said}");
        assert_eq!(project.database.show(), before);
        project.dbx(0, "drift --target before.yml");
        assert!(project.dbx(0, &restore).contains("it was there already"), "a second restore does nothing");
    }
}

/// What counts up goes on where it was, not where the rows end.
#[test]
fn counters_go_on() {
    for database in engines() {
        let project = Project::new(database);
        project.database.sql(project.database.things());
        let expected = {
            let twin = Project::new(
                engines().into_iter().find(|it| it.things() == project.database.things()).expect("a twin"),
            );
            twin.database.sql(twin.database.things());
            twin.database.sql(twin.database.next_thing())
        };
        let restore = project.lose("DROP TABLE things;");
        project.dbx(0, &restore);
        assert_eq!(project.database.sql(project.database.next_thing()), expected);
    }
}

#[test]
fn dropped_columns_come_back_by_key() {
    for database in engines() {
        let project = Project::new(database);
        project
            .database
            .sql("create table people (id int primary key, name text not null, email varchar(40) not null)");
        project.database.sql("insert into people values (1, 'Ada', 'ada@x'), (2, 'Grace', ''), (3, 'Joan', 'joan@x')");
        project.dbx(0, "inspect --out before.yml");
        project.write("after.yml", &without(&project.read("before.yml"), "email"));
        project.dbx(4, "plan --target after.yml --out drop.sql --impact-meta");
        let said = project.dbx(0, "apply drop.sql --create-backup --allow-breaking --yes");
        let restore = said.lines().find_map(|line| line.strip_prefix("to restore: dbx ")).expect("a command");
        // Life goes on.
        project.database.sql("delete from people where id = 2");
        project.database.sql("insert into people values (4, 'Mary')");
        // The column was NOT NULL, and a newer row has nothing for it.
        project.dbx(1, restore);
        project.database.sql("delete from people where id = 4");
        let said = project.dbx(0, restore);
        assert!(said.contains("1 row of the backup are not"), "{said}");
        let rows = project.database.sql("select email from people order by id");
        assert_eq!(rows.lines().collect::<Vec<_>>(), ["ada@x", "joan@x"]);
        project.dbx(0, "drift --target before.yml");
        assert!(project.dbx(0, restore).contains("there already"));
    }
}

/// The lines of a spec without those of one column.
fn without(spec: &str, column: &str) -> String {
    let lines: Vec<&str> = spec.lines().collect();
    let start = lines.iter().position(|line| line.contains(&format!("name: {column}"))).expect("the column");
    let depth = |line: &str| line.len() - line.trim_start().len();
    let rest = lines[start + 1..].iter().position(|line| depth(line) <= depth(lines[start]));
    let end = rest.map_or(lines.len(), |at| start + 1 + at);
    [&lines[..start], &lines[end..]].concat().join("\n") + "\n"
}

#[test]
fn deleted_rows_come_back_when_that_is_wanted() {
    for database in engines() {
        let project = Project::new(database);
        project.database.sql("create table parents (id int primary key, name varchar(10))");
        project.database.sql(
            "create table children (id int primary key, parent int, foreign key (parent) references parents (id) on delete cascade)",
        );
        project.database.sql("insert into parents values (1, 'a'), (2, 'b')");
        project.database.sql("insert into children values (10, 1), (20, 2), (30, null)");
        let restore = project.lose("DELETE FROM children WHERE parent = 1; DELETE FROM parents WHERE id = 1;");
        assert_eq!(project.database.sql("select count(*) from parents").trim(), "1");
        project.database.sql("update parents set name = 'changed' where id = 2");
        let said = project.dbx(4, &restore);
        assert!(said.contains("--overwrite"), "{said}");
        assert_eq!(project.database.sql("select name from parents").trim(), "changed");
        assert!(project.dbx(4, &format!("{restore} --overwrite")).contains("--yes"));
        project.dbx(0, &format!("{restore} --overwrite --yes"));
        assert_eq!(
            project.database.sql("select name from parents order by id").lines().collect::<Vec<_>>(),
            ["a", "b"]
        );
        let children = project.database.sql("select id from children order by id");
        assert!(
            children.lines().collect::<Vec<_>>().starts_with(&["10"]),
            "what went along comes back, too: {children}"
        );
    }
}

#[test]
fn a_table_without_a_key_goes_into_a_new_one() {
    for database in engines() {
        let project = Project::new(database);
        project.database.sql("create table log (line varchar(20))");
        project.database.sql("insert into log values ('a'), ('a'), ('b')");
        let restore = project.lose("DELETE FROM log WHERE line = 'a';");
        assert!(project.dbx(4, &restore).contains("no primary key"));
        project.dbx(0, &format!("{restore} --table log --into log_before"));
        assert_eq!(project.database.sql("select line from log_before order by line").lines().count(), 3);
        assert_eq!(project.database.sql("select line from log").lines().count(), 1);
        assert!(project.dbx(2, &format!("{restore} --into log_before")).contains("there already"));
        assert!(project.dbx(2, &format!("{restore} --table nothing")).contains("it has"));
    }
}
