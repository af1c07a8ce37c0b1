//! Keys of SQL texts: the spelling by which they are compared.

use crate::dialect::postgres::DEFAULT_NAMESPACE;
use crate::model::SqlText;
use crate::sql::{Lexeme, LexemeKind, Syntax, expression_key, lex, token_key};
use std::borrow::Cow;

/// An expression, compared through its parse tree.
pub(super) fn expression(text: SqlText) -> SqlText {
    let key = expression_key(&without_default_namespace(text.as_str()), DEFAULT_NAMESPACE);
    text.with_key(key)
}

/// A query or a whole statement, compared by its tokens.
pub(super) fn definition(text: SqlText) -> SqlText {
    let key = token_key(Syntax::Postgres, &without_default_namespace(text.as_str()));
    text.with_key(key)
}

/// The text without `public.` in front of names, also where a name stands in a string that is looked up
/// (`nextval('public.users_id_seq')`).
pub(super) fn without_default_namespace(text: &str) -> Cow<'_, str> {
    if !holds_default_namespace(text) {
        return Cow::Borrowed(text);
    }
    let Ok(lexemes) = lex(Syntax::Postgres, text) else { return Cow::Borrowed(text) };
    let mut kept = String::with_capacity(text.len());
    let mut copied = 0;
    for at in 0..lexemes.len() {
        let Some(cut) = namespace_in_front(&lexemes, at) else { continue };
        kept.push_str(&text[copied..cut.start]);
        copied = cut.end;
    }
    kept.push_str(&text[copied..]);
    Cow::Owned(kept)
}

/// Whether its letters are anywhere in the text: most expressions are spared the reading.
fn holds_default_namespace(text: &str) -> bool {
    let name = DEFAULT_NAMESPACE.as_bytes();
    text.as_bytes().windows(name.len()).any(|window| window.eq_ignore_ascii_case(name))
}

/// The bytes to leave out at this token, if it is the default namespace in front of a name.
fn namespace_in_front(lexemes: &[Lexeme<'_>], at: usize) -> Option<std::ops::Range<usize>> {
    let lexeme = &lexemes[at];
    if lexeme.kind == LexemeKind::Text {
        let prefix = format!("'{DEFAULT_NAMESPACE}.");
        let start = lexeme.start + 1;
        return (lexeme.text.starts_with(&prefix) && is_looked_up(lexemes, at))
            .then(|| start..lexeme.start + prefix.len());
    }
    let follows_dot = at > 0 && lexemes[at - 1].is_symbol(".");
    let dot = lexemes.get(at + 1).filter(|next| next.is_symbol("."))?;
    let is_default = match &lexeme.kind {
        LexemeKind::Word(word) => word.eq_ignore_ascii_case(DEFAULT_NAMESPACE),
        LexemeKind::QuotedName(name) => name == DEFAULT_NAMESPACE,
        LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => false,
    };
    (is_default && !follows_dot).then(|| lexeme.start..dot.end())
}

/// Whether the string at this place names an object: it is cast to `regclass`, or given to a sequence function.
fn is_looked_up(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    let is_cast = lexemes.get(at + 1).is_some_and(|next| next.is_symbol("::"))
        && lexemes.get(at + 2).is_some_and(|next| next.is_word("regclass"));
    let is_argument = at >= 2
        && lexemes[at - 1].is_symbol("(")
        && ["nextval", "currval", "setval"].iter().any(|word| lexemes[at - 2].is_word(word));
    is_cast || is_argument
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_the_default_namespace_and_no_other() {
        for (text, expected) in [
            ("nextval('public.a_seq'::regclass)", "nextval('a_seq'::regclass)"),
            ("select 'public.a' from public.a, other.public.b", "select 'public.a' from a, other.public.b"),
            ("\"public\".f(x)", "f(x)"),
            ("other.f(x)", "other.f(x)"),
        ] {
            assert_eq!(without_default_namespace(text), expected);
        }
        let key = |text: &str| expression(SqlText::new(text)).key().to_owned();
        assert_eq!(key("nextval('a_seq')"), key("nextval('public.a_seq'::regclass)"));
    }
}
