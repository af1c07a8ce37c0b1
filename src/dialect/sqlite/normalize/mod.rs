//! A schema as SQLite would show it back.
//!
//! Enums and domains become what they mean, a check on the column; partitioning and comments are left out, with a note; whatever else SQLite
//! does not have is named as unsupported.

mod column;
mod constraint;
mod index;
mod name;
mod table;
mod virtual_table;
mod written;

use super::keyword::{quote, quote_text};
use super::{text, unsupported};
use crate::dialect::inlined_types::{InlinedTypes, Inlining};
use crate::dialect::{Normalized, Note, Unsupported};
use crate::model::{Column, DataType, EnumType, Firing, Namespace, Object, ObjectId, Schema, Trigger, View};
use crate::sql::Syntax;

/// Enums are texts that a check keeps to their values.
const INLINING: Inlining = Inlining { syntax: Syntax::Sqlite, quote, inline_enum };

fn inline_enum(column: &mut Column, enum_type: &EnumType) -> Option<String> {
    let values: Vec<String> = enum_type.values.iter().map(|value| quote_text(value)).collect();
    column.data_type = DataType::Text;
    Some(format!("{} IN ({})", quote(&column.name), values.join(", ")))
}

pub(super) fn normalize(schema: Schema) -> Normalized {
    let mut report = Report::default();
    let Schema { objects, unmanaged, dependencies: _ } = schema;
    let commented = first_comment(objects.values());
    let (access, objects): (Vec<Object>, Vec<Object>) = objects.into_values().partition(is_access);
    let objects: Vec<Object> = objects.into_iter().map(|object| name::without_namespace(object, &mut report)).collect();
    let (types, objects) = InlinedTypes::take_from(objects, INLINING);
    let mut normalized = Schema { unmanaged, ..Schema::default() };
    for object in objects {
        if let Some(object) = normalize_object(object, &types, &mut report) {
            normalized.insert(object);
        }
    }
    name::resolve(&mut normalized, &mut report);
    if let Some(object) = commented {
        report.note(object, "SQLite keeps no comments: they stay in the spec");
    }
    if let Some(first) = access.first() {
        report.note(first.id(), "SQLite has no roles: owners and privileges stay in the spec");
    }
    Normalized { schema: normalized, unsupported: report.unsupported, notes: report.notes }
}

/// What is said about a schema while it is normalized.
#[derive(Default)]
struct Report {
    unsupported: Vec<Unsupported>,
    notes: Vec<Note>,
}

impl Report {
    fn unsupported(&mut self, object: ObjectId, message: impl Into<String>, help: impl Into<String>) {
        self.unsupported.push(Unsupported::new(object, message, help));
    }

    fn note(&mut self, object: ObjectId, message: impl Into<String>) {
        self.notes.push(Note { object, message: message.into() });
    }
}

fn normalize_object(mut object: Object, types: &InlinedTypes, report: &mut Report) -> Option<Object> {
    object = object.without_comment();
    match object {
        Object::Table(table) => table::normalize(*table, types, report).map(|table| Object::Table(Box::new(table))),
        Object::View(view) => Some(Object::View(normalize_view(view, report))),
        Object::Trigger(trigger) => normalize_trigger(trigger, report).map(Object::Trigger),
        Object::Definition(it) => virtual_table::normalize(it, report).map(Object::Definition),
        Object::Namespace(Namespace { ref name, .. }) if name::is_main(name) => None,
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {
            report.unsupported.push(unsupported::object(&object));
            None
        }
    }
}

fn normalize_view(mut view: View, report: &mut Report) -> View {
    view.query = text::query(&view.query);
    if !view.options.is_empty() {
        let id = Object::View(view.clone()).id();
        report.unsupported(id, "SQLite's views have no options", "leave the options out");
        view.options = Default::default();
    }
    view.column_comments.clear();
    if !view.column_defaults.is_empty() {
        let id = Object::View(view.clone()).id();
        report.unsupported(id, "columns of SQLite's views have no defaults", "let a trigger on the view fill them in");
        view.column_defaults.clear();
    }
    view
}

fn normalize_trigger(mut trigger: Trigger, report: &mut Report) -> Option<Trigger> {
    if !text::has_body(&trigger.definition) {
        report.unsupported(
            trigger.id(),
            "a trigger of SQLite holds its statements between BEGIN and END",
            "write them in the trigger's definition: SQLite has no functions that a trigger could call instead",
        );
        return None;
    }
    if !std::mem::take(&mut trigger.settings).is_empty() {
        report.unsupported(trigger.id(), "SQLite's triggers have no settings", "leave the settings out");
    }
    if trigger.firing != Firing::Origin {
        let help = "leave `enabled` out, and the trigger itself where it is not to fire";
        report.unsupported(trigger.id(), "a trigger of SQLite always fires", help);
    }
    trigger.definition = text::trigger_definition(&trigger.definition);
    Some(trigger)
}

/// Whoever may open the file may do everything.
fn is_access(object: &Object) -> bool {
    matches!(object, Object::Role(_) | Object::Owner(_) | Object::Grant(_) | Object::DefaultPrivileges(_))
}

/// The first object that has a comment, itself or on a member.
fn first_comment<'a>(objects: impl IntoIterator<Item = &'a Object>) -> Option<ObjectId> {
    objects.into_iter().find(|object| object.comment().is_some() || has_member_comment(object)).map(Object::id)
}

fn has_member_comment(object: &Object) -> bool {
    match object {
        Object::Table(table) => {
            table.columns.values().any(|column| column.comment.is_some())
                || table.constraints.values().any(|constraint| constraint.comment().is_some())
                || table.indexes.values().any(|index| index.comment.is_some())
        }
        Object::View(view) => !view.column_comments.is_empty(),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => false,
    }
}

#[cfg(test)]
mod tests;
