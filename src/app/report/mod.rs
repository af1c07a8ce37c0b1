//! `report`: statistics of a table, by aggregates of its database.

mod asker;
mod column;
mod compare;
mod live;
mod made;
mod subject;

pub(super) use asker::{Asker, double, statement_timeout, text, whole};
pub use compare::{CardinalitySimilarity, ColumnSimilarity, Comparison, Counterpart, Metric, PairSimilarity};
pub(super) use live::{LiveTable, inspect, referenced_columns};
pub(super) use subject::Sensitive;

use super::source::{Source, Target};
use super::{AppError, Context};
use crate::driver::Server;
use crate::model::Column;
use crate::report::{Figure, Histogram, Percent, ValueKind};
use column::figures;
use compare::compare;
use schemars::JsonSchema;
use serde::Serialize;
use subject::find_columns;

#[derive(Clone, Debug)]
pub struct ReportRequest {
    /// `name` or `namespace.name`.
    pub table: String,
    pub database: Target,
    /// All of them where none is named.
    pub columns: Vec<String>,
    pub percentiles: Vec<Percent>,
    /// A spec that says which columns are sensitive.
    pub schema: Option<Source>,
    /// Seconds that one statement may run.
    pub statement_timeout: Option<u64>,
    /// What the table is compared with.
    pub compare: Option<Counterpart>,
}

/// What `report --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TableReport {
    pub server: Server,
    pub table: String,
    pub rows: u64,
    /// In the order of the table.
    pub columns: Vec<ColumnReport>,
    pub compared: Option<Comparison>,
    pub notes: Vec<String>,
}

/// One column.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColumnReport {
    pub column: String,
    pub data_type: String,
    pub kind: ValueKind,
    /// Rows with a value.
    pub count: u64,
    pub nulls: u64,
    /// Different values, as the engine compares them; where it does.
    pub distinct: Option<u64>,
    /// Values that statistics leave out: NaN, infinite ones, and what is no value of the type (SQLite).
    pub left_out: u64,
    /// Why no values are shown.
    pub withheld: Option<String>,
    /// Of numbers and moments.
    pub statistics: Option<Statistics>,
    /// Of texts.
    pub lengths: Option<Lengths>,
    /// Texts that several rows have, the most frequent ones first; long ones are cut.
    pub frequent: Vec<FrequentValue>,
    pub histogram: Option<Histogram>,
}

/// Of the values that are not left out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Statistics {
    pub min: Figure,
    pub max: Figure,
    /// Arithmetic mean, of numbers.
    pub mean: Option<f64>,
    /// Variance of a sample: squared distances from the mean divided by n - 1. Of two numbers or more.
    pub variance: Option<f64>,
    /// Square root of the variance.
    pub standard_deviation: Option<f64>,
    pub median: Option<Figure>,
    /// Of numbers between two values both are weighed (definition 7 of Hyndman and Fan), of moments it is the nearest rank.
    pub percentiles: Vec<PercentileFigure>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PercentileFigure {
    /// So many of a hundred values are not above.
    pub percent: Figure,
    pub value: Figure,
}

/// In characters.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Lengths {
    pub min: u64,
    pub max: u64,
    pub mean: f64,
    /// Texts without a character.
    pub empty: u64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FrequentValue {
    pub value: String,
    pub rows: u64,
}

pub async fn report(context: &Context, request: &ReportRequest) -> Result<TableReport, AppError> {
    let timeout = statement_timeout(request.statement_timeout);
    let mut live = LiveTable::open(context, &request.database, &request.table, timeout).await?;
    let columns: Vec<Column> =
        find_columns(&live.table, live.dialect.as_ref(), &request.columns)?.into_iter().cloned().collect();
    let sensitive = Sensitive::of(context, request.schema.as_ref(), &live.table.name).await?;
    let rows = live.asker.count(&format!("SELECT count(*) FROM {}", live.dialect.qualified(&live.table.name))).await?;
    let mut report = TableReport {
        server: live.asker.server().clone(),
        table: live.table.name.to_string(),
        rows,
        columns: Vec::new(),
        compared: None,
        notes: Vec::new(),
    };
    context.progress.start("measuring", columns.len() as u64);
    for column in &columns {
        context.progress.step(column.name.as_str());
        let withheld = sensitive.reason(&column.name);
        report.columns.push(figures(&mut live, column, withheld, &request.percentiles, &mut report.notes).await?);
    }
    context.progress.finish();
    if let Some(counterpart) = &request.compare {
        let with = (&request.database, counterpart);
        report.compared = Some(compare(context, &mut live, &columns, with, timeout).await?);
    }
    Ok(report)
}
