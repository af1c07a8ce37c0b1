//! How far a run has come, so that the same command goes on where it was killed.
//!
//! One row for each table: its first row, and how many are loaded. It is written in the transaction that loads them. Those of a whole load are
//! gone when it is at its end, since the next one goes on behind its rows; those of a part of a load stay, since it is not to be loaded twice.

use super::Shard;
use super::target::Live;
use crate::app::{AppError, Context};
use crate::driver::{BulkLoader, Driver};
use crate::model::{Fingerprint, Name, QualifiedName, Schema, Value};
use crate::seed::{SeedPlan, TablePlan, Wanted};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Journal {
    /// What was asked for: another seed is another load, and so is one in more parts.
    load: String,
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

/// What earlier runs have noted of the same load.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// Of the same part, where it was begun.
    pub own: Option<Standings>,
    /// Whether any part was begun.
    pub by_any: bool,
    /// Tables that somebody has emptied since: nothing of them is loaded any more.
    emptied: Vec<String>,
}

impl Journal {
    /// `asked` is the same for the same wish.
    pub fn of(context: &Context, live: &Live, schema: &Schema, (asked, shard): (&str, Shard)) -> Self {
        let capabilities = live.dialect.capabilities();
        let namespace = capabilities.default_namespace.map(Name::from);
        let name = QualifiedName::new(namespace, format!("{}seed_journal", context.scope().own_prefix));
        let asked = format!("{} {asked} {} {}", context.tool, Fingerprint::of(schema), shard.of);
        let load = hex::encode(Sha256::digest(asked));
        Self { load, shard, table: live.dialect.qualified(&name), name, options: capabilities.unicode_table }
    }

    /// The name of this run among those of all loads.
    fn run(&self) -> String {
        format!("{} {}/{}", self.load, self.shard.number, self.shard.of)
    }

    /// What runs that were asked for the same have done.
    pub async fn begun(&self, driver: &mut dyn Driver, live: &Live, schema: &Schema) -> Result<Begun, AppError> {
        let mut begun = Begun::default();
        if !driver.has_table(&self.name).await? {
            return Ok(begun);
        }
        let sql = format!("SELECT run, table_name, first_row, loaded FROM {} WHERE run LIKE $1", self.table);
        let rows = driver.query(&sql, &[self.any_part()]).await?;
        begun.by_any = !rows.rows.is_empty();
        let (mut own, mut filled) = (Standings::new(), BTreeSet::new());
        for row in &rows.rows {
            let [run, table, first, loaded] = &row[..] else { continue };
            let number = |value: &Value| value.as_i64().and_then(|number| u64::try_from(number).ok());
            let (Some(table), Some(first), Some(loaded)) = (table.as_str(), number(first), number(loaded)) else {
                continue;
            };
            if loaded > 0 {
                filled.insert(table.to_owned());
            }
            if run.as_str() == Some(&self.run()) {
                own.insert(table.to_owned(), Standing { first, loaded });
            }
        }
        for name in filled {
            let table = schema.tables().find(|table| table.name.to_string() == name);
            if let Some(table) = table.and_then(|table| live.table(&table.name))
                && !live.has_rows(driver, &table.name).await?
            {
                own.entry(name.clone()).and_modify(|standing| standing.loaded = 0);
                begun.emptied.push(name);
            }
        }
        begun.own = (!own.is_empty()).then_some(own);
        Ok(begun)
    }

    /// Every part of the load, as `LIKE` has it.
    fn any_part(&self) -> Value {
        Value::Text(format!("{} %", self.load))
    }

    /// Goes on where an earlier run stopped; what it knew of tables that were emptied since is forgotten, for all parts.
    pub async fn resume(&self, driver: &mut dyn Driver, begun: &Begun) -> Result<(), AppError> {
        let sql = format!("UPDATE {} SET loaded = 0 WHERE run LIKE $1 AND table_name = $2", self.table);
        for table in &begun.emptied {
            driver.execute(&sql, &[self.any_part(), Value::Text(table.clone())]).await?;
        }
        Ok(())
    }

    /// Notes where each table begins. Runs that were given up are forgotten where rows go on from where they stood, or into tables that were theirs;
    /// the first part of a load to begin forgets what others have loaded into its tables, since they are empty.
    pub async fn start(
        &self,
        driver: &mut dyn Driver,
        plan: &SeedPlan,
        is_first_part: bool,
    ) -> Result<Standings, AppError> {
        let create = format!(
            "CREATE TABLE IF NOT EXISTS {} (run TEXT NOT NULL, table_name TEXT NOT NULL, first_row BIGINT NOT NULL, loaded BIGINT NOT NULL){}",
            self.table, self.options
        );
        driver.execute(&create, &[]).await?;
        driver.begin(&[]).await?;
        let noted = self.note(driver, plan, is_first_part).await;
        if let Err(error) = noted {
            driver.rollback().await?;
            return Err(error);
        }
        driver.commit().await?;
        let standing = |table: &TablePlan| (table.name.to_string(), Standing { first: table.rows.start, loaded: 0 });
        Ok(plan.tables.iter().map(standing).collect())
    }

    async fn note(&self, driver: &mut dyn Driver, plan: &SeedPlan, is_first_part: bool) -> Result<(), AppError> {
        if self.shard == Shard::WHOLE {
            self.forget_all(driver).await?;
        } else if is_first_part {
            self.forget_runs_into(driver, plan).await?;
        }
        for table in &plan.tables {
            let sql = format!(
                "INSERT INTO {} (run, table_name, first_row, loaded) VALUES ($1, $2, {}, 0)",
                self.table, table.rows.start
            );
            let names = [Value::Text(self.run()), Value::Text(table.name.to_string())];
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
        loader.execute(&sql, &[Value::Text(self.run()), Value::Text(table.to_string())]).await?;
        Ok(())
    }

    /// The run is at its end. What a part has loaded stays noted.
    pub async fn finish(&self, driver: &mut dyn Driver) -> Result<(), AppError> {
        if self.shard == Shard::WHOLE { self.forget_all(driver).await } else { Ok(()) }
    }

    async fn forget_all(&self, driver: &mut dyn Driver) -> Result<(), AppError> {
        driver.execute(&format!("DELETE FROM {}", self.table), &[]).await?;
        Ok(())
    }

    /// Forgets every run that had to do with a table of the plan.
    async fn forget_runs_into(&self, driver: &mut dyn Driver, plan: &SeedPlan) -> Result<(), AppError> {
        let noted = driver.query(&format!("SELECT run, table_name FROM {}", self.table), &[]).await?;
        let names: BTreeSet<String> = plan.tables.iter().map(|table| table.name.to_string()).collect();
        let runs: BTreeSet<&str> = noted
            .rows
            .iter()
            .filter_map(|row| Some((row.first()?.as_str()?, row.get(1)?.as_str()?)))
            .filter_map(|(run, table)| names.contains(table).then_some(run))
            .collect();
        for run in runs {
            let sql = format!("DELETE FROM {} WHERE run = $1", self.table);
            driver.execute(&sql, &[Value::Text(run.to_owned())]).await?;
        }
        Ok(())
    }
}

/// Whether all rows of this part of the plan are loaded.
pub(super) fn is_complete(standings: &Standings, plan: &SeedPlan, shard: Shard) -> bool {
    plan.tables.iter().all(|table| {
        let part = shard.part(&table.rows);
        standings.get(&table.name.to_string()).is_some_and(|standing| standing.loaded >= part.end - part.start)
    })
}

/// Rows go on where they began, not behind what was loaded since.
pub(super) fn begin_where(standings: &Standings, schema: &Schema, wanted: &mut Wanted) {
    for table in schema.tables() {
        if let Some(standing) = standings.get(&table.name.to_string()) {
            wanted.tables.entry(table.name.clone()).or_default().first = standing.first;
        }
    }
}
