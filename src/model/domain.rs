//! Domains: a type with a default and checks.

use super::{Check, ColumnDefault, DataType, Name, QualifiedName};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Domain {
    pub name: QualifiedName,
    pub data_type: DataType,
    pub nullable: bool,
    pub default: Option<ColumnDefault>,
    pub collation: Option<QualifiedName>,
    pub checks: BTreeMap<Name, Check>,
    pub comment: Option<String>,
}
