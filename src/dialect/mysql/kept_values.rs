//! A column that is computed on reading becomes a plain one. It has no values that could stay, and MySQL refuses the change; but a column beside it
//! that keeps what it computes can take its place. The server fills that one without firing a trigger or touching ON UPDATE.

use crate::dialect::mysql::cost;
use crate::model::{Column, ColumnAspect, Generated, Name, Pair, TableChange};

/// In characters ("Identifier Length Limits").
const LONGEST_NAME: usize = 64;

/// The column before and after, where the change is of that kind.
pub(super) fn keeps_computed_values(change: &TableChange) -> Option<Pair<&Column>> {
    match change {
        TableChange::AlterColumn { columns, aspect: ColumnAspect::Generated }
            if cost::is_virtual(&columns.from) && columns.to.generated.is_none() =>
        {
            Some(columns.as_ref())
        }
        _ => None,
    }
}

/// The column beside it: computed as it is, and kept.
pub(super) fn beside(column: &Column) -> Column {
    let generated = column.generated.clone().map(|generated| Generated { stored: true, ..generated });
    Column { name: name_beside(&column.name), generated, comment: None, ..column.clone() }
}

pub(super) fn name_beside(name: &Name) -> Name {
    format!("dbx_new_{name}").chars().take(LONGEST_NAME).collect::<String>().into()
}
