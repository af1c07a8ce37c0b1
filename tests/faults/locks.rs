//! Others hold what a plan needs.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::scene::{Engine, Scene, kill, table, until};

/// A session of the engine's own client that says something and then keeps its transaction open.
pub struct Holder {
    client: Child,
}

impl Holder {
    fn new(mut client: Command, sql: &str) -> Self {
        let mut client =
            client.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a client");
        let stdin = client.stdin.as_mut().expect("its input");
        writeln!(stdin, "{sql}").and_then(|()| stdin.flush()).expect("it listens");
        Self { client }
    }

    pub fn of(scene: &Scene, sql: &str) -> Self {
        match &scene.engine {
            Engine::Postgres(database) | Engine::Mariadb(database) => Self::new(database.client(), sql),
            Engine::Sqlite(_) => unreachable!("its client is a library"),
        }
    }

    fn say(&mut self, sql: &str) {
        let stdin = self.client.stdin.as_mut().expect("its input");
        writeln!(stdin, "{sql}").and_then(|()| stdin.flush()).expect("it listens");
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.client.kill();
        let _ = self.client.wait();
    }
}

pub const OPEN_ON_POSTGRES: &str =
    "select count(*) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()";
/// The server makes this list anew for whoever did not look within the last tenth of a second, so that a look takes longer than that.
const OPEN_ON_MARIADB: &str = "select count(*) + sleep(0.15) from information_schema.innodb_trx t join information_schema.processlist p \
                               on p.id = t.trx_mysql_thread_id where p.db = database() and p.command = 'Sleep'";

/// F10: readers that come after the waiting ALTER get through in between, and the error names who was in the way.
#[test]
fn a_reader_in_the_way_on_postgres_is_named_and_others_get_through() {
    let Some(scene) = Scene::postgres() else { return };
    scene.apply(0, &scene.plan("before", &table("users", &["name"])));
    let plan = scene.plan("after", &table("users", &["name", "email"]));
    let holder = Holder::of(&scene, "begin; select count(*) from users;");
    until("the reader holds its lock", || scene.number(OPEN_ON_POSTGRES) == 1);
    let child = scene.start(&format!("{plan} --lock-timeout 1 --lock-retries 1"));
    let mut longest = Duration::ZERO;
    let mut child = child;
    while child.try_wait().expect("a child").is_none() {
        let started = Instant::now();
        scene.sql("select count(*) from users");
        longest = longest.max(started.elapsed());
    }
    let outcome = super::scene::outcome(child);
    assert_eq!(outcome.code, 1, "{}", outcome.all());
    outcome.says("canceling statement due to lock timeout (55P03)");
    outcome.says("in the way: session ").says("select count(*) from users").says("nothing was changed");
    assert!(longest < Duration::from_secs(4), "a reader waited for {longest:?}");
    drop(holder);
    scene.apply(0, &plan);
    scene.is_consistent("after.yml");
}

/// F10: a reader that goes is waited for.
#[test]
fn a_reader_that_goes_is_waited_for() {
    let Some(scene) = Scene::postgres() else { return };
    scene.apply(0, &scene.plan("before", &table("users", &["name"])));
    let plan = scene.plan("after", &table("users", &["name", "email"]));
    let holder = Holder::of(&scene, "begin; select count(*) from users;");
    until("the reader holds its lock", || scene.number(OPEN_ON_POSTGRES) == 1);
    let child = scene.start(&format!("{plan} --lock-timeout 1 --lock-retries 5"));
    until("the change waits", || {
        scene.number(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        ) > 0
    });
    drop(holder);
    let outcome = super::scene::outcome(child);
    assert_eq!(outcome.code, 0, "{}", outcome.all());
    assert_eq!(scene.states(), ["done", "done"], "tries are one run");
    scene.is_consistent("after.yml");
}

/// F11.
#[test]
fn a_reader_in_the_way_on_mariadb_is_named() {
    let Some(scene) = Scene::mariadb() else { return };
    scene.apply(0, &scene.plan("before", &table("users", &["name"])));
    let plan = scene.plan("after", &table("users", &["name", "email"]));
    let holder = Holder::of(&scene, "start transaction; select count(*) from users;");
    until("the reader holds its lock", || scene.number(OPEN_ON_MARIADB) == 1);
    let outcome = scene.apply(1, &format!("{plan} --lock-timeout 1 --lock-retries 1"));
    outcome.says("(1205)").says("in the way: session ");
    drop(holder);
    scene.apply(0, &plan);
    scene.is_consistent("after.yml");
}

/// F16: SQLite does not tell who writes, and is waited for all the same.
#[test]
fn a_writer_on_sqlite_is_waited_for() {
    let scene = Scene::sqlite();
    scene.apply(0, &scene.plan("before", &table("users", &["name"])));
    let plan = scene.plan("after", &table("users", &["name", "email"]));
    let Engine::Sqlite(file) = &scene.engine else { unreachable!("it is SQLite") };
    let child = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            file.exec(
                "begin immediate; create table w (a); insert into w with recursive n(i) as (select 1 union all \
                 select i + 1 from n where i < 700000) select i from n; commit",
            )
        });
        std::thread::sleep(Duration::from_millis(100));
        let child = scene.start(&format!("{plan} --lock-timeout 2 --lock-retries 8"));
        writer.join().expect("the writer ends");
        child
    });
    let outcome = super::scene::outcome(child);
    // A table that came meanwhile is another start; either answer is one, and a broken database is none.
    assert!(outcome.code == 0 || outcome.all().contains("table:w"), "{}", outcome.all());
    assert_eq!(scene.sql("pragma integrity_check"), "ok");
}

/// F12: an index that ran out of time is invalid; it goes, and comes back whole.
#[test]
fn an_invalid_index_is_made_anew() {
    let Some(scene) = Scene::postgres() else { return };
    scene.sql("create table t as select generate_series(1, 1000) as a");
    scene.write("index.sql", "create index concurrently ix on t (a)");
    let holder = Holder::of(&scene, "begin isolation level repeatable read; select count(*) from t;");
    until("the reader has its snapshot", || scene.number(OPEN_ON_POSTGRES) == 1);
    scene.apply(1, "index.sql --statement-timeout 2").says("(57014)").says("--statement-timeout");
    assert_eq!(scene.sql("select indisvalid from pg_index where indexrelid = 'ix'::regclass"), "f");
    drop(holder);
    scene.apply(0, "index.sql").says("ix was left half done by an interrupted run");
    assert_eq!(scene.sql("select indisvalid from pg_index where indexrelid = 'ix'::regclass"), "t");
}

/// dbx has one table and wants another, which somebody has who wants the first: the server ends the statement of dbx.
fn deadlock(scene: &Scene, options: &str) -> super::sandbox::Outcome {
    scene.sql("create table d1 (a int); create table d2 (a int)");
    scene.write("both.sql", "alter table d1 add column b int; select pg_sleep(2); alter table d2 add column b int;");
    let child = scene.start(&format!("both.sql --lock-timeout 30 {options}"));
    until("dbx has the first table", || {
        scene.number("select count(*) from pg_stat_activity where query like '%pg_sleep(2)%' and state = 'active' and pid <> pg_backend_pid() and datname = current_database()") == 1
    });
    let mut holder = Holder::of(scene, "set deadlock_timeout = '20s'; begin; lock table d2;");
    until("the other has the second", || scene.number(OPEN_ON_POSTGRES) >= 1);
    holder.say("lock table d1; commit;");
    super::scene::outcome(child)
}

const NEW_COLUMNS: &str =
    "select count(*) from information_schema.columns where column_name = 'b' and table_name in ('d1', 'd2')";

/// F19: once is bad luck.
#[test]
fn a_deadlock_is_tried_again() {
    let Some(scene) = Scene::postgres() else { return };
    let outcome = deadlock(&scene, "");
    assert_eq!(outcome.code, 0, "{}", outcome.all());
    assert_eq!(scene.number(NEW_COLUMNS), 2);
}

/// F19: told with what either of the two ran.
#[test]
fn a_deadlock_that_stays_is_told() {
    let Some(scene) = Scene::postgres() else { return };
    let outcome = deadlock(&scene, "--lock-retries 0");
    assert_eq!(outcome.code, 1, "{}", outcome.all());
    outcome.says("deadlock detected (40P01)").says("alter table d2 add column b int").says("nothing was changed");
    outcome.says("in the way: session ").says("lock table d1");
    assert_eq!(scene.number(NEW_COLUMNS), 0);
}

/// The lock of the database is ended from elsewhere: whoever lost it stops.
#[test]
fn a_lost_lock_stops_the_apply() {
    let Some(scene) = Scene::postgres() else { return };
    scene.sql("create table t (a int)");
    scene.write(
        "slow.sql",
        "create index concurrently ix on t (a); select pg_sleep(3); create index concurrently iy on t (a);",
    );
    let child = scene.start("slow.sql");
    until("dbx is at work", || {
        scene.number("select count(*) from pg_stat_activity where query like '%pg_sleep(3)%' and state = 'active' and pid <> pg_backend_pid() and datname = current_database()") == 1
    });
    scene.sql("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
    let outcome = super::scene::outcome(child);
    assert_eq!(outcome.code, 1, "{}", outcome.all());
    outcome.says("the lock of the database was lost");
    scene.apply(0, "slow.sql").says("resumed");
}

/// F39.
#[test]
fn a_database_that_takes_no_writes_is_refused_first() {
    let Some(scene) = Scene::postgres() else { return };
    let plan = scene.plan("users", &table("users", &["name"]));
    let Engine::Postgres(database) = &scene.engine else { unreachable!("it is PostgreSQL") };
    scene.sql(&format!("alter database {} set default_transaction_read_only = on", database.name()));
    scene.apply(1, &plan).says("the database takes no writes").says("(25006)").says("primary");
    scene.sql(&format!(
        "set default_transaction_read_only = off; alter database {} reset default_transaction_read_only",
        database.name()
    ));
    assert!(!scene.has_table("db_assistant_migrations"));
    scene.apply(0, &plan);
}

/// A plan waits at its place while somebody looks: the lock says who has it.
#[test]
fn the_holder_is_named() {
    let Some(scene) = Scene::postgres() else { return };
    let plan = scene.plan("users", &table("users", &["name"]));
    let child = scene.stopped_at("intended 1", &plan);
    scene.apply(1, &format!("{plan} --wait 0")).says("session ").says("dbx");
    kill(child);
}
