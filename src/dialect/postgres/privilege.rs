//! Which privileges there are, and who has them without being given any (`acldefault` in PostgreSQL's source).

use super::DEFAULT_NAMESPACE;
use crate::model::{
    DefinitionKind, Grantable, GrantableObjects, Grantee, Name, ObjectId, ObjectKind, Privilege, Privileges,
};

/// The version of a server: major, minor, patch.
pub(super) type Version = (u32, u32, u32);

/// The role that owns the default namespace of a new database, and the first version where it does.
const DATABASE_OWNER: (&str, Version) = ("pg_database_owner", (15, 0, 0));

/// The words that can be granted on objects of the kind, sorted; none where it knows no privileges.
pub(super) fn words(kind: ObjectKind, version: Version) -> &'static [&'static str] {
    match kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView => {
            const WORDS: [&str; 8] =
                ["DELETE", "INSERT", "MAINTAIN", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"];
            const BEFORE_17: [&str; 7] = ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"];
            if version >= (17, 0, 0) { &WORDS } else { &BEFORE_17 }
        }
        ObjectKind::Column => &["INSERT", "REFERENCES", "SELECT", "UPDATE"],
        ObjectKind::Sequence => &["SELECT", "UPDATE", "USAGE"],
        ObjectKind::Function => &["EXECUTE"],
        ObjectKind::Namespace => &["CREATE", "USAGE"],
        ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Composite
        | ObjectKind::Server
        | ObjectKind::Definition(
            DefinitionKind::Range | DefinitionKind::Language | DefinitionKind::ForeignDataWrapper,
        ) => &["USAGE"],
        ObjectKind::Role
        | ObjectKind::Extension
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => &[],
    }
}

/// What a grantee may do where nobody said otherwise.
pub(super) fn by_default(on: &ObjectId, to: &Grantee, version: Version) -> Privileges {
    match to {
        Grantee::Owner => all(words(on.kind, version)),
        Grantee::Public if is_default_namespace(on) => {
            all(if version >= DATABASE_OWNER.1 { &["USAGE"] } else { &["CREATE", "USAGE"] })
        }
        Grantee::Public => public_by_default(on.kind),
        Grantee::Role(_) => Privileges::new(),
    }
}

/// The same of objects that are going to be made.
pub(super) fn by_default_of(objects: GrantableObjects, to: &Grantee, version: Version) -> Privileges {
    let kind = kind_of(objects);
    match to {
        Grantee::Owner => all(words(kind, version)),
        Grantee::Public => public_by_default(kind),
        Grantee::Role(_) => Privileges::new(),
    }
}

/// One of the kinds that the word stands for; they have the same privileges.
pub(super) fn kind_of(objects: GrantableObjects) -> ObjectKind {
    match objects {
        GrantableObjects::Tables => ObjectKind::Table,
        GrantableObjects::Sequences => ObjectKind::Sequence,
        GrantableObjects::Functions => ObjectKind::Function,
        GrantableObjects::Types => ObjectKind::Enum,
        GrantableObjects::Namespaces => ObjectKind::Namespace,
    }
}

/// Everybody may execute functions and use types and languages.
fn public_by_default(kind: ObjectKind) -> Privileges {
    match kind {
        ObjectKind::Function => all(&["EXECUTE"]),
        ObjectKind::Enum
        | ObjectKind::Domain
        | ObjectKind::Composite
        | ObjectKind::Definition(DefinitionKind::Range | DefinitionKind::Language) => all(&["USAGE"]),
        ObjectKind::Role
        | ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Sequence
        | ObjectKind::Table
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Trigger
        | ObjectKind::Policy
        | ObjectKind::Publication
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Definition(_)
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => Privileges::new(),
    }
}

fn all(words: &[&str]) -> Privileges {
    words.iter().map(|word| (Privilege { word: (*word).to_owned(), column: None }, Grantable::No)).collect()
}

/// The namespace that is there before us, with an owner and privileges of its own.
pub(super) fn is_default_namespace(on: &ObjectId) -> bool {
    on.kind == ObjectKind::Namespace && on.name().as_str() == DEFAULT_NAMESPACE
}

/// Who owns the default namespace of a new database; before version 15 the role that made the cluster, whose name nobody knows.
pub(super) fn owner_of_default_namespace(version: Version) -> Option<Name> {
    let (role, since) = DATABASE_OWNER;
    (version >= since).then(|| role.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_server() {
        let by_default = |kind, name: &str, to, version| {
            let on = ObjectId::new(kind, vec![name.into()]);
            by_default(&on, &to, version).into_keys().map(|it| it.word).collect::<Vec<_>>().join(" ")
        };
        let namespace = |version| by_default(ObjectKind::Namespace, "public", Grantee::Public, version);
        assert_eq!(namespace((15, 0, 0)), "USAGE");
        assert_eq!(namespace((14, 0, 0)), "CREATE USAGE");
        assert_eq!(by_default(ObjectKind::Namespace, "app", Grantee::Public, (15, 0, 0)), "");
        assert_eq!(by_default(ObjectKind::Function, "f()", Grantee::Public, (15, 0, 0)), "EXECUTE");
        assert_eq!(by_default(ObjectKind::Table, "t", Grantee::Public, (15, 0, 0)), "");
        assert!(by_default(ObjectKind::Table, "t", Grantee::Owner, (17, 0, 0)).contains("MAINTAIN"));
    }
}
