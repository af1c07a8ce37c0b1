//! The generator of a column, from the keys of a profile.

use super::column::by_day;
use super::document::{
    AfterDocument, BetaDocument, GeneratorDocument, GeneratorKeys, GivenDocument, MomentsDocument, MomentsWord,
    PartDocument,
};
use super::load::Lowering;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::Table;
use crate::seed::distribution::{Distribution, check_weights};
use crate::seed::expression::Expression;
use crate::seed::generator::{Late, Pattern, Season, Spread};
use crate::seed::infer::YEARS;
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;
use crate::spec::read::{Keyed, Keyword, Spanned};

/// The one generator that is written, and where; two are an error.
pub(super) fn recipe(lowering: &mut Lowering<'_>, table: &Table, keys: &GeneratorKeys) -> Option<(Recipe, Span)> {
    let written = Written::all(keys);
    if let [first, second, ..] = &written[..] {
        let message = format!("two generators: `{}` and `{}`", first.key, second.key);
        lowering.reader.report(
            Diagnostic::error("two-generators", message)
                .at(second.span.clone(), "the second one")
                .at(first.span.clone(), "the first one")
                .help("leave one of them out; a mixture has several distributions with weights"),
        );
        return None;
    }
    let Written { key, span, .. } = written.into_iter().next()?;
    let recipe = match numbers(keys) {
        Some(Ok(distribution)) => checked(lowering, distribution, &span),
        Some(Err(())) => {
            let help = "parts of a mixture are distributions of numbers";
            lowering.error("wrong-value", format!("`{key}` holds something else than numbers"), &span, "in here", help);
            None
        }
        None => other(lowering, table, keys),
    };
    recipe.map(|recipe| (recipe, span))
}

/// A generator that was written.
struct Written {
    key: &'static str,
    span: Span,
}

impl Written {
    fn all(keys: &GeneratorKeys) -> Vec<Self> {
        let mut written = Vec::new();
        macro_rules! note {
            ($($key:ident),* $(,)?) => {
                $(if let Some(it) = &keys.$key {
                    written.push(Self { key: stringify!($key), span: it.span.clone() });
                })*
            };
        }
        note!(
            uniform,
            normal,
            lognormal,
            exponential,
            gamma,
            beta,
            zipf,
            pareto,
            poisson,
            histogram,
            quantiles,
            mixture,
            weighted,
            constant,
            sequence,
            pattern,
            expression,
            fake,
            sentence,
            code,
            flag,
            moments,
            calendar,
            after,
            given,
            any,
        );
        written
    }
}

/// The distribution that is written, if it is one; an error where a mixture has parts that are none.
fn numbers(keys: &GeneratorKeys) -> Option<Result<Distribution, ()>> {
    let simple = simple(keys);
    if let Some(distribution) = simple {
        return Some(Ok(distribution));
    }
    let parts = keys.mixture.as_ref()?;
    let part = |part: &PartDocument| match numbers(&part.generator) {
        Some(Ok(distribution)) => Ok((part.weight, distribution)),
        Some(Err(())) | None => Err(()),
    };
    Some(parts.value.iter().map(part).collect::<Result<_, _>>().map(Distribution::Mixture))
}

fn simple(keys: &GeneratorKeys) -> Option<Distribution> {
    if let Some(it) = &keys.uniform {
        return Some(Distribution::Uniform { min: it.value.min, max: it.value.max });
    }
    if let Some(it) = &keys.normal {
        return Some(Distribution::Normal { mean: it.value.mean, deviation: it.value.deviation });
    }
    if let Some(it) = &keys.lognormal {
        return Some(Distribution::LogNormal { median: it.value.median, sigma: it.value.sigma });
    }
    if let Some(it) = &keys.exponential {
        return Some(Distribution::Exponential { mean: it.value.mean });
    }
    if let Some(it) = &keys.gamma {
        return Some(Distribution::Gamma { shape: it.value.shape, scale: it.value.scale });
    }
    if let Some(it) = &keys.beta {
        let BetaDocument { alpha, beta, min, max } = it.value;
        return Some(Distribution::Beta { alpha, beta, min: min.unwrap_or(0.0), max: max.unwrap_or(1.0) });
    }
    if let Some(it) = &keys.zipf {
        // What is no count is refused when the parameters are checked.
        let count = u32::try_from(it.value.count).unwrap_or(0);
        return Some(Distribution::Zipf { exponent: it.value.exponent, count });
    }
    if let Some(it) = &keys.pareto {
        return Some(Distribution::Pareto { min: it.value.min, shape: it.value.shape });
    }
    if let Some(it) = &keys.poisson {
        return Some(Distribution::Poisson { mean: it.value.mean });
    }
    if let Some(it) = &keys.histogram {
        let (bounds, weights) = (it.value.bounds.clone(), it.value.weights.clone());
        return Some(Distribution::Histogram { bounds, weights });
    }
    keys.quantiles.as_ref().map(|it| Distribution::Quantiles(it.value.clone()))
}

fn checked(lowering: &mut Lowering<'_>, distribution: Distribution, span: &Span) -> Option<Recipe> {
    match distribution.check() {
        Ok(()) => Some(Recipe::Number(distribution)),
        Err(problem) => {
            lowering.error(
                "wrong-value",
                problem,
                span,
                "these parameters",
                "`dbx schema profile` tells what they mean",
            );
            None
        }
    }
}

/// Generators of other values than those of a distribution.
fn other(lowering: &mut Lowering<'_>, table: &Table, keys: &GeneratorKeys) -> Option<Recipe> {
    if let Some(weighted) = &keys.weighted {
        return choice(lowering, weighted);
    }
    if let Some(it) = &keys.constant {
        return Some(Recipe::Constant(it.value.clone()));
    }
    if let Some(it) = &keys.sequence {
        return Some(Recipe::Sequence { start: it.value.start.unwrap_or(1), step: it.value.step.unwrap_or(1) });
    }
    if let Some(it) = &keys.pattern {
        if Pattern::new(&it.value, None).is_none() {
            let message = format!("`{}` is not a regular expression that texts can be made of", it.value);
            lowering.error("wrong-value", message, &it.span, "this pattern", "such as [A-Z]{3}-[0-9]{4}");
            return None;
        }
        return Some(Recipe::Pattern(it.value.clone()));
    }
    if let Some(it) = &keys.expression {
        return expression(lowering, table, it);
    }
    if let Some(it) = &keys.fake {
        return Some(Recipe::Fake(it.value.0));
    }
    if keys.sentence.is_some() {
        return Some(Recipe::Words);
    }
    if let Some(it) = &keys.code {
        return Some(Recipe::Code { prefix: it.value.clone() });
    }
    if let Some(it) = &keys.flag {
        return lowering.share(it).map(Recipe::Flag);
    }
    if let Some(it) = &keys.moments {
        return moments(lowering, it);
    }
    if let Some(it) = &keys.calendar {
        lowering.find_column(table, &it.value.of)?;
        return Some(Recipe::Calendar { of: it.value.of.value.clone(), part: it.value.part.0 });
    }
    if let Some(it) = &keys.after {
        return after(lowering, table, it);
    }
    if let Some(it) = &keys.given {
        return given(lowering, table, it);
    }
    keys.any.as_ref().map(|_| Recipe::Any)
}

fn choice(lowering: &mut Lowering<'_>, weighted: &Spanned<Keyed<f64>>) -> Option<Recipe> {
    let words: Vec<(String, f64)> = weighted.value.0.iter().map(|(word, weight)| (word.clone(), *weight)).collect();
    let weights: Vec<f64> = words.iter().map(|(_, weight)| *weight).collect();
    if let Err(problem) = check_weights(&weights) {
        lowering.error(
            "wrong-value",
            problem,
            &weighted.span,
            "these weights",
            "write words with weights: {gold: 1, standard: 9}",
        );
        return None;
    }
    Some(Recipe::Choice(words))
}

fn expression(lowering: &mut Lowering<'_>, table: &Table, it: &Spanned<String>) -> Option<Recipe> {
    let expression = match Expression::parse(&it.value) {
        Ok(expression) => expression,
        Err(problem) => {
            let help = "numbers, texts, columns of the row, + - * / % ||, comparisons, CASE, and a few functions";
            lowering.error("wrong-expression", problem, &it.span, "this expression", help);
            return None;
        }
    };
    for name in &expression.columns {
        lowering.find_column(table, &Spanned { value: name.clone(), span: it.span.clone() })?;
    }
    Some(Recipe::Computed(expression))
}

/// Days of a range of moments at most: what is spread over the seasons has a table of its days.
const LONGEST_RANGE: i32 = 365 * 300;

fn moments(lowering: &mut Lowering<'_>, it: &Spanned<MomentsDocument>) -> Option<Recipe> {
    let document = &it.value;
    let end = match &document.until {
        Some(until) => lowering.day(until)?,
        None => lowering.today,
    };
    let first = match &document.from {
        Some(from) => lowering.day(from)?,
        None => end - YEARS * 365,
    };
    if first >= end || end - first > LONGEST_RANGE {
        let help = "`until` is the day behind the last one, and at most 300 years behind `from`";
        lowering.error(
            "wrong-value",
            "the range of days is empty, or too long".to_owned(),
            &it.span,
            "this range",
            help,
        );
        return None;
    }
    let spread = spread(lowering, document)?;
    Some(Recipe::Moment { first, end, spread })
}

fn spread(lowering: &mut Lowering<'_>, document: &MomentsDocument) -> Option<Spread> {
    let is_seasonal = document.weekdays.is_some()
        || document.months.is_some()
        || document.hours.is_some()
        || document.growth.is_some()
        || document.trend.is_some();
    if !is_seasonal {
        return Some(match document.spread {
            Some(Keyword(MomentsWord::Business)) => Spread::Business,
            Some(Keyword(MomentsWord::Even)) | None => Spread::Even,
        });
    }
    let growth = document.growth.as_ref().map_or(0.0, |growth| growth.value);
    if growth <= -1.0 {
        let span = document.growth.as_ref().map(|growth| growth.span.clone())?;
        lowering.error(
            "wrong-value",
            "nothing would be left".to_owned(),
            &span,
            "expected more than -1",
            "-0.2 is a fifth less each year",
        );
        return None;
    }
    let mut season = Season { growth, ..Season::EVEN };
    weights(lowering, document.weekdays.as_ref(), &mut season.weekdays)?;
    weights(lowering, document.months.as_ref(), &mut season.months)?;
    weights(lowering, document.hours.as_ref(), &mut season.hours)?;
    if let Some(written) = &document.trend {
        season.trend = trend(lowering, written)?;
    }
    Some(Spread::Seasonal(Box::new(season)))
}

fn trend(lowering: &mut Lowering<'_>, written: &Spanned<Keyed<f64>>) -> Option<Vec<(i32, f64)>> {
    let steps = by_day(lowering, written)?;
    let weights: Vec<f64> = steps.iter().map(|(_, weight)| *weight).collect();
    if check_weights(&weights).is_err() {
        let message = "expected weights that are not negative, and not all zero".to_owned();
        let help = "write what a day weighs from each day on: {2025-01-01: 1, 2025-07-01: 3}";
        lowering.error("wrong-value", message, &written.span, "these weights", help);
        return None;
    }
    Some(steps)
}

/// Weights of a fixed number of things.
fn weights<const COUNT: usize>(
    lowering: &mut Lowering<'_>,
    written: Option<&Spanned<Vec<f64>>>,
    into: &mut [f64; COUNT],
) -> Option<()> {
    let Some(written) = written else { return Some(()) };
    match <[f64; COUNT]>::try_from(&written.value[..]) {
        Ok(weights) if check_weights(&weights).is_ok() => {
            *into = weights;
            Some(())
        }
        Ok(_) | Err(_) => {
            let message = format!("expected {COUNT} weights that are not negative, and not all zero");
            lowering.error("wrong-value", message, &written.span, "these weights", "1 for each is even");
            None
        }
    }
}

fn after(lowering: &mut Lowering<'_>, table: &Table, it: &Spanned<AfterDocument>) -> Option<Recipe> {
    let AfterDocument { column, min, max, late } = &it.value;
    lowering.find_column(table, column)?;
    if min > max {
        lowering.error("wrong-value", "`min` is above `max`".to_owned(), &it.span, "this distance", "swap them");
        return None;
    }
    let late = match late {
        Some(late) => {
            let share = lowering.share(&Spanned { value: late.value.share, span: late.span.clone() })?;
            Some(Late { share, most: late.value.most.max(1) })
        }
        None => None,
    };
    Some(Recipe::After { column: column.value.clone(), distance: (*min, *max), late })
}

fn given(lowering: &mut Lowering<'_>, table: &Table, it: &Spanned<Box<GivenDocument>>) -> Option<Recipe> {
    let GivenDocument { column, values, otherwise } = &*it.value;
    lowering.find_column(table, column)?;
    let mut cases = Vec::new();
    for (word, GeneratorDocument { generator }) in &values.value.0 {
        match recipe(lowering, table, generator) {
            Some((recipe, _)) => cases.push((word.clone(), recipe)),
            None => {
                let message = format!("`{word}` has no generator");
                lowering.error(
                    "missing-key",
                    message,
                    &values.span,
                    "in here",
                    "write one, such as {weighted: {a: 1}}",
                );
                return None;
            }
        }
    }
    let otherwise = match otherwise {
        Some(GeneratorDocument { generator }) => recipe(lowering, table, generator)?.0,
        None => Recipe::Any,
    };
    Some(Recipe::Given { column: column.value.clone(), cases, otherwise: Box::new(otherwise) })
}

/// Why values of such a generator cannot be those of a column.
pub(super) fn misfit(recipe: &Recipe, shape: &Shape) -> Option<String> {
    let is_word = shape.is_text() || matches!(shape, Shape::Choice(_) | Shape::Spelled(_));
    let due = |holds: bool, what: &str| (!holds).then(|| format!("{what} do not fit"));
    match recipe {
        Recipe::Any => None,
        Recipe::Sequence { .. } | Recipe::Number(_) => due(shape.is_number(), "numbers"),
        Recipe::Choice(words) => words.iter().find_map(|(word, _)| word_misfit(word, shape)),
        Recipe::Constant(word) if shape.is_moment() => {
            due(crate::seed::check::parse(word, shape).is_some(), "other words than days")
        }
        Recipe::Constant(word) => word_misfit(word, shape),
        Recipe::Flag(_) => due(*shape == Shape::Boolean, "yes and no"),
        Recipe::Moment { .. } => due(shape.is_moment(), "days and moments"),
        Recipe::Code { .. } | Recipe::Fake(_) | Recipe::Words | Recipe::Pattern(_) => due(shape.is_text(), "texts"),
        Recipe::Calendar { .. } => {
            due(shape.is_number() || shape.is_text() || *shape == Shape::Boolean, "parts of days")
        }
        Recipe::After { .. } => due(shape.is_number() || shape.is_moment(), "values behind others"),
        Recipe::Computed(_) => {
            due(is_word || shape.is_number() || shape.is_moment() || *shape == Shape::Boolean, "results of expressions")
        }
        Recipe::Given { cases, otherwise, .. } => {
            cases.iter().map(|(_, recipe)| recipe).chain([&**otherwise]).find_map(|recipe| misfit(recipe, shape))
        }
    }
}

fn word_misfit(word: &str, shape: &Shape) -> Option<String> {
    let is_number = word.parse::<f64>().is_ok_and(f64::is_finite);
    match shape {
        Shape::Choice(words) => {
            (!words.iter().any(|known| known == word)).then(|| format!("its values are {}", words.join(", ")))
        }
        Shape::Integer { .. } | Shape::Decimal { .. } | Shape::Float => {
            (!is_number).then(|| format!("`{word}` is not a number"))
        }
        Shape::Boolean => {
            (!["true", "false", "1", "0"].contains(&word)).then(|| format!("`{word}` is neither true nor false"))
        }
        Shape::Text { longest: Some(longest), .. } => {
            (word.chars().count() > *longest as usize).then(|| format!("`{word}` is longer than {longest} characters"))
        }
        Shape::Text { longest: None, .. } | Shape::Spelled(_) | Shape::Json | Shape::Interval => None,
        Shape::Date
        | Shape::Time
        | Shape::Timestamp
        | Shape::Uuid
        | Shape::Bytes { .. }
        | Shape::Array(_)
        | Shape::Composite(_) => Some("words do not fit".to_owned()),
    }
}
