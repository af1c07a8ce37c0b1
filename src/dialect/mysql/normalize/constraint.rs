//! Constraints.

use super::{Findings, trim_comment};
use crate::dialect::mysql::{text, unsupported};
use crate::model::{
    Check, Constraint, Deferrable, ForeignKey, IndexStorage, MatchKind, Name, NameOrigin, Object, ObjectId, ObjectKind,
    PrimaryKey, QualifiedName, ReferentialAction, Schema, Table, generated_name,
};
use std::collections::BTreeMap;

/// The constraint in MySQL's form; none where MySQL has no such thing.
pub(super) fn constraint(mut constraint: Constraint, table: &Table, findings: &mut Findings) -> Option<Constraint> {
    let id = table.id().member(ObjectKind::Constraint, constraint.name());
    if let Some(message) = refusal(&constraint) {
        findings.refuse(id, message, unsupported::LEAVE_OUT);
        return None;
    }
    Some(match constraint {
        // All primary keys have one name; the one that a spec leaves out is as good as any.
        Constraint::PrimaryKey(it) => {
            let mut key =
                PrimaryKey { name: generated_name(&table.name.name, &[], "pkey"), origin: NameOrigin::Generated, ..it };
            trim_comment(&mut key.comment);
            Constraint::PrimaryKey(key)
        }
        Constraint::Unique(_) => {
            trim_comment(constraint.comment_mut());
            constraint
        }
        Constraint::Check(mut it) => {
            findings.without_comment(&id, &mut it.comment);
            note_validity(it.not_valid, id, findings);
            Constraint::Check(Check {
                expression: text::expression_over(&it.expression, table.columns.keys()),
                not_valid: false,
                no_inherit: false,
                ..it
            })
        }
        Constraint::ForeignKey(mut it) => {
            findings.without_comment(&id, &mut it.comment);
            note_validity(it.not_valid, id, findings);
            Constraint::ForeignKey(ForeignKey { not_valid: false, ..it })
        }
        Constraint::Exclude(_) => constraint,
    })
}

/// How a primary key is kept can be said in one way: by the method of its index.
fn is_method(storage: &IndexStorage) -> bool {
    const METHODS: [&str; 2] = ["btree", "hash"];
    let mut parameters = storage.parameters.iter();
    storage.tablespace.is_none() && parameters.all(|(name, value)| name == "method" && METHODS.contains(&value))
}

fn note_validity(not_valid: bool, id: ObjectId, findings: &mut Findings) {
    if not_valid {
        findings.note(id, "MySQL checks the rows that are there: it has no NOT VALID");
    }
}

fn refusal(constraint: &Constraint) -> Option<&'static str> {
    const INCLUDE: &str = "MySQL's indexes include no other columns";
    const STORAGE: &str = "MySQL's keys have no storage parameters or tablespaces of their own";
    const DEFERRABLE: &str = "MySQL checks at once: it defers nothing";
    match constraint {
        Constraint::PrimaryKey(key) if !key.include.is_empty() => Some(INCLUDE),
        Constraint::PrimaryKey(key) if key.deferrable != Deferrable::No => Some(DEFERRABLE),
        Constraint::Unique(key) if !key.include.is_empty() => Some(INCLUDE),
        Constraint::Unique(key) if key.deferrable != Deferrable::No => Some(DEFERRABLE),
        Constraint::Unique(key) if key.nulls_not_distinct => Some("NULLs are always distinct in MySQL"),
        Constraint::PrimaryKey(key) if !is_method(&key.storage) => Some(STORAGE),
        Constraint::Unique(key) if key.storage != IndexStorage::default() => Some(STORAGE),
        Constraint::ForeignKey(key) if !key.on_delete_columns.is_empty() => {
            Some("MySQL sets all columns of a foreign key or none")
        }
        Constraint::ForeignKey(key) if key.deferrable != Deferrable::No => Some(DEFERRABLE),
        Constraint::ForeignKey(key) if key.match_kind == MatchKind::Full => {
            Some("MySQL reads MATCH FULL and does MATCH SIMPLE")
        }
        Constraint::ForeignKey(key) if [key.on_delete, key.on_update].contains(&ReferentialAction::SetDefault) => {
            Some("InnoDB has no SET DEFAULT")
        }
        Constraint::ForeignKey(key) if !key.on_delete_columns.is_empty() => {
            Some("MySQL's foreign keys set all of their columns to NULL, not some")
        }
        Constraint::Exclude(_) => Some("MySQL has no exclusion constraints"),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::ForeignKey(_) => None,
    }
}

/// A foreign key that names no columns means the primary key it points to.
pub(super) fn fill_references(schema: &mut Schema) {
    let keys: BTreeMap<QualifiedName, Vec<Name>> =
        schema.tables().filter_map(|table| Some((table.name.clone(), table.primary_key()?.columns.clone()))).collect();
    for object in schema.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        for constraint in table.constraints.values_mut() {
            if let Constraint::ForeignKey(key) = constraint
                && key.referenced_columns.is_empty()
                && let Some(columns) = keys.get(&key.references)
            {
                key.referenced_columns.clone_from(columns);
            }
        }
    }
}
