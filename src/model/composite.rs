//! Composite types: rows without a table.

use super::{DataType, Name, QualifiedName};
use indexmap::IndexMap;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Composite {
    pub name: QualifiedName,
    /// In order, which is part of a row's text form but, as with columns, no difference by itself.
    pub attributes: IndexMap<Name, Attribute>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribute {
    pub name: Name,
    pub data_type: DataType,
    pub collation: Option<QualifiedName>,
    pub comment: Option<String>,
}
