//! Rows that a plan would fail on, with a query that shows them.

use crate::dialect::Dialect;
use crate::model::{Facts, Probe, RowCount};
use schemars::JsonSchema;
use serde::Serialize;

/// Rows of one table that something in a plan cannot be true for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OffendingRows {
    pub table: String,
    /// What is wrong with them: `point to no row of parent`.
    pub problem: String,
    pub rows: RowCount,
    /// SQL to run by hand. Nothing where every value has to be tried.
    pub query: Option<String>,
}

/// What the live database answered, as far as there are such rows or may be.
pub(super) fn offending(dialect: &dyn Dialect, facts: &Facts) -> Vec<OffendingRows> {
    let there = facts.iter().filter(|(_, rows)| !rows.is_zero());
    let told = there.filter_map(|(probe, rows)| {
        Some(OffendingRows {
            table: probe.table().to_string(),
            problem: problem(dialect, probe)?,
            rows,
            query: dialect.question(probe).map(|question| question.shown()),
        })
    });
    told.collect()
}

/// `None` for questions that are about how many there are, and no more.
fn problem(dialect: &dyn Dialect, probe: &Probe) -> Option<String> {
    match probe {
        Probe::Rows { .. } | Probe::RowsOfPartitions { .. } | Probe::NotNull { .. } => None,
        Probe::Null { column, .. } => Some(format!("have nothing in {column}")),
        Probe::Duplicates { .. } => Some("are equal to another row where no two may be".to_owned()),
        Probe::Violations { check, .. } => Some(format!("break the check {}", check.as_str().trim())),
        Probe::Orphans { references, .. } => Some(format!("point to no row of {references}")),
        Probe::Unfit { column, types, .. } => {
            let target = dialect.format_type(&types.to);
            Some(format!("have a value in {column} that {target} does not hold"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Sqlite;
    use crate::model::QualifiedName;

    #[test]
    fn only_what_is_there_is_told_with_its_query() {
        let table = QualifiedName::bare("t");
        let mut facts = Facts::default();
        facts.insert(Probe::Rows { table: table.clone() }, RowCount::exact(9));
        facts.insert(Probe::Null { table: table.clone(), column: "a".into() }, RowCount::exact(2));
        facts.insert(Probe::Null { table, column: "b".into() }, RowCount::exact(0));
        let told = offending(&Sqlite::new(), &facts);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].problem, "have nothing in a");
        assert_eq!(told[0].query.as_deref(), Some("SELECT * FROM t WHERE a IS NULL"));
    }
}
