//! B123 fact-references-natural-key: a fact refers to a dimension by something else than its surrogate key.

use crate::diagnostic::Diagnostic;
use crate::model::{Name, ObjectKind, TableRole};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};
use crate::spec::lower::spellings;

pub(super) struct StarKey;

static META: Meta = Meta {
    code: "B123",
    name: "fact-references-natural-key",
    engines: "all",
    summary: "A fact refers to a dimension by something else than its surrogate key.",
    docs: "With history in rows a natural key stands for several rows, and a fact then belongs to all of them.",
    safer: "refer to the surrogate key",
};

impl LintRule for StarKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for table in spec.schema.tables().filter(|table| matches!(table.role, TableRole::Fact(_))) {
            for key in table.foreign_keys() {
                let target = spellings(&key.references).iter().find_map(|name| spec.schema.table(name));
                let Some(TableRole::Dimension(dimension)) = target.map(|target| &target.role) else { continue };
                let Some(surrogate) = &dimension.surrogate_key else { continue };
                if key.referenced_columns != [surrogate.clone()] {
                    let columns: Vec<&str> = key.referenced_columns.iter().map(Name::as_str).collect();
                    let id = table.id().member(ObjectKind::Constraint, &key.name);
                    let message =
                        format!("`{}` is referred to by {}, not by `{surrogate}`", key.references, columns.join(", "));
                    found.push(warning(&META, spec, &id, message));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn the_surrogate_key_is_the_one() {
        let star = |column: &str| {
            format!(
                "  dimensions:\n    - {{name: dim_a, surrogate_key: key, natural_key: id, columns: [id INT]}}\n  facts:\n    \
                 - {{name: fact_a, grain: day, columns: [day DATE], indexes: [a], foreign_keys: [{{column: a, references: dim_a({column})}}]}}\n"
            )
        };
        assert_eq!(codes(&star("id")), [("B123", 6)]);
        assert_eq!(codes(&star("key")), []);
    }
}
