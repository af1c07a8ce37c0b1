//! What `apply` stops at when no sidecar speaks for a statement: whatever loses rows or values, runs code that nobody can see into, or changes
//! what dbx does not weigh. The reader of `lint` is the judge.

use dbx::dialect::{self, DialectKind};
use dbx::lint::{Script, World, schema_of};
use dbx::model::{Facts, Level, Session};

/// The highest level that the statements have over a schema, or over none.
fn level(kind: DialectKind, base: Option<&str>, sql: &str) -> Option<Level> {
    let dialect = dialect::of(kind);
    let world = match base {
        Some(base) => World::of(schema_of(dialect.as_ref(), base).0, Session::default()),
        None => World::unknown(),
    };
    let script = Script::of_statements(dialect.as_ref(), [sql], &mut world.with_lock_timeout());
    script.risks(&Facts::default()).into_iter().flatten().map(|risk| risk.level).max()
}

#[track_caller]
fn all(kind: DialectKind, base: Option<&str>, statements: &[&str], stop: bool) {
    let is_wrong = |sql: &&&str| (level(kind, base, sql) >= Some(Level::High)) != stop;
    let wrong: Vec<&&str> = statements.iter().filter(is_wrong).collect();
    assert!(wrong.is_empty(), "these should {}stop: {wrong:#?}", if stop { "" } else { "not " });
}

const POSTGRES: &[&str] = &[
    "select f()",
    "select setval('s', 1)",
    "select a into b from c",
    "with d as (delete from u returning *) select * from d",
    "create table x as with d as (delete from u returning *) table d",
    "create table x as values (ev())",
    "create materialized view m as select f() with no data",
    "create rule r as on select to t do also delete from u",
    "create event trigger e on ddl_command_end execute function f()",
    "create cast (text as int) with function f(text)",
    "create role admin superuser",
    "create subscription s connection 'host=x' publication p",
    "create schema s create table t (a int)",
    "drop table t",
    "drop schema s cascade",
    "drop function f() cascade",
    "drop extension e",
    "drop role r",
    "drop policy p on t",
    "drop owned by r",
    "truncate t",
    "delete from t where id = 1",
    "update t set a = 1 where id = 1",
    "update pg_class set relname = 'x' where oid = 1",
    "insert into t values (f())",
    "insert into t select f()",
    "insert into t values (1) on conflict (id) do update set a = 2",
    "copy t from program 'curl x'",
    "copy t to '/tmp/x'",
    "alter table t drop column b",
    "alter table t drop constraint if exists z, drop column b",
    "alter table t alter a type int using 0",
    "alter table t disable trigger all",
    "alter table t disable row level security",
    "alter table t disable rule r",
    "alter table t enable rule r",
    "alter type t drop attribute a",
    "alter function f() security definer",
    "alter system set fsync = off",
    "alter default privileges grant all on tables to public",
    "alter role r superuser",
    "alter policy p on t using (true)",
    "grant admin to bob",
    "set session_replication_role = replica",
    "set role admin",
    "set search_path = other",
    "reset session authorization",
    "explain analyze delete from t",
    "do $$ begin end $$",
    "call p()",
    "security label on table t is 'x'",
    "reassign owned by a to b",
    "frobnicate the table",
    "select 'open",
    "merge into t using u on t.id = u.id when matched then delete",
];

const MARIADB: &[&str] = &[
    "create or replace table t (a int)",
    "create or replace database d",
    "drop database d",
    "create event e on schedule every 1 day do delete from t",
    "alter table t drop partition p0",
    "alter table t truncate partition all",
    "alter table t exchange partition p0 with table u",
    "alter table t convert partition p0 to table u",
    "alter table t discard tablespace",
    "alter table t drop system versioning",
    "alter table t engine = blackhole",
    "alter table t modify a smallint",
    "replace into t values (1)",
    "insert into t values (1) on duplicate key update a = 2",
    "load data infile '/tmp/x' into table t",
    "analyze format=json update t set a = 1",
    "set global read_only = 0",
    "set sql_notes = 0, sql_log_bin = 0",
    "set @a = (select f())",
    "use other",
    "flush tables",
    "grant r to u",
];

const SQLITE: &[&str] = &[
    "attach 'x.db' as y",
    "vacuum into '/tmp/x'",
    "pragma writable_schema = on",
    "insert or replace into t values (1)",
    "create virtual table v using fts5(a)",
    "select load_extension('x')",
];

#[test]
fn what_may_do_harm_stops() {
    all(DialectKind::Postgres, None, POSTGRES, true);
    all(DialectKind::Mysql, None, MARIADB, true);
    all(DialectKind::Sqlite, None, SQLITE, true);
}

#[test]
fn a_schema_that_is_known_opens_nothing_by_itself() {
    let base = "create table t (id int primary key, a int, b int); create table u (id int primary key); \
                create view evil as select f(); create view through as select * from evil; \
                create trigger g before insert on u for each row execute function f();";
    let stopping = [
        "drop table t",
        "delete from t where id = 1",
        "alter table t drop column b",
        "alter table t alter a type smallint",
        "alter table t alter a type bigint using 0",
        "select * from through",
        "insert into u values (1)",
        "select f()",
    ];
    all(DialectKind::Postgres, Some(base), &stopping, true);
}

#[test]
fn what_is_known_to_be_harmless_goes_on() {
    let harmless = [
        "create table t (a int references u on delete cascade on update cascade)",
        "create unique index i on t (a)",
        "create view v as select 1",
        "comment on table t is 'drop table t'",
        "alter table t add column b int",
        "alter table t alter a drop default",
        "alter type mood add value 'new'",
        "select count(*) from t where a = lower('x')",
        "insert into t (a, b) values (1, 'f()'), (2, default)",
        "explain delete from t",
        "grant select on t to reader",
        "set statement_timeout = '5s'",
        "set timezone to 'UTC'",
    ];
    all(DialectKind::Postgres, None, &harmless, false);
    let base = "create table t (id bigint primary key, c varchar(50), a int)";
    let known = ["alter table t alter c type text", "alter table t alter c type varchar(80) using c::varchar(80)"];
    all(DialectKind::Postgres, Some(base), &known, false);
    let maria =
        ["alter table t add column b int", "set names utf8mb4", "analyze table t", "alter table t engine = InnoDB"];
    all(DialectKind::Mysql, None, &maria, false);
    all(DialectKind::Sqlite, None, &["pragma foreign_keys = off", "pragma table_info(t)", "create table x (a)"], false);
}
