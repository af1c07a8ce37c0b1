//! Samples of what is in columns, for a model that may see them.

use super::super::guarded_reader::GuardedReader;
use super::super::{AppError, Context};
use super::{OrchestrateRequest, schema};
use crate::ask::Table;
use crate::model::{self, Name, Schema};
use crate::prompt::{one_line, withheld};
use std::fmt::Write as _;

/// Values of a column, and characters of a value, that are told.
const MOST_VALUES: usize = 12;
const LONGEST_VALUE: usize = 60;

/// All of them together, in bytes.
const MOST_BYTES: usize = 8_000;

/// Lines such as `loans.region: "north", "south"`. Columns that stay at home stay there with their values.
pub(super) async fn sampled(
    context: &Context,
    request: &OrchestrateRequest,
    reader: &mut GuardedReader,
    live: &Schema,
) -> Result<String, AppError> {
    let catalog = schema::catalog(context, &request.database, reader, request.refresh_schema).await?;
    let mut text = String::new();
    for table in &catalog.tables {
        let Some(own) = live.tables().find(|own| is_same(own, table)) else { continue };
        for column in table.columns.iter().filter(|column| !column.values.is_empty()) {
            let may_go = own.columns.get(column.name.as_str()).is_some_and(|own| withheld(own).is_none());
            if may_go && text.len() < MOST_BYTES {
                let values = column.values.iter().take(MOST_VALUES).map(|value| one_line(value, LONGEST_VALUE));
                let values = values.collect::<Vec<_>>().join(", ");
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{}.{}: {values}",
                    one_line(&table.name, LONGEST_VALUE),
                    one_line(&column.name, LONGEST_VALUE)
                );
            }
        }
    }
    Ok(text)
}

/// The catalog leaves the usual namespace out.
fn is_same(own: &model::Table, table: &Table) -> bool {
    let namespace = own.name.namespace.as_ref().map(Name::as_str);
    own.name.name.as_str() == table.name && table.namespace.as_deref().is_none_or(|it| namespace == Some(it))
}
