//! B110 policy-without-row-security: a policy that nobody asks.

use crate::diagnostic::Diagnostic;
use crate::model::{Object, ObjectKind, Policy, Table};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};
use crate::spec::lower::spellings;

pub(super) struct PolicyWithoutSecurity;

static META: Meta = Meta {
    code: "B118",
    name: "policy-without-row-security",
    engines: "all",
    summary: "A policy is on a table that has row security off.",
    docs: "Policies count only where row security of their table is on: until then everybody who may read the table sees every row.",
    safer: "add `row_security: enabled` to the table",
};

impl LintRule for PolicyWithoutSecurity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let policies = spec.schema.of_kind(ObjectKind::Policy).filter_map(|object| match object {
            Object::Policy(policy) => Some(policy),
            _ => None,
        });
        let idle = policies.filter(|policy| table(spec, policy).is_some_and(|it| !it.options.row_security.enabled));
        idle.map(|policy| {
            let message = format!("policy `{}` has no effect: row security of `{}` is off", policy.name, policy.table);
            warning(&META, spec, &policy.id(), message)
        })
        .collect()
    }
}

fn table<'s>(spec: &'s Spec, policy: &Policy) -> Option<&'s Table> {
    spellings(&policy.table).iter().find_map(|name| spec.schema.table(name))
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn counts_only_where_security_is_on() {
        let table = |security: &str| {
            format!(
                "  tables:\n    - {{name: a, {security}columns: [id INT], primary_key: id}}\npolicies:\n  - {{name: p, table: a, using: id > 0}}\n"
            )
        };
        assert_eq!(codes(&table("")), [("B118", 6)]);
        assert_eq!(codes(&table("row_security: enabled, ")), []);
    }
}
