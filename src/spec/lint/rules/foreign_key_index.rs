//! B101 fk-without-index: no index starts with the columns of a foreign key.

use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, IndexKey, Name, ObjectKind, Table};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};

pub(super) struct ForeignKeyIndex;

static META: Meta = Meta {
    code: "B101",
    name: "fk-without-index",
    engines: "all",
    summary: "No index starts with the columns of a foreign key.",
    docs: "Each delete or change of a key in the other table then reads this whole table, and joins do too.",
    safer: "add an index on the columns",
};

impl LintRule for ForeignKeyIndex {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for table in spec.schema.tables() {
            for key in table.foreign_keys().filter(|key| !is_indexed(table, &key.columns)) {
                let id = table.id().member(ObjectKind::Constraint, &key.name);
                let columns: Vec<&str> = key.columns.iter().map(Name::as_str).collect();
                let message = format!("no index of `{}` starts with {}", table.name, columns.join(", "));
                found.push(warning(&META, spec, &id, message));
            }
        }
        found
    }
}

/// Whether a lookup of the columns can use an index; their order does not matter.
fn is_indexed(table: &Table, columns: &[Name]) -> bool {
    let leads = |index: Vec<&Name>| {
        index.len() >= columns.len() && index[..columns.len()].iter().all(|it| columns.contains(it))
    };
    let by_constraint = table.constraints.values().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => leads(key.columns.iter().collect()),
        Constraint::Unique(key) => leads(key.columns.iter().collect()),
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    });
    // Up to the first expression.
    let by_index = table.indexes.values().filter(|index| index.predicate.is_none());
    by_constraint || by_index.map(|index| index.keys.iter().map_while(IndexKey::column).collect()).any(leads)
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn any_index_that_starts_with_the_columns_will_do() {
        let tables = |index: &str| {
            format!(
                "  tables:\n    - {{name: a, columns: [id INT], primary_key: id}}\n    - name: b\n      columns: [id INT, a_id INT]\n      \
                 primary_key: id\n      foreign_keys: [{{column: a_id, references: a}}]\n{index}"
            )
        };
        assert_eq!(codes(&tables("")), [("B101", 8)]);
        assert_eq!(codes(&tables("      indexes: [[a_id, id]]\n")), []);
        assert_eq!(codes(&tables("      indexes: [[id, a_id]]\n"))[0].0, "B101");
    }
}
