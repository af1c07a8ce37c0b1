//! What differs between two schemas, before any engine is asked what to do about it.

use super::{
    Column, ColumnAspect, Constraint, Index, Name, Object, ObjectId, ObjectKind, Pair, PartitionOf, Partitioning,
    TableOptions,
};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a plan holds thousands at most, and every match would read worse through a box"
)]
pub enum Change {
    /// A whole object, with its members.
    Create(Object),
    Drop(Object),
    /// Keeps what is in it.
    Rename(Pair<ObjectId>),
    /// Anything but a table whose definition differs. Both sides carry the new name.
    Alter(Pair<Object>),
    /// Members or properties of a table (or the indexes of a materialized view). Names are the new ones.
    AlterTable {
        table: ObjectId,
        changes: Vec<TableChange>,
    },
    /// The comment of an object, and nothing else of it.
    Comment {
        object: Object,
        comments: Pair<Option<String>>,
    },
}

impl Change {
    /// The object it is about, by its new address where it has one.
    pub fn object(&self) -> ObjectId {
        match self {
            Self::Create(object) | Self::Drop(object) => object.id(),
            Self::Rename(ids) => ids.to.clone(),
            Self::Alter(objects) => objects.to.id(),
            Self::AlterTable { table, .. } => table.clone(),
            Self::Comment { object, .. } => object.id(),
        }
    }
}

/// One difference inside a table: the unit that rules judge and that engines lower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a plan holds thousands at most, and every match would read worse through a box"
)]
pub enum TableChange {
    AddColumn(Column),
    DropColumn(Column),
    RenameColumn(Pair<Name>),
    /// One aspect of a column that is there on both sides, under its new name.
    AlterColumn {
        columns: Pair<Column>,
        aspect: ColumnAspect,
    },
    AddConstraint(Constraint),
    DropConstraint(Constraint),
    /// The same constraint but for its name.
    RenameConstraint(Pair<Constraint>),
    /// The same name, another definition.
    AlterConstraint(Pair<Constraint>),
    AddIndex(Index),
    DropIndex(Index),
    RenameIndex(Pair<Name>),
    AlterIndex(Pair<Index>),
    /// Of the table itself is `Change::Comment`; this is of a member.
    Comment {
        kind: ObjectKind,
        name: Name,
        comments: Pair<Option<String>>,
    },
    Options(Pair<TableOptions>),
    Partitioning(Pair<Option<Partitioning>>),
    PartitionOf(Pair<Option<PartitionOf>>),
}
