//! Statements that PostgreSQL runs outside of transactions alone. Others keep every table under a lock, and give it back when the statement waits
//! for it, so that its own lock can be seen; when it is through, the catalog tells what it wrote and read.

use super::{Measured, assert_agree};
use crate::support;
use dbx::dialect::DialectKind::Postgres;
use dbx::driver::{DatabaseUrl, Driver, connect};
use dbx::model::{Rows, Value};
use rstest::rstest;
use std::collections::BTreeMap;
use std::time::Duration;

const BASE: &str = "
create table customers (id bigint primary key, score int, note text);
create index by_note on customers (note);
create table orders (id bigint primary key, customer_id bigint references customers);
create table logs (at int not null, line text) partition by range (at);
create table logs_1 partition of logs for values from (0) to (100);
create table logs_2 partition of logs for values from (100) to (200);
create index logs_at on logs (at);
create table aside (id int);
";

const ROWS: &str = "
insert into customers select n, n, 'n' || n from generate_series(1, 50) n;
insert into orders select n, n from generate_series(1, 50) n;
insert into logs select n * 3, 'l' from generate_series(1, 50) n;
insert into aside select n from generate_series(1, 50) n;
analyze;
";

const STATEMENTS: &[&str] = &[
    "create index concurrently i on customers (score)",
    "create unique index concurrently i on customers (score)",
    "create index concurrently if not exists by_note on customers (note)",
    "create index concurrently i on logs_1 (line)",
    "drop index concurrently by_note",
    "reindex index concurrently by_note",
    "reindex table concurrently customers",
    "reindex (concurrently) table orders",
    "reindex table concurrently logs",
    "reindex table logs",
    "reindex index logs_at",
    "reindex index concurrently logs_at",
    "reindex schema public",
    "reindex schema concurrently public",
    "vacuum customers",
    "vacuum customers, orders",
    "vacuum (analyze) customers",
    "vacuum (freeze, verbose) orders",
    "vacuum full customers",
    "vacuum (full) orders",
    "vacuum logs",
    "vacuum full logs",
    "vacuum",
    "cluster",
    "cluster logs using logs_at",
    "alter table logs detach partition logs_1 concurrently",
];

/// Relations that are tables, with what is known of them.
const TABLES: &str = "
select c.relname, c.relfilenode::text, coalesce(pg_stat_get_tuples_returned(c.oid), 0)::text from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')";

/// What a session waits for, a lock on a table or the end of others, and for whom.
const WAITS: &str = "
select coalesce(c.relname, ''), l.mode, unnest(pg_blocking_pids(l.pid))::text
from pg_locks l left join pg_class c on c.oid = l.relation and c.relkind in ('r', 'p')
where l.pid = $1::int and not l.granted";

/// Locks that keep others from ever weaker ones: who passes the last of them wants the strongest.
const KEPT: [&str; 3] = ["access share", "share update exclusive", "access exclusive"];

/// Modes by strength.
const MODES: [(&str, &str); 8] = [
    ("AccessShareLock", "access share"),
    ("RowShareLock", "row share"),
    ("RowExclusiveLock", "row exclusive"),
    ("ShareUpdateExclusiveLock", "share update exclusive"),
    ("ShareLock", "share"),
    ("ShareRowExclusiveLock", "share row exclusive"),
    ("ExclusiveLock", "exclusive"),
    ("AccessExclusiveLock", "access exclusive"),
];

async fn session(url: &str) -> Box<dyn Driver> {
    connect(&DatabaseUrl::parse(url).expect("an address")).await.expect("a connection")
}

fn texts(rows: &Rows) -> Vec<Vec<String>> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    rows.rows.iter().map(|row| row.iter().map(text).collect()).collect()
}

async fn process(session: &mut dyn Driver) -> String {
    let rows = session.query("select pg_backend_pid()::text", &[]).await.expect("a number");
    texts(&rows)[0][0].clone()
}

/// One session for each table, which keeps others from it; by the number of its process.
async fn keepers(url: &str, mode: &str, tables: impl Iterator<Item = &String>) -> BTreeMap<String, Box<dyn Driver>> {
    let mut keepers = BTreeMap::new();
    for table in tables {
        let mut keeper = session(url).await;
        let number = process(keeper.as_mut()).await;
        keeper.begin(&[]).await.expect("a transaction");
        keeper.run(&format!("lock table only {table} in {mode} mode")).await.expect("a lock");
        keepers.insert(number, keeper);
    }
    keepers
}

/// The file and the rows read so far, of every table.
async fn tables(observer: &mut dyn Driver) -> BTreeMap<String, (String, String)> {
    let rows = observer.query(TABLES, &[]).await.expect("the tables");
    let table = |row: Vec<String>| {
        let [name, file, read] = <[String; 3]>::try_from(row).expect("three columns");
        (name, (file, read))
    };
    texts(&rows).into_iter().map(table).collect()
}

/// What a statement did to one table.
#[derive(Default)]
struct Touch {
    /// The strongest lock, by its place among the modes.
    mode: usize,
    is_written: bool,
    is_read: bool,
}

/// What the server did while others kept the tables under locks of one mode.
async fn watch(url: &str, kept: &str, sql: &'static str, touches: &mut BTreeMap<String, Touch>) {
    let mut observer = session(url).await;
    let before = tables(observer.as_mut()).await;
    let mut keepers = keepers(url, kept, before.keys()).await;
    let mut worker = session(url).await;
    let pid = Value::Text(process(worker.as_mut()).await);
    let mut work = tokio::spawn(async move {
        worker.run(sql).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
        worker.run("select pg_stat_force_next_flush()").await.expect("statistics");
    });
    while tokio::time::timeout(Duration::from_millis(5), &mut work)
        .await
        .map(|done| done.expect("the statement"))
        .is_err()
    {
        let waits = observer.query(WAITS, std::slice::from_ref(&pid)).await.expect("the locks");
        for wait in texts(&waits) {
            if !wait[0].is_empty() {
                let mode = MODES.iter().position(|(name, _)| *name == wait[1]).expect("a mode");
                let touch = touches.entry(wait[0].clone()).or_default();
                touch.mode = touch.mode.max(mode);
            }
            keepers.remove(&wait[2]);
        }
    }
    for (table, after) in tables(observer.as_mut()).await {
        let before = &before[&table];
        if *before != after {
            let touch = touches.entry(table).or_default();
            touch.is_written |= before.0 != after.0;
            touch.is_read |= before.1 != after.1;
        }
    }
}

/// In the words of [`super::words`].
fn words((table, touch): (&String, &Touch)) -> String {
    let written = if touch.is_written { " written" } else { "" };
    let read = if touch.is_read { " read" } else { "" };
    format!("{table} {}{written}{read}", MODES[touch.mode].1)
}

/// Parts of the statements, each of which a server works at by itself.
const PARTS: usize = 4;

#[rstest]
#[tokio::test]
async fn lint_says_what_the_server_does_outside_of_transactions(#[values(0, 1, 2, 3)] part: usize) {
    let mut measured = Vec::new();
    for sql in STATEMENTS.iter().skip(part).step_by(PARTS) {
        let mut touches = BTreeMap::new();
        for kept in KEPT {
            let Some(database) = support::postgres() else { return };
            database.psql(&format!("{BASE}{ROWS}"));
            watch(database.url(), kept, sql, &mut touches).await;
        }
        measured.push(Measured { sql, touches: touches.iter().map(words).collect() });
    }
    assert_agree(Postgres, BASE, &measured);
}
