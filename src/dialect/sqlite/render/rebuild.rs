//! A table made anew: SQLite's own recipe for what ALTER TABLE cannot do ("Making Other Kinds Of Table Schema Changes").
//!
//! Foreign keys must be off around the transaction, or dropping the old table deletes the rows that refer to it; the driver sees to that.
//! `legacy_alter_table` keeps the renaming from touching, or stumbling over, views and triggers that speak of the table.

use super::super::key::rowid_column;
use super::super::keyword::{quote, quote_text};
use super::{index, table};
use crate::model::{Column, Name, Pair, Rebuild, Table};

pub(super) fn render(rebuild: &Rebuild) -> Vec<String> {
    let name = &rebuild.tables.to.name.name;
    let new = Name::new(format!("dbx_new_{name}"));
    let mut statements = vec!["PRAGMA legacy_alter_table = ON".to_owned(), table::create(&rebuild.tables.to, &new)];
    statements.extend(copy(rebuild, &new));
    statements.extend(keep_counter(&rebuild.tables, &new));
    statements.push(format!("DROP TABLE {}", quote(name)));
    statements.push(format!("ALTER TABLE {} RENAME TO {}", quote(&new), quote(name)));
    statements.extend(rebuild.tables.to.indexes.values().map(|added| index::create(added, name)));
    statements.extend(rebuild.triggers.iter().map(|trigger| trigger.definition.as_str().to_owned()));
    statements.push("PRAGMA legacy_alter_table = OFF".to_owned());
    statements
}

/// Copies the rows. Computed columns compute themselves, and new ones take their default.
fn copy(rebuild: &Rebuild, new: &Name) -> Option<String> {
    let Pair { from, to } = &rebuild.tables;
    let kept: Vec<Pair<&Column>> = to
        .columns
        .values()
        .filter(|column| column.generated.is_none())
        .filter_map(|column| Some(Pair::new(from.columns.get(&column.name)?, column)))
        .collect();
    let (mut targets, mut sources): (Vec<String>, Vec<String>) =
        kept.iter().map(|columns| (quote(&columns.to.name), source(*columns, rebuild))).unzip();
    if let Some(rowid) = kept_rowid(rebuild, &kept) {
        targets.insert(0, rowid.to_owned());
        sources.insert(0, rowid.to_owned());
    }
    let (targets, sources) = (targets.join(", "), sources.join(", "));
    let old = quote(&to.name.name);
    (!targets.is_empty()).then(|| format!("INSERT INTO {} ({targets})\nSELECT {sources}\nFROM {old}", quote(new)))
}

/// The old column. A NULL that is no longer allowed is not filled: the statement fails on it, as on every engine.
fn source(columns: Pair<&Column>, rebuild: &Rebuild) -> String {
    let old_name = rebuild.renamed.iter().find(|names| names.to == columns.to.name).map(|names| &names.from);
    let name = quote(old_name.unwrap_or(&columns.from.name));
    // A name in double quotes that is no column would be taken for a string; with the table in front it is an error.
    if name.starts_with('"') { format!("{}.{name}", quote(&rebuild.tables.to.name.name)) } else { name }
}

/// A word for the row's number, where both tables have one and it is not copied with the primary key anyway.
fn kept_rowid(rebuild: &Rebuild, kept: &[Pair<&Column>]) -> Option<&'static str> {
    let Rebuild { tables, renamed, .. } = rebuild;
    let both = !tables.from.options.without_rowid && !tables.to.options.without_rowid;
    let copied = rowid_column(&tables.to).is_some_and(|name| kept.iter().any(|columns| columns.to.name == *name));
    let names =
        || renamed.iter().map(|names| &names.from).chain(tables.from.columns.keys()).chain(tables.to.columns.keys());
    let taken = |word: &str| names().any(|name| name.as_str().eq_ignore_ascii_case(word));
    ["rowid", "_rowid_", "oid"].into_iter().find(|word| both && !copied && !taken(word))
}

/// AUTOINCREMENT never gives a number twice, also not one of a deleted row: the counter goes along.
fn keep_counter(tables: &Pair<Table>, new: &Name) -> Vec<String> {
    let counts = |table: &Table| table.columns.values().any(|column| column.identity.is_some());
    if !counts(&tables.from) || !counts(&tables.to) {
        return Vec::new();
    }
    let (old, new) = (quote_text(tables.to.name.name.as_str()), quote_text(new.as_str()));
    vec![
        format!("DELETE FROM sqlite_sequence WHERE name = {new}"),
        format!("INSERT INTO sqlite_sequence (name, seq)\nSELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"),
    ]
}
