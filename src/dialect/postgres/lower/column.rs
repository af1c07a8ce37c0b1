//! Columns that change.

use super::descent::corrections;
use super::table::add_index;
use crate::dialect::postgres::{cast, data_type};
use crate::dialect::{Cast, Unsupported};
use crate::model::{
    Column, ColumnAspect, ColumnStorage, Constraint, Index, IndexTerm, Name, ObjectId, ObjectKind, Pair, Relatives,
    Schema, SqlText, Step, Table, TableChange,
};
use crate::sql::{Syntax, mentions};

pub(super) fn alter(
    table: &ObjectId,
    columns: Pair<&Column>,
    aspect: ColumnAspect,
    tables: Pair<Option<&Table>>,
    schemas: Pair<&Schema>,
) -> Result<Vec<Step>, Unsupported> {
    if aspect == ColumnAspect::Generated && columns.to.generated.is_some() {
        return Ok(make_anew(table, columns, tables, schemas));
    }
    if aspect == ColumnAspect::Type {
        check_cast(table, columns)?;
    }
    if matches!(aspect, ColumnAspect::Type | ColumnAspect::Collation) {
        check_partition_key(tables.from, &columns.to.name)?;
    }
    if aspect == ColumnAspect::Inheritance {
        return inheritance(table, columns, tables);
    }
    let mut steps = Vec::new();
    if aspect != ColumnAspect::Storage || !columns.map(|column| &column.data_type).differs() {
        steps.push(step(table, columns, aspect));
    }
    if aspect == ColumnAspect::Type {
        steps.extend(storage_after_type(table, columns));
    }
    if let Some(parent) = tables.to {
        steps.extend(corrections(&parent.name, columns, aspect, schemas));
    }
    Ok(steps)
}

fn step(table: &ObjectId, columns: Pair<&Column>, aspect: ColumnAspect) -> Step {
    let columns = columns.map(Clone::clone);
    Step::AlterTable { table: table.clone(), change: TableChange::AlterColumn { columns, aspect } }
}

/// A new column, and what ADD COLUMN does not say of how its values are kept.
pub(super) fn add(table: &ObjectId, column: &Column) -> Vec<Step> {
    let first = ColumnStorage { compression: column.storage.compression.clone(), ..ColumnStorage::default() };
    let bare = Column { storage: first, ..column.clone() };
    let kept = (bare != *column).then(|| step(table, Pair::new(&bare, column), ColumnAspect::Storage));
    let add = Step::AlterTable { table: table.clone(), change: TableChange::AddColumn(bare.clone()) };
    [add].into_iter().chain(kept).collect()
}

/// How CREATE TABLE leaves a column of this table.
pub(super) fn storage_at_first(column: &Column, table: &Table) -> ColumnStorage {
    let compression = column.storage.compression.clone().filter(|_| table.options.of_type.is_none());
    ColumnStorage { compression, foreign_options: column.storage.foreign_options.clone(), ..ColumnStorage::default() }
}

/// A column of another type is kept as is usual for that.
fn storage_after_type(table: &ObjectId, columns: Pair<&Column>) -> Option<Step> {
    let storage = ColumnStorage { mode: None, compression: None, ..columns.from.storage.clone() };
    let retyped = Column { storage, ..columns.to.clone() };
    let columns = Pair::new(&retyped, columns.to);
    ColumnAspect::Storage.differs(columns).then(|| step(table, columns, ColumnAspect::Storage))
}

/// A column becomes the table's own by leaving the parents it comes from; there is no way back, but by dropping it.
fn inheritance(
    table: &ObjectId,
    columns: Pair<&Column>,
    tables: Pair<Option<&Table>>,
) -> Result<Vec<Step>, Unsupported> {
    let parents = tables.map(|table| table.map(|table| table.options.inherits.clone()).unwrap_or_default());
    let leaves_all = parents.from.iter().all(|parent| !parents.to.contains(parent));
    if columns.from.inherited && leaves_all {
        return Ok(Vec::new());
    }
    let (message, help) = if columns.to.inherited {
        (
            "a column of the table's own cannot become one that comes from a parent alone",
            "write the column here as well",
        )
    } else {
        ("a column that comes from a parent cannot become the table's own as well", "leave the column to the parent")
    };
    Err(Unsupported::new(table.member(ObjectKind::Column, &columns.to.name), message, help))
}

/// An expression cannot be put on a column or changed in place, so the column is dropped and added with all that is to be said of it. Values of
/// a generated column are computed again.
pub(super) fn is_made_anew(column: &Name, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| {
        matches!(change, TableChange::AlterColumn { columns, aspect: ColumnAspect::Generated }
            if columns.to.name == *column && columns.to.generated.is_some())
    })
}

fn make_anew(
    table: &ObjectId,
    columns: Pair<&Column>,
    tables: Pair<Option<&Table>>,
    schemas: Pair<&Schema>,
) -> Vec<Step> {
    let drop = Step::AlterTable { table: table.clone(), change: TableChange::DropColumn(columns.from.clone()) };
    let mut steps: Vec<Step> = [drop].into_iter().chain(add(table, columns.to)).collect();
    if let (Some(from), Some(to)) = (tables.from, tables.to) {
        steps.extend(lost_members(&columns.to.name, Pair::new(from, to)));
        let relatives = Relatives::of(schemas.to);
        let below = relatives.heirs(schemas.to, &to.name, &columns.to.name);
        let below = below.into_iter().filter_map(|to| Some(Pair::new(schemas.from.table(&to.name)?, to)));
        steps.extend(below.flat_map(|tables| lost_members(&columns.to.name, tables)));
    }
    steps
}

/// Indexes and constraints that stay the same, but go with the column and come back with it.
fn lost_members(column: &Name, tables: Pair<&Table>) -> Vec<Step> {
    let table = tables.to.id();
    let stays = |constraint: &&Constraint| tables.from.constraints.get(constraint.name()) == Some(constraint);
    let constraints = tables
        .to
        .constraints
        .values()
        .filter(stays)
        .filter(|it| constraint_uses(it, column))
        .map(|it| Step::AlterTable { table: table.clone(), change: TableChange::AddConstraint(it.clone()) });
    let indexes = tables
        .to
        .indexes
        .values()
        .filter(|index| tables.from.indexes.get(&index.name) == Some(index) && index_uses(index, column))
        .map(|index| add_index(&table, index));
    constraints.chain(indexes).collect()
}

fn constraint_uses(constraint: &Constraint, column: &Name) -> bool {
    constraint.columns().contains(&column)
        || match constraint {
            Constraint::Check(check) => expression_uses(&check.expression, column),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => {
                false
            }
        }
}

fn index_uses(index: &Index, column: &Name) -> bool {
    let in_keys = index.keys.iter().any(|key| match &key.term {
        IndexTerm::Column(name) => name == column,
        IndexTerm::Expression(expression) => expression_uses(expression, column),
    });
    in_keys
        || index.include.contains(column)
        || index.predicate.as_ref().is_some_and(|predicate| expression_uses(predicate, column))
}

fn expression_uses(expression: &SqlText, column: &Name) -> bool {
    mentions(Syntax::Postgres, expression.as_str()).contains(&vec![column.as_str().to_owned()])
}

/// What rows are told apart by cannot change below the partitions that hold them.
pub(super) fn check_partition_key(table: Option<&Table>, column: &Name) -> Result<(), Unsupported> {
    let Some(table) = table else { return Ok(()) };
    let keys = table.partitioning.iter().flat_map(|it| &it.keys);
    let mut terms = keys.map(|key| match &key.term {
        IndexTerm::Column(name) => name == column,
        IndexTerm::Expression(expression) => expression_uses(expression, column),
    });
    if !terms.any(|uses| uses) {
        return Ok(());
    }
    Err(Unsupported::new(
        table.id().member(ObjectKind::Column, column),
        "PostgreSQL does not change the type of a column that the table is partitioned by",
        "make a new partitioned table beside it and move the rows",
    ))
}

fn check_cast(table: &ObjectId, columns: Pair<&Column>) -> Result<(), Unsupported> {
    let types = columns.map(|column| &column.data_type);
    if cast::cast(types) != Cast::Impossible {
        return Ok(());
    }
    let spelled = types.map(data_type::format);
    Err(Unsupported::new(
        table.member(ObjectKind::Column, &columns.to.name),
        format!("PostgreSQL has no cast from {} to {}", spelled.from, spelled.to),
        "add a column of the new type, fill it, and drop the old one",
    ))
}
