//! Owners, privileges and roles: one entry for each difference from what holds by itself, and none for anything else.

use super::Findings;
use crate::dialect::postgres::DEFAULT_NAMESPACE;
use crate::dialect::postgres::privilege::{self, Version};
use crate::model::{
    DefaultPrivileges, Grant, Grantable, Grantee, Name, Object, ObjectId, ObjectKind, Owner, Privilege, Privileges,
    Role, Schema, nearest_word,
};
use std::collections::{BTreeMap, BTreeSet};

/// The word that stands for all privileges of a kind.
const ALL: &str = "ALL";

pub(super) fn settle(schema: &mut Schema, version: Version, findings: &mut Findings) {
    let mut taken = Taken::from(schema);
    for owner in taken.owners.drain(..).filter_map(|owner| self::owner(owner, version)) {
        schema.insert(Object::Owner(owner));
    }
    let sequences: Vec<ObjectId> =
        schema.of_kind(ObjectKind::Sequence).map(Object::id).filter(|id| schema.owned_with(id).is_some()).collect();
    for sequence in sequences {
        schema.objects.remove(&Owner::id_on(&sequence));
    }
    for grant in taken.grants.drain(..) {
        let grant = self::grant(grant, schema, version, findings);
        merge_grant(schema, grant);
    }
    schema.objects.retain(|_, object| !matches!(object, Object::Grant(grant) if says_nothing(grant, version)));
    for defaults in taken.defaults.drain(..) {
        let defaults = self::defaults(defaults, version, findings);
        if !defaults_say_nothing(&defaults, version) {
            schema.insert(Object::DefaultPrivileges(defaults));
        }
    }
    let needed = referred_to(schema);
    for role in taken.roles.drain(..).filter(|role| needed.contains(&role.name)) {
        schema.insert(Object::Role(role));
    }
}

/// What of a schema is about access.
#[derive(Default)]
struct Taken {
    owners: Vec<Owner>,
    grants: Vec<Grant>,
    defaults: Vec<DefaultPrivileges>,
    roles: Vec<Role>,
}

impl Taken {
    /// Takes it out.
    fn from(schema: &mut Schema) -> Self {
        let mut taken = Self::default();
        schema.objects.retain(|_, object| {
            match object {
                Object::Owner(it) => taken.owners.push(it.clone()),
                Object::Grant(it) => taken.grants.push(it.clone()),
                Object::DefaultPrivileges(it) => taken.defaults.push(it.clone()),
                Object::Role(it) => taken.roles.push(it.clone()),
                Object::Namespace(_)
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
                | Object::Definition(_) => return true,
            }
            false
        });
        taken
    }
}

fn in_default(on: &ObjectId) -> ObjectId {
    on.or_namespace(&Name::from(DEFAULT_NAMESPACE))
}

/// `None` where the default namespace has the owner it was born with.
fn owner(owner: Owner, version: Version) -> Option<Owner> {
    let on = in_default(&owner.on);
    let is_born = privilege::is_default_namespace(&on)
        && privilege::owner_of_default_namespace(version).is_some_and(|born| born == owner.role);
    (!is_born).then_some(Owner { on, ..owner })
}

/// Whoever owns the object is called the owner, by whatever name the privileges were given.
fn grant(grant: Grant, schema: &Schema, version: Version, findings: &mut Findings) -> Grant {
    let on = in_default(&grant.on);
    let owner = schema.owner_of(&on).cloned().or_else(|| {
        privilege::is_default_namespace(&on).then(|| privilege::owner_of_default_namespace(version)).flatten()
    });
    let to = match grant.to {
        Grantee::Role(name) if Some(&name) == owner.as_ref() => Grantee::Owner,
        to @ (Grantee::Role(_) | Grantee::Owner | Grantee::Public) => to,
    };
    let id = Grant { on: on.clone(), to: to.clone(), privileges: Privileges::new() }.id();
    let privileges = expanded(grant.privileges, on.kind, version, &id, findings);
    Grant { on, to, privileges }
}

fn merge_grant(schema: &mut Schema, grant: Grant) {
    match schema.objects.get_mut(&grant.id()) {
        Some(Object::Grant(there)) => merge(&mut there.privileges, grant.privileges),
        _ => {
            schema.insert(Object::Grant(grant));
        }
    }
}

/// A privilege that was given with and without the right to pass it on can be passed on.
fn merge(there: &mut Privileges, more: Privileges) {
    for (privilege, grantable) in more {
        let known = there.entry(privilege).or_insert(grantable);
        *known = (*known).max(grantable);
    }
}

fn says_nothing(grant: &Grant, version: Version) -> bool {
    grant.privileges == privilege::by_default(&grant.on, &grant.to, version)
}

fn defaults(it: DefaultPrivileges, version: Version, findings: &mut Findings) -> DefaultPrivileges {
    let to = match it.to {
        Grantee::Role(name) if Some(&name) == it.role.as_ref() => Grantee::Owner,
        to @ (Grantee::Role(_) | Grantee::Owner | Grantee::Public) => to,
    };
    let it = DefaultPrivileges { to, ..it };
    let privileges = expanded(it.privileges.clone(), privilege::kind_of(it.objects), version, &it.id(), findings);
    DefaultPrivileges { privileges, ..it }
}

/// In a namespace they are added to others, everywhere they stand in their place.
fn defaults_say_nothing(it: &DefaultPrivileges, version: Version) -> bool {
    match it.namespace {
        Some(_) => it.privileges.is_empty(),
        None => it.privileges == privilege::by_default_of(it.objects, &it.to, version),
    }
}

/// ALL in the words of the kind; a word that the kind does not know is refused.
fn expanded(
    privileges: Privileges,
    kind: ObjectKind,
    version: Version,
    id: &ObjectId,
    findings: &mut Findings,
) -> Privileges {
    let mut expanded = Privileges::new();
    for (Privilege { word, column }, grantable) in privileges {
        let of_kind = privilege::words(if column.is_some() { ObjectKind::Column } else { kind }, version);
        let words: &[&str] = if word == ALL { of_kind } else { &[word.as_str()] };
        if let Some(unknown) = words.iter().find(|word| !of_kind.contains(word)) {
            refuse_word(unknown, of_kind, kind, id, findings);
            continue;
        }
        let new = words.iter().map(|word| (Privilege { word: (*word).to_owned(), column: column.clone() }, grantable));
        merge(&mut expanded, new.collect::<BTreeMap<Privilege, Grantable>>());
    }
    expanded
}

fn refuse_word(word: &str, of_kind: &[&str], kind: ObjectKind, id: &ObjectId, findings: &mut Findings) {
    let message = format!("{word} is no privilege on a {kind} here");
    let help = match (nearest_word(word, of_kind.iter().copied()), of_kind) {
        (Some(nearest), _) => format!("did you mean {nearest}?"),
        (None, []) => "nothing can be granted on it".to_owned(),
        (None, words) => format!("there are {}", words.join(", ")),
    };
    findings.refuse(id.clone(), message, help);
}

/// The roles that something names.
fn referred_to(schema: &Schema) -> BTreeSet<Name> {
    let role = |grantee: &Grantee| match grantee {
        Grantee::Role(name) => Some(name.clone()),
        Grantee::Public | Grantee::Owner => None,
    };
    let mut names = BTreeSet::new();
    for object in schema.objects.values() {
        match object {
            Object::Owner(it) => {
                names.insert(it.role.clone());
            }
            Object::Grant(it) => names.extend(role(&it.to)),
            Object::DefaultPrivileges(it) => names.extend(it.role.clone().into_iter().chain(role(&it.to))),
            Object::Policy(it) => names.extend(it.roles.iter().filter_map(role)),
            Object::UserMapping(it) => names.extend(role(&it.role)),
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
            | Object::Publication(_)
            | Object::Server(_)
            | Object::Definition(_) => {}
        }
    }
    names
}
