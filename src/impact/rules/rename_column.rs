//! C102 rename-column: A column gets another name.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, ObjectKind, Probe, Risk, TableChange};

pub(super) struct RenameColumn;

static META: Meta = Meta {
    code: "C102",
    name: "rename-column",
    engines: "all",
    summary: "A column gets another name.",
    docs: "The values are kept. Programs that still use the old name fail from that moment on. Always medium.",
    safer: "Add a column with the new name, write both, copy what is there, let programs read the new one, and drop the old one last.",
};

impl Rule for RenameColumn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let renamed = subject.table_changes().filter_map(|(table, change)| {
            let TableChange::RenameColumn(names) = change else { return None };
            Some((table, names))
        });
        let told = renamed.map(|(table, names)| {
            let object = table.member(ObjectKind::Column, &names.to);
            let message = format!("programs that use {} of {table} fail: it becomes {}", names.from, names.to);
            risk(&META, Level::Medium, object, message, None)
        });
        told.collect()
    }
}
