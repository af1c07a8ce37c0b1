//! B101: an index begins with the columns of every foreign key.

use super::{Repair, each_table, repaired};
use crate::design::edit;
use crate::model::{Constraint, IndexKey, Name, Schema, Table, TableRole};

/// Adds them.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    each_table(schema, |table| {
        let bare = table.foreign_keys().filter(|key| !is_indexed(table, &key.columns));
        let missing: Vec<Vec<Name>> = bare.map(|key| key.columns.clone()).collect();
        let mut found = Vec::new();
        for columns in missing {
            let told: Vec<&str> = columns.iter().map(Name::as_str).collect();
            found.push(repaired("B101", &table.id(), format!("has an index on {}", told.join(", "))));
            edit::add_index(table, columns);
        }
        found
    })
}

fn is_indexed(table: &Table, columns: &[Name]) -> bool {
    let by_key = table.constraints.values().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => key.columns.starts_with(columns),
        Constraint::Unique(key) => key.columns.starts_with(columns),
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    });
    let by_grain = match &table.role {
        TableRole::Fact(fact) => fact.grain.starts_with(columns),
        TableRole::Plain | TableRole::Dimension(_) => false,
    };
    let by_index = table.indexes.values().any(|index| {
        let named: Vec<&Name> = index.keys.iter().map_while(IndexKey::column).collect();
        named.len() >= columns.len() && named.iter().zip(columns).all(|(a, b)| *a == b)
    });
    by_key || by_grain || by_index
}
