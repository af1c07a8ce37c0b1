//! The value of an expression in one row.

use super::{Expression, Function, Operator, Tree};
use std::cmp::Ordering;

/// One value. Days and moments are numbers of days from 1970-01-01.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Null,
    Truth(bool),
    Number(f64),
    Text(String),
}

impl Scalar {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Null => None,
            Self::Truth(truth) => Some(f64::from(u8::from(*truth))),
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }

    pub fn text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Truth(truth) => Some(truth.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.clone()),
        }
    }

    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            Self::Null | Self::Number(_) | Self::Text(_) => self.number().map(|number| number != 0.0),
        }
    }

    /// Nothing, not a number and infinity are all NULL.
    fn of(number: Option<f64>) -> Self {
        number.filter(|number| number.is_finite()).map_or(Self::Null, Self::Number)
    }

    fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (a, b) => compared(a.number()?, b.number()?),
        }
    }
}

/// Numbers closer than any two of a column are one: sums of decimal fractions are not exact in binary ones.
fn compared(a: f64, b: f64) -> Option<Ordering> {
    let is_same = (a - b).abs() <= 1e-13 * a.abs().max(b.abs());
    if is_same { Some(Ordering::Equal) } else { a.partial_cmp(&b) }
}

/// The value of a column of the expression, by its place.
type Row<'a> = &'a dyn Fn(usize) -> Scalar;

impl Expression {
    pub fn value(&self, row: Row<'_>) -> Scalar {
        value(&self.tree, row)
    }
}

fn value(tree: &Tree, row: Row<'_>) -> Scalar {
    match tree {
        Tree::Literal(literal) => literal.clone(),
        Tree::Column(at) => row(*at),
        Tree::Binary(operator, left, right) => binary(*operator, &value(left, row), &value(right, row)),
        Tree::Not(inner) => value(inner, row).truth().map_or(Scalar::Null, |truth| Scalar::Truth(!truth)),
        Tree::IsNull(inner) => Scalar::Truth(value(inner, row) == Scalar::Null),
        Tree::Case(cases, otherwise) => {
            let found = cases.iter().find(|(condition, _)| value(condition, row).truth() == Some(true));
            found.map_or_else(|| value(otherwise, row), |(_, result)| value(result, row))
        }
        Tree::Call(function, arguments) => {
            let arguments: Vec<Scalar> = arguments.iter().map(|argument| value(argument, row)).collect();
            call(*function, &arguments)
        }
    }
}

fn binary(operator: Operator, left: &Scalar, right: &Scalar) -> Scalar {
    let numbers = |compute: fn(f64, f64) -> f64| {
        Scalar::of(left.number().zip(right.number()).map(|(left, right)| compute(left, right)))
    };
    let compared = |holds: fn(Ordering) -> bool| {
        left.compare(right).map_or(Scalar::Null, |ordering| Scalar::Truth(holds(ordering)))
    };
    match operator {
        Operator::Add => numbers(|a, b| a + b),
        Operator::Subtract => numbers(|a, b| a - b),
        Operator::Multiply => numbers(|a, b| a * b),
        Operator::Divide => numbers(|a, b| a / b),
        Operator::Remainder => numbers(|a, b| a % b),
        Operator::Concatenate => {
            left.text().zip(right.text()).map_or(Scalar::Null, |(left, right)| Scalar::Text(left + &right))
        }
        Operator::Equal => compared(Ordering::is_eq),
        Operator::Different => compared(Ordering::is_ne),
        Operator::Less => compared(Ordering::is_lt),
        Operator::LessOrEqual => compared(Ordering::is_le),
        Operator::Greater => compared(Ordering::is_gt),
        Operator::GreaterOrEqual => compared(Ordering::is_ge),
        // Three values, as in SQL: what decides does so whatever is unknown.
        Operator::And => match (left.truth(), right.truth()) {
            (Some(false), _) | (_, Some(false)) => Scalar::Truth(false),
            (Some(true), Some(true)) => Scalar::Truth(true),
            (None, _) | (_, None) => Scalar::Null,
        },
        Operator::Or => match (left.truth(), right.truth()) {
            (Some(true), _) | (_, Some(true)) => Scalar::Truth(true),
            (Some(false), Some(false)) => Scalar::Truth(false),
            (None, _) | (_, None) => Scalar::Null,
        },
    }
}

fn call(function: Function, arguments: &[Scalar]) -> Scalar {
    let number = |at: usize| arguments.get(at).and_then(Scalar::number);
    let of_text =
        |change: fn(&str) -> String| arguments[0].text().map_or(Scalar::Null, |text| Scalar::Text(change(&text)));
    let known = || arguments.iter().filter(|argument| **argument != Scalar::Null);
    match function {
        Function::Round => {
            let unit = 10_f64.powf(number(1).unwrap_or(0.0));
            Scalar::of(number(0).map(|number| (number * unit).round() / unit))
        }
        Function::Floor => Scalar::of(number(0).map(f64::floor)),
        Function::Ceil => Scalar::of(number(0).map(f64::ceil)),
        Function::Abs => Scalar::of(number(0).map(f64::abs)),
        Function::Least => Scalar::of(known().filter_map(Scalar::number).reduce(f64::min)),
        Function::Greatest => Scalar::of(known().filter_map(Scalar::number).reduce(f64::max)),
        Function::Coalesce => known().next().cloned().unwrap_or(Scalar::Null),
        Function::Upper => of_text(str::to_uppercase),
        Function::Lower => of_text(str::to_lowercase),
        Function::Length => Scalar::of(arguments[0].text().map(|text| text.chars().count() as f64)),
        Function::Substr => {
            let Some((text, from)) = arguments[0].text().zip(number(1)) else { return Scalar::Null };
            let count = number(2).map_or(usize::MAX, |count| count.max(0.0) as usize);
            Scalar::Text(text.chars().skip((from - 1.0).max(0.0) as usize).take(count).collect())
        }
    }
}
