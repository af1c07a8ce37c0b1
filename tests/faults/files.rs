//! Files and the ledger are not as they were left.

use super::scene::{Scene, table};

/// F17: what took effect stays, what failed is recorded, and the mended file goes on there.
#[test]
fn the_third_of_three_statements_fails() {
    let Some(scene) = Scene::mariadb() else { return };
    scene.write("three.sql", "create table a1 (a int); create table a2 (a int); create table a1 (b int);");
    scene.apply(1, "three.sql").says("operation 3").says("operations 1 to 2 are done");
    let states = scene.sql("select state from db_assistant_migrations where operation > 0 order by operation");
    assert_eq!(states, "done\ndone\nfailed");
    scene.apply(1, "three.sql").says("operation 3");
    scene.write("three.sql", "create table a1 (a int); create table a2 (a int, b int); create table a3 (a int);");
    scene.apply(4, "three.sql").says("operation 2 took effect with hash");
    scene.write("three.sql", "create table a1 (a int); create table a2 (a int); create table a3 (a int);");
    scene.apply(0, "three.sql").says("resumed: on from where run 2 was cut off");
    assert!(scene.has_table("a3"));
    scene.apply(0, "three.sql").says("nothing to do");
}

/// F18.
#[test]
fn a_commit_in_a_file_is_refused() {
    for scene in Scene::all() {
        scene.write("m.sql", "create table m3 (a int); commit; create table m4 (a int);");
        scene.apply(4, "m.sql").says("COMMIT");
        assert!(!scene.has_table("m3"));
    }
}

/// F23: a row that was deleted does not make its plan run again.
#[test]
fn a_deleted_row_of_the_ledger_is_noticed() {
    for scene in Scene::all() {
        scene.apply(0, &scene.plan("one", &table("users", &["name"])));
        let second = scene.plan("two", &table("users", &[]));
        scene.apply(0, &second);
        scene.write("rows.sql", "insert into users (id) values (1)");
        scene.apply(0, "rows.sql");
        scene.sql("delete from db_assistant_migrations where run = 3");
        let refused = scene.apply(4, "rows.sql");
        refused.says("somebody changed the ledger").says("the row of the plan of run 3 was deleted").says("--baseline");
        assert_eq!(scene.number("select count(*) from users"), 1);
        scene.apply(0, "rows.sql --baseline").says("nothing was run");
        scene.apply(0, "rows.sql").says("nothing to do");
        assert_eq!(scene.number("select count(*) from users"), 1);
        // The newest run, deleted wherever it is: the schema tells.
        scene.sql("delete from db_assistant_migrations where run >= 2");
        scene.sql("delete from db_assistant_runs where run >= 2");
        scene.apply(4, &second).says("its ledger does not know that the plan was applied").says("--baseline");
        scene.apply(0, &format!("{second} --baseline"));
        scene.apply(0, &second).says("nothing to do");
        scene.is_consistent("two.yml");
    }
}

/// F24.
#[test]
fn a_ledger_that_was_dropped_is_noticed() {
    for scene in Scene::all() {
        let plan = scene.plan("users", &table("users", &["name"]));
        scene.apply(0, &plan);
        scene.sql("drop table db_assistant_migrations");
        scene.apply(4, &plan).says("the table").says("db_assistant_migrations was dropped");
        for name in ["runs", "format"] {
            scene.sql(&format!("drop table db_assistant_{name}"));
        }
        scene.apply(4, &plan).says("--baseline");
        scene.apply(0, &format!("{plan} --baseline")).says("written down as run 1");
        scene.apply(0, &plan).says("nothing to do");
        scene.is_consistent("users.yml");
    }
}

/// A plan that leads elsewhere cannot be taken for applied.
#[test]
fn a_baseline_has_to_be_true() {
    let scene = Scene::sqlite();
    let plan = scene.plan("users", &table("users", &["name"]));
    scene.apply(4, &format!("{plan} --baseline")).says("the database is not where users.sql leads");
    assert!(!scene.has_table("db_assistant_runs"));
}

/// F25.
#[test]
fn an_applied_file_that_was_edited_is_refused() {
    for scene in Scene::all() {
        scene.write("0001_a.sql", "create table a (a int)");
        scene.apply(0, "0001_a.sql");
        scene.write("0001_a.sql", "create table b (a int)");
        let refused = scene.apply(4, "0001_a.sql");
        refused
            .says("0001_a.sql was applied as run 1 with hash ")
            .says("and has hash ")
            .says("statement 1 is another one");
        assert!(!scene.has_table("b"));
        let plan = scene.plan("users", &(table("users", &["name"]) + &table("a", &[])));
        scene.write(&plan, &(scene.sandbox.read(&plan) + "-- x\n"));
        scene.apply(1, &plan).says("users.sql: it was changed after it was planned: its header says ");
    }
}

/// F26.
#[test]
fn a_file_that_comes_late_is_refused() {
    for scene in Scene::all() {
        scene.write("0002_b.sql", "create table b (a int)");
        scene.apply(0, "0002_b.sql");
        scene.write("0001_a.sql", "create table a (a int)");
        scene.write("0004_d.sql", "create table d (a int)");
        scene.write("0003_c.sql", "create table c (a int)");
        scene.apply(4, "0001_a.sql").says("comes before 0002_b.sql").says("--allow-out-of-order");
        scene.apply(4, "0004_d.sql").says("0003_c.sql comes before 0004_d.sql");
        scene.apply(0, "0001_a.sql --allow-out-of-order");
        assert_eq!(scene.states(), ["done", "done"]);
    }
}

/// F28.
#[test]
fn a_plan_that_is_stale_is_refused_with_what_differs() {
    for scene in Scene::all() {
        scene.apply(0, &scene.plan("one", &table("users", &["name"])));
        let plan = scene.plan("two", &table("users", &["name", "email"]));
        scene.sql("alter table users add column phone int");
        scene.apply(1, &plan).says("not in the state the plan starts from").says("users").says("dbx drift");
        assert_eq!(scene.states(), ["done"]);
    }
}

/// F29.
#[test]
fn a_sidecar_that_was_edited_opens_no_gate() {
    for scene in Scene::all() {
        scene.apply(0, &scene.plan("one", &table("users", &["name"])));
        scene.sql("insert into users (id, name) values (1, 'Ada')");
        let plan = {
            scene.write("two.yml", &format!("version: 1\nentities:\n  tables:\n{}", table("users", &[])));
            let plan = format!("plan --target two.yml --url {} --out two.sql --impact-meta", scene.url());
            scene.sandbox.dbx_exits(4, &plan);
            "two.sql"
        };
        let sidecar = format!("{plan}.impact.json");
        scene.write(&sidecar, &scene.sandbox.read(&sidecar).replace("\"high\"", "\"low\""));
        let apply = format!("apply {plan} --url {}", scene.url());
        scene.sandbox.dbx_exits(4, &apply).says("does not count");
        let sql = scene.sandbox.read(plan);
        scene.write(plan, &sql.replacen("users", "user5", 3));
        scene.apply(1, plan).says("changed after it was planned");
    }
}

/// F35: with the keys of others pointing at the table that is rebuilt.
#[test]
fn a_rebuild_on_sqlite_keeps_the_rows_that_refer_to_it() {
    let scene = Scene::sqlite();
    let child = "    - name: child\n      primary_key: id\n      columns:\n        - {name: id, type: INT, nullable: false}\n        \
                 - {name: users_id, type: INT, references: users(id)}\n";
    scene.apply(0, &scene.plan("one", &(table("users", &["name", "old"]) + child)));
    scene.sql(
        "insert into users (id) values (1); insert into child (id, users_id) with recursive n(i) as (select 1 union all \
         select i + 1 from n where i < 1000) select i, 1 from n",
    );
    let plan = scene.plan("two", &(table("users", &["name"]) + child));
    scene.apply(0, &plan);
    assert_eq!(scene.number("select count(*) from child where users_id = 1"), 1000);
    assert_eq!(scene.sql("pragma foreign_key_check"), "");
    scene.is_consistent("two.yml");
}
