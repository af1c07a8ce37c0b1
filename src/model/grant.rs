//! Privileges on objects, as far as they differ from those that the engine gives by itself.

use super::{Name, ObjectId, ObjectKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// The privileges of one grantee on one object. Where there is no `Grant` the engine's own defaults hold (the owner may do everything,
/// everybody may execute a new function); an empty one says that those are taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    pub on: ObjectId,
    pub to: Grantee,
    pub privileges: Privileges,
}

/// What a grantee may do, and whether they may pass it on.
pub type Privileges = BTreeMap<Privilege, Grantable>;

/// A privilege on an object, or on one column of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Privilege {
    /// The SQL keyword in upper case: `SELECT`.
    pub word: String,
    pub column: Option<Name>,
}

/// WITH GRANT OPTION.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Grantable {
    No,
    Yes,
}

/// Who is given a privilege.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Grantee {
    /// Everybody: `PUBLIC`.
    Public,
    /// Whoever owns the object.
    Owner,
    Role(Name),
}

impl Grantee {
    /// As addresses and specs have it. No role can be called `public`; one called `@owner` is refused.
    pub fn as_name(&self) -> Name {
        match self {
            Self::Public => "public".into(),
            Self::Owner => "@owner".into(),
            Self::Role(name) => name.clone(),
        }
    }

    pub fn from_name(name: &Name) -> Self {
        match name.as_str() {
            "public" => Self::Public,
            "@owner" => Self::Owner,
            _ => Self::Role(name.clone()),
        }
    }
}

impl Grant {
    /// `grant:"table:public.users".reader`
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::Grant, vec![Name::new(self.on.to_string()), self.to.as_name()])
    }
}

/// The privileges that objects get when they are made (PostgreSQL's ALTER DEFAULT PRIVILEGES).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DefaultPrivileges {
    /// Whose new objects; the connecting role where nobody is named.
    pub role: Option<Name>,
    /// Where the objects are made; everywhere where no namespace is named.
    pub namespace: Option<Name>,
    pub objects: GrantableObjects,
    pub to: Grantee,
    /// In a namespace these come on top of those everywhere; everywhere they replace the engine's own.
    pub privileges: Privileges,
}

/// The kinds of objects that default privileges are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantableObjects {
    Tables,
    Sequences,
    Functions,
    Types,
    Namespaces,
}

impl GrantableObjects {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Sequences => "sequences",
            Self::Functions => "functions",
            Self::Types => "types",
            Self::Namespaces => "namespaces",
        }
    }
}

impl DefaultPrivileges {
    /// `default_privileges:owner.namespace.tables.reader`; a `*` stands for what is not named.
    pub fn id(&self) -> ObjectId {
        let or_any = |name: &Option<Name>| name.clone().unwrap_or_else(|| "*".into());
        let path = vec![or_any(&self.role), or_any(&self.namespace), self.objects.as_str().into(), self.to.as_name()];
        ObjectId::new(ObjectKind::DefaultPrivileges, path)
    }
}
