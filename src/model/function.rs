//! Functions, procedures and aggregates: kept by their whole definition.

use super::{Name, ObjectId, ObjectKind, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Function {
    pub name: QualifiedName,
    pub kind: FunctionKind,
    /// Types of the input arguments as the engine prints them; with the name they are the function's identity.
    pub arguments: String,
    /// The complete CREATE statement, without the closing semicolon.
    pub definition: SqlText,
    /// Return type and names of arguments: what CREATE OR REPLACE cannot change.
    pub returns: String,
    /// Session settings that it was made under and keeps (MySQL: `sql_mode`, `character_set_client` …), where they are not those of the
    /// session that would make it now.
    pub settings: BTreeMap<String, String>,
    pub comment: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FunctionKind {
    Function,
    Procedure,
    Aggregate,
}

impl FunctionKind {
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Function => "FUNCTION",
            Self::Procedure => "PROCEDURE",
            Self::Aggregate => "AGGREGATE",
        }
    }
}

impl Function {
    /// Overloads share a name, so the argument types are part of the address: `function:public.area(integer, integer)`.
    pub fn id(&self) -> ObjectId {
        let signature = Name::new(format!("{}({})", self.name.name, self.arguments));
        ObjectId::of(ObjectKind::Function, &self.name.sibling(signature))
    }
}
