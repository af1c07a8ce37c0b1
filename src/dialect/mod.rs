//! How each engine spells and bends things, without a connection.
//!
//! A dialect answers questions about SQL; differences that are facts live in [`Capabilities`]. There are no default bodies: an
//! engine that cannot do something says so with [`Unsupported`].

mod capabilities;
mod inlined_types;
mod measuring;
mod misfit;
mod mysql;
mod online;
mod portable;
mod postgres;
mod question;
mod spelling;
mod sqlite;
pub mod users;
mod wording;

pub use capabilities::{Capabilities, ColumnAlteration, IndexNames, LiteralStyle, ViewBinding};
pub use measuring::{Measuring, MomentParts};
pub use mysql::{Flavor, Mysql, TableDefaults};
pub use online::Stage;
pub use portable::{format_type as format_portable_type, parse_type as parse_portable_type};
pub use postgres::Postgres;
pub use question::Question;
pub use sqlite::Sqlite;
pub use wording::Wording;

use crate::model::{
    Change, DataType, Effect, Grantee, Literal, Manner, Name, ObjectId, Pair, Privileges, QualifiedName, Scene, Schema,
    Statement, Step, Utility,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The engines dbx speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DialectKind {
    Postgres,
    Sqlite,
    /// MySQL and MariaDB.
    Mysql,
}

impl DialectKind {
    pub const ALL: [Self; 3] = [Self::Postgres, Self::Sqlite, Self::Mysql];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
            Self::Mysql => "mysql",
        }
    }
}

impl fmt::Display for DialectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The dialect of an engine at its oldest supported version; a driver's dialect knows the server's.
pub fn of(kind: DialectKind) -> Arc<dyn Dialect> {
    match kind {
        DialectKind::Postgres => Arc::new(Postgres::new()),
        DialectKind::Sqlite => Arc::new(Sqlite::new()),
        DialectKind::Mysql => Arc::new(Mysql::new()),
    }
}

pub trait Dialect: fmt::Debug + Send + Sync {
    fn kind(&self) -> DialectKind;

    /// Facts about the engine, as data.
    fn capabilities(&self) -> &Capabilities;

    /// The name as SQL, quoted where the engine needs it.
    fn quote(&self, name: &Name) -> String;

    /// Reads a type of the portable list or of the engine's own.
    fn parse_type(&self, text: &str) -> Result<DataType, UnknownType>;

    /// A type as a statement of this engine writes it. What the engine does not know by itself is the user's own.
    fn read_type(&self, written: &str) -> DataType;

    /// The type as SQL. Inverse of `parse_type` up to synonyms.
    fn format_type(&self, data_type: &DataType) -> String;

    /// A scalar of the spec as SQL, for a column of the type. An error says why the scalar does not fit the type.
    fn format_literal(&self, literal: &Literal, data_type: &DataType) -> Result<String, String>;

    /// What happens to values when a column changes its type.
    fn cast(&self, types: Pair<&DataType>) -> Cast;

    /// The schema as this engine would show it back: default namespace written in, types, defaults and expression keys canonical,
    /// knowledge the engine cannot hold taken away. Idempotent.
    fn normalize(&self, schema: Schema) -> Normalized;

    /// The schema without the accounts that its code is written to run as, and a note for each: whoever applies a plan is that account then.
    /// As it is on engines where the owner of code is an object of its own, or there are no accounts.
    fn without_definers(&self, schema: Schema) -> (Schema, Vec<Note>);

    /// What the engine does about a change. Both schemas are normalized; `from` carries the new names already.
    fn lower(&self, change: &Change, schemas: Pair<&Schema>) -> Result<Vec<Step>, Unsupported>;

    fn render(&self, step: &Step) -> Result<Vec<Statement>, Unsupported>;

    /// What a grantee may do on an object where nobody said otherwise; the owner's are all that there are for its kind.
    fn privileges_by_default(&self, on: &ObjectId, to: &Grantee) -> Privileges;

    /// A condition on a column, given as SQL, that is true for values of the first type that the second does not hold as they are. `None`
    /// where this engine cannot tell by a condition.
    fn misfit(&self, column: &str, types: Pair<&DataType>) -> Option<String>;

    /// The same change in stages that keep others waiting for moments only. `None` where the step is as good as any, or there is no other way. Both
    /// schemas are as those of [`lower`](Self::lower).
    fn online(&self, step: &Step, schemas: Pair<&Schema>) -> Result<Option<Vec<Stage>>, Unsupported>;

    /// The locks the step takes, what it does to the rows, and why.
    fn effect(&self, step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect;

    /// The same of a statement that is no step.
    fn utility(&self, utility: &Utility, scene: Scene<'_>) -> Effect;
}

impl dyn Dialect + '_ {
    /// A qualified name as SQL.
    pub fn qualified(&self, name: &QualifiedName) -> String {
        match &name.namespace {
            Some(namespace) => format!("{}.{}", self.quote(namespace), self.quote(&name.name)),
            None => self.quote(&name.name),
        }
    }

    /// Names as a comma-separated list of SQL.
    pub fn name_list<'a>(&self, names: impl IntoIterator<Item = &'a Name>) -> String {
        names.into_iter().map(|name| self.quote(name)).collect::<Vec<_>>().join(", ")
    }
}

/// The result of [`Dialect::normalize`].
#[derive(Debug, Default)]
pub struct Normalized {
    pub schema: Schema,
    /// What the engine has no way to hold: a plan for it is refused.
    pub unsupported: Vec<Unsupported>,
    /// What the engine does without, harmlessly: told, and gone from `schema`.
    pub notes: Vec<Note>,
}

/// Something the engine holds in another form than written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    pub object: ObjectId,
    pub message: String,
}

/// What an engine, or dbx on that engine, cannot do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{object}: {message}")]
pub struct Unsupported {
    /// Its address: an `ObjectId` in print, or the address of something dbx has no kind for.
    pub object: String,
    pub message: String,
    pub help: String,
}

impl Unsupported {
    pub fn new(object: impl ToString, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { object: object.to_string(), message: message.into(), help: help.into() }
    }
}

/// Text that names no type, and the type that was perhaps meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a type")]
pub struct UnknownType {
    pub text: String,
    pub suggestion: Option<String>,
}

/// What a type change does to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cast {
    /// The same bytes.
    Same,
    /// Every value fits.
    Widening,
    /// Values can be cut, rounded, or refused.
    Narrowing,
    /// No cast exists.
    Impossible,
}
