//! D103 drop-schema: A namespace goes.

use crate::impact::cause_rule::{Criterion, judge};
use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Cause, Facts, Level, Object, Probe, Risk, Step};

pub(super) struct DropNamespace;

static META: Meta = Meta {
    code: "D103",
    name: "drop-schema",
    engines: "all",
    summary: "A namespace goes.",
    docs: "What is in it is dropped by operations of their own, each with its risk; what dbx does not manage would stop the statement, since it is never written with CASCADE.",
    safer: "Make sure that nothing but what the plan names lives in it.",
};

impl Rule for DropNamespace {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = judge(&META, Cause::DropSchema, Criterion::Loses, subject, facts);
        let Some(Step::Drop(object @ (Object::Namespace(_) | Object::Extension(_)))) = subject.step else {
            return risks;
        };
        risks.push(risk(&META, Level::Medium, object.id(), format!("drops {}", object.id()), None));
        risks
    }
}
