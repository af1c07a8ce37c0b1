//! When things happen, as a profile says it.

use super::column::by_day;
use super::document::{MomentsDocument, MomentsWord};
use super::load::Lowering;
use crate::seed::distribution::check_weights;
use crate::seed::generator::{Season, Spread};
use crate::seed::infer::YEARS;
use crate::seed::recipe::Recipe;
use crate::seed::wanted::DaySpread;
use crate::spec::read::{Keyed, Keyword, Spanned};

/// Days of a range of moments at most: what is spread over the seasons has a table of its days.
const LONGEST_RANGE: i32 = 365 * 300;

/// Days or moments between two days.
pub(super) fn moments(lowering: &mut Lowering<'_>, it: &Spanned<MomentsDocument>) -> Option<Recipe> {
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
    season(lowering, document).map(|season| Spread::Seasonal(Box::new(season)))
}

/// Which days of a table of days are referred to how often.
pub(super) fn days(lowering: &mut Lowering<'_>, it: &Spanned<MomentsDocument>) -> Option<DaySpread> {
    let document = &it.value;
    if let Some(hours) = &document.hours {
        let message = "a table of days has no hours".to_owned();
        lowering.error("wrong-value", message, &hours.span, "of days", "leave `hours` out");
        return None;
    }
    let from = document.from.as_ref().map(|day| lowering.day(day));
    let until = document.until.as_ref().map(|day| lowering.day(day));
    // A day that cannot be read was told.
    let range = (from.map_or(Some(None), |day| day.map(Some))?, until.map_or(Some(None), |day| day.map(Some))?);
    let mut season = season(lowering, document)?;
    if let Some(Keyword(MomentsWord::Business)) = document.spread {
        season.weekdays[5..].fill(0.0);
    }
    Some(DaySpread { range, season })
}

fn season(lowering: &mut Lowering<'_>, document: &MomentsDocument) -> Option<Season> {
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
    Some(season)
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
