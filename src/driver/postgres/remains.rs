//! What is left of a statement that goes about its work CONCURRENTLY and was cut off, and is in the way of the next try: an index that is written to and read
//! by nobody, a partition that is half detached.

use super::connection::Connection;
use crate::driver::DriverError;
use crate::model::Value;
use crate::sql::{Lexeme, Syntax, lex, runs_alone};

/// What a statement does outside of a transaction, as far as it can be left half done.
#[derive(Debug, PartialEq, Eq)]
enum Begun {
    /// An index is made. The table is as the statement writes it, the index as the catalog has it.
    Index { index: String, table: String },
    /// A partition leaves its parent. Both are as the statement writes them.
    Detachment { parent: String, partition: String },
}

/// What the statement left behind, as SQL names it.
pub(super) async fn of(connection: &mut Connection, statement: &str) -> Result<Option<String>, DriverError> {
    let Some(begun) = begun_by(statement) else { return Ok(None) };
    let (sql, names) = match begun {
        Begun::Index { index, table } => (
            "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
             WHERE NOT i.indisvalid AND i.indrelid = to_regclass($1) AND c.relname = $2",
            [table, index],
        ),
        Begun::Detachment { parent, partition } => (
            "SELECT inhrelid::regclass::text FROM pg_inherits \
             WHERE inhdetachpending AND inhparent = to_regclass($1) AND inhrelid = to_regclass($2)",
            [parent, partition],
        ),
    };
    let rows = connection.query(sql, &names.map(Value::Text)).await?;
    Ok(rows.rows.first().and_then(|row| row.first()?.as_str().map(str::to_owned)))
}

/// Takes that away, so that all is as it was before the statement, and gives its name.
pub(super) async fn clear(connection: &mut Connection, statement: &str) -> Result<Option<String>, DriverError> {
    let Some(name) = of(connection, statement).await? else { return Ok(None) };
    match begun_by(statement) {
        Some(Begun::Detachment { parent, partition }) => attach_again(connection, &parent, &partition).await?,
        Some(Begun::Index { .. }) | None => {
            connection.run(&format!("DROP INDEX CONCURRENTLY {name}")).await?;
        }
    }
    Ok(Some(name))
}

/// What is half detached can only be detached for good. It comes back in the same transaction.
async fn attach_again(connection: &mut Connection, parent: &str, partition: &str) -> Result<(), DriverError> {
    let sql = "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = to_regclass($1)";
    let rows = connection.query(sql, &[Value::Text(partition.to_owned())]).await?;
    let Some(bound) = rows.rows.first().and_then(|row| row.first()?.as_str()) else { return Ok(()) };
    connection.run("BEGIN").await?;
    for action in [format!("DETACH PARTITION {partition} FINALIZE"), format!("ATTACH PARTITION {partition} {bound}")] {
        if let Err(error) = connection.run(&format!("ALTER TABLE {parent} {action}")).await {
            connection.run("ROLLBACK").await?;
            return Err(error);
        }
    }
    connection.run("COMMIT").await?;
    Ok(())
}

/// Whether the statement waits for other transactions without keeping anybody from reading or writing meanwhile.
pub(super) fn is_concurrent(statement: &str) -> bool {
    let says_so = |lexemes: Vec<Lexeme<'_>>| lexemes.iter().any(|lexeme| lexeme.is_word("CONCURRENTLY"));
    runs_alone(Syntax::Postgres, statement) && lex(Syntax::Postgres, statement).is_ok_and(says_so)
}

fn begun_by(statement: &str) -> Option<Begun> {
    let lexemes = lex(Syntax::Postgres, statement).ok()?;
    index_made(&lexemes).or_else(|| detachment(&lexemes))
}

/// `CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON [ONLY] table`
fn index_made(lexemes: &[Lexeme<'_>]) -> Option<Begun> {
    let mut rest = lexemes;
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
    let table = rest.iter().take_while(|it| !it.is_symbol("(") && !it.is_word("USING"));
    Some(Begun::Index { index: folded(name), table: joined(table) })
}

/// `ALTER TABLE parent DETACH PARTITION partition CONCURRENTLY`
fn detachment(lexemes: &[Lexeme<'_>]) -> Option<Begun> {
    let [alter, table, rest @ ..] = lexemes else { return None };
    let detach = rest.iter().position(|lexeme| lexeme.is_word("DETACH"))?;
    let (parent, rest) = rest.split_at(detach);
    let [_, partition_word, partition @ .., last] = rest else { return None };
    let is_it = alter.is_word("ALTER") && table.is_word("TABLE") && partition_word.is_word("PARTITION");
    (is_it && last.is_word("CONCURRENTLY"))
        .then(|| Begun::Detachment { parent: joined(parent.iter()), partition: joined(partition.iter()) })
}

fn joined<'a>(lexemes: impl Iterator<Item = &'a Lexeme<'a>>) -> String {
    lexemes.map(|it| it.text).collect()
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
    fn reads_the_partition_and_its_parent() {
        let statement = "ALTER TABLE public.\"Events\" DETACH PARTITION old.events_1 CONCURRENTLY";
        let begun = Begun::Detachment { parent: "public.\"Events\"".into(), partition: "old.events_1".into() };
        assert_eq!(begun_by(statement), Some(begun));
        assert_eq!(begun_by("ALTER TABLE events DETACH PARTITION events_1"), None);
        assert_eq!(begun_by("ALTER TABLE events DETACH PARTITION events_1 FINALIZE"), None);
    }

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
            let made = Begun::Index { index: index.to_owned(), table: table.to_owned() };
            assert_eq!(begun_by(statement), Some(made), "{statement}");
            assert!(is_concurrent(statement));
        }
        for statement in
            ["CREATE INDEX ix ON users (email)", "CREATE INDEX CONCURRENTLY ON users (email)", "DROP INDEX a"]
        {
            assert_eq!(begun_by(statement), None, "{statement}");
        }
        assert!(is_concurrent("DROP INDEX CONCURRENTLY ix") && !is_concurrent("CREATE TABLE concurrently (a int)"));
    }
}
