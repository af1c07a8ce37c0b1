//! Expressions as trees, for those who have to understand them.

use super::Syntax;
use sqlparser::ast::Expr;
use sqlparser::parser::Parser;

/// The tree of a text that is one expression and nothing else; `None` where the parser cannot read it.
pub fn parse_expression(syntax: Syntax, text: &str) -> Option<Expr> {
    let mut parser = Parser::new(syntax.parser_dialect()).try_with_sql(text).ok()?;
    let expression = parser.parse_expr().ok()?;
    (parser.peek_token().token == sqlparser::tokenizer::Token::EOF).then_some(expression)
}
