//! How rows, values and indexes are kept.

use super::catalog::{ColumnRow, IndexRow, TableRow};
use super::qualified;
use crate::model::{ColumnStorage, IndexStorage, Name, Parameters, ReplicaIdentity, TableOptions};
use std::collections::BTreeMap;

/// The settings of `name=value`, as `pg_class.reloptions` has them.
pub(super) fn parameters(settings: &[String]) -> Parameters {
    settings.iter().map(|setting| setting.split_once('=').unwrap_or((setting, "true"))).collect()
}

/// Those of a table and, behind `toast.`, those of the table in which its long values are.
pub(super) fn with_toast(own: &[String], toast: &[String]) -> Parameters {
    let mut all = parameters(own);
    all.extend(parameters(toast).iter().map(|(name, value)| (format!("toast.{name}"), value)));
    all
}

/// All but what the table's indexes tell: `clustered_on` and a replica identity by index.
pub(super) fn table_options(row: &TableRow) -> TableOptions {
    let own = row.parameters.as_deref().unwrap_or_default();
    let parents = row.parents.iter().flatten();
    TableOptions {
        unlogged: row.unlogged,
        parameters: with_toast(own, row.toast_parameters.as_deref().unwrap_or_default()),
        inherits: parents.map(|(namespace, name)| qualified(namespace, name)).collect(),
        of_type: row.type_namespace.as_ref().zip(row.type_name.as_ref()).map(|(outer, name)| qualified(outer, name)),
        replica_identity: match row.replica_identity.as_str() {
            // Nothing is ever sent of a foreign table, and nobody can say otherwise.
            _ if row.foreign_server.is_some() => ReplicaIdentity::Default,
            "f" => ReplicaIdentity::Full,
            "n" => ReplicaIdentity::Nothing,
            _ => ReplicaIdentity::Default,
        },
        tablespace: row.tablespace.as_deref().map(Name::from),
        access_method: access_method(row.access_method.as_deref()),
        ..TableOptions::default()
    }
}

/// None for the one that tables have anyway.
pub(super) fn access_method(name: Option<&str>) -> Option<Name> {
    name.filter(|name| *name != "heap").map(Name::from)
}

/// What an index says about its table.
pub(super) fn mark_table(options: &mut TableOptions, row: &IndexRow) {
    if row.is_clustered {
        options.clustered_on = Some(row.name.as_str().into());
    }
    if row.is_replica_identity {
        options.replica_identity = ReplicaIdentity::Index(row.name.as_str().into());
    }
}

pub(super) fn index_storage(row: &IndexRow) -> IndexStorage {
    IndexStorage {
        parameters: parameters(row.parameters.as_deref().unwrap_or_default()),
        tablespace: row.tablespace.as_deref().map(Name::from),
    }
}

pub(super) fn column_storage(row: &ColumnRow) -> ColumnStorage {
    ColumnStorage {
        mode: row.storage.as_deref().map(|letter| storage_mode(letter).to_owned()),
        compression: row.compression.as_deref().map(|letter| if letter == "l" { "lz4" } else { "pglz" }.to_owned()),
        statistics: row.statistics,
        parameters: parameters(row.parameters.as_deref().unwrap_or_default()),
        foreign_options: BTreeMap::new(),
    }
}

/// The letters of `pg_attribute.attstorage`.
fn storage_mode(letter: &str) -> &'static str {
    match letter {
        "p" => "plain",
        "e" => "external",
        "m" => "main",
        _ => "extended",
    }
}
