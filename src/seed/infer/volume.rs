//! How many rows each table gets.

use crate::model::{QualifiedName, Table, TableRole};
use crate::model::{has_word, name_words as words};
use std::collections::BTreeMap;

/// Rows for each table, by its name.
pub type Volumes = BTreeMap<QualifiedName, u64>;

/// Rows of tables of which nothing is said, from the rows of the largest: facts and tables at the end of chains of foreign keys get them all,
/// dimensions and tables that others refer to fewer, the more the further up they are.
pub fn volumes<'a>(tables: impl Iterator<Item = &'a Table> + Clone, rows: u64) -> Volumes {
    let height = heights(tables.clone());
    tables
        .map(|table| (table.name.clone(), volume(table, rows, height.get(&table.name).copied().unwrap_or(0))))
        .collect()
}

/// Days of a date dimension: ten years.
const CALENDAR_DAYS: u64 = 3_653;

fn volume(table: &Table, rows: u64, height: u32) -> u64 {
    if rows == 0 {
        return 0;
    }
    match &table.role {
        TableRole::Fact(_) => rows,
        TableRole::Dimension(_) if is_calendar(table) => rows.clamp(1, CALENDAR_DAYS),
        TableRole::Dimension(_) => (rows / 20).clamp(rows.min(10), 1_000_000),
        TableRole::Plain if is_calendar(table) => rows.clamp(1, CALENDAR_DAYS),
        TableRole::Plain => (rows / 10_u64.saturating_pow(height.min(3))).max(rows.min(10)),
    }
}

/// Whether the table has a row for each day.
pub fn is_calendar(table: &Table) -> bool {
    let name = words(table.name.name.as_str());
    has_word(&name, &["date", "dates", "calendar", "day", "days"]) && name.len() <= 2
}

/// The longest chain of foreign keys that leads to each table.
fn heights<'a>(tables: impl Iterator<Item = &'a Table> + Clone) -> BTreeMap<QualifiedName, u32> {
    let mut heights: BTreeMap<QualifiedName, u32> = BTreeMap::new();
    // A ring would never come to rest; chains that matter are short.
    for _ in 0..4 {
        let before = heights.clone();
        for table in tables.clone() {
            let own = before.get(&table.name).copied().unwrap_or(0);
            for key in table.foreign_keys().filter(|key| key.references != table.name) {
                let parent = heights.entry(key.references.clone()).or_insert(0);
                *parent = (*parent).max(own + 1);
            }
        }
        if heights == before {
            break;
        }
    }
    heights
}
