//! Parents before children.

use crate::model::{ForeignKey, QualifiedName, Schema, Table};
use std::collections::BTreeSet;

/// The foreign keys that rows of a table have to keep: its own, and those that its partitions have beside them.
pub(super) fn foreign_keys<'a>(schema: &'a Schema, table: &'a Table) -> Vec<&'a ForeignKey> {
    let mut keys: Vec<&ForeignKey> = table.foreign_keys().collect();
    let is_partition = |other: &&Table| other.partition_of.as_ref().is_some_and(|it| it.parent == table.name);
    if table.partitioning.is_some() {
        for key in schema.tables().filter(is_partition).flat_map(Table::foreign_keys) {
            if !keys.iter().any(|other| other.columns == key.columns && other.references == key.references) {
                keys.push(key);
            }
        }
    }
    keys
}

/// Tables in loading order; of each those it refers to that come later.
pub(super) struct Ordered<'a> {
    pub tables: Vec<&'a Table>,
    pub late: Vec<Vec<QualifiedName>>,
}

/// Takes the first table whose parents are all there; in a ring, the one that misses the fewest. Names decide between equals.
pub(super) fn order<'a>(schema: &'a Schema, tables: &[&'a Table]) -> Ordered<'a> {
    let mut left: Vec<&Table> = tables.to_vec();
    left.sort_by(|a, b| a.name.cmp(&b.name));
    let known: BTreeSet<&QualifiedName> = left.iter().map(|table| &table.name).collect();
    let mut ordered = Ordered { tables: Vec::new(), late: Vec::new() };
    let mut done: BTreeSet<&QualifiedName> = BTreeSet::new();
    while !left.is_empty() {
        let missing = |table: &'a Table| -> Vec<QualifiedName> {
            let parents = foreign_keys(schema, table).into_iter().filter(|key| key.references != table.name);
            let absent = parents.filter(|key| known.contains(&key.references) && !done.contains(&key.references));
            absent.map(|key| key.references.clone()).collect()
        };
        let counts = left.iter().enumerate().map(|(at, table)| (missing(table).len(), at));
        let Some((_, at)) = counts.min() else { break };
        ordered.late.push(missing(left[at]));
        let table = left.remove(at);
        done.insert(&table.name);
        ordered.tables.push(table);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::load_text;
    use std::path::Path;

    #[test]
    fn parents_come_first_and_rings_are_broken() {
        let text = "version: 1\nentities:\n  tables:\n    - {name: a, primary_key: [id], columns: [{name: id, type: INT}, {name: b, type: INT, references: b(id)}]}\n    \
                    - {name: b, primary_key: [id], columns: [{name: id, type: INT}, {name: c, type: INT, references: c(id)}]}\n    \
                    - {name: c, primary_key: [id], columns: [{name: id, type: INT}, {name: a, type: INT, references: a(id)}]}\n    \
                    - {name: top, primary_key: [id], columns: [{name: id, type: INT}]}\n";
        let loaded = load_text(Path::new("a.yml"), text);
        assert_eq!(loaded.diagnostics, []);
        let tables: Vec<&Table> = loaded.spec.schema.tables().collect();
        let ordered = order(&loaded.spec.schema, &tables);
        let names: Vec<String> = ordered.tables.iter().map(|table| table.name.name.to_string()).collect();
        assert_eq!(names, ["top", "a", "c", "b"]);
        assert_eq!(ordered.late.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 0, 0]);
    }
}
