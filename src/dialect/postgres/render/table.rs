//! CREATE TABLE.

use super::{column, comment, constraint, foreign, index, partition, policy, storage};
use crate::dialect::Unsupported;
use crate::dialect::postgres::quote;
use crate::model::{Pair, RowSecurity, Statement, Table};

/// The table with everything that is in it. A partition is made as a table of its own and then attached, as pg_dump does it: that
/// way its indexes and constraints keep their names.
pub(super) fn create(table: &Table) -> Result<Vec<Statement>, Unsupported> {
    let id = table.id();
    let mut lines = match table.options.of_type {
        Some(_) => table.columns.values().map(|it| column::with_options(&id, it)).collect::<Result<Vec<_>, _>>()?,
        None => {
            let own = table.columns.values().filter(|it| !it.inherited);
            own.map(|it| column::definition(&id, it).map(Some)).collect::<Result<Vec<_>, _>>()?
        }
    };
    lines.extend(table.constraints.values().map(|it| Some(constraint::definition(it))));
    let create = format!("{}{}", head(table, lines.into_iter().flatten().collect()), tail(table));
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

/// `CREATE TABLE name (…)`. A table of a type has parentheses only for what it adds to that.
fn head(table: &Table, lines: Vec<String>) -> String {
    let unlogged = if table.options.unlogged { "UNLOGGED " } else { "" };
    let name = quote::qualified(&table.name);
    let of_type = table.options.of_type.as_ref().map(|it| format!(" OF {}", quote::qualified(it)));
    let body = match (lines.is_empty(), &of_type) {
        (true, Some(_)) => String::new(),
        (true, None) => " ()".to_owned(),
        (false, _) => format!(" (\n    {}\n)", lines.join(",\n    ")),
    };
    format!("CREATE {unlogged}{} {name}{}{body}", keyword(table), of_type.unwrap_or_default())
}

/// What stands behind the parentheses.
fn tail(table: &Table) -> String {
    let options = &table.options;
    let parents: Vec<String> = options.inherits.iter().map(quote::qualified).collect();
    let inherits = if parents.is_empty() { String::new() } else { format!(" INHERITS ({})", parents.join(", ")) };
    let partitioning = table.partitioning.as_ref().map(|it| format!(" PARTITION BY {}", partition::key(it)));
    format!(
        "{inherits}{}{}{}{}{}",
        partitioning.unwrap_or_default(),
        options.foreign.as_ref().map(foreign::of_table).unwrap_or_default(),
        storage::using(options.access_method.as_ref()),
        storage::with(&options.parameters),
        storage::tablespace(options.tablespace.as_ref()),
    )
}
