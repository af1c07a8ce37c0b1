//! Questions that could come next, made from the table that the answer is about. Each is one that the engine reads.

use super::catalog::{Catalog, ColumnId, Kind};
use super::element::without_role;
use super::name;
use super::query::Query;

/// A column that is asked about by its groups has at least so many different values, and at most so many.
const GROUPS: std::ops::RangeInclusive<usize> = 2..=20;

/// At most one question of each kind.
pub fn follow_ups(catalog: &Catalog, query: &Query) -> Vec<String> {
    let table = &catalog.tables[query.root];
    let rows = name::words(without_role(&table.name)).join(" ");
    let shown: Vec<ColumnId> = query.select.iter().filter_map(|term| term.column).collect();
    let id = |column: usize| ColumnId { table: query.root, column };
    let fresh = |column: &usize| !shown.contains(&id(*column)) && !catalog.is_key(id(*column));
    let columns = || (0..table.columns.len()).filter(fresh);
    let words = |column: usize| name::words(&table.columns[column].name).join(" ");
    let group = columns().find(|at| GROUPS.contains(&table.columns[*at].values.len()) && !table.columns[*at].is_unique);
    let number = columns().find(|at| table.columns[*at].kind == Kind::Number);
    let mut questions = Vec::new();
    questions.extend(group.map(|at| format!("How many {rows} are there for each {}?", words(at))));
    questions.extend(number.map(|at| format!("What is the average {} of {rows}?", words(at))));
    questions.extend(
        group
            .zip(number)
            .map(|(group, number)| format!("Which {} has the highest average {}?", words(group), words(number))),
    );
    questions
}
