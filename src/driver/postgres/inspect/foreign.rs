//! Foreign servers, user mappings and what makes a table a foreign one.

use super::catalog::{Catalog, ColumnRow, TableRow};
use super::unmanaged::Blocked;
use crate::model::{ForeignServer, ForeignTable, Grantee, Name, Object, UserMapping};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Options by name; an empty set comes as nothing.
pub(super) type OptionsRow = Option<BTreeMap<String, Option<String>>>;

#[derive(Deserialize)]
pub(super) struct ServerRow {
    pub oid: i64,
    pub name: String,
    pub wrapper: String,
    pub server_type: Option<String>,
    pub version: Option<String>,
    pub options: OptionsRow,
    pub comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct UserMappingRow {
    pub oid: i64,
    pub server: String,
    /// Nobody in particular is everybody.
    pub role: Option<String>,
    pub options: OptionsRow,
}

/// Servers and user mappings, less what belongs to something that cannot be made again.
pub(super) fn servers<'a>(catalog: &'a Catalog, blocked: &'a Blocked) -> impl Iterator<Item = Object> + 'a {
    let servers = catalog.servers.iter().filter(|row| !blocked.contains("pg_foreign_server", row.oid)).map(server);
    let mappings = catalog.user_mappings.iter().filter(|row| !blocked.contains("pg_user_mapping", row.oid));
    servers.chain(mappings.map(user_mapping))
}

fn server(row: &ServerRow) -> Object {
    Object::Server(ForeignServer {
        name: row.name.as_str().into(),
        wrapper: row.wrapper.as_str().into(),
        server_type: row.server_type.clone(),
        version: row.version.clone(),
        options: options(&row.options),
        comment: row.comment.clone(),
    })
}

fn user_mapping(row: &UserMappingRow) -> Object {
    Object::UserMapping(UserMapping {
        server: row.server.as_str().into(),
        role: row.role.as_deref().map_or(Grantee::Public, |name| Grantee::Role(Name::from(name))),
        options: options(&row.options),
    })
}

pub(super) fn table(row: &TableRow) -> Option<ForeignTable> {
    let server = row.foreign_server.as_deref()?;
    Some(ForeignTable { server: server.into(), options: options(&row.foreign_options) })
}

pub(super) fn column_options(row: &ColumnRow) -> BTreeMap<String, String> {
    options(&row.foreign_options)
}

fn options(row: &OptionsRow) -> BTreeMap<String, String> {
    let given = row.iter().flatten();
    given.map(|(name, value)| (name.clone(), value.clone().unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    /// As `model::is_secret_option` has them.
    const SECRETS: &str =
        r"pass(?!word_required)|secret|token|credential|private|api_?key|access_?key|sslkey|(^|_)key($|_)";

    #[test]
    fn queries_leave_out_the_same_secrets() {
        for query in [
            include_str!("../queries/servers.sql"),
            include_str!("../queries/user_mappings.sql"),
            include_str!("../queries/foreign_data_wrappers.sql"),
            include_str!("../queries/unmanaged_objects.sql"),
        ] {
            assert!(query.contains(SECRETS), "{query}");
        }
    }
}
