//! Canonical spellings. Two texts with one key mean the same; two texts with different keys may still do.

use super::{LexemeKind, Syntax, lex};
use sqlparser::ast::{Array, BinaryOperator, CastKind, Expr, Ident, UnaryOperator, Value, VisitMut, VisitorMut};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Word};
use std::ops::ControlFlow;

/// The tokens in one line: comments, white space, letter case of keywords and needless quotes gone. Works for every
/// statement; what does not fall into tokens is compared as written.
pub fn token_key(syntax: Syntax, text: &str) -> String {
    let Ok(lexemes) = lex(syntax, text) else { return text.trim().to_owned() };
    let words = lexemes.iter().map(|lexeme| match &lexeme.kind {
        LexemeKind::Word(word) => lower(syntax, word),
        LexemeKind::QuotedName(name) => name_key(syntax, name),
        LexemeKind::Text if syntax == Syntax::Mysql => match super::mysql::text_value(lexeme) {
            Some(value) => format!("'{}'", value.replace('\'', "''")),
            None => lexeme.text.to_ascii_lowercase(),
        },
        LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => lexeme.text.to_owned(),
    });
    let mut key: Vec<String> = words.collect();
    while key.last().is_some_and(|last| last == ";") {
        key.pop();
    }
    key.join(" ")
}

/// As [`token_key`], but with the comments between the tokens: for engines that keep the text with its comments.
pub fn token_key_with_comments(syntax: Syntax, text: &str) -> String {
    let Ok(lexemes) = lex(syntax, text) else { return text.trim().to_owned() };
    let comments = lexemes.windows(2).map(|pair| text[pair[0].end()..pair[1].start].trim());
    let comments: Vec<&str> = comments.filter(|comment| !comment.is_empty()).collect();
    if comments.is_empty() {
        token_key(syntax, text)
    } else {
        format!("{}\n{}", token_key(syntax, text), comments.join("\n"))
    }
}

/// A quoted name as it would be written without quotes, where that means the same: what stands for it in a key.
pub fn name_key(syntax: Syntax, name: &str) -> String {
    match syntax {
        // Names are compared without letter case, quoted or not.
        Syntax::Sqlite | Syntax::Mysql if is_word(name) => lower(syntax, name),
        Syntax::Sqlite => format!("\"{}\"", lower(syntax, name).replace('"', "\"\"")),
        Syntax::Mysql => format!("`{}`", lower(syntax, name).replace('`', "``")),
        Syntax::Postgres if is_plain(name) => name.to_owned(),
        Syntax::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// A word in the letter case of keys: MySQL compares names without that of any letter, the others without that of ASCII's alone.
fn lower(syntax: Syntax, word: &str) -> String {
    match syntax {
        Syntax::Mysql => word.to_lowercase(),
        Syntax::Sqlite | Syntax::Postgres => word.to_ascii_lowercase(),
    }
}

/// Whether the name is one word without quotes (keywords aside), in whatever letter case.
fn is_word(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit() || c == '$')
}

/// Whether PostgreSQL reads the name back the same without quotes (keywords aside, which matter to the parser but not to a comparison).
fn is_plain(name: &str) -> bool {
    is_word(name) && name.chars().all(|c| c.is_ascii() && !c.is_ascii_uppercase())
}

/// The key of an expression, through its parse tree: needless parentheses, casts of literals, `IN` against `= ANY`,
/// `BETWEEN` against two comparisons, and the `default_namespace` in front of names do not count.
///
/// PostgreSQL alone rewrites what it is given (its `ruleutils.c`); other engines keep the text, and there `token_key` is the comparison.
pub fn expression_key(text: &str, default_namespace: &str) -> String {
    parse(text, default_namespace)
        .map_or_else(|| token_key(Syntax::Postgres, text), |expression| expression.to_string())
}

fn parse(text: &str, default_namespace: &str) -> Option<Expr> {
    let tokens = tokens(text, default_namespace)?;
    let mut parser = Parser::new(Syntax::Postgres.parser_dialect()).with_tokens(tokens);
    let mut expression = parser.parse_expr().ok()?;
    if parser.peek_token().token != Token::EOF {
        return None;
    }
    let _ = expression.visit(&mut Canonical);
    if let Expr::Nested(inner) = expression {
        expression = *inner;
    }
    Some(expression)
}

/// Tokens with names folded and the default namespace taken away.
fn tokens(text: &str, default_namespace: &str) -> Option<Vec<Token>> {
    let all = sqlparser::tokenizer::Tokenizer::new(Syntax::Postgres.parser_dialect(), text).tokenize().ok()?;
    let mut kept = all.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).peekable();
    let mut tokens = Vec::new();
    while let Some(token) = kept.next() {
        match token {
            Token::Word(word) => {
                let word = folded(word);
                if word.value == default_namespace && kept.peek() == Some(&Token::Period) {
                    kept.next();
                } else {
                    tokens.push(Token::Word(word));
                }
            }
            token => tokens.push(token),
        }
    }
    Some(tokens)
}

fn folded(word: Word) -> Word {
    match word.quote_style {
        None => Word { value: word.value.to_ascii_lowercase(), ..word },
        Some(_) if is_plain(&word.value) => match Token::make_word(&word.value, None) {
            // A keyword in quotes must stay a name for the parser.
            Token::Word(plain) if plain.keyword == sqlparser::keywords::Keyword::NoKeyword => plain,
            _ => word,
        },
        Some(_) => word,
    }
}

/// Rewrites a tree bottom-up into its canonical form; every composite ends up in parentheses, so that printing is unambiguous.
struct Canonical;

impl VisitorMut for Canonical {
    type Break = ();

    fn post_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<()> {
        let taken = std::mem::replace(expression, null());
        *expression = canonical(taken);
        ControlFlow::Continue(())
    }
}

fn null() -> Expr {
    Expr::Value(Value::Null.into())
}

fn canonical(expression: Expr) -> Expr {
    match expression {
        Expr::Nested(inner) => *inner,
        Expr::Cast { expr, data_type, format, .. } => match literal_of(&expr) {
            Some(literal) => literal_cast(literal, &data_type.to_string()),
            None => Expr::Cast { kind: CastKind::DoubleColon, expr, data_type, format },
        },
        Expr::TypedString(typed) => match typed.value.value {
            value @ Value::SingleQuotedString(_) => Expr::Value(value.into()),
            _ => nested(Expr::TypedString(typed)),
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match *expr {
            Expr::Value(value) => match value.value {
                Value::Number(digits, long) => Expr::Value(Value::Number(format!("-{digits}"), long).into()),
                other => nested(Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(Expr::Value(other.into())) }),
            },
            other => nested(Expr::UnaryOp { op: UnaryOperator::Minus, expr: Box::new(other) }),
        },
        Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, is_some: false } => match array_elements(right) {
            Ok(list) => nested(Expr::InList { expr: left, list, negated: false }),
            Err(right) => nested(Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, is_some: false }),
        },
        Expr::AllOp { left, compare_op: BinaryOperator::NotEq, right } => match array_elements(right) {
            Ok(list) => nested(Expr::InList { expr: left, list, negated: true }),
            Err(right) => nested(Expr::AllOp { left, compare_op: BinaryOperator::NotEq, right }),
        },
        Expr::Between { expr, negated, low, high } => between(expr, negated, low, high),
        Expr::Like { negated, any: false, expr, pattern, escape_char: None } => {
            let op = if negated { BinaryOperator::PGNotLikeMatch } else { BinaryOperator::PGLikeMatch };
            nested(Expr::BinaryOp { left: expr, op, right: pattern })
        }
        Expr::ILike { negated, any: false, expr, pattern, escape_char: None } => {
            let op = if negated { BinaryOperator::PGNotILikeMatch } else { BinaryOperator::PGILikeMatch };
            nested(Expr::BinaryOp { left: expr, op, right: pattern })
        }
        Expr::Identifier(name) => Expr::Identifier(unquoted(name)),
        Expr::CompoundIdentifier(names) => Expr::CompoundIdentifier(names.into_iter().map(unquoted).collect()),
        atom @ (Expr::Value(_) | Expr::Function(_) | Expr::Array(_)) => atom,
        composite => nested(composite),
    }
}

/// A keyword that had to stay quoted for the parser is a plain name for the comparison.
fn unquoted(name: Ident) -> Ident {
    if is_plain(&name.value) { Ident::new(name.value) } else { name }
}

fn nested(expression: Expr) -> Expr {
    Expr::Nested(Box::new(expression))
}

/// The literal inside, if the expression is one.
fn literal_of(expression: &Expr) -> Option<Value> {
    match expression {
        Expr::Value(value) => Some(value.value.clone()),
        _ => None,
    }
}

/// PostgreSQL writes `-1` as `'-1'::integer` and `'a'` as `'a'::text`: the literal is what counts.
fn literal_cast(literal: Value, data_type: &str) -> Expr {
    let numeric = ["int", "numeric", "decimal", "real", "double", "float"]
        .iter()
        .any(|word| data_type.to_ascii_lowercase().contains(word) && !data_type.contains("INTERVAL"));
    match literal {
        Value::SingleQuotedString(text) if numeric && text.parse::<f64>().is_ok() => {
            Expr::Value(Value::Number(text, false).into())
        }
        literal => Expr::Value(literal.into()),
    }
}

/// The elements of `ARRAY[…]`, perhaps under a cast to an array type.
fn array_elements(expression: Box<Expr>) -> Result<Vec<Expr>, Box<Expr>> {
    match *expression {
        Expr::Array(Array { elem, .. }) => Ok(elem),
        Expr::Cast { expr, .. } if matches!(*expr, Expr::Array(_)) => array_elements(expr),
        other => Err(Box::new(other)),
    }
}

fn between(subject: Box<Expr>, negated: bool, low: Box<Expr>, high: Box<Expr>) -> Expr {
    let (low_op, op, high_op) = if negated {
        (BinaryOperator::Lt, BinaryOperator::Or, BinaryOperator::Gt)
    } else {
        (BinaryOperator::GtEq, BinaryOperator::And, BinaryOperator::LtEq)
    };
    let left = nested(Expr::BinaryOp { left: subject.clone(), op: low_op, right: low });
    let right = nested(Expr::BinaryOp { left: subject, op: high_op, right: high });
    nested(Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(expression_key(a, "public"), expression_key(b, "public"), "{a} / {b}");
    }

    fn differ(a: &str, b: &str) {
        assert_ne!(expression_key(a, "public"), expression_key(b, "public"), "{a} / {b}");
    }

    #[test]
    fn what_postgresql_rewrites_is_the_same() {
        same("x > 0", "(x > 0)");
        same("a > 0 and b > 0", "((a > 0) AND (b > 0))");
        same("status in ('a', 'b')", "(status = ANY (ARRAY['a'::text, 'b'::text]))");
        same("x between 1 and 5", "((x >= 1) AND (x <= 5))");
        same("-1", "'-1'::integer");
        same("'active'", "'active'::character varying");
        same("name like 'a%'", "(name ~~ 'a%'::text)");
        same("x <> 1", "x != 1");
        same("public.f(x)", "f(x)");
        same("\"name\"", "name");
        same("CAST(x AS integer)", "x::integer");
        same("date '2020-01-01'", "'2020-01-01'::date");
    }

    #[test]
    fn what_means_something_else_differs() {
        differ("(a or b) and c", "a or (b and c)");
        differ("x > 0", "x >= 0");
        differ("x::integer > 0", "x > 0");
        differ("'Active'", "'active'");
        differ("\"Name\" > 0", "name > 0");
        differ("a - (b - c)", "a - b - c");
        differ("other.f(x)", "f(x)");
    }

    #[test]
    fn tokens_keep_strings_and_drop_layout() {
        assert_eq!(token_key(Syntax::Sqlite, "SELECT  [A] -- x\n FROM `T` ;"), "select a from t");
        assert_eq!(token_key(Syntax::Postgres, "select 'A  b', \"A\""), "select 'A  b' , \"A\"");
    }
}
