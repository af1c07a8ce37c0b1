//! What a key or NOT NULL has in SQLite besides its columns, under `storage` in a spec: how the columns of a key are sorted and compared, and what
//! happens instead of an error where a row breaks it.

use super::data_type::is_rowid;
use super::keyword::quote;
use crate::model::{IndexStorage, Name, Parameters, Table};
use crate::sql::sqlite::{KeyColumn, read_key_columns};

/// The columns with COLLATE and DESC.
const KEYS: &str = "keys";
/// The word behind ON CONFLICT; ABORT is what happens anyway.
const ON_CONFLICT: &str = "on_conflict";

const WORDS: [&str; 4] = ["rollback", "fail", "ignore", "replace"];

/// Brings the storage of a key into one spelling, and says what cannot be in it. What only other engines know is gone and told by `true`.
pub(super) fn normalize(storage: &mut IndexStorage, columns: &[Name]) -> Result<bool, String> {
    let written = std::mem::take(storage);
    let foreign = written.tablespace.is_some() || written.parameters.names().any(|it| it != KEYS && it != ON_CONFLICT);
    if let Some(text) = written.parameters.get(KEYS) {
        let keys = read_key_columns(text).map_err(|error| format!("its `keys` cannot be read: {error}"))?;
        let names = keys.iter().map(|key| key.name.to_ascii_lowercase());
        if !names.eq(columns.iter().map(|column| column.as_str().to_ascii_lowercase())) {
            return Err("its `keys` are other columns than its `columns`".to_owned());
        }
        storage.parameters.extend(written_keys(&keys).map(|keys| (KEYS, keys)));
    }
    storage.parameters.extend(conflict(&written.parameters)?.map(|word| (ON_CONFLICT, word)));
    Ok(foreign)
}

/// The word behind ON CONFLICT in small letters; none for what happens anyway.
pub(super) fn conflict(parameters: &Parameters) -> Result<Option<String>, String> {
    let Some(word) = parameters.get(ON_CONFLICT).map(str::to_ascii_lowercase) else { return Ok(None) };
    if word == "abort" {
        Ok(None)
    } else if WORDS.contains(&word.as_str()) {
        Ok(Some(word))
    } else {
        Err(format!("`on_conflict: {word}` is none of abort, {}", WORDS.join(", ")))
    }
}

/// The column that is the row's number: a lone INTEGER primary key.
/// The column that is the row's number: a lone INTEGER primary key.
pub(super) fn rowid_column(table: &Table) -> Option<&Name> {
    let key = table.primary_key()?;
    match &key.columns[..] {
        [only] => table.columns.get(only).filter(|column| is_rowid(&column.data_type)).map(|column| &column.name),
        _ => None,
    }
}

/// What is known of a key in the catalog, as storage.
pub(super) fn storage(keys: &[KeyColumn], on_conflict: Option<&str>) -> IndexStorage {
    let keys = written_keys(keys).map(|keys| (KEYS, keys));
    let word = on_conflict.map(|word| (ON_CONFLICT, word.to_ascii_lowercase()));
    IndexStorage { parameters: keys.into_iter().chain(word).collect(), tablespace: None }
}

/// The keys as SQL where they are more than columns.
fn written_keys(keys: &[KeyColumn]) -> Option<String> {
    let is_plain = |key: &KeyColumn| key.collation.is_none() && !key.descending;
    let key = |key: &KeyColumn| {
        let collation = key.collation.as_ref().map(|name| format!(" COLLATE {}", quote(&Name::from(name.as_str()))));
        let direction = if key.descending { " DESC" } else { "" };
        format!("{}{}{direction}", quote(&Name::from(key.name.as_str())), collation.unwrap_or_default())
    };
    (!keys.iter().all(is_plain)).then(|| keys.iter().map(key).collect::<Vec<_>>().join(", "))
}

/// The columns of the key in parentheses, as SQL.
pub(super) fn columns(storage: &IndexStorage, columns: &[Name]) -> String {
    let plain = || columns.iter().map(quote).collect::<Vec<_>>().join(", ");
    format!("({})", storage.parameters.get(KEYS).map_or_else(plain, str::to_owned))
}

/// Whether the columns are more than their names, so that they cannot stand in a column's definition.
pub(super) fn has_own_order(storage: &IndexStorage) -> bool {
    storage.parameters.contains(KEYS)
}

/// ` ON CONFLICT REPLACE`, or nothing.
pub(super) fn on_conflict(parameters: &Parameters) -> String {
    let word = parameters.get(ON_CONFLICT).map(str::to_ascii_uppercase);
    word.map(|word| format!(" ON CONFLICT {word}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(parameters: &[(&str, &str)]) -> Result<Parameters, String> {
        let mut storage = IndexStorage { parameters: parameters.iter().copied().collect(), tablespace: None };
        normalize(&mut storage, &["a".into(), "b".into()]).map(|_| storage.parameters)
    }

    #[test]
    fn one_spelling() {
        assert_eq!(
            normalized(&[("keys", "A collate nocase desc, \"b\" asc"), ("on_conflict", "REPLACE")]),
            Ok(Parameters::from([("keys", "A COLLATE nocase DESC, b"), ("on_conflict", "replace")]))
        );
        assert_eq!(
            normalized(&[("keys", "a, b"), ("on_conflict", "abort"), ("fillfactor", "70")]),
            Ok(Parameters::default())
        );
    }

    #[test]
    fn refuses_what_is_no_key() {
        for parameters in [("keys", "a"), ("keys", "a, c"), ("keys", "a, b) on conflict"), ("on_conflict", "drop")] {
            assert!(normalized(&[parameters]).is_err(), "{parameters:?}");
        }
    }
}
