//! D102 drop-column: A column goes, and what is in it.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Facts, Level, ObjectKind, Probe, Risk, TableChange};

pub(super) struct DropColumn;

static META: Meta = Meta {
    code: "D102",
    name: "drop-column",
    summary: "A column goes, and what is in it.",
    docs: "The values cannot be brought back without a backup. Rows that have something in the column are counted: high where there are any or nobody could look, critical from 10,000 on, medium where the column is empty, low where it is computed.",
    safer: "Stop reading and writing the column first; take a backup, or copy the values to another table.",
};

impl Rule for DropColumn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        let dropped = subject.table_changes().filter_map(|(table, change)| match change {
            TableChange::DropColumn(column) if column.generated.is_none() => subject.filled(&table, &column.name),
            _ => None,
        });
        dropped.collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let TableChange::DropColumn(column) = change else { continue };
            if column.generated.is_some() {
                let object = table.member(ObjectKind::Column, &column.name);
                let message = format!("drops {object}, whose values are computed and can be computed again");
                risks.push(risk(&META, Level::Low, object, message, None));
                continue;
            }
            let rows = answer(facts, subject.filled(&table, &column.name));
            let object = table.member(ObjectKind::Column, &column.name);
            let message = format!("drops {object}, which has a value in {}", rows_words(rows));
            risks.push(risk(&META, level::loses(rows), object, message, rows));
        }
        risks
    }
}
