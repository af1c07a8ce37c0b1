//! What a rule is: documentation, questions, a judgement.

use super::LiveNames;
use crate::dialect::Dialect;
pub use crate::model::RuleDocs as Meta;
use crate::model::{Column, Effect, Facts, Level, Name, ObjectId, Pair, Probe, Risk, RowCount, Step, TableChange};

/// One thing that can go wrong. Its metadata is its documentation.
pub trait Rule: Sync {
    fn meta(&self) -> &'static Meta;

    /// What has to be known about live rows to judge this operation.
    fn probes(&self, subject: &Subject<'_>) -> Vec<Probe>;

    /// The risks of this operation, as far as this rule knows.
    fn judge(&self, subject: &Subject<'_>, facts: &Facts) -> Vec<Risk>;

    /// Whether its level follows from how many rows are read or written under which lock.
    fn holds_up(&self) -> bool {
        false
    }
}

/// One operation of a plan, or one statement, as rules see it.
pub struct Subject<'a> {
    pub dialect: &'a dyn Dialect,
    /// Nothing for statements that change no schema.
    pub step: Option<&'a Step>,
    pub effect: &'a Effect,
    pub live: &'a LiveNames,
}

impl<'a> Subject<'a> {
    /// The table whose members this operation changes, and the changes; nothing for other operations.
    pub fn table_changes(&self) -> impl Iterator<Item = (ObjectId, &'a TableChange)> + use<'a> {
        self.step
            .and_then(Step::table_changes)
            .into_iter()
            .flat_map(|(table, changes)| changes.iter().map(move |change| (table.clone(), change)))
    }

    /// Whether the table's rows are written again. Where the bytes stay no value is cut or refused.
    pub fn writes(&self, table: &ObjectId) -> bool {
        self.effect.of(table).is_none_or(|touch| touch.rewrites)
    }

    /// How many rows the table has, as a question under its live name.
    pub fn rows(&self, table: &ObjectId) -> Option<Probe> {
        Some(Probe::Rows { table: self.live.table(table)? })
    }

    /// How many rows have something in the column.
    pub fn filled(&self, table: &ObjectId, column: &Name) -> Option<Probe> {
        let id = table.member(crate::model::ObjectKind::Column, column);
        Some(Probe::NotNull { table: self.live.table(table)?, column: self.live.column(&id)? })
    }

    /// How many rows have a value in the column that its new type does not hold.
    pub fn unfit(&self, table: &ObjectId, columns: Pair<&Column>) -> Option<Probe> {
        let id = table.member(crate::model::ObjectKind::Column, &columns.to.name);
        let types = columns.map(|column| column.data_type.clone());
        Some(Probe::Unfit { table: self.live.table(table)?, column: self.live.column(&id)?, types })
    }

    /// How many rows have nothing in the column.
    pub fn empty(&self, table: &ObjectId, column: &Name) -> Option<Probe> {
        let id = table.member(crate::model::ObjectKind::Column, column);
        Some(Probe::Null { table: self.live.table(table)?, column: self.live.column(&id)? })
    }
}

/// The answer to a question, if it was asked and answered.
pub(super) fn answer(facts: &Facts, probe: Option<Probe>) -> Option<RowCount> {
    facts.get(&probe?)
}

/// A risk in the words of its rule.
pub(super) fn risk(
    meta: &'static Meta,
    level: Level,
    object: ObjectId,
    message: String,
    rows: Option<RowCount>,
) -> Risk {
    Risk { code: meta.code, level, object, message, help: meta.safer.to_owned(), rows, unfit_for: None }
}

/// Of rows that nobody was there to count.
pub(super) const UNKNOWN_ROWS: &str = "an unknown number of rows (no live database was asked)";

/// `, 12 rows` or what is known instead.
pub(super) fn rows_words(rows: Option<RowCount>, facts: &Facts) -> String {
    match (rows, facts.is_live()) {
        (Some(rows), _) => rows.to_string(),
        (None, true) => "an unknown number of rows (they could not be counted)".to_owned(),
        (None, false) => UNKNOWN_ROWS.to_owned(),
    }
}
