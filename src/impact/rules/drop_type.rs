//! D105 drop-type: A type or sequence goes.

use crate::impact::cause_rule::{Criterion, judge};
use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Cause, Facts, Level, Object, Probe, Risk, Step};

pub(super) struct DropType;

static META: Meta = Meta {
    code: "D105",
    name: "drop-type",
    engines: "all",
    summary: "A type or sequence goes.",
    docs: "Columns that use it have been changed before, or the server refuses: it is never dropped with CASCADE. A sequence loses its counter. Medium.",
    safer: "Be sure that nothing outside the spec uses it.",
};

impl Rule for DropType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = judge(&META, Cause::DropTypeCascade, Criterion::Loses, subject, facts);
        let Some(Step::Drop(
            object @ (Object::Enum(_) | Object::Domain(_) | Object::Composite(_) | Object::Sequence(_)),
        )) = subject.step
        else {
            return risks;
        };
        risks.push(risk(&META, Level::Medium, object.id(), format!("drops {}", object.id()), None));
        risks
    }
}
