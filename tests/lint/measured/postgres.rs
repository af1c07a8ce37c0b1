//! PostgreSQL tells all of it: `pg_locks`, the number of a relation's file, and the statistics of the transaction.

use super::{Measured, assert_agree};
use crate::support;
use dbx::dialect::DialectKind::Postgres;
use std::fmt::Write;

const BASE: &str = include_str!("postgres_base.sql");

/// One statement per line; empty lines and comments are left out.
const STATEMENTS: &str = include_str!("postgres_statements.sql");

/// Rows for every table, so that reading one shows.
const ROWS: &str = "
insert into customers (id, mail, born, score, note, age, must)
    select n, 'm' || n, '2024-01-01', n, 'n' || n, 1 + n % 90, n from generate_series(1, 50) n;
insert into orders (id, customer_id, total, state) overriding system value
    select n, n, n, 's' from generate_series(1, 50) n;
insert into tags select 'l';
insert into accounts select n, 'n' from generate_series(1, 50) n;
insert into payments (id, account_id, amount, m) select n, n, n, n from generate_series(1, 50) n;
insert into guarded select n, n, n from generate_series(1, 50) n;
insert into items (id, order_id) select n, n from generate_series(1, 50) n;
insert into logs select '2024-01-01'::timestamptz + n * interval '1 day', 'l' from generate_series(1, 50) n;
insert into logs select '2029-01-01'::timestamptz + n * interval '1 day', 'l' from generate_series(1, 50) n;
insert into logs_2025 select '2025-01-01'::timestamptz + n * interval '1 day', 'l' from generate_series(1, 50) n;
insert into logs_2026 select '2026-01-01'::timestamptz + n * interval '1 day', 'l' from generate_series(1, 50) n;
insert into animals select n from generate_series(1, 50) n;
insert into cats select n from generate_series(1, 50) n;
insert into dogs select n from generate_series(1, 50) n;
insert into seats (id, place, grade) select n, n, 'open' from generate_series(1, 50) n;
insert into plain select n, n, 't' from generate_series(1, 50) n;
refresh materialized view totals;
refresh materialized view front_count;
analyze;
create schema measuring;
create table measuring.relation as
    select oid, concat(nullif(relnamespace::regnamespace::text || '.', 'public.'), relname) as relname, relkind, relfilenode,
           reltuples > 0 as has_rows
    from pg_class
    where relnamespace in ('public'::regnamespace, 'other'::regnamespace) and relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend
                      where objid = pg_class.oid and relkind = 'S' and classid = 'pg_class'::regclass and deptype in ('a', 'i'));
";

/// What this session read so far; it does not say for which transaction.
const READ_BEFORE: &str = "
create temp table read_before as
    select oid, pg_stat_get_xact_tuples_returned(oid) as tuples from measuring.relation;
";

/// A line for each relation that is locked: `customers access exclusive written read`.
const TELL: &str = r"
select
    case relkind when 'v' then 'view:' when 'm' then 'materialized_view:' when 'S' then 'sequence:' else '' end
    || r.relname || ' ' ||
    (array['access share', 'row share', 'row exclusive', 'share update exclusive', 'share', 'share row exclusive', 'exclusive',
           'access exclusive'])[max(array_position(
        array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
              'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode))]
    || case when r.relkind <> 'S' and (select c.relfilenode <> r.relfilenode from pg_class c where c.oid = r.oid) then ' written' else '' end
    || case when r.has_rows and pg_stat_get_xact_tuples_returned(r.oid) > b.tuples then ' read' else '' end
from measuring.relation r join pg_locks l on l.relation = r.oid and l.pid = pg_backend_pid() and l.granted
    join read_before b using (oid)
group by r.oid, r.relname, r.relkind, r.relfilenode, r.has_rows, b.tuples;
";

fn statements() -> impl Iterator<Item = &'static str> {
    STATEMENTS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"))
}

fn is_query_with_index(sql: &str) -> bool {
    sql.starts_with("update") || sql.starts_with("insert") || sql.contains(" where id = ")
}

#[test]
fn lint_says_what_the_server_does() {
    let Some(database) = support::postgres() else { return };
    database.psql(BASE);
    database.psql(ROWS);
    let mut script = String::from("\\set ON_ERROR_STOP off\nset client_min_messages = error;\n");
    for sql in statements() {
        // Tables this small are read as a whole by any query; with as many rows as matter the planner takes an index.
        let plans = if is_query_with_index(sql) { "set local enable_seqscan = off;" } else { "" };
        write!(script, "begin;{plans}{READ_BEFORE}\n\\echo > {sql}\n\\o /dev/null\n{sql};\n\\o\n").expect("a text");
        write!(script, "\\if :ERROR\n\\echo refused: :LAST_ERROR_MESSAGE\n\\else\n{TELL}\n\\endif\nrollback;\n")
            .expect("a text");
    }
    let output = database.psql(&script);
    let mut measured: Vec<Measured<'_>> = Vec::new();
    for line in output.lines() {
        match line.strip_prefix("> ") {
            Some(_) => {
                measured.push(Measured { sql: statements().nth(measured.len()).expect("as many"), touches: vec![] })
            }
            None => measured.last_mut().expect("a statement first").touches.push(line.to_owned()),
        }
    }
    assert_agree(Postgres, BASE, &measured);
}
