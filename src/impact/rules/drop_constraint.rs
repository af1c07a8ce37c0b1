//! C107 drop-constraint: A constraint goes: rows it would have refused can come in.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, ObjectKind, Probe, Risk, TableChange};

pub(super) struct DropConstraint;

static META: Meta = Meta {
    code: "C107",
    name: "drop-constraint",
    engines: "all",
    summary: "A constraint goes: rows it would have refused can come in.",
    docs: "What comes in meanwhile can make it impossible to put the constraint back. Medium, and low where the plan itself puts it back in another form.",
    safer: "Be sure that nothing relies on it.",
};

impl Rule for DropConstraint {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            if let TableChange::DropConstraint(constraint) = change {
                let object = table.member(ObjectKind::Constraint, constraint.name());
                let (level, message) = if subject.live.is_made(&object) {
                    (Level::Low, format!("{object} is dropped and made again in another form"))
                } else {
                    (Level::Medium, format!("{object} does not guard the rows any more"))
                };
                risks.push(risk(&META, level, object, message, None));
            }
        }
        risks
    }
}
