//! SQL text in its canonical spelling. SQLite keeps what it is given, so two texts are the same where their tokens are.

use super::keyword::quote;
use crate::model::{Name, SqlText};
use crate::sql::{Lexeme, Syntax, lex, mentions, token_key, token_key_with_comments};

/// An expression: parentheses around the whole of it do not count, but stay as they were written.
pub(super) fn expression(text: &SqlText) -> SqlText {
    let text = trimmed(text.as_str());
    SqlText::new(text).with_key(token_key(Syntax::Sqlite, unwrapped(text)))
}

/// An expression without the parentheses around it.
pub(super) fn bare_expression(text: &SqlText) -> SqlText {
    expression(&SqlText::new(without_parentheses(text.as_str())))
}

/// A query. A view holds no rows, so a comment in it is worth making it anew.
pub(super) fn query(text: &SqlText) -> SqlText {
    let text = trimmed(text.as_str());
    SqlText::new(text).with_key(token_key_with_comments(Syntax::Sqlite, text))
}

/// An expression whose own parentheses are part of the catalog's text.
pub(super) fn as_written(text: &SqlText) -> SqlText {
    let text = trimmed(text.as_str());
    SqlText::new(text).with_key(token_key(Syntax::Sqlite, text))
}

/// A CREATE TRIGGER statement. SQLite keeps it from the name on: IF NOT EXISTS and the database's name are gone.
pub(super) fn trigger_definition(text: &SqlText) -> SqlText {
    let text = trimmed(text.as_str());
    let from_name = name_of_trigger(text).map_or(text, |start| &text[start..]);
    SqlText::new(format!("CREATE TRIGGER {from_name}")).with_key(token_key_with_comments(Syntax::Sqlite, from_name))
}

/// A CREATE VIRTUAL TABLE statement. SQLite keeps it from the name on.
pub(super) fn virtual_table(name: &Name, using: &str) -> SqlText {
    let statement = format!("CREATE VIRTUAL TABLE {} {using}", quote(name));
    let key = token_key_with_comments(Syntax::Sqlite, &statement);
    SqlText::new(statement).with_key(key)
}

/// Whether a CREATE TRIGGER statement has its statements in it.
pub(super) fn has_body(definition: &SqlText) -> bool {
    lex(Syntax::Sqlite, definition.as_str()).is_ok_and(|lexemes| lexemes.iter().any(|lexeme| lexeme.is_word("BEGIN")))
}

/// Where the name starts in a CREATE TRIGGER statement.
fn name_of_trigger(text: &str) -> Option<usize> {
    let lexemes = lex(Syntax::Sqlite, text).ok()?;
    let mut at = lexemes.iter().take(3).position(|lexeme| lexeme.is_word("TRIGGER"))? + 1;
    if lexemes.get(at)?.is_word("IF") && lexemes.get(at + 1)?.is_word("NOT") {
        at += 3;
    }
    if lexemes.get(at + 1)?.is_symbol(".") {
        at += 2;
    }
    lexemes.get(at).map(|lexeme| lexeme.start)
}

/// From the first token to the last: no comments at the edges, no closing semicolon.
fn trimmed(text: &str) -> &str {
    let Ok(lexemes) = lex(Syntax::Sqlite, text) else { return text.trim() };
    let last = lexemes.iter().rposition(|lexeme| !lexeme.is_symbol(";"));
    match (lexemes.first(), last) {
        (Some(first), Some(last)) => &text[first.start..lexemes[last].end()],
        _ => text.trim(),
    }
}

pub(super) fn without_parentheses(text: &str) -> &str {
    unwrapped(trimmed(text))
}

/// A trimmed text without the parentheses around it.
fn unwrapped(text: &str) -> &str {
    let mut bare = text;
    while bare.starts_with('(')
        && let Some(inner) = lex(Syntax::Sqlite, bare).ok().and_then(|lexemes| inside(bare, &lexemes))
    {
        bare = inner;
    }
    bare
}

/// The text between the first parenthesis and the last, if they belong together.
fn inside<'a>(text: &'a str, lexemes: &[Lexeme<'_>]) -> Option<&'a str> {
    let [open, inner @ .., close] = lexemes else { return None };
    let mut depth = 0_i64;
    let together = open.is_symbol("(")
        && close.is_symbol(")")
        && inner.iter().all(|lexeme| {
            depth += i64::from(lexeme.is_symbol("(")) - i64::from(lexeme.is_symbol(")"));
            depth >= 0
        });
    let (first, last) = (inner.first()?, inner.last()?);
    together.then(|| &text[first.start..last.end()])
}

/// Whether the SQL may speak of the name.
pub(super) fn may_mention(text: &SqlText, name: &Name) -> bool {
    mentions(Syntax::Sqlite, text.as_str())
        .iter()
        .any(|chain| matches!(&chain[..], [only] if only.eq_ignore_ascii_case(name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_and_comments_around_do_not_count() {
        assert_eq!(without_parentheses(" ((a) + (b)) -- why"), "(a) + (b)");
        assert_eq!(without_parentheses("(a) + (b)"), "(a) + (b)");
        assert_eq!(without_parentheses("()"), "()");
        assert_eq!(expression(&SqlText::new("( A >\n 0 )")), expression(&SqlText::new("[a] > 0")));
    }

    #[test]
    fn triggers_are_compared_from_their_name_on() {
        let written = SqlText::new("create trigger if not exists main.t after insert on a begin select 1; end;");
        let kept = SqlText::new("CREATE TRIGGER \"t\" AFTER INSERT ON a BEGIN SELECT 1; END");
        assert_eq!(trigger_definition(&written), trigger_definition(&kept));
        assert_eq!(trigger_definition(&trigger_definition(&written)).as_str(), trigger_definition(&written).as_str());
    }
}
