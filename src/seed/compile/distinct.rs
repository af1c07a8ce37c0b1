//! Generators that give each index a value of its own.

use super::generator::{Subject, byte_count, end_of_times, json, limited_pattern, narrowed};
use crate::seed::civil::DAY;
use crate::seed::generator::{Array, Binary, Choice, Code, Flag, Generator, Sequence, Spelled, Template, Typed, Uuid};
use crate::seed::infer;
use crate::seed::limits::Limits;
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;

/// A generator, and for how many indexes from 0 its values differ.
pub(super) struct Distinct {
    pub generator: Box<dyn Generator>,
    pub capacity: u64,
}

/// Room for the number of the row behind a text about something.
const ROOM_FOR_NUMBER: u32 = 40;

/// Microseconds between two moments at least.
const BETWEEN_MOMENTS: i64 = 1_000_000;

pub(super) fn distinct(subject: &Subject<'_>) -> Distinct {
    let Distinct { generator, capacity } = unnarrowed(subject);
    // Numbers are multiples already: rounded, two of them could become one.
    let Subject { limits, .. } = *subject;
    let limits = Limits { multiple_of: None, ..limits.clone() };
    Distinct { generator: narrowed(&Subject { limits: &limits, ..subject.clone() }, generator), capacity }
}

fn unnarrowed(subject: &Subject<'_>) -> Distinct {
    let Subject { shape, stream, .. } = *subject;
    let unlimited = |generator: Box<dyn Generator>| Distinct { generator, capacity: u64::MAX };
    let allowed: Vec<String> =
        subject.limits.allowed.iter().filter(|word| !subject.limits.excluded.contains(word)).cloned().collect();
    if !allowed.is_empty() {
        let capacity = allowed.len() as u64;
        let choice = Choice::in_order(allowed);
        return Distinct { generator: Box::new(Typed { choice, shape: shape.clone() }), capacity };
    }
    match shape {
        Shape::Boolean => Distinct { generator: Box::new(Flag::InOrder), capacity: 2 },
        Shape::Integer { min, max } => {
            let (start, step) = match subject.recipe {
                Recipe::Sequence { start, step } => (*start, (*step).max(1)),
                _ => multiples(subject, whole(subject.limits.min).unwrap_or(1).max(*min)),
            };
            let end = whole(subject.limits.max).unwrap_or(*max).min(*max);
            let room = u64::try_from(i128::from(end) - i128::from(start)).unwrap_or(0);
            let capacity = if end < start { 0 } else { (room / step.unsigned_abs()).saturating_add(1) };
            Distinct { generator: sequence(shape, start, step), capacity }
        }
        Shape::Decimal { precision, scale } => {
            let start = whole(subject.limits.min).unwrap_or(1).max(1);
            Distinct {
                generator: sequence(shape, start, 1),
                capacity: 10_u64.pow(precision - scale).saturating_sub(start as u64),
            }
        }
        // Whole numbers that also 32 bits hold exactly.
        Shape::Float => Distinct { generator: sequence(shape, 1, 1), capacity: 1 << 24 },
        Shape::Text { longest, fixed } => text(subject, *longest, *fixed),
        Shape::Choice(words) => {
            Distinct { generator: Box::new(Choice::in_order(words.clone())), capacity: words.len() as u64 }
        }
        Shape::Date => {
            let first = match subject.recipe {
                Recipe::Moment { first, .. } => *first,
                _ => subject.today - 3_653,
            };
            let first = whole(subject.limits.min).unwrap_or_else(|| first.into());
            // A calendar of two hundred years is long enough.
            let end = whole(subject.limits.max).unwrap_or(first + 73_000);
            Distinct { generator: sequence(shape, first, 1), capacity: u64::try_from(end - first + 1).unwrap_or(0) }
        }
        Shape::Timestamp => unlimited(moments(subject)),
        Shape::Time => {
            Distinct { generator: sequence(shape, 0, BETWEEN_MOMENTS), capacity: end_of_times(subject.limits) }
        }
        Shape::Uuid => unlimited(Box::new(Uuid::new(stream))),
        Shape::Bytes { longest } => {
            let length = byte_count(subject, *longest);
            let capacity = if length >= 8 { u64::MAX } else { 1 << (8 * length) };
            Distinct { generator: Box::new(Binary { stream, length }), capacity }
        }
        Shape::Json => unlimited(json(subject)),
        Shape::Interval => Distinct { generator: Box::new(Code::around("", 9, " seconds")), capacity: 1_000_000_000 },
        Shape::Array(element) => {
            let Distinct { generator, capacity } = distinct(&Subject { shape: element, ..subject.clone() });
            Distinct { generator: Box::new(Array { elements: vec![generator], brackets: *b"{}" }), capacity }
        }
        Shape::Spelled(spelling) => {
            Distinct { generator: Box::new(Spelled { spelling: *spelling, stream: None }), capacity: 1 << 16 }
        }
        Shape::Composite(attributes) => {
            let each: Vec<Distinct> =
                attributes.iter().map(|shape| distinct(&Subject { shape, ..subject.clone() })).collect();
            let capacity = each.iter().map(|it| it.capacity).max().unwrap_or(1);
            let elements = each.into_iter().map(|it| it.generator).collect();
            Distinct { generator: Box::new(Array { elements, brackets: *b"()" }), capacity }
        }
    }
}

/// Where whole numbers begin, and how far one is from the next.
fn multiples(subject: &Subject<'_>, start: i64) -> (i64, i64) {
    let step = subject.limits.multiple_of.unwrap_or(1);
    (start.saturating_add((-start).rem_euclid(step)), step)
}

fn sequence(shape: &Shape, start: i64, step: i64) -> Box<dyn Generator> {
    Box::new(Sequence { shape: shape.clone(), start, step })
}

/// The bound as a whole number.
fn whole(bound: Option<f64>) -> Option<i64> {
    bound.map(|bound| bound.ceil() as i64)
}

/// Evenly over the years before today, in whole seconds: sorted, as a table of events is.
fn moments(subject: &Subject<'_>) -> Box<dyn Generator> {
    let span = i64::from(infer::YEARS * 365) * DAY;
    let between = span / i64::try_from(subject.rows.max(1)).unwrap_or(i64::MAX);
    let between = (between - between % BETWEEN_MOMENTS).clamp(BETWEEN_MOMENTS, DAY);
    sequence(subject.shape, i64::from(subject.today) * DAY - span, between)
}

fn text(subject: &Subject<'_>, longest: Option<u32>, fixed: bool) -> Distinct {
    let longest = longest.into_iter().chain(subject.limits.max_length).min();
    let room = longest.unwrap_or(u32::MAX);
    if let (Recipe::Fake(topic), true) = (subject.recipe, room >= ROOM_FOR_NUMBER) {
        let parts = topic.parts(subject.locale, true);
        let generator = Box::new(Template { stream: subject.row_stream, parts, longest: room as usize });
        return Distinct { generator, capacity: u64::MAX };
    }
    if let Some(pattern) = limited_pattern(subject.limits, longest, None) {
        let capacity = pattern.capacity();
        return Distinct { generator: Box::new(pattern), capacity };
    }
    let code = match (subject.recipe, longest) {
        (Recipe::Code { prefix }, _) => Code::new(prefix, longest),
        (_, Some(length)) if fixed => Code::fixed(length),
        _ if subject.limits.min_length.is_some_and(|length| length > 1) => {
            Code::fixed(subject.limits.min_length.unwrap_or(1))
        }
        _ => Code::new(&infer::prefix(&infer::words(subject.name.as_str())), longest),
    };
    let capacity = code.capacity();
    Distinct { generator: Box::new(code), capacity }
}
