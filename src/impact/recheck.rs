//! Row counts of a sidecar, asked again: what was empty when the plan was made may be full when it runs, or it runs somewhere else.

use super::level;
use super::report::RiskReport;
use crate::model::{Level, Name, ObjectId, ObjectKind, Probe, RowCount, Schema, Table};

/// Whether the level of a risk hangs on the rows that are there.
pub fn hangs_on_rows(risk: &RiskReport) -> bool {
    matches!(risk.code.as_str(), "D101" | "D102" | "V102" | "C104" | "R107")
}

/// The question behind such a risk, to be asked of the database as it is. `None` where it cannot be told which table is meant, as after a
/// rename in the same plan.
pub fn question(risk: &RiskReport, live: &Schema) -> Option<Probe> {
    let column_of = |table: &Table, name: &Name| table.id().member(ObjectKind::Column, name).to_string() == risk.object;
    for table in live.tables() {
        let rows = Probe::Rows { table: table.name.clone() };
        match risk.code.as_str() {
            "D101" if table.id().to_string() == risk.object => return Some(rows),
            "D102" | "V102" | "R107" => {
                let Some(column) = table.columns.keys().find(|name| column_of(table, name)) else { continue };
                let (table, column) = (table.name.clone(), column.clone());
                return Some(match risk.code.as_str() {
                    "D102" => Probe::NotNull { table, column },
                    "V102" => Probe::Null { table, column },
                    _ => rows,
                });
            }
            "C104" if is_column_of(&risk.object, &table.id()) => return Some(rows),
            _ => {}
        }
    }
    None
}

/// Whether the address is of a column, there or not yet, of the table.
fn is_column_of(address: &str, table: &ObjectId) -> bool {
    let nobody = table.member(ObjectKind::Column, &Name::from("x")).to_string();
    nobody.strip_suffix('x').is_some_and(|prefix| address.starts_with(prefix))
}

/// The level by the answer; without one, as where nobody was asked.
pub fn level_now(risk: &RiskReport, rows: Option<RowCount>) -> Level {
    match risk.code.as_str() {
        "D101" | "D102" => level::by_address(level::loses(rows), &risk.object),
        "R107" => level::by_address(level::may_fail(rows), &risk.object),
        _ => level::may_fail(rows),
    }
}
