//! Owners and privileges of a target: as the connecting role sees them, and as they are where the target does not speak of them.

use crate::dialect::Dialect;
use crate::model::{Grant, Grantee, Name, Object, ObjectId, ObjectKind, Owner, Pair, Renames, Schema};
use crate::plan as planner;
use crate::spec::Manages;

/// The normalized target, so that a comparison with the start finds only what the target has to say. `role` is the connecting role.
pub(super) fn complete(
    dialect: &dyn Dialect,
    schemas: Pair<&Schema>,
    renames: &Renames,
    role: Option<&Name>,
    manages: Manages,
) -> Option<Schema> {
    let seen = role.and_then(|role| seen_by(schemas.to, role));
    let to = seen.as_ref().unwrap_or(schemas.to);
    let adopted = if manages == Manages::EVERYTHING {
        Vec::new()
    } else {
        let from = planner::under_new_names(dialect, Pair::new(schemas.from, to), renames);
        adopted(dialect, Pair::new(from.as_ref(), to), manages)
    };
    if seen.is_none() && adopted.is_empty() {
        return None;
    }
    let mut to = seen.unwrap_or_else(|| schemas.to.clone());
    to.objects.extend(adopted.into_iter().map(|object| (object.id(), object)));
    Some(dialect.normalize(to).schema)
}

/// A spec may call the connecting role by its name. `None` where it does not.
pub(super) fn seen_by(schema: &Schema, role: &Name) -> Option<Schema> {
    let is_own = |object: &Object| match object {
        Object::Owner(it) => it.role == *role && !is_namespace_of_every_database(&it.on),
        Object::Grant(it) => it.to == Grantee::Role(role.clone()) && !is_namespace_of_every_database(&it.on),
        Object::DefaultPrivileges(it) => it.role.as_ref() == Some(role) || it.to == Grantee::Role(role.clone()),
        _ => false,
    };
    let own: Vec<Object> = schema.objects.values().filter(|object| is_own(object)).cloned().collect();
    if own.is_empty() {
        return None;
    }
    let mut seen = schema.clone();
    seen.objects.retain(|_, object| !is_own(object));
    for object in own {
        let object = match object {
            Object::Grant(it) if seen.owner_of(&it.on).is_none() => Object::Grant(Grant { to: Grantee::Owner, ..it }),
            Object::DefaultPrivileges(mut it) => {
                it.role = it.role.filter(|owner| owner != role);
                if it.role.is_none() && it.to == Grantee::Role(role.clone()) {
                    it.to = Grantee::Owner;
                }
                Object::DefaultPrivileges(it)
            }
            Object::Owner(_) => continue,
            other => other,
        };
        seen.objects.entry(object.id()).or_insert(object);
    }
    Some(seen)
}

/// It has an owner of its own, who is told whoever is connected.
fn is_namespace_of_every_database(on: &ObjectId) -> bool {
    on.kind == ObjectKind::Namespace && on.name().as_str() == "public"
}

/// What the start has, where the target does not speak of such things, and what objects that are new will be born with.
fn adopted(dialect: &dyn Dialect, schemas: Pair<&Schema>, manages: Manages) -> Vec<Object> {
    let Pair { from, to } = schemas;
    let grantable = schemas.map(planner::grantable);
    let stays = |on: &ObjectId| {
        let is_there = |schema: &Schema| schema.objects.contains_key(on);
        // What neither side can hold comes with the server.
        let is_known = is_there(from) || grantable.from.contains(on);
        is_there(to) || grantable.to.contains(on) || !is_known
    };
    let mut adopted: Vec<Object> = Vec::new();
    for object in from.objects.values() {
        match object {
            Object::Owner(it) if !manages.owners && stays(&it.on) && !to.objects.contains_key(&it.id()) => {
                adopted.push(object.clone());
            }
            Object::Grant(it) if !manages.grants && stays(&it.on) => adopted.push(Object::Grant(without_lost(it, to))),
            Object::DefaultPrivileges(it) if !manages.default_privileges && has_place(it.namespace.as_ref(), to) => {
                adopted.push(object.clone());
            }
            _ => {}
        }
    }
    if !manages.grants {
        for on in grantable.to.difference(&grantable.from) {
            adopted.extend(born(dialect, schemas, on));
        }
    }
    adopted
}

/// The grants that come by themselves with a new object.
fn born(dialect: &dyn Dialect, schemas: Pair<&Schema>, on: &ObjectId) -> Vec<Object> {
    let owner = schemas.to.owner_of(on).cloned().map(Grantee::Role);
    let differs = |(to, privileges): &(Grantee, _)| {
        *privileges != dialect.privileges_by_default(on, to) && Some(to) != owner.as_ref()
    };
    let access = planner::born_with(dialect, schemas.from, on).into_iter().filter(differs);
    access.map(|(to, privileges)| Object::Grant(Grant { on: on.clone(), to, privileges })).collect()
}

/// Without the columns that the table loses.
fn without_lost(grant: &Grant, to: &Schema) -> Grant {
    let columns = match to.objects.get(&grant.on) {
        Some(Object::Table(table)) => Some(&table.columns),
        _ => None,
    };
    let mut grant = grant.clone();
    if let Some(columns) = columns {
        grant.privileges.retain(|it, _| it.column.as_ref().is_none_or(|column| columns.contains_key(column)));
    }
    grant
}

fn has_place(namespace: Option<&Name>, to: &Schema) -> bool {
    namespace.is_none_or(|name| {
        let id = ObjectId::new(ObjectKind::Namespace, vec![name.clone()]);
        is_namespace_of_every_database(&id) || to.objects.contains_key(&id)
    })
}

/// Takes out what is said of objects that are gone.
pub(super) fn retain_of_kept(schema: &mut Schema, gone: &Schema) {
    let lost = planner::grantable(gone);
    let kept = planner::grantable(schema);
    let is_lost = |on: &ObjectId| (lost.contains(on) || gone.objects.contains_key(on)) && !kept.contains(on);
    let lost: Vec<ObjectId> = schema
        .objects
        .iter()
        .filter(|(_, object)| match object {
            Object::Owner(Owner { on, .. }) | Object::Grant(Grant { on, .. }) => {
                is_lost(on) && !schema.objects.contains_key(on)
            }
            _ => false,
        })
        .map(|(id, _)| id.clone())
        .collect();
    for id in lost {
        schema.objects.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DefaultPrivileges, GrantableObjects, Privileges};

    fn id(kind: ObjectKind, name: &str) -> ObjectId {
        ObjectId::new(kind, vec![name.into()])
    }

    fn seen(objects: Vec<Object>) -> Vec<String> {
        let schema =
            Schema { objects: objects.into_iter().map(|object| (object.id(), object)).collect(), ..Schema::default() };
        let seen = seen_by(&schema, &"me".into()).unwrap_or(schema);
        seen.objects.keys().map(ToString::to_string).collect()
    }

    #[test]
    fn the_connecting_role_has_no_name() {
        let owner = |role: &str| Object::Owner(Owner { on: id(ObjectKind::Table, "t"), role: role.into() });
        let grant = |kind, name| {
            let (to, privileges) = (Grantee::Role("me".into()), Privileges::new());
            Object::Grant(Grant { on: id(kind, name), to, privileges })
        };
        assert_eq!(seen(vec![owner("me")]), <[String; 0]>::default());
        assert_eq!(seen(vec![grant(ObjectKind::Table, "t")]), ["grant:table:t.@owner"]);
        assert_eq!(seen(vec![owner("app"), grant(ObjectKind::Table, "t")]), ["owner:table:t", "grant:table:t.me"]);
        // It belongs to a role of its own.
        assert_eq!(seen(vec![grant(ObjectKind::Namespace, "public")]), ["grant:namespace:public.me"]);
        let defaults = Object::DefaultPrivileges(DefaultPrivileges {
            role: Some("me".into()),
            namespace: None,
            objects: GrantableObjects::Tables,
            to: Grantee::Role("me".into()),
            privileges: Privileges::new(),
        });
        assert_eq!(seen(vec![defaults]), ["default_privileges:*.*.tables.@owner"]);
    }
}
