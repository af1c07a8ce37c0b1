//! C103 rename-type: A type or a value of an enum gets another name.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{DefinitionKind, Facts, Level, ObjectKind, Probe, Risk, Step};

pub(super) struct RenameType;

static META: Meta = Meta {
    code: "C103",
    name: "rename-type",
    engines: "PostgreSQL",
    summary: "A type or a value of an enum gets another name.",
    docs: "The data is kept, and nothing is written again. Programs that still cast to the old type, or write and compare the old value, fail from that moment on. Always medium.",
    safer: "Add the new value beside the old one, move programs and rows over, and leave the old one where it is.",
};

impl Rule for RenameType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        match subject.step {
            Some(step @ Step::Rename(ids)) if is_about_types(step) => {
                let message = format!("programs that use {} fail: it becomes {}", ids.from, ids.to.name());
                vec![risk(&META, Level::Medium, ids.to.clone(), message, None)]
            }
            Some(step @ Step::RenameEnumValue { values, .. }) => {
                let message = format!("programs that use the value '{}' fail: it becomes '{}'", values.from, values.to);
                vec![risk(&META, Level::Medium, step.object(), message, None)]
            }
            Some(_) | None => Vec::new(),
        }
    }
}

/// Whether it is a type that gets another name.
pub(super) fn is_about_types(step: &Step) -> bool {
    let is_type = |kind| {
        matches!(
            kind,
            ObjectKind::Enum
                | ObjectKind::Domain
                | ObjectKind::Composite
                | ObjectKind::Definition(DefinitionKind::Range)
        )
    };
    matches!(step, Step::Rename(ids) if is_type(ids.from.kind))
}
