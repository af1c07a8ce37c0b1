//! Who refers to a table, and which tables are its partitions or children.

use super::{ForeignKey, Name, ObjectId, ObjectKind, QualifiedName, Schema, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The ways from a table to those that point to it, which a schema alone only knows the other way round.
#[derive(Clone, Debug, Default)]
pub struct Relatives {
    /// By the table that is referred to: the tables that refer to it, with their foreign keys.
    referencing: BTreeMap<QualifiedName, BTreeMap<QualifiedName, Vec<Name>>>,
    children: BTreeMap<QualifiedName, BTreeSet<QualifiedName>>,
}

impl Relatives {
    /// Of all tables of a schema.
    pub fn of(schema: &Schema) -> Self {
        let mut relatives = Self::default();
        schema.tables().for_each(|table| relatives.know(table));
        relatives
    }

    /// A table is there now. One that was there before is forgotten first.
    pub fn know(&mut self, table: &Table) {
        for key in table.foreign_keys() {
            let of_table = self.referencing.entry(key.references.clone()).or_default();
            of_table.entry(table.name.clone()).or_default().push(key.name.clone());
        }
        for parent in parents(table) {
            self.children.entry(parent.clone()).or_default().insert(table.name.clone());
        }
    }

    /// A table, as it was known, is about to change or to go. Those that point to it still do.
    pub fn forget(&mut self, table: &Table) {
        for key in table.foreign_keys() {
            self.referencing.get_mut(&key.references).map(|of_table| of_table.remove(&table.name));
        }
        for parent in parents(table) {
            self.children.get_mut(parent).map(|children| children.remove(&table.name));
        }
    }

    /// The foreign keys that refer to the table, with the tables they are on.
    pub fn referencing<'a>(
        &'a self,
        schema: &'a Schema,
        table: &QualifiedName,
    ) -> impl Iterator<Item = (&'a Table, &'a ForeignKey)> {
        let tables = self.referencing.get(table).into_iter().flatten();
        tables.flat_map(|(child, keys)| keys.iter().map(move |key| (child, key))).filter_map(|(child, key)| {
            let child = schema.table(child)?;
            Some((child, child.foreign_keys().find(|it| it.name == *key)?))
        })
    }

    /// Its partitions or children, and theirs, each once.
    pub fn descendants<'a>(&'a self, schema: &'a Schema, table: &QualifiedName) -> Vec<&'a Table> {
        let mut found: Vec<&Table> = Vec::new();
        let mut open: Vec<&QualifiedName> = self.children.get(table).into_iter().flatten().collect();
        while let Some(name) = open.pop() {
            let Some(child) = schema.table(name) else { continue };
            if found.iter().all(|known| known.name != child.name) {
                found.push(child);
                open.extend(self.children.get(name).into_iter().flatten());
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// The partitions and children, near and far, that have a column because this table has it.
    pub fn heirs<'a>(&'a self, schema: &'a Schema, table: &QualifiedName, column: &Name) -> Vec<&'a Table> {
        let children = self.children.get(table).into_iter().flatten();
        let has_it =
            |child: &&Table| child.columns.get(column).is_some_and(|it| it.inherited || child.partition_of.is_some());
        let near = children.filter_map(|child| schema.table(child)).filter(has_it);
        near.flat_map(|child| [child].into_iter().chain(self.heirs(schema, &child.name, column))).collect()
    }
}

/// The tables that a table is a partition or a child of.
fn parents(table: &Table) -> impl Iterator<Item = &QualifiedName> {
    table.partition_of.iter().map(|it| &it.parent).chain(&table.options.inherits)
}

impl Schema {
    /// The relation of this name, whatever its kind.
    pub fn relation(&self, name: &QualifiedName) -> Option<ObjectId> {
        [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView, ObjectKind::Sequence]
            .into_iter()
            .map(|kind| ObjectId::of(kind, name))
            .find(|id| self.objects.contains_key(id))
    }
}
