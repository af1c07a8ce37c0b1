//! All rows of a table, into one that is empty.

use super::{Restoration, RestoreOutcome, RestoredTable, Wanted, altered};
use crate::app::AppError;
use crate::backup::{RowsReader, SavedTable};
use crate::driver::{RowSource, TableCounter};
use crate::model::{Cell, Name};
use std::io;

pub(super) async fn fill(
    restoration: &mut Restoration<'_>,
    table: &Wanted<'_>,
    columns: &[Name],
) -> Result<RestoredTable, AppError> {
    let mut source = FromFile::all(restoration.archive.rows(table.saved)?);
    let rows = restoration.driver.write_rows(&table.place, columns, &mut source).await?;
    let written = restoration.digest(&table.place, columns).await?;
    if written.hex() != table.saved.rows_hash || written.rows() != table.saved.rows {
        return Err(altered(&table.place, "the rows"));
    }
    Ok(RestoredTable { rows, ..RestoredTable::of(table, RestoreOutcome::Filled) })
}

/// How far what counts up in the table had come.
pub(super) fn counters(saved: &SavedTable) -> Result<Vec<TableCounter>, AppError> {
    let read = |counter: &crate::backup::Counter| {
        let value = counter.value.parse().map_err(|_| {
            AppError::Usage(format!("the manifest says that something has counted up to `{}`", counter.value))
        })?;
        Ok(TableCounter { column: counter.column.as_deref().map(Name::from), value, used: counter.used })
    };
    saved.counters.iter().map(read).collect()
}

/// Rows of a file, whole or some of their cells.
pub(super) struct FromFile {
    reader: RowsReader,
    /// Places of the cells that are wanted, in their order.
    chosen: Option<Vec<usize>>,
    /// Told of every row that goes out.
    pub digest: crate::backup::RowsDigest,
}

impl FromFile {
    fn all(reader: RowsReader) -> Self {
        Self { reader, chosen: None, digest: crate::backup::RowsDigest::default() }
    }

    pub fn some(reader: RowsReader, chosen: Vec<usize>) -> Self {
        Self { chosen: Some(chosen), ..Self::all(reader) }
    }
}

impl RowSource for FromFile {
    fn next_row(&mut self) -> io::Result<Option<Vec<Cell>>> {
        let Some(row) = self.reader.next_row().map_err(io::Error::other)? else { return Ok(None) };
        let row = match &self.chosen {
            None => row,
            Some(places) => places.iter().filter_map(|place| row.get(*place).cloned()).collect(),
        };
        self.digest.add_row(&row)?;
        Ok(Some(row))
    }
}
