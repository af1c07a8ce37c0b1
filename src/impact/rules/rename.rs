//! C101 rename: A table, view, type or value of an enum gets another name.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, Probe, Risk, Step};

pub(super) struct Rename;

static META: Meta = Meta {
    code: "C101",
    name: "rename",
    engines: "all",
    summary: "A table, view, type or value of an enum gets another name.",
    docs: "The data is kept. Programs that still use the old name fail from that moment on. Always medium.",
    safer: "Deploy programs that know both names first; on PostgreSQL a view under the old name bridges the gap.",
};

impl Rule for Rename {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        if let Some(Step::Rename(ids)) = subject.step {
            let message = format!("programs that use {} fail: it becomes {}", ids.from, ids.to.name());
            risks.push(risk(&META, Level::Medium, ids.to.clone(), message, None));
        }
        if let Some(step @ Step::RenameEnumValue { values, .. }) = subject.step {
            let message = format!("programs that use the value '{}' fail: it becomes '{}'", values.from, values.to);
            risks.push(risk(&META, Level::Medium, step.object(), message, None));
        }
        risks
    }
}
