//! From a recipe to a generator, within what the column's type and checks allow.

use crate::model::Name;
use crate::seed::batch::{Strings, Values};
use crate::seed::check::parse;
use crate::seed::civil::DAY;
use crate::seed::distribution::Distribution;
use crate::seed::generator::{
    Array, Binary, Cased, Choice, Clock, Code, Constant, Flag, Generator, Json, Moment, Multiple, Number, Pattern,
    Sequence, Spelled, Spread, Template, Typed, Uuid, Words,
};
use crate::seed::infer;
use crate::seed::limits::Limits;
use crate::seed::locale::Locale;
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;
use crate::seed::share::Shares;
use crate::seed::stream::Stream;

/// A column whose values are to be made.
#[derive(Clone, Debug)]
pub(super) struct Subject<'a> {
    pub name: &'a Name,
    pub shape: &'a Shape,
    pub recipe: &'a Recipe,
    pub limits: &'a Limits,
    /// The column's own random numbers.
    pub stream: Stream,
    /// What numbers and words with weights are made from.
    pub shares: Shares,
    /// Whether words come in their order, since a column correlates.
    pub is_ordered: bool,
    /// Those that all columns of a row share which tell of one person or company.
    pub row_stream: Stream,
    pub locale: &'static Locale,
    pub today: i32,
    pub rows: u64,
}

/// Texts of which nothing is known have so many characters at most.
const USUAL_LENGTH: usize = 60;
const USUAL_BYTES: u32 = 16;
/// No text that is made is shorter.
const SHORTEST: u32 = 1;

pub(super) fn generator(subject: &Subject<'_>) -> Box<dyn Generator> {
    narrowed(subject, unnarrowed(subject))
}

/// What checks say of the form of numbers and texts.
pub(super) fn narrowed(subject: &Subject<'_>, mut inner: Box<dyn Generator>) -> Box<dyn Generator> {
    if let Some(of) = subject.limits.multiple_of {
        inner = Box::new(Multiple { inner, of, bounds: number_bounds(subject) });
    }
    if let Some(letter_case) = subject.limits.letter_case {
        inner = Box::new(Cased { inner, letter_case });
    }
    inner
}

/// Documents as checks want them.
pub(super) fn json(subject: &Subject<'_>) -> Box<dyn Generator> {
    let Limits { is_json_list, json_keys, .. } = subject.limits;
    Box::new(Json { stream: subject.stream, is_list: *is_json_list, keys: json_keys.clone() })
}

/// How many bytes a value has, where nothing says more than its type and its checks.
pub(super) fn byte_count(subject: &Subject<'_>, longest: Option<u32>) -> usize {
    let Limits { min_length, max_length, .. } = subject.limits;
    let most = longest.into_iter().chain(*max_length).min();
    most.unwrap_or(USUAL_BYTES).min(USUAL_BYTES).max(min_length.unwrap_or(0)) as usize
}

fn unnarrowed(subject: &Subject<'_>) -> Box<dyn Generator> {
    let Subject { shape, recipe, stream, .. } = *subject;
    if !subject.limits.allowed.is_empty() {
        return allowed(subject);
    }
    if let Some(generator) = constant(subject) {
        return generator;
    }
    match shape {
        Shape::Boolean => {
            let share = if let Recipe::Flag(share) = recipe { *share } else { 0.5 };
            Box::new(Flag::Random { stream, share })
        }
        Shape::Integer { .. } | Shape::Decimal { .. } | Shape::Float => number(subject),
        Shape::Text { longest, fixed } => text(subject, *longest, *fixed),
        Shape::Choice(words) => match recipe {
            Recipe::Choice(weighted) => Box::new(choice(subject, weighted.clone())),
            _ => Box::new(choice(subject, words.iter().map(|word| (word.clone(), 1.0)).collect())),
        },
        Shape::Date | Shape::Timestamp => moment(subject),
        Shape::Time => Box::new(Clock { stream, end: end_of_times(subject.limits) }),
        Shape::Uuid => Box::new(Uuid::new(stream)),
        Shape::Bytes { longest } => Box::new(Binary { stream, length: byte_count(subject, *longest) }),
        Shape::Json => json(subject),
        Shape::Interval => Box::new(Choice::even(INTERVALS.map(str::to_owned).to_vec(), stream)),
        Shape::Array(element) => {
            let element = |name| {
                let stream = stream.named(name);
                generator(&Subject { shape: element, stream, shares: Shares::Own(stream), ..subject.clone() })
            };
            Box::new(Array { elements: vec![element("first"), element("second")], brackets: *b"{}" })
        }
        Shape::Spelled(spelling) => Box::new(Spelled { spelling: *spelling, stream: Some(stream) }),
        Shape::Composite(attributes) => {
            let elements = attributes.iter().enumerate().map(|(at, shape)| {
                let stream = stream.named(&at.to_string());
                let shares = Shares::Own(stream);
                generator(&Subject { shape, recipe: &Recipe::Any, stream, shares, ..subject.clone() })
            });
            Box::new(Array { elements: elements.collect(), brackets: *b"()" })
        }
    }
}

const INTERVALS: [&str; 6] = ["1 hour", "90 minutes", "1 day", "3 days", "2 weeks", "1 month"];

/// One of the few values that a check leaves.
fn allowed(subject: &Subject<'_>) -> Box<dyn Generator> {
    let Subject { shape, limits, .. } = *subject;
    let words = limits.allowed.iter().filter(|word| !limits.excluded.contains(word));
    let weight = |word: &String| match subject.recipe {
        Recipe::Choice(weighted) => weighted.iter().find(|(other, _)| other == word).map(|(_, weight)| *weight),
        _ => None,
    };
    let weighted: Vec<(String, f64)> = words.map(|word| (word.clone(), weight(word).unwrap_or(1.0))).collect();
    let choice = choice(subject, weighted);
    if shape.is_text() || matches!(shape, Shape::Choice(_) | Shape::Spelled(_)) {
        return Box::new(choice);
    }
    Box::new(Typed { choice, shape: shape.clone() })
}

/// Words by their weights; in order where a column correlates.
fn choice(subject: &Subject<'_>, weighted: Vec<(String, f64)>) -> Choice {
    if subject.is_ordered {
        Choice::ordered(weighted, subject.shares.clone())
    } else {
        Choice::weighted(weighted, subject.stream)
    }
}

/// Always the same value.
fn constant(subject: &Subject<'_>) -> Option<Box<dyn Generator>> {
    let Recipe::Constant(text) = subject.recipe else { return None };
    let moment = || parse(text, subject.shape);
    Some(match subject.shape {
        Shape::Integer { .. } | Shape::Decimal { .. } | Shape::Float | Shape::Boolean => {
            Box::new(Typed { choice: Choice::in_order(vec![text.clone()]), shape: subject.shape.clone() })
        }
        Shape::Date => Box::new(Constant::new(Values::Dates(vec![moment()? as i32]))),
        Shape::Timestamp => Box::new(Constant::new(Values::Timestamps(vec![moment()? as i64]))),
        Shape::Text { .. } | Shape::Choice(_) | Shape::Spelled(_) | Shape::Json | Shape::Interval => {
            let mut value = Strings::default();
            value.push(text.as_bytes());
            Box::new(Constant::new(Values::Texts(value)))
        }
        Shape::Time | Shape::Uuid | Shape::Bytes { .. } | Shape::Array(_) | Shape::Composite(_) => return None,
    })
}

/// What the type of the column and its checks leave of the numbers.
pub(super) fn number_bounds(subject: &Subject<'_>) -> (f64, f64) {
    let (least, most) = match subject.shape {
        Shape::Integer { min, max } => (*min as f64, *max as f64),
        Shape::Decimal { precision, scale } => {
            let most = (10_f64.powi(*precision as i32) - 1.0) / 10_f64.powi(*scale as i32);
            (-most, most)
        }
        _ => (-1e12, 1e12),
    };
    (subject.limits.min.unwrap_or(least).max(least), subject.limits.max.unwrap_or(most).min(most))
}

/// The pattern of a check, with texts that are as long as they have to be.
pub(super) fn limited_pattern(limits: &Limits, longest: Option<u32>, stream: Option<Stream>) -> Option<Pattern> {
    let pattern = limits.pattern.as_deref()?;
    let fitted = limits.min_length.map(|shortest| with_length(pattern, (shortest, longest.unwrap_or(shortest))));
    Pattern::new(fitted.flatten().as_deref().unwrap_or(pattern), stream)
}

/// A pattern whose last part comes again and again, as often as makes so many characters; `None` for others.
fn with_length(pattern: &str, (shortest, longest): (u32, u32)) -> Option<String> {
    let (head, least) = match pattern.strip_suffix('$').unwrap_or(pattern) {
        it if it.ends_with('*') => (it.strip_suffix('*')?, 0),
        it if it.ends_with('+') => (it.strip_suffix('+')?, 1),
        _ => return None,
    };
    let once = u32::try_from(regex_syntax::parse(head).ok()?.properties().minimum_len()?).ok()?;
    // The head has the last part once.
    let others = once.saturating_sub(1);
    let (from, to) = (shortest.saturating_sub(others).max(least), longest.checked_sub(others)?);
    Some(format!("{head}{{{from},{to}}}$"))
}

/// The time of day before which times are, in seconds from midnight.
pub(super) fn end_of_times(limits: &Limits) -> u64 {
    const SECONDS: f64 = 86_400.0;
    limits.max.map_or(SECONDS, |max| (max / 1e6).clamp(1.0, SECONDS)) as u64
}

fn number(subject: &Subject<'_>) -> Box<dyn Generator> {
    let Subject { shape, recipe, limits, .. } = *subject;
    if let Recipe::Sequence { start, step } = recipe {
        return Box::new(Sequence { shape: shape.clone(), start: *start, step: *step });
    }
    if let Recipe::Choice(weighted) = recipe {
        return Box::new(Typed { choice: choice(subject, weighted.clone()), shape: shape.clone() });
    }
    let bounded = limits.min.is_some() || limits.max.is_some();
    let (least, most) = number_bounds(subject);
    let distribution = match recipe {
        Recipe::Number(distribution) => distribution.clone(),
        _ => Distribution::Uniform { min: 1.0, max: 1_000.0 },
    };
    // Amounts are not negative where nothing says so.
    let quantile = distribution.quantile();
    let floor = if limits.min.is_none() && quantile.at(0.001) >= 0.0 { least.max(0.0) } else { least };
    let (low, high) = (quantile.at(0.01), quantile.at(0.99));
    let is_outside = high <= floor || low >= most || (bounded && (high - low) > 20.0 * (most - floor));
    let distribution = match distribution {
        // Where the usual values are not allowed, any that are will do.
        _ if is_outside => {
            let end = if most >= 1e9 { floor + 1_000.0 } else { most };
            Distribution::Uniform { min: floor, max: end.min(most) }
        }
        Distribution::Uniform { min, max } => Distribution::Uniform { min: min.max(floor), max: max.min(most) },
        other => other,
    };
    let bounds = match distribution {
        Distribution::Uniform { min, max } => (min, max),
        _ => (floor, most),
    };
    Box::new(Number::new(shape.clone(), subject.shares.clone(), &distribution, bounds))
}

fn text(subject: &Subject<'_>, longest: Option<u32>, fixed: bool) -> Box<dyn Generator> {
    let Subject { recipe, limits, stream, .. } = *subject;
    let longest = longest.into_iter().chain(limits.max_length).min();
    let room = longest.map_or(usize::MAX, |longest| longest as usize);
    if let Some(pattern) = limited_pattern(limits, longest, Some(stream)) {
        return Box::new(pattern);
    }
    if let Recipe::Pattern(pattern) = recipe
        && let Some(pattern) = Pattern::new(pattern, Some(stream))
    {
        return Box::new(pattern);
    }
    if limits.is_json {
        return json(subject);
    }
    let suits = |length: u32| match recipe {
        Recipe::Choice(words) => words.iter().all(|(word, _)| word.chars().count() >= length as usize),
        _ => false,
    };
    if let Some(length) = limits.min_length.filter(|length| *length > SHORTEST && !suits(*length)) {
        return Box::new(Code::fixed(length));
    }
    if let (true, Some(length)) = (fixed, longest)
        && !matches!(recipe, Recipe::Choice(_) | Recipe::Fake(_))
    {
        return Box::new(Code::fixed(length.min(12)));
    }
    match recipe {
        Recipe::Choice(weighted) => Box::new(choice(subject, weighted.clone())),
        Recipe::Fake(topic) => {
            let parts = topic.parts(subject.locale, false);
            Box::new(Template { stream: subject.row_stream, parts, longest: room })
        }
        Recipe::Code { prefix } => Box::new(Code::new(prefix, longest)),
        _ => Box::new(Words { stream, longest: room.min(USUAL_LENGTH) }),
    }
}

fn moment(subject: &Subject<'_>) -> Box<dyn Generator> {
    let Subject { shape, recipe, limits, stream, today, .. } = *subject;
    let (first, end, spread) = match recipe {
        Recipe::Moment { first, end, spread } => (*first, *end, spread),
        _ => (today - infer::YEARS * 365, today, &Spread::Even),
    };
    let is_date = *shape == Shape::Date;
    let day = |bound: f64| if is_date { bound } else { bound / DAY as f64 };
    let least = limits.min.map(|bound| day(bound).ceil() as i32);
    // A moment of the last day itself would be too late.
    let most = limits.max.map(|bound| if is_date { day(bound).floor() as i32 + 1 } else { day(bound).floor() as i32 });
    let first = first.max(least.unwrap_or(first));
    let end = end.min(most.unwrap_or(end));
    let (first, end) = if first < end {
        (first, end)
    } else {
        // The usual time is not allowed: the year next to the bound.
        match (least, most) {
            (Some(least), Some(most)) => (least, most.max(least + 1)),
            (Some(least), None) => (least, least + 365),
            (None, Some(most)) => (most - 365, most),
            (None, None) => (first, first + 1),
        }
    };
    Box::new(Moment::new(stream, (first, end), spread, is_date))
}
