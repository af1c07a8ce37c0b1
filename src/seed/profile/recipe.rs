//! The generator of a column, from the keys of a profile.

use super::after::after;
use super::document::{
    BetaDocument, GeneratorDocument, GeneratorKeys, GivenDocument, PartDocument, TextDocument, TextWord,
};
use super::load::Lowering;
use super::moments::moments;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::Table;
use crate::seed::distribution::{Distribution, check_weights};
use crate::seed::expression::Expression;
use crate::seed::generator::Pattern;
use crate::seed::recipe::{Recipe, TextPool};
use crate::seed::shape::Shape;
use crate::spec::read::{Either, Keyed, Keyword, Spanned};

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
            text,
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
    if let Some(it) = &keys.text {
        return texts(lowering, it);
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

/// Texts of a pool, where nothing is said.
const USUAL_POOL: u32 = 50;
/// Most texts of a pool, which are ten calls of a model.
const LARGEST_POOL: i64 = 500;
/// Most characters of what texts are about.
const LONGEST_ABOUT: usize = 500;

fn texts(lowering: &mut Lowering<'_>, it: &Spanned<Either<Keyword<TextWord>, TextDocument>>) -> Option<Recipe> {
    let Either::Long(TextDocument { from: Keyword(TextWord::Llm), pool, about }) = &it.value else {
        return Some(Recipe::Text(TextPool { size: USUAL_POOL, about: None }));
    };
    let size = match pool {
        None => USUAL_POOL,
        Some(pool) => match u32::try_from(pool.value) {
            Ok(size) if (1..=LARGEST_POOL).contains(&pool.value) => size,
            Ok(_) | Err(_) => {
                let message = format!("a pool has from 1 to {LARGEST_POOL} texts");
                lowering.error("wrong-value", message, &pool.span, "out of range", "50 are enough for most columns");
                return None;
            }
        },
    };
    if let Some(about) = about.as_ref().filter(|about| about.value.chars().count() > LONGEST_ABOUT) {
        let message = format!("`about` has more than {LONGEST_ABOUT} characters");
        lowering.error("wrong-value", message, &about.span, "too long", "say it in a sentence or two");
        return None;
    }
    Some(Recipe::Text(TextPool { size, about: about.as_ref().map(|about| about.value.clone()) }))
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

fn given(lowering: &mut Lowering<'_>, table: &Table, it: &Spanned<Box<GivenDocument>>) -> Option<Recipe> {
    let GivenDocument { column, values, otherwise } = &*it.value;
    lowering.find_column(table, column)?;
    let mut cases = Vec::new();
    for (word, GeneratorDocument { generator }) in &values.value.0 {
        match recipe(lowering, table, generator) {
            Some((Recipe::Text(_), span)) => return by_cases(lowering, &span),
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
        Some(GeneratorDocument { generator }) => match recipe(lowering, table, generator)? {
            (Recipe::Text(_), span) => return by_cases(lowering, &span),
            (recipe, _) => recipe,
        },
        None => Recipe::Any,
    };
    Some(Recipe::Given { column: column.value.clone(), cases, otherwise: Box::new(otherwise) })
}

/// Texts of a model are those of a whole column.
fn by_cases(lowering: &mut Lowering<'_>, span: &Span) -> Option<Recipe> {
    let message = "a model writes the texts of a whole column, not those of one case".to_owned();
    lowering.error("wrong-value", message, span, "inside `given`", "write `text:` directly under the column");
    None
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
        Recipe::Code { .. } | Recipe::Fake(_) | Recipe::Words | Recipe::Text(_) | Recipe::Pattern(_) => {
            due(shape.is_text(), "texts")
        }
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
