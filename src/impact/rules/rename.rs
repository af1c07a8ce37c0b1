//! C101 rename: A table, view or anything else but a column, a type or a value of an enum gets another name.

use super::rename_type::is_about_types;
use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, Probe, Risk, Step};

pub(super) struct Rename;

static META: Meta = Meta {
    code: "C101",
    name: "rename",
    engines: "all",
    summary: "A table, view or another object gets another name.",
    docs: "The data is kept. Programs that still use the old name fail from that moment on. Always medium. Columns are told by C102, types and values of enums by C103.",
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
        let Some(Step::Rename(ids)) = subject.step.filter(|step| !is_about_types(step)) else { return Vec::new() };
        let message = format!("programs that use {} fail: it becomes {}", ids.from, ids.to.name());
        vec![risk(&META, Level::Medium, ids.to.clone(), message, None)]
    }
}
