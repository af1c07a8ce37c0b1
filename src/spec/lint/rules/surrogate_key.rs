//! B122 dimension-without-surrogate-key.

use crate::diagnostic::Diagnostic;
use crate::model::TableRole;
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};

pub(super) struct SurrogateKey;

static META: Meta = Meta {
    code: "B122",
    name: "dimension-without-surrogate-key",
    engines: "all",
    summary: "A dimension has no surrogate key.",
    docs: "Facts then carry the key of the business: longer, and in their way when the business changes it or a dimension keeps its history.",
    safer: "add `surrogate_key: <name>_key`",
};

impl LintRule for SurrogateKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for table in spec.schema.tables() {
            if let TableRole::Dimension(dimension) = &table.role
                && dimension.surrogate_key.is_none()
            {
                found.push(warning(
                    &META,
                    spec,
                    &table.id(),
                    format!("dimension `{}` has no surrogate key", table.name),
                ));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn a_primary_key_alone_is_not_enough() {
        assert_eq!(codes("  dimensions:\n    - {name: dim_a, columns: [id INT], primary_key: id}\n"), [("B122", 4)]);
    }
}
