//! The second look at a proposal: names, keys, grain, types and indexes, put right where that is possible.
//!
//! One rule per file, in the slice [`RULES`]. A rule that `dbx validate` has as well goes by its code there; the others have docs of their own.

mod data_type;
mod grain;
mod index;
mod key;
mod money;
mod name;
mod prefix;
mod sensitive;

use super::edit;
use crate::model::{ObjectId, RuleDocs, Schema, Table};
use schemars::JsonSchema;
use serde::Serialize;

/// What a rule changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repair {
    /// The rule: `dbx explain CODE` tells more.
    pub code: &'static str,
    /// `column:fact_sales.amount`
    pub object: String,
    /// What is otherwise than proposed.
    pub message: String,
}

/// One rule, which also is the repair.
pub struct Rule {
    /// Nothing where the rule is one of `dbx validate`, which has the docs.
    pub docs: Option<&'static RuleDocs>,
    repair: fn(&mut Schema) -> Vec<Repair>,
}

impl Rule {
    /// A rule that no other command has.
    const fn own(docs: &'static RuleDocs, repair: fn(&mut Schema) -> Vec<Repair>) -> Self {
        Self { docs: Some(docs), repair }
    }

    /// The repair of what `dbx validate` warns of.
    const fn of_validate(repair: fn(&mut Schema) -> Vec<Repair>) -> Self {
        Self { docs: None, repair }
    }
}

/// Every rule, in the order in which they are applied: names first, since the others speak of them.
pub static RULES: &[Rule] = &[
    Rule::of_validate(name::repair),
    Rule::of_validate(prefix::repair),
    Rule::of_validate(key::repair),
    Rule::own(&grain::DOCS, grain::repair),
    Rule::own(&money::DOCS, money::repair),
    Rule::own(&data_type::DOCS, data_type::repair),
    Rule::own(&sensitive::DOCS, sensitive::repair),
    Rule::of_validate(index::repair),
];

/// Applies all rules, and names what nobody named.
pub fn review(schema: &mut Schema) -> Vec<Repair> {
    let repairs = RULES.iter().flat_map(|rule| (rule.repair)(schema)).collect();
    edit::name_again(schema);
    repairs
}

/// The docs of the rules that no other command has.
pub fn documentation() -> impl Iterator<Item = &'static RuleDocs> {
    RULES.iter().filter_map(|rule| rule.docs)
}

/// What a repair does to each table, together.
fn each_table(schema: &mut Schema, mut repair: impl FnMut(&mut Table) -> Vec<Repair>) -> Vec<Repair> {
    let names = edit::table_names(schema);
    names.iter().flat_map(|name| schema.table_mut(name).map(&mut repair).unwrap_or_default()).collect()
}

fn repaired(code: &'static str, object: &ObjectId, message: impl Into<String>) -> Repair {
    Repair { code, object: object.to_string(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::load_text;
    use std::path::Path;

    /// The codes of what is changed in these entities, with what is changed.
    fn repairs(entities: &str) -> Vec<(&'static str, String)> {
        let loaded = load_text(Path::new("a.yml"), &format!("version: 1\nentities:\n{entities}"));
        assert_eq!(loaded.diagnostics, []);
        let mut schema = loaded.spec.schema;
        let first = review(&mut schema).into_iter().map(|repair| (repair.code, repair.object)).collect();
        assert_eq!(review(&mut schema), [], "a second review finds nothing");
        first
    }

    #[test]
    fn a_proposal_that_is_right_stays_as_it_is() {
        let star = "  dimensions:\n    - {name: dim_a, surrogate_key: a_key, natural_key: a_id, columns: [{name: a_id, type: INT, nullable: false}]}\n  \
                    facts:\n    - {name: fact_b, grain: b_id, columns: [{name: b_id, type: INT, nullable: false}, {name: a_key, type: BIGINT, references: dim_a(a_key)}], \
                    measures: [{name: net_amount, type: \"DECIMAL(18,2)\"}], indexes: [a_key]}\n";
        assert_eq!(repairs(star), []);
    }

    #[test]
    fn each_rule_puts_something_right() {
        let wrong = "  dimensions:\n    - {name: Customer, natural_key: customerId, columns: [customerId INT not null, email TEXT]}\n  facts:\n    \
                     - {name: sales, columns: [sold_on DATE, {name: customer, type: INT, references: Customer(customerId)}], measures: [{name: net_amount, type: DOUBLE}]}\n  tables:\n    \
                     - {name: log, columns: [order INT, is_active INT]}\n";
        let codes: Vec<&str> = repairs(wrong).into_iter().map(|(code, _)| code).collect();
        for code in ["B107", "B117", "B121", "B122", "B106", "G101", "G102", "G103", "G104", "B101"] {
            assert!(codes.contains(&code), "{code} is not among {codes:?}");
        }
    }
}
