//! Others write between a backup and what it is for: nothing of theirs is lost.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::sandbox::Outcome;
use super::scene::{Engine, Scene, outcome, table, until};

/// The command that an apply printed to bring its backup back.
#[track_caller]
fn restore(applied: &Outcome) -> String {
    let said = applied.all();
    let command = said.lines().find_map(|line| line.strip_prefix("to restore: dbx "));
    command.unwrap_or_else(|| panic!("no command to restore in {said}")).to_owned()
}

/// Two tables with a row each; by hand, both lose a column, with something in between that no transaction can hold on PostgreSQL.
fn two_losses(scene: &Scene) {
    for name in ["a", "b"] {
        scene.sql(&format!("create table {name} (id int primary key, x int, y int)"));
        scene.sql(&format!("insert into {name} values (1, 1, 1)"));
    }
    let between =
        if matches!(scene.engine, Engine::Postgres(_)) { "create index concurrently ix on a (y);" } else { "" };
    scene.write("lose.sql", &format!("alter table a drop column x; {between} alter table b drop column x;"));
}

/// Between a backup and the first statement of the plan, on an engine that commits each statement: what was written is saved, too.
#[test]
fn rows_written_before_the_first_change_are_saved_too() {
    let Some(scene) = Scene::mariadb() else { return };
    two_losses(&scene);
    let child = scene.stopped_at("saved 0", "lose.sql --create-backup");
    scene.sql("insert into a values (2, 2, 2)");
    scene.go_on();
    let applied = outcome(child);
    assert_eq!(applied.code, 0, "{}", applied.all());
    scene.sandbox.dbx_exits(0, &(restore(&applied) + " --overwrite --yes"));
    assert_eq!(scene.number("select sum(x) from a"), 3);
}

/// Between two statements of the plan: the second one does not run, and the next apply saves what was written.
#[test]
fn rows_written_between_two_changes_stop_the_second_one() {
    for scene in [Scene::postgres(), Scene::mariadb()].into_iter().flatten() {
        two_losses(&scene);
        let place = if matches!(scene.engine, Engine::Postgres(_)) { "intended 2" } else { "executed 1" };
        let child = scene.stopped_at(place, "lose.sql --create-backup");
        scene.sql("insert into b values (2, 2, 2)");
        scene.go_on();
        let refused = outcome(child);
        assert_eq!(refused.code, 4, "{}", refused.all());
        refused.says("b were written since the backup was taken").says("run the same command again");
        assert_eq!(scene.number("select sum(x) from b"), 3, "nothing is lost");
        let applied = scene.apply(0, "lose.sql --create-backup");
        applied.says("resumed: on from where run ");
        scene.sandbox.dbx_exits(0, &(restore(&applied) + " --overwrite --yes"));
        assert_eq!(scene.number("select sum(x) from b"), 3);
    }
}

/// Locks are by name, and this statement has other names for its table: it runs all the same, behind a look.
#[test]
fn a_statement_that_no_lock_fits_runs_without_it() {
    let Some(scene) = Scene::mariadb() else { return };
    two_losses(&scene);
    scene.write("lose.sql", "alter table a drop column x; delete one from b as one join b as two on one.id = two.id;");
    let applied = scene.apply(0, "lose.sql --create-backup");
    assert_eq!(scene.number("select count(*) from b"), 0);
    scene.sandbox.dbx_exits(0, &(restore(&applied) + " --overwrite --yes"));
    assert_eq!(scene.number("select sum(b.x) + sum(a.x) from a join b on a.id = b.id"), 2);
}

/// A plan in stages commits before it comes to what loses something: the backup is taken there, in the same transaction.
#[test]
fn rows_written_between_the_stages_of_a_plan_are_saved() {
    let Some(scene) = Scene::postgres() else { return };
    let index = "      indexes: [{name: ix_users_name, columns: [name]}]\n";
    scene.apply(0, &scene.plan("before", &(table("users", &["name", "email"]) + index)));
    scene.sql("insert into users (id, name, email) values (1, 'Ada', 'ada@x')");
    let plan = scene.plan_by("after", &table("users", &["name"]), "--online");
    assert!(scene.sandbox.read(&plan).contains("DROP INDEX CONCURRENTLY"), "{}", scene.sandbox.read(&plan));
    let child = scene.stopped_at("executed 1", &format!("{plan} --create-backup"));
    scene.sql("insert into users (id, name, email) values (2, 'Joan', 'joan@x')");
    scene.go_on();
    let applied = outcome(child);
    assert_eq!(applied.code, 0, "{}", applied.all());
    applied.says("1 table, 2 rows");
    scene.sandbox.dbx_exits(0, &(restore(&applied) + " --overwrite --yes"));
    assert_eq!(scene.number("select count(email) from users"), 2);
}

/// Rows alone, which go in one transaction on every engine: they are locked from the backup to its end.
#[test]
fn rows_that_go_are_locked_while_they_are_saved() {
    for scene in [Scene::postgres(), Scene::mariadb()].into_iter().flatten() {
        scene.sql("create table t (id int primary key, x int)");
        scene.sql("insert into t values (1, 1)");
        scene.write("empty.sql", "delete from t where x > 0");
        let child = scene.stopped_at("saved 0", "empty.sql --create-backup");
        let writes = std::thread::scope(|scope| {
            let writer = scope.spawn(|| scene.try_sql("insert into t values (2, 2)").is_ok());
            std::thread::sleep(Duration::from_millis(300));
            assert!(!writer.is_finished(), "nobody writes between the backup and the change");
            scene.go_on();
            writer.join().expect("the writer ends")
        });
        let applied = outcome(child);
        assert_eq!(applied.code, 0, "{}", applied.all());
        applied.says("1 table, 1 row");
        assert!(writes);
        assert_eq!(scene.number("select sum(x) from t"), 2, "what came later stays");
    }
}

/// Writers that never stop, on every engine: each of their rows is in the backup, or was refused by the database.
#[test]
fn of_writers_that_never_stop_no_row_is_lost() {
    for scene in Scene::all() {
        scene.apply(0, &scene.plan("before", &table("users", &["name", "email"])));
        let plan = scene.plan("after", &table("users", &["name"]));
        let stop = AtomicBool::new(false);
        let applied = std::thread::scope(|scope| {
            for writer in 0..2 {
                let (scene, stop) = (&scene, &stop);
                scope.spawn(move || {
                    for number in (1..).take_while(|_| !stop.load(Ordering::Relaxed)) {
                        let id = number * 2 + writer;
                        // Fails once the column is gone, as it should.
                        let _ =
                            scene.try_sql(&format!("insert into users (id, name, email) values ({id}, 'w', 'w@x')"));
                    }
                });
            }
            until("they write", || scene.number("select count(*) from users") > 5);
            let applied = scene.apply_any(&format!("{plan} --create-backup --lock-timeout 5"));
            stop.store(true, Ordering::Relaxed);
            applied
        });
        assert_eq!(applied.code, 0, "{}", applied.all());
        scene.sandbox.dbx_exits(0, &(restore(&applied) + " --overwrite --yes"));
        let rows = scene.number("select count(*) from users");
        assert_eq!(scene.number("select count(email) from users"), rows);
        assert!(rows > 5);
    }
}
