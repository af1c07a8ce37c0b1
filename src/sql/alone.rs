//! Statements that a server with transactional DDL refuses inside a transaction.

use super::{Lexeme, Syntax, lex};

/// Whether the statement has to run by itself (PostgreSQL's manual says so on the page of each; SQLite: VACUUM and changes of the journal).
pub fn runs_alone(syntax: Syntax, sql: &str) -> bool {
    let Ok(lexemes) = lex(syntax, sql) else { return false };
    let starts = |words: &[&str]| {
        words.iter().enumerate().all(|(at, word)| lexemes.get(at).is_some_and(|lexeme| lexeme.is_word(word)))
    };
    let has = |word: &str| lexemes.iter().take(12).any(|lexeme: &Lexeme<'_>| lexeme.is_word(word));
    match syntax {
        Syntax::Postgres => {
            let kinds = ["DATABASE", "TABLESPACE", "SUBSCRIPTION"];
            let on_server = |kind: &str| starts(&["CREATE", kind]) || starts(&["DROP", kind]);
            let at_once = starts(&["CREATE", "INDEX"])
                || starts(&["CREATE", "UNIQUE", "INDEX"])
                || starts(&["DROP", "INDEX"])
                || starts(&["REINDEX"])
                || starts(&["ALTER", "TABLE"]) && has("DETACH");
            at_once && has("CONCURRENTLY")
                || starts(&["VACUUM"])
                || starts(&["ALTER", "SYSTEM"])
                || kinds.into_iter().any(on_server)
        }
        Syntax::Sqlite => starts(&["VACUUM"]) || starts(&["PRAGMA"]) && has("journal_mode"),
        // It commits around each statement that is about more than rows.
        Syntax::Mysql => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_to_run_by_itself() {
        for sql in [
            "CREATE INDEX CONCURRENTLY a ON t (b)",
            "create unique index concurrently a on t (b)",
            "DROP INDEX CONCURRENTLY IF EXISTS a",
            "REINDEX TABLE CONCURRENTLY t",
            "ALTER TABLE t DETACH PARTITION u CONCURRENTLY",
            "VACUUM t",
            "CREATE DATABASE d",
        ] {
            assert!(runs_alone(Syntax::Postgres, sql), "{sql}");
        }
        for sql in ["CREATE INDEX a ON t (b)", "REFRESH MATERIALIZED VIEW CONCURRENTLY v", "SELECT 'VACUUM'"] {
            assert!(!runs_alone(Syntax::Postgres, sql), "{sql}");
        }
        assert!(runs_alone(Syntax::Sqlite, "VACUUM") && !runs_alone(Syntax::Sqlite, "DROP TABLE t"));
    }
}
