//! L105 drop-index: An index goes: queries that used it read the whole table.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, ObjectKind, Probe, Risk, TableChange};

pub(super) struct DropIndex;

static META: Meta = Meta {
    code: "L105",
    name: "drop-index",
    engines: "all",
    summary: "An index goes: queries that used it read the whole table.",
    docs: "No data is lost, and the index can be built again. Medium, since a missing index can stop a busy system; low where the plan itself makes it again.",
    safer: "Look at the index statistics of the server first; build a better index before dropping this one.",
};

impl Rule for DropIndex {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (table, change) in subject.table_changes() {
            if let TableChange::DropIndex(index) = change {
                let object = table.member(ObjectKind::Index, &index.name);
                let (level, message) = if subject.live.is_made(&object) {
                    (Level::Low, format!("{object} is dropped and made again in another form"))
                } else {
                    (Level::Medium, format!("queries that use {object} will read the whole table"))
                };
                risks.push(risk(&META, level, object, message, None));
            }
        }
        risks
    }
}
