//! V105 may-fail-cast: Rows that are there already have values that a new type does not hold.

use super::narrow_type::narrowed;
use crate::dialect::ColumnAlteration;
use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk};
use crate::model::{Facts, ObjectKind, Pair, Probe, Risk};

pub(super) struct CastOverRows;

static META: Meta = Meta {
    code: "V105",
    name: "may-fail-cast",
    engines: "PostgreSQL, MySQL and MariaDB",
    summary: "Rows that are there already have values that a new type does not hold.",
    docs: "The statement fails at the first value that is too long, out of range or none of the type at all; a fraction is rounded. Told where the rows were asked and some do not fit: always high. Where nobody could look R107 says so.",
    safer: "Select the rows with the question that `dbx impact` shows, and change them first.",
};

impl Rule for CastOverRows {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        let narrowed = subject.table_changes().filter_map(|(table, change)| Some((narrowed(subject, change)?, table)));
        narrowed.filter_map(|(columns, table)| subject.unfit(&table, columns)).collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        // A table that is made anew takes values as they are.
        if subject.dialect.capabilities().column_alteration == ColumnAlteration::Rebuild {
            return Vec::new();
        }
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let Some(columns) = narrowed(subject, change).filter(|_| subject.writes(&table)) else { continue };
            let unfit = answer(facts, subject.unfit(&table, columns)).filter(|rows| !rows.is_zero());
            let Some(unfit) = unfit else { continue };
            let object = table.member(ObjectKind::Column, &columns.to.name);
            let Pair { to, .. } = columns.map(|column| subject.dialect.format_type(&column.data_type));
            let message =
                format!("{unfit} of {object} with a value that {to} does not hold: the statement fails or rounds");
            risks.push(risk(&META, level::may_fail(Some(unfit)), object, message, Some(unfit)));
        }
        risks
    }
}
