//! Rows into Parquet files: one for each table.

use super::rows::Rows;
use crate::driver::Batches as _;
use crate::export::parquet::{Cells, ColumnChunk, Field, FieldKind, MOST_DIGITS, ParquetFile};
use crate::model::{DataType, Name, Table};
use crate::seed::{Batch, Column, SeedPlan, Values};
use std::io::{self, Write};

/// Writes all batches. `table` is the one of the schema, whose types say what the values alone do not.
pub(super) fn write(
    rows: &mut Rows,
    plan: (&SeedPlan, usize),
    table: Option<&Table>,
    out: impl Write + Send,
) -> io::Result<()> {
    let mut file = ParquetFile::new(out, &fields(plan, table))?;
    while let Some(batch) = rows.next_batch() {
        file.append(batch.columns.into_iter().map(chunk).collect())?;
    }
    file.finish()?.flush()
}

fn fields((plan, at): (&SeedPlan, usize), table: Option<&Table>) -> Vec<Field> {
    // No rows, but columns of the right kind.
    let Batch { columns, .. } = plan.batch(at, 0..0);
    let names = plan.tables[at].columns.iter().map(|column| &column.name);
    let data_type = |name: &Name| table.and_then(|table| table.columns.get(name)).map(|column| &column.data_type);
    let field = |(name, column): (&Name, &Column)| Field {
        name: name.to_string(),
        kind: kind(&column.values, data_type(name)),
    };
    names.zip(&columns).map(field).collect()
}

fn kind(values: &Values, data_type: Option<&DataType>) -> FieldKind {
    match values {
        Values::Booleans(_) => FieldKind::Boolean,
        Values::Integers(_) => FieldKind::Integer,
        Values::Decimals { scale, .. } => FieldKind::Decimal { precision: precision(data_type), scale: *scale },
        Values::Floats(_) => FieldKind::Double,
        Values::Dates(_) => FieldKind::Date,
        Values::Times(_) => FieldKind::Time,
        Values::Timestamps(_) => {
            FieldKind::Timestamp { is_utc: matches!(data_type, Some(DataType::Timestamp { zone: true, .. })) }
        }
        Values::Uuids(_) => FieldKind::Uuid,
        Values::Texts(_) => FieldKind::Text,
        Values::Bytes(_) => FieldKind::Bytes,
    }
}

/// The digits that the type has, or as many as fit.
fn precision(data_type: Option<&DataType>) -> u32 {
    match data_type {
        Some(DataType::Decimal { precision: Some(precision), .. }) => (*precision).min(MOST_DIGITS),
        Some(_) | None => MOST_DIGITS,
    }
}

fn chunk(column: Column) -> ColumnChunk {
    let rows = column.values.len();
    let present: Vec<bool> = (0..rows).map(|row| !column.is_null(row)).collect();
    let texts = |texts: crate::seed::Strings| -> Vec<Vec<u8>> { texts.iter().map(<[u8]>::to_vec).collect() };
    let cells = match column.values {
        Values::Booleans(values) => Cells::Booleans(kept(values, &present)),
        Values::Integers(values)
        | Values::Times(values)
        | Values::Timestamps(values)
        | Values::Decimals { unscaled: values, .. } => Cells::Integers(kept(values, &present)),
        Values::Floats(values) => Cells::Doubles(kept(values, &present)),
        Values::Dates(values) => Cells::Days(kept(values, &present)),
        Values::Uuids(values) => {
            Cells::Bytes(kept(values.into_iter().map(|it| it.to_be_bytes().to_vec()).collect(), &present))
        }
        Values::Texts(values) | Values::Bytes(values) => Cells::Bytes(kept(texts(values), &present)),
    };
    ColumnChunk { cells, present }
}

/// The values of the rows that have one.
fn kept<T>(values: Vec<T>, present: &[bool]) -> Vec<T> {
    values.into_iter().zip(present).filter(|(_, present)| **present).map(|(value, _)| value).collect()
}
