//! The canonical spelling of expressions: MySQL keeps them as a tree, and prints them back in its own words.

use crate::sql::{Syntax, name_key, token_key};
use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArguments, Ident, ObjectName, UnaryOperator, Value, VisitMut, VisitorMut,
};
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};
use std::ops::ControlFlow;

/// The key of an expression: needless parentheses, quotes of names, the two kinds of quotes around strings, and names of functions that mean
/// the same do not count. What cannot be parsed is compared by its tokens.
pub fn expression_key(text: &str) -> String {
    parse(text).map_or_else(|| token_key(Syntax::Mysql, text), |expression| expression.to_string())
}

fn parse(text: &str) -> Option<Expr> {
    let mut parser = Parser::new(Syntax::Mysql.parser_dialect()).with_tokens(tokens(text)?);
    let mut expression = parser.parse_expr().ok()?;
    if parser.peek_token().token != Token::EOF {
        return None;
    }
    let _ = expression.visit(&mut Canonical);
    Some(bare(expression))
}

/// The tokens, with the operator that servers print as `MOD` under its other name.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let all = Tokenizer::new(Syntax::Mysql.parser_dialect(), text).tokenize().ok()?;
    let mut kept = all.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).peekable();
    let mut tokens = Vec::new();
    while let Some(token) = kept.next() {
        let is_mod = matches!(&token, Token::Word(word) if word.keyword == Keyword::MOD && word.quote_style.is_none());
        tokens.push(if is_mod && kept.peek() != Some(&Token::LParen) { Token::Mod } else { token });
    }
    Some(tokens)
}

/// Rewrites a tree bottom-up; every composite ends up in parentheses, so that printing is unambiguous.
struct Canonical;

impl VisitorMut for Canonical {
    type Break = ();

    fn post_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<()> {
        let taken = std::mem::replace(expression, Expr::Value(Value::Null.into()));
        *expression = canonical(taken);
        ControlFlow::Continue(())
    }
}

fn canonical(expression: Expr) -> Expr {
    match expression {
        Expr::Nested(inner) => *inner,
        // `_utf8mb4'a'` and `'a'` are one text to a comparison.
        Expr::Prefixed { value, .. } => *value,
        Expr::Value(value) => Expr::Value(literal(value.value).into()),
        Expr::Identifier(name) => Expr::Identifier(folded(&name)),
        Expr::CompoundIdentifier(names) => Expr::CompoundIdentifier(names.iter().map(folded).collect()),
        Expr::Function(function) => Expr::Function(renamed(function)),
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => negated(*expr),
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } => *expr,
        Expr::UnaryOp { op: UnaryOperator::Not | UnaryOperator::BangNot, expr } => negation(*expr),
        Expr::InList { expr, list, negated } => match <[Expr; 1]>::try_from(list) {
            Ok([only]) => {
                let op = if negated { BinaryOperator::NotEq } else { BinaryOperator::Eq };
                nested(Expr::BinaryOp { left: expr, op, right: Box::new(only) })
            }
            Err(list) => nested(Expr::InList { expr, list, negated }),
        },
        Expr::BinaryOp { left, op, right } => binary(*left, op, *right),
        Expr::Substring { expr, substring_from, substring_for, .. } => {
            Expr::Substring { expr, substring_from, substring_for, special: true, shorthand: true }
        }
        composite => nested(composite),
    }
}

fn literal(value: Value) -> Value {
    match value {
        Value::DoubleQuotedString(text) => Value::SingleQuotedString(text),
        Value::NationalStringLiteral(text) => Value::SingleQuotedString(text),
        Value::Boolean(value) => Value::Number(u8::from(value).to_string(), false),
        other => other,
    }
}

/// Names as in every other key.
fn folded(name: &Ident) -> Ident {
    Ident::new(name_key(Syntax::Mysql, &name.value))
}

fn nested(expression: Expr) -> Expr {
    Expr::Nested(Box::new(expression))
}

fn bare(expression: Expr) -> Expr {
    match expression {
        Expr::Nested(inner) => *inner,
        other => other,
    }
}

/// NOT is carried inside, as the server does when it reads the expression.
fn negation(operand: Expr) -> Expr {
    match bare(operand) {
        Expr::BinaryOp { left, op, right } => match opposite(&op) {
            Some(opposite) => nested(Expr::BinaryOp { left, op: opposite, right }),
            None if op == BinaryOperator::And => chain(negation(*left), BinaryOperator::Or, negation(*right)),
            None if op == BinaryOperator::Or => chain(negation(*left), BinaryOperator::And, negation(*right)),
            None => not(Expr::BinaryOp { left, op, right }),
        },
        Expr::IsNull(inner) => nested(Expr::IsNotNull(inner)),
        Expr::IsNotNull(inner) => nested(Expr::IsNull(inner)),
        Expr::InList { expr, list, negated } => nested(Expr::InList { expr, list, negated: !negated }),
        Expr::Between { expr, negated, low, high } => nested(Expr::Between { expr, negated: !negated, low, high }),
        Expr::Like { negated, any, expr, pattern, escape_char } => {
            nested(Expr::Like { negated: !negated, any, expr, pattern, escape_char })
        }
        atom @ (Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Function(_)) => {
            nested(pair(atom, BinaryOperator::Eq, Expr::Value(Value::Number("0".into(), false).into())))
        }
        other => not(other),
    }
}

fn not(operand: Expr) -> Expr {
    nested(Expr::UnaryOp { op: UnaryOperator::Not, expr: Box::new(nested(operand)) })
}

fn opposite(op: &BinaryOperator) -> Option<BinaryOperator> {
    Some(match op {
        BinaryOperator::Eq => BinaryOperator::NotEq,
        BinaryOperator::NotEq => BinaryOperator::Eq,
        BinaryOperator::Lt => BinaryOperator::GtEq,
        BinaryOperator::GtEq => BinaryOperator::Lt,
        BinaryOperator::Gt => BinaryOperator::LtEq,
        BinaryOperator::LtEq => BinaryOperator::Gt,
        _ => return None,
    })
}

fn negated(operand: Expr) -> Expr {
    match operand {
        Expr::Value(value) => match value.value {
            Value::Number(digits, long) => Expr::Value(Value::Number(format!("-{digits}"), long).into()),
            other => minus(Expr::Value(other.into())),
        },
        other => minus(other),
    }
}

fn minus(operand: Expr) -> Expr {
    nested(Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(operand) })
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    match op {
        // Unless the SQL mode says that they are pipes for strings.
        BinaryOperator::StringConcat => chain(left, BinaryOperator::Or, right),
        BinaryOperator::PGOverlap => chain(left, BinaryOperator::And, right),
        BinaryOperator::And | BinaryOperator::Or => chain(left, op, right),
        BinaryOperator::Arrow => call("json_extract", vec![left, right]),
        BinaryOperator::LongArrow => call("json_unquote", vec![call("json_extract", vec![left, right])]),
        BinaryOperator::Modulo => nested(pair(left, BinaryOperator::Custom("MOD".into()), right)),
        other => nested(pair(left, other, right)),
    }
}

fn pair(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) }
}

/// `a AND (b AND c)` is printed without parentheses.
fn chain(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    let mut operands = Vec::new();
    flatten(left, &op, &mut operands);
    flatten(right, &op, &mut operands);
    // Two operands at least went in.
    let joined = operands.into_iter().reduce(|left, right| pair(left, op.clone(), right));
    joined.map_or_else(|| Expr::Value(Value::Null.into()), nested)
}

fn flatten(operand: Expr, op: &BinaryOperator, operands: &mut Vec<Expr>) {
    match bare(operand) {
        Expr::BinaryOp { left, op: inner, right } if inner == *op => {
            flatten(*left, op, operands);
            flatten(*right, op, operands);
        }
        // What `bare` took off a composite goes on again.
        atom @ (Expr::Value(_) | Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Function(_)) => {
            operands.push(atom);
        }
        composite => operands.push(nested(composite)),
    }
}

fn call(name: &str, arguments: Vec<Expr>) -> Expr {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    Expr::Identifier(Ident::new(format!("{name}({})", arguments.join(", "))))
}

/// Functions under the name by which MariaDB prints them; those without arguments with parentheses.
fn renamed(mut function: Function) -> Function {
    let name = function.name.to_string().to_lowercase().replace('`', "");
    let name = SYNONYMS.iter().find(|(synonym, _)| *synonym == name).map_or(name.as_str(), |(_, printed)| printed);
    function.name = ObjectName::from(vec![Ident::new(name)]);
    if matches!(&function.args, FunctionArguments::List(list) if list.args.is_empty() && list.clauses.is_empty()) {
        function.args = FunctionArguments::None;
    }
    function
}

const SYNONYMS: [(&str, &str); 18] = [
    ("length", "octet_length"),
    ("character_length", "char_length"),
    ("upper", "ucase"),
    ("lower", "lcase"),
    ("mid", "substr"),
    ("power", "pow"),
    ("ceil", "ceiling"),
    ("now", "current_timestamp"),
    ("localtime", "current_timestamp"),
    ("localtimestamp", "current_timestamp"),
    ("current_date", "curdate"),
    ("current_time", "curtime"),
    ("current_user", "user"),
    ("day", "dayofmonth"),
    ("adddate", "date_add"),
    ("subdate", "date_sub"),
    ("sha1", "sha"),
    ("schema", "database"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(expression_key(a), expression_key(b), "{a} / {b}");
    }

    fn differ(a: &str, b: &str) {
        assert_ne!(expression_key(a), expression_key(b), "{a} / {b}");
    }

    #[test]
    fn what_the_server_prints_is_the_same() {
        same("q <> 'it''s' or length(q) between 1 and 5", r"`q` <> 'it\'s' or octet_length(`q`) between 1 and 5");
        same("(A > 0) AND (b in (1, 2))", "`a` > 0 and `b` in (1,2)");
        same("a and (b and c)", "a and b and c");
        same("price > 0 and (price < 10 or not closed)", "`price` > 0 and (`price` < 10 or `closed` = 0)");
        same("not (a > 1 and closed)", "`a` <= 1 or `closed` = 0");
        same("a between 1 and 2 and not a in (3)", "`a` between 1 and 2 and `a` <> 3");
        same("a not like 'b'", "not (a like 'b')");
        same("upper(name)", "ucase(`name`)");
        same("x != \"a\"", "`x` <> 'a'");
        same("d + 1", "(`d` + 1)");
        same("CURRENT_TIMESTAMP", "current_timestamp()");
        same("true", "1");
        same("-1", "(- 1)");
        same("doc->'$.a'", "json_extract(`doc`,'$.a')");
        same("_utf8mb4'x'", "'x'");
        same("substring(a, 1, 2)", "substr(`a`,1,2)");
        same("case when a then 1 else 2 end", "case when `a` then 1 else 2 end");
        same("a % 2", "`a` MOD 2");
    }

    #[test]
    fn what_means_something_else_differs() {
        differ("(a or b) and c", "a or b and c");
        differ("a - (b - c)", "a - b - c");
        differ("x = 'A'", "x = 'a'");
        differ("x > 0", "x >= 0");
        differ("now()", "now(3)");
    }
}
