//! The second type of a range type: PostgreSQL makes it with the range, under a name taken from the range's, and leaves it there
//! under that name when the range is renamed.

use super::follow;
use crate::dialect::Dialect;
use crate::model::{Definition, DefinitionKind, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema};
use crate::sql::multirange_name;

const RANGE: ObjectKind = ObjectKind::Definition(DefinitionKind::Range);

/// What the multirange of a range that is renamed is called before and after, where that differs.
pub(super) fn multirange(schemas: Pair<&Schema>, ids: Pair<&ObjectId>) -> Option<Pair<ObjectId>> {
    let from = multirange_of(range(schemas.from, ids.from)?);
    let to = multirange_of(range(schemas.to, ids.to)?);
    (from != to).then(|| Pair::new(from, to).map(|name| ObjectId::of(RANGE, &name)))
}

/// Puts the new name into the range's own statement and into what is of that type.
pub(super) fn follow_multirange(dialect: &dyn Dialect, schema: &mut Schema, ids: &Pair<ObjectId>) {
    follow::renamed(dialect, schema, ids.as_ref(), ids.as_ref().map(ObjectId::qualified_name));
}

fn range<'a>(schema: &'a Schema, id: &ObjectId) -> Option<&'a Definition> {
    match schema.objects.get(id) {
        Some(Object::Definition(it)) if it.kind == DefinitionKind::Range => Some(it),
        Some(_) | None => None,
    }
}

fn multirange_of(range: &Definition) -> QualifiedName {
    let (namespace, name) = multirange_name(range.definition.as_str(), range.name.name.as_str());
    QualifiedName::new(namespace.map(Name::new).or_else(|| range.name.namespace.clone()), name)
}
