//! The one address of an object, used in diffs, risks, ledger rows and diagnostics.

use super::{DefinitionKind, Name, QualifiedName};
use serde::{Serialize, Serializer};
use std::fmt;

/// Every kind of thing that can be addressed, objects and members of tables alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectKind {
    Role,
    Namespace,
    Extension,
    Enum,
    EnumValue,
    Domain,
    Composite,
    /// Of a composite type.
    Attribute,
    Sequence,
    Function,
    Table,
    Column,
    Constraint,
    Index,
    View,
    MaterializedView,
    Trigger,
    Policy,
    Publication,
    Server,
    UserMapping,
    Definition(DefinitionKind),
    Owner,
    Grant,
    DefaultPrivileges,
}

impl ObjectKind {
    /// The word in front of the colon of an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Namespace => "namespace",
            Self::Extension => "extension",
            Self::Enum => "enum",
            Self::EnumValue => "enum_value",
            Self::Domain => "domain",
            Self::Composite => "composite",
            Self::Attribute => "attribute",
            Self::Sequence => "sequence",
            Self::Function => "function",
            Self::Table => "table",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::View => "view",
            Self::MaterializedView => "materialized_view",
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::Publication => "publication",
            Self::Server => "server",
            Self::UserMapping => "user_mapping",
            Self::Definition(kind) => kind.as_str(),
            Self::Owner => "owner",
            Self::Grant => "grant",
            Self::DefaultPrivileges => "default_privileges",
        }
    }
}

impl Serialize for ObjectKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Kind and path, outermost name first: prints as `table:public.users`, `column:public.users.email`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId {
    pub kind: ObjectKind,
    pub path: Vec<Name>,
}

impl ObjectId {
    pub fn new(kind: ObjectKind, path: Vec<Name>) -> Self {
        Self { kind, path }
    }

    pub fn of(kind: ObjectKind, name: &QualifiedName) -> Self {
        Self::new(kind, name.path())
    }

    pub fn table(name: &QualifiedName) -> Self {
        Self::of(ObjectKind::Table, name)
    }

    pub fn column(table: &QualifiedName, column: &Name) -> Self {
        Self::table(table).member(ObjectKind::Column, column)
    }

    /// The address of a member of this object.
    pub fn member(&self, kind: ObjectKind, name: &Name) -> Self {
        Self::new(kind, self.path.iter().cloned().chain([name.clone()]).collect())
    }

    /// The same address with `namespace` in front, where it has none yet.
    pub fn or_namespace(&self, namespace: &Name) -> Self {
        let complete = match self.kind {
            ObjectKind::Role
            | ObjectKind::Namespace
            | ObjectKind::Extension
            | ObjectKind::Publication
            | ObjectKind::Server
            | ObjectKind::Owner => 1,
            ObjectKind::Definition(kind) if !kind.has_namespace() && kind != DefinitionKind::Rule => 1,
            // Other names than those of a namespace stand in front.
            ObjectKind::UserMapping | ObjectKind::Grant | ObjectKind::DefaultPrivileges => 0,
            ObjectKind::Enum
            | ObjectKind::Domain
            | ObjectKind::Composite
            | ObjectKind::Sequence
            | ObjectKind::Function
            | ObjectKind::Table
            | ObjectKind::View
            | ObjectKind::MaterializedView => 2,
            ObjectKind::Definition(kind) => {
                if kind == DefinitionKind::Rule {
                    3
                } else {
                    2
                }
            }
            ObjectKind::Column
            | ObjectKind::Constraint
            | ObjectKind::Index
            | ObjectKind::Trigger
            | ObjectKind::Policy
            | ObjectKind::EnumValue
            | ObjectKind::Attribute => 3,
        };
        if self.path.len() >= complete {
            return self.clone();
        }
        Self::new(self.kind, std::iter::once(namespace).chain(&self.path).cloned().collect())
    }

    /// The object that this member belongs to: a column's table. Members of tables only.
    pub fn parent_table(&self) -> Option<Self> {
        match self.kind {
            ObjectKind::Column
            | ObjectKind::Constraint
            | ObjectKind::Index
            | ObjectKind::Trigger
            | ObjectKind::Policy
            | ObjectKind::Definition(DefinitionKind::Rule) => {
                Some(Self::new(ObjectKind::Table, self.path[..self.path.len() - 1].to_vec()))
            }
            ObjectKind::Role
            | ObjectKind::Namespace
            | ObjectKind::Extension
            | ObjectKind::Enum
            | ObjectKind::EnumValue
            | ObjectKind::Domain
            | ObjectKind::Composite
            | ObjectKind::Attribute
            | ObjectKind::Sequence
            | ObjectKind::Function
            | ObjectKind::Table
            | ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Publication
            | ObjectKind::Server
            | ObjectKind::UserMapping
            | ObjectKind::Definition(_)
            | ObjectKind::Owner
            | ObjectKind::Grant
            | ObjectKind::DefaultPrivileges => None,
        }
    }

    /// The name of what is in a namespace, or in none, as others refer to it. Of objects, not of members of them: the first name of a
    /// path of several is taken for the namespace.
    pub fn qualified_name(&self) -> QualifiedName {
        let namespace = (self.path.len() > 1).then(|| self.path[0].clone());
        QualifiedName::new(namespace, self.name().clone())
    }

    /// The last name of the path.
    pub fn name(&self) -> &Name {
        // The path is never empty: every constructor puts a name in.
        &self.path[self.path.len() - 1]
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.kind)?;
        for (position, name) in self.path.iter().enumerate() {
            if position > 0 {
                f.write_str(".")?;
            }
            // A dot inside a name would make two addresses print alike.
            if name.as_str().contains(['.', '"']) {
                write!(f, "\"{}\"", name.as_str().replace('"', "\"\""))?;
            } else {
                write!(f, "{name}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
