//! What no MySQL database can hold.

use super::{Findings, Scene};
use crate::dialect::mysql::data_type;
use crate::model::{Column, Constraint, Name, Object, ObjectId, ObjectKind, Schema, Table};

/// The longest name, in characters.
const MAX_NAME: usize = 64;

pub(super) fn check(schema: &Schema, scene: Scene<'_>, findings: &mut Findings) {
    for (id, object) in &schema.objects {
        for name in names(object) {
            check_name(id, name, findings);
        }
        if let Object::Table(table) = object {
            check_columns(table, findings);
            check_keys(table, scene, findings);
        }
    }
}

fn names(object: &Object) -> Vec<&Name> {
    match object {
        Object::Table(table) => [&table.name.name]
            .into_iter()
            .chain(table.columns.keys())
            .chain(table.constraints.keys())
            .chain(table.indexes.keys())
            .collect(),
        Object::View(it) => vec![&it.name.name],
        Object::Function(it) => vec![&it.name.name],
        Object::Sequence(it) => vec![&it.name.name],
        Object::Trigger(it) => vec![&it.name],
        Object::Definition(it) => vec![&it.name.name],
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Vec::new(),
    }
}

fn check_name(id: &ObjectId, name: &Name, findings: &mut Findings) {
    let length = name.as_str().chars().count();
    if length > MAX_NAME {
        let message = format!("the name `{name}` has {length} characters; MySQL's names have {MAX_NAME} at most");
        findings.refuse(id.clone(), message, "shorten it");
    }
    if let Some(character) = name.as_str().chars().find(|character| u32::from(*character) > 0xFFFF) {
        let message = format!("the name `{name}` holds `{character}`; MySQL's names hold characters up to U+FFFF");
        findings.refuse(id.clone(), message, "choose another name");
    }
}

fn check_columns(table: &Table, findings: &mut Findings) {
    if table.columns.is_empty() {
        findings.refuse(table.id(), "a table of MySQL has a column at least", "add a column");
    }
    let counted: Vec<&Column> = table.columns.values().filter(|column| column.identity.is_some()).collect();
    for column in &counted {
        if !starts_a_key(&column.name, table) {
            findings.refuse(
                ObjectId::column(&table.name, &column.name),
                "MySQL counts up only a column with which a key or an index starts",
                "make it the primary key or unique, index it, or leave `identity` out",
            );
        }
    }
    if let [_, second, ..] = &counted[..] {
        let message = "MySQL counts up one column of a table, and another one is there already";
        findings.refuse(ObjectId::column(&table.name, &second.name), message, "leave `identity` out");
    }
}

fn starts_a_key(column: &Name, table: &Table) -> bool {
    let by_constraint = table.constraints.values().any(|constraint| match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {
            constraint.columns().first() == Some(&column)
        }
        Constraint::Check(_) | Constraint::Exclude(_) => false,
    });
    by_constraint || table.indexes.values().any(|index| index.keys.first().and_then(|key| key.column()) == Some(column))
}

/// Keys over texts of any length: an index holds a part of them, which proves nothing unique.
fn check_keys(table: &Table, scene: Scene<'_>, findings: &mut Findings) {
    for constraint in table.constraints.values() {
        let refused = match constraint {
            Constraint::PrimaryKey(_) | Constraint::ForeignKey(_) => true,
            Constraint::Unique(_) => !scene.features.unique_over_text,
            Constraint::Check(_) | Constraint::Exclude(_) => false,
        };
        let long = constraint
            .columns()
            .into_iter()
            .find(|name| table.columns.get(*name).is_some_and(|column| data_type::needs_prefix(&column.data_type)));
        if let (true, Some(column)) = (refused, long) {
            findings.refuse(
                table.id().member(ObjectKind::Constraint, constraint.name()),
                format!("the values of `{column}` are too long to be a key on MySQL"),
                "use VARCHAR(n) or VARBINARY(n)",
            );
        }
    }
}
