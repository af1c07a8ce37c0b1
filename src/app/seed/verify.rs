//! Whether every row has the parents it names, for engines that did not look while they loaded.

use super::target::Live;
use crate::app::AppError;
use crate::driver::{BulkTarget, Driver};
use crate::model::{ForeignKey, Table, Value};

/// # Errors
///
/// The first foreign key with rows that refer to nothing, and how many there are.
pub(super) async fn verify(driver: &mut dyn Driver, live: &Live, targets: &[BulkTarget]) -> Result<(), AppError> {
    for target in targets {
        let Some(table) = live.schema.table(&target.table) else { continue };
        for key in table.foreign_keys() {
            let Some(sql) = question(live, table, key) else { continue };
            let rows = driver.query(&sql, &[]).await?;
            let orphans = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64).unwrap_or(0);
            if orphans > 0 {
                return Err(AppError::Orphans {
                    table: table.name.to_string(),
                    key: key.name.to_string(),
                    rows: orphans,
                });
            }
        }
    }
    Ok(())
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
