//! CREATE TABLE.

use super::{column, comment, constraint, foreign, index, partition, policy};
use crate::dialect::Unsupported;
use crate::dialect::postgres::quote;
use crate::model::{Pair, RowSecurity, Statement, Table};

/// The table with everything that is in it. A partition is made as a table of its own and then attached, as pg_dump does it: that
/// way its indexes and constraints keep their names.
pub(super) fn create(table: &Table) -> Result<Vec<Statement>, Unsupported> {
    let id = table.id();
    let columns = table.columns.values().map(|it| column::definition(&id, it)).collect::<Result<Vec<_>, _>>()?;
    let lines: Vec<String> =
        columns.into_iter().chain(table.constraints.values().map(constraint::definition)).collect();
    let unlogged = if table.options.unlogged { "UNLOGGED " } else { "" };
    let mut create = format!("CREATE {unlogged}{} {} (", keyword(table), quote::qualified(&table.name));
    if !lines.is_empty() {
        create.push_str(&format!("\n    {}\n", lines.join(",\n    ")));
    }
    create.push(')');
    if let Some(partitioning) = &table.partitioning {
        create.push_str(&format!(" PARTITION BY {}", partition::key(partitioning)));
    }
    create.extend(table.options.foreign.as_ref().map(foreign::of_table));
    let mut statements = vec![Statement::new(create)];
    statements.extend(table.indexes.values().flat_map(|it| index::create(&id, it)));
    statements.extend(table.partition_of.as_ref().map(|it| partition::attach(&id, it)));
    statements.extend(policy::row_security(&id, Pair::new(RowSecurity::default(), table.options.row_security)));
    statements.extend(comment::of_table(table));
    Ok(statements)
}

/// What it is called behind CREATE, DROP and COMMENT ON.
pub(super) fn keyword(table: &Table) -> &'static str {
    if table.options.foreign.is_some() { "FOREIGN TABLE" } else { "TABLE" }
}
