//! Tables that refer to each other, and rows that refer to themselves: there is no order in which one of them could come first.

use super::engine::engines;
use super::project::Project;

const BEFORE: &str = "\
version: 1
entities:
  tables:
    - name: teams
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: lead, type: INT}
      primary_key: id
      foreign_keys: [{name: team_lead, column: lead, references: people(id)}]
    - name: people
      columns:
        - {name: id, type: INT, nullable: false}
        - {name: team, type: INT, nullable: false}
        - {name: mentor, type: INT}
      primary_key: id
      foreign_keys:
        - {name: person_team, column: team, references: teams(id)}
        - {name: person_mentor, column: mentor, references: people(id)}
";

const AFTER: &str = "\
version: 1
entities:
  tables:
    - name: notes
      columns: [{name: id, type: INT, nullable: false}]
      primary_key: id
";

#[test]
fn a_ring_of_tables_comes_back() {
    for database in engines() {
        let project = Project::new(database);
        std::fs::create_dir(project.folder.path().join("migrations")).expect("a folder for migrations");
        project.write("before.yml", BEFORE);
        project.write("after.yml", AFTER);
        project.dbx(0, "plan --target before.yml --out migrations/1_before.sql --impact-meta");
        project.dbx(0, "apply migrations/1_before.sql");
        project.database.sql(
            "insert into teams values (1, null), (2, null); insert into people values (10, 1, null), (20, 2, 10); \
             update people set mentor = 20 where id = 10; update teams set lead = 20 where id = 1",
        );
        let shown = "select id, lead from teams order by id; select id, team, mentor from people order by id";
        let before = project.database.sql(shown);
        project.dbx(4, "plan --target after.yml --out migrations/2_after.sql --impact-meta");
        project.dbx(0, "apply migrations/2_after.sql --create-backup --allow-breaking --yes");
        let backup = project.backup();
        project.dbx(0, "rollback --allow-breaking --yes");
        assert_eq!(project.database.sql(shown), before);
        project.dbx(0, "drift --target before.yml");
        // By hand as well, without a way back, and into tables whose rows are gone.
        project.database.sql(
            "update teams set lead = null; update people set mentor = null; delete from people; delete from teams",
        );
        let folder = backup.strip_prefix(project.folder.path()).expect("a folder of the project").display().to_string();
        project.dbx(0, &format!("restore {folder} --yes"));
        assert_eq!(project.database.sql(shown), before);
    }
}
