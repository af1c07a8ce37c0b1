//! B121: dimensions are called dim_…, facts fact_….

use super::{Repair, repaired};
use crate::design::edit;
use crate::model::{ObjectId, Schema, TableRole};

/// Puts the prefix in front.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    let mut found = Vec::new();
    for name in edit::table_names(schema) {
        let prefix = match schema.table(&name).map(|table| &table.role) {
            Some(TableRole::Dimension(_)) => "dim_",
            Some(TableRole::Fact(_)) => "fact_",
            Some(TableRole::Plain) | None => continue,
        };
        if !name.name.as_str().starts_with(prefix) {
            let new = name.sibling(format!("{prefix}{}", name.name));
            found.push(repaired("B121", &ObjectId::table(&name), format!("is called {new}")));
            edit::rename_table(schema, &name, &new);
        }
    }
    found
}
