//! Tables, and what a star schema knows about them.

use super::{
    Column, Constraint, ForeignKey, ForeignTable, Index, Name, ObjectId, Parameters, PartitionOf, Partitioning,
    PrimaryKey, QualifiedName, Written,
};
use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    pub name: QualifiedName,
    /// In written order, which is never a difference (`IndexMap` compares without order).
    #[serde(serialize_with = "by_name")]
    pub columns: IndexMap<Name, Column>,
    pub constraints: BTreeMap<Name, Constraint>,
    pub indexes: BTreeMap<Name, Index>,
    pub partitioning: Option<Partitioning>,
    pub partition_of: Option<PartitionOf>,
    pub options: TableOptions,
    pub comment: Option<String>,
    /// Knowledge of the spec alone: no engine stores it, so `Dialect::normalize` makes it `Plain` before a comparison.
    pub role: TableRole,
}

/// A fingerprint must not see column order, as equality does not.
fn by_name<S: Serializer>(columns: &IndexMap<Name, Column>, serializer: S) -> Result<S::Ok, S::Error> {
    columns.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
}

impl Table {
    pub fn new(name: QualifiedName) -> Self {
        Self {
            name,
            columns: IndexMap::new(),
            constraints: BTreeMap::new(),
            indexes: BTreeMap::new(),
            partitioning: None,
            partition_of: None,
            options: TableOptions::default(),
            comment: None,
            role: TableRole::Plain,
        }
    }

    pub fn id(&self) -> ObjectId {
        ObjectId::table(&self.name)
    }

    pub fn primary_key(&self) -> Option<&PrimaryKey> {
        self.constraints.values().find_map(|constraint| match constraint {
            Constraint::PrimaryKey(key) => Some(key),
            _ => None,
        })
    }

    pub fn foreign_keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.constraints.values().filter_map(|constraint| match constraint {
            Constraint::ForeignKey(key) => Some(key),
            _ => None,
        })
    }

    /// Whether an index, or that of a key, finds rows by the column.
    pub fn has_index_led_by(&self, column: &Name) -> bool {
        let of_keys = self.constraints.values().filter(|it| it.storage().is_some());
        of_keys.filter_map(|key| key.columns().first().copied()).any(|first| first == column)
            || self.indexes.values().any(|index| index.keys.first().and_then(|key| key.column()) == Some(column))
    }

    pub fn add_column(&mut self, column: Column) {
        self.columns.insert(column.name.clone(), column);
    }

    pub fn add_constraint(&mut self, constraint: Constraint) {
        self.constraints.insert(constraint.name().clone(), constraint);
    }

    pub fn add_index(&mut self, index: Index) {
        self.indexes.insert(index.name.clone(), index);
    }
}

/// Switches of CREATE TABLE that only one engine has. Each is at rest in its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableOptions {
    /// PostgreSQL: not written to the write-ahead log, empty after a crash.
    pub unlogged: bool,
    /// SQLite: types are enforced.
    pub strict: bool,
    /// SQLite: the primary key is the storage.
    pub without_rowid: bool,
    /// SQLite: STRICT stands before WITHOUT ROWID.
    #[serde(skip)]
    pub strict_first: Written<bool>,
    /// PostgreSQL: storage parameters (`fillfactor`, `toast.autovacuum_enabled`). MySQL: `engine`, `collation`, `row_format` …
    pub parameters: Parameters,
    /// PostgreSQL: the tables whose columns it has too, and whose queries see its rows; in order.
    pub inherits: Vec<QualifiedName>,
    /// PostgreSQL: the composite type its columns come from.
    pub of_type: Option<QualifiedName>,
    pub row_security: RowSecurity,
    pub replica_identity: ReplicaIdentity,
    /// The index by which CLUSTER last put the rows in order.
    pub clustered_on: Option<Name>,
    /// Where that is not the database's own.
    pub tablespace: Option<Name>,
    /// Where that is not `heap`.
    pub access_method: Option<Name>,
    /// Where the rows are, if not here.
    pub foreign: Option<ForeignTable>,
}

/// Whether policies decide which rows are seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowSecurity {
    pub enabled: bool,
    /// Also for the table's owner.
    pub forced: bool,
}

/// What replication sends of a row's old values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum ReplicaIdentity {
    /// The primary key.
    #[default]
    Default,
    Full,
    Nothing,
    /// The columns of this unique index.
    Index(Name),
}

/// What a table is for in a star schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum TableRole {
    #[default]
    Plain,
    Dimension(Dimension),
    Fact(Fact),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dimension {
    pub surrogate_key: Option<Name>,
    pub natural_key: Vec<Name>,
    /// Slowly changing dimension type (Kimball): 1 overwrites, 2 keeps history in rows.
    pub scd: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Columns whose combination is one row.
    pub grain: Vec<Name>,
    pub measures: Vec<Measure>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    pub column: Name,
    pub additivity: Additivity,
}

/// Along which dimensions a measure may be summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Additivity {
    /// Along all.
    #[default]
    Additive,
    /// Along all but time (balances).
    SemiAdditive,
    /// Along none (ratios).
    NonAdditive,
}
