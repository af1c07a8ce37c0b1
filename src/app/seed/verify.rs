//! Whether every row has the parents it names, for engines that did not look while they loaded.

use super::target::Live;
use crate::app::AppError;
use crate::driver::{BulkTarget, Driver};
use crate::model::{ForeignKey, Name, Table, Value};
use crate::seed::SeedPlan;

/// # Errors
///
/// The first foreign key with rows that refer to nothing, and how many there are.
pub(super) async fn verify(
    driver: &mut dyn Driver,
    live: &Live,
    (plan, targets): (&SeedPlan, &[BulkTarget]),
) -> Result<(), AppError> {
    for (planned, target) in plan.tables.iter().zip(targets) {
        let Some(table) = live.schema.table(&target.table) else { continue };
        let mut bounded = Vec::new();
        for key in table.foreign_keys() {
            // Of rows that were there before nobody knows whether their keys are whole numbers.
            let bounds = if planned.rows.start == 0 { bounds(driver, live, table, key).await? } else { None };
            match bounds {
                Some(bounds) => bounded.push((key, bounds)),
                None => by_lookup(driver, live, table, key).await?,
            }
        }
        by_bounds(driver, live, table, &bounded).await?;
    }
    Ok(())
}

/// The smallest and the largest key of parents without a gap between them: a key within is one of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bounds(i64, i64);

/// `None` where parents have another kind of key, or gaps.
async fn bounds(
    driver: &mut dyn Driver,
    live: &Live,
    table: &Table,
    key: &ForeignKey,
) -> Result<Option<Bounds>, AppError> {
    let Some((_, referenced)) = whole_number(live, table, key) else { return Ok(None) };
    let Some(parent) = live.table(&key.references) else { return Ok(None) };
    // SQLite keeps whatever it is given, in a column of whole numbers too.
    let sql = format!(
        "SELECT count(*), min({0}), max({0}) FROM {1} WHERE round({0}) = {0}",
        live.dialect.quote(referenced),
        live.dialect.qualified(&parent.name)
    );
    let rows = driver.query(&sql, &[]).await?;
    let numbers: Option<Vec<i64>> = rows.rows.first().and_then(|row| row.iter().map(Value::as_i64).collect());
    Ok(match numbers.as_deref() {
        Some([count, min, max]) if max.checked_sub(*min).is_some_and(|last| last == count - 1) => {
            Some(Bounds(*min, *max))
        }
        _ => None,
    })
}

/// The own and the referenced column of a key that is one whole number, and the primary key of the parent.
fn whole_number<'k>(live: &'k Live, table: &Table, key: &'k ForeignKey) -> Option<(&'k Name, &'k Name)> {
    let parent = live.table(&key.references)?;
    let [own] = &key.columns[..] else { return None };
    let [primary] = &parent.primary_key()?.columns[..] else { return None };
    let is_primary = key.referenced_columns.is_empty() || key.referenced_columns == [primary.clone()];
    let is_whole = |table: &Table, name| table.columns.get(name).is_some_and(|column| column.data_type.is_integer());
    (is_primary && is_whole(table, own) && is_whole(parent, primary)).then_some((own, primary))
}

/// One look at each row for all of these keys.
async fn by_bounds(
    driver: &mut dyn Driver,
    live: &Live,
    table: &Table,
    keys: &[(&ForeignKey, Bounds)],
) -> Result<(), AppError> {
    if keys.is_empty() {
        return Ok(());
    }
    let outside = |(key, Bounds(min, max)): &(&ForeignKey, Bounds)| {
        let own = key.columns.first().map(|name| live.dialect.quote(name)).unwrap_or_default();
        format!("count(CASE WHEN {own} < {min} OR {own} > {max} THEN 1 END)")
    };
    let counts: Vec<String> = keys.iter().map(outside).collect();
    let sql = format!("SELECT {} FROM {}", counts.join(", "), live.dialect.qualified(&table.name));
    let rows = driver.query(&sql, &[]).await?;
    let counts = rows.rows.first().into_iter().flatten();
    let counts = counts.map(Some).chain(std::iter::repeat(None));
    keys.iter().zip(counts).try_for_each(|((key, _), orphans)| judge(table, key, orphans))
}

/// Looks for the parent of each row.
async fn by_lookup(driver: &mut dyn Driver, live: &Live, table: &Table, key: &ForeignKey) -> Result<(), AppError> {
    let Some(sql) = question(live, table, key) else { return Ok(()) };
    let rows = driver.query(&sql, &[]).await?;
    judge(table, key, rows.rows.first().and_then(|row| row.first()))
}

fn judge(table: &Table, key: &ForeignKey, orphans: Option<&Value>) -> Result<(), AppError> {
    match orphans.and_then(Value::as_i64) {
        Some(rows) if rows > 0 => {
            Err(AppError::Orphans { table: table.name.to_string(), key: key.name.to_string(), rows })
        }
        Some(_) => Ok(()),
        None => Err(AppError::Bug(format!("nobody counted the rows of {} that break {}", table.name, key.name))),
    }
}

/// Counts the rows whose key is complete and whose parent is not there.
fn question(live: &Live, table: &Table, key: &ForeignKey) -> Option<String> {
    let dialect = live.dialect.as_ref();
    let parent = live.table(&key.references)?;
    let referenced =
        if key.referenced_columns.is_empty() { &parent.primary_key()?.columns } else { &key.referenced_columns };
    let pairs = key.columns.iter().zip(referenced);
    let equal: Vec<String> =
        pairs.map(|(own, other)| format!("p.{} = c.{}", dialect.quote(other), dialect.quote(own))).collect();
    let complete: Vec<String> =
        key.columns.iter().map(|name| format!("c.{} IS NOT NULL", dialect.quote(name))).collect();
    Some(format!(
        "SELECT count(*) FROM {} c WHERE {} AND NOT EXISTS (SELECT 1 FROM {} p WHERE {})",
        dialect.qualified(&table.name),
        complete.join(" AND "),
        dialect.qualified(&parent.name),
        equal.join(" AND ")
    ))
}
