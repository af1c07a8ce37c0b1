//! The program is killed (SIGKILL): it can put nothing away, and the next apply finds out by itself.

use std::time::{Duration, Instant};

use super::scene::{Scene, kill, outcome, table, until};

/// F01, F06: inside a transaction.
#[test]
fn in_a_transaction_nothing_stays() {
    for scene in [Scene::postgres(), Some(Scene::sqlite())].into_iter().flatten() {
        let plan = scene.plan("users", &table("users", &["name"]));
        for place in ["intended 1", "executed 1", "before-commit 1"] {
            scene.killed_at(place, &plan);
            assert!(!scene.has_table("users"), "{place}");
            assert_eq!(scene.number("select count(*) from db_assistant_migrations where operation > 0"), 0, "{place}");
        }
        scene.apply(0, &plan).says("applied: 1 operation");
        assert_eq!(scene.states(), ["interrupted", "interrupted", "interrupted", "done"]);
        scene.is_consistent("users.yml");
    }
}

/// After the commit there is nothing left to do, whoever learns of it.
#[test]
fn after_the_commit_everything_stays() {
    for scene in [Scene::postgres(), Some(Scene::sqlite())].into_iter().flatten() {
        let plan = scene.plan("users", &table("users", &["name"]));
        scene.killed_at("committed 1", &plan);
        assert!(scene.has_table("users"));
        scene.apply(0, &plan).says("nothing to do");
        scene.is_consistent("users.yml");
    }
}

/// F06: in the middle of a rebuild with rows, with a journal that is hot.
#[test]
fn in_a_rebuild_on_sqlite_no_row_is_lost() {
    let scene = Scene::sqlite();
    scene.apply(0, &scene.plan("before", &table("users", &["name"])));
    scene.sql(
        "insert into users (id, name) with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) \
         select i, 'somebody' from n",
    );
    let plan = scene.plan(
        "after",
        &table("users", &["name"])
            .replace("name: name, type: VARCHAR(40)", "name: name, type: VARCHAR(40), nullable: false"),
    );
    scene.killed_at("executed 1", &plan);
    assert_eq!(scene.sql("pragma integrity_check"), "ok");
    assert_eq!(scene.number("select count(*) from users where name = 'somebody'"), 50_000);
    assert_eq!(scene.number("select count(*) from db_assistant_migrations where run = 2 and operation > 0"), 0);
    scene.apply(0, &plan);
    assert_eq!(scene.number("select count(*) from users where name = 'somebody'"), 50_000);
    scene.is_consistent("after.yml");
}

/// On an engine that commits each statement, wherever it is killed the next apply goes on behind what took effect.
#[test]
fn between_statements_on_mariadb_the_next_one_goes_on() {
    for place in ["intended 1", "executed 1", "intended 2", "executed 2"] {
        let Some(scene) = Scene::mariadb() else { return };
        let plan = scene.plan("two", &(table("users", &["name"]) + &table("orders", &["what"])));
        scene.killed_at(place, &plan);
        scene.apply(0, &plan);
        assert!(scene.has_table("users") && scene.has_table("orders"), "{place}");
        let done = scene.number(
            "select count(distinct operation) from db_assistant_migrations where operation > 0 and state = 'done'",
        );
        assert!(done == 2 || place == "executed 2" && done >= 1, "{place}: {done}");
        scene.apply(0, &plan).says("nothing to do");
        scene.is_consistent("two.yml");
    }
}

/// F02: the statement of a client that is gone stops, and its lock is free.
#[test]
fn a_long_statement_on_postgres_ends_with_its_client() {
    let Some(scene) = Scene::postgres() else { return };
    scene.sql("create table t (a int)");
    scene.write("slow.sql", "alter table t add column b int; select pg_sleep(120);");
    let child = scene.start("slow.sql");
    let running = "select count(*) from pg_stat_activity where query like '%pg_sleep(120)%' and state = 'active' \
                   and pid <> pg_backend_pid() and datname = current_database()";
    until("the statement runs", || scene.number(running) == 1);
    kill(child);
    let killed = Instant::now();
    until("the server notices", || scene.number(running) == 0);
    assert!(killed.elapsed() < Duration::from_secs(10), "{:?}", killed.elapsed());
    assert_eq!(scene.number("select count(*) from information_schema.columns where table_name = 't'"), 1);
    scene.write("quick.sql", "alter table t add column b int");
    scene.apply(0, "quick.sql");
}

/// F03: the server works on after its client was killed; the next apply waits for it, and finds what it did.
#[test]
fn a_long_statement_on_mariadb_is_waited_for() {
    let Some(scene) = Scene::mariadb() else { return };
    scene.apply(0, &scene.plan("before", &table("users", &["name"])));
    scene.sql("insert into users (id, name) select seq, 'somebody' from seq_1_to_200000");
    let plan = scene.plan("after", &table("users", &["name", "email"]));
    // A copy of the table takes a while; adding a column does not.
    let copied = scene.sandbox.read(&plan);
    assert!(copied.contains("ALTER TABLE"), "{copied}");
    scene.write("slow.sql", "ALTER TABLE users ENGINE=InnoDB, ALGORITHM=COPY; CREATE TABLE last (a int);");
    let child = scene.start("slow.sql");
    let running = "select count(*) from information_schema.processlist where info like 'ALTER TABLE users ENGINE%' and db = database()";
    until("the statement runs", || scene.number(running) == 1);
    kill(child);
    scene.apply(0, "slow.sql");
    assert!(scene.has_table("last"));
    assert_eq!(scene.number("select count(*) from users"), 200_000);
    assert_eq!(scene.states().last().map(String::as_str), Some("done"));
}

/// F13: the index was built, and the ledger does not know it yet.
#[test]
fn an_index_that_is_there_is_not_built_again() {
    let Some(scene) = Scene::postgres() else { return };
    scene.sql("create table t (a int)");
    scene.write("index.sql", "create index concurrently ix on t (a); create table last (a int);");
    scene.killed_at("executed 1", "index.sql");
    let before = scene.sql("select oid from pg_class where relname = 'ix'");
    scene.apply(0, "index.sql").says("resumed: on from where run 1 was cut off");
    assert_eq!(scene.sql("select oid from pg_class where relname = 'ix'"), before);
    assert!(scene.has_table("last"));
}

/// F30, F31: the lock goes with its holder.
#[test]
fn the_lock_of_a_killed_holder_is_free_at_once() {
    for scene in Scene::all() {
        let plan = scene.plan("users", &table("users", &["name"]));
        let child = scene.stopped_at("intended 1", &plan);
        let held = scene.apply(1, &format!("{plan} --wait 0"));
        held.says("another dbx is changing the database: ").says("--wait SECONDS");
        kill(child);
        let killed = Instant::now();
        scene.apply(0, &plan);
        // The program's own start and the work are in it.
        assert!(killed.elapsed() < Duration::from_secs(20), "{:?}", killed.elapsed());
        scene.is_consistent("users.yml");
    }
}

/// F14, F15, F16: twenty at once; one runs, the others find that there is nothing left to do.
#[test]
fn of_twenty_at_once_one_runs() {
    for scene in Scene::all() {
        let plan = scene.plan("two", &(table("users", &["name"]) + &table("orders", &["what"])));
        let running: Vec<_> = (0..20).map(|_| scene.start(&format!("{plan} --wait 120"))).collect();
        let said: Vec<String> = running
            .into_iter()
            .map(|child| {
                let outcome = outcome(child);
                assert_eq!(outcome.code, 0, "{}", outcome.all());
                outcome.all()
            })
            .collect();
        assert_eq!(said.iter().filter(|said| said.contains("applied: 2 operations")).count(), 1, "{said:#?}");
        assert_eq!(said.iter().filter(|said| said.contains("nothing to do")).count(), 19, "{said:#?}");
        assert_eq!(scene.states(), ["done"]);
        scene.is_consistent("two.yml");
    }
}

/// F14: neither waits in a queue of the server, where it would hold up the other's index.
#[test]
fn two_at_once_make_one_concurrent_index() {
    let Some(scene) = Scene::postgres() else { return };
    scene.sql("create table t as select generate_series(1, 200000) as a");
    scene.write("index.sql", "create index concurrently ix on t (a)");
    let running = [scene.start("index.sql"), scene.start("index.sql")];
    for child in running {
        let outcome = outcome(child);
        assert_eq!(outcome.code, 0, "{}", outcome.all());
    }
    assert_eq!(scene.states(), ["done"]);
}
