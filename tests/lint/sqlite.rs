//! SQLite 3.40.

use super::{check, effect};
use dbx::dialect::DialectKind::Sqlite;
use dbx::model::Cause;

const BASE: &str = "
create table customers (
    id integer primary key, mail text unique, score int, note text, age int check (age > 0),
    twice int generated always as (score * 2) virtual, must int not null default 0, plain text
);
create index by_note on customers (note);
create table orders (id integer primary key, customer_id int references customers (id) on delete cascade);
create view rich as select id, plain from customers;
";

const WRITER: &str = "customers database writer";

#[test]
fn there_is_one_writer_and_few_statements_write_every_row() {
    let rewritten = "customers database writer written read";
    check(
        Sqlite,
        BASE,
        &[
            ("alter table customers add x int default 5", WRITER),
            ("alter table customers add x int check (x is null or x > 0)", "customers database writer read"),
            ("alter table customers rename note to remark", WRITER),
            ("alter table customers rename to people", WRITER),
            ("alter table customers drop must", rewritten),
            ("alter table customers drop twice", WRITER),
            ("alter table orders drop customer_id", "orders database writer written read"),
            ("create index by_score on customers (score)", "customers database writer read"),
            ("drop table orders", "orders database writer written read"),
            ("drop table customers", "customers database writer written read, orders database writer written read"),
            ("pragma foreign_keys = off; drop table customers", "customers database writer written read"),
            ("update customers set must = 1 where id = 3", WRITER),
            ("delete from orders", "orders database writer written read"),
            ("reindex by_note", "customers database writer read"),
        ],
    );
}

#[test]
fn what_is_refused_is_told() {
    for (sql, cause) in [
        ("alter table customers add x int unique", Cause::AddColumnRefused),
        ("alter table customers add x int not null", Cause::AddColumnRefused),
        ("alter table customers add x text default current_timestamp", Cause::AddColumnRefused),
        ("alter table customers add x int generated always as (score) stored", Cause::AddColumnRefused),
        ("alter table customers add x int default 1 references orders (id)", Cause::AddColumnRefused),
        ("alter table customers drop mail", Cause::DropColumnBlocked),
        ("alter table customers drop note", Cause::DropColumnBlocked),
        ("alter table customers drop score", Cause::DropColumnBlocked),
        ("alter table customers drop plain", Cause::DropColumnBlocked),
        ("alter table customers add constraint c check (score > 0)", Cause::UnsupportedAlter),
        ("begin; pragma foreign_keys = off", Cause::PragmaInTransaction),
    ] {
        let reasons = effect(Sqlite, BASE, sql).reasons;
        assert!(reasons.iter().any(|reason| reason.cause == cause), "{sql}: {reasons:?}");
    }
}
