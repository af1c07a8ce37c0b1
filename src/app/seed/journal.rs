//! How far a run has come, so that the same command goes on where it was killed.
//!
//! One row for each table: its first row, and how many are loaded. It is written in the transaction that loads them, and gone when
//! the run is at its end.

use super::Shard;
use super::target::Live;
use crate::app::{AppError, Context};
use crate::driver::{BulkLoader, Driver};
use crate::model::{Fingerprint, Name, QualifiedName, Schema, Value};
use crate::seed::{SeedPlan, TablePlan, Wanted};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

pub(super) struct Journal {
    /// What the run was asked for: another seed is another run, and so is another shard.
    run: String,
    shard: Shard,
    name: QualifiedName,
    table: String,
    options: &'static str,
}

/// How far one table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The number of its first row.
    pub first: u64,
    pub loaded: u64,
}

/// By the tables' names.
pub(super) type Standings = BTreeMap<String, Standing>;

impl Journal {
    /// `asked` is the same for the same wish.
    pub fn of(context: &Context, live: &Live, schema: &Schema, (asked, shard): (&str, Shard)) -> Self {
        let capabilities = live.dialect.capabilities();
        let namespace = capabilities.default_namespace.map(Name::from);
        let name = QualifiedName::new(namespace, format!("{}seed_journal", context.scope().own_prefix));
        let part = if shard == Shard::WHOLE { String::new() } else { format!(" {}/{}", shard.number, shard.of) };
        let asked = format!("{} {asked} {}{part}", context.tool, Fingerprint::of(schema));
        let run = hex::encode(Sha256::digest(asked));
        Self { run, shard, table: live.dialect.qualified(&name), name, options: capabilities.unicode_table }
    }

    /// What a run that was asked for the same and did not come to its end has done.
    pub async fn unfinished(&self, driver: &mut dyn Driver) -> Result<Option<Standings>, AppError> {
        if !driver.has_table(&self.name).await? {
            return Ok(None);
        }
        let sql = format!("SELECT table_name, first_row, loaded FROM {} WHERE run = $1", self.table);
        let rows = driver.query(&sql, &[Value::Text(self.run.clone())]).await?;
        let standing = |row: &Vec<Value>| {
            let number = |at: usize| row.get(at).and_then(Value::as_i64).and_then(|number| u64::try_from(number).ok());
            let table = row.first().and_then(Value::as_str)?.to_owned();
            Some((table, Standing { first: number(1)?, loaded: number(2)? }))
        };
        let standings: Standings = rows.rows.iter().filter_map(standing).collect();
        Ok((!standings.is_empty()).then_some(standings))
    }

    /// Notes where each table begins. A run that was given up is forgotten: rows have gone on from where it stood. Shards leave each other alone.
    pub async fn start(&self, driver: &mut dyn Driver, plan: &SeedPlan) -> Result<Standings, AppError> {
        let create = format!(
            "CREATE TABLE IF NOT EXISTS {} (run TEXT NOT NULL, table_name TEXT NOT NULL, first_row BIGINT NOT NULL, loaded BIGINT NOT NULL){}",
            self.table, self.options
        );
        let created = driver.execute(&create, &[]).await;
        // Another shard may have made it in the same moment, which PostgreSQL tells as an error.
        if let Err(error) = created
            && !driver.has_table(&self.name).await?
        {
            return Err(error.into());
        }
        driver.begin(&[]).await?;
        let noted = self.note(driver, plan).await;
        if let Err(error) = noted {
            driver.rollback().await?;
            return Err(error);
        }
        driver.commit().await?;
        let standing = |table: &TablePlan| (table.name.to_string(), Standing { first: table.rows.start, loaded: 0 });
        Ok(plan.tables.iter().map(standing).collect())
    }

    async fn note(&self, driver: &mut dyn Driver, plan: &SeedPlan) -> Result<(), AppError> {
        self.forget(driver).await?;
        for table in &plan.tables {
            let sql = format!(
                "INSERT INTO {} (run, table_name, first_row, loaded) VALUES ($1, $2, {}, 0)",
                self.table, table.rows.start
            );
            let names = [Value::Text(self.run.clone()), Value::Text(table.name.to_string())];
            driver.execute(&sql, &names).await?;
        }
        Ok(())
    }

    /// Notes rows in the transaction that loads them.
    pub async fn advance(
        &self,
        loader: &mut dyn BulkLoader,
        table: &QualifiedName,
        loaded: u64,
    ) -> Result<(), AppError> {
        let sql = format!("UPDATE {} SET loaded = {loaded} WHERE run = $1 AND table_name = $2", self.table);
        loader.execute(&sql, &[Value::Text(self.run.clone()), Value::Text(table.to_string())]).await?;
        Ok(())
    }

    /// The run is at its end.
    pub async fn finish(&self, driver: &mut dyn Driver) -> Result<(), AppError> {
        self.forget(driver).await
    }

    async fn forget(&self, driver: &mut dyn Driver) -> Result<(), AppError> {
        let sql = format!("DELETE FROM {}", self.table);
        if self.shard == Shard::WHOLE {
            driver.execute(&sql, &[]).await?;
        } else {
            driver.execute(&format!("{sql} WHERE run = $1"), &[Value::Text(self.run.clone())]).await?;
        }
        Ok(())
    }
}

/// Rows go on where they began, not behind what was loaded since.
pub(super) fn begin_where(standings: &Standings, schema: &Schema, wanted: &mut Wanted) {
    for table in schema.tables() {
        if let Some(standing) = standings.get(&table.name.to_string()) {
            wanted.tables.entry(table.name.clone()).or_default().first = standing.first;
        }
    }
}
