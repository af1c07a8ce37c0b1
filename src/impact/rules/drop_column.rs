//! D102 drop-column: A column, or an attribute of a composite type, goes, and what is in it.

use crate::impact::level;
use crate::impact::rule::{Meta, Rule, Subject, answer, risk, rows_words};
use crate::model::{Facts, Level, Object, ObjectKind, Pair, Probe, Risk, Step, TableChange};

pub(super) struct DropColumn;

static META: Meta = Meta {
    code: "D102",
    name: "drop-column",
    engines: "all",
    summary: "A column, or an attribute of a composite type, goes, and what is in it.",
    docs: "The values cannot be brought back without a backup. Rows that have something in the column are counted: high where there are any or nobody could look, critical from 10,000 on, medium where the column is empty, low where it is computed; one level more where its name says that it is sensitive. What rows hold in an attribute is not counted: always high.",
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
        let mut risks = dropped_attributes(subject.step);
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
            let message = format!("drops {object}, which has a value in {}", rows_words(rows, facts));
            let level = level::by_name(level::loses(rows), &object);
            risks.push(risk(&META, level, object, message, rows));
        }
        risks
    }
}

/// Every column of a composite type loses what it has in an attribute that goes.
fn dropped_attributes(step: Option<&Step>) -> Vec<Risk> {
    let Some(step @ Step::Alter(Pair { from: Object::Composite(from), to: Object::Composite(to) })) = step else {
        return Vec::new();
    };
    let gone = from.attributes.keys().filter(|name| !to.attributes.contains_key(*name));
    gone.map(|name| {
        let object = step.object().member(ObjectKind::Attribute, name);
        let message = format!("drops {object}, with what rows hold in it");
        risk(&META, Level::High, object, message, None)
    })
    .collect()
}
