//! How rows, values and indexes are kept, as the catalog has it.

use super::in_default;
use crate::model::{ColumnStorage, DataType, IndexStorage, Name, Parameters, TableOptions};
use std::collections::BTreeMap;

/// Parameters that are true or false, on which nobody has to write it the same way.
const SWITCHES: [&str; 8] = [
    "autosummarize",
    "autovacuum_enabled",
    "deduplicate_items",
    "fastupdate",
    "security_barrier",
    "security_invoker",
    "user_catalog_table",
    "vacuum_truncate",
];

/// The options without those of other engines, and without what is so anyway.
pub(super) fn table_options(options: TableOptions) -> TableOptions {
    TableOptions {
        strict: false,
        without_rowid: false,
        parameters: parameters(&options.parameters),
        inherits: options.inherits.into_iter().map(in_default).collect(),
        of_type: options.of_type.map(in_default),
        tablespace: tablespace(options.tablespace),
        access_method: access_method(options.access_method),
        ..options
    }
}

pub(super) fn index_storage(storage: IndexStorage) -> IndexStorage {
    IndexStorage { parameters: parameters(&storage.parameters), tablespace: tablespace(storage.tablespace) }
}

/// A target of -1 is the default.
pub(super) fn statistics(targets: BTreeMap<u16, i32>) -> BTreeMap<u16, i32> {
    targets.into_iter().filter(|(_, target)| *target >= 0).collect()
}

pub(super) fn access_method(method: Option<Name>) -> Option<Name> {
    method.filter(|method| method.as_str() != "heap")
}

fn tablespace(name: Option<Name>) -> Option<Name> {
    name.filter(|name| name.as_str() != "pg_default")
}

pub(super) fn column_storage(storage: ColumnStorage, data_type: &DataType) -> ColumnStorage {
    let mode = storage.mode.map(|mode| mode.to_ascii_lowercase());
    ColumnStorage {
        mode: mode.filter(|mode| usual_mode(data_type) != Some(mode.as_str())),
        statistics: storage.statistics.filter(|target| *target >= 0),
        parameters: parameters(&storage.parameters),
        ..storage
    }
}

/// The mode that values of a type are kept in, where the type tells.
pub(in crate::dialect::postgres) fn usual_mode(data_type: &DataType) -> Option<&'static str> {
    match data_type {
        DataType::Text
        | DataType::VarChar { .. }
        | DataType::Char { .. }
        | DataType::Json
        | DataType::Binary
        | DataType::Array(_) => Some("extended"),
        DataType::Decimal { .. } => Some("main"),
        DataType::SmallInt
        | DataType::Int
        | DataType::BigInt
        | DataType::Real
        | DataType::Double
        | DataType::Boolean
        | DataType::Date
        | DataType::Time { .. }
        | DataType::Timestamp { .. }
        | DataType::Interval
        | DataType::Uuid => Some("plain"),
        DataType::Named(_) => None,
        DataType::Native(native) => match native.as_str() {
            "inet" | "cidr" => Some("main"),
            "bytea" | "jsonb" | "json" | "xml" | "tsvector" | "tsquery" | "path" | "polygon" => Some("extended"),
            _ => None,
        },
    }
}

/// Names in lower case; values as written, which the server keeps too, compared with switches as true or false and numbers without needless
/// zeros.
pub(super) fn parameters(written: &Parameters) -> Parameters {
    let mut parameters = Parameters::default();
    for (name, value) in written.iter() {
        let name = name.to_ascii_lowercase();
        let key = setting(name.rsplit('.').next().unwrap_or(&name), value.trim());
        parameters.insert_with_key(name, value.trim(), key);
    }
    parameters
}

fn setting(name: &str, value: &str) -> String {
    let word = value.to_ascii_lowercase();
    if SWITCHES.contains(&name) {
        return match word.as_str() {
            "on" | "true" | "yes" | "1" | "t" | "y" => "true".to_owned(),
            "off" | "false" | "no" | "0" | "f" | "n" => "false".to_owned(),
            _ => word,
        };
    }
    if name == "check_option" {
        return word;
    }
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        Ok(_) | Err(_) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_setting_has_one_spelling() {
        for (name, value, expected) in [
            ("FILLFACTOR", "070", "70"),
            ("autovacuum_enabled", "OFF", "false"),
            ("toast.autovacuum_enabled", "1", "true"),
            ("autovacuum_vacuum_scale_factor", "0.10", "0.1"),
            // A word of its own and no switch.
            ("buffering", "on", "on"),
        ] {
            let kept = parameters(&Parameters::from([(name, value)]));
            let name = name.to_ascii_lowercase();
            assert_eq!((kept.key(&name), kept.get(&name)), (Some(expected), Some(value)), "{name}");
        }
    }

    #[test]
    fn the_mode_of_the_type_says_nothing() {
        let mode = |mode: &str| ColumnStorage { mode: Some(mode.to_owned()), ..ColumnStorage::default() };
        assert_eq!(column_storage(mode("EXTENDED"), &DataType::Text), ColumnStorage::default());
        assert_eq!(column_storage(mode("external"), &DataType::Text), mode("external"));
    }
}
