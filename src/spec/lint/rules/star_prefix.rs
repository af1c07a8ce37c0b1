//! B121 star-prefix: a dimension is not called dim_…, or a fact not fact_….

use crate::diagnostic::Diagnostic;
use crate::model::TableRole;
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};

pub(super) struct StarPrefix;

static META: Meta = Meta {
    code: "B121",
    name: "star-prefix",
    engines: "all",
    summary: "The name of a dimension does not start with dim_, or that of a fact not with fact_.",
    docs: "Whoever reads a query sees by the prefix what is counted and what it is counted by.",
    safer: "put the prefix in front, and write the old name under `was:`",
};

impl LintRule for StarPrefix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for table in spec.schema.tables() {
            let (kind, prefix) = match &table.role {
                TableRole::Dimension(_) => ("dimension", "dim_"),
                TableRole::Fact(_) => ("fact", "fact_"),
                TableRole::Plain => continue,
            };
            if !table.name.name.as_str().starts_with(prefix) {
                let message = format!("{kind} `{}` does not start with `{prefix}`", table.name);
                found.push(warning(&META, spec, &table.id(), message));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn dimensions_and_facts_only() {
        let dimension = |name: &str| format!("  dimensions:\n    - {{name: {name}, surrogate_key: key}}\n");
        assert_eq!(codes(&dimension("company")), [("B121", 4)]);
        assert_eq!(codes(&dimension("dim_company")), []);
    }
}
