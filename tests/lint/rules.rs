//! Every rule fires somewhere and is silent somewhere: for each code a statement that it is about and a near one that it is not.

use super::mysql;
use dbx::dialect::{self, DialectKind};
use dbx::impact::RULES;
use dbx::lint::{Script, World, schema_of};
use dbx::model::{Facts, Probe, RowCount, Session};
use std::collections::BTreeSet;

const POSTGRES: &str = include_str!("measured/postgres_base.sql");
const SQLITE: &str = include_str!("measured/sqlite_base.sql");

/// Code, what it finds, what it does not.
type Case = (&'static str, &'static str, &'static str);

const OF_POSTGRES: &[Case] = &[
    ("R101", "alter table customers add x uuid default gen_random_uuid()", "alter table customers add x int default 5"),
    ("R102", "alter table customers add x bigserial", "alter table customers add x bigint"),
    ("R103", "alter table customers add x int generated always as identity", "alter table customers add x int"),
    (
        "R104",
        "alter table customers add x int generated always as (score + 1) stored",
        "alter table customers add x int",
    ),
    ("R105", "alter table customers add x email", "alter table customers add x label"),
    ("R106", "alter table customers alter score type bigint", "alter table customers alter mail type varchar(100)"),
    ("R107", "alter table customers alter mail type varchar(10)", "alter table customers alter mail type varchar(100)"),
    (
        "R108",
        "set timezone = 'Europe/Berlin'; alter table customers alter seen type timestamptz",
        "set timezone = 'UTC'; alter table customers alter seen type timestamptz",
    ),
    ("R109", "alter table orders alter customer_id type int", "alter table customers alter score type bigint"),
    (
        "R110",
        "alter table customers alter mail type varchar(80) collate \"C\"",
        "alter table plain alter t type text collate \"C\"",
    ),
    ("R111", "alter table plain set unlogged", "alter table plain set (fillfactor = 70)"),
    ("R112", "alter table plain set tablespace fast", "alter table plain set (fillfactor = 70)"),
    ("R113", "vacuum full customers", "vacuum customers"),
    ("S101", "alter table customers alter score set not null", "alter table guarded alter a set not null"),
    ("S102", "alter table customers add check (score > 0)", "alter table customers add check (score > 0) not valid"),
    (
        "S103",
        "alter table payments add foreign key (id) references accounts",
        "alter table payments add foreign key (id) references accounts not valid",
    ),
    ("S104", "alter table customers add x int check (x > 1)", "alter table customers add x int"),
    (
        "S105",
        "alter table orders add x bigint default 1 references customers",
        "alter table orders add x bigint references customers",
    ),
    (
        "S106",
        "alter table customers add unique (score)",
        "alter table plain add constraint u unique using index plain_k",
    ),
    (
        "S107",
        "alter table plain add primary key (id)",
        "alter table plain add constraint k primary key using index plain_id",
    ),
    (
        "S108",
        "alter table plain add constraint k primary key using index plain_k",
        "alter table plain add constraint k primary key using index plain_id",
    ),
    ("S109", "alter table plain add exclude using gist (k with =)", "alter table plain add unique (k)"),
    ("S110", "create index on customers (score)", "create index concurrently i on customers (score)"),
    ("S111", "reindex table customers", "reindex table concurrently customers"),
    ("S112", "refresh materialized view totals", "refresh materialized view concurrently totals"),
    (
        "S113",
        "alter table logs attach partition logs_2025 for values from ('2025-01-01') to ('2026-01-01')",
        "alter table logs attach partition logs_2026 for values from ('2026-01-01') to ('2027-01-01')",
    ),
    (
        "S114",
        "alter table logs attach partition logs_2026 for values from ('2026-01-01') to ('2027-01-01')",
        "drop table logs_rest; alter table logs attach partition logs_2026 for values from ('2026-01-01') to ('2027-01-01')",
    ),
    (
        "S115",
        "alter domain label add check (value <> '')",
        "alter domain label add constraint c check (value <> '') not valid",
    ),
    (
        "S116",
        "alter table plain add constraint c check (k > 0) not valid; alter table plain validate constraint c",
        "alter table items validate constraint later",
    ),
    ("S117", "alter table customers add x int unique", "alter table customers add x int"),
    ("L101", "alter table orders drop constraint of_customer", "alter table customers drop constraint grown"),
    ("L102", "drop table items", "drop table dogs"),
    (
        "L103",
        "create table more (id bigint primary key references customers)",
        "create table more (id bigint primary key)",
    ),
    (
        "L104",
        "alter table payments add foreign key (id) references accounts not valid",
        "alter table payments add foreign key (id) references accounts",
    ),
    ("L105", "drop index customers_mail", "alter index customers_mail rename to by_mail"),
    ("L106", "drop trigger touched on customers", "drop view richest"),
    ("L107", "drop view richest", "drop table dogs"),
    ("L108", "alter table logs detach partition logs_2024", "alter table logs detach partition logs_2024 concurrently"),
    (
        "L109",
        "create table logs_2030 partition of logs for values from ('2030-01-01') to ('2031-01-01')",
        "create table more (id bigint primary key)",
    ),
    ("L110", "alter table customers enable row level security", "alter table customers rename to people"),
    (
        "L111",
        "alter table customers alter note set storage external",
        "alter table customers alter note set statistics 100",
    ),
    ("L112", "alter sequence numbers restart", "create sequence more"),
    ("L113", "create index on customers (score)", "set lock_timeout = '2s'; create index on customers (score)"),
    (
        "L114",
        "alter table dogs add x int; create index on customers (score)",
        "create index on customers (score); create index on dogs (id)",
    ),
    ("L115", "alter index customers_mail rename to by_mail", "alter table customers rename to people"),
    ("L116", "lock table customers", "select 1"),
    (
        "T101",
        "begin; create index concurrently i on customers (score)",
        "create index concurrently i on customers (score)",
    ),
    ("T102", "create index concurrently i on customers (score)", "create index i on customers (score)"),
    (
        "T103",
        "create index concurrently if not exists i on customers (score)",
        "create index if not exists i on customers (score)",
    ),
    (
        "T104",
        "alter type status add value 'new'; insert into seats (id, grade) values (1, 'new')",
        "alter type status add value 'new'; insert into seats (id, grade) values (1, 'open')",
    ),
    ("T105", "commit", "select 1"),
    ("T106", "create index concurrently i on logs (line)", "create index concurrently i on customers (score)"),
    (
        "T107",
        "create table a_name_of_more_than_the_sixty_three_bytes_that_postgresql_keeps_of_it (id bigint primary key)",
        "create table more (id bigint primary key)",
    ),
    ("D101", "drop table dogs", "drop view richest"),
    ("D102", "alter table customers drop note", "alter table customers rename note to remark"),
    ("D103", "drop schema other cascade", "create schema more"),
    ("D104", "truncate dogs", "delete from dogs where id = 1"),
    ("D105", "drop type status cascade", "create type more as enum ('a')"),
    ("D106", "delete from dogs", "delete from dogs where id = 1"),
    (
        "D107",
        "alter table payments add foreign key (id) references accounts on delete cascade",
        "alter table payments add foreign key (id) references accounts",
    ),
    ("D110", "delete from dogs where id = 1", "insert into dogs values (1)"),
    ("C101", "alter table dogs rename to hounds", "alter table dogs rename id to number"),
    ("C102", "alter table dogs rename id to number", "alter table dogs rename to hounds"),
    ("C103", "alter type status rename value 'open' to 'opened'", "alter type status add value 'new'"),
    ("C104", "alter table customers add x int not null", "alter table customers add x int not null default 1"),
    ("C105", "alter table customers alter must drop not null", "alter table customers alter score drop default"),
    ("C106", "alter table customers alter must set default 3", "alter table customers alter must drop not null"),
    ("C107", "alter table customers drop constraint grown", "alter table customers rename constraint grown to of_age"),
    ("C108", "drop view rich cascade", "drop view richest"),
    ("V101", "alter table customers add unique (score)", "create index on customers (score)"),
    ("V102", "alter table customers alter score set not null", "alter table customers alter must drop not null"),
    ("V103", "alter table customers add check (score > 0)", "alter table customers add check (score > 0) not valid"),
    (
        "V104",
        "alter table payments add foreign key (id) references accounts",
        "alter table payments add foreign key (id) references accounts not valid",
    ),
    ("B102", "alter table customers add x json", "alter table customers add x jsonb"),
    ("B103", "alter table customers add x char(4)", "alter table customers add x varchar(4)"),
    ("B104", "alter table customers add x timestamp", "alter table customers add x timestamptz"),
    ("B105", "create table more (id int primary key)", "create table more (id bigint primary key)"),
    ("B106", "create table more (id bigint)", "create table more (id bigint primary key)"),
    ("B110", "grant select on dogs to public", "grant select on dogs to reader"),
    ("B111", "alter table customers disable trigger touched", "alter table customers enable trigger touched"),
    ("B112", "update dogs set id = 1", "update dogs set id = 1 where id = 2"),
    ("B113", "drop policy own on orders", "create policy more on orders using (true)"),
    ("U101", "frobnicate the table", "select 1"),
    ("U102", "select 'open", "select 'closed'"),
    ("U103", "drop table no_such", "drop table if exists no_such"),
    ("U104", "do $$ begin end $$", "select 1"),
    (
        "U105",
        "-- dbx:ignore S110\ncreate index on customers (score)",
        "-- dbx:ignore S110: at night\ncreate index on customers (score)",
    ),
    (
        "U106",
        "-- dbx:ignore S110: at night\nselect 1",
        "-- dbx:ignore S110: at night\ncreate index on customers (score)",
    ),
    ("U107", "alter system set fsync = off", "set statement_timeout = '5s'"),
];

const OF_MYSQL: &[Case] = &[
    ("R201", "alter table customers modify score bigint", "alter table customers modify mail varchar(63)"),
    ("R202", "alter table customers modify mail varchar(64)", "alter table customers modify mail varchar(63)"),
    (
        "R203",
        "alter table customers modify size enum('s','xs','m')",
        "alter table customers modify size enum('s','m','l')",
    ),
    (
        "R204",
        "alter table customers modify marks set('a','b','c','d','e','f','g','h','i')",
        "alter table customers modify marks set('a','b','c')",
    ),
    (
        "R205",
        "alter table customers modify note text character set latin1",
        "alter table customers modify note text collate utf8mb4_bin",
    ),
    (
        "R206",
        "alter table customers add x int as (score * 2) stored",
        "alter table customers add x int as (score * 2) virtual",
    ),
    (
        "R207",
        "alter table orders drop primary key",
        "alter table orders drop primary key, add primary key (id, customer_id)",
    ),
    ("R208", "alter table customers add constraint c check (score < 9)", "alter table customers drop constraint grown"),
    (
        "R209",
        "alter table orders add constraint f foreign key (id) references customers (id)",
        "set foreign_key_checks = 0; alter table orders add constraint f foreign key (id) references customers (id)",
    ),
    ("R210", "alter table customers partition by hash (id) partitions 3", "alter table customers comment = 'x'"),
    ("R211", "alter table customers modify score int not null", "alter table customers alter score set default 3"),
    ("R212", "alter table computed add x int after a", "alter table customers add x int first"),
    ("R213", "alter table customers force", "alter table customers comment = 'x'"),
    ("L201", "alter table customers add fulltext (note)", "alter table customers add index by_score (score)"),
    (
        "L202",
        "alter table customers modify score bigint",
        "alter table customers modify score bigint, algorithm=copy, lock=shared",
    ),
    ("T201", "alter table orders add x int; alter table customers add x int", "alter table customers add x int"),
    ("T202", "drop table orders, words", "drop table words"),
    ("T203", "set sql_mode = ''", "set sql_mode = 'STRICT_ALL_TABLES'"),
    (
        "D111",
        "alter table ranges drop partition p0",
        "alter table ranges add partition (partition p1 values less than (20))",
    ),
];

const OF_SQLITE: &[Case] = &[
    ("X301", "alter table customers add constraint c check (score > 0)", "alter table customers add x int"),
    (
        "X302",
        "create table fresh (id integer primary key); drop table lists; alter table fresh rename to lists",
        "pragma foreign_keys = off; create table fresh (id integer primary key); drop table lists; alter table fresh rename to lists",
    ),
    ("X303", "begin; pragma foreign_keys = off", "pragma foreign_keys = off"),
    ("X304", "alter table customers drop mail", "alter table customers drop spare"),
    ("X305", "alter table customers drop spare", "alter table customers drop twice"),
    ("X306", "alter table customers add x int unique", "alter table customers add x int"),
    ("X307", "drop table lists", "drop table loose"),
];

/// Told of plans alone: no statement by hand is taken for such a step.
const OF_PLANS: [&str; 4] = ["B120", "C109", "R301", "V105"];

fn found(kind: DialectKind, base: &str, sql: &str) -> BTreeSet<String> {
    let dialect = dialect::of(kind);
    let mut world = World::of(schema_of(dialect.as_ref(), base).0, Session::default());
    let script = Script::read(dialect.as_ref(), sql, &mut world);
    script.judge(&Facts::default()).into_iter().map(|finding| finding.risk.code.to_owned()).collect()
}

#[test]
fn each_rule_fires_and_is_silent() {
    let mut wrong = Vec::new();
    for (kind, base, cases) in [
        (DialectKind::Postgres, POSTGRES, OF_POSTGRES),
        (DialectKind::Mysql, mysql::BASE, OF_MYSQL),
        (DialectKind::Sqlite, SQLITE, OF_SQLITE),
    ] {
        for (code, fires, silent) in cases {
            for (sql, expected) in [(fires, true), (silent, false)] {
                let found = found(kind, base, sql);
                if found.contains(*code) != expected {
                    wrong.push(format!(
                        "{code} {} expected of {sql}\n  {found:?}",
                        if expected { "is" } else { "is not" }
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_is_forgotten() {
    let tried = [OF_POSTGRES, OF_MYSQL, OF_SQLITE].into_iter().flatten().map(|(code, ..)| *code);
    let tried: BTreeSet<&str> = tried.chain(OF_PLANS).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.meta().code).collect();
    assert_eq!(tried, rules);
}

/// Whether a value fits its new type only the rows can tell.
#[test]
fn rows_that_a_cast_refuses_are_told() {
    let dialect = dialect::of(DialectKind::Postgres);
    for (unfit, fires) in [(3, true), (0, false)] {
        let mut world = World::of(schema_of(dialect.as_ref(), POSTGRES).0, Session::default());
        let script = Script::read(dialect.as_ref(), "alter table customers alter score type smallint", &mut world);
        let mut facts = Facts::default();
        for probe in script.probes() {
            let rows = if matches!(probe, Probe::Unfit { .. }) { unfit } else { 10 };
            facts.insert(probe, RowCount::exact(rows));
        }
        let codes: Vec<_> = script.judge(&facts).into_iter().map(|finding| finding.risk.code).collect();
        assert_eq!(codes.contains(&"V105"), fires, "{unfit}: {codes:?}");
    }
}
