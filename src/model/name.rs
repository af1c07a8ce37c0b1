//! Names of database objects, as the catalog keeps them: without quotes, letter case preserved.

use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// One identifier, unquoted. Quoting is the dialect's business and happens at the last moment. Addresses repeat the names of their
/// namespace and table, so clones share the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Name(Arc<str>);

impl Name {
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// Lets a map keyed by `Name` be asked with a `&str`.
impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A name with the namespace (PostgreSQL: schema) it lives in. Without one it means the engine's default
/// namespace; `Dialect::normalize` writes that default in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct QualifiedName {
    pub namespace: Option<Name>,
    pub name: Name,
}

impl QualifiedName {
    pub fn new(namespace: Option<Name>, name: impl Into<Name>) -> Self {
        Self { namespace, name: name.into() }
    }

    /// A name in the default namespace.
    pub fn bare(name: impl Into<Name>) -> Self {
        Self::new(None, name)
    }

    /// The same namespace, another name.
    pub fn sibling(&self, name: impl Into<Name>) -> Self {
        Self::new(self.namespace.clone(), name)
    }

    /// Writes `namespace` in where none is given.
    pub fn or_namespace(self, namespace: &Name) -> Self {
        Self { namespace: self.namespace.or_else(|| Some(namespace.clone())), name: self.name }
    }

    /// Namespace (if any) and name, outermost first.
    pub fn path(&self) -> Vec<Name> {
        self.namespace.iter().cloned().chain([self.name.clone()]).collect()
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}.")?;
        }
        write!(f, "{}", self.name)
    }
}
