//! Updates beside inserts: rows that are there already take values that another row would have had.

use super::load::Load;
use crate::app::AppError;
use crate::driver::BulkLoader;
use crate::model::Name;
use crate::seed::encode::Literals;
use crate::seed::{Column, changeable, changed_row, row_identity};
use std::ops::Range;

/// How one table is updated: none of its keys, and nothing that a check holds against what stays.
pub(super) struct Updates {
    seed: u64,
    /// Place of the table in the plan.
    at: usize,
    /// Places of the columns that change, and of those by which a row is found.
    changing: Vec<usize>,
    key: Vec<usize>,
}

impl Updates {
    /// `None` where no key tells its rows apart, or it has nothing else than keys.
    pub fn of(load: &Load<'_>, seed: u64, at: usize) -> Option<Self> {
        let plan = &load.plan.tables[at];
        let table = load.schema.table(&plan.name)?;
        let place = |name: &Name| plan.columns.iter().position(|column| column.name == *name);
        let key: Option<Vec<usize>> = row_identity(table)?.iter().map(place).collect();
        let changing = changeable(table, load.live.dialect.capabilities().syntax, plan);
        let key = key.filter(|_| !changing.is_empty())?;
        Some(Self { seed, at, changing, key })
    }

    /// Updates of these numbers, each of one of the rows that are there, in a transaction. How many rows that were.
    pub async fn run(
        &self,
        load: &Load<'_>,
        loader: &mut dyn BulkLoader,
        numbers: Range<u64>,
        there: Range<u64>,
    ) -> Result<u64, AppError> {
        if numbers.is_empty() || there.is_empty() {
            return Ok(0);
        }
        loader.begin().await?;
        let statements = self.statements(load, numbers, &there);
        for sql in &statements {
            if let Err(source) = loader.execute(sql, &[]).await {
                // The first error is the one to tell.
                let _ = loader.rollback().await;
                let table = load.targets[self.at].table.to_string();
                return Err(AppError::Load { table, source: Box::new(source) });
            }
        }
        loader.commit().await?;
        // Each finds its row; what an engine counts leaves out rows that had these very values (MySQL).
        Ok(statements.len() as u64)
    }

    fn statements(&self, load: &Load<'_>, numbers: Range<u64>, there: &Range<u64>) -> Vec<String> {
        let (plan, target) = (&load.plan, &load.targets[self.at]);
        let dialect = load.live.dialect.as_ref();
        let name = &plan.tables[self.at].name;
        let rows: Vec<u64> = numbers.clone().map(|number| changed_row(self.seed, name, number, there)).collect();
        // Rows behind the last one: their values follow the same laws, and no row has them yet.
        let behind = plan.tables[self.at].rows.end;
        let others: Vec<u64> = numbers.map(|number| behind.wrapping_add(number)).collect();
        let count = rows.len();
        let key = self.values(load, &self.key, rows);
        let new = self.values(load, &self.changing, others);
        let literals = Literals(dialect.capabilities().literals);
        let pairs = |places: &[usize], columns: &[Column], row: usize, between: &str| -> String {
            let pair = |(place, column): (&usize, &Column)| {
                let mut value = Vec::new();
                literals.value(column, row, &mut value);
                format!("{} = {}", dialect.quote(&target.columns[*place].name), String::from_utf8_lossy(&value))
            };
            places.iter().zip(columns).map(pair).collect::<Vec<_>>().join(between)
        };
        let table = dialect.qualified(&target.table);
        let statement = |row: usize| {
            let (set, found) = (pairs(&self.changing, &new, row, ", "), pairs(&self.key, &key, row, " AND "));
            format!("UPDATE {table} SET {set} WHERE {found}")
        };
        (0..count).map(statement).collect()
    }

    fn values(&self, load: &Load<'_>, columns: &[usize], rows: Vec<u64>) -> Vec<Column> {
        let stages = load.plan.tables[self.at].stages_for(columns);
        let frame = load.plan.evaluate(self.at, &stages, rows);
        columns.iter().map(|column| frame.column(*column).clone()).collect()
    }
}
