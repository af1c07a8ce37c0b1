//! One table: its columns, how they hang together, and how it spreads over those it refers to.

use super::column::{self, Found, Looked};
use super::{LearnedTable, LeftOut};
use crate::app::AppError;
use crate::app::report::{LiveTable, Sensitive, double, referenced_columns};
use crate::model::{Column, ForeignKey, Name};
use crate::report::rank_correlation_query;
use crate::seed::learn::{Cardinality, spread, strength};
use crate::seed::{
    Correlation, DaySpread, DescribedColumn, DescribedReference, DescribedTable, Distribution, MOST_DAYS, ParentSpread,
    Recipe, Season, Spread, calendar_day,
};

/// Most columns of numbers whose correlations are looked at, each with each.
const MOST_CORRELATED: usize = 8;

/// Replaces what was inferred of a table by what is found, where enough rows share it.
pub(super) async fn learn(
    live: &mut LiveTable,
    described: &mut DescribedTable,
    sensitive: &Sensitive,
    bound: u64,
    report: &mut LearnedTable,
) -> Result<(), AppError> {
    let columns: Vec<Column> = live.table.columns.values().cloned().collect();
    let mut learned = Vec::new();
    for column in &columns {
        let at = described.columns.iter().position(|it| it.name == column.name);
        let inferred = at.map(|at| described.columns.remove(at));
        let (entry, reason) = learn_column(live, column, inferred, sensitive, bound).await?;
        if let Some(reason) = reason {
            report.left_out.push(LeftOut { column: column.name.to_string(), reason });
        } else if entry.is_some() {
            report.learned.push(column.name.to_string());
        }
        learned.extend(entry);
    }
    correlate(live, &mut learned, bound).await?;
    described.columns = learned;
    for reference in &mut described.references {
        learn_reference(live, reference, bound).await?;
    }
    Ok(())
}

/// What the profile says of a column, and why it says no more.
async fn learn_column(
    live: &mut LiveTable,
    column: &Column,
    inferred: Option<DescribedColumn>,
    sensitive: &Sensitive,
    bound: u64,
) -> Result<(Option<DescribedColumn>, Option<String>), AppError> {
    if calendar_day(&live.table, &live.schema).is_some_and(|day| day.name == column.name)
        && let Some(recipe) = column::calendar(live, column, bound).await?
    {
        let describe = |nulls| DescribedColumn { name: column.name.clone(), recipe, nulls, correlation: None };
        return Ok((Some(describe(inferred.and_then(|it| it.nulls))), None));
    }
    if live.is_key(&column.name) {
        return Ok((inferred, Some("it is part of a key: counted up, or picked from its parents".into())));
    }
    if column.generated.is_some() {
        return Ok((inferred, Some("the engine computes it".into())));
    }
    if let Some(leader) = inferred.as_ref().and_then(|it| leader(&it.recipe)) {
        let reason = format!("it follows {leader}, by its name or a check");
        return Ok((inferred, Some(reason)));
    }
    let secret = sensitive.reason(&column.name);
    let Found { recipe, nulls, reason } = column::find(live, column, bound, secret.is_none()).await?;
    let reason = secret.map(|secret| format!("{secret}: values are made up")).or(reason);
    let nulls = if column.nullable { nulls } else { None };
    let base = inferred.map(|it| (it.recipe, it.nulls));
    let entry = match (recipe, base) {
        (Some(recipe), base) => Some((recipe, nulls.or(base.and_then(|(_, nulls)| nulls)))),
        (None, Some((recipe, inferred))) => Some((recipe, nulls.or(inferred))),
        (None, None) => nulls.map(|nulls| (Recipe::Any, Some(nulls))),
    };
    let describe = |(recipe, nulls)| DescribedColumn { name: column.name.clone(), recipe, nulls, correlation: None };
    Ok((entry.map(describe), reason))
}

/// The column by which another one is computed.
fn leader(recipe: &Recipe) -> Option<String> {
    match recipe {
        Recipe::Calendar { of, .. } => Some(of.to_string()),
        Recipe::After { column, .. } | Recipe::Given { column, .. } => Some(column.to_string()),
        Recipe::Computed(_) => Some("other columns".into()),
        Recipe::Any
        | Recipe::Sequence { .. }
        | Recipe::Number(_)
        | Recipe::Choice(_)
        | Recipe::Flag(_)
        | Recipe::Moment { .. }
        | Recipe::Code { .. }
        | Recipe::Fake(_)
        | Recipe::Words
        | Recipe::Text(_)
        | Recipe::Constant(_)
        | Recipe::Pattern(_) => None,
    }
}

/// Each column of numbers goes up and down with the one before it that it goes up and down with most.
async fn correlate(live: &mut LiveTable, columns: &mut [DescribedColumn], bound: u64) -> Result<(), AppError> {
    let is_number = |it: &&DescribedColumn| matches!(it.recipe, Recipe::Number(Distribution::Quantiles(_)));
    let names: Vec<Name> = columns.iter().filter(is_number).map(|it| it.name.clone()).take(MOST_CORRELATED).collect();
    for (at, name) in names.iter().enumerate().skip(1) {
        let mut strongest: Option<Correlation> = None;
        for with in &names[..at] {
            let Some(strength) = rank_correlation(live, with, name, bound).await?.and_then(strength) else { continue };
            if strongest.as_ref().is_none_or(|it| strength.abs() > it.strength.abs()) {
                strongest = Some(Correlation { with: with.clone(), strength });
            }
        }
        if let Some(column) = columns.iter_mut().find(|it| it.name == *name) {
            column.correlation = strongest;
        }
    }
    Ok(())
}

/// Spearman's coefficient, where enough rows have both.
async fn rank_correlation(
    live: &mut LiveTable,
    first: &Name,
    second: &Name,
    bound: u64,
) -> Result<Option<f64>, AppError> {
    let (Some(first), Some(second)) = (live.table.columns.get(first), live.table.columns.get(second)) else {
        return Ok(None);
    };
    let sql = rank_correlation_query(&live.query(first), &live.query(second));
    let row = live.asker.row(&sql).await?;
    let sum = |at: usize| row.get(at).and_then(double);
    if sum(0).is_none_or(|rows| rows < bound as f64) {
        return Ok(None);
    }
    Ok(sum(1).zip(sum(2)).zip(sum(3)).and_then(|((products, a), b)| crate::report::pearson(products, (a, b))))
}

async fn learn_reference(live: &mut LiveTable, reference: &mut DescribedReference, bound: u64) -> Result<(), AppError> {
    let Some(key) = live.table.foreign_keys().find(|key| key.columns == reference.columns).cloned() else {
        return Ok(());
    };
    let shape = live.cardinality(&key).await?;
    let parents: u64 = shape.iter().map(|(_, parents)| parents).sum();
    if parents >= bound {
        let shape: Vec<Cardinality> =
            shape.into_iter().map(|(children, parents)| Cardinality { children, parents }).collect();
        if let Some(learned) = spread(&shape) {
            reference.spread = learned;
        }
        if parents <= MOST_DAYS
            && let Some(days) = learn_days(live, &key, bound).await?
        {
            reference.spread = days;
        }
    }
    if let Some(column) = key.columns.first().and_then(|name| live.table.columns.get(name)).cloned()
        && column.nullable
    {
        reference.nulls = column::null_share(live, &column, bound).await?.or(reference.nulls);
    }
    Ok(())
}

/// By which days rows refer to a table of days; `None` where it is none, or too few rows tell.
async fn learn_days(live: &mut LiveTable, key: &ForeignKey, bound: u64) -> Result<Option<ParentSpread>, AppError> {
    let parent = live.schema.table(&key.references).filter(|parent| parent.name != live.table.name);
    let Some(day) = parent.and_then(|parent| calendar_day(parent, &live.schema)).cloned() else { return Ok(None) };
    let referenced = referenced_columns(&live.schema, key);
    let looked = Looked::Over { key, referenced: &referenced, column: &day };
    Ok(match column::days(live, looked, bound).await? {
        Some(Recipe::Moment { first, end, spread }) => {
            let season = match spread {
                Spread::Seasonal(season) => *season,
                Spread::Even | Spread::Business => Season::EVEN,
            };
            Some(ParentSpread::Days(Box::new(DaySpread { range: (Some(first), Some(end)), season })))
        }
        Some(_) | None => None,
    })
}
