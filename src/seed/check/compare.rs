//! Comparisons of a check: with constants, between columns, and with what several columns amount to.

use super::constant::{number, text};
use super::pattern::like;
use super::read::{Finding, Operand, Reader, Side, argument, name_of};
use crate::seed::expression::Expression;
use crate::seed::limits::{LetterCase, Limits};
use crate::seed::shape::Shape;
use sqlparser::ast::{BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

impl Reader<'_> {
    pub(super) fn comparison(&self, left: &Expr, operator: &BinaryOperator, right: &Expr) -> Option<Vec<Finding>> {
        if let (Some(a), Some(b)) = (self.column(left), self.column(right)) {
            if a == b {
                return self.letter_case(a, (left, right), operator);
            }
            return self.between_columns(a, operator, b);
        }
        if let Some(findings) = self.remainder(left, operator, right).or_else(|| self.said_of(left, operator, right)) {
            return Some(findings);
        }
        let Some(operand) = self.operand(left) else {
            return self.operand(right).and_then(|_| self.comparison(right, &swapped(operator)?, left));
        };
        match (operand, operator) {
            (Operand::Column(_), BinaryOperator::PGRegexMatch | BinaryOperator::PGRegexIMatch) => {
                self.pattern(left, &text(right)?)
            }
            (Operand::Column(_), BinaryOperator::PGLikeMatch) => self.pattern(left, &like(&text(right)?)),
            (Operand::Column(column), operator) => {
                self.bound(column, operator, right).or_else(|| self.held(column, operator, right))
            }
            (Operand::Length(column), operator) => self.length(column, operator, right),
            (Operand::Distance(column), operator) => self.distance(column, operator, right),
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
        let has_distances = shape.is_number() || shape.is_moment() || *shape == Shape::Time;
        if !has_distances && !shape.is_text() || !same_kind {
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

    /// A column on one side, and on the other an expression over other columns of the row.
    fn held(&self, column: usize, operator: &BinaryOperator, other: &Expr) -> Option<Vec<Finding>> {
        let shape = &self.columns.shapes[column];
        let expression = Expression::of_part(other)?;
        let own = self.columns.names[column];
        let is_over_others = !expression.columns.is_empty()
            && expression.columns.iter().all(|name| self.place(name.as_str()).is_some() && name != own);
        if !is_over_others || !(shape.is_number() || shape.is_moment()) {
            return None;
        }
        let (side, is_strict) = match operator {
            BinaryOperator::Gt => (Side::AtLeast, true),
            BinaryOperator::GtEq => (Side::AtLeast, false),
            BinaryOperator::Lt => (Side::AtMost, true),
            BinaryOperator::LtEq => (Side::AtMost, false),
            BinaryOperator::Eq => (Side::Equal, false),
            _ => return None,
        };
        let by = if is_strict { step(shape) } else { 0.0 };
        Some(vec![Finding::Held { column, side, by, expression }])
    }

    /// `abs(latitude) <= 90`
    fn distance(&self, column: usize, operator: &BinaryOperator, constant: &Expr) -> Option<Vec<Finding>> {
        let shape = &self.columns.shapes[column];
        let number = number(constant, shape, self.columns.today)?;
        let limits = match operator {
            BinaryOperator::Lt => {
                Limits { min: Some(step(shape) - number), max: Some(number - step(shape)), ..Limits::default() }
            }
            BinaryOperator::LtEq => Limits { min: Some(-number), max: Some(number), ..Limits::default() },
            BinaryOperator::Gt => Limits { min: Some(number + step(shape)), ..Limits::default() },
            BinaryOperator::GtEq => Limits { min: Some(number), ..Limits::default() },
            _ => return None,
        };
        self.limit(column, limits)
    }

    /// `minutes % 15 = 0`
    fn remainder(&self, left: &Expr, operator: &BinaryOperator, right: &Expr) -> Option<Vec<Finding>> {
        let (column, by) = match left {
            Expr::Nested(inner) => return self.remainder(inner, operator, right),
            Expr::BinaryOp { left, op: BinaryOperator::Modulo, right } => (self.column(left)?, text(right)?),
            Expr::Function(function) if name_of(function) == "mod" => match &arguments(function)[..] {
                [column, by] => (self.column(column)?, text(by)?),
                _ => return None,
            },
            _ => return None,
        };
        let is_even = *operator == BinaryOperator::Eq && text(right)?.parse() == Ok(0.0);
        let multiple_of = by.parse().ok().filter(|by| *by > 0 && is_even && self.columns.shapes[column].is_number())?;
        self.limit(column, Limits { multiple_of: Some(multiple_of), ..Limits::default() })
    }

    /// Functions that say something of a column by a word or a number.
    fn said_of(&self, left: &Expr, operator: &BinaryOperator, right: &Expr) -> Option<Vec<Finding>> {
        let function = match left {
            Expr::Nested(inner) => return self.said_of(inner, operator, right),
            Expr::Function(function) => function,
            _ => return None,
        };
        let word = text(right)?;
        match name_of(function).as_str() {
            "jsonb_typeof" | "json_typeof" | "json_type" if *operator == BinaryOperator::Eq => {
                let is_json_list = match word.to_ascii_lowercase().as_str() {
                    "object" => false,
                    "array" => true,
                    _ => return None,
                };
                let limits = Limits { is_json: true, is_json_list, ..Limits::default() };
                self.limit(self.column(argument(function)?)?, limits)
            }
            "num_nonnulls" => self.how_many_values(function, operator, word.parse().ok()?),
            _ => None,
        }
    }

    /// The first ones have values, and the others none.
    fn how_many_values(&self, function: &Function, operator: &BinaryOperator, count: usize) -> Option<Vec<Finding>> {
        let columns: Vec<usize> =
            arguments(function).into_iter().map(|argument| self.column(argument)).collect::<Option<_>>()?;
        let (filled, others_are_empty) = match operator {
            BinaryOperator::Eq => (count, true),
            BinaryOperator::GtEq => (count, false),
            BinaryOperator::Gt => (count + 1, false),
            BinaryOperator::LtEq => (0, count < columns.len()),
            _ => return None,
        };
        let kept = if filled == 0 { count } else { filled };
        let mut findings = Vec::new();
        for (at, column) in columns.into_iter().enumerate() {
            if at < filled {
                findings.push(Finding::Limit { column, limits: Limits { not_null: true, ..Limits::default() } });
            } else if at >= kept && others_are_empty {
                findings.push(Finding::Limit { column, limits: Limits { always_null: true, ..Limits::default() } });
            }
        }
        Some(findings)
    }

    /// `code = upper(code)`
    fn letter_case(
        &self,
        column: usize,
        (left, right): (&Expr, &Expr),
        operator: &BinaryOperator,
    ) -> Option<Vec<Finding>> {
        let letter_case = match (changed_case(left), changed_case(right)) {
            (Some(one), None) | (None, Some(one)) if *operator == BinaryOperator::Eq => one,
            _ => return None,
        };
        self.limit(column, Limits { letter_case: Some(letter_case), ..Limits::default() })
    }
}

/// The letter case that a function around a column leaves.
fn changed_case(expression: &Expr) -> Option<LetterCase> {
    match expression {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => changed_case(inner),
        Expr::Function(function) => match name_of(function).as_str() {
            "upper" => Some(LetterCase::Upper),
            "lower" => Some(LetterCase::Lower),
            _ => None,
        },
        _ => None,
    }
}

/// The operator with its sides exchanged.
fn swapped(operator: &BinaryOperator) -> Option<BinaryOperator> {
    Some(match operator {
        BinaryOperator::Lt => BinaryOperator::Gt,
        BinaryOperator::LtEq => BinaryOperator::GtEq,
        BinaryOperator::Gt => BinaryOperator::Lt,
        BinaryOperator::GtEq => BinaryOperator::LtEq,
        BinaryOperator::Eq => BinaryOperator::Eq,
        BinaryOperator::NotEq => BinaryOperator::NotEq,
        _ => return None,
    })
}

/// All arguments of a function that are expressions.
fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    let expression = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expression)) => Some(expression),
        _ => None,
    };
    list.args.iter().filter_map(expression).collect()
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
