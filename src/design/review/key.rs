//! B106 and B122: every row is known by a key.

use super::{Repair, each_table, repaired};
use crate::design::edit;
use crate::design::vocabulary::bare_noun;
use crate::design::word::singular;
use crate::model::{Column, DataType, Identity, IdentityMode, Name, Schema, Table, TableRole};

/// Adds an identity column where there is none.
pub fn repair(schema: &mut Schema) -> Vec<Repair> {
    each_table(schema, |table| {
        let has_none = table.primary_key().is_none();
        let lacks = match &table.role {
            TableRole::Dimension(dimension) => dimension.surrogate_key.is_none() && has_none,
            TableRole::Plain => has_none && table.partition_of.is_none() && table.options.foreign.is_none(),
            TableRole::Fact(_) => false,
        };
        if !lacks {
            return Vec::new();
        }
        let noun = singular(bare_noun(table.name.name.as_str()));
        let (code, key) = match &table.role {
            TableRole::Dimension(_) => ("B122", format!("{noun}_key")),
            TableRole::Plain | TableRole::Fact(_) => ("B106", format!("{noun}_id")),
        };
        let added = add_key(table, key.into());
        added.map(|key| repaired(code, &table.id(), format!("has the key {key}"))).into_iter().collect()
    })
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
