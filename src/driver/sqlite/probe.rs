//! Questions about rows.

use super::session::Session;
use crate::dialect::{Dialect, Question};
use crate::driver::DriverError;
use crate::driver::counting::{self, Counting, SAMPLE};
use crate::model::{Name, Probe, QualifiedName, RowCount, Value};
use async_trait::async_trait;
use std::time::{Duration, Instant};

pub(super) async fn answer(
    session: &mut Session,
    dialect: &dyn Dialect,
    probe: &Probe,
    limit: u64,
    timeout: Duration,
) -> Result<Option<RowCount>, DriverError> {
    let Some(question) = dialect.question(probe) else { return Ok(None) };
    if !exists(session, probe.table(), column(probe)).await? {
        return Ok(None);
    }
    counting::answer(&mut Reader { session }, &question, limit, timeout).await
}

/// The column that a probe is about: SQLite takes a quoted name that is no column for a string.
fn column(probe: &Probe) -> Option<&Name> {
    match probe {
        Probe::NotNull { column, .. } | Probe::Null { column, .. } | Probe::Unfit { column, .. } => Some(column),
        Probe::Rows { .. }
        | Probe::RowsOfPartitions { .. }
        | Probe::Duplicates { .. }
        | Probe::Violations { .. }
        | Probe::Orphans { .. } => None,
    }
}

struct Reader<'a> {
    session: &'a mut Session,
}

#[async_trait]
impl Counting for Reader<'_> {
    /// SQLite breaks the query off when the time is over.
    async fn numbers(&mut self, sql: &str, timeout: Duration) -> Result<Vec<Value>, DriverError> {
        self.session.stop.arm(Some(Instant::now() + timeout));
        let rows = self.session.query(sql, &[]).await;
        self.session.stop.arm(None);
        Ok(rows?.rows.into_iter().next().unwrap_or_default())
    }

    /// Every row has a number of its own, and the least and the greatest are found at once. Nothing of tables without such numbers.
    async fn table_size(&mut self, question: &Question, timeout: Duration) -> Result<Option<u64>, DriverError> {
        let table = &question.table;
        // Each by itself, since SQLite finds only a lone one without reading all rows.
        let sql = format!("SELECT (SELECT max(_rowid_) FROM {table}) - (SELECT min(_rowid_) FROM {table}) + 1");
        let row = self.numbers(&sql, timeout).await?;
        Ok(row.first().and_then(Value::as_i64).and_then(|rows| u64::try_from(rows).ok()))
    }

    /// Rows at even distances.
    fn sample(&self, question: &Question, table_size: u64) -> String {
        let Question { table, name, .. } = question;
        let stride = (table_size / SAMPLE).max(1);
        format!(
            "(SELECT * FROM {table} WHERE _rowid_ IN (WITH RECURSIVE dbx_step(n) AS (SELECT min(_rowid_) FROM {table} \
             UNION ALL SELECT n + {stride} FROM dbx_step WHERE n + {stride} <= (SELECT max(_rowid_) FROM {table})) \
             SELECT (SELECT _rowid_ FROM {table} WHERE _rowid_ >= n ORDER BY _rowid_ LIMIT 1) FROM dbx_step)) AS {name}"
        )
    }
}

async fn exists(session: &mut Session, table: &QualifiedName, column: Option<&Name>) -> Result<bool, DriverError> {
    let sql = "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE ?2 IS NULL OR name = ?2 COLLATE NOCASE";
    let text = |name: &Name| Value::Text(name.to_string());
    let found = session.count(sql, &[text(&table.name), column.map_or(Value::Null, text)]).await?;
    Ok(found > 0)
}
