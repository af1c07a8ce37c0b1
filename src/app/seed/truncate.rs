//! `--truncate`: tables are emptied first, and so are those that refer to them.

use super::target::Live;
use crate::app::{AppError, Context};
use crate::driver::{BulkTarget, Driver, count_in};
use crate::model::QualifiedName;
use std::collections::BTreeSet;

/// Asks, with the number of rows of each table, and empties them all.
///
/// # Errors
///
/// Nobody said yes.
pub(super) async fn truncate(
    context: &Context,
    driver: &mut dyn Driver,
    live: &Live,
    targets: &[BulkTarget],
    yes: bool,
) -> Result<(), AppError> {
    let tables = with_children(live, targets);
    let filled = filled(driver, live, &tables).await?;
    if filled.is_empty() {
        return Ok(());
    }
    let question = format!("all rows of {} will be deleted: go on?", filled.join(", "));
    if !yes && !context.progress.confirm(&question) {
        return Err(AppError::Refused {
            reason: format!("nobody said yes to deleting all rows of {}", filled.join(", ")),
            help: "answer the question, or add --yes".into(),
            risks: Vec::new(),
        });
    }
    let mut loader = driver.bulk_loader().await?;
    loader.begin().await?;
    loader.empty(&tables).await?;
    Ok(loader.commit().await?)
}

/// What a dry run says of it; nothing where all tables are empty.
pub(super) async fn would_truncate(
    driver: &mut dyn Driver,
    live: &Live,
    targets: &[BulkTarget],
) -> Result<Option<String>, AppError> {
    let filled = filled(driver, live, &with_children(live, targets)).await?;
    Ok((!filled.is_empty()).then(|| format!("--truncate would delete all rows of {}", filled.join(", "))))
}

/// Those that have rows, with how many.
async fn filled(driver: &mut dyn Driver, live: &Live, tables: &[QualifiedName]) -> Result<Vec<String>, AppError> {
    let mut filled = Vec::new();
    for table in tables {
        let sql = format!("SELECT count(*) FROM {}", live.dialect.qualified(table));
        let count = count_in(&driver.query(&sql, &[]).await?)?;
        if count > 0 {
            filled.push(format!("{table} ({count})"));
        }
    }
    Ok(filled)
}

/// The tables, and whatever refers to them over any number of foreign keys; children first.
fn with_children(live: &Live, targets: &[BulkTarget]) -> Vec<QualifiedName> {
    let mut tables: Vec<QualifiedName> = targets.iter().map(|target| target.table.clone()).collect();
    let mut found: BTreeSet<QualifiedName> = tables.iter().cloned().collect();
    loop {
        let refers = |table: &&crate::model::Table| {
            !found.contains(&table.name)
                && table
                    .foreign_keys()
                    .any(|key| live.table(&key.references).is_some_and(|it| found.contains(&it.name)))
        };
        let children: Vec<QualifiedName> =
            live.schema.tables().filter(refers).map(|table| table.name.clone()).collect();
        if children.is_empty() {
            break;
        }
        found.extend(children.iter().cloned());
        tables.extend(children);
    }
    tables.reverse();
    tables
}
