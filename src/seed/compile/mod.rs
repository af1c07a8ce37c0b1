//! From a schema and what is wanted of it to a plan that makes rows. Whatever cannot be honoured is told here, before the first row.

mod borrow;
mod change;
mod check;
mod column;
mod days;
mod described;
mod distinct;
mod generator;
mod key;
mod link;
mod order;
mod proof;
mod reference;
mod star;
mod table;
mod text;
mod trigger;
mod unique;

use super::evaluate::SeedPlan;
use super::infer::{self, Volumes};
use super::stream::Stream;
use super::wanted::{Wanted, WantedRows};
use crate::dialect::Unsupported;
use crate::model::{QualifiedName, Schema, Table};
use crate::sql::Syntax;
pub use change::{changeable, changed_row, row_identity};
pub use days::{MOST_DAYS, calendar_day};
pub use described::{DescribedColumn, DescribedReference, DescribedTable};
use link::link;
use order::{Ordered, order};
use proof::broken;
use table::{Parents, TableCompiler, Verdict};
pub use text::TextOrder;
use trigger::filled_by_triggers;

/// A plan, and what a person should know about it.
#[derive(Debug)]
pub struct Compiled {
    pub plan: SeedPlan,
    /// What was inferred or wanted of each table, in loading order.
    pub described: Vec<DescribedTable>,
    /// Texts that a language model is to write before rows are made.
    pub texts: Vec<TextOrder>,
    pub notes: Vec<String>,
}

/// Compiles the tables of a schema that hold rows of their own. `syntax` is that of its checks.
///
/// # Errors
///
/// Everything that the plan could not keep: constraints by their names, and volumes that do not fit.
pub fn compile(schema: &Schema, syntax: Syntax, wanted: &Wanted) -> Result<Compiled, Vec<Unsupported>> {
    let mut tables: Vec<&Table> = schema.tables().filter(|table| holds_rows(table)).collect();
    let left_to_triggers = filled_by_triggers(schema, syntax, &tables);
    tables.retain(|table| !left_to_triggers.iter().any(|(name, _)| *name == table.name));
    let Ordered { tables, late } = order(schema, &tables);
    let mut volumes = volumes(&tables, wanted);
    // A table with fewer rows than thought leaves fewer parents to those before it in a ring: until nothing changes.
    for _ in 0..ROUNDS {
        let before = volumes.clone();
        let mut compiled = compile_all((schema, syntax), wanted, &tables, &late, &mut volumes)?;
        if volumes == before {
            compiled.notes.extend(left_to_triggers.into_iter().map(|(_, note)| note));
            return Ok(compiled);
        }
    }
    Err(vec![Unsupported::new(
        "schema",
        "the tables of a ring leave each other fewer and fewer rows",
        "set their rows in a profile",
    )])
}

/// How many rows each table is to have, before keys say what fits.
fn volumes(tables: &[&Table], wanted: &Wanted) -> Volumes {
    let mut volumes = infer::volumes(tables.iter().copied(), wanted.scaled(wanted.rows));
    // In loading order: what is counted by its parents comes behind them.
    for table in tables {
        let Some(own) = wanted.tables.get(&table.name) else { continue };
        let rows = match &own.rows {
            Some(WantedRows::Exactly(rows)) if own.scales => wanted.scaled(*rows),
            Some(WantedRows::Exactly(rows)) => *rows,
            Some(WantedRows::PerRow { of, mean }) => {
                let parents = volumes.get(of).copied().unwrap_or(0);
                (parents as f64 * mean).round() as u64
            }
            None => continue,
        };
        volumes.insert(table.name.clone(), rows);
    }
    volumes
}

/// Enough for rings of so many tables that shrink one after the other.
const ROUNDS: usize = 16;

fn compile_all(
    schema: (&Schema, Syntax),
    wanted: &Wanted,
    tables: &[&Table],
    late: &[Vec<QualifiedName>],
    volumes: &mut Volumes,
) -> Result<Compiled, Vec<Unsupported>> {
    let plan = SeedPlan { tables: Vec::new() };
    let mut compiled = Compiled { plan, described: Vec::new(), texts: Vec::new(), notes: Vec::new() };
    let mut problems = Vec::new();
    for (table, late) in tables.iter().zip(late) {
        let mut compiler = TableCompiler::new(schema, table, wanted, late.clone());
        let verdict = compiler.compile(&Parents { tables, volumes, made: &compiled.plan });
        match verdict {
            Verdict::Done(plan) => {
                volumes.insert(table.name.clone(), plan.rows.end - plan.rows.start);
                compiled.described.push(
                    compiler
                        .describe(plan.rows.end - plan.rows.start, &Parents { tables, volumes, made: &compiled.plan }),
                );
                match compiler.text_orders() {
                    Ok(orders) => compiled.texts.extend(orders),
                    Err(problem) => problems.push(problem),
                }
                compiled.plan.tables.push(*plan);
                compiled.notes.extend(compiler.into_notes());
            }
            Verdict::Refused(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    link(&mut compiled.plan)?;
    let problems = broken(schema.0, schema.1, &compiled.plan);
    if problems.is_empty() { Ok(compiled) } else { Err(problems) }
}

/// Rows of partitions come with their parent, those of foreign tables are elsewhere.
fn holds_rows(table: &Table) -> bool {
    table.partition_of.is_none() && table.options.foreign.is_none() && !table.columns.is_empty()
}

/// The stream of everything about a table.
fn table_stream(wanted: &Wanted, table: &Table) -> Stream {
    // Without the namespace: engines that have none make the same rows.
    Stream::new(wanted.seed).named(table.name.name.as_str())
}

/// How many rows a table gets: what is wanted, or what was inferred.
fn rows_of(volumes: &Volumes, table: &Table) -> u64 {
    volumes.get(&table.name).copied().unwrap_or(0)
}
