//! SQL that comes without a sidecar, read and judged by itself. What is not known to be harmless is not.

use super::rule::Meta;
use crate::model::Level;
use crate::sql::{Lexeme, Syntax, lex};

/// What a single statement can do, as far as its own words tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementImpact {
    /// The rule, or `U101` for SQL that is not understood.
    pub code: &'static str,
    pub level: Level,
    pub message: String,
}

/// Docs of the codes that only SQL without a sidecar gets.
pub(super) static STATEMENT_CODES: &[Meta] = &[Meta {
    code: "U100",
    name: "harmless",
    engines: "all",
    summary: "A statement that is known to do no harm.",
    docs: "It makes something new, comments, or changes what new rows get.",
    safer: "Nothing to do.",
}];

/// Judges one statement.
pub fn judge_statement(syntax: Syntax, sql: &str) -> StatementImpact {
    let Ok(lexemes) = lex(syntax, sql) else {
        return impact("U101", Level::Critical, "it cannot be read");
    };
    let words: Vec<String> = lexemes.iter().map(word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["BEGIN" | "COMMIT" | "ROLLBACK" | "END" | "SAVEPOINT" | "RELEASE" | "ABORT", ..]
        | ["START" | "PREPARE" | "SET", "TRANSACTION", ..] => {
            impact("T105", Level::Critical, "it controls the transaction, which is dbx's to control")
        }
        ["COMMENT", "ON", ..] => impact("U100", Level::Low, "comments"),
        ["CREATE", ..] => create(&words),
        ["DROP", "TABLE", ..] => impact("D101", Level::High, "drops a table with its rows"),
        ["DROP", "SCHEMA" | "DATABASE", ..] => impact("D103", Level::Critical, "drops a whole schema"),
        ["DROP", "INDEX", ..] => impact("L105", Level::Medium, "drops an index"),
        ["DROP", "VIEW" | "TRIGGER" | "FUNCTION" | "PROCEDURE", ..] if !words.contains(&"CASCADE") => {
            impact("L107", Level::Medium, "drops a view, trigger or function")
        }
        ["TRUNCATE", ..] => impact("D104", Level::Critical, "empties a table"),
        ["DELETE" | "UPDATE", ..] if !words.contains(&"WHERE") => {
            impact("D106", Level::Critical, "changes every row of a table")
        }
        ["DELETE" | "UPDATE" | "INSERT" | "REPLACE" | "MERGE", ..] => impact("D106", Level::High, "changes rows"),
        ["ALTER", "TABLE", ..] => actions(&lexemes)
            .map(|action| alter_table(&action.iter().map(String::as_str).collect::<Vec<_>>()))
            .max_by_key(|impact| impact.level)
            .unwrap_or_else(|| impact("U101", Level::High, "dbx does not know what it does")),
        ["ALTER", "TYPE", ..] if words.windows(2).any(|pair| pair == ["ADD", "VALUE"]) => {
            impact("U100", Level::Low, "adds a value to an enum")
        }
        _ => impact("U101", Level::High, "dbx does not know what it does"),
    }
}

/// What only makes something new is harmless; what runs a query, or runs later by itself, is not.
fn create(words: &[&str]) -> StatementImpact {
    let writes = |pair: &[&str]| {
        pair[0] != "ON" && ["DELETE", "UPDATE", "INSERT", "TRUNCATE", "MERGE", "DROP", "ALTER"].contains(&pair[1])
    };
    let kind =
        words.iter().skip(1).find(|word| !["OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY", "UNLOGGED"].contains(*word));
    match kind.copied() {
        Some("FUNCTION" | "PROCEDURE" | "TRIGGER" | "VIEW" | "MATERIALIZED" | "EXTENSION" | "RECURSIVE")
            if words.contains(&"REPLACE") || kind != Some(&"VIEW") =>
        {
            impact("L107", Level::Medium, "makes or replaces what runs by itself later")
        }
        Some("TABLE") if words.contains(&"AS") && !words.contains(&"GENERATED") => {
            impact("U101", Level::High, "makes a table from a query, which runs now")
        }
        Some("TABLE" | "INDEX" | "VIEW" | "TYPE" | "DOMAIN" | "SCHEMA" | "SEQUENCE" | "COLLATION")
            if !words.windows(2).any(writes) =>
        {
            impact("U100", Level::Low, "creates something new")
        }
        _ => impact("U101", Level::High, "dbx does not know what it does"),
    }
}

/// The actions of an ALTER TABLE, each as words: it may hold several, divided by commas.
fn actions(lexemes: &[Lexeme<'_>]) -> impl Iterator<Item = Vec<String>> {
    let mut depth = 0_i64;
    let mut actions = vec![Vec::new()];
    for lexeme in lexemes {
        depth += i64::from(lexeme.is_symbol("(")) - i64::from(lexeme.is_symbol(")"));
        if depth == 0 && lexeme.is_symbol(",") {
            actions.push(Vec::new());
        } else if let Some(action) = actions.last_mut() {
            action.push(word(lexeme));
        }
    }
    actions.into_iter()
}

fn alter_table(words: &[&str]) -> StatementImpact {
    let has = |sequence: &[&str]| words.windows(sequence.len()).any(|window| window == sequence);
    if has(&["DROP", "CONSTRAINT"]) {
        impact("C107", Level::Medium, "drops a constraint")
    } else if has(&["DROP", "NOT", "NULL"]) || has(&["DROP", "DEFAULT"]) || has(&["SET", "DEFAULT"]) {
        impact("U100", Level::Low, "changes what new rows get")
    } else if words.contains(&"DROP") {
        impact("D102", Level::High, "drops a column with what is in it")
    } else if words.contains(&"RENAME") {
        impact("C101", Level::Medium, "gives something another name")
    } else if has(&["SET", "NOT", "NULL"]) {
        impact("V102", Level::High, "fails where the column is empty")
    } else if words.contains(&"TYPE") {
        impact("R107", Level::High, "changes the type of a column; the old type is not known here")
    } else if has(&["ADD", "CONSTRAINT"]) {
        impact("V101", Level::Medium, "fails where rows break the constraint")
    } else if has(&["ADD", "COLUMN"]) {
        let fails = has(&["NOT", "NULL"]) && !words.contains(&"DEFAULT") && !words.contains(&"GENERATED");
        if fails {
            impact("C104", Level::High, "fails if the table has a row")
        } else {
            impact("U100", Level::Low, "adds a column")
        }
    } else {
        impact("U101", Level::High, "dbx does not know what it does")
    }
}

fn impact(code: &'static str, level: Level, message: &str) -> StatementImpact {
    StatementImpact { code, level, message: message.to_owned() }
}

/// Keywords in upper case; anything else as a blank, so that names and strings never look like keywords.
fn word(lexeme: &Lexeme<'_>) -> String {
    match &lexeme.kind {
        crate::sql::LexemeKind::Word(word) => word.to_ascii_uppercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(sql: &str) -> Level {
        judge_statement(Syntax::Postgres, sql).level
    }

    #[test]
    fn what_is_harmless_is_low_and_what_is_unknown_is_high() {
        assert_eq!(level("CREATE TABLE t (a int)"), Level::Low);
        assert_eq!(level("alter table t add column b int"), Level::Low);
        assert_eq!(level("ALTER TABLE t DROP COLUMN b"), Level::High);
        assert_eq!(level("ALTER TABLE t DROP b"), Level::High);
        assert_eq!(level("ALTER TABLE t ALTER a DROP DEFAULT, DROP COLUMN b"), Level::High);
        assert_eq!(level("ALTER TABLE t DROP CONSTRAINT IF EXISTS z, DROP COLUMN b"), Level::High);
        assert_eq!(level("CREATE TABLE x AS WITH d AS (DELETE FROM u RETURNING *) TABLE d"), Level::High);
        assert_eq!(level("CREATE TABLE z AS VALUES (ev())"), Level::High);
        assert_eq!(level("CREATE RULE r AS ON SELECT TO t DO ALSO DELETE FROM u"), Level::High);
        assert_eq!(level("CREATE TABLE t (a int REFERENCES u ON DELETE CASCADE ON UPDATE CASCADE)"), Level::Low);
        assert_eq!(level("CREATE UNIQUE INDEX i ON t (a)"), Level::Low);
        assert_eq!(level("VACUUM FULL t"), Level::High);
        assert_eq!(level("DO $$ drop table t $$"), Level::High);
        assert_eq!(level("delete from t"), Level::Critical);
        assert_eq!(level("select 'unclosed"), Level::Critical);
        assert_eq!(judge_statement(Syntax::Postgres, "commit").code, "T105");
    }

    #[test]
    fn words_in_names_and_strings_do_not_count() {
        assert_eq!(level("delete from t -- where x"), Level::Critical);
        assert_eq!(level("update t set a = 'where'"), Level::Critical);
    }
}
