//! Changes inside a table: by ALTER TABLE where every one of them can be, otherwise by one rebuild that does all.

use super::{in_place, kept_triggers};
use crate::dialect::Unsupported;
use crate::model::{Name, Object, ObjectId, Pair, Rebuild, Schema, Step, Table, TableChange};

pub(super) fn lower(id: &ObjectId, changes: &[TableChange], schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    let tables = Pair::new(table(schemas.from, id)?, table(schemas.to, id)?);
    if let Some(steps) = in_place::lower(id, changes, tables, schemas.from) {
        return Ok(steps);
    }
    Ok(vec![Step::Rebuild(Box::new(Rebuild {
        tables: tables.map(Table::clone),
        changes: changes.to_vec(),
        renamed: changes.iter().filter_map(renamed_column).collect(),
        triggers: kept_triggers(&tables.to.name, schemas),
    }))])
}

fn table<'a>(schema: &'a Schema, id: &ObjectId) -> Result<&'a Table, Unsupported> {
    match schema.objects.get(id) {
        Some(Object::Table(table)) => Ok(table),
        Some(_) | None => Err(Unsupported::new(
            id.clone(),
            "a table is changed that is not in both schemas",
            "this is a bug of dbx: please report it",
        )),
    }
}

fn renamed_column(change: &TableChange) -> Option<Pair<Name>> {
    match change {
        TableChange::RenameColumn(names) => Some(names.clone()),
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => None,
    }
}
