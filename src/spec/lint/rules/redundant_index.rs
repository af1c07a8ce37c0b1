//! B109 redundant-index: another index does the same work.

use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, Index, IndexKey, Name, ObjectKind, Table};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};

pub(super) struct RedundantIndex;

static META: Meta = Meta {
    code: "B109",
    name: "redundant-index",
    engines: "all",
    summary: "Another index or key of the table starts with the same columns.",
    docs: "It costs space and time on every write, and no query is faster by it.",
    safer: "drop the index",
};

impl LintRule for RedundantIndex {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for table in spec.schema.tables() {
            for index in table.indexes.values().filter(|index| !index.unique) {
                if let Some(other) = stronger(table, index) {
                    let id = table.id().member(ObjectKind::Index, &index.name);
                    let message = format!("index `{}` adds nothing to `{other}`", index.name);
                    found.push(warning(&META, spec, &id, message));
                }
            }
        }
        found
    }
}

/// The index or key whose first keys are all the keys of this one.
fn stronger<'t>(table: &'t Table, index: &Index) -> Option<&'t Name> {
    let by_index = table.indexes.values().find(|other| {
        let starts_so = other.keys.len() >= index.keys.len() && other.keys[..index.keys.len()] == index.keys[..];
        let alike = other.method == index.method && other.predicate == index.predicate;
        // Of two that are the same, the one whose name comes later is told.
        let is_first = other.keys.len() > index.keys.len() || other.unique || other.name < index.name;
        let holds_include = index.include.iter().all(|name| other.include.contains(name));
        other.name != index.name && starts_so && alike && is_first && holds_include
    });
    let columns: Option<Vec<Name>> = index
        .keys
        .iter()
        .map(|key| key.column().filter(|name| *key == IndexKey::on_column((*name).clone())).cloned())
        .collect();
    let plain = index.method.is_none() && index.predicate.is_none() && index.include.is_empty();
    let by_key = columns.filter(|_| plain).and_then(|columns| {
        table.constraints.values().find(|constraint| match constraint {
            Constraint::PrimaryKey(key) => key.columns.starts_with(&columns),
            Constraint::Unique(key) => key.columns.starts_with(&columns),
            Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
        })
    });
    by_index.map(|other| &other.name).or_else(|| by_key.map(Constraint::name))
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn a_longer_index_does_the_work_of_a_shorter_one() {
        let table = |indexes: &str| {
            format!(
                "  tables:\n    - name: t\n      columns: [id INT, a INT, b INT]\n      primary_key: id\n      indexes: {indexes}\n"
            )
        };
        assert_eq!(codes(&table("[[a], [a, b]]")), [("B109", 7)]);
        assert_eq!(codes(&table("[[a, b], [b]]")), []);
        assert_eq!(codes(&table("[[id]]")), [("B109", 7)]);
        assert_eq!(codes(&table("[{name: x, columns: [a]}, {name: y, columns: [a]}]")), [("B109", 7)]);
        assert_eq!(codes(&table("[[a], {columns: [a, b], where: b > 0}]")), []);
    }
}
