//! What is left of a CREATE INDEX CONCURRENTLY that was cut off: an index that is written to, read by nobody, and in the way of the next try.

use super::connection::Connection;
use crate::driver::DriverError;
use crate::model::Value;
use crate::sql::{Lexeme, Syntax, lex, runs_alone};

/// The index that a statement makes outside of a transaction.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    index: String,
    /// The table as the statement writes it.
    table: String,
}

/// The index that the statement left behind invalid, as SQL names it.
pub(super) async fn of(connection: &mut Connection, statement: &str) -> Result<Option<String>, DriverError> {
    let Some(made) = made_by(statement) else { return Ok(None) };
    let sql = "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
               WHERE NOT i.indisvalid AND i.indrelid = to_regclass($1) AND c.relname = $2";
    let rows = connection.query(sql, &[Value::Text(made.table), Value::Text(made.index)]).await?;
    Ok(rows.rows.first().and_then(|row| row.first()?.as_str().map(str::to_owned)))
}

/// Drops that index, and gives its name.
pub(super) async fn clear(connection: &mut Connection, statement: &str) -> Result<Option<String>, DriverError> {
    let Some(name) = of(connection, statement).await? else { return Ok(None) };
    connection.run(&format!("DROP INDEX CONCURRENTLY {name}")).await?;
    Ok(Some(name))
}

/// Whether the statement waits for other transactions without keeping anybody from reading or writing meanwhile.
pub(super) fn is_concurrent(statement: &str) -> bool {
    let says_so = |lexemes: Vec<Lexeme<'_>>| lexemes.iter().any(|lexeme| lexeme.is_word("CONCURRENTLY"));
    runs_alone(Syntax::Postgres, statement) && lex(Syntax::Postgres, statement).is_ok_and(says_so)
}

fn made_by(statement: &str) -> Option<Made> {
    let lexemes = lex(Syntax::Postgres, statement).ok()?;
    let mut rest = lexemes.as_slice();
    for (word, optional) in [
        ("CREATE", false),
        ("UNIQUE", true),
        ("INDEX", false),
        ("CONCURRENTLY", false),
        ("IF", true),
        ("NOT", true),
        ("EXISTS", true),
    ] {
        match rest.split_first() {
            Some((first, behind)) if first.is_word(word) => rest = behind,
            Some(_) if optional => {}
            Some(_) | None => return None,
        }
    }
    let (name, rest) = rest.split_first()?;
    let rest = rest.split_first().filter(|(on, _)| on.is_word("ON")).map(|(_, rest)| rest)?;
    let rest = rest.split_first().filter(|(only, _)| only.is_word("ONLY")).map_or(rest, |(_, rest)| rest);
    let table: String =
        rest.iter().take_while(|it| !it.is_symbol("(") && !it.is_word("USING")).map(|it| it.text).collect();
    Some(Made { index: folded(name), table })
}

/// The name as the catalog has it: without quotes it is in lower case.
fn folded(name: &Lexeme<'_>) -> String {
    if name.text.starts_with('"') {
        name.text.trim_matches('"').replace("\"\"", "\"")
    } else {
        name.text.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_index_and_its_table() {
        for (statement, index, table) in [
            ("CREATE INDEX CONCURRENTLY ix ON users (email)", "ix", "users"),
            (
                "create unique index concurrently IX_A on only public.\"Users\" using btree (a)",
                "ix_a",
                "public.\"Users\"",
            ),
            ("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"I\"\"x\" ON t (a)", "I\"x", "t"),
        ] {
            let made = Made { index: index.to_owned(), table: table.to_owned() };
            assert_eq!(made_by(statement), Some(made), "{statement}");
            assert!(is_concurrent(statement));
        }
        for statement in
            ["CREATE INDEX ix ON users (email)", "CREATE INDEX CONCURRENTLY ON users (email)", "DROP INDEX a"]
        {
            assert_eq!(made_by(statement), None, "{statement}");
        }
        assert!(is_concurrent("DROP INDEX CONCURRENTLY ix") && !is_concurrent("CREATE TABLE concurrently (a int)"));
    }
}
