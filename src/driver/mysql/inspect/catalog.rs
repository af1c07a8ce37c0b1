//! The rows of the catalog queries.

use super::shown::Shown;
use crate::dialect::Flavor;
use crate::driver::mysql::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

/// The query of a kind of object.
macro_rules! query {
    ($kind:literal) => {
        include_str!(concat!("../queries/", $kind, ".sql"))
    };
}

/// Everything the catalog says, unjoined.
pub(super) struct Catalog {
    pub session: SessionRow,
    pub tables: Vec<TableRow>,
    pub columns: Vec<ColumnRow>,
    pub spatial_columns: Vec<SpatialColumnRow>,
    pub index_keys: Vec<IndexKeyRow>,
    pub checks: Vec<CheckRow>,
    pub foreign_keys: Vec<ForeignKeyRow>,
    pub views: Vec<ViewRow>,
    pub routines: Vec<RoutineRow>,
    pub triggers: Vec<TriggerRow>,
    pub events: Vec<EventRow>,
    /// What SHOW CREATE says of each of them.
    pub shown: Shown,
}

impl Catalog {
    pub(super) async fn read(connection: &mut Connection) -> Result<Self, DriverError> {
        let (spatial_columns, index_keys, checks) = match connection.version().flavor {
            Flavor::Mariadb => {
                (query!("spatial_columns.mariadb"), query!("index_keys.mariadb"), query!("checks.mariadb"))
            }
            Flavor::Mysql => (query!("spatial_columns.mysql"), query!("index_keys.mysql"), query!("checks.mysql")),
        };
        let session = rows(connection, query!("session")).await?.pop();
        let mut catalog = Self {
            session: session
                .ok_or_else(|| DriverError::new(ErrorKind::Statement, "the server says nothing of its session"))?,
            tables: rows(connection, query!("tables")).await?,
            columns: rows(connection, query!("columns")).await?,
            spatial_columns: rows(connection, spatial_columns).await?,
            index_keys: rows(connection, index_keys).await?,
            checks: rows(connection, checks).await?,
            foreign_keys: rows(connection, query!("foreign_keys")).await?,
            views: rows(connection, query!("views")).await?,
            routines: rows(connection, query!("routines")).await?,
            triggers: rows(connection, query!("triggers")).await?,
            events: rows(connection, query!("events")).await?,
            shown: Shown::default(),
        };
        catalog.shown = Shown::read(connection, &catalog).await?;
        Ok(catalog)
    }
}

async fn rows<T: DeserializeOwned>(connection: &mut Connection, sql: &'static str) -> Result<Vec<T>, DriverError> {
    let found = connection.query(sql, &[]).await?;
    let decoded = found.rows.into_iter().map(|row| {
        let values = row.into_iter().map(serde_json::to_value).collect::<Result<Vec<Json>, _>>();
        let object: Map<String, Json> =
            found.columns.iter().cloned().zip(values.map_err(|error| unreadable(sql, &error))?).collect();
        serde_json::from_value(Json::Object(object)).map_err(|error| unreadable(sql, &error))
    });
    decoded.collect()
}

fn unreadable(sql: &str, error: &dyn std::fmt::Display) -> DriverError {
    DriverError::new(ErrorKind::Statement, format!("the catalog cannot be read: {error}")).in_statement(sql)
}

/// The catalog has no booleans: 1, 0, or NULL where there is nothing to tell.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<i64>::deserialize(deserializer).map(|number| number.is_some_and(|number| number != 0))
}

/// What is so in this session, and so in everything that is made by it.
#[derive(Deserialize)]
pub(super) struct SessionRow {
    pub database: String,
    pub sql_mode: String,
    pub time_zone: String,
    pub character_set_client: String,
    pub collation_connection: String,
}

#[derive(Deserialize)]
pub(super) struct TableRow {
    pub name: String,
    pub kind: String,
    pub collation: Option<String>,
    pub comment: String,
}

impl TableRow {
    /// Tables with system versioning are tables; views and sequences are not.
    pub(super) fn is_table(&self) -> bool {
        ["BASE TABLE", "SYSTEM VERSIONED"].contains(&self.kind.as_str())
    }

    pub(super) fn is_sequence(&self) -> bool {
        self.kind == "SEQUENCE"
    }
}

#[derive(Deserialize)]
pub(super) struct ColumnRow {
    pub table_name: String,
    pub name: String,
    pub data_type: String,
    #[serde(deserialize_with = "flag")]
    pub nullable: bool,
    pub default_value: Option<String>,
    /// Of a generated column.
    pub generation: Option<String>,
    /// What else is so, as words: `auto_increment`, `on update …`, `STORED GENERATED`.
    pub extra: String,
    pub collation: Option<String>,
    pub comment: String,
}

#[derive(Deserialize)]
pub(super) struct SpatialColumnRow {
    pub table_name: String,
    pub column_name: String,
    pub srid: i64,
}

#[derive(Deserialize)]
pub(super) struct IndexKeyRow {
    pub table_name: String,
    pub index_name: String,
    #[serde(deserialize_with = "flag")]
    pub is_unique: bool,
    pub method: String,
    #[serde(deserialize_with = "flag")]
    pub is_hidden: bool,
    pub comment: String,
    pub column_name: Option<String>,
    pub expression: Option<String>,
    #[serde(deserialize_with = "flag")]
    pub descending: bool,
    pub prefix: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct CheckRow {
    pub table_name: String,
    pub name: String,
    pub expression: String,
    #[serde(deserialize_with = "flag")]
    pub is_enforced: bool,
}

#[derive(Deserialize)]
pub(super) struct ForeignKeyRow {
    pub table_name: String,
    pub name: String,
    pub column_name: String,
    /// To a table of this database.
    #[serde(deserialize_with = "flag")]
    pub is_local: bool,
    pub referenced_database: String,
    pub referenced_table: String,
    pub referenced_column: String,
    pub on_delete: String,
    pub on_update: String,
}

#[derive(Deserialize)]
pub(super) struct ViewRow {
    pub name: String,
    /// NONE, LOCAL or CASCADED.
    pub check_option: String,
    /// DEFINER or INVOKER.
    pub security: String,
    pub character_set_client: String,
    pub collation_connection: String,
}

#[derive(Deserialize)]
pub(super) struct RoutineRow {
    pub name: String,
    pub kind: String,
    pub sql_mode: String,
    pub character_set_client: String,
    pub collation_connection: String,
}

#[derive(Deserialize)]
pub(super) struct TriggerRow {
    pub name: String,
    pub table_name: String,
    pub timing: String,
    pub event: String,
    pub sql_mode: String,
    pub character_set_client: String,
    pub collation_connection: String,
}

#[derive(Deserialize)]
pub(super) struct EventRow {
    pub name: String,
    pub sql_mode: String,
    pub time_zone: String,
    pub character_set_client: String,
    pub collation_connection: String,
}
