//! What statements really do: each is run, and what the engine, or its file, says of locks, of rows written and of rows read is compared with
//! the answer of `dbx lint`.

#[path = "measured/mysql.rs"]
mod mysql;
#[path = "measured/postgres.rs"]
mod postgres;
#[path = "measured/postgres_alone.rs"]
mod postgres_alone;
#[path = "measured/sqlite.rs"]
mod sqlite;

use super::{read, words};
use dbx::dialect::DialectKind;

/// A statement with what the server did, in the words of [`words`].
struct Measured<'a> {
    sql: &'a str,
    touches: Vec<String>,
}

/// What lint says of a statement.
fn told(kind: DialectKind, base: &str, sql: &str) -> Vec<String> {
    read(kind, base, sql).map_or_else(|| vec!["not understood".into()], |effect| words(&effect))
}

/// Panics with every statement that lint tells otherwise than the server.
fn assert_agree(kind: DialectKind, base: &str, measured: &[Measured<'_>]) {
    let mut wrong = Vec::new();
    for Measured { sql, touches } in measured {
        let mut expected = touches.clone();
        let mut told = told(kind, base, sql);
        expected.sort();
        told.sort();
        if expected != told {
            wrong.push(format!("{sql}\n  server {}\n  lint   {}", expected.join(", "), told.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), measured.len(), wrong.join("\n"));
}
