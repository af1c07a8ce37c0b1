//! B106 and B122: every row is known by a key.

use super::{Repair, ReviewRule, repaired};
use crate::design::edit;
use crate::design::vocabulary::bare_noun;
use crate::design::word::singular;
use crate::model::{Column, DataType, Identity, IdentityMode, Name, Schema, Table, TableRole};

pub(super) struct Key;

impl ReviewRule for Key {
    fn code(&self) -> &'static str {
        "B122"
    }

    fn repair(&self, schema: &mut Schema) -> Vec<Repair> {
        let mut found = Vec::new();
        for name in edit::table_names(schema) {
            let Some(table) = edit::table_mut(schema, &name) else { continue };
            let lacks = match &table.role {
                TableRole::Dimension(dimension) => dimension.surrogate_key.is_none() && table.primary_key().is_none(),
                TableRole::Plain => {
                    table.primary_key().is_none() && table.partition_of.is_none() && table.options.foreign.is_none()
                }
                TableRole::Fact(_) => false,
            };
            if !lacks {
                continue;
            }
            let noun = singular(bare_noun(name.name.as_str()));
            let (code, key) = match &table.role {
                TableRole::Dimension(_) => ("B122", format!("{noun}_key")),
                TableRole::Plain | TableRole::Fact(_) => ("B106", format!("{noun}_id")),
            };
            if let Some(key) = add_key(table, key.into()) {
                found.push(repaired(code, &table.id(), format!("has the key {key}")));
            }
        }
        found
    }
}

/// Makes the column of this name the key, and a new one where there is none.
fn add_key(table: &mut Table, name: Name) -> Option<Name> {
    let is_free = !table.columns.contains_key(&name);
    match &mut table.role {
        TableRole::Dimension(dimension) if is_free => dimension.surrogate_key = Some(name.clone()),
        TableRole::Dimension(_) => return None,
        TableRole::Plain | TableRole::Fact(_) => {}
    }
    if is_free {
        let identity = Some(Identity::new(IdentityMode::ByDefault));
        let column = Column { nullable: false, identity, ..Column::new(name.clone(), DataType::BigInt) };
        table.columns.shift_insert(0, name.clone(), column);
    } else if let Some(column) = table.columns.get_mut(&name) {
        column.nullable = false;
    }
    edit::set_primary_key(table, vec![name.clone()]);
    Some(name)
}
