//! Owners and privileges: what stands before and what after, with nothing left to be implied.

use crate::dialect::Unsupported;
use crate::dialect::postgres::privilege::{self, Version};
use crate::model::{
    Change, DefaultPrivileges, Grant, Grantee, Name, Object, ObjectId, ObjectKind, Owner, Pair, Privileges, Schema,
    Step,
};

/// What is about owners and privileges: there a change is one between two sets, whether or not both are written down.
pub(super) fn change(
    change: &Change,
    schemas: Pair<&Schema>,
    version: Version,
) -> Option<Result<Vec<Step>, Unsupported>> {
    let sides = match change {
        Change::Create(object) => Pair::new(None, Some(object)),
        Change::Drop(object) => Pair::new(Some(object), None),
        Change::Alter(objects) => Pair::new(Some(&objects.from), Some(&objects.to)),
        Change::Rename(_) | Change::AlterTable { .. } | Change::Comment { .. } => return None,
    };
    match sides.to.or(sides.from)? {
        Object::Owner(_) => Some(owner(sides.map(as_owner), schemas, version)),
        Object::Grant(_) => Some(Ok(grant(sides.map(as_grant), schemas, version))),
        Object::DefaultPrivileges(_) => Some(Ok(defaults(sides.map(as_defaults), schemas, version))),
        Object::Role(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Composite(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::Table(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Trigger(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_) => None,
    }
}

fn as_owner(object: Option<&Object>) -> Option<&Owner> {
    if let Some(Object::Owner(it)) = object { Some(it) } else { None }
}

fn as_grant(object: Option<&Object>) -> Option<&Grant> {
    if let Some(Object::Grant(it)) = object { Some(it) } else { None }
}

fn as_defaults(object: Option<&Object>) -> Option<&DefaultPrivileges> {
    if let Some(Object::DefaultPrivileges(it)) = object { Some(it) } else { None }
}

/// What one grantee may do; no entry means what is so by default.
fn grant(grants: Pair<Option<&Grant>>, schemas: Pair<&Schema>, version: Version) -> Vec<Step> {
    let Some(either) = grants.to.or(grants.from) else { return Vec::new() };
    let (on, to) = (&either.on, &either.to);
    let owner = owner_of(schemas.to, on, version);
    // A role that becomes the owner has its privileges added to those of owners.
    let is_owner = matches!((to, &owner), (Grantee::Role(role), Some(owner)) if role == owner);
    if is_owner || goes_too(on, schemas) {
        return Vec::new();
    }
    let privileges = grants
        .map(|grant| grant.map_or_else(|| privilege::by_default(on, to, version), |grant| grant.privileges.clone()));
    privileges_step(on, to, owner, privileges).into_iter().collect()
}

fn privileges_step(on: &ObjectId, to: &Grantee, owner: Option<Name>, privileges: Pair<Privileges>) -> Option<Step> {
    privileges.differs().then(|| Step::Privileges { on: on.clone(), to: to.clone(), owner, privileges })
}

/// No entry means the connecting role, but the default namespace goes back to the owner it was born with.
fn owner(owners: Pair<Option<&Owner>>, schemas: Pair<&Schema>, version: Version) -> Result<Vec<Step>, Unsupported> {
    let Some(either) = owners.to.or(owners.from) else { return Ok(Vec::new()) };
    let on = &either.on;
    if goes_too(on, schemas) {
        return Ok(Vec::new());
    }
    let role = match owners.to {
        Some(owner) => Some(owner.role.clone()),
        None if privilege::is_default_namespace(on) => Some(born_owner(on, version)?),
        None => None,
    };
    Ok(vec![Step::Owner { on: on.clone(), role }])
}

fn born_owner(on: &ObjectId, version: Version) -> Result<Name, Unsupported> {
    privilege::owner_of_default_namespace(version).ok_or_else(|| {
        let message = "before PostgreSQL 15 it is born with an owner whose name cannot be known";
        Unsupported::new(Owner::id_on(on), message, "name the owner under namespaces: {name: public, owner: …}")
    })
}

fn owner_of(schema: &Schema, on: &ObjectId, version: Version) -> Option<Name> {
    let born = || privilege::is_default_namespace(on).then(|| privilege::owner_of_default_namespace(version)).flatten();
    schema.owner_of(on).cloned().or_else(born)
}

/// Whether the object itself goes, and with it all that is said of it.
fn goes_too(on: &ObjectId, schemas: Pair<&Schema>) -> bool {
    schemas.from.objects.contains_key(on) && !schemas.to.objects.contains_key(on)
}

/// Default privileges of one grantee; no entry means the server's own, or none on top of them. They go with their namespace.
fn defaults(defaults: Pair<Option<&DefaultPrivileges>>, schemas: Pair<&Schema>, version: Version) -> Vec<Step> {
    let Some(either) = defaults.to.or(defaults.from) else { return Vec::new() };
    let namespace = either.namespace.as_ref();
    let namespace = namespace.map(|name| ObjectId::new(ObjectKind::Namespace, vec![name.clone()]));
    if namespace.is_some_and(|id| goes_too(&id, schemas)) {
        return Vec::new();
    }
    let untouched = || DefaultPrivileges {
        privileges: match either.namespace {
            Some(_) => Privileges::new(),
            None => privilege::by_default_of(either.objects, &either.to, version),
        },
        ..either.clone()
    };
    let sides = defaults.map(|defaults| defaults.cloned().unwrap_or_else(untouched));
    vec![Step::Alter(sides.map(Object::DefaultPrivileges))]
}
