//! Changes inside a table: by ALTER TABLE where every one of them can be, otherwise by one rebuild that does all.

use super::{in_place, kept_triggers};
use crate::dialect::Unsupported;
use crate::model::{Name, Object, ObjectId, Pair, Rebuild, Schema, Step, Table, TableChange};

pub(super) fn lower(id: &ObjectId, changes: &[TableChange], schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported> {
    let tables = Pair::new(table(schemas.from, id)?, table(schemas.to, id)?);
    if let Some(steps) = in_place::lower(id, changes, tables, schemas.from) {
        return Ok(steps);
    }
    let (first, inside) = renames(changes);
    let rest = changes.iter().filter(|change| !first.contains(change)).cloned().collect();
    let renames = first.into_iter().cloned().map(|change| Step::AlterTable { table: id.clone(), change });
    let rebuild = Rebuild {
        tables: tables.map(Table::clone),
        changes: rest,
        renamed: inside,
        triggers: kept_triggers(&tables.to.name, schemas),
    };
    Ok(renames.chain([Step::Rebuild(Box::new(rebuild))]).collect())
}

/// Renames that go before the rebuild, and those that are done in it. ALTER TABLE follows a name into foreign keys of other tables, into views and
/// triggers, as a rebuild does not; but it cannot let two columns trade names.
fn renames(changes: &[TableChange]) -> (Vec<&TableChange>, Vec<Pair<Name>>) {
    if in_place::renames_are_apart(changes) {
        (changes.iter().filter(|change| renamed_column(change).is_some()).collect(), Vec::new())
    } else {
        (Vec::new(), changes.iter().filter_map(renamed_column).collect())
    }
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
