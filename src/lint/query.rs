//! Queries in a file of changes: whether one reads and does nothing else. A SELECT can call a function that writes.

use crate::guard;
use crate::sql::{LexemeKind, Syntax, lex};

/// Why a query may do more than read, as the guard of questions has it without a database; `None` where it only reads.
pub(super) fn may_write(syntax: Syntax, sql: &str) -> Option<String> {
    let judged = guard::read(syntax, sql).and_then(|reading| guard::judge(syntax, &reading, None));
    judged.err().map(|refusal| refusal.message)
}

/// As [`may_write`], of what the rows of an INSERT come from. Lists of plain values are the rule, and are no whole query on every engine.
pub(super) fn source_may_write(syntax: Syntax, source: &str) -> Option<String> {
    if is_list_of_values(syntax, source) { None } else { may_write(syntax, source) }
}

/// `VALUES (1, 'a'), (2, DEFAULT)`: nothing is called.
fn is_list_of_values(syntax: Syntax, source: &str) -> bool {
    let Ok(lexemes) = lex(syntax, source) else { return false };
    let is_query = |word: &&str| lexemes.iter().any(|lexeme| lexeme.is_word(word));
    let calls = lexemes.windows(2).any(|pair| {
        let is_name = matches!(pair[0].kind, LexemeKind::Word(_) | LexemeKind::QuotedName(_));
        let is_list = ["VALUES", "VALUE", "ROW", "RETURNING"].iter().any(|word| pair[0].is_word(word));
        is_name && !is_list && pair[1].is_symbol("(")
    });
    !calls && !["SELECT", "TABLE", "WITH"].iter().any(is_query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_calls_an_unknown_function_may_write() {
        for (sql, writes) in [
            ("SELECT a FROM t WHERE b = lower('X')", false),
            ("SELECT f()", true),
            ("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", true),
            ("SELECT setval('s', 1)", true),
            ("EXPLAIN ANALYZE DELETE FROM t", true),
        ] {
            assert_eq!(may_write(Syntax::Postgres, sql).is_some(), writes, "{sql}");
        }
    }

    #[test]
    fn lists_of_values_are_read_without_a_parser() {
        for (source, writes) in [
            ("VALUES (1, 'f()'), (2, DEFAULT)", false),
            ("VALUES (1) RETURNING id", false),
            ("VALUES (now())", false),
            ("VALUES (f())", true),
            ("SELECT a FROM t", false),
            ("SELECT f() FROM t", true),
            ("DEFAULT VALUES", false),
        ] {
            assert_eq!(source_may_write(Syntax::Postgres, source).is_some(), writes, "{source}");
        }
    }
}
