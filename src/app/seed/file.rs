//! Rows into files, one for each table, or all into the standard output.

use super::rows::Rows;
use super::{FileFormat, Files, SeedOutcome, SeedReport, SeedRequest, milliseconds, parquet};
use crate::app::{AppError, Context};
use crate::dialect::Dialect;
use crate::driver::Batches as _;
use crate::model::Schema;
use crate::seed::encode::{Csv, Encoder, Inserts, Literals};
use crate::seed::{SeedPlan, TablePlan};
use crate::store::{self, StoreError};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Bytes that are written at once.
const CHUNK: usize = 256 * 1024;

pub(super) fn write(
    context: &Context,
    request: &SeedRequest,
    files: &Files,
    (schema, dialect, plan): (&Schema, &dyn Dialect, Arc<SeedPlan>),
    report: &mut SeedReport,
    out: &mut (dyn Write + Send),
) -> Result<(), AppError> {
    if files.format == FileFormat::Parquet && files.folder.is_none() {
        let message = "--to parquet: a file holds the rows of one table, so name a folder for them instead of -";
        return Err(AppError::Usage(message.into()));
    }
    let started = std::time::Instant::now();
    let folder = files.folder.as_ref().map(|folder| context.folder.join(folder));
    if let Some(folder) = &folder {
        store::make_folder(folder)?;
    }
    context.progress.start("writing", plan.tables.len() as u64);
    for (at, table) in plan.tables.iter().enumerate() {
        context.progress.step(&table.name.to_string());
        let begun = std::time::Instant::now();
        let part = request.shard.part(&table.rows);
        let mut rows = Rows::new(&plan, at, part, request.batch_size, request.jobs);
        match &folder {
            Some(folder) => {
                // Numbered, so that their names sort as they are to be loaded.
                let name =
                    format!("{:03}_{}.{}", at + 1, store::slug(&table.name.to_string()), files.format.extension());
                let path = folder.join(name);
                let file = BufWriter::new(store::create(&path)?);
                let plan = (&*plan, at);
                write_table(&mut rows, files.format, (schema, dialect), plan, file)
                    .map_err(|error| failed(&path, error))?;
            }
            None => write_table(&mut rows, files.format, (schema, dialect), (&plan, at), &mut *out)
                .map_err(|error| failed(Path::new("the standard output"), error))?,
        }
        report.tables[at].elapsed_ms = milliseconds(begun);
    }
    context.progress.finish();
    report.elapsed_ms = milliseconds(started);
    report.outcome = SeedOutcome::Written;
    Ok(())
}

fn failed(path: &Path, error: std::io::Error) -> AppError {
    AppError::Store(StoreError::writing(path, error))
}

fn write_table(
    rows: &mut Rows,
    format: FileFormat,
    (schema, dialect): (&Schema, &dyn Dialect),
    (plan, at): (&SeedPlan, usize),
    out: impl Write + Send,
) -> std::io::Result<()> {
    let table = &plan.tables[at];
    match format {
        FileFormat::Parquet => parquet::write(rows, (plan, at), schema.table(&table.name), out),
        FileFormat::Csv => encode(rows, &csv(table), out),
        FileFormat::Sql => encode(rows, &inserts(dialect, table), out),
    }
}

fn encode(rows: &mut Rows, encoder: &dyn Encoder, mut out: impl Write) -> std::io::Result<()> {
    let mut buffer = Vec::with_capacity(2 * CHUNK);
    encoder.begin(&mut buffer);
    while let Some(batch) = rows.next_batch() {
        encoder.rows(&batch, &mut buffer);
        if buffer.len() >= CHUNK {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    encoder.end(&mut buffer);
    out.write_all(&buffer)?;
    out.flush()
}

fn csv(table: &TablePlan) -> Csv {
    Csv { header: table.columns.iter().map(|column| column.name.to_string()).collect() }
}

fn inserts(dialect: &dyn Dialect, table: &TablePlan) -> Inserts {
    let literals = dialect.capabilities().literals;
    let columns = dialect.name_list(table.columns.iter().map(|column| &column.name));
    let name = dialect.qualified(&table.name);
    let head = format!("INSERT INTO {name} ({columns}){} VALUES", literals.overriding);
    Inserts { head, literals: Literals(literals) }
}
