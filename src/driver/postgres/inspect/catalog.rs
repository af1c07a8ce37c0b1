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

use super::access::{DefaultPrivilegesRow, GrantRow, OwnerRow, RoleRow};
use super::definition::DefinitionRow;
use super::dependency::{self, Edge};
use super::foreign::{OptionsRow, ServerRow, UserMappingRow};
use super::policy::PolicyRow;
use super::publication::PublicationRow;
use super::snapshot;
use super::user_type::CompositeRow;
use crate::driver::postgres::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::postgres::PgRow;
use std::borrow::Cow;

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
            pub(super) async fn read(connection: &mut Connection, extent: Extent<'_>) -> Result<Self, DriverError> {
                let queries: Vec<Cow<'static, str>> = QUERIES.iter().map(|query| within(query, extent.namespaces)).collect();
                // An answer for each query, in their order.
                let mut answers = snapshot::rows(connection, extent.snapshot, &queries).await?.into_iter();
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
    view_columns: ViewColumnRow,
    functions: FunctionRow,
    tables: TableRow,
    triggers: TriggerRow,
    sequences: SequenceRow,
    domains: DomainRow,
    composites: CompositeRow,
    collations: DefinitionRow,
    ranges: DefinitionRow,
    casts: DefinitionRow,
    operators: DefinitionRow,
    operator_families: DefinitionRow,
    operator_classes: DefinitionRow,
    text_search: DefinitionRow,
    statistics: DefinitionRow,
    enums: EnumRow,
    policies: PolicyRow,
    rules: DefinitionRow,
    event_triggers: DefinitionRow,
    languages: DefinitionRow,
    foreign_data_wrappers: DefinitionRow,
    publications: PublicationRow,
    servers: ServerRow,
    user_mappings: UserMappingRow,
    namespaces: NamespaceRow,
    extensions: ExtensionRow,
    owners: OwnerRow,
    grants: GrantRow,
    default_privileges: DefaultPrivilegesRow,
    roles: RoleRow,
}

/// How much of the catalog is read, and how.
#[derive(Clone, Copy)]
pub(super) struct Extent<'a> {
    /// That of the session's transaction, where further sessions shall help to read.
    pub snapshot: Option<&'a str>,
    /// Only namespaces whose names start so, and what this transaction made.
    pub namespaces: Option<&'a str>,
}

/// The end of the condition by which every query leaves out the system's namespaces.
const NO_SYSTEM: &str = " !~ '^pg_'";

/// The condition by which dependencies leave out the system's own.
const NO_SYSTEM_ROWS: &str = "WHERE d.refobjid >= 16384";

/// The query for some namespaces only. To leave the others to a setting of the session would hide from the planner how few rows are meant.
fn within(query: &'static str, namespaces: Option<&str>) -> Cow<'static, str> {
    let Some(prefix) = namespaces else { return Cow::Borrowed(query) };
    let narrowed = query.replace(NO_SYSTEM, &format!(" ~ '^{prefix}'"));
    Cow::Owned(narrowed.replace(NO_SYSTEM_ROWS, &format!("{NO_SYSTEM_ROWS} AND d.xmin = pg_current_xact_id()::xid")))
}

impl Catalog {
    /// The objects that are kept by their whole definition.
    pub(super) fn definitions(&self) -> [&[DefinitionRow]; 12] {
        [
            &self.collations,
            &self.ranges,
            &self.casts,
            &self.operators,
            &self.operator_families,
            &self.operator_classes,
            &self.text_search,
            &self.statistics,
            &self.rules,
            &self.event_triggers,
            &self.languages,
            &self.foreign_data_wrappers,
        ]
    }
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
    pub is_fixed: bool,
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
    pub unlogged: bool,
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
    pub row_security: bool,
    pub row_security_forced: bool,
    pub foreign_server: Option<String>,
    pub foreign_options: OptionsRow,
    /// `name=value`, as in all lists of parameters.
    pub parameters: Option<Vec<String>>,
    pub toast_parameters: Option<Vec<String>>,
    pub tablespace: Option<String>,
    pub access_method: Option<String>,
    pub replica_identity: String,
    /// Namespace and name of the tables it inherits from.
    pub parents: Option<Vec<(String, String)>>,
    pub type_namespace: Option<String>,
    #[serde(rename = "type")]
    pub type_name: Option<String>,
    pub strategy: Option<String>,
    /// Those of the keys that are expressions, in order.
    pub partition_expressions: Option<String>,
    pub partition_keys: Option<Vec<PartitionKeyRow>>,
    pub parent_namespace: Option<String>,
    pub parent: Option<String>,
    pub bound: Option<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct PartitionKeyRow {
    /// Nothing where an expression stands.
    pub column: Option<String>,
    pub opclass: Option<String>,
    pub collation: Option<String>,
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
    pub storage: Option<String>,
    pub compression: Option<String>,
    pub statistics: Option<i32>,
    pub parameters: Option<Vec<String>>,
    pub is_inherited: bool,
    pub collation_namespace: Option<String>,
    pub collation: Option<String>,
    pub foreign_options: OptionsRow,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct IdentityOptionsRow {
    pub namespace: String,
    pub name: String,
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
    pub on_delete_columns: Vec<String>,
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
    /// The index of the table that this one's table is a partition of.
    pub attached_to: Option<i64>,
    pub parameters: Option<Vec<String>>,
    pub tablespace: Option<String>,
    pub is_clustered: bool,
    pub is_replica_identity: bool,
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
    pub statistics: Option<i32>,
}

#[derive(Deserialize)]
pub(super) struct ViewRow {
    pub oid: i64,
    pub namespace: String,
    pub name: String,
    pub is_materialized: bool,
    pub query: String,
    pub options: Vec<String>,
    pub toast_options: Vec<String>,
    pub tablespace: Option<String>,
    pub access_method: Option<String>,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ViewColumnRow {
    pub relation: i64,
    pub name: String,
    pub default: Option<String>,
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
    /// `pg_trigger.tgenabled`.
    pub enabled: String,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_can_be_narrowed_to_some_namespaces() {
        for query in QUERIES {
            let narrowed = within(query, Some("scratch_"));
            assert!(!narrowed.contains("'^pg_'"), "{narrowed}");
        }
        assert!(within(dependency::QUERY, Some("scratch_")).contains("pg_current_xact_id()"));
        assert!(within(query!(tables), Some("scratch_")).contains("n.nspname ~ '^scratch_'"));
        assert_eq!(within(query!(tables), None), query!(tables));
    }
}
