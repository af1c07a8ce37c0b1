//! Whether a text from outside is what it claims to be: one expression, one query, one statement, and nothing behind it.

use super::{LexError, Lexeme, Syntax, lex};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    #[error("it is empty")]
    Empty,
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] LexError),
    #[error("a parenthesis is closed that was not opened")]
    ClosesTooMuch,
    #[error("a parenthesis is not closed")]
    NotClosed,
    #[error("it holds more than one statement")]
    SeveralStatements,
    #[error("it starts with `{found}`, not with {expected}")]
    WrongStart { found: String, expected: &'static str },
    #[error("a line of it starts with `-- dbx:`, which marks the parts of a plan file")]
    Marker,
}

/// One scalar expression: balanced, no semicolon, no comma at the top.
pub fn check_expression(syntax: Syntax, text: &str) -> Result<(), ShapeError> {
    let lexemes = balanced(syntax, text)?;
    if top_level(&lexemes).any(|lexeme| lexeme.is_symbol(",")) || lexemes.iter().any(|lexeme| lexeme.is_symbol(";")) {
        return Err(ShapeError::SeveralStatements);
    }
    Ok(())
}

/// One query: SELECT, WITH, VALUES or TABLE.
pub fn check_query(syntax: Syntax, text: &str) -> Result<(), ShapeError> {
    let lexemes = balanced(syntax, text)?;
    let first = lexemes.iter().find(|lexeme| !lexeme.is_symbol("("));
    if !first.is_some_and(|lexeme| ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|word| lexeme.is_word(word))) {
        return Err(ShapeError::WrongStart { found: lexemes[0].text.to_owned(), expected: "SELECT, WITH or VALUES" });
    }
    if lexemes.iter().any(|lexeme| lexeme.is_symbol(";")) {
        return Err(ShapeError::SeveralStatements);
    }
    Ok(())
}

/// One CREATE statement. Bodies may hold semicolons (`BEGIN … END`), so the end is found by the splitter.
pub fn check_statement(syntax: Syntax, text: &str) -> Result<(), ShapeError> {
    let lexemes = balanced(syntax, text)?;
    if !lexemes[0].is_word("CREATE") {
        return Err(ShapeError::WrongStart { found: lexemes[0].text.to_owned(), expected: "CREATE" });
    }
    match super::split_statements(syntax, text).map_err(ShapeError::Unreadable)?.len() {
        1 => Ok(()),
        _ => Err(ShapeError::SeveralStatements),
    }
}

/// One CREATE statement of the kind that `keyword` names, and perhaps ALTER statements of the same kind behind it.
pub fn check_statements(syntax: Syntax, text: &str, keyword: &'static str) -> Result<(), ShapeError> {
    let lexemes = balanced(syntax, text)?;
    // OR REPLACE, TRUSTED, PROCEDURAL and DEFINER = account@host stand in front of some kinds.
    let is_of_kind = lexemes[0].is_word("CREATE") && (1..9).any(|at| stands_at(&lexemes, at, keyword));
    if !is_of_kind {
        let found = lexemes.iter().take(3).map(|lexeme| lexeme.text).collect::<Vec<_>>().join(" ");
        return Err(ShapeError::WrongStart { found, expected: keyword });
    }
    for piece in super::split_statements(syntax, text)?.iter().skip(1) {
        let lexemes = lex(syntax, piece.text)?;
        if !(lexemes[0].is_word("ALTER") && stands_at(&lexemes, 1, keyword)) {
            return Err(ShapeError::SeveralStatements);
        }
    }
    Ok(())
}

/// Whether the words stand there one after the other.
fn stands_at(lexemes: &[Lexeme<'_>], at: usize, words: &str) -> bool {
    let mut rest = lexemes.iter().skip(at);
    words.split(' ').all(|word| rest.next().is_some_and(|lexeme| lexeme.is_word(word)))
}

fn balanced(syntax: Syntax, text: &str) -> Result<Vec<Lexeme<'_>>, ShapeError> {
    if text.lines().any(|line| line.trim_start().starts_with("-- dbx:")) {
        return Err(ShapeError::Marker);
    }
    let lexemes = lex(syntax, text)?;
    if lexemes.is_empty() {
        return Err(ShapeError::Empty);
    }
    let mut depth = 0_usize;
    for lexeme in &lexemes {
        if lexeme.is_symbol("(") {
            depth += 1;
        } else if lexeme.is_symbol(")") {
            depth = depth.checked_sub(1).ok_or(ShapeError::ClosesTooMuch)?;
        }
    }
    if depth > 0 { Err(ShapeError::NotClosed) } else { Ok(lexemes) }
}

/// Lexemes outside of all parentheses and brackets.
fn top_level<'a>(lexemes: &'a [Lexeme<'a>]) -> impl Iterator<Item = &'a Lexeme<'a>> {
    let mut depth = 0_i64;
    lexemes.iter().filter(move |lexeme| {
        if lexeme.is_symbol("(") || lexeme.is_symbol("[") {
            depth += 1;
        } else if lexeme.is_symbol(")") || lexeme.is_symbol("]") {
            depth -= 1;
        }
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_hold_nothing_more() {
        for good in ["x > 0", "coalesce(a, b) = 'a;b'", "now()", "ARRAY[1, 2]", "'--'"] {
            assert_eq!(check_expression(Syntax::Postgres, good), Ok(()), "{good}");
        }
        for bad in [
            "1); drop table orders; --",
            "x>0) ; drop",
            "1; select 2",
            "",
            "-- only",
            "a, b",
            "('a'",
            "1 -- x\n-- dbx:then\n",
        ] {
            assert!(check_expression(Syntax::Postgres, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn definitions_are_of_one_kind() {
        let check = |text: &str, keyword| check_statements(Syntax::Postgres, text, keyword);
        assert_eq!(check("create or replace trusted procedural language plx handler h", "LANGUAGE"), Ok(()));
        let event = "CREATE OR REPLACE DEFINER=`a`@`b` EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t";
        assert_eq!(check_statements(Syntax::Mysql, event, "EVENT"), Ok(()));
        let rule = "CREATE RULE r AS ON INSERT TO t DO INSTEAD (DELETE FROM a; DELETE FROM b);";
        assert_eq!(check(rule, "RULE"), Ok(()));
        let family =
            "CREATE OPERATOR FAMILY f USING btree; ALTER OPERATOR FAMILY f USING btree ADD FUNCTION 1 (a, b) c(a, b)";
        assert_eq!(check(family, "OPERATOR FAMILY"), Ok(()));
        assert!(check(family, "OPERATOR CLASS").is_err());
        assert!(check("CREATE RULE r AS ON INSERT TO t DO NOTHING; DROP TABLE t", "RULE").is_err());
    }

    #[test]
    fn queries_and_statements() {
        assert_eq!(check_query(Syntax::Sqlite, "(select 1)"), Ok(()));
        assert!(check_query(Syntax::Sqlite, "delete from t").is_err());
        assert!(check_query(Syntax::Sqlite, "select 1; select 2").is_err());
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = 1; DELETE FROM c; END";
        assert_eq!(check_statement(Syntax::Sqlite, trigger), Ok(()));
        assert!(check_statement(Syntax::Sqlite, "CREATE TABLE a (b); DROP TABLE a").is_err());
    }
}
