//! How rows, values and indexes are kept.

use super::yaml::{Map, Yaml};
use crate::model::{ColumnStorage, IndexStorage, Name, Parameters, ReplicaIdentity, TableOptions};

/// Parameters with numbers and switches as such.
pub fn parameters(parameters: &Parameters) -> Map {
    parameters.iter().fold(Map::default(), |map, (name, value)| map.with_name(name, setting(value)))
}

fn setting(value: &str) -> Yaml {
    let is_plain = crate::spec::lower::is_number(value) || ["true", "false"].contains(&value);
    if is_plain { Yaml::Plain(value.to_owned()) } else { value.into() }
}

/// Texts about columns, by name.
pub fn by_column<'a>(texts: impl Iterator<Item = (&'a Name, &'a str)>) -> Map {
    texts.fold(Map::default(), |map, (column, text)| map.with_name(column.as_str(), text))
}

/// Of an index, or of a key that stands on one.
pub fn index_storage(map: Map, storage: &IndexStorage) -> Map {
    map.map("storage", parameters(&storage.parameters))
        .maybe("tablespace", storage.tablespace.as_ref().map(Name::as_str))
}

/// A mode by itself is a word.
pub fn column_storage(storage: &ColumnStorage) -> Option<Yaml> {
    let ColumnStorage { mode, compression, statistics, parameters, foreign_options: _ } = storage;
    let rest = Map::default()
        .maybe("compression", compression.as_ref())
        .maybe("statistics", statistics.map(i64::from))
        .and(self::parameters(parameters));
    match (mode, rest.is_empty()) {
        (None, true) => None,
        (Some(mode), true) => Some(mode.into()),
        (_, false) => Some(Map::default().maybe("mode", mode.as_ref()).and(rest).into()),
    }
}

/// What a table has beyond its members, but for where it comes from.
pub fn table_options(options: &TableOptions) -> Map {
    let name = |name: &Option<Name>| name.as_ref().map(|name| Yaml::from(name.as_str()));
    let mut others = options.parameters.clone();
    let own = ["engine", "charset", "collation"].map(|name| (name, others.remove(name)));
    own.into_iter()
        .fold(Map::default(), |map, (name, value)| map.maybe(name, value))
        .map("storage", parameters(&others))
        .maybe("tablespace", name(&options.tablespace))
        .maybe("access_method", name(&options.access_method))
        .maybe("cluster_on", name(&options.clustered_on))
        .maybe("replica_identity", replica_identity(&options.replica_identity))
        .flag("unlogged", options.unlogged)
        .and(row_storage(options))
}

/// The two switches of SQLite, in the order in which somebody wrote them.
fn row_storage(options: &TableOptions) -> Map {
    let strict = ("strict", options.strict);
    let without_rowid = ("without_rowid", options.without_rowid);
    let order = if options.strict_first.0 == Some(false) { [without_rowid, strict] } else { [strict, without_rowid] };
    order.into_iter().fold(Map::default(), |map, (name, value)| map.flag(name, value))
}

fn replica_identity(identity: &ReplicaIdentity) -> Option<Yaml> {
    match identity {
        ReplicaIdentity::Default => None,
        ReplicaIdentity::Full => Some("full".into()),
        ReplicaIdentity::Nothing => Some("nothing".into()),
        ReplicaIdentity::Index(name) if ["full", "nothing", "default"].contains(&name.as_str()) => {
            Some(Map::default().with("index", name.as_str()).into())
        }
        ReplicaIdentity::Index(name) => Some(name.as_str().into()),
    }
}
