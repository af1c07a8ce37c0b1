//! Columns of a table.

use super::{DataType, Name, Parameters, QualifiedName, SequenceOptions, SqlText, Written};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub name: Name,
    pub data_type: DataType,
    pub nullable: bool,
    /// SQLite: whether NOT NULL stands at a key that is never NULL anyway.
    #[serde(skip)]
    pub not_null: Written<bool>,
    pub default: Option<ColumnDefault>,
    pub generated: Option<Generated>,
    pub identity: Option<Identity>,
    pub collation: Option<QualifiedName>,
    pub storage: ColumnStorage,
    /// It comes from a table that this one inherits from, and from nowhere else.
    pub inherited: bool,
    /// What the column becomes whenever its row changes (MySQL's ON UPDATE).
    pub on_update: Option<SqlText>,
    /// Left out of `SELECT *`.
    pub invisible: bool,
    pub comment: Option<String>,
    /// Knowledge of the spec alone: no engine stores it, so `Dialect::normalize` takes it away before a comparison.
    pub sensitive: Option<Sensitivity>,
}

impl Column {
    /// A nullable column without anything else.
    pub fn new(name: impl Into<Name>, data_type: DataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            nullable: true,
            not_null: Written::default(),
            default: None,
            generated: None,
            identity: None,
            collation: None,
            storage: ColumnStorage::default(),
            inherited: false,
            on_update: None,
            invisible: false,
            comment: None,
            sensitive: None,
        }
    }

    /// What a partition or a child table gets of this column by itself. What counts up, what is said about the column and what ANALYZE is told
    /// stay with the parent.
    pub fn as_inherited(&self) -> Self {
        let Self { storage, .. } = self;
        Self {
            identity: None,
            comment: None,
            storage: ColumnStorage {
                mode: storage.mode.clone(),
                compression: storage.compression.clone(),
                ..ColumnStorage::default()
            },
            ..self.clone()
        }
    }
}

/// How the engine keeps the values. Each part is at rest in its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ColumnStorage {
    /// `plain`, `external`, `extended` or `main`, where that is not the type's own.
    pub mode: Option<String>,
    /// `pglz` or `lz4`.
    pub compression: Option<String>,
    /// How finely ANALYZE looks.
    pub statistics: Option<i32>,
    /// `n_distinct`, `n_distinct_inherited`.
    pub parameters: Parameters,
    /// Of a column of a foreign table.
    pub foreign_options: BTreeMap<String, String>,
}

/// What a new row gets where none is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ColumnDefault {
    /// A scalar of the spec; the dialect spells it for the column's type.
    Literal(Literal),
    /// SQL. `Dialect::normalize` turns every default into this form.
    Expression(SqlText),
}

/// A scalar as the spec writes it. Numbers keep their digits: `0.10` stays `0.10`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Literal {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
}

/// A column computed from others of its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Generated {
    pub expression: SqlText,
    /// Kept on disk; otherwise computed on reading.
    pub stored: bool,
}

/// A column whose values the engine counts up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identity {
    pub mode: IdentityMode,
    pub options: SequenceOptions,
    /// The name of its sequence, where that does not follow from the table's and the column's.
    pub sequence: Option<QualifiedName>,
}

impl Identity {
    pub fn new(mode: IdentityMode) -> Self {
        Self { mode, options: SequenceOptions::default(), sequence: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum IdentityMode {
    /// A value given by an INSERT is refused.
    Always,
    /// A value given by an INSERT wins.
    ByDefault,
}

/// Why a column's contents must not be shown around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Data about a person.
    Pii,
    /// Money of a person or a company.
    Financial,
    /// Passwords, keys, tokens.
    Secret,
}
