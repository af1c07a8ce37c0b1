//! Which findings there are, and where.

use dbx::dialect::{self, DialectKind};
use dbx::lint::{Script, World, schema_of};
use dbx::model::{Cause, Facts, Session};

const BASE: &str = "
create table t (id bigint primary key, a int, c varchar(50), n numeric(10,2), d text, s timestamp(3));
create table p (id bigint primary key);
create type mood as enum ('ok');
create view over_p as select id from p;
create materialized view over_view as select id from over_p;
";

/// Code, line and column of each finding.
fn found(sql: &str) -> Vec<(String, usize, usize)> {
    let dialect = dialect::of(DialectKind::Postgres);
    let mut world = World::of(schema_of(dialect.as_ref(), BASE).0, Session::default());
    let script = Script::read(dialect.as_ref(), sql, &mut world);
    let findings = script.judge(&Facts::default());
    findings.iter().map(|it| (it.risk.code.to_owned(), it.place.line, it.place.column)).collect()
}

fn codes(sql: &str) -> Vec<String> {
    found(sql).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn harmless_changes_are_not_flagged() {
    for sql in [
        "alter table t alter c type varchar(100)",
        "alter table t alter c type text",
        "alter table t alter d type varchar",
        "alter table t alter n type numeric(12,2)",
        "alter table t alter n type numeric",
        "alter table t alter s type timestamp(6)",
        "alter table t add x int default 5",
        "create table fresh (id bigint primary key); create index on fresh (id); alter table fresh add y float default random()",
        "alter table t alter d set statistics 500",
    ] {
        assert_eq!(found(sql), [], "{sql}");
    }
}

#[test]
fn a_renamed_column_takes_along_what_speaks_of_it() {
    let made = "
create table parent (id int primary key, code int unique, low int, high int, note text);
create table child (id int primary key, code int, constraint of_code foreign key (code) references parent (code));
create index with_note on parent (id) include (note);
create index of_both on parent ((low + high));
create index of_low on parent (id) where low > 0;
alter table parent add constraint in_order check (low < high);
";
    let rename = |column: &str| format!("alter table parent rename column {column} to other;");
    let drop = "alter table parent drop column other cascade;";
    for (column, dependent) in [
        ("code", "alter table child drop constraint of_code;"),
        ("note", "drop index with_note;"),
        ("high", "drop index of_both;"),
        ("low", "drop index of_low;"),
        ("high", "alter table parent drop constraint in_order;"),
    ] {
        let kept = codes(&format!("{made}{}{dependent}", rename(column)));
        assert!(!kept.contains(&"U103".to_owned()), "{dependent} {kept:?}");
        let gone = codes(&format!("{made}{}{drop}{dependent}", rename(column)));
        assert!(gone.contains(&"U103".to_owned()), "{dependent} {gone:?}");
    }
}

#[test]
fn places_are_those_of_the_actions() {
    let sql = "-- first\nalter table t\n  add x int,\n  alter a set not null;\n\n  drop table p;";
    let places: Vec<_> = found(sql).into_iter().filter(|(code, ..)| code == "S101" || code == "D101").collect();
    assert_eq!(places, [("S101".to_owned(), 4, 3), ("D101".to_owned(), 6, 3)]);
}

#[test]
fn statements_meet_what_the_earlier_ones_leave() {
    let dropped = codes("alter table t drop c; alter table t alter c set not null");
    assert!(dropped.contains(&"U103".to_owned()), "{dropped:?}");
    for taken_along in ["drop view over_p", "drop materialized view over_view"] {
        assert!(!codes(taken_along).contains(&"U103".to_owned()), "{taken_along}");
        let gone = codes(&format!("drop table p cascade; {taken_along}"));
        assert!(gone.contains(&"U103".to_owned()) && gone.contains(&"C108".to_owned()), "{taken_along}: {gone:?}");
    }
    let renamed = codes("alter table t rename to u; alter table u alter a type bigint");
    assert!(renamed.contains(&"R106".to_owned()) && !renamed.contains(&"U103".to_owned()), "{renamed:?}");
}

#[test]
fn transactions_are_looked_at() {
    for (sql, code) in [
        ("begin; create index concurrently i on t (a)", "T101"),
        ("begin", "T105"),
        ("alter type mood add value 'new'; update t set d = 'new' where id = 1", "T104"),
        ("alter table t add constraint k check (a > 0) not valid; alter table t validate constraint k", "S116"),
        ("alter table p add x int; create index on t (a)", "L114"),
    ] {
        let codes = codes(sql);
        assert!(codes.contains(&code.to_owned()), "{sql}: {codes:?}");
    }
    let timeout = codes("set lock_timeout = '2s'; create index on t (a)");
    assert!(timeout.contains(&"S110".to_owned()) && !timeout.contains(&"L113".to_owned()), "{timeout:?}");
}

#[test]
fn what_is_not_understood_is_a_finding_with_its_place() {
    assert_eq!(found("select 1;\nfrobnicate the table"), [("U101".to_owned(), 2, 1)]);
    assert_eq!(found("alter table t frobnicate"), [("U101".to_owned(), 1, 15)]);
    assert_eq!(found("select 'open").first().map(|it| it.0.clone()), Some("U102".to_owned()));
}

#[test]
fn ignoring_takes_a_reason_and_a_finding() {
    let rule = |codes: Vec<String>| codes.into_iter().filter(|code| code != "L113").collect::<Vec<_>>();
    assert_eq!(rule(codes("-- dbx:ignore S110: nobody writes at night\ncreate index on t (a);")), Vec::<String>::new());
    assert_eq!(rule(codes("-- dbx:ignore S110\ncreate index on t (a);")), ["U105", "S110"]);
    assert_eq!(rule(codes("-- dbx:ignore R101: nothing of that\ncreate index on t (a);")), ["U106", "S110"]);
    let whole = "-- dbx:ignore-file S110: a small table\nselect 1;\ncreate index on t (a);\ncreate index on t (c);";
    assert!(!codes(whole).contains(&"S110".to_owned()));
}

#[test]
fn without_a_schema_types_are_taken_for_the_worst() {
    let dialect = dialect::of(DialectKind::Postgres);
    let script_of = |sql: &str| {
        let mut world = World::unknown();
        let script = Script::read(dialect.as_ref(), sql, &mut world);
        script.statements[0].effect.clone()
    };
    let effect = script_of("alter table somewhere alter c type varchar(100)");
    assert!(effect.rewrites() && effect.reasons.iter().any(|reason| reason.cause == Cause::TypeRewrite));
    assert!(!script_of("alter table somewhere add x int").rewrites());
}

#[test]
fn each_cause_has_one_rule_and_each_code_is_told_once() {
    let mut codes: Vec<&str> = dbx::impact::documentation().map(|docs| docs.code).collect();
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), all);
    for docs in dbx::impact::documentation() {
        assert!(!docs.summary.is_empty() && !docs.docs.is_empty() && !docs.engines.is_empty(), "{}", docs.code);
    }
}
