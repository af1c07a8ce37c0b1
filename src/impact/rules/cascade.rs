//! D107 add-on-delete-cascade: A foreign key is added that deletes rows along with their parent.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Constraint, Facts, Level, ObjectKind, Pair, Probe, ReferentialAction, Risk, TableChange};

pub(super) struct Cascade;

static META: Meta = Meta {
    code: "D107",
    name: "add-on-delete-cascade",
    engines: "all",
    summary: "A foreign key is added that deletes rows along with their parent.",
    docs: "From now on a DELETE on the parent takes the children with it, without a word. Always medium.",
    safer: "Use ON DELETE RESTRICT and delete children on purpose.",
};

impl Rule for Cascade {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            let (TableChange::AddConstraint(Constraint::ForeignKey(key))
            | TableChange::AlterConstraint(Pair { to: Constraint::ForeignKey(key), .. })) = change
            else {
                continue;
            };
            if key.on_delete == ReferentialAction::Cascade && subject.live.table(&table).is_some() {
                let object = table.member(ObjectKind::Constraint, &key.name);
                let message = format!("rows of {table} will be deleted along with their row in {}", key.references);
                risks.push(risk(&META, Level::Medium, object, message, None));
            }
        }
        risks
    }
}
