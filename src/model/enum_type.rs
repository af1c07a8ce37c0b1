//! Enumerated types.

use super::QualifiedName;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnumType {
    pub name: QualifiedName,
    /// In sort order, which is part of the type's meaning.
    pub values: Vec<String>,
    pub comment: Option<String>,
}
