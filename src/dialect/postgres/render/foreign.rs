//! Foreign servers, user mappings and foreign tables.

use super::{path, policy};
use crate::dialect::postgres::quote;
use crate::model::{Column, ForeignServer, ForeignTable, Name, ObjectId, Pair, Statement, UserMapping};
use std::collections::BTreeMap;

type Options = BTreeMap<String, String>;

pub(super) fn create_server(it: &ForeignServer) -> Statement {
    let mut text = format!("CREATE SERVER {}", quote::identifier(&it.name));
    if let Some(server_type) = &it.server_type {
        text.push_str(&format!(" TYPE {}", quote::literal(server_type)));
    }
    if let Some(version) = &it.version {
        text.push_str(&format!(" VERSION {}", quote::literal(version)));
    }
    text.push_str(&format!(" FOREIGN DATA WRAPPER {}{}", quote::identifier(&it.wrapper), clause(&it.options)));
    Statement::new(text)
}

/// Version and options; the type and the wrapper of a server cannot change.
pub(super) fn alter_server(servers: Pair<&ForeignServer>) -> Vec<Statement> {
    let Pair { from, to } = servers;
    let mut text = format!("ALTER SERVER {}", quote::identifier(&to.name));
    if from.version != to.version {
        // There is no way to take a version away, but an empty one is as good as none.
        let version = to.version.as_deref().unwrap_or_default();
        text.push_str(&format!(" VERSION {}", quote::literal(version)));
    }
    text.push_str(&changes(Pair::new(&from.options, &to.options)));
    vec![Statement::new(text)]
}

pub(super) fn create_user_mapping(it: &UserMapping) -> Statement {
    Statement::new(format!("CREATE USER MAPPING {}{}", whose(it), clause(&it.options)))
}

pub(super) fn alter_user_mapping(mappings: Pair<&UserMapping>) -> Statement {
    let options = mappings.map(|it| &it.options);
    Statement::new(format!("ALTER USER MAPPING {}{}", whose(mappings.to), changes(options)))
}

/// `FOR app SERVER files`: what stands behind the words USER MAPPING.
pub(super) fn whose(it: &UserMapping) -> String {
    format!("FOR {} SERVER {}", policy::role(&it.role), quote::identifier(&it.server))
}

/// What stands behind the columns of CREATE FOREIGN TABLE.
pub(super) fn of_table(it: &ForeignTable) -> String {
    format!(" SERVER {}{}", quote::identifier(&it.server), clause(&it.options))
}

/// The options of a foreign table; its server cannot change.
pub(super) fn alter_table(table: &ObjectId, tables: Pair<&ForeignTable>) -> Option<Statement> {
    let options = tables.map(|it| &it.options);
    options.differs().then(|| Statement::new(format!("ALTER FOREIGN TABLE {}{}", path(table), changes(options))))
}

/// Behind the type of a column of CREATE FOREIGN TABLE and ADD COLUMN.
pub(super) fn of_column(column: &Column) -> String {
    clause(&column.storage.foreign_options)
}

pub(super) fn alter_column(table: &ObjectId, columns: Pair<&Column>) -> Option<Statement> {
    let options = columns.map(|it| &it.storage.foreign_options);
    options.differs().then(|| {
        let column = quote::identifier(&columns.to.name);
        Statement::new(format!("ALTER FOREIGN TABLE {} ALTER COLUMN {column}{}", path(table), changes(options)))
    })
}

/// ` OPTIONS (host 'a', port '1')`; nothing where there is none.
fn clause(options: &Options) -> String {
    let items: Vec<String> = options.iter().map(|(name, value)| item(name, value)).collect();
    if items.is_empty() { String::new() } else { format!(" OPTIONS ({})", items.join(", ")) }
}

/// ` OPTIONS (ADD a '1', SET b '2', DROP c)`.
fn changes(options: Pair<&Options>) -> String {
    let Pair { from, to } = options;
    let dropped = from.keys().filter(|name| !to.contains_key(*name)).map(|name| format!("DROP {}", word(name)));
    let given = to.iter().filter_map(|(name, value)| match from.get(name) {
        None => Some(format!("ADD {}", item(name, value))),
        Some(old) if old != value => Some(format!("SET {}", item(name, value))),
        Some(_) => None,
    });
    let items: Vec<String> = dropped.chain(given).collect();
    if items.is_empty() { String::new() } else { format!(" OPTIONS ({})", items.join(", ")) }
}

fn item(name: &str, value: &str) -> String {
    format!("{} {}", word(name), quote::literal(value))
}

fn word(name: &str) -> String {
    quote::identifier(&Name::from(name))
}
