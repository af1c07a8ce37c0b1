//! C105 drop-not-null: A column may be NULL from now on.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{ColumnAspect, Facts, Level, ObjectKind, Probe, Risk, TableChange};

pub(super) struct DropNotNull;

static META: Meta = Meta {
    code: "C105",
    name: "drop-not-null",
    engines: "all",
    summary: "A column may be NULL from now on.",
    docs: "Programs that count on a value meet NULL, and NOT NULL can be put back only when no row has it. Always low.",
    safer: "Teach readers to expect NULL first.",
};

impl Rule for DropNotNull {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            if let TableChange::AlterColumn { columns, aspect: ColumnAspect::Nullability } = change
                && columns.to.nullable
            {
                let object = table.member(ObjectKind::Column, &columns.to.name);
                risks.push(risk(
                    &META,
                    Level::Low,
                    object.clone(),
                    format!("lets {object} be NULL: readers that count on a value meet none"),
                    None,
                ));
            }
        }
        risks
    }
}
