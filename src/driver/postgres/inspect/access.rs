//! Roles, owners and privileges.

use super::catalog::Catalog;
use super::unmanaged::Blocked;
use crate::dialect::{Dialect, Postgres};
use crate::driver::Scope;
use crate::model::{
    DefaultPrivileges, DefinitionKind, Grant, Grantable, GrantableObjects, Grantee, Name, Object, ObjectId, ObjectKind,
    Owner, Privilege, Privileges, Role, Unmanaged,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
pub(super) struct RoleRow {
    pub name: String,
}

/// Catalog, row and address of the object that something is said about.
#[derive(Deserialize)]
pub(super) struct SubjectRow {
    pub class: String,
    pub oid: i64,
    /// Name of the table it is, if it is one.
    pub relation: Option<String>,
    pub kind: String,
    pub path: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct OwnerRow {
    #[serde(flatten)]
    pub on: SubjectRow,
    pub owner: String,
}

#[derive(Deserialize)]
pub(super) struct GrantRow {
    #[serde(flatten)]
    pub on: SubjectRow,
    pub column_name: Option<String>,
    pub entries: Vec<EntryRow>,
}

#[derive(Deserialize)]
pub(super) struct DefaultPrivilegesRow {
    /// Nobody for the connecting role.
    pub role: Option<String>,
    pub namespace: Option<String>,
    pub objects: String,
    pub entries: Vec<EntryRow>,
}

/// One privilege of one grantee.
#[derive(Deserialize)]
pub(super) struct EntryRow {
    /// Nobody for everybody.
    pub grantee: Option<String>,
    pub is_owner: bool,
    /// Who gave it, where that is not the owner.
    pub grantor: Option<String>,
    pub word: String,
    pub grantable: bool,
}

/// Everything about access, and what of it cannot be expressed.
pub(super) fn access(
    catalog: &Catalog,
    blocked: &Blocked,
    scope: &Scope,
    dialect: &Postgres,
) -> (Vec<Object>, BTreeSet<Unmanaged>) {
    let stays = |on: &SubjectRow| {
        !blocked.contains(&on.class, on.oid)
            && !on.relation.as_deref().is_some_and(|relation| scope.hides(&Name::from(relation)))
    };
    let mut unmanaged = BTreeSet::new();
    let mut objects: Vec<Object> = catalog.roles.iter().map(role).collect();
    objects.extend(catalog.owners.iter().filter(|row| stays(&row.on)).filter_map(owner));
    objects.extend(grants(catalog.grants.iter().filter(|row| stays(&row.on)), dialect, &mut unmanaged));
    objects.extend(catalog.default_privileges.iter().flat_map(|row| default_privileges(row, &mut unmanaged)));
    (objects, unmanaged)
}

fn role(row: &RoleRow) -> Object {
    Object::Role(Role { name: row.name.as_str().into() })
}

fn owner(row: &OwnerRow) -> Option<Object> {
    Some(Object::Owner(Owner { on: subject(&row.on)?, role: row.owner.as_str().into() }))
}

/// `None` for words that the queries do not give.
fn subject(row: &SubjectRow) -> Option<ObjectId> {
    let kind = match row.kind.as_str() {
        "table" => ObjectKind::Table,
        "view" => ObjectKind::View,
        "materialized_view" => ObjectKind::MaterializedView,
        "sequence" => ObjectKind::Sequence,
        "function" => ObjectKind::Function,
        "enum" => ObjectKind::Enum,
        "domain" => ObjectKind::Domain,
        "composite" => ObjectKind::Composite,
        "range" => ObjectKind::Definition(DefinitionKind::Range),
        "namespace" => ObjectKind::Namespace,
        "collation" => ObjectKind::Definition(DefinitionKind::Collation),
        "operator" => ObjectKind::Definition(DefinitionKind::Operator),
        "operator_class" => ObjectKind::Definition(DefinitionKind::OperatorClass),
        "operator_family" => ObjectKind::Definition(DefinitionKind::OperatorFamily),
        "text_search_dictionary" => ObjectKind::Definition(DefinitionKind::TextSearchDictionary),
        "text_search_configuration" => ObjectKind::Definition(DefinitionKind::TextSearchConfiguration),
        "statistics" => ObjectKind::Definition(DefinitionKind::Statistics),
        "language" => ObjectKind::Definition(DefinitionKind::Language),
        "foreign_data_wrapper" => ObjectKind::Definition(DefinitionKind::ForeignDataWrapper),
        "event_trigger" => ObjectKind::Definition(DefinitionKind::EventTrigger),
        "server" => ObjectKind::Server,
        "publication" => ObjectKind::Publication,
        _ => return None,
    };
    Some(ObjectId::new(kind, row.path.iter().map(|name| Name::from(name.as_str())).collect()))
}

/// One grant for everybody who is named, and for those who have something by default and may have lost it.
fn grants<'a>(
    rows: impl Iterator<Item = &'a GrantRow>,
    dialect: &Postgres,
    unmanaged: &mut BTreeSet<Unmanaged>,
) -> Vec<Object> {
    let mut found: BTreeMap<ObjectId, BTreeMap<Grantee, Privileges>> = BTreeMap::new();
    let mut foreign: BTreeMap<ObjectId, Vec<String>> = BTreeMap::new();
    for row in rows {
        let Some(on) = subject(&row.on) else { continue };
        let access = found.entry(on.clone()).or_default();
        // The list of a whole object comes before those of its columns, and is complete.
        if row.column_name.is_none() {
            access.extend([Grantee::Owner, Grantee::Public].map(|to| (to, Privileges::new())));
        }
        for entry in &row.entries {
            if let Some(grantor) = &entry.grantor {
                foreign.entry(on.clone()).or_default().push(described(entry, row.column_name.as_deref(), grantor));
                continue;
            }
            let to = grantee(entry);
            let given = access.entry(to.clone()).or_insert_with(|| dialect.privileges_by_default(&on, &to));
            let column = row.column_name.as_deref().map(Name::from);
            given.insert(Privilege { word: entry.word.clone(), column }, grantable(entry));
        }
    }
    unmanaged.extend(foreign.into_iter().map(|(on, entries)| given_by_others(&on, entries)));
    let grant = |(on, access): (ObjectId, BTreeMap<Grantee, Privileges>)| {
        access.into_iter().map(move |(to, privileges)| Object::Grant(Grant { on: on.clone(), to, privileges }))
    };
    found.into_iter().flat_map(grant).collect()
}

fn grantee(entry: &EntryRow) -> Grantee {
    match &entry.grantee {
        _ if entry.is_owner => Grantee::Owner,
        None => Grantee::Public,
        Some(name) => Grantee::Role(name.as_str().into()),
    }
}

fn grantable(entry: &EntryRow) -> Grantable {
    if entry.grantable { Grantable::Yes } else { Grantable::No }
}

fn described(entry: &EntryRow, column: Option<&str>, grantor: &str) -> String {
    let grantee = entry.grantee.as_deref().unwrap_or("public");
    let option = if entry.grantable { "*" } else { "" };
    format!("{} {}{option} {grantee} {grantor}", column.unwrap_or_default(), entry.word)
}

/// Privileges that somebody passed on: a GRANT of the owner's would not bring them back.
fn given_by_others(on: &ObjectId, mut entries: Vec<String>) -> Unmanaged {
    entries.sort();
    let hash = Sha256::digest(entries.join("\n"));
    Unmanaged { address: format!("{on}#passed_on_privileges"), fingerprint: Some(hex::encode(&hash[..8])) }
}

fn default_privileges(row: &DefaultPrivilegesRow, unmanaged: &mut BTreeSet<Unmanaged>) -> Vec<Object> {
    let objects = match row.objects.as_str() {
        "r" => GrantableObjects::Tables,
        "S" => GrantableObjects::Sequences,
        "f" => GrantableObjects::Functions,
        "T" => GrantableObjects::Types,
        "n" => GrantableObjects::Namespaces,
        other => {
            let role = row.role.as_deref().unwrap_or("*");
            unmanaged.insert(Unmanaged { address: format!("default_privileges:{role}#{other}"), fingerprint: None });
            return Vec::new();
        }
    };
    let mut access: BTreeMap<Grantee, Privileges> = BTreeMap::new();
    // Everywhere the list is complete; in a namespace it comes on top.
    if row.namespace.is_none() {
        access.extend([Grantee::Owner, Grantee::Public].map(|to| (to, Privileges::new())));
    }
    for entry in &row.entries {
        let privilege = Privilege { word: entry.word.clone(), column: None };
        access.entry(grantee(entry)).or_default().insert(privilege, grantable(entry));
    }
    let made = access.into_iter().map(|(to, privileges)| {
        Object::DefaultPrivileges(DefaultPrivileges {
            role: row.role.as_deref().map(Name::from),
            namespace: row.namespace.as_deref().map(Name::from),
            objects,
            to,
            privileges,
        })
    });
    made.collect()
}
