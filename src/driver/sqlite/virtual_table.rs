//! A virtual table, by its statement.

use super::catalog::CatalogObject;
use crate::model::{Definition, DefinitionKind, Firing, QualifiedName, SqlText};
use crate::sql::sqlite::read_create_virtual_table;
use std::collections::BTreeMap;

/// None where the statement cannot be read.
pub(super) fn read(object: &CatalogObject) -> Option<Definition> {
    read_create_virtual_table(&object.sql).ok()?;
    Some(Definition {
        kind: DefinitionKind::VirtualTable,
        name: QualifiedName::bare(object.name.as_str()),
        signature: String::new(),
        table: None,
        definition: SqlText::new(object.sql.as_str()),
        firing: Firing::default(),
        settings: BTreeMap::new(),
        comment: None,
    })
}
