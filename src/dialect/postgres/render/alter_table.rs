//! ALTER TABLE, one change at a time.

use super::{beside, column, comment, constraint, index, partition, path, storage};
use crate::dialect::Unsupported;
use crate::dialect::postgres::quote;
use crate::model::{
    Column, Constraint, ConstraintKind, Deferrable, Name, ObjectId, ObjectKind, Statement, TableChange,
};

pub(super) fn change(table: &ObjectId, change: &TableChange) -> Result<Vec<Statement>, Unsupported> {
    let alter = |action: String| Ok(vec![Statement::new(format!("ALTER TABLE {} {action}", path(table)))]);
    match change {
        TableChange::AddColumn(it) => add_column(table, it),
        TableChange::DropColumn(it) => alter(format!("DROP COLUMN {}", quote::identifier(&it.name))),
        TableChange::RenameColumn(names) => {
            let names = names.as_ref().map(quote::identifier);
            alter(format!("RENAME COLUMN {} TO {}", names.from, names.to))
        }
        TableChange::AlterColumn { columns, aspect } => column::alter(table, columns.as_ref(), *aspect),
        TableChange::AddConstraint(it) => Ok(add_constraint(table, it)),
        TableChange::DropConstraint(it) => alter(format!("DROP CONSTRAINT {}", quote::identifier(it.name()))),
        TableChange::RenameConstraint(pair) => {
            let names = pair.as_ref().map(|constraint| quote::identifier(constraint.name()));
            alter(format!("RENAME CONSTRAINT {} TO {}", names.from, names.to))
        }
        TableChange::AlterConstraint(pair) => {
            if let Some(statements) = constraint::alter_in_place(table, pair.as_ref()) {
                return Ok(statements);
            }
            let mut statements = alter(format!("DROP CONSTRAINT {}", quote::identifier(pair.from.name())))?;
            statements.extend(add_constraint(table, &pair.to));
            Ok(statements)
        }
        TableChange::AddIndex(it) => Ok(index::create(table, it)),
        TableChange::DropIndex(it) => Ok(vec![Statement::new(format!("DROP INDEX {}", beside(table, &it.name)))]),
        TableChange::RenameIndex(names) => {
            let (from, to) = (beside(table, &names.from), quote::identifier(&names.to));
            Ok(vec![Statement::new(format!("ALTER INDEX {from} RENAME TO {to}"))])
        }
        TableChange::AlterIndex(indexes) => Ok(index::alter(table, indexes.as_ref())),
        TableChange::Comment { kind, name, comments } => {
            Ok(vec![comment::on(&comment::member(table, *kind, name), comments.to.as_deref())])
        }
        TableChange::Options(options) => Ok(storage::alter_table(table, options.as_ref())),
        TableChange::Partitioning(_) => Err(Unsupported::new(
            table.clone(),
            "a table that is there cannot become partitioned, or change how it is",
            "make a new partitioned table beside it and move the rows",
        )),
        TableChange::PartitionOf(places) => Ok(partition::move_partition(table, places.as_ref().map(Option::as_ref))),
    }
}

fn add_column(table: &ObjectId, added: &Column) -> Result<Vec<Statement>, Unsupported> {
    let definition = column::definition(table, added)?;
    let subject = comment::member(table, ObjectKind::Column, &added.name);
    let comment = added.comment.as_ref().map(|text| comment::on(&subject, Some(text)));
    let add = Statement::new(format!("ALTER TABLE {} ADD COLUMN {definition}", path(table)));
    Ok([add].into_iter().chain(comment).collect())
}

/// A key from a unique index, which gets the name of the key.
pub(in crate::dialect::postgres) fn add_constraint_using_index(
    table: &ObjectId,
    added: &Constraint,
    index: &Name,
    deferrable: Deferrable,
) -> Vec<Statement> {
    let subject = comment::member(table, ObjectKind::Constraint, added.name());
    let comment = added.comment().map(|text| comment::on(&subject, Some(text)));
    let name = quote::identifier(added.name());
    let kind = if added.kind() == ConstraintKind::PrimaryKey { "PRIMARY KEY" } else { "UNIQUE" };
    let when = constraint::deferrable(deferrable);
    let table = path(table);
    let index = quote::identifier(index);
    let add = format!("ALTER TABLE {table} ADD CONSTRAINT {name} {kind} USING INDEX {index}{when}");
    [Statement::new(add)].into_iter().chain(comment).collect()
}

/// The rows that have nothing in the column get its default.
pub(super) fn backfill(table: &ObjectId, filled: &Column) -> Result<String, Unsupported> {
    let name = quote::identifier(&filled.name);
    let value = match &filled.default {
        Some(default) => column::default(table, filled, default)?,
        None => "NULL".to_owned(),
    };
    Ok(format!("UPDATE {} SET {name} = {value} WHERE {name} IS NULL", path(table)))
}

fn add_constraint(table: &ObjectId, added: &Constraint) -> Vec<Statement> {
    added_to(&path(table), table, added)
}

/// A key of a partitioned table alone, which holds when all partitions have theirs.
pub(in crate::dialect::postgres) fn add_constraint_only(table: &ObjectId, added: &Constraint) -> Vec<Statement> {
    added_to(&format!("ONLY {}", path(table)), table, added)
}

fn added_to(subject: &str, table: &ObjectId, added: &Constraint) -> Vec<Statement> {
    let commented = comment::member(table, ObjectKind::Constraint, added.name());
    let comment = added.comment().map(|text| comment::on(&commented, Some(text)));
    let add = Statement::new(format!("ALTER TABLE {subject} ADD {}", constraint::definition(added)));
    [add].into_iter().chain(comment).collect()
}
