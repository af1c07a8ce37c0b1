//! Names on engines that compare them without letter case: every mention is brought to the spelling of the definition.

use crate::model::{Constraint, IndexTerm, Name, Object, QualifiedName, Schema, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Brings mentions of tables and columns to the spelling of their definitions.
pub(super) fn resolve(schema: &mut Schema) {
    let tables = Spellings::of(schema);
    for object in schema.objects.values_mut() {
        match object {
            Object::Table(table) => resolve_table(table, &tables),
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
    /// The tables and views as they are.
    exact: BTreeSet<Name>,
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
        let tables: Vec<_> = views.chain(tables).collect();
        let exact = tables.iter().map(|(_, (name, _))| name.clone()).collect();
        Self { tables: tables.into_iter().collect(), exact }
    }

    fn spell_table(&self, table: &mut QualifiedName) {
        // Some servers tell `Users` from `users`: a name that is there as it is written is meant.
        if self.exact.contains(&table.name) {
            return;
        }
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

/// The name as engines compare it that ignore letter case.
pub(super) fn folded(name: &Name) -> String {
    name.as_str().to_ascii_lowercase()
}
