//! All rules, one per file.

mod foreign_key_index;
mod foreign_key_type;
mod naming;
mod policy_without_security;
mod primary_key;
mod redundant_index;
mod reserved_word;
mod star_key;
mod star_prefix;
mod surrogate_key;

pub use reserved_word::is_reserved;

use super::LintRule;

/// Every rule there is. Docs and `dbx explain` read from it.
pub static LINT_RULES: &[&dyn LintRule] = &[
    &foreign_key_index::ForeignKeyIndex,
    &primary_key::WithoutPrimaryKey,
    &naming::SnakeCase,
    &reserved_word::ReservedWord,
    &foreign_key_type::ForeignKeyType,
    &redundant_index::RedundantIndex,
    &policy_without_security::PolicyWithoutSecurity,
    &star_prefix::StarPrefix,
    &surrogate_key::SurrogateKey,
    &star_key::StarKey,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{lint, load_text};
    use std::path::Path;

    /// The codes of the warnings for these entities, with the lines they point at.
    pub(super) fn codes(entities: &str) -> Vec<(&'static str, usize)> {
        let loaded = load_text(Path::new("a.yml"), &format!("version: 1\nentities:\n{entities}"));
        assert_eq!(loaded.diagnostics, []);
        lint(&loaded.spec).iter().map(|it| (it.code, it.labels.first().map_or(0, |label| label.span.line()))).collect()
    }

    #[test]
    fn every_rule_has_docs_and_a_code_of_its_own() {
        let mut codes: Vec<&str> = LINT_RULES.iter().map(|rule| rule.meta().code).collect();
        codes.dedup();
        assert_eq!(codes.len(), LINT_RULES.len());
        for rule in LINT_RULES {
            let meta = rule.meta();
            assert!(
                meta.summary.ends_with('.') && meta.docs.ends_with('.') && !meta.safer.ends_with('.'),
                "{}",
                meta.code
            );
        }
    }
}
