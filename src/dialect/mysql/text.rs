//! SQL text in its canonical spelling.

use crate::model::SqlText;
use crate::sql::mysql::expression_key;
use crate::sql::{Lexeme, Syntax, lex, token_key};

/// An expression, without the parentheses around it.
pub(super) fn expression(text: &SqlText) -> SqlText {
    let bare = without_parentheses(text.as_str());
    SqlText::new(bare).with_key(expression_key(bare))
}

/// A query or a definition.
pub(super) fn statement(text: &SqlText) -> SqlText {
    let trimmed = trimmed(text.as_str());
    SqlText::new(trimmed).with_key(token_key(Syntax::Mysql, trimmed))
}

/// From the first token to the last: no comments at the edges, no closing semicolon.
pub(super) fn trimmed(text: &str) -> &str {
    let Ok(lexemes) = lex(Syntax::Mysql, text) else { return text.trim() };
    let last = lexemes.iter().rposition(|lexeme| !lexeme.is_symbol(";"));
    match (lexemes.first(), last) {
        (Some(first), Some(last)) => &text[first.start..lexemes[last].end()],
        _ => text.trim(),
    }
}

pub(super) fn without_parentheses(text: &str) -> &str {
    let mut bare = trimmed(text);
    while bare.starts_with('(')
        && let Some(inner) = lex(Syntax::Mysql, bare).ok().and_then(|lexemes| inside(bare, &lexemes))
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
