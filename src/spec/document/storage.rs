//! How an engine keeps rows, values and indexes.

use crate::model::{Name, ReplicaIdentity};
use crate::spec::read::{Either, FromNode, Keyed, Keyword, Reader, Setting, Spanned, document, group};
use crate::spec::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Storage parameters by name: `{fillfactor: 70, autovacuum_enabled: false}`.
pub type ParametersDocument = Spanned<Keyed<Setting>>;

group! {
    /// How an index is kept, also that of a key or an exclusion.
    pub struct IndexStorageBody {
        /// Storage parameters (PostgreSQL): {fillfactor: 70}. Of keys on SQLite: {keys: a COLLATE NOCASE DESC, on_conflict: replace}.
        storage: Option<ParametersDocument>,
        /// Where it is kept, if not where the database is (PostgreSQL).
        tablespace: Option<Name>,
    }
}

/// A storage mode by itself, or everything about how the values of a column are kept.
pub type ColumnStorageForm = Either<Keyword<StorageMode>, ColumnStorageDocument>;

document! {
    /// How the values of a column are kept (PostgreSQL, and on_conflict of SQLite).
    pub struct ColumnStorageDocument {
        /// plain, external, extended or main, where that is not the type's own.
        mode: Option<Keyword<StorageMode>>,
        /// pglz or lz4.
        compression: Option<Keyword<Compression>>,
        /// How finely ANALYZE looks: from 0 to 10000.
        statistics: Option<Spanned<i64>>,
        /// How many different values the planner shall expect; negative: as a part of the rows.
        n_distinct: Option<Setting>,
        /// The same for the table together with those that inherit from it.
        n_distinct_inherited: Option<Setting>,
        /// SQLite: what happens instead of an error where NULL comes into a column that takes none: rollback, fail, ignore or replace.
        on_conflict: Option<Setting>,
    }
}

/// Whether long values are compressed, and moved out of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageMode {
    Plain,
    External,
    Extended,
    Main,
}

/// How long values are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    Pglz,
    Lz4,
}

/// `full`, `nothing`, `default`, the name of an index, or `{index: name}` for an index with such a name.
#[derive(Clone, Debug)]
pub enum ReplicaIdentityDocument {
    Word(ReplicaIdentity),
    Index(Spanned<Name>),
}

document! {
    /// An index by its name.
    pub struct IndexByName {
        /// A unique index whose columns are never NULL.
        index: Spanned<Name>,
    }
}

impl FromNode for ReplicaIdentityDocument {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Value::Mapping(_) = &node.value {
            return IndexByName::read(node, reader).map(|it| Self::Index(it.index));
        }
        let name = Spanned::<Name>::read(node, reader)?;
        Some(match name.value.as_str() {
            "full" => Self::Word(ReplicaIdentity::Full),
            "nothing" => Self::Word(ReplicaIdentity::Nothing),
            "default" => Self::Word(ReplicaIdentity::Default),
            _ => Self::Index(name),
        })
    }
}

impl JsonSchema for ReplicaIdentityDocument {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ReplicaIdentity".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let long = generator.subschema_for::<IndexByName>();
        json_schema!({ "anyOf": [{ "type": "string" }, long] })
    }
}
