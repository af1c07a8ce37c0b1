//! B106 table-without-pk: nothing tells two rows apart.

use crate::diagnostic::Diagnostic;
use crate::model::{Table, TableRole};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};

pub(super) struct WithoutPrimaryKey;

static META: Meta = Meta {
    code: "B106",
    name: "table-without-pk",
    engines: "all",
    summary: "A table has no primary key.",
    docs: "Rows cannot be told apart: a single one can be neither changed nor deleted safely, and logical replication needs a key. The \
           grain of a fact counts as its key.",
    safer: "add `primary_key:`",
};

impl LintRule for WithoutPrimaryKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let keyless = spec.schema.tables().filter(|table| table.primary_key().is_none() && !has_grain(table));
        // A partition has the key of its parent.
        let keyless = keyless.filter(|table| table.partition_of.is_none());
        keyless
            .map(|table| warning(&META, spec, &table.id(), format!("table `{}` has no primary key", table.name)))
            .collect()
    }
}

fn has_grain(table: &Table) -> bool {
    match &table.role {
        TableRole::Fact(fact) => !fact.grain.is_empty(),
        TableRole::Plain | TableRole::Dimension(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn a_grain_is_a_key() {
        assert_eq!(codes("  tables:\n    - {name: a, columns: [id INT]}\n"), [("B106", 4)]);
        assert_eq!(codes("  facts:\n    - {name: fact_a, grain: id, columns: [id INT]}\n"), []);
    }
}
