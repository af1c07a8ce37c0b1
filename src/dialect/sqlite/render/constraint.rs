//! Constraints, as they stand behind the columns of a table.

use super::super::key;
use super::super::keyword::quote;
use super::names;
use crate::model::{Constraint, Deferrable, ForeignKey, IndexStorage, Name, ReferentialAction};

/// The constraint without its name.
pub(super) fn body(constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(it) => format!("PRIMARY KEY {}", key_body(&it.columns, &it.storage)),
        Constraint::Unique(it) => format!("UNIQUE {}", key_body(&it.columns, &it.storage)),
        Constraint::Check(check) => format!("CHECK ({})", check.expression.as_str()),
        Constraint::ForeignKey(key) => foreign_key(key),
        // Reported as unsupported by normalization, which takes it away.
        Constraint::Exclude(_) => String::new(),
    }
}

/// The columns, and what happens on a conflict.
fn key_body(columns: &[Name], storage: &IndexStorage) -> String {
    key::columns(storage, columns) + &key::on_conflict(&storage.parameters)
}

fn foreign_key(key: &ForeignKey) -> String {
    let (references, referenced_columns) = key.reference();
    let mut text = format!("FOREIGN KEY ({}) REFERENCES {}", names(&key.columns), quote(&references.name));
    if !referenced_columns.is_empty() {
        text += &format!(" ({})", names(referenced_columns));
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != ReferentialAction::NoAction {
            text += &format!(" ON {event} {}", action.as_sql());
        }
    }
    text + match key.deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}
