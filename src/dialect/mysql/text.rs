//! SQL text in its canonical spelling.

use super::quote;
use crate::model::{Name, SqlText};
use crate::sql::mysql::{expression_key, text_value};
use crate::sql::{Lexeme, Syntax, lex, token_key};

/// An expression, without the parentheses around it.
pub(super) fn expression(text: &SqlText) -> SqlText {
    let bare = without_parentheses(text.as_str());
    SqlText::new(bare).with_key(expression_key(bare))
}

/// An expression over columns. In a spec that is for every engine their names may stand in double quotes, which are a string's on MySQL; a
/// string that is the name of a column is taken for the column.
pub(super) fn expression_over<'a>(text: &SqlText, columns: impl Iterator<Item = &'a Name> + Clone) -> SqlText {
    let written = text.as_str();
    let Ok(lexemes) = lex(Syntax::Mysql, written) else { return expression(text) };
    let mut renamed = String::with_capacity(written.len());
    let mut copied = 0;
    for lexeme in lexemes.iter().filter(|lexeme| lexeme.text.starts_with('"')) {
        let value = text_value(lexeme);
        if let Some(name) = columns.clone().find(|name| Some(name.as_str()) == value.as_deref()) {
            renamed.push_str(&written[copied..lexeme.start]);
            renamed.push_str(&quote::identifier(name));
            copied = lexeme.end();
        }
    }
    renamed.push_str(&written[copied..]);
    expression(&SqlText::new(renamed))
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
