//! Composite types.

use super::{column, comment};
use crate::dialect::postgres::quote;
use crate::model::{Attribute, Composite, Name, ObjectId, ObjectKind, Pair, QualifiedName, Statement};

/// CREATE TYPE, and the comments of its attributes.
pub(super) fn create(it: &Composite) -> Vec<Statement> {
    let attributes: Vec<String> = it.attributes.values().map(|it| format!("\n    {}", definition(it))).collect();
    let close = if attributes.is_empty() { "" } else { "\n" };
    let create = format!("CREATE TYPE {} AS ({}{close})", quote::qualified(&it.name), attributes.join(","));
    let comments = it.attributes.values().filter(|it| it.comment.is_some()).map(|attribute| on(&it.name, attribute));
    [Statement::new(create)].into_iter().chain(comments).collect()
}

/// What goes, what changes, what comes, and the comments that differ.
pub(super) fn alter(composites: Pair<&Composite>) -> Vec<Statement> {
    let Pair { from, to } = composites;
    let head = format!("ALTER TYPE {}", quote::qualified(&to.name));
    let gone = from.attributes.keys().filter(|name| !to.attributes.contains_key(*name));
    let drops = gone.map(|name| format!("{head} DROP ATTRIBUTE {}", quote::identifier(name)));
    let changes = retyped(composites).map(|it| {
        let typed = column::typed(&it.data_type, it.collation.as_ref());
        format!("{head} ALTER ATTRIBUTE {} TYPE {typed}", quote::identifier(&it.name))
    });
    let new = to.attributes.values().filter(|it| !from.attributes.contains_key(&it.name));
    let adds = new.map(|it| format!("{head} ADD ATTRIBUTE {}", definition(it)));
    let comments = to.attributes.values().filter_map(|it| {
        let before = from.attributes.get(&it.name).and_then(|old| old.comment.as_ref());
        (before != it.comment.as_ref()).then(|| on(&to.name, it))
    });
    drops.chain(changes).chain(adds).map(Statement::new).chain(comments).collect()
}

/// Attributes that stay and are of another type, or ordered by another collation.
pub(in crate::dialect::postgres) fn retyped(composites: Pair<&Composite>) -> impl Iterator<Item = &Attribute> {
    composites.to.attributes.values().filter(move |it| {
        let old = composites.from.attributes.get(&it.name);
        old.is_some_and(|old| (&old.data_type, &old.collation) != (&it.data_type, &it.collation))
    })
}

/// ALTER TYPE … RENAME ATTRIBUTE.
pub(super) fn rename_attribute(ids: Pair<&ObjectId>) -> Statement {
    let owner: Vec<String> = ids.to.path[..ids.to.path.len() - 1].iter().map(quote::identifier).collect();
    let names = ids.map(ObjectId::name).map(quote::identifier);
    Statement::new(format!("ALTER TYPE {} RENAME ATTRIBUTE {} TO {}", owner.join("."), names.from, names.to))
}

fn definition(it: &Attribute) -> String {
    format!("{} {}", quote::identifier(&it.name), column::typed(&it.data_type, it.collation.as_ref()))
}

fn on(owner: &QualifiedName, it: &Attribute) -> Statement {
    comment::on(&subject(owner, &it.name), it.comment.as_deref())
}

fn subject(owner: &QualifiedName, name: &Name) -> String {
    comment::member(&ObjectId::of(ObjectKind::Composite, owner), ObjectKind::Attribute, name)
}
