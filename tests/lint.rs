//! What statements lock, write and read, by the engines' manuals: PostgreSQL's "Explicit Locking" and "ALTER TABLE", MariaDB's "InnoDB Online
//! DDL", SQLite's "ALTER TABLE". Each table feeds statements to the reader of `dbx lint` over a schema of its own.

#[path = "lint/findings.rs"]
mod findings;
#[path = "lint/measured.rs"]
mod measured;
#[path = "lint/mysql.rs"]
mod mysql;
#[path = "lint/postgres.rs"]
mod postgres;
#[path = "lint/rules.rs"]
mod rules;
#[path = "lint/sqlite.rs"]
mod sqlite;
#[path = "lint/stops.rs"]
mod stops;

mod support;

use dbx::dialect::{self, DialectKind};
use dbx::lint::{Script, World, schema_of};
use dbx::model::{Effect, LockMode, Session};

/// What the last statement does over the schema that `base` describes; nothing where a statement is not understood.
fn read(kind: DialectKind, base: &str, sql: &str) -> Option<Effect> {
    let dialect = dialect::of(kind);
    let (schema, unread) = schema_of(dialect.as_ref(), base);
    assert!(unread.is_empty(), "the base cannot be read: {unread:?}");
    let mut world = World::of(schema, Session::default());
    let script = Script::read(dialect.as_ref(), sql, &mut world);
    let last = script.statements.last().expect("a statement");
    script.statements.iter().all(|it| it.understood).then(|| last.effect.clone())
}

fn effect(kind: DialectKind, base: &str, sql: &str) -> Effect {
    read(kind, base, sql).unwrap_or_else(|| panic!("not understood: {sql}"))
}

/// `table:public.t access exclusive written read`, one for each relation.
fn words(effect: &Effect) -> Vec<String> {
    let touches = effect.touches.iter().filter(|touch| touch.lock != LockMode::None);
    touches
        .map(|touch| {
            let name = touch.object.to_string().replace("table:", "").replace("public.", "");
            let written = if touch.rewrites { " written" } else { "" };
            let read = if touch.scans { " read" } else { "" };
            let lock = match effect.algorithm {
                Some(algorithm) => format!("{algorithm}/{}", touch.lock.as_mysql()),
                None => touch.lock.as_str().to_owned(),
            };
            format!("{name} {lock}{written}{read}")
        })
        .collect()
}

/// Every row of a table: a statement, and what it does.
fn check(kind: DialectKind, base: &str, table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (sql, expected) in table {
        let found = words(&effect(kind, base, sql)).join(", ");
        if found != *expected {
            wrong.push(format!("{sql}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong\n{}", wrong.len(), table.len(), wrong.join("\n"));
}
