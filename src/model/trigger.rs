//! Triggers: kept by their whole definition.

use super::{Firing, Name, ObjectId, ObjectKind, QualifiedName, SqlText};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// The table or view it watches.
    pub table: QualifiedName,
    pub name: Name,
    /// The complete CREATE statement, without the closing semicolon.
    pub definition: SqlText,
    /// Session settings that it was made under and keeps (MySQL: `sql_mode`, `character_set_client` …), where they are not those of the
    /// session that would make it now.
    pub settings: BTreeMap<String, String>,
    pub firing: Firing,
    pub comment: Option<String>,
}

impl Trigger {
    pub fn id(&self) -> ObjectId {
        ObjectId::table(&self.table).member(ObjectKind::Trigger, &self.name)
    }
}
