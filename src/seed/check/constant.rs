//! Expressions without columns, as the number or the text they stand for.

use crate::seed::civil::{Civil, DAY};
use crate::seed::shape::Shape;
use chrono::{NaiveDate, NaiveDateTime};
use sqlparser::ast::{BinaryOperator, DateTimeField, Expr, UnaryOperator, Value};

/// The text of a literal, without casts around it.
pub(super) fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => text(inner),
        Expr::TypedString(typed) => typed.value.value.clone().into_string(),
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => text(expr).map(|number| format!("-{number}")),
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => Some(number.to_string()),
            Value::Boolean(truth) => Some(if *truth { "true" } else { "false" }.to_owned()),
            other => other.clone().into_string(),
        },
        _ => None,
    }
}

/// The number of a constant in the units that limits of the shape have: dates in days, moments in microseconds, others as they are.
pub(super) fn number(expression: &Expr, shape: &Shape, today: i32) -> Option<f64> {
    match expression {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => number(inner, shape, today),
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => number(expr, shape, today).map(|number| -number),
        Expr::BinaryOp { left, op, right } if shape.is_moment() => {
            let (days, span) = (number(left, shape, today)?, days(right)?);
            let unit = if *shape == Shape::Date { 1.0 } else { DAY as f64 };
            match op {
                BinaryOperator::Plus => Some(days + span * unit),
                BinaryOperator::Minus => Some(days - span * unit),
                _ => None,
            }
        }
        Expr::BinaryOp { left, op, right } => {
            let (left, right) = (number(left, shape, today)?, number(right, shape, today)?);
            match op {
                BinaryOperator::Plus => Some(left + right),
                BinaryOperator::Minus => Some(left - right),
                BinaryOperator::Multiply => Some(left * right),
                BinaryOperator::Divide if right != 0.0 => Some(left / right),
                _ => None,
            }
        }
        Expr::Function(_) | Expr::Identifier(_) if shape.is_moment() && is_now(expression) => {
            Some(if *shape == Shape::Date { f64::from(today) } else { f64::from(today) * DAY as f64 })
        }
        other => parse(&text(other)?, shape),
    }
}

/// A text in the units of the shape.
pub fn parse(text: &str, shape: &Shape) -> Option<f64> {
    if !shape.is_moment() {
        return text.trim().parse().ok();
    }
    let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    let moment = text.get(..19).and_then(|text| {
        let text = text.replace('T', " ");
        NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok()
    });
    match (shape, moment, day) {
        (Shape::Timestamp, Some(moment), _) => Some(moment.and_utc().timestamp_micros() as f64),
        (Shape::Timestamp, None, Some(day)) => Some(f64::from(days_of(day)) * DAY as f64),
        (_, _, Some(day)) => Some(f64::from(days_of(day))),
        (_, _, None) => None,
    }
}

fn days_of(day: NaiveDate) -> i32 {
    use chrono::Datelike as _;
    Civil::new(day.year(), day.month(), day.day()).days()
}

/// Words for the present moment. Values are checked against the fixed day that counts as today, which is not later.
fn is_now(expression: &Expr) -> bool {
    let name = match expression {
        Expr::Function(function) => function.name.to_string(),
        Expr::Identifier(name) => name.value.clone(),
        _ => return false,
    };
    let words =
        ["now", "current_date", "current_timestamp", "localtimestamp", "curdate", "getdate", "transaction_timestamp"];
    words.contains(&name.to_ascii_lowercase().as_str())
}

/// A span of time in days: an interval, or a number of days.
fn days(expression: &Expr) -> Option<f64> {
    match expression {
        Expr::Nested(inner) => days(inner),
        Expr::Interval(interval) => {
            let unit = interval.leading_field.as_ref().map(DateTimeField::to_string);
            span(&text(&interval.value)?, unit.as_deref())
        }
        Expr::Cast { expr, .. } => span(&text(expr)?, None),
        other => text(other)?.parse().ok(),
    }
}

/// `18 years`, `1 day`, `01:00:00`; or a number with its unit apart.
fn span(text: &str, unit: Option<&str>) -> Option<f64> {
    let mut words = text.split_whitespace();
    let count: f64 = words.next()?.parse().ok()?;
    let unit = unit.or_else(|| words.next())?.to_ascii_lowercase();
    let days = match unit.trim_end_matches('s') {
        "year" => 365.25,
        "mon" | "month" => 30.5,
        "week" => 7.0,
        "day" => 1.0,
        "hour" => 1.0 / 24.0,
        _ => return None,
    };
    Some(count * days)
}
