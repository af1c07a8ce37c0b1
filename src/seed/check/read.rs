//! From the tree of a check to findings.

use super::constant::text;
use super::pattern::{glob, like, without_others};
use crate::model::Name;
use crate::seed::expression::Expression;
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
    /// A column is held against what others of the row amount to.
    Held {
        column: usize,
        side: Side,
        /// How much the two differ at least: nothing, or the smallest step of the column.
        by: f64,
        expression: Expression,
    },
    /// One of two is enough; the first one takes less from the values there are.
    Either(Vec<Finding>, Vec<Finding>),
}

/// On which side of the other values a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    AtLeast,
    AtMost,
    Equal,
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

pub(super) struct Reader<'a> {
    pub(super) columns: Columns<'a>,
}

/// What is compared.
pub(super) enum Operand {
    Column(usize),
    /// How many characters a column has.
    Length(usize),
    /// How far a number is from zero.
    Distance(usize),
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
            Expr::BinaryOp { left, op: BinaryOperator::Or, right } => self.either(self.holds(left), self.holds(right)),
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } if is_condition(left) && is_condition(right) => {
                self.same_truth(left, right)
            }
            Expr::BinaryOp { left, op: BinaryOperator::NotEq | BinaryOperator::Xor, right }
                if is_condition(left) && is_condition(right) =>
            {
                self.other_truth(left, right)
            }
            Expr::BinaryOp { left, op: BinaryOperator::Glob, right } => self.pattern(left, &glob(&text(right)?)?),
            Expr::BinaryOp { left, op: BinaryOperator::Question, right } => self.has_key(left, right),
            Expr::BinaryOp { left, op, right } => self.comparison(left, op, right),
            Expr::IsDistinctFrom(left, right) => self.comparison(left, &BinaryOperator::NotEq, right),
            Expr::IsNotDistinctFrom(left, right) => self.comparison(left, &BinaryOperator::Eq, right),
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
            Expr::AllOp { left, compare_op: BinaryOperator::NotEq, right } => {
                self.words(self.column(left)?, array(right)?, true)
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
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => self.holds(expr),
            Expr::IsNull(inner) => self.holds(&Expr::IsNotNull(inner.clone())),
            Expr::IsNotNull(inner) => self.holds(&Expr::IsNull(inner.clone())),
            Expr::IsDistinctFrom(left, right) => self.holds(&Expr::IsNotDistinctFrom(left.clone(), right.clone())),
            Expr::IsNotDistinctFrom(left, right) => self.holds(&Expr::IsDistinctFrom(left.clone(), right.clone())),
            Expr::InList { expr, list, negated } => {
                self.holds(&Expr::InList { expr: expr.clone(), list: list.clone(), negated: !negated })
            }
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => self.either(self.fails(left), self.fails(right)),
            Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
                let mut findings = self.fails(left)?;
                findings.extend(self.fails(right)?);
                Some(findings)
            }
            Expr::BinaryOp { left, op: BinaryOperator::Glob, right } => {
                self.pattern(left, &without_others(&text(right)?)?)
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
                let opposite = Expr::BinaryOp { left: left.clone(), op: opposite, right: right.clone() };
                self.holds(&opposite)
            }
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                self.words(self.column(expression)?, vec!["false".to_owned()], false)
            }
            // No range that is made is empty.
            Expr::Function(function) => (name_of(function) == "isempty").then(Vec::new),
            _ => None,
        }
    }

    /// One of two: the one that leaves values, rather than the one that takes them away. Different values of one column are one list.
    fn either(&self, left: Option<Vec<Finding>>, right: Option<Vec<Finding>>) -> Option<Vec<Finding>> {
        let (one, other) = match (left, right) {
            (Some(one), Some(other)) => (one, other),
            (one, other) => return one.or(other),
        };
        if let ([Finding::Limit { column: a, limits: first }], [Finding::Limit { column: b, limits: second }]) =
            (&one[..], &other[..])
            && a == b
            && !first.allowed.is_empty()
            && !second.allowed.is_empty()
        {
            let allowed = first.allowed.iter().chain(&second.allowed).cloned().collect();
            return self.limit(*a, Limits { allowed, ..Limits::default() });
        }
        let (first, second) = if takes_away(&other) < takes_away(&one) { (other, one) } else { (one, other) };
        Some(vec![Finding::Either(first, second)])
    }

    /// Both are true, or neither is.
    fn same_truth(&self, left: &Expr, right: &Expr) -> Option<Vec<Finding>> {
        let neither = both(self.fails(left), self.fails(right));
        self.either(both(self.holds(left), self.holds(right)), neither)
    }

    /// One is true, and the other is not.
    fn other_truth(&self, left: &Expr, right: &Expr) -> Option<Vec<Finding>> {
        self.either(both(self.holds(left), self.fails(right)), both(self.fails(left), self.holds(right)))
    }

    pub(super) fn words(&self, column: usize, words: Vec<String>, negated: bool) -> Option<Vec<Finding>> {
        if negated {
            return self.limit(column, Limits { excluded: words, ..Limits::default() });
        }
        self.limit(column, Limits { allowed: words, ..Limits::default() })
    }

    pub(super) fn pattern(&self, expression: &Expr, pattern: &str) -> Option<Vec<Finding>> {
        self.limit(self.column(expression)?, Limits { pattern: Some(pattern.to_owned()), ..Limits::default() })
    }

    /// Functions that say what a document is.
    fn function(&self, function: &Function) -> Option<Vec<Finding>> {
        let column = self.column(argument(function)?)?;
        (name_of(function) == "json_valid").then_some(())?;
        self.limit(column, Limits { is_json: true, ..Limits::default() })
    }

    /// `document ? 'key'`
    fn has_key(&self, document: &Expr, key: &Expr) -> Option<Vec<Finding>> {
        let column = self.column(document)?;
        self.limit(column, Limits { is_json: true, json_keys: vec![text(key)?], ..Limits::default() })
    }

    pub(super) fn limit(&self, column: usize, limits: Limits) -> Option<Vec<Finding>> {
        Some(vec![Finding::Limit { column, limits }])
    }

    pub(super) fn operand(&self, expression: &Expr) -> Option<Operand> {
        if let Some(column) = self.column(expression) {
            return Some(Operand::Column(column));
        }
        match expression {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => self.operand(inner),
            Expr::Function(function) => {
                let column = self.column(argument(function)?)?;
                match name_of(function).as_str() {
                    "length" | "char_length" | "character_length" | "octet_length" | "len" => {
                        Some(Operand::Length(column))
                    }
                    "abs" => Some(Operand::Distance(column)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A column by itself: casts and changes of letter case do not matter, since words are compared as they are written.
    pub(super) fn column(&self, expression: &Expr) -> Option<usize> {
        match expression {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } | Expr::Trim { expr: inner, .. } => self.column(inner),
            Expr::Identifier(name) => self.place(&name.value),
            Expr::CompoundIdentifier(names) => self.place(&names.last()?.value),
            Expr::Function(function) => {
                ["upper", "lower", "btrim"].contains(&name_of(function).as_str()).then_some(())?;
                self.column(argument(function)?)
            }
            _ => None,
        }
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let exact = self.columns.names.iter().position(|it| it.as_str() == name);
        exact.or_else(|| self.columns.names.iter().position(|it| it.as_str().eq_ignore_ascii_case(name)))
    }
}

/// How much the findings take from the values there are: a column without any most, a value left out less.
fn takes_away(findings: &[Finding]) -> u8 {
    let of_one = |finding: &Finding| match finding {
        Finding::Limit { limits, .. } if limits.always_null => 2,
        Finding::Limit { limits, .. } if !limits.excluded.is_empty() => 1,
        Finding::Either(first, _) => takes_away(first),
        Finding::Limit { .. } | Finding::Behind { .. } | Finding::Differ { .. } | Finding::Held { .. } => 0,
    };
    findings.iter().map(of_one).max().unwrap_or(0)
}

/// Both at once, where both can be read.
fn both(one: Option<Vec<Finding>>, other: Option<Vec<Finding>>) -> Option<Vec<Finding>> {
    let (mut findings, other) = (one?, other?);
    findings.extend(other);
    Some(findings)
}

/// Whether an expression is true or false, rather than a value that is compared.
fn is_condition(expression: &Expr) -> bool {
    match expression {
        Expr::Nested(inner) => is_condition(inner),
        Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::InList { .. } | Expr::Between { .. } | Expr::AnyOp { .. } => true,
        Expr::UnaryOp { op, .. } => *op == UnaryOperator::Not,
        Expr::BinaryOp { op, .. } => matches!(
            op,
            BinaryOperator::And
                | BinaryOperator::Or
                | BinaryOperator::Eq
                | BinaryOperator::NotEq
                | BinaryOperator::Lt
                | BinaryOperator::LtEq
                | BinaryOperator::Gt
                | BinaryOperator::GtEq
        ),
        _ => false,
    }
}

pub(super) fn name_of(function: &Function) -> String {
    function.name.to_string().to_ascii_lowercase()
}

/// The first argument of a function.
pub(super) fn argument(function: &Function) -> Option<&Expr> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::limits::LetterCase;

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
        let mut findings = found(sql).unwrap_or_else(|| panic!("{sql} is not understood"));
        while let [Finding::Either(first, _)] = &findings[..] {
            findings = first.clone();
        }
        match &findings[..] {
            [Finding::Limit { limits, .. }] => limits.clone(),
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
    fn conditions_are_negated_and_compared() {
        let opposite = Some(vec![Finding::Either(
            vec![Finding::Limit { column: 0, limits: Limits { max: Some(0.0), ..Limits::default() } }],
            vec![Finding::Limit { column: 1, limits: Limits { excluded: vec!["a".into()], ..Limits::default() } }],
        )]);
        assert_eq!(found("NOT (amount > 0 AND status = 'a')"), opposite);
        assert_eq!(found("NOT (NOT amount = 5)"), found("amount = 5"));
        // Both have a value rather than neither.
        let better = |sql: &str| match found(sql).as_deref() {
            Some([Finding::Either(first, _)]) => first.clone(),
            other => panic!("{sql}: {other:?}"),
        };
        let first = better("(start IS NULL) = (\"end\" IS NULL)");
        assert!(first.iter().all(|finding| matches!(finding, Finding::Limit { limits, .. } if limits.not_null)));
        let first = better("(start IS NULL) <> (\"end\" IS NULL)");
        let nulls = first.iter().filter(|it| matches!(it, Finding::Limit { limits, .. } if limits.always_null));
        assert_eq!(nulls.count(), 1);
        assert_eq!(found("start IS DISTINCT FROM \"end\""), found("start <> \"end\""));
        assert_eq!(limits("status <> ALL (ARRAY['x'::text, 'y'::text])").excluded, ["x", "y"]);
    }

    #[test]
    fn columns_are_held_against_what_others_amount_to() {
        let held = |sql: &str| match found(sql).as_deref() {
            Some([Finding::Held { column, side, by, expression }]) => (*column, *side, *by, expression.text.clone()),
            other => panic!("{sql}: {other:?}"),
        };
        assert_eq!(held("\"end\" >= start + 30"), (3, Side::AtLeast, 0.0, "start + 30".into()));
        assert_eq!(held("start + 30 > \"end\""), (3, Side::AtMost, 1.0, "start + 30".into()));
        assert_eq!(found("start = start + 1"), None);
        assert_eq!(found("start < start / 2 + \"end\""), None, "engines divide whole numbers in their own ways");
    }

    #[test]
    fn numbers_texts_and_documents_are_read() {
        assert_eq!(limits("amount % 15 = 0").multiple_of, Some(15));
        assert_eq!(limits("abs(amount) <= 9").min, Some(-9.0));
        assert_eq!(limits("note = upper(note)").letter_case, Some(LetterCase::Upper));
        assert_eq!(limits("note ? 'source'").json_keys, ["source"]);
        assert!(limits("jsonb_typeof(note) = 'array'").is_json_list);
        let two = found("num_nonnulls(start, \"end\") = 1").unwrap();
        assert!(matches!(&two[..], [Finding::Limit { limits: a, .. }, Finding::Limit { limits: b, .. }]
            if a.not_null && b.always_null));
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        assert_eq!(found("amount % 7 = 3"), None);
        assert_eq!(found("amount > 0 AND my_function(status)"), None);
    }
}
