//! Constraints and indexes that are taken off while rows are loaded, and put back afterwards, whatever happens in between.
//!
//! What puts them back is written into a table of dbx's own in the transaction that takes them off. A run that finds something there puts it
//! back before it does anything else.

use super::target::Live;
use crate::app::{AppError, Context};
use crate::driver::{BulkLoader, BulkTarget, Deferrable, Driver};
use crate::model::{Constraint, Name, Operation, Pair, QualifiedName, Renames, Schema, Table, Value};
use crate::plan;
use crate::seed::SeedPlan;

/// The statements that put things back, kept in the database.
pub(super) struct Deferral {
    name: QualifiedName,
    table: String,
    options: &'static str,
}

/// In empty tables of so many rows and more, secondary indexes are faster to make once than to keep up row by row.
pub(super) const MANY_ROWS: u64 = 200_000;

impl Deferral {
    pub fn of(context: &Context, live: &Live) -> Self {
        let capabilities = live.dialect.capabilities();
        let namespace = capabilities.default_namespace.map(Name::from);
        let name = QualifiedName::new(namespace, format!("{}seed_deferred", context.scope().own_prefix));
        Self { table: live.dialect.qualified(&name), name, options: capabilities.unicode_table }
    }

    /// Puts back what a run that did not come to its end has left off.
    pub async fn restore(&self, driver: &mut dyn Driver) -> Result<usize, AppError> {
        if !driver.has_table(&self.name).await? {
            return Ok(0);
        }
        let sql = format!("SELECT position, statement FROM {} ORDER BY position", self.table);
        let kept = driver.query(&sql, &[]).await?;
        if kept.rows.is_empty() {
            return Ok(0);
        }
        // Not in the transaction of a migration, which looks at every row of the database: no statement here takes rows away.
        let mut session = driver.bulk_loader().await?;
        session.begin().await?;
        let restored = self.run_all(session.as_mut(), &kept.rows).await;
        finish(session.as_mut(), restored).await?;
        Ok(kept.rows.len())
    }

    async fn run_all(&self, session: &mut dyn BulkLoader, kept: &[Vec<Value>]) -> Result<(), AppError> {
        for row in kept {
            if let [_, Value::Text(statement)] = &row[..] {
                session.execute(statement, &[]).await?;
            }
        }
        session.execute(&format!("DELETE FROM {}", self.table), &[]).await?;
        Ok(())
    }

    /// Takes off what would be in the way of the load; of empty tables that get `many` rows also what is cheaper to make once.
    pub async fn defer(
        &self,
        (driver, session): (&mut dyn Driver, &mut dyn BulkLoader),
        live: &Live,
        (plan, targets): (&SeedPlan, &[BulkTarget]),
        many: u64,
    ) -> Result<(), AppError> {
        let without = without(live, (plan, targets), (session.deferrable(), many));
        if without == live.schema {
            return Ok(());
        }
        let renames = Renames::default();
        let operations = |schemas| plan::operations(live.dialect.as_ref(), schemas, &renames);
        let off = operations(Pair::new(&live.schema, &without)).map_err(AppError::Unsupported)?;
        let back = operations(Pair::new(&without, &live.schema)).map_err(AppError::Unsupported)?;
        self.prepare(driver).await?;
        session.begin().await?;
        let deferred = self.take_off(session, &off, &back).await;
        finish(session, deferred).await
    }

    async fn prepare(&self, driver: &mut dyn Driver) -> Result<(), AppError> {
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS {} (position BIGINT NOT NULL PRIMARY KEY, statement TEXT NOT NULL){}",
            self.table, self.options
        );
        driver.execute(&sql, &[]).await?;
        Ok(())
    }

    async fn take_off(
        &self,
        session: &mut dyn BulkLoader,
        off: &[Operation],
        back: &[Operation],
    ) -> Result<(), AppError> {
        let statements = back.iter().flat_map(|operation| &operation.statements);
        for (position, statement) in statements.enumerate() {
            let sql = format!("INSERT INTO {} (position, statement) VALUES ({position}, $1)", self.table);
            session.execute(&sql, &[Value::Text(statement.sql.clone())]).await?;
        }
        for statement in off.iter().flat_map(|operation| &operation.statements) {
            session.execute(&statement.sql, &[]).await?;
        }
        Ok(())
    }
}

/// Commits what was done, or takes it back and tells why.
async fn finish(session: &mut dyn BulkLoader, done: Result<(), AppError>) -> Result<(), AppError> {
    match done {
        Ok(()) => Ok(session.commit().await?),
        Err(error) => {
            session.rollback().await?;
            Err(error)
        }
    }
}

/// The live schema without foreign keys whose parents come later, and without what is cheaper to make once than to keep up.
fn without(live: &Live, (plan, targets): (&SeedPlan, &[BulkTarget]), (deferrable, many): (Deferrable, u64)) -> Schema {
    let mut schema = live.schema.clone();
    for (planned, target) in plan.tables.iter().zip(targets) {
        let rows = planned.rows.end - planned.rows.start;
        let is_large = planned.rows.start == 0 && rows >= many;
        let Some(crate::model::Object::Table(table)) =
            schema.objects.get_mut(&crate::model::ObjectId::table(&target.table))
        else {
            continue;
        };
        let later: Vec<QualifiedName> =
            planned.late_parents.iter().filter_map(|name| live.table(name)).map(|table| table.name.clone()).collect();
        table.constraints.retain(|_, constraint| match constraint {
            Constraint::ForeignKey(key) => !deferrable.foreign_keys || !is_large && !later.contains(&key.references),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => true,
        });
        if deferrable.indexes && is_large && is_ordinary(table) {
            table.indexes.retain(|_, index| index.unique);
        }
    }
    schema
}

/// Whether the table has its indexes for itself: those of partitions belong to their parent's.
fn is_ordinary(table: &Table) -> bool {
    table.partitioning.is_none() && table.partition_of.is_none()
}
