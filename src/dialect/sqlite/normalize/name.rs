//! Names. SQLite has one namespace (`main`), and compares names without letter case, so that every mention of a table or column is brought
//! to the spelling of its definition.

use super::Report;
use crate::model::{Constraint, IndexTerm, Name, Object, ObjectId, QualifiedName, Schema, Table};
use std::collections::BTreeMap;

/// The name of a SQLite file's own namespace.
pub(super) fn is_main(name: &Name) -> bool {
    name.as_str().eq_ignore_ascii_case("main")
}

/// Takes `main.` from the object's name and from every table it names; any other namespace is unsupported.
pub(super) fn without_namespace(mut object: Object, report: &mut Report) -> Object {
    let id = object.id();
    match &mut object {
        Object::Table(table) => {
            strip(&mut table.name, &id, report);
            for constraint in table.constraints.values_mut() {
                if let Constraint::ForeignKey(key) = constraint {
                    strip(&mut key.references, &id, report);
                }
            }
            if let Some(partition) = &mut table.partition_of {
                strip(&mut partition.parent, &id, report);
            }
        }
        Object::View(view) => strip(&mut view.name, &id, report),
        Object::Trigger(trigger) => strip(&mut trigger.table, &id, report),
        Object::Enum(enum_type) => strip(&mut enum_type.name, &id, report),
        Object::Domain(domain) => strip(&mut domain.name, &id, report),
        // Not had by SQLite at all, and reported as such.
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {}
    }
    object
}

fn strip(name: &mut QualifiedName, object: &ObjectId, report: &mut Report) {
    if let Some(namespace) = name.namespace.take()
        && !is_main(&namespace)
    {
        report.unsupported(
            object.clone(),
            format!("SQLite has no namespaces, and `{namespace}.{}` is in one", name.name),
            "write the name without the namespace",
        );
    }
}

/// Brings mentions of tables and columns to the spelling of the definitions, and reports index names that are used twice: SQLite has one set of names
/// for the indexes of all tables.
pub(super) fn resolve(schema: &mut Schema, report: &mut Report) {
    let tables = Spellings::of(schema);
    let mut indexes: BTreeMap<String, ObjectId> = BTreeMap::new();
    for object in schema.objects.values_mut() {
        match object {
            Object::Table(table) => {
                resolve_table(table, &tables);
                for index in table.indexes.values() {
                    let id = table.id();
                    if let Some(other) = indexes.insert(folded(&index.name), id.clone()) {
                        let message = format!("an index of {other} is called `{}` too", index.name);
                        report.unsupported(
                            id,
                            message,
                            "rename one: indexes of all tables share their names in SQLite",
                        );
                    }
                }
            }
            Object::Trigger(trigger) => tables.spell_table(&mut trigger.table),
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Sequence(_)
            | Object::Function(_)
            | Object::View(_)
            | Object::MaterializedView(_)
            | Object::Role(_)
            | Object::Composite(_)
            | Object::Policy(_)
            | Object::Publication(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Definition(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => {}
        }
    }
    // The address of a trigger holds its table's name.
    schema.objects = std::mem::take(&mut schema.objects).into_values().map(|object| (object.id(), object)).collect();
}

fn resolve_table(table: &mut Table, tables: &Spellings) {
    let own = table.name.clone();
    for constraint in table.constraints.values_mut() {
        match constraint {
            Constraint::PrimaryKey(key) => tables.spell_columns(&own, &mut key.columns),
            Constraint::Unique(key) => tables.spell_columns(&own, &mut key.columns),
            Constraint::ForeignKey(key) => {
                tables.spell_columns(&own, &mut key.columns);
                tables.spell_table(&mut key.references);
                tables.spell_columns(&key.references, &mut key.referenced_columns);
            }
            Constraint::Check(_) | Constraint::Exclude(_) => {}
        }
    }
    for key in table.indexes.values_mut().flat_map(|index| &mut index.keys) {
        if let IndexTerm::Column(column) = &mut key.term {
            tables.spell_columns(&own, std::slice::from_mut(column));
        }
    }
}

/// Tables and columns as their definitions spell them, by their names in lower case.
struct Spellings {
    tables: BTreeMap<String, (Name, BTreeMap<String, Name>)>,
}

impl Spellings {
    fn of(schema: &Schema) -> Self {
        let columns = |table: &Table| table.columns.keys().map(|name| (folded(name), name.clone())).collect();
        let views = schema.objects.values().filter_map(|object| match object {
            Object::View(view) => Some((folded(&view.name.name), (view.name.name.clone(), BTreeMap::new()))),
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Sequence(_)
            | Object::Function(_)
            | Object::Table(_)
            | Object::MaterializedView(_)
            | Object::Trigger(_)
            | Object::Role(_)
            | Object::Composite(_)
            | Object::Policy(_)
            | Object::Publication(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Definition(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => None,
        });
        let tables = schema.tables().map(|table| (folded(&table.name.name), (table.name.name.clone(), columns(table))));
        Self { tables: views.chain(tables).collect() }
    }

    fn spell_table(&self, table: &mut QualifiedName) {
        if let Some((name, _)) = self.tables.get(&folded(&table.name)) {
            table.name = name.clone();
        }
    }

    fn spell_columns(&self, table: &QualifiedName, columns: &mut [Name]) {
        let Some((_, spellings)) = self.tables.get(&folded(&table.name)) else { return };
        for column in columns {
            if let Some(name) = spellings.get(&folded(column)) {
                *column = name.clone();
            }
        }
    }
}

fn folded(name: &Name) -> String {
    name.as_str().to_ascii_lowercase()
}
