//! Range types bring a second type along: that of sets of ranges.

use super::{Lexeme, Syntax, lex};

/// Namespace (where one is written) and name of the second type that a CREATE TYPE … AS RANGE makes, given the name of the first.
pub fn multirange_name(definition: &str, range: &str) -> (Option<String>, String) {
    written(definition).unwrap_or_else(|| (None, usual(range)))
}

/// What stands behind `multirange_type_name =`.
fn written(definition: &str) -> Option<(Option<String>, String)> {
    let lexemes = lex(Syntax::Postgres, definition).ok()?;
    let at = lexemes.iter().position(|lexeme| lexeme.is_word("MULTIRANGE_TYPE_NAME"))?;
    let folded = |at: usize| {
        let lexeme: &Lexeme<'_> = lexemes.get(at)?;
        let name = lexeme.identifier()?;
        Some(if lexeme.text.starts_with('"') { name.to_owned() } else { name.to_lowercase() })
    };
    let first = folded(at + 2)?;
    let is_qualified = lexemes.get(at + 3).is_some_and(|lexeme| lexeme.is_symbol("."));
    Some(match folded(at + 4).filter(|_| is_qualified) {
        Some(second) => (Some(first), second),
        None => (None, first),
    })
}

/// PostgreSQL's rule: `multi` in front of the first `range` of the name, or `_multirange` behind it.
fn usual(range: &str) -> String {
    match range.find("range") {
        Some(at) => format!("{}multi{}", &range[..at], &range[at..]),
        None => format!("{range}_multirange"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_type_is_named_as_postgresql_does() {
        let name = |definition: &str, range: &str| multirange_name(definition, range);
        let plain = "CREATE TYPE a AS RANGE (subtype = int4)";
        assert_eq!(name(plain, "pricerange"), (None, "pricemultirange".into()));
        assert_eq!(name(plain, "span"), (None, "span_multirange".into()));
        let named = "CREATE TYPE a AS RANGE (subtype = int4, Multirange_Type_Name = public.\"Many\")";
        assert_eq!(name(named, "a"), (Some("public".into()), "Many".into()));
    }
}
