//! `profile learn`: a seeding profile fitted to a live database, by aggregates alone.

mod column;
mod table;

use super::report::{Asker, LiveTable, Sensitive, inspect, statement_timeout};
use super::source::{Source, Target};
use super::{AppError, Context};
use crate::driver::Server;
use crate::model::{QualifiedName, Table};
use crate::seed::{Compiled, DescribedTable, Wanted, WantedRows, compile, profile};
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct LearnRequest {
    pub database: Target,
    /// A new file; `None` where the profile is only shown.
    pub out: Option<PathBuf>,
    /// A spec that says which columns are sensitive.
    pub schema: Option<Source>,
    /// How many rows have to share what is told of them.
    pub bound: u64,
    /// Seconds that one statement may run.
    pub statement_timeout: Option<u64>,
}

/// What `profile learn --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LearnReport {
    pub server: Server,
    /// The profile.
    pub yaml: String,
    pub out: Option<PathBuf>,
    /// How many rows share whatever is told of them, at least.
    pub bound: u64,
    /// In loading order.
    pub tables: Vec<LearnedTable>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LearnedTable {
    pub table: String,
    pub rows: u64,
    /// Columns whose values are told by the database.
    pub learned: Vec<String>,
    pub left_out: Vec<LeftOut>,
}

/// A column that the profile says less of than there is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeftOut {
    pub column: String,
    pub reason: String,
}

pub async fn learn_profile(context: &Context, request: &LearnRequest) -> Result<LearnReport, AppError> {
    let (schema, dialect) = inspect(context, &request.database).await?;
    let timeout = statement_timeout(request.statement_timeout);
    let mut asker = Asker::open(context, &request.database, timeout).await?;
    let mut wanted = Wanted::default();
    for table in schema.tables() {
        let rows = asker.count(&format!("SELECT count(*) FROM {}", dialect.qualified(&table.name))).await?;
        wanted.tables.entry(table.name.clone()).or_default().rows = Some(WantedRows::Exactly(rows));
    }
    let compiled = compile(&schema, dialect.capabilities().syntax, &wanted).map_err(AppError::Unsupported)?;
    let Compiled { mut described, notes, .. } = compiled;
    let server = asker.server().clone();
    let nothing = Table::new(QualifiedName::bare(""));
    let mut live = LiveTable { asker, dialect, schema, table: nothing };
    let mut tables = Vec::new();
    context.progress.start("learning", described.len() as u64);
    for table in &mut described {
        context.progress.step(&table.name.to_string());
        tables.push(learn_table(context, request, &mut live, table).await?);
    }
    context.progress.finish();
    let yaml = profile::write(&wanted, &described);
    if let Some(out) = &request.out {
        store::write_new(&context.folder.join(out), &yaml)?;
    }
    Ok(LearnReport { server, yaml, out: request.out.clone(), bound: request.bound, tables, notes })
}

async fn learn_table(
    context: &Context,
    request: &LearnRequest,
    live: &mut LiveTable,
    described: &mut DescribedTable,
) -> Result<LearnedTable, AppError> {
    let mut report = LearnedTable {
        table: described.name.to_string(),
        rows: described.rows,
        learned: Vec::new(),
        left_out: Vec::new(),
    };
    // What is described is a table of the schema: the plan was compiled from it.
    if let Some(table) = live.schema.table(&described.name) {
        live.table = table.clone();
        let sensitive = Sensitive::of(context, request.schema.as_ref(), &described.name).await?;
        table::learn(live, described, &sensitive, request.bound, &mut report).await?;
    }
    Ok(report)
}
