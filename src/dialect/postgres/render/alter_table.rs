//! ALTER TABLE, one change at a time.

use super::{beside, column, comment, constraint, index, options, partition, path};
use crate::dialect::Unsupported;
use crate::dialect::postgres::quote;
use crate::model::{Column, Constraint, ObjectId, ObjectKind, Pair, Statement, TableChange};

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
        TableChange::AlterConstraint(pair) if only_validates(pair.as_ref()) => {
            alter(format!("VALIDATE CONSTRAINT {}", quote::identifier(pair.to.name())))
        }
        TableChange::AlterConstraint(pair) => {
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
        TableChange::AlterIndex(indexes) => {
            let drop = Statement::new(format!("DROP INDEX {}", beside(table, &indexes.from.name)));
            Ok([drop].into_iter().chain(index::create(table, &indexes.to)).collect())
        }
        TableChange::Comment { kind, name, comments } => {
            Ok(vec![comment::on(&comment::member(table, *kind, name), comments.to.as_deref())])
        }
        TableChange::Options(pair) => Ok(options::alter(table, pair.as_ref())),
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

fn add_constraint(table: &ObjectId, added: &Constraint) -> Vec<Statement> {
    let subject = comment::member(table, ObjectKind::Constraint, added.name());
    let comment = added.comment().map(|text| comment::on(&subject, Some(text)));
    let add = Statement::new(format!("ALTER TABLE {} ADD {}", path(table), constraint::definition(added)));
    [add].into_iter().chain(comment).collect()
}

/// Whether nothing changes but that the rows that were there are checked as well.
pub(in crate::dialect::postgres) fn only_validates(constraints: Pair<&Constraint>) -> bool {
    match (constraints.from, constraints.to) {
        (Constraint::Check(from), Constraint::Check(to)) => {
            let mut validated = from.clone();
            validated.not_valid = false;
            from.not_valid && validated == *to
        }
        (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) => {
            let mut validated = from.clone();
            validated.not_valid = false;
            from.not_valid && validated == *to
        }
        _ => false,
    }
}
