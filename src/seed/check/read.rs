//! From the tree of a check to findings.

use super::constant::{number, text};
use crate::model::Name;
use crate::seed::limits::Limits;
use crate::seed::shape::Shape;
use crate::sql::{Syntax, parse_expression};
use sqlparser::ast::{BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator};

/// What a check says, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    Limit {
        column: usize,
        limits: Limits,
    },
    /// The values of a column are not before those of another: in ones for numbers, in days for moments.
    Behind {
        column: usize,
        other: usize,
        at_least: i64,
    },
    /// Two columns never have the same value.
    Differ {
        column: usize,
        other: usize,
    },
}

/// The columns that a check may name.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    pub names: &'a [&'a Name],
    pub shapes: &'a [Shape],
    pub today: i32,
}

/// Everything a check says; `None` where part of it cannot be read.
pub fn read(syntax: Syntax, sql: &str, columns: Columns<'_>) -> Option<Vec<Finding>> {
    Reader { columns }.holds(&parse_expression(syntax, sql)?)
}

struct Reader<'a> {
    columns: Columns<'a>,
}

/// What is compared.
enum Operand {
    Column(usize),
    /// How many characters a column has.
    Length(usize),
}

impl Reader<'_> {
    /// What must be so for the expression to be true.
    fn holds(&self, expression: &Expr) -> Option<Vec<Finding>> {
        match expression {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } | Expr::IsTrue(inner) => self.holds(inner),
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => self.fails(expr),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                let mut findings = self.holds(left)?;
                findings.extend(self.holds(right)?);
                Some(findings)
            }
            Expr::BinaryOp { left, op: BinaryOperator::Or, right } => self.either(left, right),
            Expr::BinaryOp { left, op, right } => self.comparison(left, op, right),
            Expr::IsNotNull(inner) => self.limit(self.column(inner)?, Limits { not_null: true, ..Limits::default() }),
            Expr::IsNull(inner) => self.limit(self.column(inner)?, Limits { always_null: true, ..Limits::default() }),
            Expr::Between { expr, negated: false, low, high } => {
                let mut findings = self.comparison(expr, &BinaryOperator::GtEq, low)?;
                findings.extend(self.comparison(expr, &BinaryOperator::LtEq, high)?);
                Some(findings)
            }
            Expr::InList { expr, list, negated } => {
                let words: Option<Vec<String>> = list.iter().map(text).collect();
                self.words(self.column(expr)?, words?, *negated)
            }
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => {
                self.words(self.column(left)?, array(right)?, false)
            }
            Expr::Like { negated: false, expr, pattern, .. } | Expr::ILike { negated: false, expr, pattern, .. } => {
                self.pattern(expr, &like(&text(pattern)?))
            }
            Expr::RLike { negated: false, expr, pattern, .. } => self.pattern(expr, &text(pattern)?),
            Expr::Function(function) => self.function(function),
            Expr::Value(_) => (text(expression)?.eq_ignore_ascii_case("true")).then(Vec::new),
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                self.words(self.column(expression)?, vec!["true".to_owned()], false)
            }
            _ => None,
        }
    }

    /// What must be so for the expression to be false.
    fn fails(&self, expression: &Expr) -> Option<Vec<Finding>> {
        match expression {
            Expr::Nested(inner) => self.fails(inner),
            Expr::IsNull(inner) => self.holds(&Expr::IsNotNull(inner.clone())),
            Expr::IsNotNull(inner) => self.holds(&Expr::IsNull(inner.clone())),
            Expr::InList { expr, list, negated } => {
                self.holds(&Expr::InList { expr: expr.clone(), list: list.clone(), negated: !negated })
            }
            Expr::BinaryOp { left, op, right } => {
                let opposite = match op {
                    BinaryOperator::Lt => BinaryOperator::GtEq,
                    BinaryOperator::LtEq => BinaryOperator::Gt,
                    BinaryOperator::Gt => BinaryOperator::LtEq,
                    BinaryOperator::GtEq => BinaryOperator::Lt,
                    BinaryOperator::Eq => BinaryOperator::NotEq,
                    BinaryOperator::NotEq => BinaryOperator::Eq,
                    _ => return None,
                };
                self.comparison(left, &opposite, right)
            }
            _ => None,
        }
    }

    /// One of two: the one that leaves values, rather than the one that takes them away. Different values of one column are one list.
    fn either(&self, left: &Expr, right: &Expr) -> Option<Vec<Finding>> {
        let (left, right) = (self.holds(left), self.holds(right));
        let (Some(one), Some(other)) = (&left, &right) else { return left.or(right) };
        if let ([Finding::Limit { column: a, limits: first }], [Finding::Limit { column: b, limits: second }]) =
            (&one[..], &other[..])
            && a == b
            && !first.allowed.is_empty()
            && !second.allowed.is_empty()
        {
            let allowed = first.allowed.iter().chain(&second.allowed).cloned().collect();
            return self.limit(*a, Limits { allowed, ..Limits::default() });
        }
        if takes_away(other) < takes_away(one) { right } else { left }
    }

    fn comparison(&self, left: &Expr, operator: &BinaryOperator, right: &Expr) -> Option<Vec<Finding>> {
        if let (Some(a), Some(b)) = (self.column(left), self.column(right)) {
            return self.between_columns(a, operator, b);
        }
        let Some(operand) = self.operand(left) else {
            let swapped = match operator {
                BinaryOperator::Lt => BinaryOperator::Gt,
                BinaryOperator::LtEq => BinaryOperator::GtEq,
                BinaryOperator::Gt => BinaryOperator::Lt,
                BinaryOperator::GtEq => BinaryOperator::LtEq,
                BinaryOperator::Eq => BinaryOperator::Eq,
                BinaryOperator::NotEq => BinaryOperator::NotEq,
                _ => return None,
            };
            return self.operand(right).and_then(|_| self.comparison(right, &swapped, left));
        };
        match (operand, operator) {
            (Operand::Column(_), BinaryOperator::PGRegexMatch | BinaryOperator::PGRegexIMatch) => {
                self.pattern(left, &text(right)?)
            }
            (Operand::Column(_), BinaryOperator::PGLikeMatch) => self.pattern(left, &like(&text(right)?)),
            (Operand::Column(column), operator) => self.bound(column, operator, right),
            (Operand::Length(column), operator) => self.length(column, operator, right),
        }
    }

    fn bound(&self, column: usize, operator: &BinaryOperator, constant: &Expr) -> Option<Vec<Finding>> {
        let shape = &self.columns.shapes[column];
        if !shape.is_number() && !shape.is_moment() {
            let word = text(constant)?;
            return match operator {
                BinaryOperator::Eq => self.words(column, vec![word], false),
                BinaryOperator::NotEq => self.words(column, vec![word], true),
                _ => None,
            };
        }
        let number = number(constant, shape, self.columns.today)?;
        let step = step(shape);
        let limits = match operator {
            BinaryOperator::Gt => Limits { min: Some(number + step), ..Limits::default() },
            BinaryOperator::GtEq => Limits { min: Some(number), ..Limits::default() },
            BinaryOperator::Lt => Limits { max: Some(number - step), ..Limits::default() },
            BinaryOperator::LtEq => Limits { max: Some(number), ..Limits::default() },
            BinaryOperator::Eq => Limits { min: Some(number), max: Some(number), ..Limits::default() },
            // Above it is as good as any other place.
            BinaryOperator::NotEq => Limits { min: Some(number + step), ..Limits::default() },
            _ => return None,
        };
        self.limit(column, limits)
    }

    fn length(&self, column: usize, operator: &BinaryOperator, constant: &Expr) -> Option<Vec<Finding>> {
        let number: u32 = text(constant)?.parse().ok()?;
        let limits = match operator {
            BinaryOperator::Gt => Limits { min_length: Some(number + 1), ..Limits::default() },
            BinaryOperator::GtEq => Limits { min_length: Some(number), ..Limits::default() },
            BinaryOperator::Lt => Limits { max_length: Some(number.checked_sub(1)?), ..Limits::default() },
            BinaryOperator::LtEq => Limits { max_length: Some(number), ..Limits::default() },
            BinaryOperator::Eq => Limits { min_length: Some(number), max_length: Some(number), ..Limits::default() },
            BinaryOperator::NotEq if number == 0 => Limits { min_length: Some(1), ..Limits::default() },
            _ => return None,
        };
        self.limit(column, limits)
    }

    fn between_columns(&self, a: usize, operator: &BinaryOperator, b: usize) -> Option<Vec<Finding>> {
        let shape = &self.columns.shapes[a];
        let same_kind = std::mem::discriminant(shape) == std::mem::discriminant(&self.columns.shapes[b]);
        if *operator == BinaryOperator::NotEq && same_kind {
            return Some(vec![Finding::Differ { column: b, other: a }]);
        }
        if !(shape.is_number() || shape.is_moment())
            || std::mem::discriminant(shape) != std::mem::discriminant(&self.columns.shapes[b])
        {
            return None;
        }
        let behind = |column, other, at_least| Some(vec![Finding::Behind { column, other, at_least }]);
        match operator {
            BinaryOperator::Lt => behind(b, a, 1),
            BinaryOperator::LtEq => behind(b, a, 0),
            BinaryOperator::Gt => behind(a, b, 1),
            BinaryOperator::GtEq => behind(a, b, 0),
            _ => None,
        }
    }

    fn words(&self, column: usize, words: Vec<String>, negated: bool) -> Option<Vec<Finding>> {
        if negated {
            return self.limit(column, Limits { excluded: words, ..Limits::default() });
        }
        self.limit(column, Limits { allowed: words, ..Limits::default() })
    }

    fn pattern(&self, expression: &Expr, pattern: &str) -> Option<Vec<Finding>> {
        self.limit(self.column(expression)?, Limits { pattern: Some(pattern.to_owned()), ..Limits::default() })
    }

    /// Functions that are true of what is made anyway.
    fn function(&self, function: &Function) -> Option<Vec<Finding>> {
        let name = function.name.to_string().to_ascii_lowercase();
        let column = self.column(argument(function)?)?;
        (name == "json_valid")
            .then(|| vec![Finding::Limit { column, limits: Limits { is_json: true, ..Limits::default() } }])
    }

    fn limit(&self, column: usize, limits: Limits) -> Option<Vec<Finding>> {
        Some(vec![Finding::Limit { column, limits }])
    }

    fn operand(&self, expression: &Expr) -> Option<Operand> {
        if let Some(column) = self.column(expression) {
            return Some(Operand::Column(column));
        }
        match expression {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => self.operand(inner),
            Expr::Function(function) => {
                let name = function.name.to_string().to_ascii_lowercase();
                let is_length =
                    ["length", "char_length", "character_length", "octet_length", "len"].contains(&name.as_str());
                let column = self.column(argument(function)?)?;
                is_length.then_some(Operand::Length(column))
            }
            _ => None,
        }
    }

    /// A column by itself: casts and changes of letter case do not matter, since words are compared as they are written.
    fn column(&self, expression: &Expr) -> Option<usize> {
        match expression {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } | Expr::Trim { expr: inner, .. } => self.column(inner),
            Expr::Identifier(name) => self.place(&name.value),
            Expr::CompoundIdentifier(names) => self.place(&names.last()?.value),
            Expr::Function(function) => {
                let name = function.name.to_string().to_ascii_lowercase();
                ["upper", "lower", "btrim"].contains(&name.as_str()).then_some(())?;
                self.column(argument(function)?)
            }
            _ => None,
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        let exact = self.columns.names.iter().position(|it| it.as_str() == name);
        exact.or_else(|| self.columns.names.iter().position(|it| it.as_str().eq_ignore_ascii_case(name)))
    }
}

/// How much the findings take from the values there are: a column without any most, a value left out less.
fn takes_away(findings: &[Finding]) -> u8 {
    let of_one = |finding: &Finding| match finding {
        Finding::Limit { limits, .. } if limits.always_null => 2,
        Finding::Limit { limits, .. } if !limits.excluded.is_empty() => 1,
        Finding::Limit { .. } | Finding::Behind { .. } | Finding::Differ { .. } => 0,
    };
    findings.iter().map(of_one).max().unwrap_or(0)
}

/// The first argument of a function.
fn argument(function: &Function) -> Option<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return None };
    match list.args.first()? {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    }
}

/// The texts of `ARRAY['a', 'b']`, casts aside.
fn array(expression: &Expr) -> Option<Vec<String>> {
    match expression {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => array(inner),
        Expr::Array(array) => array.elem.iter().map(text).collect(),
        _ => None,
    }
}

/// The smallest difference between two values.
fn step(shape: &Shape) -> f64 {
    match shape {
        Shape::Decimal { scale, .. } => 10_f64.powi(-i32::try_from(*scale).unwrap_or(0)),
        Shape::Float => 1e-6,
        // In microseconds: engines keep no less.
        Shape::Timestamp => 1_000_000.0,
        _ => 1.0,
    }
}

/// A pattern of LIKE as a regular expression: any text is a short one of letters.
fn like(pattern: &str) -> String {
    let mut regex = String::from("^");
    for character in pattern.chars() {
        match character {
            '%' => regex.push_str("[a-z]{1,6}"),
            '_' => regex.push_str("[a-z]"),
            other => regex.push_str(&regex_syntax::escape(&other.to_string())),
        }
    }
    regex + "$"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sql: &str) -> Option<Vec<Finding>> {
        let names = ["amount", "status", "start", "end", "note"].map(Name::from);
        let names: Vec<&Name> = names.iter().collect();
        let shapes = [
            Shape::Decimal { precision: 8, scale: 2 },
            Shape::Text { longest: None, fixed: false },
            Shape::Date,
            Shape::Date,
            Shape::Text { longest: None, fixed: false },
        ];
        read(Syntax::Postgres, sql, Columns { names: &names, shapes: &shapes, today: 20_000 })
    }

    fn limits(sql: &str) -> Limits {
        match found(sql).as_deref() {
            Some([Finding::Limit { limits, .. }]) => limits.clone(),
            other => panic!("{sql}: {other:?}"),
        }
    }

    #[test]
    fn ranges_are_read() {
        let both = found("amount > 0 AND amount <= 10").unwrap();
        assert_eq!(both.len(), 2);
        assert_eq!(limits("amount > 0::numeric").min, Some(0.01));
        assert_eq!(limits("(100 >= amount)").max, Some(100.0));
        assert_eq!(limits("NOT amount < 5").min, Some(5.0));
        assert_eq!(limits("start >= '1970-01-11'::date").min, Some(10.0));
        assert_eq!(limits("start <= (now() - '10 days'::interval)").max, Some(19_990.0));
    }

    #[test]
    fn lists_are_read_in_every_spelling() {
        for sql in [
            "status IN ('a', 'b')",
            "(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])",
            "status = 'a' OR status = 'b'",
            "upper(status) = ANY (ARRAY['a'::text, 'b'::text])",
        ] {
            assert_eq!(limits(sql).allowed, ["a", "b"], "{sql}");
        }
        assert_eq!(limits("status <> 'x'").excluded, ["x"]);
    }

    #[test]
    fn comparisons_of_columns_and_lengths_are_read() {
        assert_eq!(found("start < \"end\""), Some(vec![Finding::Behind { column: 3, other: 2, at_least: 1 }]));
        assert_eq!(limits("length(note) >= 3").min_length, Some(3));
        assert_eq!(limits("char_length(note) = 2").max_length, Some(2));
        assert_eq!(limits("note LIKE 'A-%'").pattern.as_deref(), Some("^A\\-[a-z]{1,6}$"));
        assert_eq!(limits("note IS NULL OR length(note) < 5").max_length, Some(4));
        assert!(limits("status <> 'x' OR note IS NOT NULL").not_null);
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        assert_eq!(found("amount % 7 = 3"), None);
        assert_eq!(found("amount > 0 AND my_function(status)"), None);
    }
}
