//! A script taken apart into statements.

use super::{LexError, Lexeme, LexemeKind, Syntax, lex};

/// One statement of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Without the closing semicolon, trimmed.
    pub text: &'a str,
    /// Byte offset in the script.
    pub start: usize,
}

/// Splits at semicolons that end statements: not those in strings, comments, parentheses, trigger bodies or
/// `BEGIN ATOMIC … END` bodies.
pub fn split_statements(syntax: Syntax, script: &str) -> Result<Vec<Piece<'_>>, LexError> {
    let lexemes = lex(syntax, script)?;
    let mut pieces = Vec::new();
    let mut first = 0;
    let mut depth = 0_i64;
    for (at, lexeme) in lexemes.iter().enumerate() {
        if lexeme.is_symbol("(") {
            depth += 1;
        } else if lexeme.is_symbol(")") {
            depth -= 1;
        } else if lexeme.is_symbol(";") && depth <= 0 && !inside_body(syntax, &lexemes[first..at]) {
            push(&mut pieces, script, &lexemes[first..at]);
            first = at + 1;
            depth = 0;
        }
    }
    push(&mut pieces, script, &lexemes[first..]);
    Ok(pieces)
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, script: &'a str, lexemes: &[Lexeme<'a>]) {
    if let (Some(first), Some(last)) = (lexemes.first(), lexemes.last()) {
        pieces.push(Piece { text: &script[first.start..last.end()], start: first.start });
    }
}

/// Whether the statement so far is a CREATE with a body that has not reached its END.
fn inside_body(syntax: Syntax, statement: &[Lexeme<'_>]) -> bool {
    if !statement.first().is_some_and(|lexeme| lexeme.is_word("CREATE")) {
        return false;
    }
    if syntax == Syntax::Mysql {
        return open_blocks(statement) > 0;
    }
    let opens_body = |at: usize| match syntax {
        Syntax::Sqlite => {
            statement[at].is_word("BEGIN") && statement.iter().take(6).any(|lexeme| lexeme.is_word("TRIGGER"))
        }
        Syntax::Postgres | Syntax::Mysql => {
            statement[at].is_word("BEGIN") && statement.get(at + 1).is_some_and(|lexeme| lexeme.is_word("ATOMIC"))
        }
    };
    let Some(begin) = (0..statement.len()).find(|at| opens_body(*at)) else { return false };
    let mut open = 0_i64;
    for lexeme in &statement[begin..] {
        if lexeme.is_word("BEGIN") || lexeme.is_word("CASE") {
            open += 1;
        } else if lexeme.is_word("END") {
            open -= 1;
        }
    }
    open > 0
}

/// How many blocks of a stored program of MySQL are not closed yet. A program may be a lone IF or loop, without BEGIN around it.
fn open_blocks(statement: &[Lexeme<'_>]) -> i64 {
    const BEFORE_STATEMENT: [&str; 12] =
        ["BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "ROW", "DETERMINISTIC", "SQL", "DATA", "DEFINER", "INVOKER"];
    let mut open = 0_i64;
    for (at, lexeme) in statement.iter().enumerate().skip(1) {
        let before = &statement[at - 1];
        let is_any = |words: &[&str]| words.iter().any(|word| lexeme.is_word(word));
        // IF and REPEAT are functions too.
        let starts_statement = [";", ":", ")"].iter().any(|symbol| before.is_symbol(symbol))
            || BEFORE_STATEMENT.iter().any(|word| before.is_word(word))
            // The characteristic COMMENT '…', and FOLLOWS other_trigger.
            || before.kind == LexemeKind::Text
            || at > 1 && ["FOLLOWS", "PRECEDES"].iter().any(|word| statement[at - 2].is_word(word));
        if before.is_word("END") && is_any(&["IF", "CASE", "LOOP", "REPEAT", "WHILE"]) {
            continue;
        }
        if is_any(&["BEGIN", "CASE", "LOOP", "WHILE"]) || starts_statement && is_any(&["IF", "REPEAT"]) {
            open += 1;
        } else if lexeme.is_word("END") {
            open -= 1;
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(syntax: Syntax, script: &str) -> Vec<&str> {
        split_statements(syntax, script).unwrap().iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn keeps_bodies_together() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END";
        assert_eq!(texts(Syntax::Sqlite, &format!("{trigger};\nselect ';' ; -- ;\n")), [trigger, "select ';'"]);
        let function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END";
        assert_eq!(texts(Syntax::Postgres, &format!("{function}; select 1;")), [function, "select 1"]);
        assert_eq!(
            texts(Syntax::Postgres, "do $$ begin; end $$; begin; commit"),
            ["do $$ begin; end $$", "begin", "commit"]
        );
    }
}
