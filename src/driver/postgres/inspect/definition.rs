//! Objects that are kept by their whole definition.

use super::unmanaged::Blocked;
use super::{firing, qualified};
use crate::model::{Definition, DefinitionKind, Firing, Object, ObjectId, QualifiedName, SqlText};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A row of any query whose objects are definitions. Columns that a kind has no use for are not in its query.
#[derive(Deserialize)]
pub(super) struct DefinitionRow {
    /// Its catalog, by which the kind is known.
    pub class: String,
    pub oid: i64,
    pub namespace: Option<String>,
    pub name: String,
    #[serde(default)]
    pub signature: String,
    /// The table of a rule or a statistics object.
    pub relation: Option<i64>,
    pub table_namespace: Option<String>,
    pub table_name: Option<String>,
    pub definition: String,
    /// When it fires, where it is a thing that does.
    pub enabled: Option<String>,
    pub comment: Option<String>,
}

/// The rows as objects, less what cannot be made again and what belongs to a table that is left out.
pub(super) fn definitions<'a>(
    rows: &'a [DefinitionRow],
    blocked: &'a Blocked,
    stays: impl Fn(i64) -> bool + 'a,
) -> impl Iterator<Item = Object> + 'a {
    rows.iter()
        .filter(move |row| !blocked.contains(&row.class, row.oid) && row.relation.is_none_or(&stays))
        .filter_map(|row| Some(Object::Definition(definition(row, catalog(&row.class)?.1))))
}

/// Catalog, row and address of each.
pub(super) fn addresses(rows: &[DefinitionRow]) -> impl Iterator<Item = (&'static str, i64, ObjectId)> + '_ {
    rows.iter().filter_map(|row| {
        let (class, kind) = catalog(&row.class)?;
        Some((class, row.oid, definition(row, kind).id()))
    })
}

/// What the rows of each catalog are.
const CATALOGS: [(&str, DefinitionKind); 15] = [
    ("pg_collation", DefinitionKind::Collation),
    ("pg_type", DefinitionKind::Range),
    ("pg_cast", DefinitionKind::Cast),
    ("pg_operator", DefinitionKind::Operator),
    ("pg_opfamily", DefinitionKind::OperatorFamily),
    ("pg_opclass", DefinitionKind::OperatorClass),
    ("pg_ts_parser", DefinitionKind::TextSearchParser),
    ("pg_ts_template", DefinitionKind::TextSearchTemplate),
    ("pg_ts_dict", DefinitionKind::TextSearchDictionary),
    ("pg_ts_config", DefinitionKind::TextSearchConfiguration),
    ("pg_statistic_ext", DefinitionKind::Statistics),
    ("pg_rewrite", DefinitionKind::Rule),
    ("pg_event_trigger", DefinitionKind::EventTrigger),
    ("pg_language", DefinitionKind::Language),
    ("pg_foreign_data_wrapper", DefinitionKind::ForeignDataWrapper),
];

fn catalog(class: &str) -> Option<(&'static str, DefinitionKind)> {
    CATALOGS.iter().find(|(catalog, _)| *catalog == class).copied()
}

fn definition(row: &DefinitionRow, kind: DefinitionKind) -> Definition {
    let name = QualifiedName::new(row.namespace.as_deref().map(Into::into), row.name.as_str());
    let table = match (&row.table_namespace, &row.table_name) {
        (Some(namespace), Some(table)) => Some(qualified(namespace, table)),
        _ => None,
    };
    Definition {
        settings: BTreeMap::new(),
        kind,
        name,
        signature: row.signature.clone(),
        table,
        definition: SqlText::new(row.definition.as_str()),
        firing: row.enabled.as_deref().map_or(Firing::default(), firing),
        comment: row.comment.clone(),
    }
}
