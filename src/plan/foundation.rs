//! What has to be there before an object can be made, for those who build a part of a schema.

use super::base::Scene;
use crate::dialect::Dialect;
use crate::model::{Object, ObjectId, Pair, Schema};
use std::collections::BTreeSet;

/// Answers for the objects of one schema.
pub struct Foundations<'a>(Scene<'a>);

impl<'a> Foundations<'a> {
    pub fn of(dialect: &dyn Dialect, schema: &'a Schema) -> Self {
        Self(Scene::of(dialect, Pair::new(schema, schema)))
    }

    /// The objects that this one refers to and cannot be made without, one level down. The tables that its foreign keys reference are not
    /// among them: a table can do without.
    pub fn below(&self, object: &Object) -> BTreeSet<ObjectId> {
        let side = self.0.to();
        let base = side.base(object);
        let mut below: BTreeSet<ObjectId> = base.needs.into_iter().chain(base.reads).collect();
        match object {
            // The body of a function of the SQL standard is bound when the function is made.
            Object::Function(function) => below.extend(side.mentioned(&function.definition)),
            // A sequence lives where its owner does.
            Object::Sequence(sequence) => {
                below.extend(sequence.owned_by.iter().map(|(table, _)| ObjectId::table(table)))
            }
            Object::Role(_)
            | Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Composite(_)
            | Object::Table(_)
            | Object::View(_)
            | Object::MaterializedView(_)
            | Object::Trigger(_)
            | Object::Policy(_)
            | Object::Publication(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Definition(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => {}
        }
        below
    }
}
