//! Marks that a live database does not have: which columns are sensitive is in the project's spec.

use super::super::{AppError, Context, spec_file};
use crate::dialect::Dialect;
use crate::model::{Name, Object, QualifiedName, Schema, Sensitivity};
use std::collections::BTreeMap;

/// The schema that the project agreed on.
const AGREED: &str = "schema_specs/current.yml";

/// Marks the columns that the agreed spec marks. A spec that cannot be read is an error: nothing goes out while it is not known what must stay.
pub(super) fn mark(context: &Context, dialect: &dyn Dialect, schema: &mut Schema) -> Result<(), AppError> {
    let path = context.config.folder().unwrap_or(&context.folder).join(AGREED);
    if !path.exists() {
        return Ok(());
    }
    let spec = spec_file::load(&path)?.spec.schema;
    let namespace = dialect.capabilities().default_namespace;
    let marks: BTreeMap<_, Sensitivity> = spec
        .tables()
        .flat_map(|table| table.columns.values().map(move |column| (table, column)))
        .filter_map(|(table, column)| Some((key(&table.name, &column.name, namespace), column.sensitive?)))
        .collect();
    for object in schema.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        let name = table.name.clone();
        for column in table.columns.values_mut() {
            column.sensitive = marks.get(&key(&name, &column.name, namespace)).copied();
        }
    }
    Ok(())
}

/// Engines treat letter case in several ways; where a mark may be meant, it holds.
fn key(table: &QualifiedName, column: &Name, default: Option<&str>) -> [String; 3] {
    let namespace = table.namespace.as_ref().map(Name::as_str).or(default).unwrap_or_default();
    [namespace, table.name.as_str(), column.as_str()].map(str::to_lowercase)
}
