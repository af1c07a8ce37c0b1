//! B101: an index begins with the columns of every foreign key.

use super::{Repair, ReviewRule, repaired};
use crate::design::edit;
use crate::model::{Constraint, IndexKey, Name, Schema, Table, TableRole};

pub(super) struct ForeignKeyIndex;

impl ReviewRule for ForeignKeyIndex {
    fn code(&self) -> &'static str {
        "B101"
    }

    fn repair(&self, schema: &mut Schema) -> Vec<Repair> {
        let mut found = Vec::new();
        for name in edit::table_names(schema) {
            let Some(table) = edit::table_mut(schema, &name) else { continue };
            let missing: Vec<Vec<Name>> = table
                .foreign_keys()
                .filter(|key| !is_indexed(table, &key.columns))
                .map(|key| key.columns.clone())
                .collect();
            for columns in missing {
                let told: Vec<&str> = columns.iter().map(Name::as_str).collect();
                found.push(repaired(self.code(), &table.id(), format!("has an index on {}", told.join(", "))));
                edit::add_index(table, columns);
            }
        }
        found
    }
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
