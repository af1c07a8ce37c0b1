//! C104 add-not-null-no-default: A column is added that must not be empty and has no default.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Column, Facts, ObjectKind, Probe, Risk, TableChange};

pub(super) struct AddRequiredColumn;

static META: Meta = Meta {
    code: "C104",
    name: "add-not-null-no-default",
    engines: "all",
    summary: "A column is added that must not be empty and has no default.",
    docs: "The statement fails as soon as the table has a row. High where rows are there or nobody could look, low for an empty table.",
    safer: "Give the column a default, or add it nullable, fill it, and make it NOT NULL then.",
};

impl Rule for AddRequiredColumn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        let added = subject.table_changes().filter(|(_, change)| required(change).is_some());
        added.filter_map(|(table, _)| subject.rows(&table)).collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let Some(column) = required(change) else { continue };
            let rows = answer(facts, subject.rows(&table));
            let object = table.member(ObjectKind::Column, &column.name);
            let message =
                format!("adds {object} as NOT NULL without a default to a table with {}", rows_words(rows, facts));
            risks.push(risk(&META, level::may_fail(rows), object, message, rows));
        }
        risks
    }
}

fn required(change: &TableChange) -> Option<&Column> {
    match change {
        TableChange::AddColumn(column) => {
            let filled = column.default.is_some() || column.generated.is_some() || column.identity.is_some();
            (!column.nullable && !filled).then_some(column)
        }
        _ => None,
    }
}
