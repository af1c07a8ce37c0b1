//! Virtual tables: the one kind of object that SQLite keeps by its whole definition.

use super::super::{text, unsupported};
use super::Report;
use crate::model::{Definition, DefinitionKind};
use crate::sql::sqlite::read_create_virtual_table;

pub(super) fn normalize(mut definition: Definition, report: &mut Report) -> Option<Definition> {
    let id = definition.id();
    if definition.kind != DefinitionKind::VirtualTable {
        report.unsupported.push(unsupported::kind(id));
        return None;
    }
    let Ok(read) = read_create_virtual_table(definition.definition.as_str()) else {
        let help = "write one CREATE VIRTUAL TABLE name USING module(arguments)";
        report.unsupported(id, "its definition makes no virtual table", help);
        return None;
    };
    definition.comment = None;
    definition.definition = text::virtual_table(&definition.name.name, &read.using);
    Some(definition)
}
