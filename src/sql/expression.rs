//! Expressions as trees, for those who have to understand them.

use super::{Syntax, lex};
use sqlparser::ast::Expr;
use sqlparser::parser::Parser;

/// The tree of a text that is one expression and nothing else; `None` where the parser cannot read it.
pub fn parse_expression(syntax: Syntax, text: &str) -> Option<Expr> {
    parse(syntax, text)
        .or_else(|| parse(syntax, &without_both(syntax, text)?))
        .or_else(|| parse(syntax, &with_not_first(syntax, text)?))
}

fn parse(syntax: Syntax, text: &str) -> Option<Expr> {
    let mut parser = Parser::new(syntax.parser_dialect()).try_with_sql(text).ok()?;
    let expression = parser.parse_expr().ok()?;
    (parser.peek_token().token == sqlparser::tokenizer::Token::EOF).then_some(expression)
}

/// `TRIM(BOTH FROM x)`, as PostgreSQL shows it, without the two words that say nothing and that the parser does not know together.
fn without_both(syntax: Syntax, text: &str) -> Option<String> {
    let lexemes = lex(syntax, text).ok()?;
    let is_both =
        |at: usize| lexemes[at].is_word("BOTH") && lexemes.get(at + 1).is_some_and(|next| next.is_word("FROM"));
    let kept = (0..lexemes.len()).filter(|at| !is_both(*at) && (*at == 0 || !is_both(at - 1)));
    Some(kept.map(|at| lexemes[at].text).collect::<Vec<_>>().join(" "))
}

/// `NOT a GLOB b` for `a NOT GLOB b` (SQLite), of which the parser knows the first one only. `None` where a column is not all that stands before.
fn with_not_first(syntax: Syntax, text: &str) -> Option<String> {
    let lexemes = lex(syntax, text).ok()?;
    let mut words: Vec<&str> = Vec::new();
    for (at, lexeme) in lexemes.iter().enumerate() {
        let is_negated = lexeme.is_word("NOT") && lexemes.get(at + 1).is_some_and(|next| next.is_word("GLOB"));
        if is_negated {
            lexemes[at.checked_sub(1)?].identifier()?;
            words.insert(words.len() - 1, lexeme.text);
        } else {
            words.push(lexeme.text);
        }
    }
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_expression_and_nothing_behind_it() {
        assert!(parse_expression(Syntax::Postgres, "a > 0 AND b IN (1, 2)").is_some());
        assert!(parse_expression(Syntax::Postgres, "char_length(TRIM(BOTH FROM a)) > 0").is_some());
        assert!(parse_expression(Syntax::Postgres, "a > 0; drop table t").is_none());
        let negated = parse_expression(Syntax::Sqlite, "a > 0 AND b NOT GLOB '*[^0-9]*'").expect("an expression");
        assert_eq!(negated.to_string(), "a > 0 AND NOT b GLOB '*[^0-9]*'");
    }
}
