//! A literal under a cast, as PostgreSQL shows defaults: `'new'::character varying`.

use super::{LexemeKind, Syntax, lex};

/// The string literal and the name of the type it is cast to; `None` for anything else.
pub fn literal_cast(text: &str) -> Option<(&str, &str)> {
    let lexemes = lex(Syntax::Postgres, text).ok()?;
    let [literal, cast, first, ..] = &lexemes[..] else { return None };
    let is_cast = literal.kind == LexemeKind::Text && cast.is_symbol("::");
    let one_type = lexemes[2..].iter().all(|lexeme| !lexeme.is_symbol("::") && lexeme.kind != LexemeKind::Text);
    (is_cast && one_type).then(|| (literal.text, text[first.start..].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_cast_of_one_literal() {
        assert_eq!(literal_cast("'a''b'::character varying(3)"), Some(("'a''b'", "character varying(3)")));
        for text in ["'a'", "now()", "'a'::text::bytea", "'a'::text || 'b'", "x::text"] {
            assert_eq!(literal_cast(text), None, "{text}");
        }
    }
}
