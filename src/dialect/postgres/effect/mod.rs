//! What a statement does while it runs: locks, rows that are read or written, and why.
//!
//! By the manual's chapters "Explicit Locking" and "ALTER TABLE", and by what `ALTER TABLE` does in three phases: it takes its locks,
//! changes the catalog, and then rewrites or scans the tables that have to be.

mod alter;
mod column;
mod constraint;
mod create;
mod dependents;
mod drop;
mod property;
mod retype;
mod rows;
mod utility;
mod volatile;

pub(super) use utility::utility;

use crate::model::{
    Cause, DefinitionKind, Domain, Effect, LockMode, Manner, Object, ObjectId, ObjectKind, Pair, Publication,
    QualifiedName, Reason, Scene, Step, Table, Touch,
};

/// What a step does. Relations that are not there before it are left out.
pub(super) fn step(step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect {
    let effect = match step {
        Step::Create(object) => create::create(object, manner, scene),
        Step::Drop(object) => drop::drop(object, manner, scene),
        Step::Rename(ids) => rename(ids.as_ref()),
        Step::Alter(objects) | Step::Replace(objects) => alter(objects.as_ref(), scene),
        Step::Comment { object, .. } => comment(&object.id()),
        Step::AlterTable { table, change } => alter::change(table, change, manner, scene),
        Step::AlterTogether(it) => alter::changes(&it.tables.to.id(), &it.changes, manner, scene),
        Step::Rebuild(it) => alter::changes(&it.tables.to.id(), &it.changes, manner, scene),
        Step::Owner { on, .. } => owner(on),
        Step::Backfill(it) => Effect::on(Touch::lock(it.table.clone(), LockMode::RowExclusive).scanning(true)),
        Step::AddEnumValue { .. } | Step::RenameEnumValue { .. } | Step::Privileges { .. } => Effect::default(),
        Step::SwapEnum { columns, .. } => {
            let mut effect = Effect::default();
            for (table, column) in columns {
                let id = ObjectId::table(table);
                effect.touch(Touch::lock(id.clone(), LockMode::AccessExclusive).rewriting(true).scanning(true));
                let detail = format!("casts column {} of {table} to the new enum", column.name);
                let object = ObjectId::column(table, &column.name);
                effect.because(Reason::new(Cause::TypeRewrite, object, detail).on(&id));
            }
            effect
        }
    };
    effect.among(scene.schema)
}

/// The table with this address, if it is there.
fn table<'a>(scene: Scene<'a>, id: &ObjectId) -> Option<&'a Table> {
    match scene.schema.objects.get(id) {
        Some(Object::Table(table)) => Some(table),
        Some(_) | None => None,
    }
}

fn only(object: &ObjectId, lock: LockMode) -> Effect {
    Effect::on(Touch::lock(object.clone(), lock))
}

/// A plan knows the relation by its new name already, a statement by its old one.
fn rename(ids: Pair<&ObjectId>) -> Effect {
    let from = ids.from;
    match from.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence => {
            let mut effect = only(from, LockMode::AccessExclusive);
            effect.touch(Touch::lock(ids.to.clone(), LockMode::AccessExclusive));
            effect
        }
        ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Definition(DefinitionKind::Rule) => only(&table_of(from), LockMode::AccessExclusive),
        // The index alone is locked, and readers of the table do not wait for it.
        ObjectKind::Index
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Function
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => Effect::default(),
    }
}

/// The table that a member is of.
fn table_of(member: &ObjectId) -> ObjectId {
    let path = &member.path[..member.path.len().saturating_sub(1)];
    ObjectId::new(ObjectKind::Table, path.to_vec())
}

/// A comment on a member locks its table, too.
fn comment(on: &ObjectId) -> Effect {
    match on.kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence => {
            only(on, LockMode::ShareUpdateExclusive)
        }
        ObjectKind::Column => only(&table_of(on), LockMode::ShareUpdateExclusive),
        ObjectKind::Constraint | ObjectKind::Trigger | ObjectKind::Policy => only(&table_of(on), LockMode::AccessShare),
        ObjectKind::Index
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Function
        | ObjectKind::Role
        | ObjectKind::Composite
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => Effect::default(),
    }
}

fn owner(on: &ObjectId) -> Effect {
    let is_relation =
        matches!(on.kind, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence);
    if is_relation { only(on, LockMode::AccessExclusive) } else { Effect::default() }
}

/// ALTER of anything but a table, and CREATE OR REPLACE.
fn alter(objects: Pair<&Object>, scene: Scene<'_>) -> Effect {
    match (objects.from, objects.to) {
        (Object::Domain(from), Object::Domain(to)) => domain(Pair::new(from, to), scene),
        (Object::MaterializedView(from), Object::MaterializedView(to)) => {
            property::materialized_view(Pair::new(from, to))
        }
        (Object::View(_), Object::View(_)) => {
            let mut effect = create::view(objects.to, scene);
            effect.touch(Touch::lock(objects.to.id(), LockMode::AccessExclusive));
            effect
        }
        (Object::Sequence(_), Object::Sequence(to)) => {
            only(&ObjectId::of(ObjectKind::Sequence, &to.name), LockMode::ShareRowExclusive)
        }
        (Object::Trigger(_), Object::Trigger(_)) | (Object::Policy(_), Object::Policy(_)) => {
            create::create(objects.to, &Manner::default(), scene)
        }
        (Object::Publication(_), Object::Publication(to)) => publication(to),
        (Object::Definition(_), Object::Definition(_)) => create::create(objects.to, &Manner::default(), scene),
        // Nothing else of what can be altered is a relation, or hangs on one.
        _ => Effect::default(),
    }
}

/// Tables that are named are locked, so that nobody changes them meanwhile.
fn publication(it: &Publication) -> Effect {
    let mut effect = Effect::default();
    for table in it.tables.keys() {
        effect.touch(Touch::lock(ObjectId::table(table), LockMode::ShareUpdateExclusive));
    }
    effect
}

/// What a domain newly asks for is checked in every table that uses it.
fn domain(domains: Pair<&Domain>, scene: Scene<'_>) -> Effect {
    let gets_not_null = domains.from.nullable && !domains.to.nullable;
    let gets_check =
        domains.to.checks.values().any(|check| !check.not_valid && domains.from.checks.get(&check.name) != Some(check));
    if gets_not_null || gets_check { check_users(&domains.to.name, scene) } else { Effect::default() }
}

/// Every table with a column of the domain is read.
fn check_users(domain: &QualifiedName, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for (table, column) in columns_of(domain, scene) {
        let id = table.id();
        effect.touch(Touch::lock(id.clone(), LockMode::Share).scanning(true));
        let detail = format!("checks column {column} of {} against domain {domain}", table.name);
        let object = ObjectId::of(ObjectKind::Domain, domain);
        effect.because(Reason::new(Cause::DomainConstraint, object, detail).on(&id));
    }
    effect
}

/// The columns that have a type of the user's own.
fn columns_of<'a>(
    name: &'a QualifiedName,
    scene: Scene<'a>,
) -> impl Iterator<Item = (&'a Table, &'a crate::model::Name)> {
    scene.schema.tables().flat_map(move |table| {
        let uses = table.columns.values().filter(move |column| column.data_type.named() == Some(name));
        uses.map(move |column| (table, &column.name))
    })
}

#[cfg(test)]
mod tests;
