//! R107 narrow-type: A column gets a type that does not hold every value of the old one.

use crate::dialect::Cast;
use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Column, ColumnAspect, Facts, ObjectKind, Pair, Probe, Risk, TableChange};

pub(super) struct NarrowType;

static META: Meta = Meta {
    code: "R107",
    name: "narrow-type",
    engines: "all",
    summary: "A column gets a type that does not hold every value of the old one.",
    docs: "Values can be cut, rounded or refused, and a refused value stops the migration. Rows with a value that does not fit are counted: high where there are any, or nobody could look and the table is not empty; low where every value fits. SQLite refuses nothing: it keeps a value that does not fit as it is.",
    safer: "Check the values first: select those that do not fit; or add a new column and copy what fits.",
};

impl Rule for NarrowType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe> {
        let narrowed = subject.table_changes().filter_map(|(table, change)| Some((narrowed(subject, change)?, table)));
        narrowed.flat_map(|(columns, table)| [subject.rows(&table), subject.unfit(&table, columns)]).flatten().collect()
    }

    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let Some(columns) = narrowed(subject, change).filter(|_| subject.writes(&table)) else { continue };
            let object = table.member(ObjectKind::Column, &columns.to.name);
            let unfit = answer(facts, subject.unfit(&table, columns));
            let all = answer(facts, subject.rows(&table));
            let meets = match unfit {
                Some(unfit) => format!("{unfit} with a value that does not fit"),
                None => format!("the table has {}", rows_words(all, facts)),
            };
            let Pair { from, to } = columns.map(|column| subject.dialect.format_type(&column.data_type));
            let message = format!("changes {object} from {from} to {to}, which does not hold every value; {meets}");
            let rows = unfit.or(all);
            let level = level::by_name(level::may_fail(rows), &object);
            let unfit_for = Some(columns.to.data_type.clone());
            risks.push(Risk { unfit_for, ..risk(&META, level, object, message, rows) });
        }
        risks
    }
}

/// The column on both sides, where its new type does not hold every value of the old one.
pub(super) fn narrowed<'a>(subject: &Subject<'_>, change: &'a TableChange) -> Option<Pair<&'a Column>> {
    let TableChange::AlterColumn { columns, aspect: ColumnAspect::Type } = change else { return None };
    let types = columns.as_ref().map(|column| &column.data_type);
    match subject.dialect.cast(types) {
        Cast::Narrowing | Cast::Impossible => Some(columns.as_ref()),
        Cast::Same | Cast::Widening => None,
    }
}
