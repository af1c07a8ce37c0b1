//! The rows of the catalog queries, as the server's JSON has them.
//!
//! Databases have ten thousand columns and indexes, so a query counts what it does per row:
//!
//! - Comments are joined (`LEFT JOIN pg_description`): `obj_description()` and `col_description()` run a query each time.
//! - `pg_get_…()` and subqueries stand behind a `CASE` that leaves them out where they have nothing to tell.
//! - Arrays of column numbers become names by a lookup with both parts of the key (`attrelid`, `attnum`), or by one join over all rows;
//!   a subquery that joins an `unnest` with a table reads all columns of the relation.
//! - `to_jsonb(row) ->> 'column'`, for columns that older servers do not have, spells out the whole row: only for the rows that need it.
//! - Recursion over `pg_depend` starts from few rows and joins by its indexes (`classid, objid` or `refclassid, refobjid`).

use super::dependency::{self, Edge};
use super::snapshot;
use crate::driver::postgres::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::postgres::PgRow;

/// A catalog query whose rows come as JSON objects.
macro_rules! query {
    ($kind:ident) => {
        concat!(
            "SELECT row_to_json(object)::text FROM (\n",
            include_str!(concat!("../queries/", stringify!($kind), ".sql")),
            ") AS object"
        )
    };
}

/// Names each kind of row once: what it is called here and in `queries/`, and how a row of it looks. Dependencies are too many for JSON.
macro_rules! catalog {
    ($($kind:ident: $row:ty,)*) => {
        /// Everything the catalog says, unjoined.
        pub(super) struct Catalog {
            pub dependencies: Vec<Edge>,
            $(pub $kind: Vec<$row>,)*
        }

        const QUERIES: &[&str] = &[dependency::QUERY, $(query!($kind)),*];

        impl Catalog {
            /// `snapshot` is that of the session's transaction, where further sessions shall help to read.
            pub(super) async fn read(connection: &mut Connection, snapshot: Option<&str>) -> Result<Self, DriverError> {
                // An answer for each query, in their order.
                let mut answers = snapshot::rows(connection, snapshot, QUERIES).await?.into_iter();
                let dependencies = dependency::edges(&answers.next().unwrap_or_default())?;
                Ok(Self { dependencies, $($kind: decoded(query!($kind), &answers.next().unwrap_or_default())?,)* })
            }
        }
    };
}

// The order is that in which sessions begin them: what takes long comes first, so that in the end nobody waits for one alone.
catalog! {
    indexes: IndexRow,
    columns: ColumnRow,
    unmanaged_properties: UnmanagedRow,
    constraints: ConstraintRow,
    unmanaged_objects: UnmanagedRow,
    unmanaged_grants: UnmanagedRow,
    views: ViewRow,
    functions: FunctionRow,
    tables: TableRow,
    triggers: TriggerRow,
    sequences: SequenceRow,
    domains: DomainRow,
    enums: EnumRow,
    namespaces: NamespaceRow,
    extensions: ExtensionRow,
}

fn decoded<T: DeserializeOwned>(sql: &str, rows: &[PgRow]) -> Result<Vec<T>, DriverError> {
    let decoded = rows.iter().map(|row| {
        let text: &str = row.try_get(0).map_err(|error| unreadable(sql, &error))?;
        serde_json::from_str(text).map_err(|error| unreadable(sql, &error))
    });
    decoded.collect()
}

fn unreadable(sql: &str, error: &dyn std::fmt::Display) -> DriverError {
    DriverError::new(ErrorKind::Statement, format!("the catalog cannot be read: {error}")).in_statement(sql)
}

#[derive(Deserialize)]
pub(super) struct NamespaceRow {
    pub name: String,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ExtensionRow {
    pub name: String,
    pub namespace: Option<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct EnumRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub values: Vec<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct DomainRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub data_type: String,
    pub nullable: bool,
    pub default: Option<String>,
    pub collation_namespace: Option<String>,
    pub collation: Option<String>,
    pub checks: Vec<DomainCheckRow>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct DomainCheckRow {
    pub name: String,
    pub expression: String,
    pub not_valid: bool,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct SequenceRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub data_type: String,
    pub start: i64,
    pub increment: i64,
    pub min: i64,
    pub max: i64,
    pub cache: i64,
    pub cycle: bool,
    pub owner: Option<i64>,
    pub table_namespace: Option<String>,
    pub table_name: Option<String>,
    pub column_name: Option<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FunctionRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub kind: String,
    pub arguments: String,
    pub returns: String,
    pub definition: String,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TableRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub unlogged: bool,
    pub strategy: Option<String>,
    pub partition_key: Option<String>,
    /// By position; nothing where an expression stands.
    pub partition_columns: Option<Vec<Option<String>>>,
    pub parent_namespace: Option<String>,
    pub parent: Option<String>,
    pub bound: Option<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ColumnRow {
    pub relation: i64,
    pub name: String,
    pub data_type: String,
    pub nullable: bool,
    /// Of the default or of the generated column.
    pub expression: Option<String>,
    pub expression_oid: Option<i64>,
    pub is_generated: bool,
    pub is_stored: bool,
    pub identity: Option<String>,
    pub options: Option<IdentityOptionsRow>,
    pub collation_namespace: Option<String>,
    pub collation: Option<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct IdentityOptionsRow {
    pub start: i64,
    pub increment: i64,
    pub min: i64,
    pub max: i64,
    pub cache: i64,
    pub cycle: bool,
}

#[derive(Deserialize)]
pub(super) struct ConstraintRow {
    pub oid: i64,
    pub relation: i64,
    pub name: String,
    pub kind: String,
    pub columns: Vec<String>,
    pub index: Option<i64>,
    pub expression: Option<String>,
    pub deferrable: bool,
    pub deferred: bool,
    pub not_valid: bool,
    pub no_inherit: bool,
    pub referenced_namespace: Option<String>,
    pub referenced_table: Option<String>,
    pub referenced_columns: Vec<String>,
    pub on_update: String,
    pub on_delete: String,
    #[serde(rename = "match")]
    pub match_kind: String,
    pub operators: Vec<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct IndexRow {
    pub oid: i64,
    pub relation: i64,
    pub name: String,
    pub is_unique: bool,
    pub is_primary: bool,
    pub method: String,
    pub keys: Vec<IndexKeyRow>,
    pub include: Vec<String>,
    pub predicate: Option<String>,
    pub nulls_not_distinct: bool,
    pub backs_constraint: bool,
    /// To an index of the table that this one's table is a partition of.
    pub is_attached: bool,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct IndexKeyRow {
    /// The name the key has in the index: that of the column, or one made up for an expression.
    pub attribute: String,
    pub column: Option<String>,
    pub expression: Option<String>,
    pub descending: bool,
    pub nulls_first: bool,
    pub opclass: Option<String>,
    pub collation: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ViewRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub is_materialized: bool,
    pub query: String,
    pub options: Vec<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TriggerRow {
    pub oid: i64,
    pub relation: i64,
    pub namespace: String,
    pub table_name: String,
    pub name: String,
    pub definition: String,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct UnmanagedRow {
    /// Catalog and row of the object it is about.
    pub class: String,
    pub oid: i64,
    /// Name of the table it is about, if any.
    pub relation: Option<String>,
    pub address: Option<String>,
    pub fingerprint: Option<String>,
}
