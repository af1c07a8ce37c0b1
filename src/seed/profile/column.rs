//! One column of a profile: its generator, and what is done to the values.

use super::document::{ColumnDocument, CorrelationDocument, DirtDocument, DriftDocument, OutliersDocument};
use super::load::{Lowering, parse_day};
use super::recipe::{misfit, recipe};
use crate::model::{Column, Table};
use crate::seed::check::parse;
use crate::seed::generator::Blemish;
use crate::seed::shape::Shape;
use crate::seed::wanted::{Correlation, Drift, Outliers, WantedColumn, WantedDirt};
use crate::spec::read::{Keyed, Keyword, Setting, Spanned};

pub(super) fn column(
    lowering: &mut Lowering<'_>,
    table: &Table,
    found: &Column,
    document: &ColumnDocument,
) -> WantedColumn {
    let mut wanted = WantedColumn::default();
    if found.generated.is_some() {
        let message = format!("the engine computes the values of `{}`", found.name);
        lowering.error("wrong-value", message, &document.name.span, "a generated column", "leave it out");
        return wanted;
    }
    let shape = Shape::of(&found.data_type, lowering.schema);
    if let Some((recipe, span)) = recipe(lowering, table, &document.generator) {
        match shape.as_ref().and_then(|shape| misfit(&recipe, shape)) {
            Some(problem) => {
                let message =
                    format!("`{}` holds {}: {problem}", found.name, shape.as_ref().map_or("values", Shape::what));
                let help = "choose a generator for such values; `dbx schema profile` lists them all";
                lowering.error("wrong-generator", message, &span, "does not fit the column", help);
            }
            None => wanted.recipe = Some(recipe),
        }
    }
    wanted.nulls = document.nulls.as_ref().and_then(|nulls| lowering.share(nulls));
    if let Some(nulls) = document.nulls.as_ref().filter(|nulls| nulls.value > 0.0 && !found.nullable) {
        lowering.not_nullable(&nulls.span);
    }
    let Some(shape) = shape else { return wanted };
    wanted.bounds = (bound(lowering, &shape, document.min.as_ref()), bound(lowering, &shape, document.max.as_ref()));
    wanted.correlation = document.correlated.as_ref().and_then(|it| correlation(lowering, table, &shape, it));
    wanted.outliers = document.outliers.as_ref().and_then(|it| outliers(lowering, &shape, it));
    wanted.drift = document.drift.as_ref().and_then(|it| drift(lowering, table, &shape, it));
    wanted.dirt = document.dirt.as_ref().and_then(|it| dirt(lowering, &shape, it));
    wanted
}

fn bound(lowering: &mut Lowering<'_>, shape: &Shape, text: Option<&Spanned<Setting>>) -> Option<f64> {
    let Spanned { value: Setting(text), span } = text?;
    let bound = if shape.is_number() || shape.is_moment() { parse(text, shape) } else { None };
    if bound.is_none_or(|bound| !bound.is_finite()) {
        let help = "numbers, days and moments have bounds; days are written 2026-01-31";
        let message = format!("`{text}` is no bound of this column");
        lowering.error("wrong-value", message, span, "expected a number or a day", help);
        return None;
    }
    bound
}

fn correlation(
    lowering: &mut Lowering<'_>,
    table: &Table,
    shape: &Shape,
    it: &Spanned<CorrelationDocument>,
) -> Option<Correlation> {
    let CorrelationDocument { with, strength } = &it.value;
    let other = lowering.find_column(table, with)?;
    let other_shape = Shape::of(&other.data_type, lowering.schema);
    if !correlates(shape) || !other_shape.is_some_and(|shape| correlates(&shape)) {
        let help = "numbers correlate, and words with weights; for others there is `given`";
        lowering.error(
            "wrong-value",
            "values of such a type have no order".to_owned(),
            &it.span,
            "does not correlate",
            help,
        );
        return None;
    }
    if !(-1.0..=1.0).contains(strength) {
        lowering.error(
            "wrong-value",
            format!("{strength} is no correlation"),
            &it.span,
            "expected -1 to 1",
            "0.7 is a strong one",
        );
        return None;
    }
    Some(Correlation { with: with.value.clone(), strength: *strength })
}

fn correlates(shape: &Shape) -> bool {
    shape.is_number() || shape.is_text() || matches!(shape, Shape::Choice(_))
}

fn outliers(lowering: &mut Lowering<'_>, shape: &Shape, it: &Spanned<OutliersDocument>) -> Option<Outliers> {
    let OutliersDocument { share, factor } = it.value;
    let share = lowering.share(&Spanned { value: share, span: it.span.clone() })?;
    only_numbers(lowering, shape, it)?;
    Some(Outliers { share, factor })
}

fn only_numbers<T>(lowering: &mut Lowering<'_>, shape: &Shape, it: &Spanned<T>) -> Option<()> {
    if shape.is_number() {
        return Some(());
    }
    lowering.error(
        "wrong-value",
        "only numbers can be multiplied".to_owned(),
        &it.span,
        "not a column of numbers",
        "leave it out",
    );
    None
}

fn drift(lowering: &mut Lowering<'_>, table: &Table, shape: &Shape, it: &Spanned<DriftDocument>) -> Option<Drift> {
    only_numbers(lowering, shape, it)?;
    let DriftDocument { by, factors } = &it.value;
    let other = lowering.find_column(table, by)?;
    if !Shape::of(&other.data_type, lowering.schema).is_some_and(|shape| shape.is_moment()) {
        let message = format!("`{}` holds no days", by.value);
        lowering.error("wrong-value", message, &by.span, "expected a column of days or moments", "name another column");
        return None;
    }
    let keyframes = by_day(lowering, factors)?;
    Some(Drift { by: by.value.clone(), keyframes })
}

/// Numbers by days, in the order of the days.
pub(super) fn by_day(lowering: &mut Lowering<'_>, written: &Spanned<Keyed<f64>>) -> Option<Vec<(i32, f64)>> {
    let mut numbers = Vec::new();
    for (day, number) in &written.value.0 {
        let Some(day) = parse_day(day) else {
            lowering.error(
                "wrong-value",
                format!("`{day}` is not a day"),
                &written.span,
                "expected days",
                "write numbers by day: {2026-01-31: 1.5}",
            );
            return None;
        };
        numbers.push((day, *number));
    }
    numbers.sort_by_key(|(day, _)| *day);
    Some(numbers)
}

fn dirt(lowering: &mut Lowering<'_>, shape: &Shape, it: &Spanned<DirtDocument>) -> Option<WantedDirt> {
    let share = lowering.share(&Spanned { value: it.value.share, span: it.span.clone() })?;
    if !shape.is_text() {
        lowering.error(
            "wrong-value",
            "only texts get dirty".to_owned(),
            &it.span,
            "not a column of texts",
            "leave it out",
        );
        return None;
    }
    let kinds: Vec<Blemish> = it.value.kinds.iter().flatten().map(|Keyword(blemish)| *blemish).collect();
    Some(WantedDirt { share, blemishes: if kinds.is_empty() { Blemish::ALL.to_vec() } else { kinds } })
}
