//! Foreign servers and foreign tables.

use super::Findings;
use crate::model::{ForeignServer, ObjectId, ObjectKind, Table};

/// An empty type or version is none.
pub(super) fn server(server: ForeignServer) -> ForeignServer {
    let written = |text: Option<String>| text.filter(|text| !text.is_empty());
    ForeignServer { server_type: written(server.server_type), version: written(server.version), ..server }
}

/// Only a table of its own has keys, indexes and partitions; only a foreign one has columns with options.
pub(super) fn check_table(table: &Table, findings: &mut Findings) {
    let id = table.id();
    if table.options.foreign.is_none() {
        for column in table.columns.values().filter(|column| !column.storage.foreign_options.is_empty()) {
            let message = "only a column of a foreign table has `foreign_options`";
            findings.refuse(
                id.member(ObjectKind::Column, &column.name),
                message,
                "take the key out, or say `foreign:` of the table",
            );
        }
        return;
    }
    let mut refuse = |member: ObjectId, what: &str| {
        findings.refuse(
            member,
            format!("a foreign table has no {what}"),
            "take it out: the foreign server keeps its own",
        );
    };
    for constraint in table.constraints.values() {
        if !matches!(constraint, crate::model::Constraint::Check(_)) {
            refuse(id.member(ObjectKind::Constraint, constraint.name()), "keys, only checks");
        }
    }
    for name in table.indexes.keys() {
        refuse(id.member(ObjectKind::Index, name), "indexes");
    }
    if table.partitioning.is_some() {
        refuse(id.clone(), "partitions");
    }
}
