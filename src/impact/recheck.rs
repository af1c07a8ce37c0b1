//! Row counts of a sidecar, asked again: what was empty when the plan was made may be full when it runs, or it runs somewhere else.

use super::report::RiskReport;
use super::{RULES, level};
use crate::dialect::Dialect;
use crate::model::{Column, Level, LockMode, Name, ObjectId, ObjectKind, Pair, Probe, RowCount, Schema, Table};

/// Whether the level of a risk hangs on the rows that are there.
pub fn hangs_on_rows(risk: &RiskReport) -> bool {
    matches!(risk.code.as_str(), "D101" | "D102" | "V102" | "C104" | "R107")
}

/// The questions behind such a risk, to be asked of the database as it is: the first that is answered counts. None where it cannot be told
/// which table is meant, as after a rename in the same plan.
pub fn questions(dialect: &dyn Dialect, risk: &RiskReport, live: &Schema) -> Vec<Probe> {
    live.tables().find_map(|table| of_table(dialect, risk, table)).unwrap_or_default()
}

fn of_table(dialect: &dyn Dialect, risk: &RiskReport, table: &Table) -> Option<Vec<Probe>> {
    let name = || table.name.clone();
    let rows = || Probe::Rows { table: name() };
    let is_meant = |column: &&Column| table.id().member(ObjectKind::Column, &column.name).to_string() == risk.object;
    let column = || table.columns.values().find(is_meant);
    match risk.code.as_str() {
        "D101" => (table.id().to_string() == risk.object).then(|| vec![rows()]),
        "C104" => is_column_of(&risk.object, &table.id()).then(|| vec![rows()]),
        "D102" => Some(vec![Probe::NotNull { column: column()?.name.clone(), table: name() }]),
        "V102" => Some(vec![Probe::Null { column: column()?.name.clone(), table: name() }]),
        "R107" => {
            let Column { name: column, data_type: from, .. } = column()?.clone();
            let wanted = risk.unfit_for.as_ref().and_then(|text| dialect.parse_type(text).ok());
            let unfit = wanted.map(|to| Probe::Unfit { table: name(), column, types: Pair::new(from, to) });
            Some(unfit.into_iter().chain([rows()]).collect())
        }
        _ => None,
    }
}

/// Whether the address is of a column, there or not yet, of the table.
fn is_column_of(address: &str, table: &ObjectId) -> bool {
    let nobody = table.member(ObjectKind::Column, &Name::from("x")).to_string();
    nobody.strip_suffix('x').is_some_and(|prefix| address.starts_with(prefix))
}

/// Whether the level of a risk is that of work on every row under a lock.
pub fn holds_up(risk: &RiskReport) -> bool {
    RULES.iter().any(|rule| rule.meta().code == risk.code && rule.holds_up())
}

/// The level of reading or writing so many rows under a lock.
pub fn level_of_work(rows: RowCount, lock: LockMode) -> Level {
    level::holds_up(Some(rows), lock)
}

/// The level by the answer; without one, as where nobody was asked.
pub fn level_now(risk: &RiskReport, rows: Option<RowCount>) -> Level {
    match risk.code.as_str() {
        "D101" | "D102" => level::by_address(level::loses(rows), &risk.object),
        "R107" => level::by_address(level::may_fail(rows), &risk.object),
        _ => level::may_fail(rows),
    }
}
