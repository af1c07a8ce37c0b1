//! B108 fk-type-mismatch: a foreign key column has another type than the column it refers to.

use crate::diagnostic::Diagnostic;
use crate::model::{DataType, ObjectKind};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};
use crate::spec::lower::spellings;

pub(super) struct ForeignKeyType;

static META: Meta = Meta {
    code: "B108",
    name: "fk-type-mismatch",
    engines: "all",
    summary: "A foreign key column has another type than the column it refers to.",
    docs: "Engines convert on every comparison, cannot use an index for some, and refuse the foreign key for others; a value that fits \
           here may not fit there.",
    safer: "give both columns the same type",
};

impl LintRule for ForeignKeyType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for table in spec.schema.tables() {
            for key in table.foreign_keys() {
                let target = spellings(&key.references).iter().find_map(|name| spec.schema.table(name));
                for (column, referenced) in key.columns.iter().zip(&key.referenced_columns) {
                    let here = table.columns.get(column);
                    let there = target.and_then(|target| target.columns.get(referenced));
                    let (Some(here), Some(there)) = (here, there) else { continue };
                    if is_comparable(&here.data_type, &there.data_type) {
                        continue;
                    }
                    let id = table.id().member(ObjectKind::Constraint, &key.name);
                    let message = format!(
                        "`{column}` has another type than `{}.{referenced}`, which it refers to",
                        key.references
                    );
                    found.push(warning(&META, spec, &id, message));
                }
            }
        }
        found
    }
}

/// The same type; lengths of texts may differ, since no value changes by that. Types that are known by their names alone are
/// not judged: `int` is `INTEGER` on SQLite.
fn is_comparable(a: &DataType, b: &DataType) -> bool {
    if [a, b].into_iter().any(|data_type| matches!(data_type, DataType::Native(_))) {
        return true;
    }
    let is_varying = |data_type: &DataType| matches!(data_type, DataType::VarChar { .. } | DataType::Text);
    a == b || (is_varying(a) && is_varying(b))
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn the_types_are_the_same() {
        let tables = |data_type: &str| {
            format!(
                "  tables:\n    - {{name: a, columns: [id BIGINT], primary_key: id}}\n    \
                 - {{name: b, columns: [a_id {data_type}], primary_key: a_id, foreign_keys: [{{column: a_id, references: a}}]}}\n"
            )
        };
        assert_eq!(codes(&tables("INT")), [("B108", 5)]);
        assert_eq!(codes(&tables("BIGINT")), []);
    }
}
