//! Expressions as trees, for those who have to understand them.

use super::{Syntax, lex};
use sqlparser::ast::Expr;
use sqlparser::parser::Parser;

/// The tree of a text that is one expression and nothing else; `None` where the parser cannot read it.
pub fn parse_expression(syntax: Syntax, text: &str) -> Option<Expr> {
    parse(syntax, text).or_else(|| parse(syntax, &without_both(syntax, text)?))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_expression_and_nothing_behind_it() {
        assert!(parse_expression(Syntax::Postgres, "a > 0 AND b IN (1, 2)").is_some());
        assert!(parse_expression(Syntax::Postgres, "char_length(TRIM(BOTH FROM a)) > 0").is_some());
        assert!(parse_expression(Syntax::Postgres, "a > 0; drop table t").is_none());
    }
}
