//! What an engine does about a change. A step is still data: the SQL comes from `Dialect::render`.

use super::{
    Column, EnumType, Grantee, Name, Object, ObjectId, ObjectKind, Pair, Privileges, QualifiedName, Table, TableChange,
    Trigger,
};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a plan holds thousands at most, and every match would read worse through a box"
)]
pub enum Step {
    /// With everything of the object that goes into its CREATE statement, and its comments. Which members of a table
    /// are left out and added by steps of their own is the dialect's choice.
    Create(Object),
    Drop(Object),
    Rename(Pair<ObjectId>),
    /// Altered in place: sequences, domains.
    Alter(Pair<Object>),
    /// CREATE OR REPLACE.
    Replace(Pair<Object>),
    Comment {
        object: Object,
        comments: Pair<Option<String>>,
    },
    AlterTable {
        table: ObjectId,
        change: TableChange,
    },
    /// Several changes of one table in one statement, where the engine then goes over its rows once.
    AlterTogether(Box<Alteration>),
    /// Create new, copy, drop, rename: what SQLite does where ALTER TABLE cannot.
    Rebuild(Box<Rebuild>),
    AddEnumValue {
        name: QualifiedName,
        value: String,
        place: Option<Place>,
    },
    RenameEnumValue {
        name: QualifiedName,
        values: Pair<String>,
    },
    /// The object goes to this role; to the connecting one where nobody is named.
    Owner {
        on: ObjectId,
        role: Option<Name>,
    },
    /// What a grantee may do on an object, before and after. Nothing is implied: the engine's own defaults are written out.
    Privileges {
        on: ObjectId,
        to: Grantee,
        /// Who owns the object then, where that is not the connecting role.
        owner: Option<Name>,
        privileges: Pair<Privileges>,
    },
    /// Rows without a value in a column get its default.
    Backfill(Box<Backfill>),
    /// A new type under the old name; the columns are cast through text. The way to take a value from an enum.
    SwapEnum {
        enums: Pair<EnumType>,
        columns: Vec<(QualifiedName, Column)>,
    },
}

/// A column that is there, and the rows in which it is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backfill {
    pub table: ObjectId,
    /// With the default that the rows get.
    pub column: Column,
}

/// Where a new enum value goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Place {
    Before(String),
    After(String),
}

/// A table before and after some changes, which one ALTER TABLE makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alteration {
    /// Columns that are renamed carry their new names on both sides.
    pub tables: Pair<Table>,
    pub changes: Vec<TableChange>,
}

/// A table made anew with its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rebuild {
    /// The table before, with renamed columns already under their new names, and after. Indexes are made again from `to`.
    pub tables: Pair<Table>,
    /// What differs, for those who judge.
    pub changes: Vec<TableChange>,
    /// Old names of columns that are renamed by this rebuild, by new name.
    pub renamed: Vec<Pair<Name>>,
    /// Triggers that go with the old table and stay as they are.
    pub triggers: Vec<Trigger>,
}

/// One property of a column that can change on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ColumnAspect {
    Type,
    Collation,
    Nullability,
    Default,
    Generated,
    Identity,
    /// Storage mode, compression, statistics target, options.
    Storage,
    /// Whether the column is the table's own or comes from one it inherits from.
    Inheritance,
    OnUpdate,
    Visibility,
}

impl ColumnAspect {
    /// In the order in which an engine can take them one after the other.
    pub const ALL: [Self; 10] = [
        Self::Type,
        Self::Collation,
        Self::Generated,
        Self::Nullability,
        Self::Default,
        Self::OnUpdate,
        Self::Identity,
        Self::Storage,
        Self::Inheritance,
        Self::Visibility,
    ];

    pub fn differs(self, columns: Pair<&Column>) -> bool {
        let Pair { from, to } = columns;
        match self {
            Self::Type => from.data_type != to.data_type,
            Self::Collation => from.collation != to.collation,
            Self::Nullability => from.nullable != to.nullable,
            Self::Default => from.default != to.default,
            Self::Generated => from.generated != to.generated,
            Self::Identity => from.identity != to.identity,
            Self::Storage => from.storage != to.storage,
            Self::Inheritance => from.inherited != to.inherited,
            Self::OnUpdate => from.on_update != to.on_update,
            Self::Visibility => from.invisible != to.invisible,
        }
    }

    /// For titles and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Collation => "collation",
            Self::Nullability => "nullability",
            Self::Default => "default",
            Self::Generated => "generation expression",
            Self::Identity => "identity",
            Self::Storage => "storage",
            Self::Inheritance => "inheritance",
            Self::OnUpdate => "value on update",
            Self::Visibility => "visibility",
        }
    }
}

impl Step {
    /// The object it is about.
    pub fn object(&self) -> ObjectId {
        match self {
            Self::Create(object) | Self::Drop(object) => object.id(),
            Self::Rename(ids) => ids.to.clone(),
            Self::Alter(objects) | Self::Replace(objects) => objects.to.id(),
            Self::Comment { object, .. } => object.id(),
            Self::AlterTable { table, change } => change.member(table).unwrap_or_else(|| table.clone()),
            Self::AlterTogether(it) => it.object(),
            Self::Rebuild(rebuild) => rebuild.tables.to.id(),
            Self::AddEnumValue { name, .. } | Self::RenameEnumValue { name, .. } => {
                ObjectId::of(ObjectKind::Enum, name)
            }
            Self::Owner { on, .. } | Self::Privileges { on, .. } => on.clone(),
            Self::Backfill(it) => it.table.member(ObjectKind::Column, &it.column.name),
            Self::SwapEnum { enums, .. } => ObjectId::of(ObjectKind::Enum, &enums.to.name),
        }
    }

    /// The table whose members change, and how; empty for steps about whole objects.
    pub fn table_changes(&self) -> Option<(ObjectId, &[TableChange])> {
        match self {
            Self::AlterTable { table, change } => Some((table.clone(), std::slice::from_ref(change))),
            Self::AlterTogether(it) => Some((it.tables.to.id(), &it.changes)),
            Self::Rebuild(rebuild) => Some((rebuild.tables.to.id(), &rebuild.changes)),
            Self::Create(_)
            | Self::Drop(_)
            | Self::Rename(_)
            | Self::Alter(_)
            | Self::Replace(_)
            | Self::Comment { .. }
            | Self::Backfill(_)
            | Self::AddEnumValue { .. }
            | Self::RenameEnumValue { .. }
            | Self::Owner { .. }
            | Self::Privileges { .. }
            | Self::SwapEnum { .. } => None,
        }
    }
}

impl Alteration {
    /// The member that alone is changed, or the table.
    fn object(&self) -> ObjectId {
        let table = self.tables.to.id();
        match &self.changes[..] {
            [only] => only.member(&table).unwrap_or(table),
            _ => table,
        }
    }
}

impl TableChange {
    /// The address of the member it is about, under `table`.
    pub fn member(&self, table: &ObjectId) -> Option<ObjectId> {
        match self {
            Self::AddColumn(column) | Self::DropColumn(column) => Some(table.member(ObjectKind::Column, &column.name)),
            Self::RenameColumn(names) => Some(table.member(ObjectKind::Column, &names.to)),
            Self::AlterColumn { columns, .. } => Some(table.member(ObjectKind::Column, &columns.to.name)),
            Self::AddConstraint(it) | Self::DropConstraint(it) => Some(table.member(ObjectKind::Constraint, it.name())),
            Self::RenameConstraint(pair) | Self::AlterConstraint(pair) => {
                Some(table.member(ObjectKind::Constraint, pair.to.name()))
            }
            Self::AddIndex(index) | Self::DropIndex(index) => Some(table.member(ObjectKind::Index, &index.name)),
            Self::RenameIndex(names) => Some(table.member(ObjectKind::Index, &names.to)),
            Self::AlterIndex(indexes) => Some(table.member(ObjectKind::Index, &indexes.to.name)),
            Self::Comment { kind, name, .. } => Some(table.member(*kind, name)),
            Self::Options(_) | Self::Partitioning(_) | Self::PartitionOf(_) => None,
        }
    }
}
