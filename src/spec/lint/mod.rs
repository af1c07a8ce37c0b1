//! What a spec may say and should not: warnings of `dbx validate`, which `--strict` makes errors.

mod rule;
mod rules;

pub use rule::{LintRule, Meta};
pub use rules::{LINT_RULES, is_reserved};

use super::Spec;
use crate::diagnostic::Diagnostic;

/// Everything the rules find, in the order of places.
pub fn lint(spec: &Spec) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = LINT_RULES.iter().flat_map(|rule| rule.judge(spec)).collect();
    found.sort_by(|a, b| {
        let place = |diagnostic: &Diagnostic| {
            diagnostic.labels.first().map(|label| (label.span.file.clone(), label.span.start()))
        };
        place(a).cmp(&place(b)).then_with(|| a.code.cmp(b.code))
    });
    found
}

/// The docs of every rule.
pub fn documentation() -> impl Iterator<Item = &'static Meta> {
    LINT_RULES.iter().map(|rule| rule.meta())
}
