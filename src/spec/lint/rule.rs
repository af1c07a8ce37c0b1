//! What a rule is.

use crate::diagnostic::Diagnostic;
use crate::model::ObjectId;
pub use crate::model::RuleDocs as Meta;
use crate::spec::Spec;

/// One rule over a whole spec, with its docs.
pub trait LintRule: Sync {
    fn meta(&self) -> &'static Meta;
    fn judge(&self, spec: &Spec) -> Vec<Diagnostic>;
}

/// A warning at the place where the object was written.
pub(super) fn warning(meta: &'static Meta, spec: &Spec, id: &ObjectId, message: impl Into<String>) -> Diagnostic {
    let warning = Diagnostic::warning(meta.code, message).help(meta.safer);
    match spec.spans.get(id) {
        Some(span) => warning.at(span.clone(), meta.name),
        None => warning,
    }
}
