//! Facts about engines, as data. Code asks for the fact it needs, never for the engine's name.

use super::measuring::Measuring;
use crate::model::ObjectKind;
use crate::sql::Syntax;

/// What an engine has and how it goes about it.
#[derive(Clone, Debug)]
pub struct Capabilities {
    /// Server version as (major, minor, patch); the oldest supported one where no server was asked.
    pub version: (u32, u32, u32),
    /// The lexical rules of its SQL.
    pub syntax: Syntax,
    /// The namespace of names without one; `None` where the engine has no namespaces.
    pub default_namespace: Option<&'static str>,
    /// Longest name, in bytes.
    pub max_identifier_bytes: Option<usize>,
    /// `Users` and `users` are one table.
    pub names_ignore_case: bool,
    pub transactional_ddl: bool,
    pub column_alteration: ColumnAlteration,
    pub view_binding: ViewBinding,
    /// Expressions and queries are shown in a spelling of the engine's own.
    pub respells_sql: bool,
    /// Comments are stored in the catalog.
    pub comments: bool,
    pub partitioning: bool,
    /// The address of a database that lives only as long as its connection; `None` where every database is a server's.
    pub in_memory: Option<&'static str>,
    /// Constraints can be left without a name.
    pub unnamed_constraints: bool,
    /// INSERT … SELECT gives back what it wrote (RETURNING).
    pub insert_returning: bool,
    /// The query that asks the server's clock: seconds since 1970, UTC.
    pub clock: &'static str,
    /// What stands behind the columns of an INSERT that gives values to identity columns.
    pub insert_given_identity: &'static str,
    /// What stands in front of a table in a query or an UPDATE that leaves out the rows of tables that inherit from it.
    pub own_rows: &'static str,
    /// What stands behind the columns of a table that is to hold any text, whatever the database's own character set is.
    pub unicode_table: &'static str,
    /// How values are written into statements.
    pub literals: LiteralStyle,
    /// Renaming a table or column also rewrites the views and triggers that mention it.
    pub renames_reach_code: bool,
    /// Functions, procedures and triggers can be given another name; otherwise they are dropped and made again under it.
    pub renames_routines: bool,
    pub index_names: IndexNames,
    /// Whoever writes keeps every other writer of the database waiting.
    pub one_writer: bool,
    /// Asks for the session's time zone, where casts of times go by it.
    pub time_zone_query: Option<&'static str>,
    /// How it computes statistics.
    pub measuring: Measuring,
}

impl Capabilities {
    /// Whether an object of the kind can be called otherwise. Kinds that cannot, and hold nothing, are dropped and made again.
    pub fn renames(&self, kind: ObjectKind) -> bool {
        self.renames_routines || !matches!(kind, ObjectKind::Function | ObjectKind::Trigger)
    }
}

/// How an engine writes literals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiteralStyle {
    /// A backslash in a text means something, and is written twice.
    pub escapes_backslash: bool,
    /// No and yes.
    pub truth: [&'static str; 2],
    /// What stands around the hexadecimal digits of bytes.
    pub bytes: [&'static str; 2],
    /// What stands between the columns and VALUES, so that columns the engine counts up take the values given.
    pub overriding: &'static str,
}

/// Among what an index's name is the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexNames {
    /// The relations of its namespace.
    PerNamespace,
    /// The indexes of its table.
    PerTable,
}

/// How a column or constraint that is there already is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnAlteration {
    InPlace,
    /// The table is made anew.
    Rebuild,
}

/// When the names in a view's query are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewBinding {
    /// When it is made: what it uses cannot change under it.
    OnCreate,
    /// When it is read.
    OnUse,
}
