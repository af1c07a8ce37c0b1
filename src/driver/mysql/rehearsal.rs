//! How the server would show a schema: it is built in a scratch database that is dropped again.
//!
//! There is no transaction to roll back, so the scratch database is made by a session of its own, which holds a lock of the same name: a
//! scratch database whose lock is free was left behind by a session that died, and is dropped by the next rehearsal.

use super::connection::Connection;
use super::inspect;
use crate::driver::{DriverError, Scope};
use crate::model::{Schema, Statement, Value};

const PREFIX: &str = "dbx_scratch_";

/// Builds and inspects the schema that the statements make from nothing.
pub(super) async fn rehearse(
    mut session: Connection,
    statements: &[Statement],
    scope: &Scope,
) -> Result<Schema, DriverError> {
    let scratch = enter(&mut session).await?;
    let schema = build(&mut session, statements, scope).await;
    session.run(&format!("DROP DATABASE `{scratch}`")).await?;
    session.close().await?;
    schema
}

/// Makes the scratch database, with the defaults of the real one, and goes there.
async fn enter(session: &mut Connection) -> Result<String, DriverError> {
    let rows = session.query("SELECT connection_id()", &[]).await?;
    let id = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64).unwrap_or_default();
    let scratch = format!("{PREFIX}{id}");
    session.query(&format!("SELECT get_lock('{scratch}', 0)"), &[]).await?;
    drop_leftovers(session).await?;
    session.create_beside(&format!("`{scratch}`")).await?;
    session.run(&format!("USE `{scratch}`")).await?;
    Ok(scratch)
}

async fn drop_leftovers(session: &mut Connection) -> Result<(), DriverError> {
    let pattern = PREFIX.replace('_', "\\_");
    let sql = format!(
        "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE '{pattern}%' AND is_free_lock(schema_name)"
    );
    for row in session.query(&sql, &[]).await?.rows {
        if let Some(name) = row.first().and_then(Value::as_str) {
            session.run(&format!("DROP DATABASE IF EXISTS `{name}`")).await?;
        }
    }
    Ok(())
}

async fn build(session: &mut Connection, statements: &[Statement], scope: &Scope) -> Result<Schema, DriverError> {
    for statement in statements.iter().filter(|statement| !makes_event(&statement.sql)) {
        session.run(&statement.sql).await?;
    }
    inspect::schema(session, scope).await
}

/// The scheduler would run it, though its database is a scratch one.
fn makes_event(sql: &str) -> bool {
    let words: Vec<String> = sql.split_whitespace().take(6).map(str::to_ascii_uppercase).collect();
    words.first().is_some_and(|word| word == "CREATE") && words.iter().any(|word| word == "EVENT")
}
