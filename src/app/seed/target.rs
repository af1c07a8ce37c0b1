//! The tables of a plan in the live database.

use crate::app::source::live;
use crate::app::{AppError, Context};
use crate::driver::{BulkColumn, BulkTarget, Driver};
use crate::model::{Column, DataType, Name, Object, ObjectId, ObjectKind, QualifiedName, Schema, Table, Value};
use crate::seed::{SeedPlan, Wanted};
use std::sync::Arc;

/// The live schema, and how names are found in it.
pub(super) struct Live {
    pub schema: Schema,
    pub dialect: Arc<dyn crate::dialect::Dialect>,
}

impl Live {
    pub async fn inspect(context: &Context, driver: &mut dyn Driver) -> Result<Self, AppError> {
        let schema = live(context, driver).await?;
        Ok(Self { schema, dialect: driver.dialect() })
    }

    /// The table of this name: in the engine's default namespace where none is given, in any letter case where the engine does not care.
    pub fn table(&self, name: &QualifiedName) -> Option<&Table> {
        let capabilities = self.dialect.capabilities();
        let wanted = match capabilities.default_namespace {
            Some(namespace) => name.clone().or_namespace(&Name::from(namespace)),
            None => QualifiedName::bare(name.name.clone()),
        };
        let same = |a: &Name, b: &Name| {
            a == b || capabilities.names_ignore_case && a.as_str().eq_ignore_ascii_case(b.as_str())
        };
        self.schema.table(&wanted).or_else(|| {
            self.schema.tables().find(|it| it.name.namespace == wanted.namespace && same(&it.name.name, &wanted.name))
        })
    }

    fn column<'t>(&self, table: &'t Table, name: &Name) -> Option<&'t Column> {
        let ignores_case = || table.columns.values().find(|it| it.name.as_str().eq_ignore_ascii_case(name.as_str()));
        table.columns.get(name).or_else(ignores_case)
    }

    /// Where the rows of each table of the plan go.
    pub fn targets(&self, plan: &SeedPlan) -> Result<Vec<BulkTarget>, AppError> {
        let mut missing = Vec::new();
        let mut targets = Vec::new();
        for planned in &plan.tables {
            let Some(table) = self.table(&planned.name) else {
                missing.push(format!("table {}", planned.name));
                continue;
            };
            let mut columns = Vec::new();
            for column in &planned.columns {
                match self.column(table, &column.name) {
                    Some(column) => columns.push(self.bulk_column(column)),
                    None => missing.push(format!("column {}.{}", planned.name, column.name)),
                }
            }
            targets.push(BulkTarget { table: table.name.clone(), columns });
        }
        if missing.is_empty() {
            return Ok(targets);
        }
        Err(AppError::Refused {
            reason: format!("the database does not have {}", missing.join(", ")),
            help: "bring it up to the schema first: dbx apply --target SCHEMA".into(),
            risks: Vec::new(),
        })
    }

    fn bulk_column(&self, column: &Column) -> BulkColumn {
        let mut data_type = column.data_type.clone();
        let mut is_enum = false;
        while let DataType::Named(name) = &data_type {
            let object = |kind| self.schema.objects.get(&ObjectId::of(kind, name));
            is_enum = object(ObjectKind::Enum).is_some();
            match object(ObjectKind::Domain) {
                Some(Object::Domain(domain)) => data_type = domain.data_type.clone(),
                _ => break,
            }
        }
        BulkColumn { name: column.name.clone(), data_type, is_enum }
    }

    /// Notes how many rows there are already: new ones go on behind them.
    pub async fn count(&self, driver: &mut dyn Driver, schema: &Schema, wanted: &mut Wanted) -> Result<(), AppError> {
        for planned in schema.tables() {
            let Some(table) = self.table(&planned.name) else { continue };
            let first = self.first_row(driver, table).await?;
            if first > 0 {
                wanted.tables.entry(planned.name.clone()).or_default().first = first;
            }
        }
        Ok(())
    }

    /// Whether a live table has any rows.
    pub async fn has_rows(&self, driver: &mut dyn Driver, table: &QualifiedName) -> Result<bool, AppError> {
        let rows = driver.query(&format!("SELECT 1 FROM {} LIMIT 1", self.dialect.qualified(table)), &[]).await?;
        Ok(!rows.rows.is_empty())
    }

    /// The number of rows, or the largest key where that is a whole number and larger.
    async fn first_row(&self, driver: &mut dyn Driver, table: &Table) -> Result<u64, AppError> {
        let key = table.primary_key().and_then(|key| match &key.columns[..] {
            [name] => table.columns.get(name).filter(|column| column.data_type.is_integer()),
            _ => None,
        });
        let largest = key.map_or_else(|| "0".to_owned(), |key| format!("max({})", self.dialect.quote(&key.name)));
        let sql = format!("SELECT count(*), {largest} FROM {}", self.dialect.qualified(&table.name));
        let rows = driver.query(&sql, &[]).await?;
        let numbers = rows.rows.first().into_iter().flatten().filter_map(Value::as_i64);
        Ok(numbers.max().and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
    }
}
