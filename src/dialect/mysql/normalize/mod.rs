//! A schema as MySQL would show it back.
//!
//! Enums and domains become what they mean, types and checks of columns; what the server does by itself (the index below a foreign key, the
//! database's own collation) is taken away, so that it is no difference; whatever MySQL does not have is named as unsupported.

mod code;
mod column;
mod constraint;
mod default;
mod index;
mod limits;
mod name;
mod partition;
mod table;

use super::features::Features;
use super::{TableDefaults, definer, quote, unsupported};
use crate::dialect::inlined_types::{InlinedTypes, Inlining};
use crate::dialect::{Normalized, Note, Unsupported, spelling};
use crate::model::{Column, DataType, EnumType, NativeType, Object, ObjectId, Schema, Sequence, SequenceOptions};
use crate::sql::Syntax;
use std::collections::BTreeSet;

/// Enums are types of columns here, and of nothing else.
const INLINING: Inlining = Inlining { syntax: Syntax::Mysql, quote: quote::identifier, inline_enum };

fn inline_enum(column: &mut Column, enum_type: &EnumType) -> Option<String> {
    let values: Vec<String> = enum_type.values.iter().map(|value| quote::text(value)).collect();
    column.data_type = DataType::Native(NativeType::new(format!("enum({})", values.join(","))));
    None
}

/// What is known about the server.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub features: &'a Features,
    pub defaults: &'a TableDefaults,
}

pub(super) fn schema(mut schema: Schema, scene: Scene<'_>) -> Normalized {
    let mut findings = Findings::default();
    definer::leave_out_own(&mut schema, scene.defaults.account.as_deref());
    let Schema { objects, unmanaged, dependencies } = schema;
    let objects = objects.into_values().map(|object| name::without_namespace(object, &mut findings)).collect();
    let (types, objects) = InlinedTypes::take_from(objects, INLINING);
    let objects = partition::fold(objects, &mut findings);
    let mut normalized = Schema { unmanaged, dependencies, ..Schema::default() };
    for object in objects {
        // Before anything is named after a table.
        let object = if scene.defaults.lowers_names { name::lowered(object) } else { object };
        if let Some(object) = self::object(object, &types, scene, &mut findings) {
            normalized.insert(object);
        }
    }
    spelling::resolve(&mut normalized);
    constraint::fill_references(&mut normalized);
    index::drop_implied(&mut normalized);
    limits::check(&normalized, scene, &mut findings);
    Normalized { schema: normalized, unsupported: findings.unsupported, notes: findings.notes.into_iter().collect() }
}

/// What normalization has to tell.
#[derive(Default)]
struct Findings {
    unsupported: Vec<Unsupported>,
    notes: BTreeSet<Note>,
}

impl Findings {
    fn refuse(&mut self, object: ObjectId, message: impl Into<String>, help: impl Into<String>) {
        self.unsupported.push(Unsupported::new(object, message, help));
    }

    fn note(&mut self, object: ObjectId, message: impl Into<String>) {
        self.notes.insert(Note { object, message: message.into() });
    }

    /// A comment that there is no place for.
    fn without_comment(&mut self, object: &ObjectId, comment: &mut Option<String>) {
        if comment.take().is_some_and(|comment| !comment.is_empty()) {
            self.note(
                object.clone(),
                "MySQL keeps comments of tables, columns and indexes: this one stays in the spec",
            );
        }
    }
}

fn object(object: Object, types: &InlinedTypes, scene: Scene<'_>, findings: &mut Findings) -> Option<Object> {
    Some(match object {
        Object::Table(it) => Object::Table(Box::new(table::table(*it, types, scene, findings))),
        Object::View(it) => Object::View(code::view(it, findings)),
        Object::Function(it) => Object::Function(code::function(it, findings)?),
        Object::Trigger(it) => Object::Trigger(code::trigger(it, findings)?),
        Object::Definition(it) => Object::Definition(code::event(it, findings)?),
        Object::Sequence(it) if scene.features.sequences => Object::Sequence(sequence(it, findings)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
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
            findings.unsupported.push(unsupported::object(&object));
            return None;
        }
    })
}

fn sequence(mut sequence: Sequence, findings: &mut Findings) -> Sequence {
    let id = Object::Sequence(sequence.clone()).id();
    findings.without_comment(&id, &mut sequence.comment);
    if sequence.owned_by.take().is_some() {
        findings.note(id, "MariaDB's sequences have no owner: dropping the column leaves it behind");
    }
    sequence.data_type = crate::model::DataType::BigInt;
    sequence.options = without_usual(&sequence.options);
    sequence
}

/// The options less those that say what holds anyway.
fn without_usual(options: &SequenceOptions) -> SequenceOptions {
    let increment = options.increment.unwrap_or(1);
    let rises = increment >= 0;
    let (least, most) = if rises { (1, i64::MAX - 1) } else { (i64::MIN + 1, -1) };
    let (min, max) = (options.min.unwrap_or(least), options.max.unwrap_or(most));
    let first = if rises { min } else { max };
    SequenceOptions {
        start: options.start.filter(|start| *start != first),
        increment: options.increment.filter(|increment| *increment != 1),
        min: options.min.filter(|min| *min != least),
        max: options.max.filter(|max| *max != most),
        cache: options.cache.filter(|cache| *cache != 1000),
        cycle: options.cycle,
    }
}

/// An empty comment is none.
fn trim_comment(comment: &mut Option<String>) {
    if comment.as_ref().is_some_and(String::is_empty) {
        *comment = None;
    }
}

#[cfg(test)]
mod tests;
