//! C106 change-default: The default of a column changes.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{ColumnAspect, Facts, Level, ObjectKind, Probe, Risk, TableChange};

pub(super) struct ChangeDefault;

static META: Meta = Meta {
    code: "C106",
    name: "change-default",
    engines: "all",
    summary: "The default of a column changes.",
    docs: "Rows that are there stay as they are; programs that leave the column out write another value from now on. Always low.",
    safer: "Deploy programs that name the column first.",
};

impl Rule for ChangeDefault {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            if let TableChange::AlterColumn { columns, aspect: ColumnAspect::Default } = change {
                let object = table.member(ObjectKind::Column, &columns.to.name);
                risks.push(risk(
                    &META,
                    Level::Low,
                    object.clone(),
                    format!("changes what new rows get in {object}"),
                    None,
                ));
            }
        }
        risks
    }
}
