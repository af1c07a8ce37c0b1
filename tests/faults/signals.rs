//! F40: somebody ends the program.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::process::Child;

use super::locks::{Holder, OPEN_ON_POSTGRES};
use super::scene::{Engine, Scene, outcome, table, until};

fn send(child: &Child, signal: Signal) {
    kill(Pid::from_raw(i32::try_from(child.id()).expect("a process id")), signal).expect("it is there");
}

/// What runs is cancelled on the server, and rolled back; the ledger says so.
#[test]
fn what_runs_is_cancelled_and_rolled_back() {
    for (scene, signal) in Scene::all().zip([Signal::SIGINT, Signal::SIGTERM, Signal::SIGINT]) {
        let (endless, running) = match &scene.engine {
            Engine::Postgres(_) => (
                "select pg_sleep(300)",
                "select count(*) from pg_stat_activity where query like '%sleep(300)%' and state = 'active' and pid <> pg_backend_pid() and datname = current_database()",
            ),
            Engine::Mariadb(_) => (
                "update t set a = sleep(300)",
                "select count(*) from information_schema.processlist where info like 'update t%' and db = database()",
            ),
            Engine::Sqlite(_) => (
                "insert into t with recursive n(i) as (select 1 union all select i + 1 from n) select i from n",
                "select 1",
            ),
        };
        scene.sql("create table t (a int)");
        scene.sql("insert into t values (1)");
        scene.write("endless.sql", &format!("insert into t values (2); {endless};"));
        let child = scene.start("endless.sql");
        until("it runs", || scene.number(running) == 1);
        if let Engine::Sqlite(file) = &scene.engine {
            // The ledger's own writes are over in a moment.
            let mut busy = 0;
            until("it writes and writes", || {
                let is_busy = file.try_exec("pragma busy_timeout = 0; begin immediate; rollback").is_err();
                busy = if is_busy { busy + 1 } else { 0 };
                busy > 20
            });
        }
        send(&child, signal);
        let outcome = outcome(child);
        assert_eq!(outcome.code, 130, "{}", outcome.all());
        outcome.says("interrupted at operation 2").says("nothing was changed");
        assert_eq!(scene.number("select count(*) from t where a = 1"), 1);
        assert_eq!(scene.number("select count(*) from t"), 1);
        assert_eq!(scene.states(), ["interrupted"]);
        scene.write("endless.sql", "insert into t values (2)");
        scene.apply(0, "endless.sql");
    }
}

/// Everything is committed, and only the last look at the schema is left: it ends at once, and nothing is undone.
#[test]
fn the_last_look_can_be_stopped() {
    let Some(scene) = Scene::postgres() else { return };
    let plan = scene.plan("users", &table("users", &["name"]));
    let child = scene.stopped_at("committed 1", &format!("{plan} --lock-timeout 60"));
    // Comments are read by nobody but who looks at a schema.
    let holder = Holder::of(&scene, "begin; lock table pg_description in access exclusive mode;");
    until("comments are locked", || scene.number(OPEN_ON_POSTGRES) == 1);
    scene.go_on();
    until("the look waits", || {
        scene.number("select count(*) from pg_locks where not granted and relation = 'pg_description'::regclass") > 0
    });
    send(&child, Signal::SIGINT);
    let outcome = outcome(child);
    assert_eq!(outcome.code, 130, "{}", outcome.all());
    outcome.says("all of the plan is applied, as run 1").says("dbx drift");
    drop(holder);
    assert!(scene.has_table("users"));
    scene.apply(0, &plan).says("nothing to do");
    scene.is_consistent("users.yml");
}
