//! Values computed from those of other columns: `quantity * unit_price`, `first_name || ' ' || last_name`.
//!
//! A small part of SQL, read by the SQL parser and computed here: numbers, texts and truth, `NULL` as in SQL, moments as days from
//! 1970-01-01. What is not known is refused when the profile is read.

mod evaluate;
mod parse;

pub use evaluate::Scalar;

use crate::model::Name;

/// An expression over columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// As written.
    pub text: String,
    /// The columns it names, each once.
    pub columns: Vec<Name>,
    tree: Tree,
}

impl Expression {
    /// The value of one column.
    pub fn of_column(name: &Name) -> Self {
        Self { text: name.to_string(), columns: vec![name.clone()], tree: Tree::Column(0) }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Literal(Scalar),
    /// A place among the columns of the expression.
    Column(usize),
    Binary(Operator, Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
    IsNull(Box<Tree>),
    /// Pairs of condition and result, and what is true otherwise.
    Case(Vec<(Tree, Tree)>, Box<Tree>),
    Call(Function, Vec<Tree>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Concatenate,
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    /// To a whole number, or to so many digits behind the point.
    Round,
    Floor,
    Ceil,
    Abs,
    /// The smallest of all that are known.
    Least,
    Greatest,
    /// The first one that is known.
    Coalesce,
    Upper,
    Lower,
    /// In characters.
    Length,
    /// Text, first character from 1, how many.
    Substr,
}

impl Function {
    /// The names of SQL, and how many arguments there may be.
    const ALL: [(&'static str, Self, std::ops::RangeInclusive<usize>); 12] = [
        ("round", Self::Round, 1..=2),
        ("floor", Self::Floor, 1..=1),
        ("ceil", Self::Ceil, 1..=1),
        ("ceiling", Self::Ceil, 1..=1),
        ("abs", Self::Abs, 1..=1),
        ("least", Self::Least, 1..=usize::MAX),
        ("greatest", Self::Greatest, 1..=usize::MAX),
        ("coalesce", Self::Coalesce, 1..=usize::MAX),
        ("upper", Self::Upper, 1..=1),
        ("lower", Self::Lower, 1..=1),
        ("length", Self::Length, 1..=1),
        ("substr", Self::Substr, 2..=3),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Scalar {
        let expression = Expression::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        let column = |at: usize| match expression.columns[at].as_str() {
            "quantity" => Scalar::Number(4.0),
            "price" => Scalar::Number(2.5),
            "name" => Scalar::Text("Ada".into()),
            _ => Scalar::Null,
        };
        expression.value(&column)
    }

    #[test]
    fn computes_as_sql_does() {
        for (text, expected) in [
            ("quantity * price + 1", Scalar::Number(11.0)),
            ("-(quantity - 10) % 4", Scalar::Number(2.0)),
            ("round(price * 3.33, 1)", Scalar::Number(8.3)),
            ("round(price)", Scalar::Number(3.0)),
            ("name || '-' || quantity", Scalar::Text("Ada-4".into())),
            ("upper(substr(name, 2, 1)) || length(name)", Scalar::Text("D3".into())),
            ("least(quantity, price, missing)", Scalar::Number(2.5)),
            ("coalesce(missing, name)", Scalar::Text("Ada".into())),
            ("quantity + missing", Scalar::Null),
            ("quantity / 0", Scalar::Null),
            ("CASE WHEN quantity > 3 AND name = 'Ada' THEN 'many' ELSE 'few' END", Scalar::Text("many".into())),
            ("CASE name WHEN 'Bob' THEN 1 WHEN 'Ada' THEN 2 END", Scalar::Number(2.0)),
            ("CASE WHEN missing > 1 THEN 1 END", Scalar::Null),
            ("missing IS NULL AND name IS NOT NULL", Scalar::Truth(true)),
            ("NOT (quantity BETWEEN 1 AND 5)", Scalar::Truth(false)),
            ("name IN ('Bob', 'Ada')", Scalar::Truth(true)),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for (text, part) in [
            ("quantity *", "not an expression"),
            ("now() + 1", "now"),
            ("(SELECT 1)", "SELECT"),
            ("round(1, 2, 3)", "arguments"),
            ("a.b.c", "a.b.c"),
            ("quantity ^ 2", "^"),
        ] {
            let problem = Expression::parse(text).unwrap_err();
            assert!(problem.contains(part), "{text}: {problem}");
        }
    }
}
