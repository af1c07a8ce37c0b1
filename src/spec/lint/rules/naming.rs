//! B107 identifier-policy: a name is not in snake_case.

use crate::diagnostic::Diagnostic;
use crate::model::{Name, ObjectId, ObjectKind};
use crate::spec::Spec;
use crate::spec::lint::rule::{LintRule, Meta, warning};
use std::collections::BTreeMap;

pub(super) struct SnakeCase;

static META: Meta = Meta {
    code: "B107",
    name: "identifier-policy",
    engines: "all",
    summary: "A name is not in snake_case.",
    docs: "A name with capitals, blanks or signs has to be quoted in every query, and engines differ in what they make of it without \
           quotes.",
    safer: "write it in small letters, digits and underscores, and the old name under `was:`",
};

/// Names of a list that a message tells before it counts.
const TOLD: usize = 3;

impl LintRule for SnakeCase {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mut columns: BTreeMap<Vec<Name>, Vec<&ObjectId>> = BTreeMap::new();
        let mut found = Vec::new();
        for id in spec.spans.keys().filter(|id| !is_snake_case(id.name())) {
            match id.kind {
                ObjectKind::Column => {
                    let table = id.path[..id.path.len() - 1].to_vec();
                    columns.entry(table).or_default().push(id);
                }
                ObjectKind::Namespace
                | ObjectKind::Enum
                | ObjectKind::Domain
                | ObjectKind::Sequence
                | ObjectKind::Table
                | ObjectKind::View
                | ObjectKind::MaterializedView
                | ObjectKind::Role
                | ObjectKind::Composite
                | ObjectKind::Attribute
                | ObjectKind::Policy
                | ObjectKind::Publication
                | ObjectKind::Server
                | ObjectKind::UserMapping
                | ObjectKind::Owner
                | ObjectKind::Grant
                | ObjectKind::DefaultPrivileges => {
                    found.push(warning(
                        &META,
                        spec,
                        id,
                        format!("the name of {} `{}` is not in snake_case", id.kind, id.name()),
                    ));
                }
                // Nobody writes these in queries; extensions are named by others, functions, operators and casts by their arguments too;
                // values are data.
                ObjectKind::Constraint
                | ObjectKind::Definition(_)
                | ObjectKind::EnumValue
                | ObjectKind::Index
                | ObjectKind::Trigger
                | ObjectKind::Function
                | ObjectKind::Extension => {}
            }
        }
        // One warning per table: a schema in another style would give a thousand.
        for ids in columns.values() {
            let named: Vec<String> = ids.iter().take(TOLD).map(|id| format!("`{}`", id.name())).collect();
            let more = ids
                .len()
                .checked_sub(TOLD)
                .filter(|more| *more > 0)
                .map_or_else(String::new, |more| format!(" and {more} more"));
            found.push(warning(&META, spec, ids[0], format!("columns not in snake_case: {}{more}", named.join(", "))));
        }
        found
    }
}

fn is_snake_case(name: &Name) -> bool {
    let text = name.as_str();
    text.starts_with(|c: char| c.is_lowercase() || c == '_')
        && text
            .chars()
            .all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '_' || (c.is_alphabetic() && !c.is_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::codes;

    #[test]
    fn tables_one_by_one_and_columns_together() {
        let entities = "  tables:\n    - name: OrderLines\n      columns: [OrderId INT, LineNo INT, note TEXT]\n      primary_key: [OrderId, LineNo]\n";
        assert_eq!(codes(entities), [("B107", 4), ("B107", 5)]);
    }
}
