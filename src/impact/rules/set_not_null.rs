//! V102 may-fail-not-null: A column must not be empty any more.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Column, ColumnAspect, Facts, ObjectKind, Probe, Risk, TableChange};

pub(super) struct SetNotNull;

static META: Meta = Meta {
    code: "V102",
    name: "may-fail-not-null",
    engines: "all",
    summary: "A column must not be empty any more.",
    docs: "Rows that have nothing in the column make the statement fail. They are counted: low where there are none, high where there are any or nobody could look.",
    safer: "Fill the column first: UPDATE … SET column = … WHERE column IS NULL.",
};

impl Rule for SetNotNull {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        let tightened =
            subject.table_changes().filter_map(|(table, change)| subject.empty(&table, &tightened(change)?.name));
        tightened.collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let Some(column) = tightened(change) else { continue };
            let rows = answer(facts, subject.empty(&table, &column.name));
            let object = table.member(ObjectKind::Column, &column.name);
            let message = format!("makes {object} NOT NULL; it is NULL in {}", rows_words(rows, facts));
            risks.push(risk(&META, level::may_fail(rows), object, message, rows));
        }
        risks
    }
}

fn tightened(change: &TableChange) -> Option<&Column> {
    match change {
        TableChange::AlterColumn { columns, aspect: ColumnAspect::Nullability } if !columns.to.nullable => {
            Some(&columns.to)
        }
        _ => None,
    }
}
